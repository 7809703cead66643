//! Where the files of a release come from: pictures, letterheads, logos, faces.
//!
//! The library opens no file. Whoever calls it hands in a [`Files`]: the program
//! reads from a folder and refuses what lies outside; a server may read from a
//! database.

/// A source of files. Paths are relative, parted by `/`, as the author typed them.
pub trait Files: Sync {
    /// The bytes of a file.
    fn read(&self, path: &str) -> Result<Vec<u8>, FileFault>;

    /// The names of the files in a folder, in any order.
    fn list(&self, folder: &str) -> Result<Vec<String>, FileFault>;
}

/// Why a file cannot be had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileFault {
    /// There is no such file.
    Missing,
    /// It lies outside the folder from which files may be read.
    OutsideRoot,
    /// It is a folder.
    Folder,
    /// Reading it is not permitted.
    Denied,
    /// It has more bytes than are read.
    TooLarge {
        /// Its size.
        bytes: u64,
        /// The most that is read.
        most: u64,
    },
    /// Anything else, in the system's words.
    Other(String),
}

impl FileFault {
    /// What is wrong, as the end of a sentence that begins with the path.
    pub fn describe(&self) -> String {
        match self {
            Self::Missing => "does not exist".to_owned(),
            Self::OutsideRoot => "lies outside the folder of the release".to_owned(),
            Self::Folder => "is a folder".to_owned(),
            Self::Denied => "cannot be read (permission denied)".to_owned(),
            Self::TooLarge { bytes, most } => {
                format!("has {bytes} bytes; at most {most} are read")
            }
            Self::Other(reason) => format!("cannot be read ({reason})"),
        }
    }
}

/// No files at all: every path is missing.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoFiles;

impl Files for NoFiles {
    fn read(&self, _: &str) -> Result<Vec<u8>, FileFault> {
        Err(FileFault::Missing)
    }

    fn list(&self, _: &str) -> Result<Vec<String>, FileFault> {
        Err(FileFault::Missing)
    }
}

/// The path of a file named in another file: relative to that file's folder.
pub(crate) fn beside(file: &str, path: &str) -> String {
    match file.rsplit_once('/') {
        Some((folder, _)) => format!("{folder}/{path}"),
        None => path.to_owned(),
    }
}
