//! Excel files: the rows of their sheets, within limits.
//!
//! A file of a few kilobytes can unpack to gigabytes, and claim any number of texts. So each of
//! its parts is unpacked and looked at once before calamine reads it.

use std::borrow::Cow;
use std::io::{Cursor, Read};

use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx, XlsxError};
use zip::ZipArchive;

use super::cleaning::LINE_BREAK;
use super::file_kind;
use super::formulas;
use super::records::{Cell, ListRecord, trimmed};
use crate::limits::ListLimits;
use crate::pool;
use crate::source::composed;

/// The last row that a sheet can have ("Excel specifications and limits").
const MAX_ROWS: u32 = 1_048_576;
/// The most parts of a file: sheets, themes, pictures.
const MAX_PARTS: usize = 10_000;
/// The most bytes that the smallest text of the table of texts takes: `<si/>`.
const MIN_TEXT_BYTES: u64 = 5;
/// The most bytes in which a claimed number stands: blanks, `=`, a quote, twenty digits.
const MAX_CLAIM_BYTES: usize = 4_096;

/// A sheet with its rows.
#[derive(Debug)]
pub(super) struct ListSheet {
    pub name: String,
    pub is_hidden: bool,
    /// A line for each row of the sheet, so that the numbers of lines are those of rows.
    pub text: String,
    pub records: Vec<ListRecord>,
}

/// Why a file cannot be read.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum WorkbookError {
    /// It is something else.
    Other(file_kind::FileKind),
    /// It is damaged, in words.
    Damaged(String),
    /// It holds more than is read: what, and how much is.
    TooLarge(&'static str, u64),
}

impl From<XlsxError> for WorkbookError {
    fn from(error: XlsxError) -> Self {
        Self::Damaged(error.to_string())
    }
}

/// All sheets of an Excel file, in their order. A cell in which Excel shows a fault such as `#NAME?`
/// has that as its text. A formula without a result is refused: somebody may be meant. Where a file
/// is read strictly, an empty text is no result either.
pub(super) fn read(
    bytes: &[u8],
    is_strict: bool,
    limits: &ListLimits,
) -> Result<Vec<ListSheet>, WorkbookError> {
    check(bytes, is_strict, limits)?;
    // Its parts are bounded, and still it is read by code that was not written for strangers.
    pool::catch_panic(|| sheets(bytes, is_strict, limits))
        .unwrap_or_else(|_| Err(WorkbookError::Damaged("its parts contradict each other".into())))
}

/// Unpacks all parts, and forgets them, unless they are more than is read.
fn check(bytes: &[u8], is_strict: bool, limits: &ListLimits) -> Result<(), WorkbookError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes))
        .map_err(|error| WorkbookError::Damaged(error.to_string()))?;
    // A name in no known encoding is that of no part that matters.
    let names: Vec<String> =
        archive.file_names().filter_map(Result::ok).map(Cow::into_owned).collect();
    if !names.iter().any(|name| name.eq_ignore_ascii_case("xl/workbook.xml")) {
        let names = names.iter().map(String::as_str);
        return Err(WorkbookError::Other(file_kind::of_zip(bytes, names)));
    }
    if archive.len() > MAX_PARTS {
        return Err(WorkbookError::TooLarge("parts", MAX_PARTS as u64));
    }
    let mut left = limits.unpacked_bytes;
    let mut unpacked = Vec::new();
    for at in 0..archive.len() {
        let part =
            archive.by_index(at).map_err(|error| WorkbookError::Damaged(error.to_string()))?;
        let name =
            part.name().map_err(|error| WorkbookError::Damaged(error.to_string()))?.to_lowercase();
        let is_xml = [".xml", ".rels"].iter().any(|end| name.ends_with(end));
        unpacked.clear();
        let count = part.take(left.saturating_add(1)).read_to_end(&mut unpacked);
        let count = count.map_err(|error| WorkbookError::Damaged(error.to_string()))? as u64;
        left = left
            .checked_sub(count)
            .ok_or(WorkbookError::TooLarge("unpacked bytes", limits.unpacked_bytes))?;
        if is_xml {
            check_encoding(&unpacked)?;
        }
        check_counts(&unpacked, limits)?;
        // A sheet is known by its content: it may have any name.
        if find(&unpacked, formulas::CELLS.as_bytes()).is_some() {
            check_formulas(&unpacked, is_strict)?;
        }
    }
    Ok(())
}

/// XML in another encoding than UTF-8 could claim what [`check_counts`] does not see. Excel
/// writes UTF-8 (ECMA-376, part 2, 8.2.5, allows UTF-16 too).
fn check_encoding(part: &[u8]) -> Result<(), WorkbookError> {
    let start = String::from_utf8_lossy(&part[..part.len().min(200)]).to_lowercase();
    let declared = start.split_once("encoding=").map(|(_, rest)| rest);
    let is_utf_8 =
        declared.is_none_or(|rest| rest.get(1..).is_some_and(|name| name.starts_with("utf-8")));
    if !is_utf_8
        || part.starts_with(b"\xFF\xFE")
        || part.starts_with(b"\xFE\xFF")
        || part.contains(&0)
    {
        return Err(WorkbookError::Damaged("its parts are not in UTF-8".to_owned()));
    }
    Ok(())
}

