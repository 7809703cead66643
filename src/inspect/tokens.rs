//! The words of a content stream.

use std::collections::BTreeMap;

use super::budget::Budget;
use super::file::characters::{is_delimiter, is_space, number};
use super::file::object::{Dictionary, Object};
use super::file::reader::{DICTIONARY_BYTES, Reader};
use super::limits::{MAX_OBJECT_BYTES, MAX_OPERANDS, Work};

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
    budget: &'a Budget,
    /// From where on the word `EI` was looked for in vain.
    no_end_from: usize,
}

impl<'a> Tokens<'a> {
    pub fn new(bytes: &'a [u8], budget: &'a Budget) -> Self {
        Self { bytes, at: 0, budget, no_end_from: usize::MAX }
    }

    /// Goes on reading at a place.
    pub fn from(bytes: &'a [u8], at: usize, budget: &'a Budget) -> Self {
        Self { at, ..Self::new(bytes, budget) }
    }

    /// How many bytes were read.
    pub fn at(&self) -> usize {
        self.at
    }

    /// The byte that stands here; none at the end, and where the budget is used up.
    fn peek(&self) -> Option<u8> {
        let can_read = self.budget.affordable(Work::ReadByte) > 0;
        self.bytes.get(self.at).copied().filter(|_| can_read)
    }

    /// All that may be read from here.
    fn rest(&self) -> &'a [u8] {
        let end = self.at.saturating_add(self.budget.affordable(Work::ReadByte));
        self.bytes.get(self.at..end.min(self.bytes.len())).unwrap_or_default()
    }

    /// Passes over bytes, to the end at the most.
    fn pass(&mut self, bytes: usize) {
        let bytes = bytes.min(self.bytes.len().saturating_sub(self.at));
        self.budget.charge(Work::ReadByte, bytes);
        self.at += bytes;
    }

    fn regular(&mut self) -> &'a [u8] {
        let rest = self.rest();
        let is_end = |byte: &u8| is_space(*byte) || is_delimiter(*byte);
        let length = rest.iter().position(is_end).unwrap_or(rest.len());
        self.pass(length);
        rest.get(..length).unwrap_or_default()
    }

    pub fn next(&mut self) -> Option<Token<'a>> {
        if !self.budget.charge(Work::Token, 1) {
            return None;
        }
        loop {
            let byte = self.peek()?;
            match byte {
                _ if is_space(byte) => self.pass(1),
                b'%' => {
                    let rest = self.rest();
                    let end = rest.iter().position(|byte| matches!(byte, b'\r' | b'\n'));
                    self.pass(end.unwrap_or(rest.len()));
                }
                b'(' => {
                    self.pass_text();
                    return Some(Token::Other);
                }
                b'/' => {
                    self.pass(1);
                    return Some(Token::Name(self.regular()));
                }
                _ if is_delimiter(byte) => {
                    self.pass(1);
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
            self.pass(1);
            match byte {
                b'\\' => self.pass(1),
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
        let dictionary = self.inline_dictionary()?;
        if self.regular() != b"ID" {
            return None;
        }
        self.pass(1);
        let start = self.at;
        // Bytes without a filter may hold the word `EI`: their number is known.
        self.at = start.saturating_add(unpacked_length(&dictionary).unwrap_or_default());
        let Some(end) = self.inline_end(start) else {
            self.at = start;
            return None;
        };
        Some((dictionary, end.saturating_sub(start + 1)))
    }

    fn inline_dictionary(&mut self) -> Option<Dictionary> {
        let mut entries = BTreeMap::new();
        let mut held = self.budget.hold(DICTIONARY_BYTES)?;
        let mut reader = Reader::new(self.bytes, self.at, self.budget).at_most(MAX_OBJECT_BYTES);
        let mut is_whole = true;
        loop {
            reader.skip_space();
            if reader.peek() != Some(b'/') {
                break;
            }
            let (Some(key), Some(value)) = (reader.object(), reader.object()) else {
                is_whole = false;
                break;
            };
            if let Object::Name(key) = key
                && entries.len() < MAX_OPERANDS
                && self.budget.hold_more(&mut held, 64 + key.len() + value.held_bytes())
            {
                entries.insert(key, value);
            }
        }
        // What is broken is not read again.
        self.at = reader.at;
        is_whole.then(|| Dictionary::new(entries, held))
    }

    /// Where the bytes of a picture end: before the word `EI`, behind which it goes on.
    fn inline_end(&mut self, start: usize) -> Option<usize> {
        let from = self.at;
        if from >= self.no_end_from {
            return None;
        }
        loop {
            let rest = self.rest();
            let found = rest.windows(2).position(|word| word == b"EI");
            self.pass(found.unwrap_or(rest.len()));
            if found.is_none() {
                self.no_end_from = from;
                return None;
            }
            let before = self.at.checked_sub(1).and_then(|at| self.bytes.get(at));
            let behind = self.bytes.get(self.at + 2);
            let end = self.at;
            self.pass(2);
            if (ends_word(before) || end == start) && ends_word(behind) {
                return Some(end);
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
    use crate::limits::PdfLimits;

    #[test]
    fn words_are_distinguished() {
        let budget = Budget::of_file(0, &PdfLimits::default());
        let mut tokens = Tokens::new(b"1 .5 0 0 1 0 cm/Im0 Do[(a\\)(b) c)-3]TJ % Do\nQ", &budget);
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
        let budget = Budget::of_file(0, &PdfLimits::default());
        let mut tokens = Tokens::new(b" /W 4 /H 1 /BPC 8 /CS /G ID  EI \nEI Q", &budget);
        let (dictionary, bytes) = tokens.inline_picture().unwrap();
        assert_eq!((dictionary.get("W").and_then(Object::count), bytes), (Some(4), 4));
        assert_eq!(tokens.next(), Some(Token::Operator(b"Q")));
        assert!(Tokens::new(b"/W 4 /H 1 ID abc", &budget).inline_picture().is_none());
        assert!(Tokens::new(b"/W 4 /H", &budget).inline_picture().is_none());
    }

    #[test]
    fn open_inline_pictures_do_not_look_for_their_end_again_and_again() {
        for open in ["BI /W 1 ID ", "BI ID EIBI ID ", "BI /A (", "BI /A [[", "BI /A << BI ID"] {
            let content = open.repeat(20_000);
            let budget = Budget::of_file(0, &PdfLimits::default());
            let mut tokens = Tokens::new(content.as_bytes(), &budget);
            while let Some(token) = tokens.next() {
                if token == Token::Operator(b"BI") {
                    assert_eq!(tokens.inline_picture(), None);
                }
            }
            let charged = Budget::of_file(0, &PdfLimits::default()).left() - budget.left();
            assert!(charged < 200 * content.len() as u64, "{open}: {charged}");
        }
    }
}
