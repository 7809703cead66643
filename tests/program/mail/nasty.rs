//! Relays that misbehave: each delivery ends in the right state, and the others go through.

use std::collections::BTreeMap;
use std::thread;
use std::time::Instant;

use super::certificates::{Certificate, authority};
use super::office::{Ended, Office};
use super::relay::{PASSWORD, Relay};

/// Recipients who get their message in the end.
const FINE: &[&str] = &["anna", "berta", "defer-1-carl", "defer-data-1-dora", "slow-1-emil", "zoe"];

#[test]
fn each_ends_in_the_right_state_and_the_others_go_through() {
    let ca = format!("--ca {}", authority());
    let starttls = || Relay::certified("--starttls", Certificate::Good, "");
    let tls = || Relay::certified("--tls", Certificate::Good, "");
    thread::scope(|scope| {
        scope.spawn(|| each_ends_in_the_right_state(&Relay::new(""), "smtp", ""));
        scope.spawn(|| each_ends_in_the_right_state(&starttls(), "smtp", &ca));
        scope.spawn(|| each_ends_in_the_right_state(&tls(), "smtps", &ca));
    });
}

fn each_ends_in_the_right_state(relay: &Relay, scheme: &str, ca: &str) {
    let expected = [
        ("refuse-a", "refused", "550"),
        ("refuse-data-a", "refused", "554"),
        ("defer-a", "deferred", "451"),
        ("defer-data-a", "deferred", "451"),
        ("421-a", "deferred", "421"),
        ("drop-before-a", "deferred", ""),
        ("drop-after-a", "unknown", ""),
        ("garbage-a", "deferred", ""),
        ("garbage-line-a", "deferred", ""),
        ("garbage-data-a", "unknown", ""),
        ("wordy-a", "deferred", "the relay's answer does not end"),
    ];
    let names = expected.iter().map(|(local, ..)| *local);
    // The fine ones stand between the others.
    let office = Office::new(FINE.iter().copied().chain(names).chain(["yvonne"]));
    let url = relay.url(scheme);
    let ended = office.send(&url, &format!("--attempts 3 --pause 1 --timeout 20 {ca}"));
    ended.expect(3, "");
    let mut states: BTreeMap<_, _> =
        FINE.iter().chain(&["yvonne"]).map(|local| ((*local).to_owned(), "accepted")).collect();
    states.extend(expected.map(|(local, state, _)| (local.to_owned(), state)));
    let found = office.states();
    let found: BTreeMap<_, _> =
        found.iter().map(|(local, state)| (local.clone(), &**state)).collect();
    assert_eq!(found, states, "{ended}");
    for (local, _, code) in expected {
        let line = ended.stderr.lines().find(|line| line.contains(&format!("{local}@")));
        let line = line.unwrap_or_else(|| panic!("nothing is said of {local}\n{ended}"));
        assert!(line.contains(code), "{line}");
    }
    // Nobody is offered more often than asked for, and refusals are final.
    let events = relay.events();
    let offered = |local: &str| {
        let to = format!("{local}@example.org");
        events.iter().filter(|e| e["event"] == "recipient" && e["recipient"] == *to).count()
    };
    for (local, times) in
        [("refuse-a", 1), ("refuse-data-a", 1), ("defer-a", 3), ("drop-before-a", 3), ("421-a", 3)]
    {
        assert_eq!(offered(local), times, "{local}");
    }
    assert_eq!((offered("drop-after-a"), offered("garbage-data-a"), offered("anna")), (1, 1, 1));
    let accepted = relay.accepted();
    for local in FINE {
        let to = format!("{local}@example.org");
        assert_eq!(accepted.iter().filter(|each| each.recipient == to).count(), 1, "{local}");
    }

    // Without being asked, what is unknown stays so; when asked, it goes under the same Message-ID.
    let options = format!("--attempts 1 --pause 1 {ca}");
    office.send(&url, &options).expect(3, "");
    assert_eq!(office.states()["drop-after-a"], "unknown");
    assert_eq!(ids(relay, "drop-after-a").len(), 1);
    office.send(&url, &format!("{options} --retry-unknown")).expect(3, "");
    assert_eq!(office.states()["drop-after-a"], "accepted");
    let ids = ids(relay, "drop-after-a");
    assert_eq!(ids.len(), 2);
    assert_eq!(ids[0], ids[1]);
    assert_eq!(office.states()["refuse-a"], "refused");
}

