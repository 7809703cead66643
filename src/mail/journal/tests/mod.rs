//! What a journal keeps, and what it refuses.

mod upgrade;

use std::fs;

use super::*;

fn issue(fingerprint: &str) -> Issue {
    Issue {
        release: "muster-1".into(),
        version: 1,
        subject: "Medieninformation".into(),
        fingerprint: fingerprint.into(),
        domain: "example.org".into(),
        date: 1_669_370_400,
    }
}

fn addressees(addresses: &[&str]) -> Vec<Addressee> {
    addresses.iter().map(|one| Addressee::new(Address::parse(one).unwrap())).collect()
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
    assert_eq!(journal.begin(&issue, &all, 1), Ok(()));
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
    journal.begin(&issue, &all, 3).unwrap();
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
    Connection::open(path("newer")).unwrap().pragma_update(None, "user_version", 4).unwrap();
    assert_eq!(code(Journal::open(&path("newer"))), Some("journal-foreign"));
    assert_eq!(code(Journal::open(&path("no/journal"))), Some("journal-failed"));
    assert_eq!(code(Journal::open(folder.path())), Some("journal-failed"));
    assert_eq!(code(Journal::look(&path("missing"))), Some("journal-failed"));
}

/// The time is that of the first attempt, however often a message is tried.
#[test]
fn a_message_keeps_the_date_of_its_first_attempt() {
    let folder = tempfile::tempdir().unwrap();
    let all = addressees(&["a@example.org", "b@example.org", "c@example.org"]);
    let (issue, mut journal) =
        (issue("x"), Journal::open(&folder.path().join("journal.sqlite")).unwrap());
    journal.begin(&issue, &all, 1).unwrap();
    let address = |at: usize| &all[at].address;
    let first = |journal: &Journal, at: usize| journal.first_attempt(&issue, address(at)).unwrap();
    assert_eq!(first(&journal, 0), None);
    journal.record_sending(&issue, address(0), 5, 6).unwrap();
    assert_eq!(first(&journal, 0), Some(5));
    journal.record(&issue, address(0), DeliveryState::Deferred, None, 7).unwrap();
    journal.record_sending(&issue, address(0), 9, 9).unwrap();
    journal.record(&issue, address(0), DeliveryState::Accepted, None, 9).unwrap();
    journal.record(&issue, address(1), DeliveryState::Deferred, Some("450"), 8).unwrap();
    assert_eq!((first(&journal, 0), first(&journal, 1)), (Some(5), Some(8)));
    // The relay was in trouble: nothing was tried.
    journal.record_sending(&issue, address(2), 5, 6).unwrap();
    journal.put_back(&issue, address(2), DeliveryState::Queued, Some("421"), 7).unwrap();
    journal.record_sending(&issue, address(1), 9, 9).unwrap();
    journal.put_back(&issue, address(1), DeliveryState::Deferred, Some("421"), 9).unwrap();
    assert_eq!((first(&journal, 1), first(&journal, 2)), (Some(8), None));
    let rows = journal.deliveries(None).unwrap();
    assert_eq!(rows.iter().map(|row| row.attempts).collect::<Vec<_>>(), [2, 1, 0]);
    assert_eq!(journal.due(&issue, &all, &Retry::default()), Ok(vec![1, 2]));
}

#[test]
fn a_journal_that_is_moved_away_lets_nothing_be_sent() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let all = addressees(&["a@example.org", "b@example.org"]);
    let mut journal = Journal::open(&path("journal.sqlite")).unwrap();
    journal.begin(&issue("x"), &all, 1).unwrap();
    journal.record_sending(&issue("x"), &all[0].address, 2, 2).unwrap();
    fs::rename(path("journal.sqlite"), path("elsewhere.sqlite")).unwrap();
    let state = DeliveryState::Accepted;
    let recorded = journal.record(&issue("x"), &all[0].address, state, None, 3);
    assert_eq!(code(recorded), Some("journal-moved"));
    let sending = journal.record_sending(&issue("x"), &all[1].address, 3, 3);
    assert_eq!(code(sending), Some("journal-moved"));
    // Brought back, it knows what happened.
    fs::rename(path("elsewhere.sqlite"), path("journal.sqlite")).unwrap();
    drop(journal);
    let mut journal = Journal::open(&path("journal.sqlite")).unwrap();
    journal.begin(&issue("x"), &all, 4).unwrap();
    assert_eq!(
        journal.due(&issue("x"), &all, &Retry { unknown: true, ..Retry::default() }),
        Ok(vec![1])
    );
}

