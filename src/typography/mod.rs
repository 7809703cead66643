//! Setting of text, language by language: which spaces bind, where words may
//! break, how dates and labels read. The author's words are never changed.

mod binding;
mod breaks;
mod hyphenation;
mod phrases;
mod quotes;
mod tree;
mod wording;

use binding::bind;
pub(crate) use breaks::{Break, Breaks};
pub(crate) use hyphenation::{Hyphenator, would_break};
pub(crate) use phrases::{Entry, Number, Phrases, Row};
pub(crate) use tree::{set_inlines, set_text};

/// A piece of text as the layout sets it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Piece {
    /// The author's text.
    pub text: String,
    /// Whether its words may break where the patterns say.
    pub hyphenate: bool,
}
