//! A command of the house that gets each message before it goes out and gives back the
//! message to send: a gateway that signs or encrypts.

use std::io::{self, Read, Write};
use std::process::{Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use letterpress::diagnostic::{Diagnostic, Diagnostics, codes};
use letterpress::message;

use super::answer::{self, AnswerError};
use super::process::ProcessGroup;
use super::secret::SECRETS;
use crate::command::usage;
use crate::terminal::reason;

/// How long a command may take for a message.
const TIMEOUT: Duration = Duration::from_secs(60);
/// The most bytes that a command may give back.
const MAX_ANSWER_BYTES: u64 = 64 * 1024 * 1024;
/// The most bytes that are kept of what it complains about.
const MAX_STDERR_BYTES: u64 = 64 * 1024;
/// The most characters of a complaint that a message repeats.
const MAX_SHOWN_CHARACTERS: usize = 200;

/// A command in words.
#[derive(Debug)]
pub struct Hook {
    program: String,
    arguments: Vec<String>,
    limit: Duration,
}

impl Hook {
    /// Parts a command into words by the quoting rules of shells; no shell ever sees it.
    pub fn parse(command: &str) -> Result<Self, Diagnostics> {
        let words = shlex::split(command).map(Vec::into_iter);
        let Some((Some(program), words)) = words.map(|mut words| (words.next(), words)) else {
            let error = usage("--pre-send names no command, or a quote in it does not end");
            return Err(Diagnostics::from(
                error.hint("write program and arguments: --pre-send 'sign --key a.pem'"),
            ));
        };
        Ok(Self { program, arguments: words.collect(), limit: TIMEOUT })
    }

    /// Hands a message over and takes what comes back, with CRLF at every line's end.
    /// `pre-send-failed` where nothing can be sent: the command failed, took too long, or gave
    /// back no message of the same sender, recipient and Message-ID within the bounds of ours.
    pub fn apply(&self, message: Vec<u8>) -> Result<Vec<u8>, Diagnostic> {
        let answer = self.run(message.clone())?;
        answer::check(&message, &answer).map_err(|error| {
            let failed = self.failed(error.why());
            match error {
                AnswerError::ChangedId => failed.hint(
                    "by the Message-ID nobody gets a message twice: the command has to keep it",
                ),
                _ => failed,
            }
        })
    }

    fn run(&self, message: Vec<u8>) -> Result<Vec<u8>, Diagnostic> {
        let end = Instant::now() + self.limit;
        let mut command = Command::new(&self.program);
        command.args(&self.arguments);
        // What logs in to the relay is no affair of a gateway's.
        SECRETS.iter().for_each(|name| {
            command.env_remove(name);
        });
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut group = ProcessGroup::spawn(&mut command)
            .map_err(|error| self.failed(&format!("it cannot be run ({})", reason(&error))))?;
        let child = group.child();
        let input = child.stdin.take();
        // A command may answer before it has read everything, or read nothing at all.
        thread::spawn(move || input.map(|mut input| input.write_all(&message)));
        let output = reading(child.stdout.take(), MAX_ANSWER_BYTES + 1);
        let complaint = reading(child.stderr.take(), MAX_STDERR_BYTES);
        let answer = output.recv_timeout(self.limit);
        let status = group.wait_until(end);
        let (Ok(answer), Some(status)) = (answer, status) else {
            let seconds = self.limit.as_secs();
            return Err(self.failed(&format!("it took more than {seconds} seconds")));
        };
        let answer = answer.map_err(|error| self.failed(&reason(&error)))?;
        if status.success() && answer.len() as u64 > MAX_ANSWER_BYTES {
            return Err(self.failed("it gave back more than 64 MiB"));
        }
        if status.success() {
            return Ok(answer);
        }
        // Who has inherited its standard error may hold that open.
        let complaint = complaint.recv_timeout(Duration::from_secs(1));
        let complaint = complaint.ok().and_then(Result::ok).unwrap_or_default();
        let said = last_line(&complaint);
        let error = self.failed(&format!("it ended with {status}"));
        Err(if said.is_empty() { error } else { error.hint(format!("it said: {said}")) })
    }

    fn failed(&self, why: &str) -> Diagnostic {
        let message = message!(
            "`{command}` gave back nothing to send: {reason}",
            command = self.program,
            reason = why
        );
        Diagnostic::new(codes::PRE_SEND_FAILED, message)
    }
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

    const MESSAGE: &[u8] = b"From: a@example.org\r\nMessage-ID: <1@example.org>\r\n\r\nText\r\n";

    fn apply(command: &str) -> Result<Vec<u8>, String> {
        let hook = Hook::parse(command).map_err(|errors| errors[0].message.clone())?;
        let hook = Hook { limit: Duration::from_secs(2), ..hook };
        hook.apply(MESSAGE.to_vec()).map_err(|error| {
            error.message.split_once(": ").map_or("", |(_, why)| why).to_owned()
                + &error.hints.join("|")
        })
    }

    #[test]
    fn a_message_goes_through() {
        assert_eq!(apply("cat").as_deref(), Ok(MESSAGE));
        let signed = apply("sed 's/^Text/Signed text/'");
        assert!(signed.is_ok_and(|message| message.ends_with(b"\r\n\r\nSigned text\r\n")));
        assert_eq!(apply("tr -d '\\r'").as_deref(), Ok(MESSAGE));
    }

    #[test]
    fn whatever_is_no_such_message_is_refused() {
        for (command, why) in [
            ("true", "it wrote nothing"),
            ("echo x", "what it gave back is no message"),
            ("sed s/1@/2@/", "it changed the Message-ID"),
            ("sed '/^Message-ID/d'", "what it gave back has not one sender and one Message-ID"),
            ("sed '/^Message-ID/p'", "what it gave back has not one sender and one Message-ID"),
            (
                "sh -c 'echo a >&2; echo no key >&2; exit 3'",
                "it ended with exit status: 3it said: no key",
            ),
            ("sleep 30", "it took more than 2 seconds"),
            ("./nothing-of-the-kind", "it cannot be run (it does not exist)"),
        ] {
            let answer = apply(command).err().unwrap_or_default();
            assert!(answer.starts_with(why), "{command}: {answer}");
        }
    }

    #[test]
    fn nothing_that_it_has_started_outlives_it() {
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str| folder.path().join(name).display().to_string();
        let (slow, done) = (file("slow"), file("done"));
        // One that waits for what it has started, and one that leaves it behind.
        let waits = format!("sh -c '(sleep 3; touch {slow}) & wait'");
        assert_eq!(apply(&waits), Err("it took more than 2 seconds".to_owned()));
        let leaves = format!("sh -c '(sleep 2; touch {done}) >/dev/null 2>&1 & cat'");
        assert_eq!(apply(&leaves).as_deref(), Ok(MESSAGE));
        thread::sleep(Duration::from_millis(2500));
        let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().flatten().collect();
        assert!(left.is_empty(), "{left:?}");
    }

    #[test]
    fn a_command_has_words() {
        for command in ["", " ", "a 'b"] {
            assert!(Hook::parse(command).is_err(), "{command}");
        }
        let hook = Hook::parse("sign --key 'a b.pem' \"$HOME\"").map(|hook| hook.arguments);
        assert_eq!(hook.ok(), Some(["--key", "a b.pem", "$HOME"].map(str::to_owned).to_vec()));
    }

    #[test]
    fn a_large_message_does_not_block() {
        let mut message = MESSAGE.to_vec();
        message.extend(b"x\r\n".repeat(1_000_000));
        let hook = Hook::parse("cat");
        let answer = hook.map(|hook| hook.apply(message.clone()));
        assert!(answer.is_ok_and(|answer| answer.is_ok_and(|answer| answer == message)));
    }
}
