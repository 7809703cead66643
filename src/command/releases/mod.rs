//! Many releases: planned, given to workers, and entered as they are done.

mod control;
mod echo;
mod incoming;
mod judge;
mod manifest;
mod plan;
mod planned;
mod record;
mod repeats;
mod request;
mod run;
mod shard;
mod wave;

use std::collections::VecDeque;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use letterpress::diagnostic::{Diagnostic, Diagnostics};
use letterpress::message;
use letterpress::pool::ResultOrder;

use self::control::Control;
use self::echo::Echo;
use self::incoming::broken;
use self::manifest::Manifest;
use self::plan::Plan;
pub use self::planned::Planned;
pub use self::record::{ReleaseRecord, milliseconds, report};
use self::repeats::Repeats;
pub use self::request::{ReleaseRequest, TextFormat};
pub use self::run::ReleaseRun;
use self::run::ReleaseWork;
use super::batch::{Batch, Done, Labour, assignment, passed_on};
use super::outputs::{self, Destination};
use super::result::ResultLine;
use super::walk::FoundFile;
use super::workers::{self, Assignment, WorkItem, WorkerOutcome};
use super::write::remove_leftovers;
use super::{Exit, usage};
use crate::terminal::Ending;

/// So many results are kept where one before them takes long.
const MAX_AHEAD: usize = 1024;

/// The same of results that hold files, for each worker.
const MAX_FILES_AHEAD: usize = 4;

