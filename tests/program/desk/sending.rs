//! Sending from the desk: what was seen is sent, and nothing else.

use std::time::Duration;

use serde_json::{Value, json};

use super::{Desk, DeskAnswered, event};
use crate::mail::office::{LETTERHEAD, RELEASE};
use crate::mail::relay::Relay;

const LIST: &str = "anna@example.org\nbert@example.org\n";

/// A desk with a release, a list, and a relay.
fn office(relay: &Relay) -> Desk {
    let files = [("release.md", RELEASE), ("haus.toml", LETTERHEAD), ("list.txt", LIST)];
    let options = format!("--relay {} --plain --journal journal.sqlite", relay.url("smtp"));
    Desk::open_with(&files, &options, |command| command)
}

fn planned(desk: &Desk, to: &Value) -> Value {
    let mut request = to.clone();
    request["path"] = "release.md".into();
    desk.post("/api/send/plan", &request).of_status(200)
}

/// What a page sends when somebody has confirmed a plan.
fn confirmed(to: &Value, plan: &Value) -> Value {
    let mut request = to.clone();
    for name in ["plan", "count", "subject"] {
        request[name] = plan[name].clone();
    }
    request["path"] = "release.md".into();
    request
}

/// Waits until a run has ended, and gives its exit code.
fn ended(desk: &Desk, request: &Value) -> Value {
    let events = desk.events();
    let run = desk.post("/api/send/go", request).of_status(200);
    loop {
        let told = event(&events, "send", Duration::from_secs(60));
        assert_eq!(told["run"], run["run"]);
        if !told["exit"].is_null() {
            return told["exit"].clone();
        }
    }
}

/// The only release as the list shows it, once it was looked at.
fn listed(desk: &Desk) -> Value {
    let events = desk.events();
    loop {
        let list = desk.get("/api/folder").of_status(200);
        let release = &list["releases"][0];
        if !release["state"].is_null() {
            return release.clone();
        }
        event(&events, "folder", Duration::from_secs(60));
    }
}

#[test]
fn what_was_seen_is_sent_once() {
    let relay = Relay::new("");
    let desk = office(&relay);
    let to = json!({ "recipients": "list.txt" });
    let plan = planned(&desk, &to);
    assert_eq!(plan["count"], 2, "{plan}");
    assert!(plan["subject"].as_str().is_some_and(|subject| subject.contains("Moor")), "{plan}");
    // To look is not to send.
    assert_eq!(relay.accepted().len(), 0);
    assert_eq!(listed(&desk)["sent"], Value::Null);
    assert_eq!(ended(&desk, &confirmed(&to, &plan)), 0);
    assert_eq!(relay.accepted().len(), 2);
    let status = desk.get("/api/send/status?path=release.md").of_status(200);
    let states = status["deliveries"].as_array().expect("a list").iter();
    assert!(states.map(|one| &one["state"]).eq(["accepted", "accepted"]), "{status}");
    assert_eq!(listed(&desk)["sent"], json!({ "version": 1, "accepted": 2, "total": 2 }));
    // A second time nobody is due.
    let again = planned(&desk, &to);
    assert_eq!(again["count"], 0, "{again}");
    assert_eq!(ended(&desk, &confirmed(&to, &again)), 0);
    assert_eq!(relay.accepted().len(), 2);
}

#[test]
fn a_journal_that_cannot_be_read_leaves_the_list_as_it_is() {
    let relay = Relay::new("");
    let desk = office(&relay);
    assert_eq!(listed(&desk)["sent"], Value::Null);
    std::fs::write(desk.path("journal.sqlite"), "no journal").expect("a file");
    let list = desk.get("/api/folder").of_status(200);
    let error = list["journal_error"].as_str().unwrap_or_default();
    assert!(error.contains("journal.sqlite"), "{list}");
    assert_eq!(list["releases"].as_array().map(Vec::len), Some(1), "{list}");
}

#[test]
fn what_has_changed_since_it_was_seen_is_not_sent() {
    let relay = Relay::new("");
    let desk = office(&relay);
    let to = json!({ "recipients": "list.txt" });
    let plan = planned(&desk, &to);
    let seen = confirmed(&to, &plan);
    for (name, value) in [("count", json!(3)), ("subject", json!("x")), ("plan", json!("x"))] {
        let mut wrong = seen.clone();
        wrong[name] = value;
        desk.post("/api/send/go", &wrong).of_status(409);
    }
    std::fs::write(desk.path("list.txt"), format!("{LIST}carl@example.org\n")).expect("a list");
    desk.post("/api/send/go", &seen).of_status(409);
    std::fs::write(desk.path("list.txt"), LIST).expect("a list");
    let text = RELEASE.replace("Ein Satz", "Ein anderer Satz");
    std::fs::write(desk.path("release.md"), text).expect("a release");
    desk.post("/api/send/go", &seen).of_status(409);
    for outside in ["../list.txt", "/etc/passwd"] {
        let request = json!({ "path": "release.md", "recipients": outside });
        assert_eq!(desk.post("/api/send/plan", &request).status, 400, "{outside}");
    }
    assert_eq!(relay.accepted().len(), 0);
}

#[test]
fn a_test_goes_to_one_address_and_leaves_no_trace() {
    let relay = Relay::new("");
    let desk = office(&relay);
    let to = json!({ "recipients": "list.txt", "test": "mira@example.org" });
    let plan = planned(&desk, &to);
    assert_eq!(plan["count"], 1, "{plan}");
    // To look is not to send, not even a test.
    assert_eq!(relay.accepted().len(), 0);
    assert_eq!(ended(&desk, &confirmed(&to, &plan)), 0);
    assert_eq!(relay.accepted().len(), 1);
    let status = desk.get("/api/send/status?path=release.md").of_status(200);
    assert_eq!(status["deliveries"], json!([]), "{status}");
}

#[test]
fn a_test_is_planned_for_exactly_one_address() {
    let relay = Relay::new("");
    let desk = office(&relay);
    for typed in [
        "mailto:mira@example.org",
        "a@example.org, b@example.org",
        "a@example.org\nb@example.org",
        "",
    ] {
        let request = json!({ "path": "release.md", "test": typed });
        let refused = desk.post("/api/send/plan", &request).of_status(422);
        let said = refused["message"].as_str().unwrap_or_default();
        assert!(said.starts_with(&format!("`{typed}` is no address (")), "{refused}");
    }
    let named = json!({ "test": "Mira Muster <mira@example.org>" });
    let plan = planned(&desk, &named);
    assert_eq!(plan["count"], 1, "{plan}");
    assert_eq!(ended(&desk, &confirmed(&named, &plan)), 0);
    // What is said of the address names no file that is gone, and is the same each time.
    let journal = desk.path("journal.sqlite").display().to_string();
    let mut suppress = std::process::Command::new(env!("CARGO_BIN_EXE_letterpress"));
    suppress.args(["mail", "suppress", "add", "mira@example.org", "--journal", &journal]);
    assert!(suppress.status().is_ok_and(|status| status.success()));
    let (first, second) = (planned(&desk, &named), planned(&desk, &named));
    assert_eq!(first["plan"], second["plan"], "{first} {second}");
    let said = first["diagnostics"].to_string();
    assert!(said.contains("wants no mail") && !said.contains(".txt"), "{said}");
}
