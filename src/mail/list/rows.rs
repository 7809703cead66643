//! The lines of a list, each with its cells, in either form.

use std::ops::Range;

use csv::{Position, ReaderBuilder, StringRecord};

use super::columns::{Columns, ListColumn};
use crate::diagnostic::{BoundedFindings, Diagnostic, Diagnostics, codes};
use crate::limits::ListLimits;
use crate::mail::recipient::{Address, MailFormat, Recipient};
use crate::release::Language;
use crate::rules;
use crate::source::Source;

/// The most characters of a name. Every mail program cuts longer ones, and few relays take a
/// header of any length.
const MAX_NAME_CHARACTERS: usize = 500;

/// What should be looked at in a list, and no more of it than somebody reads.
#[derive(Debug, Default)]
pub(super) struct ListWarnings {
    list: Vec<Diagnostic>,
    bounded: BoundedFindings,
}

impl ListWarnings {
    pub fn new(list: Vec<Diagnostic>) -> Self {
        Self { list, bounded: BoundedFindings::default() }
    }

    pub fn add(&mut self, warning: Diagnostic) {
        self.list.extend(self.bounded.take(warning));
    }

    /// All of them, and last how many are not among them.
    pub fn into_vec(mut self, source: &Source) -> Vec<Diagnostic> {
        self.list.extend(self.bounded.word(Some(source.name())));
        self.list
    }
}

/// All lines with a recipient.
pub(super) struct Rows {
    pub rows: Vec<ListRow>,
    pub warnings: Vec<Diagnostic>,
}

/// A line and what stands in it.
#[derive(Debug, Default)]
pub(super) struct ListRow {
    cells: Vec<(ListColumn, Cell)>,
    /// The bytes of the whole line.
    line: Range<usize>,
    /// Why nothing can be read from it.
    error: Option<String>,
}

#[derive(Debug, Default)]
struct Cell {
    text: String,
    place: Range<usize>,
}

impl Cell {
    /// A text that stands in a line.
    fn within(source: &Source, line: &Range<usize>, text: &str) -> Self {
        let place = find(source, line.clone(), text).unwrap_or(line.clone());
        Self { text: text.to_owned(), place }
    }
}

/// Reads the lines: as CSV where the first names a column `email`, or where the
/// file is called so.
pub(super) fn read(source: &Source, limits: &ListLimits) -> Result<Rows, Diagnostics> {
    let first = source.text().lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let is_called = source.name().to_ascii_lowercase().ends_with(".csv");
    // One column of a table, saved alone, is CSV without a header.
    let is_called = is_called && Address::parse(first.trim()).is_err();
    match separator(first) {
        Some(separator) => csv(source, separator, limits),
        None if is_called => csv(source, b',', limits),
        None => Ok(Rows { rows: plain(source, limits.lines)?, warnings: Vec::new() }),
    }
}

/// The separator of a header that has a column of addresses. A header of that column
/// alone has none, so that any will do.
fn separator(header: &str) -> Option<u8> {
    [b',', b';', b'\t'].into_iter().find(|separator| has_email(header, *separator))
}

fn has_email(header: &str, separator: u8) -> bool {
    header
        .split(char::from(separator))
        .any(|cell| ListColumn::from_name(cell.trim().trim_matches('"')) == Some(ListColumn::Email))
}

