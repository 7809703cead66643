//! The table of deliveries that `mail status --export` writes.

use std::borrow::Cow;
use std::path::Path;

use letterpress::diagnostic::{Diagnostic, Diagnostics};
use letterpress::mail::journal::Delivery;

use crate::command::result::{COLUMNS, StatusLine};
use crate::command::write::write_private_file;
use crate::terminal::{Terminal, UiEvent};

/// With what a spreadsheet lets a formula begin, by OWASP's advice on CSV injection. The wide
/// forms are those of East Asian keyboards.
const FORMULA: [char; 8] = ['=', '+', '-', '@', '\u{FF1D}', '\u{FF0B}', '\u{FF0D}', '\u{FF20}'];

/// What a spreadsheet may take for the end of a cell, whatever the table is written with.
const ENDS: [char; 7] = [',', ';', '|', '\t', '\r', '\n', '"'];

/// Writes deliveries as a table, to a file or standard output.
pub fn write(rows: &[Delivery], file: &Path, terminal: &Terminal) -> Result<(), Diagnostics> {
    let bytes = table(rows).map_err(|error| Diagnostic::internal(error.to_string()))?;
    if file == Path::new("-") {
        return terminal.write_stdout(&String::from_utf8_lossy(&bytes));
    }
    write_private_file(file, &bytes)?;
    let line = format!("wrote {} ({} deliveries)", file.display(), rows.len());
    terminal.emit(&UiEvent::Status(&line));
    Ok(())
}

fn table(rows: &[Delivery]) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::WriterBuilder::new().has_headers(false).from_writer(Vec::new());
    // A table without deliveries has its header all the same.
    writer.write_record(COLUMNS)?;
    for row in rows {
        let StatusLine { release, version, recipient, state, attempts, updated, message_id, reply } =
            StatusLine::from(row);
        writer.serialize((
            guarded(release),
            version,
            guarded(recipient),
            guarded(state),
            attempts,
            guarded(&updated),
            guarded(message_id),
            guarded(reply),
        ))?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}

/// A cell that no spreadsheet takes for a formula: an apostrophe stands before each character
/// that could begin one, at the start of the cell and behind what may end a cell. Letters stay
/// as they are, and so does a cell that holds no such place.
fn guarded(cell: &str) -> Cow<'_, str> {
    let mut guarded = String::new();
    let mut is_start = true;
    for c in cell.chars() {
        if is_start
            && (FORMULA.contains(&c) || (guarded.is_empty() && matches!(c, '\t' | '\r' | '\n')))
        {
            guarded.push('\'');
            is_start = false;
        }
        guarded.push(c);
        is_start = ENDS.contains(&c) || (is_start && c.is_whitespace());
    }
    if guarded.len() == cell.len() { Cow::Borrowed(cell) } else { Cow::Owned(guarded) }
}

#[cfg(test)]
mod tests {
    use letterpress::mail::journal::DeliveryState;

    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        for (cell, expected) in [
            ("250 2.0.0 Ok: queued as 4Sd-1", "250 2.0.0 Ok: queued as 4Sd-1"),
            ("<a-b+c@example.org>", "<a-b+c@example.org>"),
            ("", ""),
            ("=1+1", "'=1+1"),
            ("+49 351 564", "'+49 351 564"),
            ("-1", "'-1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t'=1"),
            ("\r=1", "'\r'=1"),
            ("  =1", "  '=1"),
            ("\u{FF1D}1", "'\u{FF1D}1"),
            ("550 no;=cmd|' /C calc'!A0", "550 no;'=cmd|' /C calc'!A0"),
            ("550 \"x\", @a", "550 \"x\", '@a"),
            ("'=1", "'=1"),
        ] {
            assert_eq!(guarded(cell), expected, "{cell}");
        }
    }

    #[test]
    fn every_column_is_guarded() {
        let delivery = Delivery {
            release: "=a".into(),
            version: 1,
            address: "+b@example.org".into(),
            state: DeliveryState::Refused,
            attempts: 1,
            reply: Some("@c \"d\"".into()),
            message_id: "-e".into(),
            updated: 0,
        };
        let table = table(&[delivery]).unwrap();
        let line = String::from_utf8(table).unwrap().lines().nth(1).map(ToOwned::to_owned);
        let expected = "'=a,1,'+b@example.org,refused,1,1970-01-01T00:00:00Z,'-e,\"'@c \"\"d\"\"\"";
        assert_eq!(line.as_deref(), Some(expected));
    }
}
