//! When a run over many releases ends before all of them are done.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use crate::cli::ManyArgs;
use crate::command::Exit;
use crate::command::signals::Signals;
use crate::terminal::Ending;

/// How often is looked whether another release may begin.
const INTERVAL: Duration = Duration::from_millis(2);

/// Says whether another release may begin.
pub struct Control {
    signals: Signals,
    /// How many may be worked on.
    max: Option<usize>,
    is_fail_fast: bool,
    /// Those that were worked on, and those that are being worked on.
    worked: AtomicUsize,
    begun: AtomicUsize,
    is_stopped: AtomicBool,
    has_lost_reader: AtomicBool,
}

impl Control {
    /// As it was typed. SIGINT and SIGTERM let what has begun be done.
    pub fn new(typed: &ManyArgs) -> Self {
        Self {
            signals: Signals::install(),
            max: typed.stop_after.map(Into::into),
            is_fail_fast: typed.fail_fast,
            worked: AtomicUsize::new(0),
            begun: AtomicUsize::new(0),
            is_stopped: AtomicBool::new(false),
            has_lost_reader: AtomicBool::new(false),
        }
    }

    /// Set by the first signal.
    pub fn stop(&self) -> &AtomicBool {
        self.signals.stop()
    }

    /// Waits until the next release may begin; none may if the run ends.
    pub fn wait_for_turn(&self) -> Option<()> {
        loop {
            let is_stopped = self.is_stopped.load(Ordering::Relaxed);
            if is_stopped || self.signals.stop().load(Ordering::Relaxed) {
                return None;
            }
            let worked = self.worked.load(Ordering::SeqCst);
            let begun = self.begun.load(Ordering::SeqCst);
            match self.max {
                Some(max) if worked >= max => return None,
                // Those that have begun may turn out not to count.
                Some(max) if worked + begun >= max => thread::sleep(INTERVAL),
                _ => return Some(()),
            }
        }
    }

    /// A release has begun.
    pub fn begin(&self) {
        self.begun.fetch_add(1, Ordering::SeqCst);
    }

    /// A release is done.
    pub fn end(&self, outcome: Ending) {
        if !matches!(outcome, Ending::Unchanged | Ending::Skipped) {
            self.worked.fetch_add(1, Ordering::SeqCst);
        }
        self.begun.fetch_sub(1, Ordering::SeqCst);
        if self.is_fail_fast && matches!(outcome, Ending::Refused | Ending::Failed) {
            self.stop_now();
        }
    }

    /// Lets no other release begin.
    pub fn stop_now(&self) {
        self.is_stopped.store(true, Ordering::Relaxed);
    }

    /// Lets no other release begin, since nobody reads the results.
    pub fn lose_reader(&self) {
        self.has_lost_reader.store(true, Ordering::Relaxed);
        self.stop_now();
    }

    /// Whether nobody reads the results any more.
    pub fn has_lost_reader(&self) -> bool {
        self.has_lost_reader.load(Ordering::Relaxed)
    }

    /// How the program ends if a signal came.
    pub fn exit(&self) -> Option<Exit> {
        self.signals.exit()
    }
}
