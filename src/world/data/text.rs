//! Body and inline Markdown as the layout's data: bound, quoted, hyphenated.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashSet};
use std::rc::Rc;

use super::pieces::{Block, Inline, Marked};
use super::{PictureData, flow};
use crate::body::{self, BlockKind, InlineKind, LanguageTag, Picture};
use crate::letterhead::{Letterhead, QuoteStyle, Spacing};
use crate::release::{Language, Release};
use crate::typography::{self, Breaks, LanguageSettings, TypesetLanguage};

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
/// What a list or a quote is set in by, in em.
const INDENT: f64 = 1.5;

/// Turns the typed tree into the layout's data.
pub(super) struct Setter<'a> {
    /// The language of the release.
    own: Rc<LanguageSettings>,
    /// The language of the text that is set now.
    voice: RefCell<Rc<LanguageSettings>>,
    /// The language of the release.
    language: Language,
    quotes: QuoteStyle,
    /// Breaks that the sheet does not want.
    rejected_breaks: &'a Breaks,
    /// Paragraphs that were numbered.
    paragraphs: Cell<usize>,
    /// The number of the one that is being set, else 0.
    paragraph: Cell<usize>,
    pictures: &'a BTreeMap<String, PictureData>,
    notes: &'a [body::Note],
    /// Footnotes whose first mark has been set.
    marked: RefCell<HashSet<usize>>,
    /// Width of the lines that are being set, in em of their own size.
    room: Cell<f64>,
    /// Size of running text by that of footnotes.
    note_room: f64,
    spacing: &'a Spacing,
    /// What of a line is surely room.
    safe: f64,
    /// In a table of few columns, where an e-mail address stays whole.
    is_in_table: Cell<bool>,
}

impl<'a> Setter<'a> {
    pub fn new(
        release: &'a Release,
        letterhead: &'a Letterhead,
        pictures: &'a BTreeMap<String, PictureData>,
        rejected_breaks: &'a Breaks,
    ) -> Self {
        let theme = &letterhead.theme;
        let (text_width, size) = (theme.measures.text_width, theme.sizes.body);
        // The release's own exceptions come last and win.
        let exceptions = letterhead.typography.hyphenation.iter().chain(&release.hyphenation);
        let own = Rc::new(LanguageSettings::new(release.language, exceptions.map(String::as_str)));
        Self {
            voice: RefCell::new(own.clone()),
            own,
            language: release.language,
            quotes: letterhead.typography.quotes,
            rejected_breaks,
            paragraphs: Cell::new(0),
            paragraph: Cell::new(0),
            pictures,
            notes: &release.body.notes,
            marked: RefCell::default(),
            room: Cell::new(text_width * POINTS_PER_MM / size.max(1.0)),
            note_room: size / theme.sizes.footnote.max(1.0),
            spacing: &theme.spacing,
            safe: SAFE[usize::from(
                !theme.fonts.iter().take(1).any(|font| RECKONED.contains(&font.as_str())),
            )],
            is_in_table: Cell::new(false),
        }
    }

    /// What is set in the language of a passage.
    fn within_language<T>(&self, language: &LanguageTag, set: impl FnOnce() -> T) -> T {
        let voice = match LanguageSettings::of_passage(language) {
            // The release's own words have its exceptions in a passage too.
            voice if voice.language == self.own.language => self.own.clone(),
            voice => Rc::new(voice),
        };
        self.within_voice(voice, set)
    }

    fn within_voice<T>(&self, voice: Rc<LanguageSettings>, set: impl FnOnce() -> T) -> T {
        let outer = self.voice.replace(voice);
        let result = set();
        self.voice.replace(outer);
        result
    }

    pub(super) fn language(&self) -> Language {
        self.language
    }

