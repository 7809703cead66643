//! Files: written as a whole or not at all, and only over what letterpress wrote.
//!
//! What belongs together is written together: all bytes go into new files and onto the disk, then
//! all files are moved into place. If anything fails, the old files stay and the new ones go.

mod file_set;
mod origin;
mod scratch;
mod stream;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufReader, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use letterpress::diagnostic::{Code, Diagnostic, Diagnostics, codes};
use letterpress::mail::journal::privacy;
use letterpress::message;

pub use self::file_set::{FileSet, Finished};
pub use self::scratch::{Scratch, remove_leftovers};
pub use self::stream::is_stream;

use self::origin::{Origin, origin};
use super::files::PlainFile;
use crate::cli::OverwriteArgs;
use crate::terminal::reason;

/// Maximum number of symbolic links that lead from one to the next.
const MAX_LINKS: usize = 40;

/// Which existing files a run may overwrite.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overwrite {
    /// Those that letterpress wrote.
    Own,
    /// All but signed ones.
    Any,
    /// None.
    Never,
}

impl From<OverwriteArgs> for Overwrite {
    fn from(typed: OverwriteArgs) -> Self {
        match (typed.force, typed.no_clobber) {
            (_, true) => Self::Never,
            (true, false) => Self::Any,
            (false, false) => Self::Own,
        }
    }
}

/// Who may read the files of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Access {
    /// All who may read new files here, or the file that was there before.
    Usual,
    /// Their owner, or a group that shares them: they hold addresses.
    Private,
}

/// What becomes of an existing file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ExistingFile {
    /// It has the bytes that would be written.
    Keep,
    Replace,
}

/// Writes the files of a run.
#[derive(Debug)]
pub struct FileWriter {
    overwrite: Overwrite,
    access: Access,
    /// Whether somebody wants to know the SHA-256 of each file.
    takes_hashes: bool,
    /// The folders in which the leftovers of killed runs were looked for.
    swept: Mutex<BTreeSet<PathBuf>>,
}

impl FileWriter {
    pub fn new(overwrite: Overwrite) -> Self {
        outlive_size_limit();
        let (access, swept) = (Access::Usual, Mutex::default());
        Self { overwrite, access, takes_hashes: false, swept }
    }

    /// Takes the SHA-256 of each file too, if it is `wanted`: most runs tell nobody.
    pub fn taking_hashes(self, wanted: bool) -> Self {
        Self { takes_hashes: wanted, ..self }
    }

    /// For files with addresses, which others cannot read; see [`privacy`].
    pub fn private(self) -> Self {
        Self { access: Access::Private, ..self }
    }

    /// Begins files that are written together.
    pub fn begin(&self) -> FileSet<'_> {
        FileSet::new(self)
    }

    /// Removes a file that letterpress wrote in an earlier run; returns whether it did.
    pub fn remove_own(&self, path: &Path) -> Result<bool, Diagnostics> {
        let is_file = fs::symlink_metadata(path).is_ok_and(|about| about.is_file());
        if self.overwrite == Overwrite::Never || !is_file {
            return Ok(false);
        }
        let found = open(path).and_then(|mut file| origin(&mut file));
        if !matches!(found, Ok(Origin::Letterpress)) {
            return Ok(false);
        }
        fs::remove_file(path).map_err(|error| {
            let (file, reason) = (path.display(), reason(&error));
            let message = message!("cannot remove {file} ({reason})", file, reason);
            Diagnostic::new(codes::INPUT_OUTPUT, message)
        })?;
        Ok(true)
    }

    /// What becomes of an existing plain file, or why it must stay.
    fn judge_existing(&self, path: &Path, bytes: &[u8]) -> Result<ExistingFile, Diagnostics> {
        let origin = match read_origin(path, bytes) {
            Ok(Some(origin)) => origin,
            Ok(None) => return Ok(ExistingFile::Keep),
            Err(error) => return Err(unreadable(path, &error)),
        };
        let why = match (self.overwrite, origin) {
            (Overwrite::Never, _) => {
                "`--no-clobber` overwrites nothing: name another file with `-o`"
            }
            (_, Origin::Signed | Origin::Updated) => return Err(signed(path, origin).into()),
            (Overwrite::Own, Origin::Other) => {
                "it does not say that letterpress wrote it: name another file with `-o`, or overwrite it with `--force`"
            }
            (Overwrite::Own, Origin::Letterpress) | (Overwrite::Any, _) => {
                return Ok(ExistingFile::Replace);
            }
        };
        Err(exists(path, codes::OUTPUT_EXISTS).hint(why).into())
    }

    /// Removes what killed runs have left in a folder, once in a run.
    fn sweep(&self, folder: &Path) {
        let mut swept = self.swept.lock().unwrap_or_else(PoisonError::into_inner);
        if !swept.contains(folder) {
            scratch::remove_leftovers(folder);
            swept.insert(folder.to_owned());
        }
    }
}

fn unreadable(path: &Path, error: &io::Error) -> Diagnostics {
    super::input::cannot_read(&path.display().to_string(), error).into()
}

/// Opens a plain file, and never waits for a pipe that has taken its place.
fn open(path: &Path) -> io::Result<File> {
    PlainFile::open(path).map(PlainFile::into_file)
}

