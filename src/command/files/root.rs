//! A folder that is held open, and files that are opened beneath it.
//!
//! A path is looked up before, with all its links, and has none left when it comes here. It is
//! walked from handle to handle and no link is followed, so that whoever puts one there in the
//! meantime leads nowhere.

use std::ffi::OsStr;
use std::fs::File;
use std::io;
use std::os::fd::OwnedFd;
use std::path::Path;

use rustix::fs::{AtFlags, Dir, FileType, Mode, OFlags, openat, statat};
use rustix::io::Errno;

use super::plain::{PlainFile, check_beneath, not_plain};

/// What a folder on the way is opened for: to go through it, which needs no right to read.
#[cfg(target_os = "linux")]
const PASS: OFlags = OFlags::PATH;
#[cfg(not(target_os = "linux"))]
const PASS: OFlags = OFlags::RDONLY;

/// A folder that is held open.
#[derive(Debug)]
pub struct Root {
    folder: OwnedFd,
}

impl Root {
    /// Opens a folder; links are followed.
    pub fn open(path: &Path) -> io::Result<Self> {
        let flags = PASS | OFlags::DIRECTORY | OFlags::CLOEXEC;
        Ok(Self { folder: rustix::fs::open(path, flags, Mode::empty())? })
    }

    /// Opens a plain file by its path beneath the folder; `None` where a link stands on the
    /// way by now.
    pub fn open_file(&self, path: &Path) -> io::Result<Option<PlainFile>> {
        let (parent, name) = match (path.parent(), path.file_name()) {
            (Some(parent), Some(name)) => (parent, name),
            _ => return Err(io::ErrorKind::IsADirectory.into()),
        };
        let file = self.folder(parent).and_then(|folder| open_plain(&folder, name));
        unless_linked(file)?.map(PlainFile::new).transpose()
    }

    /// The names of the plain files in a folder beneath this one, in any order; `None` where
    /// a link stands on the way by now.
    pub fn list(&self, path: &Path) -> io::Result<Option<Vec<String>>> {
        unless_linked(self.folder(path).and_then(|folder| entries(&folder, FileType::RegularFile)))
    }

    /// The names of the folders in a folder, as [`list`](Self::list) has those of files.
    pub fn folders(&self, path: &Path) -> io::Result<Option<Vec<String>>> {
        unless_linked(self.folder(path).and_then(|folder| entries(&folder, FileType::Directory)))
    }

    fn folder(&self, path: &Path) -> io::Result<OwnedFd> {
        check_beneath(path)?;
        let flags = PASS | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let mut folder = self.folder.try_clone()?;
        for name in path {
            folder = openat(&folder, name, flags, Mode::empty())?;
        }
        Ok(folder)
    }
}

fn open_plain(folder: &OwnedFd, name: &OsStr) -> io::Result<File> {
    let about = statat(folder, name, AtFlags::SYMLINK_NOFOLLOW)?;
    match FileType::from_raw_mode(about.st_mode) {
        FileType::RegularFile => {}
        FileType::Symlink => return Err(Errno::LOOP.into()),
        FileType::Directory => return Err(io::ErrorKind::IsADirectory.into()),
        // Opening a device can do something to it.
        _ => return Err(not_plain()),
    }
    // Should a pipe have taken its place, this does not wait for a writer.
    let flags =
        OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
    Ok(openat(folder, name, flags, Mode::empty())?.into())
}

fn entries(folder: &OwnedFd, wanted: FileType) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
    for entry in Dir::new(openat(folder, ".", flags, Mode::empty())?)? {
        let entry = entry?;
        let is_wanted = match entry.file_type() {
            kind if kind == wanted => true,
            // A link to a file is listed; whether it may be read shows when it is.
            FileType::Symlink | FileType::Unknown => {
                statat(folder, entry.file_name(), AtFlags::empty())
                    .is_ok_and(|about| FileType::from_raw_mode(about.st_mode) == wanted)
            }
            _ => false,
        };
        // No author can type a name that is not UTF-8.
        if let (true, Ok(name)) = (is_wanted, entry.file_name().to_str())
            && name != "."
            && name != ".."
        {
            names.push(name.to_owned());
        }
    }
    Ok(names)
}

/// `None` for what the system says where it is to follow no link and finds one.
fn unless_linked<T>(done: io::Result<T>) -> io::Result<Option<T>> {
    match done {
        Ok(done) => Ok(Some(done)),
        Err(error) => match Errno::from_io_error(&error) {
            Some(Errno::LOOP | Errno::NOTDIR | Errno::MLINK) => Ok(None),
            _ => Err(error),
        },
    }
}
