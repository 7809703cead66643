//! The files that a release names, on disk: below one folder and nowhere else.

mod plain;
#[cfg(unix)]
mod root;
#[cfg(not(unix))]
mod root_by_name;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use letterpress::diagnostic::{Diagnostic, Diagnostics};
use letterpress::files::{FileError, Files};
use letterpress::message;
use letterpress::source::{composed, decomposed};

use self::plain::FileIdentity;
pub use self::plain::PlainFile;
#[cfg(unix)]
use self::root::Root;
#[cfg(not(unix))]
use self::root_by_name::NamedRoot as Root;
use super::{input_output, spelling};
use crate::terminal::reason;

/// The most bytes a picture or another file may have: 256 MiB.
const MAX_BYTES: u64 = 256 * 1024 * 1024;

/// How often a path is looked up anew because a link was put there in the meantime.
const MAX_LOOKUPS: usize = 8;

/// A folder from which files may be read, with all that lies below it.
///
/// Neither `..` nor a symbolic link leads out of it, also where one takes the place of a file
/// during a run: a file is opened once, beneath the folder, which is held open. What is not a
/// plain file is never opened, since opening a pipe or a device can take for ever.
#[derive(Debug)]
pub struct Folder {
    root: PathBuf,
    /// The same folder, held open.
    held: Root,
    /// Where typed paths begin: `root` or a folder below it.
    base: PathBuf,
    read: Mutex<BTreeSet<PathBuf>>,
    shared: SharedFiles,
}

/// The bytes of files that are still in use, by the file and not by its names.
pub type SharedFiles = Arc<Mutex<BTreeMap<FileIdentity, Weak<Vec<u8>>>>>;

impl Folder {
    /// Takes an existing folder.
    pub fn new(path: &Path) -> Result<Self, Diagnostics> {
        let root =
            fs::canonicalize(path).map_err(|error| cannot_read_from(path, &reason(&error)))?;
        if !root.is_dir() {
            return Err(cannot_read_from(path, "it is not a folder").into());
        }
        let held = Root::open(&root).map_err(|error| cannot_read_from(path, &reason(&error)))?;
        let base = root.clone();
        Ok(Self { root, held, base, read: Mutex::default(), shared: SharedFiles::default() })
    }

    /// Lets paths begin in a folder below the root. One that lies elsewhere changes
    /// nothing: its paths then begin in the root.
    pub fn beginning_in(mut self, folder: &Path) -> Self {
        if let Ok(real) = fs::canonicalize(folder)
            && real.starts_with(&self.root)
        {
            self.base = real;
        }
        self
    }

    /// Shares the bytes of files that are in use with other folders.
    pub fn sharing(self, shared: &SharedFiles) -> Self {
        Self { shared: Arc::clone(shared), ..self }
    }

    /// Whether `file` is one of those that have been read, under any of its names.
    pub fn has_read(&self, file: &Path) -> bool {
        let real = fs::canonicalize(file);
        self.read.lock().is_ok_and(|read| real.is_ok_and(|real| read.contains(&real)))
    }

    /// All files that have been read, by their real paths.
    pub fn files_read(&self) -> Vec<PathBuf> {
        let read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        read.iter().cloned().collect()
    }

    /// Does something at a typed path, given from the root on and without links. Where a link
    /// stands there by then, which `act` says by `None`, the path is looked up anew.
    fn at_place<T>(
        &self,
        path: &str,
        act: impl Fn(&Path) -> io::Result<Option<T>>,
    ) -> Result<(PathBuf, T), FileError> {
        for _ in 0..MAX_LOOKUPS {
            let real = self.place(path)?;
            let below = real.strip_prefix(&self.root).map_err(|_| FileError::OutsideRoot)?;
            if let Some(done) = act(below).map_err(|error| file_error(&error))? {
                return Ok((real, done));
            }
        }
        Err(FileError::Other("links take its place while it is read".to_owned()))
    }

    /// The real place of a typed path.
    fn place(&self, path: &str) -> Result<PathBuf, FileError> {
        if path.contains('\0') {
            return Err(FileError::Other("its name holds a NUL character".to_owned()));
        }
        // Refused by its wording already, so that no answer shows whether
        // something outside exists.
        let below = self.base.strip_prefix(&self.root).unwrap_or(Path::new(""));
        let mut depth = below.components().count();
        for component in Path::new(path).components() {
            depth = match component {
                Component::Normal(_) => depth + 1,
                Component::CurDir => depth,
                Component::ParentDir => depth.checked_sub(1).ok_or(FileError::OutsideRoot)?,
                Component::RootDir | Component::Prefix(_) => return Err(FileError::OutsideRoot),
            };
        }
        let real = self.found(path).map_err(|error| {
            match spelling::other_case(&self.root, &self.base, path) {
                Some(found) if error.kind() == ErrorKind::NotFound => {
                    FileError::OtherCase { found }
                }
                _ => file_error(&error),
            }
        })?;
        if real.starts_with(&self.root) { Ok(real) } else { Err(FileError::OutsideRoot) }
    }
}

