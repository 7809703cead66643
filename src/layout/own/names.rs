//! Which strings of a layout may name a file, and which file.

use crate::files::beside;

/// The folder of layouts among the virtual files.
pub(crate) const FOLDER: &str = "/layout/";

/// The longest path that is looked for.
const MAX_PATH_BYTES: usize = 400;

/// Whether a string may name a file: it has an ending, and is neither an address nor a package.
pub(super) fn may_be_file(typed: &str) -> bool {
    let ending = typed.rsplit_once('.').map(|(_, ending)| ending);
    typed.len() <= MAX_PATH_BYTES
        && !typed.starts_with('@')
        && !typed.contains(['\n', '\\', '\0'])
        && !typed.contains("://")
        && ending.is_some_and(|ending| {
            (1..=10).contains(&ending.len()) && ending.chars().all(|c| c.is_ascii_alphanumeric())
        })
}

/// The virtual path of a name in a file; none where it leads out of the folder.
pub(super) fn resolved(from: &str, typed: &str) -> Option<String> {
    let whole = match typed.strip_prefix('/') {
        Some(_) => typed.to_owned(),
        None => beside(from, typed),
    };
    let mut parts: Vec<&str> = Vec::new();
    for part in whole.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    let path = format!("/{}", parts.join("/"));
    (path.len() > FOLDER.len() && path.starts_with(FOLDER)).then_some(path)
}
