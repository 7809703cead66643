//! The objects of a PDF file, read within bounds.

use std::collections::HashMap;

use super::super::super::{PhotoError, broken};
use super::super::limits::{DrawingLimits, at_most};

/// How many characters of a number are taken as they are, and the largest of longer ones.
const MAX_DIGITS: usize = 15;
const MAX_NUMBER: f64 = 1e9;

/// A value. Numbers, strings and words are kept as they are written.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum PdfValue {
    /// A number, `true`, `false`, `null` or an operator.
    Word(Vec<u8>),
    /// A name without its slash, its escapes resolved.
    Name(Vec<u8>),
    /// A string with its delimiters.
    Text(Vec<u8>),
    Array(Vec<PdfValue>),
    Dictionary(PdfEntries),
    /// The number of an object that stands elsewhere.
    Reference(u32),
}

/// Names and their values.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct PdfEntries(pub Vec<(Vec<u8>, PdfValue)>);

impl PdfEntries {
    pub fn get(&self, key: &str) -> Option<&PdfValue> {
        self.named(key.as_bytes())
    }

    pub fn named(&self, key: &[u8]) -> Option<&PdfValue> {
        self.0.iter().rev().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    /// Adds an entry, or takes the place of the one with its name.
    pub fn set(&mut self, key: &str, value: PdfValue) {
        self.0.retain(|(name, _)| name != key.as_bytes());
        self.0.push((key.as_bytes().to_vec(), value));
    }
}

impl PdfValue {
    pub fn number(&self) -> Option<f64> {
        let Self::Word(word) = self else { return None };
        std::str::from_utf8(word).ok()?.parse().ok().filter(|number: &f64| number.is_finite())
    }

    pub fn is_null(&self) -> bool {
        matches!(self, Self::Word(word) if word == b"null")
    }

    pub fn name(&self) -> Option<&[u8]> {
        if let Self::Name(name) = self { Some(name) } else { None }
    }

    /// Writes the value; `reference` gives the new number of an object.
    pub fn write(&self, out: &mut Vec<u8>, reference: &mut dyn FnMut(u32) -> Option<u32>) {
        match self {
            Self::Word(word) | Self::Text(word) => out.extend_from_slice(word),
            Self::Name(name) => write_name(name, out),
            Self::Array(items) => {
                out.push(b'[');
                for item in items {
                    item.write(out, reference);
                    out.push(b' ');
                }
                out.push(b']');
            }
            Self::Dictionary(entries) => {
                out.extend_from_slice(b"<<");
                // Of two with one name the last counts, which not all readers know.
                let mut last: HashMap<&[u8], usize> = HashMap::new();
                last.extend(entries.0.iter().enumerate().map(|(at, (key, _))| (&key[..], at)));
                for (at, (key, value)) in entries.0.iter().enumerate() {
                    if last.get(&key[..]) == Some(&at) {
                        write_name(key, out);
                        out.push(b' ');
                        value.write(out, reference);
                    }
                }
                out.extend_from_slice(b">>");
            }
            Self::Reference(number) => match reference(*number) {
                Some(number) => out.extend_from_slice(format!("{number} 0 R").as_bytes()),
                None => out.extend_from_slice(b"null"),
            },
        }
    }
}

fn write_name(name: &[u8], out: &mut Vec<u8>) {
    out.push(b'/');
    for byte in name {
        if is_regular(*byte) && byte.is_ascii_graphic() && *byte != b'#' {
            out.push(*byte);
        } else {
            out.extend_from_slice(format!("#{byte:02x}").as_bytes());
        }
    }
}

pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 12 | b'\r' | b' ')
}

fn is_regular(byte: u8) -> bool {
    !is_space(byte) && !b"()<>[]{}/%".contains(&byte)
}

/// A word as every reader understands it: nothing for one that is no value.
fn understood(word: Vec<u8>) -> Vec<u8> {
    let is_number = word.first().is_some_and(|first| b"+-.0123456789".contains(first));
    let is_value = is_number || matches!(word.as_slice(), b"true" | b"false");
    if is_value { plain(word) } else { b"null".to_vec() }
}

/// A number as every reader understands it: some write `--1`, `1.2.3` or `5-3`.
fn plain(word: Vec<u8>) -> Vec<u8> {
    let is_number = word.first().is_some_and(|first| b"+-.0123456789".contains(first));
    let unsigned = word.strip_prefix(b"-").or(word.strip_prefix(b"+")).unwrap_or(&word);
    let dots = unsigned.iter().filter(|byte| **byte == b'.').count();
    let is_plain = unsigned.iter().all(|byte| byte.is_ascii_digit() || *byte == b'.')
        && dots <= 1
        && unsigned.len() > dots
        && unsigned.len() <= MAX_DIGITS;
    if !is_number || is_plain {
        return word;
    }
    let is_negative = word.first() == Some(&b'-');
    let start = word.iter().position(|byte| !b"+-".contains(byte)).unwrap_or(word.len());
    let mut dots = 0;
    let digits = word.get(start..).unwrap_or_default().iter().take_while(|byte| {
        dots += usize::from(**byte == b'.');
        byte.is_ascii_digit() || **byte == b'.' && dots == 1
    });
    let text: String = digits.map(|byte| char::from(*byte)).collect();
    let number = text.parse::<f64>().unwrap_or(0.0).min(MAX_NUMBER);
    format!("{}{number:.6}", if is_negative { "-" } else { "" }).into_bytes()
}

