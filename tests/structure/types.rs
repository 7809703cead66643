//! Types: each name stands for one type in the whole crate.

use std::collections::BTreeMap;

use crate::rust::source;

/// The type that a line of code declares at the top of a file.
fn declared(line: &str) -> Option<&str> {
    let rest = line.strip_prefix("pub(in ").and_then(|rest| rest.split_once(") ")).map(|(_, r)| r);
    let line = rest.unwrap_or(line);
    let visible = ["pub(crate) ", "pub(super) ", "pub "];
    let line = visible.iter().find_map(|prefix| line.strip_prefix(prefix)).unwrap_or(line);
    let kinds = ["struct ", "enum ", "trait ", "type ", "union "];
    let rest = kinds.iter().find_map(|kind| line.strip_prefix(kind))?;
    rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().filter(|name| !name.is_empty())
}

#[test]
fn no_two_types_share_a_name() {
    let mut places: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for file in source() {
        for (number, line) in &file.lines {
            if let Some(name) = declared(line) {
                let place = format!("{}:{number}", file.path);
                places.entry(name.to_owned()).or_default().push(place);
            }
        }
    }
    assert!(places.len() > 200, "the types of the crate are found");
    let shared = places.iter().filter(|(_, places)| places.len() > 1);
    let shared: Vec<_> =
        shared.map(|(name, places)| format!("{name}: {}", places.join(", "))).collect();
    assert!(shared.is_empty(), "\n{}", shared.join("\n"));
}

#[test]
fn declarations_are_told_from_uses() {
    for (line, name) in [
        ("pub(crate) struct Sheet<'a> {", Some("Sheet")),
        ("pub(in crate::rules) type Covers<'a> = &'a dyn Fn(&str) -> bool;", Some("Covers")),
        ("enum State {", Some("State")),
        ("    type Item = u8;", None),
        ("let structure = 1;", None),
    ] {
        assert_eq!(declared(line), name, "{line}");
    }
}
