//! What a list is: a table, with its header or without one, or lines with addresses.

use super::columns::{self, Columns};
use super::decoding;
use super::file_kind::{self, FileKind};
use super::records::{CsvRecords, ListRecord};
use super::refusals::{
    HEADER_HINT, no_header, no_list, note_of_encoding, open_quote, too_large, unreadable,
};
use super::workbook::{self, ListSheet};
use crate::diagnostic::{Diagnostic, Diagnostics, codes};
use crate::limits::ListLimits;
use crate::source::{Format, Source};

/// How many rows are looked at to find out what a table is.
const SAMPLE_ROWS: usize = 60;

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

/// What a list is for, and so what may be passed over in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ListPurpose {
    Recipients,
    /// Each row must be understood, whatever stands around it.
    Suppression,
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
    let found = find_table(source.text(), start, stated, purpose, has_name_of_table(source));
    let mut notes = Vec::new();
    let form = match found {
        Some((separator, layout)) => {
            let records = all_records(source, start, separator, limits)?;
            ListForm::Table(table(source, records, &layout, true, limits, &mut notes)?)
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

/// Where a table has its header, or its column of addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
enum TableLayout {
    /// The row of the header, and how many of its columns are known.
    Header { row: usize, known: usize },
    /// The first row with an address, and the column that has them.
    Addresses { row: usize, column: usize },
}

/// The separator and the layout of a table; `None` where a text is none.
fn find_table(
    text: &str,
    start: usize,
    stated: Option<u8>,
    purpose: ListPurpose,
    is_called_table: bool,
) -> Option<(Option<u8>, TableLayout)> {
    let separators: Vec<Option<u8>> = match stated {
        Some(separator) => vec![Some(separator)],
        None => vec![None, Some(b','), Some(b';'), Some(b'\t')],
    };
    let samples: Vec<(Option<u8>, Vec<ListRecord>)> = separators
        .into_iter()
        .map(|separator| {
            let records = CsvRecords::new(text, start, separator);
            (separator, records.map_while(Result::ok).take(SAMPLE_ROWS).collect())
        })
        .collect();
    // The separator that parts most known columns, and then most columns.
    let headers = samples.iter().filter_map(|(separator, sample)| {
        let (row, known) = header(text, sample)?;
        Some(((known, sample[row].cells.len()), *separator, TableLayout::Header { row, known }))
    });
    let best = headers.reduce(|best, next| if next.0 > best.0 { next } else { best });
    if let Some((_, separator, layout)) = best {
        return Some((separator, layout));
    }
    if purpose == ListPurpose::Suppression {
        return None;
    }
    let divided = samples.iter().filter(|(separator, _)| separator.is_some());
    let whole = samples.iter().filter(|(separator, _)| separator.is_none() && is_called_table);
    divided.chain(whole).find_map(|(separator, sample)| {
        let (row, column) = addresses(text, sample, separator.is_some())?;
        // Addresses alone need no table.
        let is_table = separator.is_some() || row > 0;
        is_table.then_some((*separator, TableLayout::Addresses { row, column }))
    })
}

/// The row of the header in a sample, and how many of its columns are known. Rows above it may
/// have a title and whom to ask, but a list of addresses has no header in its midst.
fn header(text: &str, sample: &[ListRecord]) -> Option<(usize, usize)> {
    let mut has_address = false;
    for (row, record) in sample.iter().enumerate() {
        if record.cells.iter().any(|cell| cell.text(text).contains('@')) {
            has_address = true;
        } else if let Some(known) = Columns::known(text, record)
            && (known > 1 || !has_address)
        {
            return Some((row, known));
        }
    }
    None
}

/// The first row with an address, and the column that has one in nearly all rows. In a text a
/// row has one address, and further cells.
fn addresses(text: &str, sample: &[ListRecord], is_parted: bool) -> Option<(usize, usize)> {
    let mut counts: Vec<usize> = Vec::new();
    let (mut first, mut rows, mut single) = (None, 0, 0);
    for (row, record) in sample.iter().enumerate() {
        let found = record.cells.iter().filter(|cell| cell.text(text).contains(['@', '＠']));
        let found: Vec<_> = found.collect();
        if found.is_empty() {
            continue;
        }
        first.get_or_insert(row);
        rows += 1;
        // `Muster, Mira <a@b>` is a name with a comma, and no row of two cells.
        let is_row = record.cells.len() > 1 && !found[0].text(text).contains('<');
        single += usize::from(found.len() == 1 && (is_row || !is_parted));
        counts.resize(counts.len().max(found[0].column + 1), 0);
        counts[found[0].column] += 1;
    }
    let most = counts.iter().copied().max()?;
    let column = counts.iter().position(|count| *count == most)?;
    (most.min(single) * 10 >= rows * 8).then_some((first?, column))
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
    is_csv: bool,
    limits: &ListLimits,
    notes: &mut Vec<Diagnostic>,
) -> Result<ListTable, Diagnostics> {
    let (row, columns) = match layout {
        TableLayout::Header { row, .. } => {
            let (columns, findings) = Columns::read(source, &records[*row], limits)?;
            notes.extend(findings);
            (*row, if is_csv { columns } else { columns.open() })
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
    let rows = records.split_off(below.min(records.len()));
    let header = if below > row { records.pop() } else { None };
    let above = records;
    if let Some(first) = above.first() {
        let count = above.len();
        let message = message!(
            "the {count} lines above the table are no recipients and are passed over",
            count
        );
        let note = Diagnostic::new(codes::LIST_READ, message);
        notes.push(note.at(source, first.line.clone(), ""));
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
            let found = header(&sheet.text, sample(&sheet));
            let table = match found {
                Some((row, known)) => {
                    let layout = TableLayout::Header { row, known };
                    table(&source, sheet.records, &layout, false, limits, &mut notes)?
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
    let layouts: Vec<Option<TableLayout>> = sheets.iter().map(layout_of).collect();
    let is_shown = |at: &usize| !sheets[*at].is_hidden;
    let has_header = |at: &usize| matches!(layouts[*at], Some(TableLayout::Header { .. }));
    let usable: Vec<usize> = (0..sheets.len()).filter(|at| layouts[*at].is_some()).collect();
    let shown: Vec<usize> = usable.iter().copied().filter(is_shown).collect();
    // What is hidden is not meant, as long as anything else is there.
    let usable = if shown.is_empty() { usable } else { shown };
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
    let table = table(&source, sheet.records, &layout, false, limits, &mut notes)?;
    let part = ListPart { source, form: ListForm::Table(table) };
    Ok(ListContent { parts: vec![part], notes })
}

fn sample(sheet: &ListSheet) -> &[ListRecord] {
    &sheet.records[..sheet.records.len().min(SAMPLE_ROWS)]
}

fn layout_of(sheet: &ListSheet) -> Option<TableLayout> {
    if let Some((row, known)) = header(&sheet.text, sample(sheet)) {
        return Some(TableLayout::Header { row, known });
    }
    let (row, column) = addresses(&sheet.text, sample(sheet), false)?;
    Some(TableLayout::Addresses { row, column })
}

fn source_of(name: &str, sheet: &ListSheet) -> Source {
    let name = format!("{name}, sheet {}", sheet.name);
    Source::from_text(&name, Format::Markdown, sheet.text.clone())
}
