//! Runs that are killed, and go on; two runs at once.

use std::collections::{BTreeMap, BTreeSet};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use super::office::{Ended, Office};
use super::relay::{Accepted, Relay};
use super::scripts::{eventually, tell};

/// Moments by chance, the same for the same seed (SplitMix64).
struct Chance(u64);

impl Chance {
    /// A number below this one.
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % limit
    }
}

/// How often each Message-ID has come to a relay.
fn copies(accepted: &[Accepted]) -> BTreeMap<&str, usize> {
    let mut copies = BTreeMap::new();
    for each in accepted {
        *copies.entry(&*each.message_id).or_default() += 1;
    }
    copies
}

fn local(recipient: &str) -> &str {
    recipient.split('@').next().unwrap_or(recipient)
}

#[test]
fn nobody_gets_a_message_twice_however_often_the_program_is_killed() {
    const MANY: usize = 500;
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).expect("after 1970");
    let given = std::env::var("SEED").ok().and_then(|seed| seed.parse().ok());
    let seed = given.unwrap_or(now.subsec_nanos().into());
    tell(format_args!("SEED={seed}"));
    let mut chance = Chance(seed);
    let (relay, office) = (Relay::new("--latency 1"), Office::of(MANY));

    // Five moments from the start of the program on, then twenty-five along the way.
    let mut along: Vec<_> = (0..25).map(|_| chance.below(MANY as u64 - 20) as usize).collect();
    along.sort_unstable();
    let starts = (0..5).map(|_| (0, Duration::from_micros(chance.below(300_000))));
    let moments: Vec<_> = starts.collect();
    let along: Vec<_> =
        along.into_iter().map(|at| (at, Duration::from_micros(chance.below(20_000)))).collect();
    let mut killed = 0;
    for (sent, pause) in moments.into_iter().chain(along) {
        let before = relay.count("accepted");
        let mut child = office.sending(&relay.url("smtp"), "").spawn().expect("it starts");
        // It must get somewhere, or it is killed before it has begun again and again.
        let goal = if sent == 0 { 0 } else { sent.max(before + 1) };
        eventually(format!("{goal} messages, SEED={seed}"), Duration::from_secs(60), || {
            let is_over = goal >= MANY - 1;
            (is_over || relay.count("accepted") >= goal).then_some(())
        });
        thread::sleep(pause);
        killed += usize::from(child.try_wait().is_ok_and(|ended| ended.is_none()));
        child.kill().expect("it is ours");
        child.wait().expect("it ends");
        let accepted = relay.accepted();
        let twice: Vec<_> = copies(&accepted).into_iter().filter(|(_, times)| *times > 1).collect();
        assert!(twice.is_empty(), "SEED={seed}, at {sent}: {twice:?}");
    }
    assert!(killed >= 25, "only {killed} runs were killed before their end, SEED={seed}");

    let ended = office.send(&relay.url("smtp"), "");
    let states = office.states();
    let unknown: BTreeSet<_> =
        states.iter().filter(|(_, state)| *state == "unknown").map(|(local, _)| &**local).collect();
    tell(format_args!("{killed} runs killed, {} deliveries unknown", unknown.len()));
    assert_eq!(ended.code, Some(if unknown.is_empty() { 0 } else { 3 }), "SEED={seed}: {ended}");
    let accepted = relay.accepted();
    assert!(copies(&accepted).values().all(|times| *times == 1), "SEED={seed}");
    let have: BTreeSet<_> = accepted.iter().map(|each| local(&each.recipient)).collect();
    for (local, state) in &states {
        let is_right = match state.as_str() {
            "accepted" => have.contains(&**local),
            "unknown" => true,
            _ => false,
        };
        assert!(is_right, "SEED={seed}: {local} is {state}");
    }
    assert_eq!(states.len(), MANY);
    // Each run was killed with at most two connections under way.
    assert!(unknown.len() <= 2 * killed, "SEED={seed}: {} unknown", unknown.len());

    office.send(&relay.url("smtp"), "--retry-unknown").expect(0, "");
    assert_eq!(office.counts(), [("accepted".to_owned(), MANY)].into(), "SEED={seed}");
    let accepted = relay.accepted();
    let have: BTreeSet<_> = accepted.iter().map(|each| &each.recipient).collect();
    assert_eq!(have.len(), MANY, "SEED={seed}");
    let of: BTreeMap<_, _> =
        accepted.iter().map(|each| (&*each.message_id, local(&each.recipient))).collect();
    assert_eq!(of.len(), MANY, "SEED={seed}: a Message-ID for each recipient");
    for (id, times) in copies(&accepted) {
        let most = if unknown.contains(of[id]) { 2 } else { 1 };
        assert!(times <= most, "SEED={seed}: {} has {times} copies of {id}", of[id]);
    }
}

