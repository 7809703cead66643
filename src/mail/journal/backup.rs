//! A copy of a journal, before it gets the tables of a later version.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::backup::Backup;

use super::errors;
use super::lock::beside;
use super::privacy::{FileMode, private_file};
use crate::diagnostic::Diagnostic;

/// The pages that are copied at a time: all but the largest journals at once.
const PAGES: i32 = 10_000;

/// How many backups of one version a folder may hold.
const MAX_BACKUPS: usize = 100;

/// Copies a journal of an older version to `NAME.vN.backup` beside it, for those who may read the
/// journal; where there is one, to `NAME.vN.backup-2` and so on. What has that name is whole and on
/// the disk.
pub(super) fn back_up(
    connection: &Connection,
    path: &Path,
    real: &Path,
    version: i32,
    mode: FileMode,
) -> Result<PathBuf, Diagnostic> {
    let backup = free_name(real, version)
        .ok_or_else(|| errors::no_backup(path, &format!("there are {MAX_BACKUPS} of them")))?;
    let unfinished = beside(real, &format!(".v{version}.backup.part"));
    copy(connection, &unfinished, &backup, mode).map_err(|why| {
        // What is left of it is of no use to anybody.
        let _ = fs::remove_file(&unfinished);
        errors::no_backup(path, &why)
    })?;
    Ok(backup)
}

/// The first name that nothing has.
fn free_name(real: &Path, version: i32) -> Option<PathBuf> {
    let mut names = (1..=MAX_BACKUPS).map(|number| {
        let ending = if number == 1 { String::new() } else { format!("-{number}") };
        beside(real, &format!(".v{version}.backup{ending}"))
    });
    names.find(|name| name.symlink_metadata().is_err())
}

/// Copies page by page; the reason where that cannot be done.
fn copy(
    connection: &Connection,
    unfinished: &Path,
    backup: &Path,
    mode: FileMode,
) -> Result<(), String> {
    // Only the holder of the lock comes here: a run that was killed has left it.
    if unfinished.symlink_metadata().is_ok() {
        fs::remove_file(unfinished).map_err(|error| error.to_string())?;
    }
    let file = private_file().create_new(true).open(unfinished);
    file.map_err(|error| error.to_string())?;
    mode.set(unfinished).map_err(|error| error.to_string())?;
    copy_pages(connection, unfinished).map_err(|error| error.to_string())?;
    fs::rename(unfinished, backup).map_err(|error| error.to_string())?;
    sync_folder(backup).map_err(|error| error.to_string())
}

fn copy_pages(connection: &Connection, to: &Path) -> rusqlite::Result<()> {
    let mut copy = Connection::open(to)?;
    copy.pragma_update(None, "synchronous", "full")?;
    Backup::new(connection, &mut copy)?.run_to_completion(PAGES, Duration::ZERO, None)?;
    // A file of its own, without a log beside it.
    copy.pragma_update_and_check(None, "journal_mode", "delete", |_| Ok(()))?;
    let found: String = copy.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if found == "ok" { Ok(()) } else { Err(rusqlite::Error::InvalidQuery) }
}

/// Brings the name of a file onto the disk.
#[cfg(unix)]
fn sync_folder(file: &Path) -> std::io::Result<()> {
    let folder = file.parent().filter(|folder| *folder != Path::new(""));
    fs::File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) -> std::io::Result<()> {
    Ok(())
}
