//! Runs that are stopped, and runs that are killed: what was done stays, and the rest is done later.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::runs::{count, files, lines, name, texts, with_releases};
use crate::test::Test;
use crate::workers::{kill, workers};

const RELEASES: usize = 30;

const RUN: &str = "render in -j2 --out-tree out --manifest m.ndjson --if-changed";

/// The results of a run that nobody has disturbed.
fn undisturbed() -> BTreeMap<String, Vec<u8>> {
    let ran = with_releases(Test::new(RUN), RELEASES).any_stderr().run();
    files(&ran.path("out"))
}

/// Waits until something is so, and says whether it is.
fn becomes(mut is_so: impl FnMut() -> bool) -> bool {
    let began = Instant::now();
    while began.elapsed() < Duration::from_secs(10) {
        if is_so() {
            return true;
        }
        thread::sleep(Duration::from_millis(10));
    }
    false
}

fn signal(name: &str, run: &Child) {
    let status = Command::new("kill").args([name, &run.id().to_string()]).status();
    assert!(status.expect("kill is there").success());
}

fn start(test: &Test) -> Child {
    test.command().stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("the program starts")
}

/// How many lines a manifest has so far.
fn entered(test: &Test) -> usize {
    // It may not be there yet.
    let Ok(bytes) = fs::read(test.path("m.ndjson")) else { return 0 };
    bytes.iter().filter(|byte| **byte == b'\n').count()
}

/// The processes that work in a folder.
fn working_in(folder: &Path) -> BTreeSet<String> {
    let folder = folder.canonicalize().expect("the folder is there");
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    let here = processes.filter(|entry| {
        // Others come and go.
        fs::read_link(entry.path().join("cwd")).is_ok_and(|place| place.starts_with(&folder))
    });
    here.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
}

#[test]
fn a_signal_lets_what_is_in_hand_be_done() {
    let all = undisturbed();
    for (name_of_signal, code) in [("-INT", 130), ("-TERM", 143)] {
        let test = with_releases(Test::new(RUN), RELEASES);
        let run = start(&test);
        assert!(becomes(|| entered(&test) > 2), "nothing is done");
        signal(name_of_signal, &run);
        let ended = run.wait_with_output().expect("it ends");
        let said = String::from_utf8_lossy(&ended.stderr);
        assert_eq!(ended.status.code(), Some(code), "{said}");
        let left = lines(&fs::read(test.path("m.ndjson")).expect("it is there"));
        let done = left.len();
        assert!((3..RELEASES).contains(&done), "{done} are done");
        let rest = RELEASES - done;
        let summary = format!("{RELEASES} releases: {done} issued, {rest} left\n");
        assert!(said.ends_with(&summary), "{said}");
        // What is entered is there, and nothing else is.
        let there = files(&test.path("out"));
        assert_eq!(there.len(), done, "{:?}", there.keys());
        assert!(there.iter().all(|(name, bytes)| all[name] == *bytes));
        assert!(becomes(|| working_in(&test.path("")).is_empty()));
        let ended = start(&test).wait_with_output().expect("it ends");
        let said = String::from_utf8_lossy(&ended.stderr);
        let summary = format!("{RELEASES} releases: {rest} issued, {done} unchanged\n");
        assert!(ended.status.success() && said.ends_with(&summary), "{said}");
        assert!(files(&test.path("out")) == all);
        let left = lines(&fs::read(test.path("m.ndjson")).expect("it is there"));
        let names: Vec<_> = (0..RELEASES).map(name).collect();
        assert_eq!(texts(&left, "release"), names);
    }
}

#[test]
fn a_signal_ends_a_stream_that_says_no_more() {
    let test = Test::new("check --input-format ndjson --manifest m.ndjson -");
    let mut command = test.command();
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut run = command.spawn().expect("the program starts");
    assert!(becomes(|| test.path("m.ndjson").exists()));
    thread::sleep(Duration::from_millis(200));
    signal("-TERM", &run);
    assert!(becomes(|| run.try_wait().expect("it can be asked").is_some()), "it waits");
    assert_eq!(run.wait().expect("it ends").code(), Some(143));
}

#[test]
#[cfg(target_os = "linux")]
fn what_was_killed_goes_on_as_if_nothing_had_been() {
    let all = undisturbed();
    let test = with_releases(Test::new(RUN), RELEASES);
    let mut moment: u64 = 5;
    for _ in 0..8 {
        let mut run = start(&test);
        moment = (moment * 29 + 17) % 101;
        thread::sleep(Duration::from_millis(40 + moment * 6));
        run.kill().expect("it is killed");
        run.wait().expect("it ends");
        // Whatever is there is whole.
        let there = files(&test.path("out"));
        let whole = there.iter().filter(|(name, _)| !name.contains(".letterpress-"));
        whole.for_each(|(name, bytes)| assert!(all[name] == *bytes, "{name}"));
    }
    assert!(becomes(|| working_in(&test.path("")).is_empty()), "a worker is left");
    let ended = start(&test).wait_with_output().expect("it ends");
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
    let there = files(&test.path("out"));
    assert!(there.keys().eq(all.keys()), "{:?}", there.keys());
    assert!(there == all);
    assert!(files(&test.path("")).keys().all(|name| !name.contains(".letterpress-")));
    let left = lines(&fs::read(test.path("m.ndjson")).expect("it is there"));
    assert_eq!(left.len(), RELEASES);
    assert_eq!(count(&left, "outcome", "issued") + count(&left, "outcome", "unchanged"), RELEASES);
}

#[test]
#[cfg(target_os = "linux")]
fn a_worker_that_is_killed_is_replaced() {
    let all = undisturbed();
    let test = with_releases(Test::new(RUN), RELEASES);
    let run = start(&test);
    assert!(becomes(|| entered(&test) > 1));
    let hit = workers(&run);
    hit.first().into_iter().for_each(|worker| kill(*worker));
    let ended = run.wait_with_output().expect("it ends");
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
    assert!(!hit.is_empty() && files(&test.path("out")) == all);
}

#[test]
#[cfg(target_os = "linux")]
fn a_worker_that_has_done_much_is_replaced() {
    // Refused at once, so that a thousand take no time.
    let line = "{\"headline\": \"\"}\n";
    let test = Test::new("check -j1 --input-format ndjson -");
    let mut command = test.command();
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut run = command.spawn().expect("the program starts");
    let mut requests = run.stdin.take().expect("it is asked");
    let mut results = BufReader::new(run.stdout.take().expect("it answers")).lines();
    let mut ask = |count: usize| {
        requests.write_all(line.repeat(count).as_bytes()).expect("it reads");
        let refused = results
            .by_ref()
            .take(count)
            .filter(|result| result.as_ref().is_ok_and(|result| result.contains("\"refused\"")));
        assert_eq!(refused.count(), count);
    };
    ask(900);
    let first = workers(&run);
    assert_eq!(first.len(), 1);
    ask(200);
    let second = workers(&run);
    assert!(second.len() == 1 && first != second, "{first:?} {second:?}");
    drop(requests);
    assert_eq!(run.wait().expect("it ends").code(), Some(1));
}
