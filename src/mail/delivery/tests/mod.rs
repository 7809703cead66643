//! Delivery to a relay that follows a script: what it answers, and when it hangs up.

mod left;

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::num::{NonZeroU32, NonZeroUsize};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use super::*;
use crate::mail::journal::{Issue, Retry};

/// What the relay does to a recipient, by the first word of the address.
#[derive(Clone, Default)]
struct Script {
    /// Messages taken: recipient and message.
    taken: Arc<Mutex<Vec<(String, String)>>>,
    /// How often each recipient was named.
    named: Arc<Mutex<Vec<String>>>,
    /// The messages that a line may have.
    per_line: usize,
    greeting: &'static str,
    offers: &'static str,
}

impl Script {
    fn new() -> Self {
        Self {
            per_line: usize::MAX,
            greeting: "220 relay.example\r\n",
            offers: "250 relay.example\r\n",
            ..Self::default()
        }
    }

    /// Listens until the test ends.
    fn listen(&self) -> u16 {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let script = self.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let script = script.clone();
                thread::spawn(move || script.talk(stream));
            }
        });
        port
    }

    fn talk(&self, stream: TcpStream) -> Option<()> {
        let mut out = stream.try_clone().ok()?;
        let mut lines = BufReader::new(stream);
        let mut say = |text: &str| out.write_all(text.as_bytes()).ok();
        let (mut to, mut messages) = (String::new(), 0);
        say(self.greeting)?;
        loop {
            let mut line = String::new();
            if lines.read_line(&mut line).ok()? == 0 {
                return None;
            }
            let verb: String = line.chars().take(4).collect::<String>().to_ascii_uppercase();
            match verb.as_str() {
                "EHLO" => say(self.offers)?,
                "MAIL" if messages >= self.per_line => return None,
                "MAIL" if line.contains("<nobody@") => say("550 5.7.1 not you\r\n")?,
                "RCPT" => {
                    to = line.split(['<', '>']).nth(1)?.to_owned();
                    self.named.lock().ok()?.push(to.clone());
                    let times = self.named.lock().ok()?.iter().filter(|one| **one == to).count();
                    match to.split(['-', '@']).next()? {
                        "shut" => say("554 5.7.1 Relay access denied\r\n")?,
                        "same" => say("550 administrative prohibition\r\n")?,
                        "refuse" => say("550-5.1.1 no such\r\n550 5.1.1 user\r\n")?,
                        "defer" => say("451 4.7.1 later\r\n")?,
                        "once" if times == 1 => say("450 4.2.0 later\r\n")?,
                        "hangup" => return None,
                        "garbage" => say("äh?\r\n")?,
                        "endless" => while say("250-and so on\r\n").is_some() {},
                        "long" => while say("250-and so on").is_some() {},
                        "drip" => {
                            while say("250-and so on\r\n").is_some() {
                                thread::sleep(Duration::from_millis(100));
                            }
                        }
                        "wordy" => say(&(wordy(199) + "250 ok\r\n"))?,
                        "wordier" => say(&(wordy(200) + "250 ok\r\n"))?,
                        _ => say("250 ok\r\n")?,
                    }
                }
                "DATA" if to.starts_with("odd") => say("250 no need\r\n")?,
                "DATA" => {
                    say("354 go\r\n")?;
                    let mut message = String::new();
                    loop {
                        let mut line = String::new();
                        if lines.read_line(&mut line).ok()? == 0 {
                            return None;
                        }
                        if to.starts_with("during") {
                            return None;
                        }
                        if line == ".\r\n" {
                            break;
                        }
                        message += line.strip_prefix('.').unwrap_or(&line);
                    }
                    messages += 1;
                    self.taken.lock().ok()?.push((to.clone(), message));
                    match to.split(['-', '@']).next()? {
                        "after" => return None,
                        "mute" => thread::sleep(Duration::from_secs(3)),
                        "spam" => say("554 5.7.1 spam\r\n")?,
                        "form" => say("554 5.6.0 form\r\n")?,
                        "large" => say("552 5.3.4 large\r\n")?,
                        "full" => say("452 4.3.1 full\r\n")?,
                        "goodbye" => {
                            say("421 4.3.2 closing\r\n")?;
                            return None;
                        }
                        "nonsense" => say("354 go\r\n")?,
                        _ => say("250 2.0.0 queued\r\n")?,
                    }
                }
                "QUIT" => {
                    say("221 bye\r\n")?;
                    return None;
                }
                _ => say("250 ok\r\n")?,
            }
        }
    }

    fn taken(&self) -> usize {
        self.taken.lock().unwrap().len()
    }

    fn taken_by(&self, to: &str) -> usize {
        self.taken.lock().unwrap().iter().filter(|(one, _)| one == to).count()
    }
}

