//! What is found behind the bytes that a file had: seals, or something else.

use std::ops::Range;

/// A signature that was appended to a file.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Seal {
    /// The name of its field.
    pub field: Option<String>,
    /// How its value is to be read, such as `ETSI.CAdES.detached`.
    pub kind: Option<String>,
    /// The bytes that it covers: those before its value, and those behind it up to the end of
    /// its update.
    pub covered: [Range<usize>; 2],
    /// Its value, padded with zeros: a CMS in DER (RFC 5652).
    pub value: Vec<u8>,
}

/// Why what was appended is more or less than seals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealFault(String);

impl SealFault {
    pub(super) fn new(reason: impl Into<String>) -> Self {
        Self(reason.into())
    }

    /// The reason, in words.
    pub fn reason(&self) -> &str {
        &self.0
    }
}
