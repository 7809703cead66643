//! veraPDF as a process: started, read while it runs, ended in time.

use std::io::{self, ErrorKind, Read};
use std::process::{Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, SyncSender};
use std::thread;
use std::time::{Duration, Instant};

use letterpress::diagnostic::{Diagnostic, codes};
use letterpress::message;

use crate::command::process::ProcessGroup;
use crate::command::signals::Signals;
use crate::command::usage;
use crate::terminal::{reason, visible_line};

/// The most bytes that it may report of one file.
const MAX_JOB_BYTES: usize = 16 << 20;
/// The most bytes that are kept of what it complains about.
const MAX_COMPLAINT_BYTES: u64 = 64 << 10;
/// The most characters of it that a message repeats.
const MAX_SHOWN: usize = 200;
/// How often it is looked whether a signal came.
const INTERVAL: Duration = Duration::from_millis(50);
/// How long it may take to end when it has said everything.
const LAST_SECONDS: Duration = Duration::from_secs(10);

/// veraPDF, as it was typed.
#[derive(Debug)]
pub struct VerapdfProgram {
    program: String,
    arguments: Vec<String>,
    /// The longest that it may say nothing.
    limit: Duration,
}

/// How a start of it ended.
#[derive(Debug, PartialEq, Eq)]
pub enum ProgramEnd {
    /// By itself; in words, if it is to be said.
    Ended(String),
    TookTooLong,
    /// Somebody has stopped the run.
    Stopped,
}

impl VerapdfProgram {
    /// Parts a command into words by the quoting rules of shells; no shell ever sees it.
    pub fn parse(command: &str, limit: Duration) -> Result<Self, Diagnostic> {
        let words = shlex::split(command).unwrap_or_default();
        let mut words = words.into_iter();
        let Some(program) = words.next() else {
            let error = usage("--verapdf names no command, or a quote in it does not end");
            return Err(error.hint("write program and arguments: --verapdf 'java -jar vera.jar'"));
        };
        Ok(Self { program, arguments: words.collect(), limit })
    }

    /// Its version, such as `1.26.2`.
    pub fn version(&self, signals: &Signals) -> Result<String, Diagnostic> {
        let mut text = Vec::new();
        let arguments = ["--version".to_owned()];
        let end = self.run(&arguments, signals, |bytes| {
            text.extend_from_slice(bytes);
            text.len() <= MAX_JOB_BYTES
        });
        let end = end.map_err(|error| self.cannot_be_run(&error))?;
        let text = String::from_utf8_lossy(&text);
        let line = text.lines().find_map(|line| line.trim().strip_prefix("veraPDF "));
        match (line, end) {
            (Some(version), ProgramEnd::Ended(_)) => Ok(shown(version)),
            (_, ProgramEnd::TookTooLong) => Err(self.broken(&self.took_too_long())),
            (_, ProgramEnd::Stopped) => Err(self.broken("it was stopped")),
            (None, ProgramEnd::Ended(said)) => {
                let first = text.lines().map(str::trim).find(|line| !line.is_empty());
                let said = match first {
                    Some(first) => format!("asked for its version it says “{}”", shown(first)),
                    None => said,
                };
                Err(self.broken(&said))
            }
        }
    }

    /// Runs it and hands over what it writes to standard output, as it comes, until `take` has
    /// enough.
    pub fn run(
        &self,
        arguments: &[String],
        signals: &Signals,
        mut take: impl FnMut(&[u8]) -> bool,
    ) -> io::Result<ProgramEnd> {
        let mut command = Command::new(&self.program);
        command.args(&self.arguments).args(arguments);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut group = ProcessGroup::spawn(&mut command)?;
        let child = group.child();
        let output = pieces(child.stdout.take());
        let complaint = complaint(child.stderr.take());
        let mut last_news = Instant::now();
        loop {
            match output.recv_timeout(INTERVAL) {
                Ok(bytes) => {
                    last_news = Instant::now();
                    if !take(&bytes) {
                        return Ok(ProgramEnd::Ended("it writes what makes no sense".to_owned()));
                    }
                }
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) if signals.is_stopped() => {
                    return Ok(ProgramEnd::Stopped);
                }
                Err(RecvTimeoutError::Timeout) if last_news.elapsed() > self.limit => {
                    return Ok(ProgramEnd::TookTooLong);
                }
                Err(RecvTimeoutError::Timeout) => {}
            }
        }
        let Some(status) = group.wait_until(Instant::now() + LAST_SECONDS) else {
            return Ok(ProgramEnd::TookTooLong);
        };
        // Who has inherited its standard error may hold that open.
        let said = match complaint.recv_timeout(Duration::from_secs(1)) {
            Ok(said) if !said.is_empty() => format!(": {said}"),
            _ => String::new(),
        };
        Ok(ProgramEnd::Ended(format!("it ended with {status}{said}")))
    }

    pub fn took_too_long(&self) -> String {
        format!("it said nothing for {} seconds", self.limit.as_secs())
    }

    /// The error of a program that is not there, or cannot be started.
    pub fn cannot_be_run(&self, error: &io::Error) -> Diagnostic {
        if error.kind() != ErrorKind::NotFound {
            return self.broken(&format!("it cannot be run ({})", reason(error)));
        }
        let message =
            message!("there is no program `{program}`", program = visible_line(&self.program));
        Diagnostic::new(codes::VERAPDF_MISSING, message)
            .hint("veraPDF comes from verapdf.org, and needs Java")
            .hint("`--verapdf COMMAND` names one that is not on the PATH")
    }

    /// The error of a program that does not do what veraPDF does.
    pub fn broken(&self, why: &str) -> Diagnostic {
        let program = visible_line(&self.program);
        let message = message!("`{program}` does not validate: {reason}", program, reason = why);
        Diagnostic::new(codes::VERAPDF_BROKEN, message)
            .hint("see whether `verapdf --version` runs; `--verapdf COMMAND` names another one")
    }
}

