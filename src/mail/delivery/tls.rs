//! What goes wrong where TLS begins, and what it means.

use std::error::Error as _;
use std::io;

use rustls::{AlertDescription, CertificateError, Error as Fault, PeerIncompatible};

use super::error::{RelayError, SmtpError};
use super::relay::{Relay, Security};
use crate::diagnostic::{Diagnostic, codes};

/// What rustls-webpki calls the certificate of an authority in the place of a server's; rustls has
/// no word of its own for it.
const OF_AUTHORITY: &str = "CaUsedAsEndEntity";

/// Why there is no TLS on a line.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum TlsError {
    /// The relay speaks older versions only.
    OldVersion,
    /// No cipher, or no other part of the protocol, is known to both.
    NothingInCommon,
    /// What came is no TLS.
    NoTls,
    /// The certificate: why.
    Certificate(String),
    /// The certificate is that of an authority, and not of a server.
    CertificateOfAuthority,
    /// The relay closed the line. Some do so where they do not like what they are offered.
    Closed,
    /// Something else: why.
    Line(SmtpError),
}

impl TlsError {
    /// What it means for a run: all but a broken line is the same at the next try.
    pub fn into_relay_error(self, relay: &Relay) -> RelayError {
        let error = match self {
            Self::OldVersion => {
                let message = message!(
                    "the relay {relay} speaks no TLS newer than 1.1, which is no longer safe (RFC 8996); nothing was sent",
                    relay
                );
                Diagnostic::new(codes::RELAY_TLS_VERSION, message)
                    .hint("its administrators have to switch on TLS 1.2 or 1.3")
            }
            Self::NothingInCommon => {
                let message = message!(
                    "the relay {relay} has no cipher in common with letterpress; nothing was sent",
                    relay
                );
                Diagnostic::new(codes::RELAY_TLS_VERSION, message).hint(
                    "its administrators have to switch on TLS 1.3, or TLS 1.2 with ECDHE and AES-GCM or ChaCha20-Poly1305 (RFC 9325)",
                )
            }
            Self::NoTls if relay.security == Security::Wrapped => {
                let message =
                    message!("the relay {relay} does not begin with TLS, as smtps:// says", relay);
                Diagnostic::new(codes::RELAY_SCHEME, message)
                    .hint(format!("write smtp://{relay}: there TLS begins behind STARTTLS"))
            }
            Self::NoTls => {
                let message = message!("the relay {relay} offers TLS and then speaks none", relay);
                Diagnostic::new(codes::RELAY_WITHOUT_TLS, message)
                    .hint("ask its administrators; something between here and there may alter what it says")
            }
            Self::Certificate(reason) => {
                let message = message!(
                    "the certificate of the relay {relay} cannot be trusted ({reason})",
                    relay,
                    reason
                );
                Diagnostic::new(codes::RELAY_CERTIFICATE, message)
                    .hint("nothing was sent; an authority of your own is named with --ca FILE.pem")
            }
            Self::CertificateOfAuthority => {
                let message = message!(
                    "the certificate of the relay {relay} is one of an authority (`CA:TRUE`), not of a server",
                    relay
                );
                Diagnostic::new(codes::RELAY_CERTIFICATE, message)
                    .hint("nothing was sent; have the authority sign a certificate with the relay's name")
                    .hint("or make one with `-addext basicConstraints=critical,CA:FALSE` and name it with --ca FILE.pem")
            }
            Self::Closed => {
                return RelayError::Passing(
                    "the relay closed the line where TLS begins".to_owned(),
                );
            }
            Self::Line(error) => return error.into_greeting(relay),
        };
        RelayError::Lasting(error)
    }

    /// Whether it was TLS that the relay answered with.
    pub fn is_of_tls(&self) -> bool {
        !matches!(self, Self::NoTls | Self::Closed | Self::Line(_))
    }

    fn of_fault(fault: &Fault) -> Option<Self> {
        use AlertDescription as Alert;
        Some(match fault {
            Fault::AlertReceived(Alert::ProtocolVersion)
            | Fault::PeerIncompatible(
                PeerIncompatible::ServerDoesNotSupportTls12Or13
                | PeerIncompatible::ServerTlsVersionIsDisabledByOurConfig,
            ) => Self::OldVersion,
            Fault::AlertReceived(Alert::HandshakeFailure | Alert::InsufficientSecurity)
            | Fault::PeerIncompatible(_) => Self::NothingInCommon,
            Fault::InvalidMessage(_) | Fault::PeerSentOversizedRecord => Self::NoTls,
            Fault::InvalidCertificate(CertificateError::Other(_))
                if fault.to_string().contains(OF_AUTHORITY) =>
            {
                Self::CertificateOfAuthority
            }
            Fault::InvalidCertificate(_) => Self::Certificate(fault.to_string()),
            _ => return None,
        })
    }
}

impl From<lettre::transport::smtp::Error> for TlsError {
    fn from(error: lettre::transport::smtp::Error) -> Self {
        // The crate wraps it more than once.
        let causes = std::iter::successors(error.source(), |&cause| cause.source());
        let Some(io) = causes.into_iter().find_map(|cause| cause.downcast_ref::<io::Error>())
        else {
            return Self::Line(SmtpError::from(error));
        };
        let fault = io.get_ref().and_then(|inner| inner.downcast_ref::<Fault>());
        match (fault.and_then(Self::of_fault), io.kind()) {
            (Some(found), _) => found,
            (
                None,
                io::ErrorKind::UnexpectedEof
                | io::ErrorKind::ConnectionReset
                | io::ErrorKind::ConnectionAborted
                | io::ErrorKind::BrokenPipe,
            ) => Self::Closed,
            (None, _) => Self::Line(SmtpError::of_line(io)),
        }
    }
}

/// `relay-scheme`: a relay waits for TLS, and we for its greeting.
pub(super) fn waits_for_tls(relay: &Relay) -> RelayError {
    let message = message!("the relay {relay} begins with TLS, and not as smtp:// says", relay);
    let error = Diagnostic::new(codes::RELAY_SCHEME, message);
    RelayError::Lasting(error.hint(format!("write smtps://{relay}")))
}
