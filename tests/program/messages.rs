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
        let other = RELEASE.replace("Sachsen verbindet", "Neu");
        Test::new(arguments).file("a.md", RELEASE).file("faulty.md", FAULTY).file("b.md", other)
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
        {"format": 1, "type": "written", "release": "a.md", "file": "a.pdf", "pages": 1,
            "file_format": "pdf", "target": "archive", "standards": ["a-2a", "ua-1"],
            "state": "new"},
        {"format": 1, "type": "release", "release": "a.md", "outcome": "issued", "errors": 0,
            "warnings": 0, "notes": 0},
        {"format": 1, "type": "diagnostic", "release": "faulty.md", "file": "faulty.md",
            "code": "missing-field", "severity": "error", "blame": "release",
            "message": "`headline` is missing", "data": {"field": "headline"},
            "field": "headline",
            "place": {"line": 2, "column": 1, "end_line": 2, "end_column": 20, "start": 4,
                "end": 23, "utf16": {"column": 1, "end_column": 20, "start": 4, "end": 23}},
            "label": null, "inside": null, "hints": ["add `headline`: the headline"], "fix": null,
            "related": []},
        {"format": 1, "type": "release", "release": "faulty.md", "outcome": "refused",
            "errors": 1, "warnings": 0, "notes": 0},
        {"format": 1, "type": "summary", "total": 2, "fine": 1, "refused": 1, "failed": 0,
            "errors": 1, "warnings": 0, "notes": 0},
    ]);
    let mut objects = ran.objects();
    let written = objects[0].as_object_mut().expect("an object");
    let (bytes, sha256) = (written.remove("bytes"), written.remove("sha256"));
    assert_eq!(bytes, Some(json!(ran.bytes("a.pdf").len())));
    assert_eq!(sha256.as_ref().and_then(Value::as_str).map(str::len), Some(64));
    assert_eq!(Value::Array(objects), expected);
}

#[test]
fn faults_of_usage_are_objects_too() {
    let test = Test::new("check --message-format json a.docx").file("a.docx", RELEASE);
    let ran = test.any_stderr().exit(2).run();
    let codes: Vec<_> = ran.objects().iter().map(|object| object["code"].clone()).collect();
    assert_eq!(codes, [json!("usage")]);
    // What clap finds as well.
    for arguments in
        ["render --message-format json --fromat pdf a.md", "check --message-format=json"]
    {
        let ran = Test::new(arguments).any_stderr().exit(2).run();
        let [object] = &ran.objects()[..] else { panic!("{}", ran.stderr) };
        assert_eq!((&object["code"], &object["format"]), (&json!("usage"), &json!(1)));
        assert_eq!(object["blame"], "environment");
        assert!(!object["hints"].as_array().expect("a list").is_empty(), "{object}");
    }
    let ran = Test::new("render --message-format json --format docx a.md").any_stderr().exit(2);
    let data = ran.run().objects()[0]["data"].clone();
    assert_eq!((&data["value"], &data["argument"]), (&json!("docx"), &json!("--format <LIST>")));
}

#[test]
fn a_message_names_its_release_whatever_file_is_marked() {
    let test = Test::new("check --message-format json b.md").file(
        "b.md",
        "---\nletterhead: house.toml\n\
        date: 2022-11-25\nheadline: Neu\n---\nEin Satz.\n",
    );
    let ran = test.file("house.toml", "id = 1\n").any_stderr().exit(2).run();
    let objects = ran.objects();
    assert_eq!(objects[0]["release"], "b.md");
    assert_eq!(
        (&objects[0]["file"], &objects[0]["blame"]),
        (&json!("house.toml"), &json!("letterhead"))
    );
    let outcome = objects.iter().find(|object| object["type"] == "release").expect("an outcome");
    assert_eq!((&outcome["release"], &outcome["outcome"]), (&json!("b.md"), &json!("failed")));
}

#[test]
fn notes_are_counted_apart_from_warnings() {
    let test = Test::new("inspect --message-format json a.pdf").file("a.pdf", "x");
    let summary = test.any_stdout().any_stderr().exit(1).run().objects().pop().expect("a summary");
    assert_eq!(
        (&summary["errors"], &summary["warnings"], &summary["notes"]),
        (&json!(1), &json!(0), &json!(0))
    );
}

#[test]
fn several_letterheads_are_checked_and_one_may_come_by_a_pipe() {
    let shown = Test::new("letterhead show neutral").any_stdout().run().stdout;
    let said = Test::new("letterhead check - house.toml no.toml")
        .stdin(shown)
        .file("house.toml", "id = 1\n")
        .any_stderr()
        .exit(2)
        .run()
        .stderr;
    assert!(said.starts_with("<stdin>: fine\nerror[missing-field]: `name` is missing\n"), "{said}");
    assert!(said.contains("house.toml: 2 errors\n"), "{said}");
    assert!(said.ends_with("3 letterheads: 1 fine, 1 refused, 1 failed\n"), "{said}");
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
    Test::new("--version").stdout(version.clone()).run();
    let details = Test::new("--version --verbose").any_stdout().run();
    let details = String::from_utf8(details.stdout).expect("it is text");
    assert!(details.starts_with(&version), "{details}");
    for expected in [
        "\nengine: Typst 0.",
        "\nfonts: Liberation Sans 2.",
        "\nfeatures: cli, inspect, mail, schema, serde\n",
        &format!("\ntarget: {}-{}", std::env::consts::ARCH, std::env::consts::OS),
    ] {
        assert!(details.contains(expected), "{expected} is missing in:\n{details}");
    }
    for command in ["", "render ", "check ", "new ", "inspect ", "letterhead ", "schema "] {
        let ran = Test::new(&format!("{command}--help")).any_stdout().run();
        assert!(String::from_utf8_lossy(&ran.stdout).contains("Examples:"), "{command}");
    }
}

#[test]
fn a_warning_is_said_once_where_setting_fails() {
    let release = RELEASE.replace("headline", "kind: invitation\nheadline") + &"x".repeat(120);
    for arguments in ["check a.md", "render a.md", "mail compose a.md"] {
        let ran = Test::new(arguments).file("a.md", &release).any_stderr().exit(1).run();
        let count = ran.stderr.matches("warning[invitation-without-event]").count();
        assert_eq!(count, 1, "{arguments}\n{}", ran.stderr);
        assert!(ran.stderr.contains("a.md: 1 error, 1 warning"), "{arguments}\n{}", ran.stderr);
    }
}

#[test]
fn a_version_is_one_that_calendars_have() {
    let release = |version: &str| RELEASE.replace("date:", &format!("version: {version}\ndate:"));
    Test::new("check a.md").file("a.md", release("2147483647")).any_stderr().run();
    let test = Test::new("check a.md").file("a.md", release("2147483648")).any_stderr();
    let ran = test.exit(1).run();
    assert!(ran.stderr.starts_with("error[wrong-type]: `version` is a number"), "{}", ran.stderr);
    assert!(ran.stderr.contains("count from 1, to 2147483647 at most"), "{}", ran.stderr);
}
