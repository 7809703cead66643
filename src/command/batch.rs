//! Several releases, letterheads or PDFs: worked on, reported in their order, summed up.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::process;

use letterpress::diagnostic::{Blame, Diagnostic, DiagnosticReport, Diagnostics, bounded};
use letterpress::pool::ResultOrder;
use letterpress::{Fingerprint, Pool};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::Exit;
use super::bounds::Bounds;
use super::input::cannot_read;
use super::standard_input::read_standard_input;
pub use super::task::Task;
use super::workers::{self, Assignment, WorkItem, WorkerOutcome, WorkerPool};
use super::written::{Contents, WrittenFile};
use crate::cli;
use crate::terminal::{
    Counts, Ending, FileOutcome, Fixed, Judgement, Outcome, Removed, Skipped, Summary, Terminal,
    UiEvent, VerdictCounts, Written,
};

/// What came of one: everything there is to say about it, and what was written.
#[derive(Debug, Default)]
pub struct Done {
    pub diagnostics: Vec<Diagnostic>,
    pub written: Vec<WrittenFile>,
    /// Files of an earlier run that were removed.
    pub removed: Vec<PathBuf>,
    /// How many faults were mended in its file.
    pub fixed: usize,
    /// What was made and goes into no file: the result holds it.
    pub held: Vec<HeldFile>,
    /// What the release was made of, where that was reckoned on the way.
    pub fingerprint: Option<Fingerprint>,
    /// How it ended, if that does not follow from the diagnostics.
    pub ending: Option<Ending>,
}

/// A file that a result holds.
#[derive(Debug)]
pub struct HeldFile {
    pub contents: Contents,
    pub bytes: Vec<u8>,
}

impl From<Diagnostics> for Done {
    fn from(errors: Diagnostics) -> Self {
        Self::from(errors.into_vec())
    }
}

impl From<Vec<Diagnostic>> for Done {
    fn from(diagnostics: Vec<Diagnostic>) -> Self {
        Self { diagnostics, ..Self::default() }
    }
}

/// With how many hands releases are worked on, and what each may take.
#[derive(Debug, Clone, Copy)]
pub struct Labour {
    pub jobs: Option<NonZeroUsize>,
    pub bounds: Bounds,
    /// Bytes of standard input, for a file that comes from there.
    pub max_bytes: u64,
}

impl Labour {
    pub fn new(jobs: Option<NonZeroUsize>, typed: &cli::BoundsArgs, max_bytes: u64) -> Self {
        Self { jobs, bounds: Bounds::new(typed), max_bytes }
    }

    /// Works on the only one in this process. One that passes a bound ends the run. None where a
    /// layout of one's own is to set it: such a layout may overflow the stack, which no process
    /// survives.
    pub fn alone<T: WorkItem, R: Send>(
        &self,
        task: Task,
        only: &T,
        terminal: &Terminal,
        has_layout: impl FnOnce(&T) -> bool + Send,
        work: impl FnOnce(&T) -> R + Send,
    ) -> Result<Option<R>, Diagnostics> {
        let pool = self.jobs.map_or_else(Pool::new, Pool::with_threads);
        let bounds = self.bounds;
        bounds.watch(
            || pool.alone(|| Ok((!has_layout(only)).then(|| work(only)))),
            |excess| give_up(task, &only.name(), bounds.error(excess, false), terminal),
        )
    }

    /// The workers of a run.
    pub fn workers(&self, terminal: &Terminal) -> WorkerPool {
        WorkerPool::new(self.jobs, self.bounds, terminal.is_coloured())
    }

    /// Has each worked on by a process of its own, which runs the same command line up to
    /// [`workers::serve`]. `done` gets what each is answered with there, in the order in which
    /// they were named, or the error of one that is lost.
    pub fn by_workers<T: WorkItem + Clone, R: DeserializeOwned + Send>(
        &self,
        task: Task,
        inputs: &[T],
        terminal: &Terminal,
        mut done: impl FnMut(usize, Result<R, Diagnostic>),
    ) {
        let mut places = 0..inputs.len();
        let order = ResultOrder::AsTaken { max_ahead: usize::MAX };
        self.workers(terminal).each(
            order,
            || places.next(),
            |at| assignment(&inputs[*at], self.max_bytes),
            |_, at, outcome: WorkerOutcome<R>, _| done(at, passed_on(task, outcome, terminal)),
        );
    }
}

