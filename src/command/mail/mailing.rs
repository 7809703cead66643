//! A release on its way to its recipients.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use letterpress::diagnostic::{Diagnostic, Diagnostics, codes};
use letterpress::mail::delivery::{DeliveryEvent, Dispatch, Relay, RetryPolicy};
use letterpress::mail::journal::{Addressee, DeliveryState, Issue, Journal, Retry};
use letterpress::mail::{Heading, MailFormat, MessageIds, Recipient, RecipientList};
use letterpress::message;

use super::again;
use super::composed::{Composed, now};
use super::hook::Hook;
use super::journal_place::NamedJournal;
use super::places;
use super::preview::Preview;
use super::suppressed::suppressed;
use crate::cli;
use crate::command::signals::Signals;
use crate::terminal::{Deliveries, DeliveryUpdate, LeftOutCounts, Terminal, UiEvent};

/// What stands before the subject of a test, in any language.
const TEST_MARK: &str = "[Test]";

/// Everything about a release that is settled before its first message.
pub struct Mailing<'a> {
    typed: &'a cli::SendArgs,
    composed: Composed,
    recipients: Arc<[Recipient]>,
    addressees: Vec<Addressee>,
    /// Lines of the list that nothing is sent to.
    left_out: LeftOutCounts,
    hook: Option<&'a Hook>,
    retry: Retry,
    issue: Issue,
    /// The relay, or why there is none: its login and certificates are read once.
    relay: Result<Relay, Diagnostics>,
}

/// Whom a run sends to, and the Message-IDs of each of them.
struct Due {
    addressees: Vec<usize>,
    ids: BTreeMap<usize, MessageIds>,
}

/// How the sending of a release ended.
pub struct SendingOutcome {
    /// Everybody has it now.
    pub is_complete: bool,
    /// Somebody has it, by this run or an earlier one.
    pub has_gone_out: bool,
    /// What kept it from the others.
    pub errors: Vec<Diagnostic>,
}

impl SendingOutcome {
    /// Nothing was sent.
    pub fn of_errors(errors: Diagnostics) -> Self {
        Self { is_complete: false, has_gone_out: false, errors: errors.into_vec() }
    }
}

impl<'a> Mailing<'a> {
    /// A release that was composed, and has no recipients yet.
    pub fn new(typed: &'a cli::SendArgs, composed: Composed, hook: Option<&'a Hook>) -> Self {
        let relay = places::relay(typed, &composed);
        let message = &composed.message;
        let (release, version) = message.issue();
        let issue = Issue {
            release: release.to_owned(),
            version,
            subject: message.subject().to_owned(),
            fingerprint: message.fingerprint().to_owned(),
            domain: message.domain().to_owned(),
            date: now(),
        };
        let (recipients, retry) = (Arc::default(), again::retry(typed));
        let (addressees, left_out) = (Vec::new(), LeftOutCounts::default());
        Self { typed, composed, recipients, addressees, left_out, hook, retry, issue, relay }
    }

    /// Says who gets it, and how many lines of the list nothing is sent to.
    pub fn address(&mut self, recipients: Arc<[Recipient]>, left_out: LeftOutCounts) {
        self.addressees = recipients.iter().map(Addressee::from).collect();
        self.recipients = recipients;
        self.left_out = left_out;
    }

    /// Makes it a test, which everybody sees from its subject.
    pub fn make_test(&mut self, recipients: &Arc<[Recipient]>) {
        self.address(recipients.clone(), LeftOutCounts::default());
        self.composed.message.mark_subject(TEST_MARK);
        self.composed.message.subject().clone_into(&mut self.issue.subject);
    }

    /// Whether it was said who gets it.
    pub fn has_recipients(&self) -> bool {
        !self.recipients.is_empty()
    }

    fn is_test(&self) -> bool {
        !self.typed.run.test.is_empty()
    }

    /// What is sent, as the journal knows it.
    pub fn issue(&self) -> &Issue {
        &self.issue
    }

    /// The moment before which it must not be sent, in seconds since 1970.
    pub fn not_before(&self) -> Option<i64> {
        self.composed.not_before
    }

    /// Whether it goes to those alone who have the release.
    pub fn is_recall(&self) -> bool {
        self.composed.is_recall
    }

    /// By which it is seen that the release was changed since it was read.
    pub fn source_hash(&self) -> u64 {
        self.composed.source_hash
    }

    /// The journal that its letterhead names, if the caller chose that.
    pub fn journal(&self) -> NamedJournal {
        self.composed.journal.clone()
    }

    /// The relay to send by.
    pub fn relay(&self) -> Result<&Relay, Diagnostics> {
        self.relay.as_ref().map_err(Clone::clone)
    }

    /// What keeps it from being sent: its size, the relay, and what the journal has against it.
    pub fn findings(&self, journal: Option<&Journal>) -> Vec<Diagnostic> {
        let mut errors: Vec<_> = self.check_size().err().into_iter().collect();
        errors.extend(self.relay.as_ref().err().into_iter().flatten().cloned());
        errors.extend(self.hook.and_then(|hook| hook.check().err()));
        if let Some(journal) = journal {
            errors.extend(self.check_history(journal));
        }
        errors
    }

