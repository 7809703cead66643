//! `letterpress mail send`: releases to everybody on a list, to each once.

use std::path::Path;
use std::sync::Arc;

use letterpress::diagnostic::{Blame, Diagnostic, Diagnostics};
use letterpress::mail::Recipient;
use letterpress::mail::journal::{Journal, JournalFile};
use letterpress::pool;
use serde::{Deserialize, Serialize};

use super::audience::{Audience, left_behind};
use super::candidate::{Candidate, Standing, judge, judge_history, of_all, refuse_twins};
use super::composed::{Composed, Purpose, composed, now};
use super::hook::Hook;
use super::journal_place::NamedJournal;
use super::mailing::Mailing;
use super::recipients_out;
use super::{places, recipients, secret, test_mail, waiting};
use crate::cli;
use crate::command::batch::{Batch, Labour, Task};
use crate::command::input::Input;
use crate::command::project::Projects;
use crate::command::session::Session;
use crate::command::signals::Signals;
use crate::command::{Exit, usage, workers};
use crate::terminal::{Ending, Terminal};

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
        let bounds = &labour.bounds;
        return Ok(workers::serve(
            bounds,
            terminal,
            has_layout,
            |_, input| prepare(input, &session, typed, terminal),
            |_, _, _| None,
        ));
    }
    recipients::check_standard_input(&typed.to, &typed.selection, &inputs)?;
    if typed.run.wait && recipients::of_standard_input(&typed.to, &typed.selection) > 0 {
        return Err(once_only());
    }
    let test = (!typed.run.test.is_empty()).then(|| test_mail::recipients(typed)).transpose()?;
    let task = if typed.yes || test.is_some() { Task::Send } else { Task::PreviewSending };
    let mut candidates = Vec::with_capacity(inputs.len());
    prepare_all(task, &inputs, &session, typed, &labour, terminal, |input, found, composed| {
        let mailing = composed.map(|one| Mailing::new(typed, one, hook.as_ref()));
        candidates.push(Candidate { input, name: input.name(), found, mailing });
    });
    let of_lost = candidates.iter().filter(|one| one.found.is_lost).map(|one| one.found.exit);
    let of_lost = of_lost.max().unwrap_or_default();
    let run = SendingRun { typed, session: &session, terminal };
    let mut batch = Batch::new(task, terminal);
    let exit = match test {
        Some(recipients) => run.test(candidates, &recipients, &mut batch),
        None => run.carry_out(candidates, &mut batch),
    };
    batch.end();
    Ok(exit.max(of_lost))
}

/// Sets and composes all releases: one alone in this process, each of several in a process of
/// its own, and so one that a layout of one's own sets. `done` gets them in the order in which they were named.
fn prepare_all<'a>(
    task: Task,
    inputs: &'a [Input],
    session: &Session,
    typed: &cli::SendArgs,
    labour: &Labour,
    terminal: &Terminal,
    mut done: impl FnMut(&'a Input, Standing, Option<Composed>),
) {
    if let [only] = inputs {
        let has_layout = |input: &Input| session.sets_with_own_layout(input);
        let prepared = labour.alone(task, only, terminal, has_layout, |only| {
            prepare(only, session, typed, terminal)
        });
        let prepared =
            prepared.unwrap_or_else(|errors| Some(Prepared::lost(only, &errors, terminal)));
        if let Some(Prepared { found, composed }) = prepared {
            return done(only, found, composed);
        }
    }
    labour.by_workers(task, inputs, terminal, |at, prepared: Result<Prepared, Diagnostic>| {
        let input = &inputs[at];
        let prepared =
            prepared.map_err(Diagnostics::from).and_then(|Prepared { found, composed }| {
                // No key leaves the process that has read it.
                let key = secret::key(typed.message.token_key.as_deref())?;
                Ok(Prepared { found, composed: composed.map(|one| one.with_key(key)) })
            });
        let Prepared { found, composed } =
            prepared.unwrap_or_else(|errors| Prepared::lost(input, &errors, terminal));
        done(input, found, composed);
    });
}

/// A list that is read anew after the waiting has to be there then.
fn once_only() -> Diagnostics {
    usage("standard input is read once, and --wait reads the lists again when it has waited")
        .hint("save the list in a file, and name that")
        .into()
}

/// What a worker says of a release besides what it reports.
#[derive(Serialize, Deserialize)]
struct Prepared {
    found: Standing,
    composed: Option<Composed>,
}

impl Prepared {
    /// Of a release that could not be set at all.
    fn lost(input: &Input, errors: &Diagnostics, terminal: &Terminal) -> Self {
        Self { found: Standing::lost(&input.name(), errors, terminal), composed: None }
    }
}

