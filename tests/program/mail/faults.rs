//! Whose fault an answer is: a relay in trouble leaves everybody queued, and what was refused comes
//! back where that is asked for.

use std::collections::BTreeSet;
use std::time::Instant;

use serde_json::Value;

use super::office::{Ended, Office};
use super::relay::Relay;

fn answering(answers: &[&str]) -> Relay {
    let options: Vec<_> = answers.iter().flat_map(|answer| ["--answer", answer]).collect();
    Relay::with("", &options)
}

/// Everybody who got the release, which nobody may have got twice.
#[track_caller]
fn served(relays: &[&Relay]) -> BTreeSet<String> {
    let mut served = BTreeSet::new();
    for accepted in relays.iter().flat_map(|relay| relay.accepted()) {
        assert!(served.insert(accepted.recipient.clone()), "{} twice", accepted.recipient);
    }
    served
}

/// The attempts that the journal counts.
#[track_caller]
fn attempts(office: &Office) -> Vec<u64> {
    let ended = Ended::of(&mut office.program("mail status release.md --format json"));
    let lines = ended.stdout.lines().map(serde_json::from_str::<Value>);
    lines.map(|line| line.expect("JSON")["attempts"].as_u64().expect("a number")).collect()
}

#[test]
fn a_login_that_was_forgotten_costs_nobody_the_release() {
    let shut = answering(&["RCPT:554 5.7.1 <{to}>: Relay access denied"]);
    let office = Office::of(12);
    let ended = office.send(&shut.url("smtp"), "");
    ended.expect(2, "error[relay-trouble]");
    assert!(ended.stderr.contains("554 5.7.1 <anna-"), "the answer is quoted: {ended}");
    assert!(ended.stderr.contains("--credentials"), "what to do is said: {ended}");
    assert_eq!(office.counts().get("queued"), Some(&12), "{ended}");
    assert_eq!(attempts(&office), [0; 12]);
    // Two lines, and no more than what they had begun.
    assert!(shut.count("said") <= 2, "{} were named", shut.count("said"));
    let open = Relay::new("");
    office.send(&open.url("smtp"), "").expect(0, "");
    assert_eq!(served(&[&shut, &open]).len(), 12);
}

#[test]
fn a_quota_leaves_the_others_for_the_next_day() {
    let quota = "550 5.4.5 Daily user sending limit exceeded";
    let today = Relay::with("--quota 20", &["--over", quota]);
    let office = Office::of(60);
    let ended = office.send(&today.url("smtp"), "");
    ended.expect(2, "error[relay-trouble]");
    assert!(ended.stderr.contains(quota) && ended.stderr.contains("often a day"), "{ended}");
    assert!(ended.stderr.contains("1 error; not sent to all"), "some have it: {ended}");
    let counts = office.counts();
    assert_eq!((counts.get("accepted"), counts.get("queued")), (Some(&20), Some(&40)), "{ended}");
    assert_eq!(attempts(&office).iter().sum::<u64>(), 20);
    let tomorrow = Relay::new("");
    office.send(&tomorrow.url("smtp"), "").expect(0, "");
    assert_eq!((served(&[&today, &tomorrow]).len(), tomorrow.accepted().len()), (60, 40));
}

#[test]
fn each_kind_of_trouble_says_what_to_do() {
    for (answer, hint) in [
        ("MESSAGE:554 5.7.1 Message rejected as spam", "its filter"),
        (
            "MESSAGE:550 5.7.60 Client does not have permissions to send as this sender",
            "`from` under [mail]",
        ),
        ("MESSAGE:550 5.7.26 rejected by the domain's DMARC policy", "DNS"),
        ("MESSAGE:554 5.2.0 SubmissionQuotaExceededException", "allow more"),
        ("RCPT:550 5.3.0 mail system is out of order", "look at its log"),
        ("RCPT:530 5.7.10 STARTTLS is required", "smtps://"),
        ("RCPT:530 5.7.0 Authentication required", "--credentials"),
        ("RCPT:550 relay not permitted", "allow relaying"),
        ("DATA:554 5.7.1 Access denied", "in its log"),
    ] {
        let (relay, office) = (answering(&[answer]), Office::of(4));
        let ended = office.send(&relay.url("smtp"), "");
        ended.expect(2, "error[relay-trouble]");
        let (_, said) = answer.split_once(':').expect("a step and an answer");
        assert!(ended.stderr.contains(said) && ended.stderr.contains(hint), "{answer}: {ended}");
        assert_eq!(office.counts().get("queued"), Some(&4), "{answer}: {ended}");
        assert_eq!(attempts(&office), [0; 4], "{answer}");
    }
    let (relay, office) = (answering(&["MAIL:550 5.7.1 not this sender"]), Office::of(4));
    office.send(&relay.url("smtp"), "").expect(2, "error[relay-refused]");
    assert_eq!(office.counts().get("queued"), Some(&4));
}

#[test]
fn the_same_words_to_the_first_are_not_about_them() {
    for words in ["550 <{to}>: administrative prohibition", "554 rejected (id 7f3{to}9)", "550 no"]
    {
        let (relay, office) = (answering(&[&format!("RCPT:{words}")]), Office::of(9));
        let ended = office.send(&relay.url("smtp"), "");
        ended.expect(2, "error[relay-trouble]");
        assert_eq!(office.counts().get("queued"), Some(&9), "{words}: {ended}");
        assert_eq!(attempts(&office), [0; 9], "{words}");
        let open = Relay::new("");
        office.send(&open.url("smtp"), "").expect(0, "");
        assert_eq!(served(&[&open]).len(), 9);
    }
    // Where the relay says that there is no such mailbox, there is none.
    let office = Office::new(["refuse-a", "refuse-b", "refuse-c", "refuse-d", "anna"]);
    office.send(&Relay::new("").url("smtp"), "").expect(3, "");
    assert_eq!((office.counts()["refused"], office.counts()["accepted"]), (4, 1));
}