/// A reply of so many lines without its last.
fn wordy(lines: usize) -> String {
    "250-and so on\r\n".repeat(lines)
}

const MESSAGE: &str = "Subject: x\r\n\r\n.Ein Satz.\r\n..\r\n";

fn issue() -> Issue {
    Issue {
        release: "x".into(),
        version: 1,
        subject: "x".into(),
        fingerprint: "x".into(),
        domain: "example.org".into(),
        date: 0,
    }
}

struct Run {
    states: Vec<DeliveryState>,
    replies: Vec<String>,
    attempts: Vec<u32>,
    error: Option<Diagnostic>,
}

fn run(relay: &Relay, policy: &RetryPolicy, from: &str, to: &[&str], message: &[u8]) -> Run {
    let folder = tempfile::tempdir().unwrap();
    let mut journal = Journal::open(&folder.path().join("journal")).unwrap();
    let issue = issue();
    let addressee =
        |to: &&str| Addressee::new(Address::parse(&format!("{to}@example.org")).unwrap());
    let addressees: Vec<_> = to.iter().map(addressee).collect();
    journal.begin(&issue, &addressees, 0).unwrap();
    let due = journal.due(&issue, &addressees, &Retry::default()).unwrap();
    let dispatch = Dispatch {
        relay,
        policy,
        sender: &Address::parse(from).unwrap(),
        issue: &issue,
        letterhead: "haus",
        addressees: &addressees,
        max_bytes: 1_000_000_000,
        compose: &|_, _| Ok(message.to_vec()),
        observe: &|_| {},
    };
    let error = dispatch.run(&mut journal, &due, &AtomicBool::new(false));
    let rows = journal.deliveries(None).unwrap();
    let row =
        |to: &&str| rows.iter().find(|row| row.address == format!("{to}@example.org")).unwrap();
    let states = to.iter().map(|to| row(to).state).collect();
    let replies = to.iter().map(|to| row(to).reply.clone().unwrap_or_default()).collect();
    let attempts = to.iter().map(|to| row(to).attempts).collect();
    Run { states, replies, attempts, error }
}

fn policy() -> RetryPolicy {
    RetryPolicy {
        attempts: NonZeroU32::new(2).unwrap(),
        pause: Duration::from_millis(10),
        ..RetryPolicy::default()
    }
}

fn relay(port: u16) -> Relay {
    let relay = Relay::parse(&format!("smtp://127.0.0.1:{port}"), false).unwrap();
    relay.with_timeout(Duration::from_secs(1))
}

#[test]
fn each_ends_in_the_state_that_fits_and_the_others_go_through() {
    let script = Script::new();
    let relay = relay(script.listen());
    let to = [
        "a", "refuse", "b", "defer", "c", "once", "d", "hangup", "e", "garbage", "f", "odd", "g",
        "after", "h", "mute", "i", "form", "large", "j", "full", "k", "goodbye", "l", "nonsense",
        "m",
    ];
    let ran = run(&relay, &policy(), "presse@example.org", &to, MESSAGE.as_bytes());
    assert_eq!(ran.error, None);
    for ((to, state), reply) in to.iter().zip(&ran.states).zip(&ran.replies) {
        let (expected, words) = match *to {
            "refuse" => (DeliveryState::Refused, "550 5.1.1 no such user"),
            "form" => (DeliveryState::Refused, "554 5.6.0 form"),
            "large" => (DeliveryState::Deferred, "552 5.3.4 large"),
            "defer" => (DeliveryState::Deferred, "451 4.7.1 later"),
            "full" => (DeliveryState::Deferred, "452 4.3.1 full"),
            "goodbye" => (DeliveryState::Deferred, "421 4.3.2 closing"),
            "hangup" => (DeliveryState::Deferred, "the relay closed the line"),
            "garbage" => {
                (DeliveryState::Deferred, "the relay answered with something that is no SMTP")
            }
            "odd" => (DeliveryState::Deferred, "the relay answered out of turn: 250 no need"),
            "after" => (DeliveryState::Unknown, "the relay closed the line"),
            "mute" => (DeliveryState::Unknown, "the relay did not answer in time"),
            "nonsense" => (DeliveryState::Unknown, "the relay answered out of turn: 354 go"),
            _ => (DeliveryState::Accepted, "250 2.0.0 queued"),
        };
        assert_eq!((*state, reply.as_str()), (expected, words), "{to}");
        let times = script.taken_by(&format!("{to}@example.org"));
        // A relay that is busy counts no attempts.
        let most = match *to {
            "full" | "goodbye" => 12,
            "large" => 1,
            _ if state == &DeliveryState::Deferred => 2,
            _ => 1,
        };
        assert!(times <= most, "{to} was sent {times} messages");
    }
    let taken = script.taken.lock().unwrap();
    let (_, message) = taken.iter().find(|(to, _)| to == "a@example.org").unwrap();
    assert_eq!(message, MESSAGE, "not a byte is added or lost");
}

