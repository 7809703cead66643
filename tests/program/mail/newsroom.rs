//! Newsrooms and their readers: what their systems and their calendars get of a message.

use std::fs;
use std::process::Command;

use serde_json::{Value, json};

use super::parsed::Parsed;
use super::references::{RELEASES, composed, entry, of};
use super::scripts::{script, succeed};
use crate::repository::root;
use crate::test::{Ran, Test};

/// What a newsroom's system gets of a message.
fn imported(message: &[u8]) -> Value {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("message.eml");
    fs::write(&file, message).expect("the message is written");
    let output = succeed(script("newsroom.py").arg(&file));
    serde_json::from_slice(&output.stdout).expect("it prints JSON")
}

/// The headline of a fixture in the plain form that subjects have.
fn headline(release: &str) -> &'static str {
    match release {
        "every-element" => "Musterland ordnet seine Muster neu",
        "embargoed-correction-version-2" => "Es sind 1.300 Einträge",
        "headline-of-300-characters" => {
            "Größtmögliche Übersicht über ungewöhnliche Gefäße aus Äußerer und Innerer Öde 🦊: Das \
             Landesamt für Musterwesen ordnet »alte« und „neue“ Muster – Źródła, žurawina, Łódź und \
             Příbram eingeschlossen – nach Farbe, Größe, Alter & Herkunft; die Öffentlichkeit \
             erhält ab sofort überall Zutritt, heißt es am Fluß"
        }
        "invitation-for-several-days" | "invitation-canceled" => {
            "Drei Tage für Muster: Größe, Farbe & Form; »Ordnung« zum Anfassen"
        }
        "invitation-in-english" => "Presentation of the new register",
        "invitation-on-a-day" => "Tag der offenen Tür im Landesamt",
        other => panic!("{other} has no headline here"),
    }
}

#[test]
fn a_newsroom_gets_the_headline_whole() {
    for release in RELEASES {
        let ran = composed(release);
        for address in ["anna@paper.example", "text@zeitung.example"] {
            let message = of(&ran, address);
            let subject = Parsed::new(&message).header("subject").expect("a subject").to_owned();
            assert!(subject.contains(headline(release)), "{release}: {subject}");
            let got = imported(&message);
            assert_eq!((&got["subject"], &got["joined"]), (&json!(subject), &json!(subject)));
            assert!(got["from"].as_str().is_some_and(|from| from.contains("LMO, Pressestelle")));
            assert!(got["text"].as_str().is_some_and(|text| text.contains(headline(release))));
            let first = got["attachments"][0][1].as_str().unwrap_or_default();
            assert!(first.ends_with(".pdf"), "{release}: {got}");
        }
    }
}

#[test]
fn a_recall_says_so_first() {
    let message = of(&composed("invitation-canceled"), "text@zeitung.example");
    let parsed = Parsed::new(&message);
    let subject = parsed.header("subject").expect("a subject");
    assert!(subject.starts_with("Zurückgezogen: Fassung 3 – Einladung LMO: "), "{subject}");
    assert!(parsed.text().starts_with("Zurückgezogen – nicht verwenden\n"), "{}", parsed.text());
    let html = of(&composed("invitation-canceled"), "mira@zeitung.example");
    let text = imported(&html)["text"].as_str().unwrap_or_default().trim().to_owned();
    assert!(text.starts_with("Zurückgezogen"), "{text}");
}

/// What two readers of calendars find in an entry; they have to agree.
fn read(entry: &str) -> Value {
    let readers = root().join("target/calendar");
    assert!(readers.exists(), "target/calendar is absent; tests/install fetches it");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("entry.ics");
    fs::write(&file, entry).expect("the entry is written");
    let mut python = script("entry.py");
    python.arg(readers.join("python"));
    let mut node = Command::new("node");
    node.arg(root().join("tests/mail/entry.mjs")).arg(readers.join("package"));
    let [python, node] = [&mut python, &mut node].map(|reader| {
        let output = succeed(reader.arg(&file));
        serde_json::from_slice::<Value>(&output.stdout).expect("it prints JSON")
    });
    assert_eq!(python, node);
    python
}

