//! Files that are written together.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::thread;

use letterpress::diagnostic::{Diagnostic, Diagnostics, codes};
use letterpress::mail::journal::privacy::FileMode;
use tempfile::{PathPersistError, TempPath};

use super::scratch::Scratch;
use super::stream::write_through;
use super::{
    Access, ExistingFile, FileWriter, behind_links, cannot_write, exists, has, is_stream,
    make_folder, make_private_folder, open, write_error,
};
use crate::command::sha256::sha256;
use crate::terminal::FileState;

/// The most files whose way to the disk is waited for at a time.
const MAX_SYNCS: usize = 16;

/// How often a folder is made again that others have removed.
const MAX_ATTEMPTS: usize = 16;

/// Files that are written together: all of them, or none. What was begun and not finished
/// leaves nothing behind.
pub struct FileSet<'a> {
    writer: &'a FileWriter,
    files: Vec<PendingFile>,
    /// Folders for unfinished files, each with the folder in which it lies.
    scratches: Vec<(PathBuf, Scratch)>,
    /// Folders that were made for these files, each behind those that hold it.
    new_folders: Vec<PathBuf>,
    /// Folders that have to be there.
    wanted_folders: Vec<PathBuf>,
}

/// A file that was written.
#[derive(Debug)]
pub struct Finished {
    pub path: PathBuf,
    /// How many bytes were written.
    pub bytes: u64,
    /// Their SHA-256, as 64 hexadecimal digits, where the writer was asked for it.
    pub sha256: Option<String>,
    pub state: FileState,
}

struct PendingFile {
    /// As it was typed.
    path: PathBuf,
    bytes: u64,
    sha256: Option<String>,
    state: PendingState,
}

enum PendingState {
    /// The file has these bytes.
    Unchanged,
    /// The bytes go through a pipe, a device or a descriptor.
    Through(Vec<u8>),
    /// The bytes are in a file of their own.
    Staged(StagedFile),
}

impl From<PendingFile> for Finished {
    fn from(file: PendingFile) -> Self {
        let state = match &file.state {
            PendingState::Unchanged => FileState::Unchanged,
            PendingState::Staged(StagedFile { old: Some(_), .. }) => FileState::Replaced,
            PendingState::Staged(_) | PendingState::Through(_) => FileState::New,
        };
        Self { path: file.path, bytes: file.bytes, sha256: file.sha256, state }
    }
}

struct StagedFile {
    /// The new file; none once it is in its place.
    new: Option<TempPath>,
    /// Its place, behind symbolic links.
    target: PathBuf,
    /// Where the old file is kept until all new ones are in their places, if there is one.
    old: Option<PathBuf>,
}

impl<'a> FileSet<'a> {
    pub(super) fn new(writer: &'a FileWriter) -> Self {
        Self {
            writer,
            files: Vec::new(),
            scratches: Vec::new(),
            new_folders: Vec::new(),
            wanted_folders: Vec::new(),
        }
    }

    /// Makes a folder and those above it, where there is none. They go again unless the files
    /// are finished.
    pub fn make_folder(&mut self, folder: &Path) -> Result<(), Diagnostics> {
        let missing: Vec<_> = folder
            .ancestors()
            .take_while(|folder| *folder != Path::new("") && !folder.exists())
            .map(Path::to_owned)
            .collect();
        self.make(folder)?;
        self.wanted_folders.push(folder.to_owned());
        self.new_folders.extend(missing.into_iter().rev());
        Ok(())
    }

    fn make(&self, folder: &Path) -> Result<(), Diagnostics> {
        match self.writer.access {
            Access::Usual => make_folder(folder),
            Access::Private => make_private_folder(folder),
        }
    }

    /// Adds a file, unless one is there that may not be overwritten. Nothing is changed yet.
    pub fn add(&mut self, path: &Path, bytes: Vec<u8>) -> Result<(), Diagnostics> {
        let length = bytes.len() as u64;
        let sha256 = self.writer.takes_hashes.then(|| sha256(&bytes));
        let state = match fs::metadata(path) {
            _ if is_stream(path) => PendingState::Through(bytes),
            Ok(about) if about.is_dir() => return Err(write_error(path, "it is a folder").into()),
            Ok(about) => {
                // Replacing needs the folder's permission only. A file that is itself
                // protected is not meant to be replaced.
                let writable = OpenOptions::new().write(true).open(path);
                writable.map_err(|error| cannot_write(path, &error))?;
                match self.writer.judge_existing(path, &bytes)? {
                    ExistingFile::Keep => {
                        // A run may have been killed when the file was in its place.
                        self.writer.sweep(folder_of(path));
                        if self.writer.access == Access::Private {
                            let done = FileMode::at(path).set(path);
                            done.map_err(|error| cannot_write(path, &error))?;
                        }
                        PendingState::Unchanged
                    }
                    ExistingFile::Replace => self.stage(path, &bytes, Some(&about))?,
                }
            }
            Err(_) => self.stage(path, &bytes, None)?,
        };
        self.files.push(PendingFile { path: path.to_owned(), bytes: length, sha256, state });
        Ok(())
    }

