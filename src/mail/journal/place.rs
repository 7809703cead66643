//! Where a journal lies: on a disk of this machine, and at its place for as long as a run lasts.
//!
//! SQLite's write-ahead log keeps its index in memory that only programs of one machine share,
//! and that only one mount of a file shows them (SQLite, "Write-Ahead Logging", 2 and 6). A lock
//! that one machine takes is often not seen by another. Two runs that do not see each other
//! send to the same people.

use std::path::{Path, PathBuf};

use super::errors;
use super::lock::beside;
use crate::diagnostic::Diagnostic;

/// File systems that other machines may write, or another mount of this one, by the number that
/// statfs(2) gives. From linux/magic.h; those of file systems outside of the kernel from
/// statfs(2) and from src/stat.c of GNU coreutils.
const SHARED: [(u32, &str); 25] = [
    (0x0000_6969, "NFS"),
    (0x0000_517B, "SMB"),
    (0xFE53_4D42, "SMB"),
    (0xFF53_4D42, "SMB"),
    (0x0000_564C, "NCP"),
    (0x0102_1997, "9p"),
    (0x6573_5546, "FUSE"),
    (0x5346_414F, "AFS"),
    (0x6B41_4653, "AFS"),
    (0x7375_7245, "Coda"),
    (0x00C3_6400, "Ceph"),
    (0x0BD0_0BD0, "Lustre"),
    (0x0116_1970, "GFS2"),
    (0x7461_636F, "OCFS2"),
    (0x2003_0528, "OrangeFS"),
    (0x4750_4653, "GPFS"),
    (0x1983_0326, "BeeGFS"),
    (0xAAD7_AAEA, "PanFS"),
    (0x6163_6673, "ACFS"),
    (0xBEEF_DEAD, "StorNext"),
    (0x786F_4256, "VirtualBox"),
    (0xBACB_ACBC, "VMware"),
    (0x7C7C_6673, "Parallels"),
    (0x00C0_FFEE, "hostfs"),
    (0x0131_11A8, "Ibrix"),
];

/// Refuses, with `journal-on-network`, a place on a network file system or on one that a program
/// of the user's serves (FUSE), before anything is made there. Only Linux tells what a file system
/// is; on others nothing is refused.
///
/// ```
/// use letterpress::mail::journal;
///
/// let folder = tempfile::tempdir().unwrap();
/// assert_eq!(journal::check_local(&folder.path().join("letterpress/journal.sqlite")), Ok(()));
/// ```
pub fn check_local(journal: &Path) -> Result<(), Diagnostic> {
    match file_system(journal).and_then(shared_name) {
        Some(name) => Err(errors::on_network(journal, name)),
        None => Ok(()),
    }
}

/// What a file system is called that is not of this machine alone.
fn shared_name(number: u32) -> Option<&'static str> {
    SHARED.iter().find(|(shared, _)| *shared == number).map(|(_, name)| *name)
}

/// The number of the file system on which a file lies, or will lie: that of the nearest folder
/// above it that is there.
#[cfg(target_os = "linux")]
fn file_system(file: &Path) -> Option<u32> {
    let file = std::path::absolute(file).ok()?;
    let found = file.ancestors().find_map(|above| rustix::fs::statfs(above).ok())?;
    // A number of 32 bits, in a field whose width and sign differ by machine.
    Some(found.f_type as u32)
}

#[cfg(not(target_os = "linux"))]
fn file_system(_: &Path) -> Option<u32> {
    None
}

/// Which file it is that stands at a path.
type FileId = (u64, u64);

/// The file that stands at a path, to be told from another that takes its place.
///
/// ```
/// use letterpress::mail::journal::JournalFile;
///
/// # fn main() -> std::io::Result<()> {
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("journal.sqlite");
/// std::fs::write(&path, "")?;
/// let file = JournalFile::at(&path);
/// assert!(file.is_some_and(|file| file.is_in_place()));
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalFile {
    path: PathBuf,
    id: FileId,
}

impl JournalFile {
    /// The one that is there now, if there is one.
    pub fn at(path: &Path) -> Option<Self> {
        Some(Self { path: path.to_owned(), id: file_id(path)? })
    }

    /// Whether it still stands there.
    pub fn is_in_place(&self) -> bool {
        file_id(&self.path) == Some(self.id)
    }
}

/// The files of an open journal. SQLite goes on writing to them when somebody moves them away or
/// puts others in their place, and the next run would know nothing of it.
pub(super) struct OpenFiles(Vec<JournalFile>);

impl OpenFiles {
    /// Those that are there now: the journal at the path by which it was named, and its log.
    pub fn of(journal: &Path, real: &Path) -> Self {
        let files = [JournalFile::at(journal), JournalFile::at(&beside(real, "-wal"))];
        Self(files.into_iter().flatten().collect())
    }

    /// Refuses, with `journal-moved`, to go on where one of them is not at its place any more.
    pub fn check(&self) -> Result<(), Diagnostic> {
        match self.0.iter().find(|file| !file.is_in_place()) {
            Some(file) => Err(errors::moved(&file.path)),
            None => Ok(()),
        }
    }
}

#[cfg(unix)]
fn file_id(path: &Path) -> Option<FileId> {
    use std::os::unix::fs::MetadataExt;
    path.metadata().ok().map(|about| (about.dev(), about.ino()))
}

#[cfg(not(unix))]
fn file_id(path: &Path) -> Option<FileId> {
    path.metadata().ok().map(|_| (0, 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_systems_of_other_machines_are_known() {
        for (number, name) in [
            (0x6969, Some("NFS")),
            (0xFF53_4D42, Some("SMB")),
            (0xFE53_4D42, Some("SMB")),
            (0x0102_1997, Some("9p")),
            (0x6573_5546, Some("FUSE")),
            // overlayfs, tmpfs, ext4, XFS, Btrfs, ZFS, F2FS, bcachefs.
            (0x794C_7630, None),
            (0x0102_1994, None),
            (0xEF53, None),
            (0x5846_5342, None),
            (0x9123_683E, None),
            (0x2FC1_2FC1, None),
            (0xF2F5_2010, None),
            (0xCA45_1A4E, None),
        ] {
            assert_eq!(shared_name(number), name, "{number:x}");
        }
        let mut numbers: Vec<_> = SHARED.iter().map(|(number, _)| number).collect();
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!(numbers.len(), SHARED.len());
    }

    #[test]
    fn a_journal_is_missed_at_its_place() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        for (moved, stands_in) in [("journal", false), ("journal", true), ("journal-wal", true)] {
            for name in ["journal", "journal-wal"] {
                std::fs::write(path(name), "x").unwrap();
            }
            let files = OpenFiles::of(&path("journal"), &path("journal"));
            assert_eq!(files.check(), Ok(()));
            std::fs::rename(path(moved), path("elsewhere")).unwrap();
            if stands_in {
                std::fs::write(path(moved), "x").unwrap();
            }
            let error = files.check().err().unwrap();
            assert_eq!(error.code, "journal-moved", "{moved} {stands_in}");
        }
    }
}
