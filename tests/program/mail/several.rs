//! Several releases in one run: none goes out before all are good, none is forgotten in what is
//! told, and no message takes another's place.

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::process::Command;
use std::time::Duration;

use serde_json::Value;

use super::office::{Ended, Office, RELEASE};
use super::relay::Relay;
use crate::test::HARMFUL_LAYOUT;

/// An office with a second release.
fn office() -> Office {
    let office = Office::new(["anna", "bert"]);
    office.write("second.md", RELEASE.replace("muster-2026-17", "muster-2026-18"));
    office
}

/// The run of a command line, with `--message-format json`.
fn run(office: &Office, arguments: &str) -> Ended {
    Ended::of(&mut office.program(&format!("{arguments} --message-format json")))
}

/// The lines of a type that a run has reported.
fn lines(ended: &Ended, of_type: &str) -> Vec<Value> {
    let lines = ended.stderr.lines().map(|line| serde_json::from_str(line).expect("an object"));
    lines.filter(|line: &Value| line["type"] == of_type).collect()
}

/// What became of each release, and how many errors it has, as the run has reported it.
#[track_caller]
fn outcomes(ended: &Ended) -> Vec<(String, String, u64)> {
    let last: Value = serde_json::from_str(ended.stderr.lines().last().unwrap_or_default())
        .expect("the last line is an object");
    assert_eq!(last["type"], "summary", "{ended}");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    lines(ended, "release")
        .iter()
        .map(|line| {
            let errors = line["errors"].as_u64().expect("a number");
            (text(&line["release"]), text(&line["outcome"]), errors)
        })
        .collect()
}

fn owned(all: [(&str, &str, u64); 2]) -> Vec<(String, String, u64)> {
    all.map(|(name, outcome, errors)| (name.to_owned(), outcome.to_owned(), errors)).to_vec()
}

#[test]
fn all_of_them_are_sent() {
    let (office, relay) = (office(), Relay::new(""));
    let send =
        format!("mail send release.md second.md --to list.txt --relay {}", relay.url("smtp"));
    let ended = run(&office, &send);
    assert_eq!(ended.code, Some(0), "{ended}");
    let shown = [("release.md", "previewed", 0), ("second.md", "previewed", 0)];
    assert_eq!(outcomes(&ended), owned(shown));
    assert_eq!(relay.count("accepted"), 0);
    let ended = run(&office, &format!("{send} --yes"));
    assert_eq!(ended.code, Some(0), "{ended}");
    assert_eq!(outcomes(&ended), owned([("release.md", "sent", 0), ("second.md", "sent", 0)]));
    assert_eq!(relay.count("accepted"), 4);
    assert_eq!(lines(&ended, "delivery").len(), 4);
    // Quietly, only what is not as it should be is told.
    let ended = run(&office, &format!("{send} --yes --quiet"));
    assert_eq!((ended.code, &*ended.stderr), (Some(0), ""), "{ended}");
}

#[test]
fn one_that_has_changed_keeps_all_of_them_back() {
    let (office, relay) = (office(), Relay::new(""));
    let way = format!("--to list.txt --relay {}", relay.url("smtp"));
    let ended = run(&office, &format!("mail send second.md --yes {way}"));
    assert_eq!(ended.code, Some(0), "{ended}");
    let second = RELEASE.replace("muster-2026-17", "muster-2026-18").replace("Satz", "Wort");
    office.write("second.md", second);
    for yes in ["", "--yes"] {
        let ended = run(&office, &format!("mail send release.md second.md {yes} {way}"));
        assert_eq!(ended.code, Some(1), "{ended}");
        let kept = [("release.md", "not-sent", 0), ("second.md", "refused", 1)];
        assert_eq!(outcomes(&ended), owned(kept));
        let found = lines(&ended, "diagnostic");
        assert_eq!((found.len(), &found[0]["code"]), (1, &"release-changed".into()));
        assert_eq!(found[0]["release"], "second.md");
    }
    assert_eq!(relay.count("accepted"), 2, "those of the first run");
}

#[test]
fn two_that_the_journal_could_not_tell_apart_are_refused() {
    let (office, relay) = (office(), Relay::new(""));
    office.write("copy.md", RELEASE.replace("Satz", "Wort"));
    let way = format!("--to list.txt --yes --relay {}", relay.url("smtp"));
    for (releases, said) in [
        ("release.md copy.md", "release.md and copy.md are both version 1 of `muster-2026-17`"),
        ("release.md release.md", "release.md is named twice"),
    ] {
        let ended = run(&office, &format!("mail send {releases} {way}"));
        assert_eq!(ended.code, Some(2), "{ended}");
        assert_eq!(lines(&ended, "diagnostic")[0]["message"], said);
        let outcomes = outcomes(&ended);
        assert_eq!((&*outcomes[0].1, &*outcomes[1].1), ("not-sent", "failed"), "{ended}");
    }
    assert_eq!(relay.count("accepted"), 0);
}

