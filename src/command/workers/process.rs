//! A worker as its run sees it: a process that answers in time, or is gone.

use std::env;
use std::ffi::OsString;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use serde::de::DeserializeOwned;

use super::protocol::{PROTOCOL, Reply, TOO_MUCH_MEMORY, TOO_MUCH_TIME, WorkerLine, WorkerWord};
use crate::command::process::own_program;

/// The longest line of a worker, and the longest that it is sent, in bytes: what is printed of one
/// release, and what standard input held.
pub(super) const MAX_LINE: u64 = 256 << 20;
/// How much of what a dying worker says is looked at, in bytes.
const MAX_LAST_WORDS: u64 = 4096;

/// After so many requests a worker ends, and a new one takes its place. What the engine and the
/// allocator keep grows slowly: over 100,000 unlike releases, half of them with photos, from 147 to
/// 183 MiB. A new worker costs about as much as two releases.
const MAX_SERVED: u32 = 1_000;

/// Why a release was lost with its worker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Loss {
    TookTooLong,
    TakesTooMuch,
    /// The worker ended by a fault of its own: in words.
    Crashed(String),
    /// Somebody ended it from outside, or it could not be started.
    Killed(String),
}

/// A release that was lost with its worker.
#[derive(Debug)]
pub struct LostRelease {
    pub loss: Loss,
    /// Whether a layout of one's own was at work.
    pub has_layout: bool,
}

impl From<Loss> for LostRelease {
    fn from(loss: Loss) -> Self {
        Self { loss, has_layout: false }
    }
}

/// A worker that is ready for a release.
pub struct WorkerProcess {
    child: Child,
    requests: ChildStdin,
    replies: Receiver<String>,
    /// How many requests it has done.
    served: u32,
}

impl WorkerProcess {
    /// Starts a worker for the command line of this run.
    pub fn start(options: &[OsString]) -> io::Result<Self> {
        let mut command = Command::new(own_program()?);
        command.arg("worker").args(options).arg("--").args(env::args_os().skip(1));
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        leave_signals_to_run(&mut command);
        let mut child = command.spawn()?;
        let streams = child.stdin.take().zip(child.stdout.take());
        let (requests, output) =
            streams.ok_or_else(|| io::Error::other("a worker without streams"))?;
        let (sender, replies) = mpsc::channel();
        thread::Builder::new().spawn(move || {
            let mut output = BufReader::new(output);
            loop {
                let mut line = String::new();
                match output.by_ref().take(MAX_LINE).read_line(&mut line) {
                    Ok(length) if length > 0 && sender.send(line).is_ok() => {}
                    _ => return,
                }
            }
        })?;
        Ok(Self { child, requests, replies, served: 0 })
    }

    /// Has a request done, which is a line without its end. A worker that fails is gone, and
    /// tells why.
    pub fn ask<T: DeserializeOwned>(
        mut self,
        number: u64,
        request: &str,
        time: Duration,
    ) -> Result<(Self, Reply<T>), LostRelease> {
        let sent = writeln!(self.requests, "{request}").and_then(|()| self.requests.flush());
        if sent.is_err() {
            return Err(self.loss().into());
        }
        let (began, mut has_layout) = (Instant::now(), false);
        let loss = loop {
            match self.replies.recv_timeout(time.saturating_sub(began.elapsed())) {
                Ok(line) => match WorkerLine::parse(&line) {
                    Some(WorkerLine::Word(WorkerWord::Ready { protocol: PROTOCOL, .. })) => {}
                    Some(WorkerLine::Word(WorkerWord::OwnLayout { .. })) => has_layout = true,
                    Some(WorkerLine::Reply(reply)) if reply.number == number => {
                        self.served += 1;
                        return Ok((self, reply));
                    }
                    _ => {
                        self.end();
                        break Loss::Crashed("its answer makes no sense".to_owned());
                    }
                },
                Err(RecvTimeoutError::Timeout) => {
                    self.end();
                    break Loss::TookTooLong;
                }
                Err(RecvTimeoutError::Disconnected) => break self.loss(),
            }
        };
        Err(LostRelease { loss, has_layout })
    }

    /// Whether it has done so much that a new one is to take its place.
    pub fn is_worn(&self) -> bool {
        self.served >= MAX_SERVED
    }

    /// Lets it end: nobody asks it any more.
    pub fn retire(self) -> io::Result<()> {
        let Self { mut child, requests, .. } = self;
        drop(requests);
        child.wait().map(drop)
    }

    /// Ends it at once, while nobody waits for it.
    pub fn dismiss(mut self) {
        self.end();
    }

    /// Why a worker is gone that has closed its streams.
    fn loss(mut self) -> Loss {
        let mut words = Vec::new();
        if let Some(stderr) = self.child.stderr.take() {
            // What cannot be read tells nothing.
            let _ = stderr.take(MAX_LAST_WORDS).read_to_end(&mut words);
        }
        match self.child.wait() {
            Ok(status) => cause(status, &String::from_utf8_lossy(&words)),
            Err(error) => Loss::Crashed(error.to_string()),
        }
    }

    /// Ends it whatever it does.
    fn end(&mut self) {
        // It may be gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What the end of a worker means.
fn cause(status: ExitStatus, last_words: &str) -> Loss {
    if status.code() == Some(i32::from(TOO_MUCH_MEMORY))
        || last_words.contains("memory allocation of")
    {
        return Loss::TakesTooMuch;
    }
    if status.code() == Some(i32::from(TOO_MUCH_TIME)) {
        return Loss::TookTooLong;
    }
    if last_words.contains("overflowed its stack") {
        return Loss::Crashed("its stack overflowed".to_owned());
    }
    match signal(status) {
        Some(signal @ (2 | 9 | 15)) => Loss::Killed(format!("signal {signal}")),
        Some(signal) => Loss::Crashed(format!("signal {signal}")),
        None => Loss::Crashed(match status.code() {
            Some(code) => format!("exit code {code}"),
            None => "without an exit code".to_owned(),
        }),
    }
}

/// Ctrl-C reaches all processes that a terminal has in front. A worker is to finish what it has in
/// hand: the run says when it ends.
#[cfg(unix)]
fn leave_signals_to_run(command: &mut Command) {
    std::os::unix::process::CommandExt::process_group(command, 0);
}

#[cfg(not(unix))]
fn leave_signals_to_run(_command: &mut Command) {}

#[cfg(unix)]
fn signal(status: ExitStatus) -> Option<i32> {
    std::os::unix::process::ExitStatusExt::signal(&status)
}

#[cfg(not(unix))]
fn signal(_status: ExitStatus) -> Option<i32> {
    None
}
