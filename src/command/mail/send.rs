//! `letterpress mail send`: releases to everybody on a list, to each once.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use letterpress::Pool;
use letterpress::diagnostic::{Blame, Diagnostic, Diagnostics, Report, codes};
use letterpress::mail::delivery::{Dispatch, Event as DeliveryEvent, Pace, Relay};
use letterpress::mail::journal::{Addressee, Issue, Journal, State};
use letterpress::mail::{Form, Heading, Letter, Recipient};
use letterpress::message;

use super::hook::Hook;
use super::preview::Preview;
use super::signals::Signals;
use super::{Composed, composed, now, places, recipients};
use crate::cli;
use crate::command::Exit;
use crate::command::input::Input;
use crate::command::session::Session;
use crate::terminal::{Counts, Deliveries, Delivery, Ending, Event, Judgement, Outcome, Terminal};

/// Everything about a release that is settled before the first message.
struct Run<'a> {
    typed: &'a cli::Send,
    /// What messages call the release.
    name: String,
    letter: Letter,
    recipients: &'a [Recipient],
    addressees: Vec<Addressee>,
    hook: Option<&'a Hook>,
    issue: Issue,
    /// The relay, or why there is none.
    relay: Result<Relay, Diagnostics>,
    counts: Counts,
}

/// Sends what was typed; without `--yes` reports what would be sent. Of several releases
/// none is sent before all of them are found good.
pub fn run(typed: &cli::Send, terminal: &Terminal) -> Result<Exit, Diagnostics> {
    let hook = typed.composing.pre_send.as_deref().map(Hook::parse).transpose()?;
    let inputs = Input::plan(&typed.releases, typed.setting.input_format)?;
    let session = Session::set_up(&typed.setting)?;
    let path = places::journal(typed.journal.as_deref())?;
    let (recipients, mut exit) = list(typed, terminal);
    let mut runs = Vec::new();
    for input in &inputs {
        match prepare(input, &session, typed, terminal) {
            Ok((composed, counts)) => {
                runs.push(Run::new(typed, input, composed, &recipients, hook.as_ref(), counts));
            }
            Err(refused) => exit = exit.max(refused),
        }
    }
    if exit != Exit::Fine {
        runs.iter().for_each(|run| run.report(Ending::NotSent, terminal));
        return Ok(exit);
    }
    if !typed.yes {
        return preview(runs, &path, terminal);
    }
    for run in &mut runs {
        if let Some(error) = run.size_error() {
            run.emit(&error, terminal);
            run.report(Ending::Refused, terminal);
            exit = Exit::Refused;
        } else if run.relay.is_err() {
            exit = exit.max(Exit::Failed);
        }
    }
    let (runs, relays): (Vec<_>, Vec<_>) = runs.into_iter().map(Run::with_relay).unzip();
    let relays = relays.into_iter().collect::<Result<Vec<_>, _>>()?;
    if exit != Exit::Fine {
        return Ok(exit);
    }
    places::make_folder_of(&path, typed.journal.as_deref())?;
    let mut journal = Journal::open(&path)?;
    let signals = Signals::install();
    for (run, relay) in runs.iter().zip(&relays) {
        exit = exit.max(run.carry_out(relay, &mut journal, &signals, terminal)?);
        if let Some(ended) = signals.exit() {
            return Ok(ended);
        }
    }
    Ok(exit)
}

/// The recipients that were asked for. What is wrong with the list is reported at once.
fn list(typed: &cli::Send, terminal: &Terminal) -> (Vec<Recipient>, Exit) {
    let (recipients, found) = match recipients::read(&typed.to, &typed.selecting) {
        Ok(list) => (list.recipients().cloned().collect(), list.warnings),
        Err(errors) => (Vec::new(), errors.into_vec()),
    };
    terminal.emit_all(&found);
    (recipients, Exit::of(&found, Blame::Release, terminal.denies_warnings()))
}

