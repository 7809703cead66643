//! Date and Message-IDs of what is sent, by the journal.

use serde_json::Value;

use super::office::{Ended, Office, RELEASE};
use super::relay::{Accepted, Relay};

/// A field of a message as it came, unfolded.
fn field(relay: &Relay, accepted: &Accepted, name: &str) -> Option<String> {
    let message = String::from_utf8(relay.message(accepted)).expect("messages are ASCII");
    let head = message.split("\r\n\r\n").next().unwrap_or_default().replace("\r\n ", " ");
    let start = format!("{name}: ");
    let line = head.split("\r\n").find(|line| line.starts_with(&start));
    line.map(|line| line[start.len()..].to_owned())
}

/// What the journal says of a delivery.
fn delivery(office: &Office, local: &str) -> Value {
    let status = Ended::of(&mut office.program("mail status release.md --format json"));
    let lines = status.stdout.lines().map(|line| serde_json::from_str(line).expect("an object"));
    let address = format!("{local}@example.org");
    let mut lines = lines.filter(|line: &Value| line["recipient"] == *address);
    lines.next_back().expect("it is there")
}

#[test]
fn date_is_the_moment_of_the_first_attempt() {
    // The line breaks within the message, which is an attempt as good as any.
    let (office, relay) = (Office::new(["drop-during-1-anna"]), Relay::new("--narrow"));
    office.send(&relay.url("smtp"), "--pause 2").expect(0, "");
    let delivery = delivery(&office, "drop-during-1-anna");
    let (first, updated) = (&delivery["first"], &delivery["updated"]);
    assert_ne!(first, updated, "{delivery}");
    let accepted = relay.accepted();
    let date = field(&relay, accepted.last().expect("one"), "Date").expect("it has a date");
    // "Fri, 27 Nov 2026 01:00:01 +0000" and "2026-11-27T01:00:01Z".
    let first = first.as_str().expect("a text");
    assert_eq!(&date[17..25], &first[11..19], "{date}, {first}");
    assert_eq!(&date[5..7], &first[8..10], "{date}, {first}");
}

#[test]
fn a_message_refers_to_what_its_recipient_got() {
    let (office, relay) = (Office::new(["anna", "refuse-bert"]), Relay::new(""));
    office.send(&relay.url("smtp"), "");
    office.write("release.md", RELEASE.replace("number:", "version: 2\nnumber:"));
    office.write("list.txt", "anna@example.org\ncarl@example.org\n");
    office.send(&relay.url("smtp"), "").expect(0, "");
    let of = |local: &str| -> Vec<Accepted> {
        let address = format!("{local}@example.org");
        relay.accepted().into_iter().filter(|one| one.recipient == address).collect()
    };
    let anna = of("anna");
    assert_eq!(anna.len(), 2);
    assert_eq!(field(&relay, &anna[1], "References").as_ref(), Some(&anna[0].message_id));
    assert_eq!(field(&relay, &anna[1], "In-Reply-To").as_ref(), Some(&anna[0].message_id));
    assert_eq!(field(&relay, &of("carl")[0], "References"), None, "carl has no earlier one");
    // A correction of its own id refers to the versions of the other release.
    let correction = RELEASE
        .replace(
            "id: muster-2026-17",
            "id: muster-2026-18\nkind: correction\nrefers_to:\n  id: muster-2026-17",
        )
        .replace("number: 17/2026\n", "");
    office.write("release.md", correction);
    office.send(&relay.url("smtp"), "").expect(0, "");
    let ids: Vec<_> = anna.iter().map(|one| one.message_id.as_str()).collect();
    assert_eq!(field(&relay, &of("anna")[2], "References"), Some(ids.join(" ")));
}

/// Whoever knows release and recipient knows the ids of `mail compose`, and not those that are sent.
#[test]
fn nobody_can_tell_a_message_id_beforehand() {
    let relay = Relay::new("");
    let offices = [Office::new(["anna"]), Office::new(["anna"])];
    for office in &offices {
        office.send(&relay.url("smtp"), "").expect(0, "");
        let compose = "mail compose release.md --to list.txt -o out/";
        Ended::of(&mut office.program(compose)).expect(0, "");
    }
    let accepted = relay.accepted();
    assert_ne!(accepted[0].message_id, accepted[1].message_id);
    for office in &offices {
        let composed = std::fs::read_to_string(office.path("out/anna@example.org.eml"));
        let composed = composed.expect("it was composed");
        assert!(accepted.iter().all(|one| !composed.contains(&one.message_id)));
        assert!(composed.contains("Message-ID: <muster-2026-17.v1."));
    }
    assert!(accepted.iter().all(|one| one.message_id.starts_with("<muster-2026-17.v1.")));
}
