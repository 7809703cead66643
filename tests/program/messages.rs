//! Exit codes and messages.

use serde_json::{Value, json};

use crate::test::{FAULT, FAULTY, RELEASE, Test};

/// A release with one warning.
const WARNED: &str = "\
---
letterhead: neutral
date: 2022-11-25
headline: Sachsen verbindet
contacts:
  - name: Erika Beispiel
    email: presse@example.org
---
Ein Satz steht hier.

**Hintergrund**

Ein Satz steht dort.
";

/// What is said of it under the name `warned.md`.
const WARNING: &str = "\
warning[bold-as-heading]: a heading, not bold text
  --> warned.md:11:1
   |
11 | **Hintergrund**
   | ^^^^^^^^^^^^^^^
   |
   = field: body
   = help: write `## Hintergrund`

";

#[test]
fn a_release_that_is_fine_is_said_to_be() {
    Test::new("check a.md").file("a.md", RELEASE).stderr("a.md: fine\n").run();
    Test::new("check -q a.md").file("a.md", RELEASE).run();
}

#[test]
fn a_fault_is_shown_in_the_authors_own_line() {
    let test = Test::new("check faulty.md").file("faulty.md", FAULTY);
    test.stderr(format!("{FAULT}faulty.md: 1 error\n")).exit(1).run();
}

#[test]
fn a_warning_stops_nothing_unless_it_is_to() {
    let warned = |arguments: &str| Test::new(arguments).file("warned.md", WARNED);
    warned("check warned.md").stderr(format!("{WARNING}warned.md: 1 warning\n")).run();
    warned("check -q warned.md").run();
    let stopped = format!("{WARNING}warned.md: 1 warning\n");
    warned("check --deny-warnings warned.md").stderr(stopped).exit(1).run();
    let ran = warned("render --deny-warnings warned.md")
        .stderr(format!("{WARNING}warned.md: 1 warning; not issued\n"))
        .exit(1)
        .run();
    assert_eq!(ran.names(), ["warned.md"]);
    warned("render warned.md").stderr(format!("{WARNING}wrote warned.pdf (1 page)\n")).run();
}

#[test]
fn of_several_releases_the_worst_counts() {
    let three = |arguments: &str| {
        Test::new(arguments).file("a.md", RELEASE).file("faulty.md", FAULTY).file("b.md", RELEASE)
    };
    for jobs in ["", "-j 1", "-j 8"] {
        let refused = format!("a.md: fine\n{FAULT}faulty.md: 1 error\nb.md: fine\n");
        let refused = format!("{refused}3 releases: 2 fine, 1 refused\n");
        three(&format!("check {jobs} a.md faulty.md b.md")).stderr(refused).exit(1).run();
    }
    let failed = format!(
        "error[input-output]: cannot read no.md (it does not exist)\n\n\
         no.md: 1 error; not issued\n\
         {FAULT}faulty.md: 1 error; not issued\n\
         wrote b.pdf (1 page)\n\
         3 releases: 1 issued, 1 refused, 1 failed\n"
    );
    let ran = three("render no.md faulty.md b.md").stderr(failed).exit(2).run();
    assert_eq!(ran.names(), ["a.md", "b.md", "b.pdf", "faulty.md"]);
}

#[test]
fn programs_read_one_object_a_line() {
    let ran = Test::new("render --message-format json a.md faulty.md")
        .file("a.md", RELEASE)
        .file("faulty.md", FAULTY)
        .any_stderr()
        .exit(1)
        .run();
    let expected = json!([
        {"type": "written", "file": "a.pdf", "pages": 1},
        {"type": "diagnostic", "file": "faulty.md", "code": "missing-field", "severity": "error",
            "message": "`headline` is missing", "field": "headline", "line": 2, "column": 1,
            "end_line": 2, "end_column": 20, "start": 4, "end": 23, "label": null, "inside": null,
            "hints": ["add `headline`: the headline"], "related": []},
        {"type": "summary", "releases": 2, "fine": 1, "refused": 1, "failed": 0, "errors": 1,
            "warnings": 0},
    ]);
    assert_eq!(Value::Array(ran.objects()), expected);
}

#[test]
fn faults_of_usage_are_objects_too() {
    let ran = Test::new("check --message-format json a.docx").any_stderr().exit(2).run();
    let codes: Vec<_> = ran.objects().iter().map(|object| object["code"].clone()).collect();
    assert_eq!(codes, [json!("usage")]);
}

#[test]
fn colour_is_for_people_who_look_on() {
    let test = Test::new("check faulty.md").file("faulty.md", FAULTY);
    let mut command = test.command();
    command.env_remove("NO_COLOR");
    let output = command.output().expect("the program ends");
    assert!(!output.stderr.contains(&0x1B), "{}", String::from_utf8_lossy(&output.stderr));
    let output = command.env("CLICOLOR_FORCE", "1").output().expect("the program ends");
    assert!(output.stderr.contains(&0x1B), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn wrong_usage_ends_with_two() {
    for arguments in
        ["", "rendr a.md", "render", "render --jobs 0 a.md", "render --format docx a.md"]
    {
        let ran = Test::new(arguments).any_stderr().exit(2).run();
        assert!(!ran.stderr.is_empty(), "{arguments}");
    }
}

#[test]
fn the_version_and_the_help_are_printed() {
    let version = format!("letterpress {}\n", env!("CARGO_PKG_VERSION"));
    Test::new("--version").stdout(version).run();
    for command in ["", "render ", "check ", "new ", "inspect ", "letterhead ", "schema "] {
        let ran = Test::new(&format!("{command}--help")).any_stdout().run();
        assert!(String::from_utf8_lossy(&ran.stdout).contains("Examples:"), "{command}");
    }
}
