//! What a list is: a table, with its header or without one, or lines with addresses.

use super::above;
use super::columns::{self, Columns};
use super::decoding;
use super::file_kind::{self, FileKind};
use super::records::{CsvRecords, ListRecord};
use super::refusals::{
    HEADER_HINT, no_header, no_list, note_of_encoding, open_quote, too_large, unreadable,
};
use super::table_layout::{self, ListPurpose, SAMPLE_ROWS, TableLayout};
use super::workbook::{self, ListSheet};
use crate::diagnostic::{Diagnostic, Diagnostics, codes};
use crate::limits::ListLimits;
use crate::source::{Format, Source};

/// The parts of a list, one of them for recipients, each with its own lines.
pub(super) struct ListContent {
    pub parts: Vec<ListPart>,
    pub notes: Vec<Diagnostic>,
}

/// A table or a text.
pub(super) struct ListPart {
    pub source: Source,
    pub form: ListForm,
}

pub(super) enum ListForm {
    Table(ListTable),
    /// Addresses line by line; `#` begins a comment.
    Lines,
}

/// A table without its header.
pub(super) struct ListTable {
    /// Rows above the header.
    pub above: Vec<ListRecord>,
    pub header: Option<ListRecord>,
    /// `None` where nothing says which column has the addresses.
    pub columns: Option<Columns>,
    pub records: Vec<ListRecord>,
}

impl ListTable {
    /// The same, of a sheet: beside it there may be remarks.
    fn of_sheet(self) -> Self {
        Self { columns: self.columns.map(Columns::open), ..self }
    }
}

/// Reads the bytes of a file.
pub(super) fn of_bytes(
    name: &str,
    bytes: Vec<u8>,
    purpose: ListPurpose,
    limits: &ListLimits,
) -> Result<ListContent, Diagnostics> {
    if bytes.len() as u64 > limits.bytes {
        return Err(too_large(name, "bytes", limits.bytes).into());
    }
    if bytes.starts_with(file_kind::ZIP) {
        let is_strict = purpose == ListPurpose::Suppression;
        let sheets = workbook::read(&bytes, is_strict, limits);
        let sheets = sheets.map_err(|error| Diagnostics::from(unreadable(name, &error)))?;
        return of_sheets(name, sheets, purpose, limits);
    }
    if let Some(FileKind { name: kind, hint }) = file_kind::of_bytes(&bytes) {
        return Err(no_list(name, kind, hint).into());
    }
    let decoded = decoding::decode(bytes).map_err(|(kind, hint)| no_list(name, kind, hint))?;
    let note = note_of_encoding(name, &decoded);
    // A source needs some form; that of a list is never looked at.
    let source = Source::from_text(name, Format::Markdown, decoded.text);
    let mut content = of_text(&source, purpose, limits)?;
    content.notes.splice(0..0, note);
    Ok(content)
}

/// Reads a text.
pub(super) fn of_text(
    source: &Source,
    purpose: ListPurpose,
    limits: &ListLimits,
) -> Result<ListContent, Diagnostics> {
    if let Some(FileKind { name: kind, hint }) = file_kind::of_text(source.text()) {
        return Err(no_list(source.name(), kind, hint).into());
    }
    let (start, stated) = stated_separator(source.text());
    let found =
        table_layout::find_table(source.text(), start, stated, purpose, has_name_of_table(source));
    let mut notes = Vec::new();
    let form = match found {
        Some((separator, layout)) => {
            let records = all_records(source, start, separator, limits)?;
            ListForm::Table(table(source, records, &layout, purpose, limits, &mut notes)?)
        }
        None if purpose == ListPurpose::Recipients && has_name_of_table(source) => {
            // One column of a table, saved alone, is CSV without a header.
            if !source.text().contains('@') {
                let first = CsvRecords::new(source.text(), start, stated).next();
                return Err(Diagnostics::from(match first {
                    Some(Ok(record)) => columns::missing(source, &record),
                    Some(Err(open)) => open_quote(source, &open),
                    None => no_header(source),
                }));
            }
            ListForm::Lines
        }
        None => ListForm::Lines,
    };
    let part = ListPart { source: source.clone(), form };
    Ok(ListContent { parts: vec![part], notes })
}

fn has_name_of_table(source: &Source) -> bool {
    source.name().to_ascii_lowercase().ends_with(".csv")
}

/// The line `sep=;` with which Excel states the separator: where the text goes on behind it.
pub(super) fn stated_separator(text: &str) -> (usize, Option<u8>) {
    let line = text.lines().next().unwrap_or_default();
    let stated = line.trim().trim_matches('"');
    let is_stated = stated.len() <= 5
        && stated.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("sep="));
    match stated.as_bytes().get(4) {
        Some(separator) if is_stated && separator.is_ascii() => {
            (text.find('\n').map_or(text.len(), |end| end + 1), Some(*separator))
        }
        // A tab is trimmed away.
        None if is_stated => (text.find('\n').map_or(text.len(), |end| end + 1), Some(b'\t')),
        _ => (0, None),
    }
}

/// All rows of a table, the header and what is above it included.
fn all_records(
    source: &Source,
    start: usize,
    separator: Option<u8>,
    limits: &ListLimits,
) -> Result<Vec<ListRecord>, Diagnostics> {
    let mut records = Vec::new();
    for record in CsvRecords::new(source.text(), start, separator) {
        if records.len() > limits.lines + SAMPLE_ROWS {
            return Err(too_large(source.name(), "lines", limits.lines as u64).into());
        }
        records.push(record.map_err(|open| open_quote(source, &open))?);
    }
    Ok(records)
}

