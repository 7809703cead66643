//! Secrets, from files that only their owner may read, or from the environment.

use std::env;
use std::path::Path;

use letterpress::diagnostic::{Diagnostic, Diagnostics};
use letterpress::files::FileError;
use letterpress::message;

use crate::command::files::{PlainFile, file_error, read_open};
use crate::command::{input_output, usage};

/// The environment's name for the secret to make tokens with.
const KEY: &str = "LETTERPRESS_TOKEN_KEY";

/// The environment's names for user and password of the relay.
pub const LOGIN: [&str; 2] = ["LETTERPRESS_RELAY_USER", "LETTERPRESS_RELAY_PASSWORD"];

/// What no other program gets to see.
pub const SECRETS: [&str; 3] = [KEY, LOGIN[0], LOGIN[1]];

/// The most bytes of a file with a secret.
const MAX_FILE_BYTES: u64 = 4096;
/// The fewest bytes of a key: shorter ones can be guessed.
const MIN_KEY_BYTES: usize = 16;

/// The secret of which the tokens to unsubscribe with are made; none where none is named.
pub fn key(file: Option<&Path>) -> Result<Option<Vec<u8>>, Diagnostics> {
    let (key, origin) = match file {
        Some(file) => (secret_file(file)?, file.display().to_string()),
        None => match env::var(KEY) {
            Ok(key) => (key.into_bytes(), KEY.to_owned()),
            Err(_) => return Ok(None),
        },
    };
    let key = key.trim_ascii().to_vec();
    if key.len() < MIN_KEY_BYTES {
        let message = message!(
            "the key in {origin} has fewer than {limit} bytes",
            origin,
            limit = MIN_KEY_BYTES
        );
        let error = usage(message);
        return Err(Diagnostics::from(error.hint("`openssl rand -hex 32` makes one")));
    }
    Ok(Some(key))
}

/// The bytes of a file that only its owner may read.
pub fn secret_file(path: &Path) -> Result<Vec<u8>, Diagnostics> {
    let file = PlainFile::open(path).map_err(|error| cannot_read(path, &file_error(&error)))?;
    #[cfg(unix)]
    let mode = std::os::unix::fs::PermissionsExt::mode(&file.metadata().permissions());
    let bytes = read_open(file, MAX_FILE_BYTES).map_err(|error| cannot_read(path, &error))?;
    #[cfg(unix)]
    if mode & 0o077 != 0 {
        let name = path.display();
        let error = usage(message!("others may read {file}, which holds a secret", file = name));
        return Err(Diagnostics::from(
            error.hint(format!("take that from them: chmod 600 {name}")),
        ));
    }
    Ok(bytes)
}

fn cannot_read(path: &Path, error: &FileError) -> Diagnostic {
    input_output(message!("{file} {reason}", reason = error.describe(), file = path.display()))
}
