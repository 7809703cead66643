//! User, password and recipients go to the office's own relay, whatever a release brings with it.

use std::process::Command;

use super::certificates::{Certificate, authority};
use super::office::{Ended, LETTERHEAD, Office, RELEASE};
use super::relay::{PASSWORD, Relay, USER};

/// An office that has got a release with a letterhead which names a relay.
fn office(relay: &str) -> Office {
    let office = Office::new(["anna", "bert"]);
    office.write("haus.toml", format!("{LETTERHEAD}relay = \"{relay}\"\n"));
    office
}

/// `mail send` without a relay on the command line.
fn sending(office: &Office, options: &str) -> Command {
    let ca = authority();
    office.program(&format!("mail send release.md --to list.txt --ca {ca} --attempts 1 {options}"))
}

/// Credentials by the environment for a relay; for none without one.
fn by_environment(command: &mut Command, relay: Option<&str>) {
    command.env("LETTERPRESS_RELAY_USER", USER).env("LETTERPRESS_RELAY_PASSWORD", PASSWORD);
    if let Some(relay) = relay {
        command.env("LETTERPRESS_RELAY", relay);
    }
}

/// The text of a file of credentials for a relay; for none without one.
fn text(relay: Option<&str>) -> String {
    let relay = relay.map(|relay| format!("relay = {relay}\n")).unwrap_or_default();
    format!("{USER}\n{PASSWORD}\n{relay}")
}

/// Fails unless a run was refused with a code before anything was asked of a relay.
#[track_caller]
fn refused(mut command: Command, relays: &[&Relay], error: &str) -> Ended {
    let ended = Ended::of(&mut command);
    ended.expect(2, error);
    assert!(!ended.stderr.contains(PASSWORD), "{ended}");
    for relay in relays {
        assert_eq!(relay.count("connected"), 0, "{ended}");
    }
    ended
}

#[test]
fn a_release_never_chooses_the_relay() {
    for (option, scheme) in [("", "smtp"), ("--starttls", "smtp"), ("--tls", "smtps")] {
        let evil = match option {
            "" => Relay::new(""),
            option => Relay::certified(option, Certificate::Good, ""),
        };
        let office = office(&evil.url(scheme));
        for yes in ["", "--yes", "--yes --plain"] {
            // Not even the recipients, without any password.
            let ended = refused(sending(&office, yes), &[&evil], "error[relay-of-release]");
            assert!(ended.stderr.contains("name the relay by hand: --relay URL"), "{ended}");
            let mut command = sending(&office, yes);
            by_environment(&mut command, None);
            refused(command, &[&evil], "error[credentials-relay]");
            let mut command = sending(&office, yes);
            command.arg("--credentials").arg(office.credentials(&text(None)));
            refused(command, &[&evil], "error[credentials-relay]");
        }
        assert!(!office.path("journal.sqlite").exists(), "no journal was made");
    }
}

#[test]
fn credentials_go_to_the_relay_that_they_name() {
    for (option, scheme) in [("--starttls", "smtp"), ("--tls", "smtps")] {
        for from_file in [false, true] {
            let own = Relay::certified(option, Certificate::Good, "--require-auth");
            let evil = Relay::certified(option, Certificate::Good, "");
            let office = office(&evil.url(scheme));
            let url = own.url(scheme);
            let mut command = sending(&office, "--yes");
            if from_file {
                command.arg("--credentials").arg(office.credentials(&text(Some(&url))));
            } else {
                by_environment(&mut command, Some(&url));
            }
            Ended::of(&mut command).expect(0, "");
            assert_eq!((own.accepted().len(), evil.count("connected")), (2, 0));
            assert!(own.accepted().iter().all(|each| each.tls) && own.count("login") > 0);
        }
    }
}

