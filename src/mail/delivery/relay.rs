//! Where mail is handed in, and how.

use std::fmt;
use std::net::IpAddr;
use std::time::Duration;

use lettre::transport::smtp::client::{Certificate, CertificateStore, TlsParameters};
use lettre::transport::smtp::extension::ClientId;

use super::address::{RelayAddress, place};
use super::credentials::Credentials;
use super::secret::RelayLogin;
use crate::diagnostic::{Diagnostic, codes};
use crate::rules::{self, OwnName};

/// How a certificate begins in PEM form (RFC 7468, 5.1).
const PEM: &str = "-----BEGIN CERTIFICATE-----";

/// The office's own mail server.
#[derive(Clone)]
pub struct Relay {
    /// Its name, without brackets.
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) security: Security,
    pub(super) login: Option<RelayLogin>,
    /// What is said in EHLO; the own address, where it is not given.
    pub(super) hello: Option<ClientId>,
    certificates: Vec<Certificate>,
    /// How long an answer may take.
    pub(super) timeout: Duration,
}

/// What keeps others from reading along.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Security {
    /// TLS from the first byte (`smtps`).
    Wrapped,
    /// TLS by STARTTLS, or nothing is sent.
    Required,
    /// TLS by STARTTLS where the relay offers it.
    Offered,
}

impl Relay {
    /// Reads an address such as `smtp://mail.example.org:587` or
    /// `smtps://mail.example.org`.
    ///
    /// Behind `smtp` TLS is needed, by STARTTLS, unless the relay is this machine or
    /// `plain` allows it to go without. `relay-address` where it is no such address, or
    /// holds a password.
    ///
    /// ```
    /// use letterpress::mail::delivery::Relay;
    ///
    /// assert!(Relay::parse("smtp://mail.example.org:587", false).is_ok());
    /// let refused = Relay::parse("mail.example.org/inbox", false).unwrap_err();
    /// assert_eq!(refused.code, "relay-address");
    /// ```
    pub fn parse(address: &str, plain: bool) -> Result<Self, Diagnostic> {
        let address = RelayAddress::parse(address)?;
        let (host, port) = (address.host.clone(), address.port());
        let is_here =
            host == "localhost" || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback());
        let security = if address.is_wrapped {
            Security::Wrapped
        } else if plain || is_here {
            Security::Offered
        } else {
            Security::Required
        };
        let timeout = Duration::from_secs(300);
        let certificates = Vec::new();
        Ok(Self { host, port, security, login: None, hello: None, certificates, timeout })
    }

    /// Logs in. Only behind TLS: without it nothing is sent. `credentials-relay` where the
    /// credentials are for another relay.
    pub fn with_credentials(mut self, credentials: &Credentials) -> Result<Self, Diagnostic> {
        self.login = Some(credentials.login(&self.host, self.port)?);
        Ok(self)
    }

    /// Names this machine so in EHLO (RFC 5321, 4.1.1.1): a host name with a dot in it, or an
    /// address in brackets (4.1.3). Without it, its address is said. `helo-impossible` where it
    /// is neither.
    ///
    /// ```
    /// use letterpress::mail::delivery::Relay;
    ///
    /// # fn main() -> Result<(), letterpress::diagnostic::Diagnostic> {
    /// let relay = Relay::parse("smtps://mail.example.org", false)?;
    /// assert!(relay.clone().with_helo("presse.example.org").is_ok());
    /// assert_eq!(relay.with_helo("localhost").unwrap_err().code, "helo-impossible");
    /// # Ok(())
    /// # }
    /// ```
    pub fn with_helo(mut self, name: &str) -> Result<Self, Diagnostic> {
        self.hello = Some(match rules::own_name(name)? {
            OwnName::Host(name) => ClientId::Domain(name),
            OwnName::Address(address) => literal(address),
        });
        Ok(self)
    }

    /// Trusts further authorities, in PEM form. `relay-certificates` where there is none.
    pub fn with_certificates(mut self, pem: &[u8]) -> Result<Self, Diagnostic> {
        let has_some = str::from_utf8(pem).is_ok_and(|text| text.contains(PEM));
        match Certificate::from_pem(pem).ok().filter(|one| has_some && is_usable(one)) {
            Some(certificate) => self.certificates.push(certificate),
            None => {
                let message = "the file of certificate authorities holds no certificate";
                return Err(Diagnostic::new(codes::RELAY_CERTIFICATES, message)
                    .hint(format!("it is a PEM file, with {PEM}")));
            }
        }
        Ok(self)
    }

    /// Waits so long for an answer, and twice as long for the one behind a message
    /// (RFC 5321, 4.5.3.2 asks for 5 and 10 minutes).
    #[must_use]
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Whose certificates count: the system's authorities and those given.
    pub(super) fn tls(&self) -> Result<TlsParameters, lettre::transport::smtp::Error> {
        let builder = TlsParameters::builder(self.host.clone());
        let certificates = self.certificates.iter().cloned();
        certificates.fold(builder, |builder, one| builder.add_root_certificate(one)).build()
    }
}

/// An address in place of a name.
pub(super) fn literal(address: IpAddr) -> ClientId {
    match address {
        IpAddr::V4(address) => ClientId::Ipv4(address),
        IpAddr::V6(address) => ClientId::Ipv6(address),
    }
}

/// Whether the bytes inside are a certificate, which shows only in use.
fn is_usable(certificate: &Certificate) -> bool {
    let alone = TlsParameters::builder("localhost".to_owned());
    let alone = alone.certificate_store(CertificateStore::None);
    alone.add_root_certificate(certificate.clone()).build().is_ok()
}

