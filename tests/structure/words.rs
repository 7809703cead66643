//! Words: what has a name in the standard English of the field keeps that name.
//! docs/architecture.md has the glossary.

use std::fs;

use crate::repository::{name_of, root};
use crate::rust::{files_below, source};

/// Names that were given up, whole and in this case.
const GIVEN_UP: &[&str] = &[
    "Workshop",
    "bench",
    "told",
    "Settled",
    "Sent",
    "Tally",
    "pour",
    "keep",
    "heed_interrupts",
    "NAP",
    "PATIENCE",
    "FAREWELL",
    "Letter",
    "Pace",
    "Trouble",
    "Leaving",
    "across",
    "ACROSS",
    "Tongue",
    "Voice",
    "Phrases",
    "StandIn",
    "Lock",
    "Doings",
    "poorer",
    "Grade",
    "share_out",
    "be_silent",
    "not_for_the_eye",
    "nobody_to_ask",
    "some_day",
    "parted",
    "unwanted",
    "MOST",
    "LONGEST",
    "FEWEST",
];

/// Phrases that were given up in messages and documents.
const PHRASES: &[&str] = &[
    "is no moment",
    "does not want to talk",
    "nobody listens there",
    "says not from where to mail",
    "look at the calendar once more",
    "no face has the sign",
    "drawings in drawings",
    "has no name after which to call",
    "nobody is left to write to",
    "itself is at fault",
    "the worst counts",
    "Tell what a PDF is",
    "Find the faults of press releases",
];

/// A line without what stands in quotes.
fn without_texts(line: &str) -> String {
    let line = line.replace("\\\"", "");
    line.split('"').step_by(2).collect::<Vec<_>>().join("\"\"")
}

/// Whether a name stands in a line as a whole word.
fn names(line: &str, name: &str) -> bool {
    line.match_indices(name).any(|(at, _)| {
        let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
        let before = line[..at].chars().next_back();
        let behind = line[at + name.len()..].chars().next();
        !before.is_some_and(is_part) && !behind.is_some_and(is_part)
    })
}

#[test]
fn names_are_those_of_the_field() {
    let mut places = Vec::new();
    let mut look = |place: String, line: &str| {
        let line = without_texts(line);
        let found = GIVEN_UP.iter().filter(|name| names(&line, name));
        places.extend(found.map(|name| format!("{place}: {name}")));
    };
    for file in source() {
        for (number, line) in &file.lines {
            look(format!("{}:{number}", file.path), line);
        }
    }
    for file in files_below(&root().join("layouts"), "typ") {
        let text = fs::read_to_string(&file).expect("a layout is UTF-8");
        for (at, line) in text.lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            look(format!("{}:{}", name_of(&file), at + 1), code);
        }
    }
    assert!(places.is_empty(), "\n{}", places.join("\n"));
}

#[test]
fn messages_and_documents_speak_plainly() {
    let mut files = vec![root().join("README.md")];
    files.extend(files_below(&root().join("docs"), "md"));
    // It shows them, beside what is to be written instead.
    files.retain(|file| !file.ends_with("docs/contributing.md"));
    files.extend(files_below(&root().join("src"), "rs"));
    let mut places = Vec::new();
    for file in files {
        let text = fs::read_to_string(&file).expect("a text is UTF-8");
        let found = PHRASES.iter().filter(|phrase| text.contains(**phrase));
        places.extend(found.map(|phrase| format!("{}: {phrase}", file.display())));
    }
    assert!(places.is_empty(), "\n{}", places.join("\n"));
}

#[test]
fn names_in_texts_do_not_count() {
    assert!(names(&without_texts("let told = 1;"), "told"));
    for line in ["\"it was told\"", "let foretold = 1;", "is_told()", "a-told"] {
        assert!(!names(&without_texts(line), "told"), "{line}");
    }
}
