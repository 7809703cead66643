//! Releases as lines of standard input, and results as lines of standard output.

use std::fs;
use std::io::{BufRead, BufReader, ErrorKind, Write};
use std::process::{ChildStdin, ChildStdout, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use base64::Engine;
use base64::prelude::BASE64_STANDARD as BASE64;
use serde_json::{Value, json};

use crate::json::{validated, validated_by};
use crate::runs::{codes, files, lines, release, texts};
use crate::test::{FAULTY, HARMFUL_LAYOUT, RELEASE, Ran, Test};

/// A run over lines.
fn stream(command: &str, requests: &[Value]) -> Test {
    let text: String = requests.iter().map(|one| format!("{one}\n")).collect();
    Test::new(&format!("{command} --input-format ndjson -")).any_stdout().stdin(text)
}

fn results(ran: &Ran) -> Vec<Value> {
    lines(&ran.stdout)
}

fn text(at: usize) -> Value {
    json!({"text": release(at), "input_format": "md", "output": at.to_string()})
}

/// A release of JSON with this headline.
fn fields(headline: &str) -> Value {
    json!({"letterhead": "neutral", "date": "2022-11-25", "headline": headline, "body": "Ein Satz."})
}

#[test]
fn a_release_comes_as_itself_or_is_named() {
    let mut own = fields("Eins");
    own["id"] = "lmo 2022/1".into();
    let requests = [
        own,
        json!({"file": "in/a.md", "echo": {"node": [4711, null]}}),
        json!({"text": RELEASE, "input_format": "md", "name": "Knoten 7", "output": "2004/05/b"}),
        json!({"release": fields("Vier"), "output": "./c"}),
        json!({"release": fields("Fünf"), "echo": "5"}),
    ];
    let test = stream("render -o out/", &requests).file("in/a.md", RELEASE);
    let ran = test.any_stderr().exit(2).run();
    let results = results(&ran);
    assert_eq!(texts(&results, "outcome"), ["issued", "issued", "issued", "issued", "failed"]);
    let names = ["<stdin>:1", "in/a.md", "Knoten 7", "<stdin>:4", "<stdin>:5"];
    assert_eq!(texts(&results, "release"), names);
    let files: Vec<_> = files(&ran.path("out")).into_keys().collect();
    assert_eq!(files, ["2004/05/b.pdf", "a.pdf", "c.pdf", "lmo-2022-1.pdf"]);
    assert_eq!(results[1]["echo"], json!({"node": [4711, null]}));
    assert_eq!(results[4]["echo"], "5");
    assert_eq!(results[0]["outputs"][0]["state"], "new");
    assert_eq!(results[0]["id"], "lmo 2022/1");
    let inputs = results[1]["inputs"].as_array().expect("there are inputs");
    assert_eq!((&inputs[0]["role"], &inputs[0]["file"]), (&json!("release"), &json!("in/a.md")));
    assert_eq!(inputs[0]["bytes"], RELEASE.len());
    let items: Vec<_> = results.iter().map(|result| result["item"].as_u64()).collect();
    assert_eq!(items, [Some(1), Some(2), Some(3), Some(4), Some(5)]);
    assert_eq!(ran.stderr, "5 releases: 4 issued, 1 failed\n");
}

#[test]
fn no_result_leaves_its_folder() {
    let outputs = ["../a", "/tmp/a", "a/../../b", "", "a/", "..", "a\\b", "a\0b"];
    let mut requests: Vec<_> =
        outputs.iter().map(|output| json!({"release": fields("Neu"), "output": output})).collect();
    requests.push(json!({"file": "a.md", "mirrored": "../a.md"}));
    let ids = ["../x", "..", "/x", ".x"].map(|id| {
        let mut release = fields("Neu");
        release["id"] = id.into();
        release
    });
    let broken = requests.len();
    requests.extend(ids);
    for place in ["-o out/", "--out-tree out"] {
        let test = stream(&format!("render {place}"), &requests).file("a.md", RELEASE);
        let ran = test.any_stderr().exit(2).run();
        let results = results(&ran);
        let (wrong, by_id) = results.split_at(broken);
        assert!(wrong.iter().all(|line| codes(line) == ["request-broken"]), "{wrong:#?}");
        assert!(by_id.iter().all(|line| codes(line) != ["request-broken"]), "{by_id:#?}");
        assert!(
            ran.names().iter().all(|name| name == "a.md" || name == "out"),
            "{:?}",
            ran.names()
        );
    }
}

#[test]
fn an_output_needs_a_folder() {
    let input = format!("{}\n", json!({"file": "a.md", "output": "q"}));
    let test = stream("render", &[]).stdin(input).file("a.md", RELEASE);
    let ran = test.any_stderr().exit(2).run();
    let results = results(&ran);
    assert_eq!(codes(&results[0]), ["usage"]);
    let said = String::from_utf8_lossy(&ran.stdout);
    assert!(said.contains("name the folder with `-o DIR/` or `--out-tree DIR`"), "{said}");
}

/// Each is `error[request-broken]`.
#[test]
fn broken_lines_are_answered_alone() {
    let mut input = Vec::new();
    for line in [
        &b"{\"file\": \"a.md\"}\r\n"[..],
        b"\n \r\n",
        b"no JSON\n",
        b"[1]\n",
        b"{\"file\": \"a.md\", \"text\": \"x\"}\n",
        b"{\"file\": \"a.md\", \"ouput\": \"x\"}\n",
        b"{\"text\": \"x\"}\n",
        b"{\"file\": \"\xff.md\"}\n",
        b"{\"file\": \"-\"}\n",
        b"{\"file\": \"a.md\", \"deadline\": -1}\n",
        b"{\"file\": \"no.md\"}\n",
        b"{\"file\": \"faulty.md\"}\n",
        b"{}\n",
        b"{\"file\": \"a.md\"}",
    ] {
        input.extend_from_slice(line);
    }
    let test = stream("check", &[]).stdin(input).file("a.md", RELEASE).file("faulty.md", FAULTY);
    let ran = test.any_stderr().exit(2).run();
    let results = results(&ran);
    let outcomes = texts(&results, "outcome");
    assert_eq!(outcomes[0], "fine");
    assert!(results[1..9].iter().all(|line| codes(line) == ["request-broken"]), "{results:#?}");
    // Each is called by its line, and the empty ones count.
    assert_eq!(texts(&results[1..3], "release"), ["<stdin>:4", "<stdin>:5"]);
    assert_eq!(outcomes[1..], [["failed"; 9].as_slice(), &["refused", "failed", "fine"]].concat());
    assert_eq!(codes(&results[10]), ["missing-field"]);
    assert_eq!(ran.stderr, "13 releases: 2 fine, 1 refused, 10 failed\n");
}

#[test]
fn a_line_without_measure_is_answered_and_not_kept() {
    let mut input = format!("{}\n", json!({"text": "a".repeat(30_000_000), "input_format": "md"}));
    input += &format!("{}\n", json!({"file": "a.md"}));
    let ran = stream("check", &[]).stdin(input).file("a.md", RELEASE).any_stderr().exit(2).run();
    let results = results(&ran);
    assert_eq!(texts(&results, "outcome"), ["failed", "fine"]);
    assert_eq!(codes(&results[0]), ["request-broken"]);
    assert!(ran.stdout.len() < 10_000);
}

#[test]
fn a_deadline_ends_one_release() {
    let slow = |deadline| {
        json!({"text": RELEASE.replace("Sachsen verbindet", "Ohne Ende"), "input_format": "md",
            "deadline": deadline, "output": "slow"})
    };
    let requests = [text(1), slow(0.8), text(2), slow(60.0), text(3)];
    let test = stream("render --layout own.typ -j1 --max-seconds 2 -o out/", &requests);
    let began = Instant::now();
    let ran = test.file("own.typ", HARMFUL_LAYOUT).any_stderr().exit(2).run();
    assert!(began.elapsed() < Duration::from_secs(20));
    let results = results(&ran);
    let outcomes = ["issued", "failed", "issued", "failed", "issued"];
    assert_eq!(texts(&results, "outcome"), outcomes);
    let said = |at: usize| results[at]["diagnostics"][0]["message"].as_str().unwrap_or_default();
    assert!(said(1).contains("deadline of 0.8 s"), "{}", said(1));
    assert!(said(3).contains("after 2 s"), "{}", said(3));
    assert_eq!(files(&ran.path("out")).len(), 3);
}

#[test]
fn results_come_in_order_or_as_they_are_done() {
    let slow = json!({"text": RELEASE.replace("Sachsen verbindet", "Ohne Ende"),
        "input_format": "md", "deadline": 2, "output": "slow"});
    let mut requests = vec![slow];
    requests.extend((1..6).map(text));
    for (option, first) in [("", "<stdin>:1"), ("--unordered", "<stdin>:2")] {
        let command = format!("render --layout own.typ -j2 -o out/ {option}");
        let test = stream(&command, &requests).file("own.typ", HARMFUL_LAYOUT);
        let ran = test.any_stderr().exit(2).run();
        let results = results(&ran);
        let names = texts(&results, "release");
        assert_eq!((names.len(), names[0]), (6, first), "{names:?}");
        assert_eq!(names.is_sorted(), option.is_empty(), "{names:?}");
    }
}

#[test]
fn a_result_holds_the_file() {
    let requests = [
        text(1),
        json!({"file": "a.md"}),
        json!({"text": FAULTY, "input_format": "md", "output": "c"}),
    ];
    let ran = stream("render -o - --manifest m.ndjson --format pdf,txt", &requests)
        .file("a.md", RELEASE)
        .any_stderr()
        .exit(1)
        .run();
    let held = results(&ran);
    let manifest = String::from_utf8(ran.bytes("m.ndjson")).expect("lines are UTF-8");
    assert!(!manifest.contains("\"data\":\""));
    assert_eq!(ran.names(), ["a.md", "m.ndjson"]);
    let test = stream("render -o out/ --format pdf,txt", &requests).file("a.md", RELEASE);
    let ran = test.any_stderr().exit(1).run();
    let written = results(&ran);
    for (held, written) in held.iter().zip(&written).take(2) {
        for at in 0..2 {
            let (held, written) = (&held["outputs"][at], &written["outputs"][at]);
            let bytes = BASE64.decode(held["data"].as_str().expect("bytes")).expect("Base64");
            assert!(bytes == ran.bytes(written["file"].as_str().expect("a file")));
            assert_eq!((&held["sha256"], held.get("file")), (&written["sha256"], None));
        }
    }
    assert_eq!(held[2]["outputs"], json!([]));
}

#[test]
fn exit_codes_are_those_of_files() {
    let all = |release: Value| stream("check", &[json!({"release": fields("Neu")}), release]);
    all(json!({"release": fields("Zwei")})).stderr("2 releases: 2 fine\n").run();
    all(json!({"text": FAULTY, "input_format": "md"})).any_stderr().exit(1).run();
    all(json!({"file": "no.md"})).any_stderr().exit(2).run();
    stream("check", &[]).run();
    for wrong in ["check --input-format ndjson a.md", "check --input-format ndjson a.md -"] {
        Test::new(wrong).file("a.md", RELEASE).any_stderr().exit(2).run();
    }
}

#[test]
fn every_line_keeps_its_schema() {
    let requests = [
        text(1),
        fields("Zwei"),
        json!({"file": "in/a.md", "echo": 1.5, "deadline": 20, "item": 7}),
        json!({"file": "no.md"}),
        json!({"release": fields("Fünf"), "output": "5", "name": "fünf"}),
    ];
    let input: String = requests.iter().map(|one| format!("{one}\n")).collect();
    let (is_valid, said) = validated_by("requests", &input);
    assert!(is_valid, "{said}");
    for wrong in ["{\"file\":3}\n", "{\"file\":\"a\",\"deadline\":\"x\"}\n", "[]\n"] {
        assert!(!validated_by("requests", wrong).0, "{wrong}");
    }
    let mut lines = String::new();
    for command in ["render -o out/", "render -o -", "check", "check --unordered"] {
        let command = format!("{command} --message-format json --manifest m.ndjson");
        let test = stream(&command, &[&requests[..], &[json!({"x": 1, "file": 2})]].concat());
        let ran = test.file("in/a.md", RELEASE).any_stderr().exit(2).run();
        lines += &String::from_utf8_lossy(&ran.stdout);
        lines += &ran.stderr;
        lines += &String::from_utf8_lossy(&ran.bytes("m.ndjson"));
    }
    let (is_valid, said) = validated(&lines);
    assert!(is_valid, "{said}");
}

/// One that writes requests and reads results in turn.
struct Talk {
    requests: ChildStdin,
    results: BufReader<ChildStdout>,
}

impl Talk {
    fn read(&mut self) -> Value {
        let mut line = String::new();
        self.results.read_line(&mut line).expect("a line comes");
        serde_json::from_str(&line).expect("it is an object")
    }

    fn ask(&mut self, request: &Value) -> Value {
        writeln!(self.requests, "{request}").expect("it is read");
        self.read()
    }
}

/// Runs a program with which `talk` talks, and gives its exit code.
fn talk(test: &Test, talk: impl FnOnce(&mut Talk)) -> Option<i32> {
    let mut command = test.command();
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().expect("the program starts");
    let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
    let results = BufReader::new(stdout.expect("it writes"));
    let mut both = Talk { requests: stdin.expect("it reads"), results };
    talk(&mut both);
    drop(both.requests);
    child.wait().expect("it ends").code()
}

#[test]
fn each_request_is_answered_before_the_next_comes() {
    let test = Test::new("render -j2 --input-format ndjson -o out/ -");
    let code = talk(&test, |both| {
        for at in 1..8 {
            let result = both.ask(&text(at));
            assert_eq!((&result["item"], &result["outcome"]), (&json!(at), &json!("issued")));
            assert!(test.path(&format!("out/{at}.pdf")).is_file());
        }
    });
    assert_eq!(code, Some(0));
}

#[test]
fn a_worker_speaks_the_same_by_itself() {
    let test = Test::new("worker -- render --layout own.typ --input-format ndjson -o out/ -");
    let test = test.file("own.typ", HARMFUL_LAYOUT);
    let mut said = String::new();
    let code = talk(&test, |both| {
        let ready = both.read();
        assert_eq!((&ready["type"], &ready["protocol"]), (&json!("ready"), &json!(1)));
        let word = both.ask(&text(1));
        assert_eq!((&word["type"], &word["item"]), (&json!("own-layout"), &json!(1)));
        let result = both.read();
        assert_eq!((&result["item"], &result["outcome"]), (&json!(1), &json!("issued")));
        let refused = both.ask(&json!({"file": 3}));
        assert_eq!((codes(&refused), &refused["item"]), (vec!["request-broken"], &json!(2)));
        let word = both.ask(&json!({"file": "no.md", "item": 40}));
        assert_eq!((&word["type"], &word["item"]), (&json!("own-layout"), &json!(40)));
        let numbered = both.read();
        assert_eq!((codes(&numbered), &numbered["item"]), (vec!["input-output"], &json!(40)));
        let itself = both.ask(&json!({"file": "-"}));
        assert_eq!(codes(&itself), ["request-broken"]);
        for line in [&ready, &word, &result, &refused, &numbered, &itself] {
            said += &format!("{line}\n");
        }
    });
    assert_eq!(code, Some(0));
    assert!(fs::read(test.path("out/1.pdf")).is_ok());
    let (is_valid, faults) = validated(&said);
    assert!(is_valid, "{faults}");
    let test = Test::new(
        "worker -- render --layout own.typ --max-seconds 1 -o out/ --input-format ndjson -",
    );
    let test = test.file("own.typ", HARMFUL_LAYOUT);
    let endless = RELEASE.replace("Sachsen verbindet", "Ohne Ende");
    let request = json!({"text": endless, "input_format": "md", "output": "a"});
    let code = talk(&test, |both| {
        both.read();
        assert_eq!(both.ask(&request)["type"], "own-layout");
        let mut rest = String::new();
        both.results.read_line(&mut rest).expect("it ends");
        assert_eq!(rest, "");
    });
    assert_eq!(code, Some(76));
}

/// The most memory that a process has held, in KiB.
fn peak(process: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).expect("it runs");
    let line = status.lines().find(|line| line.starts_with("VmHWM")).expect("a line");
    line.split_whitespace().nth(1).and_then(|number| number.parse().ok()).expect("a number")
}

