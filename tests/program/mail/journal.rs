//! A journal that cannot be relied on stops a run before anything is sent.

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::office::{Ended, Office, RELEASE};
use super::relay::Relay;
use super::scripts::{succeed, tell};

/// An office whose journal holds three deliveries, and whose list now has ten recipients.
fn begun(relay: &Relay) -> Office {
    let office = Office::of(3);
    office.send(&relay.url("smtp"), "").expect(0, "");
    let list: String = (0..10).map(|number| format!("anna-{number}@example.org\n")).collect();
    office.write("list.txt", list);
    office
}

/// Runs SQL over a journal with Python's own SQLite.
fn sql(office: &Office, script: &str) {
    let code = "import sqlite3, sys\n\
        base = sqlite3.connect(sys.argv[1])\n\
        base.executescript(sys.argv[2])\n\
        base.commit()\n";
    let mut command = Command::new("python3");
    succeed(command.args(["-c", code]).arg(office.path("journal.sqlite")).arg(script));
}

/// Folds the write-ahead log into the journal, so that what is done to the file counts.
fn fold(office: &Office) {
    sql(office, "PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE;");
}

/// Sends and fails unless that stops with a message, before the relay hears of a recipient.
#[track_caller]
fn stops(what: &str, office: &Office, relay: &Relay, said: &str) -> Ended {
    let before = relay.count("recipient");
    let start = Instant::now();
    let ended = office.send(&relay.url("smtp"), "");
    assert!(start.elapsed() < Duration::from_secs(30), "{what}: {:?}", start.elapsed());
    assert_eq!(ended.code, Some(2), "{what}: {ended}");
    assert!(ended.stderr.contains("error[") && ended.stderr.contains(said), "{what}: {ended}");
    assert_eq!(relay.count("recipient"), before, "{what}: something was sent\n{ended}");
    ended
}

#[test]
fn a_journal_of_another_kind_is_left_alone() {
    let relay = Relay::new("");
    let office = Office::of(3);
    let journal = office.path("journal.sqlite");
    for (what, bytes) in [
        ("a text", &b"Sehr geehrte Damen und Herren,\n"[..]),
        ("zeros", &[0; 8192]),
        ("the beginning of one", b"SQLite format 3\0"),
    ] {
        fs::write(&journal, bytes).expect("the file is written");
        stops(what, &office, &relay, "journal.sqlite");
        assert_eq!(fs::read(&journal).expect("it is there"), bytes, "{what} was changed");
    }
    // A database of somebody else's.
    fs::remove_file(&journal).expect("it is there");
    sql(&office, "CREATE TABLE deliveries (a); INSERT INTO deliveries VALUES (1);");
    stops("another database", &office, &relay, "journal.sqlite");
    fs::remove_file(&journal).expect("it is there");
    sql(&office, "CREATE TABLE zettel (a); PRAGMA application_id = 7; PRAGMA user_version = 1;");
    stops("another program's", &office, &relay, "journal.sqlite");
    fs::remove_file(&journal).expect("it is there");
    fs::create_dir(&journal).expect("a folder is made");
    stops("a folder", &office, &relay, "journal.sqlite");
    fs::remove_dir(&journal).expect("it is there");
    std::os::unix::fs::symlink("/dev/full", &journal).expect("a link is made");
    stops("a device", &office, &relay, "journal.sqlite");
}

#[test]
fn a_journal_of_a_newer_version_is_left_alone() {
    let relay = Relay::new("");
    let office = begun(&relay);
    sql(&office, "PRAGMA user_version = 999;");
    stops("a newer one", &office, &relay, "journal.sqlite");
    let status = Ended::of(&mut office.program("mail status"));
    status.expect(2, "journal.sqlite");
}

#[test]
fn a_damaged_journal_stops_everything() {
    let relay = Relay::new("");
    let office = begun(&relay);
    fold(&office);
    let journal = office.path("journal.sqlite");
    let whole = fs::read(&journal).expect("it is there");
    assert!(whole.len() >= 8192, "a journal of {} bytes", whole.len());
    let page = usize::from(u16::from_be_bytes([whole[16], whole[17]]));
    let spoilt = |from: usize, to: usize| {
        let mut bytes = whole.clone();
        bytes[from..to].fill(0xA5);
        bytes
    };
    for (what, bytes) in [
        ("its head", spoilt(0, 100)),
        ("its table of tables", spoilt(100, page)),
        ("all pages but the first", spoilt(page, whole.len())),
        ("cut off", whole[..page].to_vec()),
        ("cut off within a page", whole[..page + page / 2].to_vec()),
    ] {
        fs::write(&journal, bytes).expect("the file is written");
        stops(what, &office, &relay, "journal.sqlite");
    }
    fs::write(&journal, spoilt(page, whole.len())).expect("the file is written");
    stops("all pages but the first", &office, &relay, "error[journal-damaged]");
    // As it was, it is as good as before.
    fs::write(&journal, &whole).expect("the file is written");
    office.send(&relay.url("smtp"), "").expect(0, "");
    assert_eq!(relay.accepted().len(), 10);
}

