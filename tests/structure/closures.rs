//! Closures: one that has several lines, or is used twice, is a function with a name.

use crate::rust::{Rust, source};

/// A closure that `let` binds.
struct Bound {
    name: String,
    /// The number of its first line, from 1.
    line: usize,
    lines: usize,
    uses: usize,
}

fn indentation(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// The name that a line binds to a closure.
fn bound_name<'a>(line: &'a str, next: &str) -> Option<&'a str> {
    let rest = line.trim_start().strip_prefix("let ")?;
    let rest = rest.strip_prefix("mut ").unwrap_or(rest);
    let name = rest.split([':', ' ']).next()?;
    let (_, value) = rest.split_once(" =")?;
    let value = if value.trim().is_empty() { next } else { value };
    let value = value.trim_start();
    let value = value.strip_prefix("move ").unwrap_or(value);
    (value.starts_with('|') && !name.starts_with('(')).then_some(name)
}

/// How often a name stands in some lines as a whole word.
fn uses(lines: &[&str], name: &str) -> usize {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let in_line = |line: &&str| {
        let words = line.split(|c| !is_part(c));
        words.filter(|word| *word == name).count()
    };
    lines.iter().map(in_line).sum()
}

/// The closures that a file binds by `let`. The form is rustfmt's: a statement ends at the
/// indentation of its beginning or deeper by a line that ends in `;`.
fn bound(file: &Rust) -> Vec<Bound> {
    let lines: Vec<&str> = file.lines.iter().map(|(_, line)| line.as_str()).collect();
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let next = lines.get(at + 1).copied().unwrap_or_default();
        let Some(name) = bound_name(line, next) else { continue };
        let depth = indentation(line);
        let ends = |line: &&str| line.ends_with(';') && indentation(line) <= depth;
        let length = if line.ends_with(';') {
            1
        } else {
            let end = lines[at + 1..].iter().position(|line| ends(line) || line.is_empty());
            // A second line that is the whole closure.
            let is_one = next.ends_with(';') && indentation(next) > depth;
            if is_one { 2 } else { end.map_or(1, |end| end + 2) }
        };
        let rest = &lines[at + length..];
        let scope = rest.iter().position(|line| !line.is_empty() && indentation(line) < depth);
        let scope = &rest[..scope.unwrap_or(rest.len())];
        let uses = uses(scope, name);
        found.push(Bound { name: name.to_owned(), line: at + 1, lines: length, uses });
    }
    found
}

#[test]
fn closures_with_names_are_short_and_used_once() {
    let mut places = Vec::new();
    for file in source() {
        let long = bound(&file).into_iter().filter(|one| one.lines > 1 || one.uses > 1);
        places.extend(long.map(|one| {
            let Bound { name, line, lines, uses } = one;
            format!("{}:{line}: {name} has {lines} lines and {uses} uses", file.path)
        }));
    }
    assert!(places.is_empty(), "\n{}", places.join("\n"));
}

#[test]
fn closures_are_found_with_their_lines_and_uses() {
    let text = "\
fn f() {
    let short = |a| a + 1;
    let twice = |b| b;
    let long = |c| {
        c
    };
    let wrapped =
        |d| d;
    let value = 3;
    short(twice(1)) + twice(2) + long(3) + wrapped(4)
}
";
    let lines = text.lines().enumerate().map(|(at, line)| (at + 1, line.to_owned()));
    let file =
        Rust { path: String::new(), module: String::new(), length: 11, lines: lines.collect() };
    let found = bound(&file);
    let found: Vec<_> = found.iter().map(|one| (&*one.name, one.lines, one.uses)).collect();
    assert_eq!(found, [("short", 1, 1), ("twice", 1, 2), ("long", 3, 1), ("wrapped", 2, 1)]);
}