/// What it writes, piece by piece, read on a thread of its own.
fn pieces(from: Option<impl Read + Send + 'static>) -> Receiver<Vec<u8>> {
    let (sender, receiver) = mpsc::sync_channel(4);
    if let Some(from) = from {
        thread::spawn(move || send_pieces(from, &sender));
    }
    receiver
}

fn send_pieces(mut from: impl Read, sender: &SyncSender<Vec<u8>>) {
    let mut buffer = vec![0; 64 << 10];
    loop {
        match from.read(&mut buffer) {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Ok(count @ 1..) if sender.send(buffer[..count].to_vec()).is_ok() => {}
            // It has ended, or nobody listens any more.
            _ => return,
        }
    }
}

/// The last line that it complains with; all of it is read, so that it never waits.
fn complaint(from: Option<impl Read + Send + 'static>) -> Receiver<String> {
    let (sender, receiver) = mpsc::channel();
    if let Some(mut from) = from {
        thread::spawn(move || {
            let mut bytes = Vec::new();
            // What cannot be read tells nothing.
            let _ = from.by_ref().take(MAX_COMPLAINT_BYTES).read_to_end(&mut bytes);
            let _ = io::copy(&mut from, &mut io::sink());
            let text = String::from_utf8_lossy(&bytes);
            let last = text.lines().rev().map(str::trim).find(|line| !line.is_empty());
            let _ = sender.send(shown(last.unwrap_or_default()));
        });
    }
    receiver
}

fn shown(text: &str) -> String {
    visible_line(text).chars().take(MAX_SHOWN).collect()
}

/// Cuts the jobs out of a report while it comes.
#[derive(Default)]
pub struct JobCutter {
    waiting: Vec<u8>,
    /// How far it was searched for the end of a job.
    searched: usize,
}

impl JobCutter {
    /// Takes more of it and returns the jobs that are whole now; none where there is too much
    /// between two of them.
    pub fn take(&mut self, bytes: &[u8]) -> Option<Vec<String>> {
        self.waiting.extend_from_slice(bytes);
        let mut jobs = Vec::new();
        while let Some(end) = find(&self.waiting, b"</job>", self.searched) {
            let end = end + b"</job>".len();
            let rest = self.waiting.split_off(end);
            let start = find(&self.waiting, b"<job>", 0).unwrap_or_default();
            jobs.push(String::from_utf8_lossy(&self.waiting[start..]).into_owned());
            (self.waiting, self.searched) = (rest, 0);
        }
        // The end of a job may be cut in two.
        self.searched = self.waiting.len().saturating_sub(b"</job>".len());
        (self.waiting.len() <= MAX_JOB_BYTES).then_some(jobs)
    }
}

fn find(bytes: &[u8], what: &[u8], from: usize) -> Option<usize> {
    let found = bytes.get(from..)?.windows(what.len()).position(|window| window == what)?;
    Some(from + found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn jobs_are_cut_out_wherever_the_pieces_end() {
        let report = b"<report><jobs><job><a/></job>\n<job>b</job></jobs></report>";
        for size in 1..report.len() {
            let mut cutter = JobCutter::default();
            let jobs = report.chunks(size).filter_map(|piece| cutter.take(piece)).flatten();
            assert_eq!(jobs.collect::<Vec<_>>(), ["<job><a/></job>", "<job>b</job>"], "{size}");
        }
        let mut cutter = JobCutter::default();
        assert_eq!(cutter.take(&vec![b'x'; MAX_JOB_BYTES + 1]), None);
    }
}
