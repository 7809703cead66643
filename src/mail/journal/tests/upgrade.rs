//! Journals of older versions: looked at, backed up, upgraded, and sent by.

use std::fs;

use tempfile::TempDir;

use super::*;
use crate::mail::references::Predecessor;

/// A journal that letterpress 0.1.0 wrote while it sent to `tests/mail/relay.py`: two accepted, one
/// each refused, deferred and unknown, and two queued when the relay was gone.
const VERSION_2: &str = "fixtures/mail/journal-v2.sqlite";

/// A folder with that journal.
fn begun() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.sqlite");
    fs::copy(VERSION_2, &path).unwrap();
    (folder, path)
}

/// The version of a journal's tables.
fn version(path: &Path) -> i32 {
    let connection = Connection::open(path).unwrap();
    connection.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap()
}

/// Its issue and its addressees, with a new one.
fn to_be_sent() -> (Issue, Vec<Addressee>) {
    let issue = Issue {
        release: "muster-2026-17".into(),
        fingerprint: "14960de7373815fe6b51f6d9714dd08d752f4e5d6ec5652b73d6c382baa429d1".into(),
        ..issue("x")
    };
    let locals =
        ["anna", "bert", "refuse-carl", "defer-1-dora", "drop-after-emil", "frieda", "gustav"];
    let addresses: Vec<_> =
        locals.iter().chain(&["hanna"]).map(|local| format!("{local}@example.org")).collect();
    (issue, addressees(&addresses.iter().map(String::as_str).collect::<Vec<_>>()))
}

#[test]
fn a_journal_of_version_2_is_backed_up_upgraded_and_sent_by() {
    let (folder, path) = begun();
    let old = Journal::look(&path).unwrap();
    let before = old.deliveries(None).unwrap();
    assert_eq!((before.len(), old.suppressed()), (7, Ok(vec![])));
    assert_eq!(old.recipients_of("muster-2026-17", None).map(|all| all.len()), Ok(3));
    drop(old);
    assert_eq!(version(&path), 2, "looking changes nothing");
    let mut journal = Journal::open(&path).unwrap();
    assert_eq!(journal.warnings().len(), 1);
    assert_eq!(journal.warnings()[0].code, "journal-upgraded");
    let after = journal.deliveries(None).unwrap();
    assert_eq!(after, before, "nobody's state, Message-ID or first attempt changes");
    assert!(after.iter().all(|row| row.first == (row.attempts > 0).then_some(1_795_741_201)));
    let (issue, all) = to_be_sent();
    journal.begin(&issue, &all, 9).unwrap();
    // Whoever was answered for comes last.
    assert_eq!(journal.due(&issue, &all, &Retry::default()), Ok(vec![5, 6, 7, 3]));
    let id = |at: usize| journal.message_ids(&issue, &all[at].address, &[]).unwrap().own;
    assert_eq!(id(5), "<muster-2026-17.v1.8155fdce22ee695ef2b468122e4e0ddb@example.org>");
    let found = |at: usize| before.iter().find(|row| row.address == all[at].address.as_str());
    assert!((0..7).all(|at| found(at).is_some_and(|row| row.message_id == id(at))));
    assert_eq!(id(7).len(), id(0).len(), "a new one has the same form");
    // A correction refers to what each of them got.
    let predecessors = [Predecessor { release: issue.release.clone(), up_to: Some(1) }];
    let second = Issue { version: 2, ..issue.clone() };
    journal.begin(&second, &all, 9).unwrap();
    let earlier = |at: usize| journal.message_ids(&second, &all[at].address, &predecessors);
    assert_eq!(earlier(0).map(|ids| ids.earlier), Ok(vec![found(0).unwrap().message_id.clone()]));
    assert_eq!(earlier(4).map(|ids| ids.earlier.len()), Ok(1), "it may have arrived");
    assert!([2, 3, 5, 7].iter().all(|at| earlier(*at).unwrap().earlier.is_empty()));
    drop(journal);
    // The backup is the journal as it was, a file by itself.
    let backup = folder.path().join("journal.sqlite.v2.backup");
    assert_eq!(version(&backup), 2);
    assert_eq!(Journal::look(&backup).unwrap().deliveries(None).unwrap(), before);
    assert!(!folder.path().join("journal.sqlite.v2.backup-wal").exists());
    #[cfg(unix)]
    assert!(!privacy::is_exposed(&backup));
    assert!(Journal::open(&path).unwrap().warnings().is_empty());
    assert!(!folder.path().join("journal.sqlite.v2.backup-2").exists());
}

