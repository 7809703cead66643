//! A PDF file as it is held while it is looked at: its bytes, what is known of its
//! objects, and the work that may still be done.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::rc::Rc;

use super::cipher::Cipher;
use super::encryption::Encryption;
use super::location::{ObjectLocation, ObjectStream};
use super::object::{Dictionary, Object};
use super::search::SearchResult;
use crate::inspect::budget::Budget;
use crate::inspect::limits::{MAX_CACHED_OBJECT_BYTES, MAX_CACHED_STREAM_BYTES, MAX_NOTES};

/// A PDF file.
pub struct PdfFile<'a> {
    /// From the header on: that is where offsets count from.
    pub(super) bytes: &'a [u8],
    /// The version of the header.
    pub version: String,
    /// What its inspection may still take.
    pub budget: Budget,
    pub(super) locations: RefCell<HashMap<u32, ObjectLocation>>,
    pub(super) trailer: Rc<Dictionary>,
    pub(super) cipher: Option<Cipher>,
    pub(super) found: RefCell<Option<Rc<SearchResult>>>,
    pub(super) objects: RefCell<BoundedCache<Object>>,
    pub(super) object_streams: RefCell<BoundedCache<Rc<ObjectStream>>>,
    /// Where each object that was read stands, from its number to `endobj`.
    pub(super) extents: RefCell<HashMap<u32, Range<u32>>>,
    /// What ICC profiles call themselves, by the numbers of their streams.
    pub profile_names: RefCell<HashMap<u32, Option<String>>>,
    pub(super) depth: Cell<usize>,
    /// Whether a dictionary that was read has a key twice.
    pub(super) repeats_keys: Cell<bool>,
    damages: RefCell<BTreeSet<String>>,
    /// Whether damage is noted: that of objects which nothing refers to is none.
    is_muted: Cell<bool>,
    limits_reached: RefCell<BTreeSet<String>>,
}

/// Values by the numbers of their objects, up to a number of bytes.
pub(super) struct BoundedCache<T> {
    pub(super) values: HashMap<u32, T>,
    bytes: usize,
    max: usize,
}

impl<T: Clone> BoundedCache<T> {
    fn new(max: usize) -> Self {
        Self { values: HashMap::new(), bytes: 0, max }
    }

    /// Makes room for so many bytes by dropping all values, and stores one.
    pub(super) fn store(&mut self, number: u32, value: T, bytes: usize) {
        if self.bytes.saturating_add(bytes) > self.max {
            self.values.clear();
            self.bytes = 0;
        }
        self.bytes = self.bytes.saturating_add(bytes);
        self.values.insert(number, value);
    }
}

impl_debug!(PdfFile<'_> { version: this.version } for this);

impl<'a> PdfFile<'a> {
    /// A file of which nothing but the header is known.
    pub fn new(bytes: &'a [u8], version: String, budget: Budget) -> Self {
        Self {
            bytes,
            version,
            budget,
            locations: RefCell::default(),
            trailer: Rc::default(),
            cipher: None,
            found: RefCell::default(),
            objects: RefCell::new(BoundedCache::new(MAX_CACHED_OBJECT_BYTES)),
            object_streams: RefCell::new(BoundedCache::new(MAX_CACHED_STREAM_BYTES)),
            extents: RefCell::default(),
            profile_names: RefCell::default(),
            depth: Cell::new(0),
            repeats_keys: Cell::new(false),
            damages: RefCell::default(),
            is_muted: Cell::new(false),
            limits_reached: RefCell::default(),
        }
    }
}

impl PdfFile<'_> {
    /// Drops the objects that were read.
    pub(super) fn forget(&self) {
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

    /// How many bytes there are from the header on.
    pub fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Whether the tables name an object of this number.
    pub fn has(&self, number: u32) -> bool {
        self.locations.borrow().contains_key(&number)
    }

    /// The numbers of all objects, the smallest first.
    pub fn numbers(&self) -> Vec<u32> {
        let locations = self.locations.borrow();
        let used = locations.iter().filter(|(_, location)| **location != ObjectLocation::Free);
        let mut numbers: Vec<_> = used.map(|(number, _)| *number).collect();
        numbers.sort_unstable();
        numbers
    }

    /// Whether a dictionary that was read has a key twice.
    pub fn repeats_keys(&self) -> bool {
        self.repeats_keys.get()
    }

    /// What is wrong with the file.
    pub fn damages(&self) -> Vec<String> {
        self.damages.borrow().iter().cloned().collect()
    }

    /// The limits that were reached: what was not looked at.
    pub fn limits_reached(&self) -> Vec<String> {
        let work = "it is too much work to look at all of it".to_owned();
        let work = self.budget.is_used_up().then_some(work);
        self.limits_reached.borrow().iter().cloned().chain(work).collect()
    }

    /// Notes that something is damaged. What cannot be paid any more is not read, and
    /// need not be damaged.
    pub fn note_damage(&self, what: impl Into<String>) {
        let mut damages = self.damages.borrow_mut();
        let is_muted = self.is_muted.get() || self.budget.is_used_up();
        if damages.len() < MAX_NOTES && !is_muted {
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
}
