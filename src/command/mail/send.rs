//! `letterpress mail send`: a release to everybody on a list, to each once.

use std::path::Path;
use std::process;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use letterpress::diagnostic::Diagnostic;
use letterpress::mail::delivery::{Dispatch, Event, Pace, Relay};
use letterpress::mail::journal::{Addressee, Issue, Journal, State};
use letterpress::mail::{Form, Heading, Letter, Recipient};

use super::hook::Hook;
use super::preview::Preview;
use super::told::{Sent, Settled};
use super::{Composed, composed, now, places, recipients};
use crate::cli;
use crate::command::input::Input;
use crate::command::workshop::Workshop;
use crate::command::{Desk, Exit, batch, judge};

/// Set by Ctrl-C: what is on its way is finished, and nothing further is begun.
static STOPPED: AtomicBool = AtomicBool::new(false);

/// What an interrupted program says to its shell (128 and the signal's number).
const INTERRUPTED: i32 = 130;

/// Everything that is settled before the first message.
struct Run<'a> {
    typed: &'a cli::Send,
    letter: Letter,
    recipients: Vec<Recipient>,
    addressees: Vec<Addressee>,
    hook: Option<Hook>,
    issue: Issue,
}

/// Sends what was typed; without `--yes` shows what would be sent.
pub fn run(typed: &cli::Send, desk: &dyn Desk) -> Result<Exit, Vec<Diagnostic>> {
    let hook = typed.composing.pre_send.as_deref().map(Hook::parse).transpose()?;
    let (composed, recipients) = match prepare(typed, desk)? {
        Prepared::Ready(composed, recipients) => (*composed, recipients),
        Prepared::Refused(exit) => return Ok(exit),
    };
    let relay = places::relay(typed, composed.relay.as_deref());
    let path = places::journal(typed.journal.as_deref())?;
    let run = Run::new(typed, composed, recipients, hook);
    if !typed.yes {
        run.preview(relay.as_ref().ok(), &path, desk)?;
        return relay.map(|_| Exit::Fine);
    }
    if let Some(fault) = run.size_fault() {
        desk.tell(&[fault]);
        return Ok(Exit::Refused);
    }
    let relay = relay?;
    places::make_folder_of(&path, typed.journal.as_deref(), desk)?;
    let mut journal = Journal::open(&path).map_err(|fault| vec![fault])?;
    let due = match run.enter(&mut journal) {
        Ok(due) => due,
        Err(fault) => {
            let exit = judge(std::slice::from_ref(&fault), None, false);
            desk.tell(&[fault]);
            return Ok(exit);
        }
    };
    heed_interrupts();
    let begun = Instant::now();
    let fault = run.send(&relay, &mut journal, due, desk);
    // Whatever ended it, it is told how things stand.
    if let Ok(sent) = run.sent(&journal, begun) {
        desk.sent(&sent);
        if fault.is_none() && sent.count(State::Accepted) < sent.recipients {
            return Ok(Exit::Refused);
        }
    }
    fault.map_or(Ok(Exit::Fine), |fault| Err(vec![fault]))
}

/// Whom a run sends to, and the moment that all its messages bear.
struct Due {
    addressees: Vec<usize>,
    date: i64,
}

/// What is needed before anything can be sent, or how the program ends without it.
enum Prepared {
    Ready(Box<Composed>, Vec<Recipient>),
    Refused(Exit),
}

/// Sets and composes the release, and reads who is to get it. What is wrong with either
/// is told at once.
fn prepare(typed: &cli::Send, desk: &dyn Desk) -> Result<Prepared, Vec<Diagnostic>> {
    let inputs = Input::plan(std::slice::from_ref(&typed.release), typed.setting.input_format)?;
    let Some(input) = inputs.first() else { return Ok(Prepared::Refused(Exit::Failed)) };
    let workshop = Workshop::set_up(&typed.setting)?;
    let source = input.read()?;
    let files = workshop.files(input)?;
    let deny = typed.messages.deny_warnings;
    let list = recipients::read(&typed.to, &typed.selecting);
    let composed =
        batch::alone(|| composed(&source, &files, &workshop, &typed.composing, Some(now())));
    let of_list = match &list {
        Ok(list) => list.warnings.as_slice(),
        Err(faults) => faults.as_slice(),
    };
    let of_release = match &composed {
        Ok(composed) => composed.warnings.as_slice(),
        Err(faults) => faults.as_slice(),
    };
    desk.tell(of_list);
    desk.tell(of_release);
    // A list that cannot be read is no fault of the release.
    let exit = if list.is_err() { Exit::Failed } else { judge(of_list, None, deny) };
    let exit = exit.max(judge(of_release, Some(&source), deny));
    Ok(match (composed, list) {
        (Ok(composed), Ok(list)) if exit == Exit::Fine => {
            Prepared::Ready(Box::new(composed), list.recipients().cloned().collect())
        }
        _ => Prepared::Refused(exit.max(Exit::Refused)),
    })
}

