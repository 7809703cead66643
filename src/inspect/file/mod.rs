//! A PDF file as objects: found, read, deciphered and unpacked within bounds.
//!
//! Nothing here trusts the file. Each object is read when it is asked for, no
//! chain of references is followed without end, and all the work done for one file
//! is counted: when the allowance is used up, no further object is found, and the file
//! notes that it was not looked at as a whole.

pub mod characters;
mod cipher;
mod filters;
pub mod object;
mod references;
mod search;
mod streams;

use std::cell::{Cell, RefCell};
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::rc::Rc;

use self::cipher::Cipher;
pub use self::cipher::{Encryption, Permissions};
use self::object::{Dictionary, Object, Reader};
use self::references::ObjectLocation;
use self::streams::ObjectStream;

/// The maximum size of an object without its stream: 16 MiB.
const MAX_OBJECT_BYTES: usize = 16 * 1024 * 1024;

/// How many bytes of objects, and of unpacked streams with objects, are kept.
const MAX_CACHED_OBJECT_BYTES: usize = 16 * 1024 * 1024;
const MAX_CACHED_STREAM_BYTES: usize = 128 * 1024 * 1024;

/// The maximum length of a chain of references, and of objects that have to be read to read one.
const MAX_CHAIN: usize = 16;

/// The maximum number of kinds of damage, and of limits, that are reported of a file.
const MAX_NOTES: usize = 6;

/// What a byte costs of the allowance: reading objects costs more than unpacking.
pub const READ_COST: u64 = 8;
const UNPACK_COST: u64 = 4;
const SEARCH_COST: u64 = 1;

/// Why a file cannot be looked at.
#[derive(Debug, PartialEq)]
pub enum PdfError {
    /// It has no bytes.
    Empty,
    /// It does not begin like a PDF.
    NotPdf,
    /// It begins like one, and no pages can be found.
    NoPages,
    /// It opens with a password only.
    NeedsPassword(Box<Encryption>),
}

/// A PDF file.
pub struct PdfFile<'a> {
    /// From the header on: that is where offsets count from.
    bytes: &'a [u8],
    /// The version of the header.
    pub version: String,
    locations: RefCell<HashMap<u32, ObjectLocation>>,
    trailer: Rc<Dictionary>,
    cipher: Option<Cipher>,
    found: RefCell<Option<Rc<search::SearchResult>>>,
    objects: RefCell<BoundedCache<Object>>,
    object_streams: RefCell<BoundedCache<Rc<ObjectStream>>>,
    /// Where each object that was read stands, from its number to `endobj`.
    extents: RefCell<HashMap<u32, Range<usize>>>,
    allowance: Cell<u64>,
    depth: Cell<usize>,
    damages: RefCell<BTreeSet<String>>,
    /// Whether damage is noted: that of objects which nothing refers to is none.
    is_muted: Cell<bool>,
    limits_reached: RefCell<BTreeSet<String>>,
}

/// Values by the numbers of their objects, up to a number of bytes.
struct BoundedCache<T> {
    values: HashMap<u32, T>,
    bytes: usize,
    max: usize,
}

impl<T: Clone> BoundedCache<T> {
    fn new(max: usize) -> Self {
        Self { values: HashMap::new(), bytes: 0, max }
    }

    fn store(&mut self, number: u32, value: T, bytes: usize) {
        if self.bytes.saturating_add(bytes) > self.max {
            self.values.clear();
            self.bytes = 0;
        }
        self.bytes = self.bytes.saturating_add(bytes);
        self.values.insert(number, value);
    }
}

