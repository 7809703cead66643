//! Whatever stands in a list of those who want no mail, it keeps mail from whoever may be meant.

use super::office::{Ended, Office};
use super::relay::Relay;

/// Lines that mean anna@example.org and can be read.
const READ: &[&str] = &[
    "anna@example.org",
    "ANNA@EXAMPLE.ORG",
    "  anna@example.org\t",
    "Anna Muster <anna@example.org>",
    "\"Muster, Anna\" <anna@example.org>",
    "<anna@example.org>",
    "mailto:anna@example.org",
    "mailto:anna%40example.org?subject=Abmelden",
    "anna\u{200B}@example.org",
    "anna＠example.org",
    "\u{FEFF}anna@example.org\u{A0}",
    "Bitte abmelden: anna@example.org!",
    "anna@example.org # seit Mai",
    "550 5.1.1 <anna@example.org>: user unknown",
    "Final-Recipient: rfc822; anna@example.org",
    "zoe@x.example; anna@example.org",
    "zoe@x.example,anna@example.org",
    "zoe@x.example/anna@example.org",
    "zoe@x.example anna@example.org",
    "(anna@example.org) zoe@x.example",
    "zoe@x.example\ranna@example.org",
    "zoe@x.example\u{2028}anna@example.org",
    "@example.org",
    "*@example.org",
    "\"anna@example.org",
    "Zeitung/anna@example.org",
    "mail=anna@example.org",
    "- anna@example.org",
    "<li>anna@example.org</li>",
    "-anna@example.org",
    "|anna@example.org|",
    "email;name\nanna@example.org;Anna",
    "Nr;E-Mail\n#1;anna@example.org",
    "Name;E-Mail;Alt\nAnna;zoe@x.example;anna@example.org",
    "Stand: anna@example.org fragen\nName;E-Mail\nZoe;zoe@x.example",
];

/// Lines of which somebody may be meant who cannot be made out.
const BROKEN: &[&str] = &[
    "anna(at)example.org",
    "anna [at] example.org",
    "anna at example.org",
    "anna AT example DOT org",
    "anna%40example.org",
    "anna&#64;example.org",
    "anna @example.org",
    "anna@ example.org",
    "anna@example",
    "anna@@example.org",
    "anna@example..org",
    "anna@exam_ple.org",
    "ann*@example.org",
    "anna?@example.org",
    "an…@example.org",
    "änna@example.org",
    "example.org",
    "*.example.org",
    "Anna Muster",
    "anna",
    "0351 123456",
    "alle von @example.org",
    "@example.org und alle anderen",
    "@example",
    "@*.org",
    "zoe@x.example, anna(at)example.org",
    "zoe@x.example anna%40example.org",
    "zoe@x.example:anna@example.org",
    "zoe@x.example (privat anna at example.org)",
    "mailto:zoe@x.example?cc=anna@example.org",
    "zoe@x.example; example.org",
    "email,name\n\"anna@example.org,Anna\nzoe@x.example,Zoe",
    "email;name\nanna example.org;Anna",
    "email;name\n;Anna",
    "email;name\nName;E-Mail\nzoe@x.example;Zoe",
    "Nr;E-Mail\n#1;anna(at)example.org",
    "anna@example.org\0",
];

#[test]
fn what_cannot_be_read_stops_the_run() {
    let (office, relay) = (Office::new(["anna", "bert"]), Relay::new(""));
    for line in BROKEN {
        office.write("not.txt", format!("zoe@x.example\n{line}\n"));
        let ended = office.send(&relay.url("smtp"), "--suppress not.txt");
        assert_eq!(ended.code, Some(2), "{line:?}: {ended}");
        assert!(ended.stderr.contains("error["), "{line:?}: {ended}");
    }
    assert_eq!(relay.count("connected"), 0, "nothing is sent");
}

#[test]
fn what_can_be_read_keeps_mail_from_whoever_is_meant() {
    for line in READ {
        let (office, relay) = (Office::new(["anna"]), Relay::new(""));
        office.write("list.txt", "anna@example.org\nbert@other.example\n");
        // A table begins the file.
        let before = if line.contains('\n') { "" } else { "zoe@x.example\n" };
        let name = if line.contains('\n') { "not.csv" } else { "not.txt" };
        office.write(name, format!("{before}{line}\n"));
        let ended = office.send(&relay.url("smtp"), &format!("--suppress {name}"));
        assert_eq!(ended.code, Some(0), "{line:?}: {ended}");
        let to: Vec<_> = relay.accepted().into_iter().map(|each| each.recipient).collect();
        assert_eq!(to, ["bert@other.example"], "{line:?}: {ended}");
    }
}

#[test]
fn every_form_of_list_names_the_same_people() {
    let forms = crate::repository::root().join("fixtures/lists");
    let mut count = 0;
    for file in std::fs::read_dir(forms).expect("the forms are there") {
        let file = file.expect("an entry").path();
        let name = file.file_name().expect("a name").to_string_lossy().into_owned();
        if name.starts_with("README") || name.ends_with(".py") {
            continue;
        }
        let office = Office::new(["anna"]);
        let send = "mail send release.md --relay smtp://127.0.0.1:9";
        let mut preview = office.program(&format!("{send} --recipients-out out.csv --to"));
        let ended = Ended::of(preview.arg(&file));
        assert_eq!(ended.code, Some(0), "{name}: {ended}");
        let out = std::fs::read_to_string(office.path("out.csv")).expect("a list");
        let people: Vec<_> = out.lines().skip(1).map(|line| cells(line, 2)).collect();
        let expected = [
            "j.mueller@zeitung.example,Jürgen Müller",
            "aenne@radio.example,Änne Größe",
            "max@bote.example,Max Muster",
        ];
        assert_eq!(people, expected, "{name}");
        // The same file keeps mail from all of them, and from nobody else.
        office.write("out.csv", format!("{out}bert@other.example,,,html,\n"));
        let mut unwanted = office.program(&format!("{send} --to out.csv --suppress"));
        let ended = Ended::of(unwanted.arg(&file));
        if name == "excel.xlsx" {
            // Somebody may be meant on its sheet of notes.
            assert!(ended.code == Some(2) && ended.stderr.contains("sheet Notizen:2"), "{ended}");
            count += 1;
            continue;
        }
        assert_eq!(ended.code, Some(0), "{name}: {ended}");
        assert_eq!(
            ended.stderr.matches("wants no mail and gets none").count(),
            3,
            "{name}: {ended}"
        );
        assert!(ended.stdout.contains("bert@other.example"), "{name}: {ended}");
        count += 1;
    }
    assert_eq!(count, 14);
}

/// The first cells of a line without quotes.
fn cells(line: &str, count: usize) -> String {
    line.split(',').take(count).collect::<Vec<_>>().join(",")
}
