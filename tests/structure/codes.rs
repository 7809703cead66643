//! Codes of diagnostics: each is documented, and each is shown by a fixture or a test.

use std::collections::BTreeSet;
use std::fs;

use crate::repository::root;
use crate::rust::{Rust, files_below, source};

/// Words with a hyphen that are no codes.
const NO_CODES: &[&str] = &[
    "kebab-case",
    "as-typed",
    "low-high",
    "auto-generated",
    "message-id",
    "color-scheme",
    "supported-color-schemes",
    "doc-noteref",
    "doc-backlink",
];

/// Codes that nobody can bring about on purpose: what the rules foresee, the engine never says, and
/// what should not happen does not. `text-lost` guards against a gap in the body's reader that is
/// not known to exist.
const NOT_SHOWN: &[&str] = &["internal", "standard-refused", "text-lost"];

/// All codes in the source: what diagnostics are made with, and words of the form of a code.
fn codes() -> BTreeSet<String> {
    let mut codes = BTreeSet::new();
    for file in source() {
        codes.extend(made_with(&file));
        let text = file.text();
        codes.extend(literals(&text).filter(|word| is_code(word)).map(ToOwned::to_owned));
    }
    codes
}

/// The first words of `Diagnostic::error(` and `Diagnostic::warning(`.
fn made_with(file: &Rust) -> Vec<String> {
    let text = file.text();
    let calls = ["Diagnostic::error(", "Diagnostic::warning(", "Diagnostic::note("];
    let calls = calls.iter().flat_map(|call| text.split(call).skip(1));
    let first = calls.filter_map(|rest| rest.trim_start().strip_prefix('"')?.split_once('"'));
    first.map(|(code, _)| code.to_owned()).collect()
}

/// The plain strings of a text, without those that hold escapes.
fn literals(text: &str) -> impl Iterator<Item = &str> {
    text.lines().flat_map(|line| line.split('"').skip(1).step_by(2))
}

/// Several words of lower-case letters, joined with hyphens. Digits stand in names of standards and
/// letterheads and in dates, and in no code but one.
fn is_code(word: &str) -> bool {
    let is_word = |word: &str| word.len() > 1 && word.chars().all(|c| c.is_ascii_lowercase());
    word.contains('-') && word.split('-').all(is_word) && !NO_CODES.contains(&word)
}

/// The codes of `docs/diagnostics.md`: the first word in backticks of a heading, an item or a row.
fn documented() -> BTreeSet<String> {
    let path = root().join("docs/diagnostics.md");
    let text = fs::read_to_string(&path).expect("docs/diagnostics.md lists every code");
    let code = |line: &str| {
        let marks = line.trim_start().trim_start_matches(['#', '|', '-', '*', ' ']);
        let (code, _) = marks.strip_prefix('`')?.split_once('`')?;
        let is_code =
            code.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
        let is_entry = line.trim_start().starts_with(['#', '|', '-', '*']);
        (is_code && is_entry).then(|| code.to_owned())
    };
    text.lines().filter_map(code).collect()
}

/// The codes that fixtures and the tests of the program show, as in `error[missing-field]`.
fn shown() -> BTreeSet<String> {
    let mut files = files_below(&root().join("fixtures"), "stderr");
    files.extend(files_below(&root().join("tests/program"), "rs"));
    let texts = files.iter().filter_map(|file| fs::read_to_string(file).ok());
    let mut codes = BTreeSet::new();
    for text in texts {
        for severity in ["error[", "warning[", "note["] {
            let found = text.split(severity).skip(1).filter_map(|rest| rest.split_once(']'));
            codes.extend(found.map(|(code, _)| code.to_owned()));
        }
    }
    codes
}

fn list<'a>(codes: impl Iterator<Item = &'a String>) -> String {
    codes.cloned().collect::<Vec<_>>().join("\n")
}

#[test]
fn every_code_is_documented() {
    let (codes, documented) = (codes(), documented());
    let missing = list(codes.difference(&documented));
    assert!(missing.is_empty(), "docs/diagnostics.md says nothing of:\n{missing}");
    let gone = list(documented.difference(&codes));
    assert!(gone.is_empty(), "docs/diagnostics.md lists what is no code (any more):\n{gone}");
}

#[test]
fn every_code_is_shown_by_a_fixture() {
    let shown = shown();
    let is_missing = |code: &&String| !shown.contains(*code) && !NOT_SHOWN.contains(&code.as_str());
    let codes = codes();
    let missing = list(codes.iter().filter(is_missing));
    let folders = "fixtures/releases/refused or warned, or tests/program";
    assert!(missing.is_empty(), "nothing in {folders} shows:\n{missing}");
}

#[test]
fn codes_are_found() {
    let codes = codes();
    for code in ["missing-field", "usage", "letterhead-outside-root", "unknown-kind", "not-utf8"] {
        assert!(codes.contains(code), "{code}");
    }
}
