//! Spaces that must not break: inside "25 %", "§ 3", "Prof. Dr. X", "z. B.".
//!
//! Only spaces that the author typed are turned into no-break ones; none is
//! added and none taken away. Rules: Duden, "Textverarbeitung und
//! E-Mails"; DIN 5008.

mod words;

use self::words::{NUMBER_PREFIXES, TITLES, UNITS};
use super::TypesetLanguage;

/// No-break space.
const NBSP: char = '\u{A0}';
/// Narrow no-break space.
const NARROW: char = '\u{202F}';

/// Turns spaces that bind into no-break ones.
pub(crate) fn bind(text: &str, language: TypesetLanguage) -> String {
    if !text.contains(' ') {
        return text.to_owned();
    }
    let words: Vec<&str> = text.split(' ').collect();
    let mut bound = String::with_capacity(text.len() + 8);
    for (at, word) in words.iter().enumerate() {
        bound.push_str(word);
        if let Some(next) = words.get(at + 1) {
            let before = at.checked_sub(1).and_then(|at| words.get(at)).copied();
            bound.push(space(before, word, next, words.get(at + 2).copied(), language));
        }
    }
    bound
}

/// The space between `left` and `right`.
fn space(
    before: Option<&str>,
    left: &str,
    right: &str,
    after: Option<&str>,
    language: TypesetLanguage,
) -> char {
    // Double spaces are the author's and are warned about, not bound.
    if left.is_empty() || right.is_empty() {
        return ' ';
    }
    if language == TypesetLanguage::French && stands_apart(left, right) {
        return NARROW;
    }
    let left = left.trim_start_matches(OPENING);
    let right = right.trim_end_matches(CLOSING);
    if is_letter_and_dot(left) && is_letter_and_dot(right) {
        // "i. d. R.", "m. w. N.": the run goes on or came from before.
        let is_run = left.starts_with(char::is_lowercase)
            && [before, after].into_iter().flatten().any(is_bare_letter_and_dot);
        if is_run || ABBREVIATIONS.contains(&pair(left, right)) {
            return NARROW;
        }
    }
    let binds = number_and_unit(left, right)
        || prefix_and_number(left, right)
        || telephone(before, left, right)
        || date(before, left, right, language)
        || title_or_initial(left, right)
        || first_name_and_initial(left, right, after)
        || postcode_and_town(before, left, right, language)
        || hour_and_zone(left, right)
        || matches!(right, "…" | "..." | "–" | "—")
        || matches!(language, TypesetLanguage::Czech | TypesetLanguage::Polish) && is_preposition(left)
        // "2022 r.": "roku".
        || language == TypesetLanguage::Polish && right.trim_end_matches(',') == "r." && ends_with_digit(left);
    if binds { NBSP } else { ' ' }
}

const OPENING: [char; 11] = ['(', '[', '»', '«', '„', '‚', '›', '‹', '"', '\'', '“'];
const CLOSING: [char; 15] =
    [')', ']', '»', '«', '“', '”', '‘', '›', '‹', '"', '\'', ',', ';', ':', '!'];

/// Abbreviations of two letters, set with a narrow space.
const ABBREVIATIONS: &[(char, char)] = &[
    ('z', 'B'),
    ('u', 'a'),
    ('u', 'Ä'),
    ('u', 'ä'),
    ('d', 'h'),
    ('z', 'T'),
    ('v', 'a'),
    ('s', 'o'),
    ('s', 'u'),
    ('i', 'A'),
    ('i', 'V'),
    ('u', 'U'),
    ('o', 'Ä'),
    ('o', 'ä'),
    ('o', 'g'),
    ('m', 'E'),
    ('z', 'Z'),
    ('a', 'D'),
    ('e', 'V'),
    ('n', 'r'),
    ('i', 'e'),
    ('e', 'g'),
];

fn pair(left: &str, right: &str) -> (char, char) {
    (first_character(left), first_character(right))
}

fn first_character(word: &str) -> char {
    word.chars().next().unwrap_or(' ')
}

fn is_letter_and_dot(word: &str) -> bool {
    let mut chars = word.chars();
    matches!((chars.next(), chars.next(), chars.next()), (Some(c), Some('.'), None) if c.is_alphabetic())
}

/// The same without the quotes and brackets around it.
fn is_bare_letter_and_dot(word: &str) -> bool {
    is_letter_and_dot(word.trim_start_matches(OPENING).trim_end_matches(CLOSING))
}

fn starts_with_digit(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
}

fn ends_with_digit(word: &str) -> bool {
    word.ends_with(|c: char| c.is_ascii_digit())
}

