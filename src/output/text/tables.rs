//! Tables: in columns where they fit, else one `label: value` a line.

use super::wrap::{INDENT, hanging, is_space, stack, width};
use super::writer::TextWriter;
use crate::body::{Alignment, Inline, Table};
use crate::content;

/// The blanks between two columns.
const GAP: &str = "  ";

/// Sets a table within a number of columns of text.
pub(super) fn table(table: &Table, columns: usize, writer: &TextWriter<'_>) -> Vec<String> {
    let header = cells(&table.header, writer);
    let rows: Vec<Vec<String>> = table.rows.iter().map(|row| cells(row, writer)).collect();
    let widths = widths(&header, &rows);
    let gaps = GAP.len() * widths.len().saturating_sub(1);
    if widths.iter().sum::<usize>() + gaps <= columns {
        aligned(table, &header, &rows, &widths)
    } else {
        labelled(&header, &rows, columns)
    }
}

fn cells(row: &[Vec<Inline>], writer: &TextWriter<'_>) -> Vec<String> {
    row.iter().map(|cell| one_line(&writer.text(cell))).collect()
}

/// The text of a cell, which is one line whatever it holds.
fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split(is_space).filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

/// The width of each column: that of its widest cell.
fn widths(header: &[String], rows: &[Vec<String>]) -> Vec<usize> {
    let mut widths: Vec<usize> = header.iter().map(|cell| width(cell)).collect();
    for row in rows {
        for (widest, cell) in widths.iter_mut().zip(row) {
            *widest = width(cell).max(*widest);
        }
    }
    widths
}

fn aligned(
    table: &Table,
    header: &[String],
    rows: &[Vec<String>],
    widths: &[usize],
) -> Vec<String> {
    let mut lines = Vec::with_capacity(rows.len() + 2);
    // A table without column heads has no rule under them either.
    if header.iter().any(|cell| !cell.is_empty()) {
        let rule: Vec<_> = widths.iter().map(|columns| "-".repeat(*columns)).collect();
        lines.extend([aligned_row(table, header, widths), rule.join(GAP)]);
    }
    lines.extend(rows.iter().map(|row| aligned_row(table, row, widths)));
    lines
}

fn aligned_row(table: &Table, row: &[String], widths: &[usize]) -> String {
    let columns = row.iter().zip(widths).zip(&table.columns);
    let cells: Vec<_> =
        columns.map(|((cell, columns), alignment)| pad(cell, *columns, *alignment)).collect();
    cells.join(GAP).trim_end_matches(' ').to_owned()
}

fn pad(cell: &str, columns: usize, alignment: Alignment) -> String {
    let free = columns.saturating_sub(width(cell));
    let before = match alignment {
        Alignment::Auto | Alignment::Left => 0,
        Alignment::Center => free / 2,
        Alignment::Right => free,
    };
    format!("{}{cell}{}", " ".repeat(before), " ".repeat(free - before))
}

/// Row by row, with an empty line between them; empty cells are left out.
fn labelled(header: &[String], rows: &[Vec<String>], columns: usize) -> Vec<String> {
    let rows = rows.iter().map(|row| {
        let cells = header.iter().zip(row);
        cells.flat_map(|(label, cell)| labelled_cell(label, cell, columns)).collect()
    });
    stack(rows)
}

fn labelled_cell(label: &str, cell: &str, columns: usize) -> Vec<String> {
    match (label.is_empty(), cell.is_empty()) {
        (_, true) => Vec::new(),
        (true, false) => hanging(cell, columns, INDENT),
        (false, false) => hanging(&content::labelled(label, cell), columns, INDENT),
    }
}
