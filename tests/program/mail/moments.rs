//! Runs that wait for the moment before which a release must not go out.

use std::thread;
use std::time::{Duration, Instant};

use jiff::{Timestamp, ToSpan};

use super::office::{Ended, Office, RELEASE};
use super::relay::Relay;

/// The office's release, which must not go out for so many seconds.
fn not_before(seconds: i64) -> String {
    let moment = Timestamp::now() + seconds.seconds();
    // Whole seconds, as people write them.
    let moment = moment.strftime("%Y-%m-%dT%H:%M:%SZ");
    RELEASE.replace("headline:", &format!("not_before: {moment}\nheadline:"))
}

#[test]
fn a_run_waits_until_its_time_has_come() {
    let (relay, office) = (Relay::new(""), Office::of(3));
    office.write("release.md", not_before(5));
    office.send(&relay.url("smtp"), "").expect(1, "error[mail-too-early]");
    let begun = Instant::now();
    let waiting = office.sending(&relay.url("smtp"), "--wait").spawn().expect("it starts");
    thread::sleep(Duration::from_secs(1));
    assert!(!office.path("journal.sqlite").exists(), "the journal is held while nothing is sent");
    // Somebody wants no more mail in the meantime.
    Ended::of(&mut office.program("mail suppress add anna-1@example.org")).expect(0, "");
    let ended = Ended::wait(waiting);
    ended.expect(0, "version 1: 2 accepted of 2");
    assert!(begun.elapsed() >= Duration::from_secs(3), "{:?}", begun.elapsed());
    assert_eq!(relay.accepted().len(), 2);
}

#[test]
fn each_of_several_that_waited_goes_to_those_who_are_on_the_list_then() {
    let (relay, office) = (Relay::new(""), Office::of(3));
    let text = not_before(5);
    office.write("release.md", &text);
    office.write("second.md", text.replace("muster-2026-17", "muster-2026-18"));
    let waiting = office.sending(&relay.url("smtp"), "--wait second.md").spawn();
    let waiting = waiting.expect("it starts");
    thread::sleep(Duration::from_secs(1));
    Ended::of(&mut office.program("mail suppress add anna-1@example.org")).expect(0, "");
    office.write("list.txt", "anna-0@example.org\nanna-1@example.org\nneu@example.org\n");
    Ended::wait(waiting).expect(0, "2 accepted of 2");
    let names: Vec<_> = relay.accepted().into_iter().map(|one| one.recipient).collect();
    let of = |local: &str| names.iter().filter(|name| name.starts_with(local)).count();
    assert_eq!(["anna-0@", "anna-1@", "anna-2@", "neu@"].map(of), [2, 0, 0, 2], "{names:?}");
}

#[test]
fn a_run_that_comes_too_late_asks_again() {
    let (relay, office) = (Relay::new(""), Office::of(3));
    office.write("release.md", not_before(-3 * 3600));
    office.send(&relay.url("smtp"), "--wait").expect(1, "error[mail-too-late]");
    office.send(&relay.url("smtp"), "--wait --late 1h").expect(1, "error[mail-too-late]");
    assert_eq!(relay.accepted().len(), 0);
    office
        .send(&relay.url("smtp"), "--wait --late soon")
        .expect(2, "write a time such as 30m or 2h");
    office.send(&relay.url("smtp"), "--wait --late 4h").expect(0, "3 accepted of 3");
    office.send(&relay.url("smtp"), "--late 4h").expect(2, "--wait");
}

#[test]
fn what_was_changed_in_the_meantime_is_not_sent() {
    let (relay, office) = (Relay::new(""), Office::of(3));
    let text = not_before(4);
    office.write("release.md", &text);
    let waiting = office.sending(&relay.url("smtp"), "--wait").spawn().expect("it starts");
    thread::sleep(Duration::from_secs(2));
    office.write("release.md", text.replace("Ein Satz", "Ein halber"));
    Ended::wait(waiting).expect(1, "error[mail-changed]");
    assert_eq!(relay.accepted().len(), 0);
}

#[test]
fn a_journal_that_goes_away_in_the_meantime_is_not_replaced() {
    let (relay, office) = (Relay::new(""), Office::of(3));
    office.send(&relay.url("smtp"), "").expect(0, "3 accepted");
    // The same release, which all have already.
    let text = not_before(4);
    office.write("release.md", &text);
    let waiting = office.sending(&relay.url("smtp"), "--wait").spawn().expect("it starts");
    thread::sleep(Duration::from_secs(2));
    std::fs::rename(office.path("journal.sqlite"), office.path("away")).expect("it is there");
    Ended::wait(waiting).expect(2, "error[journal-moved]");
    assert_eq!(relay.accepted().len(), 3);
    assert!(!office.path("journal.sqlite").exists());
}

#[test]
fn what_cannot_be_sent_is_told_before_the_waiting() {
    let (relay, office) = (Relay::new(""), Office::of(3));
    office.write("release.md", not_before(3600));
    let begun = Instant::now();
    office.send(&relay.url("smtp"), "--wait --max-message 9000").expect(1, "message-too-large");
    office.send(&relay.url("smtp"), "--wait --suppress none.txt").expect(2, "none.txt");
    assert!(begun.elapsed() < Duration::from_secs(60));
    // Ctrl-C ends the waiting.
    let waiting = office.sending(&relay.url("smtp"), "--wait").spawn().expect("it starts");
    thread::sleep(Duration::from_secs(2));
    let id = waiting.id().to_string();
    let killed = std::process::Command::new("kill").args(["-INT", &id]).status();
    assert!(killed.is_ok_and(|status| status.success()));
    Ended::wait(waiting).expect(130, "");
    assert!(relay.accepted().is_empty(), "something was sent");
}
