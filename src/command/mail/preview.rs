//! What `mail send` would do: shown before anything is sent.

use std::path::Path;

use letterpress::diagnostic::{Diagnostic, Diagnostics};
use letterpress::mail::delivery::Relay;
use letterpress::mail::journal::{Addressee, DeliveryState, Issue, Journal};
use schemars::JsonSchema;
use serde::Serialize;

use crate::command::result::ResultLine;
use crate::terminal::{Report, ReportRow, ReportSection, Terminal, UiEvent};

/// How many recipients are named.
const FIRST: usize = 5;

/// A run that was not begun.
pub struct Preview<'a> {
    pub issue: &'a Issue,
    pub addressees: &'a [Addressee],
    /// The bytes of a message, and of its attachment's name.
    pub bytes: usize,
    pub max_bytes: usize,
    pub file_name: &'a str,
    pub from: String,
    pub relay: Option<&'a Relay>,
    /// Where the journal is, or will be.
    pub path: &'a Path,
    /// The journal, if there is one yet.
    pub journal: Option<&'a Journal>,
    pub retry_unknown: bool,
}

/// A preview as programs read it, on standard output.
#[derive(Serialize, JsonSchema)]
pub struct PreviewLine<'a> {
    release: &'a str,
    version: u32,
    subject: &'a str,
    from: &'a str,
    attachment: &'a str,
    bytes: usize,
    recipients: usize,
    due: usize,
    first: Vec<&'a str>,
    relay: Option<String>,
    journal: String,
}

impl Preview<'_> {
    /// Shows it on standard output.
    pub fn show(&self, terminal: &Terminal) -> Result<(), Diagnostics> {
        let states = self.states()?;
        let due: Vec<&str> = self
            .addressees
            .iter()
            .zip(&states)
            .filter(|(_, state)| state.is_none_or(|state| state.is_due(self.retry_unknown)))
            .map(|(addressee, _)| addressee.address.as_str())
            .collect();
        if terminal.is_json() {
            return terminal.write_json(&ResultLine::Preview(self.line(&due)));
        }
        let row = |label: &str, line: String| ReportRow {
            label: label.to_owned(),
            lines: vec![line],
            alarm: false,
        };
        let is_too_large = self.bytes > self.max_bytes;
        let size = if is_too_large {
            format!("{} bytes; {} at most are sent", self.bytes, self.max_bytes)
        } else {
            format!("{} bytes", self.bytes)
        };
        let message = vec![
            row("subject", self.issue.subject.clone()),
            row("from", self.from.clone()),
            row("attachment", self.file_name.to_owned()),
            ReportRow { alarm: is_too_large, ..row("size", size) },
        ];
        let mut to = vec![row("on the list", self.addressees.len().to_string())];
        for state in DeliveryState::ALL {
            let count = states.iter().filter(|known| **known == Some(state)).count();
            to.extend((count > 0).then(|| row(&format!("{state} before"), count.to_string())));
        }
        to.push(row("to be sent", due.len().to_string()));
        let mut first: Vec<String> = due.iter().take(FIRST).map(ToString::to_string).collect();
        first.extend((due.len() > FIRST).then(|| format!("… and {} more", due.len() - FIRST)));
        if !first.is_empty() {
            to.push(ReportRow { label: "first".to_owned(), lines: first, alarm: false });
        }
        let by = match self.relay {
            Some(relay) => row("relay", relay.to_string()),
            None => ReportRow { alarm: true, ..row("relay", "none".to_owned()) },
        };
        let by = vec![by, row("journal", self.path.display().to_string())];
        let section = |name, rows| ReportSection { name, rows };
        let sections =
            vec![section("message", message), section("recipients", to), section("way", by)];
        let title = format!("{}, version {}", self.issue.release, self.issue.version);
        terminal.write_report(&Report { title, sections })?;
        if self.relay.is_some() {
            terminal.emit(&UiEvent::Status("nothing was sent; add --yes to send it"));
        }
        Ok(())
    }

    fn line<'b>(&'b self, due: &[&'b str]) -> PreviewLine<'b> {
        PreviewLine {
            release: &self.issue.release,
            version: self.issue.version,
            subject: &self.issue.subject,
            from: &self.from,
            attachment: self.file_name,
            bytes: self.bytes,
            recipients: self.addressees.len(),
            due: due.len(),
            first: due.iter().take(FIRST).copied().collect(),
            relay: self.relay.map(ToString::to_string),
            journal: self.path.display().to_string(),
        }
    }

    /// What the journal knows of each; a journal that is not there yet knows nothing.
    fn states(&self) -> Result<Vec<Option<DeliveryState>>, Diagnostic> {
        let Some(journal) = self.journal else { return Ok(vec![None; self.addressees.len()]) };
        let states = self.addressees.iter();
        states.map(|addressee| journal.state(self.issue, &addressee.address)).collect()
    }
}
