//! Where the journal is: as typed, else from the environment, else in a letterhead that the caller
//! chose, else in the user's own folder.

use std::path::{Path, PathBuf};

use letterpress::Stationery;
use letterpress::diagnostic::{Diagnostic, Diagnostics, codes};
use letterpress::limits::Limits;
use letterpress::mail::journal::{self, Journal};
use letterpress::message;
use serde::{Deserialize, Serialize};

use super::credentials::variable;
use crate::cli;
use crate::command::letterhead::periods;
use crate::command::usage;
use crate::command::write::make_private_folder;
use crate::terminal::Terminal;

/// The variable that names the journal.
const JOURNAL: &str = "LETTERPRESS_JOURNAL";

/// The journal that a letterhead names.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum NamedJournal {
    /// None.
    #[default]
    Nowhere,
    /// This one, by a letterhead that the caller chose.
    At(PathBuf),
    /// One that does not count, by a letterhead that came with the release.
    OfRelease,
}

impl NamedJournal {
    pub fn new(at: Option<PathBuf>, is_of_release: bool) -> Self {
        match at {
            Some(path) => Self::At(path),
            None if is_of_release => Self::OfRelease,
            None => Self::Nowhere,
        }
    }

    /// That of a letterhead that the caller chose; of several periods that of the last.
    pub fn of(periods: &[Stationery]) -> Self {
        Self::new(periods.last().and_then(Stationery::journal), false)
    }
}

/// The journal's file. `of_letterheads` is what the letterheads of the releases name; a run has
/// one journal.
pub fn journal(
    typed: &cli::JournalArgs,
    of_letterheads: &[NamedJournal],
) -> Result<PathBuf, Diagnostics> {
    if let Some(typed) = &typed.journal {
        return Ok(typed.clone());
    }
    if let Some(path) = variable(JOURNAL) {
        return Ok(path.into());
    }
    if of_letterheads.contains(&NamedJournal::OfRelease) {
        return Err(of_release().into());
    }
    let mut named = of_letterheads.iter();
    let first = named.next().unwrap_or(&NamedJournal::Nowhere);
    if let Some(other) = named.find(|other| *other != first) {
        return Err(several(&place(first)?, &place(other)?).into());
    }
    Ok(place(first)?)
}

/// Where a journal is that a letterhead names or not.
fn place(named: &NamedJournal) -> Result<PathBuf, Diagnostic> {
    if let NamedJournal::At(path) = named {
        return Ok(path.clone());
    }
    let state = variable("XDG_STATE_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
    let home = || variable("HOME").map(|home| Path::new(&home).join(".local/state"));
    let folder = state.or_else(home).ok_or_else(|| {
        usage("there is no place for the journal").hint("name one with --journal FILE")
    })?;
    Ok(folder.join("letterpress/journal.sqlite"))
}

/// `journal-of-release`: another one would not know who has the release.
fn of_release() -> Diagnostic {
    let message =
        "the journal stands in a letterhead that comes with the release, and does not count";
    Diagnostic::new(codes::JOURNAL_OF_RELEASE, message)
        .hint(format!("name the journal by hand: --journal FILE, or {JOURNAL}"))
        .hint("or say that the letterhead is yours: --letterhead FILE")
}

/// A run goes by one journal.
fn several(first: &Path, second: &Path) -> Diagnostic {
    let message = message!(
        "the letterheads of these releases name different journals, {first} and {second}",
        first = first.display(),
        second = second.display()
    );
    usage(message)
        .hint("send the releases of each letterhead by themselves")
        .hint("or name one journal for all of them: --journal FILE")
}

/// The journal's file for a command that sets no release: by the letterhead that was typed, else
/// by those of the releases that were named.
pub fn kept_journal(
    typed: &cli::KeptJournalArgs,
    of_releases: &[NamedJournal],
    terminal: &Terminal,
) -> Result<PathBuf, Diagnostics> {
    match &typed.letterhead {
        Some(name) => {
            let periods = periods(name, &typed.letterheads, &Limits::default(), terminal)?;
            journal(&typed.place, &[NamedJournal::of(&periods)])
        }
        None => journal(&typed.place, of_releases),
    }
}

/// Whether somebody says which journal it is, or which letterhead does.
pub fn is_named(typed: &cli::KeptJournalArgs) -> bool {
    typed.place.journal.is_some() || typed.letterhead.is_some() || variable(JOURNAL).is_some()
}

/// Opens the journal to write it. The folder of one whose place was not typed is made; on a
/// network file system nothing is made.
pub fn open_journal(typed: &cli::JournalArgs, path: &Path) -> Result<Journal, Diagnostics> {
    check_local(typed, path)?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    if let (Some(folder), None) = (folder, &typed.journal) {
        make_private_folder(folder)?;
    }
    Ok(Journal::open_anywhere(path)?)
}

/// Opens the journal to look at it; `None` where there is none yet.
pub fn look_at_journal(
    typed: &cli::JournalArgs,
    path: &Path,
) -> Result<Option<Journal>, Diagnostics> {
    check_local(typed, path)?;
    if !path.exists() {
        return Ok(None);
    }
    let journal = Journal::look_anywhere(path)?;
    // A run that ended at once may have left a file without tables.
    Ok(journal.has_tables()?.then_some(journal))
}

fn check_local(typed: &cli::JournalArgs, path: &Path) -> Result<(), Diagnostic> {
    if typed.journal_on_network { Ok(()) } else { journal::check_local(path) }
}
