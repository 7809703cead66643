//! `letterpress mail send`: releases to everybody on a list, to each once.

use std::collections::HashMap;
use std::path::Path;

use letterpress::Pool;
use letterpress::diagnostic::{Blame, Diagnostic, DiagnosticReport, Diagnostics};
use letterpress::mail::journal::Journal;
use letterpress::mail::{Recipient, RecipientList};
use letterpress::message;

use super::composed::{composed, now};
use super::hook::Hook;
use super::mailing::Mailing;
use super::signals::Signals;
use super::{places, recipients};
use crate::cli;
use crate::command::batch::{Batch, Task};
use crate::command::input::Input;
use crate::command::session::Session;
use crate::command::{Exit, usage};
use crate::terminal::{Counts, Ending, Terminal, UiEvent};

/// A release that was named, and how it stands by what was found so far.
struct Candidate<'a> {
    /// What messages call it.
    name: String,
    counts: Counts,
    exit: Exit,
    /// `None` where it cannot be composed.
    mailing: Option<Mailing<'a>>,
}

/// Sends what was typed; without `--yes` reports what would be sent. Of several releases
/// none is sent before all of them are found good.
pub fn run(typed: &cli::SendArgs, terminal: &Terminal) -> Result<Exit, Diagnostics> {
    let hook = typed.message.pre_send.as_deref().map(Hook::parse).transpose()?;
    let inputs = Input::plan(&typed.releases, typed.typesetting.input_format)?;
    let session = Session::set_up(&typed.typesetting)?;
    let path = places::journal(typed.journal.as_deref())?;
    let (list, of_list) = recipients::read(&typed.to, &typed.selection, terminal);
    let recipients: Vec<_> = list.iter().flat_map(RecipientList::recipients).cloned().collect();
    let prepare = |input| prepare(input, &session, typed, &recipients, hook.as_ref(), terminal);
    let mut candidates: Vec<_> = inputs.iter().map(prepare).collect();
    refuse_twins(&mut candidates, terminal);
    if typed.yes {
        check_sending(&mut candidates, terminal);
    }
    let mut exit = candidates.iter().map(|one| one.exit).fold(of_list, Exit::max);
    let mut journal = None;
    // A journal is not made for a run that sends nothing.
    if exit == Exit::Fine {
        match open_journal(typed, &path) {
            Ok(opened) => journal = opened,
            Err(errors) => {
                terminal.emit_all(&errors);
                exit = Exit::Failed;
            }
        }
    }
    if let Some(journal) = &journal {
        terminal.emit_all(journal.warnings());
        exit = Exit::of(journal.warnings(), Blame::Release, terminal.denies_warnings());
        check_history(&mut candidates, journal, terminal);
        exit = candidates.iter().map(|one| one.exit).fold(exit, Exit::max);
    }
    let task = if typed.yes { Task::Send } else { Task::PreviewSending };
    let mut run = Batch::new(task, terminal);
    let exit = match journal {
        _ if exit != Exit::Fine => {
            candidates.iter().for_each(|one| one.close(Ending::NotSent, &mut run));
            exit
        }
        Some(mut journal) if typed.yes => send(candidates, &mut journal, &mut run, terminal),
        journal => preview(candidates, &path, journal.as_ref(), &mut run, terminal),
    };
    run.end();
    Ok(exit)
}

/// Sets and composes a release. What is wrong with it is reported at once.
fn prepare<'a>(
    input: &Input,
    session: &Session,
    typed: &'a cli::SendArgs,
    recipients: &'a [Recipient],
    hook: Option<&'a Hook>,
    terminal: &Terminal,
) -> Candidate<'a> {
    let composed = Pool::new().alone(|| {
        let source = session.read(input)?;
        let files = session.files(input)?;
        composed(&source, &files, session, &typed.message, Some(now()))
    });
    let (mailing, found) = match composed {
        Ok(mut composed) => {
            let warnings = std::mem::take(&mut composed.warnings);
            (Some(Mailing::new(typed, composed, recipients, hook)), warnings)
        }
        Err(errors) => (None, errors.into_vec()),
    };
    let counts = Counts::default();
    let mut candidate = Candidate { name: input.name(), counts, exit: Exit::Fine, mailing };
    candidate.report(&found, terminal);
    candidate
}

