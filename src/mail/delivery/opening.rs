//! How a line to a relay is opened: connection, greeting, TLS, login.

use std::fmt::Display;
use std::net::Ipv4Addr;
use std::pin::pin;
use std::time::Duration;

use lettre::transport::smtp::client::{AsyncSmtpConnection, AsyncTokioStream, TlsParameters};
use lettre::transport::smtp::commands::{Ehlo, Starttls};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::response::Response;
use tokio::net::TcpStream;
use tokio::time;

use super::error::{RelayError, SmtpError};
use super::login::{LoginError, log_in};
use super::old_hello::why_closed;
use super::relay::{Relay, Security, literal};
use super::secret::LoginSecret;
use super::stream::{ReplyStream, TlsStream};
use super::tls::{TlsError, waits_for_tls};

/// The most bytes that wait within the system to be sent, about two packets.
#[cfg(target_os = "linux")]
const MAX_UNSENT_BYTES: u32 = 3000;

/// How long a relay may be silent before it is found out whether it waits for TLS. Some let
/// everybody wait a few seconds for their greeting, on purpose.
const SILENCE: Duration = Duration::from_secs(8);

/// How long a connection that only finds something out takes at most.
const TRIAL_TIMEOUT: Duration = Duration::from_secs(10);

/// Connects, begins TLS, logs in; returns the most bytes that the relay takes as well.
pub(super) async fn open(
    relay: &Relay,
    tls: &TlsParameters,
    secret: Option<&LoginSecret>,
) -> Result<(AsyncSmtpConnection, Option<u64>), LoginError> {
    let stream = connect(relay).await?;
    // An office's machine seldom has a name that the relay can look up (RFC 5321, 4.1.4).
    let hello = &relay.hello.clone().unwrap_or_else(|| match stream.local_addr() {
        Ok(own) => literal(own.ip()),
        Err(_) => ClientId::Ipv4(Ipv4Addr::LOCALHOST),
    });
    let mut is_secret = relay.security == Security::Wrapped;
    let line: Box<dyn AsyncTokioStream> = if is_secret {
        match TlsStream::begin(Box::new(stream), tls).await {
            Ok(line) => Box::new(line),
            Err(error) => return Err(without_tls(error, relay).await.into()),
        }
    } else {
        Box::new(stream)
    };
    let replies = ReplyStream::new(line);
    let mut smtp = if is_secret {
        greeted(&replies, hello, relay).await?
    } else {
        greeted_in_the_clear(&replies, hello, relay, tls).await?
    };
    if !is_secret && smtp.can_starttls() {
        let answer = smtp.command(Starttls).await;
        answer.map_err(|error| before_first_message(error, relay))?;
        let replies = match replies.begin_tls(tls).await {
            Ok(replies) => replies,
            Err(error) => return Err(without_tls(error, relay).await.into()),
        };
        smtp = greeted(&replies, hello, relay).await?;
        is_secret = true;
    }
    if !is_secret && (relay.security == Security::Required || secret.is_some()) {
        return Err(RelayError::without_tls(relay).into());
    }
    // The crate keeps no figures and no foreign names of the first answer.
    let about = say(&mut smtp, Ehlo::new(hello.clone()), relay.timeout).await;
    let about = about.map_err(|error| error.into_greeting(relay))?;
    if let Some(secret) = secret {
        log_in(&mut smtp, relay, secret, &about).await?;
    }
    Ok((smtp, size(&about)))
}

async fn connect(relay: &Relay) -> Result<TcpStream, RelayError> {
    let stream = TcpStream::connect((relay.host.as_str(), relay.port)).await;
    let stream = stream.map_err(|error| RelayError::Passing(SmtpError::of_line(&error).words()))?;
    // Commands are short, and each waits for its answer.
    let _ = stream.set_nodelay(true);
    keep_close(&stream);
    Ok(stream)
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

/// The same on a line without TLS. A relay that is silent there may wait for TLS, as those at
/// port 465 do, and both would wait for ever.
async fn greeted_in_the_clear(
    replies: &ReplyStream,
    hello: &ClientId,
    relay: &Relay,
    tls: &TlsParameters,
) -> Result<AsyncSmtpConnection, RelayError> {
    let mut greeted = pin!(greeted(replies, hello, relay));
    match time::timeout(SILENCE, &mut greeted).await {
        Ok(smtp) => smtp,
        Err(_) if !replies.has_spoken() && begins_with_tls(relay, tls).await => {
            Err(waits_for_tls(relay))
        }
        Err(_) => greeted.await,
    }
}

/// Whether a relay answers TLS from the first byte on, good or bad.
async fn begins_with_tls(relay: &Relay, tls: &TlsParameters) -> bool {
    let trial = async {
        let stream = connect(relay).await.ok()?;
        let begun = TlsStream::begin(Box::new(stream), tls).await;
        Some(begun.map_or_else(|error| error.is_of_tls(), |_| true))
    };
    time::timeout(TRIAL_TIMEOUT, trial).await.is_ok_and(|found| found == Some(true))
}

/// Why there is no TLS, found out where the relay does not state it.
async fn without_tls(error: TlsError, relay: &Relay) -> RelayError {
    let found = match error {
        TlsError::Closed => time::timeout(TRIAL_TIMEOUT, why_closed(relay)).await.ok().flatten(),
        _ => None,
    };
    found.unwrap_or(error).into_relay_error(relay)
}

fn before_first_message(error: lettre::transport::smtp::Error, relay: &Relay) -> RelayError {
    SmtpError::from(error).into_greeting(relay)
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

/// Says one thing, and waits so long for the answer.
pub(super) async fn say(
    smtp: &mut AsyncSmtpConnection,
    command: impl Display,
    timeout: Duration,
) -> Result<Response, SmtpError> {
    match time::timeout(timeout, smtp.command(command)).await {
        Ok(answer) => answer.map_err(SmtpError::from),
        Err(_) => Err(SmtpError::slow()),
    }
}
