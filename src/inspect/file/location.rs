//! Where objects stand: in the file itself, or in a stream that holds objects.

use std::collections::HashMap;
use std::ops::Range;

use crate::inspect::budget::Held;

/// Where an object stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ObjectLocation {
    /// Nowhere (any more).
    Free,
    /// At an offset of the file, which has less than 4 GiB.
    At(u32),
    /// In the stream of this number.
    In(u32),
}

impl ObjectLocation {
    /// At an offset; nowhere, if no file is so large.
    pub fn at(offset: u64) -> Self {
        u32::try_from(offset).map_or(Self::Free, Self::At)
    }
}

/// A stream that holds objects.
pub struct ObjectStream {
    /// Unpacked.
    pub bytes: Vec<u8>,
    /// Where each object stands in the bytes, by its number.
    pub members: HashMap<u32, Range<usize>>,
    pub _held: Held,
}