/// What a worker says of an item, its reports printed.
pub fn passed_on<R>(
    task: Task,
    outcome: WorkerOutcome<R>,
    terminal: &Terminal,
) -> Result<R, Diagnostic> {
    let reply = outcome.map_err(|error| blamed(task, error))?;
    terminal.pass_on(&reply.printed, &reply.standard_output)?;
    Ok(reply.result)
}

/// What a worker is asked for an item.
pub fn assignment<T: WorkItem + Clone>(
    item: &T,
    max_bytes: u64,
) -> Result<Assignment<T>, Diagnostic> {
    let standard_input = standard_input(item, max_bytes)?;
    Ok(Assignment { item: item.clone(), standard_input, deadline: None })
}

/// Works on one; a panic is an internal error of its own.
pub fn guarded(work: impl FnOnce() -> Done) -> Done {
    letterpress::pool::catch_panic(work).unwrap_or_else(Done::from)
}

/// What standard input holds, for an item that comes from there.
fn standard_input(item: &impl WorkItem, max_bytes: u64) -> Result<Option<Vec<u8>>, Diagnostic> {
    if !item.is_standard_input() {
        return Ok(None);
    }
    read_standard_input(max_bytes).map(Some).map_err(|error| cannot_read("<stdin>", &error))
}

/// Does some work on one file within bounds.
pub fn watched<T>(
    task: Task,
    name: &str,
    bounds: &Bounds,
    terminal: &Terminal,
    work: impl FnOnce() -> T,
) -> T {
    bounds.watch(work, |excess| give_up(task, name, bounds.error(excess, false), terminal))
}

/// The error of what takes too much, as one of the text that was to be judged.
fn blamed(task: Task, error: Diagnostic) -> Diagnostic {
    match error.blame() {
        Blame::Release => error.blamed_on(task.subject()),
        _ => error,
    }
}

/// Ends the run with its only release, which has passed a bound.
fn give_up(task: Task, name: &str, error: Diagnostic, terminal: &Terminal) {
    let mut run = Batch::new(task, terminal);
    run.report(name, &mut Done::from(vec![blamed(task, error)]));
    process::exit(i32::from(run.end().code()));
}

/// How one ended that a worker has reported.
#[derive(Serialize, Deserialize)]
struct ItemOutcome {
    outcome: Ending,
    #[serde(flatten)]
    counts: Counts,
}

/// A run: what was done so far.
pub struct Batch<'a> {
    task: Task,
    terminal: &'a Terminal,
    summary: Summary,
}

impl<'a> Batch<'a> {
    pub fn new(task: Task, terminal: &'a Terminal) -> Self {
        let counts = Counts::default();
        let words = task.words();
        let verdicts = (task == Task::Verify).then(VerdictCounts::default);
        let summary = Summary { counts, words, verdicts, ..Summary::default() };
        Self { task, terminal, summary }
    }

    /// Works on every release or letterhead and reports what came of it, in the order in which
    /// they were named: on one in this process, on each of several in a process of its own, so
    /// that none harms another, and so on what a layout of one's own sets.
    pub fn each<T: WorkItem + Clone>(
        task: Task,
        inputs: &[T],
        typed: &Labour,
        terminal: &Terminal,
        has_layout: impl Fn(&T) -> bool + Sync,
        work: impl Fn(&T) -> Done + Sync,
    ) -> Exit {
        if terminal.is_of_worker() {
            return workers::serve(
                &typed.bounds,
                terminal,
                has_layout,
                |_, item: &T| {
                    let mut done = guarded(|| work(item));
                    let mut batch = Batch::new(task, terminal);
                    let (outcome, counts) = batch.report(&item.name(), &mut done);
                    ItemOutcome { outcome, counts }
                },
                |_, _, _| None,
            );
        }
        let mut run = Batch::new(task, terminal);
        if let [only] = inputs {
            let done = typed.alone(task, only, terminal, &has_layout, &work);
            if let Some(mut done) = done.unwrap_or_else(|errors| Some(Done::from(errors))) {
                run.report(&only.name(), &mut done);
                return run.end();
            }
        }
        typed.by_workers(task, inputs, terminal, |at, outcome| match outcome {
            Ok(ItemOutcome { outcome, counts }) => run.count(outcome, counts),
            Err(error) => {
                run.report(&inputs[at].name(), &mut Done::from(vec![error]));
            }
        });
        run.end()
    }

