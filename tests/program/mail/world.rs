//! The servers and judges of these tests, put to the test themselves.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::time::Duration;

use super::browser::{Scheme, picture, violations};
use super::certificates::{Certificate, authority};
use super::parsed::Parsed;
use super::postfix::FullRelay;
use super::relay::Relay;
use super::scripts::{script, succeed};

/// A message as simple as can be, with the dot behind it.
const MESSAGE: &str = "From: a@example.org\r\nTo: Gr=?utf-8?q?=C3=BC?= <b@example.org>\r\n\
    Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\nMessage-ID: <1@example.org>\r\n\
    Date: Wed, 25 Nov 2026 10:00:00 +0000\r\n\r\nEin Satz.\r\n";

/// A conversation with a relay, command by command.
struct Conversation(BufReader<TcpStream>);

impl Conversation {
    fn with(relay: &Relay) -> Self {
        let stream = TcpStream::connect(("127.0.0.1", relay.port())).expect("it listens");
        stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a limit");
        let mut conversation = Self(BufReader::new(stream));
        assert_eq!(conversation.answer(), "220");
        assert_eq!(conversation.say("EHLO localhost"), "250");
        conversation
    }

    /// The code of an answer; nothing when the line is closed.
    fn answer(&mut self) -> String {
        let mut line = Vec::new();
        loop {
            line.clear();
            if !self.0.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
                return String::new();
            }
            // The lines before the last have a hyphen behind their code.
            if line.get(3) != Some(&b'-') {
                return String::from_utf8_lossy(line.get(..3).unwrap_or(&line)).into_owned();
            }
        }
    }

    fn say(&mut self, text: &str) -> String {
        self.0.get_mut().write_all(format!("{text}\r\n").as_bytes()).ok();
        self.answer()
    }

    /// What is said to a recipient, and to a message for it.
    fn deliver(&mut self, local: &str) -> (String, String) {
        assert_eq!(self.say("MAIL FROM:<a@example.org>"), "250");
        let answer = self.say(&format!("RCPT TO:<{local}@example.org>"));
        if answer != "250" {
            return (answer, String::new());
        }
        assert_eq!(self.say("DATA"), "354");
        let message = MESSAGE.repeat(if local.starts_with("drop-during") { 9 } else { 1 });
        (answer, self.say(&format!("{message}.")))
    }
}

#[test]
fn a_relay_does_as_the_recipient_says() {
    let relay = Relay::new("");
    for (local, answers) in [
        ("anna", ("250", "250")),
        ("refuse-17", ("550", "")),
        ("refuse-data-a", ("250", "554")),
        ("defer-2-a", ("451", "")),
        ("defer-2-a", ("451", "")),
        ("defer-2-a", ("250", "250")),
        ("defer-data-1-a", ("250", "451")),
        ("defer-data-1-a", ("250", "250")),
        ("421-a", ("421", "")),
        ("drop-before-a", ("", "")),
        ("drop-during-a", ("250", "")),
        ("drop-after-a", ("250", "")),
        ("drop-after-a", ("250", "250")),
        ("slow-0.5-a", ("250", "250")),
        ("garbage-a", ("\u{16}\u{3}\u{1}", "")),
        ("garbage-code-a", ("299", "")),
        ("garbage-data-a", ("250", "\u{16}\u{3}\u{1}")),
    ] {
        let (recipient, message) = Conversation::with(&relay).deliver(local);
        assert_eq!((&*recipient, &*message), answers, "{local}");
    }
    let accepted = relay.accepted();
    let accepted: Vec<_> =
        accepted.iter().map(|each| (each.recipient.split('@').next(), each.answered)).collect();
    let expected = [
        ("anna", true),
        ("defer-2-a", true),
        ("defer-data-1-a", true),
        ("drop-after-a", false),
        ("drop-after-a", true),
        ("slow-0.5-a", true),
        ("garbage-data-a", false),
    ];
    assert_eq!(accepted, expected.map(|(local, answered)| (Some(local), answered)));
    let first = &relay.accepted()[0];
    assert_eq!((&*first.message_id, &*first.sender), ("<1@example.org>", "a@example.org"));
    assert_eq!(relay.message(first), MESSAGE.as_bytes());
    assert_eq!(relay.count("connected"), 17);
}

#[test]
fn a_relay_does_as_its_options_say() {
    let relay = Relay::new("--size 300 --messages-per-connection 1 --seven-bit");
    let mut conversation = Conversation::with(&relay);
    assert_eq!(conversation.deliver("a").1, "250");
    assert_eq!(conversation.say("MAIL FROM:<a@example.org>"), "421");
    let mut conversation = Conversation::with(&relay);
    assert_eq!(conversation.say("MAIL FROM:<a@example.org> SIZE=301"), "552");
    let relay = Relay::new("--require-auth");
    assert_eq!(Conversation::with(&relay).say("MAIL FROM:<a@example.org>"), "530");
    let relay = Relay::certified("--starttls", Certificate::Good, "");
    assert_eq!(Conversation::with(&relay).say("STARTTLS"), "220");
}

