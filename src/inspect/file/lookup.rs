//! Objects by their numbers, and what stands in dictionaries.

use std::ops::Range;
use std::rc::Rc;

use super::location::ObjectLocation;
use super::object::{Array, Dictionary, Object};
use super::pdf_file::PdfFile;
use super::reader::Reader;
use crate::inspect::limits::{
    MAX_CHAIN, MAX_OBJECT_BYTES, MAX_TEXT_BYTES, TABLE_ENTRY_BYTES, Work,
};
use crate::inspect::words;

impl PdfFile<'_> {
    /// The dictionary from which everything else is reached.
    pub fn catalog(&self) -> Rc<Dictionary> {
        self.dictionary(&self.trailer, "Root").unwrap_or_default()
    }

    /// The object of a number; `Null` where there is none.
    pub fn object(&self, number: u32) -> Object {
        if let Some(object) = self.objects.borrow().values.get(&number) {
            return object.clone();
        }
        if self.depth.get() >= MAX_CHAIN || !self.budget.charge(Work::Object, 1) {
            return Object::Null;
        }
        self.depth.set(self.depth.get() + 1);
        let held_before = self.budget.held_bytes();
        let object = self.read_placed(number);
        self.depth.set(self.depth.get() - 1);
        if self.budget.is_used_up() {
            return Object::Null;
        }
        let bytes = self.budget.held_bytes().saturating_sub(held_before) + object.held_bytes();
        self.objects.borrow_mut().store(number, object.clone(), bytes);
        object
    }

    fn read_placed(&self, number: u32) -> Object {
        let location = self.locations.borrow().get(&number).copied();
        let object = match location {
            None | Some(ObjectLocation::Free) => return Object::Null,
            Some(ObjectLocation::At(offset)) => self.read_at(offset as usize, Some(number)),
            Some(ObjectLocation::In(object_stream)) => self.read_in(object_stream, number),
        };
        object.or_else(|| self.read_found(number)).unwrap_or_else(|| {
            self.note_damage(format!("object {number} cannot be read"));
            Object::Null
        })
    }

    /// The object of a number that does not stand where it should.
    fn read_found(&self, number: u32) -> Option<Object> {
        let found = self.search();
        let offset = *found.objects.get(&number)?;
        let object = self.read_at(offset as usize, Some(number))?;
        self.note_damage(format!("object {number} does not stand where the table of objects says"));
        self.locations.borrow_mut().insert(number, ObjectLocation::At(offset));
        Some(object)
    }

    /// The object that stands at an offset, if it has this number.
    pub(super) fn read_at(&self, offset: usize, wanted: Option<u32>) -> Option<Object> {
        let mut reader = Reader::new(self.bytes, offset, &self.budget).at_most(MAX_OBJECT_BYTES);
        let (number, generation) = reader.head()?;
        if wanted.is_some_and(|wanted| wanted != number) {
            return None;
        }
        let mut reader = Reader::new(self.bytes, reader.at, &self.budget).at_most(MAX_OBJECT_BYTES);
        if let Some(cipher) = &self.cipher {
            reader = reader.deciphering(move |text| cipher.text(number, generation, text));
        }
        let object = reader.object()?;
        self.repeats_keys.set(self.repeats_keys.get() | reader.repeats_keys);
        reader.skip_space();
        let (object, end) = match object {
            Object::Dictionary(dictionary) if reader.take(b"stream") => {
                let (stream, end) = self.stream(dictionary, reader.at, (number, generation))?;
                (Object::Stream(Rc::new(stream)), end)
            }
            object => (object, reader.at),
        };
        let mut reader = Reader::new(self.bytes, end, &self.budget).at_most(MAX_OBJECT_BYTES);
        reader.skip_space();
        let end = if reader.take(b"endobj") { reader.at } else { end };
        let extent = u32::try_from(offset).ok()?..u32::try_from(end).ok()?;
        let is_new = self.extents.borrow_mut().insert(number, extent).is_none();
        (!is_new || self.budget.retain(TABLE_ENTRY_BYTES)).then_some(object)
    }

    /// What a value stands for.
    pub fn resolve(&self, object: &Object) -> Object {
        let mut object = object.clone();
        for _ in 0..MAX_CHAIN {
            match object {
                Object::Reference(_) if !self.budget.charge(Work::Lookup, 1) => break,
                Object::Reference(number) => object = self.object(number),
                object => return object,
            }
        }
        Object::Null
    }

    /// What stands under a key; `Null` where nothing does.
    pub fn value(&self, dictionary: &Dictionary, key: &str) -> Object {
        if !self.budget.charge(Work::Lookup, 1) {
            return Object::Null;
        }
        dictionary.get(key).map_or(Object::Null, |object| self.resolve(object))
    }

    /// The dictionary that stands under a key.
    pub fn dictionary(&self, dictionary: &Dictionary, key: &str) -> Option<Rc<Dictionary>> {
        self.value(dictionary, key).dictionary().cloned()
    }

    /// The array that stands under a key.
    pub fn array(&self, dictionary: &Dictionary, key: &str) -> Option<Rc<Array>> {
        self.value(dictionary, key).array().cloned()
    }

    /// The name that stands under a key.
    pub fn name(&self, dictionary: &Dictionary, key: &str) -> Option<String> {
        self.value(dictionary, key).name().map(ToOwned::to_owned)
    }

    /// The text that stands under a key, as Unicode.
    pub fn text(&self, dictionary: &Dictionary, key: &str) -> Option<String> {
        let value = self.value(dictionary, key);
        let bytes = value.text()?;
        let is_paid = self.budget.charge(Work::Character, bytes.len().min(MAX_TEXT_BYTES));
        is_paid.then(|| words::text(bytes))
    }

    /// Where an object that was read stands in the file itself, from its number to `endobj`.
    pub fn extent(&self, number: u32) -> Option<Range<usize>> {
        let extents = self.extents.borrow();
        extents.get(&number).map(|extent| extent.start as usize..extent.end as usize)
    }

    /// The bytes of an object in the file, from its number to `endobj`; of one in a
    /// container its share of that.
    pub fn size(&self, number: u32) -> f64 {
        let location = self.locations.borrow().get(&number).copied();
        match location {
            Some(ObjectLocation::At(_)) => {
                if !self.extents.borrow().contains_key(&number) {
                    self.object(number);
                }
                self.extents.borrow().get(&number).map_or(0.0, |extent| extent.len() as f64)
            }
            Some(ObjectLocation::In(at)) => {
                let Some(object_stream) = self.object_stream(at) else { return 0.0 };
                let own = object_stream.members.get(&number).map_or(0, ExactSizeIterator::len);
                let whole = object_stream.bytes.len().max(1);
                let packed = self.extents.borrow().get(&at).map_or(0, |extent| extent.len());
                own as f64 / whole as f64 * packed as f64
            }
            _ => 0.0,
        }
    }
}
