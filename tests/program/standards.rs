//! What the file claims to keep, as it is asked for on the command line.

use crate::programs::output_of;
use crate::test::{RELEASE, Test};

#[track_caller]
fn render(options: &str, exit: i32) -> crate::test::Ran {
    let test = Test::new(&format!("render {options} a.md")).file("a.md", RELEASE);
    test.any_stderr().exit(exit).run()
}

#[test]
fn the_default_is_for_archives_and_for_everybody() {
    let ran = render("", 0);
    let pdf = ran.path("a.pdf").display().to_string();
    let metadata = output_of("pdfinfo", &["-meta", &pdf]).expect("pdfinfo reads it");
    for claim in ["<pdfaid:part>2<", "<pdfaid:conformance>A<", "<pdfuaid:part>1<"] {
        assert!(metadata.contains(claim), "{claim}\n{metadata}");
    }
    assert!(metadata.contains("Sachsen verbindet"), "{metadata}");
}

#[test]
fn standards_that_exclude_each_other_are_refused_by_name() {
    for list in ["a-4,ua-1", "a-2a,a-3a", "2.0,ua-1", "1.4,1.7", "a-1a,ua-1", "1.4,ua-1"] {
        let ran = render(&format!("--standard {list}"), 2);
        assert!(ran.stderr.starts_with("error[standards-exclude]: "), "{list}\n{}", ran.stderr);
        for name in list.split(',') {
            assert!(ran.stderr.contains(name), "{name}\n{}", ran.stderr);
        }
        assert_eq!(ran.names(), ["a.md"], "{list}");
    }
}

#[test]
fn standards_that_do_not_exist_are_refused_by_name() {
    for (list, name) in [("a-9", "a-9"), ("a-2a,ua1", "ua1"), ("pdf", "pdf")] {
        let ran = render(&format!("--standard {list}"), 2);
        let fault = format!("error[standard-unknown]: there is no standard `{name}`\n");
        assert!(ran.stderr.starts_with(&fault), "{}", ran.stderr);
    }
}

#[test]
fn a_standard_without_attachments_takes_no_source() {
    for list in ["a-2a", "a-2a,ua-1", "a-1b", "a-4"] {
        let ran = render(&format!("--embed-source --standard {list}"), 2);
        let fault = format!("error[usage]: {list} allows no attachments, so no --embed-source\n");
        assert!(ran.stderr.starts_with(&fault), "{}", ran.stderr);
    }
    render("--embed-source", 0);
    render("--embed-source --standard a-3a,ua-1", 0);
    render("--embed-source --standard a-4f", 0);
}

#[test]
fn standards_are_for_pdf() {
    for options in ["--format png --standard a-2a", "--format txt --embed-source"] {
        let ran = render(options, 2);
        assert!(ran.stderr.starts_with("error[usage]: --"), "{}", ran.stderr);
    }
}

#[test]
fn a_layout_that_breaks_a_standard_is_to_blame_itself() {
    let layout = "#let leaves-out = (\"kind\", \"dateline\", \"name\", \"contacts\", \"blocks\", \
                  \"headline\", \"address\", \"postal\", \"website\", \"boilerplate\", \"footnote\")\n#let sheet(release, letterhead) = {\n  set document(title: release.title)\n  \
                  heading[A]\n  heading(level: 4)[B]\n}\n";
    let ran = Test::new("check --layout own.typ a.md")
        .file("a.md", RELEASE)
        .file("own.typ", layout)
        .any_stderr()
        .exit(2)
        .run();
    assert!(
        ran.stderr.starts_with("error[standard-refused]: the file cannot keep "),
        "{}",
        ran.stderr
    );
    assert!(ran.stderr.contains(" --> own.typ:"), "{}", ran.stderr);
}
