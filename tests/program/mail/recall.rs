//! Corrections and recalls: to those who have the release.

use std::time::Duration;

use super::office::{Ended, Office, RELEASE};
use super::parsed::Parsed;
use super::relay::Relay;
use super::scripts::eventually;

/// An office whose release four have, of whom one could not be reached.
fn sent(relay: &Relay) -> Office {
    let office = Office::new(["anna", "berta", "clara", "refuse-dora"]);
    office.send(&relay.url("smtp"), "").expect(3, "3 accepted, 1 refused of 4");
    office
}

fn send(office: &Office, relay: &Relay, options: &str) -> Ended {
    let relay = relay.url("smtp");
    Ended::of(&mut office.program(&format!("mail send release.md --yes --relay {relay} {options}")))
}

#[test]
fn a_recall_goes_to_those_who_have_it_and_to_nobody_else() {
    let relay = Relay::new("");
    let office = sent(&relay);
    let canceled = RELEASE.replace("headline:", "status: canceled\nheadline:");
    office.write("release.md", &canceled);
    send(&office, &relay, "").expect(1, "error[mail-canceled]");
    office.write("release.md", canceled.replace("date:", "version: 2\ndate:"));
    Ended::of(&mut office.program("mail suppress add berta@example.org")).expect(0, "");
    send(&office, &relay, "").expect(0, "version 2: 2 accepted of 2");
    let recalls: Vec<_> = relay.accepted().split_off(3);
    let mut names: Vec<_> = recalls.iter().map(|one| &*one.recipient).collect();
    names.sort_unstable();
    assert_eq!(names, ["anna@example.org", "clara@example.org"]);
    let parsed = Parsed::new(&relay.message(&recalls[0]));
    let subject = parsed.header("Subject").expect("a subject");
    assert!(subject.starts_with("Zurückgezogen: "), "{subject}");
    assert!(parsed.header("In-Reply-To").is_some(), "it belongs to what it recalls");
    // A list leaves out those who do not stand on it, and adds nobody.
    office.write("release.md", canceled.replace("date:", "version: 3\ndate:"));
    office.write("list.txt", "anna@example.org\nneu@example.org\nrefuse-dora@example.org\n");
    send(&office, &relay, "--to list.txt").expect(0, "version 3: 1 accepted of 1");
    office.write("list.txt", "neu@example.org\n");
    send(&office, &relay, "--to list.txt").expect(1, "error[mail-canceled]");
}

#[test]
fn a_release_that_nobody_has_cannot_be_recalled() {
    let (relay, office) = (Relay::new(""), Office::of(3));
    let text = RELEASE.replace("headline:", "version: 2\nstatus: canceled\nheadline:");
    office.write("release.md", text);
    send(&office, &relay, "").expect(1, "nobody has an earlier version of `muster-2026-17`");
    send(&office, &relay, "--to list.txt").expect(1, "error[mail-canceled]");
    assert!(!office.path("journal.sqlite").exists());
}

#[test]
fn a_correction_goes_to_those_who_have_the_release() {
    let relay = Relay::new("");
    let office = sent(&relay);
    office.write("release.md", RELEASE.replace("date:", "version: 2\ndate:"));
    send(&office, &relay, "").expect(2, "no recipients are named");
    send(&office, &relay, "--to-recipients-of nothing").expect(2, "nobody who has `nothing`");
    send(&office, &relay, "--to-recipients-of muster-2026-17@7").expect(2, "muster-2026-17@7");
    office.write("list.txt", "neu@example.org\nanna@example.org\n");
    let both = "--to list.txt --to-recipients-of muster-2026-17@1";
    send(&office, &relay, both).expect(0, "version 2: 4 accepted of 4");
    send(&office, &relay, "--to-recipients-of muster-2026-17").expect(0, "4 accepted of 4");
    assert_eq!(relay.accepted().len(), 3 + 4);
}

#[test]
fn a_recall_goes_to_those_whose_message_was_on_its_way_when_a_run_was_killed() {
    let relay = Relay::new("");
    let office = Office::new(["anna", "slow-3-berta", "clara"]);
    let mut run = office.sending(&relay.url("smtp"), "--connections 1").spawn().expect("it starts");
    // The relay has the second message and has not answered yet.
    eventually("two messages", Duration::from_secs(60), || {
        (relay.count("accepted") == 2).then_some(())
    });
    run.kill().expect("it is ours");
    run.wait().expect("it ends");
    assert_eq!(office.states()["slow-3-berta"], "sending");
    let preview = |options: &str| {
        let relay = relay.url("smtp");
        let command = format!("mail send release.md --to list.txt --relay {relay} {options}");
        let ended = Ended::of(&mut office.program(&command));
        let due = ended.stdout.lines().find_map(|line| line.trim().strip_prefix("to be sent"));
        due.map(|count| count.trim().to_owned()).unwrap_or_default()
    };
    assert_eq!((preview(""), preview("--retry-unknown")), ("1".to_owned(), "2".to_owned()));
    let text = RELEASE.replace("headline:", "version: 2\nstatus: canceled\nheadline:");
    office.write("release.md", text);
    send(&office, &relay, "").expect(0, "version 2: 2 accepted of 2");
    let recalls: Vec<_> = relay.accepted().split_off(2);
    let mut names: Vec<_> = recalls.iter().map(|one| &*one.recipient).collect();
    names.sort_unstable();
    assert_eq!(names, ["anna@example.org", "slow-3-berta@example.org"]);
}

/// `[mail-version-old]`
#[test]
fn an_old_version_goes_to_nobody_once_a_newer_one_was_begun() {
    let relay = Relay::new("");
    let office = sent(&relay);
    let recall = RELEASE.replace("headline:", "version: 3\nstatus: canceled\nheadline:");
    office.write("release.md", recall);
    send(&office, &relay, "").expect(0, "version 3: 3 accepted of 3");
    office.write("release.md", RELEASE);
    // Who has it already is not due, and nothing is sent.
    office.write("list.txt", "anna@example.org\n");
    send(&office, &relay, "--to list.txt").expect(0, "1 accepted of 1");
    office.write("list.txt", "anna@example.org\nneu@example.org\n");
    let old =
        "error[mail-version-old]: version 1 of `muster-2026-17` is not sent any more: version 3";
    send(&office, &relay, "--to list.txt").expect(1, old);
    let preview = format!("mail send release.md --to list.txt --relay {}", relay.url("smtp"));
    Ended::of(&mut office.program(&preview)).expect(1, old);
    send(&office, &relay, "--to list.txt").expect(1, "send version 3, or set `version: 4`");
    let test =
        format!("mail send release.md --test mira@example.org --relay {}", relay.url("smtp"));
    Ended::of(&mut office.program(&test)).expect(1, old);
    assert_eq!(relay.accepted().len(), 3 + 3);
    office.write("release.md", RELEASE.replace("date:", "version: 4\ndate:"));
    send(&office, &relay, "--to list.txt").expect(0, "version 4: 2 accepted of 2");
}

#[test]
fn of_two_versions_in_one_run_the_old_one_goes_first_or_not_at_all() {
    let (relay, office) = (Relay::new(""), Office::of(2));
    office.write("second.md", RELEASE.replace("date:", "version: 2\ndate:"));
    let to = format!("--to list.txt --yes --relay {}", relay.url("smtp"));
    let ended = Ended::of(&mut office.program(&format!("mail send second.md release.md {to}")));
    ended.expect(1, "error[mail-version-old]");
    assert_eq!(relay.accepted().len(), 2);
}
