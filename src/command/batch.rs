//! Several releases, letterheads or PDFs: worked on, reported in their order, summed up.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::process;

use letterpress::Pool;
use letterpress::diagnostic::{Blame, Diagnostic, DiagnosticReport, Diagnostics, bounded};
use serde::de::DeserializeOwned;

use super::Exit;
use super::bounds::Bounds;
use super::input::{Input, cannot_read};
use super::standard_input::read_standard_input;
use super::workers::{self, WorkerOutcome, WorkerPool};
use super::write::Finished;
use crate::cli;
use crate::terminal::{
    Counts, Ending, FileOutcome, Judgement, Outcome, Removed, Summary, Terminal, UiEvent, Words,
    Written,
};

/// What is done with each of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Task {
    CheckRelease,
    Render,
    Compose,
    PreviewSending,
    Send,
    CheckLetterhead,
    CheckLayout,
    Inspect,
}

impl Task {
    /// Whose errors are its own.
    fn subject(self) -> Blame {
        match self {
            Self::CheckLetterhead => Blame::Letterhead,
            Self::CheckLayout => Blame::Layout,
            Self::Inspect => Blame::Pdf,
            _ => Blame::Release,
        }
    }

    fn ending(self) -> Ending {
        match self {
            Self::CheckRelease | Self::CheckLetterhead | Self::CheckLayout => Ending::Fine,
            Self::Render => Ending::Issued,
            Self::Compose => Ending::Composed,
            Self::PreviewSending => Ending::Previewed,
            Self::Send => Ending::AllAccepted,
            Self::Inspect => Ending::Inspected,
        }
    }

    fn words(self) -> Words {
        let (what, fine, failed) = match self {
            Self::CheckRelease => ("releases", "fine", ""),
            Self::Render => ("releases", "issued", "not issued"),
            Self::Compose => ("releases", "composed", "not composed"),
            Self::PreviewSending => ("releases", "shown", "not sent"),
            Self::Send => ("releases", "sent", "not sent"),
            Self::CheckLetterhead => ("letterheads", "fine", ""),
            Self::CheckLayout => ("layouts", "fine", ""),
            Self::Inspect => ("files", "inspected", ""),
        };
        Words { what, fine, failed }
    }
}

/// What came of one: everything there is to say about it, and what was written.
#[derive(Debug, Default)]
pub struct Done {
    pub diagnostics: Vec<Diagnostic>,
    pub written: Vec<WrittenFile>,
    /// Files of an earlier run that were removed.
    pub removed: Vec<PathBuf>,
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

/// A file that was written, and how many pages it holds, if it holds pages.
#[derive(Debug)]
pub struct WrittenFile {
    pub path: PathBuf,
    pub pages: Option<usize>,
    /// Whether it had the same bytes already.
    pub is_unchanged: bool,
}

impl WrittenFile {
    pub fn new(file: Finished, pages: Option<usize>) -> Self {
        Self { path: file.path, pages, is_unchanged: file.is_unchanged }
    }
}

/// Something that messages call by a name.
pub trait Named {
    fn name(&self) -> String;

    /// Whether it comes from standard input.
    fn is_standard_input(&self) -> bool;
}

impl Named for Input {
    fn name(&self) -> String {
        Input::name(self)
    }

    fn is_standard_input(&self) -> bool {
        Input::is_standard_input(self)
    }
}

impl<T> Named for (&Input, T) {
    fn name(&self) -> String {
        self.0.name()
    }

