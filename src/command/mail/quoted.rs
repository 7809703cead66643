//! A command of the house, as it is typed: it gets something, and gives something back.

use std::env;
use std::io::{self, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use super::secret::SECRETS;
use crate::command::process::ProcessGroup;
use crate::terminal::reason;

/// The most bytes that are kept of what it complains about.
const MAX_STDERR_BYTES: u64 = 64 * 1024;
/// The most characters of a complaint that a message repeats.
const MAX_SHOWN_CHARACTERS: usize = 200;

/// A command in words. No shell ever sees it.
#[derive(Debug)]
pub struct QuotedCommand {
    program: String,
    arguments: Vec<String>,
}

/// Why a command gave nothing back.
#[derive(Debug)]
pub enum CommandError {
    /// More than it may.
    TooMuch,
    /// It could not be run, failed or took too long: why, and the last line of its complaint.
    Failed { why: String, said: String },
}

impl QuotedCommand {
    /// Parts a command into words by the quoting rules of shells; `None` where it names no
    /// program, or a quote does not end.
    pub fn parse(command: &str) -> Option<Self> {
        let mut words = shlex::split(command)?.into_iter();
        Some(Self { program: words.next()?, arguments: words.collect() })
    }

    /// What messages call it: its arguments may hold a secret.
    pub fn program(&self) -> &str {
        &self.program
    }

    /// Whether there is such a program, as far as that can be seen without running it.
    pub fn is_there(&self) -> bool {
        let program = Path::new(&self.program);
        if program.components().count() > 1 {
            return program.is_file();
        }
        let folders = env::var_os("PATH").unwrap_or_default();
        env::split_paths(&folders).any(|folder| folder.join(program).is_file())
    }

    /// Runs it with this on standard input, and takes what it writes to standard output. After
    /// `limit` it is killed, with all that it has started.
    pub fn run(
        &self,
        input: Vec<u8>,
        max_bytes: u64,
        limit: Duration,
    ) -> Result<Vec<u8>, CommandError> {
        let end = Instant::now() + limit;
        let mut command = Command::new(&self.program);
        command.args(&self.arguments);
        // What logs in to the relay is no affair of anybody else's.
        SECRETS.iter().for_each(|name| {
            command.env_remove(name);
        });
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut group = ProcessGroup::spawn(&mut command)
            .map_err(|error| failed(format!("it cannot be run ({})", reason(&error))))?;
        let child = group.child();
        let standard_input = child.stdin.take();
        // A command may answer before it has read everything, or read nothing at all.
        thread::spawn(move || standard_input.map(|mut to| to.write_all(&input)));
        let output = reading(child.stdout.take(), max_bytes + 1);
        let complaint = reading(child.stderr.take(), MAX_STDERR_BYTES);
        let answer = output.recv_timeout(limit);
        let status = group.wait_until(end);
        let (Ok(answer), Some(status)) = (answer, status) else {
            return Err(failed(format!("it took more than {} seconds", limit.as_secs())));
        };
        let answer = answer.map_err(|error| failed(reason(&error)))?;
        // Nothing more was read, so it may have ended for that.
        if answer.len() as u64 > max_bytes {
            return Err(CommandError::TooMuch);
        }
        if status.success() {
            return Ok(answer);
        }
        // Who has inherited its standard error may hold that open.
        let complaint = complaint.recv_timeout(Duration::from_secs(1));
        let why = format!("it ended with {status}");
        let Ok(Ok(complaint)) = complaint else { return Err(failed(why)) };
        Err(CommandError::Failed { why, said: last_line(&complaint) })
    }
}

fn failed(why: String) -> CommandError {
    CommandError::Failed { why, said: String::new() }
}

/// Reads on a thread of its own.
fn reading(
    from: Option<impl Read + Send + 'static>,
    max_bytes: u64,
) -> Receiver<io::Result<Vec<u8>>> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        let read = from.map_or(Ok(0), |from| from.take(max_bytes).read_to_end(&mut bytes));
        // Nobody waits any more where the command took too long.
        let _ = sender.send(read.map(|_| bytes));
    });
    receiver
}

/// The last line of a complaint, without control characters and not too long.
fn last_line(complaint: &[u8]) -> String {
    let text = String::from_utf8_lossy(complaint);
    let line = text.lines().rev().map(str::trim).find(|line| !line.is_empty());
    line.unwrap_or_default()
        .chars()
        .filter(|c| !c.is_control())
        .take(MAX_SHOWN_CHARACTERS)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_has_words() {
        for command in ["", " ", "a 'b"] {
            assert!(QuotedCommand::parse(command).is_none(), "{command}");
        }
        let command = QuotedCommand::parse("sign --key 'a b.pem' \"$HOME\"").unwrap();
        assert_eq!(command.program(), "sign");
        assert_eq!(command.arguments, ["--key", "a b.pem", "$HOME"]);
    }
}
