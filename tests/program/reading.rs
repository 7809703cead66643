//! What is heard: `render --format heard` and `inspect --reading`.

use std::fs;

use serde_json::Value;

use crate::pdf::one_page;
use crate::repository::root;
use crate::test::{RELEASE, Test};

/// Around the example of `docs/heard.md`.
const BEGIN: &str = "<!-- The lines below are written by \
                     `UPDATE=1 cargo test --release --test program -- reading`. -->\n```text\n";
const END: &str = "```\n<!-- The example ends here. -->\n";

/// What is heard of an accepted fixture.
fn heard(name: &str) -> String {
    let fixtures = root().join("fixtures");
    let release = fixtures.join("releases/accepted").join(name);
    let command = format!(
        "render -q --format heard -o - --root {} {}",
        fixtures.display(),
        release.display()
    );
    let ran = Test::new(&command).any_stdout().run();
    String::from_utf8(ran.stdout).expect("lines are text")
}

#[track_caller]
fn has_lines(name: &str, lines: &[&str]) {
    let heard = heard(name);
    let spaced: Vec<_> =
        heard.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    let mut rest = spaced.iter();
    for line in lines {
        assert!(rest.any(|heard| heard == line), "{name}: {line} is not at its place in\n{heard}");
    }
    // A cell may be empty.
    let others: Vec<_> = spaced.iter().filter(|line| !line.starts_with("row ")).collect();
    for wrong in ["(empty)", "(no alternative text)", "\u{FFFD}"] {
        assert!(!others.iter().any(|line| line.contains(wrong)), "{name}: {wrong} is in\n{heard}");
    }
}

#[test]
fn the_documents_show_what_is_heard_of_the_example() {
    let path = root().join("docs/heard.md");
    let page = fs::read_to_string(&path).expect("the page is there");
    let (before, rest) = page.split_once(BEGIN).expect("the page has an example");
    let (shown, after) = rest.split_once(END).expect("the example ends");
    let heard = heard("ki-vernetzungstreffen.md");
    if shown == heard {
        return;
    }
    if std::env::var_os("UPDATE").is_some_and(|update| update == "1") {
        let page = [before, BEGIN, &heard, END, after].concat();
        fs::write(&path, page).expect("the page can be written");
    }
    panic!("the example in docs/heard.md is not what is heard; UPDATE=1 writes it anew");
}

#[test]
fn all_elements_are_heard_in_their_order() {
    has_lines(
        "kind-invitation-with-agenda-and-accreditation.md",
        &[
            "heading 1 Einladung zur Eröffnung des Moorzentrums",
            "label Postanschrift",
            "label 10.20 Uhr",
            "item Vorstellung der Ausstellung »Zwischen Wasser und Land« (Erdgeschoss)",
        ],
    );
    has_lines(
        "tables-without-heads.md",
        &[
            "row Ort | Pressesaal",
            "row (empty) | 2021 (column head) | 2022 (column head)",
            "row Stoffe (row head) | 700 | 800",
        ],
    );
    has_lines("photos-in-media-and-body.md", &["picture Moorwald mit einer Sonne am linken Rand"]);
    has_lines(
        "passage-in-another-language.md",
        &[
            "page 1, de",
            "paragraph Das Landesamt lädt zum [en-GB: Science Slam] nach Musterstadt ein.",
            "page 1, en",
            "item • A sentence [link: with a link → https://www.musterwesen.example]",
        ],
    );
}

#[test]
fn a_release_and_its_pdf_are_heard_alike() {
    let ran = Test::new("render --format heard a.md").file("a.md", RELEASE);
    let ran = ran.stderr("wrote a.heard.txt (1 page)\n").run();
    let heard = String::from_utf8(ran.bytes("a.heard.txt")).expect("lines are text");
    assert!(heard.contains("\n  heading 1          Sachsen verbindet\n"), "{heard}");
    let ran = Test::after(ran, "render a.md").any_stderr().run();
    let ran = Test::after(ran, "inspect --reading a.pdf").any_stdout().run();
    assert_eq!(String::from_utf8_lossy(&ran.stdout), format!("a.pdf\n\n{heard}\n"));
    let ran = Test::after(ran, "inspect --reading --format json a.pdf").any_stdout().any_stderr();
    let ran = ran.run();
    let line: Value = serde_json::from_slice(&ran.stdout).expect("an object");
    assert_eq!((&line["type"], &line["file"]), (&"reading".into(), &"a.pdf".into()));
    assert_eq!((&line["pages"], &line["language"]), (&1.into(), &"de".into()));
    let entries = line["entries"].as_array().expect("a list");
    let heading = entries.iter().position(|entry| entry["role"] == "H1").expect("a heading");
    assert_eq!(entries[heading]["level"], 1);
    assert_eq!(entries[heading + 1]["text"], "Sachsen verbindet");
    assert!(entries[heading + 1]["depth"].as_u64() > entries[heading]["depth"].as_u64());
}

#[test]
fn files_without_an_order_are_refused() {
    let untagged = one_page("", "").bytes();
    let test = Test::new("inspect --reading a.pdf").file("a.pdf", &untagged);
    let message = "error[pdf-not-tagged]: a.pdf has no tags, so that no reading order is known\n";
    let said = test.any_stderr().exit(1).run().stderr;
    assert!(said.starts_with(message), "{said}");
    let test = Test::new("inspect --reading --format json a.pdf").file("a.pdf", "x");
    let ran = test.any_stdout().any_stderr().exit(1).run();
    let line: Value = serde_json::from_slice(&ran.stdout).expect("an object");
    assert_eq!(
        (&line["type"], &line["findings"][0]["code"]),
        (&"refusal".into(), &"not-pdf".into())
    );
    Test::new("inspect --reading --extract x a.pdf").any_stderr().exit(2).run();
    Test::new("render --format heard --target mail a.md").any_stderr().exit(2).run();
}