#[test]
fn a_relay_that_is_not_there_ends_the_run_and_every_release_is_told_of() {
    let office = office();
    let way = "--to list.txt --yes --relay smtp://127.0.0.1:9 --attempts 1";
    let ended = run(&office, &format!("mail send release.md second.md {way}"));
    assert_eq!(ended.code, Some(2), "{ended}");
    let told = [("release.md", "failed", 1), ("second.md", "not-sent", 0)];
    assert_eq!(outcomes(&ended), owned(told));
    let found = lines(&ended, "diagnostic");
    assert_eq!(
        (&found[0]["code"], &found[0]["release"]),
        (&"relay-unreachable".into(), &"release.md".into())
    );
    // The outcome stands behind all that led to it.
    let at = |of_type: &str| ended.stderr.find(&format!("\"type\":\"{of_type}\""));
    assert!(at("diagnostic") < at("release"), "{ended}");
    let ended = run(&office, &format!("mail send release.md second.md {way} --journal no/j"));
    assert_eq!(ended.code, Some(2), "{ended}");
    let told = [("release.md", "not-sent", 0), ("second.md", "not-sent", 0)];
    assert_eq!(outcomes(&ended), owned(told));
}

#[test]
fn a_signal_counts_more_than_what_it_broke_off() {
    let office = office();
    for (signal, code) in [("-INT", 130), ("-TERM", 143)] {
        // It takes the call and never says a word. Each run has its own: a connection that an
        // earlier run left waiting would say that this one listens for signals before it does.
        let silent = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let port = silent.local_addr().expect("it has an address").port();
        let way = format!("--to list.txt --yes --relay smtp://127.0.0.1:{port}");
        let options = "--timeout 3 --attempts 1 --message-format json";
        let line = format!("mail send release.md second.md {way} {options}");
        let child = office.program(&line).spawn().expect("it starts");
        let call = silent.accept().expect("it calls");
        std::thread::sleep(Duration::from_millis(100));
        let id = child.id().to_string();
        Command::new("kill").args([signal, &id]).status().expect("kill is there");
        let ended = Ended::wait(child);
        drop(call);
        assert_eq!(ended.code, Some(code), "{ended}");
        assert_eq!(outcomes(&ended)[1].1, "not-sent", "{ended}");
    }
}

#[test]
fn no_message_takes_the_place_of_another() {
    let office = office();
    office.write("list2.txt", "carl@example.org\n");
    for options in ["-o out/", "--to list.txt -o out/", "", "--to list.txt"] {
        let ended = run(&office, &format!("mail compose release.md second.md {options}"));
        assert_eq!(ended.code, Some(2), "{options}\n{ended}");
        let told = [("release.md", "composed", 0), ("second.md", "failed", 1)];
        assert_eq!(outcomes(&ended), owned(told), "{options}");
        let refused = &lines(&ended, "diagnostic")[0];
        let message = refused["message"].as_str().unwrap_or_default();
        assert!(message.starts_with("release.md and second.md would both be "), "{message}");
        assert!(refused["hints"][0].as_str().is_some_and(|hint| !hint.contains("--out-tree")));
        let messages = lines(&ended, "written");
        assert!(messages.iter().all(|line| line["release"] == "release.md"), "{ended}");
    }
    office.write("second.md", RELEASE.replace("Grüße", "Neues").replace("-17\n", "-18\n"));
    let ended = run(&office, "mail compose release.md second.md --to list.txt -o out/");
    assert_eq!(ended.code, Some(0), "{ended}");
    assert_eq!(lines(&ended, "written").len(), 4);
}

#[test]
fn what_is_wrong_with_the_list_is_told_once() {
    let office = office();
    office.write("list.txt", "anna@example.org\nanna@example.org\nbert\n");
    let ended = run(&office, "mail compose release.md --to list.txt -o out/");
    assert_eq!(ended.code, Some(3), "{ended}");
    let found = lines(&ended, "diagnostic");
    assert_eq!(found.len(), 2, "{ended}");
    assert!(found.iter().all(|line| line["release"].is_null()), "{ended}");
    let two = "mail compose release.md second.md --to";
    let ended = run(&office, &format!("{two} nowhere.txt -o out/"));
    assert_eq!(ended.code, Some(2), "{ended}");
    assert_eq!(lines(&ended, "diagnostic").len(), 1, "{ended}");
    assert_eq!(outcomes(&ended), owned([("release.md", "failed", 0), ("second.md", "failed", 0)]));
}

