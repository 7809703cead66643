//! Imports between files: none leads in a cycle, within a module as little as between two.

use std::collections::{BTreeMap, BTreeSet};

use crate::rust::{Rust, source};

/// A path such as `crate::body::parse`, without its `crate`.
type Segments = Vec<String>;

/// The files of the crate as modules.
struct Modules {
    /// The index of a file by the path of its module.
    by_path: BTreeMap<Segments, usize>,
    /// For each file the names that it imports, and from where.
    imports: Vec<BTreeMap<String, Segments>>,
    paths: Vec<Segments>,
}

/// The path of the module that a file is.
fn module_of(path: &str) -> Segments {
    let path = path.trim_start_matches("src/").trim_end_matches(".rs");
    let path = path.trim_end_matches("/mod");
    path.split('/').filter(|part| !matches!(*part, "lib" | "main")).map(str::to_owned).collect()
}

/// The paths that a tree of imports names: `a::{b, c::d as e}` is `a::b` and, under the name
/// `e`, `a::c::d`.
fn expand(tree: &str, prefix: &str, found: &mut Vec<(String, String)>) {
    let tree = tree.trim();
    if let Some((before, inner)) = tree.split_once('{') {
        let inner = inner.strip_suffix('}').unwrap_or(inner);
        let (mut depth, mut start) = (0, 0);
        for (at, c) in inner.char_indices().chain([(inner.len(), ',')]) {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 0 => {
                    if !inner[start..at].trim().is_empty() {
                        expand(&inner[start..at], &format!("{prefix}{before}"), found);
                    }
                    start = at + 1;
                }
                _ => {}
            }
        }
        return;
    }
    let (path, name) = match tree.split_once(" as ") {
        Some((path, name)) => (path, name.trim()),
        None => (tree, tree.rsplit("::").next().unwrap_or(tree)),
    };
    let path = format!("{prefix}{path}");
    match path.strip_suffix("::self") {
        Some(module) => {
            let name =
                if name == "self" { module.rsplit("::").next().unwrap_or(module) } else { name };
            found.push((name.to_owned(), module.to_owned()));
        }
        None => found.push((name.to_owned(), path)),
    }
}

/// What the `use` statements of a file name: name and path, of those statements that are
/// `public` or not. A public one hands a name on: the file itself takes nothing by it.
fn uses(file: &Rust, public: bool) -> Vec<(String, String)> {
    let text = file.text();
    let mut found = Vec::new();
    for (at, _) in text.match_indices("use ") {
        let line = text[..at].rsplit('\n').next().unwrap_or_default();
        let line = line.trim_start();
        if !(line.is_empty() || line.starts_with("pub")) || line.starts_with("pub") != public {
            continue;
        }
        let rest = &text[at + 4..];
        let statement = rest.split(';').next().unwrap_or_default();
        expand(&statement.replace('\n', " "), "", &mut found);
    }
    found
}

/// Paths in the code itself: `super::labelled(…)`, `crate::body::Inline`.
fn inline_paths(file: &Rust) -> Vec<String> {
    let mut found = Vec::new();
    for (_, line) in &file.lines {
        if line.trim_start().starts_with("pub") && line.contains("use ") {
            continue;
        }
        for start in ["crate::", "super::", "self::"] {
            for (at, _) in line.match_indices(start) {
                let before = line[..at].chars().next_back();
                if before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | ':' | '$')) {
                    continue;
                }
                let is_path = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
                let path = line[at..].split(|c| !is_path(c)).next().unwrap_or_default();
                let path = path.trim_end_matches(':');
                // A list in braces: its statement is read as a whole.
                found.extend(path.contains("::").then(|| path.to_owned()));
            }
        }
    }
    found
}

impl Modules {
    fn read(files: &[Rust]) -> Self {
        let paths: Vec<_> = files.iter().map(|file| module_of(&file.path)).collect();
        let by_path = paths.iter().cloned().zip(0..).collect();
        let mut modules = Self { by_path, imports: Vec::new(), paths };
        for (at, file) in files.iter().enumerate() {
            let imports = uses(file, false).into_iter().chain(uses(file, true));
            let imports =
                imports.filter_map(|(name, path)| Some((name, modules.absolute(&path, at)?)));
            let imports = imports.collect();
            modules.imports.push(imports);
        }
        modules
    }