    fn is_standard_input(&self) -> bool {
        self.0.is_standard_input()
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
    pub fn alone<T: Named + Sync, R: Send>(
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

    /// Has each worked on by a process of its own, which runs the same command line up to
    /// [`workers::serve`]. `done` gets what each is answered with there, in the order in which
    /// they were named, or the error of one that is lost.
    pub fn by_workers<T: Named + Sync, R: DeserializeOwned + Send>(
        &self,
        task: Task,
        inputs: &[T],
        terminal: &Terminal,
        mut done: impl FnMut(usize, Result<R, Diagnostic>),
    ) {
        let pool = WorkerPool::new(self.jobs, self.bounds, terminal.is_coloured());
        pool.each(
            inputs.len(),
            |at| standard_input(inputs, at, self.max_bytes),
            |at, outcome: WorkerOutcome<R>| {
                let result = outcome.map_err(|error| blamed(task, error)).and_then(|reply| {
                    terminal.pass_on(&reply.output, &reply.bytes)?;
                    Ok(reply.result)
                });
                done(at, result);
            },
        );
    }
}

/// Works on one; a panic is an internal error of its own.
fn guarded<T>(item: &T, work: &impl Fn(&T) -> Done) -> Done {
    letterpress::pool::catch_panic(|| work(item)).unwrap_or_else(Done::from)
}

/// What standard input holds, for a release that comes from there.
fn standard_input<T: Named>(
    inputs: &[T],
    at: usize,
    max_bytes: u64,
) -> Result<Option<Vec<u8>>, Diagnostic> {
    if !inputs.get(at).is_some_and(Named::is_standard_input) {
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
    run.report(name, Done::from(vec![blamed(task, error)]));
    process::exit(i32::from(run.end().code()));
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
        let summary = Summary { total: 0, fine: 0, refused: 0, failed: 0, counts, words };
        Self { task, terminal, summary }
    }

    /// Works on every release or letterhead and reports what came of it, in the order in which
    /// they were named: on one in this process, on each of several in a process of its own, so
    /// that none harms another, and so on what a layout of one's own sets.
    pub fn each<T: Named + Sync>(
        task: Task,
        inputs: &[T],
        typed: &Labour,
        terminal: &Terminal,
        has_layout: impl Fn(&T) -> bool + Sync,
        work: impl Fn(&T) -> Done + Sync,
    ) -> Exit {
        if terminal.is_of_worker() {
            return workers::serve(inputs, &typed.bounds, terminal, has_layout, |item| {
                Batch::new(task, terminal).report(&item.name(), guarded(item, &work))
            });
        }
        let mut run = Batch::new(task, terminal);
        if let [only] = inputs {
            let done = typed.alone(task, only, terminal, &has_layout, &work);
            if let Some(done) = done.unwrap_or_else(|errors| Some(Done::from(errors))) {
                run.report(&only.name(), done);
                return run.end();
            }
        }
        typed.by_workers(task, inputs, terminal, |at, outcome| match outcome {
            Ok((outcome, counts)) => run.count(outcome, counts),
            Err(error) => {
                run.report(&inputs[at].name(), Done::from(vec![error]));
            }
        });
        run.end()
    }

    /// Reports what came of one, and says how that is counted.
    pub fn report(&mut self, name: &str, mut done: Done) -> (Ending, Counts) {
        letterpress::diagnostic::sort(&mut done.diagnostics);
        done.diagnostics = bounded(done.diagnostics);
        let is_release = self.task.subject() == Blame::Release;
        for diagnostic in &done.diagnostics {
            let release = is_release.then_some(name);
            self.terminal.emit(&UiEvent::Diagnostic(DiagnosticReport { diagnostic, release }));
        }
        let is_one_of_many = self.task == Task::Compose && done.written.len() > 1;
        for file in &done.written {
            let written = Written {
                release: name,
                file: &file.path,
                pages: file.pages,
                is_unchanged: file.is_unchanged,
                is_one_of_many,
            };
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
        let exit =
            Exit::of(&done.diagnostics, self.task.subject(), self.terminal.denies_warnings());
        let (outcome, counts) = (exit.ending(self.task.ending()), Counts::of(&done.diagnostics));
        self.close(name, outcome, counts);
        (outcome, counts)
    }

    /// Reports how one ended of which everything else was reported.
    pub fn close(&mut self, name: &str, outcome: Ending, counts: Counts) {
        let judgement = Judgement { outcome, counts, failure: self.task.words().failed };
        self.terminal.emit(&match self.task {
            Task::CheckLetterhead => UiEvent::Letterhead(FileOutcome { file: name, judgement }),
            Task::CheckLayout => UiEvent::Layout(FileOutcome { file: name, judgement }),
            Task::Inspect => UiEvent::Pdf(FileOutcome { file: name, judgement }),
            _ => UiEvent::Release(Outcome { release: name, judgement }),
        });
        self.count(outcome, counts);
    }

    /// Counts one that was reported.
    fn count(&mut self, outcome: Ending, counts: Counts) {
        self.summary.total += 1;
        *match outcome {
            Ending::Refused => &mut self.summary.refused,
            Ending::Failed | Ending::NotSent | Ending::Incomplete => &mut self.summary.failed,
            _ => &mut self.summary.fine,
        } += 1;
        self.summary.counts.add(counts);
    }

    /// Reports the summary.
    pub fn end(self) -> Exit {
        self.terminal.emit(&UiEvent::Summary(self.summary));
        Exit::of_all(&self.summary)
    }
}