#[test]
fn a_full_mailbox_is_tried_again_and_what_is_too_large_is_not() {
    let (relay, office) = (answering(&["RCPT:552 5.2.2 mailbox full"]), Office::of(2));
    let ended = office.send(&relay.url("smtp"), "--attempts 2 --pause 1");
    ended.expect(3, "552 5.2.2 mailbox full");
    assert_eq!((office.counts()["deferred"], relay.count("said")), (2, 4), "{ended}");
    let (relay, office) = (answering(&["MESSAGE:552 5.3.4 too big"]), Office::of(4));
    let ended = office.send(&relay.url("smtp"), "--attempts 2 --pause 1");
    ended.expect(3, "552 5.3.4 too big");
    assert_eq!((office.counts()["deferred"], relay.count("said")), (4, 4), "{ended}");
}

#[test]
fn who_was_refused_comes_back_when_asked_for() {
    let relay = Relay::new("");
    let url = relay.url("smtp");
    let office = Office::new(["anna", "refuse-1-berta", "refuse-1-carl", "refuse-dora"]);
    office.send(&url, "").expect(3, "");
    let again = |options: &str| office.send(&url, options);
    again("").expect(3, "");
    assert_eq!(office.counts()["refused"], 3, "nobody comes back by himself");
    again("--retry-refused emil@example.org")
        .expect(2, "emil@example.org behind --retry-refused is not on the list");
    again("--retry-refused anna@example.org")
        .expect(2, "is not refused: `muster-2026-17` is accepted there");
    again("--retry-refused a@b@c").expect(2, "`a@b@c` behind --retry-refused is no address");
    again("--retry-refused Refuse-1-Berta@example.org").expect(3, "");
    let states = office.states();
    assert_eq!((&*states["refuse-1-berta"], &*states["refuse-1-carl"]), ("accepted", "refused"));
    // The release may stand behind it.
    let arguments =
        format!("mail send --to list.txt --yes --relay {url} --retry-refused release.md");
    Ended::of(&mut office.program(&arguments)).expect(3, "refuse-dora@");
    assert_eq!((office.counts()["accepted"], office.counts()["refused"]), (3, 1));
    served(&[&relay]);
    Ended::of(
        &mut office
            .program(&format!("mail send --to list.txt --yes --relay {url} --retry-refused")),
    )
    .expect(2, "no release is named");
}

#[test]
fn a_gateway_that_fails_in_a_row_stops_the_run() {
    let (relay, office) = (Relay::new(""), Office::of(8));
    let ended = office.send(&relay.url("smtp"), "--pre-send false --connections 1");
    ended.expect(2, "error[pre-send-failed]");
    assert_eq!(office.counts().get("queued"), Some(&8), "{ended}");
    assert_eq!(attempts(&office), [0; 8]);
    // One that fails now and then costs those alone.
    let hook =
        office.write("hook", "#!/bin/sh\ngrep -q anna-3@ \"$0.in\" && exit 1\ncat \"$0.in\"\n");
    let hook = format!(
        "sh -c 'cat >{0}.$$; grep -q anna-3@ {0}.$$ && exit 1; cat {0}.$$'",
        hook.display()
    );
    let mut command = office.sending(&relay.url("smtp"), "");
    Ended::of(command.args(["--pre-send", &hook])).expect(3, "anna-3@");
    assert_eq!((office.counts()["accepted"], office.counts()["deferred"]), (7, 1));
}

#[test]
fn a_relay_that_takes_nothing_ends_the_run_in_time() {
    for answer in [
        "MAIL:450 4.3.2 later",
        "RCPT:451 4.7.1 later",
        "MESSAGE:452 4.3.1 full",
        "GREETING:421 4.3.2 busy",
        "RCPT:421 busy",
    ] {
        let (relay, office) = (answering(&[answer]), Office::of(3));
        let start = Instant::now();
        let ended = office.send(&relay.url("smtp"), "--attempts 2 --pause 1");
        ended.expect(2, "error[relay-busy]");
        let (_, said) = answer.split_once(':').expect("a step and an answer");
        assert!(ended.stderr.contains(said), "{answer}: {ended}");
        assert!(start.elapsed().as_secs() < 25, "{answer} took {:?}", start.elapsed());
        assert_eq!(office.counts().get("queued"), Some(&3), "{answer}: {ended}");
        assert_eq!(attempts(&office), [0; 3], "{answer}");
    }
}

#[test]
fn an_answer_needs_no_text_and_may_be_in_latin_1_or_end_with_a_line_feed() {
    for answer in ["MESSAGE:250", "MESSAGE:250 übernommen"] {
        let office = Office::of(3);
        office.send(&answering(&[answer]).url("smtp"), "").expect(0, "3 accepted of 3");
    }
    let long = format!("RCPT:550 5.1.1 Empfänger unbekannt{}", " ü".repeat(300));
    for answer in ["RCPT:550", "RCPT:550 5.1.1 Empfänger unbekannt", &*long, "MESSAGE:554"] {
        let office = Office::of(2);
        office.send(&answering(&[answer]).url("smtp"), "").expect(3, "2 refused of 2");
    }
    let office = Office::of(3);
    office.send(&Relay::new("--line-feeds").url("smtp"), "").expect(0, "3 accepted of 3");
    let office = Office::of(1);
    office.send(&answering(&["RCPT:550 5.1.1 Empfänger unbekannt"]).url("smtp"), "");
    let status = Ended::of(&mut office.program("mail status release.md --format json"));
    assert!(status.stdout.contains("550 5.1.1 Empfänger unbekannt"), "{status}");
}
