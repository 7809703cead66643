//! What is said on one line to a relay.
//!
//! Each step has its own meaning for the recipient. Before the last byte of a
//! message has left, a lost line means that it was not delivered; behind that byte, and
//! before the answer, it is not known.

use std::cell::Cell;
use std::fmt::Display;
use std::time::Duration;

use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Quit, Rcpt, Rset};
use lettre::transport::smtp::extension::MailParameter;
use lettre::transport::smtp::response::{Response, Severity};
use tokio::runtime::{Builder, Runtime};
use tokio::time;

use super::answer::Step;
use super::error::{RelayError, SmtpError};
use super::login::LoginError;
use super::opening::{open, say};
use super::relay::Relay;
use super::secret::{LoginSecret, RelayLogin};
use super::verdict::ReplyMeaning;
use crate::diagnostic::Diagnostic;
use crate::mail::Address;
use crate::mail::journal::DeliveryState;

/// How long an answer to QUIT may take.
const QUIT_TIMEOUT: Duration = Duration::from_secs(3);

/// An open line to a relay, on a thread of its own.
pub(super) struct Conversation {
    runtime: Runtime,
    smtp: AsyncSmtpConnection,
    timeout: Duration,
    /// The most bytes that the relay says it takes (RFC 1870).
    pub max_bytes: Option<u64>,
    /// How many messages were begun on it.
    begun: usize,
}

/// How handing in a message ended.
pub(super) struct End {
    /// What follows from it.
    pub verdict: ReplyMeaning,
    /// The relay's answer, or why there is none.
    pub reply: String,
    /// Its code and its words, where it said no.
    pub answer: Option<(u16, String)>,
    /// Which step it was an answer to.
    pub step: Step,
    /// Whether the line can be used for the next message.
    pub is_open: bool,
    /// Whether the line had been closed before this message was begun on it: the
    /// recipient has nothing to do with that.
    pub was_closed: bool,
}

impl Conversation {
    /// Connects, begins TLS, logs in.
    pub fn open(relay: &Relay, tls: &TlsParameters) -> Result<Self, RelayError> {
        let Some(login) = &relay.login else {
            return Self::attempt(relay, tls, None).map_err(|error| error.into_relay_error(relay));
        };
        let secret = secret_of(login, None)?;
        let mut opened = Self::attempt(relay, tls, Some(&secret));
        // A token runs out within an hour, and may have done so since it was fetched.
        if matches!(opened, Err(LoginError::Refused(_))) && secret.can_change() {
            let fresh = secret_of(login, Some(&secret))?;
            if fresh != secret {
                opened = Self::attempt(relay, tls, Some(&fresh));
            }
        }
        let opened = opened.map_err(|error| error.into_relay_error(relay))?;
        login.remember_success();
        Ok(opened)
    }

    fn attempt(
        relay: &Relay,
        tls: &TlsParameters,
        secret: Option<&LoginSecret>,
    ) -> Result<Self, LoginError> {
        let runtime = Builder::new_current_thread().enable_io().enable_time().build();
        let runtime = runtime.map_err(|error| RelayError::Passing(error.to_string()))?;
        // The timer of the runtime counts only inside it.
        let opened = runtime
            .block_on(async { time::timeout(relay.timeout, open(relay, tls, secret)).await });
        let opened =
            opened.unwrap_or_else(|_| Err(RelayError::Passing(SmtpError::slow().words()).into()));
        match opened {
            Ok((smtp, max_bytes)) => {
                Ok(Self { runtime, smtp, timeout: relay.timeout, max_bytes, begun: 0 })
            }
            Err(error) => {
                // The system may still look up the name, which must not be waited for.
                runtime.shutdown_background();
                Err(error)
            }
        }
    }

