//! `check --fix`: what has only one right answer is mended in the file.

use std::fs;
use std::os::unix::fs::symlink;

use serde_json::Value;

use crate::repository::root;
use crate::test::{Ran, Test};

const HEAD: &str = "\
---
letterhead: neutral  # ours
date: 2026-11-23
headline: Neu
contacts:
  - name: Rena
    phone: \"+49 351 1\"
";

/// A release with two faults that can be mended, and one that cannot.
fn faulty() -> String {
    format!("{HEAD}kind: invitaton\n---\nDie \u{FB01}nale Fassung.\n\n<video>\n")
}

fn text(ran: &Ran, name: &str) -> String {
    fs::read_to_string(ran.path(name)).expect("the release is there")
}

#[test]
fn what_is_mended_is_said_and_the_rest_stays_as_it_was_typed() {
    // With a byte-order mark and the line ends of Windows.
    let typed = format!("\u{FEFF}{}", faulty().replace('\n', "\r\n"));
    let ran = Test::new("check --fix a.md").file("a.md", &typed).exit(1).any_stderr().run();
    assert!(ran.stderr.contains("mended 2 faults in a.md\n"), "{}", ran.stderr);
    assert!(ran.stderr.contains("error[raw-html]"), "what is left is said: {}", ran.stderr);
    let mended = typed.replace("invitaton", "invitation").replace('\u{FB01}', "fi");
    assert_eq!(text(&ran, "a.md"), mended);
    let ran = Test::after(ran, "check --fix a.md").exit(1).any_stderr().run();
    assert!(!ran.stderr.contains("mended"), "{}", ran.stderr);
    assert_eq!(text(&ran, "a.md"), mended);
}

#[test]
fn without_the_option_nothing_is_changed() {
    let ran = Test::new("check a.md").file("a.md", faulty()).exit(1).any_stderr().run();
    assert_eq!(text(&ran, "a.md"), faulty());
}

#[test]
fn programs_are_told_how_much_was_mended() {
    let arguments = "check --fix --message-format json in";
    let fine = faulty().replace("<video>", "Ende.");
    let test = Test::new(arguments).file("in/a.md", &fine).file("in/b.md", &fine);
    let ran = test.any_stderr().run();
    let lines = ran.objects();
    let fixed: Vec<_> = lines.iter().filter(|line| line["type"] == "fixed").collect();
    assert_eq!(fixed.len(), 2, "{}", ran.stderr);
    assert_eq!((&fixed[1]["release"], &fixed[1]["count"]), (&"in/b.md".into(), &2.into()));
    let outcome = |line: &&Value| line["type"] == "release" && line["outcome"] == "fine";
    assert_eq!(lines.iter().filter(outcome).count(), 2, "{}", ran.stderr);
}

#[test]
fn a_year_of_two_digits_is_left_to_the_author() {
    for (typed, mended) in [("25.11.22", None), ("25.11.2022", Some("2022-11-25"))] {
        let release = format!("{}---\nEin Satz.\n", HEAD.replace("2026-11-23", typed));
        let test = Test::new("check --fix a.md").file("a.md", &release);
        let ran = test.exit(i32::from(mended.is_none())).any_stderr().run();
        assert_eq!(text(&ran, "a.md"), release.replace(typed, mended.unwrap_or(typed)));
        assert_eq!(ran.stderr.contains("four digits"), mended.is_none(), "{}", ran.stderr);
    }
}

#[test]
fn targets_keep_their_letters() {
    let body = "[x](https://example.org/\u{FB01}le) und [\u{FB01}nden](https://example.org)";
    let head =
        HEAD.replace("contacts:", "links:\n  - url: https://example.org/\u{FB01}le\ncontacts:");
    let release = format!("{head}---\n{body}\n");
    let ran = Test::new("check --fix a.md").file("a.md", &release).any_stderr().run();
    assert!(ran.stderr.contains("mended 1 fault in a.md\n"), "{}", ran.stderr);
    assert_eq!(text(&ran, "a.md"), release.replace("\u{FB01}nden", "finden"));
}

#[test]
fn a_link_stays_a_link() {
    let test = Test::new("check --fix a.md").file("texts/real.md", faulty());
    symlink("texts/real.md", test.path("a.md")).expect("the link is made");
    let ran = test.exit(1).any_stderr().run();
    let link = fs::symlink_metadata(ran.path("a.md")).expect("it is there");
    assert!(link.is_symlink());
    assert!(text(&ran, "texts/real.md").contains("invitation"));
}

#[test]
fn what_has_no_file_is_not_mended() {
    let error = "\
error[usage]: `--fix` mends files, and <stdin> is none
 |
 = help: save it as a file, or check it without `--fix`

";
    Test::new("check --fix -").stdin(faulty()).exit(2).stderr(error).run();
    let error = "\
error[usage]: `--fix` mends files, and takes no lines of releases
 |
 = help: name files

";
    Test::new("check --fix --input-format ndjson -").exit(2).stderr(error).run();
}

/// The diagnostics of all releases in a folder that offer edits of the release's own file.
fn offers(ran: &Ran) -> Vec<String> {
    let of_file =
        |line: &&Value| line["fix"]["within"] == "file" && line["file"] == line["release"];
    let lines = ran.objects();
    let offers = lines.iter().filter(of_file);
    offers.map(|line| format!("{}: {}", line["release"], line["code"])).collect()
}

#[test]
fn all_that_is_offered_is_mended_for_good() {
    let folder = root().join("fixtures/releases");
    let mut test = Test::new("check --message-format json --root . in");
    for kind in ["refused", "warned"] {
        for entry in fs::read_dir(folder.join(kind)).expect("the fixtures are there") {
            let path = entry.expect("an entry").path();
            let is_release =
                path.extension().is_some_and(|ending| ending == "md" || ending == "yaml");
            if is_release {
                let name = path.file_name().expect("a name").to_string_lossy().into_owned();
                test =
                    test.file(&format!("in/{kind}/{name}"), fs::read(&path).expect("it is read"));
            }
        }
    }
    let before = test.exit(1).any_stderr().run();
    let offered = offers(&before);
    assert!(offered.len() > 150, "{offered:?}");
    let arguments = "check --fix --message-format json --root . in";
    let mended = Test::after(before, arguments).exit(1).any_stderr().run();
    assert_eq!(offers(&mended), Vec::<String>::new());
    let arguments = "check --message-format json --root . in";
    let after = Test::after(mended, arguments).exit(1).any_stderr().run();
    assert_eq!(offers(&after), Vec::<String>::new());
}
