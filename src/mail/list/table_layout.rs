//! Where a table has its header and its column of addresses, by its first rows.

use super::columns::Columns;
use super::faults;
use super::mailbox;
use super::records::{CsvRecords, ListRecord};
use super::workbook::ListSheet;

/// What a list is for, and so what may be passed over in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ListPurpose {
    Recipients,
    /// Each row must be understood, whatever stands around it.
    Suppression,
}

/// How many rows are looked at to find out what a table is.
pub(super) const SAMPLE_ROWS: usize = 60;

/// Where a table has its header, or its column of addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum TableLayout {
    /// The row of the header, and how many of its columns are known.
    Header { row: usize, known: usize },
    /// The first row with an address, and the column that has them.
    Addresses { row: usize, column: usize },
    /// A row of titles, none of which is known, and addresses below several of them.
    Unclear { row: usize },
}

/// The separator and the layout of a table; `None` where a text is none.
pub(super) fn find_table(
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
        let (row, known) = header(text, sample, true)?;
        Some(((known, sample[row].cells.len()), *separator, TableLayout::Header { row, known }))
    });
    let best = headers.reduce(|best, next| if next.0 > best.0 { next } else { best });
    if let Some((_, separator, layout)) = best {
        return Some((separator, layout));
    }
    if purpose == ListPurpose::Suppression {
        return None;
    }
    let unclear = samples.iter().find_map(|(separator, sample)| {
        Some((*separator, TableLayout::Unclear { row: unclear(text, sample)? }))
    });
    if unclear.is_some() {
        return unclear;
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

/// The layout of a sheet; `None` where it is no list of recipients.
pub(super) fn of_sheet(sheet: &ListSheet) -> Option<TableLayout> {
    header_of_sheet(sheet).or_else(|| {
        if unclear(&sheet.text, sample(sheet)).is_some() {
            return None;
        }
        let (row, column) = addresses(&sheet.text, sample(sheet), false)?;
        Some(TableLayout::Addresses { row, column })
    })
}

/// The header of a sheet, if it has one.
pub(super) fn header_of_sheet(sheet: &ListSheet) -> Option<TableLayout> {
    let (row, known) = header(&sheet.text, sample(sheet), false)?;
    Some(TableLayout::Header { row, known })
}

fn sample(sheet: &ListSheet) -> &[ListRecord] {
    &sheet.records[..sheet.records.len().min(SAMPLE_ROWS)]
}

/// The row of the header in a sample, and how many of its columns are known. Rows above it may
/// have a title and whom to ask, but a list of addresses has no header in its midst. In a text
/// `# Empfänger` is a comment on the lines below it, and no title of a column.
fn header(text: &str, sample: &[ListRecord], has_comments: bool) -> Option<(usize, usize)> {
    let mut has_address = false;
    for (row, record) in sample.iter().enumerate() {
        if has_comments
            && record.width == 1
            && text[record.line.clone()].trim_start().starts_with('#')
        {
            continue;
        }
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

/// The row of titles right above the first address, where addresses stand below several of them:
/// in one column may be those who want no mail.
fn unclear(text: &str, sample: &[ListRecord]) -> Option<usize> {
    let first = sample.iter().position(|record| record.with_at_sign(text).next().is_some())?;
    let titles = sample.get(first.checked_sub(1)?).filter(|titles| titles.has_titles(text))?;
    let rows = sample.get(first..).unwrap_or_default();
    let above_addresses = titles.cells.iter().filter(|title| {
        let mut below = rows.iter().filter_map(|row| row.cell(title.column));
        below.any(|cell| mailbox::is_recipient(&cell.text(text)))
    });
    (above_addresses.count() > 1).then_some(first - 1)
}

/// The first row with an address or with a fault in its place, and the column that has an address
/// in nearly all rows. In a text a row has one address, or further cells that are none.
fn addresses(text: &str, sample: &[ListRecord], is_parted: bool) -> Option<(usize, usize)> {
    let mut counts: Vec<usize> = Vec::new();
    let (mut first, mut rows, mut single, mut beside) = (None, 0, 0, 0);
    for (row, record) in sample.iter().enumerate() {
        let found: Vec<_> = record.with_at_sign(text).collect();
        if found.is_empty() {
            continue;
        }
        first.get_or_insert(row);
        rows += 1;
        // `Muster, Mira <a@b>` is a name with a comma, and no row of two cells.
        let is_row = record.cells.len() > 1 && !found[0].text(text).contains('<');
        single += usize::from(found.len() == 1 && (is_row || !is_parted));
        beside += usize::from(is_row && found.len() < record.cells.len());
        counts.resize(counts.len().max(found[0].column + 1), 0);
        counts[found[0].column] += 1;
    }
    let most = counts.iter().copied().max()?;
    let column = counts.iter().position(|count| *count == most)?;
    // A fault in its place is a recipient too, and no title.
    let faulty = sample.iter().position(|record| shows_fault(text, record, column));
    let first = first.into_iter().chain(faulty).min()?;
    let is_table = single * 10 >= rows * 8 || beside * 2 >= rows;
    (is_table && most * 10 >= rows * 8).then_some((first, column))
}

fn shows_fault(text: &str, record: &ListRecord, column: usize) -> bool {
    record.cell(column).is_some_and(|cell| faults::is_fault(&cell.text(text)))
}
