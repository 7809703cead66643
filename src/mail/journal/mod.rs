//! What became of each message: an SQLite file with one row for each release,
//! version and recipient.
//!
//! The journal is why nobody gets a message twice. A row says `sending` on the
//! disk before the first byte of a message leaves, and what the relay answered
//! as soon as it has. Whatever ends a run in between leaves `sending` behind,
//! which the next run takes for what it is: `unknown`.
//!
//! It is kept in write-ahead mode with a full sync at each commit, so that a
//! power cut loses nothing that was told. A lock file beside it keeps a second
//! run out; the system gives the lock up when a process ends, however it ends.

mod errors;
mod lock;
mod schema;
#[cfg(test)]
mod tests;

use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, OptionalExtension, Row, Transaction, params};

use self::errors::explain;
use self::lock::JournalLock;
use super::recipient::Address;
use crate::diagnostic::{Diagnostic, codes};

/// How long to wait for another program that has the file open.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// The most characters of a relay's answer that are kept.
const MAX_REPLY_CHARACTERS: usize = 300;

/// What is known of one delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum DeliveryState {
    /// Nothing was sent yet.
    Queued,
    /// A message is on its way.
    Sending,
    /// The relay took it, and answers for it from now on.
    Accepted,
    /// The relay could not take it for the time being.
    Deferred,
    /// The relay will never take it.
    Refused,
    /// It was sent and no answer came: the relay may have it or not.
    Unknown,
}

impl DeliveryState {
    /// All of them, in the order of a delivery's life.
    pub const ALL: [Self; 6] =
        [Self::Queued, Self::Sending, Self::Accepted, Self::Deferred, Self::Refused, Self::Unknown];

    /// The word for it, in the journal as in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sending => "sending",
            Self::Accepted => "accepted",
            Self::Deferred => "deferred",
            Self::Refused => "refused",
            Self::Unknown => "unknown",
        }
    }

    /// Whether a run sends: whatever was neither accepted nor refused, and what is
    /// unknown only where that is asked for.
    pub fn is_due(self, retry_unknown: bool) -> bool {
        match self {
            Self::Queued | Self::Deferred => true,
            Self::Unknown => retry_unknown,
            Self::Sending | Self::Accepted | Self::Refused => false,
        }
    }

    /// The state that a word stands for.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }
}

impl fmt::Display for DeliveryState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One version of a release, as it is sent to everybody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue {
    /// The release's `id`.
    pub release: String,
    /// Its version.
    pub version: u32,
    /// The subject of its messages.
    pub subject: String,
    /// A hash over all that is the same in all messages.
    pub fingerprint: String,
    /// The moment that its messages bear, in seconds since 1970. The first run
    /// decides: a message that is sent again is the same message.
    pub date: i64,
}

/// Somebody who is to get a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addressee {
    /// Where to.
    pub address: Address,
    /// The Message-ID, with its angle brackets.
    pub message_id: String,
}

/// One row of the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// The release's `id`.
    pub release: String,
    /// Its version.
    pub version: u32,
    /// The address.
    pub address: String,
    /// The Message-ID, with its angle brackets.
    pub message_id: String,
    /// What is known.
    pub state: DeliveryState,
    /// How often it was tried, whatever came of it.
    pub attempts: u32,
    /// What the relay answered last, or why nothing could be sent.
    pub reply: Option<String>,
    /// When the row was written last, in seconds since 1970.
    pub updated: i64,
}

/// A journal that is open.
pub struct Journal {
    connection: Connection,
    path: PathBuf,
    /// Held for as long as this run may send.
    _lock: Option<JournalLock>,
}

impl_debug!(Journal { path: this.path } for this);

impl Journal {
    /// Opens a journal to send by it; makes one where there is none.
    ///
    /// `journal-busy` where another run has it, `journal-failed` where it cannot be
    /// read or written, `journal-damaged` where its pages contradict each other,
    /// `journal-foreign` where it is another kind of file.
    ///
    /// ```
    /// use letterpress::mail::journal::Journal;
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let folder = tempfile::tempdir()?;
    /// let journal = Journal::open(&folder.path().join("journal.sqlite"))?;
    /// assert!(journal.deliveries(None)?.is_empty());
    /// # Ok(())
    /// # }
    /// ```
    pub fn open(path: &Path) -> Result<Self, Diagnostic> {
        let lock = JournalLock::take(path)?;
        let fail = |error: rusqlite::Error| explain(path, &error);
        let connection = Connection::open(path).map_err(fail)?;
        let journal = Self { connection, path: path.to_owned(), _lock: Some(lock) };
        journal.connection.busy_timeout(BUSY_TIMEOUT).map_err(fail)?;
        schema::check(&journal.connection, path)?;
        schema::prepare(&journal.connection).map_err(fail)?;
        Ok(journal)
    }

