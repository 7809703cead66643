//! What the text of a sheet is written with: the language and the width of the lines.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashSet};
use std::rc::Rc;

use super::data::PictureData;
use crate::body::{self, LanguageTag};
use crate::content::Document;
use crate::letterhead::Theme;
use crate::release::Language;
use crate::typography::{Breaks, LanguageSettings};

const POINTS_PER_MM: f64 = 72.0 / 25.4;
/// Part of a line that an address may take by its rough width and surely fits: in
/// a font of the widths that are reckoned with, and in any.
const SAFE: [f64; 2] = [0.97, 0.82];
/// Fonts of those widths.
const RECKONED: [&str; 3] = ["Liberation Sans", "Arial", "Helvetica"];
/// Lines are reckoned with as no narrower than this, in em.
const NARROWEST: f64 = 6.0;
/// Width in em that one of up to three columns can have, where an address needs it.
const CELL: f64 = 15.0;
/// Letters that a table has in its smallest type where running text has one.
const SMALL_TYPE: f64 = 1.4;

/// Turns the set text of a document into the layout's data.
pub(super) struct TypstWriter<'a> {
    document: &'a Document<'a>,
    /// The hyphenation of the release's language.
    pub own: Rc<LanguageSettings>,
    /// The hyphenation of the text that is written now.
    pub current: RefCell<Rc<LanguageSettings>>,
    /// Breaks that the sheet does not want.
    pub rejected_breaks: &'a Breaks,
    /// Paragraphs that were numbered.
    pub paragraphs: Cell<usize>,
    /// The number of the one that is being written, else 0.
    pub paragraph: Cell<usize>,
    pub pictures: &'a BTreeMap<String, PictureData>,
    pub notes: &'a [body::Note],
    /// Footnotes whose first mark was written.
    pub marked: RefCell<HashSet<usize>>,
    /// Width of the lines that are being written, in em of their own size.
    room: Cell<f64>,
    /// Size of running text by that of footnotes.
    pub note_room: f64,
    theme: &'a Theme,
    /// What of a line is surely room.
    pub safe: f64,
    /// In a table of few columns, where an e-mail address stays whole.
    pub is_in_table: Cell<bool>,
}

impl<'a> TypstWriter<'a> {
    pub fn new(
        document: &'a Document<'a>,
        pictures: &'a BTreeMap<String, PictureData>,
        rejected_breaks: &'a Breaks,
    ) -> Self {
        let (release, letterhead) = (document.release(), document.letterhead());
        let theme = &letterhead.theme;
        let (text_width, size) = (theme.measures.text_width, theme.sizes.body);
        // The release's own exceptions come last and win.
        let exceptions = letterhead.typography.hyphenation.iter().chain(&release.hyphenation);
        let own = Rc::new(LanguageSettings::new(release.language, exceptions.map(String::as_str)));
        let is_reckoned = theme.fonts.first().is_some_and(|font| RECKONED.contains(&&**font));
        Self {
            document,
            current: RefCell::new(own.clone()),
            own,
            rejected_breaks,
            paragraphs: Cell::new(0),
            paragraph: Cell::new(0),
            pictures,
            notes: document.notes(),
            marked: RefCell::default(),
            room: Cell::new(text_width * POINTS_PER_MM / size.max(1.0)),
            note_room: size / theme.sizes.footnote.max(1.0),
            theme,
            safe: if is_reckoned { SAFE[0] } else { SAFE[1] },
            is_in_table: Cell::new(false),
        }
    }

    /// What is set in the language of a passage.
    pub fn within_language<T>(&self, language: &LanguageTag, set: impl FnOnce() -> T) -> T {
        let settings = match LanguageSettings::of_passage(language) {
            // The release's own words have its exceptions in a passage too.
            settings if settings.language == self.own.language => self.own.clone(),
            settings => Rc::new(settings),
        };
        self.within_settings(settings, set)
    }

    pub fn within_settings<T>(&self, settings: Rc<LanguageSettings>, set: impl FnOnce() -> T) -> T {
        let outer = self.current.replace(settings);
        let result = set();
        self.current.replace(outer);
        result
    }

    pub fn language(&self) -> Language {
        self.document.language
    }

    /// Sizes, measures and distances of the sheet.
    pub fn theme(&self) -> &'a Theme {
        self.theme
    }

    /// A picture as it was prepared, by the path that the author typed.
    pub fn picture_file(&self, file: &str) -> Option<&'a PictureData> {
        self.pictures.get(file)
    }

    /// Rough width of the lines that are being set, in em.
    pub fn room(&self) -> f64 {
        self.room.get()
    }

    /// What is set in the cells of a table with so many columns. A column may turn out
    /// much narrower than the line.
    pub fn within_cells<T>(&self, columns: usize, set: impl FnOnce() -> T) -> T {
        let room = match columns {
            0..=3 => (self.room() / columns.max(1) as f64).max(CELL),
            _ => self.room() * SMALL_TYPE / columns as f64,
        };
        self.is_in_table.set(columns <= 3);
        let result = self.within(room, set);
        self.is_in_table.set(false);
        result
    }

    /// What is set in lines of another width.
    pub fn within<T>(&self, room: f64, set: impl FnOnce() -> T) -> T {
        let outer = self.room.replace(room.max(NARROWEST));
        let result = set();
        self.room.set(outer);
        result
    }

    /// Whether the language has patterns.
    pub fn hyphenates(&self) -> bool {
        self.current.borrow().hyphenator.is_on()
    }
}
