//! Marks within a line that stayed what they are.

use std::ops::Range;

use super::MAX_FOUND;
use super::remedies::{Leftover, LeftoverKind, Markup, finding};
use crate::diagnostic::Finding;

/// How far the end of a stretch is looked for, in bytes.
pub(super) const MAX_STRETCH: usize = 160;

/// Marks in a range of the body, of a field of inline Markdown or of a line. The source is read,
/// where a character that was escaped can be known.
pub(super) fn in_markup(text: &str, range: Range<usize>, markup: Markup) -> Vec<Finding> {
    let mut scanner = MarkScanner::new(text, range, markup);
    scanner.run();
    scanner.found.into_iter().map(|found| finding(text, found, markup)).collect()
}

/// Marks in a field in which nothing is markup.
pub(super) fn in_plain_text(text: &str) -> Vec<Finding> {
    in_markup(text, 0..text.len(), Markup::None)
}

pub(super) struct MarkScanner<'t> {
    pub text: &'t str,
    pub range: Range<usize>,
    pub markup: Markup,
    found: Vec<Leftover>,
}

impl<'t> MarkScanner<'t> {
    fn new(text: &'t str, range: Range<usize>, markup: Markup) -> Self {
        Self { text, range, markup, found: Vec::new() }
    }

    fn run(&mut self) {
        let mut at = self.range.start;
        // A piece that begins behind a backslash begins with what that escapes.
        if self.has_markup() && self.before(at) == Some('\\') {
            at += self.rest(at).chars().next().map_or(0, |escaped| self.length_of_row(at, escaped));
        }
        while at < self.range.end && self.found.len() < MAX_FOUND {
            let Some(character) = self.text.get(at..).and_then(|rest| rest.chars().next()) else {
                return;
            };
            let length = self.length_of_escape(at, character);
            if length > 0 {
                at += length;
                continue;
            }
            match self.leftover(at, character) {
                Some(leftover) => {
                    at = leftover.range.end.max(at + character.len_utf8());
                    self.found.push(leftover);
                }
                None => at += self.length_of_row(at, character),
            }
        }
    }

    /// Whether there is markup, and a backslash escapes.
    pub fn has_markup(&self) -> bool {
        self.markup != Markup::None
    }

    /// What stands before a place.
    pub fn before(&self, at: usize) -> Option<char> {
        self.text.get(..at)?.chars().next_back()
    }

