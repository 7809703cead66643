//! Releases that come as lines of standard input: read ahead no further than there are hands.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, SyncSender};
use std::thread;
use std::time::Duration;

use letterpress::diagnostic::{Diagnostic, codes};
use letterpress::limits::Limits;
use letterpress::message;

use super::echo::Echo;
use super::planned::Planned;
use super::request::ReleaseRequest;
use crate::command::workers::{Request, WorkItem, is_empty, next_line};

/// So many lines are read before anybody has asked for them.
const READ_AHEAD: usize = 2;

/// How often a stop is looked for while a line is waited for.
const INTERVAL: Duration = Duration::from_millis(50);

/// A line may be so many times as long as a text: for what JSON escapes.
const ESCAPES: u64 = 6;

/// Room for what stands beside the text in a line, in bytes.
const MAX_BESIDE: u64 = 1 << 20;

/// The lines of standard input.
pub struct Incoming {
    lines: Receiver<Planned>,
}

impl Incoming {
    /// Begins to read. The thread waits for lines as long as they may come; it ends with the
    /// process.
    pub fn open(limits: &Limits) -> Self {
        let (sender, lines) = mpsc::sync_channel(READ_AHEAD);
        let max_bytes = max_line(limits);
        let of_failure = sender.clone();
        let started = thread::Builder::new().spawn(move || read(&sender, max_bytes));
        if let Err(error) = started {
            let message =
                message!("standard input cannot be read ({reason})", reason = error.to_string());
            // There is room for it, and the other end is here.
            let _ = of_failure.try_send(refused(1, Diagnostic::new(codes::INPUT_OUTPUT, message)));
        }
        Self { lines }
    }

    /// The next line, unless the run is to stop.
    pub fn next(&self, stop: &AtomicBool) -> Option<Planned> {
        loop {
            if stop.load(Ordering::Relaxed) {
                return None;
            }
            match self.lines.recv_timeout(INTERVAL) {
                Ok(planned) => return Some(planned),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return None,
            }
        }
    }
}

fn read(sender: &SyncSender<Planned>, max_bytes: u64) {
    let mut input = io::stdin().lock();
    for number in 1.. {
        let planned = match next_line(&mut input, max_bytes) {
            Ok(None) => return,
            Ok(Some(line)) if is_empty(&line, number) => continue,
            Ok(Some(line)) if line.len() as u64 > max_bytes => {
                let message = message!(
                    "line {line} has more than {max} bytes",
                    line = number,
                    max = max_bytes
                );
                refused(number, Diagnostic::new(codes::REQUEST_BROKEN, message))
            }
            Ok(Some(line)) => parsed(number, &line),
            Err(error) => {
                let message = message!(
                    "standard input cannot be read ({reason})",
                    reason = error.to_string()
                );
                // Nobody knows what would have come.
                let _ = sender.send(refused(number, Diagnostic::new(codes::INPUT_OUTPUT, message)));
                return;
            }
        };
        if sender.send(planned).is_err() {
            return;
        }
    }
}

/// How long a line with a release may be, in bytes.
fn max_line(limits: &Limits) -> u64 {
    limits.text.bytes.saturating_mul(ESCAPES).saturating_add(MAX_BESIDE)
}

/// Standard input brings the requests.
const NOT_FROM_HERE: &str = "`-` names standard input, which brings the lines";

/// What a line names, or why it is no request.
pub fn parsed(number: u64, line: &[u8]) -> Planned {
    match Request::<ReleaseRequest>::parse(line, number) {
        Ok(Request { item, .. }) if item.is_standard_input() => {
            no_request(number, line, NOT_FROM_HERE)
        }
        Ok(Request { item, .. }) => Planned::from(item.named_by_line(number)),
        Err(reason) => no_request(number, line, &reason),
    }
}

/// The error of a line that is no request.
pub fn broken(number: u64, reason: &str) -> Diagnostic {
    let message =
        message!("line {line} is no release and no request: {reason}", line = number, reason);
    Diagnostic::new(codes::REQUEST_BROKEN, message)
        .hint("a line is a JSON object: a release, or one with `file`, `text` or `release`")
}

/// A line that is no request. Whoever sent it knows it by its echo.
fn no_request(number: u64, line: &[u8], reason: &str) -> Planned {
    let mut planned = refused(number, broken(number, reason));
    planned.request.echo = Echo::of_line(line);
    planned
}

fn refused(number: u64, error: Diagnostic) -> Planned {
    let request = ReleaseRequest::default().named_by_line(number);
    Planned { error: Some(error), ..Planned::from(request) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_before_the_first_line_is_no_part_of_it() {
        let line = "\u{feff}{\"file\":\"a.md\"}".as_bytes();
        assert!(parsed(1, line).error.is_none());
        assert!(parsed(2, line).error.is_some());
    }

    #[test]
    fn a_broken_line_is_one_that_fails() {
        let planned = parsed(3, b"{\"file\": ");
        let error = planned.error.unwrap();
        assert!(error.message.starts_with("line 3 is no release"), "{}", error.message);
        assert!(parsed(4, br#"{"file":"a.md"}"#).error.is_none());
    }
}