/// The first Ctrl-C ends the run in good order, the second at once.
fn heed_interrupts() {
    // Where no handler can be set, Ctrl-C ends the program at once; the journal knows
    // what to make of that.
    let _ = ctrlc::set_handler(|| {
        if STOPPED.swap(true, Ordering::Relaxed) {
            process::exit(INTERRUPTED);
        }
    });
}

impl<'a> Run<'a> {
    fn new(
        typed: &'a cli::Send,
        composed: Composed,
        recipients: Vec<Recipient>,
        hook: Option<Hook>,
    ) -> Self {
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
        Self { typed, letter, recipients, addressees, hook, issue }
    }

    fn heading(&self, date: i64) -> Heading {
        let unattended = self.typed.composing.unattended;
        Heading { seconds: date, offset_minutes: 0, unattended }
    }

    fn preview(
        &self,
        relay: Option<&Relay>,
        journal: &Path,
        desk: &dyn Desk,
    ) -> Result<(), Vec<Diagnostic>> {
        let message = self.letter.message(self.recipients.first(), &self.heading(self.issue.date));
        let preview = Preview {
            issue: &self.issue,
            addressees: &self.addressees,
            bytes: message.len(),
            most_bytes: self.most_bytes(),
            file_name: self.letter.file_name(),
            from: self.letter.sender().to_string(),
            relay,
            journal,
            retry_unknown: self.typed.retry_unknown,
        };
        preview.show(self.typed.messages.message_format, desk)
    }

    /// `message-too-large` where somebody's message is; they differ by names and form only.
    fn size_fault(&self) -> Option<Diagnostic> {
        let heading = self.heading(self.issue.date);
        let most = self.most_bytes();
        let first = |form| self.recipients.iter().find(|recipient| recipient.form == form);
        let firsts = [Form::Html, Form::Text].into_iter().filter_map(first);
        let mut sizes = firsts.map(|first| self.letter.message(Some(first), &heading).len());
        let bytes = sizes.find(|bytes| *bytes > most)?;
        let message = format!("the message has {bytes} bytes, {most} at most are wanted");
        let fault = Diagnostic::error("message-too-large", message)
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

    /// Sends to those who are due; what kept it from the last of them.
    fn send(
        &self,
        relay: &Relay,
        journal: &mut Journal,
        due: Due,
        desk: &dyn Desk,
    ) -> Option<Diagnostic> {
        let heading = self.heading(due.date);
        let compose = |at: usize| {
            let message = self.letter.message(self.recipients.get(at), &heading);
            match &self.hook {
                // The journal keeps one line.
                Some(hook) => hook.apply(message).map_err(|fault| {
                    let hints = fault.hints.iter().map(|hint| format!("; {hint}"));
                    fault.message + &hints.collect::<String>()
                }),
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
        let observe = |event: &Event<'_>| {
            let is_over = usize::from(event.again_in.is_none());
            desk.settled(&Settled {
                address: event.address.to_string(),
                state: event.state,
                reply: event.reply.to_owned(),
                again_in: event.again_in,
                done: done.fetch_add(is_over, Ordering::Relaxed) + is_over,
                total,
            });
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
        dispatch.run(journal, &due.addressees, &STOPPED)
    }

    /// How the deliveries to those on the list stand, by the journal.
    fn sent(&self, journal: &Journal, begun: Instant) -> Result<Sent, Vec<Diagnostic>> {
        let mut sent = Sent {
            release: self.issue.release.clone(),
            version: self.issue.version,
            recipients: self.addressees.len(),
            seconds: begun.elapsed().as_secs_f64(),
            is_stopped: STOPPED.load(Ordering::Relaxed),
            ..Sent::default()
        };
        for addressee in &self.addressees {
            let state = journal.state(&self.issue, &addressee.address);
            sent.add(state.map_err(|fault| vec![fault])?.unwrap_or(State::Queued));
        }
        Ok(sent)
    }
}