#[test]
fn the_status_of_several_is_told_of_each_once() {
    let (office, relay) = (office(), Relay::new(""));
    let way = format!("--to list.txt --yes --relay {}", relay.url("smtp"));
    let ended = run(&office, &format!("mail send release.md second.md {way}"));
    assert_eq!(ended.code, Some(0), "{ended}");
    let ended = run(&office, "mail status release.md muster-2026-17 second.md");
    assert_eq!((ended.code, ended.stdout.lines().count()), (Some(0), 4), "{ended}");
    let ended = run(&office, "mail status nobody muster-2026-17 nothing");
    assert_eq!((ended.code, ended.stdout.lines().count()), (Some(2), 2), "{ended}");
    assert_eq!(lines(&ended, "diagnostic").len(), 2, "{ended}");
    office.write("broken.md", "---\nid: [x\n---\nEin Satz.\n");
    let ended = run(&office, "mail status broken.md");
    assert_eq!(ended.code, Some(1), "{ended}");
    assert_eq!(lines(&ended, "diagnostic")[0]["release"], "broken.md");
    let ended = run(&office, "mail status - -");
    assert_eq!(ended.code, Some(2), "{ended}");
    ended.expect(2, "`-` stands here twice");
}

#[test]
fn one_that_comes_to_no_end_costs_no_other() {
    let (office, relay) = (office(), Relay::new(""));
    office.write("own.typ", HARMFUL_LAYOUT);
    let endless = RELEASE.replace("Grüße", "Ohne Ende").replace("-17\n", "-19\n");
    office.write("endless.md", endless);
    let names = "release.md endless.md second.md";
    let options = "--to list.txt --layout own.typ --max-seconds 2";
    let send = format!("mail send {names} {options} --relay {}", relay.url("smtp"));
    let expected = |sent: &str| {
        [("release.md", sent, 0), ("endless.md", "failed", 1), ("second.md", sent, 0)]
            .map(|(name, outcome, errors)| (name.to_owned(), outcome.to_owned(), errors))
    };
    let ended = run(&office, &send);
    assert_eq!((ended.code, outcomes(&ended)), (Some(2), expected("previewed").to_vec()));
    // However often it is tried, nobody gets anything twice.
    for _ in 0..2 {
        let ended = run(&office, &format!("{send} --yes"));
        assert_eq!((ended.code, outcomes(&ended)), (Some(2), expected("sent").to_vec()));
        let found = lines(&ended, "diagnostic");
        assert_eq!((found.len(), &found[0]["code"]), (1, &"took-too-long".into()), "{ended}");
        assert_eq!(found[0]["release"], "endless.md");
        assert_eq!(relay.count("accepted"), 4);
    }
    let alone = run(&office, &send.replace(names, "endless.md").replace("send", "send --yes"));
    assert_eq!(alone.code, Some(2), "{alone}");
    assert_eq!(outcomes(&alone), [("endless.md".to_owned(), "failed".to_owned(), 1)]);
    assert_eq!(relay.count("accepted"), 4);
}

#[test]
fn messages_are_those_of_a_release_alone() {
    let office = office();
    let key = "[mail]\nunsubscribe = \"https://example.org/?a={email}&t={token}\"\n\
               list_id = \"presse.example.org\"\n";
    let letterhead = fs::read_to_string(office.path("haus.toml")).expect("it is there");
    office.write("haus.toml", letterhead.replace("[mail]\n", key));
    office.write("key", "0123456789abcdef0123456789abcdef\n");
    let key = fs::Permissions::from_mode(0o600);
    fs::set_permissions(office.path("key"), key).expect("it is ours");
    office.write(
        "list.txt",
        "email;name;language;format\nanna@example.org;Änne;en;html\n\
                              bert@example.org;;cs;text\n",
    );
    let messages = |names: &str| {
        let relay = Relay::new("");
        let journal = office.path(&format!("{}.sqlite", names.len()));
        let ended = Ended::of(&mut office.program(&format!(
            "mail send {names} --to list.txt --yes --token-key key --connections 1 --relay {} --journal {}",
            relay.url("smtp"),
            journal.display()
        )));
        assert_eq!(ended.code, Some(0), "{ended}");
        relay
            .accepted()
            .iter()
            .map(|one| (one.recipient.clone(), undated(&relay.message(one))))
            .collect::<Vec<_>>()
    };
    let alone = messages("release.md");
    assert_eq!(alone.len(), 2);
    assert_eq!(messages("release.md second.md")[..2], alone[..]);
    let message = &alone[0].1;
    assert!(
        message.contains("&amp;t=") && message.contains("List-Unsubscribe: <https:"),
        "{message}"
    );
}

/// A message without the lines that say when it was sent and by which journal: Message-IDs are
/// keyed by a secret of that.
fn undated(message: &[u8]) -> String {
    let text = String::from_utf8(message.to_vec()).expect("messages are ASCII");
    let is_same = |line: &&str| !line.starts_with("Date: ") && !line.starts_with("Message-ID: ");
    text.lines().filter(is_same).collect::<Vec<_>>().join("\n")
}
