//! What is said where TLS does not come about, and that nobody tries it for hours.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread;
use std::time::{Duration, Instant};

use super::certificates::{Certificate, authority};
use super::office::{Ended, Office};
use super::relay::Relay;

/// Fails unless a run ended at once, with this code and this said.
#[track_caller]
fn ended_at_once(url: &str, said: &[&str]) -> Ended {
    let office = Office::of(2);
    let begun = Instant::now();
    let ended = office.send(url, &format!("--ca {} --attempts 5 --pause 60", authority()));
    assert!(begun.elapsed() < Duration::from_secs(50), "it was tried again:\n{ended}");
    for words in said {
        ended.expect(2, words);
    }
    assert_eq!(office.counts(), [("queued".to_owned(), 2)].into(), "{ended}");
    ended
}

#[test]
fn old_versions_and_ciphers_are_told() {
    for (option, scheme) in [("--starttls", "smtp"), ("--tls", "smtps")] {
        let old = Relay::certified(option, Certificate::Good, "--old-tls");
        ended_at_once(
            &old.url(scheme),
            &["error[relay-tls-version]", "speaks no TLS newer than 1.1", "TLS 1.2 or 1.3"],
        );
        let old = Relay::certified(option, Certificate::Good, "--old-ciphers");
        ended_at_once(
            &old.url(scheme),
            &["error[relay-tls-version]", "has no cipher in common", "RFC 9325"],
        );
    }
}

/// A server that reads what a client begins with, and answers with these bytes.
fn answering(answer: &'static [u8]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("it listens").port();
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut hello = [0; 4096];
            if stream.read(&mut hello).is_ok() {
                stream.write_all(answer).ok();
                // Until the client has gone.
                while stream.read(&mut hello).is_ok_and(|count| count > 0) {}
            }
        }
    });
    format!("smtps://localhost:{port}")
}

#[test]
fn whatever_a_server_answers_to_the_first_byte_of_tls_is_told() {
    // Alerts: protocol_version, insufficient_security, handshake_failure; record versions differ.
    ended_at_once(&answering(b"\x15\x03\x01\x00\x02\x02\x46"), &["newer than 1.1"]);
    ended_at_once(&answering(b"\x15\x03\x03\x00\x02\x02\x46"), &["newer than 1.1"]);
    ended_at_once(&answering(b"\x15\x03\x00\x00\x02\x02\x28"), &["no cipher in common"]);
    ended_at_once(&answering(b"\x15\x03\x03\x00\x02\x02\x47"), &["no cipher in common"]);
    let no_tls = ["error[relay-scheme]", "does not begin with TLS", "write smtp://localhost:"];
    ended_at_once(&answering(b"HTTP/1.1 400 Bad Request\r\n\r\n"), &no_tls);
    ended_at_once(&answering(b"500 5.5.2 what?\r\n"), &no_tls);
}

#[test]
fn a_relay_at_the_wrong_scheme_is_told() {
    let relay = Relay::certified("--starttls", Certificate::Good, "");
    ended_at_once(&relay.url("smtps"), &["error[relay-scheme]", "write smtp://localhost:"]);
    let relay = Relay::certified("--tls", Certificate::Good, "");
    ended_at_once(&relay.url("smtp"), &["error[relay-scheme]", "write smtps://localhost:"]);
    // Whatever is wrong with the certificate, it is TLS.
    let relay = Relay::certified("--tls", Certificate::Alone, "");
    ended_at_once(&relay.url("smtp"), &["error[relay-scheme]", "write smtps://localhost:"]);
}

#[test]
fn a_relay_that_is_slow_to_greet_is_no_relay_with_tls() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("it listens").port();
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            thread::spawn(move || {
                thread::sleep(Duration::from_secs(9));
                stream.write_all(b"554 5.3.2 no mail is taken here\r\n").ok();
            });
        }
    });
    ended_at_once(&format!("smtp://localhost:{port}"), &["error[relay-refused]"]);
}
