use std::fs;

use super::*;

fn issue(fingerprint: &str) -> Issue {
    Issue {
        release: "muster-1".into(),
        version: 1,
        subject: "Medieninformation".into(),
        fingerprint: fingerprint.into(),
        date: 1_669_370_400,
    }
}

fn addressees(addresses: &[&str]) -> Vec<Addressee> {
    let addressee = |address: &&str| Addressee {
        address: Address::parse(address).unwrap(),
        message_id: format!("<{address}>"),
    };
    addresses.iter().map(addressee).collect()
}

/// Codes of what was refused.
fn code<T>(done: Result<T, Diagnostic>) -> Option<&'static str> {
    done.err().map(|error| error.code.name())
}

#[test]
fn nobody_is_due_who_was_accepted_refused_or_is_unknown() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.sqlite");
    let all = addressees(&["a@example.org", "b@example.org", "c@example.org", "d@example.org"]);
    let issue = issue("x");
    let mut journal = Journal::open(&path).unwrap();
    assert_eq!(journal.begin(&issue, &all, 1), Ok(issue.date));
    assert_eq!(journal.due(&issue, &all, &Retry::default()), Ok(vec![0, 1, 2, 3]));
    let record = |journal: &Journal, at: usize, state| {
        journal.record(&issue, &all[at].address, state, Some("250 ok"), 2).unwrap();
    };
    record(&journal, 0, DeliveryState::Accepted);
    record(&journal, 1, DeliveryState::Refused);
    record(&journal, 2, DeliveryState::Deferred);
    record(&journal, 3, DeliveryState::Sending);
    assert_eq!(journal.due(&issue, &all, &Retry::default()), Ok(vec![2]));
    // The run is killed here: the lock has gone, and the last row says `sending`.
    drop(journal);
    let mut journal = Journal::open(&path).unwrap();
    let later = Issue { date: 9, ..issue.clone() };
    assert_eq!(journal.begin(&later, &all, 3), Ok(issue.date), "a message keeps its date");
    assert_eq!(journal.state(&issue, &all[3].address), Ok(Some(DeliveryState::Unknown)));
    assert_eq!(journal.due(&issue, &all, &Retry::default()), Ok(vec![2]));
    assert_eq!(
        journal.due(&issue, &all, &Retry { unknown: true, ..Retry::default() }),
        Ok(vec![2, 3])
    );
    // Another spelling is the same mailbox.
    let again = addressees(&["A@Example.org"]);
    journal.begin(&issue, &again, 4).unwrap();
    assert_eq!(
        journal.due(&issue, &again, &Retry { unknown: true, ..Retry::default() }),
        Ok(vec![])
    );
    let rows = journal.deliveries(Some("muster-1")).unwrap();
    assert_eq!(rows.len(), 4);
    // The one that was killed was tried as well.
    assert_eq!((rows[3].attempts, rows[0].attempts), (1, 1));
    assert_eq!(rows[0].reply.as_deref(), Some("250 ok"));
    assert_eq!(journal.deliveries(Some("other")), Ok(vec![]));
}

#[test]
fn what_was_sent_is_not_changed_under_its_version() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.sqlite");
    let all = addressees(&["a@example.org"]);
    let mut journal = Journal::open(&path).unwrap();
    journal.begin(&issue("x"), &all, 1).unwrap();
    // Nothing has gone out yet.
    journal.begin(&issue("y"), &all, 1).unwrap();
    journal.record(&issue("y"), &all[0].address, DeliveryState::Deferred, None, 2).unwrap();
    assert_eq!(code(journal.begin(&issue("x"), &all, 1)), Some("release-changed"));
    let second = Issue { version: 2, ..issue("x") };
    journal.begin(&second, &all, 1).unwrap();
    assert_eq!(journal.due(&second, &all, &Retry::default()), Ok(vec![0]));
}

#[test]
fn one_run_sends_and_others_look() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.sqlite");
    let mut first = Journal::open(&path).unwrap();
    first.begin(&issue("x"), &addressees(&["a@example.org"]), 1).unwrap();
    assert_eq!(code(Journal::open(&path)), Some("journal-busy"));
    assert_eq!(Journal::look(&path).unwrap().deliveries(None).unwrap().len(), 1);
    drop(first);
    assert!(Journal::open(&path).is_ok());
}

