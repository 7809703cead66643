//! What `mail compose` writes, and what keeps it from writing.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;

use mail_parser::{MessageParser, MimeHeaders};

use crate::test::{Ran, Test};

const HOUSE: &str = include_str!("../../fixtures/mail/haus.toml");
const EVERY_ELEMENT: &str = include_str!("../../fixtures/mail/every-element.md");
const CORRECTION: &str = include_str!("../../fixtures/mail/embargoed-correction-version-2.md");
const INVITATION: &str = include_str!("../../fixtures/mail/invitation-in-english.md");
const LONG: &str = include_str!("../../fixtures/mail/headline-of-300-characters.md");

const KEY: &str = "0123456789abcdef0123456789abcdef";

/// A run of `mail compose` on a release of the house.
fn compose(release: &str, options: &str) -> Test {
    let test = Test::new(&format!("mail compose release.md --token-key key {options}"))
        .file("release.md", release)
        .file("haus.toml", HOUSE)
        .file("key", KEY)
        .any_stderr();
    std::fs::set_permissions(test.path("key"), Permissions::from_mode(0o600)).expect("a mode");
    test
}

/// The message that one is composed as.
fn message(release: &str, options: &str) -> Vec<u8> {
    compose(release, &format!("-o a.eml {options}")).run().bytes("a.eml")
}

fn header(message: &[u8], name: &str) -> Option<String> {
    let parsed = MessageParser::new().parse(message).expect("a message");
    parsed.header_raw(name).map(|value| value.trim().replace("\r\n", ""))
}

#[test]
fn a_second_library_reads_the_same_message() {
    for release in [EVERY_ELEMENT, CORRECTION, INVITATION, LONG] {
        let bytes = message(release, "");
        let parsed = MessageParser::new().parse(&bytes).expect("a message");
        let headline = release.lines().find_map(|line| line.strip_prefix("headline: "));
        let headline = headline.expect("a headline").trim_matches('"');
        assert!(parsed.subject().is_some_and(|subject| subject.contains(headline)), "{headline}");
        let from = parsed.from().and_then(|from| from.first()).expect("a sender");
        assert_eq!(from.name(), Some("LMO, Pressestelle"));
        assert_eq!(from.address(), Some("presse@musterwesen.example"));
        let (text, html) = (parsed.body_text(0).expect("text"), parsed.body_html(0).expect("HTML"));
        let first: String = headline.chars().take(30).collect();
        assert!(text.contains(&first) && html.contains(&first), "{headline}");
        let pdf = parsed.attachment(0).expect("an attachment");
        assert!(pdf.contents().starts_with(b"%PDF-1.7"), "{headline}");
        let name = pdf.attachment_name().expect("a name");
        assert!(name.is_ascii() && name.ends_with(".pdf") && name.len() <= 100, "{name}");
        assert!(bytes.is_ascii());
        assert!(bytes.split(|byte| *byte == b'\n').all(|line| line.len() <= 999));
        assert_eq!(message(release, ""), bytes, "twice the same");
    }
}

#[test]
fn what_nobody_may_overlook_stands_first() {
    let bytes = message(CORRECTION, "");
    let parsed = MessageParser::new().parse(&bytes).expect("a message");
    assert_eq!(
        parsed.subject(),
        Some(
            "Sperrfrist: 25. November 2022, 14.00 Uhr (MEZ) – Korrektur LMO: Es sind 1.300 Einträge (Fassung 2)"
        )
    );
    let text = parsed.body_text(0).expect("text");
    assert!(
        text.starts_with("Sperrfrist: 25. November 2022, 14.00 Uhr (MEZ)\r\n")
            || text.starts_with("Sperrfrist: 25. November 2022, 14.00 Uhr (MEZ)\n"),
        "{text}"
    );
    let html = parsed.body_html(0).expect("HTML");
    let body = html.split_once("<body").expect("a body").1;
    let (alert, kind) = (body.find("Sperrfrist:"), body.find("Korrektur"));
    assert!(alert.is_some() && alert < kind, "{alert:?} {kind:?}");
}

#[test]
fn a_new_version_and_a_correction_answer_what_they_follow() {
    let to = "--to list.txt -o out/";
    let composed = |release: &str| {
        let ran = compose(release, to).file("list.txt", "Mira@Zeitung.example\n").run();
        ran.bytes("out/mira@zeitung.example.eml")
    };
    let first = composed(EVERY_ELEMENT);
    let id = header(&first, "Message-ID").expect("an id");
    let correction = composed(CORRECTION);
    let references = header(&correction, "References").expect("references");
    let references: Vec<&str> = references.split_whitespace().collect();
    // The release that is corrected, and the first version of the correction.
    assert_eq!(references.len(), 2, "{references:?}");
    assert_eq!(references[0], id);
    assert_eq!(header(&correction, "In-Reply-To").as_deref(), Some(references[1]));
    let earlier = composed(&CORRECTION.replace("version: 2\n", ""));
    assert_eq!(header(&earlier, "Message-ID").as_deref(), Some(references[1]));
    // What follows nothing answers nothing.
    assert_eq!(header(&composed(INVITATION), "In-Reply-To"), None);
}

