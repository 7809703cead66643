//! The address of a relay, as it is written.

use std::fmt;

use url::{Host, Url};

use crate::diagnostic::{Diagnostic, codes};

/// The port for handing in with STARTTLS (RFC 6409, 3.1) and with TLS from the first
/// byte (RFC 8314, 7.3).
const PORTS: (u16, u16) = (587, 465);

/// An address such as `smtps://mail.example.org:465`, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RelayAddress {
    /// Whether TLS begins with the first byte (`smtps`).
    pub is_wrapped: bool,
    /// The name or number of the host, without brackets.
    pub host: String,
    /// The port, where one is written.
    pub typed_port: Option<u16>,
}

impl RelayAddress {
    /// Reads a URL; `relay-address` where it is none of a relay.
    pub fn parse(address: &str) -> Result<Self, Diagnostic> {
        let url = Url::parse(address.trim()).map_err(|_| bad_address("is no address"))?;
        if !url.username().is_empty() || url.password().is_some() {
            let error = bad_address("holds a user or a password, where others can read it");
            return Err(error.hint(
                "put them into a file for --credentials, or into LETTERPRESS_RELAY_USER and LETTERPRESS_RELAY_PASSWORD",
            ));
        }
        let is_wrapped = match url.scheme() {
            "smtp" => false,
            "smtps" => true,
            _ => return Err(bad_address("begins neither with smtp:// nor with smtps://")),
        };
        let has_more =
            !matches!(url.path(), "" | "/") || url.query().is_some() || url.fragment().is_some();
        if has_more {
            return Err(bad_address("has something behind the port"));
        }
        let host = match url.host() {
            // Of a scheme that it does not know, the crate takes all hosts for opaque names.
            Some(Host::Domain(name)) => match Host::parse(name) {
                Ok(Host::Domain(name)) => name,
                Ok(Host::Ipv4(address)) => address.to_string(),
                _ => return Err(bad_address("names no host")),
            },
            Some(Host::Ipv4(address)) => address.to_string(),
            Some(Host::Ipv6(address)) => address.to_string(),
            None => return Err(bad_address("names no host")),
        };
        Ok(Self { is_wrapped, host, typed_port: url.port() })
    }

    /// The port: the one that is written, else the usual one.
    pub fn port(&self) -> u16 {
        self.typed_port.unwrap_or(if self.is_wrapped { PORTS.1 } else { PORTS.0 })
    }

    /// Host and port without a scheme: `smtps` behind its usual port, else `smtp`.
    pub fn parse_host(host: &str) -> Result<Self, Diagnostic> {
        let mut address = Self::parse(&format!("smtp://{}", host.trim()))?;
        address.is_wrapped = address.typed_port == Some(PORTS.1);
        Ok(address)
    }
}

impl fmt::Display for RelayAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if self.is_wrapped { "smtps" } else { "smtp" };
        write!(f, "{scheme}://{}", place(&self.host, self.port()))
    }
}

/// Host and port, an IPv6 address in brackets.
pub(super) fn place(host: &str, port: u16) -> String {
    if host.contains(':') { format!("[{host}]:{port}") } else { format!("{host}:{port}") }
}

/// `relay-address`. What was typed may hold a password, so the message does not repeat it.
fn bad_address(why: &str) -> Diagnostic {
    let message = message!("the relay's address {reason}", reason = why);
    Diagnostic::new(codes::RELAY_ADDRESS, message)
        .hint("write smtp://mail.example.org:587 or smtps://mail.example.org:465")
}
