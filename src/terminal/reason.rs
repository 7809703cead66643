//! The system's errors in plain words.

use std::io::{self, ErrorKind};

/// Why the system did not do something, in plain words.
pub fn reason(error: &io::Error) -> String {
    let words = match error.kind() {
        ErrorKind::NotFound => "it does not exist",
        ErrorKind::PermissionDenied => "permission denied",
        ErrorKind::IsADirectory => "it is a folder",
        ErrorKind::NotADirectory => "part of its path is not a folder",
        ErrorKind::AlreadyExists => "it exists already",
        ErrorKind::StorageFull => "the disk is full",
        ErrorKind::QuotaExceeded => "the disk quota is used up",
        ErrorKind::FileTooLarge => "it would be larger than files may be",
        ErrorKind::ReadOnlyFilesystem => "the file system is read-only",
        ErrorKind::InvalidFilename => "the name is too long or not allowed",
        ErrorKind::StaleNetworkFileHandle => "the network drive has gone",
        ErrorKind::OutOfMemory => "memory is full",
        _ => return error.to_string(),
    };
    words.to_owned()
}
