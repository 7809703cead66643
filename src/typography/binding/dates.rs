//! Days, months and years: "25. November 2022", "November 2021", "March 2021".

use super::gap::{Gap, is_of_digits, last_of_range};
use crate::release::Language;
use crate::typography::TypesetLanguage;
use crate::typography::months::is_month;

/// Day to month, month to year, and the zone of an hour.
pub(super) fn date(gap: &Gap<'_>) -> bool {
    let Gap { left, right, language, .. } = *gap;
    is_day(left) && is_named_month(right, language)
        || is_year(right) && is_named_month(left, language)
        // "November 25, 2022"
        || language == TypesetLanguage::English && is_day(right) && is_named_month(left, language)
        || is_day(left) && left.ends_with('.') && is_numbered_month(right)
        || is_numbered_month(left) && gap.bare_before().is_some_and(is_day) && is_year(right)
        || hour_and_zone(left, right)
}

fn is_day(word: &str) -> bool {
    let word = last_of_range(word.trim_end_matches(','));
    let ordinal = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end));
    let digits = ordinal.unwrap_or(word).trim_end_matches('.');
    matches!(digits.len(), 1 | 2) && is_of_digits(digits)
}

fn is_named_month(word: &str, language: TypesetLanguage) -> bool {
    let language = match language {
        TypesetLanguage::English => Language::English,
        TypesetLanguage::UpperSorbian => Language::UpperSorbian,
        TypesetLanguage::Czech => Language::Czech,
        TypesetLanguage::Polish => Language::Polish,
        _ => Language::German,
    };
    is_month(last_of_range(word.trim_end_matches(',')), language)
}

fn is_year(word: &str) -> bool {
    let digits = word.trim_end_matches(['.', ',']);
    let digits = digits.split(['/', '–']).next().unwrap_or(digits);
    digits.len() == 4 && is_of_digits(digits)
}

/// "25. 11. 2022" as typed: the second group.
fn is_numbered_month(word: &str) -> bool {
    word.ends_with('.') && matches!(word.trim_end_matches('.').parse(), Ok(1..=12))
}

/// "14:00 Uhr (MEZ)".
fn hour_and_zone(left: &str, right: &str) -> bool {
    let zone = right.strip_prefix('(').unwrap_or_default();
    (2..=5).contains(&zone.len())
        && zone.bytes().all(|byte| byte.is_ascii_uppercase())
        && (left == "Uhr" || super::gap::ends_with_digit(left))
}
