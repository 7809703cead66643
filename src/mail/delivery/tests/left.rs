//! What a run leaves to the next one when a relay or a gateway is in trouble.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use super::{MESSAGE, Script, issue, policy, relay, *};
use crate::mail::journal::{Delivery, Retry, RetryRefused};

/// What makes the message of a recipient.
type Compose = dyn Fn(usize, i64) -> Result<Vec<u8>, String> + Sync;

/// A release on its way, run by run.
struct RunByRun {
    journal: Journal,
    addressees: Vec<Addressee>,
}

impl RunByRun {
    /// To these, who are known to the journal in these states.
    fn of(to: &[(&str, DeliveryState)]) -> Self {
        let mut journal = Journal::passing().unwrap();
        let addressee = |(to, _): &(&str, _)| {
            Addressee::new(Address::parse(&format!("{to}@x.example")).unwrap())
        };
        let addressees: Vec<_> = to.iter().map(addressee).collect();
        journal.begin(&issue(), &addressees, 0).unwrap();
        for (addressee, (_, state)) in addressees.iter().zip(to) {
            if *state != DeliveryState::Queued {
                journal.record_sending(&issue(), &addressee.address, 7, 7).unwrap();
                journal.record(&issue(), &addressee.address, *state, Some("before"), 7).unwrap();
            }
        }
        Self { journal, addressees }
    }

    fn run(
        &mut self,
        relay: &Relay,
        connections: usize,
        retry: &Retry,
        compose: &(dyn Fn(usize, i64) -> Result<Vec<u8>, String> + Sync),
    ) -> Option<Diagnostic> {
        let due = self.due(retry);
        let connections = std::num::NonZeroUsize::new(connections).unwrap();
        Dispatch {
            relay,
            policy: &RetryPolicy { connections, ..policy() },
            sender: &Address::parse("presse@x.example").unwrap(),
            issue: &issue(),
            letterhead: "haus",
            addressees: &self.addressees,
            max_bytes: 1000,
            compose,
            observe: &|_| {},
        }
        .run(&mut self.journal, &due, &AtomicBool::new(false))
    }

    fn due(&self, retry: &Retry) -> Vec<usize> {
        self.journal.due(&issue(), &self.addressees, retry).unwrap()
    }

    /// In the order of the addresses.
    fn rows(&self) -> Vec<Delivery> {
        self.journal.deliveries(None).unwrap()
    }

    fn states(&self) -> Vec<DeliveryState> {
        self.rows().iter().map(|row| row.state).collect()
    }
}

fn message(_: usize, _: i64) -> Result<Vec<u8>, String> {
    Ok(MESSAGE.as_bytes().to_vec())
}

const UNKNOWN: Retry = Retry { unknown: true, refused: RetryRefused::None };
const REFUSED: Retry = Retry { unknown: false, refused: RetryRefused::All };

#[test]
fn a_gateway_that_hangs_stops_the_run_and_charges_nobody() {
    let script = Script::new();
    let relay = relay(script.listen());
    let to = ["a", "b", "c", "d", "e", "f", "g"].map(|to| (to, DeliveryState::Queued));
    for connections in [1, 2] {
        let mut mailing = RunByRun::of(&to);
        let asked = AtomicUsize::new(0);
        // Stands for one that is ended when its time is over.
        let hanging = |_: usize, _: i64| {
            asked.fetch_add(1, Ordering::Relaxed);
            thread::sleep(Duration::from_millis(200));
            Err("`gpg` gave back nothing to send: it took more than 60 seconds".to_owned())
        };
        let begun = Instant::now();
        let error = mailing.run(&relay, connections, &Retry::default(), &hanging).unwrap();
        assert_eq!(error.code.name(), "pre-send-failed");
        assert!(error.message.contains("more than 60 seconds"), "{error:?}");
        // Each line ends the message that it has begun.
        let asked = asked.load(Ordering::Relaxed);
        assert!((3..3 + connections).contains(&asked), "{asked} on {connections} lines");
        assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
        for row in mailing.rows() {
            let is_untouched = (row.state, row.attempts, row.first);
            assert_eq!(is_untouched, (DeliveryState::Queued, 0, None), "{}", row.address);
        }
        assert_eq!(mailing.due(&Retry::default()).len(), to.len());
    }
    assert_eq!(script.taken(), 0);
}

#[test]
fn what_may_have_arrived_stays_unknown_when_the_relay_is_in_trouble() {
    let script = Script::new();
    let relay = relay(script.listen());
    // Told at the recipient, behind the message, and in the same words to several.
    for to in [&["shut"][..], &["spam"], &["same-a", "same-b", "same-c"]] {
        let known: Vec<_> = to.iter().map(|to| (*to, DeliveryState::Unknown)).collect();
        let mut mailing = RunByRun::of(&known);
        let error = mailing.run(&relay, 1, &UNKNOWN, &message).unwrap();
        assert_eq!(error.code.name(), "relay-trouble", "{to:?}");
        for row in mailing.rows() {
            let left = (row.state, row.attempts, row.first);
            assert_eq!(left, (DeliveryState::Unknown, 1, Some(7)), "{}", row.address);
        }
        assert_eq!(mailing.due(&Retry::default()), [0; 0], "nobody gets it again unasked");
    }
}

#[test]
fn what_may_have_arrived_stays_unknown_when_nothing_was_handed_in() {
    let script = Script::new();
    let relay = relay(script.listen());
    let failing: [&Compose; 2] = [&|_, _| Err("no key".to_owned()), &|_, _| Ok(vec![b'x'; 2000])];
    for compose in failing {
        for count in [1, 3] {
            let known = [
                ("a", DeliveryState::Unknown),
                ("b", DeliveryState::Unknown),
                ("c", DeliveryState::Unknown),
            ];
            let mut mailing = RunByRun::of(&known[..count]);
            mailing.run(&relay, 1, &UNKNOWN, compose);
            assert_eq!(mailing.states(), vec![DeliveryState::Unknown; count]);
        }
    }
    assert_eq!(script.taken(), 0);
}

#[test]
fn who_was_brought_back_is_queued_when_the_relay_is_in_trouble() {
    let script = Script::new();
    let relay = relay(script.listen());
    for trouble in ["shut", "spam"] {
        let refused = [
            (trouble, DeliveryState::Refused),
            ("x", DeliveryState::Refused),
            ("y", DeliveryState::Accepted),
        ];
        let mut mailing = RunByRun::of(&refused);
        let error = mailing.run(&relay, 1, &REFUSED, &message).unwrap();
        assert_eq!(error.code.name(), "relay-trouble", "{trouble}");
        let left = [DeliveryState::Queued, DeliveryState::Queued, DeliveryState::Accepted];
        assert_eq!(mailing.states(), left, "{trouble}");
        let attempts: Vec<_> = mailing.rows().iter().map(|row| row.attempts).collect();
        assert_eq!(attempts, [1; 3], "{trouble}");
        assert_eq!(mailing.due(&Retry::default()), [0, 1], "the next run sends unasked");
    }
    // Only those who are named come back.
    let mut mailing =
        RunByRun::of(&[("shut", DeliveryState::Refused), ("x", DeliveryState::Refused)]);
    let named = RetryRefused::Some(vec![Address::parse("Shut@x.example").unwrap()]);
    mailing.run(&relay, 1, &Retry { unknown: false, refused: named }, &message).unwrap();
    assert_eq!(mailing.states(), [DeliveryState::Queued, DeliveryState::Refused]);
    assert_eq!(script.taken_by("x@x.example"), 0);
}
