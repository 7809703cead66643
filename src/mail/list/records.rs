//! Rows of cells with their places: of CSV (RFC 4180), and of a sheet.

use std::borrow::Cow;
use std::ops::Range;

/// A row on which something stands.
#[derive(Debug, Default, Clone)]
pub(super) struct ListRecord {
    /// The cells that are not empty, in their order.
    pub cells: Vec<Cell>,
    /// The number of cells, the empty ones included.
    pub width: usize,
    /// The bytes of its first line.
    pub line: Range<usize>,
}

impl ListRecord {
    /// The cell of a column, unless it is empty.
    pub fn cell(&self, column: usize) -> Option<&Cell> {
        let at = self.cells.binary_search_by_key(&column, |cell| cell.column).ok()?;
        self.cells.get(at)
    }

    /// Whether the cells may be the titles of columns: several, and no address among them.
    pub fn has_titles(&self, text: &str) -> bool {
        self.cells.len() > 1 && self.with_at_sign(text).next().is_none()
    }

    /// The cells that may hold an address.
    pub fn with_at_sign<'a>(&'a self, text: &'a str) -> impl Iterator<Item = &'a Cell> {
        self.cells.iter().filter(|cell| cell.text(text).contains(['@', '＠']))
    }
}

/// A cell that is not empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cell {
    /// Its column, counted from 0.
    pub column: usize,
    /// Its bytes: without the quotes around it, if they are all that is quoted.
    pub place: Range<usize>,
    form: CellForm,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum CellForm {
    /// The text stands there as it is meant.
    Plain,
    /// Each two quotes mean one.
    Doubled,
    /// A quoted text with more behind the closing quote.
    Ragged,
}

impl Cell {
    /// A cell whose text stands there as it is meant.
    pub fn plain(column: usize, place: Range<usize>) -> Self {
        Self { column, place, form: CellForm::Plain }
    }

    /// What is meant.
    pub fn text<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let raw = text.get(self.place.clone()).unwrap_or_default();
        match self.form {
            CellForm::Plain => Cow::Borrowed(raw.trim()),
            CellForm::Doubled => Cow::Owned(raw.replace("\"\"", "\"").trim().to_owned()),
            CellForm::Ragged => Cow::Owned(unquoted(raw).trim().to_owned()),
        }
    }

    /// Whether each byte of its place is one of its text.
    pub fn is_plain(&self) -> bool {
        self.form == CellForm::Plain
    }
}

/// `"a ""b"""c` as `a "b"c`.
fn unquoted(raw: &str) -> String {
    let inner = raw.strip_prefix('"').unwrap_or(raw);
    let end = closing_quote(inner.as_bytes(), 0).unwrap_or(inner.len());
    inner[..end].replace("\"\"", "\"") + inner.get(end + 1..).unwrap_or_default()
}

/// The quote that closes a text, from a place within it on.
fn closing_quote(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        at += bytes.get(at..)?.iter().position(|byte| *byte == b'"')?;
        if bytes.get(at + 1) != Some(&b'"') {
            return Some(at);
        }
        at += 2;
    }
}

/// A quote is opened here that does not end, or ends where no cell can.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct OpenCell(pub Range<usize>);

/// Reads CSV row by row. Rows on which nothing stands are passed over.
///
/// A cell of several lines must be closed before the next separator. Where a quote was
/// forgotten, the next one in the text closes the cell, and nearly never in such a place.
pub(super) struct CsvRecords<'a> {
    text: &'a str,
    at: usize,
    /// `None` where a row is one cell.
    separator: Option<u8>,
}

impl<'a> CsvRecords<'a> {
    pub fn new(text: &'a str, from: usize, separator: Option<u8>) -> Self {
        Self { text, at: from, separator }
    }

    fn ends_cell(&self, byte: u8) -> bool {
        byte == b'\n' || byte == b'\r' || Some(byte) == self.separator
    }

    /// The end of a cell without quotes, from a place within it on.
    fn cell_end(&self, from: usize) -> usize {
        let rest = &self.text.as_bytes()[from..];
        rest.iter().position(|byte| self.ends_cell(*byte)).map_or(self.text.len(), |at| from + at)
    }