/// Sets and composes a release. What is wrong with it is reported at once.
fn prepare(
    input: &Input,
    session: &Session,
    typed: &cli::SendArgs,
    terminal: &Terminal,
) -> Prepared {
    let name = input.name();
    // A test goes out at any time, and what waits is judged when its time has come.
    let is_any_time = typed.run.wait || !typed.run.test.is_empty();
    let purpose = match (is_any_time, typed.yes) {
        (true, _) => Purpose::Sending(None),
        (false, true) => Purpose::Sending(Some(now())),
        (false, false) => Purpose::Preview(now()),
    };
    let composed = pool::catch_panic(|| {
        let source = session.read(input)?;
        let surroundings = session.surroundings(input)?;
        composed(&source, &surroundings, session, &typed.message, purpose)
    });
    let mut found = Standing::default();
    match composed {
        Ok(Ok(mut composed)) => {
            found.report(&name, &std::mem::take(&mut composed.warnings), terminal);
            Prepared { found, composed: Some(composed) }
        }
        Ok(Err(errors)) => {
            found.report(&name, &errors, terminal);
            Prepared { found, composed: None }
        }
        Err(errors) => Prepared::lost(input, &errors, terminal),
    }
}

/// What is the same for all releases of a run.
struct SendingRun<'a> {
    typed: &'a cli::SendArgs,
    session: &'a Session,
    terminal: &'a Terminal,
}

