//! Metrics: what the program and the layouts share stands once, and both use it.

use std::fs;

use crate::repository::root;
use crate::rust::{files_below, source};

/// The names of the shared measures.
fn shared() -> Vec<String> {
    let file = source().into_iter().find(|file| file.path == "src/metrics.rs");
    let lines = file.expect("the measures have a file").lines;
    let fields = lines.iter().filter_map(|(_, line)| line.trim().strip_suffix(": f64,"));
    fields.filter_map(|field| field.strip_prefix("pub ")).map(str::to_owned).collect()
}

/// Whether a text has a name as a whole word.
fn names(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(at, _)| {
        let next = text[at + name.len()..].chars().next();
        next.is_none_or(|c| !c.is_alphanumeric() && c != '_')
    })
}

#[test]
fn every_shared_measure_is_used_on_both_sides_and_documented() {
    let names_of_measures = shared();
    assert!(names_of_measures.len() >= 10, "the measures are found: {names_of_measures:?}");
    let code: String = source().iter().map(|file| file.text()).collect();
    let layouts = files_below(&root().join("layouts"), "typ");
    let layouts: String =
        layouts.iter().map(|file| fs::read_to_string(file).expect("a layout is UTF-8")).collect();
    let page = fs::read_to_string(root().join("docs/layouts.md")).expect("the page is there");
    for name in names_of_measures {
        assert!(names(&code, &format!("METRICS.{name}")), "the program does not use {name}");
        assert!(names(&layouts, &format!("metrics.{name}")), "no layout uses {name}");
        assert!(page.contains(&format!("`{name}`")), "docs/layouts.md does not list {name}");
    }
}
