//! The lock that keeps a second run out.

use std::ffi::OsString;
use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

use super::faults::{busy, failed};
use crate::diagnostic::Diagnostic;

/// Held until it is dropped, or the process ends.
pub(super) struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock of a journal: the system's lock on a file beside it. The file
    /// stays when the lock has gone; taking it away would let two runs hold one each.
    pub fn take(journal: &Path) -> Result<Self, Diagnostic> {
        let path = beside(journal);
        let fail = |error: std::io::Error| failed(journal, &error.to_string());
        let file =
            OpenOptions::new().create(true).truncate(false).write(true).open(path).map_err(fail)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(busy(journal)),
            Err(TryLockError::Error(error)) => Err(fail(error)),
        }
    }
}

fn beside(journal: &Path) -> PathBuf {
    let mut name = OsString::from(journal);
    name.push(".lock");
    name.into()
}
