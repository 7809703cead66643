//! People and where they are reached: titles, initials, telephone numbers, postcodes.

use super::gap::{
    Gap, OPENING, ends_with_digit, is_bare_letter_and_dot, is_capital, is_letter_and_dot,
    is_of_digits,
};
use super::words::TITLES;
use crate::typography::TypesetLanguage;

/// "Prof. Dr. X", "Sebastian M. Schmidt", "Dr. h. c. Handschuh".
pub(super) fn title_or_initial(gap: &Gap<'_>) -> bool {
    let Gap { left, right, .. } = *gap;
    let initial = is_letter_and_dot(left) && is_capital(left);
    let name = right.starts_with(|c: char| c.is_alphabetic());
    let is_honorary = left == "c." && gap.before == Some("h.");
    name && (TITLES.contains(&left) || (initial || is_honorary) && is_capital(right))
}

/// "Sebastian M. Schmidt": the name goes on behind the initial, so it stays whole.
pub(super) fn first_name_and_initial(gap: &Gap<'_>) -> bool {
    let Gap { left, right, after, .. } = *gap;
    let is_name = left.chars().count() > 1 && left.chars().all(|c| c.is_alphabetic() || c == '-');
    is_letter_and_dot(right)
        && is_capital(right)
        && is_capital(left)
        && is_name
        && after.is_some_and(is_capital)
}

/// "+49 351 564 60200", "0351 564-60200": groups of digits behind a prefix.
pub(super) fn telephone(gap: &Gap<'_>) -> bool {
    let Gap { before, left, right, .. } = *gap;
    is_digit_group(right)
        && (is_dialling_prefix(left)
            || left == "(0)"
            || is_digit_group(left)
                && before.is_some_and(|word| {
                    is_dialling_prefix(word) || word.len() <= 5 && is_digit_group(word)
                }))
}

/// "564", "60200", "564-60200".
fn is_digit_group(word: &str) -> bool {
    let word = word.trim_end_matches(['.', ')']);
    !word.is_empty()
        && word.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'-' | b'/' | b'(' | b')'))
}

/// "+49", "0351".
fn is_dialling_prefix(word: &str) -> bool {
    let digits = word.trim_start_matches(OPENING);
    digits.strip_prefix('+').is_some_and(is_digit_group)
        || (digits.starts_with('0') && digits.len() >= 3 && is_digit_group(digits))
}

/// "01097 Dresden" (DIN 5008), "00-950 Warszawa", "110 00 Praha".
pub(super) fn postcode_and_town(gap: &Gap<'_>) -> bool {
    let Gap { before, left, right, after, language } = *gap;
    match language {
        // The last group of a telephone number has one before it.
        TypesetLanguage::German => {
            is_group(left, 5) && !before.is_some_and(ends_with_digit) && is_capital(right)
        }
        TypesetLanguage::Polish => {
            let parts = left.split_once('-');
            parts.is_some_and(|(first, last)| is_group(first, 2) && is_group(last, 3))
                && is_capital(right)
        }
        TypesetLanguage::Czech => {
            is_group(left, 3) && is_group(right, 2) && after.is_some_and(is_capital)
                || is_group(left, 2)
                    && before.is_some_and(|word| is_group(word, 3))
                    && is_capital(right)
        }
        _ => false,
    }
}

/// Whether a word is so many digits.
fn is_group(word: &str, length: usize) -> bool {
    word.len() == length && is_of_digits(word)
}

/// Two letters with dots that are an abbreviation: "z. B.", or a run of more: "i. d. R.".
pub(super) fn abbreviation(gap: &Gap<'_>) -> bool {
    let Gap { before, left, right, after, .. } = *gap;
    if left == "z." && right == "Hd." {
        return true;
    }
    if !(is_letter_and_dot(left) && is_letter_and_dot(right)) {
        return false;
    }
    // "m. w. N.": the run goes on or came from before.
    let is_run = left.starts_with(char::is_lowercase)
        && [before, after].into_iter().flatten().any(is_bare_letter_and_dot);
    let pair = (left.chars().next().unwrap_or(' '), right.chars().next().unwrap_or(' '));
    is_run || ABBREVIATIONS.contains(&pair)
}

/// Abbreviations of two letters, set with a narrow space.
#[rustfmt::skip]
const ABBREVIATIONS: &[(char, char)] = &[
    ('z', 'B'), ('u', 'a'), ('u', 'Ä'), ('u', 'ä'), ('d', 'h'), ('z', 'T'), ('v', 'a'), ('s', 'o'),
    ('s', 'u'), ('i', 'A'), ('i', 'V'), ('i', 'R'), ('u', 'U'), ('o', 'Ä'), ('o', 'ä'), ('o', 'g'),
    ('m', 'E'), ('z', 'Z'), ('a', 'D'), ('e', 'V'), ('n', 'r'), ('i', 'e'), ('e', 'g'), ('h', 'c'),
    ('a', 'M'), ('t', 'r'), ('n', 'l'), ('n', 'm'), ('v', 'l'), ('b', 'r'),
];
