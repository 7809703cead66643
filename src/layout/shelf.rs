//! Letterheads by their ids: those of folders, and the built-in ones.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use super::stationery::Stationery;
use crate::diagnostic::{Blame, Diagnostic, Diagnostics, codes};
use crate::files::Files;
use crate::limits::Limits;
use crate::read;
use crate::release::Day;
use crate::source::{Format, Source};

/// Letterheads by their ids: those in folders of the caller, then the built-in ones.
///
/// Of a folder all files ending in `.toml` count, not those of folders within it. A file is read
/// when an id is first looked for, and a letterhead with its logos and fonts when a release is
/// first set on it; after that all clones of the shelf share it. A file that cannot be read
/// disturbs no other. Several files with one id are one letterhead in several periods, parted by
/// `valid_from` and `valid_until`. A file without an id is a base for others, and no letterhead.
///
/// If several folders have an id, the one that was added first counts. An id of a folder wins
/// over a built-in one. Cloning is cheap.
///
/// ```
/// use std::collections::BTreeMap;
///
/// use letterpress::files::{FileError, Files};
/// use letterpress::source::{Format, Source};
/// use letterpress::{Job, Shelf, Typesetter};
///
/// /// The letterheads of a database.
/// struct Letterheads(BTreeMap<&'static str, &'static str>);
///
/// impl Files for Letterheads {
///     fn read(&self, path: &str) -> Result<Vec<u8>, FileError> {
///         self.0.get(path).map(|text| text.as_bytes().to_vec()).ok_or(FileError::Missing)
///     }
///
///     fn list(&self, folder: &str) -> Result<Vec<String>, FileError> {
///         let names = self.0.keys().filter(|_| folder == ".");
///         Ok(names.map(|name| (*name).to_owned()).collect())
///     }
/// }
///
/// # fn main() -> Result<(), letterpress::diagnostic::Diagnostics> {
/// let house = "id = \"lmo\"\nname = \"Landesamt für Musterwesen\"\nshort = \"LMO\"\n";
/// let letterheads = Letterheads([("lmo.toml", house)].into());
/// let shelf = Shelf::new().with_folder("letterheads", letterheads)?;
/// assert_eq!(shelf.letterheads("lmo")?[0].name(), "Landesamt für Musterwesen");
/// assert!(shelf.letterheads("neutral")?.len() == 1 && shelf.letterheads("lmu")?.is_empty());
///
/// let text = "---\nletterhead: lmo\ndate: 2022-11-25\nheadline: Neu\n---\nEin Satz.\n";
/// let source = Source::from_text("release.md", Format::Markdown, text.to_owned());
/// let typesetter = Typesetter::new().with_shelf(shelf);
/// assert_eq!(typesetter.typeset(&Job::new(&source))?.page_count(), 1);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Default)]
pub struct Shelf {
    folders: Vec<Arc<ShelfFolder>>,
    limits: Limits,
}

impl_debug!(Shelf { folders: this.folders.len() } for this);

/// What a shelf has under one id, or a file of which none can tell the id.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ShelfEntry {
    /// The id; none of a file that cannot be read.
    pub id: Option<String>,
    /// The files that it comes from; of a built-in one none.
    pub files: Vec<String>,
    /// The letterheads, one for each period, oldest first; or what is wrong with them.
    pub letterheads: Result<Vec<Stationery>, Diagnostics>,
}

/// What was found under an id.
pub(crate) struct ShelvedLetterheads {
    /// One for each period, oldest first.
    pub letterheads: Vec<Stationery>,
    /// Whether they came with a release, and are not the caller's.
    pub are_brought: bool,
}

impl Shelf {
    /// The built-in letterheads.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a folder, behind those that were added before: the files that `files` lists in `.`.
    /// What the letterheads name comes from there as well. `name` is what messages call it.
    /// `input-output` if it cannot be listed.
    pub fn with_folder(
        self,
        name: &str,
        files: impl Files + Send + 'static,
    ) -> Result<Self, Diagnostics> {
        self.with(name, Box::new(files), false)
    }