#[test]
fn what_may_have_arrived_stays_unknown_until_it_is_accepted() {
    for answer in ["451 4.2.1 later", "550 5.1.1 no such user", "552 5.3.4 too large"] {
        let office = Office::new(["drop-after-anna"]);
        let first = Relay::new("");
        office.send(&first.url("smtp"), "--attempts 1").expect(3, "1 unknown of 1");
        assert_eq!(first.accepted().len(), 1);
        let second = Relay::with("", &["--answer", &format!("RCPT:{answer}")]);
        let ended = office.send(&second.url("smtp"), "--attempts 2 --pause 1 --retry-unknown");
        ended.expect(3, "1 unknown of 1");
        assert!(ended.stderr.contains(answer), "{ended}");
        // Unasked, nobody gets a message a second time.
        let third = Relay::new("");
        office.send(&third.url("smtp"), "").expect(3, "1 unknown of 1");
        assert_eq!(third.accepted().len(), 0, "{answer}");
    }
}

#[test]
fn a_preview_ends_as_sending_would() {
    let relay = Relay::new("");
    let office = Office::new(["anna", "refuse-berta"]);
    let preview = |options: &str| {
        let relay = relay.url("smtp");
        let command = format!("mail send release.md --to list.txt --relay {relay} {options}");
        Ended::of(&mut office.program(&command))
    };
    preview("").expect(0, "");
    office.send(&relay.url("smtp"), "").expect(3, "1 accepted, 1 refused of 2");
    preview("").expect(3, "");
    preview("--retry-refused").expect(0, "");
    office.send(&relay.url("smtp"), "").expect(3, "");
}

fn ids(relay: &Relay, local: &str) -> Vec<String> {
    let accepted = relay.accepted().into_iter();
    let to = format!("{local}@example.org");
    accepted.filter(|each| each.recipient == to).map(|each| each.message_id).collect()
}

#[test]
fn a_line_that_drops_in_the_middle_of_a_message_is_tried_again() {
    // Here the relay takes few bytes ahead, so that the program can tell.
    let relay = Relay::new("--narrow");
    let office = Office::new(["anna", "drop-during-1-berta", "drop-during-carl", "dora"]);
    let ended = office.send(&relay.url("smtp"), "--attempts 2 --pause 1");
    ended.expect(3, "drop-during-carl@");
    let states = office.states();
    let states: Vec<_> = states.values().map(String::as_str).collect();
    assert_eq!(states, ["accepted", "accepted", "accepted", "deferred"], "{ended}");
    assert_eq!(ids(&relay, "drop-during-1-berta").len(), 1);
    // Where the whole message may have arrived, nothing else is safe than not to know.
    let relay = Relay::new("");
    let office = Office::new(["drop-during-carl", "dora"]);
    office.send(&relay.url("smtp"), "--attempts 2 --pause 1").expect(3, "drop-during-carl@");
    let state = &office.states()["drop-during-carl"];
    assert!(["unknown", "deferred"].contains(&&**state), "{state}");
    assert_eq!(office.states()["dora"], "accepted");
}

