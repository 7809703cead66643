//! Letterheads as they are named on the command line: by id, or by file.

use std::path::Path;

use letterpress::diagnostic::{Blame, Diagnostic, Diagnostics};
use letterpress::limits::Limits;
use letterpress::message;
use letterpress::source::Format;
use letterpress::{Shelf, Stationery};

use super::files::Folder;
use super::input::read_text;
use super::usage;

/// Whether a letterhead is named by its file rather than by its id.
pub fn is_file_name(name: &Path) -> bool {
    let ending = name.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("toml"));
    ending || name.to_string_lossy().contains(std::path::is_separator)
}

/// The letterheads of an id: one, or one for each period.
pub fn on_shelf(id: &str, shelf: &Shelf) -> Result<Vec<Stationery>, Diagnostics> {
    let found = shelf.letterheads(id)?;
    if found.is_empty() { Err(unknown(id, shelf).into()) } else { Ok(found) }
}

/// The error of an id that was typed.
pub fn unknown(id: &str, shelf: &Shelf) -> Diagnostic {
    let error = usage(message!("there is no letterhead `{id}`", id));
    let error = shelf.hints_for(id).into_iter().fold(error, Diagnostic::hint);
    error.hint("a letterhead of your own is named by its file: `./house.toml`")
}

/// Reads a letterhead file, or one from standard input; what it names lies beside it, or in
/// the working directory.
pub fn load(path: &Path, limits: &Limits) -> Result<(Vec<Stationery>, Folder), Diagnostics> {
    let ending = path.extension();
    if ending.is_some_and(|ending| !ending.eq_ignore_ascii_case("toml")) {
        let error = usage(message!("{file} cannot be a letterhead", file = path.display()));
        return Err(error.hint("a letterhead is a file ending in .toml").into());
    }
    let source = read_text(path, Format::Toml, limits.letterheads.bytes);
    let source = source.map_err(|errors| errors.blamed_on(Blame::Letterhead))?;
    let folder = path.parent().filter(|folder| *folder != Path::new(""));
    let folder = Folder::new(folder.unwrap_or(Path::new(".")))?;
    let stationery = Stationery::load_within(&source, &folder, limits)?;
    Ok((stationery, folder))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letterhead_is_an_id_or_a_file() {
        for file in ["house.toml", "HOUSE.TOML", "./house", "letterheads/house", "/etc/house"] {
            assert!(is_file_name(Path::new(file)), "{file}");
        }
        for id in ["smwk", "smwk-2024", "toml"] {
            assert!(!is_file_name(Path::new(id)), "{id}");
        }
    }

    #[test]
    fn an_unknown_letterhead_brings_an_offer() {
        let hints = on_shelf("netural", &Shelf::new())
            .err()
            .map(|errors| errors[0].hints.clone())
            .unwrap_or_default();
        assert_eq!(hints.first().map(String::as_str), Some("did you mean `neutral`?"));
        assert_eq!(hints.len(), 2);
    }
}