    /// Writes the bytes into a file of their own, near their place.
    fn stage(
        &mut self,
        path: &Path,
        bytes: &[u8],
        old: Option<&Metadata>,
    ) -> Result<PendingState, Diagnostics> {
        let staged = self.try_stage(path, bytes, old);
        Ok(PendingState::Staged(staged.map_err(|error| cannot_write(path, &error))?))
    }

    fn try_stage(
        &mut self,
        path: &Path,
        bytes: &[u8],
        old: Option<&Metadata>,
    ) -> io::Result<StagedFile> {
        let target = behind_links(path)?;
        let scratch = self.scratch(folder_of(&target))?;
        let (new, kept) = (scratch.next_path(), scratch.next_path());
        let mut file = File::create_new(&new)?;
        let new = TempPath::try_from_path(new)?;
        file.write_all(bytes)?;
        if let Some(old) = old {
            keep_owner_and_mode(&file, old)?;
        }
        if self.writer.access == Access::Private {
            FileMode::at(&target).set(&new)?;
        }
        Ok(StagedFile { new: Some(new), target, old: old.map(|_| kept) })
    }

    fn scratch(&mut self, folder: &Path) -> io::Result<&mut Scratch> {
        let known = self.scratches.iter().position(|(known, _)| known == folder);
        let at = match known {
            Some(at) => at,
            None => {
                self.writer.sweep(folder);
                self.scratches.push((folder.to_owned(), self.new_scratch(folder)?));
                self.scratches.len() - 1
            }
        };
        match self.scratches.get_mut(at) {
            Some((_, scratch)) => Ok(scratch),
            None => Err(io::Error::other("a folder for new files is lost")),
        }
    }

    /// A folder for unfinished files. The one in which it lies may have gone since it was made:
    /// another release, which came to nothing, has made it too and found it empty.
    fn new_scratch(&self, folder: &Path) -> io::Result<Scratch> {
        let mut made = Scratch::create_in(folder);
        for _ in 0..MAX_ATTEMPTS {
            let is_gone = made.as_ref().is_err_and(|error| error.kind() == ErrorKind::NotFound);
            let wanted = self.wanted_folders.iter().find(|wanted| *wanted == folder);
            let Some(wanted) = wanted.filter(|_| is_gone) else { break };
            if self.make(wanted).is_ok() {
                made = Scratch::create_in(folder);
            }
        }
        made
    }

    /// Puts all files in their places. If one of them cannot be, none is.
    pub fn finish(mut self) -> Result<Vec<Finished>, Diagnostics> {
        sync(&self.files)?;
        for at in 0..self.files.len() {
            let Some(file) = self.files.get_mut(at) else { break };
            if let Err(errors) = file.put_in_place() {
                return Err(self.take_back(at, errors));
            }
        }
        // Nobody can take back what went into a pipe, so nothing else may fail behind it.
        for PendingFile { path, state, .. } in &self.files {
            if let PendingState::Through(bytes) = state
                && let Err(errors) = write_through(path, bytes)
            {
                return Err(self.take_back(self.files.len(), errors));
            }
        }
        self.new_folders.clear();
        for (folder, _) in &self.scratches {
            sync_folder(folder);
        }
        Ok(self.files.drain(..).map(Finished::from).collect())
    }
}

impl FileSet<'_> {
    /// Brings back what was there before the first `count` files were put in their places. The
    /// errors, with the files that could not be brought back.
    fn take_back(&self, count: usize, errors: Diagnostics) -> Diagnostics {
        let placed = self.files.iter().take(count).rev();
        let lost: Vec<_> = placed.filter(|file| file.take_back().is_err()).collect();
        errors.map(|error| {
            lost.iter().fold(error, |error, file| {
                error.hint(format!("{} has its new contents already", file.path.display()))
            })
        })
    }
}

impl Drop for FileSet<'_> {
    fn drop(&mut self) {
        // First what lies in them.
        self.files.clear();
        self.scratches.clear();
        for folder in self.new_folders.iter().rev() {
            // Another release may have put a file into it.
            let _ = fs::remove_dir(folder);
        }
    }
}

/// The folder in which a file lies.
fn folder_of(file: &Path) -> &Path {
    file.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."))
}

