//! By which relay the releases of each letterhead went out last.

use rusqlite::{Connection, OptionalExtension, params};

use super::errors::explain;
use super::{Journal, schema};
use crate::diagnostic::{Diagnostic, codes};

impl Journal {
    /// Refuses, with `relay-changed`, a relay that is not the one by which the releases of a
    /// letterhead (its `id`) went out last. Where none did, any relay will do.
    pub fn check_relay(&self, letterhead: &str, relay: &str) -> Result<(), Diagnostic> {
        let last = self.last_relay(letterhead).map_err(|error| explain(&self.path, &error))?;
        match last.filter(|last| last != relay) {
            Some(last) => Err(changed_relay(letterhead, relay, &last)),
            None => Ok(()),
        }
    }

    /// Writes down by which relay the releases of a letterhead go out from now on; it is on
    /// the disk when this returns.
    pub fn remember_relay(
        &self,
        letterhead: &str,
        relay: &str,
        now: i64,
    ) -> Result<(), Diagnostic> {
        let remembered = match self.last_relay(letterhead) {
            Ok(Some(last)) if last == relay => return Ok(()),
            Ok(_) => remember_relay(&self.connection, letterhead, relay, now),
            Err(error) => Err(error),
        };
        remembered.map_err(|error| explain(&self.path, &error))
    }

    fn last_relay(&self, letterhead: &str) -> rusqlite::Result<Option<String>> {
        if schema::has_relays(&self.connection)? {
            last_relay(&self.connection, letterhead)
        } else {
            Ok(None)
        }
    }
}

/// The relay by which the releases of a letterhead went out last.
fn last_relay(connection: &Connection, letterhead: &str) -> rusqlite::Result<Option<String>> {
    let query = "SELECT place FROM relay WHERE letterhead = ?1";
    connection.query_row(query, params![letterhead], |row| row.get(0)).optional()
}

/// Writes down by which relay the releases of a letterhead go out from now on.
fn remember_relay(
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

/// `relay-changed`: somebody has to know of it.
fn changed_relay(letterhead: &str, relay: &str, last: &str) -> Diagnostic {
    let message = message!(
        "the relay {relay} is not {last}, by which releases of `{letterhead}` went out last",
        relay,
        last,
        letterhead
    );
    Diagnostic::new(codes::RELAY_CHANGED, message)
        .hint("if the messages are to go there from now on, name it by hand once: --relay URL")
}