    /// Opens a journal to look at, also while a run sends by it.
    pub fn look(path: &Path) -> Result<Self, Diagnostic> {
        let fail = |error: rusqlite::Error| explain(path, &error);
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags).map_err(fail)?;
        connection.busy_timeout(BUSY_TIMEOUT).map_err(fail)?;
        schema::check(&connection, path)?;
        Ok(Self { connection, path: path.to_owned(), _lock: None })
    }

    /// Refuses, with `release-changed`, an issue of whose version messages with other
    /// contents went out.
    pub fn check(&self, issue: &Issue) -> Result<(), Diagnostic> {
        let fail = |error: rusqlite::Error| explain(&self.path, &error);
        match entry(&self.connection, issue).map_err(fail)? {
            JournalEntry::Changed => Err(changed(issue)),
            JournalEntry::New | JournalEntry::Begun(_) => Ok(()),
        }
    }

    /// Enters an issue and everybody who is to get it, in one step, and returns the
    /// moment that its messages bear. Who has a row already keeps it.
    ///
    /// What an earlier run left as `sending` becomes `unknown`. Room for the run is
    /// made on the disk now, so that a full one is noticed before anything is sent.
    /// `release-changed` where the version was sent with other contents.
    pub fn begin(
        &mut self,
        issue: &Issue,
        addressees: &[Addressee],
        now: i64,
    ) -> Result<i64, Diagnostic> {
        let path = self.path.clone();
        let fail = |error: rusqlite::Error| explain(&path, &error);
        let step = self.connection.transaction().map_err(fail)?;
        let date = enter(&step, issue).map_err(fail)?.ok_or_else(|| changed(issue))?;
        queue(&step, issue, addressees, now).map_err(fail)?;
        schema::make_room(&step, addressees.len()).map_err(fail)?;
        step.commit().map_err(fail)?;
        schema::keep_room(&self.connection).map_err(fail)?;
        Ok(date)
    }

    /// Whom a run has to send to, of those it is asked for; see [`DeliveryState::is_due`].
    pub fn due(
        &self,
        issue: &Issue,
        addressees: &[Addressee],
        retry_unknown: bool,
    ) -> Result<Vec<usize>, Diagnostic> {
        let mut due = Vec::new();
        for (at, addressee) in addressees.iter().enumerate() {
            let state = self.state(issue, &addressee.address)?;
            due.extend(state.is_none_or(|state| state.is_due(retry_unknown)).then_some(at));
        }
        Ok(due)
    }

    /// What is known of a delivery.
    pub fn state(
        &self,
        issue: &Issue,
        address: &Address,
    ) -> Result<Option<DeliveryState>, Diagnostic> {
        let fail = |error: rusqlite::Error| explain(&self.path, &error);
        let query =
            "SELECT state FROM delivery WHERE release = ?1 AND version = ?2 AND recipient = ?3";
        let mut query = self.connection.prepare_cached(query).map_err(fail)?;
        let found = query
            .query_row(params![issue.release, issue.version, address.key()], |row| {
                row.get::<_, String>(0)
            })
            .optional()
            .map_err(fail)?;
        Ok(found.and_then(|word| DeliveryState::from_word(&word)))
    }

    /// Writes down what has become of a delivery; it is on the disk when this returns.
    pub fn record(
        &self,
        issue: &Issue,
        address: &Address,
        state: DeliveryState,
        reply: Option<&str>,
        now: i64,
    ) -> Result<(), Diagnostic> {
        let fail = |error: rusqlite::Error| explain(&self.path, &error);
        let update = "UPDATE delivery SET state = ?4, reply = ?5, updated = ?6, \
             attempts = attempts + (?4 <> 'sending') \
             WHERE release = ?1 AND version = ?2 AND recipient = ?3 \
             AND (?4 <> 'sending' OR state IN ('queued', 'deferred', 'unknown'))";
        let mut update = self.connection.prepare_cached(update).map_err(fail)?;
        let reply = reply.map(|reply| reply.chars().take(MAX_REPLY_CHARACTERS).collect::<String>());
        let (release, version) = (&issue.release, issue.version);
        let done = update
            .execute(params![release, version, address.key(), state.as_str(), reply, now])
            .map_err(fail)?;
        match done {
            1 => Ok(()),
            // The lock keeps other runs out; should one get past it, nothing is sent twice.
            _ => Err(errors::failed(
                &self.path,
                "a recipient's row has gone, or was sent to by another run",
            )),
        }
    }

    /// The deliveries of a release, or of all; by release, version and address.
    pub fn deliveries(&self, release: Option<&str>) -> Result<Vec<Delivery>, Diagnostic> {
        let fail = |error: rusqlite::Error| explain(&self.path, &error);
        let query = "SELECT release, version, address, message_id, state, attempts, reply, updated \
             FROM delivery WHERE ?1 IS NULL OR release = ?1 ORDER BY release, version, recipient";
        let mut query = self.connection.prepare(query).map_err(fail)?;
        let rows = query.query_map(params![release], delivery).map_err(fail)?;
        rows.collect::<Result<_, _>>().map_err(fail)
    }
}

