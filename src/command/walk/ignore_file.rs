//! The file that names what is left out of a folder, looked at before it counts: where a part of
//! it cannot be used, what it was to leave out would be typeset.

use std::fs;
use std::io::{ErrorKind, Read};
use std::path::Path;

use ignore::gitignore::GitignoreBuilder;
use letterpress::diagnostic::Diagnostic;
use letterpress::message;

use super::pattern::{PATTERNS, innermost};
use crate::command::files::PlainFile;
use crate::command::input::cannot_read;
use crate::command::usage;

/// The name of the file.
pub const IGNORE_FILE: &str = ".letterpressignore";

/// What is wrong with the file of a folder, if it has one.
pub fn faults(folder: &Path) -> Vec<Diagnostic> {
    let path = folder.join(IGNORE_FILE);
    match fs::symlink_metadata(&path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Vec::new(),
        // A folder that cannot be entered is reported when it is read.
        Err(error) if error.kind() == ErrorKind::PermissionDenied => return Vec::new(),
        _ => {}
    }
    let mut bytes = Vec::new();
    let read = PlainFile::open(&path).and_then(|file| file.into_file().read_to_end(&mut bytes));
    if let Err(error) = read {
        return vec![cannot_read(&path.display().to_string(), &error)];
    }
    match text(&bytes) {
        Ok(text) => wrong_lines(folder, &path, text),
        Err(line) => vec![not_text(&path, line)],
    }
}

/// A file as text, or the line that is none. UTF-16 without a mark has characters of no width.
fn text(bytes: &[u8]) -> Result<&str, usize> {
    let wrong_from = match str::from_utf8(bytes) {
        Ok(text) => match text.find('\0') {
            None => return Ok(text),
            Some(at) => at,
        },
        Err(error) => error.valid_up_to(),
    };
    Err(1 + bytes.iter().take(wrong_from).filter(|byte| **byte == b'\n').count())
}

fn wrong_lines(folder: &Path, path: &Path, text: &str) -> Vec<Diagnostic> {
    let mut builder = GitignoreBuilder::new(folder);
    builder.allow_unclosed_class(false);
    let text = text.trim_start_matches('\u{feff}');
    let wrong = text.lines().zip(1_u64..).filter_map(|(pattern, line)| {
        let error = builder.add_line(None, pattern).err()?;
        let message = message!(
            "line {line} of {file} is not a pattern: {reason}",
            file = path.display(),
            line,
            reason = innermost(&error)
        );
        Some(usage(message).hint(PATTERNS))
    });
    let mut wrong: Vec<_> = wrong.collect();
    if wrong.is_empty()
        && let Err(error) = builder.build()
    {
        let (file, reason) = (path.display(), innermost(&error));
        let message = message!("the patterns of {file} cannot be used: {reason}", file, reason);
        wrong.push(usage(message).hint(PATTERNS));
    }
    wrong
}

fn not_text(path: &Path, line: usize) -> Diagnostic {
    let message = message!("line {line} of {file} is not UTF-8", file = path.display(), line);
    usage(message).hint("save it as UTF-8; the `>` of Windows PowerShell writes UTF-16")
}