    /// As [`with_folder`](Self::with_folder), of a folder that came with a release: its
    /// letterheads name no relay, as a letterhead that lies beside a release names none.
    pub fn with_folder_of_release(
        self,
        name: &str,
        files: impl Files + Send + 'static,
    ) -> Result<Self, Diagnostics> {
        self.with(name, Box::new(files), true)
    }

    fn with(
        mut self,
        name: &str,
        files: Box<dyn Files + Send>,
        is_brought: bool,
    ) -> Result<Self, Diagnostics> {
        let mut names = files.list(".").map_err(|error| {
            let message = message!("{file} {reason}", file = name, reason = error.describe());
            Diagnostic::new(codes::INPUT_OUTPUT, message)
        })?;
        names.retain(|name| has_toml_ending(name));
        // The system lists in any order; equal input must give equal messages.
        names.sort();
        let shelved = names.into_iter().map(|file| ShelvedFile {
            name: if name.is_empty() { file.clone() } else { format!("{name}/{file}") },
            path: file,
            text: OnceLock::new(),
            id: OnceLock::new(),
            loaded: OnceLock::new(),
        });
        let shelved = shelved.collect();
        let folder = ShelfFolder { files, shelved, is_brought, limits: self.limits };
        self.folders.push(Arc::new(folder));
        Ok(self)
    }

    /// Takes letterheads within these limits instead of the default ones; before folders are
    /// added.
    #[must_use]
    pub fn with_limits(mut self, limits: &Limits) -> Self {
        self.limits = *limits;
        self
    }

    /// The letterheads of an id, one a period of validity, oldest first. Empty where there is no
    /// such id. `Err` holds what is wrong with them.
    pub fn letterheads(&self, id: &str) -> Result<Vec<Stationery>, Diagnostics> {
        Ok(self.find(id)?.letterheads)
    }

    /// As [`letterheads`](Self::letterheads), and whose they are.
    pub(crate) fn find(&self, id: &str) -> Result<ShelvedLetterheads, Diagnostics> {
        for folder in &self.folders {
            let letterheads = folder.letterheads(id)?;
            if !letterheads.is_empty() {
                return Ok(ShelvedLetterheads { letterheads, are_brought: folder.is_brought });
            }
        }
        Ok(ShelvedLetterheads { letterheads: Stationery::built_in(id), are_brought: false })
    }

    /// All ids, each once, in the order of the alphabet. A file that cannot be read has none.
    pub fn ids(&self) -> Vec<String> {
        let own = self.folders.iter().flat_map(|folder| {
            folder.shelved.iter().filter_map(|file| file.id(folder).ok().flatten())
        });
        let own = own.map(|(id, _)| id.clone()).filter(|id| !id.is_empty());
        let mut ids: Vec<_> = own.collect();
        ids.extend(Stationery::built_in_ids().into_iter().map(ToOwned::to_owned));
        ids.sort();
        ids.dedup();
        ids
    }

    /// Everything on the shelf, read whole: folder by folder the ids in the order of the alphabet
    /// and the files that cannot be read, then the built-in ones. What an id of an earlier folder
    /// hides is left out.
    pub fn entries(&self) -> Vec<ShelfEntry> {
        let mut entries: Vec<ShelfEntry> = Vec::new();
        for folder in &self.folders {
            let new = folder.entries();
            let is_hidden = |one: &ShelfEntry| {
                one.id.is_some() && entries.iter().any(|known| known.id == one.id)
            };
            let new: Vec<_> = new.into_iter().filter(|one| !is_hidden(one)).collect();
            entries.extend(new);
        }
        for id in Stationery::built_in_ids() {
            if !entries.iter().any(|known| known.id.as_deref() == Some(id)) {
                let letterheads = Ok(Stationery::built_in(id));
                entries.push(ShelfEntry {
                    id: Some(id.to_owned()),
                    files: Vec::new(),
                    letterheads,
                });
            }
        }
        entries
    }

    /// Whether there is a letterhead of this id, which may be broken.
    pub fn has(&self, id: &str) -> bool {
        !Stationery::built_in(id).is_empty() || !self.files_of(id).is_empty()
    }

