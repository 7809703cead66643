//! The table of objects: where each of them stands.

use std::collections::hash_map::Entry;
use std::collections::{HashSet, VecDeque};
use std::rc::Rc;

use super::location::ObjectLocation;
use super::object::{Dictionary, Object};
use super::pdf_file::PdfFile;
use super::reader::Reader;
use super::search;
use crate::inspect::budget::Held;
use crate::inspect::limits::{
    MAX_OBJECT_BYTES, MAX_OBJECTS, MAX_TABLES, TABLE_ENTRY_BYTES, TAIL_BYTES, Work,
};

impl PdfFile<'_> {
    /// Follows the tables from the newest to the oldest.
    pub(super) fn follow_references(&mut self) -> Option<()> {
        let tail = self.bytes.len().saturating_sub(TAIL_BYTES);
        let word = b"startxref";
        let end = self.bytes.get(tail..)?;
        let at = end.windows(word.len()).rposition(|found| found == word)?;
        let mut reader = Reader::new(self.bytes, tail + at + word.len(), &self.budget);
        reader.skip_space();
        let first = usize::try_from(reader.digits()?).ok()?;
        let mut waiting = VecDeque::from([first]);
        let mut seen = HashSet::new();
        while let Some(offset) = waiting.pop_front() {
            if !seen.insert(offset) || seen.len() > MAX_TABLES {
                continue;
            }
            let trailer = self.table(offset).or_else(|| self.stream_of_references(offset));
            let Some(trailer) = trailer else {
                // Without the newest table there is nothing to go by.
                if seen.len() == 1 {
                    return None;
                }
                self.note_damage("an older table of objects is broken");
                continue;
            };
            // What a hybrid file says to newer readers comes before its older tables.
            for key in ["XRefStm", "Prev"] {
                waiting.extend(trailer.get(key).and_then(Object::count));
            }
            if self.budget.is_used_up() {
                return None;
            }
            if self.trailer.get("Root").is_none() && trailer.get("Root").is_some() {
                self.trailer = trailer;
            }
        }
        self.trailer.get("Root").map(|_| ())
    }

    /// Enters where an object stands, unless it is known already; none where no further
    /// entry is taken.
    fn put(&self, number: u32, location: ObjectLocation) -> Option<()> {
        let mut locations = self.locations.borrow_mut();
        let has_room = locations.len() < MAX_OBJECTS;
        if !self.budget.charge(Work::TableEntry, 1) {
            return None;
        }
        if let Entry::Vacant(place) = locations.entry(number) {
            if !has_room {
                self.note_limit(format!("there are more than {MAX_OBJECTS} objects"));
                return None;
            }
            self.budget.retain(TABLE_ENTRY_BYTES).then_some(())?;
            place.insert(location);
        }
        Some(())
    }

    /// A table in plain text; its dictionary.
    fn table(&self, offset: usize) -> Option<Rc<Dictionary>> {
        let mut reader = Reader::new(self.bytes, offset, &self.budget);
        reader.skip_space();
        if !reader.take(b"xref") {
            return None;
        }
        loop {
            reader.skip_space();
            if reader.take(b"trailer") {
                break;
            }
            let first = reader.digits()?;
            reader.skip_space();
            let count = reader.digits()?;
            for number in first..first.checked_add(count)? {
                reader.skip_space();
                // A section may be shorter than it says.
                if reader.peek() == Some(b't') {
                    break;
                }
                let offset = reader.digits()?;
                reader.skip_space();
                reader.digits()?;
                reader.skip_space();
                let location = match (reader.take(b"n"), reader.take(b"f")) {
                    (true, _) => ObjectLocation::at(offset),
                    (_, true) => ObjectLocation::Free,
                    _ => return None,
                };
                let number = u32::try_from(number).ok()?;
                if self.put(number, location).is_none() && self.budget.is_used_up() {
                    return None;
                }
            }
        }
        reader.at_most(MAX_OBJECT_BYTES).object()?.dictionary().cloned()
    }

    /// A table in a stream; its dictionary.
    fn stream_of_references(&self, offset: usize) -> Option<Rc<Dictionary>> {
        let object = self.read_at(offset, None)?;
        let stream = object.stream()?;
        let dictionary = &stream.dictionary;
        let widths = self.counts(dictionary, "W")?;
        let [kind, second, third] = *widths.as_slice() else { return None };
        if [kind, second, third].iter().any(|width| *width > 8) || kind + second + third == 0 {
            return None;
        }
        let bytes = self.decode(stream)?;
        let mut entries = bytes.chunks_exact(kind + second + third);
        let size = self.value(dictionary, "Size").count()?;
        let sections = self.counts(dictionary, "Index").unwrap_or_else(|| vec![0, size]);
        for section in sections.chunks_exact(2) {
            let [first, count] = *section else { break };
            for (number, entry) in (first..first.saturating_add(count)).zip(entries.by_ref()) {
                let value = field(entry, kind, second);
                let location = match if kind == 0 { 1 } else { field(entry, 0, kind) } {
                    1 => ObjectLocation::at(value),
                    2 => u32::try_from(value).map_or(ObjectLocation::Free, ObjectLocation::In),
                    _ => ObjectLocation::Free,
                };
                let number = u32::try_from(number).ok();
                if number.and_then(|number| self.put(number, location)).is_none() {
                    break;
                }
            }
        }
        Some(Rc::clone(dictionary))
    }

    /// The whole numbers of an array.
    pub(super) fn counts(&self, dictionary: &Dictionary, key: &str) -> Option<Vec<usize>> {
        self.array(dictionary, key)?.iter().map(Object::count).collect()
    }

    /// Takes the objects that a search finds, and nothing from the tables.
    pub(super) fn take_all_found(&mut self) {
        let found = self.search();
        let locations = found.objects.iter().map(|(number, at)| (*number, ObjectLocation::At(*at)));
        *self.locations.borrow_mut() = locations.collect();
        if !self.budget.retain(TABLE_ENTRY_BYTES * found.objects.len()) {
            return;
        }
        let mut trailer = None;
        let mut catalog = None;
        let mut object_streams = Vec::new();
        let mut numbers: Vec<_> = found.objects.iter().map(|(number, at)| (*at, *number)).collect();
        numbers.sort_unstable();
        for (_, number) in numbers {
            let object = self.object(number);
            let Some(dictionary) = object.dictionary() else { continue };
            match dictionary.name("Type") {
                Some("Catalog") => catalog = Some(number),
                Some("XRef") if dictionary.get("Root").is_some() => {
                    trailer = Some(Rc::clone(dictionary));
                }
                Some("ObjStm") => object_streams.push(number),
                _ => {}
            }
        }
        for at in &found.trailers {
            let mut reader = Reader::new(self.bytes, *at, &self.budget).at_most(MAX_OBJECT_BYTES);
            let dictionary = reader.object().and_then(|object| object.dictionary().cloned());
            trailer = dictionary.filter(|found| found.get("Root").is_some()).or(trailer);
        }
        self.trailer = trailer.or_else(|| catalog.map(trailer_for)).unwrap_or_default();
        // What stands in containers may be enciphered, and the key is found by the trailer.
        self.forget();
        // A missing password is reported once the table is whole.
        self.cipher = self.read_cipher().unwrap_or(None);
        for at in object_streams {
            let Some(object_stream) = self.object_stream(at) else { continue };
            let entered = |number: &u32| self.put(*number, ObjectLocation::In(at));
            if object_stream.members.keys().try_for_each(entered).is_none() {
                break;
            }
        }
        if self.trailer.get("Root").is_none() {
            let numbers: Vec<_> = self.locations.borrow().keys().copied().collect();
            let catalogs = numbers.into_iter().filter(|number| self.is_catalog(*number));
            self.trailer = catalogs.max().map(trailer_for).unwrap_or_default();
        }
    }

    fn is_catalog(&self, number: u32) -> bool {
        let object = self.object(number);
        object.dictionary().is_some_and(|found| found.name("Type") == Some("Catalog"))
    }

    /// The objects as a search of the whole file finds them; done once.
    pub(super) fn search(&self) -> Rc<search::SearchResult> {
        if let Some(found) = &*self.found.borrow() {
            return Rc::clone(found);
        }
        let found = Rc::new(search::search(self.bytes, &self.budget));
        if found.is_cut {
            self.note_limit(format!("there are more than {MAX_OBJECTS} objects"));
        }
        *self.found.borrow_mut() = Some(Rc::clone(&found));
        found
    }
}

/// A number of so many bytes in an entry of a table, the highest byte first.
pub(super) fn field(entry: &[u8], from: usize, width: usize) -> u64 {
    let bytes = entry.get(from..from + width).unwrap_or_default();
    bytes.iter().fold(0, |value, byte| (value << 8) | u64::from(*byte))
}

/// A trailer that names nothing but the catalogue.
fn trailer_for(catalog: u32) -> Rc<Dictionary> {
    Rc::new(Dictionary::new([("Root".into(), Object::Reference(catalog))].into(), Held::default()))
}
