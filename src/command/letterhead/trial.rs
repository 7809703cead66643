//! Letterheads, tried with specimens.

use std::path::{Path, PathBuf};

use letterpress::diagnostic::Diagnostics;
use letterpress::limits::Limits;
use letterpress::message;
use letterpress::{Stationery, Typesetter};

use crate::command::batch::Done;
use crate::command::files::{list_folder, read_file};
use crate::command::project;
use crate::command::{input_output, usage};

/// What is said of the periods of a letterhead, as releases are set on them.
pub fn judge(periods: &[Stationery], limits: &Limits) -> Done {
    Done::from(Typesetter::new().with_limits(*limits).check_letterhead(periods))
}

/// What was typed, with the letterheads of each folder in its place.
pub fn named(typed: &[PathBuf], limits: &Limits) -> Result<Vec<PathBuf>, Diagnostics> {
    let mut files = Vec::with_capacity(typed.len());
    for path in typed {
        if path.is_dir() {
            files.extend(in_folder(path, limits)?);
        } else {
            files.push(path.clone());
        }
    }
    Ok(files)
}

fn in_folder(folder: &Path, limits: &Limits) -> Result<Vec<PathBuf>, Diagnostics> {
    let names = list_folder(folder).map_err(|error| {
        let (file, reason) = (folder.display(), error.describe());
        input_output(message!("{file} {reason}", file, reason))
    })?;
    let is_letterhead = |name: &&String| name.to_ascii_lowercase().ends_with(".toml");
    // letterpress.toml is no letterhead but says where they are.
    let files = names.iter().filter(is_letterhead).filter(|name| *name != project::FILE);
    let files = files.map(|name| folder.join(name));
    let files: Vec<_> = files.filter(|file| is_whole(file, limits)).collect();
    if files.is_empty() {
        let error =
            usage(message!("there is no letterhead in {folder}", folder = folder.display()));
        return Err(error.hint("letterheads are files ending in .toml").into());
    }
    Ok(files)
}

/// Whether a letterhead stands by itself. One without an `id` is a base of others, with which it is
/// checked. What cannot be read is left to be reported.
fn is_whole(file: &Path, limits: &Limits) -> bool {
    let text = read_file(file, limits.letterheads.bytes);
    let text = text.ok().and_then(|bytes| String::from_utf8(bytes).ok());
    text.is_none_or(|text| {
        text.lines().any(|line| line.split('=').next().is_some_and(|name| name.trim() == "id"))
    })
}
