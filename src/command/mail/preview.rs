//! What `mail send` would do: shown before anything is sent.

use std::path::Path;

use letterpress::diagnostic::{Diagnostic, Diagnostics};
use letterpress::mail::delivery::Relay;
use letterpress::mail::journal::{Addressee, DeliveryState, Issue, Journal, Retry};

use crate::command::result::{PreviewLine, ResultLine};
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
    pub retry: &'a Retry,
}

impl Preview<'_> {
    /// Shows it on standard output.
    pub fn show(&self, terminal: &Terminal) -> Result<(), Diagnostics> {
        let states = self.states()?;
        let due: Vec<&str> = self
            .addressees
            .iter()
            .zip(&states)
            .filter(|(addressee, state)| {
                state.is_none_or(|state| state.is_due(&addressee.address, self.retry))
            })
            .map(|(addressee, _)| addressee.address.as_str())
            .collect();
        if terminal.is_json() {
            return terminal.write_json(&ResultLine::Preview(self.line(&due)));
        }
        let is_too_large = self.bytes > self.max_bytes;
        let size = if is_too_large {
            format!("{} bytes; {} at most are sent", self.bytes, self.max_bytes)
        } else {
            format!("{} bytes", self.bytes)
        };
        let message = vec![
            ReportRow::new("subject", self.issue.subject.clone()),
            ReportRow::new("from", self.from.clone()),
            ReportRow::new("attachment", self.file_name.to_owned()),
            ReportRow::new("size", size).alarming(is_too_large),
        ];
        let mut to = vec![ReportRow::new("on the list", self.addressees.len().to_string())];
        for state in DeliveryState::ALL {
            let count = states.iter().filter(|known| **known == Some(state)).count();
            to.extend(
                (count > 0).then(|| ReportRow::new(format!("{state} before"), count.to_string())),
            );
        }
        to.push(ReportRow::new("to be sent", due.len().to_string()));
        let mut first: Vec<String> = due.iter().take(FIRST).map(ToString::to_string).collect();
        first.extend((due.len() > FIRST).then(|| format!("… and {} more", due.len() - FIRST)));
        if !first.is_empty() {
            to.push(ReportRow { label: "first".to_owned(), lines: first, alarm: false });
        }
        let by = match self.relay {
            Some(relay) => ReportRow::new("relay", relay.to_string()),
            None => ReportRow::new("relay", "none").alarming(true),
        };
        let by = vec![by, ReportRow::new("journal", self.path.display().to_string())];
        let sections = vec![
            ReportSection::new("message", message),
            ReportSection::new("recipients", to),
            ReportSection::new("way", by),
        ];
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