#[test]
fn who_has_what_is_known() {
    let folder = tempfile::tempdir().unwrap();
    let mut journal = Journal::open(&folder.path().join("journal.sqlite")).unwrap();
    let named = |name: &str, all: Vec<Addressee>| -> Vec<Addressee> {
        all.into_iter().map(|one| Addressee { name: Some(name.into()), ..one }).collect()
    };
    let first = named("Erste", addressees(&["a@example.org", "b@example.org", "c@example.org"]));
    journal.begin(&issue("x"), &first, 1).unwrap();
    let states = [DeliveryState::Accepted, DeliveryState::Unknown, DeliveryState::Refused];
    for (one, state) in first.iter().zip(states) {
        journal.record(&issue("x"), &one.address, state, None, 2).unwrap();
    }
    let progress = |version, accepted, total| Ok(Some(IssueProgress { version, accepted, total }));
    assert_eq!(journal.progress("muster-1"), progress(1, 1, 3));
    assert_eq!(journal.progress("other"), Ok(None));
    let second = Issue { version: 2, ..issue("x") };
    let later = named("Zweite", addressees(&["A@example.org", "d@example.org"]));
    journal.begin(&second, &later, 3).unwrap();
    for one in &later {
        journal.record(&second, &one.address, DeliveryState::Accepted, None, 4).unwrap();
    }
    assert_eq!(journal.progress("muster-1"), progress(2, 2, 2));
    let known = |found: Result<Vec<crate::mail::Recipient>, Diagnostic>| -> Vec<String> {
        let found = found.unwrap().into_iter();
        found.map(|one| format!("{} {}", one.name.unwrap_or_default(), one.address)).collect()
    };
    let (a1, b1) = ("Erste a@example.org", "Erste b@example.org");
    let (a2, d2) = ("Zweite A@example.org", "Zweite d@example.org");
    assert_eq!(known(journal.recipients_of("muster-1", None)), [a2, b1, d2]);
    assert_eq!(known(journal.recipients_of("muster-1", Some(1))), [a1, b1]);
    assert_eq!(known(journal.recipients_of("muster-1", Some(2))), [a2, d2]);
    assert_eq!(known(journal.recipients_of("other", None)), <[&str; 0]>::default());
    assert_eq!(known(journal.holders("muster-1", 2)), [a1, b1]);
    assert_eq!(known(journal.holders("muster-1", 1)), <[&str; 0]>::default());
}

#[test]
fn who_wants_no_mail_is_kept_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut journal = Journal::open(&folder.path().join("journal.sqlite")).unwrap();
    let entry = |typed: &str| crate::mail::SuppressionEntry::parse(typed).unwrap();
    let (mira, radio) = (entry("Mira@Zeitung.example"), entry("@radio.example"));
    let kept = |entry: &crate::mail::SuppressionEntry, added, reason: Option<&str>| Suppression {
        entry: entry.clone(),
        added,
        reason: reason.map(ToOwned::to_owned),
    };
    let entries = [kept(&mira, 7, None), kept(&radio, 7, Some("by phone"))];
    assert_eq!(journal.suppress(&entries), Ok(2));
    let again = [kept(&entry("mira@zeitung.example"), 9, Some("by mail")), kept(&radio, 9, None)];
    assert_eq!(journal.suppress(&again), Ok(0));
    let known = journal.suppressed().unwrap();
    assert_eq!(known.iter().map(|one| one.added).collect::<Vec<_>>(), [7, 7]);
    let reasons: Vec<_> = known.iter().filter_map(|one| one.reason.as_deref()).collect();
    assert_eq!(reasons, ["by phone", "by mail"]);
    let gone = [mira, entry("bert@zeitung.example")];
    assert_eq!(journal.unsuppress(&gone), Ok(vec![&gone[1]]));
    assert_eq!(journal.suppressed().map(|all| all.len()), Ok(1));
    let spoil = "UPDATE suppression SET address = 'nobody'";
    journal.connection.execute(spoil, []).unwrap();
    assert_eq!(code(journal.suppressed()), Some("journal-damaged"));
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
