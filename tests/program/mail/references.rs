//! What messages looked like when a person last looked: `fixtures/mail/references`.
//!
//! In a message the HTML, the PDF and the entry of a calendar are cut out: the PDF is proved elsewhere,
//! the others have references of their own. Lines end in LF, so that a difference can be read.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;

use mail_parser::{MessageParser, MimeHeaders};

use super::browser::violations;
use super::parsed::Parsed;
use crate::reference::compare_text;
use crate::repository::root;
use crate::test::{Ran, Test};

pub const RELEASES: [&str; 7] = [
    "every-element",
    "embargoed-correction-version-2",
    "headline-of-300-characters",
    "invitation-canceled",
    "invitation-for-several-days",
    "invitation-in-english",
    "invitation-on-a-day",
];

/// Names that lists hold, and each language of the words about the list.
const LIST: &str = "\
email;name;language;format
mira@zeitung.example;Mira Muster;;
anna@paper.example;\"Źródła, Änne \"\"Ann\"\" 🦊\";en;
jan@nowiny.example;=?utf-8?q?Jan?=;hsb;
eva@noviny.example;Dr. Eva Příkladová;cs;
jan@gazeta.example;Redaktion (Kultur) <Chef>;pl;
text@zeitung.example;Redaktion;;text
";

/// The name, language of the words and form of each recipient as they come out.
const READ: [(&str, &str, &str); 6] = [
    ("mira@zeitung.example", "Mira Muster", "Sie erhalten"),
    ("anna@paper.example", "Źródła, Änne \"Ann\" 🦊", "You receive"),
    ("jan@nowiny.example", "=?utf-8?q?Jan?=", "Dóstawaće"),
    ("eva@noviny.example", "Dr. Eva Příkladová", "Tuto zprávu"),
    ("jan@gazeta.example", "Redaktion (Kultur) <Chef>", "Otrzymują"),
    ("text@zeitung.example", "Redaktion", "Sie erhalten"),
];

/// All messages of a release of the house.
pub fn composed(release: &str) -> Ran {
    let fixture = |name: &str| fs::read(root().join("fixtures/mail").join(name)).expect(name);
    let test =
        Test::new("mail compose release.md --to list.csv -o out/ --unattended --token-key key")
            .file("release.md", fixture(&format!("{release}.md")))
            .file("haus.toml", fixture("haus.toml"))
            .file("list.csv", LIST)
            .file("key", "0123456789abcdef0123456789abcdef")
            .any_stderr();
    fs::set_permissions(test.path("key"), Permissions::from_mode(0o600)).expect("a mode");
    test.run()
}

pub fn of(ran: &Ran, address: &str) -> Vec<u8> {
    ran.bytes(&format!("out/{address}.eml"))
}

/// The entry of a calendar in a message, if there is one.
pub fn entry(message: &[u8]) -> Option<String> {
    let message = MessageParser::new().parse(message).expect("a message");
    let mut parts = message.attachments();
    let part = parts.find(|part| part.is_content_type("text", "calendar"))?;
    Some(String::from_utf8(part.contents().to_vec()).expect("UTF-8"))
}

/// What is cut out of a message.
const CUT: [&str; 3] = ["text/html", "application/pdf", "text/calendar"];

/// A message without its HTML, its PDF and its entry of a calendar.
fn shortened(message: &[u8]) -> String {
    let text = String::from_utf8(message.to_vec()).expect("a message is ASCII");
    let text = text.replace("\r\n", "\n");
    let mut short = String::new();
    for (at, part) in text.split("\n--=_").enumerate() {
        short.push_str(if at == 0 { "" } else { "\n--=_" });
        let is_cut = |kind: &str| part.contains(&format!("\nContent-Type: {kind}"));
        match part.split_once("\n\n") {
            Some((head, _)) if CUT.into_iter().any(is_cut) => {
                short.push_str(&format!("{head}\n\n[…]\n"));
            }
            _ => short.push_str(part),
        }
    }
    short
}

#[test]
fn messages_are_as_they_were() {
    let mut faults = Vec::new();
    for release in RELEASES {
        let message = of(&composed(release), "anna@paper.example");
        let folder = root().join("fixtures/mail/references");
        let mut compare = |ending: &str, actual: &str| {
            faults.extend(compare_text(&folder.join(format!("{release}.{ending}")), actual).err());
        };
        compare("eml", &shortened(&message));
        let parsed = Parsed::new(&message);
        compare("html", parsed.html());
        compare("txt", parsed.text());
        if let Some(entry) = entry(&message) {
            compare("ics", &entry.replace("\r\n", "\n"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn two_libraries_read_every_recipient() {
    for release in RELEASES {
        let ran = composed(release);
        for (address, name, words) in READ {
            let message = of(&ran, address);
            // Python in its strictest policy, which tells the first fault of form.
            let python = Parsed::new(&message);
            assert_eq!(python.addresses("to"), [(name, address)], "{release}");
            let rust = MessageParser::new().parse(&message).expect("a message");
            let to = rust.to().and_then(|to| to.first()).expect("a recipient");
            assert_eq!((to.name(), to.address()), (Some(name), Some(address)), "{release}");
            assert_eq!(rust.subject(), python.header("subject"), "{release}");
            // Who has named no language gets the release's.
            let is_english = release.ends_with("-in-english") && words == "Sie erhalten";
            let words = if is_english { "You receive" } else { words };
            assert!(python.text().contains(&format!("\n-- \n{words}")), "{release} {address}");
            let is_text = address.starts_with("text@");
            let alternative = "multipart/alternative(text/plain text/html)";
            let body = if is_text { "text/plain" } else { alternative };
            let calendar = if release.starts_with("invitation") { " text/calendar" } else { "" };
            let structure = format!("multipart/mixed({body} application/pdf{calendar})");
            assert_eq!(python.structure(), structure);
            assert!(is_text || python.html().contains(words), "{release} {address}");
        }
    }
}

#[test]
fn every_element_is_accessible() {
    for release in RELEASES {
        let parsed = Parsed::new(&of(&composed(release), "anna@paper.example"));
        let found: Vec<_> = violations(parsed.html()).into_iter().map(|one| one.text).collect();
        assert!(found.is_empty(), "{release}: {}", found.join("\n"));
    }
}
