//! Relays that allow so much and no more: everybody is served in one run, as fast as they allow.

use std::thread;
use std::time::Instant;

use super::office::Office;
use super::relay::Relay;

/// Sends to so many with default options, all of whom must get it once; the seconds that took.
#[track_caller]
fn serves(relay: &Relay, recipients: usize) -> f64 {
    let office = Office::of(recipients);
    let start = Instant::now();
    let ended = office.send(&relay.url("smtp"), "");
    let seconds = start.elapsed().as_secs_f64();
    ended.expect(0, "");
    let mut served: Vec<_> = relay.accepted().into_iter().map(|each| each.recipient).collect();
    served.sort_unstable();
    served.dedup();
    assert_eq!((served.len(), relay.accepted().len()), (recipients, recipients), "{ended}");
    seconds
}

/// How many recipients a test with a limit has; `LETTERPRESS_PACE=200` for those of a real list.
fn recipients() -> usize {
    let number = std::env::var("LETTERPRESS_PACE").ok().and_then(|number| number.parse().ok());
    number.unwrap_or(60)
}

#[test]
fn a_limit_of_messages_is_found_out_and_kept_to() {
    thread::scope(|scope| {
        for busy in [
            &["--busy-at", "MAIL", "--busy", "450 4.7.1 too much mail"][..],
            &["--busy-at", "RCPT", "--busy", "451 4.7.1 slow down"],
            &["--busy-at", "MESSAGE", "--busy", "451 4.7.1 ratelimit exceeded"],
            &["--busy-at", "MAIL", "--busy", "421 4.7.0 too many messages"],
        ] {
            scope.spawn(move || {
                let seconds = serves(&Relay::with("--rate-limit 10/4", busy), recipients());
                let allowed = recipients() as f64 * 0.4;
                assert!(seconds < allowed * 1.5, "{busy:?}: {seconds:.0} s of {allowed:.0} s");
            });
        }
    });
}

#[test]
fn one_line_is_enough_where_the_relay_wants_no_more() {
    thread::scope(|scope| {
        for busy_at in ["GREETING", "MAIL", "RCPT", "MESSAGE"] {
            scope.spawn(move || {
                let told = ["--busy", "432 4.3.2 Concurrent connections limit exceeded"];
                let told = [told[0], told[1], "--busy-at", busy_at];
                let relay = Relay::with("--max-connections 1 --latency 20", &told);
                let seconds = serves(&relay, 30);
                assert!(seconds < 30.0, "{busy_at}: {seconds:.0} s");
            });
        }
    });
}

#[test]
fn whoever_is_turned_away_at_first_is_served_in_the_end() {
    let seconds = serves(&Relay::new("--greylist 3"), 30);
    assert!(seconds < 40.0, "{seconds:.0} s");
}
