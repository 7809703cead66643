//! What streams have beside their lines: standard input that cannot be named, files that are
//! written twice, readers that go away.

use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::process::Stdio;

use serde_json::{Value, json};

use crate::runs::{codes, lines, release, texts};
use crate::test::{Ran, Test};

fn stream(command: &str, requests: &[Value]) -> Test {
    let text: String = requests.iter().map(|one| format!("{one}\n")).collect();
    Test::new(&format!("{command} --input-format ndjson -")).any_stdout().stdin(text)
}

fn results(ran: &Ran) -> Vec<Value> {
    lines(&ran.stdout)
}

fn text(at: usize, output: &str) -> Value {
    json!({"text": release(at), "input_format": "md", "output": output})
}

#[test]
fn a_line_cannot_name_standard_input() {
    let requests = [json!({"file": "-", "input_format": "md", "output": "a"}), text(1, "b")];
    for command in ["render -o out/", "worker -- render -o out/"] {
        let exit = if command.starts_with("worker") { 0 } else { 2 };
        let ran = stream(command, &requests).any_stderr().exit(exit).run();
        let results: Vec<_> =
            results(&ran).into_iter().filter(|line| line["type"] == "result").collect();
        assert_eq!(texts(&results, "outcome"), ["failed", "issued"], "{command}");
        assert_eq!(codes(&results[0]), ["request-broken"], "{command}");
    }
}

/// `[request-broken]`
#[test]
fn an_echo_comes_back_as_it_was_typed() {
    let typed = ["null", "123456789012345678901234567890", "1.50", "{\"b\": 1, \"a\": [\"x\"]}"];
    let release = json!(release(1));
    let line = |fields: &str, echo: &str| format!("{{{fields}, \"echo\": {echo}}}\n");
    let set = format!("\"text\": {release}, \"input_format\": \"md\", \"output\": \"a\"");
    // One that cannot be done is known by its echo as well.
    for fields in
        [&set, "\"file\": \"a.md\", \"output\": \"/a\"", "\"fle\": 1", "\"file\": \"no.md\""]
    {
        let requests: String = typed.iter().map(|echo| line(fields, echo)).collect();
        for command in ["render -o out/", "worker -- render -o out/"] {
            let fails = !fields.contains("text") && !command.starts_with("worker");
            let test = Test::new(&format!("{command} --input-format ndjson -")).any_stdout();
            let test = test.stdin(requests.as_str()).any_stderr().exit(if fails { 2 } else { 0 });
            let stdout = String::from_utf8(test.run().stdout).expect("lines are UTF-8");
            let results: Vec<_> =
                stdout.lines().filter(|line| line.contains("\"type\":\"result\"")).collect();
            assert_eq!(results.len(), typed.len(), "{stdout}");
            for (result, typed) in results.iter().zip(typed) {
                assert!(result.ends_with(&format!(",\"echo\":{typed}}}")), "{result}");
            }
        }
    }
}

/// `[repeated-field]`
#[test]
fn a_field_that_an_object_has_twice_is_told_as_in_a_file() {
    let fields =
        r#""letterhead":"neutral","date":"2022-11-25","headline":"Neu","body":"Ein Text.""#;
    let lines = [
        format!(r#"{{"release":{{{fields}}},"output":"a"}}"#),
        format!(r#"{{"release":{{{fields},"headline":"Alt"}},"output":"b"}}"#),
    ];
    for command in ["render -o out/", "worker -- render -o out/"] {
        let fails = !command.starts_with("worker");
        let test = Test::new(&format!("{command} --input-format ndjson -")).any_stdout();
        let ran = test.stdin(lines.join("\n")).any_stderr().exit(i32::from(fails)).run();
        let results: Vec<_> =
            results(&ran).into_iter().filter(|line| line["type"] == "result").collect();
        assert_eq!(texts(&results, "outcome"), ["issued", "refused"], "{command}");
        assert_eq!(codes(&results[1]), ["repeated-field"], "{command}");
    }
}

/// `[output-repeated]`
#[test]
fn two_releases_in_one_file_are_said() {
    // The same release once more is meant.
    let requests = [text(1, "a"), text(1, "a"), text(2, "a"), text(3, "b")];
    let ran = stream("render -j1 -o out/", &requests).any_stderr().run();
    let results = results(&ran);
    assert!(codes(&results[2]) == ["output-repeated"], "{results:?}");
    assert!([0, 1, 3].iter().all(|at| codes(&results[*at]).is_empty()));
}

/// `[repeated-id]`
#[test]
fn two_files_with_one_id_are_said() {
    let requests = [json!({"file": "a.md"}), json!({"file": "b.md"}), json!({"file": "a.md"})];
    let test = stream("check", &requests).file("a.md", release(1)).file("b.md", release(1));
    let results = results(&test.any_stderr().run());
    let found: Vec<_> = results.iter().map(codes).collect();
    assert_eq!(found, [vec![], vec!["repeated-id"], vec!["repeated-id"]]);
}

#[test]
fn a_reader_that_is_gone_ends_the_run() {
    let requests: Vec<_> = (0..60).map(|at| text(at, &at.to_string())).collect();
    let text: String = requests.iter().map(|one| format!("{one}\n")).collect();
    let test = Test::new("render -j1 -o out/ --input-format ndjson -").file("requests", text);
    let requests = File::open(test.path("requests")).unwrap();
    let mut command = test.command();
    command.stdin(requests).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut run = command.spawn().unwrap();
    let mut first = String::new();
    BufReader::new(run.stdout.take().unwrap()).read_line(&mut first).unwrap();
    assert!(first.contains("\"issued\""), "{first}");
    assert_eq!(run.wait().unwrap().code(), Some(3));
    let count = fs::read_dir(test.path("out")).unwrap().count();
    assert!(count < 30, "{count} releases were set for nobody");
}

#[test]
fn a_worker_may_take_as_much_memory_as_either_option_allows() {
    for (own, inner, exit) in [
        ("", "", 0),
        ("--max-memory 1MiB", "", 75),
        ("--max-memory 1MiB", "--max-memory 1GiB", 75),
        ("--max-memory 1GiB", "--max-memory 1MiB", 75),
        ("", "--max-memory 1MiB", 75),
        ("--max-memory 1GiB", "", 0),
    ] {
        let command = format!("worker {own} -- render -o out/ {inner}").replace("  ", " ");
        stream(command.trim_end(), &[text(1, "a")]).any_stderr().exit(exit).run();
    }
}

#[test]
fn a_worker_is_for_releases() {
    let ran = Test::new("worker -- mail send a.md").any_stderr().exit(2).run();
    let said = &ran.stderr;
    assert!(said.contains("a worker is for `render` and `check`"), "{said}");
}
