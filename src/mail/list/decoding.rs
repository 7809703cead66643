//! The text of a list, whatever the encoding in which an office's programs saved it.
//!
//! UTF-8, with or without a byte-order mark; UTF-16 with one, or where every other byte is
//! NUL; else Windows-1252, if each of its letters stands where one can.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::file_kind::BINARY;

/// The text of a list, and how it was read.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct DecodedList {
    pub text: String,
    /// The encoding, where it is not UTF-8; of a text in two, of those lines that are not.
    pub encoding: Option<&'static str>,
    /// How many lines of a text in two encodings were read in that one.
    pub lines: Option<usize>,
    /// Some words that show whether the letters are right.
    pub words: Vec<String>,
}

/// Why bytes are no text: as the end of a sentence that begins with "is", and what to do.
pub(super) type Undecoded = (&'static str, &'static str);

const OTHER: Undecoded = (
    "neither in UTF-8 nor in Windows-1252, perhaps in an encoding of MS-DOS or old Macintosh",
    "save it as CSV UTF-8, or as .xlsx",
);
const DAMAGED: Undecoded = ("damaged UTF-16", "save it as CSV UTF-8, or as .xlsx");

/// The most words that are shown.
const MAX_WORDS: usize = 6;

/// Reads the bytes of a file.
pub(super) fn decode(bytes: Vec<u8>) -> Result<DecodedList, Undecoded> {
    if let Some(encoding) = utf_16(&bytes) {
        let (text, _, had_errors) = encoding.decode(&bytes);
        if had_errors {
            return Err(DAMAGED);
        }
        let text = text.into_owned();
        let words = telling_words(text.split('\n'));
        return Ok(DecodedList {
            text: unified(text),
            encoding: Some("UTF-16"),
            lines: None,
            words,
        });
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => {
            let words = Vec::new();
            return Ok(DecodedList { text: unified(text), encoding: None, lines: None, words });
        }
        Err(error) => error.into_bytes(),
    };
    if bytes.iter().any(|byte| *byte < b' ' && !b"\t\n\r\x0B\x0C\x1A".contains(byte)) {
        return Err((BINARY.name, BINARY.hint));
    }
    windows_1252(&bytes)
}

/// UTF-16, by its byte-order mark or because nearly every other byte is NUL.
fn utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes {
        [0xFF, 0xFE, ..] => return Some(UTF_16LE),
        [0xFE, 0xFF, ..] => return Some(UTF_16BE),
        _ => {}
    }
    let pairs = bytes.chunks_exact(2);
    let count = pairs.len();
    let first = pairs.clone().filter(|pair| pair[0] == 0).count();
    let second = pairs.filter(|pair| pair[1] == 0).count();
    if !bytes.len().is_multiple_of(2) {
        None
    } else if first == 0 && second > 0 && second * 10 >= count * 8 {
        Some(UTF_16LE)
    } else if second == 0 && first > 0 && first * 10 >= count * 8 {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Reads each line that is not UTF-8 as Windows-1252: lists are put together from others.
fn windows_1252(bytes: &[u8]) -> Result<DecodedList, Undecoded> {
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 8);
    let (mut read, mut has_utf_8) = (Vec::new(), false);
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        if let Ok(line) = std::str::from_utf8(line) {
            has_utf_8 |= !line.is_ascii();
            text.push_str(line);
            continue;
        }
        let (line, _) = WINDOWS_1252.decode_without_bom_handling(line);
        if !is_plausible(&line) {
            return Err(OTHER);
        }
        text.push_str(&line);
        read.push(line);
    }
    let lines = has_utf_8.then_some(read.len());
    let words = telling_words(read.iter().map(Cow::as_ref));
    Ok(DecodedList { text: unified(text), encoding: Some("Windows-1252"), lines, words })
}

