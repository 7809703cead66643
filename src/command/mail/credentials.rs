//! User and password, and the relay that they are for: from a file, else from the environment.

use std::env;
use std::path::Path;

use letterpress::diagnostic::{Diagnostic, Diagnostics, codes};
use letterpress::mail::delivery::Credentials;
use letterpress::message;

use super::secret::{LOGIN, secret_file};
use crate::command::usage;

/// The environment's name for the relay, to send by and to log in to.
pub const RELAY: &str = "LETTERPRESS_RELAY";

/// The variable of a name, unless it is empty.
pub fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.trim().is_empty())
}

/// The credentials of a file, else those of the environment; `None` where there are none.
/// `credentials-relay` where they do not name their relay.
pub fn read(file: Option<&Path>) -> Result<Option<Credentials>, Diagnostics> {
    match file {
        Some(file) => of_file(file).map(Some),
        None => of_environment(),
    }
}

fn of_environment() -> Result<Option<Credentials>, Diagnostics> {
    let [user, password] = LOGIN;
    let (name, secret) = match (variable(user), variable(password)) {
        (Some(name), Some(secret)) => (name, secret),
        (None, None) => return Ok(None),
        _ => {
            let message = message!("{user} and {password} go together", user, password);
            return Err(usage(message).into());
        }
    };
    let Some(relay) = variable(RELAY) else {
        let message = message!(
            "{user} and {password} are there without the relay that they are for",
            user,
            password
        );
        let error = Diagnostic::new(codes::CREDENTIALS_RELAY, message);
        return Err(error.hint(format!("set {RELAY}, such as smtps://mail.example.org")).into());
    };
    Ok(Some(Credentials::new(name, secret, &relay)?))
}

fn of_file(file: &Path) -> Result<Credentials, Diagnostics> {
    let bytes = secret_file(file)?;
    let text = String::from_utf8(bytes).map_err(|_| no_login(file))?;
    let Entries { user: Some(user), password: Some(password), relay } =
        Entries::read(&text).ok_or_else(|| no_login(file))?
    else {
        return Err(no_login(file).into());
    };
    let Some(relay) = relay else {
        let message = message!(
            "{file} does not name the relay that user and password are for",
            file = file.display()
        );
        let error = Diagnostic::new(codes::CREDENTIALS_RELAY, message);
        return Err(error.hint("add a line to it: relay = smtps://mail.example.org").into());
    };
    let credentials = Credentials::new(user, password, &relay);
    Ok(credentials.map_err(|error| error.hint(format!("it stands in {}", file.display())))?)
}

fn no_login(file: &Path) -> Diagnostic {
    usage(message!("{file} holds no login", file = file.display()))
        .hint("it has three lines: user = NAME, password = PASSWORD, relay = smtps://HOST")
}

/// What a file says; nothing is empty.
#[derive(Debug, Default, PartialEq, Eq)]
struct Entries {
    user: Option<String>,
    password: Option<String>,
    relay: Option<String>,
}

impl Entries {
    /// Reads lines such as `relay = smtps://mail.example.org`. Lines without one of the three
    /// names are the user, then the password, as typed. `None` where one is there twice, and
    /// where a line is none of them.
    fn read(text: &str) -> Option<Self> {
        let mut entries = Self::default();
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            let (entry, value) = match named(line) {
                Some(("user", value)) => (&mut entries.user, value),
                Some(("password", value)) => (&mut entries.password, value),
                Some((_, value)) => (&mut entries.relay, value),
                None if entries.user.is_none() => (&mut entries.user, line),
                None => (&mut entries.password, line),
            };
            if value.is_empty() || entry.replace(value.to_owned()).is_some() {
                return None;
            }
        }
        Some(entries)
    }
}

/// A name and what stands behind its `=`, without quotation marks around it.
fn named(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.split_once('=')?;
    let (name, value) = (name.trim(), value.trim());
    let bare = value.strip_prefix('"').and_then(|value| value.strip_suffix('"'));
    ["user", "password", "relay"].contains(&name).then_some((name, bare.unwrap_or(value)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<[String; 3]> {
        let Entries { user, password, relay } = Entries::read(text)?;
        Some([user, password, relay].map(Option::unwrap_or_default))
    }

    #[test]
    fn a_file_has_a_user_a_password_and_their_relay() {
        let whole = Some(["presse", "ge heim=", "mail.example.org"].map(str::to_owned));
        for text in [
            "presse\nge heim=\nrelay = mail.example.org\n",
            "relay=mail.example.org\npresse\nge heim=",
            "presse\r\nge heim=\r\n\r\nrelay = mail.example.org\r\n",
            "user = presse\npassword = ge heim=\nrelay = mail.example.org\n",
            "\u{FEFF}relay = \"mail.example.org\"\nuser = \"presse\"\npassword = \"ge heim=\"\n",
            "password = ge heim=\nrelay = mail.example.org\npresse\n",
        ] {
            assert_eq!(read(text), whole, "{text}");
        }
        assert_eq!(read("presse\ngeheim\n"), Some(["presse", "geheim", ""].map(str::to_owned)));
        assert_eq!(read("a\n b#\"c\" \n"), Some(["a", " b#\"c\" ", ""].map(str::to_owned)));
        for text in ["a\nb\nc\n", "user = a\nuser = b\n", "relay = a\nrelay = b\n", "user =\nb\n"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
