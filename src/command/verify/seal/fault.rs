//! Why a signature is not right, or cannot be told to be.

use std::fmt;

/// Why a signature is not right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CmsFault {
    /// It cannot be read.
    Broken,
    /// It is wrong, and why.
    Wrong(&'static str),
    /// It needs an algorithm that is not known here, by its identifier.
    Unknown(String),
}

impl fmt::Display for CmsFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Broken => f.write_str("it cannot be read"),
            Self::Wrong(why) => f.write_str(why),
            Self::Unknown(identifier) => write!(f, "it needs the algorithm {identifier}"),
        }
    }
}
