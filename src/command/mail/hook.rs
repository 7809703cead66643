//! A command of the house that gets each message before it goes out and gives back the
//! message to send: a gateway that signs or encrypts.

use std::time::Duration;

use letterpress::diagnostic::{Diagnostic, Diagnostics, codes};
use letterpress::message;

use super::answer::{self, AnswerError};
use super::quoted::{CommandError, QuotedCommand};
use crate::command::usage;

/// How long a command may take for a message.
const TIMEOUT: Duration = Duration::from_secs(60);
/// The most bytes that a command may give back.
const MAX_ANSWER_BYTES: u64 = 64 * 1024 * 1024;
/// Such a command.
#[derive(Debug)]
pub struct Hook {
    command: QuotedCommand,
    limit: Duration,
}

impl Hook {
    /// Parts a command into words by the quoting rules of shells; no shell ever sees it.
    pub fn parse(command: &str) -> Result<Self, Diagnostics> {
        let Some(command) = QuotedCommand::parse(command) else {
            let error = usage("--pre-send names no command, or a quote in it does not end");
            return Err(Diagnostics::from(
                error.hint("write program and arguments: --pre-send 'sign --key a.pem'"),
            ));
        };
        Ok(Self { command, limit: TIMEOUT })
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

    /// `pre-send-failed` where there is no such program: found before anything is sent.
    pub fn check(&self) -> Result<(), Diagnostic> {
        if self.command.is_there() {
            return Ok(());
        }
        Err(self.failed("there is no such program"))
    }

    fn run(&self, message: Vec<u8>) -> Result<Vec<u8>, Diagnostic> {
        self.command.run(message, MAX_ANSWER_BYTES, self.limit).map_err(|error| match error {
            CommandError::TooMuch => self.failed("it gave back more than 64 MiB"),
            CommandError::Failed { why, said } => {
                let error = self.failed(&why);
                if said.is_empty() { error } else { error.hint(format!("it said: {said}")) }
            }
        })
    }

    fn failed(&self, why: &str) -> Diagnostic {
        let message = message!(
            "`{command}` gave back nothing to send: {reason}",
            command = self.command.program(),
            reason = why
        );
        Diagnostic::new(codes::PRE_SEND_FAILED, message)
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

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
