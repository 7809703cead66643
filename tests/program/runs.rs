//! Runs over many releases: what they begin with, and what they leave behind.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::test::{RELEASE, Ran, Test};

/// A release with an id and a headline of its own.
pub fn release(at: usize) -> String {
    let fields = format!("id: r-{at}\nheadline: Sachsen verbindet {at} Orte");
    RELEASE.replace("headline: Sachsen verbindet", &fields)
}

/// Lays so many releases into folders by tens, with a folder of nothing else: `in/0/03.md`.
pub fn with_releases(test: Test, count: usize) -> Test {
    (0..count).fold(test, |test, at| test.file(&name(at), release(at)))
}

/// Where one of them lies.
pub fn name(at: usize) -> String {
    format!("in/{}/{at:02}.md", at / 10)
}

/// Lines of JSON.
pub fn lines(bytes: &[u8]) -> Vec<Value> {
    let text = std::str::from_utf8(bytes).expect("lines are UTF-8");
    text.lines().map(|line| serde_json::from_str(line).expect("every line is an object")).collect()
}

/// The lines of a manifest.
#[track_caller]
pub fn manifest(ran: &Ran) -> Vec<Value> {
    lines(&ran.bytes("m.ndjson"))
}

/// The texts of a field, line by line.
pub fn texts<'a>(lines: &'a [Value], field: &str) -> Vec<&'a str> {
    lines.iter().map(|line| line[field].as_str().unwrap_or_default()).collect()
}

/// How many lines say this of a field.
pub fn count(lines: &[Value], field: &str, text: &str) -> usize {
    texts(lines, field).iter().filter(|found| **found == text).count()
}

/// The codes of the diagnostics of a line.
pub fn codes(line: &Value) -> Vec<&str> {
    let diagnostics = line["diagnostics"].as_array().into_iter().flatten();
    diagnostics.filter_map(|one| one["code"].as_str()).collect()
}

/// All files below a folder, hidden ones too, with their bytes.
pub fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(one) = folders.pop() {
        for entry in fs::read_dir(&one).into_iter().flatten().flatten() {
            let path = entry.path();
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                folders.push(path);
                continue;
            }
            let below = path.strip_prefix(folder).expect("it lies below");
            let bytes = fs::read(&path).expect("the file is read");
            found.insert(below.to_string_lossy().into_owned(), bytes);
        }
    }
    found
}
