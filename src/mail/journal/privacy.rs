//! Who may read files that hold addresses: their owner, or a group that shares them.
//!
//! A new file or folder is for its owner alone, whatever the umask. In a shared folder (one
//! with the set-group-ID bit whose group may write) it is for the group as well, and a file
//! whose group may write stays shared. Nobody else gets anything.
//!
//! On systems without such modes nothing is changed.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io;
use std::path::Path;

/// The mode that lets the group of a file or folder write.
const GROUP_WRITES: u32 = 0o020;
/// The mode of a folder that gives its group to what is made in it.
const SET_GROUP_ID: u32 = 0o2000;
/// The modes that let everybody read or write.
const OTHERS: u32 = 0o006;

/// Options to write a file that nobody but its owner can open if it is made by them.
pub fn private_file() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Who may read and write a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileMode(u32);

impl FileMode {
    /// The mode that a file at a place should have: that of the file there without what it
    /// grants to others, or that of a new one in its folder.
    pub fn at(place: &Path) -> Self {
        let is_in_shared_folder = is_shared(place);
        Self(match mode(place) {
            Some(mode) if is_in_shared_folder || mode & GROUP_WRITES != 0 => mode & 0o660,
            Some(mode) => mode & 0o600,
            None if is_in_shared_folder => 0o660,
            None => 0o600,
        })
    }

    /// Gives it to a file. Of a file with another mode, only the owner can.
    pub fn set(self, file: &Path) -> io::Result<()> {
        set(file, self.0)
    }
}

/// Makes a folder that nobody but its owner can enter, and those above it, where there is
/// none; within a shared folder a shared one.
pub fn create_folder(folder: &Path) -> io::Result<()> {
    if folder == Path::new("") || folder.is_dir() {
        return Ok(());
    }
    folder.parent().map_or(Ok(()), create_folder)?;
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    match builder.create(folder) {
        Ok(()) => set(folder, if is_shared(folder) { 0o2770 } else { 0o700 }),
        // `a/..`, or another process made it in between.
        Err(_) if folder.is_dir() => Ok(()),
        Err(error) => Err(error),
    }
}

/// Whether users can read or write a file who neither own nor share it.
pub fn is_exposed(file: &Path) -> bool {
    mode(file).is_some_and(|mode| mode & OTHERS != 0)
}

/// Whether what is made at a place belongs to the group of its folder.
fn is_shared(place: &Path) -> bool {
    let folder = place.parent().filter(|folder| *folder != Path::new(""));
    let mode = mode(folder.unwrap_or(Path::new(".")));
    mode.is_some_and(|mode| mode & SET_GROUP_ID != 0 && mode & GROUP_WRITES != 0)
}

/// The mode of a file or folder that is there.
#[cfg(unix)]
fn mode(path: &Path) -> Option<u32> {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).ok().map(|about| about.permissions().mode() & 0o7777)
}

#[cfg(not(unix))]
fn mode(_: &Path) -> Option<u32> {
    None
}

/// Sets a mode, unless it is so already.
#[cfg(unix)]
fn set(path: &Path, wanted: u32) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    if mode(path) == Some(wanted) {
        return Ok(());
    }
    fs::set_permissions(path, fs::Permissions::from_mode(wanted))
}

#[cfg(not(unix))]
fn set(_: &Path, _: u32) -> io::Result<()> {
    Ok(())
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use super::*;

    /// A folder of a mode, and in it a file of another.
    fn laid(folder_mode: u32, file_mode: Option<u32>) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        set(folder.path(), folder_mode).unwrap();
        if let Some(file_mode) = file_mode {
            fs::write(folder.path().join("a"), "x").unwrap();
            set(&folder.path().join("a"), file_mode).unwrap();
        }
        folder
    }

    #[test]
    fn a_file_is_for_its_owner_or_for_a_group_that_shares_it() {
        for (folder_mode, before, after) in [
            (0o755, None, 0o600),
            (0o777, None, 0o600),
            (0o2755, None, 0o600),
            (0o775, None, 0o600),
            (0o2770, None, 0o660),
            (0o2775, None, 0o660),
            (0o755, Some(0o644), 0o600),
            (0o755, Some(0o666), 0o660),
            (0o755, Some(0o640), 0o600),
            (0o755, Some(0o660), 0o660),
            (0o2770, Some(0o644), 0o640),
            (0o2770, Some(0o600), 0o600),
        ] {
            let folder = laid(folder_mode, before);
            let (place, file) = (folder.path().join("a"), folder.path().join("b"));
            drop(private_file().create(true).open(&file).unwrap());
            assert!(!is_exposed(&file));
            FileMode::at(&place).set(&file).unwrap();
            assert_eq!(mode(&file), Some(after), "{folder_mode:o} {before:?}");
        }
    }

    #[test]
    fn folders_are_made_for_their_owner_or_for_the_group_that_shares_them() {
        for (folder_mode, after) in [(0o755, 0o700), (0o777, 0o700), (0o2770, 0o2770)] {
            let folder = laid(folder_mode, None);
            let (one, two) = (folder.path().join("one"), folder.path().join("one/two"));
            create_folder(&two.join("")).unwrap();
            assert_eq!((mode(&one), mode(&two)), (Some(after), Some(after)), "{folder_mode:o}");
            // What is there already is left as it is.
            set(&two, 0o755).unwrap();
            create_folder(&two).unwrap();
            assert_eq!(mode(&two), Some(0o755));
        }
        let folder = laid(0o755, Some(0o644));
        assert!(create_folder(&folder.path().join("a/b")).is_err());
    }
}