    /// A path from the root of the crate; none where it leads into another crate.
    fn absolute(&self, path: &str, file: usize) -> Option<Segments> {
        let mut own = self.paths[file].clone();
        let mut rest: Vec<&str> = path.split("::").map(str::trim).collect();
        match *rest.first()? {
            "crate" => own.clear(),
            "super" => {
                own.pop();
            }
            "self" => {}
            // A child of this module, named without `self`.
            child => {
                let mut path = own.clone();
                path.push(child.to_owned());
                self.by_path.get(&path)?;
                rest.insert(0, "self");
            }
        }
        for part in rest.into_iter().skip(1) {
            if part == "super" {
                own.pop();
            } else {
                own.push(part.to_owned());
            }
        }
        Some(own)
    }

    /// The file in which the item of a path is declared.
    fn declared_in(&self, path: &Segments, depth: usize) -> Option<usize> {
        let known = (0..=path.len()).rev().find(|end| self.by_path.contains_key(&path[..*end]))?;
        let file = self.by_path[&path[..known]];
        let Some(item) = path.get(known) else { return Some(file) };
        match self.imports[file].get(item) {
            // It is only handed on.
            Some(from) if depth < 8 && from != path => {
                let from = from.iter().chain(&path[known + 1..]).cloned().collect();
                self.declared_in(&from, depth + 1)
            }
            _ => Some(file),
        }
    }
}

/// For each file the files that it imports from.
fn graph(files: &[Rust]) -> Vec<BTreeSet<usize>> {
    let modules = Modules::read(files);
    let of_file = |(at, file): (usize, &Rust)| {
        let paths = uses(file, false).into_iter().map(|(_, path)| path);
        let paths = paths.chain(inline_paths(file));
        let paths = paths.filter_map(|path| modules.absolute(&path, at));
        let found = paths.filter_map(|path| modules.declared_in(&path, 0));
        found.filter(|target| *target != at).collect()
    };
    files.iter().enumerate().map(of_file).collect()
}

/// All files that can be reached from one.
fn reached(graph: &[BTreeSet<usize>], from: usize) -> BTreeSet<usize> {
    let mut reached = BTreeSet::new();
    let mut open: Vec<usize> = graph[from].iter().copied().collect();
    while let Some(next) = open.pop() {
        if reached.insert(next) {
            open.extend(&graph[next]);
        }
    }
    reached
}

/// Groups of files that import each other.
fn cycles(files: &[Rust]) -> Vec<String> {
    let graph = graph(files);
    let reached: Vec<_> = (0..files.len()).map(|file| reached(&graph, file)).collect();
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for at in 0..files.len() {
        if !reached[at].contains(&at) || !seen.insert(at) {
            continue;
        }
        let group: Vec<usize> = (0..files.len())
            .filter(|other| reached[at].contains(other) && reached[*other].contains(&at))
            .collect();
        seen.extend(&group);
        let ties = group.iter().flat_map(|from| {
            let inside = graph[*from].iter().filter(|to| group.contains(to));
            inside.map(|to| format!("  {} imports {}", files[*from].path, files[*to].path))
        });
        found.push(format!("a cycle:\n{}", ties.collect::<Vec<_>>().join("\n")));
    }
    found
}

#[test]
fn no_imports_lead_in_a_cycle() {
    let files = source();
    let imports: usize = graph(&files).iter().map(BTreeSet::len).sum();
    assert!(imports > 500, "the imports of the crate are found: {imports}");
    let cycles = cycles(&files);
    assert!(cycles.is_empty(), "\n{}", cycles.join("\n"));
}

/// A file of code as the tests see it.
fn file(path: &str, text: &str) -> Rust {
    let lines = text.lines().enumerate().map(|(at, line)| (at + 1, line.to_owned()));
    Rust { path: path.to_owned(), module: String::new(), length: 1, lines: lines.collect() }
}

#[test]
fn imports_are_followed_to_where_a_name_is_declared() {
    let files = [
        file("src/lib.rs", "mod a;\npub use a::Inner;"),
        file("src/a/mod.rs", "mod b;\nmod c;\npub use self::b::{Inner, Other as Another};"),
        file("src/a/b.rs", "use std::fmt;\npub struct Inner;\npub struct Other;"),
        file("src/a/c.rs", "use super::Another;\nfn f() { crate::Inner; }"),
    ];
    let found: Vec<Vec<usize>> =
        graph(&files).into_iter().map(|set| set.into_iter().collect()).collect();
    assert_eq!(found, [vec![], vec![], vec![], vec![2]]);
    assert!(cycles(&files).is_empty());
    let mut files = files;
    files[2] = file("src/a/b.rs", "use super::c::f;\npub struct Inner;\npub struct Other;");
    let cycles = cycles(&files);
    assert_eq!(cycles.len(), 1);
    assert!(cycles[0].contains("src/a/b.rs imports src/a/c.rs"), "{}", cycles[0]);
}
