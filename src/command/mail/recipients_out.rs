//! The list that `mail send --recipients-out` writes: everybody who would get a message.

use std::collections::BTreeSet;
use std::path::Path;

use letterpress::diagnostic::{Diagnostic, Diagnostics};
use letterpress::mail::Recipient;
use letterpress::mail::journal::Journal;

use super::candidate::Candidate;
use super::table::{Existing, write_table};
use crate::command::cells::guarded;
use crate::terminal::{Terminal, UiEvent};

/// The header, which makes the table a list for `--to`.
const COLUMNS: [&str; 5] = ["email", "name", "language", "format", "tags"];

/// Writes everybody who is due in some release, each once.
pub fn write(
    file: &Path,
    candidates: &[Candidate<'_>],
    journal: Option<&Journal>,
    terminal: &Terminal,
) -> Result<(), Diagnostics> {
    let mut keys = BTreeSet::new();
    let mut recipients = Vec::new();
    for mailing in candidates.iter().filter_map(|one| one.mailing.as_ref()) {
        let due = mailing.due(journal)?;
        recipients.extend(due.into_iter().filter(|one| keys.insert(one.address.key())));
    }
    let bytes = table(&recipients).map_err(|error| Diagnostic::internal(error.to_string()))?;
    write_table(file, &bytes, Existing::Nothing)?;
    let line = format!("wrote {} ({} recipients)", file.display(), recipients.len());
    terminal.emit(&UiEvent::Status(&line));
    Ok(())
}

fn table(recipients: &[&Recipient]) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
    writer.write_record(COLUMNS)?;
    for recipient in recipients {
        let language = recipient.language.map_or("", |language| language.as_str());
        let tags = recipient.tags.join(" ");
        // An address is written as it is, so that the list can be sent to.
        writer.write_record([
            recipient.address.as_str(),
            &guarded(recipient.name.as_deref().unwrap_or_default()),
            language,
            recipient.format.as_str(),
            &guarded(&tags),
        ])?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}

#[cfg(test)]
mod tests {
    use letterpress::mail::Address;

    use super::*;

    #[test]
    fn the_table_is_a_list_without_formulas() {
        let address = Address::parse("+a@example.org").expect("an address");
        let mut recipient = Recipient::new(address);
        recipient.name = Some("=1+1".to_owned());
        recipient.tags = vec!["kultur".to_owned(), "politik".to_owned()];
        let table = table(&[&recipient]).expect("it is written into memory");
        let text = String::from_utf8(table).expect("it is text");
        assert_eq!(
            text,
            "email,name,language,format,tags\n+a@example.org,'=1+1,,html,kultur politik\n"
        );
    }
}
