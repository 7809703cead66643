//! Who has what: questions to a journal about messages that went out.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, params};

use super::errors::{damaged, explain, failed};
use super::records::{DeliveryState, Issue, IssueProgress};
use super::{Journal, rows};
use crate::diagnostic::{Diagnostic, codes};
use crate::mail::recipient::{Address, Recipient};
use crate::mail::references::{MessageIds, Predecessor};

impl Journal {
    /// The Message-IDs in the message of a recipient whose row is there: its own as the row has
    /// it, and those of the earlier messages that this recipient got.
    pub fn message_ids(
        &self,
        issue: &Issue,
        address: &Address,
        predecessors: &[Predecessor],
    ) -> Result<MessageIds, Diagnostic> {
        let own = own_id(&self.connection, issue, address);
        let own = own.map_err(|error| explain(&self.path, &error))?;
        let own = own.ok_or_else(|| failed(&self.path, "a recipient's row has gone"))?;
        let mut earlier = Vec::new();
        for predecessor in predecessors {
            let found = earlier_ids(&self.connection, predecessor, address);
            earlier.extend(found.map_err(|error| explain(&self.path, &error))?);
        }
        Ok(MessageIds::new(own, earlier))
    }

    /// Who has a release, or may have it: all whose message was accepted, is unknown, or was on its
    /// way when a run ended, of one version or of any, by address. Name, language and form are those of the latest version.
    pub fn recipients_of(
        &self,
        release: &str,
        version: Option<u32>,
    ) -> Result<Vec<Recipient>, Diagnostic> {
        self.reached(release, |found| version.is_none_or(|version| found == version))
    }

    /// Who has, or may have, a version of a release before this one; see
    /// [`recipients_of`](Self::recipients_of).
    pub fn holders(&self, release: &str, below: u32) -> Result<Vec<Recipient>, Diagnostic> {
        self.reached(release, |found| found < below)
    }

    /// Refuses, with `mail-version-old`, an issue after a newer version of the release was begun:
    /// whoever got it would take the old text for the last word, and the newer version may be a
    /// recall.
    pub fn check_newest(&self, issue: &Issue) -> Result<(), Diagnostic> {
        match self.progress(&issue.release)? {
            Some(newest) if newest.version > issue.version => Err(old(issue, newest.version)),
            _ => Ok(()),
        }
    }

    /// How far the sending of a release's latest version has come; none where none was begun.
    pub fn progress(&self, release: &str) -> Result<Option<IssueProgress>, Diagnostic> {
        progress(&self.connection, release).map_err(|error| explain(&self.path, &error))
    }

    fn reached(
        &self,
        release: &str,
        is_meant: impl Fn(u32) -> bool,
    ) -> Result<Vec<Recipient>, Diagnostic> {
        let mut recipients: BTreeMap<String, Recipient> = BTreeMap::new();
        let rows = rows::deliveries(&self.connection, Some(release));
        // By version: what is known last comes last.
        for row in rows.map_err(|error| explain(&self.path, &error))? {
            let may_have_it = matches!(
                row.state,
                DeliveryState::Accepted | DeliveryState::Unknown | DeliveryState::Sending
            );
            if !may_have_it || !is_meant(row.version) {
                continue;
            }
            let address = Address::parse(&row.address).map_err(|why| {
                damaged(&self.path, &format!("nothing can be sent to {}: {why}", row.address))
            })?;
            let key = address.key();
            // A row of an older letterpress has no name.
            let name = row.name.or_else(|| recipients.get(&key).and_then(|one| one.name.clone()));
            let (language, format) = (row.language, row.format);
            let recipient = Recipient { name, language, format, ..Recipient::new(address) };
            recipients.insert(key, recipient);
        }
        Ok(recipients.into_values().collect())
    }
}

/// `mail-version-old`: another version has taken its place.
fn old(issue: &Issue, newest: u32) -> Diagnostic {
    let Issue { release, version, .. } = issue;
    let message = message!(
        "version {version} of `{release}` is not sent any more: version {newest} was begun after it",
        version,
        release,
        newest
    );
    let hint = format!("send version {newest}, or set `version: {}`", newest.saturating_add(1));
    Diagnostic::new(codes::MAIL_VERSION_OLD, message).in_field("version").hint(hint)
}

fn progress(connection: &Connection, release: &str) -> rusqlite::Result<Option<IssueProgress>> {
    let query = "SELECT version, COUNT(*), SUM(state = 'accepted') FROM delivery \
         WHERE release = ?1 GROUP BY version ORDER BY version DESC LIMIT 1";
    let mut query = connection.prepare_cached(query)?;
    let progress = query.query_row(params![release], |row| {
        Ok(IssueProgress { version: row.get(0)?, total: row.get(1)?, accepted: row.get(2)? })
    });
    progress.optional()
}

fn own_id(
    connection: &Connection,
    issue: &Issue,
    address: &Address,
) -> rusqlite::Result<Option<String>> {
    let query =
        "SELECT message_id FROM delivery WHERE release = ?1 AND version = ?2 AND recipient = ?3";
    let mut query = connection.prepare_cached(query)?;
    let key = params![issue.release, issue.version, address.key()];
    query.query_row(key, |row| row.get(0)).optional()
}

/// The ids of the messages of a release that a recipient got, by version. The order of the join
/// makes each a look at one row: there are few versions and many recipients.
fn earlier_ids(
    connection: &Connection,
    predecessor: &Predecessor,
    address: &Address,
) -> rusqlite::Result<Vec<String>> {
    let query = "SELECT delivery.message_id FROM issue CROSS JOIN delivery \
         ON delivery.release = issue.release AND delivery.version = issue.version \
         AND delivery.recipient = ?3 \
         WHERE issue.release = ?1 AND (?2 IS NULL OR issue.version <= ?2) \
         AND delivery.state IN ('accepted', 'unknown') ORDER BY issue.version";
    let mut query = connection.prepare_cached(query)?;
    let Predecessor { release, up_to } = predecessor;
    query.query_map(params![release, up_to, address.key()], |row| row.get(0))?.collect()
}
