//! Texts and days as PDF files write them, made plain.

use super::limits::{MAX_CHARACTERS, MAX_TEXT_BYTES};

/// The characters of PDFDocEncoding that are not those of Latin-1: from 0x18, and
/// from 0x80.
const LOW: [char; 8] = ['˘', 'ˇ', 'ˆ', '˙', '˝', '˛', '˚', '˜'];
const HIGH: [char; 33] = [
    '•', '†', '‡', '…', '—', '–', 'ƒ', '⁄', '‹', '›', '−', '‰', '„', '“', '”', '‘', '’', '‚', '™',
    'ﬁ', 'ﬂ', 'Ł', 'Œ', 'Š', 'Ÿ', 'Ž', 'ı', 'ł', 'œ', 'š', 'ž', '\u{FFFD}', '€',
];

/// A text string as Unicode, cut to [`MAX_CHARACTERS`].
pub fn text(bytes: &[u8]) -> String {
    let bytes = bytes.get(..MAX_TEXT_BYTES).unwrap_or(bytes);
    without_language(&whole_text(bytes)).chars().take(MAX_CHARACTERS).collect()
}

/// A text string as Unicode.
pub fn whole_text(bytes: &[u8]) -> String {
    match bytes {
        [0xFE, 0xFF, rest @ ..] => from_utf16(rest, u16::from_be_bytes),
        [0xFF, 0xFE, rest @ ..] => from_utf16(rest, u16::from_le_bytes),
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => bytes.iter().map(|byte| letter(*byte)).collect(),
    }
}

fn from_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units = bytes.chunks_exact(2).filter_map(|pair| pair.try_into().ok()).map(unit);
    char::decode_utf16(units).map(|letter| letter.unwrap_or('\u{FFFD}')).collect()
}

fn letter(byte: u8) -> char {
    let special = match byte {
        0x18..=0x1F => LOW.get(usize::from(byte - 0x18)),
        0x80..=0xA0 => HIGH.get(usize::from(byte - 0x80)),
        _ => None,
    };
    special.copied().unwrap_or(char::from(byte))
}

/// A text may switch its language between two escape characters.
fn without_language(text: &str) -> String {
    let parts = text.split('\u{1B}').enumerate();
    parts.filter(|(at, _)| at % 2 == 0).map(|(_, part)| part).collect()
}

/// `D:20221125140000+01'00'` as `2022-11-25T14:00:00+01:00`; what is not of that
/// form stays as it is.
pub fn day(text: &str) -> String {
    let bare = text.strip_prefix("D:").unwrap_or(text);
    let digits: String = bare.chars().take_while(char::is_ascii_digit).take(14).collect();
    let zone = bare.get(digits.len()..).unwrap_or_default();
    let Some(year) = digits.get(..4) else { return text.to_owned() };
    let mut day = year.to_owned();
    for (from, separator) in [(4, '-'), (6, '-'), (8, 'T'), (10, ':'), (12, ':')] {
        let Some(next) = digits.get(from..from + 2) else { break };
        day.push(separator);
        day.push_str(next);
    }
    if digits.len() == 10 {
        day.push_str(":00");
    }
    if digits.len() >= 10 {
        let hours: String = zone.chars().filter(char::is_ascii_digit).take(4).collect();
        match zone.chars().next() {
            Some('Z') => day.push('Z'),
            Some(sign @ ('+' | '-')) if hours.len() >= 2 => {
                let (hours, minutes) = hours.split_at(2);
                day.push_str(&format!("{sign}{hours}:{minutes:0<2}"));
            }
            _ => {}
        }
    }
    day
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_all_encodings_are_read() {
        assert_eq!(text(b"\xFE\xFF\0M\0\xFC"), "Mü");
        assert_eq!(text(b"\xFF\xFEM\0\xFC\0"), "Mü");
        assert_eq!(text(b"\xEF\xBB\xBFM\xC3\xBC"), "Mü");
        assert_eq!(text(b"M\xFC \x84 \xA0"), "Mü — €");
        assert_eq!(text(b"\xFE\xFF\0\x1B\0d\0e\0\x1B\0M"), "M");
    }

    #[test]
    fn days_are_written_as_elsewhere() {
        assert_eq!(day("D:20221125140000+01'00'"), "2022-11-25T14:00:00+01:00");
        assert_eq!(day("D:20221125140000Z00'00'"), "2022-11-25T14:00:00Z");
        assert_eq!(day("D:2022112514"), "2022-11-25T14:00");
        assert_eq!(day("20221125"), "2022-11-25");
        assert_eq!(day("gestern"), "gestern");
    }
}
