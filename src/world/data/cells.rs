//! A cell of a table as one text, and where that text may break.

use super::pieces::{Inline, Marked};
use crate::release::Language;

/// Stands where an address may break; no text holds it, a release with it is one
/// whose words may break there as well.
pub(super) const MAY_BREAK: char = '\u{200B}';

/// Where a piece of text may break besides its spaces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Breaks {
    /// At typed hyphens and where the patterns propose it.
    InWords,
    /// At typed hyphens.
    AtHyphens,
    /// Nowhere: a part of an address.
    Nowhere,
}

/// A cell as one text.
pub(super) struct Flat {
    pub text: String,
    /// Where words may break, piece by piece, each with its first byte.
    breaks: Vec<(usize, Breaks)>,
    pub is_bold: bool,
}

impl Flat {
    pub fn new(cell: &[Inline], is_bold: bool) -> Self {
        let mut flat = Self { text: String::new(), breaks: Vec::new(), is_bold };
        flat.push(cell, Breaks::InWords);
        flat
    }

    fn push(&mut self, inlines: &[Inline], breaks: Breaks) {
        for inline in inlines {
            match inline {
                Inline::Text(text) => self.push_text(text, breaks),
                Inline::Unbroken([text]) => self.push_text(text, Breaks::AtHyphens),
                Inline::Marked(marked) => self.push_marked(marked, breaks),
            }
        }
    }

    fn push_marked(&mut self, marked: &Marked, breaks: Breaks) {
        match marked {
            Marked::Strong { content } => {
                self.is_bold = true;
                self.push(content, breaks);
            }
            Marked::Emphasis { content }
            | Marked::Link { content, .. }
            | Marked::Passage { content, .. } => self.push(content, breaks),
            Marked::Breakable { content } => self.push(content, Breaks::InWords),
            Marked::Code { text } => self.push_text(text, Breaks::AtHyphens),
            Marked::Address { parts } => {
                for (nth, part) in parts.iter().enumerate() {
                    self.text.extend((nth > 0).then_some(MAY_BREAK));
                    self.push_text(part, Breaks::Nowhere);
                }
            }
            Marked::Break => self.text.push('\n'),
            Marked::Mark { .. } => {}
            // A raised digit is as wide as a footnote's mark.
            Marked::Footnote { note, .. } => {
                let digits = (note + 1).to_string();
                self.text.extend(digits.chars().map(|_| '¹'));
            }
            Marked::Picture { ratio, .. } => {
                let em = ratio.clamp(1.0, 12.0).ceil();
                self.text.extend(std::iter::repeat_n('—', em as usize));
            }
        }
    }

    fn push_text(&mut self, text: &str, breaks: Breaks) {
        self.breaks.push((self.text.len(), breaks));
        self.text.push_str(text);
    }

    fn breaks_at(&self, at: usize) -> Breaks {
        let piece = self.breaks.partition_point(|(start, _)| *start <= at);
        let piece = piece.checked_sub(1).and_then(|piece| self.breaks.get(piece));
        piece.map_or(Breaks::AtHyphens, |piece| piece.1)
    }

    /// The words between spaces and typed hyphens, each with its first byte.
    pub fn words(&self) -> impl Iterator<Item = (usize, &str)> {
        let mut start = 0;
        let ends = self.text.char_indices().filter_map(move |(at, sign)| match sign {
            ' ' | '\n' | MAY_BREAK => Some(at + sign.len_utf8()),
            '-' if self.breaks_at(at) != Breaks::Nowhere => Some(at + 1),
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
                if nth > 0 && self.breaks_at(at) == Breaks::InWords {
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
            if sign == "/" && self.breaks_at(at - 1) != Breaks::Nowhere {
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

    fn parts(cell: &[Inline]) -> Vec<String> {
        let cell = Flat::new(cell, false);
        let mut parts = Vec::new();
        for (start, word) in cell.words() {
            cell.parts(start, word, Language::German, |part| parts.push(part.to_owned()));
        }
        parts
    }

    #[test]
    fn words_part_where_the_engine_breaks_them() {
        assert_eq!(parts(&[Inline::Text("Waldrand an".to_owned())]), ["Wald-", "rand", "an"]);
        assert_eq!(parts(&[Inline::Unbroken(["Waldrand".to_owned()])]), ["Waldrand"]);
        assert_eq!(parts(&[Inline::Unbroken(["Nord-Süd".to_owned()])]), ["Nord-", "Süd"]);
    }

    #[test]
    fn an_address_parts_between_its_parts_alone() {
        let parts_of_address = vec!["https://www.amt.example/".to_owned(), "a-b".to_owned()];
        let cell = [Inline::Marked(Marked::Address { parts: parts_of_address })];
        assert_eq!(parts(&cell), ["https://www.amt.example/", "a-b"]);
    }
}
