//! Releases that are set by processes of their own, so that whatever kills or stalls one costs
//! its one release: a stack that overflows, an allocation that fails and a loop without end
//! cannot be caught within a process.

mod process;
mod protocol;
mod serve;

use std::ffi::OsString;
use std::num::NonZeroUsize;

use letterpress::Pool;
use letterpress::diagnostic::{Blame, Diagnostic, codes};
use letterpress::message;
use letterpress::pool::in_order;
use serde::de::DeserializeOwned;

use self::process::{Loss, LostRelease, WorkerProcess};
pub use self::protocol::Reply;
use self::protocol::Request;
pub use self::serve::{run, serve};
use super::bounds::{Bounds, Excess, LOOK_IN_LAYOUT};

/// What became of a release: what its worker says, or the error of one that was lost.
pub type WorkerOutcome<T> = Result<Reply<T>, Diagnostic>;

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
    pub fn each<T: DeserializeOwned + Send>(
        &self,
        count: usize,
        standard_input: impl Fn(usize) -> Result<Option<Vec<u8>>, Diagnostic> + Sync,
        done: impl FnMut(usize, WorkerOutcome<T>),
    ) {
        in_order(
            count,
            self.workers,
            || None,
            |worker, release| {
                let standard_input = standard_input(release)?;
                self.outcome(worker, &Request { release, standard_input })
            },
            done,
        );
    }

    /// What becomes of a release.
    fn outcome<T: DeserializeOwned>(
        &self,
        worker: &mut Option<WorkerProcess>,
        request: &Request,
    ) -> WorkerOutcome<T> {
        let outcome = match self.ask(worker, request) {
            // Somebody else's deed: it is tried once more.
            Err(LostRelease { loss: Loss::Killed(_), .. }) => self.ask(worker, request),
            outcome => outcome,
        };
        outcome.map_err(|lost| self.error(&lost))
    }

    /// Asks the worker, or a new one if that is gone.
    fn ask<T: DeserializeOwned>(
        &self,
        worker: &mut Option<WorkerProcess>,
        request: &Request,
    ) -> Result<Reply<T>, LostRelease> {
        let ready = match worker.take() {
            Some(ready) => ready,
            None => WorkerProcess::start(&self.options)
                .map_err(|error| Loss::Killed(format!("a worker could not be started: {error}")))?,
        };
        let (ready, reply) = ready.ask(request, self.bounds.time)?;
        *worker = Some(ready);
        Ok(reply)
    }

    fn error(&self, lost: &LostRelease) -> Diagnostic {
        let has_layout = lost.has_layout;
        match &lost.loss {
            Loss::TookTooLong => self.bounds.error(Excess::Time, has_layout),
            Loss::TakesTooMuch => self.bounds.error(Excess::Memory, has_layout),
            Loss::Crashed(reason) if has_layout => {
                crashed(reason).blamed_on(Blame::Layout).hint(LOOK_IN_LAYOUT)
            }
            Loss::Crashed(reason) | Loss::Killed(reason) => crashed(reason).hint(
                "run it once more by itself; if it comes down again, please report it with the release",
            ),
        }
    }
}

/// The error of a release with which its worker came down.
fn crashed(reason: &str) -> Diagnostic {
    let message = message!("the process that worked on it came down ({reason})", reason);
    Diagnostic::new(codes::CRASHED, message)
}
