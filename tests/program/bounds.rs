//! Releases of absurd size: a sheet or a clear message, soon, and never a crash.

use std::time::{Duration, Instant};

use crate::test::{RELEASE, Ran, Test, is_pdf};

/// The most bytes of messages: a thousand findings, which is where `too-many-findings` ends them.
const MESSAGES: usize = 1_000_000;

/// What a machine may take for any of these, however slow it is.
const BUSY_TIMEOUT: Duration = Duration::from_secs(300);

fn with_body(body: &str) -> String {
    let (front, _) = RELEASE.rsplit_once("---\n").expect("the release has front matter");
    format!("{front}---\n{body}\n")
}

/// Has a release refused as too large, in few words.
#[track_caller]
fn too_large(name: &str, release: impl AsRef<[u8]>) -> Ran {
    let ran = refused(name, release);
    assert!(ran.stderr.starts_with("error[release-too-large]: "), "{}", ran.stderr);
    ran
}

/// Has a release refused, in few words.
#[track_caller]
fn refused(name: &str, release: impl AsRef<[u8]>) -> Ran {
    let begun = Instant::now();
    let ran = Test::new(&format!("render {name}")).file(name, release).any_stderr().exit(1).run();
    assert!(begun.elapsed() < BUSY_TIMEOUT, "it took {:?}", begun.elapsed());
    assert!(ran.stderr.len() < 20_000, "{} bytes of messages", ran.stderr.len());
    ran
}

/// Has a release set.
#[track_caller]
fn set(release: &str) {
    let begun = Instant::now();
    // How long it may take on a machine that does other work is said below.
    let ran = Test::new("render --max-seconds 600 a.md").file("a.md", release).any_stderr().run();
    assert!(begun.elapsed() < BUSY_TIMEOUT, "it took {:?}", begun.elapsed());
    assert!(is_pdf(&ran.bytes("a.pdf")));
}

/// Has a release set or refused in few words; which, is not for this test to say.
#[track_caller]
fn answered(name: &str, release: &str) {
    let begun = Instant::now();
    let test = Test::new(&format!("check {name}")).file(name, release);
    let output = test.command().output().expect("the program ends");
    let stderr = String::from_utf8_lossy(&output.stderr);
    let shown: String = stderr.chars().take(2000).collect();
    assert!(matches!(output.status.code(), Some(0 | 1)), "{}\n{shown}", output.status);
    assert!(!stderr.contains("[internal]"), "{shown}");
    assert!(stderr.len() < MESSAGES, "{} bytes of messages\n{shown}", stderr.len());
    assert!(begun.elapsed() < BUSY_TIMEOUT, "it took {:?}", begun.elapsed());
}

#[test]
fn fifty_megabytes_are_refused() {
    let ran = too_large("a.md", with_body(&"Ein Satz. ".repeat(5_000_000)));
    assert!(ran.stderr.contains("bytes; at most 4194304 are read\n"), "{}", ran.stderr);
}

#[test]
fn ten_thousand_nested_lists_are_refused() {
    too_large("a.md", with_body(&("- ".repeat(10_000) + "x")));
    too_large("a.md", with_body(&(">".repeat(10_000) + "x")));
}

#[test]
fn twenty_thousand_paragraphs_are_set() {
    set(&with_body(&"Ein Satz.\n\n".repeat(20_000)));
}

#[test]
fn a_hundred_thousand_paragraphs_are_refused() {
    too_large("a.md", with_body(&"Ein Satz.\n\n".repeat(100_000)));
}

