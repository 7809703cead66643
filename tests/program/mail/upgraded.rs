//! A journal that an older letterpress wrote is upgraded, and sent by.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::office::{Ended, Office};
use super::relay::Relay;
use crate::repository::root;

/// What the journal says of each recipient, by the part of the address before the @.
fn deliveries(office: &Office) -> BTreeMap<String, Value> {
    let status = Ended::of(&mut office.program("mail status release.md --format json"));
    assert_eq!(status.code, Some(0), "{status}");
    let lines = status.stdout.lines().map(|line| serde_json::from_str(line).expect("an object"));
    let local = |line: &Value| {
        line["recipient"]
            .as_str()
            .and_then(|one| one.split('@').next())
            .unwrap_or_default()
            .to_owned()
    };
    lines.map(|line: Value| (local(&line), line)).collect()
}

/// Takes the fingerprint of a release from one journal into another.
const COPY: &str = "
import sqlite3, sys
made, old = (sqlite3.connect(path) for path in sys.argv[1:])
fingerprint = made.execute('SELECT fingerprint FROM issue').fetchone()
old.execute('UPDATE issue SET fingerprint = ?', fingerprint)
old.commit()
";

/// Has a journal know the release as it is now. The PDF of another version of the program has other
/// bytes, and a release that has changed is not sent on: here the form of the journal matters.
fn with_fingerprint_of_now(journal: &Path) {
    let office = Office::new(["anna"]);
    let relay = Relay::new("");
    office.send(&relay.url("smtp"), "").expect(0, "");
    let made = office.path("journal.sqlite");
    let copied = Command::new("python3").args(["-c", COPY]).arg(made).arg(journal).status();
    assert!(copied.is_ok_and(|status| status.success()));
}

#[test]
fn a_run_that_an_older_version_began_goes_on() {
    let relay = Relay::new("");
    let office = Office::new([
        "anna",
        "bert",
        "refuse-carl",
        "defer-1-dora",
        "drop-after-emil",
        "frieda",
        "gustav",
        "hanna",
    ]);
    let journal = office.path("journal.sqlite");
    fs::copy(root().join("fixtures/mail/journal-v2.sqlite"), &journal).expect("it is copied");
    with_fingerprint_of_now(&journal);
    let old = fs::read(&journal).expect("it is there");
    let before = deliveries(&office);
    assert_eq!(before.len(), 7);
    assert!(!office.path("journal.sqlite.v2.backup").exists(), "status changes nothing");
    let ended = office.send(&relay.url("smtp"), "--pause 1");
    assert!(ended.stderr.contains("note[journal-upgraded]"), "{ended}");
    assert!(ended.stderr.contains("journal.sqlite.v2.backup is the journal as it was"), "{ended}");
    let mut sent: Vec<_> = relay.accepted();
    sent.sort_by(|one, other| one.recipient.cmp(&other.recipient));
    let recipients: Vec<_> = sent.iter().map(|one| one.recipient.as_str()).collect();
    assert_eq!(
        recipients,
        ["defer-1-dora", "frieda", "gustav", "hanna"].map(|local| format!("{local}@example.org"))
    );
    // What was entered keeps its Message-ID, tried or not.
    for one in &sent {
        let local = one.recipient.split('@').next().unwrap_or_default();
        if let Some(row) = before.get(local) {
            assert_eq!(row["message_id"], *one.message_id, "{local}");
        }
    }
    let states = office.counts();
    assert_eq!((states["accepted"], states["refused"], states["unknown"]), (6, 1, 1));
    // The backup can take the place of the journal again.
    fs::copy(office.path("journal.sqlite.v2.backup"), office.path("old.sqlite")).expect("copied");
    let status = Ended::of(&mut office.program("mail status --journal old.sqlite"));
    status.expect(0, "");
    assert!(status.stdout.contains("queued"), "{status}");
    assert!(old.len() < 100_000);
    let again = office.send(&relay.url("smtp"), "");
    assert!(!again.stderr.contains("journal-upgraded"), "{again}");
    assert_eq!(relay.count("accepted"), 4);
}
