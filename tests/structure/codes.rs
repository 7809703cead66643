//! Codes of diagnostics: each is used, shown by a fixture or a test, and documented. The table of
//! `docs/diagnostics.md` is written out of the registry; `UPDATE=1` writes it anew, and the run
//! fails all the same.

use std::collections::BTreeSet;
use std::fs;

use letterpress::diagnostic::{Code, Severity};

use crate::repository::root;
use crate::rust::{files_below, source};

/// Codes that nobody can bring about on purpose: what should not happen does not. `text-lost` guards against a gap in the body's reader that is
/// not known to exist.
const NOT_SHOWN: &[&str] = &["internal", "text-lost"];

/// Around the table of `docs/diagnostics.md`.
const BEGIN: &str =
    "<!-- The table below is written by `UPDATE=1 cargo test --release --test structure`. -->\n";
const END: &str = "<!-- End of the table. -->\n";

/// The codes that fixtures and the tests of the program show, as in `error[missing-field]`, or as
/// all that a line of JSON has to say: `== ["request-broken"]`.
fn shown() -> BTreeSet<String> {
    let mut files = files_below(&root().join("fixtures"), "stderr");
    files.extend(files_below(&root().join("tests/program"), "rs"));
    let texts = files.iter().filter_map(|file| fs::read_to_string(file).ok());
    let mut codes = BTreeSet::new();
    for text in texts {
        let marks = [("error[", "]"), ("warning[", "]"), ("note[", "]"), ("== [\"", "\"]")];
        for (before, behind) in marks {
            let found = text.split(before).skip(1).filter_map(|rest| rest.split_once(behind));
            codes.extend(found.map(|(code, _)| code.to_owned()));
        }
    }
    codes
}

/// The name of a code's constant.
fn constant(code: Code) -> String {
    code.name().replace('-', "_").to_uppercase()
}

#[test]
fn a_constant_is_called_as_its_code() {
    let tables = source().into_iter().filter(|file| file.path.contains("/diagnostic/codes/"));
    let tables: String = tables.map(|file| file.text()).collect();
    for code in Code::all() {
        let entry = format!("{} = \"{}\",", constant(code), code.name());
        assert!(tables.contains(&entry), "the entry of {} is not called {entry}", code.name());
    }
}

#[test]
fn every_code_is_used() {
    let files = source().into_iter().filter(|file| !file.path.contains("/diagnostic/codes/"));
    let text: String = files.map(|file| file.text()).collect();
    let used = |code: &Code| {
        let path = format!("codes::{}", constant(*code));
        text.match_indices(&path).any(|(at, _)| {
            let behind = text[at + path.len()..].chars().next();
            behind.is_none_or(|next| !next.is_alphanumeric() && next != '_')
        })
    };
    let unused: Vec<_> = Code::all().into_iter().filter(|code| !used(code)).collect();
    assert!(unused.is_empty(), "nothing is reported as {unused:?}");
}

#[test]
fn every_code_is_shown_by_a_fixture() {
    let shown = shown();
    let is_missing =
        |code: &Code| !shown.contains(code.name()) && !NOT_SHOWN.contains(&code.name());
    let missing: Vec<_> = Code::all().into_iter().filter(is_missing).collect();
    let folders = "fixtures/releases/refused or warned, or tests/program";
    assert!(missing.is_empty(), "nothing in {folders} shows {missing:?}");
}

#[test]
fn names_and_words_have_their_form() {
    for code in Code::all() {
        let is_word = |word: &str| {
            !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
        };
        assert!(code.name().split('-').all(is_word), "{code} is not kebab-case");
        for text in [code.meaning(), code.remedy()] {
            assert!(!text.is_empty() && !text.ends_with('.'), "{code}: {text}");
        }
        let is_warning = code.severity() == Severity::Warning;
        assert!(is_warning || !code.is_switchable(), "{code} cannot be switched off");
        assert_eq!(Code::from_name(code.name()), Some(code));
    }
}

#[test]
fn every_code_is_documented() {
    let path = root().join("docs/diagnostics.md");
    let text = fs::read_to_string(&path).expect("docs/diagnostics.md lists every code");
    let (before, rest) = text.split_once(BEGIN).expect("the table begins");
    let (table, after) = rest.split_once(END).expect("the table ends");
    let expected = table_of_codes();
    if table == expected {
        return;
    }
    if std::env::var_os("UPDATE").is_some_and(|update| update == "1") {
        fs::write(&path, format!("{before}{BEGIN}{expected}{END}{after}")).expect("it is written");
    }
    panic!("the table of docs/diagnostics.md is not that of the registry; UPDATE=1 writes it anew");
}

fn table_of_codes() -> String {
    let mut table = "\n| code | severity | whose it is | what it means | what to do |\n\
                     |---|---|---|---|---|\n"
        .to_owned();
    for code in Code::all() {
        let switch = if code.is_switchable() { ", can be switched off" } else { "" };
        let (meaning, remedy) = (escaped(code.meaning()), escaped(code.remedy()));
        table += &format!(
            "| `{code}` | {}{switch} | {} | {meaning} | {remedy} |\n",
            code.severity().as_str(),
            code.blame().as_str(),
        );
    }
    table + "\n"
}

/// A bar would end the cell.
fn escaped(text: &str) -> String {
    text.replace('|', "\\|")
}
