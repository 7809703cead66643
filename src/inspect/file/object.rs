//! The objects of which a PDF file is made, and the reading of one.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::characters::{from_hexadecimal, is_regular, is_space, name_of, number};

/// The maximum depth of arrays and dictionaries in one another.
const MAX_DEPTH: usize = 100;

/// A value in a PDF file. Cheap to clone.
#[derive(Debug, Clone, PartialEq)]
pub enum Object {
    Null,
    Bool(bool),
    Number(f64),
    /// A name without its slash.
    Name(Rc<str>),
    /// The bytes of a string, deciphered.
    Text(Rc<[u8]>),
    Array(Rc<Vec<Object>>),
    Dictionary(Rc<Dictionary>),
    /// The number of an object that stands elsewhere.
    Reference(u32),
    Stream(Rc<Stream>),
}

/// Names and their values.
#[derive(Debug, Default, PartialEq)]
pub struct Dictionary(pub BTreeMap<Rc<str>, Object>);

/// A dictionary and the bytes behind it.
#[derive(Debug, PartialEq)]
pub struct Stream {
    pub dictionary: Rc<Dictionary>,
    /// Where its bytes begin in the file.
    pub start: usize,
    /// How many there are, as they stand in the file.
    pub length: usize,
    /// The number and the generation under which its bytes are enciphered.
    pub number: u32,
    pub generation: u32,
}

impl Dictionary {
    /// What stands there, be it a reference.
    pub fn get(&self, key: &str) -> Option<&Object> {
        self.0.get(key)
    }

    /// What stands under a long key, or under its abbreviation in inline pictures.
    pub fn get_either(&self, long: &str, short: &str) -> Option<&Object> {
        self.get(long).or_else(|| self.get(short))
    }

    /// A name that stands there itself.
    pub fn name(&self, key: &str) -> Option<&str> {
        self.get(key).and_then(Object::name)
    }
}

impl Object {
    pub fn name(&self) -> Option<&str> {
        if let Self::Name(name) = self { Some(name) } else { None }
    }

    pub fn number(&self) -> Option<f64> {
        if let Self::Number(number) = self { Some(*number) } else { None }
    }

    /// A whole number that is not negative and not beyond all reason.
    pub fn count(&self) -> Option<usize> {
        let number = self.number()?;
        ((0.0..1e15).contains(&number) && number.fract() == 0.0).then_some(number as usize)
    }

    pub fn bool(&self) -> Option<bool> {
        if let Self::Bool(value) = self { Some(*value) } else { None }
    }

    pub fn text(&self) -> Option<&Rc<[u8]>> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    pub fn array(&self) -> Option<&Rc<Vec<Object>>> {
        if let Self::Array(array) = self { Some(array) } else { None }
    }

    /// A dictionary, be it that of a stream.
    pub fn dictionary(&self) -> Option<&Rc<Dictionary>> {
        match self {
            Self::Dictionary(dictionary) => Some(dictionary),
            Self::Stream(stream) => Some(&stream.dictionary),
            _ => None,
        }
    }

    pub fn stream(&self) -> Option<&Rc<Stream>> {
        if let Self::Stream(stream) = self { Some(stream) } else { None }
    }

    pub fn reference(&self) -> Option<u32> {
        if let Self::Reference(number) = self { Some(*number) } else { None }
    }
}

/// Deciphers the bytes of a string.
type Decipher<'a> = Box<dyn Fn(&[u8]) -> Vec<u8> + 'a>;

/// Reads objects from bytes.
pub struct Reader<'a> {
    bytes: &'a [u8],
    pub at: usize,
    /// Further bytes that may be read.
    limit: usize,
    decipher: Option<Decipher<'a>>,
}

impl<'a> Reader<'a> {
    pub fn new(bytes: &'a [u8], at: usize) -> Self {
        Self { bytes, at, limit: bytes.len(), decipher: None }
    }