fn delivery(row: &Row<'_>) -> rusqlite::Result<Delivery> {
    Ok(Delivery {
        release: row.get(0)?,
        version: row.get(1)?,
        address: row.get(2)?,
        message_id: row.get(3)?,
        state: DeliveryState::from_word(&row.get::<_, String>(4)?)
            .unwrap_or(DeliveryState::Unknown),
        attempts: row.get(5)?,
        reply: row.get(6)?,
        updated: row.get(7)?,
    })
}

/// What a journal knows of an issue.
enum JournalEntry {
    /// Nothing, or nothing that any message went out with.
    New,
    /// It was begun; its messages bear this moment.
    Begun(i64),
    /// Messages with other contents went out under its version.
    Changed,
}

fn entry(connection: &Connection, issue: &Issue) -> rusqlite::Result<JournalEntry> {
    let (release, version) = (&issue.release, issue.version);
    let query = "SELECT fingerprint, date FROM issue WHERE release = ?1 AND version = ?2";
    let known: Option<(String, i64)> = connection
        .query_row(query, params![release, version], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((fingerprint, date)) = known else { return Ok(JournalEntry::New) };
    if fingerprint == issue.fingerprint {
        return Ok(JournalEntry::Begun(date));
    }
    let tried = "SELECT EXISTS (SELECT 1 FROM delivery WHERE release = ?1 AND version = ?2 \
         AND state <> 'queued')";
    let is_tried = connection.query_row(tried, params![release, version], |row| row.get(0))?;
    Ok(if is_tried { JournalEntry::Changed } else { JournalEntry::New })
}

/// Enters an issue and gives the moment that its messages bear. `None` where
/// messages with other contents went out under its version.
fn enter(step: &Transaction<'_>, issue: &Issue) -> rusqlite::Result<Option<i64>> {
    match entry(step, issue)? {
        JournalEntry::Begun(date) => return Ok(Some(date)),
        JournalEntry::Changed => return Ok(None),
        JournalEntry::New => {}
    }
    step.execute(
        "INSERT INTO issue (release, version, subject, fingerprint, date) \
         VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO UPDATE SET \
         subject = excluded.subject, fingerprint = excluded.fingerprint, date = excluded.date",
        params![issue.release, issue.version, issue.subject, issue.fingerprint, issue.date],
    )?;
    Ok(Some(issue.date))
}

/// Gives everybody a row who has none, and settles what an earlier run left open.
fn queue(
    step: &Transaction<'_>,
    issue: &Issue,
    addressees: &[Addressee],
    now: i64,
) -> rusqlite::Result<()> {
    // Only one run at a time holds the lock: what is on its way was left behind.
    step.execute(
        "UPDATE delivery SET state = 'unknown', updated = ?1, attempts = attempts + 1, \
         reply = 'the run ended while the message was on its way' WHERE state = 'sending'",
        params![now],
    )?;
    let mut insert = step.prepare(
        "INSERT INTO delivery (release, version, recipient, address, message_id, state, attempts, \
         updated) VALUES (?1, ?2, ?3, ?4, ?5, 'queued', 0, ?6) ON CONFLICT DO NOTHING",
    )?;
    for Addressee { address, message_id } in addressees {
        let (release, version) = (&issue.release, issue.version);
        let (key, address) = (address.key(), address.as_str());
        insert.execute(params![release, version, key, address, message_id, now])?;
    }
    Ok(())
}

/// `release-changed`: what went out cannot be changed.
fn changed(issue: &Issue) -> Diagnostic {
    let Issue { release, version, .. } = issue;
    let message = message!(
        "version {version} of `{release}` was sent with other contents than the release has now",
        version,
        release
    );
    Diagnostic::new(codes::RELEASE_CHANGED, message)
        .in_field("version")
        .hint(format!("set `version: {}` to send the new text to everybody", version + 1))
        .hint("or bring the release and its letterhead back to what was sent, to reach those who are left")
}
