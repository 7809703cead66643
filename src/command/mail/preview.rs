//! What `mail send` would do: shown before anything is sent.

use std::path::Path;

use letterpress::diagnostic::Diagnostics;
use letterpress::mail::delivery::Relay;
use letterpress::mail::journal::{Addressee, DeliveryState, Issue};
use letterpress::mail::{Message, Recipient};

use crate::command::result::{PreviewLine, ResultLine};
use crate::terminal::{LeftOutCounts, Report, ReportRow, ReportSection, Terminal, UiEvent};

/// How many recipients are named.
const FIRST: usize = 5;

/// A run that was not begun.
pub struct Preview<'a> {
    pub issue: &'a Issue,
    pub message: &'a Message,
    pub addressees: &'a [Addressee],
    /// What the journal knows of each.
    pub states: Vec<Option<DeliveryState>>,
    /// Which of them would get a message.
    pub due: Vec<usize>,
    /// Lines of the list that nothing is sent to.
    pub left_out: LeftOutCounts,
    /// Who has an earlier version, and would get nothing.
    pub left_behind: Vec<Recipient>,
    /// The bytes of a message, and how many are allowed.
    pub bytes: usize,
    pub max_bytes: usize,
    pub relay: Option<&'a Relay>,
    /// Whether the relay was connected to, and took the login.
    pub is_probed: bool,
    /// Where the journal is, or will be.
    pub path: &'a Path,
}

impl Preview<'_> {
    /// Whether each recipient has the release, or would get a message.
    pub fn reaches_all(&self) -> bool {
        let accepted = Some(DeliveryState::Accepted);
        let have_it = self.states.iter().filter(|known| **known == accepted).count();
        have_it + self.due.len() == self.addressees.len()
    }

    /// Shows it on standard output.
    pub fn show(&self, can_be_sent: bool, terminal: &Terminal) -> Result<(), Diagnostics> {
        if terminal.is_json() {
            return terminal.write_json(&ResultLine::Preview(self.line()));
        }
        let sections = vec![
            ReportSection::new("message", self.of_message()),
            ReportSection::new("recipients", self.of_recipients()),
            ReportSection::new("way", self.of_way()),
        ];
        let title = format!("{}, version {}", self.issue.release, self.issue.version);
        terminal.write_report(&Report { title, sections })?;
        if can_be_sent {
            terminal.emit(&UiEvent::Status("nothing was sent; add --yes to send it"));
        }
        Ok(())
    }

    fn of_message(&self) -> Vec<ReportRow> {
        let is_too_large = self.bytes > self.max_bytes;
        let size = if is_too_large {
            format!("{} bytes; {} at most are sent", self.bytes, self.max_bytes)
        } else {
            format!("{} bytes", self.bytes)
        };
        let reply_to = self.message.reply_to().map(ToString::to_string);
        vec![
            ReportRow::new("subject", self.issue.subject.clone()),
            ReportRow::new("from", self.message.from()),
            ReportRow::new("replies to", reply_to.unwrap_or_else(|| "the sender".to_owned())),
            ReportRow::new("bounces to", self.message.sender().to_string()),
            ReportRow::new("attachment", self.message.file_name().to_owned()),
            ReportRow::new("size", size).alarming(is_too_large),
        ]
    }

    fn of_recipients(&self) -> Vec<ReportRow> {
        let mut rows = vec![ReportRow::new("on the list", self.addressees.len().to_string())];
        rows.extend(
            self.left_out
                .words()
                .map(|words| ReportRow::new("left out", words).alarming(self.left_out.broken > 0)),
        );
        for state in DeliveryState::ALL {
            let count = self.states.iter().filter(|known| **known == Some(state)).count();
            rows.extend(
                (count > 0).then(|| ReportRow::new(format!("{state} before"), count.to_string())),
            );
        }
        rows.push(ReportRow::new("to be sent", self.due.len().to_string()));
        rows.extend(first("first", &self.due_addresses()));
        rows.extend(first("have an earlier version, not on the list", &self.left_behind()));
        rows
    }

    fn of_way(&self) -> Vec<ReportRow> {
        let relay = match self.relay {
            Some(relay) if self.is_probed => {
                ReportRow::new("relay", format!("{relay}, which can be used"))
            }
            Some(relay) => ReportRow::new("relay", relay.to_string()),
            None => ReportRow::new("relay", "none").alarming(true),
        };
        vec![relay, ReportRow::new("journal", self.path.display().to_string())]
    }

    fn due_addresses(&self) -> Vec<&str> {
        let due = self.due.iter().filter_map(|at| self.addressees.get(*at));
        due.map(|addressee| addressee.address.as_str()).collect()
    }

    fn left_behind(&self) -> Vec<&str> {
        self.left_behind.iter().map(|one| one.address.as_str()).collect()
    }

    fn line(&self) -> PreviewLine<'_> {
        let due = self.due_addresses();
        PreviewLine {
            release: &self.issue.release,
            version: self.issue.version,
            subject: &self.issue.subject,
            from: self.message.from(),
            reply_to: self.message.reply_to().map(ToString::to_string),
            envelope_from: self.message.sender().to_string(),
            attachment: self.message.file_name(),
            bytes: self.bytes,
            recipients: self.addressees.len(),
            left_out: self.left_out,
            due: due.len(),
            first: due.into_iter().take(FIRST).collect(),
            left_behind: self.left_behind(),
            relay: self.relay.map(ToString::to_string),
            probed: self.is_probed,
            journal: self.path.display().to_string(),
        }
    }
}

/// The first of some addresses, and how many more there are; nothing where there are none.
fn first(label: &str, addresses: &[&str]) -> Option<ReportRow> {
    let mut lines: Vec<String> = addresses.iter().take(FIRST).map(ToString::to_string).collect();
    if addresses.len() > FIRST {
        lines.push(format!("… and {} more", addresses.len() - FIRST));
    }
    (!lines.is_empty()).then(|| ReportRow { label: label.to_owned(), lines, alarm: false })
}