#[test]
fn other_files_are_left_as_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    fs::write(path("text"), "Das ist kein Journal, sondern ein längerer Text. ".repeat(40))
        .unwrap();
    assert_eq!(code(Journal::open(&path("text"))), Some("journal-foreign"));
    assert!(fs::read_to_string(path("text")).unwrap().starts_with("Das ist kein Journal"));
    let other = Connection::open(path("other")).unwrap();
    other.execute_batch("CREATE TABLE a (b)").unwrap();
    assert_eq!(code(Journal::open(&path("other"))), Some("journal-foreign"));
    drop(Journal::open(&path("newer")).unwrap());
    Connection::open(path("newer")).unwrap().pragma_update(None, "user_version", 3).unwrap();
    assert_eq!(code(Journal::open(&path("newer"))), Some("journal-foreign"));
    assert_eq!(code(Journal::open(&path("no/journal"))), Some("journal-failed"));
    assert_eq!(code(Journal::open(folder.path())), Some("journal-failed"));
    assert_eq!(code(Journal::look(&path("missing"))), Some("journal-failed"));
}

/// Whoever may write a journal can put SQL into it, which would run with each row.
#[test]
fn a_journal_with_sql_of_its_own_is_refused() {
    let all = addressees(&["a@example.org"]);
    for (name, sql) in [
        (
            "trigger `t`",
            "CREATE TRIGGER t AFTER UPDATE ON delivery BEGIN
                UPDATE delivery SET state = 'queued'; END",
        ),
        ("view `v`", "CREATE VIEW v AS SELECT 1"),
        (
            "view `relay`",
            "DROP TABLE relay; CREATE VIEW relay AS SELECT 'haus' AS letterhead, 'x' AS place",
        ),
        ("table `w`", "CREATE VIRTUAL TABLE w USING fts5(x)"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.sqlite");
        Journal::open(&path).unwrap().begin(&issue("x"), &all, 1).unwrap();
        Connection::open(&path).unwrap().execute_batch(sql).unwrap();
        for refused in [Journal::open(&path), Journal::look(&path)] {
            let error = refused.err().unwrap();
            assert_eq!(error.code, "journal-foreign", "{name}: {error:?}");
            assert!(error.message.contains(&format!("holds the {name}, which")), "{error:?}");
        }
    }
}

/// One that appears behind the check does not run either.
#[test]
fn triggers_are_off() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.sqlite");
    let all = addressees(&["a@example.org"]);
    let mut journal = Journal::open(&path).unwrap();
    journal.begin(&issue("x"), &all, 1).unwrap();
    let trigger = "CREATE TRIGGER t AFTER UPDATE ON delivery BEGIN DELETE FROM delivery; END";
    Connection::open(&path).unwrap().execute_batch(trigger).unwrap();
    journal.record(&issue("x"), &all[0].address, DeliveryState::Accepted, None, 2).unwrap();
    assert_eq!(journal.state(&issue("x"), &all[0].address), Ok(Some(DeliveryState::Accepted)));
    let view = "CREATE VIEW v AS SELECT 1";
    Connection::open(&path).unwrap().execute_batch(view).unwrap();
    assert!(journal.connection.query_row("SELECT * FROM v", [], |_| Ok(())).is_err());
    for (pragma, value) in [("trusted_schema", 0), ("cell_size_check", 1)] {
        let found: i32 =
            journal.connection.pragma_query_value(None, pragma, |row| row.get(0)).unwrap();
        assert_eq!(found, value, "{pragma}");
    }
}

#[cfg(unix)]
#[test]
fn a_pipe_is_no_journal_and_not_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    for name in ["pipe", "journal.lock"] {
        let made = std::process::Command::new("mkfifo").arg(path(name)).status();
        assert!(made.is_ok_and(|status| status.success()));
    }
    assert_eq!(code(Journal::look(&path("pipe"))), Some("journal-failed"));
    assert_eq!(code(Journal::open(&path("pipe"))), Some("journal-failed"));
    assert_eq!(code(Journal::open(&path("journal"))), Some("journal-failed"));
}

#[test]
fn damage_is_noticed_before_anything_is_sent() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.sqlite");
    let many: Vec<_> = (0..2000).map(|at| format!("r{at}@example.org")).collect();
    let many: Vec<_> = many.iter().map(String::as_str).collect();
    let mut journal = Journal::open(&path).unwrap();
    journal.begin(&issue("x"), &addressees(&many), 1).unwrap();
    drop(journal);
    let mut bytes = fs::read(&path).unwrap();
    for page in bytes.chunks_mut(4096).skip(2).step_by(3) {
        page[..64].fill(0xA5);
    }
    fs::write(&path, bytes).unwrap();
    assert_eq!(code(Journal::open(&path)), Some("journal-damaged"));
}

