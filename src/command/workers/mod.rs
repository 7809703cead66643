//! Releases that are set by processes of their own, so that whatever kills or stalls one costs
//! its one release: a stack that overflows, an allocation that fails and a loop without end
//! cannot be caught within a process.

mod process;
mod protocol;
mod serve;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

use letterpress::Pool;
use letterpress::diagnostic::{Diagnostic, codes};
use letterpress::message;

use self::process::{Loss, WorkerProcess};
pub use self::protocol::Reply;
use self::protocol::Request;
pub use self::serve::{run, serve};
use super::bounds::{Bounds, Excess};

/// What became of a release: what its worker says, or the error of one that was lost.
pub type WorkerOutcome = Result<Reply, Diagnostic>;

/// The workers of a run.
pub struct WorkerPool {
    workers: NonZeroUsize,
    bounds: Bounds,
    options: Vec<OsString>,
}

impl WorkerPool {
    /// So many workers, at most; one a core where no number was typed.
    pub fn new(jobs: Option<NonZeroUsize>, bounds: Bounds, is_coloured: bool) -> Self {
        let mut options = vec![OsString::from(format!("--max-memory={}", bounds.memory))];
        options.extend(is_coloured.then(|| OsString::from("--colour")));
        let workers = jobs.map_or_else(Pool::new, Pool::with_threads).threads();
        Self { workers, bounds, options }
    }

    /// Has every one of `count` releases done. `standard_input` reads it for the releases that
    /// come from there; `done` gets what became of each, in their order.
    pub fn each(
        &self,
        count: usize,
        standard_input: impl Fn(usize) -> Result<Option<Vec<u8>>, Diagnostic> + Sync,
        mut done: impl FnMut(usize, WorkerOutcome),
    ) {
        let (queue, standard_input) = (&AtomicUsize::new(0), &standard_input);
        let (sender, results) = mpsc::channel();
        thread::scope(|scope| {
            for _ in 0..self.workers.get().min(count) {
                let sender = sender.clone();
                let started = thread::Builder::new().spawn_scoped(scope, move || {
                    self.work_off(count, queue, standard_input, &sender);
                });
                // Where the system grants fewer threads, those do all.
                if started.is_err() {
                    break;
                }
            }
            drop(sender);
            let mut early = BTreeMap::new();
            let mut next = 0;
            for (at, outcome) in results {
                early.insert(at, outcome);
                while let Some(outcome) = early.remove(&next) {
                    done(next, outcome);
                    next += 1;
                }
            }
            // None is lost in silence: not even where the system grants no thread at all.
            for at in next..count {
                let outcome = early.remove(&at);
                let none = || Err(crashed("the system starts no thread"));
                done(at, outcome.unwrap_or_else(none));
            }
        });
    }

    /// Gives the next release of the queue to a worker until there is none.
    fn work_off(
        &self,
        count: usize,
        queue: &AtomicUsize,
        standard_input: &(impl Fn(usize) -> Result<Option<Vec<u8>>, Diagnostic> + Sync),
        results: &mpsc::Sender<(usize, WorkerOutcome)>,
    ) {
        let mut worker = None;
        loop {
            let at = queue.fetch_add(1, Ordering::Relaxed);
            if at >= count {
                return;
            }
            let outcome = standard_input(at).and_then(|standard_input| {
                let request = Request { release: at, standard_input };
                let outcome = match self.ask(&mut worker, &request) {
                    // Somebody else's deed: it is tried once more.
                    Err(Loss::Killed(_)) => self.ask(&mut worker, &request),
                    outcome => outcome,
                };
                outcome.map_err(|loss| self.error(&loss))
            });
            if results.send((at, outcome)).is_err() {
                return;
            }
        }
    }

    /// Asks the worker, or a new one if that is gone.
    fn ask(&self, worker: &mut Option<WorkerProcess>, request: &Request) -> Result<Reply, Loss> {
        let ready = match worker.take() {
            Some(ready) => ready,
            None => WorkerProcess::start(&self.options)
                .map_err(|error| Loss::Killed(format!("a worker could not be started: {error}")))?,
        };
        let (ready, reply) = ready.ask(request, self.bounds.time)?;
        *worker = Some(ready);
        Ok(reply)
    }

    fn error(&self, loss: &Loss) -> Diagnostic {
        match loss {
            Loss::TookTooLong => self.bounds.error(Excess::Time),
            Loss::TakesTooMuch => self.bounds.error(Excess::Memory),
            Loss::Crashed(reason) | Loss::Killed(reason) => crashed(reason),
        }
    }
}

/// The error of a release with which its worker came down.
fn crashed(reason: &str) -> Diagnostic {
    let message = message!("the process that worked on it came down ({reason})", reason);
    Diagnostic::new(codes::CRASHED, message).hint(
        "run it once more by itself; if it comes down again, please report it with the release",
    )
}
