//! Setting of text, language by language: which spaces bind, where words may
//! break, how dates and labels read. The author's words are never changed.

mod binding;
mod hyphenation;
mod phrases;
mod quotes;
mod tongue;
mod tree;
mod wording;

use binding::bind;
use hyphenation::Hyphenator;
pub(crate) use hyphenation::would_break;
pub(crate) use phrases::{Number, Phrases, Row};
pub(crate) use tongue::{Tongue, Voice};
pub(crate) use tree::{set_inlines, set_text};

/// A piece of text as the layout sets it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Piece {
    /// The author's text.
    pub text: String,
    /// Whether its words may break where the patterns say.
    pub hyphenate: bool,
}
