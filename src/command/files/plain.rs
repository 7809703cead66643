//! A plain file, opened once: all that is asked about it is asked of the open handle, so that
//! another file that takes its name meanwhile changes nothing.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, ErrorKind, Read};
use std::path::{Component, Path};

/// Which file it is, its size and when it was changed last.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileIdentity {
    /// Device and number of the file.
    #[cfg(unix)]
    number: (u64, u64),
    /// Its real path.
    #[cfg(not(unix))]
    place: std::path::PathBuf,
    size: u64,
    changed: Option<std::time::SystemTime>,
}

/// An open plain file.
#[derive(Debug)]
pub struct PlainFile {
    file: File,
    about: Metadata,
}

impl PlainFile {
    /// Opens the file that a caller named; links are followed. A folder, a pipe, a device and
    /// a socket are refused, and none of them is waited for.
    pub fn open(path: &Path) -> io::Result<Self> {
        // Opening a device can do something to it.
        check(&fs::metadata(path)?)?;
        let mut options = OpenOptions::new();
        options.read(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt;

            use rustix::fs::OFlags;
            // Should a pipe have taken its place, this does not wait for a writer.
            options.custom_flags((OFlags::NONBLOCK | OFlags::NOCTTY).bits().cast_signed());
        }
        Self::new(options.open(path)?)
    }

    /// Takes a handle, if it is one of a plain file.
    pub fn new(file: File) -> io::Result<Self> {
        let about = file.metadata()?;
        check(&about)?;
        Ok(Self { file, about })
    }

    /// What the system knows of it.
    pub fn metadata(&self) -> &Metadata {
        &self.about
    }

    /// Which file it is, under whatever name; `place` is its real path.
    #[cfg_attr(unix, expect(unused_variables, reason = "device and number say it"))]
    pub fn identity(&self, place: &Path) -> FileIdentity {
        #[cfg(unix)]
        use std::os::unix::fs::MetadataExt;
        FileIdentity {
            #[cfg(unix)]
            number: (self.about.dev(), self.about.ino()),
            #[cfg(not(unix))]
            place: place.to_owned(),
            size: self.about.len(),
            changed: self.about.modified().ok(),
        }
    }

    /// The handle, to be read piece by piece.
    pub fn into_file(self) -> File {
        self.file
    }

    /// Its bytes, or one more than `max_bytes`: it may grow while it is read.
    pub fn read(self, max_bytes: u64) -> io::Result<Vec<u8>> {
        // At once: a vector that grows holds its bytes twice for a moment.
        let size = self.about.len().min(max_bytes);
        let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0) + 1);
        self.file.take(max_bytes.saturating_add(1)).read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

fn check(about: &Metadata) -> io::Result<()> {
    if about.is_dir() {
        Err(ErrorKind::IsADirectory.into())
    } else if about.is_file() {
        Ok(())
    } else {
        Err(not_plain())
    }
}

/// Why a pipe, a device or a socket is not read.
pub fn not_plain() -> io::Error {
    io::Error::other("it is a pipe or a device")
}

/// Refuses what would lead up or elsewhere: it is no path beneath a folder.
pub fn check_beneath(path: &Path) -> io::Result<()> {
    if path.components().all(|component| matches!(component, Component::Normal(_))) {
        Ok(())
    } else {
        Err(ErrorKind::InvalidInput.into())
    }
}

/// The names of the plain files in a folder, in any order.
pub fn list(folder: &Path) -> io::Result<Vec<String>> {
    entries(folder, Path::is_file)
}

/// The names of the folders in a folder, in any order.
#[cfg(not(unix))]
pub fn folders(folder: &Path) -> io::Result<Vec<String>> {
    entries(folder, Path::is_dir)
}

fn entries(folder: &Path, is_wanted: fn(&Path) -> bool) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        // No author can type a name that is not UTF-8.
        if let Ok(name) = entry.file_name().into_string()
            && is_wanted(&entry.path())
        {
            names.push(name);
        }
    }
    Ok(names)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn nothing_but_a_plain_file_is_opened() {
        let dir = tempfile::tempdir().unwrap();
        let (plain, link, socket) =
            (dir.path().join("a"), dir.path().join("b"), dir.path().join("c"));
        fs::write(&plain, "abc").unwrap();
        std::os::unix::fs::symlink("a", &link).unwrap();
        let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
        let read = |path: &Path, max| PlainFile::open(path).and_then(|file| file.read(max));
        assert_eq!(read(&plain, 3).unwrap(), b"abc");
        assert_eq!(read(&link, 1).unwrap(), b"ab", "one more than asked for");
        assert_eq!(read(dir.path(), 3).unwrap_err().kind(), ErrorKind::IsADirectory);
        for path in [&*socket, Path::new("/dev/zero")] {
            assert_eq!(read(path, 3).unwrap_err().to_string(), "it is a pipe or a device");
        }
    }
}