impl SendingRun<'_> {
    /// Sends a test of each release.
    fn test(
        &self,
        candidates: Vec<Candidate<'_>>,
        recipients: &Arc<[Recipient]>,
        batch: &mut Batch<'_>,
    ) -> Exit {
        let kept = places::journal(&self.typed.journal, &journals(&candidates))
            .and_then(|path| places::look_at_journal(&self.typed.journal, &path));
        let tested = kept.and_then(|kept| {
            test_mail::send(candidates, recipients, kept.as_ref(), batch, self.terminal)
        });
        tested.unwrap_or_else(|errors| self.fail(&errors))
    }

    /// Sends the releases to those who are to get them, or shows what would be sent.
    fn carry_out(&self, mut candidates: Vec<Candidate<'_>>, batch: &mut Batch<'_>) -> Exit {
        let Self { typed, terminal, .. } = self;
        refuse_twins(&mut candidates, terminal);
        let path = match places::journal(&typed.journal, &journals(&candidates)) {
            Ok(path) => path,
            Err(errors) => return self.refuse(&candidates, &errors, batch),
        };
        let kept = match places::look_at_journal(&typed.journal, &path) {
            Ok(kept) => kept,
            Err(errors) => return self.refuse(&candidates, &errors, batch),
        };
        let of_audience = self.address(&mut candidates, kept.as_ref());
        judge(&mut candidates, kept.as_ref(), terminal);
        let mut exit = of_all(&candidates).max(of_audience);
        if let (Some(file), true) = (&typed.run.recipients_out, exit <= Exit::Incomplete) {
            let written = recipients_out::write(file, &candidates, kept.as_ref(), terminal);
            exit = written.err().map_or(exit, |errors| self.fail(&errors));
        }
        // Of recipients that are not known nothing can be shown.
        if !typed.yes && of_audience <= Exit::Incomplete {
            return self.preview(candidates, kept.as_ref(), &path, exit, batch);
        }
        drop(kept);
        if exit > Exit::Incomplete {
            candidates.iter().for_each(|one| one.close(Ending::NotSent, batch));
            return exit;
        }
        let signals = Signals::install();
        if typed.run.wait {
            return self.wait(candidates, &path, &signals, batch).max(exit);
        }
        self.send(candidates, &path, &signals, batch).max(exit)
    }

    /// Finds out who gets what, and reports what is wrong with the lists.
    fn address(&self, candidates: &mut [Candidate<'_>], kept: Option<&Journal>) -> Exit {
        let limits = &self.session.limits().lists;
        let audience = Audience::read(self.typed, kept, limits, self.terminal);
        for candidate in candidates.iter_mut() {
            let Some(mailing) = &mut candidate.mailing else { continue };
            let found = audience.of(mailing, kept).and_then(|(recipients, left_out)| {
                mailing.address(recipients, left_out);
                let is_known = audience.exit <= Exit::Incomplete;
                Ok(if is_known { left_behind(mailing, kept)? } else { None })
            });
            let found = found.map_or_else(Diagnostics::into_vec, |note| note.into_iter().collect());
            candidate.report(&found, self.terminal);
        }
        audience.exit
    }

    /// Reports what would be sent.
    fn preview(
        &self,
        candidates: Vec<Candidate<'_>>,
        kept: Option<&Journal>,
        path: &Path,
        found: Exit,
        batch: &mut Batch<'_>,
    ) -> Exit {
        let warnings = kept.map_or(&[][..], Journal::warnings);
        self.terminal.emit_all(warnings);
        let of_journal = Exit::of(warnings, Blame::Release, self.terminal.denies_warnings());
        let mut exit = found.max(of_journal);
        for mut candidate in candidates {
            let can_be_sent = found.max(candidate.found.exit) <= Exit::Incomplete;
            if let Some(mailing) = candidate.mailing.as_ref().filter(|one| one.has_recipients()) {
                match mailing.preview(path, kept, can_be_sent, self.terminal) {
                    Ok(true) => {}
                    Ok(false) => exit = exit.max(Exit::Incomplete),
                    Err(errors) => candidate.report(&errors, self.terminal),
                }
            }
            if !candidate.found.is_lost {
                exit = exit.max(candidate.found.exit);
            }
            let ending = if can_be_sent { Ending::Previewed } else { Ending::NotSent };
            candidate.close(ending, batch);
        }
        exit
    }

    /// Sends each release when its moment has come, the earliest first. The journal is held
    /// only while a release is sent, and who wants no mail is asked anew.
    fn wait(
        &self,
        mut candidates: Vec<Candidate<'_>>,
        path: &Path,
        signals: &Signals,
        batch: &mut Batch<'_>,
    ) -> Exit {
        let Self { typed, terminal, .. } = self;
        candidates.sort_by_key(|one| one.mailing.as_ref().and_then(Mailing::not_before));
        let file = JournalFile::at(path);
        let mut exit = Exit::Fine;
        let mut has_waited = false;
        for candidate in candidates {
            let moment = candidate.mailing.as_ref().and_then(Mailing::not_before);
            has_waited |= moment.is_some_and(|moment| moment > now());
            if let Some(moment) = moment.filter(|_| exit <= Exit::Incomplete) {
                waiting::wait_until(moment, signals, terminal);
            }
            if exit > Exit::Incomplete || signals.exit().is_some() {
                candidate.close(Ending::NotSent, batch);
                continue;
            }
            let mut one = [candidate];
            let mut found = Exit::Fine;
            if has_waited {
                let kept = waiting::check_in_place(file.as_ref(), path).map_err(Diagnostics::from);
                found = match kept.and_then(|()| places::look_at_journal(&typed.journal, path)) {
                    Ok(kept) => self.address(&mut one, kept.as_ref()),
                    Err(errors) => self.fail(&errors),
                };
            }
            for candidate in &mut one {
                let max_bytes = self.session.limits().text.bytes;
                let errors = waiting::findings_after(candidate, typed.run.late, max_bytes);
                candidate.report(&errors, terminal);
            }
            found = found.max(of_all(&one));
            exit = exit.max(if found > Exit::Incomplete {
                one.iter().for_each(|one| one.close(Ending::NotSent, batch));
                found
            } else {
                self.send(one.into(), path, signals, batch).max(found)
            });
        }
        signals.exit().unwrap_or(exit)
    }

    /// Sends one release after the other, until one fails or a signal comes.
    fn send(
        &self,
        mut candidates: Vec<Candidate<'_>>,
        path: &Path,
        signals: &Signals,
        batch: &mut Batch<'_>,
    ) -> Exit {
        let terminal = self.terminal;
        // A journal is not made for a run that sends nothing.
        if candidates.iter().all(|one| one.mailing.is_none()) {
            candidates.iter().for_each(|one| one.close(Ending::NotSent, batch));
            return of_all(&candidates);
        }
        let mut journal = match places::open_journal(&self.typed.journal, path) {
            Ok(journal) => journal,
            Err(errors) => return self.refuse(&candidates, &errors, batch),
        };
        terminal.emit_all(journal.warnings());
        let mut exit = Exit::of(journal.warnings(), Blame::Release, terminal.denies_warnings());
        // Since it was looked at another run may have sent by it.
        judge_history(&mut candidates, &journal, terminal);
        exit = exit.max(of_all(&candidates));
        for mut candidate in candidates {
            let is_over = exit > Exit::Incomplete || signals.exit().is_some();
            let ending = if is_over {
                Ending::NotSent
            } else {
                candidate.send(&mut journal, signals, terminal)
            };
            candidate.close(ending, batch);
            if !candidate.found.is_lost {
                exit = exit.max(candidate.found.exit);
            }
        }
        signals.exit().unwrap_or(exit)
    }

    /// Reports errors that are no release's.
    fn fail(&self, errors: &Diagnostics) -> Exit {
        self.terminal.emit_all(errors);
        Exit::Failed
    }

    /// Reports errors for which nothing is sent.
    fn refuse(
        &self,
        candidates: &[Candidate<'_>],
        errors: &Diagnostics,
        batch: &mut Batch<'_>,
    ) -> Exit {
        let exit = self.fail(errors);
        candidates.iter().for_each(|one| one.close(Ending::NotSent, batch));
        exit
    }
}

/// The journals that the letterheads of the releases name.
fn journals(candidates: &[Candidate<'_>]) -> Vec<NamedJournal> {
    let mailings = candidates.iter().filter_map(|one| one.mailing.as_ref());
    mailings.map(Mailing::journal).collect()
}
