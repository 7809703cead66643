//! What a binary of the program holds of others' work, and what is said of it.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use crate::repository::root;

/// How the notice is made anew.
const MAKE: &str = "cargo about generate --frozen -o dist/THIRD-PARTY.md -c dist/about.toml \
                    dist/third-party.hbs";

/// What the tree names and no binary holds: another crate only ties its version to its own.
const UNBUILT: &[&str] = &["jiff-static "];

/// The crates of a binary, each with its version, whatever it is built for.
fn built() -> BTreeSet<String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let tree = ["tree", "--locked", "--edges", "normal", "--target", "all", "--prefix", "none"];
    let output = Command::new(cargo)
        .args(tree)
        .args(["--format", "{p}"])
        .current_dir(root())
        .output()
        .expect("cargo is there");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let lines = String::from_utf8_lossy(&output.stdout).into_owned();
    let named = lines.lines().filter_map(|line| {
        let (name, rest) = line.split_once(" v")?;
        let version = rest.split(' ').next()?;
        Some(format!("{name} {version}"))
    });
    let is_other = |name: &String| !name.starts_with("letterpress ");
    let is_built = |name: &String| !UNBUILT.iter().any(|unbuilt| name.starts_with(unbuilt));
    named.filter(|name| is_other(name) && is_built(name)).collect()
}

/// Those that the notice names.
fn named() -> BTreeSet<String> {
    let notice = fs::read_to_string(root().join("dist/THIRD-PARTY.md")).expect("the notice");
    let mut is_text = false;
    let mut named = BTreeSet::new();
    for line in notice.lines() {
        is_text ^= line.starts_with("```");
        if let Some(item) = line.strip_prefix("- ").filter(|_| !is_text) {
            named.insert(item.split(',').next().unwrap_or(item).to_owned());
        }
    }
    named
}

#[test]
fn the_notice_names_what_a_binary_holds() {
    let (built, named) = (built(), named());
    let missing: Vec<_> = built.difference(&named).collect();
    let gone: Vec<_> = named.difference(&built).collect();
    assert!(
        missing.is_empty() && gone.is_empty(),
        "missing in the notice: {missing:?}\nno longer in a binary: {gone:?}\nmake it anew: {MAKE}"
    );
}

#[test]
fn the_sentence_that_a_licence_asks_for_is_said() {
    let sentence = "is based in part on the work of the Independent JPEG Group";
    for file in ["README.md", "dist/THIRD-PARTY.md"] {
        let text = fs::read_to_string(root().join(file)).expect("a document");
        assert!(text.contains(sentence), "{file}");
    }
}
