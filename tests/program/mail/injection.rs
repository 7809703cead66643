//! No field of release, letterhead or list can add a field to a message, or end its head early.

use std::fs;
use std::thread;

use super::office::{Ended, LETTERHEAD, Office, RELEASE};
use super::parsed::Parsed;

/// What somebody may try to write, as YAML, TOML and JSON alike write it in double quotes.
const ATTEMPTS: &[&str] = &[
    r"a\r\nX-Injected: 1",
    r"a\nX-Injected: 1",
    r"a\rX-Injected: 1",
    r"a\r\n\r\nX-Injected: 1",
    r"a\u0000X-Injected: 1",
    r"a\u0085X-Injected: 1",
    r"a\u2028X-Injected: 1",
    r"=?utf-8?q?a=0D=0AX-Injected:_1?=",
    r"=?utf-8?b?YQ0KWC1JbmplY3RlZDogMQ==?=",
    r"a%0D%0AX-Injected: 1",
    r"a <b@example.org>, \\r\\nX-Injected: 1",
    r#"a\" <opfer@example.org>, \""#,
];

/// A release, a letterhead and a list in which one place is to be filled.
struct Place {
    name: &'static str,
    release: String,
    letterhead: String,
    list: String,
}

/// All places that somebody could try.
fn places() -> Vec<Place> {
    let mut places = Vec::new();
    let mut add = |name, release: String, letterhead: String, list: String| {
        places.push(Place { name, release, letterhead, list });
    };
    let (release, letterhead) = (|| RELEASE.to_owned(), || LETTERHEAD.to_owned());
    let list =
        || "email,name,language,format,tags\nanna@example.org,Anna,de,html,moor\n".to_owned();
    for (name, from, to) in [
        ("headline", "headline: Grüße aus dem Moor", "headline: \"§\""),
        ("subheadline", "headline:", "subheadline: \"§\"\nheadline:"),
        ("id", "id: muster-2026-17", "id: \"§\""),
        ("number", "number: 17/2026", "number: \"§\""),
        ("place", "headline:", "place: \"§\"\nheadline:"),
        ("keywords", "headline:", "keywords: [\"§\"]\nheadline:"),
        ("lead", "headline:", "lead: \"§\"\nheadline:"),
        ("notices", "headline:", "notices: [\"§\"]\nheadline:"),
        ("contact's name", "name: Änne Muster", "name: \"§\""),
        ("contact's email", "email: presse@example.org", "email: \"§\""),
        ("refers_to", "headline:", "refers_to: {number: \"§\"}\nheadline:"),
        ("version", "headline:", "version: \"§\"\nheadline:"),
    ] {
        add(name, RELEASE.replacen(from, to, 1), letterhead(), list());
    }
    for (name, from, to) in [
        ("id of the letterhead", "id = \"haus\"", "id = \"§\""),
        ("name of the house", "name = \"Haus der Moore\"", "name = \"§\""),
        ("short name", "short = \"HDM\"", "short = \"§\""),
        ("from", "from = \"presse@example.org\"", "from = \"§\""),
        ("from's name", "from_name = \"Haus der Moore\"", "from_name = \"§\""),
        ("return_path", "[mail]", "[mail]\nreturn_path = \"§\""),
        ("reply_to", "[mail]", "[mail]\nreply_to = \"§\""),
        ("subject", "[mail]", "[mail]\nsubject = \"{headline} §\""),
        ("file", "[mail]", "[mail]\nfile_name = \"§\""),
        ("list_id", "[mail]", "[mail]\nlist_id = \"§\""),
        ("unsubscribe", "[mail]", "[mail]\nunsubscribe = \"https://example.org/§\""),
    ] {
        let filled = LETTERHEAD.replacen(from, to, 1);
        assert!(filled.contains('§'), "{name} has no place");
        add(name, release(), filled, list());
    }
    for (name, from, to) in [
        ("email", "anna@example.org", "\"§\""),
        ("email's domain", "anna@example.org", "\"anna@§\""),
        ("name", "Anna", "\"§\""),
        ("language", ",de,", ",\"§\","),
        ("format", "html", "\"§\""),
        ("tags", "moor", "\"§\""),
    ] {
        add(name, release(), letterhead(), list().replacen(from, to, 1));
    }
    places
}

/// What stands in double quotes as a CSV file has it: as it is, but for doubled quotes.
fn plainly(attempt: &str) -> String {
    let json = format!("\"{attempt}\"");
    serde_json::from_str::<String>(&json).expect("it is JSON").replace('"', "\"\"")
}

