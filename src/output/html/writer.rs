//! What the elements of a document are written with.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use super::look::Look;
use super::pictures::EmbeddedPictures;
use crate::body::LanguageTag;
use crate::content::Document;

/// Writes running text and blocks as elements.
pub(super) struct HtmlWriter<'a> {
    pub look: &'a Look,
    document: Option<&'a Document<'a>>,
    /// Those that stand in the page itself.
    pub pictures: EmbeddedPictures,
    /// The footnotes whose first mark was written.
    pub notes_seen: RefCell<BTreeSet<usize>>,
    /// How many rows are written of which tables, by their places; of the others all.
    pub rows_kept: BTreeMap<usize, usize>,
    /// The rows of each table that was written.
    pub tables: RefCell<Vec<Vec<String>>>,
}

impl<'a> HtmlWriter<'a> {
    /// A writer of words that belong to no document.
    pub fn new(look: &'a Look) -> Self {
        Self {
            look,
            document: None,
            pictures: EmbeddedPictures::default(),
            notes_seen: RefCell::default(),
            rows_kept: BTreeMap::new(),
            tables: RefCell::default(),
        }
    }

    /// With the labels of a document.
    pub fn of(document: &'a Document<'a>, look: &'a Look) -> Self {
        Self { document: Some(document), ..Self::new(look) }
    }

    /// A label by its name.
    pub fn label(&self, name: &str) -> &'a str {
        self.document.map_or("", |document| document.label(name))
    }

    /// The mark of the disclaimer, if there is one.
    pub fn disclaimer_mark(&self) -> Option<&'a str> {
        Some(&self.document?.disclaimer()?.mark)
    }

    /// Where a table of so many rows stands whole.
    pub fn whole_table(&self, rows: usize) -> String {
        self.document.map(|document| document.whole_table(rows)).unwrap_or_default()
    }

    /// What stands for a picture.
    pub fn described(&self, alt: &str) -> String {
        self.document.map(|document| document.described(alt)).unwrap_or_default()
    }
}

/// How a language is written, where that is not from left to right.
pub(super) fn direction(language: &LanguageTag) -> Option<&'static str> {
    const FROM_THE_RIGHT: &[&str] = &["ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"];
    FROM_THE_RIGHT.contains(&language.primary()).then_some("rtl")
}
