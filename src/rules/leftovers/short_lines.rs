//! Addresses and signatures that were lost: short lines that run on as one paragraph.

use super::lines::{TextLine, is_open};
use crate::diagnostic::{Diagnostic, Finding, codes};

/// Characters of the lines of an address or a signature; the lines of a paragraph that was typed to
/// a width have more.
const MAX_LENGTH: usize = 44;
/// How many such lines are no paragraph: two may be a sentence.
const MIN_LINES: usize = 3;

/// `list-lost` for lines of a paragraph that are short and each begin anew.
pub(super) fn short_lines(lines: &[TextLine<'_>]) -> Option<Finding> {
    let [first, .., last] = lines else { return None };
    let widest = lines.iter().map(length).max()?;
    // Whoever types a paragraph in lines of one width fills them.
    let has_room = lines.iter().zip(lines.iter().skip(1)).any(|(line, next)| {
        let word = next.text.split_whitespace().next().unwrap_or_default();
        length(line) + word.chars().count() < widest
    });
    let is_block = lines.len() >= MIN_LINES
        && widest <= MAX_LENGTH
        && has_room
        && lines.iter().all(begins_anew)
        && !lines.iter().any(ends_within)
        && !lines.iter().rev().skip(1).any(goes_on);
    let is_block = is_block || lines.iter().zip(lines.iter().skip(1)).any(is_address);
    let count = lines.len();
    let message = message!("{count} short lines are set as one paragraph", count);
    let warning = Diagnostic::new(codes::LIST_LOST, message)
        .with("reason", "short-lines")
        .hint("end each line with a backslash if it stands for itself")
        .hint("write `- ` before each line for a list");
    let range = first.range.start..last.range.end;
    is_block.then(|| Finding { diagnostic: warning, range, label: String::new() })
}

fn length(line: &TextLine<'_>) -> usize {
    line.text.chars().count()
}

fn begins_anew(line: &TextLine<'_>) -> bool {
    line.text.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
}

/// Whether a line ends a sentence or a part of one, or as its author wants.
fn goes_on(line: &TextLine<'_>) -> bool {
    line.is_hard
        || is_open(line.text)
        || line.text.ends_with(['.', ',', ';', '!', '?', '-', '–', '“', '«', '"'])
}

/// Whether a sentence ends within a line.
fn ends_within(line: &TextLine<'_>) -> bool {
    line.text.match_indices(". ").any(|(at, _)| {
        let word = line.text[..at].rsplit(' ').next().unwrap_or_default();
        word.chars().count() > 3 && word.ends_with(char::is_lowercase)
    })
}

/// A street with its number, and below it a postcode with its place.
fn is_address((street, place): (&TextLine<'_>, &TextLine<'_>)) -> bool {
    let number = street.text.split_whitespace().next_back().unwrap_or_default();
    let mut words = place.text.split_whitespace();
    let (postcode, town) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let is_street = begins_anew(street)
        && !street.is_hard
        && number.len() <= 4
        && number.starts_with(|c: char| c.is_ascii_digit())
        && (2..=4).contains(&street.text.split_whitespace().count());
    is_street
        && postcode.len() == 5
        && postcode.bytes().all(|byte| byte.is_ascii_digit())
        && town.starts_with(char::is_uppercase)
        && words.count() <= 3
}

#[cfg(test)]
mod tests {
    use super::super::lines::lines;
    use super::*;

    #[test]
    fn addresses_are_told_from_paragraphs() {
        for (text, expected) in [
            ("Stadt Görlitz\nAmt für Öffentlichkeitsarbeit\nUntermarkt 6\n02826 Görlitz", true),
            ("Kontakt\nMax Muster\nE-Mail max@muster.example", true),
            ("Am Beispiel 1\n12345 Musterstadt", true),
            ("**Amt für Moore**\nAm Beispiel 1\n12345 Musterstadt\npresse@a.example", true),
            ("Das Projekt kostet\n1,5 Millionen Euro. Es läuft von\n2023 bis\n2027", false),
            ("Der Zug fährt um\n9.15 Uhr ab und kommt um\n10.30 Uhr an", false),
            ("Max Muster\nPressesprecher", false),
            ("Max Muster\\\nSprecher\nAmt für Moore", false),
            (
                "Das Moor liegt am Oberen See, und\nBesucher kommen.\nWer bleibt, schläft dort.",
                false,
            ),
            ("Am Oberen See liegt das alte Moor\nNeustadts und daneben der Turm\nMoorwald", false),
            ("Ein Satz, der in einer Zeile steht, die viel länger ist\nModerne\nTürme", false),
        ] {
            assert_eq!(short_lines(&lines(text, 0..text.len())).is_some(), expected, "{text}");
        }
    }
}
