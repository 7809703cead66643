//! Where objects stand: in the file itself, or in a stream that holds objects.

use std::collections::HashMap;
use std::ops::Range;

/// Where an object stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ObjectLocation {
    /// Nowhere (any more).
    Free,
    /// At an offset of the file.
    At(usize),
    /// In the stream of this number.
    In(u32),
}

/// A stream that holds objects.
pub struct ObjectStream {
    /// Unpacked.
    pub bytes: Vec<u8>,
    /// Where each object stands in the bytes, by its number.
    pub members: HashMap<u32, Range<usize>>,
}