    /// The files from which the letterheads of an id come; none of built-in ones.
    pub fn files_of(&self, id: &str) -> Vec<&str> {
        let files = self.folders.iter().map(|folder| folder.files_of(id));
        let files = files.into_iter().find(|files| !files.is_empty()).unwrap_or_default();
        files.into_iter().map(|file| &*file.name).collect()
    }

    /// What can be said of an id that is not there: one that may be meant, or all of them; and
    /// which files cannot be read, since one of them may have it.
    pub fn hints_for(&self, id: &str) -> Vec<String> {
        let ids = self.ids();
        let ids: Vec<_> = ids.iter().map(String::as_str).collect();
        let known =
            if self.folders.is_empty() { "built in are" } else { "the letterheads here are" };
        let meant = read::did_you_mean(id, &ids).unwrap_or_else(|| {
            format!("{known} {}; any other is a path that ends in .toml", ids.join(", "))
        });
        let broken = self.broken_files().into_iter().map(|(file, reasons)| {
            format!("{file} cannot be read, and may have it: {}", reasons[0].message)
        });
        [meant].into_iter().chain(broken).collect()
    }

    /// The files that cannot be read, with the reasons.
    fn broken_files(&self) -> Vec<(&str, &Diagnostics)> {
        let files = self.folders.iter().flat_map(|folder| {
            folder.shelved.iter().filter_map(|file| Some((&*file.name, file.id(folder).err()?)))
        });
        files.collect()
    }
}

/// A folder of a shelf.
struct ShelfFolder {
    files: Box<dyn Files + Send>,
    shelved: Vec<ShelvedFile>,
    is_brought: bool,
    limits: Limits,
}

/// An id and where it stands.
type MarkedId = (String, Range<usize>);

/// A file of a folder, read as far as somebody asked for.
struct ShelvedFile {
    /// What messages call it.
    name: String,
    /// Its path in the folder.
    path: String,
    text: OnceLock<Result<Source, Diagnostics>>,
    id: OnceLock<Result<Option<MarkedId>, Diagnostics>>,
    loaded: OnceLock<Result<Vec<Stationery>, Diagnostics>>,
}

impl ShelvedFile {
    fn text(&self, folder: &ShelfFolder) -> &Result<Source, Diagnostics> {
        self.text.get_or_init(|| {
            let bytes = folder.files.read(&self.path).map_err(|error| {
                let (file, reason) = (&self.name, error.describe());
                Diagnostic::new(codes::INPUT_OUTPUT, message!("{file} {reason}", file, reason))
            })?;
            read::source(&self.name, Format::Toml, bytes, folder.limits.letterheads.bytes)
                .map_err(|errors| errors.blamed_on(Blame::Letterhead))
        })
    }

    fn id(&self, folder: &ShelfFolder) -> Result<Option<&MarkedId>, &Diagnostics> {
        let id = self.id.get_or_init(|| {
            let id = self.text(folder).as_ref().map_err(Clone::clone).and_then(read::letterhead_id);
            id.map_err(|errors| errors.blamed_on(Blame::Letterhead))
        });
        id.as_ref().map(Option::as_ref)
    }

    /// Whether its id is this one. Most files are told apart without being parsed.
    fn has_id(&self, id: &str, folder: &ShelfFolder) -> bool {
        self.text(folder).as_ref().is_ok_and(|text| read::may_have_id(text, id))
            && self.id(folder).is_ok_and(|found| found.is_some_and(|(found, _)| found == id))
    }

    fn loaded(&self, folder: &ShelfFolder) -> &Result<Vec<Stationery>, Diagnostics> {
        self.loaded.get_or_init(|| {
            let text = self.text(folder).as_ref().map_err(Clone::clone)?;
            Stationery::load_within(text, &*folder.files, &folder.limits)
        })
    }
}

impl ShelfFolder {
    /// The letterheads of an id, oldest first.
    fn letterheads(&self, id: &str) -> Result<Vec<Stationery>, Diagnostics> {
        self.letterheads_of(&self.files_of(id))
    }

