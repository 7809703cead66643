//! What is said where a relay lets nobody in, and how files with secrets are read.

use super::certificates::{Certificate, authority};
use super::office::{Ended, Office};
use super::relay::{PASSWORD, Relay, USER};

/// `mail send` with a file of credentials for a relay with these options.
fn ended(options: &str, secret: &str, attempts: u32) -> (Ended, Relay) {
    let tokens = tempfile::NamedTempFile::new().expect("a temporary file");
    let options = format!("--require-auth --tokens {} {options}", tokens.path().display());
    let relay = Relay::certified("--starttls", Certificate::Good, &options);
    let office = Office::of(1);
    let url = relay.url("smtp");
    let file = office.credentials(&format!("user = {USER}\n{secret}\nrelay = {url}\n"));
    let options = format!(
        "--ca {} --credentials {} --attempts {attempts} --pause 1 --connections 1",
        authority(),
        file.display()
    );
    let ended = office.send(&url, &options);
    assert_eq!(office.counts(), [("queued".to_owned(), 1)].into(), "{ended}");
    assert!(!ended.stderr.contains(PASSWORD), "{ended}");
    (ended, relay)
}

#[test]
fn the_codes_of_a_relay_say_what_to_do() {
    let password = format!("password = {PASSWORD}");
    for (answer, secret, said) in [
        ("535_5.7.139_basic_authentication_is_disabled", &*password, "token_command"),
        ("550_5.7.30_not_supported", &password, "December 2026"),
        ("535_5.7.139_no", "token_command = echo abc", "switch on SMTP AUTH"),
        ("535_5.7.3_no", "token_command = echo abc", "SMTP.Send"),
        ("534_5.7.9_no", &password, "application-specific password"),
        ("535_5.7.8_no", &password, "user or password is wrong"),
        ("535-5.7.8_no|535_5.7.8_at_all", &password, "user or password is wrong"),
        ("535_no", &password, "user or password is wrong"),
        ("504_5.7.4_no", &password, "ask its administrators"),
    ] {
        let options = format!("--offer LOGIN,XOAUTH2,PLAIN --login-answer {answer}");
        let (ended, relay) = ended(&options, secret, 5);
        ended.expect(2, "error[relay-login]");
        ended.expect(2, said);
        ended.expect(2, "it offers LOGIN, XOAUTH2, PLAIN");
        let codes: Vec<_> = answer.split(['_', '-']).take(2).collect();
        let codes = if codes[1] == "no" { codes[0].to_owned() } else { codes.join(" ") };
        ended.expect(2, &format!("refuses the login ({codes})"));
        assert_eq!(relay.count("connected"), 1, "it was tried again");
    }
}

#[test]
fn a_login_that_is_put_off_is_tried_again() {
    let options = "--login-answer 454_4.7.0_temporary";
    let (ended, relay) = ended(options, &format!("password = {PASSWORD}"), 2);
    ended.expect(2, "error[relay-busy]");
    ended.expect(2, "puts the login off (454 4.7.0)");
    assert!(relay.count("login") >= 2, "it was tried once");
}

#[test]
fn what_a_relay_offers_is_told() {
    let password = format!("password = {PASSWORD}");
    let token = "token_command = echo abc";
    for (offer, secret, said) in [
        ("XOAUTH2,OAUTHBEARER", &*password, "takes no password, only XOAUTH2, OAUTHBEARER"),
        ("GSSAPI,NTLM", &password, "no login by user and password, only GSSAPI, NTLM"),
        ("none", &password, "offers no login at all"),
        ("PLAIN,LOGIN", token, "no login by a token (OAUTHBEARER, XOAUTH2), only PLAIN, LOGIN"),
        ("none", token, "offers no login at all"),
        ("GSSAPI,\u{1b}[31m,NTLM", token, "only GSSAPI, NTLM"),
    ] {
        let (ended, relay) = ended(&format!("--offer {offer}"), secret, 5);
        ended.expect(2, "error[relay-login]");
        ended.expect(2, said);
        assert_eq!((relay.count("login"), relay.count("connected")), (0, 1));
    }
}

#[test]
fn a_secret_stands_once() {
    let office = Office::of(1);
    for text in [
        "token_file = a\ntoken_command = b\n",
        "password = a\ntoken_file = b\n",
        "password = a\ntoken_command = b\n",
        "token_file = a\ntoken_file = b\n",
        "token_command =\n",
        "",
    ] {
        let file = office.credentials(&format!("user = presse\n{text}relay = mail.example.org\n"));
        let options = format!("--credentials {}", file.display());
        office.send("smtp://mail.example.org", &options).expect(2, "holds no login");
    }
    let mut command = office.logging_in("smtp://mail.example.org", "");
    command.env("LETTERPRESS_RELAY_TOKEN_FILE", "token");
    Ended::of(&mut command).expect(2, "only one can be set");
    let mut command = office.sending("smtp://mail.example.org", "");
    command.env("LETTERPRESS_RELAY_TOKEN_COMMAND", "print-token");
    Ended::of(&mut command).expect(2, "go together");
}

#[test]
fn a_byte_order_mark_is_passed_over_and_utf_16_told() {
    let relay = Relay::certified("--starttls", Certificate::Good, "--require-auth");
    let office = Office::of(1);
    let url = relay.url("smtp");
    let text = format!("user = {USER}\r\npassword = {PASSWORD}\r\nrelay = {url}\r\n");
    let options =
        |file: &std::path::Path| format!("--ca {} --credentials {}", authority(), file.display());
    let marked = office.credentials(&format!("\u{FEFF}{text}"));
    for big in [false, true] {
        let units = format!("\u{FEFF}{text}");
        let bytes: Vec<u8> = units
            .encode_utf16()
            .flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() })
            .collect();
        for bytes in [&bytes[..], &bytes[2..]] {
            std::fs::write(&marked, bytes).expect("it is written");
            let ended = office.send(&url, &options(&marked));
            ended.expect(2, "is UTF-16, as some editors save a text");
            assert!(!ended.stderr.contains(PASSWORD), "{ended}");
        }
    }
    let marked = office.credentials(&format!("\u{FEFF}{text}"));
    office.send(&url, &options(&marked)).expect(0, "");
    assert_eq!(relay.accepted().len(), 1);
}
