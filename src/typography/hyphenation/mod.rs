//! Where words may break.
//!
//! Typst breaks where the patterns of a language propose it (hypher, TeX's
//! patterns). Nearly all of those breaks are allowed, and many are ugly ("ei-ne",
//! "Wissenschaftsminis-ter"). This module decides which of the proposed ones are
//! wanted; none can be added.

mod choice;
mod compounds;
mod lexicon;
mod names;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

pub(crate) use self::names::PersonNames;
use super::months;
use crate::release::Language;

/// A word with fewer letters does not break in a line: it gains too little.
const MIN_LETTERS: usize = 8;

/// How wide the lines are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LineRoom {
    /// Any word of a few letters, and any name, fits a line.
    Wide,
    /// Cells of a table, in which a short word may be wider than its column.
    Cells,
    /// Cells of many columns, in which a name may be.
    NarrowCells,
}

/// A piece of text as the layout sets it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TextPiece {
    /// The author's text.
    pub text: String,
    /// Whether its words may break where the patterns say.
    pub hyphenate: bool,
}

/// Knows the wanted breaks of every word.
pub(crate) struct Hyphenator {
    language: Option<hypher::Lang>,
    /// Lower-case word to its breaks.
    exceptions: HashMap<String, ListedWord>,
    names: PersonNames,
}

/// A word whose breaks somebody named.
struct ListedWord {
    /// Their byte positions.
    breaks: Vec<usize>,
    /// Whether they are wishes (soft hyphens in the text): where none of them can be fulfilled,
    /// the word breaks as any other.
    is_wish: bool,
}

impl Hyphenator {
    /// `exceptions` are words with a hyphen at each wanted break, `names` never break. Where
    /// there are no patterns for the language nothing is broken.
    pub fn new<'a>(
        language: Language,
        exceptions: impl Iterator<Item = &'a str>,
        names: PersonNames,
    ) -> Self {
        let language = match language {
            Language::German => Some(hypher::Lang::German),
            Language::English | Language::AmericanEnglish => Some(hypher::Lang::English),
            Language::Czech => Some(hypher::Lang::Czech),
            Language::Polish => Some(hypher::Lang::Polish),
            Language::UpperSorbian => None,
        };
        Self { language, exceptions: exceptions.map(exception).collect(), names }
    }

    /// For a passage in a language that no release is written in, by its tag.
    pub fn of_passage(primary: &str) -> Self {
        let code = <[u8; 2]>::try_from(primary.as_bytes()).ok();
        Self {
            language: code.and_then(hypher::Lang::from_iso),
            exceptions: HashMap::new(),
            names: PersonNames::default(),
        }
    }

    /// Whether anything may break at all.
    pub fn is_on(&self) -> bool {
        self.language.is_some()
    }

    /// Splits a text into runs in which breaking is on or off, with as few changes as
    /// there can be: each one is a piece of its own in the file's tags. A change
    /// between two words stands at the space, so that most words stay whole.
    /// `is_rejected` says of a break of a word, as a byte position, that it must not be
    /// used here, although it is good elsewhere.
    pub fn pieces(
        &self,
        text: &str,
        lines: LineRoom,
        is_rejected: impl Fn(&str, usize) -> bool,
    ) -> Vec<TextPiece> {
        let Some(language) = self.language else {
            return whole(text, false);
        };
        let mut pieces = Vec::new();
        let mut from = 0;
        let mut on = None;
        for (start, word) in words(text) {
            let (before, behind) = (&text[..start], &text[start + word.len()..]);
            if is_held(before.chars().rev()) || is_held(behind.chars()) {
                continue;
            }
            let is_damaged = is_damaged(before.chars().rev()) || is_damaged(behind.chars());
            // The patterns take long. Where breaking is off already, what they propose for a word
            // that is to stay whole changes nothing.
            if on == Some(false) && (is_damaged || self.is_whole(word, lines)) {
                continue;
            }
            let proposed = breaks(word, language);
            let is_held = || lines != LineRoom::NarrowCells && self.is_name(word, before, behind);
            let mut wanted =
                if is_damaged { Vec::new() } else { self.wanted(word, &proposed, lines) };
            if !wanted.is_empty() && !self.is_listed(word) && is_held() {
                wanted.clear();
            }
            for (nth, at) in proposed.into_iter().enumerate() {
                let want = wanted.contains(&at) && !is_rejected(word, at);
                // Typst asks at the letter behind a break.
                let change = if nth == 0 { start } else { start + at };
                if on.is_some_and(|on| on != want) && from < change {
                    pieces
                        .push(TextPiece { text: text[from..change].to_owned(), hyphenate: !want });
                    from = change;
                }
                on = Some(want);
            }
        }
        match on {
            None => whole(text, true),
            Some(on) => {
                pieces.push(TextPiece { text: text[from..].to_owned(), hyphenate: on });
                pieces
            }
        }
    }

    /// Those of the proposed breaks that are wanted: what release and letterhead list
    /// as they list it, all else by choice.
    fn wanted(&self, word: &str, proposed: &[usize], lines: LineRoom) -> Vec<usize> {
        if proposed.is_empty() {
            return Vec::new();
        }
        let lower = word.to_lowercase();
        let listed = self.exceptions.get(&lower).filter(|_| lower.len() == word.len());
        if let Some(listed) = listed {
            let breaks = proposed.iter().filter(|at| listed.breaks.contains(at));
            let breaks: Vec<_> = breaks.copied().collect();
            if !breaks.is_empty() || !listed.is_wish {
                return breaks;
            }
        }
        match self.language {
            Some(language) if !is_unbroken(word, lines) => chosen(word, language),
            _ => Vec::new(),
        }
    }

    /// Whether a word never breaks in such lines, whatever the patterns propose.
    fn is_whole(&self, word: &str, lines: LineRoom) -> bool {
        is_unbroken(word, lines) && !self.is_listed(word)
    }

    /// Whether release or letterhead list the breaks of a word.
    fn is_listed(&self, word: &str) -> bool {
        !self.exceptions.is_empty() && self.exceptions.contains_key(&word.to_lowercase())
    }

    /// Whether a word is a name, of a day or month too, by itself or by what stands around it.
    fn is_name(&self, word: &str, before: &str, behind: &str) -> bool {
        months::is_in_dates(word)
            || word.starts_with(char::is_uppercase)
                && (self.names.has(word) || names::is_named(word, before, behind))
    }
}