/// The names of the fields of a message that is as it should be.
fn clean() -> Vec<String> {
    let (_, messages) = compose(RELEASE, LETTERHEAD, "anna@example.org\n");
    Parsed::new(&messages[0]).names().into_iter().map(ToOwned::to_owned).collect()
}

fn compose(release: &str, letterhead: &str, list: &str) -> (Ended, Vec<Vec<u8>>) {
    let office = Office::of(0);
    office.write("release.md", release);
    office.write("haus.toml", letterhead);
    office.write("list.csv", list);
    let ended = Ended::of(&mut office.program("mail compose release.md --to list.csv -o out/"));
    let files = fs::read_dir(office.path("out")).into_iter().flatten().flatten();
    let messages = files.map(|file| fs::read(file.path()).expect("a message")).collect();
    (ended, messages)
}

/// Tries everything in one place; returns how many attempts led to a message.
fn attack(place: &Place, fields: &[String]) -> usize {
    let overlong = ["ä".repeat(40_000), "a".repeat(40_000), "a ".repeat(20_000)];
    let attempts = ATTEMPTS.iter().map(|attempt| (*attempt).to_owned()).chain(overlong);
    let mut composed = 0;
    for attempt in attempts {
        let release = place.release.replace('§', &attempt);
        let letterhead = place.letterhead.replace('§', &attempt);
        let list = place.list.replace('§', &plainly(&attempt));
        let (ended, messages) = compose(&release, &letterhead, &list);
        let shown: String = attempt.chars().take(60).collect();
        let what = format!("{} = {shown}", place.name);
        match ended.code {
            Some(0 | 3) => assert!(!messages.is_empty(), "{what}: {ended}"),
            // It is told, whatever is wrong with it.
            Some(1 | 2) => assert!(ended.stderr.contains("error["), "{what}: {ended}"),
            _ => panic!("{what}: {ended}"),
        }
        for message in messages {
            composed += 1;
            judge(&what, &message, fields);
        }
    }
    composed
}

fn judge(what: &str, message: &[u8], fields: &[String]) {
    let text = String::from_utf8_lossy(message);
    let head = text.split("\r\n\r\n").next().unwrap_or_default();
    for line in head.split(['\r', '\n']) {
        assert!(!line.to_lowercase().starts_with("x-injected"), "{what}:\n{head}");
    }
    assert!(text.split("\r\n").all(|line| line.len() <= 998), "{what}: a line is too long");
    let parsed = Parsed::new(message);
    let strange: Vec<_> =
        parsed.names().into_iter().filter(|name| !known(name, fields)).map(str::to_owned).collect();
    assert!(strange.is_empty(), "{what}: {strange:?}");
    assert!(parsed.addresses("To").len() <= 1, "{what}: {:?}", parsed.addresses("To"));
    for name in ["From", "To", "Reply-To", "Subject", "Message-ID", "List-Id"] {
        let value = parsed.header(name).unwrap_or_default();
        assert!(!value.chars().any(char::is_control), "{what}: {name}: {value:?}");
    }
    // In a name it may stand, in quotes; nothing is sent or answered there.
    for name in ["From", "To", "Reply-To"] {
        for (_, address) in parsed.addresses(name) {
            assert!(!address.contains("opfer"), "{what}: {name}: {address:?}");
        }
    }
}

/// Fields of every message, and those that only some have.
fn known(name: &str, fields: &[String]) -> bool {
    let some = [
        "In-Reply-To",
        "References",
        "Reply-To",
        "List-Id",
        "List-Unsubscribe",
        "List-Unsubscribe-Post",
        "Keywords",
        "Content-Language",
    ];
    some.contains(&name) || fields.iter().any(|field| field == name)
}

#[test]
fn no_field_adds_a_field() {
    let fields = clean();
    assert!(fields.iter().any(|field| field == "Subject"), "{fields:?}");
    let places = places();
    let (left, right) = places.split_at(places.len() / 2);
    let composed: usize = thread::scope(|scope| {
        let runs = [left, right].map(|places| {
            let fields = &fields;
            scope.spawn(move || places.iter().map(|place| attack(place, fields)).sum::<usize>())
        });
        runs.into_iter().map(|run| run.join().expect("no attempt succeeds")).sum()
    });
    // Where all were refused, nothing would have been shown of messages.
    assert!(composed > 50, "only {composed} attempts came to a message");
}