#[test]
fn a_draft_is_for_somebody_who_completes_it() {
    let draft = message(EVERY_ELEMENT, "--draft");
    assert_eq!(header(&draft, "X-Unsent").as_deref(), Some("1"));
    assert_eq!(header(&draft, "To"), None);
    let message = message(EVERY_ELEMENT, "");
    assert_eq!(header(&message, "X-Unsent"), None);
    // But for these two lines it is the message.
    let lines = |bytes: &[u8]| {
        let text = String::from_utf8_lossy(bytes).into_owned();
        let lines = text.lines().filter(|line| !line.starts_with("X-Unsent:"));
        lines.filter(|line| !line.starts_with("To:")).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(lines(&draft), lines(&message));
    let to = compose(EVERY_ELEMENT, "--draft --to list.txt -o out/");
    let to = to.file("list.txt", "mira@zeitung.example\n").run();
    let to = to.bytes("out/mira@zeitung.example.eml");
    assert_eq!(header(&to, "To").as_deref(), Some("mira@zeitung.example"));
    assert_eq!(header(&to, "X-Unsent").as_deref(), Some("1"));
    let both = compose(EVERY_ELEMENT, "--draft --unattended -o a.eml").exit(2).run();
    assert!(both.stderr.contains("--unattended"), "{}", both.stderr);
}

#[test]
fn a_list_has_an_id_and_a_way_out() {
    let ran = compose(EVERY_ELEMENT, "--to list.csv -o out/ --unattended --date 2022-11-25T11:00+01:00")
        .file("list.csv", "email,name,language,format\na+b@zeitung.example,\"Muster, Mira\",en,html\nb@zeitung.example,,,text\n")
        .run();
    assert_eq!(ran.stderr, "wrote 2 messages into out\n");
    let bytes = ran.bytes("out/a+b@zeitung.example.eml");
    let value = |name: &str| header(&bytes, name).unwrap_or_default();
    assert_eq!(value("To"), "\"Muster, Mira\" <a+b@zeitung.example>");
    assert_eq!(value("Date"), "Fri, 25 Nov 2022 11:00:00 +0100");
    assert_eq!(value("List-Id"), "Medieninformationen <presse.musterwesen.example>");
    let way_out = value("List-Unsubscribe");
    let (before, token) = way_out.split_once("&marke=").expect("a token");
    assert_eq!(before, "<https://www.musterwesen.example/abmelden?wer=a%2Bb%40zeitung.example");
    assert!(token.len() > 16, "{token}");
    assert_eq!(value("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
    assert_eq!(value("Auto-Submitted"), "auto-generated");
    assert_eq!(value("Content-Language"), "de");
    let parsed = MessageParser::new().parse(&bytes).expect("a message");
    let text = parsed.body_text(0).expect("text").into_owned();
    assert!(text.contains("You receive this message"), "in the recipient's language: {text}");
    // Another recipient has another token, no HTML, and German words.
    let other = ran.bytes("out/b@zeitung.example.eml");
    assert!(!header(&other, "List-Unsubscribe").unwrap_or_default().contains(token));
    let text = String::from_utf8_lossy(&other).into_owned();
    assert!(!text.contains("text/html"), "{text}");
}

#[test]
fn what_keeps_a_message_from_being_composed_is_told() {
    let says = |ran: &Ran, text: &str| {
        assert!(ran.stderr.contains(text), "{text}\n--- is not in ---\n{}", ran.stderr);
    };
    let mail = HOUSE.find("[mail]").expect("settings of the mail");
    let ran = compose(EVERY_ELEMENT, "-o a.eml").file("haus.toml", &HOUSE[..mail]).exit(2).run();
    says(
        &ran,
        "error[mail-from-missing]: the letterhead `lmo` has no sender address (`mail.from`)\n",
    );
    let ran = Test::new("mail compose release.md -o a.eml")
        .file("release.md", EVERY_ELEMENT)
        .file("haus.toml", HOUSE)
        .any_stderr()
        .exit(2)
        .run();
    says(&ran, "error[mail-key-missing]: ");
    let ran = compose(EVERY_ELEMENT, "-o a.eml").file("key", "kurz").exit(2).run();
    says(&ran, "error[usage]: the key in key has fewer than 16 bytes\n");
    let test = compose(EVERY_ELEMENT, "-o a.eml");
    std::fs::set_permissions(test.path("key"), Permissions::from_mode(0o644)).expect("a mode");
    says(&test.exit(2).run(), "error[usage]: others may read key, which holds a secret\n");
    let ran = compose(EVERY_ELEMENT, "-o a.eml --pre-send false").exit(2).run();
    says(&ran, "error[pre-send-failed]: `false` gave back nothing to send: it ended with ");
    assert_eq!(ran.names(), ["haus.toml", "key", "release.md"]);
    let ran = compose(EVERY_ELEMENT, "-o a.eml --date heute").exit(2).run();
    says(&ran, "error[usage]: `heute` is not a date-time with a time zone\n");
    let ran = compose(EVERY_ELEMENT, "-o a.txt").exit(2).run();
    says(&ran, "error[usage]: a.txt has not the ending of a message\n");
}

#[test]
fn a_hook_gives_back_what_is_written() {
    let test = compose(EVERY_ELEMENT, "-o a.eml --pre-send ./hook.sh")
        .file("hook.sh", "#!/bin/sh\necho 'X-Gateway: passed'\nenv | grep LETTERPRESS >&2\ncat\n");
    std::fs::set_permissions(test.path("hook.sh"), Permissions::from_mode(0o755)).expect("a mode");
    let bytes = test.run().bytes("a.eml");
    assert!(bytes.starts_with(b"X-Gateway: passed\r\nDate: "));
    let plain = message(EVERY_ELEMENT, "");
    assert!(bytes.ends_with(&plain), "nothing else was changed");
}