#[test]
fn readers_of_calendars_find_the_values_of_the_release() {
    let mira = "Mira Muster, +49 30 23125 001, mira.muster@musterwesen.example";
    let organizer = json!(["LMO, Pressestelle", "mailto:presse@musterwesen.example"]);
    let several = "Drei Tage für Muster: Größe, Farbe & Form; »Ordnung« zum Anfassen";
    for (release, expected) in [
        (
            "invitation-for-several-days",
            json!({
                "method": "PUBLISH",
                "uid": "lmo-2022-127@musterwesen.example",
                "sequence": 2,
                "stamp": "2022-11-25T08:30:00.000Z",
                "start": "2022-12-01T09:00:00.000Z",
                "end": "2022-12-03T15:30:00.000Z",
                "summary": several,
                "location": "Großer Saal, Haus B, Am Beispiel 1, 12345 Musterstadt",
                "description": "Das Landesamt lädt zu den Mustertagen ein; an allen Tagen gibt es \
                    Führungen, Vorträge und einen Markt.\n\nAblauf:\n1. Dezember, 10.00 Uhr \
                    Eröffnung durch den Präsidenten; Grußworte\n2. Dezember, 9.00 Uhr Führungen \
                    (Lager, Keller)\nAbschluss am 3. Dezember\n\nAkkreditierung:\nbis Mittwoch, \
                    30. November 2022, 12.00 Uhr, presse@musterwesen.example\nBitte bringen Sie \
                    Ihren Presseausweis mit.\n\nLinks:\nProgramm: \
                    https://www.musterwesen.example/mustertage?tag=1,2,3",
                "contacts": [mira],
                "organizer": organizer,
                "status": "CONFIRMED",
            }),
        ),
        (
            "invitation-on-a-day",
            json!({
                "method": "PUBLISH",
                "uid": "lmo-2022-128@musterwesen.example",
                "sequence": 1,
                "stamp": "2022-11-25T00:00:00.000Z",
                "start": "2022-12-06",
                "end": "2022-12-07",
                "summary": "Tag der offenen Tür im Landesamt",
                "location": "Landesamt",
                "description": null,
                "contacts": [mira],
                "organizer": organizer,
                "status": "CONFIRMED",
            }),
        ),
        (
            "invitation-canceled",
            json!({
                "method": "PUBLISH",
                "uid": "lmo-2022-127@musterwesen.example",
                "sequence": 3,
                "stamp": "2022-11-28T00:00:00.000Z",
                "start": "2022-12-01T09:00:00.000Z",
                "end": "2022-12-03T23:00:00.000Z",
                "summary": several,
                "location": "Großer Saal, Haus B",
                "description": "Zurückgezogen – nicht verwenden",
                "contacts": [mira],
                "organizer": organizer,
                "status": "CANCELLED",
            }),
        ),
    ] {
        let message = of(&composed(release), "anna@paper.example");
        let entry = entry(&message).expect("an entry");
        assert_eq!(read(&entry), expected, "{release}");
        let message = String::from_utf8(message).expect("a message is ASCII").replace("\r\n ", " ");
        assert!(
            message.contains("Content-Type: text/calendar; charset=utf-8; method=PUBLISH; name")
        );
    }
}

/// A release of the house of the fixtures, rendered as an entry.
fn rendered(release: &str, house: &str) -> Ran {
    Test::new("render --format ics release.md")
        .file("release.md", release)
        .file("haus.toml", house)
        .any_stderr()
        .run()
}

#[test]
fn a_file_holds_what_the_mail_holds() {
    let fixture = |name: &str| {
        fs::read_to_string(root().join("fixtures/mail").join(name)).expect("a fixture")
    };
    for release in ["invitation-for-several-days", "invitation-on-a-day", "invitation-canceled"] {
        let ran = rendered(&fixture(&format!("{release}.md")), &fixture("haus.toml"));
        let mailed = entry(&of(&composed(release), "anna@paper.example")).expect("an entry");
        assert_eq!(String::from_utf8(ran.bytes("release.ics")).expect("UTF-8"), mailed);
    }
}

#[test]
fn any_words_and_times_are_read_back() {
    let house = "id = \"h\"\nname = \"Haus \\\"der\\\" Moore: A; B, C^D\"\n\
                 [[contacts]]\nname = \"M\"\nemail = \"m@größe.example\"\n";
    for (times, start, end) in [
        ("start: 2022-12-01T10:00-05:00", json!("2022-12-01T15:00:00.000Z"), Value::Null),
        // An end without an hour, on the day of the start.
        (
            "start: 2022-12-01T10:00+01:00, end: 2022-12-01",
            json!("2022-12-01T09:00:00.000Z"),
            Value::Null,
        ),
        (
            "start: 2022-12-30, end: 2022-12-31T18:00+01:00",
            json!("2022-12-30"),
            json!("2023-01-01"),
        ),
    ] {
        let words = "Umbau \\\\ Ausbau, \\\"Neubau\\\"; ^Rückbau^ ".repeat(4);
        let release = format!(
            "---\nletterhead: haus.toml\nid: \"H 2022/§ 7\"\nkind: invitation\ndate: 2022-11-25\n\
             headline: \"{words}\"\nevent: {{ {times} }}\n---\nText.\n"
        );
        let ran = rendered(&release, house);
        let entry = String::from_utf8(ran.bytes("release.ics")).expect("UTF-8");
        let found = read(&entry);
        assert_eq!((&found["start"], &found["end"]), (&start, &end));
        let summary = "Umbau \\ Ausbau, »Neubau«; ^Rückbau^ ".repeat(4).trim_end().to_owned();
        assert_eq!(found["summary"], json!(summary));
        let organizer = ["Haus \"der\" Moore: A; B, C^D", "mailto:m@xn--gre-6ka8i.example"];
        assert_eq!(found["organizer"], json!(organizer));
        let uid = found["uid"].as_str().unwrap_or_default();
        assert!(uid.starts_with("h-2022-7.") && uid.ends_with("@xn--gre-6ka8i.example"), "{uid}");
    }
}