/// Finds the objects of a file.
pub fn open(bytes: &[u8]) -> Result<PdfFile<'_>, PdfError> {
    if bytes.is_empty() {
        return Err(PdfError::Empty);
    }
    let start = bytes.get(..bytes.len().min(1024)).unwrap_or_default();
    let header = start.windows(5).position(|word| word == b"%PDF-").ok_or(PdfError::NotPdf)?;
    let bytes = bytes.get(header..).unwrap_or_default();
    let version = Reader::new(bytes, 5).word();
    let mut file = PdfFile {
        bytes,
        version: String::from_utf8_lossy(version.get(..3).unwrap_or(version)).into_owned(),
        locations: RefCell::default(),
        trailer: Rc::default(),
        cipher: None,
        found: RefCell::default(),
        objects: RefCell::new(BoundedCache::new(MAX_CACHED_OBJECT_BYTES)),
        object_streams: RefCell::new(BoundedCache::new(MAX_CACHED_STREAM_BYTES)),
        extents: RefCell::default(),
        // A gigabyte of unpacking at the least; more where the file itself is large.
        allowance: Cell::new((1 << 31) + 64 * bytes.len() as u64),
        depth: Cell::new(0),
        damages: RefCell::default(),
        is_muted: Cell::new(false),
        limits_reached: RefCell::default(),
    };
    if file.follow_references().is_none() || !file.has_pages()? {
        file.forget();
        file.note_damage("its table of objects is broken: the objects were found by searching");
        file.take_all_found();
        if !file.has_pages()? {
            return Err(PdfError::NoPages);
        }
    }
    Ok(file)
}

