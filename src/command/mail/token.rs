//! Where the token of a login comes from: a file that another program renews, or a command.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use letterpress::diagnostic::{Diagnostic, Diagnostics, codes};
use letterpress::mail::delivery::{AccessToken, TokenSource};
use letterpress::message;

use super::quoted::{CommandError, QuotedCommand};
use super::secret::secret_text;
use crate::command::usage;

/// How long a command may take.
const TIMEOUT: Duration = Duration::from_secs(60);
/// How long its token serves further connections. Tokens live for an hour, and the clocks of two
/// machines differ.
const MAX_AGE: Duration = Duration::from_secs(300);
/// The most bytes that a command may write.
const MAX_ANSWER_BYTES: u64 = 16 * 1024;

/// A file with a token. It is read at each login.
pub struct TokenFile(PathBuf);

impl TokenFile {
    /// A file that can be read now: what is wrong with it shows before anything is sent.
    pub fn new(path: PathBuf) -> Result<Self, Diagnostics> {
        let file = Self(path);
        file.read()?;
        Ok(file)
    }

    fn read(&self) -> Result<AccessToken, Diagnostics> {
        let token = AccessToken::parse(&secret_text(&self.0)?);
        Ok(token.map_err(|error| error.hint(format!("it stands in {}", self.0.display())))?)
    }
}

impl TokenSource for TokenFile {
    fn token(&self, _: Option<&AccessToken>) -> Result<AccessToken, Diagnostic> {
        self.read().map_err(first)
    }
}

/// The first of some errors.
fn first(errors: Diagnostics) -> Diagnostic {
    let first = errors.into_vec().into_iter().next();
    first.unwrap_or_else(|| Diagnostic::internal("no error where something failed"))
}

/// A command that writes a token to standard output. It is run when the first connection is
/// opened, and again for connections that are opened later.
pub struct TokenCommand {
    command: QuotedCommand,
    limit: Duration,
    /// The last token, and when it was fetched.
    last: Mutex<Option<(Instant, AccessToken)>>,
}

impl TokenCommand {
    /// Parts a command into words by the quoting rules of shells; no shell ever sees it.
    /// `place` says where it was typed.
    pub fn parse(command: &str, place: &str) -> Result<Self, Diagnostics> {
        let Some(command) = QuotedCommand::parse(command) else {
            let message =
                message!("{place} names no command, or a quote in it does not end", place);
            return Err(usage(message).hint("write program and arguments").into());
        };
        Ok(Self { command, limit: TIMEOUT, last: Mutex::default() })
    }

    fn run(&self) -> Result<AccessToken, Diagnostic> {
        let answer = self.command.run(Vec::new(), MAX_ANSWER_BYTES, self.limit);
        let answer = answer.map_err(|error| match error {
            CommandError::TooMuch => self.failed("it wrote more than a token"),
            // What it complains about may hold a secret.
            CommandError::Failed { why, .. } => self
                .failed(&why)
                .hint("run it by hand to see what it says; that may hold secrets and is not shown"),
        })?;
        let text = String::from_utf8(answer).map_err(|_| self.failed("it wrote no text"))?;
        let token = AccessToken::parse(text.trim_start_matches('\u{FEFF}'));
        token.map_err(|error| {
            let failed = self.failed(&error.message);
            error.hints.into_iter().fold(failed, Diagnostic::hint)
        })
    }

    fn failed(&self, why: &str) -> Diagnostic {
        let command = self.command.program();
        let message = message!("`{command}` gave no token: {reason}", command, reason = why);
        Diagnostic::new(codes::RELAY_TOKEN, message)
    }
}

impl TokenSource for TokenCommand {
    fn token(&self, refused: Option<&AccessToken>) -> Result<AccessToken, Diagnostic> {
        // One run serves all connections that wait for it.
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((fetched, token)) = &*last
            && fetched.elapsed() < MAX_AGE
            && Some(token) != refused
        {
            return Ok(token.clone());
        }
        let token = self.run()?;
        *last = Some((Instant::now(), token.clone()));
        Ok(token)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn command(text: &str) -> TokenCommand {
        let command = TokenCommand::parse(text, "token_command").unwrap();
        TokenCommand { limit: Duration::from_secs(2), ..command }
    }

    #[test]
    fn a_token_is_kept_until_it_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("count").display().to_string();
        let source = command(&format!("sh -c 'echo x >>{file}; echo tok.$(wc -l <{file})'"));
        let token = |text: &str| AccessToken::parse(text).unwrap();
        assert_eq!(source.token(None), Ok(token("tok.1")));
        assert_eq!(source.token(None), Ok(token("tok.1")));
        assert_eq!(source.token(Some(&token("tok.1"))), Ok(token("tok.2")));
        // Another connection was refused the first one as well.
        assert_eq!(source.token(Some(&token("tok.1"))), Ok(token("tok.2")));
        *source.last.lock().unwrap() =
            Instant::now().checked_sub(MAX_AGE).map(|long_ago| (long_ago, token("tok.2")));
        assert_eq!(source.token(None), Ok(token("tok.3")));
    }

    #[test]
    fn a_command_that_gives_no_token_is_told_and_no_secret_is() {
        for (text, why) in [
            ("true", "the token is empty"),
            ("echo two words", "the token holds characters that no token has"),
            ("echo '{\"access_token\":\"a\"}'", "the token is a whole answer in JSON"),
            ("sh -c 'echo geheim; echo geheim >&2; exit 3'", "it ended with exit status: 3"),
            ("sleep 30", "it took more than 2 seconds"),
            ("printf '\\377'", "it wrote no text"),
            ("head -c 20000 /dev/zero", "it wrote more than a token"),
            ("./nothing-of-the-kind", "it cannot be run (it does not exist)"),
        ] {
            let error = command(text).token(None).unwrap_err();
            assert_eq!(error.code.name(), "relay-token", "{text}");
            assert!(error.message.ends_with(why), "{text}: {}", error.message);
            assert!(!format!("{error:?}").contains("geheim"), "{text}: {error:?}");
        }
        assert!(TokenCommand::parse("az 'account", "token_command").is_err());
    }
}