#[test]
fn no_backup_is_overwritten_and_without_one_nothing_is_changed() {
    let (folder, path) = begun();
    let file = |name: &str| folder.path().join(name);
    fs::write(file("journal.sqlite.v2.backup"), "mine").unwrap();
    // What a run that was killed has left does no harm.
    fs::write(file("journal.sqlite.v2.backup.part"), "half").unwrap();
    drop(Journal::open(&path).unwrap());
    assert_eq!(fs::read(file("journal.sqlite.v2.backup")).unwrap(), b"mine");
    assert_eq!(version(&file("journal.sqlite.v2.backup-2")), 2);
    assert!(!file("journal.sqlite.v2.backup.part").exists());
    let (folder, path) = begun();
    let bytes = fs::read(&path).unwrap();
    fs::create_dir(folder.path().join("journal.sqlite.v2.backup.part")).unwrap();
    let refused = Journal::open(&path).err().unwrap();
    assert_eq!(refused.code, "journal-failed");
    assert!(refused.message.contains("no backup can be made"), "{refused:?}");
    assert_eq!(fs::read(&path).unwrap(), bytes);
}

/// A journal that says it is of this version has all its tables.
#[test]
fn tables_that_are_not_as_they_were_made_are_refused() {
    for sql in [
        "DROP TABLE secret",
        "DROP TABLE suppression; CREATE TABLE suppression (key BLOB)",
        "ALTER TABLE delivery DROP COLUMN first",
        "DELETE FROM secret",
        "UPDATE secret SET key = x'00'",
    ] {
        let (_folder, path) = begun();
        drop(Journal::open(&path).unwrap());
        Connection::open(&path).unwrap().execute_batch(sql).unwrap();
        assert_eq!(code(Journal::open(&path)), Some("journal-damaged"), "{sql}");
    }
}

/// A journal as version 1 has it, with a delivery.
const OLD: &str = "
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
INSERT INTO issue VALUES ('muster-1', 1, 'Medieninformation', 'x', 7);
INSERT INTO delivery VALUES
    ('muster-1', 1, 'a@example.org', 'a@example.org', '<a>', 'accepted', 1, '250 ok', 8);
PRAGMA application_id = 1280330289;
PRAGMA user_version = 1;
PRAGMA journal_mode = wal;
";

#[test]
fn an_old_journal_is_looked_at_and_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.sqlite");
    Connection::open(&path).unwrap().execute_batch(OLD).unwrap();
    let old = Journal::look(&path).unwrap();
    assert_eq!(old.deliveries(None).unwrap().len(), 1);
    assert_eq!(old.check_relay("haus", "mail.example.org:587"), Ok(()));
    assert_eq!(version(&path), 1, "looking changes nothing");
    drop(old);
    let all = addressees(&["a@example.org", "b@example.org"]);
    for _ in 0..2 {
        let mut journal = Journal::open(&path).unwrap();
        assert_eq!(version(&path), 3);
        journal.begin(&issue("x"), &all, 9).unwrap();
        let first = |at: usize| journal.first_attempt(&issue("x"), &all[at].address).unwrap();
        assert_eq!((first(0), first(1)), (Some(7), None), "a message keeps its date");
        assert_eq!(journal.due(&issue("x"), &all, &Retry::default()), Ok(vec![1]));
        journal.remember_relay("haus", "mail.example.org:587", 9).unwrap();
    }
    let relay = Journal::look(&path).unwrap().check_relay("haus", "mail.example.org:465");
    assert_eq!(code(relay), Some("relay-changed"));
}