impl ReleaseRun<'_> {
    /// Works on every release and reports what came of it: on one in this process, on each of
    /// several in a process of its own, so that none harms another, and so on what a layout of
    /// one's own sets.
    pub fn carry_out(&self, work: impl ReleaseWork) -> Result<Exit, Diagnostics> {
        let terminal = self.terminal;
        let labour = self.labour();
        if terminal.is_of_worker() {
            return Ok(workers::serve(
                &labour.bounds,
                terminal,
                |request: &ReleaseRequest| self.has_layout(request),
                |number, request: &ReleaseRequest| {
                    self.judge(&request.clone().named_by_line(number), &work)
                },
                |number, line, reason| Some(refused_line(number, line, reason)),
            ));
        }
        self.check()?;
        match Plan::of(self)? {
            Plan::List(list) if self.are_alone(&list) => self.alone(list, &labour, &work),
            plan => self.by_workers(plan, &labour),
        }
    }

    /// Whether there is one release, and nothing else is known of it.
    fn are_alone(&self, list: &VecDeque<FoundFile>) -> bool {
        let is_plain = |file: &FoundFile| file.error.is_none() && file.below.is_none();
        list.len() == 1 && list.iter().all(is_plain) && self.args.many.manifest.is_none()
    }

    /// Works on the only one in this process.
    fn alone(
        &self,
        list: VecDeque<FoundFile>,
        labour: &Labour,
        work: &impl ReleaseWork,
    ) -> Result<Exit, Diagnostics> {
        let Some(only) = list.front().map(ReleaseRequest::from) else { return Ok(Exit::Fine) };
        let judged = labour.alone(
            self.task,
            &only,
            self.terminal,
            |request| self.has_layout(request),
            |request| self.judge(request, work),
        );
        let mut batch = Batch::new(self.task, self.terminal);
        match judged {
            Ok(Some(record)) => batch.count(record.outcome, record.counts),
            Ok(None) => return self.by_workers(Plan::List(list), labour),
            Err(errors) => drop(batch.report(&only.name(), &mut Done::from(errors))),
        }
        Ok(batch.end())
    }

    /// Has each worked on by a process of its own.
    fn by_workers(&self, plan: Plan, labour: &Labour) -> Result<Exit, Diagnostics> {
        let many = &self.args.many;
        let control = Control::new(many);
        let total = plan.len();
        let mut manifest = many.manifest.as_deref().map(Manifest::open).transpose()?;
        if let Some(manifest) = &mut manifest {
            manifest.reserve(total.unwrap_or_default());
        }
        let manifest = manifest.map(Mutex::new);
        let mut tally = RunTally {
            run: self,
            manifest: manifest.as_ref(),
            control: &control,
            batch: Batch::new(self.task, self.terminal),
            repeats: Repeats::of_run(total),
            has_repeats: false,
            count: 0,
            others: 0,
            error: None,
        };
        self.terminal.begin_progress(total);
        let pool = labour.workers(self.terminal);
        let order = if many.unordered {
            ResultOrder::AsDone
        } else if self.holds_files {
            ResultOrder::AsTaken { max_ahead: pool.workers().get() * MAX_FILES_AHEAD }
        } else {
            ResultOrder::AsTaken { max_ahead: MAX_AHEAD }
        };
        let mut plan = plan;
        pool.each(
            order,
            || {
                control.wait_for_turn()?;
                let mut planned = match &mut plan {
                    Plan::List(list) => list.pop_front()?.into(),
                    Plan::Lines(lines) => lines.next(control.stop())?,
                };
                if let Some(manifest) = &manifest
                    && many.if_changed
                {
                    self.ask_manifest(&mut planned, manifest);
                }
                control.begin();
                Some(planned)
            },
            |planned| self.assignment(planned, labour.max_bytes),
            |number, planned, outcome, time| tally.take(number, planned, outcome, time),
        );
        self.terminal.end_progress();
        let RunTally { mut batch, has_repeats, count, others, error, .. } = tally;
        let left = total.map_or(0, |total| total.saturating_sub(count as usize));
        batch.leave(left);
        let exit = batch.end();
        if let Some(manifest) = manifest {
            manifest.into_inner().unwrap_or_else(PoisonError::into_inner).finish()?;
        }
        if let Some(error) = error {
            return Err(error.into());
        }
        if total.is_some() && count == others && left == 0 && !self.may_be_empty() {
            return Err(self.nothing_found().into());
        }
        let is_cut = left > 0 || control.has_lost_reader();
        let not_all = if is_cut { Exit::Incomplete } else { Exit::Fine };
        let is_denied = has_repeats && self.terminal.denies_warnings();
        let denied = if is_denied { Exit::Refused } else { Exit::Fine };
        Ok(control.exit().unwrap_or(exit.max(not_all).max(denied)))
    }

    /// Whether it is no slip if there is no release: a part, or a list that a program has made.
    fn may_be_empty(&self) -> bool {
        self.args.many.shard.is_some() || self.args.releases.is_empty()
    }

    fn nothing_found(&self) -> Diagnostic {
        let folders = self.args.releases.iter().map(|path| path.display().to_string());
        let folders = folders.collect::<Vec<_>>().join(", ");
        usage(message!("there is no release in {folder}", folder = folders))
            .hint("releases are files ending in .md, .json, .yaml or .toml that have a headline")
    }

    /// What became of a release that was given to a worker.
    fn record(
        &self,
        planned: &Planned,
        outcome: WorkerOutcome<ReleaseRecord>,
        time: Duration,
    ) -> ReleaseRecord {
        let record = if self.writes_lines() {
            outcome.map(|reply| reply.result)
        } else {
            passed_on(self.task, outcome, self.terminal)
        };
        let record = match (record, planned.known.clone()) {
            (Ok(record), Some(known)) if record.outcome == Ending::Unchanged => {
                known.repeated(&record)
            }
            (Ok(record), _) => record,
            (Err(error), _) => {
                ReleaseRecord { milliseconds: milliseconds(time), ..self.lost(error, planned) }
            }
        };
        // On its way through the worker it has become a value.
        ReleaseRecord { echo: planned.request.echo.clone(), ..record }
    }

    /// One that no worker has judged.
    fn lost(&self, error: Diagnostic, Planned { request, .. }: &Planned) -> ReleaseRecord {
        let (name, mut done) = (request.name(), Done::from(vec![error]));
        let mut batch = Batch::new(self.task, self.terminal);
        let (outcome, _) =
            if self.writes_lines() { batch.judge(&done) } else { batch.report(&name, &mut done) };
        self.sweep(request);
        let mut record = ReleaseRecord::new(request.release(), outcome);
        if request.has_source() && !request.is_standard_input() {
            let input = request.input(self.text_format());
            record = record.with_text(&input, self.session.limits());
        }
        record.with_diagnostics(&done.diagnostics)
    }

    /// Removes what a worker may have left behind that was lost while it wrote.
    fn sweep(&self, request: &ReleaseRequest) {
        let Some(rule) = &self.rule else { return };
        let place = outputs::place(&request.input(self.text_format()), rule);
        if let Ok(Destination::Files { paths, .. }) = place {
            for folder in paths.iter().filter_map(|(_, path)| path.parent()) {
                remove_leftovers(if folder == Path::new("") { Path::new(".") } else { folder });
            }
        }
    }

    /// Looks up what an earlier run has made of a release.
    fn ask_manifest(&self, planned: &mut Planned, manifest: &Mutex<Manifest>) {
        let mut manifest = manifest.lock().unwrap_or_else(PoisonError::into_inner);
        planned.known = manifest.known(&planned.request.release());
        planned.request.known = planned.known.as_ref().and_then(ReleaseRecord::known);
    }

    /// What a worker is asked, or why none is.
    fn assignment(
        &self,
        planned: &Planned,
        max_bytes: u64,
    ) -> Result<Assignment<ReleaseRequest>, Diagnostic> {
        if let Some(error) = &planned.error {
            return Err(error.clone());
        }
        let assignment = assignment(&planned.request, max_bytes)?;
        Ok(Assignment { deadline: planned.request.deadline(), ..assignment })
    }
}