#[test]
fn credentials_for_another_relay_or_for_none_are_refused() {
    let own = Relay::certified("--tls", Certificate::Good, "--require-auth");
    let other = Relay::certified("--tls", Certificate::Good, "--require-auth");
    let office = Office::new(["anna", "bert"]);
    let (own_url, other_url) = (own.url("smtps"), other.url("smtps"));
    let relays = [&own, &other];
    for named in [None, Some(&*own_url), Some("smtps://localhost"), Some("mail.example.org")] {
        let by_hand = format!("--yes --relay {other_url}");
        let mut command = sending(&office, &by_hand);
        by_environment(&mut command, named);
        refused(command, &relays, "error[credentials-relay]");
        let mut command = sending(&office, &by_hand);
        command.arg("--credentials").arg(office.credentials(&text(named)));
        let ended = refused(command, &relays, "error[credentials-relay]");
        let at = format!("localhost:{} does not get them", other.port());
        assert!(named.is_none() || ended.stderr.contains(&at), "{ended}");
    }
    // The environment has the relay, and the file is for another.
    let mut command = sending(&office, "--yes");
    command.env("LETTERPRESS_RELAY", &other_url);
    command.arg("--credentials").arg(office.credentials(&text(Some(&own_url))));
    refused(command, &relays, "error[credentials-relay]");
    // A letterhead that the caller chose has a relay of its own.
    office.write("haus.toml", format!("{LETTERHEAD}relay = \"{other_url}\"\n"));
    let mut command = sending(&office, "--yes --letterhead haus.toml");
    by_environment(&mut command, None);
    refused(command, &relays, "error[credentials-relay]");
    // What names no relay at all.
    for (text, error) in [
        ("presse\n", "error[usage]"),
        ("presse\ngeheim\nrelay = http://mail.example.org\n", "error[relay-address]"),
        ("presse\ngeheim\nrelay = smtp://presse:geheim@mail.example.org\n", "error[relay-address]"),
    ] {
        let mut command = sending(&office, &format!("--yes --relay {own_url}"));
        command.arg("--credentials").arg(office.credentials(text));
        let ended = refused(command, &relays, error);
        assert!(!ended.stderr.contains("geheim"), "{ended}");
    }
    // A host alone stands for all its ports.
    for named in ["localhost", &own_url, &format!("localhost:{}", own.port())] {
        let text = format!("relay = \"{named}\"\nuser = \"{USER}\"\npassword = \"{PASSWORD}\"\n");
        let mut command = sending(&office, &format!("--yes --relay {own_url}"));
        command.arg("--credentials").arg(office.credentials(&text));
        Ended::of(&mut command).expect(0, "");
    }
    assert_eq!(own.accepted().len(), 2);
}

#[test]
fn a_letterhead_that_the_caller_chose_names_the_relay() {
    let own = Relay::new("");
    let office = office(&own.url("smtp"));
    Ended::of(&mut sending(&office, "--yes --letterhead haus.toml")).expect(0, "");
    assert_eq!(own.accepted().len(), 2);
}

#[test]
fn another_relay_than_the_last_one_is_named_by_hand() {
    let (first, second) = (Relay::new(""), Relay::new(""));
    let office = Office::new(["anna", "bert"]);
    let by_environment = |relay: &Relay, options: &str| {
        let mut command = sending(&office, options);
        command.env("LETTERPRESS_RELAY", relay.url("smtp"));
        command
    };
    Ended::of(&mut by_environment(&first, "--yes")).expect(0, "");
    let version = |number: usize| {
        office.write(
            "release.md",
            RELEASE.replace("number:", &format!("version: {number}\nnumber:")),
        );
    };
    version(2);
    for yes in ["", "--yes"] {
        let ended = refused(by_environment(&second, yes), &[&second], "error[relay-changed]");
        let last = format!("is not localhost:{}, by which releases of `haus` went", first.port());
        assert!(ended.stderr.contains(&last), "{ended}");
    }
    let by_hand = format!("--yes --relay {}", second.url("smtp"));
    Ended::of(&mut sending(&office, &by_hand)).expect(0, "");
    // From then on it is the last one.
    version(3);
    Ended::of(&mut by_environment(&second, "--yes")).expect(0, "");
    refused(by_environment(&first, "--yes"), &[], "error[relay-changed]");
    assert_eq!((first.accepted().len(), second.accepted().len()), (2, 4));
    // One that could not be reached was not used.
    version(4);
    let unreachable = "--yes --relay smtp://localhost:9";
    Ended::of(&mut sending(&office, unreachable)).expect(2, "error[relay-unreachable]");
    Ended::of(&mut by_environment(&second, "--yes")).expect(0, "");
    assert_eq!(second.accepted().len(), 6);
}