/// Reads values from bytes.
pub(super) struct PdfReader<'a> {
    pub bytes: &'a [u8],
    pub at: usize,
    max_depth: usize,
}

impl<'a> PdfReader<'a> {
    pub fn new(bytes: &'a [u8], at: usize, limits: &DrawingLimits) -> Self {
        Self { bytes, at, max_depth: limits.pdf_nesting }
    }

    pub fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    /// Passes over blanks and comments.
    pub fn skip_space(&mut self) {
        while let Some(byte) = self.rest().first() {
            if *byte == b'%' {
                let end = self.rest().iter().position(|byte| matches!(byte, b'\r' | b'\n'));
                self.at += end.unwrap_or(self.rest().len());
            } else if is_space(*byte) {
                self.at += 1;
            } else {
                break;
            }
        }
    }

    pub fn take(&mut self, word: &[u8]) -> bool {
        let is_here = self.rest().starts_with(word);
        self.at += if is_here { word.len() } else { 0 };
        is_here
    }

    /// The value that stands here.
    pub fn value(&mut self) -> Result<PdfValue, PhotoError> {
        self.nested(0, true)
    }

    /// As [`value`](Self::value), in a content stream, which has no references.
    pub fn operand(&mut self) -> Result<PdfValue, PhotoError> {
        self.nested(0, false)
    }

    fn nested(&mut self, depth: usize, has_references: bool) -> Result<PdfValue, PhotoError> {
        at_most(depth, self.max_depth, "arrays and dictionaries in one another")?;
        self.skip_space();
        let rest = self.rest();
        match rest.first().ok_or_else(|| broken("it is cut off"))? {
            b'/' => Ok(PdfValue::Name(self.name())),
            b'(' => self.literal(),
            b'[' => {
                self.at += 1;
                let mut items = Vec::new();
                loop {
                    self.skip_space();
                    if self.take(b"]") {
                        return Ok(PdfValue::Array(items));
                    }
                    items.push(self.nested(depth + 1, has_references)?);
                }
            }
            b'<' if rest.starts_with(b"<<") => {
                self.at += 2;
                let mut entries = Vec::new();
                loop {
                    self.skip_space();
                    if self.take(b">>") {
                        return Ok(PdfValue::Dictionary(PdfEntries(entries)));
                    }
                    if self.rest().first() != Some(&b'/') {
                        return Err(broken("a dictionary in it is cut off"));
                    }
                    let key = self.name();
                    entries.push((key, self.nested(depth + 1, has_references)?));
                }
            }
            b'<' => {
                let end = rest.iter().position(|byte| *byte == b'>');
                let end = end.ok_or_else(|| broken("a string in it is cut off"))?;
                self.at += end + 1;
                let digits = rest.iter().take(end).filter(|byte| byte.is_ascii_hexdigit());
                let text = std::iter::once(&b'<').chain(digits).chain(std::iter::once(&b'>'));
                Ok(PdfValue::Text(text.copied().collect()))
            }
            _ => {
                let word = understood(self.word()?);
                let reference = if has_references { self.reference(&word) } else { None };
                Ok(reference.map_or(PdfValue::Word(word), PdfValue::Reference))
            }
        }
    }

    /// `0 R` behind a number.
    fn reference(&mut self, word: &[u8]) -> Option<u32> {
        let number = std::str::from_utf8(word).ok()?.parse().ok()?;
        let before = self.at;
        self.skip_space();
        let generation = self.rest().iter().take_while(|byte| byte.is_ascii_digit()).count();
        self.at += generation;
        self.skip_space();
        let is_end = !self.rest().get(1).copied().is_some_and(is_regular);
        if generation > 0 && is_end && self.take(b"R") {
            return Some(number);
        }
        self.at = before;
        None
    }

    pub fn word(&mut self) -> Result<Vec<u8>, PhotoError> {
        let rest = self.rest();
        let length = rest.iter().take_while(|byte| is_regular(**byte)).count();
        if length == 0 {
            return Err(broken("it is damaged"));
        }
        self.at += length;
        Ok(rest.get(..length).unwrap_or_default().to_vec())
    }

    fn name(&mut self) -> Vec<u8> {
        self.at += 1;
        let rest = self.rest();
        let length = rest.iter().take_while(|byte| is_regular(**byte)).count();
        self.at += length;
        let raw = rest.get(..length).unwrap_or_default();
        let mut name = Vec::with_capacity(length);
        let mut at = 0;
        while let Some(byte) = raw.get(at) {
            let digits = raw.get(at + 1..at + 3).and_then(|two| std::str::from_utf8(two).ok());
            let escaped = digits.and_then(|two| u8::from_str_radix(two, 16).ok());
            match escaped.filter(|_| *byte == b'#') {
                Some(escaped) => (name.push(escaped), at += 3).0,
                None => (name.push(*byte), at += 1).0,
            }
        }
        name
    }

    fn literal(&mut self) -> Result<PdfValue, PhotoError> {
        let rest = self.rest();
        let (mut depth, mut at) = (0_usize, 0);
        while let Some(byte) = rest.get(at) {
            match byte {
                b'\\' => at += 1,
                b'(' => depth += 1,
                b')' => depth -= 1,
                _ => {}
            }
            at += 1;
            if depth == 0 {
                self.at += at;
                return Ok(PdfValue::Text(rest.get(..at).unwrap_or_default().to_vec()));
            }
        }
        Err(broken("a string in it is cut off"))
    }
}
