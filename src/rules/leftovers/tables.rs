//! Tables that were lost: columns made of tabs, of spaces, of `|` without the line of dashes,
//! and the other tables of pandoc.

use std::ops::Range;

use super::items::item_mark;
use super::lines::{TextLine, each_paragraph, lines};
use crate::body::Body;
use crate::diagnostic::{Diagnostic, Finding, codes};

/// Spaces from which on a gap within a line is one between two columns.
const WIDE_GAP: usize = 3;
/// The lines of tables that terminals draw.
const BOX_LINES: &str = "┌┬┐├┼┤└┴┘─━═│┃║╔╦╗╠╬╣╚╩╝";
/// What parts the cells of a row.
const BORDERS: [char; 4] = ['|', '│', '┃', '║'];
/// Spaces that columns are made of; an em space is as wide as two of them.
const WIDE_SPACES: [char; 3] = ['\u{A0}', '\u{2002}', '\u{202F}'];
/// The longest row that a hint shows, in characters.
const MAX_SHOWN: usize = 100;

/// What columns were made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ColumnForm {
    /// `+---+---+`
    Grid,
    /// `---- ----`
    Rules,
    Pipes,
    Tabs,
    Spaces,
}

impl ColumnForm {
    /// The word that programs get, and the one for people.
    fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Grid => ("grid", "a grid of `+---+` is not read as a table"),
            Self::Rules => ("rules", "columns under lines of dashes are not read as a table"),
            Self::Pipes => ("pipes", "rows without a line `| --- | --- |` are not read as a table"),
            Self::Tabs => ("tabs", "columns made of tabs are not read as a table"),
            Self::Spaces => ("spaces", "columns made of spaces are not read as a table"),
        }
    }

    /// The cells of a row.
    fn cells(self, row: &str) -> Vec<String> {
        match self {
            Self::Grid | Self::Pipes => {
                let row = row.strip_prefix(BORDERS).unwrap_or(row);
                let row = row.strip_suffix(BORDERS).unwrap_or(row);
                row.split(BORDERS).map(|cell| cell.trim().to_owned()).collect()
            }
            Self::Tabs => row.split('\t').map(escaped).collect(),
            Self::Spaces | Self::Rules => {
                let row = row.replace(WIDE_SPACES, " ").replace('\u{2003}', "  ");
                row.split("  ").filter(|cell| !cell.trim().is_empty()).map(escaped).collect()
            }
        }
    }
}

fn escaped(cell: &str) -> String {
    cell.trim().replace('|', "\\|")
}

/// The tables that were lost in a body.
pub(super) fn find(text: &str, body: &Body) -> Vec<Finding> {
    let mut found = Vec::new();
    // Where the last table with rules lies, all of which is reported once.
    let mut ruled = 0..0;
    // Paragraphs of one row each that follow each other.
    let mut apart: Vec<(ColumnForm, Range<usize>)> = Vec::new();
    each_paragraph(body, &mut |block| {
        let span = block.span.0.clone();
        if ruled.contains(&span.start) {
            return;
        }
        let own = lines(text, span.clone());
        if own.iter().any(|line| is_grid_rule(line.text) || is_column_rule(line.text)) {
            let all = stretch(text, &span);
            if let Some(table) = lost_rules(text, &lines(text, all.clone())) {
                ruled = all;
                // What stands above the first rule may be reported as columns of spaces.
                let is_apart = |other: &Finding| other.range.end <= table.range.start;
                found.retain(is_apart);
                found.push(table);
            }
            return;
        }
        let row = match own.as_slice() {
            [line] => columns_of_row(line.text).map(|columns| (columns, line.range.clone())),
            _ => None,
        };
        let is_next =
            apart.last().zip(row.as_ref()).is_some_and(|((before, place), (columns, row))| {
                let between = text.get(place.end..row.start).unwrap_or("x");
                before == columns && between.trim().is_empty()
            });
        if !is_next {
            found.extend(lost_paragraphs(text, &std::mem::take(&mut apart)));
        }
        apart.extend(row);
        found.extend(lost_rows(text, &own).or_else(|| row_above_table(text, &own)));
    });
    found.extend(lost_paragraphs(text, &apart));
    found
}

/// The lines without an empty one between them around a place.
fn stretch(text: &str, span: &Range<usize>) -> Range<usize> {
    let before = text.get(..span.start).unwrap_or_default();
    let mut start = before.rfind('\n').map_or(0, |end| end + 1);
    while let Some(above) = text.get(..start).and_then(|above| above.strip_suffix('\n')) {
        let line = above.rfind('\n').map_or(0, |end| end + 1);
        if above.get(line..).unwrap_or_default().trim().is_empty() {
            break;
        }
        start = line;
    }
    let rest = text.get(span.end..).unwrap_or_default();
    let own = rest.find('\n').map_or(rest.len(), |end| end + 1);
    let below = rest.get(own..).unwrap_or_default().split_inclusive('\n');
    let below: usize = below.take_while(|line| !line.trim().is_empty()).map(str::len).sum();
    start..span.end + own + below
}

