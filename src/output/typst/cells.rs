//! A cell of a table as one text, and where that text may break.

use std::ops::Range;
use std::sync::LazyLock;

use icu_segmenter::options::LineBreakOptions;
use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed};
use unicode_segmentation::UnicodeSegmentation;

use super::pieces::{InlineData, MarkedData};
use crate::metrics::METRICS;
use crate::release::Language;

/// What the engine breaks lines with (UAX #14). Addresses in code it breaks at further places,
/// so that these are reckoned wider than they are.
static LINES: LazyLock<LineSegmenterBorrowed<'static>> =
    LazyLock::new(|| LineSegmenter::new_lstm(LineBreakOptions::default()));

/// What a box is to the engine where it breaks lines.
const BOX: char = '\u{FFFC}';

/// A cell as one text.
pub(super) struct CellText {
    /// As it is seen.
    pub text: String,
    pub is_bold: bool,
    /// As the engine breaks it: a box is one character of it.
    broken: String,
    /// Its pieces, in their order.
    pieces: Vec<CellPiece>,
    /// Where in `broken` a line may end without a hyphen.
    line_ends: Vec<usize>,
}

/// A piece of a cell.
struct CellPiece {
    /// Its first byte in what is seen, and in what is broken.
    seen: usize,
    start: usize,
    hyphenation: CellHyphenation,
}

/// How the words of a piece break.
#[derive(Debug, Clone, Copy)]
struct CellHyphenation {
    /// None where there are no patterns.
    language: Option<hypher::Lang>,
    is_on: bool,
}

impl CellHyphenation {
    fn new(language: &str) -> Self {
        let code = <[u8; 2]>::try_from(language.as_bytes()).ok();
        Self { language: code.and_then(hypher::Lang::from_iso), is_on: true }
    }
}

/// A word of a cell, by its bytes in what is broken.
pub(super) struct CellWord(Range<usize>);

impl CellText {
    pub fn new(cell: &[InlineData], is_bold: bool, language: Language) -> Self {
        let mut flat = Self {
            text: String::new(),
            is_bold,
            broken: String::new(),
            pieces: Vec::new(),
            line_ends: Vec::new(),
        };
        flat.push(cell, CellHyphenation::new(language.as_str()));
        // There is one before the first character too.
        flat.line_ends = LINES.segment_str(&flat.broken).filter(|at| *at > 0).collect();
        flat
    }

    fn push(&mut self, inlines: &[InlineData], hyphenation: CellHyphenation) {
        for inline in inlines {
            match inline {
                InlineData::Text(text) => self.push_text(text, hyphenation),
                InlineData::Unbroken([text]) => {
                    self.push_text(text, CellHyphenation { is_on: false, ..hyphenation });
                }
                InlineData::Marked(marked) => self.push_marked(marked, hyphenation),
            }
        }
    }

    fn push_marked(&mut self, marked: &MarkedData, hyphenation: CellHyphenation) {
        match marked {
            MarkedData::Strong { content } => {
                self.is_bold = true;
                self.push(content, hyphenation);
            }
            MarkedData::Emphasis { content }
            | MarkedData::Underlined { content }
            | MarkedData::Link { content, .. } => self.push(content, hyphenation),
            MarkedData::Passage { content, language, hyphenate, .. } => {
                let is_on = *hyphenate;
                self.push(content, CellHyphenation { is_on, ..CellHyphenation::new(language) });
            }
            MarkedData::Breakable { content } => {
                self.push(content, CellHyphenation { is_on: true, ..hyphenation });
            }
            MarkedData::Code { text } => {
                self.push_text(text, CellHyphenation { is_on: false, ..hyphenation });
            }
            MarkedData::Address { parts } => {
                parts.iter().for_each(|part| self.push_as(part, &BOX.to_string(), hyphenation));
            }
            MarkedData::Break | MarkedData::Joint => self.push_text("\n", hyphenation),
            MarkedData::Mark { .. } => {}
            // U+2060: to the engine no line ends beside it.
            MarkedData::Tie => self.push_as("", "\u{2060}", hyphenation),
            MarkedData::Footnote { note, .. } => {
                let digits = (note + 1).to_string();
                // A raised digit is as wide as a footnote's mark.
                self.push_as(&"¹".repeat(digits.len()), &digits, hyphenation);
            }
            MarkedData::Picture { ratio, .. } => {
                let em = ratio.clamp(1.0, METRICS.inline_picture_width).ceil();
                self.push_as(&"—".repeat(em as usize), &BOX.to_string(), hyphenation);
            }
        }
    }

    fn push_text(&mut self, text: &str, hyphenation: CellHyphenation) {
        self.push_as(text, text, hyphenation);
    }

    /// Adds a piece that is not broken as what is seen.
    fn push_as(&mut self, seen: &str, broken: &str, hyphenation: CellHyphenation) {
        let (seen_start, start) = (self.text.len(), self.broken.len());
        self.pieces.push(CellPiece { seen: seen_start, start, hyphenation });
        self.text.push_str(seen);
        self.broken.push_str(broken);
    }

    fn piece_at(&self, at: usize) -> Option<&CellPiece> {
        let behind = self.pieces.partition_point(|piece| piece.start <= at);
        behind.checked_sub(1).and_then(|piece| self.pieces.get(piece))
    }

    /// Where in what is seen a place in what is broken lies.
    fn seen_at(&self, at: usize) -> usize {
        match self.piece_at(at) {
            Some(piece) if at < self.broken.len() => piece.seen + (at - piece.start),
            _ => self.text.len(),
        }
    }

