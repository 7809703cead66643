//! What goes wrong on the line to a relay, and what it means.

use std::error::Error as _;
use std::io;

use lettre::transport::smtp::Error;
use lettre::transport::smtp::response::Response;

use super::answer::{Answer, CLOSING, Pressure, Step};
use super::fault::at_greeting;
use super::relay::Relay;
use super::verdict::ReplyMeaning;
use crate::diagnostic::{Diagnostic, codes};
use crate::mail::journal::DeliveryState;

/// A command that did not get the answer it needs.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum SmtpError {
    /// The relay says no: its code, and its words.
    Reply(u16, String),
    /// The line broke, or what came is no SMTP: why.
    Line(String),
}

/// An error of the relay itself, that no recipient is to blame for.
pub(super) enum RelayError {
    /// It may pass.
    Passing(String),
    /// It has too much to do: its answer.
    Busy(Pressure, String),
    /// It will be the same for everybody.
    Lasting(Diagnostic),
    /// The journal could not be written.
    Journal(Diagnostic),
}

impl SmtpError {
    /// Nothing came in time.
    pub fn slow() -> Self {
        Self::Line("the relay did not answer in time".to_owned())
    }

    /// An answer that does not belong to the question.
    pub fn strange(answer: &Response) -> Self {
        Self::Line(format!("the relay answered out of turn: {}", Self::words_of(answer)))
    }

    /// The system's reason.
    pub fn of_line(error: &io::Error) -> Self {
        Self::Line(match error.kind() {
            io::ErrorKind::ConnectionRefused => "connection refused".to_owned(),
            io::ErrorKind::ConnectionReset
            | io::ErrorKind::BrokenPipe
            | io::ErrorKind::UnexpectedEof
            | io::ErrorKind::ConnectionAborted => "the relay closed the line".to_owned(),
            io::ErrorKind::TimedOut => "the relay did not answer in time".to_owned(),
            _ => plain(&error.to_string()),
        })
    }

    /// An answer in one line: "250 2.0.0 queued as 4711".
    pub fn words_of(answer: &Response) -> String {
        let text: Vec<&str> = answer.message().collect();
        plain(&format!("{} {}", answer.code(), text.join(" ")))
    }

    /// What it is, for the journal.
    pub fn words(&self) -> String {
        match self {
            Self::Reply(code, text) => plain(&format!("{code} {text}")),
            Self::Line(why) => why.clone(),
        }
    }

    /// What follows from it, as long as the message has not left.
    pub fn verdict(&self, step: Step) -> ReplyMeaning {
        match self {
            Self::Reply(code, text) => ReplyMeaning::of(&Answer::new(*code, text), step),
            Self::Line(_) => ReplyMeaning::Outcome(DeliveryState::Deferred),
        }
    }

    /// Whether the relay goes on listening.
    pub fn keeps_line(&self) -> bool {
        matches!(self, Self::Reply(code, _) if *code != CLOSING)
    }

    /// Before the first message.
    pub fn into_greeting(self, relay: &Relay) -> RelayError {
        match self {
            Self::Reply(code @ 500.., ref text) => {
                let message = message!(
                    "the relay {relay} rejected the connection ({reply})",
                    reply = self.words(),
                    relay
                );
                let hint = at_greeting(&Answer::new(code, text));
                RelayError::Lasting(Diagnostic::new(codes::RELAY_REFUSED, message).hint(hint))
            }
            Self::Reply(code, ref text) => {
                let pressure = Answer::new(code, text).pressure();
                RelayError::Busy(pressure, self.words())
            }
            Self::Line(why) => RelayError::Passing(why),
        }
    }
}

impl From<Error> for SmtpError {
    fn from(error: Error) -> Self {
        let cause = error.source().map(ToString::to_string).unwrap_or_default();
        if let Some(code) = error.status() {
            return Self::Reply(code.into(), plain(&cause));
        }
        let io = error.source().and_then(|source| source.downcast_ref::<io::Error>());
        match io {
            Some(error) => Self::of_line(error),
            None if cause == "incomplete response" => {
                Self::Line("the relay closed the line".to_owned())
            }
            None if error.is_response() => Self::Line(NO_SMTP.to_owned()),
            None => Self::Line(plain(&cause)),
        }
    }
}

/// What came is no SMTP.
const NO_SMTP: &str = "the relay answered with something that is no SMTP";

impl RelayError {
    /// `relay-without-tls`.
    pub fn without_tls(relay: &Relay) -> Self {
        let message = message!("the relay {relay} offers no TLS, so nothing is sent", relay);
        let error = Diagnostic::new(codes::RELAY_WITHOUT_TLS, message);
        Self::Lasting(match relay.login {
            Some(_) => error.hint("neither a password nor a token goes over a line without TLS"),
            None => error.hint("try smtps://, or allow it with --plain where the line is your own"),
        })
    }

    /// `relay-unreachable`: it did not pass.
    pub fn unreachable(relay: &Relay, why: &str) -> Diagnostic {
        let message = message!("the relay {relay} cannot be used ({reason})", relay, reason = why);
        Diagnostic::new(codes::RELAY_UNREACHABLE, message)
            .hint("those who are left stay queued: run the same command again to go on")
    }
}

/// One line that every terminal and table can show.
fn plain(text: &str) -> String {
    let visible: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_goes_on_behind_an_answer_and_not_where_there_is_none() {
        for (code, keeps) in [(450, true), (421, false), (550, true), (554, true)] {
            assert_eq!(SmtpError::Reply(code, "x".into()).keeps_line(), keeps, "{code}");
        }
        let lost = SmtpError::slow();
        assert!(!lost.keeps_line());
        assert_eq!(lost.verdict(Step::Recipient), ReplyMeaning::Outcome(DeliveryState::Deferred));
    }

    #[test]
    fn words_of_relays_fit_on_a_line() {
        let error = SmtpError::Reply(550, "5.1.1 no\u{1B}[31m such\r\n\tuser ".into());
        assert_eq!(error.words(), "550 5.1.1 no [31m such user");
    }
}
