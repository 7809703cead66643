//! Numbers in the cells of a table: which text is one, and where it has its
//! decimal sign.

use crate::release::Language;

/// A cell of a column of numbers, seen from its decimal sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Numeral<'a> {
    /// What stands before the decimal sign: sign, whole number.
    pub whole: &'a str,
    /// Decimal sign, decimals and unit.
    pub tail: &'a str,
}

/// Characters that stand for "nothing" or "not known".
const NOTHING: [&str; 9] = ["", "–", "—", "-", "−", "·", "…", "...", "/"];

/// Whether a cell says that there is no number.
pub(crate) fn is_nothing(cell: &str) -> bool {
    NOTHING.contains(&cell.trim())
}

/// A whole cell as a number: an optional sign or currency, digits in one row or in
/// groups of three, decimals, and a unit without digits.
pub(crate) fn numeral(cell: &str, language: Language) -> Option<Numeral<'_>> {
    let cell = cell.trim();
    let signs = |c: char| "+-–−±<>≤≥≈~€$£".contains(c) || is_space(c);
    let digits = cell.trim_start_matches(signs);
    let start = cell.len() - digits.len();
    if !digits.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let (decimal, group) = match language {
        Language::English | Language::AmericanEnglish => ('.', ','),
        _ => (',', '.'),
    };
    let length = whole_length(digits, group)?;
    let (whole, tail) = cell.split_at_checked(start + length)?;
    let unit = match tail.strip_prefix(decimal) {
        Some(decimals) => {
            let rest = decimals.trim_start_matches(|c: char| c.is_ascii_digit());
            // "5,–" and "5,-" are prices without cents.
            let is_even = rest.len() == decimals.len();
            if is_even { decimals.strip_prefix(['–', '-', '—'])? } else { rest }
        }
        None => tail,
    };
    is_unit(unit).then_some(Numeral { whole, tail })
}

/// The length of the digits before the decimal sign, with what groups them.
fn whole_length(text: &str, group: char) -> Option<usize> {
    let mut end = digits(text);
    let first = end;
    while let Some(rest) = text.get(end..) {
        let Some(separator) = rest.chars().next() else { break };
        let after = rest.get(separator.len_utf8()..)?;
        let count = digits(after);
        if separator == group
            || separator == '’'
            || separator == '\''
            || is_space(separator) && count > 0
        {
            // Groups have three digits, the first has at most as many.
            if count != 3 || first > 3 {
                return None;
            }
            end += separator.len_utf8() + count;
        } else {
            break;
        }
    }
    Some(end)
}

/// How many digits a text begins with.
fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

fn is_space(separator: char) -> bool {
    matches!(separator, ' ' | '\u{A0}' | '\u{202F}' | '\u{2009}')
}

/// What may stand behind a number: nothing, or a short word or symbol.
fn is_unit(text: &str) -> bool {
    let is_apart = text.starts_with(is_space)
        || text.starts_with(|c: char| !c.is_alphanumeric())
        || text.is_empty();
    let unit = text.trim_matches(is_space);
    is_apart
        && unit.chars().count() <= 12
        && !unit.contains(|c: char| c.is_ascii_digit() || ":–—".contains(c))
        && !unit.starts_with(['.', ',', '-', '/'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(cell: &str, language: Language) -> String {
        numeral(cell, language).map_or("no".to_owned(), |n| format!("{}|{}", n.whole, n.tail))
    }

    #[test]
    fn numbers_split_at_their_decimal_sign() {
        for (cell, expected) in [
            ("1.234,56", "1.234|,56"),
            ("12", "12|"),
            ("1 234,5 km²", "1 234|,5 km²"),
            ("–3,5 %", "–3|,5 %"),
            ("9\u{A0}%", "9|\u{A0}%"),
            ("10 Mio. Euro", "10| Mio. Euro"),
            ("5,– €", "5|,– €"),
            ("12345", "12345|"),
            ("€ 5,00", "€ 5|,00"),
            ("25 %*", "25| %*"),
        ] {
            assert_eq!(split(cell, Language::German), expected, "{cell}");
        }
        assert_eq!(split("1,234.56", Language::English), "1,234|.56");
    }

    #[test]
    fn what_only_looks_like_a_number_is_none() {
        for cell in
            ["", "25.11.2022", "3.5", "10:00", "10–12", "2a", "B 173", "1.2345", "1,", "5/6"]
        {
            assert_eq!(split(cell, Language::German), "no", "{cell}");
        }
    }
}
