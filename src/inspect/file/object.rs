//! The objects of which a PDF file is made.

use std::collections::BTreeMap;
use std::ops::Deref;
use std::rc::Rc;

use crate::inspect::budget::Held;

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
    Array(Rc<Array>),
    Dictionary(Rc<Dictionary>),
    /// The number of an object that stands elsewhere.
    Reference(u32),
    Stream(Rc<Stream>),
}

/// Values in their order.
#[derive(Debug, Default, PartialEq)]
pub struct Array {
    items: Vec<Object>,
    _held: Held,
}

impl Array {
    pub fn new(items: Vec<Object>, held: Held) -> Self {
        Self { items, _held: held }
    }
}

impl Deref for Array {
    type Target = [Object];

    fn deref(&self) -> &[Object] {
        &self.items
    }
}

/// Names and their values.
#[derive(Debug, Default, PartialEq)]
pub struct Dictionary {
    pub entries: BTreeMap<Rc<str>, Object>,
    _held: Held,
}

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
    pub fn new(entries: BTreeMap<Rc<str>, Object>, held: Held) -> Self {
        Self { entries, _held: held }
    }

    /// What stands there, be it a reference.
    pub fn get(&self, key: &str) -> Option<&Object> {
        self.entries.get(key)
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

    pub fn array(&self) -> Option<&Rc<Array>> {
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

    /// About how many bytes of memory it takes in an array or a dictionary, without what
    /// is in arrays and dictionaries of its own.
    pub fn held_bytes(&self) -> usize {
        // Lists grow by doubling.
        let own = 2 * size_of::<Self>();
        match self {
            Self::Name(name) => own + 32 + name.len(),
            Self::Text(text) => own + 32 + text.len(),
            _ => own,
        }
    }
}
