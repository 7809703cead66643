//! Why a relay lets nobody in, by its codes alone: its words may repeat the secret.

use super::relay::Relay;
use crate::diagnostic::{Diagnostic, codes};

/// What to do where a relay wants a token.
pub(super) const TOKEN_HINT: &str = "give user and token instead of user and password: `token_command` or `token_file` in the file of --credentials";

/// The answer of a relay to a login.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LoginRefusal {
    code: u16,
    /// Such as 5.7.8 (RFC 3463, RFC 4954, 6).
    enhanced: Option<String>,
    /// Whether a token was refused, and no password.
    is_token: bool,
    /// The ways to log in that the relay offers.
    offered: Vec<String>,
}

impl LoginRefusal {
    pub fn new(code: u16, text: &str, is_token: bool, offered: Vec<String>) -> Self {
        Self { code, enhanced: enhanced(code, text), is_token, offered }
    }

    /// The codes in words: "535 5.7.8".
    pub fn codes(&self) -> String {
        match &self.enhanced {
            Some(enhanced) => format!("{} {enhanced}", self.code),
            None => self.code.to_string(),
        }
    }

    /// `relay-login`.
    pub fn into_diagnostic(self, relay: &Relay) -> Diagnostic {
        let message =
            message!("the relay {relay} refuses the login ({reply})", relay, reply = self.codes());
        let error = Diagnostic::new(codes::RELAY_LOGIN, message);
        let error = self.hints().into_iter().fold(error, Diagnostic::hint);
        if self.offered.is_empty() {
            return error;
        }
        error.hint(format!("it offers {}", self.offered.join(", ")))
    }

    /// What to do. The codes are those of RFC 4954 (6) and RFC 5248; those above 5.7.30 and
    /// their like are what Exchange Online and Gmail state.
    fn hints(&self) -> Vec<&'static str> {
        match (self.code, self.enhanced.as_deref(), self.is_token) {
            (_, Some("5.7.139" | "5.7.30"), false) => vec![
                "Exchange Online takes no password for this mailbox: SMTP AUTH or basic authentication is switched off for it, or the password is wrong; from the end of December 2026 it takes none unless its administrators switch that on again",
                TOKEN_HINT,
            ],
            (_, Some("5.7.139"), true) => vec![
                "Exchange Online lets nobody in by SMTP at this mailbox: its administrators have to switch on SMTP AUTH (authenticated SMTP) for it, and may have a policy against it",
            ],
            (_, Some("5.7.3" | "5.7.8"), true) | (535, None, true) => vec![
                "the token is not for sending by SMTP, not for this user, or has run out: Exchange Online wants the scope `https://outlook.office365.com/SMTP.Send` (for a service `https://outlook.office365.com/.default`), Google `https://mail.google.com/`",
            ],
            (_, Some("5.7.9"), false) | (534, None, false) => vec![
                "the password of the account is not enough here: with Google make an application-specific password, or log in by a token",
                TOKEN_HINT,
            ],
            (_, Some("5.7.14"), _) => vec![
                "the provider wants somebody to log in by a browser once and to confirm that it is really you; then try again",
            ],
            (_, Some("5.7.13"), _) | (525, _, _) => {
                vec!["the account is switched off: ask the relay's administrators"]
            }
            (_, Some("5.7.11" | "5.7.10"), _) | (538, _, _) => vec![
                "the relay wants better encryption for a login: try smtps://, or ask its administrators",
            ],
            (_, Some("5.5.4" | "5.7.4"), _) | (504, _, _) => vec![
                "the relay does not take the way to log in that it offers: ask its administrators",
            ],
            (_, Some("5.5.6"), _) | (500, _, true) => {
                vec!["the token is too long for the relay: ask its administrators"]
            }
            (535, _, false) => {
                vec!["user or password is wrong: check them in the file of --credentials"]
            }
            (_, _, true) => vec!["check user and token"],
            (_, _, false) => vec!["check user and password"],
        }
    }
}

/// The enhanced status code at the beginning of an answer, if it agrees with the code (RFC 2034,
/// 4). It holds nothing but digits and dots.
fn enhanced(code: u16, text: &str) -> Option<String> {
    let word = text.split_whitespace().next()?;
    let mut parts = word.split('.');
    let (class, subject, detail) = (parts.next()?, parts.next()?, parts.next()?);
    let is_code = class == (code / 100).to_string() && [subject, detail].into_iter().all(is_number);
    (is_code && parts.next().is_none()).then(|| word.to_owned())
}

fn is_number(part: &str) -> bool {
    (1..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(code: u16, text: &str, is_token: bool) -> Diagnostic {
        let relay = Relay::parse("smtps://mail.example.org", false).unwrap();
        let offered = ["LOGIN", "XOAUTH2"].map(str::to_owned).to_vec();
        LoginRefusal::new(code, text, is_token, offered).into_diagnostic(&relay)
    }

    #[test]
    fn the_answer_to_a_login_is_not_repeated() {
        for (text, codes) in [
            ("AGEAZ2VoZWlt geheim", "535"),
            ("5.7.8 geheim", "535 5.7.8"),
            ("5.7.139 Authentication unsuccessful geheim", "535 5.7.139"),
            ("5.7.8.9 geheim", "535"),
            ("4.7.8 geheim", "535"),
            ("5.7.1390 geheim", "535"),
            ("5.7.geheim", "535"),
            ("", "535"),
        ] {
            for is_token in [false, true] {
                let error = refused(535, text, is_token);
                let message = format!("the relay mail.example.org:465 refuses the login ({codes})");
                assert_eq!(error.message, message);
                assert!(!format!("{error:?}").contains("geheim"), "{error:?}");
                assert_eq!(
                    error.hints.last().map(|hint| &**hint),
                    Some("it offers LOGIN, XOAUTH2")
                );
            }
        }
    }

    #[test]
    fn codes_say_what_to_do() {
        for (code, text, is_token, hint) in [
            (535, "5.7.139 x", false, "takes no password for this mailbox"),
            (550, "5.7.30 x", false, "takes no password for this mailbox"),
            (535, "5.7.139 x", true, "have to switch on SMTP AUTH"),
            (535, "5.7.3 x", true, "SMTP.Send"),
            (535, "5.7.8 x", true, "https://mail.google.com/"),
            (535, "5.7.8 x", false, "user or password is wrong"),
            (535, "5.7.3 x", false, "user or password is wrong"),
            (535, "nein", false, "user or password is wrong"),
            (534, "5.7.9 x", false, "application-specific password"),
            (534, "x", false, "application-specific password"),
            (534, "5.7.14 x", false, "by a browser"),
            (504, "5.7.4 x", false, "ask its administrators"),
            (538, "5.7.11 x", false, "better encryption"),
            (525, "5.7.13 x", false, "switched off"),
            (500, "5.5.2 line too long", true, "too long for the relay"),
            (550, "5.7.1 x", false, "check user and password"),
        ] {
            let hints = refused(code, text, is_token).hints.join("|");
            assert!(hints.contains(hint), "{code} {text}: {hints}");
        }
    }
}
