//! Which words stand where on a sheet, and which bytes of the release's file each came from.
//!
//! Text goes to a layout as data, and nothing in a laid-out page says where a letter came from. So
//! the texts of the release ([`release`]) are looked for among the words of the pages, by their
//! letters ([`align`]): typography changes spaces and quotation marks, layouts change capitals, and
//! lines part words, but letters stay, and stay in their order. That costs nothing where it is not
//! asked for, and works for any layout.

mod align;
mod index;
mod inlines;
mod passage;
mod release;
mod signs;

use std::ops::Range;
use std::sync::Arc;

use self::align::TextAlignment;
use self::passage::{Passage, PassageOrigin};
use crate::engine::{LaidText, Sheet};
use crate::source::Source;

/// A word on a sheet, or the part of one that stands on a line.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct SheetWord {
    /// The page, from 0.
    pub page: usize,
    /// The left edge, in pt from that of the page.
    pub x: f64,
    /// The upper edge, in pt from that of the page.
    pub y: f64,
    /// In pt.
    pub width: f64,
    /// In pt.
    pub height: f64,
    /// The word as it is seen, with the signs around it and the hyphen at the end of its line.
    pub text: String,
    /// Where it came from. None for words of the letterhead, labels, page numbers and running
    /// heads, and where it is in doubt.
    pub origin: Option<WordOrigin>,
}

/// The place of a word in the file of its release.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct WordOrigin {
    /// The path of its field: `body`, `contacts[0].email`.
    pub field: Arc<str>,
    /// Its bytes in the file ([`Source::bytes`]), from its first letter to its last: of a word
    /// that is parted at the end of a line, all of it.
    pub range: Range<usize>,
    /// Whether the range is all of the field, quotes included, since the word has no place of its
    /// own in it: a date in words.
    pub is_whole_field: bool,
}

impl Sheet {
    /// The words of the sheet in the order of its pages, each with where it came from in the
    /// release's file.
    ///
    /// A release that was built from values has no file, and its words come from nowhere. Text
    /// that is turned is left out.
    ///
    /// ```
    /// use letterpress::source::{Format, Source};
    /// use letterpress::{Job, Typesetter};
    ///
    /// # fn main() -> Result<(), letterpress::diagnostic::Diagnostics> {
    /// let text = "---\nletterhead: neutral\ndate: 2022-11-25\nheadline: Neu\n---\nEin *Satz*.\n";
    /// let source = Source::from_text("release.md", Format::Markdown, text.to_owned());
    /// let sheet = Typesetter::new().typeset(&Job::new(&source))?;
    ///
    /// let words = sheet.words();
    /// let word = words.iter().find(|word| word.text == "Satz.").unwrap();
    /// let origin = word.origin.as_ref().unwrap();
    /// assert_eq!((&*origin.field, &text[origin.range.clone()]), ("body", "Satz"));
    /// assert!(word.page == 0 && word.x > 0.0 && word.width > 0.0);
    /// # Ok(())
    /// # }
    /// ```
    pub fn words(&self) -> Vec<SheetWord> {
        let laid = self.laid_text();
        let letterhead = self.stationery.letterhead();
        let (origins, names) = match self.fields.source() {
            Some(source) => {
                let (passages, names) = release::passages(&self.release, letterhead, &self.fields);
                (origins(&laid, &passages, source), names)
            }
            None => (Vec::new(), Vec::new()),
        };
        let mut origins = origins.into_iter();
        let words = laid.words.into_iter().map(|word| SheetWord {
            page: word.page,
            x: word.area.x,
            y: word.area.y,
            width: word.area.width,
            height: word.area.height,
            text: word.text,
            origin: origins.next().flatten().and_then(|origin| {
                let field = names.get(origin.field)?.clone();
                let (range, is_whole_field) = (origin.range, origin.is_whole);
                Some(WordOrigin { field, range, is_whole_field })
            }),
        });
        words.collect()
    }
}

/// The origin of each word of a sheet, in the bytes of the file.
fn origins(laid: &LaidText, passages: &[Passage], source: &Source) -> Vec<Option<PassageOrigin>> {
    let alignment = TextAlignment::new(laid, passages);
    let mut found = vec![None; laid.words.len()];
    for (passage, placement) in passages.iter().zip(&alignment.placed) {
        let Some(placement) = placement else { continue };
        for piece in &placement.pieces {
            let first = laid.heard.partition_point(|at| {
                laid.words.get(*at).is_some_and(|word| word.letters.start < piece.sheet.start)
            });
            for at in laid.heard.get(first..).unwrap_or_default() {
                let Some(word) = laid.words.get(*at) else { continue };
                if word.letters.start >= piece.sheet.end {
                    break;
                }
                if word.letters.is_empty() || word.letters.end > piece.sheet.end {
                    continue;
                }
                let from = piece.from + (word.letters.start - piece.sheet.start);
                let origin = origin_of(passage, from..from + word.letters.len());
                if let Some(found) = found.get_mut(*at) {
                    *found = origin;
                }
            }
        }
    }
    signs::add(laid, passages, &alignment.placed, &mut found);
    for origin in found.iter_mut().flatten() {
        origin.range = source.file_range(origin.range.clone());
    }
    found
}

/// The origin of the words of a passage to which these letters belong.
fn origin_of(passage: &Passage, letters: Range<usize>) -> Option<PassageOrigin> {
    let first = passage.words.partition_point(|word| word.letters.end <= letters.start);
    let words = passage.words.get(first..)?.iter();
    let mut words = words
        .take_while(|word| word.letters.start < letters.end)
        .filter(|word| !word.letters.is_empty());
    let mut origin = words.next()?.origin.clone()?;
    for word in words {
        let next = word.origin.as_ref().filter(|next| next.field == origin.field)?;
        origin.range.end = origin.range.end.max(next.range.end);
    }
    Some(origin)
}
