//! Where the journal is: on a disk of one machine, at its place while a run lasts, and where the
//! letterhead says.

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use super::office::{Ended, LETTERHEAD, Office, RELEASE};
use super::relay::Relay;
use super::scripts::{eventually, tell};

/// A folder that is mounted at a second place; it is taken away with this value.
struct SecondMount {
    at: PathBuf,
}

impl SecondMount {
    /// Mounts a folder of an office again, under another name. Where that cannot be done this says
    /// so and gives none, except in continuous integration, where it must not be passed over.
    fn of(office: &Office, folder: &str, name: &str) -> Option<Self> {
        let at = office.path(name);
        fs::create_dir(&at).expect("a folder is made");
        let mounted = Command::new("bindfs").arg(office.path(folder)).arg(&at).output();
        if mounted.as_ref().is_ok_and(|ended| ended.status.success()) {
            return Some(Self { at });
        }
        assert!(std::env::var_os("CI").is_none(), "bindfs: {mounted:?}");
        tell("no folder can be mounted by bindfs here: a test is passed over");
        None
    }
}

impl Drop for SecondMount {
    fn drop(&mut self) {
        let ended = Command::new("fusermount").arg("-u").arg(&self.at).status();
        if !ended.is_ok_and(|ended| ended.success()) {
            Command::new("umount").arg("-l").arg(&self.at).status().ok();
        }
    }
}

#[test]
fn a_journal_that_is_mounted_twice_is_refused_by_the_second_run() {
    let (office, relay) = (Office::of(20), Relay::new("--latency 20"));
    fs::create_dir(office.path("shared")).expect("a folder is made");
    let Some(_mount) = SecondMount::of(&office, "shared", "elsewhere") else { return };
    let by = |folder: &str, options: &str| {
        let journal = format!("--journal {folder}/journal.sqlite {options}");
        office.sending(&relay.url("smtp"), &journal)
    };
    let first = by("shared", "").spawn().expect("it starts");
    eventually("a message", Duration::from_secs(60), || {
        (relay.count("accepted") > 0).then_some(())
    });
    let refused = Ended::of(&mut by("elsewhere", ""));
    refused.expect(2, "error[journal-on-network]");
    assert!(refused.stderr.contains("(FUSE)"), "{refused}");
    assert!(refused.stderr.contains("--journal-on-network"), "{refused}");
    // Neither does anybody look by it, since that would disturb the run.
    for command in [
        "mail status --journal elsewhere/journal.sqlite",
        "mail send release.md --to list.txt --journal elsewhere/journal.sqlite",
        "mail suppress list --journal elsewhere/journal.sqlite",
        "mail suppress add a@example.org --journal elsewhere/journal.sqlite",
    ] {
        Ended::of(&mut office.program(command)).expect(2, "error[journal-on-network]");
    }
    Ended::wait(first).expect(0, "");
    assert_eq!(relay.count("accepted"), 20);
    // Nothing is made there either.
    let mut command = office.sending(&relay.url("smtp"), "");
    command.env("LETTERPRESS_JOURNAL", office.path("elsewhere/new/journal.sqlite"));
    Ended::of(&mut command).expect(2, "error[journal-on-network]");
    assert!(!office.path("shared/new").exists());
    // Whoever answers for it may use it.
    Ended::of(&mut by("elsewhere", "--journal-on-network")).expect(0, "");
    assert_eq!(relay.count("accepted"), 20, "nobody gets it twice");
}

#[test]
fn a_journal_that_is_moved_away_stops_the_run() {
    for (what, stands_in) in
        [("journal.sqlite", false), ("journal.sqlite", true), ("journal.sqlite-wal", false)]
    {
        let (office, relay) = (Office::of(60), Relay::new("--latency 10"));
        let run = office.sending(&relay.url("smtp"), "").spawn().expect("it starts");
        let limit = Duration::from_secs(60);
        eventually("a message", limit, || (relay.count("accepted") > 2).then_some(()));
        fs::rename(office.path(what), office.path("away")).expect("it is there");
        if stands_in {
            office.write(what, "");
        }
        let ended = Ended::wait(run);
        ended.expect(2, "error[journal-moved]");
        let sent = relay.count("accepted");
        assert!(sent < 60, "{what}: all were sent\n{ended}");
        // Brought back, it knows who has the release, and the others get it.
        fs::rename(office.path("away"), office.path(what)).expect("it is there");
        office.send(&relay.url("smtp"), "").expect(0, "");
        let accepted = relay.accepted();
        let mut recipients: Vec<_> = accepted.iter().map(|one| &one.recipient).collect();
        recipients.sort();
        recipients.dedup();
        assert_eq!((recipients.len(), accepted.len()), (60, 60), "{what}, {stands_in}");
    }
}

