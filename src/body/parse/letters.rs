//! Asterisks and underscores that are characters: in `Bürger*innen` and in addresses, behind a
//! price, alone in brackets.
//!
//! For Markdown such a mark may begin and end emphasis, so each is replaced by a character that is
//! a letter to its parser, and put back into the events. In a line that takes emphasis and
//! passages alone the marks of all other markup are characters as well.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Tag};
use unicode_normalization::char::is_combining_mark;

use super::run::is_escaped;

/// The marks that may be characters, each with what stands for it. As a private-use character
/// that is refused wherever it is typed.
const MASKS: [(char, char); 6] = [
    ('*', '\u{F8F0}'),
    ('_', '\u{F8F1}'),
    ('`', '\u{F8F2}'),
    ('<', '\u{F8F3}'),
    ('!', '\u{F8F4}'),
    ('&', '\u{F8F5}'),
];

/// The most bytes of an address on one side of a mark.
const MAX_ADDRESS: usize = 1024;
/// From so many marks in a row on, those behind are no part of an address.
const MAX_ROW: usize = 64;
/// Bytes by which a masked text is longer for each mark.
const GROWTH: usize = MASKS[0].1.len_utf8() - MASKS[0].0.len_utf8();

/// A text whose asterisks within words are letters to the parser.
#[derive(Debug)]
pub(super) struct LetterMask<'t> {
    text: Cow<'t, str>,
    /// Where the marks stand in the masked text.
    marks: Vec<usize>,
}

impl<'t> LetterMask<'t> {
    pub fn new(text: &'t str) -> Self {
        Self::of(text, &characters(text))
    }

    /// Masks a line as well where other markup than emphasis and passages would begin: code,
    /// tags and addresses in angle brackets, pictures, and entities where these are text.
    pub fn of_line(text: &'t str, is_entity_text: bool) -> Self {
        let mut found = characters(text);
        let others = text.match_indices(['`', '<', '!', '&']).filter(|(at, mark)| match *mark {
            "!" => text.get(at + 1..).is_some_and(|behind| behind.starts_with('[')),
            "&" => is_entity_text,
            _ => true,
        });
        // "(*1950)": born in that year.
        let births = text.match_indices("(*").map(|(at, _)| at + 1).filter(|at| {
            text.get(at + 1..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
        });
        let others = others.map(|(at, _)| at).chain(births);
        found.extend(others.filter(|at| !is_escaped(text, *at)));
        found.sort_unstable();
        found.dedup();
        Self::of(text, &found)
    }

    fn of(text: &'t str, characters: &[usize]) -> Self {
        let mut masked = String::new();
        let mut marks = Vec::new();
        let mut end = 0;
        for &at in characters {
            let typed = text.get(at..).and_then(|rest| rest.chars().next());
            let mask = MASKS.iter().find(|(mark, _)| typed == Some(*mark));
            let Some((_, mask)) = mask else { continue };
            masked.push_str(text.get(end..at).unwrap_or_default());
            marks.push(masked.len());
            masked.push(*mask);
            end = at + 1;
        }
        if marks.is_empty() {
            return Self { text: Cow::Borrowed(text), marks };
        }
        masked.push_str(text.get(end..).unwrap_or_default());
        Self { text: Cow::Owned(masked), marks }
    }

    /// The text to be parsed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// An event of the masked text as one of the text as typed. Labels by which links find their
    /// definitions stay as they are.
    pub fn typed<'e>(&self, event: Event<'e>, range: Range<usize>) -> (Event<'e>, Range<usize>) {
        if self.marks.is_empty() {
            return (event, range);
        }
        let event = match event {
            Event::Text(text) => Event::Text(typed(text)),
            Event::Html(text) => Event::Html(typed(text)),
            Event::InlineHtml(text) => Event::InlineHtml(typed(text)),
            Event::FootnoteReference(label) => Event::FootnoteReference(typed(label)),
            Event::Start(Tag::FootnoteDefinition(label)) => {
                Event::Start(Tag::FootnoteDefinition(typed(label)))
            }
            Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
                let (dest_url, title) = (typed(dest_url), typed(title));
                Event::Start(Tag::Link { link_type, dest_url, title, id })
            }
            Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
                let (dest_url, title) = (typed(dest_url), typed(title));
                Event::Start(Tag::Image { link_type, dest_url, title, id })
            }
            event => event,
        };
        (event, self.range(range))
    }

    /// Where a range of the masked text was typed.
    pub fn range(&self, range: Range<usize>) -> Range<usize> {
        self.place(range.start)..self.place(range.end)
    }

    fn place(&self, at: usize) -> usize {
        let before = self.marks.partition_point(|mark| *mark < at);
        at.saturating_sub(GROWTH * before)
    }
}

