//! Why something is refused: a token for programs, words for people.

use std::fmt;

use crate::diagnostic::{ToValue, Value};

/// A reason that a message names. In the message it is the words, in its data the token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reason {
    /// In kebab-case; it never changes.
    pub token: &'static str,
    /// In English.
    pub words: &'static str,
}

impl Reason {
    /// A reason.
    pub const fn new(token: &'static str, words: &'static str) -> Self {
        Self { token, words }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.words)
    }
}

impl ToValue for Reason {
    fn to_value(&self) -> Value {
        self.token.to_value()
    }
}