#[test]
fn a_file_that_another_program_holds_is_waited_for_and_then_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.sqlite");
    drop(Journal::open(&path).unwrap());
    let other = Connection::open(&path).unwrap();
    other.execute_batch("BEGIN EXCLUSIVE").unwrap();
    let mut journal = Journal::open(&path).unwrap();
    journal.connection.busy_timeout(Duration::from_millis(50)).unwrap();
    let begun = journal.begin(&issue("x"), &addressees(&["a@example.org"]), 1);
    assert_eq!(begun.as_ref().err().map(|error| error.code.name()), Some("journal-failed"));
    assert!(begun.err().unwrap().message.ends_with("(another program holds it)"));
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
    let version = || -> i32 {
        let connection = Connection::open(&path).unwrap();
        connection.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap()
    };
    let old = Journal::look(&path).unwrap();
    assert_eq!(old.deliveries(None).unwrap().len(), 1);
    assert_eq!(old.check_relay("haus", "mail.example.org:587"), Ok(()));
    assert_eq!(version(), 1, "looking changes nothing");
    drop(old);
    let all = addressees(&["a@example.org", "b@example.org"]);
    for _ in 0..2 {
        let mut journal = Journal::open(&path).unwrap();
        assert_eq!(version(), 2);
        assert_eq!(journal.begin(&issue("x"), &all, 9), Ok(7), "a message keeps its date");
        assert_eq!(journal.due(&issue("x"), &all, &Retry::default()), Ok(vec![1]));
        journal.remember_relay("haus", "mail.example.org:587", 9).unwrap();
    }
    let relay = Journal::look(&path).unwrap().check_relay("haus", "mail.example.org:465");
    assert_eq!(code(relay), Some("relay-changed"));
}

#[test]
fn the_relay_of_a_letterhead_is_remembered() {
    let folder = tempfile::tempdir().unwrap();
    let journal = Journal::open(&folder.path().join("journal.sqlite")).unwrap();
    let (first, second) = ("mail.example.org:587", "mail.example.org:2525");
    assert_eq!(journal.check_relay("haus", first), Ok(()));
    journal.remember_relay("haus", first, 1).unwrap();
    assert_eq!(journal.check_relay("haus", first), Ok(()));
    assert_eq!(code(journal.check_relay("haus", second)), Some("relay-changed"));
    assert_eq!(journal.check_relay("amt", second), Ok(()), "another house");
    journal.remember_relay("haus", second, 2).unwrap();
    assert_eq!(journal.check_relay("haus", second), Ok(()));
    assert_eq!(code(journal.check_relay("haus", first)), Some("relay-changed"));
}

#[cfg(unix)]
#[test]
fn a_journal_is_for_its_owner_or_for_a_group_that_shares_it() {
    use std::os::unix::fs::PermissionsExt;
    let set = |path: &Path, mode| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    };
    for (folder_mode, before, after) in [
        (0o755, None, 0o600),
        (0o2770, None, 0o660),
        (0o755, Some(0o644), 0o600),
        (0o755, Some(0o660), 0o660),
        (0o755, Some(0o666), 0o660),
    ] {
        let folder = tempfile::tempdir().unwrap();
        set(folder.path(), folder_mode);
        let path = folder.path().join("journal.sqlite");
        if let Some(mode) = before {
            drop(Journal::open(&path).unwrap());
            set(&path, mode);
            let looked = Journal::look(&path).unwrap();
            let is_exposed = looked.warnings().iter().any(|one| one.code == "journal-exposed");
            assert_eq!(is_exposed, mode & 0o007 != 0, "{mode:o}");
        }
        let journal = Journal::open(&path).unwrap();
        assert!(journal.warnings().is_empty());
        journal.remember_relay("haus", "mail.example.org:587", 1).unwrap();
        let files: Vec<_> = fs::read_dir(folder.path()).unwrap().flatten().collect();
        assert_eq!(files.len(), 4, "journal, log, index and lock");
        for file in files {
            let mode = file.metadata().unwrap().permissions().mode() & 0o777;
            assert_eq!(mode, after, "{:?} of {folder_mode:o} {before:?}", file.file_name());
        }
    }
    // What is no journal is left as it is.
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("list.csv");
    fs::write(&path, "email\n".repeat(2000)).unwrap();
    set(&path, 0o644);
    assert_eq!(code(Journal::open(&path)), Some("journal-foreign"));
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o644);
}