/// Sends to three recipients, who must stay queued with this said, and with nothing sent.
#[track_caller]
fn nothing_goes(name: &str, relay: &Relay, scheme: &str, options: &str) -> Ended {
    let office = Office::of(3);
    let options = format!("--attempts 2 --pause 1 --timeout 3 {options}");
    let mut command = office.logging_in(&relay.url(scheme), &options);
    let start = Instant::now();
    let ended = Ended::of(&mut command);
    assert!(start.elapsed().as_secs() < 40, "{name} took {:?}", start.elapsed());
    assert_eq!(ended.code, Some(2), "{name}: {ended}");
    assert!(ended.stderr.contains("error["), "{name}: {ended}");
    assert!(!ended.stderr.contains(PASSWORD), "{name}");
    assert_eq!(relay.accepted().len(), 0, "{name}");
    let states = office.counts();
    assert!(states.keys().all(|state| state == "queued"), "{name}: {states:?}\n{ended}");
    ended
}

#[test]
fn a_relay_that_cannot_be_trusted_gets_nothing() {
    let ca = format!("--ca {}", authority());
    let cases = [
        (Certificate::Name, &*ca),
        (Certificate::Expired, &*ca),
        (Certificate::Alone, &*ca),
        (Certificate::Strange, &*ca),
        // Without the authority, the good one is as strange.
        (Certificate::Good, ""),
    ];
    thread::scope(|scope| {
        for (certificate, options) in cases {
            for (option, scheme) in [("--starttls", "smtp"), ("--tls", "smtps")] {
                scope.spawn(move || {
                    let relay = Relay::certified(option, certificate, "--require-auth");
                    let name = format!("{certificate:?} {scheme}");
                    let ended = nothing_goes(&name, &relay, scheme, options);
                    assert!(ended.stderr.contains("error[relay-certificate]"), "{name}: {ended}");
                    assert_eq!(relay.count("login"), 0, "{name}");
                });
            }
        }
    });
}

#[test]
fn a_relay_without_tls_gets_no_password() {
    let relay = Relay::new("--require-auth");
    for options in ["", "--plain"] {
        let ended = nothing_goes("no TLS", &relay, "smtp", options);
        assert!(ended.stderr.contains("error[relay-without-tls]"), "{options}: {ended}");
    }
    assert_eq!(relay.count("login"), 0);
    // TLS from the first byte, where there is none, and the other way round.
    nothing_goes("smtps to a plain relay", &relay, "smtps", "");
    let relay = Relay::certified("--tls", Certificate::Good, "");
    nothing_goes("smtp to a relay of TLS", &relay, "smtp", "");
}

#[test]
fn a_relay_that_says_odd_things_is_told_of() {
    let cases = [
        "--greeting garbage",
        "--greeting none",
        "--greeting refuse",
        "--greeting close",
        "--no-ehlo",
        "--drip 400",
        "--drop-at EHLO",
    ];
    thread::scope(|scope| {
        for options in cases {
            scope.spawn(move || nothing_goes(options, &Relay::new(options), "smtp", "--plain"));
        }
    });
    let relay = Relay::certified("--starttls", Certificate::Good, "--drop-at STARTTLS");
    nothing_goes("drops at STARTTLS", &relay, "smtp", &format!("--ca {}", authority()));
    let relay = Relay::certified("--starttls", Certificate::Good, "--require-auth --drop-at AUTH");
    nothing_goes("drops at AUTH", &relay, "smtp", &format!("--ca {}", authority()));
    let office = Office::of(2);
    let refused = office.send(&Relay::new("--greeting refuse").url("smtp"), "--plain");
    refused.expect(2, "error[relay-refused]");
    // A port that nobody listens at.
    let port = Relay::new("").port();
    let office = Office::of(2);
    let ended = office.send(&format!("smtp://localhost:{port}"), "--attempts 2 --pause 1");
    ended.expect(2, "error[relay-unreachable]");
}