/// Where an existing file comes from; none where it has these bytes already.
fn read_origin(path: &Path, bytes: &[u8]) -> io::Result<Option<Origin>> {
    let mut file = open(path)?;
    if has(&file, bytes)? { Ok(None) } else { origin(&mut file).map(Some) }
}

/// Where the shell limits the size of files (`ulimit -f`), the system kills whoever writes more,
/// unless the signal has a handler. Then writing fails, and what was written can be removed.
pub fn outlive_size_limit() {
    #[cfg(unix)]
    let _ = signal_hook::flag::register(
        signal_hook::consts::SIGXFSZ,
        std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false)),
    );
}

/// Writes one file with addresses, over whatever is there.
pub fn write_private_file(path: &Path, bytes: &[u8]) -> Result<(), Diagnostics> {
    let writer = FileWriter::new(Overwrite::Any).private();
    let mut file = writer.begin();
    file.add(path, bytes.to_vec())?;
    file.finish().map(drop)
}

/// Writes a file that must not be there yet.
pub fn create_file(path: &Path, text: &str) -> Result<(), Diagnostics> {
    outlive_size_limit();
    let mut file = File::create_new(path).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => exists(path, codes::INPUT_OUTPUT).hint("choose another name"),
        _ => cannot_write(path, &error),
    })?;
    file.write_all(text.as_bytes()).map_err(|error| {
        // Half a file would be in the way of the next try.
        let _ = fs::remove_file(path);
        cannot_write(path, &error).into()
    })
}

/// Writes a file as a whole. An existing one has to have the same bytes, and stays.
pub fn write_once(path: &Path, bytes: &[u8]) -> Result<(), Diagnostics> {
    match fs::symlink_metadata(path) {
        Ok(about)
            if about.is_file()
                && open(path).and_then(|file| has(&file, bytes)).is_ok_and(|has| has) =>
        {
            Ok(())
        }
        Ok(_) => {
            let error = exists(path, codes::INPUT_OUTPUT);
            Err(error.hint("it has other bytes: name another folder").into())
        }
        Err(_) => {
            let writer = FileWriter::new(Overwrite::Never);
            let mut file = writer.begin();
            file.add(path, bytes.to_vec())?;
            file.finish().map(drop)
        }
    }
}

/// Whether a file has these bytes and no others.
fn has(file: &File, bytes: &[u8]) -> io::Result<bool> {
    if file.metadata()?.len() != bytes.len() as u64 {
        return Ok(false);
    }
    let mut reader = BufReader::with_capacity(64 * 1024, file);
    let (mut rest, mut block) = (bytes, vec![0; 64 * 1024]);
    loop {
        match reader.read(&mut block)? {
            0 => return Ok(rest.is_empty()),
            length => match rest.strip_prefix(block.get(..length).unwrap_or_default()) {
                Some(behind) => rest = behind,
                None => return Ok(false),
            },
        }
    }
}

/// Makes a folder and those above it, where there is none.
pub fn make_folder(folder: &Path) -> Result<(), Diagnostics> {
    fs::create_dir_all(folder).map_err(|error| no_folder(folder, &error).into())
}

/// As [`make_folder`], for files with addresses: others cannot enter it.
pub fn make_private_folder(folder: &Path) -> Result<(), Diagnostics> {
    privacy::create_folder(folder).map_err(|error| no_folder(folder, &error).into())
}

fn no_folder(folder: &Path, error: &io::Error) -> Diagnostic {
    let message = message!(
        "cannot make the folder {folder} ({reason})",
        folder = folder.display(),
        reason = reason(error)
    );
    Diagnostic::new(codes::INPUT_OUTPUT, message)
}

/// Where a chain of symbolic links ends, whether a file is there or not.
fn behind_links(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_owned();
    for _ in 0..MAX_LINKS {
        match fs::read_link(&path) {
            Ok(next) => path = path.parent().unwrap_or(Path::new("")).join(next),
            Err(_) => return Ok(path),
        }
    }
    Err(io::Error::other("its symbolic links lead round in a circle"))
}

fn exists(path: &Path, code: Code) -> Diagnostic {
    let message = message!("{file} exists already, and is left as it is", file = path.display());
    Diagnostic::new(code, message)
}

fn signed(path: &Path, origin: Origin) -> Diagnostic {
    let file = path.display();
    let message = match origin {
        Origin::Signed => message!("{file} is signed, and is left as it is", file),
        _ => message!("{file} was added to by another program, and is left as it is", file),
    };
    let hint = "it is never overwritten, not even with `--force`: move it away, or name another file with `-o`";
    Diagnostic::new(codes::OUTPUT_SIGNED, message).hint(hint)
}

pub fn cannot_write(path: &Path, error: &io::Error) -> Diagnostic {
    if error.kind() != ErrorKind::NotFound {
        return write_error(path, &reason(error));
    }
    let folder = path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
    let error = write_error(path, &format!("the folder {} does not exist", folder.display()));
    error.hint("make the folder; for `render`, a slash at the end of `-o DIR/` does that")
}

fn write_error(path: &Path, why: &str) -> Diagnostic {
    Diagnostic::new(
        codes::INPUT_OUTPUT,
        message!("cannot write {file} ({reason})", file = path.display(), reason = why),
    )
}
