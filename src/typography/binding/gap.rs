//! A space with the words around it, and what such words look like.

use crate::typography::TypesetLanguage;

pub(super) const OPENING: [char; 11] = ['(', '[', '»', '«', '„', '‚', '›', '‹', '"', '\'', '“'];
pub(super) const CLOSING: [char; 16] =
    [')', ']', '»', '«', '“', '”', '‘', '›', '‹', '"', '\'', ',', ';', ':', '!', '?'];

/// A space between two words, without the marks that open the first and close the second.
#[derive(Clone, Copy)]
pub(super) struct Gap<'a> {
    /// The word before the left one.
    pub before: Option<&'a str>,
    pub left: &'a str,
    pub right: &'a str,
    /// The word behind the right one.
    pub after: Option<&'a str>,
    pub language: TypesetLanguage,
}

impl<'a> Gap<'a> {
    /// The word before the left one without the marks that open it.
    pub fn bare_before(&self) -> Option<&'a str> {
        self.before.map(|word| word.trim_start_matches(OPENING))
    }
}

pub(super) fn is_letter_and_dot(word: &str) -> bool {
    let mut chars = word.chars();
    matches!((chars.next(), chars.next(), chars.next()), (Some(c), Some('.'), None) if c.is_alphabetic())
}

/// The same without the quotes and brackets around it.
pub(super) fn is_bare_letter_and_dot(word: &str) -> bool {
    is_letter_and_dot(word.trim_start_matches(OPENING).trim_end_matches(CLOSING))
}

pub(super) fn starts_with_digit(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
}

pub(super) fn ends_with_digit(word: &str) -> bool {
    word.ends_with(|c: char| c.is_ascii_digit() || matches!(c, '½' | '¼' | '¾' | '⅓' | '⅔'))
}

pub(super) fn is_of_digits(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit())
}

pub(super) fn is_capital(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}

/// "II", "IV", "XIX".
pub(super) fn is_roman(word: &str) -> bool {
    (1..=6).contains(&word.len()) && word.bytes().all(|byte| b"IVXLC".contains(&byte))
}

/// The last of the parts of a range: "3" of "1.–3.", "November" of "Oktober/November".
pub(super) fn last_of_range(word: &str) -> &str {
    word.rsplit(['–', '-', '/']).next().unwrap_or(word)
}