    /// Reports what came of one, and says how that is counted.
    pub fn report(&mut self, name: &str, done: &mut Done) -> (Ending, Counts) {
        letterpress::diagnostic::sort(&mut done.diagnostics);
        done.diagnostics = bounded(std::mem::take(&mut done.diagnostics));
        let is_release = self.task.subject() == Blame::Release;
        for diagnostic in &done.diagnostics {
            let release = is_release.then_some(name);
            self.terminal.emit(&UiEvent::Diagnostic(DiagnosticReport { diagnostic, release }));
        }
        let is_one_of_many = self.task == Task::Compose && done.written.len() > 1;
        if done.fixed > 0 {
            self.terminal.emit(&UiEvent::Fixed(Fixed { release: name, count: done.fixed }));
        }
        for file in &done.written {
            let written = Written { is_one_of_many, ..file.report(name) };
            self.terminal.emit(&UiEvent::Written(written));
        }
        if let (true, Some(first)) = (is_one_of_many, done.written.first()) {
            let folder = first.path.parent().unwrap_or(&first.path).display();
            let count = done.written.len();
            self.terminal.emit(&UiEvent::Status(&format!("wrote {count} messages into {folder}")));
        }
        for file in &done.removed {
            self.terminal.emit(&UiEvent::Removed(Removed { release: name, file }));
        }
        let (outcome, counts) = self.judge(done);
        self.close(name, outcome, counts);
        (outcome, counts)
    }

    /// The same of one that has a line on standard output, which says it to people.
    pub fn report_beside_line(&mut self, name: &str, done: &mut Done) -> (Ending, Counts) {
        letterpress::diagnostic::sort(&mut done.diagnostics);
        done.diagnostics = bounded(std::mem::take(&mut done.diagnostics));
        let (outcome, counts) = self.judge(done);
        if self.terminal.is_json() {
            self.terminal.emit_all(&done.diagnostics);
            self.close(name, outcome, counts);
        } else {
            self.count(outcome, counts);
        }
        (outcome, counts)
    }

    /// How one ends with which this was done.
    pub fn judge(&self, done: &Done) -> (Ending, Counts) {
        let exit =
            Exit::of(&done.diagnostics, self.task.subject(), self.terminal.denies_warnings());
        let outcome = done.ending.unwrap_or_else(|| exit.ending(self.task.ending()));
        (outcome, Counts::of(&done.diagnostics))
    }

    /// Reports one that was passed over.
    pub fn skip(&self, name: &str, reason: &str) {
        self.terminal.emit(&UiEvent::Skipped(Skipped { release: name, reason }));
    }

    /// Says something more of one that was reported.
    pub fn say(&self, name: &str, diagnostic: &Diagnostic) {
        let release = Some(name);
        self.terminal.emit(&UiEvent::Diagnostic(DiagnosticReport { diagnostic, release }));
    }

    /// Counts those that are left for another run.
    pub fn leave(&mut self, count: usize) {
        self.summary.total += count;
        self.summary.left += count;
    }

    /// Reports how one ended of which everything else was reported.
    pub fn close(&mut self, name: &str, outcome: Ending, counts: Counts) {
        let judgement = Judgement { outcome, counts, failure: self.task.words().failed };
        self.terminal.emit(&match self.task {
            Task::CheckLetterhead => UiEvent::Letterhead(FileOutcome { file: name, judgement }),
            Task::CheckLayout => UiEvent::Layout(FileOutcome { file: name, judgement }),
            Task::Inspect | Task::Conform | Task::Verify => {
                UiEvent::Pdf(FileOutcome { file: name, judgement })
            }
            _ => UiEvent::Release(Outcome { release: name, judgement }),
        });
        self.count(outcome, counts);
    }

    /// Counts one that was reported.
    pub fn count(&mut self, outcome: Ending, counts: Counts) {
        self.summary.total += 1;
        *match outcome {
            Ending::Refused | Ending::Differs => &mut self.summary.refused,
            Ending::Unchanged => &mut self.summary.unchanged,
            Ending::Skipped => &mut self.summary.skipped,
            Ending::Failed | Ending::NotSent | Ending::Incomplete => &mut self.summary.failed,
            Ending::OtherVersion | Ending::NoSource | Ending::InputsMissing => {
                &mut self.summary.failed
            }
            _ => &mut self.summary.fine,
        } += 1;
        self.summary.counts.add(counts);
        if let Some(verdicts) = &mut self.summary.verdicts {
            verdicts.count(outcome);
        }
    }

    /// Reports the summary to programs: people read one on standard output.
    pub fn end_beside_lines(self) -> Exit {
        if self.terminal.is_json() { self.end() } else { Exit::of_all(&self.summary) }
    }

    /// Reports the summary.
    pub fn end(self) -> Exit {
        self.terminal.emit(&UiEvent::Summary(self.summary));
        Exit::of_all(&self.summary)
    }
}