#[test]
fn an_answer_that_is_the_relays_fault_stops_the_run_and_counts_no_attempt() {
    let script = Script::new();
    let relay = relay(script.listen());
    let policy = RetryPolicy { connections: NonZeroUsize::MIN, ..policy() };
    let ran = run(&relay, &policy, "presse@example.org", &["a", "spam", "b"], MESSAGE.as_bytes());
    assert_eq!(ran.states, [DeliveryState::Accepted, DeliveryState::Queued, DeliveryState::Queued]);
    assert_eq!((&*ran.replies[1], &ran.attempts[..]), ("554 5.7.1 spam", &[1, 0, 0][..]));
    let error = ran.error.unwrap();
    assert_eq!(error.code.name(), "relay-trouble");
    assert!(error.message.ends_with("at spam@example.org it said: 554 5.7.1 spam"), "{error:?}");
    assert!(error.hints.iter().any(|hint| hint.contains("--suppress")), "{error:?}");
}

#[test]
fn a_line_lost_within_the_message_leaves_no_question() {
    let script = Script::new();
    let relay = relay(script.listen());
    // More than the system keeps for a line that nobody reads.
    let message = format!("Subject: x\r\n\r\n{}", "Ein Satz.\r\n".repeat(2_000_000));
    let ran = run(&relay, &policy(), "presse@example.org", &["during", "a"], message.as_bytes());
    assert_eq!(ran.states, [DeliveryState::Deferred, DeliveryState::Accepted]);
    assert_eq!(script.taken_by("during@example.org"), 0);
}

#[test]
fn a_line_that_was_closed_between_messages_is_opened_again() {
    let script = Script { per_line: 1, ..Script::new() };
    let relay = relay(script.listen());
    let policy =
        RetryPolicy { attempts: NonZeroU32::MIN, connections: NonZeroUsize::MIN, ..policy() };
    let ran = run(&relay, &policy, "presse@example.org", &["a", "b", "c"], MESSAGE.as_bytes());
    assert_eq!((ran.states, ran.error), (vec![DeliveryState::Accepted; 3], None));
}

#[test]
fn trouble_with_the_relay_leaves_everybody_queued() {
    let codes = |relay: &Relay, from: &str| {
        let ran = run(relay, &policy(), from, &["a", "b", "c"], MESSAGE.as_bytes());
        assert_eq!(ran.states, [DeliveryState::Queued; 3]);
        ran.error.map(|error| (error.code.name(), error.message))
    };
    let code = |relay: &Relay| codes(relay, "presse@example.org").map(|(code, _)| code);
    // Nobody listens.
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let error = codes(&relay(port), "presse@example.org").unwrap();
    let message = format!("the relay 127.0.0.1:{port} cannot be used (connection refused)");
    assert_eq!(error, ("relay-unreachable", message));
    for greeting in ["HTTP/1.1 400 Bad Request\r\n\r\n", "", "220 \u{FFFD}\r\n250 x"] {
        let script = Script { greeting, offers: "?\r\n", ..Script::new() };
        assert_eq!(code(&relay(script.listen())), Some("relay-unreachable"), "{greeting}");
    }
    let busy = Script { greeting: "421 busy\r\n", ..Script::new() };
    assert_eq!(code(&relay(busy.listen())), Some("relay-busy"));
    let closed = Script { greeting: "554 no service\r\n", ..Script::new() };
    assert_eq!(code(&relay(closed.listen())), Some("relay-refused"));
    let script = Script::new();
    let error = codes(&relay(script.listen()), "nobody@example.org").unwrap();
    assert_eq!(error.0, "relay-refused");
    assert!(
        error.1.ends_with("takes no mail from nobody@example.org (550 5.7.1 not you)"),
        "{error:?}"
    );
    // A password waits for TLS.
    let credentials = Credentials::new("user".into(), "geheim".into(), "127.0.0.1").unwrap();
    let with_login = relay(script.listen()).with_credentials(&credentials).unwrap();
    let error = codes(&with_login, "presse@example.org").unwrap();
    assert_eq!(error.0, "relay-without-tls");
    assert!(!error.1.contains("geheim"));
    assert_eq!(script.taken.lock().unwrap().len(), 0);
}

