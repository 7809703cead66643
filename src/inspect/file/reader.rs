//! The reading of an object.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::characters::{from_hexadecimal, is_regular, is_space, name_of, number};
use super::object::{Array, Dictionary, Object};
use crate::inspect::budget::Budget;
use crate::inspect::limits::{MAX_NAME_BYTES, MAX_NESTING, Work};

/// About how many bytes of memory an array takes besides its items, and a dictionary, the
/// entries of which are allotted eleven at a time.
const ARRAY_BYTES: usize = 96;
pub const DICTIONARY_BYTES: usize = 544;

/// Deciphers the bytes of a string.
type Decipher<'a> = Box<dyn Fn(&[u8]) -> Vec<u8> + 'a>;

/// Reads objects from bytes.
pub struct Reader<'a> {
    bytes: &'a [u8],
    pub at: usize,
    /// Further bytes that may be read.
    limit: usize,
    budget: &'a Budget,
    decipher: Option<Decipher<'a>>,
    /// Whether a dictionary has a key twice: readers differ in which of its values they take.
    pub repeats_keys: bool,
}

impl<'a> Reader<'a> {
    pub fn new(bytes: &'a [u8], at: usize, budget: &'a Budget) -> Self {
        Self { bytes, at, limit: bytes.len(), budget, decipher: None, repeats_keys: false }
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

    /// The byte that stands here; none at the end, and where the budget is used up.
    pub fn peek(&self) -> Option<u8> {
        let can_read = self.at < self.limit && self.budget.affordable(Work::ReadByte) > 0;
        self.bytes.get(self.at).copied().filter(|_| can_read)
    }

    /// All that may be read from here.
    fn rest(&self) -> &'a [u8] {
        let end = self.at.saturating_add(self.budget.affordable(Work::ReadByte));
        self.bytes.get(self.at..end.min(self.limit)).unwrap_or_default()
    }

    /// Passes over bytes of the rest.
    fn pass(&mut self, bytes: usize) {
        self.budget.charge(Work::ReadByte, bytes);
        self.at += bytes;
    }

    /// Passes over blanks and comments.
    pub fn skip_space(&mut self) {
        while let Some(byte) = self.peek() {
            if byte == b'%' {
                let rest = self.rest();
                let end = rest.iter().position(|b| matches!(b, b'\r' | b'\n'));
                self.pass(end.unwrap_or(rest.len()));
            } else if is_space(byte) {
                self.pass(1);
            } else {
                break;
            }
        }
    }

    /// Passes over a word, if it stands here.
    pub fn take(&mut self, word: &[u8]) -> bool {
        let is_here = self.rest().starts_with(word);
        if is_here {
            self.pass(word.len());
        }
        is_here
    }

    /// The regular characters that stand here.
    pub fn word(&mut self) -> &'a [u8] {
        let rest = self.rest();
        let length = rest.iter().position(|byte| !is_regular(*byte)).unwrap_or(rest.len());
        self.pass(length);
        rest.get(..length).unwrap_or_default()
    }

    /// A whole number in plain digits.
    pub fn digits(&mut self) -> Option<u64> {
        let rest = self.rest();
        // No number has more digits.
        let length = rest.iter().take(20).take_while(|byte| byte.is_ascii_digit()).count();
        let number = std::str::from_utf8(rest.get(..length)?).ok()?.parse().ok()?;
        self.pass(length);
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
        let first = self.peek().filter(|_| depth <= MAX_NESTING)?;
        if !self.budget.charge(Work::Value, 1) {
            return None;
        }
        match first {
            b'/' => Some(Object::Name(self.name())),
            b'(' => Some(self.literal()),
            b'[' => self.array(depth),
            b'<' if self.rest().starts_with(b"<<") => self.dictionary(depth),
            b'<' => Some(self.hexadecimal()),
            _ => self.plain(),
        }
    }

    fn array(&mut self, depth: usize) -> Option<Object> {
        self.pass(1);
        let mut held = self.budget.hold(ARRAY_BYTES)?;
        let mut items = Vec::new();
        loop {
            self.skip_space();
            if self.take(b"]") {
                return Some(Object::Array(Rc::new(Array::new(items, held))));
            }
            let item = self.nested(depth + 1)?;
            self.budget.hold_more(&mut held, item.held_bytes()).then_some(())?;
            items.push(item);
        }
    }

    fn dictionary(&mut self, depth: usize) -> Option<Object> {
        self.pass(2);
        let mut held = self.budget.hold(DICTIONARY_BYTES)?;
        let mut entries = BTreeMap::new();
        loop {
            self.skip_space();
            if self.take(b">>") {
                return Some(Object::Dictionary(Rc::new(Dictionary::new(entries, held))));
            }
            if self.peek()? != b'/' {
                return None;
            }
            let key = self.name();
            let value = self.nested(depth + 1)?;
            let bytes = 64 + key.len() + value.held_bytes();
            self.budget.hold_more(&mut held, bytes).then_some(())?;
            self.repeats_keys |= entries.insert(key, value).is_some();
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
        self.pass(1);
        let word = self.word();
        name_of(word.get(..MAX_NAME_BYTES).unwrap_or(word))
    }

    fn literal(&mut self) -> Object {
        self.pass(1);
        let mut bytes = Vec::new();
        let mut depth = 0;
        while let Some(byte) = self.peek() {
            self.pass(1);
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
        self.pass(1);
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
                    self.pass(1);
                }
                bytes.push((code & 0xFF) as u8);
            }
            _ => bytes.push(byte),
        }
    }

    fn hexadecimal(&mut self) -> Object {
        self.pass(1);
        let rest = self.rest();
        let length = rest.iter().position(|byte| *byte == b'>').unwrap_or(rest.len());
        self.pass((length + 1).min(rest.len()));
        let bytes = from_hexadecimal(rest.get(..length).unwrap_or_default());
        self.text(bytes)
    }

    fn text(&self, bytes: Vec<u8>) -> Object {
        let bytes = match &self.decipher {
            Some(decipher)
                if self.budget.charge(Work::DecipherKey, 1)
                    && self.budget.charge(Work::DecipherByte, bytes.len()) =>
            {
                decipher(&bytes)
            }
            Some(_) => Vec::new(),
            None => bytes,
        };
        Object::Text(bytes.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::PdfLimits;

    fn read(text: &str) -> Option<Object> {
        Reader::new(text.as_bytes(), 0, &Budget::of_file(text.len(), &PdfLimits::default()))
            .object()
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

    #[test]
    fn nothing_is_read_that_cannot_be_paid_or_held() {
        let open = "[<</A 1>>/B(c) ".repeat(10_000);
        for units in [0, 1, 100, 10_000] {
            let budget = Budget::new(units, usize::MAX);
            assert_eq!(Reader::new(open.as_bytes(), 0, &budget).object(), None);
            assert!(budget.is_used_up() && budget.left() == 0);
        }
        let numbers = format!("[{}]", "1 ".repeat(10_000));
        let budget = Budget::new(u64::MAX, 100_000);
        assert_eq!(Reader::new(numbers.as_bytes(), 0, &budget).object(), None);
        assert!(budget.is_used_up() && budget.held_bytes() == 0);
    }
}
