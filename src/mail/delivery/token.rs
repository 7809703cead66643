//! Tokens of OAuth (RFC 6750), with which a relay lets somebody in instead of a password.

use std::fmt;

use crate::diagnostic::{Diagnostic, codes};

/// The most bytes of a token: in base64, with the user's name, it still fits into what relays
/// have to take at a login (RFC 4954, 4: 12,288).
const MAX_BYTES: usize = 8192;

/// A token that opens a relay for an hour or so. It is never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct AccessToken(String);

impl AccessToken {
    /// Reads a token, with white space around it passed over; `relay-token` where it is none
    /// (RFC 6750, 2.1). The message does not repeat it.
    ///
    /// ```
    /// use letterpress::mail::delivery::AccessToken;
    ///
    /// assert!(AccessToken::parse("ya29.a0AfB_byC-x~y+z/==\n").is_ok());
    /// assert_eq!(AccessToken::parse("two words").unwrap_err().code, "relay-token");
    /// ```
    pub fn parse(text: &str) -> Result<Self, Diagnostic> {
        let token = text.trim();
        if token.is_empty() {
            return Err(Diagnostic::new(codes::RELAY_TOKEN, "the token is empty"));
        }
        if token.starts_with('{') {
            let error = Diagnostic::new(codes::RELAY_TOKEN, "the token is a whole answer in JSON");
            return Err(error.hint("only its `access_token` is the token: `jq -r .access_token`"));
        }
        if token.len() > MAX_BYTES {
            let message = message!("the token has more than {limit} bytes", limit = MAX_BYTES);
            return Err(Diagnostic::new(codes::RELAY_TOKEN, message));
        }
        let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~+/".contains(&byte);
        let is_token = token.trim_end_matches('=').bytes().all(is_letter);
        if !is_token {
            let message = "the token holds characters that no token has";
            return Err(Diagnostic::new(codes::RELAY_TOKEN, message)
                .hint("it is one word of letters, digits and `-._~+/=`, and nothing else"));
        }
        Ok(Self(token.to_owned()))
    }

    /// For the login alone.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

/// That it is there, and no more.
impl fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccessToken")
    }
}

/// Where tokens come from: a file that another program renews, or that program itself.
///
/// It is asked whenever a connection is opened, by several threads at a time.
pub trait TokenSource: Send + Sync {
    /// The token to log in with now. `refused` is the one that the relay has just refused: a
    /// source that keeps tokens has to fetch another.
    fn token(&self, refused: Option<&AccessToken>) -> Result<AccessToken, Diagnostic>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_token_is_not_repeated() {
        for text in
            ["", " \n", "geheim zwei", "geheim\u{1}", "gehe=im", "gehéim", "{\"token\":\"geheim\"}"]
        {
            let error = AccessToken::parse(text).unwrap_err();
            assert_eq!(error.code, "relay-token", "{text}");
            assert!(!format!("{error:?}").contains("gehe"), "{text}: {error:?}");
        }
        assert!(AccessToken::parse(&"a".repeat(MAX_BYTES + 1)).is_err());
        let token = AccessToken::parse(" eyJ0.eyJh-_.c2ln== \r\n").unwrap();
        assert_eq!((token.as_str(), &*format!("{token:?}")), ("eyJ0.eyJh-_.c2ln==", "AccessToken"));
    }
}
