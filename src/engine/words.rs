//! The words of a laid-out sheet, with the places where they stand.

use std::collections::HashMap;
use std::ops::Range;

use typst::introspection::{Location, Tag};
use typst::layout::{Abs, Frame, FrameItem, FrameParent, Inherit, Point};
use typst::model::FootnoteElem;
use typst::pdf::ArtifactElem;
use typst::text::TextItem;

use super::Sheet;
use super::frames::SOFT_HYPHEN;
use super::letters::letters;

/// A gap between two runs that is none, in em: a word is set in pieces.
const NEAR_EM: f64 = 0.12;
/// A space between two words of a line is no wider, in heights of the line.
const SPACE: f64 = 0.36;
/// How far the baseline of a piece may be from that of its word, in pt.
const SAME_LINE_PT: f64 = 0.5;

/// The words of all pages. Those that are heard have their letters in one text. What goes on on
/// another page follows there without what stands between: footnotes come last, and a cell that
/// is torn over pages stands whole where it begins.
#[derive(Debug, Default)]
pub(crate) struct LaidText {
    /// The letters of the words that are heard ([`letters`]).
    pub letters: String,
    /// All words in the order in which pages have them.
    pub words: Vec<LaidWord>,
    /// Those that are heard, in the order of their letters.
    pub heard: Vec<usize>,
    /// The letters of each page of the text, of a torn cell or of a footnote.
    pub sections: Vec<LaidSection>,
}

/// The letters of a page.
#[derive(Debug, Clone)]
pub(crate) struct LaidSection {
    pub letters: Range<usize>,
    /// Those of which text, cell or footnote they are.
    pub stream: usize,
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
    /// Whether no other word stands right before it: it begins a line, a cell or a label.
    pub begins: bool,
}

/// Where a word stands, in pt from the upper left corner of the page.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LaidArea {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}

impl Sheet {
    /// The words of its pages.
    pub(crate) fn laid_text(&self) -> LaidText {
        let mut walk = WordWalk::default();
        walk.streams.push(LaidStream::default());
        for (number, page) in self.document.pages().iter().enumerate() {
            (walk.page, walk.end) = (number, None);
            walk.frame(&page.frame, Point::zero());
        }
        let WordWalk { words, streams, .. } = walk;
        let mut text = LaidText { words, ..LaidText::default() };
        text.add(&streams, 0);
        let notes = streams.iter().enumerate().filter(|(_, stream)| stream.is_note);
        notes.for_each(|(number, _)| text.add(&streams, number));
        text
    }
}

impl LaidText {
    /// Adds the letters of a stream, and of what stands in it.
    fn add(&mut self, streams: &[LaidStream], number: usize) {
        let Some(stream) = streams.get(number) else { return };
        let mut page = None;
        for (of_page, item) in &stream.items {
            if page != Some(*of_page) {
                page = Some(*of_page);
                let letters = self.letters.len()..self.letters.len();
                self.sections.push(LaidSection { letters, stream: number });
            }
            let section = self.sections.len() - 1;
            match item {
                StreamItem::Word(at) => {
                    if let Some(word) = self.words.get_mut(*at) {
                        let from = self.letters.len();
                        self.letters.push_str(&letters(&word.text));
                        word.letters = from..self.letters.len();
                        self.heard.push(*at);
                    }
                }
                StreamItem::Stream(inner) => self.add(streams, *inner),
            }
            if let Some(section) = self.sections.get_mut(section) {
                section.letters.end = self.letters.len();
            }
        }
    }
}

impl LaidArea {
    /// Whether it stands on the line of another word, a space behind that.
    fn goes_on(self, before: Self) -> bool {
        let height = self.height.max(before.height);
        let gap = self.x - (before.x + before.width);
        let overlap = (self.y + self.height).min(before.y + before.height) - self.y.max(before.y);
        (-0.1 * height..=SPACE * height).contains(&gap) && overlap > 0.3 * height
    }
}

/// What is heard in one go: the text of the pages, a torn cell, a footnote.
#[derive(Default)]
struct LaidStream {
    /// What stands in it, each with its page.
    items: Vec<(usize, StreamItem)>,
    is_note: bool,
}

enum StreamItem {
    Word(usize),
    /// What begins here and goes on on other pages.
    Stream(usize),
}

/// Where the walk over the pages is.
#[derive(Default)]
struct WordWalk {
    words: Vec<LaidWord>,
    streams: Vec<LaidStream>,
    /// The streams of what goes on on other pages.
    known: HashMap<Location, usize>,
    page: usize,
    /// The number of the stream.
    stream: usize,
    /// What is open and not heard: head, foot and decoration; the mark of a footnote.
    unheard: Vec<Location>,
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
    fn frame(&mut self, frame: &Frame, origin: Point) {
        for (position, item) in frame.items() {
            let at = origin + *position;
            match item {
                // What is turned is no line of the text.
                FrameItem::Group(group) if group.transform.ky.get() != 0.0 => {}
                FrameItem::Group(group) => {
                    let at = at + Point::new(group.transform.tx, group.transform.ty);
                    let around = self.stream;
                    if let Some(parent) = group.parent {
                        self.enter(parent);
                    }
                    self.frame(&group.frame, at);
                    if self.stream != around {
                        (self.stream, self.end) = (around, None);
                    }
                }
                FrameItem::Tag(Tag::Start(element, _)) => {
                    if (element.is::<ArtifactElem>() || element.is::<FootnoteElem>())
                        && let Some(location) = element.location()
                    {
                        self.unheard.push(location);
                        self.end = None;
                    }
                }
                FrameItem::Tag(Tag::End(location, ..)) if self.unheard.contains(location) => {
                    self.unheard.retain(|open| open != location);
                    self.end = None;
                }
                FrameItem::Text(run) => self.run(at, run),
                _ => {}
            }
        }
    }

    /// Goes on with what may have begun on an earlier page.
    fn enter(&mut self, parent: FrameParent) {
        let new = self.streams.len();
        let stream = *self.known.entry(parent.location).or_insert(new);
        if stream == new {
            let is_note = parent.inherit == Inherit::No;
            self.streams.push(LaidStream { items: Vec::new(), is_note });
            if !is_note {
                self.push(StreamItem::Stream(new));
            }
        }
        (self.stream, self.end) = (stream, None);
    }

    fn push(&mut self, item: StreamItem) {
        let page = self.page;
        if let Some(stream) = self.streams.get_mut(self.stream) {
            stream.items.push((page, item));
        }
    }

    fn run(&mut self, at: Point, run: &TextItem) {
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
            if self.unheard.is_empty() {
                self.push(StreamItem::Word(self.words.len()));
            }
            let area = LaidArea {
                x: from.to_pt(),
                y: (at.y - above).to_pt(),
                width: (to - from).to_pt(),
                height: (above + below).to_pt(),
            };
            let before = self.words.last().filter(|word| word.page == self.page);
            self.words.push(LaidWord {
                page: self.page,
                // A dash or a dot before it is no word.
                begins: before.is_none_or(|before| {
                    !area.goes_on(before.area)
                        || before.begins && !before.text.contains(char::is_alphanumeric)
                }),
                area,
                text: piece.text,
                letters: 0..0,
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
