//! Who logs in to a relay, and by what.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use lettre::transport::smtp::authentication::Credentials as Login;

use super::token::{AccessToken, TokenSource};
use crate::diagnostic::Diagnostic;

/// Who logs in, and how.
#[derive(Clone)]
pub(super) enum RelayLogin {
    Password(Login),
    Token(TokenLogin),
}

impl RelayLogin {
    /// What messages call the secret.
    pub fn secret_word(&self) -> &'static str {
        match self {
            Self::Password(_) => "password",
            Self::Token(_) => "token",
        }
    }

    /// What is said at a login now. `refused` was said before, in vain.
    pub fn secret(&self, refused: Option<&LoginSecret>) -> Result<LoginSecret, Diagnostic> {
        match self {
            Self::Password(login) => Ok(LoginSecret::Password(login.clone())),
            Self::Token(login) => login.secret(refused),
        }
    }

    /// Remembers that the relay let us in.
    pub fn remember_success(&self) {
        if let Self::Token(login) = self {
            login.has_worked.store(true, Ordering::Relaxed);
        }
    }

    /// Whether the relay let us in before, in this run.
    pub fn has_worked(&self) -> bool {
        matches!(self, Self::Token(login) if login.has_worked.load(Ordering::Relaxed))
    }
}

/// A user, and where the tokens come from.
#[derive(Clone)]
pub(super) struct TokenLogin {
    user: String,
    source: Arc<dyn TokenSource>,
    /// Whether it opened the relay before, in this run.
    has_worked: Arc<AtomicBool>,
}

impl TokenLogin {
    pub fn new(user: String, source: Arc<dyn TokenSource>) -> Self {
        Self { user, source, has_worked: Arc::default() }
    }

    fn secret(&self, refused: Option<&LoginSecret>) -> Result<LoginSecret, Diagnostic> {
        let refused = match refused {
            Some(LoginSecret::Token(_, token)) => Some(token),
            _ => None,
        };
        Ok(LoginSecret::Token(self.user.clone(), self.source.token(refused)?))
    }
}

/// What is said at one login.
#[derive(PartialEq, Eq)]
pub(super) enum LoginSecret {
    Password(Login),
    /// The user, and the token.
    Token(String, AccessToken),
}

impl LoginSecret {
    /// Whether another one may be had where the relay refuses this one.
    pub fn can_change(&self) -> bool {
        matches!(self, Self::Token(..))
    }
}
