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

mod backup;
mod errors;
mod history;
mod lock;
mod passing;
mod place;
pub mod privacy;
mod records;
mod relays;
mod returns;
mod rows;
mod schema;
mod suppression;
#[cfg(test)]
mod tests;

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use self::errors::explain;
use self::lock::{JournalLock, beside, only_name};
use self::place::OpenFiles;
pub use self::place::{JournalFile, check_local};
use self::privacy::{FileMode, is_exposed, private_file};
pub use self::records::{
    Addressee, Delivery, DeliveryState, Issue, IssueProgress, Retry, RetryRefused,
};
use self::rows::{JournalEntry, Update, deliveries, enter, entry, first_attempt, known, queue};
pub use self::suppression::Suppression;
use super::recipient::Address;
use crate::diagnostic::{Diagnostic, codes};

/// How long to wait for another program that has the file open.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// A journal that is open.
pub struct Journal {
    connection: Connection,
    path: PathBuf,
    warnings: Vec<Diagnostic>,
    /// The key of its Message-IDs; empty while it is only looked at.
    secret: Vec<u8>,
    /// Where its files have to be while it is written.
    files: Option<OpenFiles>,
    /// Held for as long as this run may send.
    _lock: Option<JournalLock>,
}

impl_debug!(Journal { path: this.path } for this);