/// A command of an office for which nothing but the letterhead names a journal.
fn unnamed(office: &Office, command: &str) -> Ended {
    let mut command = office.program(command);
    Ended::of(command.env_remove("LETTERPRESS_JOURNAL"))
}

#[test]
fn the_letterhead_names_the_journal() {
    let (office, relay) = (Office::of(2), Relay::new(""));
    fs::create_dir(office.path("house")).expect("a folder is made");
    office.write("house/haus.toml", format!("{LETTERHEAD}journal = \"books/journal.sqlite\"\n"));
    let relay_url = relay.url("smtp");
    let send = format!("mail send release.md --to list.txt --yes --relay {relay_url}");
    let chosen = "--letterhead house/haus.toml";
    unnamed(&office, &format!("{send} {chosen}")).expect(0, "");
    assert!(office.path("house/books/journal.sqlite").exists());
    assert!(!office.path(".local").exists());
    let status = unnamed(&office, &format!("mail status muster-2026-17 {chosen}"));
    status.expect(0, "");
    assert!(status.stdout.contains("2"), "{status}");
    // By its id in a folder that the caller names it is the same.
    office.write("release.md", RELEASE.replace("haus.toml", "haus"));
    let shelf = "--letterheads house";
    unnamed(&office, &format!("{send} {shelf}")).expect(0, "");
    unnamed(&office, &format!("mail status release.md {shelf}")).expect(0, "");
    assert_eq!(relay.count("accepted"), 2);
    // What is typed or named by the environment counts more.
    let typed = unnamed(&office, &format!("{send} {shelf} --journal typed.sqlite"));
    typed.expect(0, "");
    assert!(office.path("typed.sqlite").exists());
    Ended::of(&mut office.program(&format!("{send} {shelf}"))).expect(0, "");
    assert!(office.path("journal.sqlite").exists());
}

#[test]
fn a_release_never_chooses_the_journal() {
    let (office, relay) = (Office::of(2), Relay::new(""));
    office.write("haus.toml", format!("{LETTERHEAD}journal = \"journal.sqlite\"\n"));
    for yes in ["", "--yes"] {
        let url = relay.url("smtp");
        let send = format!("mail send release.md --to list.txt {yes} --relay {url}");
        let ended = unnamed(&office, &send);
        ended.expect(2, "error[journal-of-release]");
        assert!(ended.stderr.contains("--journal FILE"), "{ended}");
    }
    unnamed(&office, "mail status release.md").expect(2, "error[journal-of-release]");
    assert!(!office.path("journal.sqlite").exists() && !office.path(".local").exists());
    assert_eq!(relay.count("connected"), 0);
}

#[test]
fn a_run_has_one_journal() {
    let (office, relay) = (Office::of(2), Relay::new(""));
    fs::create_dir(office.path("house")).expect("a folder is made");
    for id in ["haus", "amt"] {
        let letterhead = LETTERHEAD.replace("\"haus\"", &format!("\"{id}\""));
        let letterhead = format!("{letterhead}journal = \"{id}.sqlite\"\n");
        office.write(&format!("house/{id}.toml"), letterhead);
    }
    office.write("release.md", RELEASE.replace("haus.toml", "haus"));
    office.write("second.md", RELEASE.replace("haus.toml", "amt").replace("-17\n", "-18\n"));
    let url = relay.url("smtp");
    let send =
        format!("mail send release.md second.md --letterheads house --to list.txt --relay {url}");
    for yes in ["", "--yes"] {
        let ended = unnamed(&office, &format!("{send} {yes}"));
        ended.expect(2, "name different journals, house/haus.sqlite and house/amt.sqlite");
    }
    assert_eq!(relay.count("connected"), 0);
    unnamed(&office, &format!("{send} --yes --journal one.sqlite")).expect(0, "");
    assert_eq!(relay.count("accepted"), 4);
}