/// Refuses a release of which another that is named has the `id` and the `version`: the
/// journal could not tell them apart.
fn refuse_twins(candidates: &mut [Candidate<'_>], terminal: &Terminal) {
    let mut names = HashMap::new();
    for candidate in candidates {
        let Some(mailing) = &candidate.mailing else { continue };
        let (id, version) = (mailing.issue().release.clone(), mailing.issue().version);
        let second = candidate.name.clone();
        let Some(first) = names.insert((id.clone(), version), second.clone()) else { continue };
        let error = if first == second {
            usage(message!("{first} is named twice", first))
        } else {
            let both = message!(
                "{first} and {second} are both version {version} of `{id}`",
                first,
                second,
                version,
                id
            );
            usage(both)
                .hint("give each release an `id` of its own, or send the corrected one alone")
        };
        candidate.report(&[error], terminal);
    }
}

/// What keeps a release from being sent, though it may be composed.
fn check_sending(candidates: &mut [Candidate<'_>], terminal: &Terminal) {
    for candidate in candidates {
        let Some(mailing) = &candidate.mailing else { continue };
        let mut errors: Vec<_> = mailing.check_size().err().into_iter().collect();
        errors.extend(mailing.relay().err().into_iter().flatten());
        candidate.report(&errors, terminal);
    }
}

/// What the journal has against a release.
fn check_history(candidates: &mut [Candidate<'_>], journal: &Journal, terminal: &Terminal) {
    for candidate in candidates {
        let Some(mailing) = &candidate.mailing else { continue };
        let errors = mailing.check_history(journal);
        candidate.report(&errors, terminal);
    }
}

/// The journal to send by, made where there is none. Where nothing is sent, an existing
/// journal is opened for reading.
fn open_journal(typed: &cli::SendArgs, path: &Path) -> Result<Option<Journal>, Diagnostics> {
    if typed.yes {
        places::make_folder_of(path, typed.journal.as_deref())?;
        return Ok(Some(Journal::open(path)?));
    }
    Ok(path.exists().then(|| Journal::look(path)).transpose()?)
}

/// Reports what would be sent.
fn preview(
    candidates: Vec<Candidate<'_>>,
    path: &Path,
    journal: Option<&Journal>,
    run: &mut Batch<'_>,
    terminal: &Terminal,
) -> Exit {
    let mut exit = Exit::Fine;
    for mut candidate in candidates {
        let Some(mailing) = &candidate.mailing else { continue };
        let (relay, mut errors) = match mailing.relay() {
            Ok(relay) => (Some(relay), Vec::new()),
            Err(errors) => (None, errors.into_vec()),
        };
        let shown = mailing.preview(relay, path, journal, terminal);
        errors.extend(shown.err().into_iter().flatten());
        candidate.report(&errors, terminal);
        candidate.close(Ending::Previewed, run);
        exit = exit.max(candidate.exit);
    }
    exit
}

/// Sends one release after the other, until one fails or a signal comes.
fn send(
    candidates: Vec<Candidate<'_>>,
    journal: &mut Journal,
    run: &mut Batch<'_>,
    terminal: &Terminal,
) -> Exit {
    let signals = Signals::install();
    let mut exit = Exit::Fine;
    for mut candidate in candidates {
        let is_over = exit > Exit::Refused || signals.exit().is_some();
        let ending =
            if is_over { Ending::NotSent } else { candidate.send(journal, &signals, terminal) };
        candidate.close(ending, run);
        exit = exit.max(candidate.exit);
    }
    signals.exit().unwrap_or(exit)
}

impl Candidate<'_> {
    /// Reports what was found about it.
    fn report(&mut self, found: &[Diagnostic], terminal: &Terminal) {
        for diagnostic in found {
            let release = Some(self.name.as_str());
            terminal.emit(&UiEvent::Diagnostic(DiagnosticReport { diagnostic, release }));
        }
        self.counts.add(Counts::of(found));
        let exit = Exit::of(found, Blame::Release, terminal.denies_warnings());
        self.exit = self.exit.max(exit);
    }

    /// Sends it, and returns how that ended.
    fn send(&mut self, journal: &mut Journal, signals: &Signals, terminal: &Terminal) -> Ending {
        let Some(mailing) = &self.mailing else { return Ending::NotSent };
        let sent = mailing
            .relay()
            .and_then(|relay| mailing.carry_out(&self.name, relay, journal, signals, terminal));
        match sent {
            Ok(true) => Ending::AllAccepted,
            Ok(false) => {
                self.exit = self.exit.max(Exit::Refused);
                Ending::Incomplete
            }
            Err(errors) => {
                self.report(&errors, terminal);
                Ending::Failed
            }
        }
    }

    /// Reports how it ended: in the way named, unless something was found against it.
    fn close(&self, ending: Ending, run: &mut Batch<'_>) {
        let ending = match (ending, self.exit) {
            (Ending::Incomplete, _) => ending,
            _ => self.exit.ending(ending),
        };
        run.close(&self.name, ending, self.counts);
    }
}