impl Folder {
    fn remember(&self, real: PathBuf) {
        if let Ok(mut read) = self.read.lock() {
            read.insert(real);
        }
    }

    /// A typed path on the disk. File systems spell an umlaut as one character or as two, so a
    /// name that is not there is looked for in the other form.
    fn found(&self, path: &str) -> io::Result<PathBuf> {
        let mut place = self.base.clone();
        for component in Path::new(path).components() {
            let typed = place.join(component);
            let name = component.as_os_str().to_string_lossy();
            let forms = [typed.clone(), place.join(composed(&name)), place.join(decomposed(&name))];
            let there =
                if name.is_ascii() { None } else { forms.into_iter().find(|form| exists(form)) };
            place = there.unwrap_or(typed);
        }
        fs::canonicalize(place)
    }
}

/// Whether something stands at a path, be it a link that leads nowhere.
fn exists(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

impl Files for Folder {
    fn read(&self, path: &str) -> Result<Vec<u8>, FileError> {
        let (real, file) = self.at_place(path, |below| self.held.open_file(below))?;
        let bytes = read_open(file, MAX_BYTES)?;
        self.remember(real);
        Ok(bytes)
    }

    fn read_shared(&self, path: &str, max_bytes: u64) -> Result<Arc<Vec<u8>>, FileError> {
        let (real, file) = self.at_place(path, |below| self.held.open_file(below))?;
        let identity = file.identity(&real);
        let in_use = self.shared.lock().ok().and_then(|shared| shared.get(&identity)?.upgrade());
        let bytes = match in_use {
            Some(bytes) => bytes,
            None => Arc::new(read_open(file, max_bytes.min(MAX_BYTES))?),
        };
        if let Ok(mut shared) = self.shared.lock() {
            shared.retain(|_, bytes| bytes.strong_count() > 0);
            shared.insert(identity, Arc::downgrade(&bytes));
        }
        self.remember(real);
        Ok(bytes)
    }

    fn list(&self, folder: &str) -> Result<Vec<String>, FileError> {
        let (_, mut names) = self.at_place(folder, |below| self.held.list(below))?;
        names.sort();
        Ok(names)
    }

    fn folders(&self, folder: &str) -> Result<Vec<String>, FileError> {
        let (_, mut names) = self.at_place(folder, |below| self.held.folders(below))?;
        names.sort();
        Ok(names)
    }
}

/// The bytes of a plain file with at most `max_bytes` of them. The caller named it: it may lie
/// anywhere.
pub fn read_file(path: &Path, max_bytes: u64) -> Result<Vec<u8>, FileError> {
    read_open(PlainFile::open(path).map_err(|error| file_error(&error))?, max_bytes)
}

/// The bytes of an open file with at most `max_bytes` of them.
pub fn read_open(file: PlainFile, max_bytes: u64) -> Result<Vec<u8>, FileError> {
    let size = file.metadata().len();
    if size > max_bytes {
        return Err(FileError::TooLarge { bytes: size, limit: max_bytes });
    }
    let bytes = file.read(max_bytes).map_err(|error| file_error(&error))?;
    if bytes.len() as u64 > max_bytes {
        return Err(FileError::TooLarge { bytes: bytes.len() as u64, limit: max_bytes });
    }
    Ok(bytes)
}

/// The names of the plain files in a folder that the caller named, in the order of the alphabet.
pub fn list_folder(folder: &Path) -> Result<Vec<String>, FileError> {
    let mut names = plain::list(folder).map_err(|error| file_error(&error))?;
    names.sort();
    Ok(names)
}

fn cannot_read_from(folder: &Path, why: &str) -> Diagnostic {
    input_output(message!(
        "cannot read from {file} ({reason})",
        file = folder.display(),
        reason = why
    ))
}

/// Why a file cannot be had, by what the system says.
pub fn file_error(error: &io::Error) -> FileError {
    match error.kind() {
        ErrorKind::NotFound => FileError::Missing,
        ErrorKind::PermissionDenied => FileError::Denied,
        ErrorKind::IsADirectory => FileError::Folder,
        _ => FileError::Other(reason(error)),
    }
}

#[cfg(test)]
mod tests;
