//! A folder of a shelf: its files, read as far as somebody asked for.

use std::ops::Range;
use std::sync::OnceLock;

use crate::diagnostic::{Blame, Diagnostic, Diagnostics, codes};
use crate::files::Files;
use crate::layout::stationery::Stationery;
use crate::limits::Limits;
use crate::read;
use crate::release::Day;
use crate::source::{Format, Source};

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

/// A folder of a shelf.
pub(super) struct ShelfFolder {
    files: Box<dyn Files + Send>,
    pub shelved: Vec<ShelvedFile>,
    /// Whether it came with a release.
    pub is_brought: bool,
    limits: Limits,
}

/// An id and where it stands.
pub(super) type MarkedId = (String, Range<usize>);

/// A file of a folder, read as far as somebody asked for.
pub(super) struct ShelvedFile {
    /// What messages call it.
    pub name: String,
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

    /// Its id, and where that stands.
    pub fn id(&self, folder: &ShelfFolder) -> Result<Option<&MarkedId>, &Diagnostics> {
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
    /// Lists a folder; `name` is what messages call it.
    pub fn open(
        name: &str,
        files: Box<dyn Files + Send>,
        is_brought: bool,
        limits: Limits,
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
        Ok(Self { files, shelved, is_brought, limits })
    }

    /// The letterheads of an id, oldest first.
    pub fn letterheads(&self, id: &str) -> Result<Vec<Stationery>, Diagnostics> {
        self.letterheads_of(&self.files_of(id))
    }

    /// The files that have an id.
    pub fn files_of(&self, id: &str) -> Vec<&ShelvedFile> {
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

    /// Its ids in the order of the alphabet, then the files that cannot be read.
    pub fn entries(&self) -> Vec<ShelfEntry> {
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