    /// What the journal has against sending it: other contents went out under its version, a newer
    /// version was begun, or it went by another relay than the one that was not typed.
    pub fn check_history(&self, journal: &Journal) -> Vec<Diagnostic> {
        let checked = self.check_newest(journal).and_then(|()| journal.check(&self.issue));
        let mut errors: Vec<_> = checked.err().into_iter().collect();
        if let (Ok(relay), None) = (&self.relay, &self.typed.relay) {
            errors.extend(journal.check_relay(&self.composed.letterhead, &relay.to_string()).err());
        }
        errors.extend(again::check(&self.retry, journal, &self.issue, &self.addressees));
        errors
    }

    /// Refuses an old version, unless nobody would get it.
    fn check_newest(&self, journal: &Journal) -> Result<(), Diagnostic> {
        if !self.is_test() && self.due_places(Some(journal))?.is_empty() {
            return Ok(());
        }
        journal.check_newest(&self.issue)
    }

    /// The time is now, or that of the message's first attempt by the journal.
    fn heading(&self, date: i64) -> Result<Heading, Diagnostic> {
        let unattended = self.typed.message.unattended;
        Heading::at(date, unattended).ok_or_else(|| {
            let message = "the journal has a date that no message can state";
            Diagnostic::new(codes::JOURNAL_DAMAGED, message)
        })
    }

    /// Reports what would be sent, and, where nothing stands against that, how it is. Returns
    /// whether everybody would have the release then, if the relay takes all of it.
    pub fn preview(
        &self,
        path: &Path,
        journal: Option<&Journal>,
        can_be_sent: bool,
        terminal: &Terminal,
    ) -> Result<bool, Diagnostics> {
        let heading = self.heading(self.issue.date)?;
        let bytes = self.composed.message.to_bytes(self.recipients.first(), &heading);
        let relay = self.relay.as_ref().ok();
        let probed = relay.filter(|_| self.typed.run.probe).map(Relay::probe).transpose();
        let preview = Preview {
            issue: &self.issue,
            message: &self.composed.message,
            addressees: &self.addressees,
            states: self.known(journal)?,
            due: self.due_places(journal)?,
            left_out: self.left_out,
            left_behind: self.left_behind(journal)?,
            bytes: bytes.len(),
            max_bytes: self.max_bytes(),
            relay,
            is_probed: matches!(probed, Ok(Some(_))),
            path,
        };
        let probed = probed.and_then(|limit| match limit.flatten() {
            Some(limit) if bytes.len() as u64 > limit => Err(too_large(bytes.len(), limit)),
            _ => Ok(()),
        });
        preview.show(can_be_sent && probed.is_ok(), terminal)?;
        probed.map_err(Diagnostics::from).map(|()| preview.reaches_all())
    }

    /// Who would get a message now.
    pub fn due(&self, journal: Option<&Journal>) -> Result<Vec<&Recipient>, Diagnostic> {
        let places = self.due_places(journal)?;
        Ok(places.into_iter().filter_map(|at| self.recipients.get(at)).collect())
    }

    /// The places of those who would get a message now: everybody, where no journal is there yet.
    fn due_places(&self, journal: Option<&Journal>) -> Result<Vec<usize>, Diagnostic> {
        match journal {
            Some(journal) => journal.due(&self.issue, &self.addressees, &self.retry),
            None => Ok((0..self.addressees.len()).collect()),
        }
    }

    /// What the journal knows of each recipient.
    fn known(&self, journal: Option<&Journal>) -> Result<Vec<Option<DeliveryState>>, Diagnostic> {
        let Some(journal) = journal else { return Ok(vec![None; self.addressees.len()]) };
        let states = self.addressees.iter();
        states.map(|addressee| journal.state(&self.issue, &addressee.address)).collect()
    }

    /// Who has an earlier version and gets no message now.
    pub fn left_behind(&self, journal: Option<&Journal>) -> Result<Vec<Recipient>, Diagnostics> {
        let Some(journal) = journal else { return Ok(Vec::new()) };
        let (release, version) = (&self.issue.release, self.issue.version);
        let mut holders = journal.holders(release, version)?;
        // Who has this version learnt of it, whatever list it was sent to.
        let current = journal.recipients_of(release, Some(version))?;
        let known = self.recipients.iter().chain(&current);
        let keys: BTreeSet<String> = known.map(|one| one.address.key()).collect();
        holders.retain(|one| !keys.contains(&one.address.key()));
        let mut left = RecipientList::of("", holders);
        if let Some(suppressed) = suppressed(Some(journal))? {
            left.suppress(&suppressed);
        }
        Ok(left.recipients().cloned().collect())
    }

    /// Refuses, with `message-too-large`, where a recipient's message is; they differ by names
    /// and form only.
    fn check_size(&self) -> Result<(), Diagnostic> {
        let heading = self.heading(self.issue.date)?;
        let limit = self.max_bytes();
        let firsts = [MailFormat::Html, MailFormat::Text].into_iter().filter_map(|format| {
            self.recipients.iter().find(|recipient| recipient.format == format)
        });
        let mut sizes =
            firsts.map(|first| self.composed.message.to_bytes(Some(first), &heading).len());
        let Some(bytes) = sizes.find(|bytes| *bytes > limit) else { return Ok(()) };
        let error = too_large(bytes, limit as u64);
        Err(error.hint("or allow more with --max-message"))
    }

