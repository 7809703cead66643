//! Folders for the files of requests: one for each, which is gone when its request is done.

use std::env;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};

use letterpress::diagnostic::Diagnostics;
use letterpress::message;
use tempfile::TempDir;

use crate::command::input_output;
use crate::terminal::reason;

/// How the folder of a server begins, in the folder for temporary files.
const PREFIX: &str = "letterpress-serve-";

/// The file in it that a server holds locked as long as it runs.
const LOCK: &str = "lock";

/// The folder of a server, with those of its requests.
pub struct ScratchHome {
    folder: TempDir,
    /// Locked: its end says that nobody uses the folder any more, however the server ended.
    _lock: File,
}

impl ScratchHome {
    /// Makes the folder, and removes those of servers that were killed.
    pub fn open() -> Result<Self, Diagnostics> {
        let place = env::temp_dir();
        sweep(&place);
        Self::make(&place).map_err(|error| {
            let message = message!(
                "no folder can be made in {folder} ({reason})",
                folder = place.display(),
                reason = reason(&error)
            );
            input_output(message).hint("TMPDIR names another folder for temporary files").into()
        })
    }

    fn make(place: &Path) -> io::Result<Self> {
        let folder = private(PREFIX, place)?;
        let lock = File::create_new(folder.path().join(LOCK))?;
        lock.lock()?;
        Ok(Self { folder, _lock: lock })
    }

    /// A folder for a request.
    pub fn folder(&self) -> io::Result<ScratchFolder> {
        Ok(ScratchFolder(private("r", self.folder.path())?))
    }
}

/// A new folder into which nobody but its owner may look: what is under embargo lies there.
fn private(prefix: &str, place: &Path) -> io::Result<TempDir> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
    builder.prefix(prefix).tempdir_in(place)
}

/// Removes folders that a server has left behind that was killed. What cannot be removed stays: it
/// is in nobody's way.
fn sweep(place: &Path) {
    let Ok(entries) = fs::read_dir(place) else { return };
    for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
        let name = path.file_name().map(|name| name.to_string_lossy().starts_with(PREFIX));
        if name == Some(true) && is_own_folder(&path) && is_left(&path) {
            let _ = fs::remove_dir_all(&path);
        }
    }
}

/// Whether nobody holds its lock. One that is being made has none yet, and stays.
fn is_left(folder: &Path) -> bool {
    let lock = OpenOptions::new().read(true).write(true).open(folder.join(LOCK));
    lock.is_ok_and(|lock| lock.try_lock().is_ok())
}

/// Whether it is a folder that belongs to whoever runs this: what others put there may be a trap.
#[cfg(unix)]
fn is_own_folder(path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let own = rustix::process::geteuid().as_raw();
    fs::symlink_metadata(path).is_ok_and(|about| about.is_dir() && about.uid() == own)
}

#[cfg(not(unix))]
fn is_own_folder(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|about| about.is_dir())
}

/// The folder of a request. It is removed when this value goes.
pub struct ScratchFolder(TempDir);

impl ScratchFolder {
    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// Writes a file that came with the request. Two of one name are refused.
    pub fn add(&self, name: &RequestFileName, bytes: &[u8]) -> io::Result<()> {
        let path = self.0.path().join(&name.0);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        File::create_new(&path)?.write_all(bytes)
    }
}

/// The name of a file in a request: a path that leads down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestFileName(PathBuf);

/// The most bytes of such a name, and the most folders in it.
const MAX_NAME: usize = 200;
const MAX_DEPTH: usize = 8;

impl RequestFileName {
    /// A name, unless it leads elsewhere, or is none on every system.
    pub fn parse(name: &str) -> Option<Self> {
        let path = Path::new(name);
        let is_down = path.components().all(|part| matches!(part, Component::Normal(_)));
        let is_plain = !name.contains(['\\', ':']) && !name.chars().any(char::is_control);
        let depth = name.split('/').count();
        // `a//b`, `a/./b` and `a/` are the same as others.
        let is_short = !name.split('/').any(|part| ["", ".", ".."].contains(&part));
        let fits = !name.is_empty() && name.len() <= MAX_NAME && depth <= MAX_DEPTH;
        (is_down && is_plain && is_short && fits).then(|| Self(path.to_owned()))
    }

    /// Its ending, in small letters.
    pub fn ending(&self) -> String {
        let ending = self.0.extension().map(|ending| ending.to_string_lossy().to_lowercase());
        ending.unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_leads_down() {
        for name in ["a.jpg", "photos/a.jpg", "Größe 1.png", "..a.jpg"] {
            assert!(RequestFileName::parse(name).is_some(), "{name}");
        }
        let deep = "a/".repeat(9) + "a.jpg";
        for name in [
            "",
            "/a.jpg",
            "../a.jpg",
            "a/../../b.jpg",
            "./a.jpg",
            "a//b.jpg",
            "a/",
            "a\\b.jpg",
            "C:a.jpg",
            "a\0.jpg",
            "a\n.jpg",
            &deep,
            &"a".repeat(201),
        ] {
            assert_eq!(RequestFileName::parse(name), None, "{name}");
        }
    }

    #[test]
    fn a_folder_that_was_left_behind_is_removed_and_no_other() {
        let place = tempfile::tempdir().unwrap();
        let running = ScratchHome::make(place.path()).unwrap();
        let left = place.path().join(format!("{PREFIX}left"));
        fs::create_dir_all(left.join("r1")).unwrap();
        fs::write(left.join(LOCK), "").unwrap();
        fs::write(left.join("r1/a.jpg"), "x").unwrap();
        let other = place.path().join("other");
        fs::create_dir(&other).unwrap();
        sweep(place.path());
        assert!(!left.exists() && other.exists() && running.folder.path().exists());
        drop(running);
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1);
    }
}