/// Parts the header from the rows below it.
fn table(
    source: &Source,
    mut records: Vec<ListRecord>,
    layout: &TableLayout,
    purpose: ListPurpose,
    limits: &ListLimits,
    notes: &mut Vec<Diagnostic>,
) -> Result<ListTable, Diagnostics> {
    let (row, columns) = match layout {
        TableLayout::Header { row, .. } => {
            let (columns, findings) = Columns::read(source, &records[*row], limits)?;
            notes.extend(findings);
            (*row, columns)
        }
        TableLayout::Unclear { row } => {
            return Err(columns::unclear(source, &records[*row]).into());
        }
        TableLayout::Addresses { row, column } => {
            columns::check_width(source, &records[*row], limits)?;
            let above = row.checked_sub(1).and_then(|above| records.get(above));
            let columns = Columns::of_addresses(source.text(), above, *column);
            let (file, number) = (source.name(), column + 1);
            let message = message!(
                "{file} names no column `email`; the addresses are read from column {number}",
                file,
                number
            );
            let note = Diagnostic::new(codes::LIST_READ, message);
            let note = note.at(source, records[*row].line.clone(), "");
            notes.push(note.hint(HEADER_HINT));
            (*row, columns)
        }
    };
    let below = row + usize::from(matches!(layout, TableLayout::Header { .. }));
    let mut rows = records.split_off(below.min(records.len()));
    let header = if below > row { records.pop() } else { None };
    let above = records;
    notes.extend(match (purpose, &header) {
        (ListPurpose::Recipients, Some(header)) => {
            above::of_recipients(source, &above, header, &columns)?
        }
        _ => above::note(source, &above),
    });
    if purpose == ListPurpose::Recipients {
        rows.retain(|row| !columns.is_filled_down(source.text(), row));
    }
    if rows.len() > limits.lines {
        return Err(too_large(source.name(), "lines", limits.lines as u64).into());
    }
    Ok(ListTable { above, header, columns: Some(columns), records: rows })
}

/// The sheet of recipients: the first that has a column of addresses; all sheets of those who
/// want no mail.
fn of_sheets(
    name: &str,
    sheets: Vec<ListSheet>,
    purpose: ListPurpose,
    limits: &ListLimits,
) -> Result<ListContent, Diagnostics> {
    let mut notes = Vec::new();
    if purpose == ListPurpose::Suppression {
        let mut parts = Vec::new();
        for sheet in sheets.into_iter().filter(|sheet| !sheet.records.is_empty()) {
            let source = source_of(name, &sheet);
            let table = match table_layout::header_of_sheet(&sheet) {
                Some(layout) => {
                    table(&source, sheet.records, &layout, purpose, limits, &mut notes)?.of_sheet()
                }
                None => ListTable {
                    above: Vec::new(),
                    header: None,
                    columns: None,
                    records: sheet.records,
                },
            };
            parts.push(ListPart { source, form: ListForm::Table(table) });
        }
        return Ok(ListContent { parts, notes });
    }
    let layouts: Vec<Option<TableLayout>> = sheets.iter().map(table_layout::of_sheet).collect();
    let is_shown = |at: &usize| !sheets[*at].is_hidden;
    let has_header = |at: &usize| matches!(layouts[*at], Some(TableLayout::Header { .. }));
    let usable: Vec<usize> = (0..sheets.len()).filter(|at| layouts[*at].is_some()).collect();
    // What nobody sees is not meant, even where nothing else is there.
    let (usable, hidden): (Vec<usize>, Vec<usize>) = usable.into_iter().partition(is_shown);
    if let ([], [hidden, ..]) = (usable.as_slice(), hidden.as_slice()) {
        let message = message!(
            "no visible sheet of {file} has a column `email`; the hidden sheet `{sheet}` has one",
            file = name,
            sheet = &sheets[*hidden].name
        );
        let error = Diagnostic::new(codes::LIST_COLUMN, message).with("reason", "hidden-sheet");
        return Err(error.hint("show the sheet in Excel if those on it are meant").into());
    }
    let chosen = usable.iter().copied().find(has_header).or(usable.first().copied());
    let Some((chosen, layout)) = chosen.and_then(|at| Some((at, layouts[at].clone()?))) else {
        let message = message!("no sheet of {file} has a column `email`", file = name);
        return Err(Diagnostic::new(codes::LIST_COLUMN, message).hint(HEADER_HINT).into());
    };
    let others =
        sheets.iter().enumerate().filter(|(at, sheet)| *at != chosen && !sheet.records.is_empty());
    let others: Vec<String> = others.map(|(_, sheet)| format!("`{}`", sheet.name)).collect();
    if !others.is_empty() {
        let (sheet, others) = (&sheets[chosen].name, others.join(", "));
        let message = message!(
            "of {file} the sheet `{sheet}` is read, and not {others}",
            file = name,
            sheet,
            others
        );
        let note = Diagnostic::new(codes::LIST_READ, message);
        // People on another sheet that looks like a list would get nothing.
        notes.push(if usable.len() > 1 {
            note.into_warning().hint("put the recipients on one sheet, or name several lists")
        } else {
            note
        });
    }
    let Some(sheet) = sheets.into_iter().nth(chosen) else {
        return Err(Diagnostic::internal("a sheet is missing").into());
    };
    let source = source_of(name, &sheet);
    let table = table(&source, sheet.records, &layout, purpose, limits, &mut notes)?.of_sheet();
    let part = ListPart { source, form: ListForm::Table(table) };
    Ok(ListContent { parts: vec![part], notes })
}

fn source_of(name: &str, sheet: &ListSheet) -> Source {
    let name = format!("{name}, sheet {}", sheet.name);
    Source::from_text(&name, Format::Markdown, sheet.text.clone())
}
