//! Which segments of a JPEG file make its picture, and what of one is picture (ITU-T T.81,
//! annex B).
//!
//! What is not on the list is left out: metadata, comments, thumbnails, further pictures and
//! markers that nobody knows. A segment that holds more than its tables could carry such data
//! too, and where one does, the file's own data is not used.

/// Whether a picture needs the segment: tables, frame and scans of baseline, extended and
/// progressive Huffman coding.
pub(super) fn is_kept(marker: u8) -> bool {
    matches!(marker, 0xC0..=0xC2 | DHT | SOS | DQT | DRI)
}

/// The header of a scan; its data follow.
pub(super) const SOS: u8 = 0xDA;
const DHT: u8 = 0xC4;
const DQT: u8 = 0xDB;
const DRI: u8 = 0xDD;

/// Whether a segment that is kept holds what it is for and no byte more.
pub(super) fn is_exact(marker: u8, content: &[u8]) -> bool {
    match marker {
        0xC0..=0xC2 => content.get(5).is_some_and(|n| content.len() == 6 + 3 * usize::from(*n)),
        SOS => content.first().is_some_and(|n| content.len() == 4 + 2 * usize::from(*n)),
        DRI => content.len() == 2,
        DQT => is_filled(content, |table| {
            Some(if table.first()? >> 4 == 0 { 1 + 64 } else { 1 + 128 })
        }),
        DHT => is_filled(content, |table| {
            let counts = table.get(1..17)?.iter().map(|count| usize::from(*count));
            Some(17 + counts.sum::<usize>())
        }),
        _ => true,
    }
}

/// Whether tables fill a segment; `length` is that of the first.
fn is_filled(mut tables: &[u8], length: impl Fn(&[u8]) -> Option<usize>) -> bool {
    while !tables.is_empty() {
        match length(tables).and_then(|length| tables.get(length..)) {
            Some(rest) => tables = rest,
            None => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use image::{DynamicImage, RgbImage};

    use super::super::encode;
    use super::super::{Photo, PictureLimits, Rendition};

    const SECRET: &[u8] = b"SECRET";

    fn jpeg() -> Vec<u8> {
        let image = RgbImage::from_fn(40, 30, |x, y| image::Rgb([x as u8 * 6, y as u8 * 8, 90]));
        encode::jpeg(&DynamicImage::ImageRgb8(image), 80).unwrap()
    }

    fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
        let length = (content.len() + 2) as u16;
        [&[0xFF, marker], &length.to_be_bytes()[..], content].concat()
    }

    /// What becomes of a file on a sheet: its own data, or an encoding anew.
    fn carried(bytes: &[u8]) -> Vec<u8> {
        let photo = Photo::open(bytes.to_vec(), &PictureLimits::default()).unwrap();
        photo.render(&Rendition::default()).unwrap().bytes
    }

    /// Whether the secret in a file comes onto the sheet; a file that is refused brings none.
    fn is_carried(bytes: Vec<u8>) -> bool {
        let photo = Photo::open(bytes, &PictureLimits::default());
        let made = photo.and_then(|photo| photo.render(&Rendition::default()));
        made.is_ok_and(|made| made.bytes.windows(SECRET.len()).any(|window| window == SECRET))
    }

    #[test]
    fn segments_beside_the_picture_vanish() {
        let plain = jpeg();
        let wanted = carried(&plain);
        let scan = plain.windows(2).position(|pair| pair == [0xFF, super::SOS]).unwrap();
        let markers = (0xE0..=0xEF).chain(0xF0..=0xFE).chain([0x02, 0xBF, 0xDC, 0xDE, 0xDF]);
        for marker in markers {
            let content = [&b"XMP\0"[..], SECRET].concat();
            for at in [2, scan] {
                let own = segment(marker, &content);
                let file = [&plain[..at], &own, &plain[at..]].concat();
                assert_eq!(carried(&file), wanted, "marker {marker:02X} at {at}");
            }
        }
    }

    #[test]
    fn what_stands_between_and_behind_vanishes() {
        let plain = jpeg();
        let wanted = carried(&plain);
        let behind = [&plain[..], SECRET, &plain[..]].concat();
        assert_eq!(carried(&behind), wanted, "a second picture");
        let at = plain.windows(2).position(|pair| pair == [0xFF, super::DQT]).unwrap();
        let between = [&plain[..at], SECRET, &plain[at..]].concat();
        assert_eq!(carried(&between), wanted, "bytes between segments");
    }

    #[test]
    fn a_segment_with_more_than_its_tables_is_not_carried() {
        let plain = jpeg();
        for marker in [0xDB, 0xC4, 0xDA, 0xC0] {
            let at = plain.windows(2).position(|pair| pair == [0xFF, marker]).unwrap();
            let length = usize::from(u16::from_be_bytes([plain[at + 2], plain[at + 3]]));
            let content = [&plain[at + 4..at + 2 + length], SECRET].concat();
            let rest = &plain[at + 2 + length..];
            let file = [&plain[..at], &segment(marker, &content), rest].concat();
            assert!(!is_carried(file), "marker {marker:02X}");
        }
        let restart = [&plain[..2], &segment(0xDD, b"\0\0SECRET"), &plain[2..]].concat();
        assert!(!is_carried(restart));
    }
}
