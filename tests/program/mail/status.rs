//! `mail status`: reports that people read, and tables that are lists again.

use super::office::{Ended, Office, RELEASE};
use super::relay::Relay;

/// An office that has sent a release to people with names.
fn office(relay: &Relay) -> Office {
    let office = Office::of(0);
    office.write(
        "list.txt",
        "email;name;language;format\nanna@example.org;Änne Muster;en;text\n\
         refuse-bert@example.org;=Bert;;\n+carl@example.org;;;\n",
    );
    office.send(&relay.url("smtp"), "");
    office
}

fn status(office: &Office, arguments: &str) -> Ended {
    Ended::of(&mut office.program(&format!("mail status {arguments}")))
}

#[test]
fn names_stand_beside_addresses() {
    let relay = Relay::new("");
    let office = office(&relay);
    let ended = status(&office, "release.md");
    assert!(ended.stdout.contains("Änne Muster <anna@example.org>"), "{ended}");
    let ended = status(&office, "release.md --format json");
    assert!(ended.stdout.contains("\"name\":\"Änne Muster\""), "{ended}");
}

#[test]
fn a_table_is_a_list_again() {
    let relay = Relay::new("");
    let office = office(&relay);
    status(&office, "release.md --state accepted --export had.csv").expect(0, "2 deliveries");
    office.write("release.md", RELEASE.replace("-17\n", "-18\n").replace("Grüße", "Neues"));
    let send = format!("mail send release.md --yes --relay {}", relay.url("smtp"));
    let ended = Ended::of(&mut office.program(&format!("{send} --to had.csv")));
    ended.expect(0, "");
    let last: Vec<_> = relay.accepted().split_off(2);
    let mut recipients: Vec<_> = last.iter().map(|one| one.recipient.as_str()).collect();
    recipients.sort_unstable();
    assert_eq!(recipients, ["+carl@example.org", "anna@example.org"]);
    let anna = last.iter().find(|one| one.recipient.starts_with("anna")).expect("she is there");
    let message = String::from_utf8(relay.message(anna)).expect("ASCII");
    assert!(message.contains("\r\nTo: =?utf-8?"), "her name is on the list: {message}");
    assert!(!message.contains("text/html"), "she wants plain text: {message}");
    // And a list of those who are to get none.
    office.write("release.md", RELEASE.replace("-17\n", "-19\n"));
    let ended = Ended::of(&mut office.program(&format!("{send} --to list.txt --suppress had.csv")));
    assert!(ended.stderr.contains("anna@example.org wants no mail"), "{ended}");
    assert_eq!(relay.count("accepted"), 4, "{ended}");
}

#[test]
fn a_table_for_excel_is_one() {
    let relay = Relay::new("");
    let office = office(&relay);
    let mut command = office.program("mail status --export all.csv --excel");
    Ended::of(command.env("TZ", "Europe/Berlin")).expect(0, "3 deliveries");
    let table = std::fs::read_to_string(office.path("all.csv")).expect("it was written");
    assert!(table.starts_with("\u{FEFF}release;version;email;name;"), "{table}");
    assert_eq!(table.matches("\r\n").count(), 4);
    assert!(table.contains(";'=Bert;"), "no formula: {table}");
    let json = status(&office, "release.md --format json");
    let hour = |text: &str, at: usize| text[at..at + 2].parse::<u32>().expect("an hour");
    let utc = json.stdout.find("\"updated\":\"").expect("it is there") + "\"updated\":\"".len();
    let local = table.lines().nth(1).and_then(|line| line.split(';').nth(9)).expect("a time");
    let ahead = (hour(local, 11) + 24 - hour(&json.stdout, utc + 11)) % 24;
    assert!([1, 2].contains(&ahead), "{local}: {json}");
    status(&office, "--excel").expect(2, "--export");
}

#[test]
fn what_happened_since_is_told_of_all_releases() {
    let relay = Relay::new("");
    let office = office(&relay);
    assert!(status(&office, "--since 1h").stdout.contains("muster-2026-17, version 1"));
    assert!(status(&office, "--since 2026-01-01 --state accepted").stdout.contains("anna@"));
    assert_eq!(status(&office, "--since 2999-01-01").stdout, "");
    status(&office, "--since gestern").expect(2, "`gestern` is not a moment, a day or a time ago");
}
