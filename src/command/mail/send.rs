//! `letterpress mail send`: releases to everybody on a list, to each once.

use std::collections::HashMap;
use std::path::Path;

use letterpress::diagnostic::{Blame, Diagnostic, DiagnosticReport, Diagnostics};
use letterpress::mail::RecipientList;
use letterpress::mail::journal::Journal;
use letterpress::{message, pool};
use serde::{Deserialize, Serialize};

use super::composed::{Composed, composed, now};
use super::hook::Hook;
use super::mailing::Mailing;
use super::signals::Signals;
use super::{places, recipients, secret};
use crate::cli;
use crate::command::batch::{Batch, Labour, Task};
use crate::command::input::Input;
use crate::command::project::Projects;
use crate::command::session::Session;
use crate::command::{Exit, usage, workers};
use crate::terminal::{Counts, Ending, Terminal, UiEvent};

/// A release that was named, and how it stands by what was found so far.
struct Candidate<'a> {
    /// What messages call it.
    name: String,
    found: Standing,
    /// `None` where it cannot be composed.
    mailing: Option<Mailing<'a>>,
}

/// What was found out about a release.
#[derive(Default, Serialize, Deserialize)]
struct Standing {
    counts: Counts,
    exit: Exit,
    /// Whether setting it came to no end of its own, which says nothing about the others.
    is_lost: bool,
}

/// Sends what was typed; without `--yes` reports what would be sent. Of several releases
/// none is sent before all of them are found good. They are set by processes of their own:
/// one that is lost with its process is reported and not sent, and the others are.
pub fn run(typed: &cli::SendArgs, terminal: &Terminal) -> Result<Exit, Diagnostics> {
    let hook = typed.message.pre_send.as_deref().map(Hook::parse).transpose()?;
    let inputs = Input::plan(&typed.releases, typed.typesetting.input_format)?;
    let projects = Projects::of(inputs.iter().map(Input::folder), terminal)?;
    let session = Session::set_up(&typed.typesetting, projects, terminal)?;
    let labour = Labour::new(None, &typed.typesetting.bounds, session.limits().text.bytes);
    let has_layout = |input: &Input| session.sets_with_own_layout(input);
    if terminal.is_of_worker() {
        // It sets and composes; whom to send to, and what was sent, is the run's affair.
        return Ok(workers::serve(&inputs, &labour.bounds, terminal, has_layout, |input| {
            prepare(input, &session, typed, terminal)
        }));
    }
    let path = places::journal(typed.journal.as_deref())?;
    let (list, of_list) =
        recipients::read(&typed.to, &typed.selection, &session.limits().lists, terminal);
    let recipients: Vec<_> = list.iter().flat_map(RecipientList::recipients).cloned().collect();
    let task = if typed.yes { Task::Send } else { Task::PreviewSending };
    let mut candidates = Vec::with_capacity(inputs.len());
    prepare_all(task, &inputs, &session, typed, &labour, terminal, |input, found, composed| {
        let mailing = composed.map(|one| Mailing::new(typed, one, &recipients, hook.as_ref()));
        candidates.push(Candidate { name: input.name(), found, mailing });
    });
    refuse_twins(&mut candidates, terminal);
    if typed.yes {
        check_sending(&mut candidates, terminal);
    }
    let mut exit = of_all(&candidates).max(of_list);
    let mut journal = None;
    // A journal is not made for a run that sends nothing.
    if exit == Exit::Fine && candidates.iter().any(|one| one.mailing.is_some()) {
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
        exit = of_all(&candidates).max(exit);
    }
    let of_lost = candidates.iter().filter(|one| one.found.is_lost).map(|one| one.found.exit);
    let of_lost = of_lost.max().unwrap_or_default();
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
    Ok(exit.max(of_lost))
}

