//! The tables of a journal, and the room that it takes on the disk.

use std::path::Path;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior};

use super::errors::{damaged, explain, foreign, newer, with_code};
use crate::diagnostic::Diagnostic;

/// Tells a journal from any other SQLite file: "LPJ1".
const APPLICATION: i32 = 0x4C50_4A31;

/// The version of the tables.
const VERSION: i32 = 3;

/// The bytes of a journal's secret, as many as the hash that it is the key of gives (RFC 2104, 3).
const SECRET_BYTES: usize = 32;

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

/// What version 3 has besides: who a recipient is, when each message was sent first, who wants no
/// mail, and the key of the Message-IDs. What was tried before bears the moment of its issue.
const PEOPLE: &str = "
ALTER TABLE delivery ADD COLUMN name TEXT;
ALTER TABLE delivery ADD COLUMN language TEXT;
ALTER TABLE delivery ADD COLUMN format TEXT;
ALTER TABLE delivery ADD COLUMN first INTEGER;
UPDATE delivery SET first = (
    SELECT date FROM issue
    WHERE issue.release = delivery.release AND issue.version = delivery.version
) WHERE attempts > 0 OR state = 'sending';

CREATE TABLE suppression (
    key TEXT NOT NULL PRIMARY KEY,
    address TEXT NOT NULL,
    added INTEGER NOT NULL,
    reason TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE secret (key BLOB NOT NULL) STRICT;
";

/// The columns of all tables of version 3, with their types.
const COLUMNS: &str = "\
delivery.address TEXT
delivery.attempts INTEGER
delivery.first INTEGER
delivery.format TEXT
delivery.language TEXT
delivery.message_id TEXT
delivery.name TEXT
delivery.recipient TEXT
delivery.release TEXT
delivery.reply TEXT
delivery.state TEXT
delivery.updated INTEGER
delivery.version INTEGER
issue.date INTEGER
issue.fingerprint TEXT
issue.release TEXT
issue.subject TEXT
issue.version INTEGER
relay.letterhead TEXT
relay.place TEXT
relay.used INTEGER
room.bytes BLOB
secret.key BLOB
suppression.added INTEGER
suppression.address TEXT
suppression.key TEXT
suppression.reason TEXT";

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
    if found != "ok" {
        return Ok(Condition::Damaged(found));
    }
    if is_current(connection)?
        && let Some(column) = lacking(connection)?
    {
        return Ok(Condition::Damaged(format!("it has no {column}")));
    }
    Ok(Condition::Sound)
}

/// What the tables of version 3 have and a journal that says it is of that version has not.
fn lacking(connection: &Connection) -> rusqlite::Result<Option<String>> {
    let query = "SELECT tables.name || '.' || columns.name || ' ' || columns.type \
         FROM sqlite_schema AS tables JOIN pragma_table_info(tables.name) AS columns \
         WHERE tables.type = 'table'";
    let mut query = connection.prepare(query)?;
    let found: Vec<String> =
        query.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    let lacking = COLUMNS.lines().find(|column| !found.iter().any(|found| found == column));
    Ok(lacking.map(ToOwned::to_owned))
}

fn number(connection: &Connection, pragma: &str) -> rusqlite::Result<i32> {
    connection.pragma_query_value(None, pragma, |row| row.get(0))
}

/// Sets how it is written, and makes the tables in an empty one, or what an earlier version
/// lacks, in one step.
pub(super) fn prepare(connection: &mut Connection) -> rusqlite::Result<()> {
    connection.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(()))?;
    connection.pragma_update(None, "synchronous", "full")?;
    connection.pragma_update(None, "fullfsync", true)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update_and_check(None, "wal_autocheckpoint", LOG_PAGES, |_| Ok(()))?;
    let found = version(connection)?;
    if found >= VERSION {
        return Ok(());
    }
    let step = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if found == 0 {
        step.execute_batch(TABLES)?;
        step.pragma_update(None, "application_id", APPLICATION)?;
    }
    if found < 2 {
        step.execute_batch(RELAYS)?;
    }
    step.execute_batch(PEOPLE)?;
    step.execute("INSERT INTO secret VALUES (?1)", [fresh_secret()?])?;
    step.pragma_update(None, "user_version", VERSION)?;
    step.commit()
}

/// Random bytes of the system.
fn fresh_secret() -> rusqlite::Result<[u8; SECRET_BYTES]> {
    let mut secret = [0; SECRET_BYTES];
    getrandom::fill(&mut secret)
        .map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))?;
    Ok(secret)
}

/// The secret of a journal: the key of its Message-IDs. `None` where it is gone.
pub(super) fn secret(connection: &Connection) -> rusqlite::Result<Option<Vec<u8>>> {
    let query = "SELECT key FROM secret ORDER BY rowid LIMIT 1";
    let secret: Option<Vec<u8>> = connection.query_row(query, [], |row| row.get(0)).optional()?;
    Ok(secret.filter(|secret| secret.len() == SECRET_BYTES))
}

/// The version of a journal's tables, if they are those of an older letterpress.
pub(super) fn old_version(connection: &Connection) -> rusqlite::Result<Option<i32>> {
    Ok(Some(version(connection)?).filter(|version| (1..VERSION).contains(version)))
}

/// Whether there are no tables in it yet.
pub(super) fn is_empty(connection: &Connection) -> rusqlite::Result<bool> {
    Ok(version(connection)? == 0)
}

/// Whether a journal has the tables of this version: one that is only looked at keeps its own.
pub(super) fn is_current(connection: &Connection) -> rusqlite::Result<bool> {
    Ok(version(connection)? == VERSION)
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