/// The places of the marks that are characters, in the order of the text.
fn characters(text: &str) -> Vec<usize> {
    let mut found = Vec::new();
    // How many asterisks before may be ended by the next ones.
    let mut open = 0_usize;
    let mut paragraph = 0;
    let mut row = 0;
    for (at, mark) in text.match_indices(['*', '_']) {
        let between = text.get(paragraph..at).unwrap_or_default();
        if between.contains("\n\n") || between.contains("\n\r\n") {
            open = 0;
        }
        row = if at == paragraph + 1 { row + 1 } else { 0 };
        paragraph = at;
        if is_escaped(text, at) {
            continue;
        }
        if row < MAX_ROW && is_in_address(text, at) {
            found.push(at);
            continue;
        }
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let behind = text.get(at + 1..).and_then(|behind| behind.chars().next());
        // Of rows of them Markdown judges itself.
        if mark == "_" || before == Some('*') || behind == Some('*') {
            continue;
        }
        let (before, behind) = (Side::of(before), Side::of(behind));
        if before == Side::Word && behind == Side::Word {
            found.push(at);
        } else if open > 0 && !matches!(before, Side::Space | Side::Opening) {
            open -= 1;
        } else if begins_emphasis(before, behind) {
            open += 1;
        } else if before != Side::Space {
            found.push(at);
        }
    }
    found
}

/// What stands on one side of a mark.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    /// White space, or the end of the text.
    Space,
    /// A letter or a digit.
    Word,
    /// What a quotation or a bracket begins with, and nothing ends with.
    Opening,
    /// What ends a quotation, a bracket or a sentence.
    Closing,
    /// Quotation marks that may be either, and all else.
    Other,
}

impl Side {
    fn of(character: Option<char>) -> Self {
        match character {
            None => Self::Space,
            Some(c) if c.is_whitespace() => Self::Space,
            Some(c) if c.is_alphanumeric() || is_combining_mark(c) => Self::Word,
            Some('(' | '[' | '{' | '„' | '‚') => Self::Opening,
            Some(')' | ']' | '}' | '.' | ',' | ';' | ':' | '!' | '?' | '…' | '%' | '€' | '$') => {
                Self::Closing
            }
            Some(_) => Self::Other,
        }
    }
}

/// Whether an asterisk between two sides can begin emphasis: not the one behind a price or before
/// a comma, "5 €*, 6 €*".
fn begins_emphasis(before: Side, behind: Side) -> bool {
    match behind {
        Side::Space | Side::Closing => false,
        Side::Word | Side::Opening => before != Side::Word,
        Side::Other => matches!(before, Side::Space | Side::Other),
    }
}

