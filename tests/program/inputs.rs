//! What is no release, and where a release may come from.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::test::{FAULTY, RELEASE, Ran, Test, is_pdf};

/// Runs `check` on a file with these bytes, which has to be refused, and looks at the first line.
#[track_caller]
fn refused(bytes: impl AsRef<[u8]>, first_line: &str) -> Ran {
    let ran = Test::new("check a.md").file("a.md", bytes).any_stderr().exit(1).run();
    assert_eq!(ran.stderr.lines().next(), Some(first_line), "{}", ran.stderr);
    ran
}

#[test]
fn a_release_comes_from_standard_input() {
    let ran = Test::new("render - --input-format md -o -").stdin(RELEASE).any_stdout().run();
    assert!(is_pdf(&ran.stdout));
    let test = Test::new("check --input-format md -").stdin(FAULTY);
    let ran = test.any_stderr().exit(1).run();
    assert!(ran.stderr.contains(" --> <stdin>:2:1\n"), "{}", ran.stderr);
    assert!(ran.stderr.ends_with("<stdin>: 1 error\n"), "{}", ran.stderr);
}

#[test]
fn standard_input_needs_a_form_and_a_place_to_go() {
    let form = "error[usage]: the format of standard input is unknown\n |\n = help: say which: \
                `--input-format md`, `json`, `yaml` or `toml`\n\n";
    Test::new("check -").stdin(RELEASE).stderr(form).exit(2).run();
    let place = "error[usage]: cannot derive an output name from <stdin>\n |\n = help: \
                 say where to with `-o FILE`, or `-o -` for standard output\n\n";
    Test::new("render - --input-format md").stdin(RELEASE).stderr(place).exit(2).run();
}

#[test]
fn what_cannot_be_read_is_said() {
    let missing = "error[input-output]: cannot read a.md (it does not exist)\n\na.md: 1 error\n";
    Test::new("check a.md").stderr(missing).exit(2).run();
    let folder = "error[usage]: there is no release in a.md\n |\n = help: releases are files ending \
                  in .md, .json, .yaml or .toml that have a headline\n\n";
    Test::new("check a.md").file("a.md/b.txt", RELEASE).stderr(folder).exit(2).run();
    let ending = "error[usage]: a.docx cannot be a release: its ending is .docx\n |\n = help: a \
                  release is a file ending in .md, .json, .yaml or .toml\n\n";
    Test::new("check a.docx").file("a.docx", "PK").stderr(ending).exit(2).run();
}

#[test]
fn what_is_no_release_fails_alone() {
    let ran = Test::new("render a.md Thumbs.db photos b.md")
        .file("a.md", RELEASE)
        .file("b.md", RELEASE)
        .file("Thumbs.db", [0xD0, 0xCF])
        .file("photos/c.md", RELEASE)
        .any_stderr()
        .exit(2)
        .run();
    for line in [
        "wrote a.pdf (1 page)",
        "error[usage]: Thumbs.db cannot be a release: its ending is .db",
        "Thumbs.db: 1 error; not issued",
        "wrote photos/c.pdf (1 page)",
        "wrote b.pdf (1 page)",
        "4 releases: 3 issued, 1 failed",
    ] {
        assert!(ran.stderr.lines().any(|one| one == line), "{line} is not in\n{}", ran.stderr);
    }
    assert_eq!(ran.names(), ["Thumbs.db", "a.md", "a.pdf", "b.md", "b.pdf", "photos"]);
    let ran = Test::after(ran, "check --message-format json Thumbs.db a.md photos");
    let ran = ran.any_stderr().exit(2).run();
    let outcomes: Vec<_> = ran
        .objects()
        .into_iter()
        .filter(|one| one["type"] == "release")
        .map(|one| format!("{} {}", one["release"], one["outcome"]))
        .collect();
    let photo = "\"photos/c.md\" \"fine\"";
    let expected = ["\"Thumbs.db\" \"failed\"", "\"a.md\" \"fine\"", photo];
    assert_eq!(outcomes, expected);
}

#[test]
fn a_typed_format_wins_over_the_ending() {
    let json = r#"{"letterhead": "neutral", "date": "2022-11-25", "headline": "Neu", "body": "Satz.",
        "contacts": [{"name": "A", "email": "a@b.example"}]}"#;
    for name in ["a.md", "a.txt", "a", "a.json"] {
        let test = Test::new(&format!("check --input-format json {name}")).file(name, json);
        test.stderr(format!("{name}: fine\n")).run();
    }
    let test = Test::new("check --input-format md a.json").file("a.json", json);
    let ran = test.any_stderr().exit(1).run();
    assert!(ran.stderr.starts_with("error[front-matter-missing]"), "{}", ran.stderr);
    let test = Test::new("render --input-format md brief.eml -o out/").file("brief.eml", RELEASE);
    test.stderr("wrote out/brief.pdf (1 page)\n").run();
}

