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
    assert_eq!(journal.due(&issue, &all, false), Ok(vec![0, 1, 2, 3]));
    let record = |journal: &Journal, at: usize, state| {
        journal.record(&issue, &all[at].address, state, Some("250 ok"), 2).unwrap();
    };
    record(&journal, 0, DeliveryState::Accepted);
    record(&journal, 1, DeliveryState::Refused);
    record(&journal, 2, DeliveryState::Deferred);
    record(&journal, 3, DeliveryState::Sending);
    assert_eq!(journal.due(&issue, &all, false), Ok(vec![2]));
    // The run is killed here: the lock has gone, and the last row says `sending`.
    drop(journal);
    let mut journal = Journal::open(&path).unwrap();
    let later = Issue { date: 9, ..issue.clone() };
    assert_eq!(journal.begin(&later, &all, 3), Ok(issue.date), "a message keeps its date");
    assert_eq!(journal.state(&issue, &all[3].address), Ok(Some(DeliveryState::Unknown)));
    assert_eq!(journal.due(&issue, &all, false), Ok(vec![2]));
    assert_eq!(journal.due(&issue, &all, true), Ok(vec![2, 3]));
    // Another spelling is the same mailbox.
    let again = addressees(&["A@Example.org"]);
    journal.begin(&issue, &again, 4).unwrap();
    assert_eq!(journal.due(&issue, &again, true), Ok(vec![]));
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
    assert_eq!(journal.due(&second, &all, false), Ok(vec![0]));
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
    Connection::open(path("newer")).unwrap().pragma_update(None, "user_version", 2).unwrap();
    assert_eq!(code(Journal::open(&path("newer"))), Some("journal-foreign"));
    assert_eq!(code(Journal::open(&path("no/journal"))), Some("journal-failed"));
    assert_eq!(code(Journal::open(folder.path())), Some("journal-failed"));
    assert_eq!(code(Journal::look(&path("missing"))), Some("journal-failed"));
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
