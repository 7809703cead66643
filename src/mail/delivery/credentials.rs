//! User and secret, and the one relay that gets them.

use std::fmt;
use std::sync::Arc;

use lettre::transport::smtp::authentication::Credentials as Login;

use super::address::{RelayAddress, place};
use super::secret::{RelayLogin, TokenLogin};
use super::token::TokenSource;
use crate::diagnostic::{Diagnostic, codes};

/// User and password, or user and token, for one relay. No other relay ever gets them: see
/// [`Relay::with_credentials`](super::Relay::with_credentials).
#[derive(Clone)]
pub struct Credentials {
    login: RelayLogin,
    relay: RelayAddress,
    /// Whether they are for the host at all its ports.
    has_any_port: bool,
}

impl Credentials {
    /// User and password for a relay: an address as for
    /// [`Relay::parse`](super::Relay::parse), or a host with or without a port. A host alone stands for all its ports. `relay-address` where it is
    /// neither.
    ///
    /// ```
    /// use letterpress::mail::delivery::{Credentials, Relay};
    ///
    /// # fn main() -> Result<(), letterpress::diagnostic::Diagnostic> {
    /// let relay = "smtps://mail.example.org";
    /// let credentials = Credentials::new("presse".into(), "geheim".into(), relay)?;
    /// assert!(Relay::parse(relay, false)?.with_credentials(&credentials).is_ok());
    /// let other = Relay::parse("smtps://mail.example.net", false)?;
    /// let refused = other.with_credentials(&credentials).unwrap_err();
    /// assert_eq!(refused.code, "credentials-relay");
    /// # Ok(())
    /// # }
    /// ```
    pub fn new(user: String, password: String, relay: &str) -> Result<Self, Diagnostic> {
        Self::of(RelayLogin::Password(Login::new(user, password)), relay)
    }

    /// User and token (OAuth) for a relay, by the mechanisms OAUTHBEARER (RFC 7628) or
    /// XOAUTH2. The source is asked for each connection, and once more where the relay refuses
    /// what it gave. Errors as for [`Credentials::new`].
    ///
    /// ```
    /// use std::sync::Arc;
    ///
    /// use letterpress::diagnostic::Diagnostic;
    /// use letterpress::mail::delivery::{AccessToken, Credentials, TokenSource};
    ///
    /// struct Fixed;
    ///
    /// impl TokenSource for Fixed {
    ///     fn token(&self, _: Option<&AccessToken>) -> Result<AccessToken, Diagnostic> {
    ///         AccessToken::parse("ya29.a0AfB")
    ///     }
    /// }
    ///
    /// let relay = "smtp://smtp.office365.com";
    /// assert!(Credentials::with_token("presse@example.org".into(), Arc::new(Fixed), relay).is_ok());
    /// ```
    pub fn with_token(
        user: String,
        source: Arc<dyn TokenSource>,
        relay: &str,
    ) -> Result<Self, Diagnostic> {
        Self::of(RelayLogin::Token(TokenLogin::new(user, source)), relay)
    }

    fn of(login: RelayLogin, relay: &str) -> Result<Self, Diagnostic> {
        let has_scheme = relay.contains("://");
        let relay =
            if has_scheme { RelayAddress::parse(relay)? } else { RelayAddress::parse_host(relay)? };
        let has_any_port = !has_scheme && relay.typed_port.is_none();
        Ok(Self { login, relay, has_any_port })
    }

    /// The address of their relay, for [`Relay::parse`](super::Relay::parse).
    pub fn relay(&self) -> String {
        self.relay.to_string()
    }

    /// The login for the relay at a host and port; `credentials-relay` where it is not theirs.
    pub(super) fn login(&self, host: &str, port: u16) -> Result<RelayLogin, Diagnostic> {
        let is_theirs = host == self.relay.host && (self.has_any_port || port == self.relay.port());
        if is_theirs {
            return Ok(self.login.clone());
        }
        let secret = self.login.secret_word();
        let message = message!(
            "user and {secret} are for the relay {own}, and {relay} does not get them",
            own = self.place(),
            relay = place(host, port),
            secret
        );
        Err(Diagnostic::new(codes::CREDENTIALS_RELAY, message)
            .hint("send through their own relay, or give the credentials of this one"))
    }

    fn place(&self) -> String {
        let RelayAddress { host, .. } = &self.relay;
        if self.has_any_port { host.clone() } else { place(host, self.relay.port()) }
    }
}

/// The relay, neither user nor secret.
impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Credentials({})", self.place())
    }
}