/// What a run keeps count of.
struct RunTally<'a> {
    run: &'a ReleaseRun<'a>,
    manifest: Option<&'a Mutex<Manifest>>,
    control: &'a Control,
    batch: Batch<'a>,
    repeats: Repeats,
    /// Whether there were any. They are seen when a release is done, so its result stays.
    has_repeats: bool,
    /// How many are done.
    count: u64,
    /// How many of them are no releases.
    others: u64,
    /// Why the run cannot go on.
    error: Option<Diagnostic>,
}

impl RunTally<'_> {
    /// Takes what became of a release.
    fn take(
        &mut self,
        number: u64,
        planned: Planned,
        outcome: WorkerOutcome<ReleaseRecord>,
        time: Duration,
    ) {
        self.count += 1;
        let run = self.run;
        let name = planned.request.name();
        let mut record = run.record(&planned, outcome, time);
        for warning in self.repeats.of(&planned.request, &record) {
            self.has_repeats = true;
            record.warn(&warning);
            if !run.writes_lines() {
                self.batch.say(&name, &warning);
            }
        }
        self.others += u64::from(record.is_no_release());
        self.batch.count(record.outcome, record.counts);
        self.control.end(record.outcome);
        run.terminal.step_progress(self.count);
        if let Err(error) = self.enter(number, &record) {
            // Nobody would know of what is done from here on.
            self.control.stop_now();
            self.error.get_or_insert(error);
        }
    }

    /// Writes the line of a release to standard output and into the manifest.
    fn enter(&self, number: u64, record: &ReleaseRecord) -> Result<(), Diagnostic> {
        if self.run.writes_lines() {
            let line = ResultLine::Result { number, record };
            let written = self.run.terminal.write_json_to_reader(&line);
            if !written.map_err(|errors| errors[0].clone())? {
                // Nobody reads what would become of the others.
                self.control.lose_reader();
            }
        }
        match self.manifest {
            Some(manifest) => {
                let mut manifest = manifest.lock().unwrap_or_else(PoisonError::into_inner);
                let is_new = record.outcome != Ending::Unchanged;
                let known = is_new.then(|| manifest.known(&record.release)).flatten();
                if known.as_ref().is_some_and(|known| self.says_more(known, record)) {
                    return Ok(());
                }
                let mut record = record.without_files();
                if let Some(known) = known {
                    record.take_over(known);
                }
                manifest.add(number, &record)
            }
            None => Ok(()),
        }
    }

    /// Whether the manifest says more of a release than this run does: it has skipped it, or has
    /// looked at it only, where another has written files.
    fn says_more(&self, known: &ReleaseRecord, record: &ReleaseRecord) -> bool {
        let is_check = self.run.rule.is_none();
        record.has_results_already() || is_check && known.has_files()
    }
}

/// What becomes of a line that is no request, for a worker that another program has started.
fn refused_line(number: u64, line: &[u8], reason: &str) -> ReleaseRecord {
    let error = broken(number, reason);
    let record = ReleaseRecord::new(format!("<stdin>:{number}"), Ending::Failed);
    ReleaseRecord { echo: Echo::of_line(line), ..record.with_diagnostics(&[error]) }
}