    /// Distances of the theme.
    pub(super) fn spacing(&self) -> &Spacing {
        self.spacing
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

    fn tongue(&self) -> TypesetLanguage {
        self.voice.borrow().language
    }

    /// Whether the language has patterns.
    pub fn hyphenates(&self) -> bool {
        self.voice.borrow().hyphenator.is_on()
    }

    /// A plain field in running text: caption, place, agenda.
    pub fn plain(&self, text: &str) -> Vec<Inline> {
        let mut set = Vec::new();
        self.push_text(self.string(text), &mut set, true);
        set
    }

    /// A plain field that breaks no word but one that would not fit a line:
    /// headline, subheadline.
    pub fn plain_unbroken(&self, text: &str) -> Vec<Inline> {
        if text.split_whitespace().any(|word| word.chars().count() > LONG_WORD) {
            let content = self.plain(text);
            return vec![Inline::Marked(Marked::Breakable { content })];
        }
        vec![Inline::Text(self.string(text))]
    }

    /// A plain field that the layout sets as one string: role, number.
    pub fn string(&self, text: &str) -> String {
        typography::set_text(text, self.tongue(), self.quotes)
    }

    /// Running text.
    pub fn inlines(&self, inlines: &[body::Inline]) -> Vec<Inline> {
        self.set(inlines, true)
    }

    /// A paragraph of running text, which may be long.
    pub fn paragraph(&self, inlines: &[body::Inline]) -> Vec<Inline> {
        if !self.hyphenates() {
            return self.inlines(inlines);
        }
        let number = self.paragraphs.get() + 1;
        self.paragraphs.set(number);
        // A footnote has paragraphs of its own in the middle of this one.
        let around = self.paragraph.replace(number);
        let mut content = vec![Inline::Marked(Marked::Mark { paragraph: number })];
        content.extend(self.inlines(inlines));
        content.push(Inline::Marked(Marked::Mark { paragraph: 0 }));
        self.paragraph.set(around);
        content
    }

    /// Text whose words never break: headings, names.
    pub fn unbroken(&self, inlines: &[body::Inline]) -> Vec<Inline> {
        self.set(inlines, false)
    }

    fn set(&self, inlines: &[body::Inline], hyphenate: bool) -> Vec<Inline> {
        self.pieces(&typography::set_inlines(inlines, self.tongue(), self.quotes), hyphenate)
    }

    /// Inlines whose quotes and spaces are set already.
    fn pieces(&self, inlines: &[body::Inline], hyphenate: bool) -> Vec<Inline> {
        let mut set = Vec::with_capacity(inlines.len());
        let mut text = String::new();
        for inline in inlines {
            match &inline.kind {
                InlineKind::Text(piece) => text.push_str(piece),
                other => {
                    self.push_text(std::mem::take(&mut text), &mut set, hyphenate);
                    set.extend(self.marked(other, hyphenate));
                }
            }
        }
        self.push_text(text, &mut set, hyphenate);
        set
    }

    fn push_text(&self, text: String, set: &mut Vec<Inline>, hyphenate: bool) {
        let mut from = 0;
        for unit in typography::units_with_stroke(&text) {
            self.push_run(&text[from..unit.start], set, hyphenate);
            let parts = vec![text[unit.clone()].to_owned()];
            set.push(Inline::Marked(Marked::Address { parts }));
            from = unit.end;
        }
        self.push_run(&text[from..], set, hyphenate);
    }

    fn push_run(&self, text: &str, set: &mut Vec<Inline>, hyphenate: bool) {
        if text.is_empty() {
            return;
        }
        if hyphenate && self.hyphenates() {
            let is_unwanted =
                |word: &str, at| self.rejected_breaks.contains(self.paragraph.get(), word, at);
            let pieces = self.voice.borrow().hyphenator.pieces(text, is_unwanted);
            set.extend(pieces.into_iter().map(|piece| {
                if piece.hyphenate {
                    Inline::Text(piece.text)
                } else {
                    Inline::Unbroken([piece.text])
                }
            }));
        } else {
            set.push(Inline::Text(text.to_owned()));
        }
    }

    fn marked(&self, kind: &InlineKind, hyphenate: bool) -> Option<Inline> {
        Some(Inline::Marked(match kind {
            InlineKind::Text(_) | InlineKind::SoftBreak => return None,
            InlineKind::Code(text) => Marked::Code { text: text.clone() },
            InlineKind::Emphasis(content) => {
                Marked::Emphasis { content: self.pieces(content, hyphenate) }
            }
            InlineKind::Strong(content) => {
                Marked::Strong { content: self.pieces(content, hyphenate) }
            }
            InlineKind::Passage { language, content } => {
                self.within_language(language, || Marked::Passage {
                    language: language.primary().to_owned(),
                    region: language.region().map(str::to_owned),
                    hyphenate: hyphenate && self.hyphenates(),
                    content: self.pieces(content, hyphenate),
                })
            }
            InlineKind::Link { url, content, bare } => Marked::Link {
                url: url.clone(),
                content: self.link_text(content, *bare, hyphenate),
            },
            InlineKind::Picture(picture) => {
                let prepared = self.pictures.get(&picture.file)?;
                let (path, ratio) = (prepared.path.clone(), prepared.ratio);
                Marked::Picture {
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
                    Some(self.within_voice(self.own.clone(), blocks))
                };
                Marked::Footnote { note: *note, blocks: first.then(note_blocks).flatten() }
            }
            InlineKind::HardBreak => Marked::Break,
        }))
    }

    /// What a link shows. An address is never hyphenated: its hyphen would be read
    /// as part of it.
    fn link_text(&self, content: &[body::Inline], bare: bool, hyphenate: bool) -> Vec<Inline> {
        let is_text = matches!(content, [body::Inline { kind: InlineKind::Text(_), .. }]);
        let shown = body::plain_text(content);
        if bare || is_text && typography::is_address(&shown) {
            let is_mailbox = shown.contains('@') && !shown.contains('/');
            let least = if is_mailbox && self.is_in_table.get() { MAILBOX } else { 0.0 };
            let room = (self.room() * self.safe).max(least);
            let parts = typography::address_parts(&shown, room);
            return vec![Inline::Marked(Marked::Address { parts })];
        }
        self.pieces(content, hyphenate)
    }

    /// Blocks of the body.
    pub fn blocks(&self, blocks: &[body::Block]) -> Vec<Block> {
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
    ) -> Option<Block> {
        Some(match kind {
            BlockKind::Paragraph(content) => Block::Paragraph {
                opens: flow::opens(content, before),
                reserve: self.room_for_what_follows(content, after),
                content: self.paragraph(content),
            },
            BlockKind::Heading { level, content } => {
                Block::Heading { level: *level, content: self.unbroken(content) }
            }
            BlockKind::Quote { blocks, speaker } => Block::Quote {
                after_heading: matches!(before, Some(BlockKind::Heading { .. })),
                marked: begins_with_quote(blocks),
                blocks: self.within(self.room() - INDENT, || {
                    let mut set = self.blocks(blocks);
                    if let Some(speaker) = speaker {
                        self.keep_speaker(&mut set, blocks, &body::plain_text(speaker));
                    }
                    set
                }),
                speaker: speaker.as_deref().map(|speaker| self.unbroken(speaker)),
            },
            BlockKind::List(list) => Block::List {
                start: list.start,
                delimiter: list.delimiter,
                tight: list.tight,
                items: self.within(self.room() - INDENT, || {
                    list.items.iter().map(|item| self.blocks(&item.blocks)).collect()
                }),
            },
            BlockKind::Table(table) => Block::Table(self.table(table)),
            BlockKind::Picture(picture) => self.picture(picture)?,
            BlockKind::ThematicBreak => Block::Rule,
            BlockKind::Passage { language, blocks } => {
                self.within_language(language, || Block::Passage {
                    language: language.primary().to_owned(),
                    region: language.region().map(str::to_owned),
                    hyphenate: self.hyphenates(),
                    blocks: self.blocks(blocks),
                })
            }
        })
    }

    fn picture(&self, picture: &Picture) -> Option<Block> {
        let prepared = self.pictures.get(&picture.file)?;
        Some(Block::Picture {
            path: prepared.path.clone(),
            width: prepared.width,
            alt: picture.alt.clone(),
            decorative: picture.decorative,
            caption: picture.caption.as_deref().map(|caption| self.plain(caption)),
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
