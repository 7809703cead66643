//! Signals that end a run in good order.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

use super::Exit;

/// SIGINT (Ctrl-C) and SIGTERM: the first stops the run when the messages or releases in hand are
/// done, the second ends the program at once.
pub struct Signals {
    stop: Arc<AtomicBool>,
    number: Arc<AtomicUsize>,
}

impl Signals {
    /// Listens from now on. Where the system allows no handler a signal ends the program at
    /// once, and the next run takes up what the journal or the manifest knows.
    pub fn install() -> Self {
        let signals = Self { stop: Arc::default(), number: Arc::default() };
        for (signal, number) in [(SIGINT, SIGINT as usize), (SIGTERM, SIGTERM as usize)] {
            // In this order: the first signal finds the flag unset, and sets it.
            let code = i32::from(exit_of(number).unwrap_or(Exit::Failed).code());
            let _ = flag::register_conditional_shutdown(signal, code, signals.stop.clone());
            let _ = flag::register_usize(signal, signals.number.clone(), number);
            let _ = flag::register(signal, signals.stop.clone());
        }
        signals
    }

    /// Set by the first signal.
    pub fn stop(&self) -> &AtomicBool {
        &self.stop
    }

    /// Whether a signal came.
    pub fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// How the program ends if a signal came.
    pub fn exit(&self) -> Option<Exit> {
        exit_of(self.number.load(Ordering::Relaxed))
    }
}

fn exit_of(number: usize) -> Option<Exit> {
    match i32::try_from(number) {
        Ok(SIGINT) => Some(Exit::Interrupted),
        Ok(SIGTERM) => Some(Exit::Terminated),
        _ => None,
    }
}
