//! Streams: found, deciphered and unpacked, and those that hold further objects.

use std::borrow::Cow;
use std::rc::Rc;

use super::filters::{self, Decoded};
use super::location::{ObjectLocation, ObjectStream};
use super::object::{Dictionary, Object, Stream};
use super::pdf_file::PdfFile;
use super::reader::Reader;
use super::search;
use crate::inspect::budget::Budget;
use crate::inspect::limits::{MAX_FILTERS, MAX_OBJECT_BYTES, MAX_OBJECTS, Work};

/// About how many bytes of memory a member of a stream that holds objects takes.
const MEMBER_BYTES: usize = 64;

impl PdfFile<'_> {
    /// The stream whose bytes begin behind the word `stream`, and where it ends.
    pub(super) fn stream(
        &self,
        dictionary: Rc<Dictionary>,
        at: usize,
        (number, generation): (u32, u32),
    ) -> Option<(Stream, usize)> {
        let mut reader = Reader::new(self.bytes, at, &self.budget);
        let _ = reader.take(b"\r\n") || reader.take(b"\n") || reader.take(b"\r");
        let start = reader.at;
        let stated = self.value(&dictionary, "Length").count();
        let stated = stated.and_then(|length| Some((length, self.stream_end(start, length)?)));
        let (length, end) = match stated {
            Some(found) => found,
            None => {
                let length =
                    search::position(self.bytes.get(start..)?, b"endstream", &self.budget)?;
                self.note_damage(format!("the length of object {number} is wrong"));
                (length, start + length + b"endstream".len())
            }
        };
        Some((Stream { dictionary, start, length, number, generation }, end))
    }

    /// Where the word `endstream` ends, if it stands behind so many bytes.
    fn stream_end(&self, start: usize, length: usize) -> Option<usize> {
        let end = start.checked_add(length)?;
        let mut reader = Reader::new(self.bytes, end, &self.budget).at_most(MAX_OBJECT_BYTES);
        reader.skip_space();
        reader.take(b"endstream").then_some(reader.at)
    }

    /// The object of a number in a stream that holds objects.
    pub(super) fn read_in(&self, object_stream: u32, number: u32) -> Option<Object> {
        let object_stream = self.object_stream(object_stream)?;
        let range = object_stream.members.get(&number)?.clone();
        let reader = Reader::new(&object_stream.bytes, range.start, &self.budget);
        let mut reader = reader.at_most(MAX_OBJECT_BYTES);
        let object = reader.object();
        self.repeats_keys.set(self.repeats_keys.get() | reader.repeats_keys);
        object
    }

    pub(super) fn object_stream(&self, number: u32) -> Option<Rc<ObjectStream>> {
        if let Some(object_stream) = self.object_streams.borrow().values.get(&number) {
            return Some(Rc::clone(object_stream));
        }
        // A stream that holds objects never stands in another one.
        if !matches!(self.locations.borrow().get(&number), Some(ObjectLocation::At(_))) {
            return None;
        }
        let stream = self.object(number);
        let stream = stream.stream()?;
        let bytes = self.decode(stream)?;
        let count = self.value(&stream.dictionary, "N").count()?.min(MAX_OBJECTS);
        let first = self.value(&stream.dictionary, "First").count()?;
        let mut held = self.budget.hold(bytes.len())?;
        let starts = member_starts(&bytes, count, first, &self.budget);
        self.budget.hold_more(&mut held, MEMBER_BYTES * starts.len()).then_some(())?;
        let ends = starts.iter().skip(1).map(|(start, _)| *start).chain([bytes.len()]);
        let ranges = starts.iter().zip(ends.collect::<Vec<_>>());
        let members = ranges.map(|((start, member), end)| (*member, *start..end.max(*start)));
        let object_stream =
            Rc::new(ObjectStream { members: members.collect(), bytes, _held: held });
        let members = object_stream.members.len();
        let bytes = object_stream.bytes.len() + MEMBER_BYTES * members;
        self.object_streams.borrow_mut().store(number, Rc::clone(&object_stream), bytes);
        Some(object_stream)
    }

    /// The filters of a stream, the first to be undone first.
    pub fn filters(&self, dictionary: &Dictionary) -> Vec<String> {
        let filters = self.filters_under(dictionary, "Filter");
        if filters.is_empty() { self.filters_under(dictionary, "F") } else { filters }
    }

    fn filters_under(&self, dictionary: &Dictionary, key: &str) -> Vec<String> {
        match self.value(dictionary, key) {
            Object::Name(name) => vec![name.to_string()],
            Object::Array(names) => names
                .iter()
                .take(MAX_FILTERS + 1)
                .filter_map(|name| self.resolve(name).name().map(ToOwned::to_owned))
                .collect(),
            _ => Vec::new(),
        }
    }

    /// The parameters of a filter, `at` being its place among the filters.
    fn filter_parameters(&self, parameters: &Object, at: usize) -> Option<Rc<Dictionary>> {
        match parameters {
            Object::Array(all) => self.resolve(all.get(at)?).dictionary().cloned(),
            one => one.dictionary().cloned().filter(|_| at == 0),
        }
    }

    /// The bytes of a stream as they stand in the file.
    pub fn stored(&self, stream: &Stream) -> &[u8] {
        let end = stream.start.saturating_add(stream.length);
        self.bytes.get(stream.start..end).unwrap_or_default()
    }

    /// The bytes of a stream as they stand in the file, deciphered; none where there is
    /// no room for them.
    fn raw(&self, stream: &Stream) -> Option<Cow<'_, [u8]>> {
        let bytes = self.stored(stream);
        let Some(cipher) = &self.cipher else { return Some(Cow::Borrowed(bytes)) };
        let is_paid = self.budget.charge(Work::DecipherKey, 1)
            && self.budget.charge(Work::DecipherByte, bytes.len())
            && self.budget.try_hold(bytes.len()).is_some();
        is_paid.then(|| Cow::Owned(cipher.stream(stream, bytes)))
    }

    /// The bytes of a stream, unpacked. A broken one yields its beginning; one whose
    /// filter is for pictures, or which is too large, nothing.
    pub fn decode(&self, stream: &Stream) -> Option<Vec<u8>> {
        if !self.budget.charge(Work::UnpackByte, stream.length) {
            return None;
        }
        let filters = self.filters(&stream.dictionary);
        if filters.len() > MAX_FILTERS {
            self.note_damage(format!("object {} is packed many times over", stream.number));
            return None;
        }
        let parameters = self.value(&stream.dictionary, "DecodeParms");
        let mut bytes = self.raw(stream)?;
        for (at, filter) in filters.iter().enumerate() {
            let parameters = self.filter_parameters(&parameters, at);
            let decoded = filters::undo(filter, &bytes, parameters.as_ref(), &self.budget);
            bytes = match decoded {
                Decoded::Whole(bytes) => Cow::Owned(bytes),
                Decoded::Part(bytes) => {
                    self.note_damage(format!("the stream of object {} is broken", stream.number));
                    Cow::Owned(bytes)
                }
                Decoded::TooLarge => {
                    self.note_limit(format!("object {} unpacks to very many bytes", stream.number));
                    return None;
                }
                Decoded::Closed => return None,
            };
        }
        if matches!(bytes, Cow::Borrowed(_)) && self.budget.try_hold(bytes.len()).is_none() {
            self.note_limit(format!("object {} has very many bytes", stream.number));
            return None;
        }
        Some(bytes.into_owned())
    }
}

/// Where the members of a stream begin, in this order, and their numbers. The stream
/// begins with a table of `count` members; their offsets count from `first`.
fn member_starts(bytes: &[u8], count: usize, first: usize, budget: &Budget) -> Vec<(usize, u32)> {
    let mut reader = Reader::new(bytes, 0, budget);
    let mut starts = Vec::new();
    for _ in 0..count {
        if !budget.charge(Work::TableEntry, 1) {
            break;
        }
        reader.skip_space();
        let Some(member) = reader.digits() else { break };
        reader.skip_space();
        let Some(offset) = reader.digits() else { break };
        let offset = usize::try_from(offset).ok().and_then(|at| at.checked_add(first));
        if let (Ok(member), Some(offset)) = (u32::try_from(member), offset) {
            starts.push((offset, member));
        }
    }
    starts.sort_unstable();
    starts
}
