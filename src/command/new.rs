//! `letterpress new`: a release to begin with.

use std::path::{Component, Path};

use letterpress::diagnostic::Diagnostics;
use letterpress::limits::Limits;
use letterpress::message;
use letterpress::release::{Day, Kind, Language};
use letterpress::scaffold;
use letterpress::source::Format;
use letterpress::{Shelf, Stationery};

use super::project::Projects;
use super::shelves::{ReleaseShelf, Shelves};
use super::stationery::{is_file_name, load, on_shelf};
use super::{Exit, usage, write};
use crate::cli::{self, KindArg};
use crate::terminal::{Terminal, UiEvent};

/// Writes what was typed.
pub fn run(typed: &cli::NewArgs, terminal: &Terminal) -> Result<Exit, Diagnostics> {
    let folder = folder(&typed.file);
    let projects = Projects::of([folder], terminal)?;
    let shelves = Shelves::open(&typed.letterheads, projects, &Limits::default(), terminal)?;
    let shelf = shelves.of(folder)?;
    let begun = NewRelease { kind: kind(typed.kind), file: &typed.file, shelf: &shelf };
    let letterhead = typed.letterhead.as_deref();
    if typed.file == Path::new("-") {
        terminal.write_stdout(&begun.text(letterhead, Format::Markdown)?)?;
        return Ok(Exit::Fine);
    }
    let name = typed.file.display();
    let ending = typed.file.extension().and_then(|ending| ending.to_str());
    let format = ending.and_then(Format::from_extension).ok_or_else(|| {
        let error =
            usage(message!("{file} has no ending that says in which form to write", file = name));
        error.hint("name it .md, .json, .yaml or .toml")
    })?;
    write::create_file(&typed.file, &begun.text(letterhead, format)?)?;
    let next = format!("wrote {name}; fill it in, then: letterpress render {name}");
    terminal.emit(&UiEvent::Status(&next));
    Ok(Exit::Fine)
}

/// A release to begin with, before it is written.
pub struct NewRelease<'a> {
    pub kind: Kind,
    /// Where it is to lie.
    pub file: &'a Path,
    /// The letterheads that it may name.
    pub shelf: &'a ReleaseShelf,
}

impl NewRelease<'_> {
    /// Its text, on the letterhead that was named, or on the usual one.
    pub fn text(&self, named: Option<&str>, format: Format) -> Result<String, Diagnostics> {
        let letterhead = self.letterhead(named)?;
        let language = language(&letterhead, folder(self.file), &self.shelf.shelf);
        Ok(scaffold(self.kind, &letterhead, language, self.day(), format))
    }

    /// The letterhead that it names: the one that was named, or the usual one.
    pub fn letterhead(&self, named: Option<&str>) -> Result<String, Diagnostics> {
        letterhead(named, self.file, self.shelf)
    }

    /// The day of its date.
    pub fn day(&self) -> Day {
        today()
    }
}

/// The letterhead that the release names. A file need not be there yet, but it has to lie where
/// the release may read it.
fn letterhead(
    typed: Option<&str>,
    release: &Path,
    shelf: &ReleaseShelf,
) -> Result<String, Diagnostics> {
    match typed.or(shelf.usual.as_deref()) {
        None => Ok(Stationery::built_in_ids().first().copied().unwrap_or_default().to_owned()),
        Some(file) if is_file_name(Path::new(file)) && !is_below(Path::new(file)) => {
            let message = message!(
                "the letterhead {file} lies outside the folder of {release}",
                file,
                release = release.display()
            );
            Err(usage(message)
                .hint("put it beside the release, and name it by its path from there")
                .hint(format!(
                    "or leave it out here, and add `--letterhead {file}` whenever you render"
                ))
                .into())
        }
        Some(file) if is_file_name(Path::new(file)) => Ok(file.to_owned()),
        Some(id) => on_shelf(id, &shelf.shelf).map(|_| id.to_owned()),
    }
}

/// The language of a letterhead, that of its last period; German where it cannot be read, which is
/// said when a release is set on it.
fn language(letterhead: &str, folder: &Path, shelf: &Shelf) -> Language {
    let periods = if is_file_name(Path::new(letterhead)) {
        load(&folder.join(letterhead), &Limits::default()).map(|(periods, _)| periods)
    } else {
        on_shelf(letterhead, shelf)
    };
    match periods.as_deref() {
        Ok([.., last]) => last.letterhead().language,
        Ok([]) | Err(_) => Language::German,
    }
}

/// The folder in which a release is to lie.
fn folder(release: &Path) -> &Path {
    let folder = release.parent().filter(|folder| *folder != Path::new(""));
    folder.unwrap_or(Path::new("."))
}

/// Whether a path leads nowhere above the folder in which it begins.
fn is_below(path: &Path) -> bool {
    let mut depth = 0_usize;
    path.components().all(|component| match component {
        Component::Normal(_) => {
            depth += 1;
            true
        }
        Component::CurDir => true,
        Component::ParentDir if depth > 0 => {
            depth -= 1;
            true
        }
        _ => false,
    })
}

fn kind(typed: KindArg) -> Kind {
    match typed {
        KindArg::Release => Kind::Release,
        KindArg::Invitation => Kind::Invitation,
        KindArg::Correction => Kind::Correction,
        KindArg::Speech => Kind::Speech,
        KindArg::Statement => Kind::Statement,
    }
}

/// The day it is, in UTC: near enough for a date that is to be filled in.
pub fn today() -> Day {
    let now = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC);
    #[expect(clippy::expect_used, reason = "the clock's range ends with the year 9999")]
    Day::new(now.year(), now.month(), now.day()).expect("today is a day between 1970 and 9999")
}

#[cfg(test)]
mod tests {
    use clap::ValueEnum;

    use super::*;

    #[test]
    fn the_kinds_are_those_of_the_library() {
        let kinds: Vec<_> =
            KindArg::value_variants().iter().map(|typed| kind(*typed).as_str()).collect();
        assert_eq!(kinds, Kind::SPELLINGS);
    }

    #[test]
    fn a_letterhead_is_built_in_or_a_file() {
        let release = Path::new("release.md");
        let shelf = ReleaseShelf { shelf: Shelf::new(), usual: None };
        let letterhead = |typed, release| super::letterhead(typed, release, &shelf);
        for outside in ["../house.toml", "/etc/house.toml", "a/../../house.toml"] {
            assert!(letterhead(Some(outside), release).is_err(), "{outside}");
        }
        assert_eq!(letterhead(Some("smwk"), release).ok().as_deref(), Some("smwk"));
        assert_eq!(letterhead(Some("house.toml"), release).ok().as_deref(), Some("house.toml"));
        assert!(letterhead(Some("polizei"), release).is_err());
        assert!(letterhead(None, release).is_ok_and(|id| !id.is_empty()));
    }
}
