//! A journal that is gone when its run has ended.

use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::errors::explain;
use super::{Journal, schema};
use crate::diagnostic::Diagnostic;

/// What messages call it.
const NAME: &str = "of a test";

impl Journal {
    /// Opens a journal in memory, for messages of which nothing is to be kept, such as tests.
    /// Its secret is its own, so that they have Message-IDs that no other message will have.
    pub fn passing() -> Result<Self, Diagnostic> {
        let opened = open().map_err(|error| explain(Path::new(NAME), &error))?;
        let (connection, Some(secret)) = opened else {
            return Err(Diagnostic::internal("a new journal has no secret"));
        };
        let (path, warnings) = (PathBuf::from(NAME), Vec::new());
        Ok(Self { connection, path, warnings, secret, files: None, _lock: None })
    }
}

fn open() -> rusqlite::Result<(Connection, Option<Vec<u8>>)> {
    let mut connection = Connection::open_in_memory()?;
    schema::distrust(&connection)?;
    schema::prepare(&mut connection)?;
    let secret = schema::secret(&connection)?;
    Ok((connection, secret))
}
