//! Whether a file is another one than it was.

use std::fs::{self, Metadata};
use std::path::Path;
use std::time::{Duration, SystemTime};

/// How far the clock of a file system stays behind, and how coarse it is.
const TICK: Duration = Duration::from_millis(50);

/// What differs when a file is written, or another one takes its place. It is only a reason to
/// look: what is equal by its hash is not set again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileSignature {
    modified: Option<SystemTime>,
    /// That of a folder says nothing.
    bytes: u64,
    identity: [i128; 4],
}

impl FileSignature {
    /// Of what stands at a path, behind links; none where nothing does.
    pub fn of(path: &Path) -> Option<Self> {
        let about = fs::metadata(path).ok()?;
        let bytes = if about.is_dir() { 0 } else { about.len() };
        Some(Self { modified: about.modified().ok(), bytes, identity: identity(&about) })
    }

    /// Which file or folder it is, whatever is written into it.
    pub fn without_times(self) -> Self {
        let [device, number, ..] = self.identity;
        Self { modified: None, bytes: 0, identity: [device, number, 0, 0] }
    }

    /// Whether it was written after a moment, as far as clocks tell: a little before counts too.
    pub fn is_after(&self, moment: SystemTime) -> bool {
        self.modified.is_none_or(|modified| modified + TICK > moment)
    }
}

/// Device, number and the time of the last change of anything, which an editor that keeps the time
/// of a file cannot set back.
#[cfg(unix)]
fn identity(about: &Metadata) -> [i128; 4] {
    use std::os::unix::fs::MetadataExt;
    [about.dev().into(), about.ino().into(), about.ctime().into(), about.ctime_nsec().into()]
}

#[cfg(not(unix))]
fn identity(_about: &Metadata) -> [i128; 4] {
    [0; 4]
}
