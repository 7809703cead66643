//! A cell of a table as one text, and where that text may break.

use super::pieces::{InlineData, MarkedData};
use crate::metrics::METRICS;
use crate::release::Language;

/// Stands where an address may break; no text holds it, a release with it is one
/// whose words may break there as well.
pub(super) const MAY_BREAK: char = '\u{200B}';

/// Where a piece of text may break besides its spaces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum BreakRule {
    /// At typed hyphens and where the patterns propose it.
    InWords,
    /// At typed hyphens.
    AtHyphens,
    /// Nowhere: a part of an address.
    Nowhere,
}

/// A cell as one text.
pub(super) struct CellText {
    pub text: String,
    /// Where words may break, piece by piece, each with its first byte.
    breaks: Vec<(usize, BreakRule)>,
    pub is_bold: bool,
}

impl CellText {
    pub fn new(cell: &[InlineData], is_bold: bool) -> Self {
        let mut flat = Self { text: String::new(), breaks: Vec::new(), is_bold };
        flat.push(cell, BreakRule::InWords);
        flat
    }

    fn push(&mut self, inlines: &[InlineData], breaks: BreakRule) {
        for inline in inlines {
            match inline {
                InlineData::Text(text) => self.push_text(text, breaks),
                InlineData::Unbroken([text]) => self.push_text(text, BreakRule::AtHyphens),
                InlineData::Marked(marked) => self.push_marked(marked, breaks),
            }
        }
    }

    fn push_marked(&mut self, marked: &MarkedData, breaks: BreakRule) {
        match marked {
            MarkedData::Strong { content } => {
                self.is_bold = true;
                self.push(content, breaks);
            }
            MarkedData::Emphasis { content }
            | MarkedData::Underlined { content }
            | MarkedData::Link { content, .. }
            | MarkedData::Passage { content, .. } => self.push(content, breaks),
            MarkedData::Breakable { content } => self.push(content, BreakRule::InWords),
            MarkedData::Code { text } => self.push_text(text, BreakRule::AtHyphens),
            MarkedData::Address { parts } => {
                for (nth, part) in parts.iter().enumerate() {
                    self.text.extend((nth > 0).then_some(MAY_BREAK));
                    self.push_text(part, BreakRule::Nowhere);
                }
            }
            MarkedData::Break | MarkedData::Joint => self.text.push('\n'),
            MarkedData::Mark { .. } => {}
            // A raised digit is as wide as a footnote's mark.
            MarkedData::Footnote { note, .. } => {
                let digits = (note + 1).to_string();
                self.text.extend(digits.chars().map(|_| '¹'));
            }
            MarkedData::Picture { ratio, .. } => {
                let em = ratio.clamp(1.0, METRICS.inline_picture_width).ceil();
                self.text.extend(std::iter::repeat_n('—', em as usize));
            }
        }
    }

    fn push_text(&mut self, text: &str, breaks: BreakRule) {
        self.breaks.push((self.text.len(), breaks));
        self.text.push_str(text);
    }

    fn breaks_at(&self, at: usize) -> BreakRule {
        let piece = self.breaks.partition_point(|(start, _)| *start <= at);
        let piece = piece.checked_sub(1).and_then(|piece| self.breaks.get(piece));
        piece.map_or(BreakRule::AtHyphens, |piece| piece.1)
    }

    /// The words between spaces and typed hyphens, each with its first byte.
    pub fn words(&self) -> impl Iterator<Item = (usize, &str)> {
        let mut start = 0;
        let ends = self.text.char_indices().filter_map(move |(at, sign)| match sign {
            ' ' | '\n' | MAY_BREAK => Some(at + sign.len_utf8()),
            '-' if self.breaks_at(at) != BreakRule::Nowhere => Some(at + 1),
            _ => None,
        });
        ends.chain([self.text.len()]).filter_map(move |end| {
            let word = self.text.get(start..end)?.trim_end_matches([' ', '\n', MAY_BREAK]);
            let word = (start, word);
            start = end;
            (!word.1.is_empty()).then_some(word)
        })
    }

    /// The parts of a word that begins at `start`, as Typst breaks it: where the
    /// patterns of the language propose it and hyphenation is on at the letter behind.
    pub fn parts(&self, start: usize, word: &str, language: Language, mut visit: impl FnMut(&str)) {
        let code = <[u8; 2]>::try_from(language.as_str().as_bytes()).ok();
        let Some(patterns) = code.and_then(hypher::Lang::from_iso) else {
            return visit(word);
        };
        let mut part = String::new();
        let mut at = start;
        for run in word.split_inclusive(|c: char| !c.is_alphabetic()) {
            let letters = run.trim_end_matches(|c: char| !c.is_alphabetic());
            for (nth, syllable) in hypher::hyphenate(letters, patterns).enumerate() {
                if nth > 0 && self.breaks_at(at) == BreakRule::InWords {
                    part.push('-');
                    visit(&part);
                    part.clear();
                }
                part.push_str(syllable);
                at += syllable.len();
            }
            let sign = run.get(letters.len()..).unwrap_or_default();
            part.push_str(sign);
            at += sign.len();
            if sign == "/" && self.breaks_at(at - 1) != BreakRule::Nowhere {
                visit(&part);
                part.clear();
            }
        }
        visit(&part);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(cell: &[InlineData]) -> Vec<String> {
        let cell = CellText::new(cell, false);
        let mut parts = Vec::new();
        for (start, word) in cell.words() {
            cell.parts(start, word, Language::German, |part| parts.push(part.to_owned()));
        }
        parts
    }

    #[test]
    fn words_part_where_the_engine_breaks_them() {
        assert_eq!(parts(&[InlineData::Text("Waldrand an".to_owned())]), ["Wald-", "rand", "an"]);
        assert_eq!(parts(&[InlineData::Unbroken(["Waldrand".to_owned()])]), ["Waldrand"]);
        assert_eq!(parts(&[InlineData::Unbroken(["Nord-Süd".to_owned()])]), ["Nord-", "Süd"]);
    }

    #[test]
    fn an_address_parts_between_its_parts_alone() {
        let parts_of_address = vec!["https://www.amt.example/".to_owned(), "a-b".to_owned()];
        let cell = [InlineData::Marked(MarkedData::Address { parts: parts_of_address })];
        assert_eq!(parts(&cell), ["https://www.amt.example/", "a-b"]);
    }
}
