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

/// The environment's names for where a token comes from instead of a password.
pub const TOKEN: [&str; 2] = ["LETTERPRESS_RELAY_TOKEN_FILE", "LETTERPRESS_RELAY_TOKEN_COMMAND"];

/// What no other program gets to see.
pub const SECRETS: [&str; 5] = [KEY, LOGIN[0], LOGIN[1], TOKEN[0], TOKEN[1]];

/// The most bytes of a file with a secret; tokens are the longest.
const MAX_FILE_BYTES: u64 = 16 * 1024;
/// The fewest bytes of a key: shorter ones can be guessed.
const MIN_KEY_BYTES: usize = 16;
/// What some editors write before a text in UTF-8.
const BOM: &[u8] = b"\xEF\xBB\xBF";

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

/// The text of a file that only its owner may read.
pub fn secret_text(path: &Path) -> Result<String, Diagnostics> {
    String::from_utf8(secret_file(path)?).map_err(|_| {
        let error = usage(message!("{file} is not UTF-8", file = path.display()));
        Diagnostics::from(error.hint("save it as UTF-8"))
    })
}

/// The bytes of a file that only its owner may read, without the mark of an editor before them.
fn secret_file(path: &Path) -> Result<Vec<u8>, Diagnostics> {
    let file = PlainFile::open(path).map_err(|error| cannot_read(path, &file_error(&error)))?;
    #[cfg(unix)]
    let mode = std::os::unix::fs::PermissionsExt::mode(&file.metadata().permissions());
    let bytes = read_open(file, MAX_FILE_BYTES).map_err(|error| cannot_read(path, &error))?;
    let name = path.display();
    #[cfg(unix)]
    if mode & 0o077 != 0 {
        let error = usage(message!("others may read {file}, which holds a secret", file = name));
        return Err(Diagnostics::from(
            error.hint(format!("take that from them: chmod 600 {name}")),
        ));
    }
    if is_utf16(&bytes) {
        let error = usage(message!("{file} is UTF-16, as some editors save a text", file = name));
        return Err(Diagnostics::from(error.hint("save it as UTF-8")));
    }
    Ok(bytes.strip_prefix(BOM).map(<[u8]>::to_vec).unwrap_or(bytes))
}

/// Whether bytes are a text of two bytes a letter. A key of random bytes never looks like one: of
/// European letters one byte in two is zero.
fn is_utf16(bytes: &[u8]) -> bool {
    are_mostly_zero(bytes.chunks_exact(2).map(|pair| pair[0]))
        != are_mostly_zero(bytes.chunks_exact(2).map(|pair| pair[1]))
}

fn are_mostly_zero(bytes: impl ExactSizeIterator<Item = u8>) -> bool {
    let count = bytes.len();
    count >= 4 && bytes.filter(|byte| *byte == 0).count() * 4 >= count * 3
}

fn cannot_read(path: &Path, error: &FileError) -> Diagnostic {
    input_output(message!("{file} {reason}", reason = error.describe(), file = path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_bytes_a_letter_are_known() {
        let text = "user = presse\r\npassword = Grüße ćł\r\n";
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert!(is_utf16(&little) && is_utf16(&big));
        assert!(is_utf16(&[b"\xFF\xFE", &*little].concat()));
        assert!(is_utf16(&[b"\xFE\xFF", &*big].concat()));
        for bytes in [text.as_bytes(), b"", b"ab", &[0; 32], b"\xFF\xFE\x12\x93abcdefgh"] {
            assert!(!is_utf16(bytes), "{bytes:?}");
        }
    }
}