/// Sets and composes a release. What is wrong with it is reported at once.
fn prepare(
    input: &Input,
    session: &Session,
    typed: &cli::Send,
    terminal: &Terminal,
) -> Result<(Composed, Counts), Exit> {
    let composed = Pool::new().alone(|| {
        let source = input.read()?;
        let files = session.files(input)?;
        composed(&source, &files, session, &typed.composing, Some(now()))
    });
    let (composed, found) = match composed {
        Ok(composed) => {
            let warnings = composed.warnings.clone();
            (Some(composed), warnings)
        }
        Err(errors) => (None, errors.into_vec()),
    };
    let (name, counts) = (input.name(), Counts::of(&found));
    for diagnostic in &found {
        terminal.emit(&Event::Diagnostic(Report { diagnostic, release: Some(&name) }));
    }
    let exit = Exit::of(&found, Blame::Release, terminal.denies_warnings());
    match composed {
        Some(composed) if exit == Exit::Fine => Ok((composed, counts)),
        _ => {
            let exit = exit.max(Exit::Refused);
            let judgement =
                Judgement { outcome: exit.ending(Ending::Sent), counts, failure: "not sent" };
            terminal.emit(&Event::Release(Outcome { release: &name, judgement }));
            Err(exit)
        }
    }
}

/// Reports what would be sent.
fn preview(runs: Vec<Run<'_>>, path: &Path, terminal: &Terminal) -> Result<Exit, Diagnostics> {
    for run in &runs {
        run.preview(path, terminal)?;
        run.report(Ending::Previewed, terminal);
    }
    runs.into_iter().try_for_each(|run| run.relay.map(|_| ()))?;
    Ok(Exit::Fine)
}

/// Whom a run sends to, and the time that all its messages bear.
struct Due {
    addressees: Vec<usize>,
    date: i64,
}

impl<'a> Run<'a> {
    fn new(
        typed: &'a cli::Send,
        input: &Input,
        composed: Composed,
        recipients: &'a [Recipient],
        hook: Option<&'a Hook>,
        counts: Counts,
    ) -> Self {
        let relay = places::relay(typed, composed.relay.as_deref());
        let letter = composed.letter;
        let addressees = recipients.iter().map(|recipient| Addressee {
            address: recipient.address.clone(),
            message_id: letter.message_id(recipient),
        });
        let addressees = addressees.collect();
        let (release, version) = letter.issue();
        let issue = Issue {
            release: release.to_owned(),
            version,
            subject: letter.subject().to_owned(),
            fingerprint: letter.fingerprint().to_owned(),
            date: now(),
        };
        let name = input.name();
        Self { typed, name, letter, recipients, addressees, hook, issue, relay, counts }
    }

    /// The run, and its relay.
    fn with_relay(mut self) -> (Self, Result<Relay, Diagnostics>) {
        let none = Err(Diagnostic::internal("a relay is asked for twice").into());
        let relay = std::mem::replace(&mut self.relay, none);
        (self, relay)
    }

    fn emit(&self, diagnostic: &Diagnostic, terminal: &Terminal) {
        terminal.emit(&Event::Diagnostic(Report { diagnostic, release: Some(&self.name) }));
    }

    /// Reports how it ended.
    fn report(&self, outcome: Ending, terminal: &Terminal) {
        let judgement = Judgement { outcome, counts: self.counts, failure: "not sent" };
        terminal.emit(&Event::Release(Outcome { release: &self.name, judgement }));
    }

    /// The time is this run's, or that of the first run by the journal.
    fn heading(&self, date: i64) -> Result<Heading, Diagnostic> {
        let unattended = self.typed.composing.unattended;
        let message = "the journal has a date that no message can state";
        let damaged = || Diagnostic::new(codes::JOURNAL_DAMAGED, message);
        Heading::at(date, unattended).ok_or_else(damaged)
    }

    fn preview(&self, journal: &Path, terminal: &Terminal) -> Result<(), Diagnostics> {
        let message = self.letter.message(self.recipients.first(), &self.heading(self.issue.date)?);
        let preview = Preview {
            issue: &self.issue,
            addressees: &self.addressees,
            bytes: message.len(),
            most_bytes: self.most_bytes(),
            file_name: self.letter.file_name(),
            from: self.letter.sender().to_string(),
            relay: self.relay.as_ref().ok(),
            journal,
            retry_unknown: self.typed.retry_unknown,
        };
        preview.show(terminal)
    }

    /// `message-too-large` where somebody's message is; they differ by names and form only.
    fn size_error(&self) -> Option<Diagnostic> {
        let heading = match self.heading(self.issue.date) {
            Ok(heading) => heading,
            Err(error) => return Some(error),
        };
        let most = self.most_bytes();
        let first = |form| self.recipients.iter().find(|recipient| recipient.form == form);
        let firsts = [Form::Html, Form::Text].into_iter().filter_map(first);
        let mut sizes = firsts.map(|first| self.letter.message(Some(first), &heading).len());
        let bytes = sizes.find(|bytes| *bytes > most)?;
        let message = message!(
            "the message has {bytes} bytes, {limit} at most are wanted",
            bytes,
            limit = most
        );
        let fault = Diagnostic::new(codes::MESSAGE_TOO_LARGE, message)
            .hint("a smaller PDF makes a smaller message: --max-size BYTES")
            .hint("or allow more with --max-message");
        Some(fault)
    }