impl Journal {
    /// Opens a journal to send by it; makes one where there is none.
    ///
    /// `journal-busy` where another run has it, `journal-failed` where it cannot be
    /// read or written, `journal-damaged` where its pages contradict each other,
    /// `journal-foreign` where it is another kind of file, or holds triggers or views,
    /// `journal-on-network` where other machines may have it as well.
    ///
    /// The journal of an older version is brought up to date in one step, after a backup was made
    /// beside it; [`warnings`](Self::warnings) says so.
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
        check_local(path)?;
        Self::open_anywhere(path)
    }

    /// Opens a journal as [`open`](Self::open) does, also on a network file system. The caller
    /// answers for it that nobody else uses it, by another machine or another mount.
    pub fn open_anywhere(path: &Path) -> Result<Self, Diagnostic> {
        check_plain(path)?;
        let real = only_name(path)?;
        let mode = FileMode::at(&real);
        let lock = JournalLock::take(path, &real, mode)?;
        create(&real, mode).map_err(|error| errors::failed(path, &error.to_string()))?;
        let mut connection =
            connect(path, OpenFlags::default()).map_err(|error| explain(path, &error))?;
        schema::check(&connection, path)?;
        restrict(&real, mode);
        let old = schema::old_version(&connection).map_err(|error| explain(path, &error))?;
        let backup = old.map(|old| backup::back_up(&connection, path, &real, old, mode));
        let backup = backup.transpose()?;
        schema::prepare(&mut connection).map_err(|error| explain(path, &error))?;
        let secret = schema::secret(&connection).map_err(|error| explain(path, &error))?;
        let secret = secret.ok_or_else(|| errors::damaged(path, "its secret is gone"))?;
        let mut warnings = exposed(path);
        warnings.extend(backup.map(|backup| errors::upgraded(path, &backup)));
        let files = Some(OpenFiles::of(path, &real));
        let path = path.to_owned();
        Ok(Self { connection, path, warnings, secret, files, _lock: Some(lock) })
    }

    /// Opens a journal to look at, also while a run sends by it. One of an older version is
    /// left as it is. `journal-on-network` as for [`open`](Self::open): who looks by another mount
    /// disturbs who writes.
    pub fn look(path: &Path) -> Result<Self, Diagnostic> {
        check_local(path)?;
        Self::look_anywhere(path)
    }

    /// Opens a journal to look at, also on a network file system; see
    /// [`open_anywhere`](Self::open_anywhere).
    pub fn look_anywhere(path: &Path) -> Result<Self, Diagnostic> {
        check_plain(path)?;
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = connect(path, flags).map_err(|error| explain(path, &error))?;
        schema::check(&connection, path)?;
        let (warnings, secret, path) = (exposed(path), Vec::new(), path.to_owned());
        Ok(Self { connection, path, warnings, secret, files: None, _lock: None })
    }

    /// Its file, as it was named.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether anything can stand in it yet: the file of a run that ended at once may be empty.
    pub fn has_tables(&self) -> Result<bool, Diagnostic> {
        let is_empty = schema::is_empty(&self.connection);
        Ok(!is_empty.map_err(|error| explain(&self.path, &error))?)
    }

    /// What should be looked at: `journal-exposed` where other users can read it, and the note
    /// `journal-upgraded` where it was brought up to date.
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.warnings
    }

    /// Refuses, with `release-changed`, an issue of whose version messages with other
    /// contents went out.
    pub fn check(&self, issue: &Issue) -> Result<(), Diagnostic> {
        let entry = entry(&self.connection, issue);
        match entry.map_err(|error| explain(&self.path, &error))? {
            JournalEntry::Changed => Err(changed(issue)),
            JournalEntry::New | JournalEntry::Begun => Ok(()),
        }
    }

    /// Enters an issue and its addressees in one step. An addressee who has a row already keeps
    /// it, with its Message-ID; a new one gets an id that nobody can make without this journal.
    ///
    /// What an earlier run left as `sending` becomes `unknown`. Room for the run is
    /// made on the disk now, so that a full one is noticed before anything is sent.
    /// `release-changed` where the version was sent with other contents.
    pub fn begin(
        &mut self,
        issue: &Issue,
        addressees: &[Addressee],
        now: i64,
    ) -> Result<(), Diagnostic> {
        self.check_files()?;
        let is_same = begin(&mut self.connection, issue, addressees, &self.secret, now);
        match is_same.map_err(|error| explain(&self.path, &error))? {
            true => Ok(()),
            false => Err(changed(issue)),
        }
    }

    /// Whom a run has to send to, of those it is asked for; see [`DeliveryState::is_due`]. Whoever
    /// was answered for before comes last: one whose answer stopped a run must not stop the next
    /// before the others have their messages.
    pub fn due(
        &self,
        issue: &Issue,
        addressees: &[Addressee],
        retry: &Retry,
    ) -> Result<Vec<usize>, Diagnostic> {
        let (mut due, mut answered) = (Vec::new(), Vec::new());
        for (at, addressee) in addressees.iter().enumerate() {
            let known = known(&self.connection, issue, &addressee.address);
            let known = known.map_err(|error| explain(&self.path, &error))?;
            let (state, has_reply) = known.unwrap_or((None, false));
            if state.is_none_or(|state| state.is_due(&addressee.address, retry)) {
                if has_reply { &mut answered } else { &mut due }.push(at);
            }
        }
        due.extend(answered);
        Ok(due)
    }

    /// What is known of a delivery.
    pub fn state(
        &self,
        issue: &Issue,
        address: &Address,
    ) -> Result<Option<DeliveryState>, Diagnostic> {
        let known = known(&self.connection, issue, address);
        let known = known.map_err(|error| explain(&self.path, &error))?;
        Ok(known.and_then(|(state, _)| state))
    }

    /// When a message was tried first, in seconds since 1970: the Date that it bears whenever
    /// it is tried again. `None` for one that was not tried yet.
    pub fn first_attempt(
        &self,
        issue: &Issue,
        address: &Address,
    ) -> Result<Option<i64>, Diagnostic> {
        let first = first_attempt(&self.connection, issue, address);
        first.map_err(|error| explain(&self.path, &error))
    }

    /// Writes down that a message is on its way, and the Date that it bears, if it was not tried
    /// before; it is on the disk when this returns. `journal-moved` where the journal is not at
    /// its place any more: then nothing may be sent.
    pub fn record_sending(
        &self,
        issue: &Issue,
        address: &Address,
        date: i64,
        now: i64,
    ) -> Result<(), Diagnostic> {
        self.check_files()?;
        let (state, reply, attempts) = (DeliveryState::Sending, None, 0);
        self.write(&Update { issue, address, state, reply, attempts, date, now })
    }

    /// Writes down what has become of a delivery, and counts an attempt where the state says that
    /// one was made; it is on the disk when this returns. `journal-moved` where the journal is not
    /// at its place any more; it knows of the delivery all the same, once it is brought back.
    pub fn record(
        &self,
        issue: &Issue,
        address: &Address,
        state: DeliveryState,
        reply: Option<&str>,
        now: i64,
    ) -> Result<(), Diagnostic> {
        let is_answered = !matches!(state, DeliveryState::Queued | DeliveryState::Sending);
        let (attempts, date) = (i64::from(is_answered), now);
        self.write(&Update { issue, address, state, reply, attempts, date, now })?;
        self.check_files()
    }

    fn write(&self, update: &Update<'_>) -> Result<(), Diagnostic> {
        match update.execute(&self.connection).map_err(|error| explain(&self.path, &error))? {
            1 => Ok(()),
            // The lock keeps other runs out; should one get past it, nothing is sent twice.
            _ => Err(errors::failed(
                &self.path,
                "a recipient's row has gone, or was sent to by another run",
            )),
        }
    }

    fn check_files(&self) -> Result<(), Diagnostic> {
        self.files.as_ref().map_or(Ok(()), OpenFiles::check)
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

/// Enters an issue and its addressees in one step. `false` where messages with other contents
/// went out under its version.
fn begin(
    connection: &mut Connection,
    issue: &Issue,
    addressees: &[Addressee],
    secret: &[u8],
    now: i64,
) -> rusqlite::Result<bool> {
    let step = connection.transaction()?;
    if !enter(&step, issue)? {
        return Ok(false);
    }
    queue(&step, issue, addressees, secret, now)?;
    schema::make_room(&step, addressees.len())?;
    step.commit()?;
    schema::keep_room(connection)?;
    Ok(true)
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
