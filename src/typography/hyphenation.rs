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

    /// Whether anything may break at all.
    pub fn is_on(&self) -> bool {
        self.language.is_some()
    }

    /// Parts a text into pieces: words whose proposed breaks are all wanted stay
    /// in the running text, the others are set apart.
    pub fn pieces(&self, text: &str) -> Vec<Piece> {
        let Some(language) = self.language else {
            return vec![Piece::Text(text.to_owned())];
        };
        let mut pieces = Vec::new();
        let mut plain = 0;
        for (start, word) in words(text) {
            let proposed = breaks(word, language);
            if proposed.is_empty() {
                continue;
            }
            let wanted = self.wanted(word, &proposed);
            if wanted.len() == proposed.len() {
                continue;
            }
            if plain < start {
                pieces.push(Piece::Text(text[plain..start].to_owned()));
            }
            let ends = wanted.iter().copied().chain([word.len()]);
            let mut from = 0;
            let parts = ends.map(|end| word[std::mem::replace(&mut from, end)..end].to_owned());
            pieces.push(Piece::Word(parts.collect()));
            plain = start + word.len();
        }
        if plain < text.len() {
            pieces.push(Piece::Text(text[plain..].to_owned()));
        }
        pieces
    }

    /// Those of the proposed breaks that are wanted.
    fn wanted(&self, word: &str, proposed: &[usize]) -> Vec<usize> {
        let lower = word.to_lowercase();
        let listed = self.exceptions.get(&lower).filter(|_| lower.len() == word.len());
        let is_wanted = |&&at: &&usize| match listed {
            Some(breaks) => breaks.contains(&at),
            None => {
                word[..at].chars().count() >= FEWEST && word[at..].chars().count() >= FEWEST
            }
        };
        proposed.iter().filter(is_wanted).copied().collect()
    }
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

    fn shown(text: &str, exceptions: &[&str]) -> String {
        let hyphenator = Hyphenator::new(Language::German, exceptions.iter().copied());
        let pieces = hyphenator.pieces(text).into_iter().map(|piece| match piece {
            Piece::Text(text) => text,
            Piece::Word(parts) => format!("[{}]", parts.join("|")),
        });
        pieces.collect()
    }

    #[test]
    fn ugly_breaks_are_dropped_and_good_words_left_alone() {
        assert_eq!(shown("auf eine Forschung", &[]), "auf [eine] Forschung");
assert_eq!(shown("die Forschung, die Tourismusinformation", &[]), "die Forschung, die Tourismusinformation");
    }

    #[test]
    fn exceptions_keep_only_their_own_breaks() {
        assert_eq!(shown("ein Vernetzungstreffen", &["Vernetzungs-treffen"]), "ein [Vernetzungs|treffen]");
    }

    #[test]
    fn text_is_whole() {
        for text in ["", " ", "ä-ö ü", "Größenordnungen: 5 € – »eine« Überprüfung", "🦊eine🦊"] {
            let plain: String = Hyphenator::new(Language::German, [].into_iter())
                .pieces(text)
                .into_iter()
                .map(|piece| match piece {
                    Piece::Text(text) => text,
                    Piece::Word(parts) => parts.concat(),
                })
                .collect();
            assert_eq!(plain, text);
        }
    }
}
