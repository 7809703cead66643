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
    let mut pairs = lines.iter().zip(lines.iter().skip(1));
    let is_block = is_block || pairs.any(|pair| is_address(pair) || are_prices(pair));
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
    let is_street = begins_anew(street)
        && !street.is_hard
        && number.len() <= 4
        && number.starts_with(|c: char| c.is_ascii_digit())
        && (2..=4).contains(&street.text.split_whitespace().count());
    is_street
        && without_postcode(place.text).is_some_and(|town| {
            town.starts_with(char::is_uppercase) && town.split_whitespace().count() <= 4
        })
}

/// What stands behind a postcode of a country in the middle of Europe: `02826 `, `1010 `,
/// `110 00 `, `00-123 `, `D-02826 `.
fn without_postcode(line: &str) -> Option<&str> {
    let code = ["D-", "A-", "CH-", "CZ-", "PL-"].iter().find_map(|land| line.strip_prefix(land));
    let code = code.unwrap_or(line);
    let length = code.find(char::is_alphabetic)?;
    let (code, town) = code.split_at_checked(length)?;
    let shape: String = code.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    matches!(shape.as_str(), "00000 " | "0000 " | "000 00 " | "00-000 ").then_some(town)
}

/// Two prices: what costs something, and below it another.
fn are_prices((line, next): (&TextLine<'_>, &TextLine<'_>)) -> bool {
    !line.is_hard && is_price(line) && is_price(next)
}

/// `Erwachsene 5 Euro`
fn is_price(line: &TextLine<'_>) -> bool {
    let mut words = line.text.rsplit(char::is_whitespace);
    let (unit, amount) = (words.next(), words.next().unwrap_or_default());
    matches!(unit, Some("Euro" | "EUR" | "€"))
        && amount.starts_with(|c: char| c.is_ascii_digit())
        && words.next().is_some_and(|word| !is_open(word))
        && line.text.starts_with(char::is_uppercase)
        && length(line) <= MAX_LENGTH
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
            ("ulice 5\n110 00 Praha 1", false),
            ("Hlavní 5\n110 00 Praha 1", true),
            ("Długa 5\n00-123 Warszawa", true),
            ("Ring 5\nA-1010 Wien", true),
            ("Erwachsene 5 Euro\nKinder bis 6 Jahre 2,50 Euro", true),
            ("Kosten für 500 Euro\nPreise von 300 Euro", false),
            ("Das Land gibt 500 Euro\nund der Bund 300 Euro", false),
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
