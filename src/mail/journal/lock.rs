//! The lock that keeps a second run out.

use std::ffi::OsString;
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

use super::errors::{busy, failed};
use super::privacy::{FileMode, private_file};
use crate::diagnostic::Diagnostic;

/// Held until it is dropped, or the process ends.
pub(super) struct JournalLock {
    _file: File,
}

impl JournalLock {
    /// Takes the lock of a journal: the system's lock on a file beside it. The file
    /// stays when the lock has gone; taking it away would let two runs hold one each.
    pub fn take(journal: &Path, real: &Path, mode: FileMode) -> Result<Self, Diagnostic> {
        let path = beside(real, ".lock");
        if path.metadata().is_ok_and(|about| !about.is_file()) {
            let why = format!("{} is not a plain file", path.display());
            return Err(failed(journal, &why));
        }
        let file = private_file().create(true).truncate(false).open(&path);
        let file = file.map_err(|error| failed(journal, &error.to_string()))?;
        // Of a group that shares a journal, anybody may come first. The lock says nothing
        // of anybody, so that it does not matter where another user made it.
        let _ = mode.set(&path);
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(busy(journal)),
            Err(TryLockError::Error(error)) => Err(failed(journal, &error.to_string())),
        }
    }
}

/// The real name of a journal, also where a link leads there: two runs
/// that come by different names must meet at one lock, and SQLite at one log.
pub(super) fn only_name(journal: &Path) -> Result<PathBuf, Diagnostic> {
    let found = match journal.canonicalize() {
        Ok(found) if found.is_file() => found,
        // SQLite will say what is wrong with a folder or a device.
        Ok(_) => return Ok(journal.to_owned()),
        // A link that leads nowhere would be followed by SQLite and not by us.
        Err(_) if journal.is_symlink() => return Err(failed(journal, "it is a broken link")),
        Err(_) => return Ok(journal.to_owned()),
    };
    match names(&found) {
        0 | 1 => Ok(found),
        names => Err(failed(journal, &format!("the file has {names} names"))
            .hint("keep one of them: a run that comes by another would not be noticed")),
    }
}

#[cfg(unix)]
fn names(file: &Path) -> u64 {
    use std::os::unix::fs::MetadataExt;
    file.metadata().map_or(0, |found| found.nlink())
}

#[cfg(not(unix))]
fn names(_: &Path) -> u64 {
    1
}

/// The file beside a journal whose name ends so.
pub(super) fn beside(journal: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(journal);
    name.push(ending);
    name.into()
}
