//! The tables of a journal, and the room that it takes on the disk.

use std::path::Path;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OptionalExtension, Transaction};

use super::errors::{damaged, explain, foreign, newer, with_code};
use crate::diagnostic::Diagnostic;

/// Tells a journal from any other SQLite file: "LPJ1".
const APPLICATION: i32 = 0x4C50_4A31;

/// The version of the tables.
const VERSION: i32 = 2;

/// Pages of the write-ahead log after which it is written back; 1 MiB.
const LOG_PAGES: i64 = 256;

const TABLES: &str = "
CREATE TABLE issue (
    release TEXT NOT NULL,
    version INTEGER NOT NULL,
    subject TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    date INTEGER NOT NULL,
    PRIMARY KEY (release, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE delivery (
    release TEXT NOT NULL,
    version INTEGER NOT NULL,
    recipient TEXT NOT NULL,
    address TEXT NOT NULL,
    message_id TEXT NOT NULL,
    state TEXT NOT NULL
        CHECK (state IN ('queued', 'sending', 'accepted', 'deferred', 'refused', 'unknown')),
    attempts INTEGER NOT NULL,
    reply TEXT,
    updated INTEGER NOT NULL,
    PRIMARY KEY (release, version, recipient),
    FOREIGN KEY (release, version) REFERENCES issue (release, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE room (bytes BLOB) STRICT;
";

/// What version 2 has besides: by which relay the releases of a letterhead went out last.
const RELAYS: &str = "
CREATE TABLE relay (
    letterhead TEXT NOT NULL PRIMARY KEY,
    place TEXT NOT NULL,
    used INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
";

/// What would do more than keep rows: a journal is a file, and a file may come from others.
const CODE: &str = "
SELECT type || ' `' || name || '`' FROM sqlite_schema
WHERE type NOT IN ('table', 'index') OR sql LIKE 'CREATE VIRTUAL%'
ORDER BY name LIMIT 1";

/// What a file turns out to be.
enum Condition {
    /// A journal that is whole, or still empty.
    Sound,
    /// Another kind of file.
    Foreign,
    /// The journal of a later letterpress.
    Newer,
    /// A journal with SQL of its own: which.
    WithCode(String),
    /// A journal whose pages contradict each other: how.
    Damaged(String),
}

/// Lets nothing that stands in the file run or reach beyond its rows, from the first
/// statement on (SQLite: "Defense Against The Dark Arts").
pub(super) fn distrust(connection: &Connection) -> rusqlite::Result<()> {
    for (setting, value) in [
        (DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false),
        (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
        (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
    ] {
        connection.set_db_config(setting, value)?;
    }
    connection.pragma_update(None, "cell_size_check", true)
}

/// Refuses what is no journal, one with triggers or views, or a damaged one.
pub(super) fn check(connection: &Connection, path: &Path) -> Result<(), Diagnostic> {
    match examine(connection).map_err(|error| explain(path, &error))? {
        Condition::Sound => Ok(()),
        Condition::Foreign => Err(foreign(path)),
        Condition::Newer => Err(newer(path)),
        Condition::WithCode(found) => Err(with_code(path, &found)),
        Condition::Damaged(found) => Err(damaged(path, &found)),
    }
}

fn examine(connection: &Connection) -> rusqlite::Result<Condition> {
    let application = number(connection, "application_id")?;
    let tables = "SELECT count(*) FROM sqlite_schema";
    let tables: i64 = connection.query_row(tables, [], |row| row.get(0))?;
    if application != APPLICATION && (application != 0 || tables > 0) {
        return Ok(Condition::Foreign);
    }
    if version(connection)? > VERSION {
        return Ok(Condition::Newer);
    }
    let code = connection.query_row(CODE, [], |row| row.get(0)).optional()?;
    if let Some(code) = code {
        return Ok(Condition::WithCode(code));
    }
    let found: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    Ok(if found == "ok" { Condition::Sound } else { Condition::Damaged(found) })
}

fn number(connection: &Connection, pragma: &str) -> rusqlite::Result<i32> {
    connection.pragma_query_value(None, pragma, |row| row.get(0))
}

/// Sets how it is written, and makes the tables in an empty one, or what an earlier version
/// lacks.
pub(super) fn prepare(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(()))?;
    connection.pragma_update(None, "synchronous", "full")?;
    connection.pragma_update(None, "fullfsync", true)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update_and_check(None, "wal_autocheckpoint", LOG_PAGES, |_| Ok(()))?;
    let steps = match version(connection)? {
        0 => format!("{TABLES} {RELAYS} PRAGMA application_id = {APPLICATION};"),
        1 => RELAYS.to_owned(),
        _ => return Ok(()),
    };
    connection.execute_batch(&format!(
        "BEGIN IMMEDIATE; {steps} PRAGMA user_version = {VERSION}; COMMIT;"
    ))
}

/// The version of a journal's tables; 0 where there are none yet.
fn version(connection: &Connection) -> rusqlite::Result<i32> {
    number(connection, "user_version")
}

/// Whether a journal remembers relays: one that is only looked at keeps its version.
pub(super) fn has_relays(connection: &Connection) -> rusqlite::Result<bool> {
    Ok(version(connection)? >= 2)
}

/// Takes the room that a run will need: its log, and the relay's answers. Pages that
/// are taken once stay with the file and its log.
pub(super) fn make_room(step: &Transaction<'_>, recipients: usize) -> rusqlite::Result<()> {
    let log = LOG_PAGES * 4096 * 3 / 2;
    let answers = i64::try_from(recipients).unwrap_or(i64::MAX).saturating_mul(400).min(1 << 28);
    step.execute("INSERT INTO room VALUES (zeroblob(?1))", [log + answers])?;
    Ok(())
}

/// Frees that room within the file, and begins the log, which keeps its length, anew.
pub(super) fn keep_room(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute("DELETE FROM room", [])?;
    connection.query_row("PRAGMA wal_checkpoint(RESTART)", [], |_| Ok(()))
}
