//! Setting of text, language by language: which spaces bind, where words may
//! break, how dates and labels read. The author's words are never changed.

mod binding;
mod hyphenation;
mod wording;

pub(crate) use binding::bind;
pub(crate) use hyphenation::Hyphenator;
pub(crate) use wording::{date, dateline, label, moment};

/// A piece of text as the layout sets it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    /// Text that may be broken wherever the patterns of its language say.
    Text(String),
    /// One word, to be broken only between its pieces.
    Word(Vec<String>),
}
