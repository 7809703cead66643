//! References: "§ 3 Abs. 2 Satz 1", "Verordnung (EU) 2016/679", "Halle 4", "B 173".

use super::gap::{CLOSING, Gap, OPENING, is_of_digits, is_roman, starts_with_digit};
use super::words::{UNIONS, is_act, is_gazette, is_label, is_lettered, is_part};

/// "§ 3", "Nr. 5", "Buchst. a", "Anhang II", "B 173", "Archivstraße 1".
pub(super) fn label_and_number(gap: &Gap<'_>) -> bool {
    let Gap { left, right, .. } = *gap;
    // Roads and motorways: A 4, B 173, S 81, K 7702.
    let road = matches!(left, "A" | "B" | "S" | "K" | "E" | "L");
    let digits = right.bytes().take_while(u8::is_ascii_digit).count();
    // The lists are long, so they come last.
    starts_with_digit(right)
        && (is_label(left)
            || digits <= 3 && is_street(left)
            || (road && digits <= 4 && digits == right.trim_end_matches('.').len()))
        || is_roman(right.trim_end_matches('.')) && is_label(left)
        || has_letter(left, right)
        // "SächsGVBl. S. 467", "ABl. L 119"
        || matches!(right, "S." | "L" | "C")
            && is_gazette(left)
            && gap.after.is_some_and(starts_with_digit)
}

/// "4 Js 12345/23", "1 BvR 2656/18", "8 C 12.25": chamber, register and number of a court's file.
pub(super) fn court_file(gap: &Gap<'_>) -> bool {
    let Gap { before, left, right, after, .. } = *gap;
    is_chamber(left) && is_register(right) && after.is_some_and(is_file_number)
        || before.is_some_and(is_chamber) && is_register(left) && is_file_number(right)
}

/// "4", "XII", "(4".
fn is_chamber(word: &str) -> bool {
    let word = word.trim_start_matches(OPENING);
    word.len() <= 4 && is_of_digits(word) || is_roman(word)
}

/// "Js", "BvR", "KLs": letters, of which the first is a capital.
fn is_register(word: &str) -> bool {
    (1..=4).contains(&word.chars().count())
        && word.chars().all(char::is_alphabetic)
        && word.starts_with(char::is_uppercase)
        && !matches!(word, "Uhr" | "Euro" | "Mio" | "Mrd" | "Tage" | "Jahr")
}

/// "12345/23", "12.25": a number and a year of two digits, or of four behind a stroke.
fn is_file_number(word: &str) -> bool {
    let word = word.trim_end_matches(CLOSING).trim_end_matches('.');
    let parts = word
        .split_once('/')
        .map(|parts| (parts, [2, 4]))
        .or_else(|| word.split_once('.').map(|parts| (parts, [2, 2])));
    parts.is_some_and(|((number, year), lengths)| {
        is_of_digits(number) && is_of_digits(year) && lengths.contains(&year.len())
    })
}

/// "Buchst. a", "Anlage B", "point (a)".
fn has_letter(left: &str, right: &str) -> bool {
    let inner = right.trim_start_matches(OPENING);
    if !is_letter(inner) {
        return false;
    }
    let is_in_brackets = inner.len() < right.len();
    let fits = if is_part(left) { is_in_brackets || is_lettered(left) } else { is_lettered(left) };
    // "Teil a" is no reference, and a single letter may be a word: "část a".
    fits && (is_part(left) || inner.starts_with(char::is_uppercase))
}

/// "Wigardstraße 17", "Bohlenweg 1".
fn is_street(word: &str) -> bool {
    const ENDS: [&str; 9] =
        ["straße", "strasse", "str.", "weg", "allee", "gasse", "damm", "ufer", "ring"];
    let word = word.to_lowercase();
    ENDS.iter().any(|end| word.ends_with(end))
}

/// "a", "aa", "B".
fn is_letter(word: &str) -> bool {
    let bare = word.trim_end_matches('.');
    let mut letters = bare.chars();
    match (letters.next(), letters.next(), letters.next()) {
        (Some(one), None, None) => one.is_alphabetic(),
        (Some(one), Some(other), None) => one == other && one.is_lowercase(),
        _ => false,
    }
}

/// "3 Abs.", "2 Satz": a reference goes on. It may be long, so that it parts here where nothing
/// else fits.
pub(super) fn reference_goes_on(gap: &Gap<'_>) -> bool {
    let number = gap.left.trim_end_matches(')');
    let is_number = starts_with_digit(number) || is_roman(number) || is_letter(number);
    is_number
        && !gap.left.ends_with(',')
        && is_label(gap.right)
        && gap.bare_before().is_some_and(may_lead)
        && gap.after.is_some_and(|after| {
            let after = bare(after);
            starts_with_digit(after) || is_letter(after) || is_roman(after)
        })
}

/// "(EU) 2016/679", "(EG) Nr. 1907/2006", with the word before.
pub(super) fn union_and_number(gap: &Gap<'_>) -> bool {
    // The marks were taken off: "(EU)" is "EU)" on the left and "(EU" on the right.
    gap.left.strip_suffix(')').is_some_and(is_union) && is_next(gap.right)
        || gap.right.strip_prefix('(').is_some_and(is_union) && is_act(gap.left)
}

/// What stands before the number of a reference: its label, or a word between two numbers.
fn may_lead(word: &str) -> bool {
    is_label(word) || matches!(word, "bis" | "und" | "oder" | "a" | "i" | "and")
}

fn is_next(word: &str) -> bool {
    starts_with_digit(word) || is_label(word)
}

/// "EU", "EU,Euratom".
pub(super) fn is_union(word: &str) -> bool {
    word.split(',').all(|union| UNIONS.contains(&union))
}

fn bare(word: &str) -> &str {
    word.trim_start_matches(OPENING).trim_end_matches(CLOSING)
}
