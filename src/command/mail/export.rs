//! The table of deliveries that `mail status --export` writes.

use std::path::Path;

use csv::Terminator;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use letterpress::diagnostic::{Diagnostic, Diagnostics};
use letterpress::mail::journal::Delivery;
use letterpress::release::Language;

use super::moments::moment;
use super::table::{Existing, write_table};
use crate::command::cells::guarded;
use crate::terminal::{Terminal, UiEvent};

/// The header of the table. By `email`, `name`, `language` and `format` it is a list as well.
const COLUMNS: [&str; 12] = [
    "release",
    "version",
    "email",
    "name",
    "language",
    "format",
    "state",
    "attempts",
    "first",
    "updated",
    "message_id",
    "reply",
];

/// For whom a table is written.
pub enum TableForm {
    /// For programs: RFC 4180 in UTF-8, times in UTC.
    Plain,
    /// For the Excel of a country where the comma is that of decimals: parted by semicolons, with
    /// the mark by which Excel knows UTF-8, and times of this zone.
    Excel(TimeZone),
}

/// Writes deliveries as a table, to a file or standard output.
pub fn write(
    rows: &[Delivery],
    file: &Path,
    form: &TableForm,
    terminal: &Terminal,
) -> Result<(), Diagnostics> {
    let bytes = table(rows, form).map_err(|error| Diagnostic::internal(error.to_string()))?;
    if file == Path::new("-") {
        return terminal.write_stdout(&String::from_utf8_lossy(&bytes));
    }
    write_table(file, &bytes, Existing::SameHeader)?;
    let line = format!("wrote {} ({} deliveries)", file.display(), rows.len());
    terminal.emit(&UiEvent::Status(&line));
    Ok(())
}

fn table(rows: &[Delivery], form: &TableForm) -> Result<Vec<u8>, csv::Error> {
    let mut builder = csv::WriterBuilder::new();
    let mut bytes = Vec::new();
    if let TableForm::Excel(_) = form {
        builder.delimiter(b';').terminator(Terminator::CRLF);
        bytes.extend("\u{FEFF}".bytes());
    }
    let mut writer = builder.has_headers(false).from_writer(bytes);
    // A table without deliveries has its header all the same.
    writer.write_record(COLUMNS)?;
    for row in rows {
        writer.serialize((
            guarded(&row.release),
            row.version,
            guarded(&row.address),
            guarded(row.name.as_deref().unwrap_or_default()),
            row.language.map_or("", Language::as_str),
            row.format.as_str(),
            row.state.as_str(),
            row.attempts,
            row.first.map(|first| form.time(first)),
            form.time(row.updated),
            guarded(&row.message_id),
            guarded(row.reply.as_deref().unwrap_or_default()),
        ))?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}

impl TableForm {
    /// "2022-11-25T13:00:00Z", or in a form that Excel takes for a time in every country.
    fn time(&self, seconds: i64) -> String {
        let (Self::Excel(zone), Ok(time)) = (self, Timestamp::from_second(seconds)) else {
            return moment(seconds);
        };
        time.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M:%S").to_string()
    }
}

#[cfg(test)]
mod tests {
    use letterpress::mail::Address;
    use letterpress::mail::journal::{Addressee, DeliveryState, Issue, Journal};

    use super::*;

    /// A row of a journal.
    fn delivery() -> Delivery {
        let mut journal = Journal::passing().unwrap();
        let issue = Issue {
            release: "a".into(),
            version: 1,
            subject: "a".into(),
            fingerprint: "a".into(),
            domain: "example.org".into(),
            date: 0,
        };
        let addressee = Addressee::new(Address::parse("b@example.org").unwrap());
        journal.begin(&issue, &[addressee], 0).unwrap();
        journal.deliveries(None).unwrap().remove(0)
    }

    #[test]
    fn every_column_is_guarded() {
        let mut delivery = delivery();
        delivery.release = "=a".into();
        delivery.address = "+b@example.org".into();
        delivery.state = DeliveryState::Refused;
        delivery.attempts = 1;
        delivery.reply = Some("@c \"d\"".into());
        delivery.message_id = "-e".into();
        delivery.updated = 60;
        delivery.name = Some("=n".into());
        delivery.language = Some(Language::German);
        delivery.first = Some(0);
        let line = |form: &TableForm| {
            let text = String::from_utf8(table(std::slice::from_ref(&delivery), form).unwrap());
            text.unwrap().lines().nth(1).map(ToOwned::to_owned)
        };
        let expected = "'=a,1,'+b@example.org,'=n,de,html,refused,1,1970-01-01T00:00:00Z,\
                        1970-01-01T00:01:00Z,'-e,\"'@c \"\"d\"\"\"";
        assert_eq!(line(&TableForm::Plain).as_deref(), Some(expected));
        let excel = TableForm::Excel(TimeZone::fixed(jiff::tz::Offset::constant(1)));
        let expected = "'=a;1;'+b@example.org;'=n;de;html;refused;1;1970-01-01 01:00:00;\
                        1970-01-01 01:01:00;'-e;\"'@c \"\"d\"\"\"";
        assert_eq!(line(&excel).as_deref(), Some(expected));
        let bytes = table(&[], &excel).unwrap();
        assert!(bytes.starts_with("\u{FEFF}release;version;email;".as_bytes()));
        assert!(bytes.ends_with(b"reply\r\n"));
    }
}