#[test]
fn two_runs_on_one_journal_do_not_both_send() {
    let (relay, office) = (Relay::new("--latency 10"), Office::of(40));
    let first = office.sending(&relay.url("smtp"), "").spawn().expect("it starts");
    eventually("a first message", Duration::from_secs(30), || {
        (relay.count("accepted") > 0).then_some(())
    });
    let connections = relay.count("connected");
    let start = Instant::now();
    let second = office.send(&relay.url("smtp"), "");
    second.expect(2, "error[journal-busy]");
    assert!(start.elapsed() < Duration::from_secs(20), "it waited for {:?}", start.elapsed());
    assert!(relay.count("connected") <= connections.max(2), "the second run connected");
    Ended::wait(first).expect(0, "");
    assert_eq!(relay.accepted().len(), 40);
    // Started at the very same time, one of them sends, and both end.
    let (relay, office) = (Relay::new("--latency 10"), Office::of(40));
    let runs: Vec<_> = (0..4)
        .map(|_| office.sending(&relay.url("smtp"), "").spawn().expect("it starts"))
        .collect();
    let ended: Vec<_> = runs.into_iter().map(Ended::wait).collect();
    assert!(ended.iter().any(|each| each.code == Some(0)), "{ended:?}");
    assert_eq!(relay.accepted().len(), 40);
    assert!(copies(&relay.accepted()).values().all(|times| *times == 1));
    assert_eq!(office.counts(), [("accepted".to_owned(), 40)].into());
}

#[test]
fn two_runs_that_come_by_different_names_do_not_both_send() {
    let (relay, office) = (Relay::new("--latency 10"), Office::of(3));
    office.send(&relay.url("smtp"), "").expect(0, "");
    let journal = office.path("journal.sqlite");
    let list: String = (0..30).map(|number| format!("anna-{number}@example.org\n")).collect();
    office.write("list.txt", list);
    let by = |name: &str| {
        let mut command = office.sending(&relay.url("smtp"), "--journal");
        command.arg(name).spawn().expect("it starts")
    };
    std::os::unix::fs::symlink(&journal, office.path("link.sqlite")).expect("a link is made");
    let runs = ["journal.sqlite", "link.sqlite", "./journal.sqlite"].map(by);
    let mut codes = runs.map(|run| Ended::wait(run).code);
    codes.sort_unstable();
    assert_eq!(codes, [Some(0), Some(2), Some(2)]);
    assert_eq!(relay.accepted().len(), 30);
    assert!(copies(&relay.accepted()).values().all(|times| *times == 1));
    // Of a second name in its own right the system tells no more than that there is one.
    std::fs::hard_link(&journal, office.path("name.sqlite")).expect("a name is made");
    for name in ["name.sqlite", "journal.sqlite"] {
        Ended::wait(by(name)).expect(2, "the file has 2 names");
    }
    std::os::unix::fs::symlink("nowhere", office.path("broken.sqlite")).expect("a link is made");
    Ended::wait(by("broken.sqlite")).expect(2, "it is a broken link");
}

#[test]
fn a_run_that_is_interrupted_says_where_it_stands() {
    let (relay, office) = (Relay::new("--latency 20"), Office::of(60));
    for (signal, code) in [("-INT", 130), ("-TERM", 143)] {
        let before = relay.count("accepted");
        let run = office.sending(&relay.url("smtp"), "").spawn().expect("it starts");
        eventually("some messages", Duration::from_secs(30), || {
            (relay.count("accepted") >= before + 5).then_some(())
        });
        let id = run.id().to_string();
        std::process::Command::new("kill").args([signal, &id]).status().expect("kill is there");
        assert_eq!(Ended::wait(run).code, Some(code), "{signal}");
        let states = office.counts();
        assert!(!states.contains_key("refused"), "{states:?}");
    }
    office.send(&relay.url("smtp"), "--retry-unknown");
    assert_eq!(office.counts(), [("accepted".to_owned(), 60)].into());
}
