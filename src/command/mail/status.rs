//! `letterpress mail status`: what became of each message.

use std::collections::BTreeMap;
use std::path::Path;

use jiff::tz::TimeZone;
use letterpress::diagnostic::{Blame, DiagnosticReport, Diagnostics};
use letterpress::limits::{Limits, TextLimits};
use letterpress::mail::journal::{Delivery, DeliveryState, Journal};
use letterpress::message;
use letterpress::read;

use super::composed::now;
use super::export::{self, TableForm};
use super::moments::{moment, since};
use super::places::{self, NamedJournal};
use crate::cli::{self, StateArg};
use crate::command::input::{Input, check_standard_input, input_name};
use crate::command::letterhead::periods;
use crate::command::result::{ResultLine, StatusLine};
use crate::command::{Exit, usage};
use crate::terminal::{Report, ReportRow, ReportSection, Terminal, UiEvent};

/// The most deliveries that people are shown one by one.
const MAX_ROWS: usize = 200;

impl<'a> From<&'a Delivery> for StatusLine<'a> {
    fn from(delivery: &'a Delivery) -> Self {
        Self {
            release: &delivery.release,
            version: delivery.version,
            recipient: &delivery.address,
            name: delivery.name.as_deref(),
            state: delivery.state.as_str(),
            attempts: delivery.attempts,
            first: delivery.first.map(moment),
            updated: moment(delivery.updated),
            message_id: &delivery.message_id,
            reply: delivery.reply.as_deref().unwrap_or_default(),
        }
    }
}

/// Reports what was asked for.
pub fn run(typed: &cli::StatusArgs, terminal: &Terminal) -> Result<Exit, Diagnostics> {
    let zone = TimeZone::system();
    let since = typed.since.as_deref().map(|typed| since(typed, now(), &zone)).transpose()?;
    let (ids, named) = match ids(typed, terminal) {
        Ok(found) => found,
        Err(exit) => return Ok(exit),
    };
    let path = places::kept_journal(&typed.journal, &named, terminal)?;
    let journal = match places::look_at_journal(&typed.journal.place, &path)? {
        Some(journal) => journal,
        // It says why there is none.
        None => Journal::look(&path)?,
    };
    terminal.emit_all(journal.warnings());
    let mut unknown = Vec::new();
    let mut rows = if ids.is_empty() { journal.deliveries(None)? } else { Vec::new() };
    for id in &ids {
        let of_release = journal.deliveries(Some(id))?;
        if of_release.is_empty() {
            let error = usage(message!(
                "the journal {file} knows no release `{id}`",
                file = path.display(),
                id
            ));
            unknown.push(error.hint("without a release all deliveries are reported"));
        }
        rows.extend(of_release);
    }
    rows.retain(|row| typed.state.is_none_or(|typed| row.state == state(typed)));
    rows.retain(|row| since.is_none_or(|since| row.updated >= since));
    if let Some(file) = &typed.export {
        let form = if typed.excel { TableForm::Excel(zone) } else { TableForm::Plain };
        export::write(&rows, file, &form, terminal)?;
    } else if terminal.is_json() {
        rows.iter()
            .try_for_each(|row| terminal.write_json(&ResultLine::Status(StatusLine::from(row))))?;
    } else {
        let is_detailed = !ids.is_empty() || typed.state.is_some();
        reports(&rows, is_detailed).iter().try_for_each(|one| terminal.write_report(one))?;
    }
    // What is known of the others was reported all the same.
    Diagnostics::check(unknown)?;
    Ok(Exit::of(journal.warnings(), Blame::Release, terminal.denies_warnings()))
}

/// The ids of releases, and the journals that the letterheads of their files name.
type NamedReleases = (Vec<String>, Vec<NamedJournal>);

/// The ids of the releases that were typed, each once. What is wrong with one is reported
/// at once; the exit code is the command's.
fn ids(typed: &cli::StatusArgs, terminal: &Terminal) -> Result<NamedReleases, Exit> {
    let (mut ids, mut named, mut exit) = (Vec::new(), Vec::new(), Exit::Fine);
    if let Err(twice) = check_standard_input(&typed.releases) {
        terminal.emit(&UiEvent::diagnostic(&twice));
        return Err(Exit::Failed);
    }
    for release in &typed.releases {
        match release_id(release, typed, terminal) {
            Ok((id, journal)) => {
                named.extend(journal);
                if !ids.contains(&id) {
                    ids.push(id);
                }
            }
            Err(errors) => {
                let name = input_name(Path::new(release));
                for diagnostic in &errors {
                    terminal.emit(&UiEvent::Diagnostic(DiagnosticReport {
                        diagnostic,
                        release: Some(&name),
                    }));
                }
                exit = exit.max(Exit::of(&errors, Blame::Release, terminal.denies_warnings()));
            }
        }
    }
    if exit == Exit::Fine { Ok((ids, named)) } else { Err(exit) }
}

