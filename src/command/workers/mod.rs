//! Releases that are set by processes of their own, so that whatever kills or stalls one costs
//! its one release: a stack that overflows, an allocation that fails and a loop without end
//! cannot be caught within a process.

mod lines;
mod parent;
mod process;
mod protocol;
mod serve;

use std::ffi::OsString;
use std::num::NonZeroUsize;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use letterpress::Pool;
use letterpress::diagnostic::{Blame, Diagnostic, codes};
use letterpress::message;
use letterpress::pool::{ResultOrder, stream};
use serde::de::DeserializeOwned;

pub use self::lines::{is_empty, next_line};
use self::process::{Loss, LostRelease, WorkerProcess};
pub use self::protocol::{
    PROGRAM, Reply, Request, WorkItem, WorkerWord, plain_reason, without_mark,
};
pub use self::serve::{run, serve};
use super::bounds::{Bounds, Excess, LOOK_IN_LAYOUT};

/// What became of an item: what its worker says, or the error of one that was lost.
pub type WorkerOutcome<T> = Result<Reply<T>, Diagnostic>;

/// The workers of a run.
pub struct WorkerPool {
    workers: NonZeroUsize,
    bounds: Bounds,
    options: Vec<OsString>,
    /// Those that wait for the next items.
    idle: Mutex<Vec<WorkerProcess>>,
}

/// The worker of one thread, which goes back to the others when the thread ends.
struct HeldWorker<'a> {
    worker: Option<WorkerProcess>,
    pool: &'a WorkerPool,
}

impl Drop for HeldWorker<'_> {
    fn drop(&mut self) {
        self.pool.idle().extend(self.worker.take());
    }
}

/// An item on its way to a worker.
pub struct Assignment<T> {
    pub item: T,
    /// What standard input held, if that is where it comes from.
    pub standard_input: Option<Vec<u8>>,
    /// The longest that it may take, where it is less than any may.
    pub deadline: Option<Duration>,
}

impl WorkerPool {
    /// So many workers, at most; one a core where no number was typed.
    pub fn new(jobs: Option<NonZeroUsize>, bounds: Bounds, is_coloured: bool) -> Self {
        let mut options = vec![OsString::from(format!("--max-memory={}", bounds.memory))];
        options.extend(is_coloured.then(|| OsString::from("--colour")));
        options.push("--of-run".into());
        let workers = jobs.map_or_else(Pool::new, Pool::with_threads).threads();
        Self { workers, bounds, options, idle: Mutex::default() }
    }

    fn idle(&self) -> MutexGuard<'_, Vec<WorkerProcess>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Starts one before it is needed, so that it has read everything by then.
    pub fn prepare(&self) {
        if self.idle().is_empty() {
            // Where it cannot be started now, the next item tells why.
            let started = WorkerProcess::start(&self.options);
            self.idle().extend(started);
        }
    }

    /// Ends all that wait: what they have read is no longer so.
    pub fn renew(&self) {
        let idle = std::mem::take(&mut *self.idle());
        idle.into_iter().for_each(WorkerProcess::dismiss);
    }

    /// How many workers there are at most.
    pub fn workers(&self) -> NonZeroUsize {
        self.workers
    }

    /// Has items done as they come from `next`. `assign` says what a worker is to be asked; where
    /// it says what became of the item already, none is. `done` gets the number of each, counted
    /// from 1, what became of it, and how long that took.
    pub fn each<I, T: WorkItem, R: DeserializeOwned + Send>(
        &self,
        order: ResultOrder,
        next: impl FnMut() -> Option<I> + Send,
        assign: impl Fn(&I) -> Result<Assignment<T>, Diagnostic> + Sync,
        mut done: impl FnMut(u64, I, WorkerOutcome<R>, Duration),
    ) where
        I: Send,
    {
        stream(
            self.workers,
            order,
            next,
            || HeldWorker { worker: None, pool: self },
            |held, at, item: I| {
                let began = Instant::now();
                let outcome = assign(&item).and_then(|assignment| {
                    self.outcome(&mut held.worker, at as u64 + 1, assignment)
                });
                (item, outcome, began.elapsed())
            },
            |at, (item, outcome, time)| done(at as u64 + 1, item, outcome, time),
        );
    }

    /// What becomes of an item.
    fn outcome<T: WorkItem, R: DeserializeOwned>(
        &self,
        worker: &mut Option<WorkerProcess>,
        number: u64,
        assignment: Assignment<T>,
    ) -> WorkerOutcome<R> {
        let Assignment { item, standard_input, deadline } = assignment;
        let request = Request { number, standard_input, item: &item };
        let line = request.line().map_err(|error| {
            Diagnostic::internal(format_args!("a request cannot be written: {error}"))
        })?;
        let time = deadline.map_or(self.bounds.time, |deadline| deadline.min(self.bounds.time));
        let outcome = match self.ask(worker, number, &line, time) {
            // Somebody else's deed: it is tried once more.
            Err(LostRelease { loss: Loss::Killed(_), .. }) => self.ask(worker, number, &line, time),
            outcome => outcome,
        };
        outcome.map_err(|lost| match lost.loss {
            Loss::TookTooLong if time < self.bounds.time => past_deadline(time),
            _ => self.bounds.error_of(&lost),
        })
    }

    /// Asks the worker, or a new one if that is gone.
    fn ask<T: DeserializeOwned>(
        &self,
        worker: &mut Option<WorkerProcess>,
        number: u64,
        request: &str,
        time: Duration,
    ) -> Result<Reply<T>, LostRelease> {
        let ready = match worker.take().or_else(|| self.idle().pop()) {
            Some(ready) => ready,
            None => WorkerProcess::start(&self.options)
                .map_err(|error| Loss::Killed(format!("a worker could not be started: {error}")))?,
        };
        let (ready, reply) = ready.ask(number, request, time)?;
        if !ready.is_worn() {
            *worker = Some(ready);
        } else if let Err(error) = ready.retire() {
            return Err(Loss::Crashed(format!("a worker could not be ended: {error}")).into());
        }
        Ok(reply)
    }
}

impl Bounds {
    /// The error of a release that was lost with its worker.
    fn error_of(&self, lost: &LostRelease) -> Diagnostic {
        let has_layout = lost.has_layout;
        match &lost.loss {
            Loss::TookTooLong => self.error(Excess::Time, has_layout),
            Loss::TakesTooMuch => self.error(Excess::Memory, has_layout),
            Loss::Crashed(reason) if has_layout => {
                crashed(reason).blamed_on(Blame::Layout).hint(LOOK_IN_LAYOUT)
            }
            Loss::Crashed(reason) | Loss::Killed(reason) => crashed(reason).hint(
                "run it once more by itself; if it comes down again, please report it with the release",
            ),
        }
    }
}

/// The error of a release that was not done in the time that its request gave: whoever asked was
/// in a hurry, which is no fault of the release.
pub fn past_deadline(time: Duration) -> Diagnostic {
    let seconds = time.as_secs_f64().to_string();
    let message =
        message!("it was not done within its deadline of {seconds} s, and was given up", seconds);
    let error = Diagnostic::new(codes::TOOK_TOO_LONG, message).blamed_on(Blame::Environment);
    error.hint("`deadline` in the request allows more time, up to `--max-seconds`")
}

/// The error of a release with which its worker came down.
fn crashed(reason: &str) -> Diagnostic {
    let message = message!("the process that worked on it came down ({reason})", reason);
    Diagnostic::new(codes::CRASHED, message)
}
