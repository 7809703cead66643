//! What a relay that closes the line where TLS begins would have spoken.
//!
//! A relay states why there is no TLS by an alert (RFC 8446, 6.2), but some close the line
//! instead, as those on Windows do. It is asked once more by a hello that takes older versions and
//! ciphers as well, and its choice says what is wrong. Nothing is sent behind that.

use std::io;
use std::net::Ipv4Addr;

use tokio::net::TcpStream;

use super::relay::{Relay, Security};
use super::tls::TlsError;

/// Ciphers of today: those that letterpress speaks in TLS 1.2.
const CIPHERS: [u16; 6] = [0xC02B, 0xC02F, 0xC02C, 0xC030, 0xCCA9, 0xCCA8];
/// Those of old: CBC, RSA without forward secrecy, 3DES, RC4.
const OLD_CIPHERS: [u16; 18] = [
    0x009E, 0x009F, 0x009C, 0x009D, 0xC023, 0xC027, 0xC009, 0xC013, 0xC00A, 0xC014, 0x0067, 0x0033,
    0x0039, 0x003C, 0x002F, 0x0035, 0x000A, 0x0005,
];
/// `supported_groups`, `ec_point_formats` (RFC 8422, 5.1) and `signature_algorithms` (RFC 5246,
/// 7.4.1.4.1).
const EXTENSIONS: &[u8] = b"\
    \x00\x0A\x00\x0A\x00\x08\x00\x1D\x00\x17\x00\x18\x00\x19\
    \x00\x0B\x00\x02\x01\x00\
    \x00\x0D\x00\x14\x00\x12\x04\x03\x05\x03\x06\x03\x08\x04\x04\x01\x05\x01\x06\x01\x02\x03\x02\x01";
/// The bytes of an answer up to the length of its session's name.
const CHOICE_BYTES: usize = 44;
/// The most bytes of what a relay says before TLS begins.
const MAX_SPOKEN_BYTES: usize = 64 * 1024;

/// Why a relay closes the line where TLS begins; `None` where nothing is wrong with what it
/// speaks, or it closes the line again.
pub(super) async fn why_closed(relay: &Relay) -> Option<TlsError> {
    let line = RawLine(TcpStream::connect((relay.host.as_str(), relay.port)).await.ok()?);
    if relay.security != Security::Wrapped {
        line.reply().await?;
        line.write(format!("EHLO [{}]\r\n", Ipv4Addr::LOCALHOST).as_bytes()).await.ok()?;
        line.reply().await?;
        line.write(b"STARTTLS\r\n").await.ok()?;
        line.reply().await?;
    }
    line.write(&hello(&relay.host)).await.ok()?;
    let mut answer = Vec::new();
    while answer.len() < CHOICE_BYTES {
        line.read(&mut answer).await?;
    }
    // The name of the session has up to 32 bytes, and the cipher stands behind it.
    let whole = CHOICE_BYTES + usize::from(*answer.get(CHOICE_BYTES - 1)?) + 2;
    while answer.len() < whole {
        line.read(&mut answer).await?;
    }
    judged(&answer)
}

/// What a server's choice says: its version and its cipher (RFC 5246, 7.4.1.3).
fn judged(answer: &[u8]) -> Option<TlsError> {
    let (handshake, hello) = (22, 2);
    if (answer.first()?, answer.get(5)?) != (&handshake, &hello) {
        return None;
    }
    let version = u16::from_be_bytes([*answer.get(9)?, *answer.get(10)?]);
    let at = CHOICE_BYTES + usize::from(*answer.get(CHOICE_BYTES - 1)?);
    let cipher = u16::from_be_bytes([*answer.get(at)?, *answer.get(at + 1)?]);
    match version {
        0x0300..=0x0302 => Some(TlsError::OldVersion),
        0x0303 if OLD_CIPHERS.contains(&cipher) => Some(TlsError::NothingInCommon),
        _ => None,
    }
}

