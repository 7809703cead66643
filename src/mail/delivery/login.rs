//! What is said to a relay at a login: by user and password, or by user and token.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use lettre::transport::smtp::authentication::Mechanism;
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::response::{Response, Severity};

use super::answer::Answer;
use super::error::{RelayError, SmtpError};
use super::refusal::{LoginRefusal, TOKEN_HINT};
use super::relay::Relay;
use super::secret::LoginSecret;
use super::token::AccessToken;
use crate::diagnostic::{Diagnostic, MessageText, codes};

/// The most bytes of a command (RFC 5321, 4.5.3.1.4). A longer first answer of ours has to wait
/// for the relay's question (RFC 4954, 4), and some relays insist on that.
const MAX_COMMAND_BYTES: usize = 512;

/// Why there is no login.
pub(super) enum LoginError {
    /// The relay refuses user and secret.
    Refused(LoginRefusal),
    /// Something else.
    Other(RelayError),
}

impl LoginError {
    pub fn into_relay_error(self, relay: &Relay) -> RelayError {
        match self {
            Self::Refused(refusal) => RelayError::Lasting(refusal.into_diagnostic(relay)),
            Self::Other(error) => error,
        }
    }
}

impl From<RelayError> for LoginError {
    fn from(error: RelayError) -> Self {
        Self::Other(error)
    }
}

/// Logs in, with what a relay offers.
pub(super) async fn log_in(
    smtp: &mut AsyncSmtpConnection,
    relay: &Relay,
    secret: &LoginSecret,
    about: &Response,
) -> Result<(), LoginError> {
    let offered = offered(about);
    let answer = match secret {
        LoginSecret::Password(login) => {
            let mechanisms = [Mechanism::Plain, Mechanism::Login];
            if smtp.server_info().get_auth_mechanism(&mechanisms).is_none() {
                return Err(LoginError::Other(no_password(relay, &offered)));
            }
            smtp.auth(&mechanisms, login).await.map(drop).map_err(SmtpError::from)
        }
        LoginSecret::Token(user, token) => {
            let mechanism = TokenMechanism::PREFERRED
                .into_iter()
                .find(|one| offered.iter().any(|name| name == one.name()));
            let Some(mechanism) = mechanism else {
                return Err(LoginError::Other(no_token(relay, &offered)));
            };
            mechanism.log_in(smtp, relay, user, token).await
        }
    };
    answer.map_err(|error| match error {
        SmtpError::Reply(code @ 500.., text) => {
            LoginError::Refused(LoginRefusal::new(code, &text, secret.can_change(), offered))
        }
        SmtpError::Reply(code, text) => {
            let words = LoginRefusal::new(code, &text, secret.can_change(), offered).codes();
            let pressure = Answer::new(code, &text).pressure();
            LoginError::Other(RelayError::Busy(
                pressure,
                format!("the relay puts the login off ({words})"),
            ))
        }
        SmtpError::Line(_) => {
            LoginError::Other(RelayError::Passing("the line broke at the login".to_owned()))
        }
    })
}

/// The ways to log in by a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TokenMechanism {
    /// RFC 7628, 3.1.
    OauthBearer,
    /// Google's, older than the standard; Exchange Online knows only this one.
    Xoauth2,
}

impl TokenMechanism {
    const PREFERRED: [Self; 2] = [Self::OauthBearer, Self::Xoauth2];