    /// Hands in one message. `record` is called before its first byte leaves, and
    /// nothing leaves if that fails.
    pub fn hand_in(
        &mut self,
        from: &Address,
        to: &Address,
        message: &[u8],
        record: impl FnOnce() -> Result<(), Diagnostic>,
    ) -> Result<End, RelayError> {
        let is_first = self.begun == 0;
        self.begun += 1;
        let size = vec![MailParameter::Size(message.len())];
        let size = if self.max_bytes.is_some() { size } else { Vec::new() };
        if let Err(error) = self.say(Mail::new(Some(from.mailbox().clone()), size)) {
            let was_closed = !is_first && !error.keeps_line();
            let end = self.end(error, Step::Sender);
            return match end.verdict {
                ReplyMeaning::Fault(trouble) => {
                    Err(RelayError::Lasting(trouble.of_sender(from, &end.reply)))
                }
                _ => Ok(End { was_closed, ..end }),
            };
        }
        if let Err(error) = self.say(Rcpt::new(to.mailbox().clone(), Vec::new())) {
            return Ok(self.end(error, Step::Recipient));
        }
        match self.say(Data) {
            Ok(answer) if answer.code().severity == Severity::PositiveIntermediate => {}
            Ok(answer) => return Ok(self.end(SmtpError::strange(&answer), Step::Recipient)),
            Err(error) => return Ok(self.end(error, Step::Recipient)),
        }
        record().map_err(RelayError::Journal)?;
        // The line end that closes the message is the one before the closing dot.
        let message = message.strip_suffix(b"\r\n").unwrap_or(message);
        let is_whole = Cell::new(false);
        let mut parts = Some(message);
        // It is asked for more only once the message has left; then the dot follows.
        let parts = std::iter::from_fn(|| {
            let part = parts.take();
            is_whole.set(part.is_none());
            part
        });
        let patience = self.timeout * 2;
        let smtp = &mut self.smtp;
        let answer = self
            .runtime
            .block_on(async { time::timeout(patience, smtp.message_iter(parts)).await });
        let error = match answer {
            Ok(Ok(answer)) if answer.code().severity == Severity::PositiveCompletion => {
                let reply = SmtpError::words_of(&answer);
                return Ok(End {
                    verdict: ReplyMeaning::Outcome(DeliveryState::Accepted),
                    reply,
                    answer: None,
                    step: Step::Message,
                    is_open: true,
                    was_closed: false,
                });
            }
            Ok(Ok(answer)) => SmtpError::strange(&answer),
            Ok(Err(error)) => SmtpError::from(error),
            Err(_) => SmtpError::slow(),
        };
        let is_unknown = matches!(error, SmtpError::Line(_)) && is_whole.get();
        let end = self.end(error, Step::Message);
        let unknown = ReplyMeaning::Outcome(DeliveryState::Unknown);
        Ok(if is_unknown { End { verdict: unknown, ..end } } else { end })
    }

    /// Ends a message that was not taken, in a way that lets the next one begin.
    fn end(&mut self, error: SmtpError, step: Step) -> End {
        let is_open = error.keeps_line() && self.say(Rset).is_ok();
        let (verdict, reply) = (error.verdict(step), error.words());
        let answer = match error {
            SmtpError::Reply(code, words) => Some((code, words)),
            SmtpError::Line(_) => None,
        };
        End { verdict, reply, answer, step, is_open, was_closed: false }
    }

    /// Takes leave.
    pub fn close(mut self) {
        let smtp = &mut self.smtp;
        // The answer changes nothing: every message was answered for before.
        let _ =
            self.runtime.block_on(async { time::timeout(QUIT_TIMEOUT, smtp.command(Quit)).await });
    }

    fn say(&mut self, command: impl Display) -> Result<Response, SmtpError> {
        let (smtp, timeout) = (&mut self.smtp, self.timeout);
        self.runtime.block_on(async { say(smtp, command, timeout).await })
    }
}

/// What is said at a login now. A secret that cannot be had at the first login is a fault that
/// somebody has to mend. Later it may be that whoever makes tokens has trouble, which passes.
fn secret_of(login: &RelayLogin, refused: Option<&LoginSecret>) -> Result<LoginSecret, RelayError> {
    login.secret(refused).map_err(|error| {
        if login.has_worked() {
            RelayError::Passing(error.message)
        } else {
            RelayError::Lasting(error)
        }
    })
}