    fn most_bytes(&self) -> usize {
        usize::try_from(self.typed.max_message.get()).unwrap_or(usize::MAX)
    }

    /// Enters everybody into the journal, and asks it who is due.
    fn enter(&self, journal: &mut Journal) -> Result<Due, Diagnostic> {
        let date = journal.begin(&self.issue, &self.addressees, now())?;
        let addressees = journal.due(&self.issue, &self.addressees, self.typed.retry_unknown)?;
        Ok(Due { addressees, date })
    }

    /// Sends to those who are due, and reports how all deliveries stand.
    fn carry_out(
        &self,
        relay: &Relay,
        journal: &mut Journal,
        signals: &Signals,
        terminal: &Terminal,
    ) -> Result<Exit, Diagnostics> {
        let due = match self.enter(journal) {
            Ok(due) => due,
            Err(error) => {
                let exit = Exit::of(std::slice::from_ref(&error), Blame::Release, false);
                self.emit(&error, terminal);
                self.report(exit.ending(Ending::Sent), terminal);
                return Ok(exit);
            }
        };
        let begun = Instant::now();
        let error = self.send(relay, journal, due, signals, terminal);
        // Whatever ended it, it is reported how things stand.
        let mut is_complete = false;
        if let Ok(states) = self.states(journal) {
            let all = Deliveries {
                release: &self.name,
                id: &self.issue.release,
                version: self.issue.version,
                recipients: self.addressees.len(),
                states,
                seconds: begun.elapsed().as_secs_f64(),
                is_stopped: signals.exit().is_some(),
            };
            is_complete = all.count(State::Accepted) == all.recipients;
            terminal.emit(&Event::Deliveries(all));
        }
        if let Some(error) = error {
            self.report(Ending::Failed, terminal);
            return Err(error.into());
        }
        self.report(if is_complete { Ending::Sent } else { Ending::Incomplete }, terminal);
        Ok(if is_complete { Exit::Fine } else { Exit::Refused })
    }

    /// Sends to those who are due; what kept it from the last of them.
    fn send(
        &self,
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
        let compose = |at: usize| {
            let message = self.letter.message(self.recipients.get(at), &heading);
            match self.hook {
                Some(hook) => hook.apply(message).map_err(one_line),
                None => Ok(message),
            }
        };
        let pace = Pace {
            connections: self.typed.connections,
            per_minute: self.typed.rate,
            attempts: self.typed.attempts,
            pause: Duration::from_secs(self.typed.pause.into()),
        };
        let total = due.addressees.len();
        let done = AtomicUsize::new(0);
        let observe = |event: &DeliveryEvent<'_>| {
            let is_over = usize::from(event.again_in.is_none());
            terminal.emit(&Event::Delivery(Delivery {
                release: &self.name,
                recipient: &event.address.to_string(),
                state: event.state,
                reply: event.reply,
                again_in: event.again_in,
                done: done.fetch_add(is_over, Ordering::Relaxed) + is_over,
                total,
            }));
        };
        let dispatch = Dispatch {
            relay,
            pace: &pace,
            sender: self.letter.sender(),
            issue: &self.issue,
            addressees: &self.addressees,
            most_bytes: self.most_bytes(),
            compose: &compose,
            observe: &observe,
        };
        dispatch.run(journal, &due.addressees, signals.stop())
    }

    /// How many deliveries to those on the list are in each state, by the journal.
    fn states(&self, journal: &Journal) -> Result<BTreeMap<&'static str, usize>, Diagnostic> {
        let mut states: BTreeMap<_, _> =
            State::ALL.into_iter().map(|state| (state.as_str(), 0)).collect();
        for addressee in &self.addressees {
            let state = journal.state(&self.issue, &addressee.address)?;
            *states.entry(state.unwrap_or(State::Queued).as_str()).or_default() += 1;
        }
        Ok(states)
    }
}

/// An error in one line, as the journal keeps it.
fn one_line(error: Diagnostic) -> String {
    let hints = error.hints.iter().map(|hint| format!("; {hint}"));
    error.message.clone() + &hints.collect::<String>()
}