/// A row right above a table, of which it is no part: only the line above `---` is its header.
fn row_above_table(text: &str, lines: &[TextLine<'_>]) -> Option<Finding> {
    let [row] = lines else { return None };
    let below = text.get(row.range.end..)?.strip_prefix('\n')?;
    if !is_pipe_row(row.text) || !below.lines().next().is_some_and(is_pipe_row) {
        return None;
    }
    let (reason, message) = ColumnForm::Pipes.names();
    let error = Diagnostic::new(codes::TABLE_LOST, message)
        .with("reason", reason)
        .hint("put the line `| --- | --- |` right below the first row");
    Some(Finding { diagnostic: error, range: row.range.clone(), label: String::new() })
}

/// What separates the columns of a row that stands alone.
fn columns_of_row(line: &str) -> Option<ColumnForm> {
    if is_pipe_row(line) {
        Some(ColumnForm::Pipes)
    } else if words_behind_mark(line).contains('\t') {
        Some(ColumnForm::Tabs)
    } else {
        None
    }
}

/// A row between `|` and `|`.
fn is_pipe_row(line: &str) -> bool {
    line.starts_with('|') && line.ends_with('|') && pipes(line) > 2
}

/// How many `|` separate something.
fn pipes(line: &str) -> usize {
    if line.contains('`') {
        return 0;
    }
    line.matches('|').count() - line.matches("\\|").count()
}

/// A line without the mark of an item before it, whose gap is none between columns.
fn words_behind_mark(line: &str) -> &str {
    item_mark(line).and_then(|(_, length)| line.get(length..)).unwrap_or(line)
}

/// `+-----+=====+`
fn is_grid_rule(line: &str) -> bool {
    let is_drawn = line.chars().all(|c| BOX_LINES.contains(c));
    line.len() > 4 && is_drawn
        || line.len() > 4
            && line.starts_with('+')
            && line.ends_with('+')
            && line.contains(['-', '='])
            && line.chars().all(|c| matches!(c, '+' | '-' | '=' | ':'))
}

/// `------ ------`
fn is_column_rule(line: &str) -> bool {
    let groups: Vec<&str> = line.split_whitespace().collect();
    groups.len() > 1 && groups.iter().all(|group| is_rule(group))
}

/// `---` or `===`
fn is_rule(group: &str) -> bool {
    group.len() > 2 && (group.bytes().all(|b| b == b'-') || group.bytes().all(|b| b == b'='))
}

/// `| --- |`, which another rule judges.
fn is_pipe_rule(line: &str) -> bool {
    line.contains('|')
        && line.contains("--")
        && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '))
}

/// A table of pandoc with its lines of dashes.
fn lost_rules(text: &str, lines: &[TextLine<'_>]) -> Option<Finding> {
    let first = lines.iter().position(|line| is_grid_rule(line.text));
    let last = lines.iter().rposition(|line| is_grid_rule(line.text));
    if let (Some(first), Some(last)) = (first, last) {
        let rows = grid_rows(lines.get(first..=last)?);
        return lost(text, lines, first..last + 1, ColumnForm::Grid, &rows);
    }
    let rule = lines.iter().position(|line| is_column_rule(line.text))?;
    // Without words beside it a row of dashes is an ornament.
    lines.get(rule.saturating_sub(1)).or(lines.get(rule + 1)).filter(|_| lines.len() > 1)?;
    let first = rule.saturating_sub(1);
    let rows = lines.get(first..)?.iter().filter(|line| line.text.contains(char::is_alphanumeric));
    let rows: Vec<_> = rows.map(|line| ColumnForm::Rules.cells(line.text)).collect();
    lost(text, lines, first..lines.len(), ColumnForm::Rules, &rows)
}

fn lost_rows(text: &str, lines: &[TextLine<'_>]) -> Option<Finding> {
    if lines.iter().any(|line| is_pipe_rule(line.text)) {
        return None;
    }
    [ColumnForm::Pipes, ColumnForm::Tabs, ColumnForm::Spaces].into_iter().find_map(|columns| {
        let rows = run_of_rows(lines, columns)?;
        let lines_of_rows = lines.get(rows.clone())?.iter();
        let cells = lines_of_rows.map(|line| columns.cells(line.text)).filter(|row| has_words(row));
        lost(text, lines, rows, columns, &cells.collect::<Vec<_>>())
    })
}

/// The first two or more lines in a row that are rows of a table.
fn run_of_rows(lines: &[TextLine<'_>], columns: ColumnForm) -> Option<Range<usize>> {
    let mut start = 0;
    let mut end = 0;
    for (at, line) in lines.iter().enumerate() {
        let is_row = match columns {
            ColumnForm::Pipes => pipes(line.text) > 0,
            ColumnForm::Tabs => words_behind_mark(line.text).contains('\t'),
            _ => has_wide_gap(words_behind_mark(line.text)),
        };
        // A line with a break at its end is meant as it is, unless it is all of a row.
        let is_certain = columns == ColumnForm::Tabs || is_pipe_row(line.text);
        let is_row = is_row && (!line.is_hard || is_certain);
        if is_row {
            end = at + 1;
        } else if end > start + 1 {
            break;
        } else {
            start = at + 1;
            end = start;
        }
    }
    (end > start + 1).then_some(start..end)
}

/// Whether a line has a gap as between two columns.
fn has_wide_gap(line: &str) -> bool {
    let mut gap = 0;
    line.chars().any(|c| {
        gap = match c {
            '\u{2003}' => gap + 2,
            ' ' => gap + 1,
            _ if WIDE_SPACES.contains(&c) => gap + 1,
            _ => 0,
        };
        gap >= WIDE_GAP
    })
}

/// The rows of a grid: what stands between two of its lines is one.
fn grid_rows(lines: &[TextLine<'_>]) -> Vec<Vec<String>> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut is_new = true;
    for line in lines {
        if is_grid_rule(line.text) {
            is_new = true;
        } else if is_new {
            rows.push(ColumnForm::Grid.cells(line.text));
            is_new = false;
        } else if let Some(row) = rows.last_mut() {
            for (cell, more) in row.iter_mut().zip(ColumnForm::Grid.cells(line.text)) {
                *cell = format!("{cell} {more}").trim().to_owned();
            }
        }
    }
    rows
}

/// Rows that stand in paragraphs of their own.
fn lost_paragraphs(text: &str, rows: &[(ColumnForm, Range<usize>)]) -> Option<Finding> {
    let [(columns, first), .., (_, last)] = rows else { return None };
    let lines = lines(text, first.start..last.end);
    let lines: Vec<_> = lines.into_iter().filter(|line| !line.text.is_empty()).collect();
    let cells: Vec<_> = lines.iter().map(|line| columns.cells(line.text)).collect();
    lost(text, &lines, 0..lines.len(), *columns, &cells)
}

/// The error, with the right form of the rows.
fn lost(
    text: &str,
    lines: &[TextLine<'_>],
    at: Range<usize>,
    columns: ColumnForm,
    rows: &[Vec<String>],
) -> Option<Finding> {
    let place = lines.get(at.clone())?;
    let range = place.first()?.range.start..place.last()?.range.end;
    let (reason, message) = columns.names();
    let error = Diagnostic::new(codes::TABLE_LOST, message).with("reason", reason);
    let width = rows.first().map_or(0, Vec::len);
    let is_even = rows.len() > 1 && width > 1 && rows.iter().all(|row| row.len() == width);
    let shown = rows.first().filter(|_| width > 1).map(|header| row_of(header));
    let header = shown.filter(|row| row.chars().count() <= MAX_SHOWN);
    let error = match &header {
        Some(header) => {
            error.hint(format!("write `{header}`, then `{}`, then the other rows", rule_of(width)))
        }
        None => error.hint("write a row as `| a | b |`, with `| --- | --- |` below the first"),
    };
    let error = if matches!(columns, ColumnForm::Pipes) {
        error.hint("write `\\|` for a line that is text")
    } else if matches!(columns, ColumnForm::Tabs | ColumnForm::Spaces) {
        error.hint("one space between two words is enough if no table is meant")
    } else {
        error
    };
    let is_quoted = text.get(range.clone())?.contains('>');
    let error = if is_even && !is_quoted {
        let mut table: Vec<String> = rows.iter().map(|row| row_of(row)).collect();
        table.insert(1, rule_of(width));
        let before = if at.start > 0 { "\n" } else { "" };
        let after = if at.end < lines.len() { "\n" } else { "" };
        error.replaced_by(format!("{before}{}{after}", table.join("\n")))
    } else {
        error
    };
    Some(Finding { diagnostic: error, range, label: String::new() })
}

/// Whether a row is none of dashes, which somebody took for the rule of a table.
fn has_words(row: &[String]) -> bool {
    row.iter().any(|cell| cell.contains(char::is_alphanumeric))
}

fn row_of(cells: &[String]) -> String {
    format!("| {} |", cells.join(" | "))
}

fn rule_of(width: usize) -> String {
    format!("|{}", " --- |".repeat(width))
}
