//! User and password or token, and the relay that they are for: from a file, else from the
//! environment.

use std::env;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use letterpress::diagnostic::{Diagnostic, Diagnostics, codes};
use letterpress::mail::delivery::Credentials;
use letterpress::message;

use super::secret::{LOGIN, TOKEN, secret_text};
use super::token::{TokenCommand, TokenFile};
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
    let ([user, password], [file, command]) = (LOGIN, TOKEN);
    let secrets = [
        variable(password).map(TypedSecret::Password),
        variable(file).map(|path| TypedSecret::TokenFile(path.into())),
        variable(command).map(|text| TypedSecret::TokenCommand(text, command.to_owned())),
    ];
    let mut secrets = secrets.into_iter().flatten();
    let (name, secret) = match (variable(user), secrets.next(), secrets.next()) {
        (Some(name), Some(secret), None) => (name, secret),
        (None, None, _) => return Ok(None),
        (_, _, Some(_)) => {
            let message = message!(
                "of {password}, {file} and {command} only one can be set",
                password,
                file,
                command
            );
            return Err(usage(message).into());
        }
        _ => {
            let message = message!("{user} and {password} go together", user, password);
            let hint = format!("instead of the password there may be {file} or {command}");
            return Err(usage(message).hint(hint).into());
        }
    };
    let Some(relay) = variable(RELAY) else {
        let message = message!(
            "{user} is there without the relay that user and {secret} are for",
            user,
            secret = secret.word()
        );
        let error = Diagnostic::new(codes::CREDENTIALS_RELAY, message);
        return Err(error.hint(format!("set {RELAY}, such as smtps://mail.example.org")).into());
    };
    secret.credentials(name, &relay, None).map(Some)
}

fn of_file(file: &Path) -> Result<Credentials, Diagnostics> {
    let text = secret_text(file)?;
    let entries = Entries::read(&text).ok_or_else(|| no_login(file))?;
    let Entries { user: Some(user), password, token_file, token_command, relay } = entries else {
        return Err(no_login(file).into());
    };
    let name = file.display();
    let secret = match (password, token_file, token_command) {
        (Some(password), None, None) => TypedSecret::Password(password),
        // As everywhere, a file is named from where its name stands.
        (None, Some(path), None) => {
            TypedSecret::TokenFile(file.parent().unwrap_or(Path::new("")).join(path))
        }
        (None, None, Some(text)) => {
            TypedSecret::TokenCommand(text, format!("token_command in {name}"))
        }
        _ => return Err(no_login(file).into()),
    };
    let Some(relay) = relay else {
        let message = message!(
            "{file} does not name the relay that user and {secret} are for",
            file = name,
            secret = secret.word()
        );
        let error = Diagnostic::new(codes::CREDENTIALS_RELAY, message);
        return Err(error.hint("add a line to it: relay = smtps://mail.example.org").into());
    };
    secret.credentials(user, &relay, Some(file))
}

fn no_login(file: &Path) -> Diagnostic {
    usage(message!("{file} holds no login", file = file.display()))
        .hint("it has three lines: user = NAME, password = PASSWORD, relay = smtps://HOST")
        .hint("instead of the password there may be token_file = FILE, or token_command = COMMAND")
}

/// What is said besides the user.
enum TypedSecret {
    Password(String),
    TokenFile(PathBuf),
    /// A command, and where it was typed.
    TokenCommand(String, String),
}

impl TypedSecret {
    fn word(&self) -> &'static str {
        if matches!(self, Self::Password(_)) { "password" } else { "token" }
    }

    /// The credentials for a relay that a file names, or the environment.
    fn credentials(
        self,
        user: String,
        relay: &str,
        file: Option<&Path>,
    ) -> Result<Credentials, Diagnostics> {
        let credentials = match self {
            Self::Password(password) => Credentials::new(user, password, relay),
            Self::TokenFile(path) => {
                Credentials::with_token(user, Arc::new(TokenFile::new(path)?), relay)
            }
            Self::TokenCommand(text, place) => {
                let command = TokenCommand::parse(&text, &place)?;
                Credentials::with_token(user, Arc::new(command), relay)
            }
        };
        Ok(credentials.map_err(|error| match file {
            Some(file) => error.hint(format!("it stands in {}", file.display())),
            None => error,
        })?)
    }
}

/// What a file says; nothing is empty.
#[derive(Debug, Default, PartialEq, Eq)]
struct Entries {
    user: Option<String>,
    password: Option<String>,
    token_file: Option<String>,
    token_command: Option<String>,
    relay: Option<String>,
}

impl Entries {
    /// Reads lines such as `relay = smtps://mail.example.org`. Lines without one of the five
    /// names are the user, then the password, as typed. `None` where one is there twice, and
    /// where a line is none of them.
    fn read(text: &str) -> Option<Self> {
        let mut entries = Self::default();
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            let (entry, value) = match named(line) {
                Some(("user", value)) => (&mut entries.user, value),
                Some(("password", value)) => (&mut entries.password, value),
                Some(("token_file", value)) => (&mut entries.token_file, value),
                Some(("token_command", value)) => (&mut entries.token_command, value),
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

/// The names that lines begin with.
const NAMES: [&str; 5] = ["user", "password", "token_file", "token_command", "relay"];

/// A name and what stands behind its `=`, without quotation marks around it. Those within a
/// command are its own.
fn named(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.split_once('=')?;
    let (name, value) = (name.trim(), value.trim());
    let bare = value.strip_prefix('"').and_then(|value| value.strip_suffix('"'));
    let bare = bare.filter(|bare| name != "token_command" || !bare.contains('"'));
    NAMES.contains(&name).then_some((name, bare.unwrap_or(value)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<[String; 3]> {
        let Entries { user, password, relay, .. } = Entries::read(text)?;
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
            "relay = \"mail.example.org\"\nuser = \"presse\"\npassword = \"ge heim=\"\n",
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

    #[test]
    fn instead_of_a_password_there_is_a_token() {
        for (line, command) in [
            ("token_command = print-token --for smtp", "print-token --for smtp"),
            ("token_command=\"print-token --for smtp\"", "print-token --for smtp"),
            ("token_command = \"/opt/my tools/token\" \"a b\"", "\"/opt/my tools/token\" \"a b\""),
        ] {
            let entries = Entries::read(&format!("user = presse\n{line}\nrelay = a.example\n"));
            let entries = entries.unwrap();
            assert_eq!((entries.token_command.as_deref(), entries.password), (Some(command), None));
        }
        let entries = Entries::read("token_file = \"to ken\"\npresse\n").unwrap();
        assert_eq!(entries.token_file.as_deref(), Some("to ken"));
        assert_eq!(entries.user.as_deref(), Some("presse"));
    }
}