#[test]
fn a_journal_that_another_process_holds_stops_a_run_soon() {
    let relay = Relay::new("");
    let office = begun(&relay);
    for lock in ["BEGIN EXCLUSIVE", "BEGIN IMMEDIATE"] {
        let code = "import sqlite3, sys\n\
            base = sqlite3.connect(sys.argv[1], isolation_level=None)\n\
            base.execute(sys.argv[2])\n\
            print('held', flush=True)\n\
            sys.stdin.read()\n";
        let mut command = Command::new("python3");
        command.args(["-c", code]).arg(office.path("journal.sqlite")).arg(lock);
        let mut holder = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        let holder = holder.as_mut().expect("python3 is there");
        let mut line = String::new();
        let stdout = holder.stdout.take().expect("it is piped");
        BufReader::new(stdout).read_line(&mut line).expect("it holds the journal");
        assert_eq!(line, "held\n");
        stops(lock, &office, &relay, "journal.sqlite");
        drop(holder.stdin.take());
        holder.wait().expect("it ends");
    }
    office.send(&relay.url("smtp"), "").expect(0, "");
    assert_eq!(relay.accepted().len(), 10);
}

/// A run in which no file may grow beyond so many KiB, as on a full disk.
fn confined(office: &Office, relay: &Relay, kibibytes: usize) -> Ended {
    let sending = office.sending(&relay.url("smtp"), "");
    let confine = format!("trap '' XFSZ; ulimit -f {kibibytes}; exec \"$@\"");
    let mut command = Command::new("bash");
    command.args(["-c", &confine, "bash"]).arg(sending.get_program()).args(sending.get_args());
    office.at_home(&mut command);
    Ended::of(&mut command)
}

#[test]
fn a_disk_that_fills_up_costs_nobody_a_second_message() {
    const MANY: usize = 300;
    // The last of them has all the room that this run takes in advance.
    let sizes = [0, 4, 12, 64, 400, 1200, 1600, 1700, 1730, 4000];
    // Two at a time, for two cores.
    thread::scope(|scope| {
        for sizes in [&sizes[..5], &sizes[5..]] {
            scope.spawn(move || {
                for kibibytes in sizes {
                    fills_up(*kibibytes, MANY);
                }
            });
        }
    });
}

fn fills_up(kibibytes: usize, many: usize) {
    let (relay, office) = (Relay::new(""), Office::of(many));
    let ended = confined(&office, &relay, kibibytes);
    let sent = relay.accepted().len();
    tell(format_args!("{kibibytes} KiB: {:?}, {sent} sent", ended.code));
    if kibibytes <= 12 {
        // No room for the list of those to be sent to: then for no message either.
        assert_eq!(ended.code, Some(2), "{kibibytes} KiB: {ended}");
        assert_eq!(relay.count("recipient"), 0, "{kibibytes} KiB: {ended}");
    }
    if ended.code != Some(0) {
        ended.expect(2, "error[");
        assert!(ended.stderr.contains("journal"), "{kibibytes} KiB: {ended}");
    }
    let again = office.send(&relay.url("smtp"), "");
    let counts = office.counts();
    let unknown = counts.get("unknown").copied().unwrap_or_default();
    assert_eq!(again.code, Some(i32::from(unknown > 0)), "{kibibytes} KiB: {again}");
    assert!(unknown <= 4, "{kibibytes} KiB: {unknown} unknown");
    let accepted = relay.accepted();
    let ids: BTreeSet<_> = accepted.iter().map(|each| &each.message_id).collect();
    assert_eq!(ids.len(), accepted.len(), "{kibibytes} KiB, {sent} sent at first");
    assert_eq!(counts.values().sum::<usize>(), many, "{kibibytes} KiB: {counts:?}");
    assert!(accepted.len() + unknown >= many, "{kibibytes} KiB: {} sent", accepted.len());
}

#[test]
fn a_full_disk_stops_before_sending() {
    let (relay, office) = (Relay::new(""), Office::of(300));
    // A small disk needs the right to mount one; the test above needs none.
    let sending = office.sending(&relay.url("smtp"), "");
    let disk = office.path("disk");
    fs::create_dir(&disk).expect("a folder is made");
    let mount = "mount -t tmpfs -o size=16k tmpfs \"$0\" || exit 99; exec \"$@\"";
    let mut command = Command::new("unshare");
    command.args(["--mount", "bash", "-c", mount]).arg(&disk);
    command.arg(sending.get_program()).args(sending.get_args());
    office.at_home(&mut command);
    let ended = Ended::of(command.env("LETTERPRESS_JOURNAL", disk.join("journal.sqlite")));
    if ended.code == Some(99) || ended.stderr.contains("unshare") {
        tell("no disk can be mounted here: a test is passed over");
        return;
    }
    ended.expect(2, "journal.sqlite");
    assert_eq!(relay.count("recipient"), 0, "{ended}");
}

#[test]
fn a_text_that_was_changed_goes_out_as_a_new_version() {
    let relay = Relay::new("");
    let office = begun(&relay);
    let changed = RELEASE.replace("Ein Satz steht hier.", "Ein anderer Satz steht hier.");
    office.write("release.md", &changed);
    let before = relay.count("recipient");
    office.send(&relay.url("smtp"), "").expect(1, "error[release-changed]");
    assert_eq!(relay.count("recipient"), before);
    office.write("release.md", changed.replace("number:", "version: 2\nnumber:"));
    office.send(&relay.url("smtp"), "").expect(0, "");
    // Everybody has the new one, and the first three have both.
    assert_eq!(relay.accepted().len(), 13);
    // The old text has had its day, also for those whom it did not reach.
    office.write("release.md", RELEASE);
    office.send(&relay.url("smtp"), "").expect(1, "error[mail-version-old]");
    assert_eq!(relay.accepted().len(), 13);
}
