//! Numbers with what they count: "9 %", "310.000 Tonnen", "19. Jahrhundert".

use super::gap::{Gap, ends_with_digit, is_capital, is_of_digits, is_roman, starts_with_digit};
use super::words::{ENGLISH_ORDINALS, OPENERS, is_multiplier, is_unit};
use crate::typography::TypesetLanguage;

/// "9 %", "10 Mio. Euro", "16 Uhr", "20 km/h"; also "1 000 Euro" as typed.
pub(super) fn number_and_unit(gap: &Gap<'_>) -> bool {
    let Gap { left, right, after, language, .. } = *gap;
    // "5,– Euro"
    let digits = left.trim_end_matches(['–', '-', '—']).trim_end_matches(',');
    let is_number = ends_with_digit(left) || left.len() > digits.len() && ends_with_digit(digits);
    let thousands = ends_with_digit(left)
        && right.len() == 3
        && is_of_digits(right)
        && left.trim_start_matches(['+', '−', '–', '-']).len() <= 3;
    is_number && is_unit(right, language)
        || thousands
        || is_multiplier(left) && is_unit(right, language)
        || is_per_cent(gap)
        || is_before_abbreviation(gap)
        || is_score(gap)
        || is_post_office_box(gap)
        // "3 × 5", "2 : 1"
        || ends_with_digit(left) && matches!(right, "×" | "·" | "x") && after.is_some_and(starts_with_digit)
        || left == ":" && starts_with_digit(right) && gap.before.is_some_and(ends_with_digit)
        || is_of_digits(left) && is_fraction(right)
}

/// "1/2" in "3 1/2".
fn is_fraction(word: &str) -> bool {
    word.split_once('/').is_some_and(|(upper, lower)| {
        [upper, lower].iter().all(|number| number.len() == 1 && is_of_digits(number))
            && upper < lower
    })
}

/// "81 zu 12": a result.
fn is_score(gap: &Gap<'_>) -> bool {
    ends_with_digit(gap.left) && gap.right == "zu" && gap.after.is_some_and(starts_with_digit)
        || gap.left == "zu"
            && starts_with_digit(gap.right)
            && gap.before.is_some_and(ends_with_digit)
}

fn is_pair_of_digits(word: &str) -> bool {
    word.len() == 2 && is_of_digits(word)
}

/// "Postfach 10 00 00": in groups of two digits (DIN 5008).
fn is_post_office_box(gap: &Gap<'_>) -> bool {
    is_pair_of_digits(gap.right)
        && (gap.left == "Postfach"
            || is_pair_of_digits(gap.left)
                && gap
                    .before
                    .is_some_and(|before| before == "Postfach" || is_pair_of_digits(before)))
}

/// "5 per cent": three words.
fn is_per_cent(gap: &Gap<'_>) -> bool {
    ends_with_digit(gap.left) && gap.right == "per" && gap.after.is_some_and(is_cent)
        || gap.left == "per" && is_cent(gap.right) && gap.before.is_some_and(ends_with_digit)
}

/// "44 v. Chr.", "5 v. H.".
fn is_before_abbreviation(gap: &Gap<'_>) -> bool {
    let after = gap.after.map(|after| after.trim_end_matches(super::gap::CLOSING));
    ends_with_digit(gap.left)
        && matches!((gap.right, after), ("v." | "n.", Some("Chr.")) | ("v.", Some("H." | "T.")))
}

fn is_cent(word: &str) -> bool {
    word.trim_end_matches(['.', ',', ';', ':']) == "cent"
}

/// "19. Jahrhundert", "3. Platz", "2. OG", "2. místo", "XIX wiek", "19th century".
pub(super) fn ordinal_and_noun(gap: &Gap<'_>) -> bool {
    let Gap { left, right, language, .. } = *gap;
    let word = right.trim_end_matches('.');
    let is_short = word.chars().count() == 2 && word.chars().all(char::is_uppercase);
    let is_word = (word.chars().count() > 2 || word == "Jh" || is_short)
        && word.chars().all(|c| c.is_alphabetic() || c == '-');
    if language == TypesetLanguage::English {
        let is_ordinal = ["st", "nd", "rd", "th"]
            .iter()
            .any(|end| left.strip_suffix(end).is_some_and(ends_with_digit));
        return is_ordinal && ENGLISH_ORDINALS.contains(&word);
    }
    let Some(number) = left.strip_suffix('.') else {
        let is_century = ["w", "wiek", "wieku", "století", "stol", "lětstotk"].contains(&word);
        return is_roman(left) && is_century;
    };
    let number = super::gap::last_of_range(number.trim_end_matches('.'));
    if !(is_of_digits(number) && number.len() <= 3 || is_roman(number) && number.len() > 1) {
        return false;
    }
    match language {
        TypesetLanguage::German => is_word && is_capital(word) && !OPENERS.contains(&word),
        // A sentence that ended before would go on with a capital.
        TypesetLanguage::Czech | TypesetLanguage::Polish | TypesetLanguage::UpperSorbian => {
            is_word && !is_capital(word)
        }
        _ => false,
    }
}
