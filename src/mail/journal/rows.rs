//! The rows of a journal: read and written.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::records::{Addressee, Delivery, DeliveryState, Issue};
use super::schema;
use crate::mail::identity::IssueId;
use crate::mail::recipient::{Address, MailFormat};
use crate::release::Language;

/// The most characters of a relay's answer that are kept.
const MAX_REPLY_CHARACTERS: usize = 300;

/// What a journal knows of an issue.
pub(super) enum JournalEntry {
    /// Nothing, or nothing that any message went out with.
    New,
    /// It was begun.
    Begun,
    /// Messages with other contents went out under its version.
    Changed,
}

pub(super) fn entry(connection: &Connection, issue: &Issue) -> rusqlite::Result<JournalEntry> {
    let (release, version) = (&issue.release, issue.version);
    let query = "SELECT fingerprint FROM issue WHERE release = ?1 AND version = ?2";
    let known = connection.query_row(query, params![release, version], |row| row.get(0));
    let known: Option<String> = known.optional()?;
    let Some(fingerprint) = known else { return Ok(JournalEntry::New) };
    if fingerprint == issue.fingerprint {
        return Ok(JournalEntry::Begun);
    }
    let tried = "SELECT EXISTS (SELECT 1 FROM delivery WHERE release = ?1 AND version = ?2 \
         AND state <> 'queued')";
    let is_tried = connection.query_row(tried, params![release, version], |row| row.get(0))?;
    Ok(if is_tried { JournalEntry::Changed } else { JournalEntry::New })
}

/// Enters an issue. `false` where messages with other contents went out under its version.
pub(super) fn enter(step: &Transaction<'_>, issue: &Issue) -> rusqlite::Result<bool> {
    match entry(step, issue)? {
        JournalEntry::Begun => return Ok(true),
        JournalEntry::Changed => return Ok(false),
        JournalEntry::New => {}
    }
    step.execute(
        "INSERT INTO issue (release, version, subject, fingerprint, date) \
         VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO UPDATE SET \
         subject = excluded.subject, fingerprint = excluded.fingerprint, date = excluded.date",
        params![issue.release, issue.version, issue.subject, issue.fingerprint, issue.date],
    )?;
    Ok(true)
}

/// Gives a row to each addressee without one, and settles what an earlier run left open. A row
/// that is there keeps its Message-ID; while its message is to be sent, it takes the name, the
/// language and the form that the list has now.
pub(super) fn queue(
    step: &Transaction<'_>,
    issue: &Issue,
    addressees: &[Addressee],
    key: &[u8],
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
         updated, name, language, format) VALUES (?1, ?2, ?3, ?4, ?5, 'queued', 0, ?6, ?7, ?8, ?9) \
         ON CONFLICT DO UPDATE \
         SET name = excluded.name, language = excluded.language, format = excluded.format \
         WHERE state NOT IN ('accepted', 'refused') OR format IS NULL",
    )?;
    let Issue { release, version, domain, .. } = issue;
    let issue_id = IssueId { identifier: release.clone(), version: *version };
    for Addressee { address, name, language, format } in addressees {
        let id = issue_id.secret_message_id(key, address, domain);
        let language = language.map(Language::as_str);
        let (mailbox, format) = (address.key(), format.as_str());
        let address = address.as_str();
        insert.execute(params![
            release, version, mailbox, address, id, now, name, language, format
        ])?;
    }
    Ok(())
}

/// The state of a delivery, and whether it was answered for before.
pub(super) fn known(
    connection: &Connection,
    issue: &Issue,
    address: &Address,
) -> rusqlite::Result<Option<(Option<DeliveryState>, bool)>> {
    let query = "SELECT state, reply IS NOT NULL FROM delivery \
         WHERE release = ?1 AND version = ?2 AND recipient = ?3";
    let mut query = connection.prepare_cached(query)?;
    let key = params![issue.release, issue.version, address.key()];
    let found = query.query_row(key, |row| {
        Ok((DeliveryState::from_word(&row.get::<_, String>(0)?), row.get(1)?))
    });
    found.optional()
}

/// What has become of a delivery.
pub(super) struct Update<'a> {
    pub issue: &'a Issue,
    pub address: &'a Address,
    pub state: DeliveryState,
    pub reply: Option<&'a str>,
    /// How many attempts more were made: 1 for one that was answered, 0 where nothing was done
    /// yet, -1 where one that was counted is none.
    pub attempts: i64,
    /// The moment that the message bears, if it bears none yet; in seconds since 1970.
    pub date: i64,
    /// In seconds since 1970.
    pub now: i64,
}