fn csv(source: &Source, separator: u8, limits: &ListLimits) -> Result<Rows, Diagnostics> {
    let text = source.text();
    let mut reader = ReaderBuilder::new()
        .delimiter(separator)
        .flexible(true)
        .has_headers(false)
        .from_reader(text.as_bytes());
    let (mut rows, mut warnings) = (Vec::new(), Vec::new());
    let mut columns: Option<Columns> = None;
    let mut record = StringRecord::new();
    loop {
        let start = offset(reader.position());
        // Reading from memory that is UTF-8, and with rows of any length, nothing fails.
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => {
                return Err(Diagnostics::from(broken(
                    source,
                    start..text.len(),
                    &error.to_string(),
                )));
            }
        }
        let start = record.position().map_or(start, offset);
        let range = start..offset(reader.position()).clamp(start, text.len());
        let line = trimmed(text, range);
        // A quote that is never closed takes all further lines into one cell.
        if record.iter().any(|cell| cell.contains(['\n', '\r'])) {
            let end = line.start + text[line.clone()].find(['\n', '\r']).unwrap_or(line.len());
            return Err(Diagnostics::from(broken(
                source,
                line.start..end,
                "a quote is opened here that does not end on this line",
            )));
        }
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        match &columns {
            None => {
                let (found, unknown) = Columns::read(source, &record, &line, limits.columns)?;
                columns = Some(found);
                warnings.extend(unknown);
            }
            Some(_) if rows.len() == limits.lines => {
                return Err(too_many_lines(source, limits.lines).into());
            }
            Some(columns) => rows.push(row(source, columns, &record, line)),
        }
    }
    match columns {
        Some(_) => Ok(Rows { rows, warnings }),
        None => Err(Diagnostics::from(broken(source, 0..0, "there is no header"))),
    }
}

fn offset(position: &Position) -> usize {
    usize::try_from(position.byte()).unwrap_or(usize::MAX)
}

fn row(source: &Source, columns: &Columns, record: &StringRecord, line: Range<usize>) -> ListRow {
    let mut row = ListRow { line: line.clone(), ..ListRow::default() };
    if record.len() > columns.len() {
        let (cells, columns) = (record.len(), columns.len());
        row.error = Some(format!("the line has {cells} cells, the header has {columns}"));
    }
    let mut from = line.start;
    for (at, cell) in record.iter().enumerate() {
        let place = find(source, from..line.end, cell).unwrap_or(line.clone());
        if place != line {
            from = place.end;
        }
        if let Some(column) = columns.at(at) {
            row.cells.push((column, Cell { text: cell.trim().to_owned(), place }));
        }
    }
    row
}

/// Where the text of a cell stands; one with doubled quotes stands there otherwise.
fn find(source: &Source, range: Range<usize>, cell: &str) -> Option<Range<usize>> {
    let cell = cell.trim();
    let at = source.text().get(range.clone())?.find(cell).filter(|_| !cell.is_empty())?;
    Some(range.start + at..range.start + at + cell.len())
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let line = text.get(range.clone()).unwrap_or_default();
    let start = range.start + (line.len() - line.trim_start_matches(['\r', '\n']).len());
    start..range.start + line.trim_end().len().max(start - range.start)
}

fn broken(source: &Source, range: Range<usize>, why: &str) -> Diagnostic {
    Diagnostic::new(
        codes::LIST_BROKEN,
        message!(
            "{file} is no list that can be read: {reason}",
            file = source.name(),
            reason = why
        ),
    )
    .at(source, range, "")
    .hint("the first line names the columns: email, name, language, format, tags")
}

/// `recipient-broken`.
fn broken_line(source: &Source, place: Range<usize>, why: &str, hint: &str) -> Diagnostic {
    let message = message!("nothing can be sent to this line: {reason}", reason = why);
    Diagnostic::new(codes::RECIPIENT_BROKEN, message).at(source, place, "").hint(hint)
}

/// An address, or `Name <address>`, a line; `#` begins a comment.
fn plain(source: &Source, max: usize) -> Result<Vec<ListRow>, Diagnostics> {
    let mut rows = Vec::new();
    for number in 1.. {
        let Some(range) = source.line_range(number) else { break };
        let text = &source.text()[range.clone()];
        let content = text.trim();
        if content.is_empty() || content.starts_with('#') {
            continue;
        }
        if rows.len() == max {
            return Err(too_many_lines(source, max).into());
        }
        let start = range.start + (text.len() - text.trim_start().len());
        let line = start..start + content.len();
        let cells = match content.strip_suffix('>').and_then(|content| content.rsplit_once('<')) {
            Some((name, address)) => {
                let name = name.trim();
                let bare = name.strip_prefix('"').and_then(|name| name.strip_suffix('"'));
                vec![
                    (ListColumn::Email, Cell::within(source, &line, address.trim())),
                    (ListColumn::Name, Cell::within(source, &line, bare.unwrap_or(name))),
                ]
            }
            None => vec![(ListColumn::Email, Cell::within(source, &line, content))],
        };
        rows.push(ListRow { cells, line, error: None });
    }
    Ok(rows)
}

