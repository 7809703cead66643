//! Where the files of a release come from: pictures, letterheads, logos, fonts.
//!
//! The library opens no file. The caller hands in a [`Files`]: the program reads from a
//! folder and refuses what lies outside; a server may read from a database.

mod input_file;
mod recorder;

use std::fmt;
use std::sync::Arc;

pub(crate) use self::input_file::PiecesHash;
#[cfg(feature = "mail")]
pub(crate) use self::input_file::hexadecimal;
pub use self::input_file::{InputFile, InputRole};
pub(crate) use self::recorder::FileRecorder;

/// A source of files. Paths are relative, separated by `/`, as the author typed them.
///
/// ```
/// use std::collections::BTreeMap;
///
/// use letterpress::files::{FileError, Files};
///
/// /// Files in memory, such as those of a web form.
/// struct Uploads(BTreeMap<String, Vec<u8>>);
///
/// impl Files for Uploads {
///     fn read(&self, path: &str) -> Result<Vec<u8>, FileError> {
///         self.0.get(path).cloned().ok_or(FileError::Missing)
///     }
///
///     fn list(&self, folder: &str) -> Result<Vec<String>, FileError> {
///         let names = self.0.keys().filter_map(|path| path.strip_prefix(folder));
///         Ok(names.map(ToOwned::to_owned).collect())
///     }
/// }
///
/// let uploads = Uploads([("a.jpg".to_owned(), vec![1])].into());
/// assert_eq!(uploads.read("b.jpg"), Err(FileError::Missing));
/// ```
pub trait Files: Sync {
    /// The bytes of a file.
    fn read(&self, path: &str) -> Result<Vec<u8>, FileError>;

    /// The bytes of a picture, of which there may be `max_bytes` at most.
    ///
    /// A file can have several names: spellings of its path, links. Whoever can tell that two
    /// paths lead to one file gives the same bytes again while they are in use, whatever
    /// `max_bytes` says, so that they are in memory once.
    fn read_shared(&self, path: &str, max_bytes: u64) -> Result<Arc<Vec<u8>>, FileError> {
        let bytes = self.read(path)?;
        match bytes.len() as u64 {
            count if count > max_bytes => {
                Err(FileError::TooLarge { bytes: count, limit: max_bytes })
            }
            _ => Ok(Arc::new(bytes)),
        }
    }

    /// The names of the files in a folder, in any order.
    fn list(&self, folder: &str) -> Result<Vec<String>, FileError>;

    /// The names of the folders in a folder, in any order: what lies in them is not read, and the
    /// author should know. None where the source has no such thing.
    fn folders(&self, _: &str) -> Result<Vec<String>, FileError> {
        Ok(Vec::new())
    }
}

/// Why a file cannot be had.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum FileError {
    /// There is no such file.
    Missing,
    /// There is no such file, but one whose name differs in capitals alone.
    OtherCase {
        /// Its path.
        found: String,
    },
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
        limit: u64,
    },
    /// Anything else, in the system's words.
    Other(String),
}

impl FileError {
    /// What is wrong, as the end of a sentence that begins with the path.
    pub fn describe(&self) -> String {
        match self {
            Self::Missing => "does not exist".to_owned(),
            Self::OtherCase { found } => format!("does not exist, but `{found}` does"),
            Self::OutsideRoot => "lies outside the folder of the release".to_owned(),
            Self::Folder => "is a folder".to_owned(),
            Self::Denied => "cannot be read (permission denied)".to_owned(),
            Self::TooLarge { bytes, limit } => {
                format!("has {bytes} bytes; at most {limit} are read")
            }
            Self::Other(reason) => format!("cannot be read ({reason})"),
        }
    }
}

/// Why a path is one for another place, as the end of a sentence that begins with it, and what to
/// do: an address, a drive, backslashes. None for others.
pub(crate) fn foreign_path(path: &str) -> Option<(&'static str, String)> {
    let mut start = path.chars();
    let has_drive = start.next().is_some_and(|c| c.is_ascii_alphabetic())
        && start.next() == Some(':')
        && matches!(start.next(), Some('\\' | '/'));
    const SAVE: &str = "save it beside the file that names it, and write its name alone";
    let name = path.rsplit(['/', '\\', ':']).next().unwrap_or_default();
    let beside = if name.is_empty() {
        "put the file beside the one that names it, and write its name alone".to_owned()
    } else {
        format!("put it beside the file that names it, and write `{name}`")
    };
    if has_drive || path.starts_with("\\\\") {
        Some(("is a path of one machine alone", beside))
    } else if path.contains("://") || path.starts_with("//") || path.starts_with("data:") {
        Some(("is an address, and only files are read", SAVE.to_owned()))
    } else if path.contains('\\') {
        let hint = format!("write `{}`", path.replace('\\', "/"));
        Some(("has backslashes between its folders", hint))
    } else {
        None
    }
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the file {}", self.describe())
    }
}

impl std::error::Error for FileError {}

/// No files at all: every path is missing.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoFiles;

impl Files for NoFiles {
    fn read(&self, _: &str) -> Result<Vec<u8>, FileError> {
        Err(FileError::Missing)
    }

    fn list(&self, _: &str) -> Result<Vec<String>, FileError> {
        Err(FileError::Missing)
    }
}

/// The path of a file named in another file: relative to that file's folder.
pub(crate) fn beside(file: &str, path: &str) -> String {
    match file.rsplit_once('/') {
        Some((folder, _)) => format!("{folder}/{path}"),
        None => path.to_owned(),
    }
}