    pub fn rest(&self, at: usize) -> &'t str {
        self.text.get(at..).unwrap_or_default()
    }

    /// The rest of the line, as far as a stretch can reach.
    pub fn line(&self, at: usize) -> &'t str {
        let rest = self.rest(at);
        let end = rest.floor_char_boundary(MAX_STRETCH.min(rest.len()));
        let line = rest.get(..end).unwrap_or_default();
        line.split(['\n', '\r']).next().unwrap_or_default()
    }

    /// An escaped character or an entity, which are what they stand for.
    fn length_of_escape(&self, at: usize, character: char) -> usize {
        let rest = self.rest(at);
        if !self.has_markup() {
            return 0;
        }
        match character {
            '\\' => match rest.get(1..).and_then(|rest| rest.chars().next()) {
                // The rest of a row with it: nobody escapes half of one.
                Some(escaped) if escaped.is_ascii_punctuation() => {
                    1 + self.length_of_row(at + 1, escaped)
                }
                _ => 0,
            },
            '&' => {
                let name = rest.get(1..).unwrap_or_default();
                let end = name.find(|c: char| !c.is_ascii_alphanumeric() && c != '#');
                let is_entity = end.is_some_and(|end| name[end..].starts_with(';'));
                if is_entity { end.unwrap_or(0) + 2 } else { 0 }
            }
            _ => 0,
        }
    }

    /// The bytes of a row of the same character, so that it is looked at once.
    fn length_of_row(&self, at: usize, character: char) -> usize {
        if matches!(character, '*' | '_' | '~' | '=' | '#' | '\'') {
            self.row(at, character)
        } else {
            character.len_utf8()
        }
    }

    pub fn row(&self, at: usize, character: char) -> usize {
        let rest = self.rest(at);
        rest.len() - rest.trim_start_matches(character).len()
    }

    fn leftover(&self, at: usize, character: char) -> Option<Leftover> {
        let found = match character {
            '*' | '_' => self.emphasis(at, character),
            '~' => self.tildes(at),
            '^' => self.script(at, '^', LeftoverKind::Raised).or_else(|| self.caret(at)),
            '=' | '\'' => self.foreign(at, character),
            '[' => self.brackets(at),
            '{' => self.braces(at),
            '\\' => self.command(at),
            '$' => self.formula(at),
            ':' if self.is_at_line_start(at) => self.definition(at),
            '#' => self.heading(at),
            '|' => self.cells(at),
            '<' if self.rest(at).starts_with("<%") => self.up_to(at, "%>", LeftoverKind::Braces),
            '<' if self.markup != Markup::Inline => self.tag(at),
            '`' if self.markup == Markup::Line => self.code(at),
            'h' if self.is_at_line_start(at) => self.numbered_heading(at),
            _ => None,
        };
        // Addresses have characters of their own.
        found.filter(|found| found.kind == LeftoverKind::Link || !self.word(at).contains("://"))
    }

    fn emphasis(&self, at: usize, mark: char) -> Option<Leftover> {
        let length = self.row(at, mark);
        let before = self.before(at);
        let after = self.rest(at + length).chars().next();
        let is_free = is_space(before) && is_space(after);
        let is_within_word = is_letter(before) && is_letter(after);
        let row = &self.rest(at)[..length];
        match length {
            // Stars of a hotel and lines to fill in are none.
            4.. => None,
            3 if is_free || mark == '_' => None,
            // Stars of a hotel: "***-Haus".
            3 if after == Some('-') => None,
            2 if mark == '_' && is_within_word => None,
            2 | 3 => Some(match self.pair_before(at, row) {
                // It was to end something: "**(so)**nach".
                Some(start) if !is_space(before) && !is_letter(before) && is_letter(after) => {
                    Leftover { range: start..at + length, kind: LeftoverKind::Emphasis }
                }
                _ => self.stretch(at, self.pair(at, row), LeftoverKind::Emphasis),
            }),
            _ => {
                // "Bürger*innen", "5 * 3", "Preis*": letters and signs.
                // "(*1950)": born in that year.
                let is_birth = mark == '*' && after.is_some_and(|c| c.is_ascii_digit());
                // "5 €*, 6 €*": the star of a note.
                let is_note = after.is_some_and(|c| ",.;:!?)]…%".contains(c));
                let opens = !is_letter(before) && !is_space(after) && !is_birth && !is_note;
                let end = self.pair(at, row).filter(|_| opens)?;
                let inside = self.text.get(at + 1..end - 1)?;
                // "*Preis*träger", where the second one is a letter of a word; a star before
                // a note has spaces behind it.
                let is_one_word = !inside.contains(char::is_whitespace);
                // "*Ort: *Dresden"
                let is_before_word = is_letter(self.rest(end).chars().next());
                let is_word = inside.chars().count() > 1
                    && (!inside.ends_with(char::is_whitespace) || is_before_word)
                    && inside.contains(char::is_alphanumeric)
                    && (mark == '_' || !self.is_between_letters(end - 1) || is_one_word);
                // Where it could end, and did not, another rule says why.
                let ends = is_space(self.rest(end).chars().next());
                let is_word = is_word
                    && !self.word(at).contains('@')
                    && (!self.has_markup() || !ends || is_letter(before));
                is_word.then(|| self.stretch(at, Some(end), LeftoverKind::Emphasis))
            }
        }
    }

    fn is_between_letters(&self, at: usize) -> bool {
        is_letter(self.before(at)) && is_letter(self.rest(at + 1).chars().next())
    }

    /// The end of the next row of the same length in the line.
    pub fn pair(&self, at: usize, row: &str) -> Option<usize> {
        let line = self.line(at).get(row.len()..)?;
        let found = line.match_indices(row).map(|(place, _)| at + row.len() + place);
        let mark = row.chars().next()?;
        let mut found = found.filter(|place| {
            self.before(*place) != Some(mark) && self.row(*place, mark) == row.len()
        });
        found.next().map(|place| place + row.len())
    }

    /// The beginning of the row of the same length before a place in the line.
    fn pair_before(&self, at: usize, row: &str) -> Option<usize> {
        let before = self.text.get(..at)?;
        let start = before.floor_char_boundary(before.len().saturating_sub(MAX_STRETCH));
        let line = before.get(start..)?;
        let line = line.rsplit(['\n', '\r']).next()?;
        line.rfind(row).map(|place| at - line.len() + place)
    }

    /// A stretch up to its end, or up to the end of the word that begins it.
    fn stretch(&self, at: usize, end: Option<usize>, kind: LeftoverKind) -> Leftover {
        let end = end.unwrap_or_else(|| {
            let line = self.line(at);
            let marks = line.len() - line.trim_start_matches(['*', '_', '~', ' ']).len();
            let word = line.get(marks..).unwrap_or_default();
            at + marks + word.find(char::is_whitespace).unwrap_or(word.len())
        });
        Leftover { range: at..end, kind }
    }

    fn tildes(&self, at: usize) -> Option<Leftover> {
        match self.row(at, '~') {
            1 if is_letter(self.before(at)) => self.script(at, '~', LeftoverKind::Lowered),
            1 => self.script(at, '~', LeftoverKind::Struck),
            2 => {
                let before = is_space(self.before(at));
                let after = is_space(self.rest(at + 2).chars().next());
                (!before || !after)
                    .then(|| self.stretch(at, self.pair(at, "~~"), LeftoverKind::Struck))
            }
            _ => None,
        }
    }

    /// `H~2~O`: a few characters without a space between two marks.
    fn script(&self, at: usize, mark: char, kind: LeftoverKind) -> Option<Leftover> {
        let inside = self.rest(at).get(1..)?;
        let end = inside.find(mark)?;
        let inside = inside.get(..end)?;
        let is_short = (1..=12).contains(&end) && !inside.contains(char::is_whitespace);
        let is_address = inside.contains('/') || self.before(at) == Some('/');
        (is_short && !is_address).then(|| Leftover { range: at..at + end + 2, kind })
    }

    fn foreign(&self, at: usize, mark: char) -> Option<Leftover> {
        let length = self.row(at, mark);
        let is_mark = if mark == '=' { (2..=6).contains(&length) } else { length == 3 };
        let row = self.rest(at).get(..length).filter(|_| is_mark)?;
        // "a==b"
        if is_letter(self.before(at)) && is_letter(self.rest(at + length).chars().next()) {
            return None;
        }
        let end = self.pair(at, row)?;
        let is_line = self.is_at_line_start(at);
        let is_beside = !is_space(self.rest(at + length).chars().next())
            && !is_space(self.before(end - length));
        (is_beside || is_line).then_some(Leftover { range: at..end, kind: LeftoverKind::Foreign })
    }

    pub fn is_at_line_start(&self, at: usize) -> bool {
        let before = self.text.get(..at).unwrap_or_default();
        before.trim_end_matches([' ', '>']).ends_with('\n')
            || before.trim_end_matches([' ', '>']).is_empty()
    }
}

pub(super) fn is_space(character: Option<char>) -> bool {
    character.is_none_or(char::is_whitespace)
}

pub(super) fn is_letter(character: Option<char>) -> bool {
    character.is_some_and(char::is_alphanumeric)
}
