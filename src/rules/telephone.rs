//! Telephone numbers: whether they can be one, and the form of DIN 5008.

use super::characters::visible;
use super::reason::Reason;
use crate::diagnostic::{Diagnostic, codes};
use crate::read::FieldMap;
use crate::release::Contact;

/// `phone-impossible`.
pub(super) fn impossible(contacts: &[Contact], fields: &FieldMap) -> Vec<Diagnostic> {
    let found = numbers(contacts).filter_map(|(path, number)| {
        let number = visible(number);
        let why = reason(&number)?;
        let message =
            message!("`{number}` is not a telephone number: {reason}", number, reason = why);
        let error = Diagnostic::new(codes::PHONE_IMPOSSIBLE, message)
            .hint("a number is written \"+49 351 564 60200\" (DIN 5008)");
        Some(fields.mark(&path, error))
    });
    found.collect()
}

/// `phone-form`: DIN 5008 parts the prefix and the number by spaces and the extension by a
/// hyphen, and knows no slash, bracket or dot. `+49 (0)30` is left alone: offices write it, and
/// the number to dial is certain.
pub(super) fn other_form(contacts: &[Contact], fields: &FieldMap) -> Vec<Diagnostic> {
    let found = numbers(contacts).filter_map(|(path, number)| {
        let judged = without_own_zero(number);
        let is_other = judged.contains(['/', '(', ')', '.', '–'])
            || judged.matches('-').count() > 1
            || judged.contains("  ")
            || judged.contains(" -")
            || judged.contains("- ")
            || !judged.contains([' ', '\u{A0}', '\u{202F}']);
        if !is_other || is_short(&judged) || reason(number).is_some() {
            return None;
        }
        let message = message!("`{number}` is not in the form of DIN 5008", number);
        let warning = Diagnostic::new(codes::PHONE_FORM, message)
            .hint("the form is that of +49 351 564 60200, and of 0351 564-60200 with an extension");
        Some(fields.mark(&path, warning))
    });
    found.collect()
}

/// The numbers of contacts, each with the path of its field.
fn numbers(contacts: &[Contact]) -> impl Iterator<Item = (String, &str)> {
    contacts.iter().enumerate().flat_map(|(at, contact)| {
        let numbers =
            [("phone", &contact.phone), ("mobile", &contact.mobile), ("fax", &contact.fax)];
        numbers.into_iter().filter_map(move |(name, number)| {
            Some((format!("contacts[{at}].{name}"), number.as_deref()?))
        })
    })
}

/// An international number without the `(0)` that is dialled within its country only.
fn without_own_zero(number: &str) -> String {
    match number.split_once("(0)") {
        Some((country, rest)) if country.starts_with('+') => {
            format!("{} {}", country.trim_end(), rest.trim_start())
        }
        _ => number.to_owned(),
    }
}

/// Whether it is one of the numbers that are dialled without a prefix: 110, 115, and those that
/// begin with 116 (Commission Decision 2007/116/EC: six digits).
fn is_short(number: &str) -> bool {
    let is_of_digits = number.bytes().all(|byte| byte.is_ascii_digit());
    is_of_digits
        && match number.len() {
            3 => number.starts_with("11"),
            6 => number.starts_with("116"),
            _ => false,
        }
}

/// Why a text cannot be a telephone number: at least 3 and at most 15 digits
/// (ITU-T E.164), and only the characters that part them.
pub(super) fn reason(number: &str) -> Option<Reason> {
    let is_separator = |c: char| " \u{A0}\u{202F}+-\u{2010}\u{2011}–/().".contains(c);
    let digits = number.chars().filter(char::is_ascii_digit).count();
    if !number.chars().all(|c| c.is_ascii_digit() || is_separator(c)) {
        return Some(Reason::new(
            "impossible-character",
            "there is something in it besides digits and spaces",
        ));
    }
    if number.trim_start().chars().skip(1).any(|c| c == '+') {
        return Some(Reason::new("misplaced-plus", "a `+` can only begin it"));
    }
    match digits {
        0..3 => Some(Reason::new("too-short", "there are fewer than 3 digits")),
        3..=15 => None,
        _ => Some(Reason::new("too-long", "there are more than 15 digits")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn telephone_numbers() {
        for good in ["+49 351 564 60200", "0351 564-60200", "(0351) 564 60200", "115"] {
            assert_eq!(reason(good), None, "{good}");
        }
        for bad in ["12", "+49 (Zentrale)", "0351+564", "+49 351 564 60200 123 45678"] {
            assert!(reason(bad).is_some(), "{bad}");
        }
    }

    #[test]
    fn numbers_without_a_prefix() {
        for (number, expected) in
            [("110", true), ("115", true), ("116117", true), ("564602", false), ("300", false)]
        {
            assert_eq!(is_short(number), expected, "{number}");
        }
    }
}
