//! Pieces that stay whole for the sake of a sign: "5,–", "8,-", "A++", "C++-".

use std::ops::Range;

const DASHES: [char; 3] = ['-', '–', '—'];
const HYPHENS: [char; 2] = ['\u{2010}', '\u{2011}'];
/// Signs that may follow an amount at once.
const CURRENCIES: [char; 3] = ['€', '$', '£'];

/// Amounts without cents, with the dash in their place: "5,–", "8,-", "3,--".
pub(super) fn even_amounts(text: &str) -> impl Iterator<Item = Range<usize>> {
    text.match_indices(',').filter_map(|(at, _)| {
        let (before, behind) = (text.get(..at)?, text.get(at + 1..)?);
        let outside = before.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
        let amount = before.get(outside.len()..)?;
        let rest = behind.trim_start_matches(DASHES);
        let rest = rest.strip_prefix(CURRENCIES).unwrap_or(rest);
        let is_amount = amount.starts_with(|c: char| c.is_ascii_digit())
            && amount.ends_with(|c: char| c.is_ascii_digit())
            && behind.starts_with(DASHES)
            && !rest.starts_with(char::is_alphanumeric);
        let is_apart = !outside.ends_with(|c: char| c.is_alphanumeric() || "–-/".contains(c));
        (is_amount && is_apart).then(|| outside.len()..text.len() - rest.len())
    })
}

/// Letters and digits with several signs behind them: "A++", "C++", and "C++-" in "C++-Kurs".
pub(super) fn repeated_signs(text: &str) -> impl Iterator<Item = Range<usize>> {
    text.match_indices("++").filter_map(|(at, _)| {
        let before = text.get(..at)?;
        if !before.ends_with(char::is_alphanumeric) {
            return None;
        }
        let outside = before.trim_end_matches(char::is_alphanumeric);
        let rest = text.get(at..)?.trim_start_matches('+');
        let goes_on =
            rest.strip_prefix('-').is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
        Some(outside.len()..text.len() - rest.len() + usize::from(goes_on))
    })
}

/// A dash or hyphen before a space that binds. The engine would begin the next line with that
/// space.
pub(super) fn dashes_before_bound_spaces(text: &str) -> impl Iterator<Item = Range<usize>> {
    ['\u{A0}', '\u{202F}'].into_iter().flat_map(move |space| {
        text.match_indices(space).filter_map(|(at, _)| {
            let before = text.get(..at)?.chars().next_back();
            let dash = before.filter(|sign| DASHES.contains(sign) || HYPHENS.contains(sign))?;
            Some(at - dash.len_utf8()..at)
        })
    })
}

/// Abbreviations of several words, each with its dot but for those in capitals: "Dr.-Ing.",
/// "Priv.-Doz.", "BT-Drs.".
pub(super) fn hyphened_abbreviations(text: &str) -> impl Iterator<Item = Range<usize>> {
    text.match_indices('-').filter_map(|(at, _)| {
        let (before, behind) = (text.get(..at)?, text.get(at + 1..)?);
        let letters = before.strip_suffix('.').unwrap_or(before);
        let outside = letters.trim_end_matches(char::is_alphabetic);
        let rest = behind.trim_start_matches(char::is_alphabetic);
        let (first, last) =
            (letters.get(outside.len()..)?, behind.get(..behind.len() - rest.len())?);
        let has_dot = letters.len() < before.len();
        let is_first = has_dot && first.chars().count() > 1
            || last == "Drs" && first.chars().all(char::is_uppercase);
        let is_apart = !outside.ends_with(|c: char| c.is_alphanumeric() || "-/.@_".contains(c));
        let is_last = last.chars().count() > 1
            && rest.strip_prefix('.').is_some_and(|rest| !rest.starts_with(char::is_alphanumeric));
        (is_first && !first.is_empty() && is_apart && is_last)
            .then(|| outside.len()..text.len() - rest.len() + 1)
    })
}
