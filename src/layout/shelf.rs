//! Letterheads by their ids: those of folders, and the built-in ones.

mod folder;

use std::sync::Arc;

pub use self::folder::ShelfEntry;
use self::folder::ShelfFolder;
use super::stationery::Stationery;
use crate::diagnostic::Diagnostics;
use crate::files::Files;
use crate::limits::Limits;
use crate::read;

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
        let folder = ShelfFolder::open(name, files, is_brought, self.limits)?;
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

    /// Whether there are letterheads besides the built-in ones.
    pub fn has_folders(&self) -> bool {
        !self.folders.is_empty()
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
            let hidden: Vec<_> = entries.iter().filter_map(|entry| entry.id.clone()).collect();
            let new = folder.entries().into_iter();
            entries.extend(new.filter(|one| one.id.as_ref().is_none_or(|id| !hidden.contains(id))));
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

#[cfg(test)]
mod tests;
