//! Logins by a token, from a file or a command, that runs out while messages are sent.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::certificates::{Certificate, authority};
use super::office::{Ended, Office, bytes_beside};
use super::relay::{PASSWORD, Relay, USER};

/// A token of a form that is found nowhere by chance, and fits into a short command.
const TOKEN: &str = "ya29.Kq7-nebelhorn_Zange~93/x+y==";

/// A command that makes a new token each time, and tells the relay: in one step, since another
/// connection may log in at the same moment.
const RENEW: &str = "#!/bin/sh\n\
    echo x >>\"$1/runs\"\n\
    token=ya29.Kq7-nebelhorn-$(wc -l <\"$1/runs\" | tr -d ' ')\n\
    printf 'presse %s' \"$token\" >\"$1/tokens.$$\"\n\
    mv \"$1/tokens.$$\" \"$1/tokens\"\n\
    env >\"$1/seen\"\n\
    echo \"$token\"\n";

/// An office with the file of tokens that a relay of its reads, and the relay.
fn office(recipients: usize, options: &str) -> (Office, Relay) {
    let office = Office::of(recipients);
    let file = office.write("tokens", format!("{USER} {TOKEN}"));
    let options = format!("--require-auth --tokens {} {options}", file.display());
    let relay = Relay::certified("--starttls", Certificate::Good, &options);
    (office, relay)
}

/// Lays a file into the folder that nobody else may read.
fn secret(office: &Office, name: &str, text: impl AsRef<[u8]>) -> String {
    let file = office.write(name, text);
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).expect("it is ours");
    file.display().to_string()
}

/// The line of credentials with a command that makes tokens.
fn renewing(office: &Office) -> String {
    let file = office.write("renew", RENEW);
    fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).expect("it is ours");
    format!("{} '{}'", file.display(), office.path("").display())
}

/// `mail send` with the secret in a line of a file of credentials.
fn sending(office: &Office, relay: &Relay, line: &str, options: &str) -> Command {
    let url = relay.url("smtp");
    let file = secret(office, "login", format!("user = {USER}\n{line}\nrelay = {url}\n"));
    let ca = authority();
    office.sending(&url, &format!("--ca {ca} --credentials {file} {options}"))
}

/// What became of the logins by a token: whether each was good.
fn logins(relay: &Relay) -> Vec<Value> {
    relay.events().into_iter().filter(|each| each["event"] == "token").collect()
}

fn count(office: &Office, file: &str) -> usize {
    fs::read_to_string(office.path(file)).map_or(0, |text| text.lines().count())
}

#[test]
fn a_token_opens_the_relay() {
    for (offer, mechanism) in
        [("XOAUTH2", "XOAUTH2"), ("OAUTHBEARER", "OAUTHBEARER"), ("LOGIN,XOAUTH2,PLAIN", "XOAUTH2")]
    {
        for by_command in [false, true] {
            for from_file in [false, true] {
                let (office, relay) = office(2, &format!("--offer {offer}"));
                let file = secret(&office, "token", format!("\u{FEFF} {TOKEN}\r\n"));
                let line = if by_command { format!("cat '{file}'") } else { file };
                let name = if by_command { "token_command" } else { "token_file" };
                let mut command = if from_file {
                    sending(&office, &relay, &format!("{name} = {line}"), "")
                } else {
                    let ca = authority();
                    let mut command = office.sending(&relay.url("smtp"), &format!("--ca {ca}"));
                    command.env("LETTERPRESS_RELAY_USER", USER);
                    command.env("LETTERPRESS_RELAY", relay.url("smtp"));
                    command.env(format!("LETTERPRESS_RELAY_{}", name.to_ascii_uppercase()), line);
                    command
                };
                Ended::of(&mut command).expect(0, "");
                assert_eq!(relay.accepted().len(), 2);
                for login in logins(&relay) {
                    assert_eq!((&login["good"], &login["tls"]), (&true.into(), &true.into()));
                    assert_eq!(login["mechanism"], mechanism);
                    assert_eq!((&login["token"], &login["asked"]), (&TOKEN.into(), &false.into()));
                }
            }
        }
    }
}

