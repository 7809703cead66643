//! A release on its way to the recipients of a list.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use letterpress::diagnostic::{Diagnostic, Diagnostics, codes};
use letterpress::mail::delivery::{DeliveryEvent, Dispatch, Relay, RetryPolicy};
use letterpress::mail::journal::{Addressee, DeliveryState, Issue, Journal, Retry};
use letterpress::mail::{Heading, MailFormat, Message, Recipient};
use letterpress::message;

use super::again;
use super::composed::{Composed, now};
use super::hook::Hook;
use super::places;
use super::preview::Preview;
use super::signals::Signals;
use crate::cli;
use crate::terminal::{Deliveries, DeliveryUpdate, Terminal, UiEvent};

/// Everything about a release that is settled before its first message.
pub struct Mailing<'a> {
    typed: &'a cli::SendArgs,
    message: Message,
    recipients: &'a [Recipient],
    addressees: Vec<Addressee>,
    hook: Option<&'a Hook>,
    retry: Retry,
    issue: Issue,
    /// The `id` of its letterhead.
    letterhead: String,
    /// The relay, or why there is none: its login and certificates are read once.
    relay: Result<Relay, Diagnostics>,
}

/// Whom a run sends to, and the time that all its messages bear.
struct Due {
    addressees: Vec<usize>,
    date: i64,
}

impl<'a> Mailing<'a> {
    pub fn new(
        typed: &'a cli::SendArgs,
        composed: Composed,
        recipients: &'a [Recipient],
        hook: Option<&'a Hook>,
    ) -> Self {
        let relay = places::relay(typed, &composed);
        let Composed { message, letterhead, .. } = composed;
        let addressees = recipients.iter().map(|recipient| Addressee {
            address: recipient.address.clone(),
            message_id: message.message_id(recipient),
        });
        let addressees = addressees.collect();
        let (release, version) = message.issue();
        let issue = Issue {
            release: release.to_owned(),
            version,
            subject: message.subject().to_owned(),
            fingerprint: message.fingerprint().to_owned(),
            date: now(),
        };
        let retry = again::retry(typed);
        Self { typed, message, recipients, addressees, hook, retry, issue, letterhead, relay }
    }

    /// What is sent, as the journal knows it.
    pub fn issue(&self) -> &Issue {
        &self.issue
    }

    /// The relay to send by.
    pub fn relay(&self) -> Result<&Relay, Diagnostics> {
        self.relay.as_ref().map_err(Clone::clone)
    }

    /// What the journal has against sending it: other contents went out under its version, or
    /// by another relay than the one that was not typed.
    pub fn check_history(&self, journal: &Journal) -> Vec<Diagnostic> {
        let mut errors: Vec<_> = journal.check(&self.issue).err().into_iter().collect();
        if let (Ok(relay), None) = (&self.relay, &self.typed.relay) {
            errors.extend(journal.check_relay(&self.letterhead, &relay.to_string()).err());
        }
        errors.extend(again::check(&self.retry, journal, &self.issue, &self.addressees));
        errors
    }

    /// The time is this run's, or that of the first run by the journal.
    fn heading(&self, date: i64) -> Result<Heading, Diagnostic> {
        let unattended = self.typed.message.unattended;
        Heading::at(date, unattended).ok_or_else(|| {
            let message = "the journal has a date that no message can state";
            Diagnostic::new(codes::JOURNAL_DAMAGED, message)
        })
    }

    /// Reports what would be sent.
    pub fn preview(
        &self,
        relay: Option<&Relay>,
        path: &Path,
        journal: Option<&Journal>,
        terminal: &Terminal,
    ) -> Result<(), Diagnostics> {
        let bytes = self.message.to_bytes(self.recipients.first(), &self.heading(self.issue.date)?);
        let preview = Preview {
            issue: &self.issue,
            addressees: &self.addressees,
            bytes: bytes.len(),
            max_bytes: self.max_bytes(),
            file_name: self.message.file_name(),
            from: self.message.sender().to_string(),
            relay,
            path,
            journal,
            retry: &self.retry,
        };
        preview.show(terminal)
    }

    /// Refuses, with `message-too-large`, where a recipient's message is; they differ by names
    /// and form only.
    pub fn check_size(&self) -> Result<(), Diagnostic> {
        let heading = self.heading(self.issue.date)?;
        let limit = self.max_bytes();
        let firsts = [MailFormat::Html, MailFormat::Text].into_iter().filter_map(|format| {
            self.recipients.iter().find(|recipient| recipient.format == format)
        });
        let mut sizes = firsts.map(|first| self.message.to_bytes(Some(first), &heading).len());
        let Some(bytes) = sizes.find(|bytes| *bytes > limit) else { return Ok(()) };
        let message =
            message!("the message has {bytes} bytes, {limit} at most are allowed", bytes, limit);
        let error = Diagnostic::new(codes::MESSAGE_TOO_LARGE, message)
            .hint("a smaller PDF makes a smaller message: --max-size BYTES")
            .hint("or allow more with --max-message");
        Err(error)
    }

