//! Why a list cannot be read as a whole, in words, and how it was read.

use std::ops::Range;

use super::decoding::DecodedList;
use super::file_kind::FileKind;
use super::records::OpenCell;
use super::workbook::WorkbookError;
use crate::diagnostic::{Diagnostic, codes};
use crate::source::Source;

pub(super) const HEADER_HINT: &str =
    "the first line names the columns: email, name, language, format, tags";

/// `list-read`: in which encoding, with words that show whether that is right.
pub(super) fn note_of_encoding(file: &str, decoded: &DecodedList) -> Option<Diagnostic> {
    let encoding = decoded.encoding?;
    let words = decoded.words.join(", ");
    let message = match decoded.lines {
        Some(lines) => message!(
            "{lines} lines of {file} are read as {encoding}, the others as UTF-8: {words} …",
            lines,
            file,
            encoding,
            words
        ),
        None if words.is_empty() => message!("{file} is read as {encoding}", file, encoding),
        None => message!("{file} is read as {encoding}: {words} …", file, encoding, words),
    };
    let note = Diagnostic::new(codes::LIST_READ, message);
    Some(if words.is_empty() {
        note
    } else {
        note.hint("if these words are wrong, save the list as CSV UTF-8 or as .xlsx")
    })
}

/// `list-broken`: it is another kind of file.
pub(super) fn no_list(file: &str, kind: &str, hint: &str) -> Diagnostic {
    let message = message!("{file} is {kind}, and cannot be read as a list", file, kind);
    Diagnostic::new(codes::LIST_BROKEN, message).hint(hint)
}

/// An Excel file that is none, is damaged or is too large.
pub(super) fn unreadable(file: &str, error: &WorkbookError) -> Diagnostic {
    match error {
        WorkbookError::Other(FileKind { name, hint }) => no_list(file, name, hint),
        WorkbookError::Damaged(reason) => {
            let message =
                message!("{file} cannot be read as an Excel file: {reason}", file, reason);
            Diagnostic::new(codes::LIST_BROKEN, message)
                .hint("open it in Excel and save it anew, as .xlsx or as CSV UTF-8")
        }
        WorkbookError::TooLarge(what, limit) => too_large(file, what, *limit),
    }
}

/// `list-too-large`.
pub(super) fn too_large(file: &str, what: &str, limit: u64) -> Diagnostic {
    let message = message!("{file} has more than {limit} {what}", file, limit, what);
    Diagnostic::new(codes::LIST_TOO_LARGE, message)
        .hint("split it into several lists, and name each with --to; or allow more with --limit")
}

/// `list-broken` for a quote that does not end.
pub(super) fn open_quote(source: &Source, OpenCell(place): &OpenCell) -> Diagnostic {
    broken(source, "a quote is opened here that does not end where a cell can")
        .at(source, place.clone(), "")
        .hint("a cell that has quotation marks is written in quotes, with each mark doubled")
}

/// `list-broken` for a table in which nothing stands.
pub(super) fn no_header(source: &Source) -> Diagnostic {
    broken(source, "there is no header").at(source, 0..0, "").hint(HEADER_HINT)
}

/// `list-broken` for recipients above the header.
pub(super) fn above_header(source: &Source, place: Range<usize>, line: usize) -> Diagnostic {
    let why = format!("a recipient stands above the header, which is on line {line}");
    broken(source, &why)
        .with("reason", "recipient-above-header")
        .at(source, place, "")
        .hint("put the header above all recipients; of two lists make two files, and name each with --to")
        .hint("if it is nobody to send to, take the address out")
}

fn broken(source: &Source, why: &str) -> Diagnostic {
    let message = message!(
        "{file} is no list that can be read: {reason}",
        file = source.name(),
        reason = why
    );
    Diagnostic::new(codes::LIST_BROKEN, message)
}
