//! What the text of a sheet is written with: the language and the width of the lines.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashSet};
use std::rc::Rc;

use super::data::{Adjustments, PictureData, Widths};
use crate::body::{self, LanguageTag};
use crate::content::Document;
use crate::letterhead::{FontPurpose, Letterhead, LinkStyle, Theme};
use crate::release::Language;
use crate::typography::{LanguageSettings, LineRoom};

pub(super) const POINTS_PER_MM: f64 = 72.0 / 25.4;
/// Part of a line that an address may take by its rough width and surely fits: in
/// a font of the widths that are reckoned with, and in any.
const SAFE: [f64; 2] = [0.97, 0.82];
/// Fonts of those widths.
const RECKONED: [&str; 3] = ["Liberation Sans", "Arial", "Helvetica"];
/// LineRoom are reckoned with as no narrower than this, in em.
const NARROWEST: f64 = 6.0;
/// Width in em that one of up to three columns can have, where an address needs it.
const CELL: f64 = 15.0;
/// Letters that a table has in its smallest type where running text has one.
const SMALL_TYPE: f64 = 1.4;

/// What of a line is surely room in the font of a purpose, by rough widths.
pub(super) fn safe_share(theme: &Theme, purpose: FontPurpose) -> f64 {
    let is_reckoned =
        theme.fonts.families(purpose).first().is_some_and(|font| RECKONED.contains(&&**font));
    if is_reckoned { SAFE[0] } else { SAFE[1] }
}

/// Where the address of a link stands, unless the text says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LinkAddresses {
    Hidden,
    /// Behind its words.
    Behind,
    /// Behind its words, or in lines of its own where one does not hold both.
    Listed,
}

/// Turns the set text of a document into the layout's data.
pub(super) struct TypstWriter<'a> {
    document: &'a Document<'a>,
    /// The hyphenation of the release's language.
    pub own: Rc<LanguageSettings>,
    /// The hyphenation of the text that is written now.
    pub current: RefCell<Rc<LanguageSettings>>,
    /// The width of a text in em, in the fonts of the sheet.
    widths: Widths<'a>,
    /// What was learnt from the sheet once laid out.
    pub adjustments: &'a Adjustments,
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
    /// Whether the text stands in a table. In one of few columns an e-mail address stays whole.
    pub lines: Cell<LineRoom>,
    /// Where the address of a link stands.
    pub addresses: Cell<LinkAddresses>,
}

impl<'a> TypstWriter<'a> {
    pub fn new(
        document: &'a Document<'a>,
        pictures: &'a BTreeMap<String, PictureData>,
        widths: Widths<'a>,
        adjustments: &'a Adjustments,
        prints_addresses: bool,
    ) -> Self {
        let (release, letterhead) = (document.release(), document.letterhead());
        let theme = &letterhead.theme;
        let (text_width, size) = (theme.measures.text_width, theme.sizes.body);
        // The release's own exceptions come last and win.
        let exceptions = letterhead.typography.hyphenation.iter().chain(&release.hyphenation);
        let (exceptions, names) =
            (exceptions.map(String::as_str), document.wording().person_names());
        let own = Rc::new(LanguageSettings::new(release.language, exceptions, names));
        Self {
            document,
            current: RefCell::new(own.clone()),
            own,
            widths,
            adjustments,
            paragraphs: Cell::new(0),
            paragraph: Cell::new(0),
            pictures,
            notes: document.notes(),
            marked: RefCell::default(),
            room: Cell::new(text_width * POINTS_PER_MM / size.max(1.0)),
            note_room: size / theme.sizes.footnote.max(1.0),
            theme,
            safe: safe_share(theme, FontPurpose::Body),
            lines: Cell::new(LineRoom::Wide),
            addresses: Cell::new(if prints_addresses {
                LinkAddresses::Behind
            } else {
                LinkAddresses::Hidden
            }),
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

    /// The letterhead that the sheet is set on.
    pub fn letterhead(&self) -> &'a Letterhead {
        self.document.letterhead()
    }

    /// The width of a text in em, in the font of its purpose, in bold letters or not where that
    /// has no weight of its own.
    pub fn width(&self, purpose: FontPurpose, is_bold: bool, text: &str) -> f64 {
        (self.widths)(purpose, is_bold, text)
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

    /// The room beside what is being set that a wide table takes, in mm: 0 for what does not stand in the text column itself, as a list does.
    pub fn beside(&self) -> f64 {
        if self.is_in_column() { self.theme.beside() } else { 0.0 }
    }

    /// Whether what is being set stands in the text column itself, and not in a list, as an example.
    pub fn is_in_column(&self) -> bool {
        let measures = &self.theme.measures;
        let column = measures.text_width * POINTS_PER_MM / self.theme.sizes.body.max(1.0);
        self.room() >= column
    }

    /// What is set in the cells of a table with so many columns. A column may turn out
    /// much narrower than the line.
    pub fn within_cells<T>(&self, columns: usize, set: impl FnOnce() -> T) -> T {
        let room = match columns {
            0..=3 => (self.room() / columns.max(1) as f64).max(CELL),
            _ => self.room() * SMALL_TYPE / columns as f64,
        };
        self.lines.set(if columns <= 3 { LineRoom::Cells } else { LineRoom::NarrowCells });
        let result = self.within(room, set);
        self.lines.set(LineRoom::Wide);
        result
    }

    /// Whether words that are a link are underlined.
    pub fn underlines(&self) -> bool {
        self.theme.links == LinkStyle::Underlined
    }

    /// What is set as a list of links, each with its address.
    pub fn with_addresses<T>(&self, set: impl FnOnce() -> T) -> T {
        let outer = self.addresses.replace(LinkAddresses::Listed);
        let result = set();
        self.addresses.set(outer);
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