#[test]
fn what_the_relay_says_is_too_large_is_not_handed_in() {
    let script =
        Script { offers: "250-relay.example\r\n250-SIZE 100\r\n250 HELP\r\n", ..Script::new() };
    let relay = relay(script.listen());
    let ran = run(&relay, &policy(), "presse@example.org", &["a"], &[b'x'; 200]);
    assert_eq!(ran.states, [DeliveryState::Deferred]);
    assert_eq!(ran.replies, ["the message has 200 bytes, the relay takes 100 at most"]);
    let ran = run(&relay, &policy(), "presse@example.org", &["b"], MESSAGE.as_bytes());
    assert_eq!(ran.states, [DeliveryState::Accepted]);
}

#[test]
fn an_answer_without_end_is_cut_off() {
    let script = Script::new();
    let relay = relay(script.listen());
    let to = ["endless", "a", "long", "b", "wordy", "wordier", "c"];
    let ran = run(&relay, &policy(), "presse@example.org", &to, MESSAGE.as_bytes());
    let (endless, long) = (
        "the relay's answer does not end",
        "the relay's answer has a line of more than 1000 bytes",
    );
    for (at, why) in [(0, endless), (2, long), (5, endless)] {
        assert_eq!((ran.states[at], &*ran.replies[at]), (DeliveryState::Deferred, why));
    }
    for at in [1, 3, 4, 6] {
        assert_eq!(ran.states[at], DeliveryState::Accepted, "{}: {}", to[at], ran.replies[at]);
    }
}

#[test]
fn an_answer_that_drips_takes_no_longer_than_allowed() {
    let script = Script::new();
    let relay = relay(script.listen());
    let policy = RetryPolicy { attempts: NonZeroU32::MIN, ..policy() };
    let begun = Instant::now();
    let ran = run(&relay, &policy, "presse@example.org", &["drip", "a"], MESSAGE.as_bytes());
    assert_eq!(ran.states, [DeliveryState::Deferred, DeliveryState::Accepted]);
    assert_eq!(ran.replies[0], "the relay did not answer in time");
    assert!(begun.elapsed() < Duration::from_secs(4), "{:?}", begun.elapsed());
}

#[test]
fn a_greeting_and_offers_have_bounds_too() {
    let last = "220 relay.example\r\n";
    let greeting: &str = (wordy(200).replace("250", "220") + last).leak();
    let offers: &str = (wordy(200) + "250 HELP\r\n").leak();
    for script in [Script { greeting, ..Script::new() }, Script { offers, ..Script::new() }] {
        let relay = relay(script.listen());
        let ran = run(&relay, &policy(), "presse@example.org", &["a"], MESSAGE.as_bytes());
        let error = ran.error.map(|error| error.message).unwrap_or_default();
        assert!(error.ends_with("cannot be used (the relay's answer does not end)"), "{error}");
    }
    let greeting: &str = (wordy(199).replace("250", "220") + last).leak();
    let script = Script { greeting, ..Script::new() };
    let ran = run(&relay(script.listen()), &policy(), "presse@example.org", &["a"], b"x\r\n");
    assert_eq!((ran.states, ran.error), (vec![DeliveryState::Accepted], None));
}

#[test]
fn pauses_double_up_to_a_bound() {
    let policy = RetryPolicy::default();
    let pauses: Vec<_> = (1..=7).map(|tried| policy.pause_after(tried).as_secs()).collect();
    assert_eq!(pauses, [30, 60, 120, 240, 480, 900, 900]);
    assert_eq!(policy.pause_after(1000).as_secs(), 900);
    let patient = RetryPolicy { pause: Duration::from_secs(3600), ..policy };
    assert_eq!(patient.pause_after(3).as_secs(), 3600);
}
