//! `quotes-mixed`: one release, one form of quotation marks.

use super::typed_text::{TypedText, warn};
use crate::diagnostic::{Diagnostic, codes};
use crate::letterhead::{Letterhead, QuoteStyle};
use crate::read::FieldMap;
use crate::release::{Language, Release};

const GUILLEMETS: &str = "»…«";
const LOW_HIGH: &str = "„…“";

/// A quotation mark, and what it does.
#[derive(Clone, Copy)]
struct QuoteMark {
    at: usize,
    mark: char,
    opens: bool,
    closes: bool,
}

/// The first mark of another form than those before it. Straight ones take the house's form, or that
/// of their partner, so they count as that.
pub(super) fn mixed(
    release: &Release,
    pieces: &[TypedText<'_>],
    letterhead: Option<&Letterhead>,
    fields: &FieldMap,
) -> Option<Diagnostic> {
    let house = letterhead.map_or(QuoteStyle::Guillemets, |one| one.typography.quotes);
    let mut first = None;
    for piece in pieces.iter().filter(|piece| !piece.is_foreign) {
        let marks = marks(piece.text, beside(piece, fields));
        for (nth, mark) in marks.iter().enumerate() {
            let Some(form) = form(*mark, marks.get(nth + 1), house, release.language) else {
                continue;
            };
            let other = *first.get_or_insert(form);
            if other != form {
                let message =
                    message!("quotation marks {form} and {other} in one release", form, other);
                let warning = Diagnostic::new(codes::QUOTES_MIXED, message)
                    .hint("take one form throughout, or straight quotes, which take the house's");
                let range = mark.at..mark.at + mark.mark.len_utf8();
                return Some(warn(piece, range, warning, fields));
            }
        }
    }
    None
}

/// What stands before and behind a piece in its field: what its first and its last mark do depends on
/// that.
fn beside(piece: &TypedText<'_>, fields: &FieldMap) -> [Option<char>; 2] {
    let text = fields.text(&piece.path).unwrap_or_default();
    let before = text.get(..piece.range.start).and_then(|text| text.chars().next_back());
    let after = text.get(piece.range.end..).and_then(|text| text.chars().next());
    [before, after]
}

/// The marks of a text. One that stands alone is spoken of, not used; one beside markup may open or
/// close.
fn marks(text: &str, [outside_before, outside_after]: [Option<char>; 2]) -> Vec<QuoteMark> {
    let quotes = text.char_indices().filter(|(_, c)| "»«„“”\"".contains(*c));
    let marks = quotes.filter_map(|(at, mark)| {
        let inside = text.get(..at)?.chars().next_back();
        let before = inside.or(outside_before);
        let inside_after = text.get(at + mark.len_utf8()..)?.chars().next();
        let after = inside_after.or(outside_after);
        let is_beside_markup = inside.is_none() && before.is_some_and(is_markup)
            || inside_after.is_none() && after.is_some_and(is_markup);
        let is_before_word = after.is_some_and(char::is_alphanumeric);
        let is_behind_ink = before.is_some_and(|c| is_ink(c) && !"([–—/-".contains(c));
        let opens = after.is_some_and(is_ink) && !is_behind_ink && !is_beside_markup;
        let closes = before.is_some_and(is_ink) && !is_before_word && !is_beside_markup;
        let is_used = [before, after].into_iter().flatten().any(is_ink);
        is_used.then_some(QuoteMark { at, mark, opens, closes })
    });
    marks.collect()
}

fn is_markup(character: char) -> bool {
    "*_[]{}\\".contains(character)
}

fn is_ink(character: char) -> bool {
    !character.is_whitespace()
}

/// The form to which a mark belongs; none of one that takes the form of another, or that has a form
/// in other languages only.
fn form(
    mark: QuoteMark,
    next: Option<&QuoteMark>,
    house: QuoteStyle,
    language: Language,
) -> Option<&'static str> {
    let is_german = language == Language::German;
    let has_inner_guillemets =
        matches!(language, Language::Czech | Language::Polish | Language::UpperSorbian);
    match mark.mark {
        // A quote within a quote.
        '»' | '«' if has_inner_guillemets => None,
        '»' if is_german && mark.closes && !mark.opens => Some("«…»"),
        '«' if is_german && mark.opens && !mark.closes => Some("«…»"),
        '»' | '«' => Some(GUILLEMETS),
        '„' => Some(LOW_HIGH),
        '“' if is_german && mark.opens && !mark.closes => Some("“…”"),
        '“' if is_german && mark.closes && !mark.opens => Some(LOW_HIGH),
        '”' if is_german && mark.closes => Some("“…”"),
        // What closes has the form of what opened, and the other way round.
        '"' if mark.opens && !mark.closes && next.is_none_or(|next| next.mark == '"') => {
            Some(match (house, language) {
                (QuoteStyle::AsTyped, _) => "\"…\"",
                (QuoteStyle::Guillemets, Language::German) => GUILLEMETS,
                (_, Language::English | Language::AmericanEnglish) => "“…”",
                _ => LOW_HIGH,
            })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(text: &str) -> Vec<&'static str> {
        let marks = marks(text, [None, None]);
        let forms = marks.iter().enumerate().filter_map(|(nth, mark)| {
            form(*mark, marks.get(nth + 1), QuoteStyle::Guillemets, Language::German)
        });
        forms.collect()
    }

    #[test]
    fn marks_have_the_form_in_which_they_are_used() {
        for (text, expected) in [
            ("»Ja«, (»nein«).", &[GUILLEMETS, GUILLEMETS, GUILLEMETS, GUILLEMETS][..]),
            ("«Ja», sagte sie.", &["«…»", "«…»"]),
            ("„Ja“, sagte sie.", &[LOW_HIGH, LOW_HIGH]),
            ("“Ja”, sagte sie.", &["“…”", "“…”"]),
            ("„Ja”, sagte sie.", &[LOW_HIGH, "“…”"]),
            ("„Ja\", sagte sie.", &[LOW_HIGH]),
            ("\"Ja“, sagte sie.", &[LOW_HIGH]),
            ("\"Ja\", sagte sie, 5\" breit.", &[GUILLEMETS]),
            ("Das Zeichen » allein.", &[]),
        ] {
            assert_eq!(forms(text), expected, "{text}");
        }
        // Behind emphasis it may open or close.
        let mark = marks("«, sagte er", [Some('*'), None]);
        let form = form(mark[0], None, QuoteStyle::LowHigh, Language::German);
        assert_eq!(form, Some(GUILLEMETS));
        // Other languages have one form, whatever the house wants in German.
        let mark = marks("\"Tak\"", [None, None]);
        let polish = super::form(mark[0], None, QuoteStyle::Guillemets, Language::Polish);
        assert_eq!(polish, Some(LOW_HIGH));
        let mark = marks("«Lalkę»", [None, None]);
        assert_eq!(super::form(mark[0], None, QuoteStyle::LowHigh, Language::Polish), None);
    }
}
