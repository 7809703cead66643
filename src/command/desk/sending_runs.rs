//! Which releases are being sent: each by one run at a time.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

use super::folder::DeskPath;

/// The releases that are being sent.
#[derive(Debug, Default)]
pub struct SendingRuns(Mutex<HashSet<DeskPath>>);

impl SendingRuns {
    /// Begins to send one; not where it is being sent already.
    pub fn begin(&self, path: &DeskPath) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(path.clone())
    }

    /// It is sent, as far as that goes.
    pub fn end(&self, path: &DeskPath) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(path);
    }
}
