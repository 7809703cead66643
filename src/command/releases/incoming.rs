//! Releases that come as lines of standard input: read ahead no further than there are hands.

use std::io::{self, BufRead, Read};
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
use crate::command::workers::{Request, WorkItem};

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
        let max_bytes = limits.text.bytes.saturating_mul(ESCAPES).saturating_add(MAX_BESIDE);
        // Without a thread there are no lines, as if there were none.
        let started = thread::Builder::new().spawn(move || read(&sender, max_bytes));
        drop(started);
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
            Ok(Some(line)) if line.trim_ascii().is_empty() => continue,
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

/// A line without its end; one that is too long is cut, and read to its end.
fn next_line(input: &mut impl BufRead, max_bytes: u64) -> io::Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    let length = input.by_ref().take(max_bytes.saturating_add(2)).read_until(b'\n', &mut line)?;
    if length == 0 {
        return Ok(None);
    }
    if line.last() == Some(&b'\n') {
        line.pop();
    } else if line.len() as u64 > max_bytes {
        skip_line(input)?;
    }
    Ok(Some(line))
}

fn skip_line(input: &mut impl BufRead) -> io::Result<()> {
    loop {
        let rest = input.fill_buf()?;
        let end = rest.iter().position(|byte| *byte == b'\n');
        let length = end.map_or(rest.len(), |end| end + 1);
        input.consume(length);
        if end.is_some() || length == 0 {
            return Ok(());
        }
    }
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
    fn a_line_that_is_too_long_is_cut_and_the_next_one_is_whole() {
        let mut input = &b"0123456789abcdef\nnext\n\nlast"[..];
        let mut next = || next_line(&mut input, 8).unwrap();
        assert!(next().is_some_and(|line| line.len() > 8));
        assert_eq!(next(), Some(b"next".to_vec()));
        assert_eq!(next(), Some(Vec::new()));
        assert_eq!(next(), Some(b"last".to_vec()));
        assert_eq!(next(), None);
    }

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