/// Waits until the bytes of all files are on the disk. Waiting for several at a time takes a
/// fraction of the time: the disk writes them together.
fn sync(files: &[PendingFile]) -> Result<(), Diagnostics> {
    let share = files.len().div_ceil(MAX_SYNCS).max(1);
    thread::scope(|scope| {
        let shares: Vec<_> =
            files.chunks(share).map(|files| scope.spawn(|| sync_each(files))).collect();
        shares.into_iter().try_for_each(|share| match share.join() {
            Ok(done) => done,
            Err(_) => Err(Diagnostic::internal("a thread that writes files has ended").into()),
        })
    })
}

fn sync_each(files: &[PendingFile]) -> Result<(), Diagnostics> {
    for file in files {
        file.sync().map_err(|error| cannot_write(&file.path, &error))?;
    }
    Ok(())
}

impl PendingFile {
    /// Waits until the bytes are on the disk.
    fn sync(&self) -> io::Result<()> {
        let PendingState::Staged(StagedFile { new: Some(new), .. }) = &self.state else {
            return Ok(());
        };
        // Some systems write through handles only that may write. What the old file's mode
        // forbids now is on its way to the disk already.
        let file = match OpenOptions::new().write(true).open(new) {
            Err(error) if error.kind() == ErrorKind::PermissionDenied => File::open(new)?,
            other => other?,
        };
        match file.sync_all() {
            // Not every file system has it.
            Err(error)
                if matches!(error.kind(), ErrorKind::InvalidInput | ErrorKind::Unsupported) =>
            {
                Ok(())
            }
            done => done,
        }
    }

    fn put_in_place(&mut self) -> Result<(), Diagnostics> {
        let PendingState::Staged(staged) = &mut self.state else { return Ok(()) };
        let Some(new) = staged.new.take() else { return Ok(()) };
        let done = match &staged.old {
            Some(old) => {
                // Where there are no hard links, the old file cannot be brought back.
                let _ = fs::hard_link(&staged.target, old);
                new.persist(&staged.target)
            }
            None => new.persist_noclobber(&staged.target),
        };
        let Err(PathPersistError { error, path: new }) = done else { return Ok(()) };
        if error.kind() != ErrorKind::AlreadyExists {
            return Err(cannot_write(&self.path, &error).into());
        }
        // Since it was looked for, somebody else has made it: another run may have written the
        // same.
        if !is_equal(&new, &staged.target) {
            return Err(exists(&self.path, codes::OUTPUT_EXISTS).into());
        }
        self.state = PendingState::Unchanged;
        Ok(())
    }

    /// Brings back what was there before the file was put in its place.
    fn take_back(&self) -> io::Result<()> {
        let PendingState::Staged(StagedFile { new: None, target, old }) = &self.state else {
            return Ok(());
        };
        match old {
            Some(old) => fs::rename(old, target),
            None => fs::remove_file(target),
        }
    }
}

/// Whether two files have the same bytes.
fn is_equal(one: &Path, other: &Path) -> bool {
    let equal = fs::read(one).and_then(|bytes| has(&open(other)?, &bytes));
    // What cannot be read is not taken for the same.
    equal.unwrap_or(false)
}

/// Gives a new file the owner and the mode of the old one. Only the administrator may give
/// files away; others keep at least the group, if they belong to it.
fn keep_owner_and_mode(file: &File, old: &Metadata) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt, fchown};
        let new = file.metadata()?;
        if (new.uid(), new.gid()) != (old.uid(), old.gid())
            && fchown(file, Some(old.uid()), Some(old.gid())).is_err()
        {
            let _ = fchown(file, None, Some(old.gid()));
        }
    }
    // Behind the owner: a change of owner takes bits of the mode away.
    file.set_permissions(old.permissions())
}

/// Waits until the new names are on the disk, where the system has that for folders.
fn sync_folder(folder: &Path) {
    #[cfg(unix)]
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
    #[cfg(not(unix))]
    let _ = folder;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::write::Overwrite;

    #[test]
    fn a_folder_that_others_have_removed_is_made_again() {
        let dir = tempfile::tempdir().expect("a folder");
        let (upper, folder) = (dir.path().join("a"), dir.path().join("a/b"));
        let writer = FileWriter::new(Overwrite::Own);
        let mut files = writer.begin();
        assert!(files.make_folder(&folder).is_ok());
        fs::remove_dir_all(&upper).expect("it goes");
        assert!(files.add(&folder.join("a.pdf"), b"x".to_vec()).is_ok());
        let states = files.finish().map(|files| files.into_iter().map(|file| file.state).collect());
        assert_eq!(states, Ok(vec![FileState::New]));
        assert_eq!(fs::read(folder.join("a.pdf")).expect("it is there"), b"x");
        // A folder that nobody has wanted is no folder to make.
        let mut files = writer.begin();
        assert!(files.add(&dir.path().join("c/a.pdf"), b"x".to_vec()).is_err());
        drop(files);
        assert!(!dir.path().join("c").exists());
    }
}
