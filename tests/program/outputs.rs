//! Where sheets go, and what stays as it was.

use std::fs;
use std::process::Stdio;

use crate::test::{FAULT, FAULTY, RELEASE, Test, full_disk, is_pdf};

#[test]
fn a_sheet_lies_beside_its_release() {
    let ran = Test::new("render 2022/a.md")
        .file("2022/a.md", RELEASE)
        .stderr("wrote 2022/a.pdf (1 page)\n")
        .run();
    assert!(is_pdf(&ran.bytes("2022/a.pdf")));
    assert_eq!(ran.names(), ["2022"]);
}

#[test]
fn a_sheet_goes_into_a_file() {
    let test = Test::new("render a.md -o b.pdf").file("a.md", RELEASE);
    let ran = test.stderr("wrote b.pdf (1 page)\n").run();
    assert!(is_pdf(&ran.bytes("b.pdf")));
}

#[test]
fn sheets_go_into_a_folder_that_is_made() {
    let ran = Test::new("render a.md b.md -o out/sheets/")
        .file("a.md", RELEASE)
        .file("b.md", RELEASE.replace("Sachsen verbindet", "Neu"))
        .stderr(
            "wrote out/sheets/a.pdf (1 page)\n\
             wrote out/sheets/b.pdf (1 page)\n\
             2 releases: 2 issued\n",
        )
        .run();
    assert!(is_pdf(&ran.bytes("out/sheets/b.pdf")));
}

#[test]
fn a_sheet_goes_to_standard_output() {
    let ran = Test::new("render a.md -o -").file("a.md", RELEASE).any_stdout().run();
    assert!(is_pdf(&ran.stdout));
    assert_eq!(ran.names(), ["a.md"]);
}

#[test]
fn pages_are_files_of_their_own() {
    let ran = Test::new("render a.md --format png")
        .file("a.md", RELEASE)
        .stderr("wrote a-1.png (1 page)\n")
        .run();
    assert!(ran.bytes("a-1.png").starts_with(b"\x89PNG"));
    let ran = Test::new("render a.md --format svg -o b.svg")
        .file("a.md", RELEASE)
        .stderr("wrote b-1.svg (1 page)\n")
        .run();
    assert!(ran.bytes("b-1.svg").starts_with(b"<svg"));
}

#[test]
fn a_sheet_is_written_as_text() {
    let ran = Test::new("render a.md --format txt -o -").file("a.md", RELEASE).any_stdout().run();
    let text = String::from_utf8_lossy(&ran.stdout).into_owned();
    assert!(text.contains("Sachsen verbindet") && text.contains("Ein Satz steht hier."), "{text}");
}

#[test]
fn a_refused_release_leaves_what_was_there() {
    let ran = Test::new("render faulty.md")
        .file("faulty.md", FAULTY)
        .file("faulty.pdf", "yesterday's")
        .stderr(format!("{FAULT}faulty.md: 1 error; not issued\n"))
        .exit(1)
        .run();
    assert_eq!(ran.bytes("faulty.pdf"), b"yesterday's");
    assert_eq!(ran.names(), ["faulty.md", "faulty.pdf"]);
}

#[test]
fn an_issued_release_replaces_what_was_there() {
    let ran = Test::new("render -q a.md").file("a.md", RELEASE).run();
    let yesterday = ran.bytes("a.pdf");
    let today = RELEASE.replace("Ein Satz", "Ein anderer Satz");
    let test = Test::after(ran, "render a.md").file("a.md", today);
    let ran = test.stderr("wrote a.pdf (1 page)\n").run();
    assert!(is_pdf(&ran.bytes("a.pdf")) && ran.bytes("a.pdf") != yesterday);
    assert_eq!(ran.names(), ["a.md", "a.pdf"]);
}

#[test]
fn a_full_disk_is_said() {
    let full = "error[input-output]: cannot write /dev/full (the disk is full)\n\
                --> a.md\n\na.md: 1 error; not issued\n";
    Test::new("render a.md -o /dev/full").file("a.md", RELEASE).stderr(full).exit(2).run();
}

#[test]
fn a_full_disk_behind_standard_output_is_said() {
    for arguments in ["render a.md -o -", "schema release", "letterhead list"] {
        let test = Test::new(arguments).file("a.md", RELEASE);
        let output = test.command().stdout(full_disk()).output().expect("the program ends");
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{arguments}\n{stderr}");
        let fault = "error[input-output]: cannot write to standard output (the disk is full)\n";
        assert!(stderr.starts_with(fault), "{arguments}\n{stderr}");
    }
}

#[test]
fn lines_that_cannot_be_written_are_no_good_news() {
    let arguments = ["check --message-format json a.md", "render -o - --message-format json a.md"];
    for arguments in arguments {
        // With a warning, so that there is a line.
        let release = RELEASE.replace("headline", "kind: invitation\nheadline");
        let test = Test::new(arguments).file("a.md", release);
        let output = test.command().stderr(full_disk()).output().expect("the program ends");
        assert_eq!(output.status.code(), Some(2), "{arguments}");
    }
}

#[test]
fn a_reader_who_has_gone_away_is_no_error() {
    for arguments in ["render a.md -o -", "schema release", "completions bash", "--help"] {
        let test = Test::new(arguments).file("a.md", RELEASE);
        let mut command = test.command();
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("the program ends");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{arguments}");
        assert_eq!(output.status.code(), Some(0), "{arguments}");
    }
}

#[test]
fn a_folder_in_which_nothing_can_be_made_is_said() {
    let ran =
        Test::new("render a.md -o /proc/a.pdf").file("a.md", RELEASE).any_stderr().exit(2).run();
    assert!(
        ran.stderr.starts_with("error[input-output]: cannot write /proc/a.pdf ("),
        "{}",
        ran.stderr
    );
    let ran = Test::new("render a.md -o no/a.pdf").file("a.md", RELEASE).any_stderr().exit(2).run();
    let fault = "error[input-output]: cannot write no/a.pdf (the folder no does not exist)\n";
    assert!(ran.stderr.starts_with(fault), "{}", ran.stderr);
}

#[test]
fn a_read_only_folder_is_said() {
    let test = Test::new("render a.md -o shut/a.pdf").file("a.md", RELEASE).file("shut/b", "");
    let mut permissions = fs::metadata(test.path("shut")).expect("it is there").permissions();
    permissions.set_readonly(true);
    fs::set_permissions(test.path("shut"), permissions).expect("permissions are set");
    // To root nothing is shut.
    if fs::write(test.path("shut/c"), "").is_ok() {
        return;
    }
    let fault = "error[input-output]: cannot write shut/a.pdf (permission denied)\n\
                 --> a.md\n\n\
                 a.md: 1 error; not issued\n";
    test.stderr(fault).exit(2).run();
}

#[test]
fn what_is_read_is_not_overwritten() {
    let ran = Test::new("render a.md -o b.md").file("a.md", RELEASE).any_stderr().exit(2).run();
    assert!(
        ran.stderr.starts_with("error[usage]: b.md has the ending of a source"),
        "{}",
        ran.stderr
    );
    let ran = Test::new("render a.md a.yaml").file("a.md", RELEASE).any_stderr().exit(2).run();
    let fault = "error[usage]: a.md and a.yaml would both be a.pdf\n";
    assert!(ran.stderr.starts_with(fault), "{}", ran.stderr);
    assert_eq!(ran.names(), ["a.md"]);
}