impl fmt::Display for Relay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&place(&self.host, self.port))
    }
}

value_as_text!(Relay);

/// A relay's address, never its password.
impl fmt::Debug for Relay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Relay({self}, {:?})", self.security)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(address: &str) -> Result<(String, Security), String> {
        let relay = Relay::parse(address, false).map_err(|error| error.message)?;
        Ok((relay.to_string(), relay.security))
    }

    #[test]
    fn addresses_of_relays() {
        for (address, place, security) in [
            ("smtp://mail.example.org", "mail.example.org:587", Security::Required),
            ("smtps://mail.example.org", "mail.example.org:465", Security::Wrapped),
            ("smtp://Mail.Example.org:25/", "mail.example.org:25", Security::Required),
            ("smtp://localhost:2525", "localhost:2525", Security::Offered),
            ("smtp://127.0.0.1:2525", "127.0.0.1:2525", Security::Offered),
            ("smtp://[::1]:2525", "[::1]:2525", Security::Offered),
            ("smtp://192.168.1.1", "192.168.1.1:587", Security::Required),
        ] {
            assert_eq!(read(address), Ok((place.to_owned(), security)), "{address}");
        }
        let plain = Relay::parse("smtp://mail.example.org", true).map(|relay| relay.security);
        assert_eq!(plain, Ok(Security::Offered));
    }

    #[test]
    fn passwords_are_refused_and_not_repeated() {
        for address in [
            "smtp://user:geheim@mail.example.org",
            "smtp://geheim@mail.example.org",
            "mail.example.org?geheim",
            "http://mail.example.org/geheim",
            "smtp://mail.example.org/geheim",
            "smtp://",
            "geheim",
        ] {
            let error = Relay::parse(address, false).err().unwrap();
            assert_eq!(error.code.name(), "relay-address", "{address}");
            assert!(!format!("{error:?}").contains("geheim"), "{address}: {error:?}");
        }
    }

    #[test]
    fn a_file_without_certificates_is_refused() {
        let relay = || Relay::parse("smtps://mail.example.org", false).unwrap();
        for bytes in
            [&b""[..], b"text", b"-----BEGIN CERTIFICATE-----\nxx\n-----END CERTIFICATE-----\n"]
        {
            assert_eq!(
                relay().with_certificates(bytes).err().map(|f| f.code.name()),
                Some("relay-certificates")
            );
        }
    }

    fn credentials(relay: &str) -> Credentials {
        Credentials::new("presse".into(), "geheim".into(), relay).unwrap()
    }

    fn go_to(credentials: &Credentials, relay: &str) -> bool {
        let relay = Relay::parse(relay, true).unwrap().with_credentials(credentials);
        let error = relay.as_ref().err();
        assert!(error.is_none_or(|error| error.code == "credentials-relay"), "{error:?}");
        let shown = format!("{relay:?} {credentials:?}");
        assert!(!shown.contains("geheim") && !shown.contains("presse"), "{shown}");
        relay.is_ok_and(|relay| relay.login.is_some())
    }

    #[test]
    fn credentials_go_to_their_own_host_and_port() {
        for (named, relay, is_theirs) in [
            ("smtps://mail.example.org", "smtps://mail.example.org:465", true),
            ("smtps://Mail.Example.org:465", "smtps://mail.example.org", true),
            ("smtp://mail.example.org:25", "smtp://mail.example.org:25", true),
            ("mail.example.org:2525", "smtp://mail.example.org:2525", true),
            ("mail.example.org", "smtp://mail.example.org:2525", true),
            ("mail.example.org", "smtps://mail.example.org", true),
            ("[::1]:25", "smtp://[::1]:25", true),
            ("müller.example", "smtp://xn--mller-kva.example", true),
            ("smtps://mail.example.org", "smtp://mail.example.org", false),
            ("smtps://mail.example.org", "smtps://mail.example.org:24999", false),
            ("mail.example.org:2525", "smtp://mail.example.org:2526", false),
            ("mail.example.org", "smtps://mail.example.org.evil.example", false),
            ("mail.example.org", "smtps://example.org", false),
            ("localhost", "smtp://127.0.0.1:25", false),
            ("127.0.0.1", "smtp://[::1]:25", false),
        ] {
            assert_eq!(go_to(&credentials(named), relay), is_theirs, "{named} {relay}");
        }
    }

    #[test]
    fn their_relay_can_be_sent_by() {
        for (named, address) in [
            ("mail.example.org", "smtp://mail.example.org:587"),
            ("mail.example.org:465", "smtps://mail.example.org:465"),
            ("mail.example.org:25", "smtp://mail.example.org:25"),
            ("smtps://[::1]", "smtps://[::1]:465"),
        ] {
            let credentials = credentials(named);
            assert_eq!(credentials.relay(), address);
            assert!(go_to(&credentials, &credentials.relay()), "{named}");
        }
    }

    #[test]
    fn what_is_no_relay_is_refused_and_not_repeated() {
        for relay in
            ["", " ", "smtp://", "http://geheim.example", "a:geheim@mail.example.org", "a b"]
        {
            let error = Credentials::new("presse".into(), "geheim".into(), relay).unwrap_err();
            assert_eq!(error.code, "relay-address", "{relay}");
            assert!(!format!("{error:?}").contains("geheim"), "{relay}: {error:?}");
        }
    }
}
