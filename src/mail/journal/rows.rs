//! The rows of a journal: read and written.

use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::records::{Addressee, Delivery, DeliveryState, Issue};
use crate::mail::recipient::Address;

/// The most characters of a relay's answer that are kept.
const MAX_REPLY_CHARACTERS: usize = 300;

/// What a journal knows of an issue.
pub(super) enum JournalEntry {
    /// Nothing, or nothing that any message went out with.
    New,
    /// It was begun; its messages bear this moment.
    Begun(i64),
    /// Messages with other contents went out under its version.
    Changed,
}

pub(super) fn entry(connection: &Connection, issue: &Issue) -> rusqlite::Result<JournalEntry> {
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
pub(super) fn enter(step: &Transaction<'_>, issue: &Issue) -> rusqlite::Result<Option<i64>> {
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

/// Gives a row to each addressee without one, and settles what an earlier run left open.
pub(super) fn queue(
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

/// The word for the state of a delivery.
pub(super) fn state_word(
    connection: &Connection,
    issue: &Issue,
    address: &Address,
) -> rusqlite::Result<Option<String>> {
    let query = "SELECT state FROM delivery WHERE release = ?1 AND version = ?2 AND recipient = ?3";
    let mut query = connection.prepare_cached(query)?;
    let key = params![issue.release, issue.version, address.key()];
    query.query_row(key, |row| row.get(0)).optional()
}

/// What has become of a delivery.
pub(super) struct Update<'a> {
    pub issue: &'a Issue,
    pub address: &'a Address,
    pub state: DeliveryState,
    pub reply: Option<&'a str>,
    /// In seconds since 1970.
    pub now: i64,
}

impl Update<'_> {
    /// Writes it into the delivery's row; how many rows that were: one or none.
    pub fn execute(&self, connection: &Connection) -> rusqlite::Result<usize> {
        // What goes back to `queued` was no attempt: one that was counted with its answer is
        // counted no more.
        let update = "UPDATE delivery SET state = ?4, reply = ?5, updated = ?6, \
             attempts = attempts + CASE WHEN ?4 = 'sending' THEN 0 WHEN ?4 <> 'queued' THEN 1 \
             WHEN state IN ('sending', 'queued') THEN 0 ELSE -1 END \
             WHERE release = ?1 AND version = ?2 AND recipient = ?3 \
             AND (?4 <> 'sending' OR state IN ('queued', 'deferred', 'refused', 'unknown'))";
        let mut update = connection.prepare_cached(update)?;
        let reply = self.reply.map(|reply| reply.chars().take(MAX_REPLY_CHARACTERS).collect());
        let reply: Option<String> = reply;
        let (release, version) = (&self.issue.release, self.issue.version);
        let (key, state) = (self.address.key(), self.state.as_str());
        update.execute(params![release, version, key, state, reply, self.now])
    }
}

/// The relay by which the releases of a letterhead went out last.
pub(super) fn last_relay(
    connection: &Connection,
    letterhead: &str,
) -> rusqlite::Result<Option<String>> {
    let query = "SELECT place FROM relay WHERE letterhead = ?1";
    connection.query_row(query, params![letterhead], |row| row.get(0)).optional()
}

/// Writes down by which relay the releases of a letterhead go out from now on.
pub(super) fn remember_relay(
    connection: &Connection,
    letterhead: &str,
    place: &str,
    now: i64,
) -> rusqlite::Result<()> {
    connection.execute(
        "INSERT INTO relay (letterhead, place, used) VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE \
         SET place = excluded.place, used = excluded.used",
        params![letterhead, place, now],
    )?;
    Ok(())
}

/// The deliveries of a release, or of all; by release, version and address.
pub(super) fn deliveries(
    connection: &Connection,
    release: Option<&str>,
) -> rusqlite::Result<Vec<Delivery>> {
    let query = "SELECT release, version, address, message_id, state, attempts, reply, updated \
         FROM delivery WHERE ?1 IS NULL OR release = ?1 ORDER BY release, version, recipient";
    let mut query = connection.prepare(query)?;
    query.query_map(params![release], delivery)?.collect()
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