/// "9 %", "10 Mio. Euro", "16 Uhr", "20 km/h"; also "1 000 Euro" as typed.
fn number_and_unit(left: &str, right: &str) -> bool {
    let unit = right.trim_end_matches('.');
    let millions = matches!(left, "Mio." | "Mrd." | "Tsd." | "Millionen" | "Milliarden")
        && matches!(unit, "Euro" | "EUR" | "€" | "Cent" | "Tonnen");
    let thousands = ends_with_digit(left)
        && right.len() == 3
        && right.bytes().all(|byte| byte.is_ascii_digit())
        && left.len() <= 3;
    (ends_with_digit(left) && (UNITS.contains(&right) || UNITS.contains(&unit)))
        || millions
        || thousands
}

/// "§ 3", "Nr. 5", "Art. 20", "B 173", "S. 12", "Abs. 2".
fn prefix_and_number(left: &str, right: &str) -> bool {
    // Roads and motorways: A 4, B 173, S 81, K 7702.
    let road = matches!(left, "A" | "B" | "S" | "K" | "E" | "L");
    // "Wigardstraße 17", "Bohlenweg 1".
    let street = ["straße", "strasse", "str.", "weg", "allee", "gasse", "damm", "ufer", "ring"];
    let is_street = street.iter().any(|end| left.to_lowercase().ends_with(end));
    let digits = right.bytes().take_while(u8::is_ascii_digit).count();
    starts_with_digit(right)
        && (NUMBER_PREFIXES.contains(&left)
            || (is_street && digits <= 3)
            || (road && digits <= 4 && digits == right.trim_end_matches('.').len()))
}