/// A hello of TLS 1.2 that takes all from TLS 1.0 on (RFC 5246, 7.4.1.2).
fn hello(host: &str) -> Vec<u8> {
    // Nothing is kept secret by it, so that its random bytes need not be.
    let mut body = b"\x03\x03".to_vec();
    body.extend([0x4C; 32]);
    body.push(0);
    let ciphers: Vec<u8> =
        CIPHERS.iter().chain(&OLD_CIPHERS).flat_map(|cipher| cipher.to_be_bytes()).collect();
    body.extend(with_length(&ciphers));
    body.extend([1, 0]);
    let mut extensions = EXTENSIONS.to_vec();
    // A host that is named by a number is not named here (RFC 6066, 3).
    if host.parse::<std::net::IpAddr>().is_err() {
        let name = [&[0], &*with_length(host.as_bytes())].concat();
        extensions.extend([0, 0]);
        extensions.extend(with_length(&with_length(&name)));
    }
    body.extend(with_length(&extensions));
    // The length of the hello has three bytes.
    let handshake = [&[1, 0], &*with_length(&body)].concat();
    [b"\x16\x03\x01", &*with_length(&handshake)].concat()
}

/// Some bytes behind their number. None of ours come near its end.
fn with_length(bytes: &[u8]) -> Vec<u8> {
    let count = u16::try_from(bytes.len()).unwrap_or(u16::MAX);
    [&count.to_be_bytes(), bytes].concat()
}

/// A line without TLS, byte by byte.
struct RawLine(TcpStream);

impl RawLine {
    async fn write(&self, bytes: &[u8]) -> io::Result<()> {
        let mut left = bytes;
        while !left.is_empty() {
            self.0.writable().await?;
            match self.0.try_write(left) {
                Ok(count) => left = left.get(count..).unwrap_or_default(),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Waits for more; `None` where nothing more comes, or too much.
    async fn read(&self, to: &mut Vec<u8>) -> Option<()> {
        let mut bytes = [0; 4096];
        loop {
            self.0.readable().await.ok()?;
            match self.0.try_read(&mut bytes) {
                Ok(0) => return None,
                Ok(count) => {
                    to.extend_from_slice(bytes.get(..count)?);
                    return (to.len() <= MAX_SPOKEN_BYTES).then_some(());
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(_) => return None,
            }
        }
    }

    /// Waits for a good reply of any number of lines.
    async fn reply(&self) -> Option<()> {
        let mut reply = Vec::new();
        loop {
            self.read(&mut reply).await?;
            let Some(whole) = reply.strip_suffix(b"\r\n") else { continue };
            let last = whole.rsplit(|byte| *byte == b'\n').next()?;
            if last.first() != Some(&b'2') {
                return None;
            }
            if last.get(3) != Some(&b'-') {
                return Some(());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hello_states_its_lengths() {
        for host in ["mail.example.org", "192.0.2.1"] {
            let hello = hello(host);
            let number = |at: usize| usize::from(u16::from_be_bytes([hello[at], hello[at + 1]]));
            assert_eq!((number(3), number(7)), (hello.len() - 5, hello.len() - 9), "{host}");
            let ciphers = number(44);
            assert_eq!(ciphers, 2 * (CIPHERS.len() + OLD_CIPHERS.len()));
            assert_eq!(number(46 + ciphers + 2), hello.len() - (46 + ciphers + 4), "{host}");
        }
    }

    #[test]
    fn a_choice_says_what_is_wrong() {
        let choice = |version: u8, cipher: [u8; 2], session: usize| {
            let mut answer = b"\x16\x03\x03\x00\x50\x02\x00\x00\x4C\x03".to_vec();
            answer.push(version);
            answer.extend([7; 32]);
            answer.push(session as u8);
            answer.extend(vec![8; session]);
            answer.extend(cipher);
            judged(&answer)
        };
        for session in [0, 32] {
            assert_eq!(choice(1, [0xC0, 0x13], session), Some(TlsError::OldVersion));
            assert_eq!(choice(2, [0, 0x2F], session), Some(TlsError::OldVersion));
            assert_eq!(choice(3, [0, 0x2F], session), Some(TlsError::NothingInCommon));
            assert_eq!(choice(3, [0xC0, 0x2F], session), None);
        }
        for answer in
            [&b""[..], b"\x15\x03\x01\x00\x02\x02\x46", b"220 relay.example ESMTP\r\n", &[22; 44]]
        {
            assert_eq!(judged(answer), None);
        }
    }
}