    fn files_of(&self, id: &str) -> Vec<&ShelvedFile> {
        self.shelved.iter().filter(|file| file.has_id(id, self)).collect()
    }

    /// What files with one id hold together.
    fn letterheads_of(&self, files: &[&ShelvedFile]) -> Result<Vec<Stationery>, Diagnostics> {
        let (mut all, mut errors) = (Vec::new(), Vec::new());
        for file in files {
            match file.loaded(self) {
                Ok(periods) => all.extend(periods.iter().map(|period| (*file, period.clone()))),
                Err(found) => errors.extend(found.iter().cloned()),
            }
        }
        all.sort_by_key(|(_, one)| one.letterhead().valid_from);
        for (at, (file, one)) in all.iter().enumerate() {
            let later = all.iter().skip(at + 1).filter(|(other, _)| other.name != file.name);
            for (other, second) in later {
                if let Some(day) = first_common_day(one, second) {
                    errors.push(self.twice(file, other, one.id(), day));
                }
            }
        }
        Diagnostics::check(errors)?;
        Ok(all.into_iter().map(|(_, one)| one).collect())
    }

    /// The refusal of two files that are one letterhead at one time.
    fn twice(
        &self,
        first: &ShelvedFile,
        second: &ShelvedFile,
        id: &str,
        day: CommonDay,
    ) -> Diagnostic {
        let when = match day {
            CommonDay::Every => "always valid".to_owned(),
            CommonDay::First(day) => format!("valid on {day}"),
            CommonDay::Until(day) => format!("valid until {day}"),
        };
        let message = message!(
            "{first} and {second} both have the id `{id}`, and both are {when}",
            first = first.name,
            second = second.name,
            id,
            when
        );
        let mut error = Diagnostic::new(codes::LETTERHEAD_TWICE, message).in_field("id");
        for (file, word) in [(second, "here"), (first, "and here")] {
            if let (Ok(text), Ok(Some((_, range)))) = (file.text(self), file.id(self)) {
                error = error.at(text, range.clone(), word);
            }
        }
        error
            .hint("give one of them another `id`")
            .hint("or part their time: `valid_until` in the older, `valid_from` in the newer")
    }

    fn entries(&self) -> Vec<ShelfEntry> {
        let (mut by_id, mut broken) = (Vec::<(&str, Vec<&ShelvedFile>)>::new(), Vec::new());
        for file in &self.shelved {
            match file.id(self) {
                Ok(None) => {}
                Ok(Some((id, _))) => match by_id.iter_mut().find(|(known, _)| known == id) {
                    Some((_, files)) => files.push(file),
                    None => by_id.push((id, vec![file])),
                },
                Err(errors) => {
                    let (files, letterheads) = (vec![file.name.clone()], Err(errors.clone()));
                    broken.push(ShelfEntry { id: None, files, letterheads });
                }
            }
        }
        by_id.sort_by_key(|(id, _)| *id);
        let entries = by_id.into_iter().map(|(id, files)| ShelfEntry {
            id: Some(id.to_owned()),
            files: files.iter().map(|file| file.name.clone()).collect(),
            letterheads: self.letterheads_of(&files),
        });
        entries.chain(broken).collect()
    }
}

/// When two letterheads are both valid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum CommonDay {
    Every,
    First(Day),
    Until(Day),
}

/// The first day on which both are valid.
fn first_common_day(one: &Stationery, other: &Stationery) -> Option<CommonDay> {
    let (one, other) = (one.letterhead(), other.letterhead());
    let from = one.valid_from.max(other.valid_from);
    let until = [one.valid_until, other.valid_until].into_iter().flatten().min();
    match (from, until) {
        (None, None) => Some(CommonDay::Every),
        (None, Some(until)) => Some(CommonDay::Until(until)),
        (Some(from), Some(until)) if until < from => None,
        (Some(from), _) => Some(CommonDay::First(from)),
    }
}

fn has_toml_ending(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("toml"))
}

#[cfg(test)]
mod tests;