/// How the releases stand together. One that is lost holds back no other.
fn of_all(candidates: &[Candidate<'_>]) -> Exit {
    let exits = candidates.iter().filter(|one| !one.found.is_lost).map(|one| one.found.exit);
    exits.max().unwrap_or_default()
}

/// Sets and composes all releases: one alone in this process, each of several in a process of
/// its own, and so one that a layout of one's own sets. `done` gets them in the order in which they were named.
fn prepare_all(
    task: Task,
    inputs: &[Input],
    session: &Session,
    typed: &cli::SendArgs,
    labour: &Labour,
    terminal: &Terminal,
    mut done: impl FnMut(&Input, Standing, Option<Composed>),
) {
    if let [only] = inputs {
        let has_layout = |input: &Input| session.sets_with_own_layout(input);
        let prepared = labour.alone(task, only, terminal, has_layout, |only| {
            prepare(only, session, typed, terminal)
        });
        let prepared = prepared
            .unwrap_or_else(|errors| Some((Standing::lost(&only.name(), &errors, terminal), None)));
        if let Some((found, composed)) = prepared {
            return done(only, found, composed);
        }
    }
    labour.by_workers(task, inputs, terminal, |at, prepared: Result<Prepared, Diagnostic>| {
        let input = &inputs[at];
        let prepared = prepared.map_err(Diagnostics::from).and_then(|(found, composed)| {
            // No key leaves the process that has read it.
            let key = secret::key(typed.message.token_key.as_deref())?;
            Ok((found, composed.map(|one| one.with_key(key))))
        });
        let (found, composed) = prepared
            .unwrap_or_else(|errors| (Standing::lost(&input.name(), &errors, terminal), None));
        done(input, found, composed);
    });
}

/// What a worker says of a release besides what it reports.
type Prepared = (Standing, Option<Composed>);

/// Sets and composes a release. What is wrong with it is reported at once.
fn prepare(
    input: &Input,
    session: &Session,
    typed: &cli::SendArgs,
    terminal: &Terminal,
) -> Prepared {
    let name = input.name();
    let composed = pool::catch_panic(|| {
        let source = session.read(input)?;
        let files = session.files(input)?;
        composed(input, &source, &files, session, &typed.message, Some(now()))
    });
    let mut found = Standing::default();
    match composed {
        Ok(Ok(mut composed)) => {
            found.report(&name, &std::mem::take(&mut composed.warnings), terminal);
            (found, Some(composed))
        }
        Ok(Err(errors)) => {
            found.report(&name, &errors, terminal);
            (found, None)
        }
        Err(errors) => (Standing::lost(&name, &errors, terminal), None),
    }
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
        if let Some(mailing) = &candidate.mailing {
            let (relay, mut errors) = match mailing.relay() {
                Ok(relay) => (Some(relay), Vec::new()),
                Err(errors) => (None, errors.into_vec()),
            };
            let shown = mailing.preview(relay, path, journal, terminal);
            errors.extend(shown.err().into_iter().flatten());
            candidate.report(&errors, terminal);
            exit = exit.max(candidate.found.exit);
        }
        candidate.close(Ending::Previewed, run);
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
        if !candidate.found.is_lost {
            exit = exit.max(candidate.found.exit);
        }
    }
    signals.exit().unwrap_or(exit)
}

impl Standing {
    /// Reports what was found about a release.
    fn report(&mut self, name: &str, found: &[Diagnostic], terminal: &Terminal) {
        for diagnostic in found {
            let release = Some(name);
            terminal.emit(&UiEvent::Diagnostic(DiagnosticReport { diagnostic, release }));
        }
        self.counts.add(Counts::of(found));
        let exit = Exit::of(found, Blame::Release, terminal.denies_warnings());
        self.exit = self.exit.max(exit);
    }

    /// Reports how a release was lost.
    fn lost(name: &str, errors: &[Diagnostic], terminal: &Terminal) -> Self {
        let mut lost = Self { is_lost: true, ..Self::default() };
        lost.report(name, errors, terminal);
        lost
    }
}

impl Candidate<'_> {
    /// Reports what was found about it.
    fn report(&mut self, found: &[Diagnostic], terminal: &Terminal) {
        self.found.report(&self.name, found, terminal);
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
                self.found.exit = self.found.exit.max(Exit::Refused);
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
        let ending = match (ending, self.found.exit) {
            (Ending::Incomplete, _) => ending,
            (_, exit) => exit.ending(ending),
        };
        run.close(&self.name, ending, self.found.counts);
    }
}
