//! Lines: wrapped, indented, underlined.

use unicode_width::UnicodeWidthStr;

/// Columns by which the further lines of an entry are indented.
pub(super) const INDENT: usize = 2;

/// The columns that a text takes on a terminal: two for a wide character, none
/// for a combining one.
pub(super) fn width(text: &str) -> usize {
    text.width()
}

/// Wraps a text, whose line ends are wanted, at a number of columns. Words and
/// addresses never break, nor do lines at a fixed space ("25. November", "§ 3").
/// Several spaces become one, as on the sheet.
pub(super) fn wrap(text: &str, columns: usize) -> Vec<String> {
    hanging(text, columns, 0)
}

/// As [`wrap`], with all lines but the first indented.
pub(super) fn hanging(text: &str, columns: usize, indent: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for line in text.split('\n') {
        fill(line, columns, indent, &mut lines);
    }
    while lines.last().is_some_and(|line| line.trim_end_matches(' ').is_empty()) {
        lines.pop();
    }
    lines
}

/// Takes as many words into each line as it holds.
fn fill(text: &str, columns: usize, indent: usize, lines: &mut Vec<String>) {
    let mut line = margin(lines, indent);
    let mut taken = line.len();
    let mut is_first = true;
    for word in text.split(is_space).filter(|word| !word.is_empty()) {
        let needed = width(word);
        if !is_first && taken + 1 + needed > columns {
            lines.push(std::mem::take(&mut line));
            line = margin(lines, indent);
            taken = line.len();
        } else if !is_first {
            line.push(' ');
            taken += 1;
        }
        line.push_str(word);
        taken += needed;
        is_first = false;
    }
    lines.push(line);
}

/// What the next line begins with.
fn margin(lines: &[String], indent: usize) -> String {
    " ".repeat(if lines.is_empty() { 0 } else { indent })
}

/// Blanks at which a line may end. The fixed ones are not among them.
pub(super) fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\t'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Puts a mark before the first line and as many blanks before the others.
pub(super) fn hang(mark: &str, lines: Vec<String>) -> Vec<String> {
    let blank = " ".repeat(width(mark));
    let marks = std::iter::once(mark).chain(std::iter::repeat(blank.as_str()));
    marks.zip(lines).map(|(mark, line)| joined(mark, &line)).collect()
}

/// Indents every line.
pub(super) fn indent(columns: usize, lines: Vec<String>) -> Vec<String> {
    prefix(&" ".repeat(columns), lines)
}

/// Puts a mark before every line.
pub(super) fn prefix(mark: &str, lines: Vec<String>) -> Vec<String> {
    lines.iter().map(|line| joined(mark, line)).collect()
}

fn joined(mark: &str, line: &str) -> String {
    if line.is_empty() { mark.trim_end().to_owned() } else { format!("{mark}{line}") }
}

/// Draws a line of `sign` under the text, as wide as its widest line.
pub(super) fn underline(mut lines: Vec<String>, sign: char) -> Vec<String> {
    let widest = lines.iter().map(|line| width(line)).max().unwrap_or(0);
    if widest > 0 {
        lines.push(String::from(sign).repeat(widest));
    }
    lines
}

/// Parts with an empty line between them; empty ones are left out.
pub(super) fn stack(parts: impl IntoIterator<Item = Vec<String>>) -> Vec<String> {
    let mut lines = Vec::new();
    for part in parts.into_iter().filter(|part| !part.is_empty()) {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.extend(part);
    }
    lines
}

/// The finished text. What only served the setting goes: fixed spaces become
/// ordinary ones, and signs without width that mark breaks vanish.
pub(super) fn finish(parts: Vec<Vec<String>>) -> String {
    let mut text = String::new();
    for line in stack(parts) {
        text.extend(line.chars().filter_map(|character| match character {
            '\u{A0}' | '\u{202F}' | '\u{2007}' => Some(' '),
            '\u{AD}' | '\u{200B}' | '\u{2060}' | '\u{FEFF}' => None,
            other => Some(other),
        }));
        text.truncate(text.trim_end_matches(' ').len());
        text.push('\n');
    }
    text
}