    /// What is seen of a range of what is broken, without the space at its end.
    fn seen(&self, range: Range<usize>) -> &str {
        let text = self.text.get(self.seen_at(range.start)..self.seen_at(range.end));
        text.unwrap_or_default().trim_end_matches([' ', '\n'])
    }

    /// The words between spaces, typed hyphens and parts of addresses, each with its text.
    pub fn words(&self) -> impl Iterator<Item = (CellWord, &str)> {
        let mut start = 0;
        let ends = self.line_ends.iter().copied().filter(|end| self.ends_word(*end));
        ends.filter_map(move |end| {
            let word = start..end;
            start = end;
            let seen = self.seen(word.clone());
            (!seen.is_empty()).then_some((CellWord(word), seen))
        })
    }

    /// Whether a line may end there in whatever column.
    fn ends_word(&self, at: usize) -> bool {
        let (before, behind) = self.broken.split_at_checked(at).unwrap_or_default();
        behind.is_empty()
            || behind.starts_with(BOX)
            || before.ends_with([' ', '\n', '-', '\u{200B}', BOX])
    }

    /// The parts of a word between which the engine can break it, each with its hyphen.
    pub fn parts(&self, word: &CellWord, mut visit: impl FnMut(&str)) {
        let CellWord(range) = word;
        let mut start = range.start;
        let first = self.line_ends.partition_point(|end| *end <= start);
        let ends = self.line_ends.iter().skip(first).copied();
        for end in ends.take_while(|end| *end <= range.end) {
            for hyphen in self.hyphens(start..end) {
                visit(&format!("{}-", self.seen(start..hyphen)));
                start = hyphen;
            }
            let last = self.seen(start..end);
            if !last.is_empty() {
                visit(last);
            }
            start = end;
        }
    }

    /// Where the engine breaks words between two ends of lines: runs of nothing but letters, where
    /// the patterns propose it and hyphenation is on at the letter behind.
    fn hyphens(&self, range: Range<usize>) -> Vec<usize> {
        let mut hyphens = Vec::new();
        let mut at = range.start;
        for word in self.broken.get(range).unwrap_or_default().split_word_bounds() {
            let end = at + word.len();
            let language = self.piece_at(at).and_then(|piece| piece.hyphenation.language);
            if let Some(language) = language
                && word.chars().all(char::is_alphabetic)
            {
                for syllable in hypher::hyphenate(word, language) {
                    at += syllable.len();
                    let is_on = self.piece_at(at).is_some_and(|piece| piece.hyphenation.is_on);
                    if at < end && is_on {
                        hyphens.push(at);
                    }
                }
            }
            at = end;
        }
        hyphens
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(cell: &[InlineData]) -> Vec<String> {
        let cell = CellText::new(cell, false, Language::German);
        let mut parts = Vec::new();
        for (word, _) in cell.words() {
            cell.parts(&word, |part| parts.push(part.to_owned()));
        }
        parts
    }

    fn text(text: &str) -> InlineData {
        InlineData::Text(text.to_owned())
    }

    #[test]
    fn words_part_where_the_engine_breaks_them() {
        assert_eq!(parts(&[text("Waldrand an")]), ["Wald-", "rand", "an"]);
        assert_eq!(parts(&[InlineData::Unbroken(["Waldrand".to_owned()])]), ["Waldrand"]);
        assert_eq!(parts(&[InlineData::Unbroken(["Nord-Süd".to_owned()])]), ["Nord-", "Süd"]);
        assert_eq!(parts(&[text("Wald/Rand")]), ["Wald/", "Rand"]);
    }

    #[test]
    fn what_the_engine_cannot_break_stays_whole() {
        for whole in [
            "Unternehmensgründer:innen",
            "Antrag_Wasserwirtschaft.pdf",
            "verwaltungsportal.bayern",
            "2021/2022/2023/2024",
            "Förderung2022",
        ] {
            assert_eq!(parts(&[text(whole)]), [whole]);
        }
        let parts = parts(&[text("KfW-Haus-40-Standard")]);
        assert_eq!(parts, ["KfW-", "Haus-40-", "Stan-", "dard"]);
    }

    #[test]
    fn a_word_with_the_mark_of_a_footnote_stays_whole() {
        let mark = || InlineData::Marked(MarkedData::Footnote { note: 11, blocks: None });
        assert_eq!(
            parts(&[text("Waldrand"), mark(), text(" am See")]),
            ["Waldrand¹¹", "am", "See"]
        );
    }

    #[test]
    fn a_passage_breaks_by_its_own_language() {
        let passage = |hyphenate| {
            InlineData::Marked(MarkedData::Passage {
                language: "en".to_owned(),
                region: None,
                hyphenate,
                content: vec![text("development")],
            })
        };
        assert_eq!(parts(&[passage(true)]), ["de-", "vel-", "op-", "ment"]);
        assert_eq!(parts(&[passage(false)]), ["development"]);
    }

    #[test]
    fn an_address_parts_between_its_parts_alone() {
        let parts_of_address = vec!["https://www.amt.example/".to_owned(), "a-b".to_owned()];
        let cell =
            [text("Amt: "), InlineData::Marked(MarkedData::Address { parts: parts_of_address })];
        assert_eq!(parts(&cell), ["Amt:", "https://www.amt.example/", "a-b"]);
    }
}
