//! Updates that other programs append to a file, read to the letter: nothing may stand in one
//! that its table does not name, and nothing is searched for or guessed.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::characters::is_space;
use super::location::ObjectLocation;
use super::object::{Dictionary, Object};
use super::pdf_file::PdfFile;
use super::reader::Reader;
use super::references::field;
use crate::inspect::budget::Budget;
use crate::inspect::limits::{MAX_OBJECT_BYTES, MAX_OBJECTS, Work};

/// An update behind a file (ISO 32000-1, 7.5.6).
#[derive(Debug)]
pub struct FileUpdate {
    /// The objects that it brings, be they new or in place of others.
    pub numbers: Vec<u32>,
    pub trailer: Rc<Dictionary>,
    /// Where its table stands.
    pub table: usize,
    /// Where its `%%EOF` ends.
    pub end: usize,
    /// Where the line of that ends.
    pub end_of_line: usize,
}

/// What a table says of objects.
#[derive(Default)]
struct TableEntries(BTreeMap<u32, ObjectLocation>);

impl<'a> PdfFile<'a> {
    /// The same file with what was appended to it: `bytes` begins with the bytes of this one.
    pub fn continued<'b>(&self, bytes: &'b [u8], budget: Budget) -> PdfFile<'b> {
        let mut file = PdfFile::new(bytes, self.version.clone(), budget);
        *file.locations.borrow_mut() = self.locations.borrow().clone();
        file.trailer = Rc::clone(&self.trailer);
        file
    }

    /// Where the newest table of the file stands, by its last lines.
    pub fn newest_table(&self) -> Option<usize> {
        let rest = self.bytes.trim_ascii_end().strip_suffix(b"%%EOF")?.trim_ascii_end();
        let digits = rest.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
        let (rest, digits) = rest.split_at(rest.len() - digits);
        rest.trim_ascii_end().ends_with(b"startxref").then_some(())?;
        str::from_utf8(digits).ok()?.parse().ok()
    }

    /// Reads the update that begins at an offset, behind the table `previous`. Its objects stand
    /// in place of those of their numbers from now on. None where it is not complete and sound.
    pub fn take_update(&mut self, from: usize, previous: usize) -> Option<FileUpdate> {
        self.forget();
        let mut placed = BTreeMap::new();
        let mut at = self.behind_space(from)?;
        let (table, entries, trailer, behind) = loop {
            if self.bytes.get(at..)?.starts_with(b"xref") {
                let (entries, trailer, behind) = self.plain_table(at)?;
                break (at, entries, trailer, behind);
            }
            let (number, generation) = Reader::new(self.bytes, at, &self.budget).head()?;
            (generation == 0).then_some(())?;
            let object = self.read_at(at, Some(number))?;
            let end = self.extents.borrow().get(&number)?.end as usize;
            let is_whole = self.bytes.get(at..end)?.ends_with(b"endobj");
            (is_whole && placed.len() < MAX_OBJECTS).then_some(())?;
            placed.insert(number, u32::try_from(at).ok()?).is_none().then_some(())?;
            let stream = object.stream().filter(|it| it.dictionary.name("Type") == Some("XRef"));
            if let Some(stream) = stream {
                let entries = self.packed_table(&object)?;
                // It need not name itself.
                if !entries.0.contains_key(&number) {
                    placed.remove(&number);
                }
                break (at, entries, Rc::clone(&stream.dictionary), end);
            }
            at = self.behind_space(end)?;
        };
        let mut reader = Reader::new(self.bytes, self.behind_space(behind)?, &self.budget);
        reader.take(b"startxref").then_some(())?;
        reader.at = self.behind_space(reader.at)?;
        (reader.digits()? == table as u64).then_some(())?;
        reader.at = self.behind_space(reader.at)?;
        reader.take(b"%%EOF").then_some(())?;
        let end = reader.at;
        let _ = reader.take(b"\r\n") || reader.take(b"\n") || reader.take(b"\r");
        let end_of_line = reader.at;
        let is_next = trailer.get("Prev").and_then(Object::count) == Some(previous)
            && ["XRefStm", "Encrypt"].iter().all(|key| trailer.get(key).is_none());
        let numbers = self.enter(&placed, entries).filter(|_| is_next)?;
        let is_sound = self.damages().is_empty() && self.limits_reached().is_empty();
        is_sound.then_some(FileUpdate { numbers, trailer, table, end, end_of_line })
    }

    /// Enters what a table says, if that is what stands in the update.
    fn enter(&self, placed: &BTreeMap<u32, u32>, entries: TableEntries) -> Option<Vec<u32>> {
        let mut numbers = Vec::new();
        let mut named = 0;
        for (number, location) in entries.0 {
            match location {
                ObjectLocation::At(at) => {
                    (placed.get(&number) == Some(&at)).then_some(())?;
                    named += 1;
                }
                ObjectLocation::In(container) => {
                    placed.contains_key(&container).then_some(())?;
                }
                // The head of the list of free objects is in every table.
                ObjectLocation::Free if number == 0 => continue,
                ObjectLocation::Free => return None,
            }
            self.budget.charge(Work::TableEntry, 1).then_some(())?;
            self.locations.borrow_mut().insert(number, location);
            numbers.push(number);
        }
        (named == placed.len()).then_some(())?;
        self.forget();
        for number in &numbers {
            let location = self.locations.borrow().get(number).copied();
            if let Some(ObjectLocation::In(container)) = location {
                self.object_stream(container)?.members.contains_key(number).then_some(())?;
            }
        }
        Some(numbers)
    }

    /// A table in plain text, its trailer, and where that ends.
    fn plain_table(&self, at: usize) -> Option<(TableEntries, Rc<Dictionary>, usize)> {
        let mut entries = TableEntries::default();
        let mut reader = Reader::new(self.bytes, at, &self.budget);
        reader.take(b"xref").then_some(())?;
        loop {
            reader.at = self.behind_space(reader.at)?;
            if reader.take(b"trailer") {
                break;
            }
            let first = reader.digits()?;
            reader.at = self.behind_space(reader.at)?;
            let count = reader.digits()?;
            for number in first..first.checked_add(count)? {
                reader.at = self.behind_space(reader.at)?;
                let offset = reader.digits()?;
                reader.at = self.behind_space(reader.at)?;
                let generation = reader.digits()?;
                reader.at = self.behind_space(reader.at)?;
                let location = match (reader.take(b"n"), reader.take(b"f")) {
                    (true, _) if generation == 0 => ObjectLocation::at(offset),
                    (_, true) => ObjectLocation::Free,
                    _ => return None,
                };
                entries.add(number, location, &self.budget)?;
            }
        }
        reader.at = self.behind_space(reader.at)?;
        let mut reader = Reader::new(self.bytes, reader.at, &self.budget).at_most(MAX_OBJECT_BYTES);
        let trailer = reader.object()?.dictionary().cloned()?;
        (!reader.repeats_keys).then_some(())?;
        Some((entries, trailer, reader.at))
    }

    /// A table in a stream.
    fn packed_table(&self, object: &Object) -> Option<TableEntries> {
        let stream = object.stream()?;
        let widths = self.counts(&stream.dictionary, "W")?;
        let [kind, second, third] = *widths.as_slice() else { return None };
        let is_small = [kind, second, third].iter().all(|width| *width <= 8);
        (is_small && kind + second + third > 0).then_some(())?;
        let bytes = self.decode(stream)?;
        let mut rows = bytes.chunks_exact(kind + second + third);
        let size = self.value(&stream.dictionary, "Size").count()?;
        let sections = self.counts(&stream.dictionary, "Index").unwrap_or_else(|| vec![0, size]);
        let mut entries = TableEntries::default();
        for section in sections.chunks(2) {
            let [first, count] = *section else { return None };
            for number in first..first.checked_add(count)? {
                let row = rows.next()?;
                let value = field(row, kind, second);
                let location = match if kind == 0 { 1 } else { field(row, 0, kind) } {
                    0 => ObjectLocation::Free,
                    1 if field(row, kind + second, third) == 0 => ObjectLocation::at(value),
                    2 => ObjectLocation::In(u32::try_from(value).ok()?),
                    _ => return None,
                };
                entries.add(number as u64, location, &self.budget)?;
            }
        }
        rows.next().is_none().then_some(entries)
    }

    /// The first byte from an offset on that is no space. A comment is no space here.
    fn behind_space(&self, from: usize) -> Option<usize> {
        let rest = self.bytes.get(from..)?;
        let length = rest.iter().take_while(|byte| is_space(**byte)).count();
        self.budget.charge(Work::ReadByte, length).then_some(from + length)
    }
}

impl TableEntries {
    /// Adds an entry; none where there is one of this number, or too many.
    fn add(&mut self, number: u64, location: ObjectLocation, budget: &Budget) -> Option<()> {
        let number = u32::try_from(number).ok()?;
        (budget.charge(Work::TableEntry, 1) && self.0.len() < MAX_OBJECTS).then_some(())?;
        self.0.insert(number, location).is_none().then_some(())
    }
}