impl_debug!(PdfFile<'_> { version: this.version } for this);

impl PdfFile<'_> {
    /// Whether catalogue and pages can be read; deciphering begins here.
    fn has_pages(&mut self) -> Result<bool, PdfError> {
        self.forget();
        self.cipher = None;
        self.cipher = Cipher::new(self).map_err(PdfError::NeedsPassword)?;
        self.forget();
        let catalog = self.catalog();
        Ok(self.dictionary(&catalog, "Pages").is_some())
    }

    fn forget(&self) {
        *self.objects.borrow_mut() = BoundedCache::new(MAX_CACHED_OBJECT_BYTES);
        *self.object_streams.borrow_mut() = BoundedCache::new(MAX_CACHED_STREAM_BYTES);
    }

    /// How the file is enciphered, if it is.
    pub fn encryption(&self) -> Option<&Encryption> {
        self.cipher.as_ref().map(|cipher| &cipher.encryption)
    }

    /// The dictionary at the end of the file.
    pub fn trailer(&self) -> &Dictionary {
        &self.trailer
    }

    /// The dictionary from which everything else is reached.
    pub fn catalog(&self) -> Rc<Dictionary> {
        self.dictionary(&self.trailer, "Root").unwrap_or_default()
    }

    /// How many bytes there are from the header on.
    pub fn len(&self) -> usize {
        self.bytes.len()
    }

    /// The numbers of all objects, the smallest first.
    pub fn numbers(&self) -> Vec<u32> {
        let locations = self.locations.borrow();
        let used = locations.iter().filter(|(_, location)| **location != ObjectLocation::Free);
        let mut numbers: Vec<_> = used.map(|(number, _)| *number).collect();
        numbers.sort_unstable();
        numbers
    }

    /// What is wrong with the file.
    pub fn damages(&self) -> Vec<String> {
        self.damages.borrow().iter().cloned().collect()
    }

    /// The limits that were reached: what was not looked at.
    pub fn limits_reached(&self) -> Vec<String> {
        self.limits_reached.borrow().iter().cloned().collect()
    }

    /// Notes that something is damaged.
    pub fn note_damage(&self, what: impl Into<String>) {
        let mut damages = self.damages.borrow_mut();
        if damages.len() < MAX_NOTES && !self.is_muted.get() {
            damages.insert(what.into());
        }
    }

    /// Notes no further damage.
    pub fn mute(&self) {
        self.is_muted.set(true);
    }

    /// Notes that a limit was reached, so that something is not looked at.
    pub fn note_limit(&self, what: impl Into<String>) {
        let mut limits_reached = self.limits_reached.borrow_mut();
        if limits_reached.len() < MAX_NOTES {
            limits_reached.insert(what.into());
        }
    }

    /// Takes work off the allowance; `false` where none is left.
    pub fn spend(&self, bytes: usize, cost: u64) -> bool {
        let work = (bytes as u64).saturating_mul(cost);
        match self.allowance.get().checked_sub(work) {
            Some(rest) => {
                self.allowance.set(rest);
                true
            }
            None => {
                self.allowance.set(0);
                self.note_limit("it is too much work to look at all of it");
                false
            }
        }
    }

    /// The object of a number; `Null` where there is none.
    pub fn object(&self, number: u32) -> Object {
        if let Some(object) = self.objects.borrow().values.get(&number) {
            return object.clone();
        }
        if self.depth.get() >= MAX_CHAIN {
            return Object::Null;
        }
        self.depth.set(self.depth.get() + 1);
        let object = self.read_placed(number);
        self.depth.set(self.depth.get() - 1);
        let bytes = self.extents.borrow().get(&number).map_or(64, |extent| extent.len());
        let stream = object.stream().map_or(0, |stream| stream.length);
        let bytes = bytes.saturating_sub(stream) + 64;
        self.objects.borrow_mut().store(number, object.clone(), bytes);
        object
    }

    fn read_placed(&self, number: u32) -> Object {
        let location = self.locations.borrow().get(&number).copied();
        let object = match location {
            None | Some(ObjectLocation::Free) => return Object::Null,
            Some(ObjectLocation::At(offset)) => self.read_at(offset, Some(number)),
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
        let object = self.read_at(offset, Some(number))?;
        self.note_damage(format!("object {number} does not stand where the table of objects says"));
        self.locations.borrow_mut().insert(number, ObjectLocation::At(offset));
        Some(object)
    }

    /// The object that stands at an offset, if it has this number.
    fn read_at(&self, offset: usize, wanted: Option<u32>) -> Option<Object> {
        let mut reader = Reader::new(self.bytes, offset).at_most(MAX_OBJECT_BYTES);
        let (number, generation) = reader.head()?;
        if wanted.is_some_and(|wanted| wanted != number) {
            return None;
        }
        let mut reader = Reader::new(self.bytes, reader.at).at_most(MAX_OBJECT_BYTES);
        if let Some(cipher) = &self.cipher {
            reader = reader.deciphering(move |text| cipher.text(number, generation, text));
        }
        let object = reader.object();
        if !self.spend(reader.at.saturating_sub(offset), READ_COST) {
            return None;
        }
        let object = object?;
        reader.skip_space();
        let (object, end) = match object {
            Object::Dictionary(dictionary) if reader.take(b"stream") => {
                let (stream, end) = self.stream(dictionary, reader.at, (number, generation))?;
                (Object::Stream(Rc::new(stream)), end)
            }
            object => (object, reader.at),
        };
        let mut reader = Reader::new(self.bytes, end);
        reader.skip_space();
        let end = if reader.take(b"endobj") { reader.at } else { end };
        self.extents.borrow_mut().insert(number, offset..end);
        Some(object)
    }

    /// What a value stands for.
    pub fn resolve(&self, object: &Object) -> Object {
        let mut object = object.clone();
        for _ in 0..MAX_CHAIN {
            match object {
                Object::Reference(number) => object = self.object(number),
                object => return object,
            }
        }
        Object::Null
    }

    /// What stands under a key; `Null` where nothing does.
    pub fn value(&self, dictionary: &Dictionary, key: &str) -> Object {
        dictionary.get(key).map_or(Object::Null, |object| self.resolve(object))
    }

    /// The dictionary that stands under a key.
    pub fn dictionary(&self, dictionary: &Dictionary, key: &str) -> Option<Rc<Dictionary>> {
        self.value(dictionary, key).dictionary().cloned()
    }

    /// The array that stands under a key.
    pub fn array(&self, dictionary: &Dictionary, key: &str) -> Option<Rc<Vec<Object>>> {
        self.value(dictionary, key).array().cloned()
    }

    /// The name that stands under a key.
    pub fn name(&self, dictionary: &Dictionary, key: &str) -> Option<String> {
        self.value(dictionary, key).name().map(ToOwned::to_owned)
    }

    /// The text that stands under a key, as Unicode.
    pub fn text(&self, dictionary: &Dictionary, key: &str) -> Option<String> {
        self.value(dictionary, key).text().map(|bytes| super::words::text(bytes))
    }

    /// The bytes of an object in the file, from its number to `endobj`; of one in a
    /// container its share of that.
    pub fn size(&self, number: u32) -> f64 {
        let location = self.locations.borrow().get(&number).copied();
        match location {
            Some(ObjectLocation::At(_)) => {
                self.object(number);
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