#[test]
fn a_long_token_waits_for_the_question() {
    for offer in ["XOAUTH2", "OAUTHBEARER"] {
        let (office, relay) = office(1, &format!("--offer {offer}"));
        let token = "eyJ0eXAi.".repeat(400);
        office.write("tokens", format!("{USER} {token}"));
        let file = secret(&office, "token", &token);
        Ended::of(&mut sending(&office, &relay, &format!("token_file = {file}"), "")).expect(0, "");
        assert_eq!(logins(&relay)[0]["asked"], true);
    }
}

#[test]
fn a_token_that_runs_out_is_fetched_anew() {
    for options in ["--offer XOAUTH2", "--offer OAUTHBEARER", "--offer XOAUTH2 --at-once"] {
        for connections in [1, 2] {
            let options = format!("{options} --token-logins 2 --messages-per-connection 1");
            let (office, relay) = office(9, &options);
            let line = format!("token_command = {}", renewing(&office));
            let options = format!("--connections {connections}");
            let ended = Ended::of(&mut sending(&office, &relay, &line, &options));
            ended.expect(0, "");
            assert_eq!(office.counts(), [("accepted".to_owned(), 9)].into(), "{ended}");
            assert_eq!(relay.accepted().len(), 9, "nobody twice");
            assert_eq!(relay.count("fault"), 0);
            let good = logins(&relay).iter().filter(|each| each["good"] == true).count();
            assert!(good >= 9, "a login a message");
            // Each token opens the relay twice; not a run more than that needs.
            assert_eq!(count(&office, "runs"), good.div_ceil(2), "{good} logins");
        }
    }
}

#[test]
fn a_file_is_read_again_at_each_login() {
    let (office, relay) = office(0, "--offer XOAUTH2 --messages-per-connection 1");
    office.write("list.txt", "slow-2-anna@example.org\nbert@example.org\ncarl@example.org\n");
    let file = secret(&office, "token", TOKEN);
    let line = format!("token_file = {file}");
    let child = sending(&office, &relay, &line, "--connections 1").spawn().expect("it starts");
    let begun = Instant::now();
    while logins(&relay).is_empty() {
        assert!(begun.elapsed() < Duration::from_secs(60), "nobody logs in");
        thread::sleep(Duration::from_millis(20));
    }
    office.write("tokens", format!("{USER} another"));
    office.write("token", "another\n");
    Ended::wait(child).expect(0, "");
    let tokens: Vec<_> = logins(&relay).into_iter().map(|each| each["token"].clone()).collect();
    assert_eq!(tokens, [TOKEN, "another", "another"]);
}

#[test]
fn a_token_that_is_refused_twice_is_refused() {
    for offer in ["XOAUTH2", "OAUTHBEARER", "XOAUTH2 --at-once"] {
        let (office, relay) = office(3, &format!("--offer {offer}"));
        // The same again, and another that is no better.
        let file = secret(&office, "token", "stale");
        let counting =
            format!("sh -c 'echo >>{0}; echo tok$(wc -l <{0})'", office.path("n").display());
        for (line, tries) in [
            (format!("token_file = {file}"), 1),
            ("token_command = echo stale".to_owned(), 1),
            (format!("token_command = {counting}"), 2),
        ] {
            let before = logins(&relay).len();
            let begun = Instant::now();
            let ended = Ended::of(&mut sending(
                &office,
                &relay,
                &line,
                "--connections 1 --pause 60 --attempts 5",
            ));
            assert!(begun.elapsed() < Duration::from_secs(50), "it was tried again");
            ended.expect(2, "error[relay-login]");
            ended.expect(2, "refuses the login (535 5.7.8)");
            ended.expect(2, "https://outlook.office365.com/SMTP.Send");
            assert_eq!(logins(&relay).len() - before, tries, "{line}");
            assert!(!ended.stderr.contains("stale") && !ended.stderr.contains("tok1"), "{ended}");
            assert_eq!(office.counts(), [("queued".to_owned(), 3)].into());
        }
    }
}

