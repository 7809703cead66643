//! Telephone numbers as people write them, and the number that is dialled.

use std::ops::RangeInclusive;

/// Digits of a whole number: more than a country and a service, and ITU-T E.164.
const DIGITS: RangeInclusive<usize> = 5..=15;
/// Digits of an area code or a country code before a slash.
const AREA: usize = 6;
/// The country codes of two digits (ITU-T E.164, annex D); 1 and 7 have one, all others three.
const TWO_DIGITS: &[&str] = &[
    "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47",
    "48", "49", "51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63", "64", "65",
    "66", "81", "82", "84", "86", "90", "91", "92", "93", "94", "95", "98",
];
/// Countries whose numbers begin with the 0 that is dialled within them too; it may be theirs.
const WITH_ZERO: &[&str] = &["39", "225", "241", "242", "378", "379"];
/// Countries within which another digit than 0 is dialled first.
const OTHER_TRUNKS: &[(&str, char)] =
    &[("36", '0'), ("7", '8'), ("370", '8'), ("375", '8'), ("992", '8'), ("993", '8'), ("52", '0')];

/// The target of a link to a number (RFC 3966); none where the number to dial is not certain: one
/// without its country means another in each, and one of several is not known.
pub(crate) fn target(number: &str) -> Option<String> {
    let number = number.trim().strip_prefix('+')?;
    let (country, rest) = country(number)?;
    let trunk = OTHER_TRUNKS.iter().find(|(code, _)| *code == country);
    if trunk.is_some_and(|(_, digit)| in_brackets(rest).starts_with(*digit)) {
        return None;
    }
    let own = own_digits(rest, WITH_ZERO.contains(&country.as_str()))?;
    let digits = country + &own;
    DIGITS.contains(&digits.len()).then(|| format!("tel:+{digits}"))
}

/// The country code that a number begins with, and what follows it.
fn country(number: &str) -> Option<(String, &str)> {
    let number = number.trim_start_matches(is_space);
    let length = match number.as_bytes() {
        [b'1' | b'7', ..] => 1,
        _ if number.get(..2).is_some_and(|code| TWO_DIGITS.contains(&code)) => 2,
        _ => 3,
    };
    let code = number.get(..length)?;
    let is_code = code.bytes().all(|byte| byte.is_ascii_digit());
    is_code.then(|| (code.to_owned(), number.get(length..).unwrap_or_default()))
}

/// What the first brackets hold.
fn in_brackets(rest: &str) -> &str {
    rest.split_once('(').map_or("", |(_, inside)| inside.trim_start_matches(is_space))
}

/// The digits behind the country code. The 0 in "+49 (0)30" and "+49 (030)" is dialled within the
/// country only.
fn own_digits(rest: &str, has_zero: bool) -> Option<String> {
    let mut rest = rest.trim_start_matches(|c| is_space(c) || matches!(c, '-' | '.' | '/'));
    let mut digits = String::new();
    if let Some(inside) = rest.strip_prefix('(') {
        let (area, behind) = inside.split_once(')')?;
        let area: String = area.chars().filter(|c| !is_space(*c)).collect();
        if !area.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        digits.push_str(area.strip_prefix('0').filter(|_| !has_zero).unwrap_or(&area));
        rest = behind;
    }
    // A 0 without brackets may be one that is not dialled from elsewhere.
    if digits.is_empty() && !has_zero && rest.trim_start_matches(is_space).starts_with('0') {
        return None;
    }
    let slash = rest.find('/');
    let before = slash.map_or(0, |at| rest[..at].bytes().filter(u8::is_ascii_digit).count());
    // A slash behind an area code; another one stands between two numbers.
    let is_behind_hyphen = slash.zip(rest.find('-')).is_some_and(|(slash, hyphen)| slash > hyphen);
    // An extension of an extension is a range of numbers.
    let has_blank = rest.trim_start_matches(is_space).contains(is_space);
    let is_range = has_blank && rest.matches('-').count() > 1;
    if is_range || rest.matches('/').count() > 1 || digits.len() + before > AREA || is_behind_hyphen
    {
        return None;
    }
    for character in rest.chars() {
        match character {
            '0'..='9' => digits.push(character),
            '-' | '\u{2010}' | '\u{2011}' | '.' | '/' => {}
            _ if is_space(character) => {}
            _ => return None,
        }
    }
    Some(digits)
}

fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\u{A0}' | '\u{202F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_dialled_from_everywhere() {
        for (typed, dialled) in [
            ("+49 30 23125 001", "+493023125001"),
            ("+49 (0)30 23125-001", "+493023125001"),
            ("+49 (0) 170 123 45 67", "+491701234567"),
            ("+49(0)351/564-60200", "+4935156460200"),
            ("+49 351/564 60200", "+4935156460200"),
            ("+49 (351) 564-60200", "+4935156460200"),
            ("+49 (0351) 564 60200", "+4935156460200"),
            ("+49-351-564-60200", "+4935156460200"),
            ("+49.351.564.60200", "+4935156460200"),
            ("+49\u{A0}351\u{202F}564\u{2011}60200", "+4935156460200"),
            ("+49 351 564-0", "+493515640"),
            ("+49 115", "+49115"),
            ("+420 221 714 111", "+420221714111"),
            ("+39 06 1234567", "+39061234567"),
            ("+39 (06) 1234567", "+39061234567"),
            ("+1 (212) 555-0100", "+12125550100"),
            ("+1 212-555-0100", "+12125550100"),
            ("+36 (1) 234 5678", "+3612345678"),
            ("+370 (5) 123 4567", "+37051234567"),
        ] {
            assert_eq!(target(typed), Some(format!("tel:{dialled}")), "{typed}");
        }
    }

    #[test]
    fn what_is_not_certain_is_no_link() {
        for typed in [
            "0351 564 60200",
            "115",
            "+49 0351 564 60200",
            "+49 30 23125-001/-002",
            "+49 351 564-60200/60201",
            "+49 351 56460200/01",
            "+49 30 23125 001, 002",
            "+49 351 564-60200–05",
            "+49 351 564-60200 - 05",
            "+49 30 23125-0-12",
            "+36 (06) 1 234 5678",
            "+370 (8) 5 123 4567",
            "+375 (8) 17 123 4567",
            "+7 (8) 495 123 4567",
            "+49 30 23125 (Durchwahl 001)",
            "+49 351 564 60200 (12)",
            "+49 351 564 60200 123 456",
            "+49",
            "+",
        ] {
            assert_eq!(target(typed), None, "{typed}");
        }
    }
}
