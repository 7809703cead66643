//! Running text and blocks as the layout's data: where words may break, what stays together.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashSet};
use std::rc::Rc;

use super::pieces::{BlockData, InlineData, MarkedData};
use super::{PictureData, flow};
use crate::body::{self, BlockKind, InlineKind, LanguageTag, Picture};
use crate::content::Document;
use crate::letterhead::Theme;
use crate::metrics::METRICS;
use crate::release::Language;
use crate::typography::{self, Breaks, LanguageSettings};

/// Letters that certainly fit a line of a headline; German compounds run longer.
const LONG_WORD: usize = 30;
const POINTS_PER_MM: f64 = 72.0 / 25.4;
/// Part of a line that an address may take by its rough width and surely fits: in
/// a face of the widths that are reckoned with, and in any.
const SAFE: [f64; 2] = [0.97, 0.82];
/// Faces of those widths.
const RECKONED: [&str; 3] = ["Liberation Sans", "Arial", "Helvetica"];
/// Width in em up to which an e-mail address stays whole in a table's cell, whatever
/// its column would rather be.
const MAILBOX: f64 = 20.0;
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
    own: Rc<LanguageSettings>,
    /// The hyphenation of the text that is written now.
    current: RefCell<Rc<LanguageSettings>>,
    /// Breaks that the sheet does not want.
    rejected_breaks: &'a Breaks,
    /// Paragraphs that were numbered.
    paragraphs: Cell<usize>,
    /// The number of the one that is being written, else 0.
    paragraph: Cell<usize>,
    pictures: &'a BTreeMap<String, PictureData>,
    notes: &'a [body::Note],
    /// Footnotes whose first mark was written.
    marked: RefCell<HashSet<usize>>,
    /// Width of the lines that are being written, in em of their own size.
    room: Cell<f64>,
    /// Size of running text by that of footnotes.
    note_room: f64,
    theme: &'a Theme,
    /// What of a line is surely room.
    safe: f64,
    /// In a table of few columns, where an e-mail address stays whole.
    is_in_table: Cell<bool>,
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
    fn within_language<T>(&self, language: &LanguageTag, set: impl FnOnce() -> T) -> T {
        let settings = match LanguageSettings::of_passage(language) {
            // The release's own words have its exceptions in a passage too.
            settings if settings.tongue == self.own.tongue => self.own.clone(),
            settings => Rc::new(settings),
        };
        self.within_settings(settings, set)
    }

    fn within_settings<T>(&self, settings: Rc<LanguageSettings>, set: impl FnOnce() -> T) -> T {
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
    pub(super) fn room(&self) -> f64 {
        self.room.get()
    }

    /// What is set in the cells of a table with so many columns. A column may turn out
    /// much narrower than the line.
    pub(super) fn within_cells<T>(&self, columns: usize, set: impl FnOnce() -> T) -> T {
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
    pub(super) fn within<T>(&self, room: f64, set: impl FnOnce() -> T) -> T {
        let outer = self.room.replace(room.max(NARROWEST));
        let result = set();
        self.room.set(outer);
        result
    }

    /// Whether the language has patterns.
    pub fn hyphenates(&self) -> bool {
        self.current.borrow().hyphenator.is_on()
    }

    /// A plain line of running text: a caption.
    pub fn line(&self, text: &str) -> Vec<InlineData> {
        let mut line = Vec::new();
        self.push_text(text, &mut line, true);
        line
    }

    /// A plain line that breaks no word but one that would not fit a line: headline,
    /// subheadline.
    pub fn unbroken_line(&self, text: &str) -> Vec<InlineData> {
        if text.split_whitespace().any(|word| word.chars().count() > LONG_WORD) {
            let content = self.line(text);
            return vec![InlineData::Marked(MarkedData::Breakable { content })];
        }
        vec![InlineData::Text(text.to_owned())]
    }

    /// Running text.
    pub fn inlines(&self, inlines: &[body::Inline]) -> Vec<InlineData> {
        self.pieces(inlines, true)
    }

    /// Lines of running text.
    pub fn lines(&self, lines: &[Vec<body::Inline>]) -> Vec<Vec<InlineData>> {
        lines.iter().map(|line| self.inlines(line)).collect()
    }

    /// A paragraph of running text, which may be long.
    pub fn paragraph(&self, inlines: &[body::Inline]) -> Vec<InlineData> {
        if !self.hyphenates() {
            return self.inlines(inlines);
        }
        let number = self.paragraphs.get() + 1;
        self.paragraphs.set(number);
        // A footnote has paragraphs of its own in the middle of this one.
        let around = self.paragraph.replace(number);
        let mut content = vec![InlineData::Marked(MarkedData::Mark { paragraph: number })];
        content.extend(self.inlines(inlines));
        content.push(InlineData::Marked(MarkedData::Mark { paragraph: 0 }));
        self.paragraph.set(around);
        content
    }

    /// Running text, whose words break only where `hyphenate` says so: in headings and names
    /// they never do.
    fn pieces(&self, inlines: &[body::Inline], hyphenate: bool) -> Vec<InlineData> {
        let mut set = Vec::with_capacity(inlines.len());
        let mut text = String::new();
        for inline in inlines {
            if let InlineKind::Text(piece) = &inline.kind {
                text.push_str(piece);
            } else {
                self.push_text(&std::mem::take(&mut text), &mut set, hyphenate);
                set.extend(self.marked(&inline.kind, hyphenate));
            }
        }
        self.push_text(&text, &mut set, hyphenate);
        set
    }

    fn push_text(&self, text: &str, set: &mut Vec<InlineData>, hyphenate: bool) {
        let mut from = 0;
        for unit in typography::units_with_stroke(text) {
            self.push_run(&text[from..unit.start], set, hyphenate);
            let parts = vec![text[unit.clone()].to_owned()];
            set.push(InlineData::Marked(MarkedData::Address { parts }));
            from = unit.end;
        }
        self.push_run(&text[from..], set, hyphenate);
    }

    fn push_run(&self, text: &str, set: &mut Vec<InlineData>, hyphenate: bool) {
        if text.is_empty() {
            return;
        }
        if hyphenate && self.hyphenates() {
            let is_unwanted =
                |word: &str, at| self.rejected_breaks.contains(self.paragraph.get(), word, at);
            let pieces = self.current.borrow().hyphenator.pieces(text, is_unwanted);
            set.extend(pieces.into_iter().map(|piece| {
                if piece.hyphenate {
                    InlineData::Text(piece.text)
                } else {
                    InlineData::Unbroken([piece.text])
                }
            }));
        } else {
            set.push(InlineData::Text(text.to_owned()));
        }
    }

    fn marked(&self, kind: &InlineKind, hyphenate: bool) -> Option<InlineData> {
        Some(InlineData::Marked(match kind {
            InlineKind::Text(_) | InlineKind::SoftBreak => return None,
            InlineKind::Code(text) => MarkedData::Code { text: text.clone() },
            InlineKind::Emphasis(content) => {
                MarkedData::Emphasis { content: self.pieces(content, hyphenate) }
            }
            InlineKind::Strong(content) => {
                MarkedData::Strong { content: self.pieces(content, hyphenate) }
            }
            InlineKind::Passage { language, content } => {
                self.within_language(language, || MarkedData::Passage {
                    language: language.primary().to_owned(),
                    region: language.region().map(str::to_owned),
                    hyphenate: hyphenate && self.hyphenates(),
                    content: self.pieces(content, hyphenate),
                })
            }
            InlineKind::Link { url, content, bare } => MarkedData::Link {
                url: url.clone(),
                content: self.link_text(content, *bare, hyphenate),
            },
            InlineKind::Picture(picture) => {
                let prepared = self.pictures.get(&picture.file)?;
                let (path, ratio) = (prepared.path.clone(), prepared.ratio);
                MarkedData::Picture {
                    path,
                    ratio,
                    alt: picture.alt.clone(),
                    decorative: picture.decorative,
                }
            }
            InlineKind::Footnote(note) => {
                let first = self.marked.borrow_mut().insert(*note);
                let note_room = self.note_room * self.room();
                let note_blocks = || {
                    let note = self.notes.get(*note)?;
                    // A note is in the language of the place where it is defined.
                    let blocks = || self.within(note_room, || self.blocks(&note.blocks));
                    Some(self.within_settings(self.own.clone(), blocks))
                };
                MarkedData::Footnote { note: *note, blocks: first.then(note_blocks).flatten() }
            }
            InlineKind::HardBreak => MarkedData::Break,
        }))
    }

    /// What a link shows. An address is never hyphenated: its hyphen would be read
    /// as part of it.
    fn link_text(&self, content: &[body::Inline], bare: bool, hyphenate: bool) -> Vec<InlineData> {
        let is_text = matches!(content, [body::Inline { kind: InlineKind::Text(_), .. }]);
        let shown = body::plain_text(content);
        if bare || is_text && typography::is_address(&shown) {
            let is_mailbox = shown.contains('@') && !shown.contains('/');
            let least = if is_mailbox && self.is_in_table.get() { MAILBOX } else { 0.0 };
            let room = (self.room() * self.safe).max(least);
            let parts = typography::address_parts(&shown, room);
            return vec![InlineData::Marked(MarkedData::Address { parts })];
        }
        self.pieces(content, hyphenate)
    }

    /// Blocks of the body.
    pub fn blocks(&self, blocks: &[body::Block]) -> Vec<BlockData> {
        let one = |at: usize| {
            let before = at.checked_sub(1).and_then(|at| blocks.get(at));
            let after = blocks.get(at + 1);
            self.block(&blocks.get(at)?.kind, before.map(|b| &b.kind), after.map(|b| &b.kind))
        };
        (0..blocks.len()).filter_map(one).collect()
    }

    fn block(
        &self,
        kind: &BlockKind,
        before: Option<&BlockKind>,
        after: Option<&BlockKind>,
    ) -> Option<BlockData> {
        Some(match kind {
            BlockKind::Paragraph(content) => BlockData::Paragraph {
                opens: flow::opens(content, before),
                reserve: self.room_for_what_follows(content, after),
                content: self.paragraph(content),
            },
            BlockKind::Heading { level, content } => {
                BlockData::Heading { level: *level, content: self.pieces(content, false) }
            }
            BlockKind::Quote { blocks, speaker } => BlockData::Quote {
                after_heading: matches!(before, Some(BlockKind::Heading { .. })),
                marked: begins_with_quote(blocks),
                blocks: self.within(self.room() - METRICS.text_indent, || {
                    let mut set = self.blocks(blocks);
                    if let Some(speaker) = speaker {
                        self.keep_speaker(&mut set, blocks, &body::plain_text(speaker));
                    }
                    set
                }),
                speaker: speaker.as_deref().map(|speaker| self.pieces(speaker, false)),
            },
            BlockKind::List(list) => BlockData::List {
                start: list.start,
                delimiter: list.delimiter,
                tight: list.tight,
                items: self.within(self.room() - METRICS.text_indent, || {
                    list.items.iter().map(|item| self.blocks(&item.blocks)).collect()
                }),
            },
            BlockKind::Table(table) => BlockData::Table(self.table(table)),
            BlockKind::Picture(picture) => self.picture(picture)?,
            BlockKind::ThematicBreak => BlockData::Rule,
            BlockKind::Passage { language, blocks } => {
                self.within_language(language, || BlockData::Passage {
                    language: language.primary().to_owned(),
                    region: language.region().map(str::to_owned),
                    hyphenate: self.hyphenates(),
                    blocks: self.blocks(blocks),
                })
            }
        })
    }

    fn picture(&self, picture: &Picture) -> Option<BlockData> {
        let prepared = self.pictures.get(&picture.file)?;
        Some(BlockData::Picture {
            path: prepared.path.clone(),
            width: prepared.width,
            alt: picture.alt.clone(),
            decorative: picture.decorative,
            caption: picture.caption.as_deref().map(|caption| self.line(caption)),
        })
    }
}

/// Whether a quote's first words bring a quotation mark with them.
fn begins_with_quote(blocks: &[body::Block]) -> bool {
    let Some(BlockKind::Paragraph(content)) = blocks.first().map(|block| &block.kind) else {
        return false;
    };
    body::plain_text(content).starts_with(['»', '«', '„', '“', '"', '‚', '\''])
}
