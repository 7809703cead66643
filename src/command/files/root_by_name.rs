//! A folder, and files that are opened beneath it, on systems where the standard library opens
//! nothing by a handle: a path is looked up before, with all its links, and has to be the same
//! still when the file is open.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::plain::{self, PlainFile, check_beneath};

/// A folder, by its name: elsewhere the standard library opens nothing by a handle.
#[derive(Debug)]
pub struct NamedRoot {
    folder: PathBuf,
}

impl NamedRoot {
    /// Takes a folder; links are followed.
    pub fn open(path: &Path) -> io::Result<Self> {
        Ok(Self { folder: fs::canonicalize(path)? })
    }

    /// Opens a plain file by its path beneath the folder; `None` where a link stands on the
    /// way by now.
    pub fn open_file(&self, path: &Path) -> io::Result<Option<PlainFile>> {
        check_beneath(path)?;
        let place = self.folder.join(path);
        let file = PlainFile::new(File::open(&place)?)?;
        Ok((fs::canonicalize(&place)? == place).then_some(file))
    }

    /// The names of the plain files in a folder beneath this one, in any order; `None` where
    /// a link stands on the way by now.
    pub fn list(&self, path: &Path) -> io::Result<Option<Vec<String>>> {
        check_beneath(path)?;
        let place = self.folder.join(path);
        let names = plain::list(&place)?;
        Ok((fs::canonicalize(&place)? == place).then_some(names))
    }

    /// The names of the folders in a folder, as [`list`](Self::list) has those of files.
    pub fn folders(&self, path: &Path) -> io::Result<Option<Vec<String>>> {
        check_beneath(path)?;
        let place = self.folder.join(path);
        let names = plain::folders(&place)?;
        Ok((fs::canonicalize(&place)? == place).then_some(names))
    }
}
