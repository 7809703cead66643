//! People and where they are reached: titles, initials, telephone numbers, accounts, postcodes.

use super::gap::{Gap, OPENING, ends_with_digit, is_capital, is_letter_and_dot, is_of_digits};
use super::words::is_title;
use crate::typography::TypesetLanguage;

/// "Prof. Dr. X", "Sebastian M. Schmidt", "Dr. h. c. mult. Handschuh", "Dipl.-Ing. (FH) Moor".
pub(super) fn title_or_initial(gap: &Gap<'_>) -> bool {
    let Gap { left, right, .. } = *gap;
    let initial = is_letter_and_dot(left) && is_capital(left);
    let name = right.starts_with(|c: char| c.is_alphabetic());
    let is_honorary = left == "c." && gap.before == Some("h.");
    name && (is_title(left)
        || is_honorary && right == "mult."
        || (initial || is_honorary) && is_capital(right))
        || is_title(left) && is_school(right)
        || left.strip_suffix(')').is_some_and(is_school) && gap.before.is_some_and(is_title)
        || is_particle(gap)
}

/// "FH" in "Dipl.-Ing. (FH)", without the brackets.
fn is_school(word: &str) -> bool {
    let word = word.trim_start_matches('(').trim_end_matches(')');
    matches!(word, "FH" | "BA" | "TU" | "TH" | "Univ." | "Univ" | "Uni" | "DH" | "Lehramt")
}

/// "Ursula v. d. Leyen": the particles of a name that are abbreviated.
fn is_particle(gap: &Gap<'_>) -> bool {
    let Gap { before, left, right, after, .. } = *gap;
    left == "v." && right == "d." && after.is_some_and(is_capital)
        || left == "d." && before == Some("v.") && is_capital(right)
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

/// "IBAN DE02 1203 …": its further groups bind as those of a number do.
pub(super) fn account(gap: &Gap<'_>) -> bool {
    matches!(gap.left, "IBAN" | "IBAN:") && begins_account(gap.right)
        || begins_account(gap.left) && is_group(gap.right, 4)
        || gap.before.is_some_and(begins_account)
            && is_group(gap.left, 4)
            && is_of_digits(gap.right)
}

/// "DE02": a country and two digits (ISO 13616).
fn begins_account(word: &str) -> bool {
    let (country, digits) = word.split_at_checked(2).unwrap_or_default();
    country.bytes().all(|byte| byte.is_ascii_uppercase())
        && digits.len() == 2
        && is_of_digits(digits)
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
            let number = ["D-", "DE-", "D–"].iter().find_map(|country| left.strip_prefix(country));
            is_group(number.unwrap_or(left), 5)
                && !before.is_some_and(ends_with_digit)
                && is_capital(right)
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
