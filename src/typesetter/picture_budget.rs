//! What the pictures of a release take together.

use std::sync::Arc;

use crate::files::{FileError, Files};
use crate::photo::{Photo, PhotoError, PictureLimits, Rendered, Rendition};

/// A count of what the pictures of one release took, and of what is left.
pub(super) struct PictureBudget {
    limits: PictureLimits,
    /// Bytes of memory that are held as long as the release is set.
    held: u64,
    /// Bytes of memory that making the most demanding picture takes.
    working: u64,
    pixels: u64,
    /// Whether the pictures take too much together, which is said once.
    is_exhausted: bool,
}

impl PictureBudget {
    pub fn new(limits: PictureLimits) -> Self {
        Self { limits, held: 0, working: 0, pixels: 0, is_exhausted: false }
    }

    /// Reads a file, if it finds room.
    pub fn read(&self, files: &dyn Files, path: &str) -> Result<Arc<Vec<u8>>, FileError> {
        let left = self.limits.memory.saturating_sub(self.held + self.working);
        files.read_shared(path, left.min(self.limits.bytes as u64))
    }

    /// Takes the bytes of a file that was not in memory before.
    pub fn hold_file(&mut self, file: &[u8]) {
        self.held = self.held.saturating_add(file.len() as u64);
    }

    /// Why a file of this size is not read, where those before it are the reason.
    pub fn refuse_file(&mut self, bytes: u64) -> Option<PhotoError> {
        (bytes <= self.limits.bytes as u64).then(|| self.out_of_memory())
    }

    /// Takes what making these pictures of one takes, before it is done.
    pub fn take_work(&mut self, photo: &Photo, wanted: &[Rendition]) -> Result<(), PhotoError> {
        self.pixels = self.pixels.saturating_add(photo.decoded_pixels());
        if self.pixels > self.limits.release_pixels {
            let max = self.limits.release_pixels;
            self.is_exhausted = true;
            let why = format!("with it the pictures have more than {max} pixels together");
            return Err(PhotoError::TooLarge(why));
        }
        let working = wanted.iter().map(|one| photo.working_memory(one)).max().unwrap_or(0);
        self.limits.check_memory(working)?;
        self.working = self.working.max(working);
        self.held = self.held.saturating_add(photo.drawing_memory());
        self.check()
    }

    /// Takes what was made.
    pub fn take_made(&mut self, made: &[Rendered]) -> Result<(), PhotoError> {
        let memory = made.iter().map(Rendered::memory).fold(0, u64::saturating_add);
        self.held = self.held.saturating_add(memory);
        self.check()
    }

    /// Memory that is held as long as the release is set, in bytes.
    pub fn held(&self) -> u64 {
        self.held
    }

    /// Whether the pictures take too much together. Further ones are not judged then.
    pub fn is_exhausted(&self) -> bool {
        self.is_exhausted
    }

    fn check(&mut self) -> Result<(), PhotoError> {
        if self.held.saturating_add(self.working) <= self.limits.memory {
            Ok(())
        } else {
            Err(self.out_of_memory())
        }
    }

    fn out_of_memory(&mut self) -> PhotoError {
        self.is_exhausted = true;
        let max = self.limits.memory / (1024 * 1024);
        let why = format!("with it the pictures take more than {max} MiB of memory together");
        PhotoError::TooLarge(why)
    }
}
