//! How much a picture may ask for.

use super::PhotoError;
use crate::limits::PictureLimits;

const MEBIBYTE: u64 = 1024 * 1024;

/// Pixels that all scans of a JPEG file may go over together, as a multiple of what
/// the picture may have: an encoder makes ten scans, a hostile file thousands.
const SCANNED: u64 = 16;

impl PictureLimits {
    /// Takes pictures of up to so many pixels, and four times as many in a release.
    #[must_use]
    pub fn with_pixels(mut self, pixels: u64) -> Self {
        self.pixels = pixels;
        self.release_pixels = pixels.saturating_mul(4);
        self
    }

    pub(super) fn check_bytes(&self, bytes: usize) -> Result<(), PhotoError> {
        let why = || format!("it has {bytes} bytes; at most {} are read", self.bytes);
        within(bytes <= self.bytes, why)
    }

    pub(super) fn check_size(&self, width: u32, height: u32) -> Result<(), PhotoError> {
        if width == 0 || height == 0 {
            return Err(PhotoError::Broken("it has no pixels".to_owned()));
        }
        within(width.max(height) <= self.side, || {
            format!("it has {width} × {height} pixels; at most {} on a side are read", self.side)
        })?;
        within(u64::from(width) * u64::from(height) <= self.pixels, || {
            format!("it has {width} × {height} pixels; at most {} in all are read", self.pixels)
        })
    }

    pub(super) fn check_frames(&self, frames: u64) -> Result<(), PhotoError> {
        within(frames <= self.frames, || {
            format!("it has more than {} frames, pages or scans", self.frames)
        })
    }

    pub(super) fn check_scans(&self, scans: u64, pixels: u64) -> Result<(), PhotoError> {
        self.check_frames(scans)?;
        within(scans.saturating_mul(pixels) <= self.pixels.saturating_mul(SCANNED), || {
            format!("its {scans} scans go over {pixels} pixels each")
        })
    }

    pub(crate) fn check_memory(&self, bytes: u64) -> Result<(), PhotoError> {
        within(bytes <= self.memory, || {
            let (needed, max) = (bytes.div_ceil(MEBIBYTE), self.memory / MEBIBYTE);
            format!("decoding takes {needed} MiB of memory; at most {max} are given")
        })
    }
}

fn within(holds: bool, why: impl FnOnce() -> String) -> Result<(), PhotoError> {
    if holds { Ok(()) } else { Err(PhotoError::TooLarge(why())) }
}
