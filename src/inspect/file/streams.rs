//! Streams: found, deciphered and unpacked, and those that hold further objects.

use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

use super::filters::{self, Decoded};
use super::object::{Dictionary, Object, Reader, Stream};
use super::references::Place;
use super::{File, LARGEST_OBJECT, READING, SEARCHING, UNPACKING, search};

/// The most bytes that one stream may unpack to: 64 MiB.
const LARGEST_STREAM: usize = 64 * 1024 * 1024;

/// The longest chain of filters of a stream.
const MOST_FILTERS: usize = 8;

/// A stream that holds objects.
pub struct Container {
    pub bytes: Vec<u8>,
    pub members: HashMap<u32, Range<usize>>,
}

impl File<'_> {
    /// The stream whose bytes begin behind the word `stream`, and where it ends.
    pub(super) fn stream(
        &self,
        dictionary: Rc<Dictionary>,
        at: usize,
        (number, generation): (u32, u32),
    ) -> Option<(Stream, usize)> {
        let mut reader = Reader::new(self.bytes, at);
        let _ = reader.take(b"\r\n") || reader.take(b"\n") || reader.take(b"\r");
        let start = reader.at;
        let stated = self.value(&dictionary, "Length").count();
        let ends = |length: usize| {
            let mut reader = Reader::new(self.bytes, start.checked_add(length)?);
            reader.skip_space();
            reader.take(b"endstream").then_some((length, reader.at))
        };
        let (length, end) = match stated.and_then(ends) {
            Some(found) => found,
            None => {
                let rest = self.bytes.get(start..)?;
                let length = search::position(rest, b"endstream");
                if !self.spend(length.unwrap_or(rest.len()), SEARCHING) {
                    return None;
                }
                let length = length?;
                self.fault(format!("the length of object {number} is wrong"));
                (length, start + length + b"endstream".len())
            }
        };
        Some((Stream { dictionary, start, length, number, generation }, end))
    }

    /// The object of a number in a stream that holds objects.
    pub(super) fn read_in(&self, container: u32, number: u32) -> Option<Object> {
        let container = self.container(container)?;
        let range = container.members.get(&number)?.clone();
        let mut reader = Reader::new(&container.bytes, range.start).at_most(LARGEST_OBJECT);
        let object = reader.object();
        self.spend(reader.at.saturating_sub(range.start), READING).then_some(())?;
        object
    }

    pub(super) fn container(&self, number: u32) -> Option<Rc<Container>> {
        if let Some(container) = self.containers.borrow().values.get(&number) {
            return Some(Rc::clone(container));
        }
        // A stream that holds objects never stands in another one.
        if !matches!(self.places.borrow().get(&number), Some(Place::At(_))) {
            return None;
        }
        let stream = self.object(number);
        let stream = stream.stream()?;
        let bytes = self.decode(stream)?;
        let count = self.value(&stream.dictionary, "N").count()?.min(bytes.len());
        let first = self.value(&stream.dictionary, "First").count()?;
        let mut reader = Reader::new(&bytes, 0);
        let mut starts = Vec::new();
        for _ in 0..count {
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
        let ends = starts.iter().skip(1).map(|(start, _)| *start).chain([bytes.len()]);
        let ranges = starts.iter().zip(ends.collect::<Vec<_>>());
        let members = ranges.map(|((start, member), end)| (*member, *start..end.max(*start)));
        let container = Rc::new(Container { members: members.collect(), bytes });
        let bytes = container.bytes.len() + 48 * container.members.len();
        self.containers.borrow_mut().store(number, Rc::clone(&container), bytes);
        Some(container)
    }

    /// The filters of a stream, the first to be undone first.
    pub fn filters(&self, dictionary: &Dictionary) -> Vec<String> {
        let of = |key: &str| match self.value(dictionary, key) {
            Object::Name(name) => vec![name.to_string()],
            Object::Array(names) => names
                .iter()
                .take(MOST_FILTERS + 1)
                .filter_map(|name| self.resolve(name).name().map(ToOwned::to_owned))
                .collect(),
            _ => Vec::new(),
        };
        let filters = of("Filter");
        if filters.is_empty() { of("F") } else { filters }
    }

    /// The bytes of a stream as they stand in the file, deciphered.
    pub fn raw(&self, stream: &Stream) -> Vec<u8> {
        let end = stream.start.saturating_add(stream.length);
        let bytes = self.bytes.get(stream.start..end).unwrap_or_default();
        match &self.cipher {
            Some(cipher) => cipher.stream(stream, bytes),
            None => bytes.to_vec(),
        }
    }

    /// The bytes of a stream, unpacked. A broken one yields its beginning; one whose
    /// filter is for pictures, or which is too large, nothing.
    pub fn decode(&self, stream: &Stream) -> Option<Vec<u8>> {
        if !self.spend(stream.length, UNPACKING) {
            return None;
        }
        let filters = self.filters(&stream.dictionary);
        if filters.len() > MOST_FILTERS {
            self.fault(format!("object {} is packed many times over", stream.number));
            return None;
        }
        let parameters = self.value(&stream.dictionary, "DecodeParms");
        let parameters = |at: usize| match &parameters {
            Object::Array(all) => {
                all.get(at).and_then(|one| self.resolve(one).dictionary().cloned())
            }
            one => one.dictionary().cloned().filter(|_| at == 0),
        };
        let mut bytes = self.raw(stream);
        for (at, filter) in filters.iter().enumerate() {
            let most = self.allowance.get() / UNPACKING;
            let most = usize::try_from(most).unwrap_or(usize::MAX).min(LARGEST_STREAM);
            bytes = match filters::undo(filter, &bytes, parameters(at).as_ref(), most) {
                Decoded::Whole(bytes) => bytes,
                Decoded::Part(bytes) => {
                    self.fault(format!("the stream of object {} is broken", stream.number));
                    bytes
                }
                Decoded::TooLarge => {
                    self.spend(most, UNPACKING);
                    self.bound(format!("object {} unpacks to very many bytes", stream.number));
                    return None;
                }
                Decoded::Closed => return None,
            };
            if !self.spend(bytes.len(), UNPACKING) {
                return None;
            }
        }
        Some(bytes)
    }
}
