//! `letterpress mail suppress`: those who want no mail, kept in the journal.

use letterpress::diagnostic::{Blame, Diagnostic, Diagnostics};
use letterpress::limits::Limits;
use letterpress::mail::SuppressionEntry;
use letterpress::mail::journal::{Journal, Suppression};
use letterpress::message;

use super::composed::now;
use super::moments::moment;
use super::{places, recipients};
use crate::cli::{KeptJournalArgs, SuppressCommand};
use crate::command::cells::guarded;
use crate::command::result::{ResultLine, SuppressionLine};
use crate::command::{Exit, usage};
use crate::terminal::{Terminal, UiEvent};

/// Does what was typed.
pub fn run(typed: &SuppressCommand, terminal: &Terminal) -> Result<Exit, Diagnostics> {
    match typed {
        SuppressCommand::Add { addresses, reason, journal } => {
            add(&entries(addresses)?, reason.as_deref(), journal, terminal)
        }
        SuppressCommand::Import { file, reason, journal } => {
            let list = recipients::suppressed(file, &Limits::default().lists)?;
            terminal.emit_all(&list.warnings);
            let entries: Vec<_> = list.entries().cloned().collect();
            add(&entries, reason.as_deref(), journal, terminal)
        }
        SuppressCommand::Remove { addresses, journal } => {
            remove(&entries(addresses)?, journal, terminal)
        }
        SuppressCommand::List { journal, .. } => list(journal, terminal),
    }
}

/// Reads what was typed; `Err` names each that is no address and no domain.
fn entries(typed: &[String]) -> Result<Vec<SuppressionEntry>, Diagnostics> {
    let (mut entries, mut errors) = (Vec::new(), Vec::new());
    for typed in typed {
        match SuppressionEntry::parse(typed) {
            Ok(entry) => entries.push(entry),
            Err(why) => {
                let message = message!("cannot read `{value}`: {why}", value = typed, why);
                let hint = "write an address, name@example.org, or a domain, @example.org";
                errors.push(usage(message).hint(hint));
            }
        }
    }
    Diagnostics::check(errors)?;
    Ok(entries)
}

fn add(
    entries: &[SuppressionEntry],
    reason: Option<&str>,
    journal: &KeptJournalArgs,
    terminal: &Terminal,
) -> Result<Exit, Diagnostics> {
    let (added, reason) = (now(), reason.map(ToOwned::to_owned));
    let entries = entries.iter().cloned();
    let entries: Vec<_> =
        entries.map(|entry| Suppression::new(entry, added, reason.clone())).collect();
    let mut journal = open(journal, terminal)?;
    let added = journal.suppress(&entries)?;
    let known = entries.len() - added;
    let known = if known > 0 { format!(", {known} there already") } else { String::new() };
    let line = format!(
        "{added} put on the list of those who want no mail{known}; it is kept in {}",
        journal.path().display()
    );
    terminal.emit(&UiEvent::Status(&line));
    Ok(Exit::of(journal.warnings(), Blame::Release, terminal.denies_warnings()))
}

fn remove(
    entries: &[SuppressionEntry],
    journal: &KeptJournalArgs,
    terminal: &Terminal,
) -> Result<Exit, Diagnostics> {
    let mut journal = open(journal, terminal)?;
    let missing = journal.unsuppress(entries)?;
    let left = journal.suppressed()?;
    for entry in &missing {
        terminal.emit(&UiEvent::Status(&format!("{entry} is not on the list")));
    }
    for entry in entries {
        // Who takes an address off wants to write to it.
        if let Some(wider) = left.iter().find(|wider| wider.includes(entry)) {
            let line = format!("{entry} still gets no mail: {} is on the list", wider.entry);
            terminal.emit(&UiEvent::Status(&line));
        }
    }
    let taken = entries.len() - missing.len();
    let line = format!("{taken} taken off the list of those who want no mail");
    terminal.emit(&UiEvent::Status(&line));
    Ok(Exit::of(journal.warnings(), Blame::Release, terminal.denies_warnings()))
}

/// Prints who is on it; nobody, where there is no journal yet.
fn list(journal: &KeptJournalArgs, terminal: &Terminal) -> Result<Exit, Diagnostics> {
    let path = places::kept_journal(journal, &[], terminal)?;
    let journal = places::look_at_journal(&journal.place, &path)?;
    let entries = journal.as_ref().map(Journal::suppressed).transpose()?.unwrap_or_default();
    let lines = entries.iter().map(SuppressionLine::from);
    if terminal.is_json() {
        for line in lines {
            terminal.write_json(&ResultLine::Suppression(line))?;
        }
    } else {
        let table = table(lines).map_err(|error| Diagnostic::internal(error.to_string()))?;
        terminal.write_stdout(&String::from_utf8_lossy(&table))?;
    }
    let Some(journal) = journal else { return Ok(Exit::Fine) };
    terminal.emit_all(journal.warnings());
    Ok(Exit::of(journal.warnings(), Blame::Release, terminal.denies_warnings()))
}

impl<'a> From<&'a Suppression> for SuppressionLine<'a> {
    fn from(entry: &'a Suppression) -> Self {
        let added = moment(entry.added);
        Self { email: entry.entry.key(), added, reason: entry.reason.as_deref() }
    }
}

/// A table that `--suppress` reads.
fn table<'a>(lines: impl Iterator<Item = SuppressionLine<'a>>) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::WriterBuilder::new().has_headers(false).from_writer(Vec::new());
    writer.write_record(["email", "added", "reason"])?;
    for SuppressionLine { email, added, reason } in lines {
        writer.write_record([email, &added, &guarded(reason.unwrap_or_default())])?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}

/// Opens the journal, and says what is to be said of it.
fn open(typed: &KeptJournalArgs, terminal: &Terminal) -> Result<Journal, Diagnostics> {
    let path = places::kept_journal(typed, &[], terminal)?;
    // In a new journal that nothing is sent by, the list would keep no mail back.
    if !path.exists() && !places::is_named(typed) {
        let message = message!("there is no journal at {file} yet", file = path.display());
        let error = usage(message)
            .hint("name the one that releases are sent by: --journal FILE, or --letterhead for one that a letterhead names")
            .hint("--journal makes one where there is none yet");
        return Err(error.into());
    }
    let journal = places::open_journal(&typed.place, &path)?;
    terminal.emit_all(journal.warnings());
    Ok(journal)
}
