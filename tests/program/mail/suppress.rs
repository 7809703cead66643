//! `mail suppress`: those who want no mail, kept in the journal.

use serde_json::Value;

use super::office::{Ended, Office};

/// A command of `mail suppress`.
fn suppress(office: &Office, arguments: &str) -> Ended {
    Ended::of(&mut office.program(&format!("mail suppress {arguments}")))
}

/// Who is on the list.
#[track_caller]
fn listed(office: &Office) -> Vec<String> {
    let ended = suppress(office, "list --format json");
    assert_eq!(ended.code, Some(0), "{ended}");
    let lines = ended.stdout.lines().map(|line| serde_json::from_str(line).expect("an object"));
    lines.map(|line: Value| line["email"].as_str().expect("a text").to_owned()).collect()
}

#[test]
fn addresses_and_domains_are_put_on_the_list_and_taken_off() {
    let office = Office::of(3);
    assert!(listed(&office).is_empty());
    assert!(!office.path("journal.sqlite").exists(), "looking makes no journal");
    let mut add = office.program("mail suppress add anna-1@example.org @Radio.example --reason");
    Ended::of(add.arg("by phone, 3. Mai; chef@example.org")).expect(0, "2 put on the list");
    suppress(&office, "add Anna-1@Example.org")
        .expect(0, "0 put on the list of those who want no mail, 1 there already");
    assert_eq!(listed(&office), ["@radio.example", "anna-1@example.org"]);
    let table = suppress(&office, "list");
    assert!(table.stdout.starts_with("email,added,reason\n@radio.example,20"), "{table}");
    assert!(table.stdout.contains("\"by phone, 3. Mai; chef@example.org\""), "{table}");
    suppress(&office, "remove bert@example.org").expect(0, "bert@example.org is not on the list");
    suppress(&office, "remove mira@radio.example")
        .expect(0, "mira@radio.example still gets no mail: @radio.example is on the list");
    suppress(&office, "remove anna-1@example.org").expect(0, "1 taken off the list");
    assert_eq!(listed(&office), ["@radio.example"]);
}

#[test]
fn of_what_cannot_be_read_nothing_is_put_on_the_list() {
    let office = Office::of(3);
    let ended = suppress(&office, "add anna@example.org anna radio.example @");
    ended.expect(2, "cannot read `anna`");
    assert!(ended.stderr.contains("cannot read `radio.example`"), "{ended}");
    assert!(ended.stderr.contains("cannot read `@`"), "{ended}");
    assert!(listed(&office).is_empty());
}

#[test]
fn a_file_is_imported_and_the_list_can_be_given_to_suppress() {
    let office = Office::of(3);
    suppress(&office, "add anna-0@example.org --reason bert@example.org").expect(0, "1 put");
    office.write("gone.csv", "name;email\nAnna;anna-0@example.org\nBert;anna-1@example.org\n");
    suppress(&office, "import gone.csv").expect(0, "1 put on the list");
    suppress(&office, "import gone.csv").expect(0, "0 put on the list");
    assert_eq!(listed(&office), ["anna-0@example.org", "anna-1@example.org"]);
    office.write("list.csv", suppress(&office, "list").stdout);
    let send = "mail send release.md --to list.txt --relay smtp://localhost:9 --suppress list.csv";
    let ended = Ended::of(&mut office.program(&format!("{send} --journal other.sqlite")));
    ended.expect(0, "anna-0@example.org wants no mail");
    assert!(ended.stderr.contains("anna-1@example.org wants no mail"), "{ended}");
    // A reason may name somebody who wants mail.
    assert_eq!(suppress(&office, "import list.csv --journal third.sqlite").code, Some(0));
    let third = suppress(&office, "list --journal third.sqlite");
    assert_eq!(third.stdout.lines().count(), 3, "{third}");
}
