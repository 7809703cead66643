//! Waiting for the moment before which a release must not be sent.

use std::path::Path;
use std::thread;
use std::time::Duration;

use letterpress::diagnostic::{Diagnostic, codes};
use letterpress::mail::journal::JournalFile;
use letterpress::message;

use super::candidate::Candidate;
use super::composed::{hash, now};
use crate::command::signals::Signals;
use crate::terminal::{Terminal, UiEvent};

/// How often the clock is looked at: it may be set, and the machine may sleep.
const POLL_INTERVAL: Duration = Duration::from_millis(200);

/// Waits until a moment (seconds since 1970), or until a signal comes.
pub fn wait_until(moment: i64, signals: &Signals, terminal: &Terminal) {
    if now() < moment {
        let time = jiff::Timestamp::from_second(moment)
            .map_or_else(|_| moment.to_string(), |time| time.to_string());
        terminal.emit(&UiEvent::Status(&format!("waiting until {time}")));
    }
    while now() < moment && signals.exit().is_none() {
        thread::sleep(POLL_INTERVAL);
    }
}

/// `journal-moved` where the journal that was there when the waiting began is not there any more:
/// a new one would know of nobody who has the release.
pub fn check_in_place(file: Option<&JournalFile>, path: &Path) -> Result<(), Diagnostic> {
    if file.is_none_or(JournalFile::is_in_place) {
        return Ok(());
    }
    let message = message!(
        "{file} was moved, deleted or replaced while the run waited, and nothing was sent",
        file = path.display()
    );
    Err(Diagnostic::new(codes::JOURNAL_MOVED, message)
        .hint("bring the file back, with those beside it: it knows who has the release"))
}

/// What keeps a release from being sent once its moment has come: it is `late` by more than is
/// allowed, or its file is not what was checked when the waiting began.
pub fn findings_after(
    candidate: &Candidate<'_>,
    late: Duration,
    max_bytes: u64,
) -> Vec<Diagnostic> {
    let Some(mailing) = &candidate.mailing else { return Vec::new() };
    let mut found = Vec::new();
    let passed = mailing.not_before().map(|moment| now().saturating_sub(moment));
    let passed = passed.and_then(|seconds| u64::try_from(seconds).ok()).map(Duration::from_secs);
    if let Some(passed) = passed.filter(|passed| *passed > late) {
        let message = message!(
            "it is {minutes} minutes later than `not_before`, and nothing was sent",
            minutes = passed.as_secs().div_ceil(60)
        );
        found.push(
            Diagnostic::new(codes::MAIL_TOO_LATE, message)
                .in_field("not_before")
                .hint("look whether it may still go out, then send it without --wait")
                .hint("--late says how much later it may go out by itself"),
        );
    }
    let is_same = match (candidate.input.file(), mailing.source_hash()) {
        (Some(_), known) => {
            candidate.input.read(max_bytes).is_ok_and(|source| hash(&source) == known)
        }
        // A stream was read once.
        (None, _) => true,
    };
    if !is_same {
        let message = "the release was changed while the run waited, and nothing was sent";
        found.push(
            Diagnostic::new(codes::MAIL_CHANGED, message)
                .hint("look at what it says now, then run the same command again"),
        );
    }
    found
}
