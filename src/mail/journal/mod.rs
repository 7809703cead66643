//! What became of each message: an SQLite file with one row for each release,
//! version and recipient.
//!
//! The journal is why nobody gets a message twice. A row says `sending` on the
//! disk before the first byte of a message leaves, and what the relay answered
//! as soon as it has. A run that ends in between leaves `sending` behind,
//! which the next run takes for what it is: `unknown`.
//!
//! It is kept in write-ahead mode with a full sync at each commit, so that a
//! power cut loses nothing that was reported. A lock file beside it keeps a second
//! run out; the system gives the lock up when a process ends, however it ends.

mod errors;
mod lock;
pub mod privacy;
mod records;
mod rows;
mod schema;
#[cfg(test)]
mod tests;

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use self::errors::explain;
use self::lock::{JournalLock, beside, only_name};
use self::privacy::{FileMode, is_exposed, private_file};
pub use self::records::{Addressee, Delivery, DeliveryState, Issue, Retry, RetryRefused};
use self::rows::{
    JournalEntry, Update, deliveries, enter, entry, last_relay, queue, remember_relay, state_word,
};
use super::recipient::Address;
use crate::diagnostic::{Diagnostic, codes};

/// How long to wait for another program that has the file open.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// A journal that is open.
pub struct Journal {
    connection: Connection,
    path: PathBuf,
    warnings: Vec<Diagnostic>,
    /// Held for as long as this run may send.
    _lock: Option<JournalLock>,
}

impl_debug!(Journal { path: this.path } for this);

impl Journal {
    /// Opens a journal to send by it; makes one where there is none.
    ///
    /// `journal-busy` where another run has it, `journal-failed` where it cannot be
    /// read or written, `journal-damaged` where its pages contradict each other,
    /// `journal-foreign` where it is another kind of file, or holds triggers or views.
    ///
    /// A new one is for its owner alone, or for the group of a shared folder; see
    /// [`privacy`]. From an old one, what it grants to others is taken.
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
        check_plain(path)?;
        let real = only_name(path)?;
        let mode = FileMode::at(&real);
        let lock = JournalLock::take(path, &real, mode)?;
        create(&real, mode).map_err(|error| errors::failed(path, &error.to_string()))?;
        let flags = OpenFlags::default();
        let connection = connect(path, flags).map_err(|error| explain(path, &error))?;
        schema::check(&connection, path)?;
        restrict(&real, mode);
        schema::prepare(&connection).map_err(|error| explain(path, &error))?;
        let warnings = exposed(path);
        Ok(Self { connection, path: path.to_owned(), warnings, _lock: Some(lock) })
    }

    /// Opens a journal to look at, also while a run sends by it.
    pub fn look(path: &Path) -> Result<Self, Diagnostic> {
        check_plain(path)?;
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = connect(path, flags).map_err(|error| explain(path, &error))?;
        schema::check(&connection, path)?;
        let warnings = exposed(path);
        Ok(Self { connection, path: path.to_owned(), warnings, _lock: None })
    }

    /// What should be looked at: `journal-exposed` where other users can read it.
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.warnings
    }

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

    /// Refuses, with `release-changed`, an issue of whose version messages with other
    /// contents went out.
    pub fn check(&self, issue: &Issue) -> Result<(), Diagnostic> {
        let entry = entry(&self.connection, issue);
        match entry.map_err(|error| explain(&self.path, &error))? {
            JournalEntry::Changed => Err(changed(issue)),
            JournalEntry::New | JournalEntry::Begun(_) => Ok(()),
        }
    }

    /// Enters an issue and its addressees in one step, and returns the moment that its
    /// messages bear. An addressee who has a row already keeps it.
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
        let date = begin(&mut self.connection, issue, addressees, now);
        date.map_err(|error| explain(&self.path, &error))?.ok_or_else(|| changed(issue))
    }

    /// Whom a run has to send to, of those it is asked for; see [`DeliveryState::is_due`].
    pub fn due(
        &self,
        issue: &Issue,
        addressees: &[Addressee],
        retry: &Retry,
    ) -> Result<Vec<usize>, Diagnostic> {
        let mut due = Vec::new();
        for (at, addressee) in addressees.iter().enumerate() {
            let state = self.state(issue, &addressee.address)?;
            let is_due = state.is_none_or(|state| state.is_due(&addressee.address, retry));
            due.extend(is_due.then_some(at));
        }
        Ok(due)
    }

    /// What is known of a delivery.
    pub fn state(
        &self,
        issue: &Issue,
        address: &Address,
    ) -> Result<Option<DeliveryState>, Diagnostic> {
        let word = state_word(&self.connection, issue, address);
        let word = word.map_err(|error| explain(&self.path, &error))?;
        Ok(word.and_then(|word| DeliveryState::from_word(&word)))
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
        let update = Update { issue, address, state, reply, now };
        match update.execute(&self.connection).map_err(|error| explain(&self.path, &error))? {
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
        let found = deliveries(&self.connection, release);
        found.map_err(|error| explain(&self.path, &error))
    }
}

/// Makes an empty file where there is none, so that nobody but its owner ever opened it.
fn create(journal: &Path, mode: FileMode) -> io::Result<()> {
    match private_file().create_new(true).open(journal) {
        Ok(_) => mode.set(journal),
        // SQLite will say what is wrong with what is there.
        Err(_) if journal.exists() => Ok(()),
        Err(error) => Err(error),
    }
}

/// Takes a journal, and what SQLite keeps beside it, from others. The files of another user
/// cannot be changed; [`exposed`] looks at the outcome.
fn restrict(journal: &Path, mode: FileMode) {
    for ending in ["-wal", "-shm", ""] {
        let file = beside(journal, ending);
        if file.is_file() {
            let _ = mode.set(&file);
        }
    }
}

/// `journal-exposed`, where other users can read a journal.
fn exposed(journal: &Path) -> Vec<Diagnostic> {
    let is_exposed = is_exposed(journal);
    is_exposed.then(|| errors::exposed(journal)).into_iter().collect()
}

fn connect(path: &Path, flags: OpenFlags) -> rusqlite::Result<Connection> {
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    schema::distrust(&connection)?;
    Ok(connection)
}

/// Refuses what could keep SQLite waiting for ever.
fn check_plain(path: &Path) -> Result<(), Diagnostic> {
    match path.metadata() {
        Ok(about) if !about.is_file() && !about.is_dir() => {
            Err(errors::failed(path, "it is a pipe or a device"))
        }
        // Of folders, and of what is not there, SQLite says so itself.
        _ => Ok(()),
    }
}

/// Enters an issue and its addressees in one step, and gives the moment that its messages
/// bear. `None` where messages with other contents went out under its version.
fn begin(
    connection: &mut Connection,
    issue: &Issue,
    addressees: &[Addressee],
    now: i64,
) -> rusqlite::Result<Option<i64>> {
    let step = connection.transaction()?;
    let Some(date) = enter(&step, issue)? else { return Ok(None) };
    queue(&step, issue, addressees, now)?;
    schema::make_room(&step, addressees.len())?;
    step.commit()?;
    schema::keep_room(connection)?;
    Ok(Some(date))
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
