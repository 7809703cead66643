//! What programs put on the clipboard, as the desk makes Markdown of it: in Chromium, beside what
//! pandoc reads in the same HTML.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde_json::{Value, json};

use crate::mail::browser::chromium;
use crate::mail::scripts::succeed;
use crate::repository::root;
use crate::test::Test;

/// Letters that pandoc reads otherwise: fixture, what it has more, what less, and why.
const DIFFERENCES: &[(&str, &str, &str, &str)] = &[
    ("docs-nested-lists", "", "3ab", "a list beside the items of another one is all it numbers"),
    ("word-lists-with-typed-labels", "oo", "", "to it a bullet of the second level is a letter"),
    ("word-picture-quote-and-links", "à", "", "to it a symbol of Wingdings is a letter"),
    ("writer-footnotes-and-endnotes", "i", "22", "a mark and its note are numbered anew"),
];

fn folder() -> PathBuf {
    root().join("fixtures/desk/paste")
}

/// The fixtures by their names.
fn fixtures() -> BTreeMap<String, String> {
    let entries = fs::read_dir(folder()).expect("there are fixtures");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let pages = paths.filter(|path| path.extension().is_some_and(|extension| extension == "html"));
    pages.map(|path| (stem(&path), fs::read_to_string(path).expect("it is UTF-8"))).collect()
}

fn stem(path: &std::path::Path) -> String {
    path.file_stem().expect("a name").to_string_lossy().into_owned()
}

/// What a page has written that calls the module with these texts, in one start of the browser.
fn pasted(texts: &BTreeMap<String, String>) -> Value {
    let module = root().join("src/command/desk/page/paste.js");
    let texts = json!(texts).to_string();
    let page = format!(
        "<!doctype html><meta charset=utf-8><script type=module>\
         import {{ markdownOf }} from 'file://{}';\
         const texts = JSON.parse(decodeURIComponent('{}'));\
         const found = Object.entries(texts).map(([name, html]) => [name, markdownOf(html)]);\
         const json = JSON.stringify(Object.fromEntries(found));\
         document.documentElement.dataset.found = encodeURIComponent(json);</script>",
        module.display(),
        utf8_percent_encode(&texts, NON_ALPHANUMERIC),
    );
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("page.html");
    fs::write(&file, page).expect("the page is written");
    let mut browser = chromium(folder.path());
    browser.args(["--allow-file-access-from-files", "--dump-dom"]).arg(file);
    let dom = String::from_utf8(succeed(&mut browser).stdout).expect("a page is UTF-8");
    let found = dom.split_once(" data-found=\"").and_then(|(_, rest)| rest.split_once('"'));
    let (found, _) = found.expect("the module has come to an end");
    let found = percent_decode_str(found).decode_utf8().expect("it is UTF-8");
    serde_json::from_str(&found).expect("it is JSON")
}

fn plain_text(format: &str, text: &str) -> String {
    let arguments = ["--from", format, "--to", "plain", "--wrap=none", "--columns=10000"];
    let mut pandoc = Command::new("pandoc");
    pandoc.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut process = pandoc.spawn().expect("pandoc runs; tests/install installs it");
    let mut stdin = process.stdin.take().expect("it is piped");
    stdin.write_all(text.as_bytes()).expect("pandoc reads");
    drop(stdin);
    let output = process.wait_with_output().expect("pandoc ends");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("it is UTF-8")
}

/// How often each letter and digit is there. Raised digits are digits, and to pandoc small
/// capitals are capitals.
fn letters(text: &str) -> BTreeMap<char, i64> {
    let mut letters = BTreeMap::new();
    for character in text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase) {
        let low = "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().position(|digit| digit == character);
        let low = low.or_else(|| "₀₁₂₃₄₅₆₇₈₉".chars().position(|digit| digit == character));
        let digit = low.and_then(|digit| char::from_digit(u32::try_from(digit).ok()?, 10));
        *letters.entry(digit.unwrap_or(character)).or_insert(0) += 1;
    }
    letters
}

fn lost_words(lost: &Value) -> String {
    let losses = lost.as_array().expect("a list").iter();
    let texts = losses.flat_map(|loss| loss["texts"].as_array().expect("a list"));
    texts.filter_map(Value::as_str).collect()
}

#[test]
fn pasted_text_is_the_markdown_that_is_expected() {
    let fixtures = fixtures();
    assert!(fixtures.len() >= 30, "{}", fixtures.len());
    let found = pasted(&fixtures);
    let mut differing = Vec::new();
    for name in fixtures.keys() {
        let markdown = found[name]["markdown"].as_str().expect("a text");
        let losses = found[name]["lost"].as_array().expect("a list").iter();
        let lost: String = losses.map(|loss| format!("{loss}\n")).collect();
        for (ending, is) in [("md", format!("{markdown}\n")), ("lost", lost)] {
            let path = folder().join(format!("{name}.{ending}"));
            if fs::read_to_string(&path).is_ok_and(|expected| expected == is) {
                continue;
            }
            if std::env::var_os("UPDATE").is_some() {
                fs::write(&path, &is).expect("the reference is written");
            }
            differing.push(format!("{}\n{is}", path.display()));
        }
    }
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

#[test]
fn no_letter_is_lost_or_added() {
    let fixtures = fixtures();
    let found = pasted(&fixtures);
    for (name, html) in &fixtures {
        // Of a table whose columns are described pandoc keeps as many as are described.
        let html: Vec<_> = html.lines().filter(|line| !line.starts_with(" <col ")).collect();
        let markdown = found[name]["markdown"].as_str().expect("a text");
        let [read, written] = [
            plain_text("html", &html.join("\n")),
            plain_text("commonmark+pipe_tables+footnotes", markdown),
        ];
        let difference = DIFFERENCES.iter().find(|(fixture, ..)| fixture == name);
        let (more, less) = difference.map_or(("", ""), |(_, more, less, _)| (*more, *less));
        let lost = letters(&(lost_words(&found[name]["lost"]) + more));
        let (read, written) = (letters(&(read + less)), letters(&written));
        let count =
            |letters: &BTreeMap<char, i64>, letter| letters.get(letter).copied().unwrap_or(0);
        for letter in read.keys().chain(written.keys()) {
            let [read, written, lost] = [&read, &written, &lost].map(|of| count(of, letter));
            let is_whole = written <= read && read <= written + lost;
            assert!(is_whole, "{name}: {letter} {read} times, written {written}, lost {lost}");
        }
    }
}

#[test]
fn pasted_text_is_accepted_in_a_release() {
    let head = "---\nletterhead: neutral\ndate: 2022-11-25\nheadline: Was eingefügt wurde\n---\n";
    let found = pasted(&fixtures());
    for (name, paste) in found.as_object().expect("an object") {
        let markdown = paste["markdown"].as_str().expect("a text");
        let release = format!("{head}{markdown}\n");
        Test::new("check release.md")
            .file("release.md", &release)
            .stderr("release.md: fine\n")
            .run();
        assert!(
            !markdown.contains(['\u{AD}', '\u{200B}']) && !markdown.contains("\n\n\n"),
            "{name}"
        );
    }
}