/// A line a second is always an answer in time, and never a whole one.
#[test]
fn an_answer_without_end_takes_no_longer_than_allowed() {
    let ca = format!("--ca {}", authority());
    thread::scope(|scope| {
        for (tls, scheme) in
            [(None, "smtp"), (Some("--starttls"), "smtp"), (Some("--tls"), "smtps")]
        {
            let ca = &ca;
            scope.spawn(move || {
                let relay = tls.map_or_else(
                    || Relay::new(""),
                    |tls| Relay::certified(tls, Certificate::Good, ""),
                );
                let office = Office::new(["anna", "drip-berta", "carl"]);
                let start = Instant::now();
                let options = format!("--attempts 1 --timeout 3 {ca}");
                office.send(&relay.url(scheme), &options).expect(3, "drip-berta@");
                assert!(start.elapsed().as_secs() < 20, "{tls:?} took {:?}", start.elapsed());
                let states = office.states();
                let states: Vec<_> = states.values().map(String::as_str).collect();
                assert_eq!(states, ["accepted", "accepted", "deferred"], "{tls:?}");
            });
        }
        for options in [
            "--endless greeting",
            "--endless EHLO",
            "--endless greeting --pause 0",
            "--endless EHLO --pause 0",
            "--endless secret-EHLO",
            "--endless secret-EHLO --pause 0",
        ] {
            let ca = &ca;
            scope.spawn(move || {
                let relay = Relay::certified("--starttls", Certificate::Good, options);
                let ended = nothing_goes(options, &relay, "smtp", ca);
                let why = if options.ends_with('0') { "does not end" } else { "in time" };
                assert!(ended.stderr.contains(why), "{options}: {ended}");
            });
        }
    });
}

#[test]
fn a_relay_that_is_slow_or_short_of_breath_gets_everything() {
    let cases = ["--greeting slow", "--messages-per-connection 2", "--drop-at QUIT", "--drip 5"];
    thread::scope(|scope| {
        for options in cases {
            scope.spawn(move || {
                let (relay, office) = (Relay::new(options), Office::of(9));
                let ended = office.send(&relay.url("smtp"), "--timeout 20 --attempts 3 --pause 1");
                assert_eq!(ended.code, Some(0), "{options}: {ended}");
                assert_eq!(relay.accepted().len(), 9, "{options}");
            });
        }
    });
}

#[test]
fn a_message_that_is_too_large_for_the_relay_is_not_pressed_upon_it() {
    for options in ["--size 4000", "--size 4000 --hide-size"] {
        let (relay, office) = (Relay::new(options), Office::of(3));
        let ended = office.send(&relay.url("smtp"), "--attempts 2 --pause 1");
        ended.expect(3, "");
        let why = if options.contains("hide") { "552 " } else { "the relay takes 4000 at most" };
        assert!(ended.stderr.contains(why), "{options}: {ended}");
        assert_eq!(relay.accepted().len(), 0, "{options}");
        let states = office.counts();
        assert!(!states.contains_key("accepted"), "{options}: {states:?}");
        assert!(!states.contains_key("unknown"), "{options}: {states:?}");
    }
}

#[test]
fn a_login_that_is_refused_is_told_once_and_nothing_goes() {
    let relay = Relay::certified("--starttls", Certificate::Good, "--require-auth");
    let office = Office::of(3);
    let mut command = office.logging_in(&relay.url("smtp"), "--attempts 2 --pause 1 --ca");
    command.arg(authority()).env("LETTERPRESS_RELAY_PASSWORD", "Falsch-und-geheim");
    let ended = Ended::of(&mut command);
    ended.expect(2, "error[relay-login]");
    assert!(!ended.stderr.contains("Falsch-und-geheim"), "{ended}");
    // A wrong password that is tried again and again locks accounts.
    assert!(relay.count("login") <= 4, "{} logins", relay.count("login"));
    assert_eq!(office.counts().get("queued"), Some(&3), "{ended}");
    let mut command = office.logging_in(&relay.url("smtp"), "--ca");
    Ended::of(command.arg(authority())).expect(0, "");
    assert!(relay.accepted().iter().all(|each| each.tls));
    assert_eq!(relay.accepted().len(), 3);
}
