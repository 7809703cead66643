//! Straight quotes as the house's quotation marks; apostrophes.
//!
//! A mark becomes another mark in the same place, so a text keeps its number of
//! characters. Marks that the author typed as such stay as they are.

use super::TypesetLanguage;
use crate::letterhead::QuoteStyle;

/// Outer and inner marks, opening and closing.
type QuotationMarks = [(char, char); 2];

/// The marks of a language in a style; none where they are not known.
fn marks(language: TypesetLanguage, style: QuoteStyle) -> Option<QuotationMarks> {
    Some(match (language, style) {
        (TypesetLanguage::German, QuoteStyle::Guillemets) => [('»', '«'), ('›', '‹')],
        (TypesetLanguage::English, _) => [('“', '”'), ('‘', '’')],
        (TypesetLanguage::Polish, _) => [('„', '”'), ('«', '»')],
        (TypesetLanguage::French | TypesetLanguage::Southern, _) => [('«', '»'), ('“', '”')],
        (
            TypesetLanguage::German
            | TypesetLanguage::UpperSorbian
            | TypesetLanguage::Czech
            | TypesetLanguage::Western,
            _,
        ) => [('„', '“'), ('‚', '‘')],
        (TypesetLanguage::Other, _) => return None,
    })
}

/// Turns straight quotes into the marks of the language and style.
pub(super) fn set(text: &str, language: TypesetLanguage, style: QuoteStyle) -> String {
    if style == QuoteStyle::AsTyped || !text.contains(['"', '\'']) {
        return text.to_owned();
    }
    let Some(marks) = marks(language, style) else { return text.to_owned() };
    let chars: Vec<char> = text.chars().collect();
    let mut open: Vec<(char, usize)> = Vec::new();
    let mut set = String::with_capacity(text.len() + 8);
    for (at, &c) in chars.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| chars.get(at)).copied();
        let after = chars.get(at + 1).copied();
        let mark = match c {
            '"' | '\'' => mark(c, before, after, &mut open, &chars[at + 1..], &marks),
            _ => None,
        };
        set.push(mark.unwrap_or(c));
    }
    set
}

/// What a straight quote stands for; `None` where it stays.
fn mark(
    quote: char,
    before: Option<char>,
    after: Option<char>,
    open: &mut Vec<(char, usize)>,
    rest: &[char],
    marks: &QuotationMarks,
) -> Option<char> {
    if quote == '\'' && is_word(before) && is_word(after) {
        return Some('’');
    }
    if let Some((_, level)) =
        open.pop_if(|(opened, _)| *opened == quote && after_word(before) && !is_word(after))
    {
        return Some(marks[level].1);
    }
    let opens = at_start(before) && after.is_some_and(|c| !c.is_whitespace());
    if opens && closes_later(quote, rest) {
        // A single quote is an inner one also where none stands around it.
        let around = open.last().map(|(_, level)| *level);
        let level = match (quote, around) {
            (_, Some(around)) => 1 - around,
            ('"', None) => 0,
            (_, None) => 1,
        };
        open.push((quote, level));
        return Some(marks[level].0);
    }
    match quote {
        // 'n, '90er, Hans': a letter was left out.
        '\'' if is_word(before) || is_word(after) => Some('’'),
        // 17": inches, or a stray mark. Nothing is guessed.
        _ => None,
    }
}

/// Whether a later quote of the same kind ends a word or a sentence.
fn closes_later(quote: char, rest: &[char]) -> bool {
    rest.windows(2).any(|pair| pair[1] == quote && !pair[0].is_whitespace())
        && rest.iter().enumerate().any(|(at, &c)| {
            let before = at.checked_sub(1).and_then(|at| rest.get(at)).copied();
            c == quote && after_word(before) && !is_word(rest.get(at + 1).copied())
        })
}

fn is_word(c: Option<char>) -> bool {
    c.is_some_and(char::is_alphanumeric)
}

/// Behind this an opening mark can stand.
fn at_start(before: Option<char>) -> bool {
    before.is_none_or(|c| c.is_whitespace() || "([{–—-/»„‚›“‘\"'".contains(c))
}

/// Behind this a closing mark can stand.
fn after_word(before: Option<char>) -> bool {
    before.is_some_and(|c| !c.is_whitespace() && !"([{".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn german(text: &str) -> String {
        set(text, TypesetLanguage::German, QuoteStyle::Guillemets)
    }

    #[test]
    fn straight_quotes_take_the_form_of_the_house() {
        for (text, expected) in [
            ("Er sagte: \"Ja.\" Und ging.", "Er sagte: »Ja.« Und ging."),
            ("\"Das 'neue' Haus\", so er", "»Das ›neue‹ Haus«, so er"),
            ("(\"KI\") und \"KI\"-Labor", "(»KI«) und »KI«-Labor"),
            ("\"Er rief: \"Halt!\"\"", "»Er rief: ›Halt!‹«"),
            ("Wie geht's? Rock 'n' Roll", "Wie geht’s? Rock ›n‹ Roll"),
            ("die '90er Jahre", "die ’90er Jahre"),
            ("Hans' Haus", "Hans’ Haus"),
            ("ein Bildschirm mit 17\" und mehr", "ein Bildschirm mit 17\" und mehr"),
            ("schon »gesetzt« und „so“", "schon »gesetzt« und „so“"),
            ("ein \" allein", "ein \" allein"),
        ] {
            assert_eq!(german(text), expected);
        }
    }

    #[test]
    fn other_styles_and_languages_have_their_own_marks() {
        let text = "\"Das 'neue' Haus\"";
        let low = |language| set(text, language, QuoteStyle::LowHigh);
        assert_eq!(low(TypesetLanguage::German), "„Das ‚neue‘ Haus“");
        assert_eq!(low(TypesetLanguage::Czech), "„Das ‚neue‘ Haus“");
        assert_eq!(low(TypesetLanguage::Polish), "„Das «neue» Haus”");
        assert_eq!(low(TypesetLanguage::English), "“Das ‘neue’ Haus”");
        assert_eq!(low(TypesetLanguage::French), "«Das “neue” Haus»");
        assert_eq!(low(TypesetLanguage::Other), text);
        assert_eq!(set(text, TypesetLanguage::German, QuoteStyle::AsTyped), text);
    }
}
