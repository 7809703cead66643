//! `letterpress mail status`: what became of each message.

use std::collections::BTreeMap;
use std::path::Path;

use letterpress::diagnostic::Diagnostic;
use letterpress::mail::journal::{Delivery, Journal, State};
use letterpress::read;
use serde::Serialize;

use super::places;
use crate::cli::{self, DeliveryState, MessageFormat};
use crate::command::input::Input;
use crate::command::inspect::{Report, Row, Section};
use crate::command::{Desk, Exit, usage};

/// The most deliveries that people are shown one by one.
const MOST_ROWS: usize = 200;

/// The header of a table.
const COLUMNS: [&str; 8] =
    ["release", "version", "recipient", "state", "attempts", "updated", "message_id", "reply"];

/// A delivery as programs and tables read it; its fields in the order of [`COLUMNS`].
#[derive(Serialize)]
struct Line<'a> {
    release: &'a str,
    version: u32,
    recipient: &'a str,
    state: &'a str,
    attempts: u32,
    updated: String,
    message_id: &'a str,
    reply: &'a str,
}

impl<'a> From<&'a Delivery> for Line<'a> {
    fn from(delivery: &'a Delivery) -> Self {
        Self {
            release: &delivery.release,
            version: delivery.version,
            recipient: &delivery.address,
            state: delivery.state.as_str(),
            attempts: delivery.attempts,
            updated: moment(delivery.updated),
            message_id: &delivery.message_id,
            reply: delivery.reply.as_deref().unwrap_or_default(),
        }
    }
}

/// Tells what was asked for.
pub fn run(typed: &cli::Status, desk: &dyn Desk) -> Result<Exit, Vec<Diagnostic>> {
    let path = places::journal(typed.journal.as_deref())?;
    let release = typed.release.as_deref().map(release_id).transpose()?;
    let journal = Journal::look(&path).map_err(|fault| vec![fault])?;
    let mut rows = journal.deliveries(release.as_deref()).map_err(|fault| vec![fault])?;
    if let (Some(release), true) = (&release, rows.is_empty()) {
        let message = format!("the journal {} knows no release `{release}`", path.display());
        return Err(vec![usage(message).hint("without a release it tells of all that it knows")]);
    }
    if let Some(state) = typed.state.map(state) {
        rows.retain(|row| row.state == state);
    }
    if let Some(file) = &typed.export {
        export(&rows, file, desk)?;
        return Ok(Exit::Fine);
    }
    match typed.format {
        MessageFormat::Json => {
            let mut text = String::new();
            for row in &rows {
                text += &serde_json::to_string(&Line::from(row)).map_err(internal)?;
                text.push('\n');
            }
            desk.print(&text)?;
        }
        MessageFormat::Human => {
            for report in reports(&rows, release.is_some() || typed.state.is_some()) {
                desk.report(&report)?;
            }
        }
    }
    Ok(Exit::Fine)
}

/// The id of a release: of a file its field, else what was typed.
fn release_id(typed: &str) -> Result<String, Vec<Diagnostic>> {
    let path = Path::new(typed);
    if !path.is_file() {
        return Ok(typed.to_owned());
    }
    let inputs = Input::plan(&[path.to_owned()], None)?;
    let source = inputs.first().map(Input::read).transpose()?;
    let Some(source) = source else { return Ok(typed.to_owned()) };
    read::release(&source)?.release.id.ok_or_else(|| {
        let fault = usage(format!("{typed} has no `id`, so it was not sent"));
        vec![fault.hint("without a release it tells of all that the journal knows")]
    })
}

/// A report for each version of each release: its figures and, where one release or
/// state was asked for, its deliveries.
fn reports(rows: &[Delivery], is_detailed: bool) -> Vec<Report> {
    let mut versions: BTreeMap<(&str, u32), Vec<&Delivery>> = BTreeMap::new();
    for row in rows {
        versions.entry((&row.release, row.version)).or_default().push(row);
    }
    let report = |((release, version), rows): ((&str, u32), Vec<&Delivery>)| {
        let figures = State::ALL.iter().filter_map(|state| {
            let count = rows.iter().filter(|row| row.state == *state).count();
            let alarm = matches!(state, State::Refused | State::Unknown);
            let row = Row { label: state.to_string(), lines: vec![count.to_string()], alarm };
            (count > 0).then_some(row)
        });
        let mut sections = vec![Section { name: "deliveries", rows: figures.collect() }];
        if is_detailed {
            let mut told: Vec<Row> = rows.iter().take(MOST_ROWS).map(|row| detail(row)).collect();
            if rows.len() > MOST_ROWS {
                let more = format!("{} more: --export FILE.csv", rows.len() - MOST_ROWS);
                told.push(Row { label: "…".to_owned(), lines: vec![more], alarm: false });
            }
            sections.push(Section { name: "recipients", rows: told });
        }
        Report { title: format!("{release}, version {version}"), sections }
    };
    versions.into_iter().map(report).collect()
}

fn detail(row: &Delivery) -> Row {
    let mut lines = vec![format!("{}, {}", row.state, moment(row.updated))];
    lines.extend(row.reply.clone().filter(|_| row.state != State::Accepted));
    let alarm = matches!(row.state, State::Refused | State::Unknown);
    Row { label: row.address.clone(), lines, alarm }
}

fn export(rows: &[Delivery], file: &Path, desk: &dyn Desk) -> Result<(), Vec<Diagnostic>> {
    let mut writer = csv::WriterBuilder::new().has_headers(false).from_writer(Vec::new());
    // A table without deliveries has its header all the same.
    writer.write_record(COLUMNS).map_err(internal)?;
    for row in rows {
        let mut line = Line::from(row);
        // A relay's words must not become a formula in a spreadsheet.
        let reply = format!("'{}", line.reply);
        if line.reply.starts_with(['=', '+', '-', '@', '\t', '\r']) {
            line.reply = &reply;
        }
        writer.serialize(line).map_err(internal)?;
    }
    let bytes = writer.into_inner().map_err(internal)?;
    match file == Path::new("-") {
        true => desk.print(&String::from_utf8_lossy(&bytes)),
        false => {
            desk.write(file, &bytes)?;
            desk.say(&format!("wrote {} ({} deliveries)", file.display(), rows.len()));
            Ok(())
        }
    }
}

fn internal(error: impl ToString) -> Vec<Diagnostic> {
    let message = format!("letterpress itself is at fault: {}", error.to_string());
    vec![Diagnostic::error("internal", message)]
}

/// "2022-11-25T13:00:00Z".
fn moment(seconds: i64) -> String {
    jiff::Timestamp::from_second(seconds).map(|moment| moment.to_string()).unwrap_or_default()
}

fn state(typed: DeliveryState) -> State {
    match typed {
        DeliveryState::Queued => State::Queued,
        DeliveryState::Sending => State::Sending,
        DeliveryState::Accepted => State::Accepted,
        DeliveryState::Deferred => State::Deferred,
        DeliveryState::Refused => State::Refused,
        DeliveryState::Unknown => State::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use clap::ValueEnum;

    use super::*;

    #[test]
    fn the_states_are_those_of_the_journal() {
        let typed = DeliveryState::value_variants().iter().map(|typed| state(*typed));
        assert!(typed.eq(State::ALL));
    }
}