#[test]
fn what_would_take_too_much_together_is_refused_by_what_takes_most() {
    let links: String = (0..30_000)
        .map(|at| format!("www.a{at}.example{}", if at % 50 == 0 { "\n\n" } else { " " }))
        .collect();
    let notes: String = (0..6_000).map(|at| format!("Satz[^{at}].\n\n")).collect();
    let texts: String = (0..6_000).map(|at| format!("[^{at}]: Note.\n")).collect();
    let row = |at: usize| format!("| Wort[^{at}] | Wort |\n");
    let table: String = (0..800).map(row).collect();
    let few: String = (0..800).map(|at| format!("[^{at}]: Note.\n")).collect();
    for (body, most) in [
        (links, " % are for 30000 links\n"),
        (notes + &texts, " % are for 6000 footnotes\n"),
        (format!("| a | b |\n|---|---|\n{table}\n{few}"), "more than 100 footnotes in a table\n"),
        ("---\n\n".repeat(8_000), " % are for 8000 rules\n"),
    ] {
        let ran = too_large("a.md", with_body(&format!("Text.\n\n{body}\n\nText.")));
        assert!(ran.stderr.contains(most), "{}", ran.stderr);
    }
}

#[test]
fn links_are_bounded() {
    let links = |count: usize| {
        let links = (0..count).map(|at| format!("[a](https://a.example/{at}){}", end(at)));
        with_body(&links.collect::<String>())
    };
    let refused = |count: usize, options: &str, exit: i32| {
        let test = Test::new(&format!("check {options} a.md")).file("a.md", links(count));
        test.any_stderr().exit(exit).run().stderr
    };
    refused(40, "--limit text.links=40", 0);
    let error = refused(41, "--limit text.links=40", 1);
    assert!(error.starts_with("error[release-too-large]: more than 40 links\n"), "{error}");
    // They are counted before they take memory.
    let bare: String = (0..200_000).map(|at| format!("www.a.example{}", end(at))).collect();
    let error = too_large("a.md", with_body(&bare)).stderr;
    assert!(error.contains("more than 30000 links\n"), "{error}");
}

/// What stands behind a link: every fiftieth ends its paragraph.
fn end(at: usize) -> &'static str {
    if at % 50 == 49 { "\n\n" } else { " " }
}

#[test]
fn footnotes_of_a_table_are_bounded() {
    let tables = |counts: &[usize]| {
        let (mut text, mut notes) = (String::new(), String::new());
        for (table, count) in counts.iter().enumerate() {
            text.push_str("| a | b |\n|---|---|\n");
            for at in 0..*count {
                text.push_str(&format!("| Wort[^{table}-{at}] | Wort |\n"));
                notes.push_str(&format!("[^{table}-{at}]: Note.\n"));
            }
            text.push_str("\nText.\n\n");
        }
        with_body(&(text + &notes))
    };
    set(&tables(&[100, 10]));
    let error = too_large("a.md", tables(&[10, 101])).stderr;
    assert!(error.contains("more than 100 footnotes in a table\n"), "{error}");
}

#[test]
fn lines_are_bounded() {
    // Nothing that can be set is as long, so another bound answers below this one.
    let line = |bytes: usize| with_body(&"a ".repeat(bytes / 2));
    let said = |bytes: usize| too_large("a.md", line(bytes)).stderr;
    let just = said(128 * 1024 - 2);
    assert!(just.contains("a paragraph of "), "{just}");
    let beyond = said(128 * 1024 + 2);
    let error = "error[release-too-large]: a line of 131075 bytes is longer than 131072 bytes\n";
    assert!(beyond.starts_with(error), "{beyond}");
}

#[test]
fn values_of_fields_are_bounded() {
    let yaml = |values: usize| format!("unknown: [{}]\n", vec!["1"; values].join(", "));
    let json = |values: usize| format!("{{\"unknown\": [{}]}}", vec!["1"; values].join(","));
    let toml = |values: usize| format!("unknown = [{}]\n", vec!["1"; values].join(","));
    for (name, few, many) in [
        ("a.yaml", yaml(90_000), yaml(100_001)),
        ("a.json", json(90_000), json(100_001)),
        ("a.toml", toml(90_000), toml(100_001)),
    ] {
        let few = refused(name, few).stderr;
        assert!(!few.contains("release-too-large"), "{few}");
        let many = too_large(name, many).stderr;
        assert!(many.contains("100000 values"), "{many}");
    }
}