fn whole(text: &str, hyphenate: bool) -> Vec<TextPiece> {
    vec![TextPiece { text: text.to_owned(), hyphenate }]
}

/// Whether a word goes on beside its letters, in digits ("AVAWAT2022") or behind
/// punctuation ("Bürger:innen"): to Typst it is one word, which has more than letters and
/// never breaks. `beside` are the characters at one of its ends, the nearest first.
fn is_held(mut beside: impl Iterator<Item = char>) -> bool {
    match beside.next() {
        Some('_') => true,
        Some(':' | '.' | '·' | '\'' | '’' | '‘') => {
            beside.next().is_some_and(char::is_alphabetic)
        }
        Some(next) => next.is_numeric(),
        None => false,
    }
}

/// Whether a word goes on behind a character that replaces letters or splits a form of
/// several genders: "Zieli?ski", "Bürger*innen".
fn is_damaged(mut beside: impl Iterator<Item = char>) -> bool {
    matches!(beside.next(), Some('?' | '*' | '\u{FFFD}'))
        && beside.next().is_some_and(char::is_alphabetic)
}

/// Whether a word breaks nowhere, unless somebody lists its breaks.
fn is_unbroken(word: &str, lines: LineRoom) -> bool {
    let is_short = lines == LineRoom::Wide && word.chars().count() < MIN_LETTERS;
    is_short || has_inner_capital(word)
}

/// Whether a letter behind the first is a capital: "AVAWAT", "SMWK", "BAföG".
fn has_inner_capital(word: &str) -> bool {
    word.chars().skip(1).any(char::is_uppercase)
}

/// Whether the German patterns would break a word at a byte position.
pub(crate) fn would_break(word: &str, at: usize) -> bool {
    breaks(word, hypher::Lang::German).contains(&at)
}

/// Those of the proposed breaks that are chosen where nobody lists any. Remembered: releases share
/// most of their words, and a desk asks for all of them again after each key.
#[comemo::memoize]
fn chosen(word: &str, language: hypher::Lang) -> Vec<usize> {
    let proposed = breaks(word, language);
    match language {
        hypher::Lang::German => choice::german(word, &word.to_lowercase(), &proposed),
        _ => choice::simple(word, &proposed),
    }
}

/// The breaks that the patterns propose, as byte positions. Remembered as well.
#[comemo::memoize]
fn breaks(word: &str, language: hypher::Lang) -> Vec<usize> {
    let (before, behind) = language.bounds();
    if word.chars().count() < before + behind {
        return Vec::new();
    }
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
        // A split piece begins where the last one ended, plus the character between.
        let start = at;
        let between = text[start + word.len()..].chars().next().map_or(0, char::len_utf8);
        at = start + word.len() + between;
        (!word.is_empty()).then_some((start, word))
    })
}

/// `Vernetzungs-treffen` to its word and break.
fn exception(marked: &str) -> (String, ListedWord) {
    let is_wish = marked.contains('\u{AD}');
    let mut word = String::with_capacity(marked.len());
    let mut breaks = Vec::new();
    for part in marked.trim().to_lowercase().split(['-', '\u{AD}']) {
        word.push_str(part);
        breaks.push(word.len());
    }
    breaks.pop();
    (word, ListedWord { breaks, is_wish })
}
