//! Numbers with what they count: "9 %", "310.000 Tonnen", "19. Jahrhundert".

use super::gap::{Gap, ends_with_digit, is_capital, is_of_digits, is_roman};
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
        || is_score(gap)
        || is_post_office_box(gap)
        // "3 × 5", "1 : 1000"
        || ends_with_digit(left) && matches!(right, "×" | "·" | "x") && after.is_some_and(super::gap::starts_with_digit)
}

/// "81 zu 12": a result.
fn is_score(gap: &Gap<'_>) -> bool {
    ends_with_digit(gap.left)
        && gap.right == "zu"
        && gap.after.is_some_and(super::gap::starts_with_digit)
        || gap.left == "zu"
            && super::gap::starts_with_digit(gap.right)
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

fn is_cent(word: &str) -> bool {
    word.trim_end_matches(['.', ',', ';', ':']) == "cent"
}

/// "19. Jahrhundert", "3. Platz", "2. místo", "XIX wiek", "19th century".
pub(super) fn ordinal_and_noun(gap: &Gap<'_>) -> bool {
    let Gap { left, right, language, .. } = *gap;
    let word = right.trim_end_matches('.');
    let is_word = word.chars().count() > 2 && word.chars().all(|c| c.is_alphabetic() || c == '-');
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