#[test]
fn a_release_comes_through_a_pipe() {
    let test = Test::new("render pipe.md -o sheet.pdf").file("release", RELEASE);
    let made = Command::new("mkfifo").arg(test.path("pipe.md")).status().expect("mkfifo is there");
    assert!(made.success());
    let mut writer = Command::new("cp")
        .args([test.path("release"), test.path("pipe.md")])
        .stderr(Stdio::null())
        .spawn()
        .expect("cp is there");
    let ran = test.stderr("wrote sheet.pdf (1 page)\n").run();
    writer.wait().expect("cp ends");
    assert!(is_pdf(&ran.bytes("sheet.pdf")));
}

#[test]
fn a_release_comes_from_a_substituted_command_or_a_device() {
    for input in ["<(cat release)", "/dev/stdin < release", "/dev/stdin < <(cat release)"] {
        let test = Test::new("").file("release", RELEASE);
        let mut command = Command::new("bash");
        command.current_dir(test.path("")).env("NO_COLOR", "1").stdin(Stdio::null());
        let program = env!("CARGO_BIN_EXE_letterpress");
        command.args(["-c", &format!("{program} render -o a.pdf --input-format md {input}")]);
        let ran = command.output().expect("bash is there");
        let stderr = String::from_utf8_lossy(&ran.stderr);
        assert_eq!(stderr, "wrote a.pdf (1 page)\n", "{input}");
    }
}

#[test]
fn a_picture_that_is_a_pipe_is_not_waited_for() {
    let release = RELEASE.to_owned() + "\n![Ein Saal](pipe.jpg)\n";
    let test = Test::new("check a.md").file("a.md", release);
    let made = Command::new("mkfifo").arg(test.path("pipe.jpg")).status().expect("mkfifo is there");
    assert!(made.success());
    let start = Instant::now();
    let ran = test.any_stderr().exit(1).run();
    assert!(start.elapsed() < Duration::from_secs(1), "{:?}", start.elapsed());
    let fault = "error[media-missing]: `pipe.jpg` cannot be read (it is a pipe or a device)\n";
    assert!(ran.stderr.starts_with(fault), "{}", ran.stderr);
}

#[test]
fn what_is_no_text_is_refused() {
    for nothing in ["", "\n \n", "\u{FEFF}"] {
        refused(nothing, "error[empty-file]: a.md is empty");
    }
    let latin = [RELEASE.as_bytes(), b"\nGr\xFC\xDFe\n"].concat();
    let ran = refused(latin, "error[not-utf8]: this is not UTF-8: byte 0xFC on line 11");
    assert!(ran.stderr.contains(" --> a.md:11:3\n"), "{}", ran.stderr);
    let wide: Vec<u8> = RELEASE.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let ran = Test::new("check a.md").file("a.md", wide).any_stderr().exit(1).run();
    assert!(ran.stderr.starts_with("error["), "{}", ran.stderr);
    let ran = Test::new("check a.md").file("a.md", [0; 4000]).any_stderr().exit(1).run();
    assert!(ran.stderr.len() < 4000, "{}", ran.stderr);
}

#[test]
fn cut_off_front_matter_is_refused() {
    refused(
        "Ein Satz.\n",
        "error[front-matter-missing]: the release does not begin with front matter",
    );
    let cut = "error[front-matter-without-end]: the front matter that begins here does not end";
    refused("---\ndate: 2022-11-25\nheadline: Sachs", cut);
    refused("---", cut);
    let ran = Test::new("check a.md").file("a.md", "---\n---\n").any_stderr().exit(1).run();
    assert!(ran.stderr.starts_with("error["), "{}", ran.stderr);
}

#[test]
fn every_cut_of_a_release_is_answered() {
    for at in (0..RELEASE.len()).step_by(7) {
        let cut = RELEASE.get(..at).unwrap_or_default();
        let test = Test::new("check a.md").file("a.md", cut);
        let output = test.command().output().expect("the program ends");
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(matches!(output.status.code(), Some(0 | 1)), "{at}\n{stderr}");
        assert!(!stderr.contains("[internal]"), "{at}\n{stderr}");
    }
}

#[test]
fn byte_order_marks_and_line_ends_change_nothing() {
    let sheet = |release: String| {
        let ran =
            Test::new("render a.md").file("a.md", release).stderr("wrote a.pdf (1 page)\n").run();
        ran.bytes("a.pdf")
    };
    let plain = sheet(RELEASE.to_owned());
    assert!(sheet(format!("\u{FEFF}{RELEASE}")) == plain);
    assert!(sheet(RELEASE.replace('\n', "\r\n")) == plain);
    assert!(sheet(format!("\u{FEFF}{}", RELEASE.replace('\n', "\r\n"))) == plain);
}

#[test]
fn a_fault_behind_a_byte_order_mark_is_shown_in_its_place() {
    let release = format!("\u{FEFF}{}", FAULTY.replace('\n', "\r\n"));
    let ran = Test::new("check a.md").file("a.md", release).any_stderr().exit(1).run();
    assert!(ran.stderr.contains(" --> a.md:2:1\n"), "{}", ran.stderr);
}
