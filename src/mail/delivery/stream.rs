//! The line to a relay, and what it may send us.

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll};

use lettre::transport::smtp::Error;
#[allow(deprecated)] // The crate names no other way to TLS on a line of one's own.
use lettre::transport::smtp::client::AsyncNetworkStream;
use lettre::transport::smtp::client::{AsyncTokioStream, TlsParameters};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

/// The most bytes that a relay may answer to one command. Of one that goes on and on
/// nothing is to be expected (Postfix bounds answers likewise).
const MAX_ANSWER_BYTES: usize = 128 * 1024;

/// A connection that hands out one line at a time.
///
/// What comes behind an answer in the same breath is thus never read ahead: when TLS
/// begins, nothing that an attacker sent before it can count as an answer behind
/// it (RFC 3207, 4.2 and 6).
pub(super) struct LineStream {
    stream: TcpStream,
    /// What was read and not handed out.
    waiting: Vec<u8>,
    /// How much came since something was sent.
    answered: usize,
}

impl LineStream {
    pub fn new(stream: TcpStream) -> Self {
        Self { stream, waiting: Vec::new(), answered: 0 }
    }

    /// Hands out what waits, up to the end of its first line.
    fn hand_out(&mut self, to: &mut ReadBuf<'_>) {
        let line = self.waiting.iter().position(|byte| *byte == b'\n').map(|at| at + 1);
        let end = line.unwrap_or(self.waiting.len()).min(to.remaining());
        let out: Vec<u8> = self.waiting.drain(..end).collect();
        to.put_slice(&out);
    }
}

impl fmt::Debug for LineStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LineStream")
    }
}

impl AsyncTokioStream for LineStream {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        self.stream.peer_addr()
    }
}

impl AsyncRead for LineStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        to: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.waiting.is_empty() {
            let mut bytes = [0; 4096];
            let mut buffer = ReadBuf::new(&mut bytes);
            match Pin::new(&mut self.stream).poll_read(context, &mut buffer) {
                Poll::Ready(Ok(())) => {}
                other => return other,
            }
            self.answered += buffer.filled().len();
            if self.answered > MAX_ANSWER_BYTES {
                return Poll::Ready(Err(io::Error::other("the relay's answer does not end")));
            }
            self.waiting.extend_from_slice(buffer.filled());
        }
        self.hand_out(to);
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for LineStream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.answered = 0;
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

/// A [`LineStream`] with TLS from the first byte on (RFC 8314, 3.3).
///
/// The crate would connect by itself otherwise, and then small commands wait for each
/// other, answers have no bounds, and much of a message waits within the system.
#[allow(deprecated)]
#[derive(Debug)]
pub(super) struct TlsStream(AsyncNetworkStream);

#[allow(deprecated)]
impl TlsStream {
    pub async fn begin(line: LineStream, tls: &TlsParameters) -> Result<Self, Error> {
        let mut stream = AsyncNetworkStream::use_existing_tokio1(Box::new(line));
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
