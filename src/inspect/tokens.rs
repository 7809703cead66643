//! The words of a content stream.

use super::file::characters::{is_delimiter, is_space, number};
use super::file::object::{Dictionary, Object, Reader};

/// What stands in a content stream. Texts, arrays and dictionaries are passed over:
/// nothing in them is asked for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Token<'a> {
    Number(f64),
    /// Without its slash, as it was written.
    Name(&'a [u8]),
    Operator(&'a [u8]),
    Other,
}

/// Reads one after the other.
pub struct Tokens<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Tokens<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    fn regular(&mut self) -> &'a [u8] {
        let rest = self.rest();
        let is_end = |byte: &u8| is_space(*byte) || is_delimiter(*byte);
        let length = rest.iter().position(is_end).unwrap_or(rest.len());
        self.at += length;
        rest.get(..length).unwrap_or_default()
    }

    pub fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let byte = self.peek()?;
            match byte {
                _ if is_space(byte) => self.at += 1,
                b'%' => {
                    let rest = self.rest();
                    let end = rest.iter().position(|byte| matches!(byte, b'\r' | b'\n'));
                    self.at += end.unwrap_or(rest.len());
                }
                b'(' => {
                    self.pass_text();
                    return Some(Token::Other);
                }
                b'/' => {
                    self.at += 1;
                    return Some(Token::Name(self.regular()));
                }
                _ if is_delimiter(byte) => {
                    self.at += 1;
                    return Some(Token::Other);
                }
                _ => {
                    let word = self.regular();
                    return Some(number(word).map_or(Token::Operator(word), Token::Number));
                }
            }
        }
    }

    fn pass_text(&mut self) {
        let mut depth = 0_usize;
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'\\' => self.at += 1,
                b'(' => depth += 1,
                b')' => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        return;
                    }
                }
                _ => {}
            }
        }
    }

    /// The picture behind `BI`: its dictionary, and how many bytes it has.
    pub fn inline_picture(&mut self) -> Option<(Dictionary, usize)> {
        let mut dictionary = Dictionary::default();
        loop {
            let mut reader = Reader::new(self.bytes, self.at);
            reader.skip_space();
            if reader.peek()? != b'/' {
                self.at = reader.at;
                break;
            }
            let key = reader.object()?;
            let value = reader.object()?;
            self.at = reader.at;
            if let Object::Name(key) = key
                && dictionary.0.len() < 64
            {
                dictionary.0.insert(key, value);
            }
        }
        if self.regular() != b"ID" {
            return None;
        }
        self.at += 1;
        let start = self.at;
        // Bytes without a filter may hold the word `EI`: their number is known.
        self.at += unpacked_length(&dictionary).unwrap_or_default();
        loop {
            self.at += self.rest().windows(2).position(|word| word == b"EI")?;
            let before = self.at.checked_sub(1).and_then(|at| self.bytes.get(at));
            let behind = self.bytes.get(self.at + 2);
            let end = self.at;
            self.at += 2;
            if (ends_word(before) || end == start) && ends_word(behind) {
                return Some((dictionary, end.saturating_sub(start + 1)));
            }
        }
    }
}

/// Whether a word can end or begin beside a byte.
fn ends_word(byte: Option<&u8>) -> bool {
    byte.is_none_or(|byte| is_space(*byte))
}

/// How many bytes a picture has that is not packed.
fn unpacked_length(dictionary: &Dictionary) -> Option<usize> {
    let is_packed = dictionary.get_either("Filter", "F").is_some();
    let is_mask = dictionary.get_either("ImageMask", "IM").and_then(Object::bool) == Some(true);
    let components = match dictionary.get_either("ColorSpace", "CS").and_then(Object::name) {
        _ if is_mask => 1,
        Some("DeviceGray" | "G") => 1,
        Some("DeviceRGB" | "RGB") => 3,
        Some("DeviceCMYK" | "CMYK") => 4,
        _ => return None,
    };
    let bits = if is_mask { 1 } else { count(dictionary, "BitsPerComponent", "BPC")? };
    let width = count(dictionary, "Width", "W")?;
    let row = width.checked_mul(components)?.checked_mul(bits)?.div_ceil(8);
    row.checked_mul(count(dictionary, "Height", "H")?).filter(|_| !is_packed)
}

fn count(dictionary: &Dictionary, long: &str, short: &str) -> Option<usize> {
    dictionary.get_either(long, short).and_then(Object::count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_distinguished() {
        let mut tokens = Tokens::new(b"1 .5 0 0 1 0 cm/Im0 Do[(a\\)(b) c)-3]TJ % Do\nQ");
        let mut operators = Vec::new();
        while let Some(token) = tokens.next() {
            if let Token::Operator(word) = token {
                operators.push(String::from_utf8_lossy(word).into_owned());
            }
        }
        assert_eq!(operators, ["cm", "Do", "TJ", "Q"]);
    }

    #[test]
    fn inline_pictures_end_where_their_bytes_do() {
        let mut tokens = Tokens::new(b" /W 4 /H 1 /BPC 8 /CS /G ID  EI \nEI Q");
        let (dictionary, bytes) = tokens.inline_picture().unwrap();
        assert_eq!((dictionary.get("W").and_then(Object::count), bytes), (Some(4), 4));
        assert_eq!(tokens.next(), Some(Token::Operator(b"Q")));
        assert!(Tokens::new(b"/W 4 /H 1 ID abc").inline_picture().is_none());
        assert!(Tokens::new(b"/W 4 /H").inline_picture().is_none());
    }
}
