//! Straight quotes as the house's quotation marks; apostrophes.
//!
//! A mark becomes another mark in the same place, so a text keeps its number of
//! characters. Marks that the author typed as such stay as they are, and so do the straight
//! ones of a paragraph in which they do not balance.

mod around;
mod pairs;
#[cfg(test)]
mod tests;

use self::pairs::{Pairing, QuoteRole};
use super::TypesetLanguage;
use crate::letterhead::QuoteStyle;

/// Outer and inner marks, opening and closing.
type QuotationMarks = [(char, char); 2];

/// The marks of a language in a style; none where they are not known.
fn marks(language: TypesetLanguage, style: QuoteStyle) -> Option<QuotationMarks> {
    Some(match (language, style) {
        (TypesetLanguage::German, QuoteStyle::Guillemets) => [('»', '«'), ('›', '‹')],
        (TypesetLanguage::English, _) => [('“', '”'), ('‘', '’')],
        (TypesetLanguage::Polish, _) => [('„', '”'), ('«', '»')],
        (TypesetLanguage::French | TypesetLanguage::Southern, _) => [('«', '»'), ('“', '”')],
        (
            TypesetLanguage::German
            | TypesetLanguage::UpperSorbian
            | TypesetLanguage::Czech
            | TypesetLanguage::Western,
            _,
        ) => [('„', '“'), ('‚', '‘')],
        (TypesetLanguage::Other, _) => return None,
    })
}

/// The partner of a typed mark that begins a quote.
fn closing(opening: char, language: TypesetLanguage) -> char {
    match opening {
        '»' => '«',
        '«' => '»',
        '„' if language == TypesetLanguage::Polish => '”',
        '„' => '“',
        _ => '”',
    }
}

/// The partner of a typed mark that ends a quote.
fn opening(closing: char, language: TypesetLanguage) -> char {
    match closing {
        '«' => '»',
        '»' => '«',
        '”' if language == TypesetLanguage::English => '“',
        _ => '„',
    }
}

/// Whether there is a straight quote, or another character in the place of an apostrophe.
fn has_quotes(text: &str) -> bool {
    text.contains(['"', '\'', '´', '`', '‘'])
}

/// Turns straight quotes into the marks of the language and style.
pub(super) fn set(text: &str, language: TypesetLanguage, style: QuoteStyle) -> String {
    if style == QuoteStyle::AsTyped || !has_quotes(text) {
        return text.to_owned();
    }
    let Some(marks) = marks(language, style) else { return text.to_owned() };
    let chars: Vec<char> = text.chars().collect();
    let pairing = Pairing::of(&chars);
    let mut set = String::with_capacity(text.len() + 8);
    for (at, &c) in chars.iter().enumerate() {
        set.push(match pairing.role(at) {
            Some(QuoteRole::Apostrophe) => '’',
            Some(QuoteRole::Opens(level)) => marks[level].0,
            Some(QuoteRole::Closes(level)) => marks[level].1,
            Some(QuoteRole::ClosesTyped(opening)) => closing(opening, language),
            Some(QuoteRole::OpensTyped(closing)) => opening(closing, language),
            None => c,
        });
    }
    set
}

/// The first straight quote of a paragraph that has no partner, in characters; else a mark that
/// was typed as such and has none. None where straight quotes are not turned.
pub(super) fn unbalanced(
    text: &str,
    language: TypesetLanguage,
    style: QuoteStyle,
) -> Option<usize> {
    if style == QuoteStyle::AsTyped {
        return None;
    }
    marks(language, style)?;
    if !has_quotes(text) {
        return if text.contains(TYPED) { unbalanced_typed(text) } else { None };
    }
    let chars: Vec<char> = text.chars().collect();
    let pairing = Pairing::of(&chars);
    match pairing.unbalanced() {
        None if !pairing.has_typed() => unbalanced_typed(text),
        straight => straight,
    }
}

/// Marks of two families, which are as many as the quotes that they begin and end.
const TYPED: [char; 5] = ['„', '“', '”', '»', '«'];

/// A typed mark without a partner. A quote may begin with a paragraph and end with a later one.
fn unbalanced_typed(text: &str) -> Option<usize> {
    [&TYPED[..3], &TYPED[3..]].into_iter().find_map(|family| {
        let mut marks = marks_beside_words(text, family);
        let first = marks.next()?;
        let count = 1 + marks.count();
        let is_at_end = text.starts_with(family) || text.trim_end().ends_with(family);
        // 27” is a length.
        let before = first.checked_sub(1).and_then(|before| text.chars().nth(before));
        let is_length = before.is_some_and(|c| c.is_ascii_digit());
        (count % 2 == 1 && !(count == 1 && (is_at_end || is_length))).then_some(first)
    })
}

/// The places of marks of a family, in characters; not of those that stand by themselves.
fn marks_beside_words(text: &str, family: &[char]) -> impl Iterator<Item = usize> {
    let mut before = ' ';
    let mut characters = text.chars().enumerate().peekable();
    std::iter::from_fn(move || {
        let (at, character) = characters.next()?;
        let after = characters.peek().map_or(' ', |(_, after)| *after);
        let is_alone = before.is_whitespace() && after.is_whitespace();
        before = character;
        Some((at, family.contains(&character) && !is_alone))
    })
    .filter(|(_, is_mark)| *is_mark)
    .map(|(at, _)| at)
}
