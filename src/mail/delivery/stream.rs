//! The line to a relay, and what it may send us.

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

#[allow(deprecated)] // The crate names no other way to TLS on a line of one's own.
use lettre::transport::smtp::client::AsyncNetworkStream;
use lettre::transport::smtp::client::{AsyncTokioStream, TlsParameters};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::error::SmtpError;
use super::tls::TlsError;

/// The most lines of a reply. Those to EHLO are the longest, with some twenty; of one that
/// goes on and on nothing is to be expected.
const MAX_LINES: usize = 200;

/// The most bytes of a line, with its end: twice what relays may use (RFC 5321, 4.5.3.1.5),
/// less than what lettre takes.
const MAX_LINE_BYTES: usize = 1000;

/// What a relay says, behind TLS where there is any, within bounds, one line at a time, and as
/// lettre can read it.
///
/// What comes behind a reply in the same breath is thus never read ahead: when TLS
/// begins, nothing that an attacker sent before it can count as a reply behind
/// it (RFC 3207, 4.2 and 6).
///
/// Its clones share one line, so that TLS can begin on it.
#[derive(Clone)]
pub(super) struct ReplyStream(Arc<Mutex<Replies>>);

struct Replies {
    /// None where TLS has taken it over.
    line: Option<Box<dyn AsyncTokioStream>>,
    /// What was read behind the line at hand.
    waiting: Vec<u8>,
    /// The line at hand, as far as it was not handed out.
    at_hand: Vec<u8>,
    /// The lines of the reply at hand.
    lines: usize,
    has_spoken: bool,
}

impl ReplyStream {
    pub fn new(line: Box<dyn AsyncTokioStream>) -> Self {
        Self::with_waiting(line, Vec::new())
    }

    fn with_waiting(line: Box<dyn AsyncTokioStream>, waiting: Vec<u8>) -> Self {
        let (line, at_hand) = (Some(line), Vec::new());
        let replies = Replies { line, waiting, at_hand, lines: 0, has_spoken: false };
        Self(Arc::new(Mutex::new(replies)))
    }

    /// Begins TLS behind the reply to STARTTLS. The relay does not greet anew behind it, but
    /// lettre waits for that, as on every line that it gets: it hears one from here.
    pub async fn begin_tls(&self, tls: &TlsParameters) -> Result<Self, TlsError> {
        let (line, waiting) = {
            let mut replies = self.lock();
            (replies.line.take(), std::mem::take(&mut replies.waiting))
        };
        let Some(line) = line.filter(|_| waiting.is_empty()) else {
            let why = "the relay spoke out of turn before TLS".to_owned();
            return Err(TlsError::Line(SmtpError::Line(why)));
        };
        let line = TlsStream::begin(line, tls).await?;
        Ok(Self::with_waiting(Box::new(line), b"220 TLS\r\n".to_vec()))
    }

    /// Whether anything has come so far.
    pub fn has_spoken(&self) -> bool {
        self.lock().has_spoken
    }

    /// Nobody panics while they hold it.
    fn lock(&self) -> MutexGuard<'_, Replies> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Replies {
    fn line(&mut self) -> io::Result<Pin<&mut dyn AsyncTokioStream>> {
        let line = self.line.as_deref_mut().ok_or(io::ErrorKind::NotConnected)?;
        Ok(Pin::new(line))
    }

    fn poll_read(
        &mut self,
        context: &mut Context<'_>,
        to: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        while self.at_hand.is_empty() && !self.take_line()? {
            let mut bytes = [0; 4096];
            let mut buffer = ReadBuf::new(&mut bytes);
            match self.line()?.poll_read(context, &mut buffer) {
                Poll::Ready(Ok(())) => {}
                other => return other,
            }
            self.has_spoken = true;
            if buffer.filled().is_empty() {
                // The line has ended, perhaps in the midst of one of the relay's.
                self.at_hand = readable(std::mem::take(&mut self.waiting));
                break;
            }
            self.waiting.extend_from_slice(buffer.filled());
        }
        let end = self.at_hand.len().min(to.remaining());
        to.put_slice(&self.at_hand[..end]);
        self.at_hand.drain(..end);
        Poll::Ready(Ok(()))
    }

    /// Takes the first whole line of what waits; whether there is one.
    fn take_line(&mut self) -> io::Result<bool> {
        let end = self.waiting.iter().position(|byte| *byte == b'\n').map(|at| at + 1);
        if end.unwrap_or(self.waiting.len()) > MAX_LINE_BYTES {
            return Err(io::Error::other(format!(
                "the relay's answer has a line of more than {MAX_LINE_BYTES} bytes"
            )));
        }
        // A line of too many is refused at its first byte.
        if !self.waiting.is_empty() && self.lines >= MAX_LINES {
            return Err(io::Error::other("the relay's answer does not end"));
        }
        let Some(end) = end else { return Ok(false) };
        self.at_hand = readable(self.waiting.drain(..end).collect());
        self.lines += 1;
        Ok(true)
    }
}