#[test]
fn a_command_that_gives_no_token_stops_the_run() {
    let (office, relay) = office(2, "--offer XOAUTH2");
    for (command, why) in [
        ("false", "it ended with exit status: 1"),
        ("sh -c 'echo geheim-im-wort; echo geheim-im-wort >&2; exit 3'", "exit status: 3"),
        ("echo geheim im satz", "the token holds characters that no token has"),
        ("true", "the token is empty"),
        ("./fehlt", "it cannot be run (it does not exist)"),
    ] {
        let line = format!("token_command = {command}");
        let ended = Ended::of(&mut sending(&office, &relay, &line, ""));
        ended.expect(2, "error[relay-token]");
        ended.expect(2, why);
        assert!(!ended.stderr.contains("geheim"), "{ended}");
        assert_eq!(office.counts(), [("queued".to_owned(), 2)].into());
    }
    let line = "token_command = echo 'offen".to_owned();
    Ended::of(&mut sending(&office, &relay, &line, "")).expect(2, "a quote in it does not end");
    assert_eq!(relay.count("connected"), 0);
}

#[test]
fn a_preview_fetches_no_token() {
    let (office, relay) = office(1, "--offer XOAUTH2");
    let line = format!("token_command = {}", renewing(&office));
    let url = relay.url("smtp");
    let file = secret(&office, "login", format!("user = {USER}\n{line}\nrelay = {url}\n"));
    let command = format!("mail send release.md --to list.txt --credentials {file}");
    Ended::of(&mut office.program(&command)).expect(0, "");
    assert_eq!((count(&office, "runs"), relay.count("connected")), (0, 0));
}

#[test]
fn tokens_appear_nowhere_and_go_only_to_their_relay() {
    let (office, relay) = office(2, "--offer XOAUTH2");
    let line = format!("token_command = {}", renewing(&office));
    let mut command = sending(&office, &relay, &line, "");
    command.env("LETTERPRESS_TOKEN_KEY", "0123456789abcdef0123456789abcdef");
    command.env("LETTERPRESS_RELAY_PASSWORD", PASSWORD);
    let ended = Ended::of(&mut command);
    ended.expect(0, "");
    let journal = bytes_beside(&office.path("journal.sqlite"));
    for bytes in [ended.stdout.as_bytes(), ended.stderr.as_bytes(), &journal] {
        assert!(!String::from_utf8_lossy(bytes).contains("nebelhorn"), "{ended}");
    }
    let seen = fs::read_to_string(office.path("seen")).expect("the command has run");
    assert!(seen.contains("HOME=") && !seen.contains("0123456789abcdef"), "{seen}");
    assert!(!seen.contains(PASSWORD), "{seen}");
    // Another relay, and one without TLS.
    let other = Relay::certified("--starttls", Certificate::Good, "");
    let plain = Relay::new("");
    for (relay, named, error) in [
        (&other, relay.url("smtp"), "error[credentials-relay]"),
        (&plain, plain.url("smtp"), "error[relay-without-tls]"),
    ] {
        let file = secret(&office, "login", format!("user = {USER}\n{line}\nrelay = {named}\n"));
        office.write("list.txt", "carl@example.org\n");
        let options = format!("--ca {} --credentials {file} --plain", authority());
        office.send(&relay.url("smtp"), &options).expect(2, error);
        assert_eq!(relay.count("login"), 0);
    }
}

#[test]
fn files_with_a_token_are_for_their_owner_and_in_utf_8() {
    let (office, relay) = office(1, "--offer XOAUTH2");
    let file = secret(&office, "token", TOKEN);
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).expect("it is ours");
    let line = format!("token_file = {file}");
    Ended::of(&mut sending(&office, &relay, &line, "")).expect(2, "others may read");
    let utf_16: Vec<u8> =
        format!("\u{FEFF}{TOKEN}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    secret(&office, "token", &utf_16);
    Ended::of(&mut sending(&office, &relay, &line, "")).expect(2, "token is UTF-16");
    secret(&office, "token", "");
    Ended::of(&mut sending(&office, &relay, &line, "")).expect(2, "the token is empty");
    fs::remove_file(&file).expect("it is there");
    Ended::of(&mut sending(&office, &relay, &line, "")).expect(2, "does not exist");
    // By a name beside the file of credentials.
    secret(&office, "token", TOKEN);
    let mut command = sending(&office, &relay, "token_file = token", "");
    Ended::of(command.env("LETTERPRESS_RELAY_USER", "presse")).expect(0, "");
    assert_eq!(relay.accepted().len(), 1);
}
