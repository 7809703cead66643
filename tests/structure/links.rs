//! What documents point to: files, headings, packages of this version.

use std::fs;
use std::path::{Path, PathBuf};

use crate::repository::root;
use crate::rust::files_below;

/// `README.md`, `CHANGELOG.md` and each document, with its text.
fn documents() -> Vec<(PathBuf, String)> {
    let mut files = vec![root().join("README.md"), root().join("CHANGELOG.md")];
    files.extend(files_below(&root().join("docs"), "md"));
    let read = |file: PathBuf| (file.clone(), fs::read_to_string(file).expect("it is text"));
    files.into_iter().map(read).collect()
}

/// The lines outside of fenced blocks, with their numbers.
fn prose(text: &str) -> Vec<(usize, &str)> {
    let mut is_code = false;
    let mut lines = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let is_fence = line.trim_start().starts_with("```");
        is_code ^= is_fence;
        if !is_code && !is_fence {
            lines.push((at + 1, line));
        }
    }
    lines
}

/// The targets of the links of a line that lead somewhere in the repository. Every other piece
/// between backticks is code.
fn targets(line: &str) -> Vec<String> {
    let text: String = line.split('`').step_by(2).collect::<Vec<_>>().join("`");
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split_once(')'));
    let targets = targets.map(|(target, _)| target.to_owned());
    targets.filter(|target| !target.contains("://") && !target.starts_with("mailto:")).collect()
}

/// What a link calls a heading: lower case, hyphens for spaces, no other signs.
fn anchor(heading: &str) -> String {
    let kept = heading.chars().filter(|c| c.is_alphanumeric() || "-_ ".contains(*c));
    kept.flat_map(char::to_lowercase).map(|c| if c == ' ' { '-' } else { c }).collect()
}

fn has_heading(text: &str, wanted: &str) -> bool {
    let headings = prose(text).into_iter().filter(|(_, line)| line.starts_with('#'));
    headings.map(|(_, line)| line.trim_start_matches('#').trim()).any(|h| anchor(h) == wanted)
}

/// Whether a link of a document leads to a file and, if it names one, to a heading there.
fn leads_somewhere(document: &Path, text: &str, target: &str) -> bool {
    let (path, heading) = target.split_once('#').unwrap_or((target, ""));
    let file = document.with_file_name(path);
    let there = if path.is_empty() { Ok(text.to_owned()) } else { fs::read_to_string(&file) };
    let is_there = path.is_empty() || file.exists();
    is_there && (heading.is_empty() || there.is_ok_and(|text| has_heading(&text, heading)))
}

#[test]
fn links_lead_somewhere() {
    let mut faults = Vec::new();
    for (document, text) in documents() {
        for (number, line) in prose(&text) {
            for target in targets(line) {
                if !leads_somewhere(&document, &text, &target) {
                    faults.push(format!("{}:{number}: {target}", document.display()));
                }
            }
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn packages_are_of_this_version() {
    let version = env!("CARGO_PKG_VERSION");
    let mut count = 0;
    for name in ["README.md", "docs/install.md"] {
        let text = fs::read_to_string(root().join(name)).expect("it is text");
        for before in ["letterpress_", "letterpress_cli-", "letterpress-", "letterpress:"] {
            let versions = text.split(before).skip(1);
            for found in versions.filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit())) {
                let shown: String = found.chars().take(40).collect();
                assert!(found.starts_with(version), "{name} has {before}{shown}");
                count += 1;
            }
        }
    }
    assert!(count >= 5, "only {count} names of packages are shown");
}

#[test]
fn links_and_headings_are_found() {
    assert_eq!(
        targets("[a](b.md#c), `[d](e)`, [f](https://g.example), ![h](i.png)"),
        ["b.md#c", "i.png"]
    );
    let text = "# A\n\n```sh\n# Not this\n```\n\n## `b` and C, d\n";
    assert!(has_heading(text, "b-and-c-d") && !has_heading(text, "not-this"));
}