    fn max_bytes(&self) -> usize {
        usize::try_from(self.typed.max_message.get()).unwrap_or(usize::MAX)
    }

    /// Enters the recipients into the journal, and asks which of them are due.
    fn enter(&self, journal: &mut Journal) -> Result<Due, Diagnostic> {
        // The newer version may have gone out a moment ago, by the same run.
        self.check_newest(journal)?;
        journal.begin(&self.issue, &self.addressees, now())?;
        let addressees = journal.due(&self.issue, &self.addressees, &self.retry)?;
        let mut ids = BTreeMap::new();
        for at in &addressees {
            let Some(addressee) = self.addressees.get(*at) else { continue };
            let predecessors = self.composed.message.predecessors();
            let found = journal.message_ids(&self.issue, &addressee.address, predecessors)?;
            ids.insert(*at, found);
        }
        Ok(Due { addressees, ids })
    }

    /// Sends to those who are due, and reports how all deliveries stand.
    pub fn carry_out(
        &self,
        name: &str,
        relay: &Relay,
        journal: &mut Journal,
        signals: &Signals,
        terminal: &Terminal,
    ) -> Result<SendingOutcome, Diagnostics> {
        let due = self.enter(journal)?;
        let begun = Instant::now();
        let ended = self.send(name, relay, journal, due, signals, terminal);
        let mut errors: Vec<_> = ended.into_iter().collect();
        let (mut is_complete, mut has_gone_out) = (false, false);
        // The state of all deliveries is reported, however the run ended.
        match self.states(journal) {
            Ok(states) => {
                let all = Deliveries {
                    release: name,
                    id: &self.issue.release,
                    version: self.issue.version,
                    recipients: self.addressees.len(),
                    left_out: self.left_out,
                    is_test: self.is_test(),
                    states,
                    seconds: begun.elapsed().as_secs_f64(),
                    is_stopped: signals.exit().is_some(),
                };
                let accepted = all.count(DeliveryState::Accepted);
                has_gone_out = accepted > 0;
                is_complete = accepted == all.recipients && self.left_out.broken == 0;
                terminal.emit(&UiEvent::Deliveries(all));
            }
            Err(error) => errors.push(error),
        }
        Ok(SendingOutcome { is_complete, has_gone_out, errors })
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
        let policy = RetryPolicy::default()
            .with_connections(self.typed.connections)
            .with_rate(self.typed.rate)
            .with_attempts(self.typed.attempts)
            .with_pause(Duration::from_secs(self.typed.pause.into()));
        let total = due.addressees.len();
        let done = AtomicUsize::new(0);
        let sender = self.composed.message.sender();
        let letterhead = &self.composed.letterhead;
        let compose = |at: usize, date| self.compose(at, date, due.ids.get(&at));
        Dispatch::new(relay, sender, &self.issue, letterhead, &self.addressees, &compose)
            .with_policy(&policy)
            .with_max_bytes(self.max_bytes())
            .with_observer(&|event| {
                let is_over = usize::from(event.again_in.is_none());
                let done = done.fetch_add(is_over, Ordering::Relaxed) + is_over;
                report(event, name, done, total, terminal);
            })
            .run(journal, &due.addressees, signals.stop())
    }

    /// The message of a recipient, as it is handed in; the reason where there is none.
    fn compose(&self, at: usize, date: i64, ids: Option<&MessageIds>) -> Result<Vec<u8>, String> {
        let heading = self.heading(date).map_err(one_line)?;
        let ids = ids.cloned().ok_or("the journal has no Message-ID for it")?;
        let bytes = self.composed.message.to_bytes(self.recipients.get(at), &heading.with_ids(ids));
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

/// `message-too-large`, without the way out that hangs on whose limit it is.
fn too_large(bytes: usize, limit: u64) -> Diagnostic {
    let message =
        message!("the message has {bytes} bytes, {limit} at most are allowed", bytes, limit);
    Diagnostic::new(codes::MESSAGE_TOO_LARGE, message)
        .hint("a smaller PDF makes a smaller message: --max-size BYTES")
}

/// Reports what became of one of `total` messages, of which `done` need nothing more.
fn report(
    event: &DeliveryEvent<'_>,
    release: &str,
    done: usize,
    total: usize,
    terminal: &Terminal,
) {
    let DeliveryEvent { address, state, reply, again_in, .. } = *event;
    let recipient = &address.to_string();
    let update = DeliveryUpdate { release, recipient, state, reply, again_in, done, total };
    terminal.emit(&UiEvent::Delivery(update));
}

/// An error in one line, as the journal keeps it.
fn one_line(error: Diagnostic) -> String {
    let hints = error.hints.iter().map(|hint| format!("; {hint}"));
    error.message.clone() + &hints.collect::<String>()
}
