//! What is said on one line to a relay.
//!
//! Each step has its own meaning for the recipient. Before the last byte of a
//! message has left, a lost line means that it was not delivered; behind that byte, and
//! before the answer, it is not known.

use std::cell::Cell;
use std::fmt::Display;
use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

use lettre::transport::smtp::authentication::Mechanism;
use lettre::transport::smtp::client::{AsyncSmtpConnection, AsyncTokioStream, TlsParameters};
use lettre::transport::smtp::commands::{Data, Ehlo, Mail, Quit, Rcpt, Rset, Starttls};
use lettre::transport::smtp::extension::{ClientId, MailParameter};
use lettre::transport::smtp::response::{Response, Severity};
use tokio::net::TcpStream;
use tokio::runtime::{Builder, Runtime};
use tokio::time;

use super::answer::Step;
use super::error::{RelayError, SmtpError};
use super::relay::{Relay, Security};
use super::stream::{ReplyStream, TlsStream};
use super::verdict::ReplyMeaning;
use crate::diagnostic::Diagnostic;
use crate::mail::Address;
use crate::mail::journal::DeliveryState;

/// The most bytes that wait within the system to be sent, about two packets.
#[cfg(target_os = "linux")]
const MAX_UNSENT_BYTES: u32 = 3000;

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
        let runtime = Builder::new_current_thread().enable_io().enable_time().build();
        let runtime = runtime.map_err(|error| RelayError::Passing(error.to_string()))?;
        // The timer of the runtime counts only inside it.
        let opened =
            runtime.block_on(async { time::timeout(relay.timeout, open(relay, tls)).await });
        let opened = opened.unwrap_or_else(|_| Err(RelayError::Passing(SmtpError::slow().words())));
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

async fn say(
    smtp: &mut AsyncSmtpConnection,
    command: impl Display,
    timeout: Duration,
) -> Result<Response, SmtpError> {
    match time::timeout(timeout, smtp.command(command)).await {
        Ok(answer) => answer.map_err(SmtpError::from),
        Err(_) => Err(SmtpError::slow()),
    }
}

/// Waits for the greeting and says EHLO.
async fn greeted(
    replies: &ReplyStream,
    hello: &ClientId,
    relay: &Relay,
) -> Result<AsyncSmtpConnection, RelayError> {
    let smtp = AsyncSmtpConnection::connect_with_transport(Box::new(replies.clone()), hello).await;
    smtp.map_err(|error| before_first_message(error, relay))
}

fn before_first_message(error: lettre::transport::smtp::Error, relay: &Relay) -> RelayError {
    SmtpError::from(error).into_greeting(relay)
}

async fn open(
    relay: &Relay,
    tls: &TlsParameters,
) -> Result<(AsyncSmtpConnection, Option<u64>), RelayError> {
    let stream = TcpStream::connect((relay.host.as_str(), relay.port)).await;
    let stream = stream.map_err(|error| RelayError::Passing(SmtpError::of_line(&error).words()))?;
    // Commands are short, and each waits for its answer.
    let _ = stream.set_nodelay(true);
    keep_close(&stream);
    // An office's machine seldom has a name that the relay can look up (RFC 5321, 4.1.4).
    let hello = &match stream.local_addr().map(|own| own.ip()) {
        Ok(IpAddr::V4(address)) => ClientId::Ipv4(address),
        Ok(IpAddr::V6(address)) => ClientId::Ipv6(address),
        Err(_) => ClientId::Ipv4(Ipv4Addr::LOCALHOST),
    };
    let mut is_secret = relay.security == Security::Wrapped;
    let line: Box<dyn AsyncTokioStream> = if is_secret {
        let line = TlsStream::begin(Box::new(stream), tls).await;
        Box::new(line.map_err(|error| error.into_greeting(relay))?)
    } else {
        Box::new(stream)
    };
    let replies = ReplyStream::new(line);
    let mut smtp = greeted(&replies, hello, relay).await?;
    if !is_secret && smtp.can_starttls() {
        let answer = smtp.command(Starttls).await;
        answer.map_err(|error| before_first_message(error, relay))?;
        let replies = replies.begin_tls(tls).await;
        let replies = replies.map_err(|error| error.into_greeting(relay))?;
        smtp = greeted(&replies, hello, relay).await?;
        is_secret = true;
    }
    if !is_secret && (relay.security == Security::Required || relay.login.is_some()) {
        return Err(RelayError::without_tls(relay));
    }
    if let Some(login) = &relay.login {
        let mechanisms = [Mechanism::Plain, Mechanism::Login];
        if smtp.server_info().get_auth_mechanism(&mechanisms).is_none() {
            return Err(RelayError::no_login_known(relay));
        }
        let answer = smtp.auth(&mechanisms, login).await;
        answer.map_err(|error| SmtpError::from(error).into_login_refused(relay))?;
    }
    // The crate keeps no figures of the first answer.
    let about = say(&mut smtp, Ehlo::new(hello.clone()), relay.timeout).await;
    let about = about.map_err(|error| error.into_greeting(relay))?;
    Ok((smtp, size(&about)))
}

/// Lets little of a message wait within the system. The less is neither on its way nor
/// here, the seldomer a line that is lost leaves the question whether the message was
/// whole. What is on its way is not bounded, so a long way makes it no slower.
#[cfg(target_os = "linux")]
fn keep_close(stream: &TcpStream) {
    // Where the system refuses, the question is asked more often, and that is all.
    let _ = socket2::SockRef::from(stream).set_tcp_notsent_lowat(MAX_UNSENT_BYTES);
}

#[cfg(not(target_os = "linux"))]
fn keep_close(_: &TcpStream) {}

/// The figure behind SIZE; 0 stands for no bound (RFC 1870, 4).
fn size(about: &Response) -> Option<u64> {
    let mut lines = about.message().map(str::split_whitespace);
    let figure = lines.find_map(|mut words| {
        let is_size = words.next().is_some_and(|word| word.eq_ignore_ascii_case("SIZE"));
        if is_size { Some(words.next().unwrap_or_default().to_owned()) } else { None }
    })?;
    figure.parse().ok().filter(|bytes| *bytes > 0)
}
