//! HTML entities outside of Markdown, by the list that Markdown knows.

use std::ops::Range;

use pulldown_cmark::{Event, Parser};

use crate::source::encoding;

/// Characters of the longest name, `CounterClockwiseContourIntegral`, and some.
const MAX_NAME: usize = 40;
/// The most bytes of an address on one side of a sign.
const MAX_ADDRESS: usize = 2048;
/// How often a text was encoded at most.
const MAX_ROUNDS: usize = 4;

/// Names that stand for one letter or sign and begin no word of a text.
const PLAIN_NAMES: &[&str] = &[
    "AElig", "Aacute", "Acirc", "Agrave", "Aring", "Atilde", "Auml", "Ccedil", "Eacute", "Ecirc",
    "Egrave", "Euml", "Iacute", "Icirc", "Igrave", "Iuml", "Ntilde", "Oacute", "Ocirc", "Ograve",
    "Oslash", "Otilde", "Ouml", "Uacute", "Ucirc", "Ugrave", "Uuml", "Yacute", "aacute", "acirc",
    "aelig", "agrave", "aring", "atilde", "auml", "bdquo", "ccedil", "eacute", "ecirc", "egrave",
    "euml", "hellip", "iacute", "icirc", "igrave", "iuml", "laquo", "ldquo", "lsquo", "mdash",
    "nbsp", "ndash", "ntilde", "oacute", "ocirc", "ograve", "oslash", "otilde", "ouml", "raquo",
    "rdquo", "rsquo", "sbquo", "szlig", "uacute", "ucirc", "ugrave", "uuml", "yacute", "yuml",
];
/// Names that other words begin with: those are entities where no letter follows.
const WORD_NAMES: &[&str] = &["amp", "euro", "quot"];

/// A text with its entities resolved, however often they were encoded; none if it has none.
pub(crate) fn without_entities(text: &str) -> Option<String> {
    let mut best: Option<String> = None;
    for _ in 0..MAX_ROUNDS {
        match decoded(best.as_deref().unwrap_or(text)) {
            Some(better) => best = Some(better),
            None => break,
        }
    }
    best
}

fn decoded(text: &str) -> Option<String> {
    let mut decoded = String::new();
    let mut end = 0;
    let mut found: Vec<_> = entities(text).chain(damaged_entities(text)).collect();
    found.sort_by_key(|(range, _)| range.start);
    for (range, stands_for) in found {
        decoded.push_str(text.get(end..range.start).unwrap_or_default());
        // HTML takes the numbers 128 to 159 for bytes of Windows-1252.
        decoded.extend(stands_for.chars().map(encoding::as_windows));
        end = range.end;
    }
    decoded.push_str(text.get(end..).unwrap_or_default());
    (end > 0).then_some(decoded)
}

/// The entities of a plain text, each with its place and what it stands for.
pub(crate) fn entities(text: &str) -> impl Iterator<Item = (Range<usize>, String)> {
    text.match_indices('&').filter_map(|(start, _)| {
        let rest = text.get(start + 1..)?;
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '#')?;
        let is_one = (1..=MAX_NAME).contains(&end) && rest.get(end..)?.starts_with(';');
        let range = start..start + end + 2;
        let typed = text.get(range.clone()).filter(|_| is_one)?;
        Some((range, resolved(typed)?))
    })
}

/// Entities that HTML no longer knows: in capitals, as all of a headline was (`M&AUML;RZ`), or
/// without their semicolon (`M&uumlller`). In an address they may be parameters.
pub(crate) fn damaged_entities(text: &str) -> impl Iterator<Item = (Range<usize>, String)> {
    text.match_indices('&').filter_map(|(start, _)| {
        let rest = text.get(start + 1..)?;
        let is_address = word_around(text, start).contains("://");
        let end = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
        let name = rest.get(..end)?;
        let is_closed = rest.get(end..)?.starts_with(';');
        if is_closed {
            let small = name.to_ascii_lowercase();
            let is_known = [PLAIN_NAMES, WORD_NAMES].concat().contains(&small.as_str());
            let is_in_capitals = !name.contains(|c: char| c.is_ascii_lowercase());
            let range = start..start + end + 2;
            if !is_known || !is_in_capitals || resolved(text.get(range.clone())?).is_some() {
                return None;
            }
            let letter = resolved(&format!("&{small};"))?;
            // There is no usual capital of ß.
            let letter = if letter == "ß" { letter } else { letter.to_uppercase() };
            return Some((range, letter));
        }
        let is_whole = |known: &&&str| name == **known;
        let is_start = |known: &&&str| name.starts_with(**known);
        let known = PLAIN_NAMES.iter().find(is_start).or(WORD_NAMES.iter().find(is_whole))?;
        let is_parameter = rest.get(end..)?.starts_with('=');
        let letter = resolved(&format!("&{known};")).filter(|_| !is_address && !is_parameter)?;
        Some((start..start + 1 + known.len(), letter))
    })
}

/// The piece of a text between two blanks, as far as an address goes.
fn word_around(text: &str, at: usize) -> &str {
    let from = text.ceil_char_boundary(at.saturating_sub(MAX_ADDRESS));
    let to = text.floor_char_boundary(at.saturating_add(MAX_ADDRESS).min(text.len()));
    let before = text.get(from..at).unwrap_or_default();
    let behind = text.get(at..to).unwrap_or_default();
    let start = before.rfind(char::is_whitespace).map_or(from, |start| from + start);
    let end = behind.find(char::is_whitespace).map_or(to, |end| at + end);
    text.get(start..end).unwrap_or_default()
}

/// What one entity stands for; none if there is no such entity.
fn resolved(entity: &str) -> Option<String> {
    let events = Parser::new(entity).filter_map(|event| match event {
        Event::Text(text) => Some(text.into_string()),
        // The line end that an entity stands for.
        Event::SoftBreak | Event::HardBreak => Some(" ".to_owned()),
        _ => None,
    });
    let text: String = events.collect();
    (text != entity && !text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_are_those_of_html() {
        let text = "B&ouml;hmen &#8211; &#x201E;A&amp;B&#xfc; R&D; AT&T &nosuch; &; &amp";
        let found: Vec<_> = entities(text).map(|(_, stands_for)| stands_for).collect();
        assert_eq!(found, ["ö", "–", "„", "&", "ü"]);
    }

    #[test]
    fn entities_that_lost_their_form_are_known() {
        for (typed, text) in [
            ("M&AUML;RZ&NBSP;2022", "MÄRZ\u{A0}2022"),
            ("STRA&SZLIG;E", "STRAßE"),
            ("M&uumlller", "Müller"),
            ("B&ouml hm", "Bö hm"),
            ("Kunst &amp Kultur", "Kunst & Kultur"),
            ("&Uumlbungen &ndash 5 &euro", "Übungen – 5 €"),
        ] {
            assert_eq!(without_entities(typed).as_deref(), Some(text), "{typed}");
        }
        for sound in [
            "R&D; AT&T; F&E;",
            "AT&T und R&D",
            "Rock&amplifier, B&europa, Q&quote",
            "https://a.example/?a=1&copy=2&uuml=3&auml",
            "a?x=1&auml=2",
            "Times &times und &reg und &copy",
        ] {
            assert_eq!(without_entities(sound), None, "{sound}");
        }
    }
}
