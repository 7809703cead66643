//! Letterheads that lie beside releases: one that many releases name is read once.
//!
//! What was read for a letterhead is kept with it, and it is taken again only where its text and
//! each of these files have the same bytes now. So it does not matter when a file was changed, or
//! whose files have the same names.

use std::sync::{Arc, Mutex, PoisonError};

use crate::diagnostic::Diagnostics;
use crate::files::{FileError, Files};
use crate::layout::Stationery;
use crate::limits::Limits;
use crate::source::Source;

/// The most letterheads that are kept.
const MAX_KEPT: usize = 8;

/// The most bytes of the files of all that are kept, but for the last one: 64 MiB.
const MAX_BYTES: usize = 64 * 1024 * 1024;

/// The letterheads that were read last, the latest one at the end.
#[derive(Default)]
pub(super) struct LetterheadCache(Mutex<Vec<Arc<KeptLetterhead>>>);

/// A path, and what was found there.
type Seen<T> = (String, Result<T, FileError>);

/// A file, how many bytes of it were wanted at most, and what was found.
struct SeenFile {
    path: String,
    max_bytes: u64,
    found: Result<Arc<Vec<u8>>, FileError>,
}

/// A letterhead with all that was read for it.
struct KeptLetterhead {
    source: Source,
    path: String,
    read: Vec<SeenFile>,
    listed: Vec<Seen<Vec<String>>>,
    letterheads: Vec<Stationery>,
}

impl LetterheadCache {
    /// As [`Stationery::load_from`], or what was read before from the same bytes.
    pub fn load(
        &self,
        source: &Source,
        files: &dyn Files,
        path: &str,
        limits: &Limits,
    ) -> Result<Vec<Stationery>, Diagnostics> {
        let known = self.kept().iter().rev().find(|kept| kept.is_of(source, path)).cloned();
        if let Some(known) = known.filter(|known| known.is_unchanged(files)) {
            return Ok(known.letterheads.clone());
        }
        let seen = SeenFiles { files, read: Mutex::default(), listed: Mutex::default() };
        let letterheads = Stationery::load_from(source, &seen, path, limits)?;
        let SeenFiles { read, listed, .. } = seen;
        self.add(KeptLetterhead {
            source: source.clone(),
            path: path.to_owned(),
            read: read.into_inner().unwrap_or_else(PoisonError::into_inner),
            listed: listed.into_inner().unwrap_or_else(PoisonError::into_inner),
            letterheads: letterheads.clone(),
        });
        Ok(letterheads)
    }

    fn add(&self, new: KeptLetterhead) {
        let mut kept = self.kept();
        kept.retain(|known| !known.is_of(&new.source, &new.path));
        kept.push(Arc::new(new));
        let (mut count, mut bytes) = (0, 0_usize);
        for known in kept.iter().rev() {
            bytes = bytes.saturating_add(known.bytes());
            if count == MAX_KEPT || count > 0 && bytes > MAX_BYTES {
                break;
            }
            count += 1;
        }
        let surplus = kept.len() - count;
        kept.drain(..surplus);
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Vec<Arc<KeptLetterhead>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl KeptLetterhead {
    fn is_of(&self, source: &Source, path: &str) -> bool {
        self.path == path && self.source == *source
    }

    /// Whether everything that was read for it is the same in `files`.
    fn is_unchanged(&self, files: &dyn Files) -> bool {
        self.listed.iter().all(|(folder, before)| files.list(folder) == *before)
            && self
                .read
                .iter()
                .all(|seen| is_same(&seen.found, &files.read_shared(&seen.path, seen.max_bytes)))
    }

    fn bytes(&self) -> usize {
        self.read.iter().flat_map(|seen| &seen.found).map(|bytes| bytes.len()).sum()
    }
}

/// Whether a file is what it was. Whoever shares its bytes has not even read it.
fn is_same(
    before: &Result<Arc<Vec<u8>>, FileError>,
    now: &Result<Arc<Vec<u8>>, FileError>,
) -> bool {
    match (before, now) {
        (Ok(before), Ok(now)) => Arc::ptr_eq(before, now) || before == now,
        _ => before == now,
    }
}

/// Files, and what was seen of them.
struct SeenFiles<'a> {
    files: &'a dyn Files,
    read: Mutex<Vec<SeenFile>>,
    listed: Mutex<Vec<Seen<Vec<String>>>>,
}

impl Files for SeenFiles<'_> {
    fn read(&self, path: &str) -> Result<Vec<u8>, FileError> {
        self.read_shared(path, u64::MAX).map(|bytes| bytes.to_vec())
    }

    fn read_shared(&self, path: &str, max_bytes: u64) -> Result<Arc<Vec<u8>>, FileError> {
        let found = self.files.read_shared(path, max_bytes);
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        read.push(SeenFile { path: path.to_owned(), max_bytes, found: found.clone() });
        found
    }

    fn list(&self, folder: &str) -> Result<Vec<String>, FileError> {
        let names = self.files.list(folder);
        let mut listed = self.listed.lock().unwrap_or_else(PoisonError::into_inner);
        listed.push((folder.to_owned(), names.clone()));
        names
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::source::Format;

    struct OwnFiles(BTreeMap<&'static str, &'static str>);

    impl Files for OwnFiles {
        fn read(&self, path: &str) -> Result<Vec<u8>, FileError> {
            self.0.get(path).map(|text| text.as_bytes().to_vec()).ok_or(FileError::Missing)
        }

        fn list(&self, _: &str) -> Result<Vec<String>, FileError> {
            Ok(Vec::new())
        }
    }

    const LOGO: &str = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'>\
                        <rect width='9' height='9'/></svg>";
    const OTHER: &str = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'>\
                         <rect width='8' height='8'/></svg>";

    #[test]
    fn a_letterhead_is_read_anew_when_a_file_of_it_has_changed() {
        let text = "id = 'a'\nname = 'A'\nshort = 'A'\nlogo = { file = 'l.svg', alt = 'A' }\n";
        let source = Source::from_text("a.toml", Format::Toml, text.to_owned());
        let cache = LetterheadCache::default();
        let load = |logo: &'static str| {
            let files = OwnFiles([("l.svg", logo)].into());
            cache.load(&source, &files, "a.toml", &Limits::default()).unwrap()
        };
        let address = |found: Vec<Stationery>| std::ptr::from_ref(found[0].letterhead());
        let first = load(LOGO);
        assert_eq!(address(load(LOGO)), address(first.clone()));
        let changed = load(OTHER);
        assert_ne!(address(changed), address(first));
        let missing = cache.load(&source, &OwnFiles(BTreeMap::new()), "a.toml", &Limits::default());
        assert!(missing.is_err());
    }

    #[test]
    fn few_letterheads_are_kept() {
        let cache = LetterheadCache::default();
        for number in 0..20 {
            let text = format!("id = 'a{number}'\nname = 'A'\nshort = 'A'\n");
            let source = Source::from_text("a.toml", Format::Toml, text);
            let files = OwnFiles(BTreeMap::new());
            cache.load(&source, &files, "a.toml", &Limits::default()).unwrap();
        }
        assert_eq!(cache.kept().len(), MAX_KEPT);
    }
}