/// `list-too-large`.
fn too_many_lines(source: &Source, limit: usize) -> Diagnostic {
    let file = source.name();
    let message = message!("{file} has more than {limit} lines", file, limit);
    Diagnostic::new(codes::LIST_TOO_LARGE, message)
        .hint("split it into several lists, and send to one after the other")
}

impl ListRow {
    fn cell(&self, column: ListColumn) -> Option<&Cell> {
        let cell = self.cells.iter().find(|(of, _)| *of == column).map(|(_, cell)| cell);
        cell.filter(|cell| !cell.text.is_empty())
    }

    /// The bytes of its address, else of the line.
    pub fn place(&self) -> Range<usize> {
        self.cell(ListColumn::Email).map_or(self.line.clone(), |cell| cell.place.clone())
    }

    /// The recipient; a warning where the line has none.
    pub fn recipient(
        &self,
        source: &Source,
        warnings: &mut ListWarnings,
    ) -> Result<Recipient, Diagnostic> {
        if let Some(error) = &self.error {
            let hint = "a cell that holds the column separator stands in quotes: \"Muster, Mira\"";
            return Err(broken_line(source, self.line.clone(), error, hint));
        }
        let Some(email) = self.cell(ListColumn::Email) else {
            return Err(broken_line(
                source,
                self.line.clone(),
                "there is no address",
                "add it, or take the line out",
            ));
        };
        let address = Address::parse(&email.text).map_err(|why| {
            broken_line(source, email.place.clone(), why, "an address is written name@example.org")
        })?;
        let mut recipient = Recipient::new(address);
        if let Some(name) = self.cell(ListColumn::Name) {
            let length = name.text.chars().count();
            if length > MAX_NAME_CHARACTERS {
                let why = format!("its name has {length} characters");
                let hint = "the name stands before the address: one of a person or an office";
                return Err(broken_line(source, name.place.clone(), &why, hint));
            }
            if name.text.chars().any(char::is_control) {
                let why = "its name holds a control character";
                return Err(broken_line(source, name.place.clone(), why, "type the name anew"));
            }
            if let Some(damaged) = rules::damaged_name(&name.text) {
                return Err(damaged.at(source, name.place.clone(), ""));
            }
            recipient.name = Some(name.text.clone());
        }
        recipient.language =
            self.choice(ListColumn::Language, Language::SPELLINGS, source, warnings, |text| {
                Language::from_spelling(text)
            });
        recipient.format = self
            .choice(
                ListColumn::Format,
                MailFormat::SPELLINGS,
                source,
                warnings,
                MailFormat::from_spelling,
            )
            .unwrap_or_default();
        if let Some(tags) = self.cell(ListColumn::Tags) {
            let parts = tags.text.split(|c: char| c.is_whitespace() || "|,;".contains(c));
            recipient.tags = parts.filter(|tag| !tag.is_empty()).map(ToOwned::to_owned).collect();
        }
        Ok(recipient)
    }

    /// One of several spellings, compared without case; any other is reported and ignored.
    fn choice<T>(
        &self,
        column: ListColumn,
        spellings: &[&str],
        source: &Source,
        warnings: &mut ListWarnings,
        read: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let cell = self.cell(column)?;
        let value = read(&cell.text.to_ascii_lowercase());
        if value.is_none() {
            let message =
                message!("`{value}` is no {column}", value = cell.text, column = column.as_str());
            let warning = Diagnostic::new(codes::RECIPIENT_VALUE, message)
                .at(source, cell.place.clone(), "")
                .hint(format!("it can be {}; it counts as not given", spellings.join(", ")));
            warnings.add(warning);
        }
        value
    }
}
