//! The rows above a table: a title and a date, or recipients that somebody put there.

use super::columns::Columns;
use super::mailbox;
use super::records::{Cell, ListRecord};
use super::refusals::above_header;
use crate::diagnostic::{Diagnostic, Diagnostics, codes};
use crate::source::Source;

/// `list-read`: rows above the table are passed over.
pub(super) fn note(source: &Source, above: &[ListRecord]) -> Option<Diagnostic> {
    let first = above.first()?;
    let count = above.len();
    let message =
        message!("the {count} lines above the table are no recipients and are passed over", count);
    Some(Diagnostic::new(codes::LIST_READ, message).at(source, first.line.clone(), ""))
}

/// The same for recipients, none of whom may be passed over. A list that was pasted above another
/// has its addresses where the header has them, or in several rows; one address elsewhere is that
/// of somebody to ask, and is named.
pub(super) fn of_recipients(
    source: &Source,
    above: &[ListRecord],
    header: &ListRecord,
    columns: &Columns,
) -> Result<Option<Diagnostic>, Diagnostics> {
    let text = source.text();
    let recipients: Vec<&Cell> = above
        .iter()
        .filter_map(|record| {
            record.cells.iter().find(|cell| mailbox::is_recipient(&cell.text(text)))
        })
        .collect();
    let note = note(source, above);
    match *recipients {
        [] => Ok(note),
        [only] if !columns.has_addresses(only.column) => Ok(note.map(|note| {
            let address = only.text(text);
            note.into_warning().hint(format!(
                "`{address}` stands there; if it is a recipient, put it below the header"
            ))
        })),
        [first, ..] => {
            let line = source.position(header.line.start).line;
            Err(above_header(source, first.place.clone(), line).into())
        }
    }
}
