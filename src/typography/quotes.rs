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

/// Whether there is a straight quote.
fn has_quotes(text: &str) -> bool {
    text.contains(['"', '\''])
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

/// The first straight quote of a paragraph that has no partner, in characters. None where
/// straight quotes are not turned.
pub(super) fn unbalanced(
    text: &str,
    language: TypesetLanguage,
    style: QuoteStyle,
) -> Option<usize> {
    if style == QuoteStyle::AsTyped || !has_quotes(text) {
        return None;
    }
    marks(language, style)?;
    let chars: Vec<char> = text.chars().collect();
    Pairing::of(&chars).unbalanced()
}