#[test]
fn a_release_without_an_event_has_no_entry() {
    let release =
        "---\nletterhead: neutral\nid: h-1\ndate: 2022-11-25\nheadline: Neu\n---\nText.\n";
    Test::new("render --format ics release.md")
        .file("release.md", release)
        .exit(1)
        .stderr(
            "error[calendar-impossible]: a calendar entry is wanted of a release that has no event\n \
             --> release.md:1:1\n  |\n1 | ---\n  | ^^^\n  |\n  = field: event\n  = help: add `event` \
             with start, venue and address\n\nrelease.md: 1 error; not issued\n",
        )
        .run();
}

const HOUSE: &str = "id = \"h\"\nname = \"Haus\"\n[[contacts]]\nname = \"M\"\nphone = \"+49 30 1234567\"\n\
                     [mail]\nfrom = \"presse@haus.example\"\n";
const RELEASE: &str =
    "---\nletterhead: haus.toml\nid: h-1\ndate: 2022-11-25\nheadline: Neu\n---\nEin Satz.\n";

#[test]
fn a_message_names_both_ways_to_unsubscribe() {
    let (web, mail) = ("https://haus.example/ab?wer={email}", "mailto:ab@haus.example");
    let (web_of_mira, by) =
        ("<https://haus.example/ab?wer=m%40z.example>", "<mailto:ab@haus.example>");
    for (typed, header, has_click, words) in [
        (format!("\"{web}\""), web_of_mira.to_owned(), true, web_of_mira),
        (format!("\"{mail}\""), by.to_owned(), false, by),
        (format!("[\"{mail}\"]"), by.to_owned(), false, by),
        (format!("[\"{web}\", \"{mail}\"]"), format!("{web_of_mira}, {by}"), true, web_of_mira),
        (format!("[\"{mail}\", \"{web}\"]"), format!("{web_of_mira}, {by}"), true, web_of_mira),
    ] {
        let ran = Test::new("mail compose --to list.csv -o out/ release.md")
            .file("release.md", RELEASE)
            .file("haus.toml", format!("{HOUSE}unsubscribe = {typed}\n"))
            .file("list.csv", "email\nm@z.example\n")
            .any_stderr()
            .run();
        let parsed = Parsed::new(&ran.bytes("out/m@z.example.eml"));
        assert_eq!(parsed.header("list-unsubscribe"), Some(header.as_str()), "{typed}");
        assert_eq!(parsed.header("list-unsubscribe-post").is_some(), has_click, "{typed}");
        assert!(parsed.text().contains(words), "{typed}: {}", parsed.text());
        assert_eq!(parsed.header("x-auto-response-suppress"), Some("OOF, AutoReply"));
    }
}

#[test]
fn long_addresses_have_short_files() {
    let address = |end: &str| format!("{}@{}.{end}", "a'".repeat(32), "b".repeat(60));
    let long = format!(
        "{}@{}",
        "a".repeat(64),
        ["b".repeat(62), "c".repeat(62), "d".repeat(62)].join(".")
    );
    assert_eq!(long.len(), 253);
    let list = format!("email\n{long}\n{}\n{}\nm@z.example\n", address("example"), address("test"));
    let ran = Test::new("mail compose --to list.csv -o out/ release.md")
        .file("release.md", RELEASE)
        .file("haus.toml", HOUSE)
        .file("list.csv", list)
        .any_stderr()
        .run();
    let mut names: Vec<_> = fs::read_dir(ran.path("out"))
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("a name"))
        .collect();
    names.sort();
    assert_eq!(names.len(), 4, "{names:?}");
    assert!(names.iter().all(|name| name.len() <= 255), "{names:?}");
    assert!(names.contains(&"m@z.example.eml".to_owned()));
    for address in [long, address("example"), address("test")] {
        let is_of = |name: &&String| {
            let message = ran.bytes(&format!("out/{name}"));
            Parsed::new(&message).addresses("to") == [("", address.as_str())]
        };
        assert_eq!(names.iter().filter(is_of).count(), 1, "{address}");
    }
}
