//! Files, and a note of each one that was read.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::{FileError, Files, InputFile, InputRole};

/// Notes what is read of some files, each once.
pub(crate) struct FileRecorder<'a> {
    files: &'a dyn Files,
    /// By the path by which it was asked for.
    read: Mutex<BTreeMap<String, InputFile>>,
}

/// The same files, for reading those of one role.
pub(crate) struct RecordedFiles<'a> {
    recorder: &'a FileRecorder<'a>,
    role: InputRole,
}

impl<'a> FileRecorder<'a> {
    pub fn new(files: &'a dyn Files) -> Self {
        Self { files, read: Mutex::default() }
    }

    /// The files, of which those that are read from here on have a role.
    pub fn reading(&'a self, role: InputRole) -> RecordedFiles<'a> {
        RecordedFiles { recorder: self, role }
    }

    /// What was read, in the order of the paths, by which they are called.
    pub fn into_read(self) -> BTreeMap<String, InputFile> {
        self.read.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

impl RecordedFiles<'_> {
    fn note(&self, path: &str, bytes: &[u8]) {
        let mut read = self.recorder.read.lock().unwrap_or_else(PoisonError::into_inner);
        let note = || InputFile::new(self.role, path.to_owned(), bytes);
        read.entry(path.to_owned()).or_insert_with(note);
    }
}

impl Files for RecordedFiles<'_> {
    fn read(&self, path: &str) -> Result<Vec<u8>, FileError> {
        let bytes = self.recorder.files.read(path)?;
        self.note(path, &bytes);
        Ok(bytes)
    }

    fn read_shared(&self, path: &str, max_bytes: u64) -> Result<Arc<Vec<u8>>, FileError> {
        let bytes = self.recorder.files.read_shared(path, max_bytes)?;
        self.note(path, &bytes);
        Ok(bytes)
    }

    fn list(&self, folder: &str) -> Result<Vec<String>, FileError> {
        self.recorder.files.list(folder)
    }

    fn folders(&self, folder: &str) -> Result<Vec<String>, FileError> {
        self.recorder.files.folders(folder)
    }
}
