//! The program's own source, as far as tests want to know it.

use std::fs;
use std::path::{Path, PathBuf};

use crate::repository::root;

/// A file of source, without its comments and its tests.
pub struct Rust {
    /// Its path below the top of the repository.
    pub path: String,
    /// Its module: the first part of its path below `src`.
    pub module: String,
    /// How many lines it has, comments and tests included.
    pub length: usize,
    /// Its lines of code, each with its number; those of comments and tests are empty.
    pub lines: Vec<(usize, String)>,
}

/// All files below `src` that are not tests themselves.
pub fn source() -> Vec<Rust> {
    let files = files_below(&root().join("src"), "rs").into_iter();
    let is_test = |path: &PathBuf| path.iter().any(|part| part == "tests" || part == "tests.rs");
    let below = |path: PathBuf| path.strip_prefix(root()).map(PathBuf::from).ok();
    let files = files.filter(|path| !below(path.clone()).is_some_and(|path| is_test(&path)));
    files.map(|path| Rust::read(&path)).collect()
}

/// All files below a folder with this ending, in the order of their names.
pub fn files_below(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            files.extend(files_below(&path, ending));
        } else if path.extension().is_some_and(|found| found == ending) {
            files.push(path);
        }
    }
    files.sort();
    files
}

impl Rust {
    fn read(path: &Path) -> Self {
        let text = fs::read_to_string(path).expect("source is UTF-8");
        let below = path.strip_prefix(root()).expect("it lies in the repository");
        let path = below.display().to_string().replace('\\', "/");
        let module = path.trim_start_matches("src/").split('/').next().unwrap_or_default();
        let module = module.trim_end_matches(".rs").to_owned();
        Self { module, length: text.lines().count(), lines: code(&text), path }
    }

    /// Where these words stand in the code, as `src/file.rs:12`.
    pub fn places_of(&self, words: &str) -> Vec<String> {
        let lines = self.lines.iter().filter(|(_, line)| line.contains(words));
        lines.map(|(number, _)| format!("{}:{number}", self.path)).collect()
    }

    /// The code in one piece.
    pub fn text(&self) -> String {
        let lines = self.lines.iter().map(|(_, line)| line.as_str());
        lines.collect::<Vec<_>>().join("\n")
    }
}

/// The lines of a text without comments, and without what stands under `#[cfg(test)]`.
///
/// rustfmt puts the end of an item at the indentation of its beginning; that is enough to find it.
fn code(text: &str) -> Vec<(usize, String)> {
    let mut lines = Vec::new();
    let mut test_ends: Option<Vec<String>> = None;
    let mut armed = false;
    for (at, line) in text.lines().enumerate() {
        let trimmed = line.trim_start();
        let indentation = &line[..line.len() - trimmed.len()];
        let mut is_code = !trimmed.starts_with("//");
        if let Some(ends) = &test_ends {
            is_code = false;
            if ends.iter().any(|end| end == line) {
                test_ends = None;
            }
        } else if trimmed.starts_with("#[cfg(test)]") || trimmed.starts_with("#[cfg(all(test") {
            (armed, is_code) = (true, false);
        } else if armed && !trimmed.starts_with("#[") && is_code {
            (armed, is_code) = (false, false);
            if !line.trim_end().ends_with(';') && !line.trim_end().ends_with('}') {
                test_ends = Some(["}", "};", ");"].map(|end| format!("{indentation}{end}")).into());
            }
        }
        let comment = line.find(" // ").map_or(line, |comment| &line[..comment]);
        lines.push((at + 1, if is_code { comment.to_owned() } else { String::new() }));
    }
    lines
}

#[test]
fn tests_and_comments_are_no_code() {
    let text = "\
//! Comment
use crate::a; // more
#[cfg(test)]
pub use b::C;
fn d() {
    e();
}

#[cfg(test)]
mod tests {
    fn f() {}
}
fn g() {}
";
    let code: Vec<_> = code(text).into_iter().filter(|(_, line)| !line.is_empty()).collect();
    let lines: Vec<_> = code.iter().map(|(number, line)| (*number, line.as_str())).collect();
    let expected =
        [(2, "use crate::a;"), (5, "fn d() {"), (6, "    e();"), (7, "}"), (13, "fn g() {}")];
    assert_eq!(lines, expected);
}