    fn name(self) -> &'static str {
        match self {
            Self::OauthBearer => "OAUTHBEARER",
            Self::Xoauth2 => "XOAUTH2",
        }
    }

    /// What is said first, without its coding.
    fn response(self, relay: &Relay, user: &str, token: &AccessToken) -> String {
        let token = token.as_str();
        match self {
            Self::OauthBearer => {
                // A name has no comma and no equals sign of its own (RFC 5801, 4).
                let user = user.replace('=', "=3D").replace(',', "=2C");
                let Relay { host, port, .. } = relay;
                format!(
                    "n,a={user},\u{1}host={host}\u{1}port={port}\u{1}auth=Bearer {token}\u{1}\u{1}"
                )
            }
            Self::Xoauth2 => format!("user={user}\u{1}auth=Bearer {token}\u{1}\u{1}"),
        }
    }

    /// What is said to an error before the relay states it with a code: a line without anything,
    /// or a lone separator (RFC 7628, 3.2.3).
    fn acknowledgement(self) -> &'static str {
        match self {
            Self::OauthBearer => "AQ==",
            Self::Xoauth2 => "",
        }
    }

    async fn log_in(
        self,
        smtp: &mut AsyncSmtpConnection,
        relay: &Relay,
        user: &str,
        token: &AccessToken,
    ) -> Result<(), SmtpError> {
        let response = STANDARD.encode(self.response(relay, user, token));
        let whole = format!("AUTH {} {response}", self.name());
        let mut answer = if whole.len() + 2 > MAX_COMMAND_BYTES {
            let question = smtp.command(SaslLine(&format!("AUTH {}", self.name()))).await?;
            if !is_question(&question) {
                return Err(SmtpError::strange(&question));
            }
            smtp.command(SaslLine(&response)).await?
        } else {
            smtp.command(SaslLine(&whole)).await?
        };
        // The question is the error, in JSON.
        if is_question(&answer) {
            answer = smtp.command(SaslLine(self.acknowledgement())).await?;
        }
        match answer.code().severity {
            Severity::PositiveCompletion => Ok(()),
            // Nothing more is to be said, and a secret in the answer is not repeated.
            _ => Err(SmtpError::Line("the relay answered out of turn at the login".to_owned())),
        }
    }
}

fn is_question(answer: &Response) -> bool {
    answer.code().severity == Severity::PositiveIntermediate
}

/// A line of a login.
struct SaslLine<'a>(&'a str);

impl fmt::Display for SaslLine<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\r\n", self.0)
    }
}

/// The ways to log in that a relay offers (RFC 4954, 3), as far as they are names at all.
fn offered(about: &Response) -> Vec<String> {
    const MAX_NAMES: usize = 20;
    let lines = about.message().filter_map(|line| {
        let (name, rest) = line.split_at_checked(4)?;
        // Some write the equals sign of an old draft.
        let is_auth = name.eq_ignore_ascii_case("AUTH") && rest.starts_with([' ', '=', '\t']);
        is_auth.then(|| rest.get(1..).unwrap_or_default())
    });
    let names = lines.flat_map(str::split_whitespace).map(str::to_ascii_uppercase);
    let mut offered = Vec::new();
    for name in names.filter(|name| is_mechanism(name)).take(MAX_NAMES) {
        if !offered.contains(&name) {
            offered.push(name);
        }
    }
    offered
}

/// Whether it is the name of a way to log in (RFC 4422, 3.1).
fn is_mechanism(name: &str) -> bool {
    (1..=20).contains(&name.len())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}

/// `relay-login`: it takes no password.
fn no_password(relay: &Relay, offered: &[String]) -> RelayError {
    let is_for_tokens =
        TokenMechanism::PREFERRED.iter().any(|one| offered.iter().any(|name| name == one.name()));
    RelayError::Lasting(if offered.is_empty() {
        let message = message!("the relay {relay} offers no login at all", relay);
        relay_login(message).hint("leave the credentials out, or ask its administrators for the address at which one logs in")
    } else if is_for_tokens {
        let message = message!(
            "the relay {relay} takes no password, only {offered}",
            relay,
            offered = offered.join(", ")
        );
        relay_login(message).hint(TOKEN_HINT)
    } else {
        let message = message!(
            "the relay {relay} offers no login by user and password, only {offered}",
            relay,
            offered = offered.join(", ")
        );
        relay_login(message).hint("ask its administrators for PLAIN or LOGIN behind TLS")
    })
}

/// `relay-login`: it takes no token.
fn no_token(relay: &Relay, offered: &[String]) -> RelayError {
    RelayError::Lasting(if offered.is_empty() {
        let message = message!("the relay {relay} offers no login at all", relay);
        relay_login(message).hint("leave the credentials out, or ask its administrators for the address at which one logs in")
    } else {
        let message = message!(
            "the relay {relay} offers no login by a token (OAUTHBEARER, XOAUTH2), only {offered}",
            relay,
            offered = offered.join(", ")
        );
        relay_login(message).hint("give user and password instead")
    })
}

fn relay_login(message: impl Into<MessageText>) -> Diagnostic {
    Diagnostic::new(codes::RELAY_LOGIN, message)
}