/// A line as lettre reads it: UTF-8, with a blank behind its code, and ended as SMTP ends lines.
/// Relays may leave the text out, and some the blank with it (RFC 5321, 4.2); others write it in
/// Latin-1, or end a line with a mere line feed.
fn readable(line: Vec<u8>) -> Vec<u8> {
    let (text, end): (_, &[u8]) = match line.strip_suffix(b"\n") {
        Some(text) => (text.strip_suffix(b"\r").unwrap_or(text), b"\r\n"),
        None => (&line[..], b""),
    };
    let blank: &[u8] = match text {
        [a, b, c] if [a, b, c].iter().all(|byte| byte.is_ascii_digit()) && !end.is_empty() => b" ",
        _ => b"",
    };
    let text = match str::from_utf8(text) {
        Ok(text) => text.as_bytes().to_vec(),
        Err(_) => in_latin_1(text),
    };
    [&text[..], blank, end].concat()
}

/// The letters of Latin-1 in UTF-8, no longer than a line may be without its end.
fn in_latin_1(text: &[u8]) -> Vec<u8> {
    let mut latin = String::with_capacity(text.len());
    for letter in text.iter().map(|byte| char::from(*byte)) {
        if latin.len() + letter.len_utf8() + 2 > MAX_LINE_BYTES {
            break;
        }
        latin.push(letter);
    }
    latin.into_bytes()
}

impl fmt::Debug for ReplyStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ReplyStream")
    }
}

impl AsyncTokioStream for ReplyStream {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        self.lock().line()?.peer_addr()
    }
}

impl AsyncRead for ReplyStream {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        to: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.lock().poll_read(context, to)
    }
}

impl AsyncWrite for ReplyStream {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let mut replies = self.lock();
        // What comes now answers this.
        replies.lines = 0;
        replies.line()?.poll_write(context, bytes)
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.lock().line()?.poll_flush(context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.lock().line()?.poll_shutdown(context)
    }
}

/// A line with TLS, from the first byte on (RFC 8314, 3.3) or behind STARTTLS.
///
/// Left to itself, lettre puts TLS between our bounds and the relay's words, where they
/// bound nothing.
#[allow(deprecated)]
#[derive(Debug)]
pub(super) struct TlsStream(AsyncNetworkStream);

#[allow(deprecated)]
impl TlsStream {
    pub async fn begin(
        line: Box<dyn AsyncTokioStream>,
        tls: &TlsParameters,
    ) -> Result<Self, TlsError> {
        let mut stream = AsyncNetworkStream::use_existing_tokio1(line);
        stream.upgrade_tls(tls.clone()).await?;
        Ok(Self(stream))
    }

    fn inner(self: Pin<&mut Self>) -> Pin<&mut AsyncNetworkStream> {
        Pin::new(&mut self.get_mut().0)
    }
}

impl AsyncTokioStream for TlsStream {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        self.0.peer_addr()
    }
}

impl AsyncRead for TlsStream {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        to: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let read =
            futures_io::AsyncRead::poll_read(self.inner(), context, to.initialize_unfilled());
        read.map_ok(|count| to.advance(count))
    }
}

impl AsyncWrite for TlsStream {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        futures_io::AsyncWrite::poll_write(self.inner(), context, bytes)
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        futures_io::AsyncWrite::poll_flush(self.inner(), context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        futures_io::AsyncWrite::poll_close(self.inner(), context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_is_one_that_can_be_read() {
        for (line, read) in [
            (&b"250 ok\r\n"[..], "250 ok\r\n"),
            (b"250\r\n", "250 \r\n"),
            (b"250-\r\n", "250-\r\n"),
            (b"250 ok\n", "250 ok\r\n"),
            (b"250\n", "250 \r\n"),
            (b"250", "250"),
            (b"2500\r\n", "2500\r\n"),
            (b"550 gr\xFC\xDFt\r\n", "550 grüßt\r\n"),
            ("550 grüßt\r\n".as_bytes(), "550 grüßt\r\n"),
            (b"", ""),
        ] {
            assert_eq!(String::from_utf8(readable(line.to_vec())).as_deref(), Ok(read));
        }
        let long = [b"550 ", &[0xFC; 900][..], b"\r\n"].concat();
        let read = String::from_utf8(readable(long)).unwrap();
        assert!(read.len() <= MAX_LINE_BYTES && read.ends_with("ü\r\n"), "{} bytes", read.len());
    }
}
