//! The words of a laid-out sheet, with the places where they stand.

use std::ops::Range;

use typst::foundations::Content;
use typst::introspection::{Location, Tag};
use typst::layout::{Abs, FrameItem, Point};
use typst::model::{FootnoteElem, FootnoteEntry};
use typst::pdf::ArtifactElem;
use typst::text::TextItem;
use typst_layout::Page;

use super::Sheet;
use super::frames::{SOFT_HYPHEN, each_item};
use super::letters::letters;

/// A gap between two runs that is none, in em: a word is set in pieces.
const NEAR_EM: f64 = 0.12;
/// How far the baseline of a piece may be from that of its word, in pt.
const SAME_LINE_PT: f64 = 0.5;

/// The words of all pages. Those that are heard have their letters in one text: first those of the
/// pages, one page after the other, then those of their footnotes.
#[derive(Debug, Default)]
pub(crate) struct LaidText {
    /// The letters of the words that are heard ([`letters`]).
    pub letters: String,
    /// All words in the order in which pages have them.
    pub words: Vec<LaidWord>,
    /// Those that are heard, in the order of their letters.
    pub heard: Vec<usize>,
    /// The letters of each page, then those of the footnotes of each page.
    pub sections: Vec<LaidSection>,
}

/// The letters of a page, or of its footnotes.
#[derive(Debug, Clone)]
pub(crate) struct LaidSection {
    pub letters: Range<usize>,
    pub is_notes: bool,
}

/// A word, or the part of it that stands on a line.
#[derive(Debug)]
pub(crate) struct LaidWord {
    /// The page, from 0.
    pub page: usize,
    pub area: LaidArea,
    /// As it is seen, with the hyphen at the end of a line.
    pub text: String,
    /// Its letters in [`LaidText::letters`]; nowhere for what is not heard.
    pub letters: Range<usize>,
    kind: WordKind,
}

/// Where a word stands, in pt from the upper left corner of the page.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LaidArea {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum WordKind {
    Text,
    Note,
    /// Head, foot and decoration; what is repeated; the mark of a footnote.
    Unheard,
}

impl Sheet {
    /// The words of its pages.
    pub(crate) fn laid_text(&self) -> LaidText {
        let mut walk = WordWalk::default();
        for (number, page) in self.document.pages().iter().enumerate() {
            walk.page(number, page);
        }
        LaidText::of(walk.words, self.page_count())
    }
}

impl LaidText {
    fn of(words: Vec<LaidWord>, pages: usize) -> Self {
        let mut text = Self { words, ..Self::default() };
        for kind in [WordKind::Text, WordKind::Note] {
            let mut at = 0;
            for page in 0..pages {
                let start = text.letters.len();
                while let Some(word) = text.words.get_mut(at).filter(|word| word.page == page) {
                    if word.kind == kind {
                        let from = text.letters.len();
                        text.letters.push_str(&letters(&word.text));
                        word.letters = from..text.letters.len();
                        text.heard.push(at);
                    }
                    at += 1;
                }
                let letters = start..text.letters.len();
                text.sections.push(LaidSection { letters, is_notes: kind == WordKind::Note });
            }
        }
        text
    }
}

/// Where the walk over the pages is.
#[derive(Default)]
struct WordWalk {
    words: Vec<LaidWord>,
    /// What is open and not heard.
    unheard: Vec<Location>,
    /// Footnotes that are open.
    notes: Vec<Location>,
    /// Where the last word ends and on which line, if the next run may go on with it.
    end: Option<Point>,
}

/// A piece of a run without a space in it.
struct RunPiece {
    text: String,
    from: Abs,
    to: Abs,
    /// Whether a space stands before it.
    is_apart: bool,
}

impl WordWalk {
    fn page(&mut self, number: usize, page: &Page) {
        self.end = None;
        each_item(&page.frame, Point::zero(), &mut |at, item| match item {
            FrameItem::Tag(Tag::Start(element, _)) => self.begin(element),
            FrameItem::Tag(Tag::End(location, ..)) => {
                let open = self.unheard.len() + self.notes.len();
                self.unheard.retain(|open| open != location);
                self.notes.retain(|open| open != location);
                if open != self.unheard.len() + self.notes.len() {
                    self.end = None;
                }
            }
            FrameItem::Text(run) => self.run(number, at, run),
            _ => {}
        });
    }

    fn begin(&mut self, element: &Content) {
        let Some(location) = element.location() else { return };
        if element.is::<ArtifactElem>() || element.is::<FootnoteElem>() {
            self.unheard.push(location);
        } else if element.is::<FootnoteEntry>() {
            self.notes.push(location);
        } else {
            return;
        }
        self.end = None;
    }

    fn kind(&self) -> WordKind {
        if !self.unheard.is_empty() {
            WordKind::Unheard
        } else if self.notes.is_empty() {
            WordKind::Text
        } else {
            WordKind::Note
        }
    }

    fn run(&mut self, page: usize, at: Point, run: &TextItem) {
        let kind = self.kind();
        let (pieces, ends_apart) = pieces(run);
        let metrics = run.font.metrics();
        let (above, below) = (metrics.ascender.at(run.size), -metrics.descender.at(run.size));
        for piece in pieces {
            let (from, to) = (at.x + piece.from, at.x + piece.to);
            let goes_on = !piece.is_apart
                && self.end.is_some_and(|end| {
                    (end.y - at.y).abs().to_pt() < SAME_LINE_PT
                        && (end.x - from).abs() < run.size * NEAR_EM
                });
            self.end = Some(Point::new(to, at.y));
            if goes_on && let Some(word) = self.words.last_mut() {
                word.text.push_str(&piece.text);
                word.area.width = to.to_pt() - word.area.x;
                continue;
            }
            self.words.push(LaidWord {
                page,
                area: LaidArea {
                    x: from.to_pt(),
                    y: (at.y - above).to_pt(),
                    width: (to - from).to_pt(),
                    height: (above + below).to_pt(),
                },
                text: piece.text,
                letters: 0..0,
                kind,
            });
        }
        if ends_apart {
            self.end = None;
        }
    }
}

/// The pieces of a run between its spaces, and whether a space ends it.
fn pieces(run: &TextItem) -> (Vec<RunPiece>, bool) {
    let mut glyphs = Vec::with_capacity(run.glyphs.len());
    let mut x = Abs::zero();
    for glyph in &run.glyphs {
        let end = x + glyph.x_advance.at(run.size);
        glyphs.push((glyph.range(), x, end));
        x = end;
    }
    // Those of a text that runs to the left stand the other way round.
    if !glyphs.is_sorted_by_key(|(range, ..)| range.start) {
        glyphs.sort_by_key(|(range, ..)| range.start);
    }
    let mut pieces: Vec<RunPiece> = Vec::new();
    let mut is_apart = false;
    let mut begins = true;
    let mut said = 0;
    for (range, from, to) in glyphs {
        // Several glyphs may bear one letter.
        let text = run.text.get(range.start.max(said)..range.end).unwrap_or_default();
        said = said.max(range.end);
        if !text.is_empty() && text.trim().is_empty() {
            (is_apart, begins) = (true, true);
            continue;
        }
        let shown = if text == SOFT_HYPHEN { "-" } else { text.trim() };
        match pieces.last_mut().filter(|_| !begins) {
            Some(piece) => {
                piece.text.push_str(shown);
                (piece.from, piece.to) = (piece.from.min(from), piece.to.max(to));
            }
            None => pieces.push(RunPiece { text: shown.to_owned(), from, to, is_apart }),
        }
        begins = false;
    }
    let ends_apart = begins && is_apart;
    (pieces, ends_apart)
}