    /// Reads no further than so many bytes from here.
    pub fn at_most(mut self, bytes: usize) -> Self {
        self.limit = self.at.saturating_add(bytes).min(self.bytes.len());
        self
    }

    /// Deciphers strings as it reads them.
    pub fn deciphering(mut self, decipher: impl Fn(&[u8]) -> Vec<u8> + 'a) -> Self {
        self.decipher = Some(Box::new(decipher));
        self
    }

    pub fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied().filter(|_| self.at < self.limit)
    }

    fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..self.limit).unwrap_or_default()
    }

    /// Passes over blanks and comments.
    pub fn skip_space(&mut self) {
        while let Some(byte) = self.peek() {
            if byte == b'%' {
                let rest = self.rest();
                let end = rest.iter().position(|b| matches!(b, b'\r' | b'\n'));
                self.at += end.unwrap_or(rest.len());
            } else if is_space(byte) {
                self.at += 1;
            } else {
                break;
            }
        }
    }

    /// Passes over a word, if it stands here.
    pub fn take(&mut self, word: &[u8]) -> bool {
        let is_here = self.rest().starts_with(word);
        if is_here {
            self.at += word.len();
        }
        is_here
    }

    /// The regular characters that stand here.
    pub fn word(&mut self) -> &'a [u8] {
        let rest = self.rest();
        let length = rest.iter().position(|byte| !is_regular(*byte)).unwrap_or(rest.len());
        self.at += length;
        rest.get(..length).unwrap_or_default()
    }

    /// A whole number in plain digits.
    pub fn digits(&mut self) -> Option<u64> {
        let rest = self.rest();
        let length = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let number = std::str::from_utf8(rest.get(..length)?).ok()?.parse().ok()?;
        self.at += length;
        Some(number)
    }

    /// `12 0 obj`: number and generation.
    pub fn head(&mut self) -> Option<(u32, u32)> {
        self.skip_space();
        let number = self.digits()?;
        self.skip_space();
        let generation = self.digits()?;
        self.skip_space();
        let is_head = self.take(b"obj");
        is_head.then_some((u32::try_from(number).ok()?, u32::try_from(generation).ok()?))
    }

    /// The object that stands here; streams are for the caller to find.
    pub fn object(&mut self) -> Option<Object> {
        self.nested(0)
    }

    fn nested(&mut self, depth: usize) -> Option<Object> {
        self.skip_space();
        match self.peek()? {
            _ if depth > MAX_DEPTH => None,
            b'/' => Some(Object::Name(self.name())),
            b'(' => Some(self.literal()),
            b'[' => {
                self.at += 1;
                let mut items = Vec::new();
                loop {
                    self.skip_space();
                    if self.take(b"]") {
                        return Some(Object::Array(Rc::new(items)));
                    }
                    items.push(self.nested(depth + 1)?);
                }
            }
            b'<' if self.rest().starts_with(b"<<") => {
                self.at += 2;
                let mut entries = BTreeMap::new();
                loop {
                    self.skip_space();
                    if self.take(b">>") {
                        return Some(Object::Dictionary(Rc::new(Dictionary(entries))));
                    }
                    if self.peek()? != b'/' {
                        return None;
                    }
                    let key = self.name();
                    let value = self.nested(depth + 1)?;
                    entries.insert(key, value);
                }
            }
            b'<' => Some(self.hexadecimal()),
            _ => self.plain(),
        }
    }

    /// A number, a reference or a word.
    fn plain(&mut self) -> Option<Object> {
        let word = self.word();
        match word {
            b"true" => return Some(Object::Bool(true)),
            b"false" => return Some(Object::Bool(false)),
            b"null" => return Some(Object::Null),
            _ => {}
        }
        let value = number(word)?;
        if word.iter().all(u8::is_ascii_digit)
            && let Some(reference) = self.reference(value)
        {
            return Some(reference);
        }
        Some(Object::Number(value))
    }

    /// Whether ` 0 R` follows a number.
    fn reference(&mut self, value: f64) -> Option<Object> {
        let before = self.at;
        self.skip_space();
        let generation = self.digits();
        self.skip_space();
        if generation.is_some() && self.take(b"R") && !self.peek().is_some_and(is_regular) {
            let number = value as u64;
            return Some(u32::try_from(number).map_or(Object::Null, Object::Reference));
        }
        self.at = before;
        None
    }

    fn name(&mut self) -> Rc<str> {
        self.at += 1;
        let word = self.word();
        name_of(word)
    }

    fn literal(&mut self) -> Object {
        self.at += 1;
        let mut bytes = Vec::new();
        let mut depth = 0;
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'\\' => self.escape(&mut bytes),
                b'(' => {
                    depth += 1;
                    bytes.push(byte);
                }
                b')' if depth == 0 => break,
                b')' => {
                    depth -= 1;
                    bytes.push(byte);
                }
                b'\r' => {
                    self.take(b"\n");
                    bytes.push(b'\n');
                }
                _ => bytes.push(byte),
            }
        }
        self.text(bytes)
    }

    fn escape(&mut self, bytes: &mut Vec<u8>) {
        let Some(byte) = self.peek() else { return };
        self.at += 1;
        match byte {
            b'n' => bytes.push(b'\n'),
            b'r' => bytes.push(b'\r'),
            b't' => bytes.push(b'\t'),
            b'b' => bytes.push(8),
            b'f' => bytes.push(12),
            b'\n' => {}
            b'\r' => {
                self.take(b"\n");
            }
            b'0'..=b'7' => {
                let mut code = u32::from(byte - b'0');
                for _ in 0..2 {
                    let Some(digit) = self.peek().filter(|b| matches!(b, b'0'..=b'7')) else {
                        break;
                    };
                    code = code * 8 + u32::from(digit - b'0');
                    self.at += 1;
                }
                bytes.push((code & 0xFF) as u8);
            }
            _ => bytes.push(byte),
        }
    }

    fn hexadecimal(&mut self) -> Object {
        self.at += 1;
        let rest = self.rest();
        let length = rest.iter().position(|byte| *byte == b'>').unwrap_or(rest.len());
        self.at = (self.at + length + 1).min(self.limit);
        let bytes = from_hexadecimal(rest.get(..length).unwrap_or_default());
        self.text(bytes)
    }

    fn text(&self, bytes: Vec<u8>) -> Object {
        let bytes = match &self.decipher {
            Some(decipher) => decipher(&bytes),
            None => bytes,
        };
        Object::Text(bytes.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<Object> {
        Reader::new(text.as_bytes(), 0).object()
    }

    #[test]
    fn all_kinds_of_objects_are_read() {
        let read_text = |text| read(text).and_then(|object| object.text().map(|t| t.to_vec()));
        assert_eq!(read("-1.5"), Some(Object::Number(-1.5)));
        assert_eq!(read(" % note\n 12 0 R"), Some(Object::Reference(12)));
        assert_eq!(read("/A#20B"), Some(Object::Name("A B".into())));
        assert_eq!(read_text("(a\\(b(c)\\101\\\n)"), Some(b"a(b(c)A".to_vec()));
        assert_eq!(read_text("<4 1 4>"), Some(b"A@".to_vec()));
        let found = read("<</A[1 2 0 R 3]/B<</C true>>/D null>>");
        let dictionary = found.as_ref().and_then(Object::dictionary);
        let array = dictionary.and_then(|d| d.get("A")).and_then(Object::array);
        assert_eq!(array.map(|array| array.len()), Some(3));
    }

    #[test]
    fn what_is_broken_is_no_object() {
        for text in ["", "[1 2", "<</A 1", "<<1 2>>", "word", ">>", "]"] {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(read(&"[".repeat(100_000)), None);
        assert_eq!(read(&"<</A".repeat(100_000)), None);
    }
}
