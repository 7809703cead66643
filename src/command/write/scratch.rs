//! Folders for unfinished files.
//!
//! Files are made in a hidden folder beside their targets, from where they are moved into place.
//! Its name is `.letterpress-` and eight letters or digits. As long as its run lives, that run
//! holds a lock on a file in it; so the folder of a run that was killed is known by its lock, on
//! this machine or another, and the next run that writes there removes it.

use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use tempfile::{Builder, TempDir};

const PREFIX: &str = ".letterpress-";
const RANDOM_CHARACTERS: usize = 8;

/// The file that is locked as long as the run lives.
const LOCK: &str = "lock";

/// How often another run may take a new folder for one that was left behind.
const MAX_ATTEMPTS: usize = 16;

/// A folder for unfinished files, which is removed with everything in it.
pub struct Scratch {
    folder: TempDir,
    lock: Option<File>,
    count: usize,
}

impl Scratch {
    /// Makes one in an existing folder.
    pub fn create_in(parent: &Path) -> io::Result<Self> {
        for _ in 0..MAX_ATTEMPTS {
            let mut builder = Builder::new();
            let folder = builder.prefix(PREFIX).rand_bytes(RANDOM_CHARACTERS).tempdir_in(parent)?;
            let mut scratch = Self { folder, lock: None, count: 0 };
            let file = scratch.folder.path().join(LOCK);
            match File::create_new(&file) {
                Ok(lock) => {
                    // Some file systems have no locks. There nothing is removed either.
                    let _ = lock.lock();
                    scratch.lock = Some(lock);
                }
                Err(error) if error.kind() == ErrorKind::NotFound => continue,
                Err(error) => return Err(error),
            }
            // Before it was locked, another run may have removed it.
            if file.exists() {
                return Ok(scratch);
            }
        }
        Err(io::Error::other("another run removes what this one makes"))
    }

    /// The path of the next file in it.
    pub fn next_path(&mut self) -> PathBuf {
        self.count += 1;
        self.folder.path().join(self.count.to_string())
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // Some systems remove no file that is open.
        self.lock = None;
        clear(self.folder.path());
    }
}

/// Removes what runs that were killed have left behind in a folder. What cannot be removed
/// harms nobody.
pub fn remove_leftovers(parent: &Path) {
    for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
        let is_scratch = entry.file_name().to_str().is_some_and(is_scratch_name);
        // Neither links nor pipes are followed: both can be laid here by others.
        if is_scratch && entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            let folder = entry.path();
            let lock = folder.join(LOCK);
            match fs::symlink_metadata(&lock) {
                Ok(about) if about.is_file() => {
                    if let Ok(lock) = File::open(&lock)
                        && is_left_behind(&lock)
                    {
                        clear(&folder);
                    }
                }
                // Empty, or none of ours.
                _ => drop(fs::remove_dir(&folder)),
            }
        }
    }
}

/// Whether nobody holds the lock. It is held until the file is closed.
fn is_left_behind(lock: &File) -> bool {
    match lock.try_lock() {
        Ok(()) => true,
        Err(TryLockError::WouldBlock | TryLockError::Error(_)) => false,
    }
}

fn is_scratch_name(name: &str) -> bool {
    name.strip_prefix(PREFIX).is_some_and(|rest| {
        rest.len() == RANDOM_CHARACTERS && rest.bytes().all(|byte| byte.is_ascii_alphanumeric())
    })
}

/// Removes a folder for unfinished files; nothing in it but what was made there.
fn clear(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        if name.to_str().is_some_and(|name| name.bytes().all(|byte| byte.is_ascii_digit())) {
            let _ = fs::remove_file(entry.path());
        }
    }
    let _ = fs::remove_file(folder.join(LOCK));
    let _ = fs::remove_dir(folder);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(folder: &Path) -> usize {
        fs::read_dir(folder).into_iter().flatten().count()
    }

    #[test]
    fn a_folder_goes_with_its_run() -> io::Result<()> {
        let parent = tempfile::tempdir()?;
        let mut scratch = Scratch::create_in(parent.path())?;
        fs::write(scratch.next_path(), "half")?;
        fs::write(scratch.next_path(), "whole")?;
        assert_eq!(count(parent.path()), 1);
        // It is in use.
        remove_leftovers(parent.path());
        assert_eq!(count(scratch.folder.path()), 3);
        drop(scratch);
        assert_eq!(count(parent.path()), 0);
        Ok(())
    }

    #[test]
    fn what_was_left_behind_is_removed_and_nothing_else() -> io::Result<()> {
        let parent = tempfile::tempdir()?;
        let path = |name: &str| parent.path().join(name);
        for name in [".letterpress-AbCd1234", ".letterpress-notes", "letterpress-AbCd1234"] {
            fs::create_dir(path(name))?;
            fs::write(path(name).join(LOCK), "")?;
            fs::write(path(name).join("1"), "half")?;
        }
        fs::create_dir(path(".letterpress-00000000"))?;
        fs::create_dir(path(".letterpress-11111111"))?;
        fs::write(path(".letterpress-11111111").join("mine"), "")?;
        fs::write(path(".letterpress-22222222"), "a file")?;
        remove_leftovers(parent.path());
        let mut names: Vec<_> = fs::read_dir(parent.path())?
            .flatten()
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        let kept = [
            ".letterpress-11111111",
            ".letterpress-22222222",
            ".letterpress-notes",
            "letterpress-AbCd1234",
        ];
        assert_eq!(names, kept);
        Ok(())
    }
}