#[test]
#[cfg(target_os = "linux")]
fn who_writes_faster_than_is_read_is_held_up() {
    // Where results come in order, those behind a slow one are kept.
    held_up("", 1500);
    held_up("--unordered", 200);
}

fn held_up(option: &str, most: usize) {
    let test = Test::new(&format!("check -j2 {option} --input-format ndjson -"));
    let mut command = test.command();
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().expect("the program starts");
    let mut stdin = child.stdin.take().expect("it reads");
    let written = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&written);
    let writer = thread::spawn(move || {
        // A result says this again, so that few of them fill a pipe.
        let line = json!({"text": "x", "input_format": "md", "echo": "x".repeat(20_000)});
        for _ in 0..5000 {
            match writeln!(stdin, "{line}") {
                Ok(()) => count.fetch_add(1, Ordering::SeqCst),
                Err(error) => return error.kind() == ErrorKind::BrokenPipe,
            };
        }
        false
    });
    let (mut before, began) = (usize::MAX, Instant::now());
    while written.load(Ordering::SeqCst) != before && began.elapsed() < Duration::from_secs(20) {
        before = written.load(Ordering::SeqCst);
        thread::sleep(Duration::from_millis(1500));
    }
    assert!(before < most, "{before} lines were taken and nobody read");
    assert!(peak(child.id()) < 150 * 1024, "{} KiB", peak(child.id()));
    drop(child.stdout.take());
    child.kill().expect("it ends");
    child.wait().expect("it ends");
    assert!(writer.join().expect("the writer ends"));
}