#[test]
fn messages_are_bounded() {
    let keys = vec!["\"headline\":\"a\""; 20_000].join(",");
    let lines = "=\n".repeat(100_000);
    for (name, text) in [("a.json", format!("{{{keys}}}")), ("a.toml", lines)] {
        let ran = Test::new(&format!("check {name}")).file(name, text).any_stderr().exit(1).run();
        assert!(ran.stderr.len() < MESSAGES, "{} bytes of messages", ran.stderr.len());
    }
}

#[test]
fn a_word_of_three_hundred_thousand_letters_is_refused() {
    too_large("a.md", with_body(&"Wort".repeat(75_000)));
    let headline = RELEASE.replace("Sachsen verbindet", &"Wort".repeat(75_000));
    too_large("a.md", headline);
}

#[test]
fn a_long_paragraph_is_set_and_a_longer_one_refused() {
    set(&with_body(&"Ein Wort ".repeat(1_100)));
    too_large("a.md", with_body(&"Ein Wort ".repeat(1_200)));
    too_large("a.md", with_body(&"Ein Wort ".repeat(40_000)));
}

#[test]
fn deep_fields_are_answered() {
    for open in ["[", "{a: ", "- "] {
        answered("a.yaml", &format!("headline: {}", open.repeat(50_000)));
    }
    for open in ["[", "{\"a\":"] {
        answered("a.json", &format!("{{\"headline\": {}", open.repeat(50_000)));
    }
    answered("a.toml", &format!("headline = {}", "[".repeat(50_000)));
    answered("a.toml", &format!("{} = 1", vec!["a"; 50_000].join(".")));
}

#[test]
fn many_fields_are_answered() {
    let many: String = (0..50_000).map(|at| format!("field{at}: x\n")).collect();
    answered("a.yaml", &many);
    let contacts: String = (0..20_000).map(|at| format!("  - name: Person {at}\n")).collect();
    answered("a.yaml", &format!("contacts:\n{contacts}"));
}

#[test]
fn unclosed_marks_are_answered() {
    for mark in
        ["*a ", "_a ", "[a](", "![a](", "[a][", "<a ", "`a ", "**a *", "| a ", "[^a] ", "&am", "\\"]
    {
        answered("a.md", &with_body(&mark.repeat(20_000)));
    }
}

#[test]
fn endless_references_are_answered() {
    let laughs = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nheadline: *c\n";
    answered("a.yaml", laughs);
    let notes: String =
        (0..3000).map(|at| format!("Satz[^{at}]\n\n[^{at}]: Note {at}\n\n")).collect();
    answered("a.md", &with_body(&notes));
    let links = "[a]: https://example.org\n\n".to_owned() + &"[a] ".repeat(20_000);
    answered("a.md", &with_body(&links));
}

#[test]
fn wide_tables_are_answered() {
    let row = |cell: &str, columns| format!("|{}\n", format!("{cell}|").repeat(columns));
    for columns in [30, 300, 3000] {
        let table = row("a", columns) + &row("-", columns) + &row("b", columns);
        answered("a.md", &with_body(&table));
    }
}

#[test]
fn limits_are_set_by_their_names() {
    let two = with_body("Ein Satz.\n\nNoch einer.");
    let check = |limit: &str, names: &str, exit: i32| {
        let test = Test::new(&format!("check --limit {limit} {names}"));
        test.file("a.md", &two).file("b.md", &two).any_stderr().exit(exit).run().stderr
    };
    check("text.blocks=2", "a.md", 0);
    let refused = check("text.blocks=1", "a.md", 1);
    assert!(refused.contains("more than 1 blocks"), "{refused}");
    let unknown = check("text.block=2", "a.md", 2);
    assert!(unknown.contains("did you mean `text.blocks`?"), "{unknown}");
    // A worker has the limits of its run.
    let both = check("text.blocks=1", "a.md b.md", 1);
    assert_eq!(both.matches("more than 1 blocks").count(), 2, "{both}");
}