/// The id of a release: of a file or standard input its field, with the journal that its
/// letterhead names; else what was typed.
fn release_id(
    release: &str,
    typed: &cli::StatusArgs,
    terminal: &Terminal,
) -> Result<(String, Option<NamedJournal>), Diagnostics> {
    let path = Path::new(release);
    if release != "-" && !path.is_file() {
        return Ok((release.to_owned(), None));
    }
    let inputs = Input::plan(&[path.to_owned()], typed.input_format)?;
    let Some(input) = inputs.first() else { return Ok((release.to_owned(), None)) };
    let read = read::release(&input.read(TextLimits::default().bytes)?)?.release;
    let journal = named_journal(input, read.letterhead.as_deref(), typed, terminal);
    let id = read.id.ok_or_else(|| {
        let missing =
            usage(message!("{file} has no `id`, so it was not sent", file = input.name()));
        missing.hint("without a release all deliveries are reported")
    })?;
    Ok((id, Some(journal)))
}

/// The journal that the letterhead of a release names. One that cannot be read names none: whether
/// it can is not what was asked.
fn named_journal(
    input: &Input,
    letterhead: Option<&str>,
    typed: &cli::StatusArgs,
    terminal: &Terminal,
) -> NamedJournal {
    let Some(name) = letterhead else { return NamedJournal::Nowhere };
    let (limits, is_file) = (Limits::default(), name.ends_with(".toml"));
    let name = if is_file { input.folder().join(name) } else { name.into() };
    let periods = periods(&name, &typed.journal.letterheads, &limits, terminal);
    match periods.map(|periods| NamedJournal::of(&periods)) {
        Ok(NamedJournal::At(_)) if is_file => NamedJournal::OfRelease,
        Ok(named) => named,
        Err(_) => NamedJournal::Nowhere,
    }
}

/// A report for each version of each release: its figures and, where one release or
/// state was asked for, its deliveries.
fn reports(rows: &[Delivery], is_detailed: bool) -> Vec<Report> {
    let mut versions: BTreeMap<(&str, u32), Vec<&Delivery>> = BTreeMap::new();
    for row in rows {
        versions.entry((&row.release, row.version)).or_default().push(row);
    }
    let reports = versions.into_iter().map(|((release, version), rows)| {
        let mut sections = vec![ReportSection::new("deliveries", figures(&rows))];
        if is_detailed {
            sections.push(ReportSection::new("recipients", details(&rows)));
        }
        Report { title: format!("{release}, version {version}"), sections }
    });
    reports.collect()
}

/// How many deliveries there are in each state.
fn figures(rows: &[&Delivery]) -> Vec<ReportRow> {
    let figures = DeliveryState::ALL.iter().filter_map(|state| {
        let count = rows.iter().filter(|row| row.state == *state).count();
        let row = ReportRow::new(state.as_str(), count.to_string()).alarming(is_alarming(*state));
        (count > 0).then_some(row)
    });
    figures.collect()
}

/// The deliveries one by one, up to [`MAX_ROWS`].
fn details(rows: &[&Delivery]) -> Vec<ReportRow> {
    let mut details: Vec<_> = rows.iter().take(MAX_ROWS).map(|row| detail(row)).collect();
    if rows.len() > MAX_ROWS {
        let more = format!("{} more: --export FILE.csv", rows.len() - MAX_ROWS);
        details.push(ReportRow::new("…", more));
    }
    details
}

/// Whether somebody should look at a delivery in this state.
fn is_alarming(state: DeliveryState) -> bool {
    matches!(state, DeliveryState::Refused | DeliveryState::Unknown)
}

fn detail(row: &Delivery) -> ReportRow {
    let mut lines = vec![format!("{}, {}", row.state, moment(row.updated))];
    lines.extend(row.reply.clone().filter(|_| row.state != DeliveryState::Accepted));
    let label = match &row.name {
        Some(name) => format!("{name} <{}>", row.address),
        None => row.address.clone(),
    };
    ReportRow { label, lines, alarm: is_alarming(row.state) }
}

fn state(typed: StateArg) -> DeliveryState {
    match typed {
        StateArg::Queued => DeliveryState::Queued,
        StateArg::Sending => DeliveryState::Sending,
        StateArg::Accepted => DeliveryState::Accepted,
        StateArg::Deferred => DeliveryState::Deferred,
        StateArg::Refused => DeliveryState::Refused,
        StateArg::Unknown => DeliveryState::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use clap::ValueEnum;

    use super::*;

    #[test]
    fn the_states_are_those_of_the_journal() {
        let typed = StateArg::value_variants().iter().map(|typed| state(*typed));
        assert!(typed.eq(DeliveryState::ALL));
    }
}
