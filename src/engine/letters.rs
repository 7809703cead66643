//! The letters of a text, by which it is known again on a sheet.

use unicode_normalization::UnicodeNormalization;

/// The letters and digits of a text, without case: hyphens at ends of lines, soft hyphens,
/// ligatures, capitals, spaces and quotation marks do not count.
pub(crate) fn letters(text: &str) -> String {
    let mut letters = String::with_capacity(text.len());
    if text.is_ascii() {
        letters.extend(
            text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()),
        );
    } else if text.chars().all(is_simple) {
        text.chars().for_each(|c| push(c, &mut letters));
    } else {
        text.nfkc().for_each(|c| push(c, &mut letters));
    }
    letters
}

/// Whether a character has one spelling, whatever stands beside it: most texts have no others.
fn is_simple(c: char) -> bool {
    match c {
        'ª' | '²' | '³' | '¹' | 'º' | '¼' | '½' | '¾' => false,
        '\0'..='ÿ' | '\u{2010}'..='\u{2022}' | '€' => true,
        _ => false,
    }
}

fn push(c: char, letters: &mut String) {
    match c {
        // Capitals have no letter of their own for it.
        'ß' | 'ẞ' => letters.push_str("ss"),
        c if c.is_alphanumeric() => letters.extend(c.to_lowercase()),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_and_digits_have_one_spelling() {
        for (text, expected) in [
            ("Vernetzungs\u{AD}-", "vernetzungs"),
            ("GROSSE »Straße«", "grossestrasse"),
            ("ﬁnanzen, 5 m²", "finanzen5m2"),
            ("Mo\u{308}wen", "möwen"),
            ("– %", ""),
        ] {
            assert_eq!(letters(text), expected);
        }
    }
}