/// "+49 351 564 60200", "0351 564-60200": groups of digits behind a prefix.
fn telephone(before: Option<&str>, left: &str, right: &str) -> bool {
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

/// "25. November 2022": day to month, month to year.
fn date(before: Option<&str>, left: &str, right: &str, language: TypesetLanguage) -> bool {
    (is_day(left) && is_month(right, language))
        || (is_month(left, language)
            && is_year(right)
            && before.is_some_and(|word| is_day(word.trim_start_matches(OPENING))))
        || (is_day(left) && left.ends_with('.') && is_numbered_month(right))
}

fn is_day(word: &str) -> bool {
    let digits = word.trim_end_matches('.');
    matches!(digits.len(), 1 | 2) && digits.bytes().all(|b| b.is_ascii_digit())
}

fn is_month(word: &str, language: TypesetLanguage) -> bool {
    super::labels::is_month(word.trim_end_matches(['.', ',']), language)
}

fn is_year(word: &str) -> bool {
    let digits = word.trim_end_matches(['.', ',']);
    digits.len() == 4 && digits.bytes().all(|b| b.is_ascii_digit())
}

/// "25. 11. 2022" as typed: the second group.
fn is_numbered_month(word: &str) -> bool {
    word.ends_with('.') && matches!(word.trim_end_matches('.').parse(), Ok(1..=12))
}

/// "Prof. Dr. X", "Sebastian M. Schmidt", "Dr. Handschuh".
fn title_or_initial(left: &str, right: &str) -> bool {
    let initial = is_letter_and_dot(left) && left.starts_with(char::is_uppercase);
    let name = right.starts_with(|c: char| c.is_alphabetic());
    name && (TITLES.contains(&left) || (initial && right.starts_with(char::is_uppercase)))
}

/// "01097 Dresden" (DIN 5008).
fn postcode_and_town(
    before: Option<&str>,
    left: &str,
    right: &str,
    language: TypesetLanguage,
) -> bool {
    let is_postcode = left.len() == 5 && left.bytes().all(|byte| byte.is_ascii_digit());
    // The last group of a telephone number has one before it.
    let is_group = before.is_some_and(ends_with_digit);
    language == TypesetLanguage::German
        && is_postcode
        && !is_group
        && right.starts_with(char::is_uppercase)
}

/// "14:00 Uhr (MEZ)".
fn hour_and_zone(left: &str, right: &str) -> bool {
    let zone = right.strip_prefix('(').unwrap_or_default();
    (2..=5).contains(&zone.len())
        && zone.bytes().all(|byte| byte.is_ascii_uppercase())
        && (left == "Uhr" || ends_with_digit(left))
}

/// The units behind a bound space that have a stroke, as byte ranges: "km/h" in
/// "20 km/h". The engine would break a line behind the stroke.
pub(crate) fn units_with_stroke(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut units = Vec::new();
    for (at, space) in text.match_indices(NBSP) {
        let start = at + space.len();
        let rest = text.get(start..).unwrap_or_default();
        let end = rest.find(|c: char| c.is_whitespace()).unwrap_or(rest.len());
        let unit = rest.get(..end).unwrap_or_default();
        let unit = unit.trim_end_matches(CLOSING).trim_end_matches('.');
        if unit.contains('/') && UNITS.contains(&unit) {
            units.push(start..start + unit.len());
        }
    }
    units
}

/// "Sebastian M. Schmidt": the name goes on behind the initial, so it stays whole.
fn first_name_and_initial(left: &str, right: &str, after: Option<&str>) -> bool {
    let is_name = left.chars().count() > 1 && left.chars().all(|c| c.is_alphabetic() || c == '-');
    is_letter_and_dot(right)
        && is_capital(right)
        && is_capital(left)
        && is_name
        && after.is_some_and(is_capital)
}

fn is_capital(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}

/// French marks stand apart from their words, by a space that the author typed:
/// "« oui »", "Quand ?".
fn stands_apart(left: &str, right: &str) -> bool {
    left.ends_with('«') || right.starts_with(['»', ';', ':', '!', '?'])
}

/// Czech and Polish never end a line with a preposition or conjunction of one
/// letter (ČSN 01 6910; PN-83/P-55366).
fn is_preposition(word: &str) -> bool {
    let mut chars = word.chars();
    let single = matches!((chars.next(), chars.next()), (Some(c), None) if c.is_alphabetic());
    single && "kKsSvVzZoOuUaAiIwW".contains(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text with `~` for a no-break and `^` for a narrow no-break space.
    fn shown(text: &str) -> String {
        bind(text, TypesetLanguage::German).replace(NBSP, "~").replace(NARROW, "^")
    }

    #[test]
    fn bound_pairs() {
        for (text, bound) in [
            ("So setzen derzeit 9 % der Firmen", "So setzen derzeit 9~% der Firmen"),
            ("10 Mio. Euro für 25 %.", "10~Mio.~Euro für 25~%."),
            ("die B 173 und § 3 Abs. 2", "die B~173 und §~3 Abs.~2"),
            (
                "Prof. Dr. Muster, Prof. Sebastian M. Schmidt",
                "Prof.~Dr.~Muster, Prof.~Sebastian~M.~Schmidt",
            ),
            ("am 25. November 2022 um 9.00 Uhr", "am 25.~November~2022 um 9.00~Uhr"),
            ("Telefon +49 351 564 60200", "Telefon +49~351~564~60200"),
            ("z. B. hier, u. a. dort, d. h. jetzt", "z.^B. hier, u.^a. dort, d.^h. jetzt"),
            ("in der Regel (i. d. R.) so", "in der Regel (i.^d.^R.) so"),
            ("mit 20 km/h, 3 °C", "mit 20~km/h, 3~°C"),
            ("Archivstraße 1, 01097 Dresden", "Archivstraße~1, 01097~Dresden"),
            ("+49 351 564 60200 Danach", "+49~351~564~60200 Danach"),
            ("um 14:00 Uhr (MEZ) in", "um 14:00~Uhr~(MEZ) in"),
            ("und dann … nichts", "und dann~… nichts"),
            ("KI – ein Feld", "KI~– ein Feld"),
        ] {
            assert_eq!(shown(text), bound);
        }
    }

    #[test]
    fn dates_and_hours_of_the_neighbours_stay_together() {
        let shown = |text, language| bind(text, language).replace(NBSP, "~");
        assert_eq!(
            shown("5 maja 2022 r., godz. 9:00", TypesetLanguage::Polish),
            "5~maja~2022~r., godz.~9:00"
        );
        assert_eq!(
            shown("dne 5. května 2022 v 9 hod.", TypesetLanguage::Czech),
            "dne 5.~května~2022 v~9~hod."
        );
        assert_eq!(
            shown("5. meje 2022 w 9 hodź.", TypesetLanguage::UpperSorbian),
            "5.~meje~2022 w 9~hodź."
        );
    }

    #[test]
    fn typed_spaces_inside_french_marks_are_narrow() {
        let french = |text| bind(text, TypesetLanguage::French).replace(NARROW, "^");
        assert_eq!(french("« Oui », dit-il : quand ?"), "«^Oui^», dit-il^: quand^?");
        assert_eq!(french("«Oui», dit-il: quand?"), "«Oui», dit-il: quand?");
    }

    #[test]
    fn other_spaces_stay() {
        for text in [
            "Sachsen verbindet seine Kompetenzen",
            "im Jahr 2022 kamen",
            "zwei  Spaces",
            "Plan A und B sind da",
        ] {
            assert_eq!(shown(text), text);
        }
    }
}