/// calamine makes room for as many texts as the table of texts claims to have, and the process
/// ends where there is not so much memory.
fn check_counts(part: &[u8], limits: &ListLimits) -> Result<(), WorkbookError> {
    const CLAIM: &[u8] = b"uniqueCount";
    let mut from = 0;
    while let Some(at) = find(&part[from..], CLAIM) {
        from += at + CLAIM.len();
        let behind = part[from..].iter().take(MAX_CLAIM_BYTES);
        let digits = behind.skip_while(|byte| !byte.is_ascii_digit());
        let figure =
            digits.take_while(|byte| byte.is_ascii_digit()).fold(0_u64, |figure, digit| {
                figure.saturating_mul(10).saturating_add(u64::from(digit - b'0'))
            });
        if figure > limits.unpacked_bytes / MIN_TEXT_BYTES {
            return Err(WorkbookError::Damaged(format!("it claims to have {figure} texts")));
        }
    }
    Ok(())
}

/// Who stands in a cell whose formula has no result would be missing without a word.
fn check_formulas(sheet: &[u8], is_strict: bool) -> Result<(), WorkbookError> {
    match formulas::has_open(sheet, is_strict) {
        Ok(false) => Ok(()),
        Ok(true) => {
            let why = "a formula has no result; open it in Excel and save it again";
            Err(WorkbookError::Damaged(why.to_owned()))
        }
        Err(error) => Err(WorkbookError::Damaged(error.to_string())),
    }
}

fn find(bytes: &[u8], text: &[u8]) -> Option<usize> {
    let mut from = 0;
    loop {
        from += bytes.get(from..)?.iter().position(|byte| *byte == text[0])?;
        if bytes[from..].starts_with(text) {
            return Some(from);
        }
        from += 1;
    }
}

fn sheets(
    bytes: &[u8],
    is_strict: bool,
    limits: &ListLimits,
) -> Result<Vec<ListSheet>, WorkbookError> {
    let mut workbook = Xlsx::new(Cursor::new(bytes))?;
    let known = workbook.sheets_metadata().to_vec();
    let mut left = limits.bytes;
    let mut sheets = Vec::new();
    for sheet in known.into_iter().filter(|sheet| sheet.typ == SheetType::WorkSheet) {
        let mut rows = SheetRows::new(limits, left);
        let mut cells = workbook.worksheet_cells_reader(&sheet.name)?;
        while let Some(cell) = cells.next_cell()? {
            let (row, column) = cell.get_position();
            match cell.get_value() {
                DataRef::String(text) => rows.add(row, column, text)?,
                DataRef::SharedString(text) => rows.add(row, column, text)?,
                // Numbers and truth values are never an address, and may be a name or a tag.
                DataRef::Int(number) => rows.add(row, column, &number.to_string())?,
                DataRef::Float(number) => rows.add(row, column, &number.to_string())?,
                DataRef::Bool(value) => rows.add(row, column, &value.to_string())?,
                // In brackets, or it would begin a remark.
                DataRef::Error(fault) if is_strict => {
                    rows.add(row, column, &format!("({fault})"))?;
                }
                DataRef::Error(fault) => rows.add(row, column, &fault.to_string())?,
                _ => {}
            }
        }
        left = rows.left;
        let is_hidden = sheet.visible != SheetVisible::Visible;
        sheets.push(ListSheet {
            name: sheet.name,
            is_hidden,
            text: rows.text,
            records: rows.records,
        });
    }
    Ok(sheets)
}

/// The rows of a sheet, as they are read.
struct SheetRows<'a> {
    limits: &'a ListLimits,
    /// How many bytes the text of this and the further sheets may have.
    left: u64,
    text: String,
    records: Vec<ListRecord>,
    /// The row that was read last, counted from 0.
    row: u32,
}

impl<'a> SheetRows<'a> {
    fn new(limits: &'a ListLimits, left: u64) -> Self {
        Self { limits, left, text: String::new(), records: Vec::new(), row: 0 }
    }

    fn add(&mut self, row: u32, column: u32, text: &str) -> Result<(), WorkbookError> {
        if text.trim().is_empty() {
            return Ok(());
        }
        if row >= MAX_ROWS || row < self.row {
            return Err(WorkbookError::Damaged("its rows stand in no order".to_owned()));
        }
        self.left = self
            .left
            .checked_sub(text.len() as u64 + 1)
            .ok_or(WorkbookError::TooLarge("bytes of text", self.limits.bytes))?;
        if row > self.row || self.records.is_empty() {
            self.text.extend(std::iter::repeat_n('\n', (row - self.row) as usize));
            self.row = row;
            let line = self.text.len()..self.text.len();
            self.records.push(ListRecord { line, ..ListRecord::default() });
        }
        let column = column as usize;
        let Some(record) = self.records.last_mut() else { return Ok(()) };
        if record.width > column {
            return Err(WorkbookError::Damaged("the cells of a row stand in no order".to_owned()));
        }
        if record.width > 0 {
            self.text.push('\t');
        }
        let start = self.text.len();
        // A source is in form C, and has no mark at its beginning.
        let text = composed(text.trim().trim_start_matches('\u{FEFF}'));
        let letters = text.chars().filter(|c| *c != '\r');
        self.text.extend(letters.map(|c| if c == '\n' { LINE_BREAK } else { c }));
        record.cells.push(Cell::plain(column, trimmed(&self.text, start..self.text.len())));
        record.width = column + 1;
        record.line.end = self.text.len();
        Ok(())
    }
}
