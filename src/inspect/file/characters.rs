//! The characters of PDF: blanks and delimiters, numbers and names.

use std::rc::Rc;

/// White space.
pub fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | 9 | 10 | 12 | 13 | 32)
}

/// A character with a meaning of its own.
pub fn is_delimiter(byte: u8) -> bool {
    matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

/// A character of which words are made.
pub fn is_regular(byte: u8) -> bool {
    !is_space(byte) && !is_delimiter(byte)
}

/// Pairs of hexadecimal digits; other characters do not count, a last lone digit
/// is followed by 0.
pub fn from_hexadecimal(digits: &[u8]) -> Vec<u8> {
    hexadecimal_bytes(digits).collect()
}

/// The same, one byte after the other.
pub fn hexadecimal_bytes(digits: &[u8]) -> impl Iterator<Item = u8> {
    let mut digits = digits.iter().filter_map(|byte| char::from(*byte).to_digit(16));
    std::iter::from_fn(move || {
        let high = digits.next()?;
        Some((high << 4 | digits.next().unwrap_or_default()) as u8)
    })
}

/// A name with its `#20` made plain.
pub fn name_of(word: &[u8]) -> Rc<str> {
    let mut bytes = Vec::with_capacity(word.len());
    let mut at = 0;
    while let Some(byte) = word.get(at) {
        let code = word.get(at + 1..at + 3).and_then(|code| std::str::from_utf8(code).ok());
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()).filter(|_| *byte == b'#') {
            Some(code) => {
                bytes.push(code);
                at += 3;
            }
            None => {
                bytes.push(*byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into()
}

/// A number as PDF writes it: without an exponent.
pub fn number(word: &[u8]) -> Option<f64> {
    let is_number = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.');
    if word.is_empty() || !word.iter().all(is_number) || !word.iter().any(u8::is_ascii_digit) {
        return None;
    }
    let text = std::str::from_utf8(word).ok()?;
    // Some programs write `--5` and `5-3`; readers take what they can.
    let minus = text.starts_with('-');
    let text = text.trim_start_matches(['+', '-']);
    let text = text.split(['+', '-']).next().unwrap_or_default();
    let value: f64 = text.parse().ok()?;
    Some(if minus { -value } else { value })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_readers_do() {
        for (text, value) in [("5-3", 5.0), ("--5", -5.0), ("+.5", 0.5), ("4.", 4.0)] {
            assert_eq!(number(text.as_bytes()), Some(value), "{text}");
        }
        for text in ["1e5", "-", ".", "0x1"] {
            assert_eq!(number(text.as_bytes()), None, "{text}");
        }
    }
}