/// Whether each character beyond ASCII can stand where it does. The letters of other encodings
/// become marks within words and capitals behind small letters: `M„nner`, `MŸller`.
fn is_plausible(line: &str) -> bool {
    // Marks that stand within words, or directly behind them.
    const MARKS: &str = "’‘´`·®™°²³ªº-–—…“”«»‹›€¢\u{A0}\u{AD}";
    // What begins the next word rather than ends this one.
    const OPENING: &str = "“‘«»‹›–—";
    let letters: Vec<char> = line.chars().collect();
    letters.iter().enumerate().filter(|(_, c)| !c.is_ascii()).all(|(at, c)| {
        let before = at.checked_sub(1).and_then(|before| letters.get(before));
        let is_within_word = before.is_some_and(|before| before.is_alphabetic())
            && letters.get(at + 1).is_some_and(|next| next.is_lowercase());
        if c.is_alphabetic() {
            !(c.is_uppercase() && is_within_word)
        } else if ('\u{80}'..='\u{9F}').contains(c) {
            false
        } else if is_within_word {
            MARKS.contains(*c) && !OPENING.contains(*c) && *c != '”'
        } else {
            true
        }
    })
}

/// The first words with letters beyond ASCII.
fn telling_words<'a>(lines: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let all = lines.flat_map(|line| line.split(|c: char| !c.is_alphanumeric()));
    for word in all.filter(|word| !word.is_ascii()) {
        let word: String = word.chars().take(40).collect();
        if !words.contains(&word) {
            words.push(word);
        }
        if words.len() == MAX_WORDS {
            break;
        }
    }
    words
}

/// The text with line ends that count as such everywhere: old Macintosh programs, and Excel
/// where it saves for them, end a line with a carriage return alone.
fn unified(text: String) -> String {
    if text.contains('\r') && !text.contains('\n') { text.replace('\r', "\n") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str =
        "name;email\r\nJürgen Müller;j@zeitung.example\r\nŽofia – „Größe“;z@zeitung.example\r\n";

    #[test]
    fn each_encoding_gives_the_same_text() {
        let utf_16: Vec<u16> = TEXT.encode_utf16().collect();
        let little: Vec<u8> = utf_16.iter().flat_map(|unit| unit.to_le_bytes()).collect();
        let big: Vec<u8> = utf_16.iter().flat_map(|unit| unit.to_be_bytes()).collect();
        let windows = WINDOWS_1252.encode(TEXT).0.into_owned();
        for (bytes, encoding) in [
            (TEXT.as_bytes().to_vec(), None),
            ([b"\xFF\xFE", &*little].concat(), Some("UTF-16")),
            ([b"\xFE\xFF", &*big].concat(), Some("UTF-16")),
            (little, Some("UTF-16")),
            (big, Some("UTF-16")),
            (windows, Some("Windows-1252")),
        ] {
            let decoded = decode(bytes).unwrap();
            assert_eq!((&*decoded.text, decoded.encoding), (TEXT, encoding));
            if encoding.is_some() {
                assert_eq!(decoded.words, ["Jürgen", "Müller", "Žofia", "Größe"]);
            }
        }
    }

    #[test]
    fn lists_that_were_put_together_are_read_line_by_line() {
        let mixed = [TEXT.as_bytes(), &WINDOWS_1252.encode(TEXT).0].concat();
        let decoded = decode(mixed).unwrap();
        assert_eq!((decoded.text, decoded.lines), (format!("{TEXT}{TEXT}"), Some(2)));
    }

    #[test]
    fn other_encodings_are_told() {
        // Code page 850 and Mac Roman.
        for bytes in [&b"M\x81ller"[..], b"K\x94ln", b"M\x84nner", b"M\x9Fller", b"J\x8Ahne"] {
            assert_eq!(decode(bytes.to_vec()), Err(OTHER), "{bytes:?}");
        }
        assert_eq!(decode(b"\xFF\x00\x01".to_vec()), Err((BINARY.name, BINARY.hint)));
        assert_eq!(decode(b"\xFF\xFEa\0\0\xD8b\0".to_vec()), Err(DAMAGED));
        assert_eq!(decode(b"a\rb".to_vec()).unwrap().text, "a\nb");
    }
}
