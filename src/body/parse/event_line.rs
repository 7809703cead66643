//! The line `::: event`, which says where in the body the event stands.

use std::ops::Range;

use super::findings::Findings;
use crate::diagnostic::{Diagnostic, codes};

/// The line, and its word.
const LINE: &str = "::: event";
const WORD: &str = "event";

/// Words that people write in its place; a misspelt one is told by its letters.
const OTHER_WORDS: [&str; 12] = [
    "termin",
    "termine",
    "veranstaltung",
    "einladung",
    "ereignis",
    "appointment",
    "podawk",
    "zarjadowanje",
    "událost",
    "akce",
    "wydarzenie",
    "spotkanie",
];

/// How a line means the event.
pub(super) enum EventWord {
    Right,
    /// In other letters.
    Other,
}

/// Reads a line that begins with colons; nothing where it does not mean the event.
pub(super) fn read(line: &str) -> Option<EventWord> {
    if line == LINE {
        return Some(EventWord::Right);
    }
    // As in `::: {.event}` and `::: Event :::` of other programs.
    let word = line.trim_matches(is_of_braces).to_lowercase();
    let is_other = OTHER_WORDS.contains(&word.as_str()) || is_near(&word);
    is_other.then_some(EventWord::Other)
}

fn is_of_braces(character: char) -> bool {
    matches!(character, '{' | '}' | '.' | '#' | '[' | ']' | ':') || character.is_whitespace()
}

/// Whether a word is `event` but for one or two letters.
fn is_near(word: &str) -> bool {
    let letters: Vec<char> = word.chars().collect();
    if !word.starts_with('e') || letters.len() > 7 {
        return false;
    }
    // Letters that both have in their order (longest common subsequence).
    let mut row = vec![0_usize; letters.len() + 1];
    for expected in WORD.chars() {
        let mut before = 0;
        for (at, letter) in letters.iter().enumerate() {
            let above = row[at + 1];
            row[at + 1] = if expected == *letter { before + 1 } else { above.max(row[at]) };
            before = above;
        }
    }
    let common = row.last().copied().unwrap_or(0);
    common >= 4 && letters.len() - common <= 2
}

/// Reports lines that stand where none is looked for: behind the mark of a quote or an item, or
/// behind `indent` spaces.
pub(super) fn report_inside(text: &str, indent: usize, findings: &mut Findings) {
    let mut start = 0;
    for line in text.split_inclusive(['\n', '\r']) {
        let content = line.trim_start_matches([' ', '\t', '>', '-', '*', '+']);
        let at = start + line.len() - content.len();
        let marks = line.get(..line.len() - content.len()).unwrap_or_default();
        start += line.len();
        let content = content.trim_end();
        let rest = content.trim_start_matches(':');
        let is_inside = marks.chars().any(|c| c != ' ') || marks.len() >= indent;
        let has_colons = content.len() - rest.len() >= 3;
        if is_inside && has_colons && rest.trim() == WORD {
            findings.add(misplaced(), at..at + content.len());
        }
    }
}

/// The error of a line within something else.
pub(super) fn misplaced() -> Diagnostic {
    Diagnostic::new(codes::EVENT_LINE, "the event cannot stand here")
        .with("reason", "not-at-left-edge")
        .hint("`::: event` is a line of its own at the left edge, in no list, quote, footnote or passage")
        .hint("write `\\:::` if the characters themselves are meant")
}

/// The error of a second line.
pub(super) fn repeated() -> Diagnostic {
    Diagnostic::new(codes::EVENT_LINE, "the event stands in the text already")
        .with("reason", "repeated")
        .hint("keep the one line `::: event` where the event is to stand, and remove this one")
}

/// The error of a line that means `::: event` and is another.
pub(super) fn misspelt(range: &Range<usize>, text: &str) -> Diagnostic {
    let line = text.get(range.clone()).unwrap_or_default();
    let message = message!("`{line}` is not read: the line of the event is `::: event`", line);
    Diagnostic::new(codes::EVENT_LINE, message)
        .with("reason", "misspelt")
        .replaced_by(LINE)
        .hint("write `::: event`; the line has no end")
        .hint("write `\\:::` if the characters themselves are meant")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_mean_the_event_are_told() {
        for line in [
            "::: events",
            "::: Event",
            ":::event",
            ":::: event",
            "::: evnt",
            "::: {.event}",
            "::: Termin",
            "::: Veranstaltung :::",
        ] {
            assert!(matches!(read(line), Some(EventWord::Other)), "{line}");
        }
        assert!(matches!(read("::: event"), Some(EventWord::Right)));
        for word in ["", "en", "{lang=en}", "hinweis", "seven", "ende", "Event am Abend"] {
            assert!(read(&format!("::: {word}")).is_none(), "{word}");
        }
    }
}