    /// Reads a cell up to what ends it.
    fn cell(&mut self, column: usize) -> Result<Option<Cell>, OpenCell> {
        let bytes = self.text.as_bytes();
        let start = self.at;
        let (place, form);
        if bytes.get(start) == Some(&b'"') {
            let open = OpenCell(start..first_line_end(self.text, start));
            let end = closing_quote(bytes, start + 1).ok_or(open.clone())?;
            let inner = start + 1..end;
            if bytes.get(end + 1).is_none_or(|byte| self.ends_cell(*byte)) {
                let has_quotes = self.text[inner.clone()].contains('"');
                form = if has_quotes { CellForm::Doubled } else { CellForm::Plain };
                place = inner;
                self.at = end + 1;
            } else if self.text[inner].contains('\n') {
                return Err(open);
            } else {
                self.at = self.cell_end(end + 1);
                (place, form) = (start..self.at, CellForm::Ragged);
            }
        } else {
            self.at = self.cell_end(start);
            (place, form) = (start..self.at, CellForm::Plain);
        }
        let place = trimmed(self.text, place);
        Ok((!place.is_empty()).then_some(Cell { column, place, form }))
    }

    fn record(&mut self) -> Result<ListRecord, OpenCell> {
        let mut record = ListRecord { line: self.at..self.at, ..ListRecord::default() };
        let bytes = self.text.as_bytes();
        loop {
            let cell = self.cell(record.width);
            record.cells.extend(cell?);
            record.width += 1;
            match bytes.get(self.at) {
                Some(byte) if Some(*byte) == self.separator => self.at += 1,
                _ => break,
            }
        }
        record.line.end = first_line_end(self.text, record.line.start).min(self.at);
        let line_end = &bytes[self.at..];
        self.at += if line_end.starts_with(b"\r\n") { 2 } else { line_end.len().min(1) };
        Ok(record)
    }
}

impl Iterator for CsvRecords<'_> {
    type Item = Result<ListRecord, OpenCell>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.at < self.text.len() {
            match self.record() {
                Ok(record) if record.cells.is_empty() => {}
                Ok(record) => return Some(Ok(record)),
                Err(open) => {
                    self.at = self.text.len();
                    return Some(Err(open));
                }
            }
        }
        None
    }
}

/// The range without the blanks at its ends.
pub(super) fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let piece = text.get(range.clone()).unwrap_or_default();
    let start = range.start + (piece.len() - piece.trim_start().len());
    start..start + piece.trim().len()
}

fn first_line_end(text: &str, from: usize) -> usize {
    let rest = text.get(from..).unwrap_or_default();
    from + rest.find(['\n', '\r']).unwrap_or(rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str, separator: u8) -> Result<Vec<Vec<String>>, OpenCell> {
        let records = CsvRecords::new(text, 0, Some(separator));
        let read = |record: ListRecord| {
            let all = (0..record.width).map(|at| record.cell(at));
            all.map(|cell| cell.map_or(String::new(), |cell| cell.text(text).into_owned()))
                .collect()
        };
        records.map(|record| record.map(read)).collect()
    }

    #[test]
    fn cells_of_several_lines_are_closed_where_a_cell_ends() {
        let read = cells("a;\"b\r\nc \"\"d\"\"\";e\n\n;;\nf", b';').unwrap();
        assert_eq!(read, [vec!["a", "b\r\nc \"d\"", "e"], vec!["f"]]);
        assert_eq!(cells("a;\"b\nc;\"d\"\n", b';'), Err(OpenCell(2..4)));
        assert_eq!(cells("a\n\"b\nc", b';'), Err(OpenCell(2..4)));
    }

    proptest::proptest! {
        /// The same cells as another reader of CSV finds, where both read the text.
        #[test]
        fn cells_are_those_of_another_reader(text in "([ab;\",ä]|\n|\r\n){0,40}") {
            if let Ok(read) = cells(&text, b';') {
                let mut other = csv::ReaderBuilder::new();
                let other = other.delimiter(b';').flexible(true).has_headers(false);
                let other: Vec<Vec<String>> = other
                    .from_reader(text.as_bytes())
                    .records()
                    .map(|record| record.unwrap().iter().map(|cell| cell.trim().to_owned()).collect())
                    .filter(|record: &Vec<String>| record.iter().any(|cell| !cell.is_empty()))
                    .collect();
                proptest::prop_assert_eq!(read, other);
            }
        }
    }
}