impl Update<'_> {
    /// Writes it into the delivery's row; how many rows that were: one or none.
    pub fn execute(&self, connection: &Connection) -> rusqlite::Result<usize> {
        let update = "UPDATE delivery SET state = ?4, reply = ?5, updated = ?6, \
             attempts = max(attempts + ?8, 0), \
             first = CASE WHEN attempts + ?8 <= 0 AND ?4 <> 'sending' THEN NULL \
             ELSE coalesce(first, ?7) END \
             WHERE release = ?1 AND version = ?2 AND recipient = ?3 \
             AND (?4 <> 'sending' OR state IN ('queued', 'deferred', 'refused', 'unknown'))";
        let mut update = connection.prepare_cached(update)?;
        let reply = self.reply.map(|reply| reply.chars().take(MAX_REPLY_CHARACTERS).collect());
        let reply: Option<String> = reply;
        let (release, version) = (&self.issue.release, self.issue.version);
        let (key, state, attempts) = (self.address.key(), self.state.as_str(), self.attempts);
        let (now, date) = (self.now, self.date);
        update.execute(params![release, version, key, state, reply, now, date, attempts])
    }
}

/// Makes those of the addresses `queued` again who were refused.
pub(super) fn requeue<'a>(
    connection: &mut Connection,
    issue: &Issue,
    addresses: impl Iterator<Item = &'a Address>,
    now: i64,
) -> rusqlite::Result<()> {
    let refused: BTreeSet<String> = {
        let query = "SELECT recipient FROM delivery WHERE release = ?1 AND version = ?2 \
             AND state = 'refused'";
        let mut query = connection.prepare(query)?;
        let found = query.query_map(params![issue.release, issue.version], |row| row.get(0))?;
        found.collect::<rusqlite::Result<_>>()?
    };
    let step = connection.transaction()?;
    let update = "UPDATE delivery SET state = 'queued', updated = ?4 \
         WHERE release = ?1 AND version = ?2 AND recipient = ?3";
    for key in addresses.map(Address::key).filter(|key| refused.contains(key)) {
        step.execute(update, params![issue.release, issue.version, key, now])?;
    }
    step.commit()
}

/// When a delivery was tried first, if it was.
pub(super) fn first_attempt(
    connection: &Connection,
    issue: &Issue,
    address: &Address,
) -> rusqlite::Result<Option<i64>> {
    let query = "SELECT first FROM delivery WHERE release = ?1 AND version = ?2 AND recipient = ?3";
    let mut query = connection.prepare_cached(query)?;
    let key = params![issue.release, issue.version, address.key()];
    Ok(query.query_row(key, |row| row.get(0)).optional()?.flatten())
}

/// The columns of a delivery, in the order in which [`delivery`] reads them.
const COLUMNS: &str = "release, version, address, message_id, state, attempts, reply, updated, name, language, \
     format, first";

/// The same for the tables of versions 1 and 2.
const OLD_COLUMNS: &str = "release, version, address, message_id, state, attempts, reply, updated, \
     NULL, NULL, NULL, \
     (SELECT date FROM issue WHERE issue.release = delivery.release \
      AND issue.version = delivery.version AND (attempts > 0 OR state = 'sending'))";

/// The deliveries of a release, or of all; by release, version and address.
pub(super) fn deliveries(
    connection: &Connection,
    release: Option<&str>,
) -> rusqlite::Result<Vec<Delivery>> {
    let columns = if schema::is_current(connection)? { COLUMNS } else { OLD_COLUMNS };
    let query = format!(
        "SELECT {columns} FROM delivery WHERE ?1 IS NULL OR release = ?1 \
         ORDER BY release, version, recipient"
    );
    connection.prepare(&query)?.query_map(params![release], delivery)?.collect()
}

fn delivery(row: &Row<'_>) -> rusqlite::Result<Delivery> {
    let language: Option<String> = row.get(9)?;
    let format: Option<String> = row.get(10)?;
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
        name: row.get(8)?,
        language: language.as_deref().and_then(Language::from_spelling),
        format: format.as_deref().and_then(MailFormat::from_spelling).unwrap_or_default(),
        first: row.get(11)?,
    })
}