    fn max_bytes(&self) -> usize {
        usize::try_from(self.typed.max_message.get()).unwrap_or(usize::MAX)
    }

    /// Enters the recipients into the journal, and asks which of them are due.
    fn enter(&self, journal: &mut Journal) -> Result<Due, Diagnostic> {
        let date = journal.begin(&self.issue, &self.addressees, now())?;
        let addressees = journal.due(&self.issue, &self.addressees, &self.retry)?;
        Ok(Due { addressees, date })
    }

    /// Sends to those who are due, and reports how all deliveries stand. Returns whether
    /// everybody has the release now.
    pub fn carry_out(
        &self,
        name: &str,
        relay: &Relay,
        journal: &mut Journal,
        signals: &Signals,
        terminal: &Terminal,
    ) -> Result<bool, Diagnostics> {
        let due = self.enter(journal)?;
        let begun = Instant::now();
        let ended = self.send(name, relay, journal, due, signals, terminal);
        let mut errors: Vec<_> = ended.into_iter().collect();
        let mut is_complete = false;
        // The state of all deliveries is reported, however the run ended.
        match self.states(journal) {
            Ok(states) => {
                let all = Deliveries {
                    release: name,
                    id: &self.issue.release,
                    version: self.issue.version,
                    recipients: self.addressees.len(),
                    states,
                    seconds: begun.elapsed().as_secs_f64(),
                    is_stopped: signals.exit().is_some(),
                };
                is_complete = all.count(DeliveryState::Accepted) == all.recipients;
                terminal.emit(&UiEvent::Deliveries(all));
            }
            Err(error) => errors.push(error),
        }
        Diagnostics::check(errors)?;
        Ok(is_complete)
    }

    /// Sends to those who are due; what kept it from the last of them.
    fn send(
        &self,
        name: &str,
        relay: &Relay,
        journal: &mut Journal,
        due: Due,
        signals: &Signals,
        terminal: &Terminal,
    ) -> Option<Diagnostic> {
        let heading = match self.heading(due.date) {
            Ok(heading) => heading,
            Err(error) => return Some(error),
        };
        let policy = RetryPolicy {
            connections: self.typed.connections,
            per_minute: self.typed.rate,
            attempts: self.typed.attempts,
            pause: Duration::from_secs(self.typed.pause.into()),
        };
        let total = due.addressees.len();
        let done = AtomicUsize::new(0);
        let dispatch = Dispatch {
            relay,
            policy: &policy,
            sender: self.message.sender(),
            issue: &self.issue,
            letterhead: &self.letterhead,
            addressees: &self.addressees,
            max_bytes: self.max_bytes(),
            compose: &|at| self.compose(at, &heading),
            observe: &|event| {
                let is_over = usize::from(event.again_in.is_none());
                let done = done.fetch_add(is_over, Ordering::Relaxed) + is_over;
                report(event, name, done, total, terminal);
            },
        };
        dispatch.run(journal, &due.addressees, signals.stop())
    }

    /// The message of a recipient, as it is handed in; the reason where there is none.
    fn compose(&self, at: usize, heading: &Heading) -> Result<Vec<u8>, String> {
        let bytes = self.message.to_bytes(self.recipients.get(at), heading);
        match self.hook {
            Some(hook) => hook.apply(bytes).map_err(one_line),
            None => Ok(bytes),
        }
    }

    /// How many deliveries to those on the list are in each state, by the journal.
    fn states(&self, journal: &Journal) -> Result<BTreeMap<&'static str, usize>, Diagnostic> {
        let mut states: BTreeMap<_, _> =
            DeliveryState::ALL.into_iter().map(|state| (state.as_str(), 0)).collect();
        for addressee in &self.addressees {
            let state = journal.state(&self.issue, &addressee.address)?;
            *states.entry(state.unwrap_or(DeliveryState::Queued).as_str()).or_default() += 1;
        }
        Ok(states)
    }
}

/// Reports what became of one of `total` messages, of which `done` need nothing more.
fn report(
    event: &DeliveryEvent<'_>,
    release: &str,
    done: usize,
    total: usize,
    terminal: &Terminal,
) {
    let DeliveryEvent { address, state, reply, again_in } = *event;
    let recipient = &address.to_string();
    let update = DeliveryUpdate { release, recipient, state, reply, again_in, done, total };
    terminal.emit(&UiEvent::Delivery(update));
}

/// An error in one line, as the journal keeps it.
fn one_line(error: Diagnostic) -> String {
    let hints = error.hints.iter().map(|hint| format!("; {hint}"));
    error.message.clone() + &hints.collect::<String>()
}
