//! Two thousand recipients get one message each, through a plain relay and through Postfix.

use std::collections::BTreeSet;
use std::time::Instant;

use super::certificates::authority;
use super::office::{Ended, Office};
use super::parsed::Parsed;
use super::postfix::FullRelay;
use super::relay::Relay;
use super::scripts::tell;

const MANY: usize = 2000;

/// Tells how long a run took.
fn tell_time(relay: &str, start: Instant) {
    let seconds = start.elapsed().as_secs_f64();
    let rate = MANY as f64 / seconds;
    tell(format_args!("{relay}: {MANY} messages in {seconds:.1} s, {rate:.0} a second"));
}

#[test]
fn everybody_gets_one_message() {
    let (relay, office) = (Relay::new(""), Office::of(MANY));
    let start = Instant::now();
    let ended = office.send(&relay.url("smtp"), "--connections 4");
    tell_time("a scripted relay", start);
    ended.expect(0, "");
    let accepted = relay.accepted();
    assert_eq!(accepted.len(), MANY);
    let recipients: BTreeSet<_> = accepted.iter().map(|each| &each.recipient).collect();
    let ids: BTreeSet<_> = accepted.iter().map(|each| &each.message_id).collect();
    assert_eq!((recipients.len(), ids.len()), (MANY, MANY));
    for each in &accepted {
        assert_eq!(each.sender, "presse@example.org");
        let declared = each.options.iter().any(|option| option == "BODY=8BITMIME");
        assert!(!each.eight_bit || declared, "{each:?}");
        assert!(each.longest_line <= 998, "{each:?}");
    }
    for each in [&accepted[0], &accepted[MANY - 1]] {
        let parsed = Parsed::new(&relay.message(each));
        assert_eq!(parsed.addresses("To"), [("", &*each.recipient)]);
        assert_eq!(parsed.header("Message-ID"), Some(&*each.message_id));
    }
    assert_eq!(office.counts(), [("accepted".to_owned(), MANY)].into());
    // Once is enough.
    let ended = office.send(&relay.url("smtp"), "");
    ended.expect(0, "");
    assert_eq!(relay.accepted().len(), MANY);
}

#[test]
fn everybody_gets_one_message_from_a_full_relay_with_tls_and_login() {
    let Some(relay) = FullRelay::new() else { return };
    for scheme in ["smtp", "smtps"] {
        // The second run is for the other way to TLS, and short.
        let many = if scheme == "smtp" { MANY } else { 50 };
        let office = Office::of(many);
        let id = format!("id: muster-{scheme}\n");
        let release = super::office::RELEASE.replace("id: muster-2026-17\n", &id);
        office.write("release.md", release);
        let mut command = office.logging_in(&relay.url(scheme), "--connections 4 --ca");
        command.arg(authority());
        let start = Instant::now();
        let ended = Ended::of(&mut command);
        if many == MANY {
            tell_time("Postfix with TLS and login", start);
        }
        ended.expect(0, "");
        let before = if scheme == "smtp" { 0 } else { MANY };
        let delivered = relay.wait_for(before + many);
        assert_eq!(delivered.len(), before + many);
        let ids: BTreeSet<_> = delivered.iter().map(|each| &each.message_id).collect();
        assert_eq!(ids.len(), before + many);
        assert_eq!(office.counts(), [("accepted".to_owned(), many)].into());
        let recipients: BTreeSet<_> = delivered.iter().map(|each| &each.recipient).collect();
        assert_eq!(recipients.len(), MANY);
        // A server adds fields above; it leaves alone what it was given.
        let bytes = &delivered[0].bytes;
        let message = String::from_utf8_lossy(bytes).replace('\n', "\r\n");
        Parsed::new(message.as_bytes());
    }
}