#[test]
fn a_full_relay_takes_all_that_it_has_started_with_it() {
    let Some(relay) = FullRelay::new() else { return };
    let url = relay.url("smtp");
    let port: u16 = url.rsplit(':').next().and_then(|port| port.parse().ok()).expect("a port");
    assert!(TcpStream::connect(("127.0.0.1", port)).is_ok());
    drop(relay);
    assert!(TcpStream::connect(("127.0.0.1", port)).is_err(), "something listens on");
}

#[test]
fn certificates_are_as_good_as_their_names() {
    let verified = |certificate: Certificate| {
        let [file, _] = certificate.files();
        let arguments = ["verify", "-verify_hostname", "localhost", "-CAfile", &authority(), &file];
        let output = std::process::Command::new("openssl").args(arguments).output();
        let output = output.expect("openssl is there");
        let words = String::from_utf8_lossy(&output.stderr).into_owned();
        let error = words.split("error ").nth(1).unwrap_or_default().to_owned();
        error.chars().take_while(char::is_ascii_digit).collect::<String>()
    };
    // 62: another host, 10: run out, 18: signed by itself, 20: no authority.
    assert_eq!(verified(Certificate::Good), "");
    assert_eq!(verified(Certificate::Name), "62");
    assert_eq!(verified(Certificate::Expired), "10");
    assert_eq!(verified(Certificate::Alone), "18");
    assert_eq!(verified(Certificate::Strange), "20");
}

#[test]
fn messages_are_read_and_faults_in_them_found() {
    let parsed = Parsed::new(MESSAGE.as_bytes());
    assert_eq!(parsed.header("subject"), Some("Grüße"));
    assert_eq!(parsed.structure(), "text/plain");
    assert_eq!(parsed.text(), "Ein Satz.\n");
    assert_eq!(parsed.addresses("From"), [("", "a@example.org")]);
    let part = "Content-Type: multipart/mixed; boundary=x\r\nMIME-Version: 1.0\r\n";
    let broken = [
        MESSAGE.replace("\r\n\r\n", "\n\n"),
        MESSAGE.replace("Date:", "Subject: a\r\nDate:"),
        MESSAGE.replace("Wed, 25 Nov 2026", "heute"),
        MESSAGE.replace("From: a@", "From: a b@@"),
        MESSAGE.replace("Date:", &format!("{part}Date:")),
        MESSAGE.replace("Date:", "Content-Transfer-Encoding: base64\r\nDate:"),
        MESSAGE.replace("Date:", "kein Feld\r\nDate:"),
    ];
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("a.eml");
    for message in broken {
        fs::write(&file, &message).expect("the message is written");
        let output = script("parse.py").arg(&file).output().expect("python3 is there");
        assert_eq!(output.status.code(), Some(1), "no fault found in:\n{message}");
    }
}

#[test]
fn a_browser_finds_faults_of_pages_and_takes_their_picture() {
    let good = "<!doctype html><html lang=de><head><title>Moor</title>\
        <style>body { background: #fff; color: #000 } h1 { margin: 0 }\
        @media (prefers-color-scheme: dark) { body { background: #000; color: #fff } }\
        @media (max-width: 500px) { body { margin: 0; border-left: 40px solid #f00 } }</style>\
        </head><body><main><h1>Moor</h1><p>Ein Satz.</p></main></body></html>";
    let found: Vec<_> = violations(good).into_iter().map(|found| found.text).collect();
    assert_eq!(found, Vec::<String>::new());
    let bad = "<!doctype html><html><body><p style='color: #ccc'>blass</p><img src=a.png>";
    let found = violations(bad);
    let rules: Vec<_> = found.iter().map(|found| &*found.rule).collect();
    for rule in ["color-contrast", "document-title", "html-has-lang", "image-alt"] {
        assert!(rules.contains(&rule), "{rule} is not among {rules:?}");
    }
    assert!(found[0].text.contains("blass"), "{}", found[0].text);
    for (width, scheme, corner) in [
        (800, Scheme::Light, [255; 3]),
        (800, Scheme::Dark, [0; 3]),
        (400, Scheme::Light, [255, 0, 0]),
    ] {
        let picture = picture(good, width, 300, scheme);
        assert_eq!(picture.dimensions(), (width, 300));
        assert_eq!(picture.get_pixel(2, 2).0, corner, "{width} {scheme:?}");
    }
}

#[test]
fn what_fails_to_run_is_told() {
    let failed = std::panic::catch_unwind(|| succeed(script("parse.py").arg("/nowhere")));
    let said = failed.expect_err("there is no such file");
    let said = said.downcast_ref::<String>().expect("a message");
    assert!(said.contains("No such file"), "{said}");
}
