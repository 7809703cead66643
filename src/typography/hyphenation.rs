//! Where words may break.
//!
//! Typst breaks where the patterns of a language propose it (hypher, TeX's
//! patterns). Many of those breaks are allowed and ugly ("ei-ne"), some are
//! wrong ("Wissenschaftsminis-ter"). This room decides which of the proposed ones
//! are wanted; none can be added.

use std::collections::HashMap;

use super::Piece;
use crate::release::Language;

/// Fewest letters on each side of a break.
const FEWEST: usize = 3;
/// A word with fewer letters, one of whose breaks is not wanted, does not break at
/// all: little is won by its other breaks, and it stays one piece in the tags.
const SHORT: usize = 10;

/// Knows the wanted breaks of every word.
pub(crate) struct Hyphenator {
    language: Option<hypher::Lang>,
    /// Lower-case word to the byte positions of its breaks.
    exceptions: HashMap<String, Vec<usize>>,
}

impl Hyphenator {
    /// `exceptions` are words with a hyphen at each wanted break. Where there are
    /// no patterns for the language nothing is broken.
    pub fn new<'a>(language: Language, exceptions: impl Iterator<Item = &'a str>) -> Self {
        let language = match language {
            Language::German => Some(hypher::Lang::German),
            Language::English => Some(hypher::Lang::English),
            Language::Czech => Some(hypher::Lang::Czech),
            Language::Polish => Some(hypher::Lang::Polish),
            Language::UpperSorbian => None,
        };
        Self { language, exceptions: exceptions.map(exception).collect() }
    }

    /// For a passage in a language that no release is written in, by its tag.
    pub fn of_passage(primary: &str) -> Self {
        let code = <[u8; 2]>::try_from(primary.as_bytes()).ok();
        Self { language: code.and_then(hypher::Lang::from_iso), exceptions: HashMap::new() }
    }

    /// Whether anything may break at all.
    pub fn is_on(&self) -> bool {
        self.language.is_some()
    }

    /// Parts a text into runs in which breaking is on or off, with as few changes as
    /// there can be: each one is a piece of its own in the file's tags. A change
    /// between two words stands at the space, so that most words stay whole.
    pub fn pieces(&self, text: &str) -> Vec<Piece> {
        let whole = |on| vec![Piece { text: text.to_owned(), hyphenate: on }];
        let Some(language) = self.language else {
            return whole(false);
        };
        let mut pieces = Vec::new();
        let mut from = 0;
        let mut on = None;
        for (start, word) in words(text) {
            let proposed = breaks(word, language);
            let wanted = self.wanted(word, &proposed);
            for (nth, at) in proposed.into_iter().enumerate() {
                let want = wanted.contains(&at);
                // Typst asks at the letter behind a break.
                let change = if nth == 0 { start } else { start + at };
                if on.is_some_and(|on| on != want) && from < change {
                    pieces.push(Piece { text: text[from..change].to_owned(), hyphenate: !want });
                    from = change;
                }
                on = Some(want);
            }
        }
        match on {
            None => whole(true),
            Some(on) => {
                pieces.push(Piece { text: text[from..].to_owned(), hyphenate: on });
                pieces
            }
        }
    }

    /// Those of the proposed breaks that are wanted.
    fn wanted(&self, word: &str, proposed: &[usize]) -> Vec<usize> {
        let lower = word.to_lowercase();
        let listed = self.exceptions.get(&lower).filter(|_| lower.len() == word.len());
        let is_wanted = |&&at: &&usize| match listed {
            Some(breaks) => breaks.contains(&at),
            None => word[..at].chars().count() >= FEWEST && word[at..].chars().count() >= FEWEST,
        };
        let wanted: Vec<_> = proposed.iter().filter(is_wanted).copied().collect();
        let is_short = listed.is_none() && word.chars().count() < SHORT;
        match is_short && wanted.len() < proposed.len() {
            true => Vec::new(),
            false => wanted,
        }
    }
}

/// Whether the German patterns would break a word at a byte position.
pub(crate) fn would_break(word: &str, at: usize) -> bool {
    breaks(word, hypher::Lang::German).contains(&at)
}

/// The breaks that the patterns propose, as byte positions.
fn breaks(word: &str, language: hypher::Lang) -> Vec<usize> {
    let mut at = 0;
    let mut ends: Vec<_> = hypher::hyphenate(word, language)
        .map(|syllable| {
            at += syllable.len();
            at
        })
        .collect();
    ends.pop();
    ends
}

/// The words of a text as Typst sees them: runs of letters, with their start.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split(|c: char| !c.is_alphabetic()).filter_map(move |word| {
        // A split piece begins where the last one ended, plus the parting character.
        let start = at;
        let parting = text[start + word.len()..].chars().next().map_or(0, char::len_utf8);
        at = start + word.len() + parting;
        (!word.is_empty()).then_some((start, word))
    })
}

/// `Vernetzungs-treffen` to its word and break.
fn exception(marked: &str) -> (String, Vec<usize>) {
    let mut word = String::with_capacity(marked.len());
    let mut breaks = Vec::new();
    for part in marked.trim().to_lowercase().split('-') {
        word.push_str(part);
        breaks.push(word.len());
    }
    breaks.pop();
    (word, breaks)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Runs without breaks in brackets.
    fn shown(text: &str, exceptions: &[&str]) -> String {
        let hyphenator = Hyphenator::new(Language::German, exceptions.iter().copied());
        let pieces = hyphenator.pieces(text).into_iter().map(|piece| match piece.hyphenate {
            true => piece.text,
            false => format!("[{}]", piece.text),
        });
        pieces.collect()
    }

    #[test]
    fn ugly_breaks_are_dropped_and_good_words_left_alone() {
        assert_eq!(shown("die Forschungslandschaft", &[]), "die Forschungslandschaft");
        assert_eq!(shown("eine Forschung", &[]), "[eine ]Forschung");
        assert_eq!(shown("haben sich eine", &[]), "[haben sich eine]");
        assert_eq!(shown("Intelligenz", &[]), "[Intel]ligenz");
    }

    #[test]
    fn exceptions_keep_only_their_own_breaks() {
        assert_eq!(
            shown("ein Vernetzungstreffen", &["Vernetzungs-treffen"]),
            "[ein Vernetzungs]tref[fen]"
        );
    }

    #[test]
    fn text_is_whole() {
        for text in ["", " ", "ä-ö ü", "Größenordnungen: 5 € – »eine« Überprüfung", "🦊eine🦊"]
        {
            let pieces = Hyphenator::new(Language::German, [].into_iter()).pieces(text);
            let plain: String = pieces.into_iter().map(|piece| piece.text).collect();
            assert_eq!(plain, text);
        }
    }
}
