//! The formats of picture files.

/// How far the first element of a drawing is looked for, in bytes.
const SEARCHED_BYTES: usize = 64 * 1024;

/// The format of a picture file; the content decides, not the name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum PhotoFormat {
    /// JPEG, baseline or progressive.
    Jpeg,
    /// PNG; of an animated one the default picture.
    Png,
    /// WebP; of an animated one the first frame.
    WebP,
    /// TIFF; of several pages the first.
    Tiff,
    /// GIF; of an animated one the first frame.
    Gif,
    /// A drawing in lines and areas.
    Svg,
}

/// The format that the first bytes show.
pub(super) fn detect(bytes: &[u8]) -> Option<PhotoFormat> {
    match bytes {
        [0xFF, 0xD8, 0xFF, ..] => Some(PhotoFormat::Jpeg),
        [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => Some(PhotoFormat::Png),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some(PhotoFormat::Gif),
        [b'I', b'I', 42, 0, ..] | [b'M', b'M', 0, 42, ..] => Some(PhotoFormat::Tiff),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(PhotoFormat::WebP),
        _ if is_svg(bytes) => Some(PhotoFormat::Svg),
        _ => None,
    }
}

/// Whether bytes look like a drawing.
pub(super) fn is_svg(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    bytes.starts_with(b"<")
        && bytes.get(..SEARCHED_BYTES).unwrap_or(bytes).windows(4).any(|window| window == b"<svg")
}