/// Whether a mark stands within an address, whose characters are its own. Those around it are
/// marks: `*https://example.org*`.
fn is_in_address(text: &str, at: usize) -> bool {
    let first = text.floor_char_boundary(at.saturating_sub(MAX_ADDRESS));
    let last = text.ceil_char_boundary(text.len().min(at + MAX_ADDRESS));
    let before = text.get(first..at).unwrap_or_default();
    let start = before.rsplit(is_outside).next().unwrap_or_default();
    let start = start.trim_start_matches(['*', '_']);
    let behind = text.get(at + 1..last).unwrap_or_default();
    let end = behind.split(is_outside).next().unwrap_or_default();
    let end = end.trim_end_matches(|c: char| c.is_ascii_punctuation() && c != '/');
    let is_web = start.contains("://") || start.starts_with("www.");
    let is_mail = start.contains('@') || end.contains('@');
    !start.is_empty() && !end.is_empty() && (is_web || is_mail)
}

/// Whether a character ends an address.
fn is_outside(character: char) -> bool {
    character.is_whitespace() || matches!(character, '<' | '>' | '(' | ')' | '[' | ']' | '"')
}

/// A text of an event with its marks.
fn typed(text: CowStr<'_>) -> CowStr<'_> {
    if !text.contains(|c| MASKS.iter().any(|(_, mask)| c == *mask)) {
        return text;
    }
    let mark = |c| MASKS.iter().find(|(_, mask)| c == *mask).map_or(c, |(mark, _)| *mark);
    text.chars().map(mark).collect::<String>().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text with `°` for each mark that is a character.
    fn masked(text: &str) -> String {
        shown(&LetterMask::new(text))
    }

    fn shown(mask: &LetterMask<'_>) -> String {
        mask.text().replace(|c| MASKS.iter().any(|(_, mask)| c == *mask), "°")
    }

    #[test]
    fn marks_that_are_characters_in_a_line() {
        let typed = r"(*1950) `a` <b> ![c](d) e! &amp; \`f\` \![g] *h* Bürger*innen";
        let expected = r"(°1950) °a° °b> °[c](d) e! °amp; \`f\` \![g] *h* Bürger°innen";
        assert_eq!(shown(&LetterMask::of_line(typed, true)), expected);
        let expected = expected.replace("°amp;", "&amp;");
        assert_eq!(shown(&LetterMask::of_line(typed, false)), expected);
    }

    #[test]
    fn marks_that_are_characters() {
        for (typed, expected) in [
            ("Bürger*innen und Lehrer*innen", "Bürger°innen und Lehrer°innen"),
            ("Preis 5 €*, 6 €*.", "Preis 5 €°, 6 €°."),
            ("Eintritt: 5 %*, ermäßigt (3 €*)", "Eintritt: 5 %°, ermäßigt (3 €°)"),
            ("Preis (brutto)*, netto (ohne)*.", "Preis (brutto)°, netto (ohne)°."),
            ("„Zitat“*, sagte er*.", "„Zitat“°, sagte er°."),
            ("Preis* und Rabatt* gelten", "Preis° und Rabatt° gelten"),
            ("5 Euro (*) oder 6 Euro (*) mehr", "5 Euro (°) oder 6 Euro (°) mehr"),
            ("Das Zeichen „*“ und „*“.", "Das Zeichen „°“ und „°“."),
            ("https://a.example/*b*/c und /_b_/", "https://a.example/°b°/c und /_b_/"),
            ("https://a.example/_b_/c", "https://a.example/°b°/c"),
            ("b_@c.example und a_b@c.example", "b°@c.example und a°b@c.example"),
            ("*HZDR*s", "*HZDR°s"),
        ] {
            assert_eq!(masked(typed), expected);
        }
    }

    #[test]
    fn marks_that_are_markup() {
        for typed in [
            "*Ja*, sagte sie, und *„Nein“*.",
            "Die *Muster*-Schau und *(so)* „*Haus*“",
            "**Ort:** Dresden, ***alles***",
            "*https://a.example/b* und _a@b.example_",
            "* eins\n* zwei",
            "2 * 3 * 4",
            "Ein *Wort,* ein »*Satz*« und *5 %* mehr",
            r"Preis\*, Rabatt\*",
        ] {
            assert_eq!(masked(typed), typed);
        }
    }
}
