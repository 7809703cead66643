//! Modules: each imports only from those above it. `docs/architecture.md` says why.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use crate::repository::root;
use crate::rust::{Rust, source};

/// The modules of the library from the top down. Each may import from those above it.
const LIBRARY: &[&str] = &[
    "macros",
    "limits",
    "metrics",
    "source",
    "diagnostic",
    "pool",
    "files",
    "body",
    "field",
    "release",
    "letterhead",
    "read",
    "typography",
    "rules",
    "content",
    "photo",
    "target",
    "layout",
    "output",
    "engine",
    "mail",
    "places",
    "inspect",
    "specimen",
    "typesetter",
    "scaffold",
    "lib",
];

/// The modules of the program.
const PROGRAM: &[&str] = &["cli", "command", "terminal", "main"];

/// What a module of the program may import from the others. The terminal knows the events that it
/// shows, and no command.
const PROGRAM_IMPORTS: &[(&str, &[&str])] = &[
    ("cli", &[]),
    ("terminal", &["cli"]),
    ("command", &["cli", "terminal"]),
    ("main", &["cli", "command", "terminal"]),
];

/// Modules that may know the engine.
const TYPST: &[&str] = &["layout", "engine"];

/// The modules that a file imports from, with the places.
fn imports(file: &Rust) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (number, line) in &file.lines {
        for (at, _) in line.match_indices("crate::") {
            let before = line[..at].chars().next_back();
            if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':' || c == '$') {
                continue;
            }
            let rest = &line[at + "crate::".len()..];
            let name: String =
                rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            found.push((name, format!("{}:{number}", file.path)));
        }
    }
    found
}

#[test]
fn every_module_is_known() {
    for file in source() {
        let known = LIBRARY.contains(&&*file.module) || PROGRAM.contains(&&*file.module);
        assert!(known, "{} lies in no module of docs/architecture.md", file.path);
    }
}

#[test]
fn modules_of_the_library_import_from_those_above() {
    let place = |module: &str| LIBRARY.iter().position(|known| *known == module);
    let mut errors = Vec::new();
    for file in source() {
        let Some(own) = place(&file.module).filter(|_| file.module != "lib") else { continue };
        let below = imports(&file)
            .into_iter()
            .filter(|(module, _)| place(module).is_none_or(|at| at > own));
        errors.extend(
            below.map(|(module, at)| format!("{at}: {} must not know {module}", file.module)),
        );
    }
    assert!(errors.is_empty(), "{}", errors.join("\n"));
}

#[test]
fn modules_of_the_program_import_what_they_may() {
    let mut errors = Vec::new();
    for file in source() {
        let Some((_, may)) = PROGRAM_IMPORTS.iter().find(|(module, _)| *module == file.module)
        else {
            continue;
        };
        let others = imports(&file).into_iter().filter(|(module, _)| *module != file.module);
        let others = others.filter(|(module, _)| !may.contains(&&**module));
        errors.extend(
            others.map(|(module, at)| format!("{at}: {} must not know {module}", file.module)),
        );
    }
    assert!(errors.is_empty(), "{}", errors.join("\n"));
}

#[test]
fn the_command_line_knows_nothing_of_the_library() {
    let cli = source().into_iter().filter(|file| file.module == "cli");
    let places: Vec<_> = cli.flat_map(|file| file.places_of("letterpress::")).collect();
    assert!(places.is_empty(), "{}", places.join("\n"));
}

#[test]
fn the_engine_stays_in_its_modules() {
    let mut errors = Vec::new();
    for file in source().iter().filter(|file| !TYPST.contains(&&*file.module)) {
        // It remembers results of functions; the engine uses it, and drops what gets old.
        let memory = (file.module != "typography").then_some("comemo::");
        for engine in ["typst::", "typst_"].into_iter().chain(memory) {
            let paths =
                file.places_of(engine).into_iter().filter(|place| names_crate(file, place, engine));
            errors.extend(paths.map(|place| format!("{place}: {engine}")));
        }
    }
    assert!(errors.is_empty(), "{}", errors.join("\n"));
}

/// Whether the engine is meant, and not a function with a name such as `to_typst`.
fn names_crate(file: &Rust, place: &str, engine: &str) -> bool {
    let number = place.rsplit_once(':').and_then(|(_, number)| number.parse::<usize>().ok());
    let line = file.lines.iter().find(|(at, _)| Some(*at) == number).map_or("", |(_, line)| line);
    let is_path = |at: usize| {
        let before = line[..at].chars().next_back();
        let name: String =
            line[at..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        let behind = &line[at + name.len()..];
        before.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '_' | '.' | ':'))
            && behind.starts_with("::")
    };
    line.match_indices(engine).any(|(at, _)| is_path(at))
}

/// What stands around the drawing of modules in docs/architecture.md.
const DRAWING: [&str; 2] = [
    "<!-- The drawing below is written by `UPDATE=1 cargo test --release --test structure`. -->\n",
    "<!-- The drawing ends here. -->\n",
];

/// The modules with their imports, bottom up. The floor of a module is one above the highest of
/// those that it imports from.
fn drawing() -> String {
    let mut known: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in source() {
        let found = imports(&file).into_iter().map(|(module, _)| module);
        let entry = known.entry(file.module.clone()).or_default();
        entry.extend(found.filter(|module| *module != file.module));
        // The program reaches the library by its crate's name.
        let names_library = file.lines.iter().any(|(_, line)| line.contains("letterpress::"));
        if PROGRAM.contains(&&*file.module) && names_library {
            entry.insert("lib".to_owned());
        }
    }
    let below = known.keys().filter(|module| LIBRARY.contains(&module.as_str()));
    let below: BTreeSet<String> = below.filter(|module| *module != "lib").cloned().collect();
    known.insert("lib".to_owned(), below);
    let mut floors: BTreeMap<String, usize> = BTreeMap::new();
    while floors.len() < known.len() {
        let placed = floors.len();
        for (module, imports) in &known {
            let under: Option<Vec<usize>> =
                imports.iter().map(|module| floors.get(module).copied()).collect();
            if let (Some(under), false) = (under, floors.contains_key(module)) {
                floors.insert(module.clone(), under.into_iter().max().map_or(1, |top| top + 1));
            }
        }
        assert!(floors.len() > placed, "modules import each other in a cycle");
    }
    let mut modules: Vec<_> = floors.iter().collect();
    modules.sort_by_key(|(module, floor)| (**floor, module.as_str()));
    let lines = modules.into_iter().map(|(module, floor)| {
        let imports: Vec<_> = known[module].iter().map(String::as_str).collect();
        let imports =
            if module == "lib" { "all of the library".to_owned() } else { imports.join(" ") };
        format!("{floor:>2}  {module:<12}{imports}").trim_end().to_owned()
    });
    format!("\n```text\n{}\n```\n\n", lines.collect::<Vec<_>>().join("\n"))
}

#[test]
fn the_drawing_of_modules_is_that_of_the_code() {
    let path = root().join("docs/architecture.md");
    let page = fs::read_to_string(&path).expect("the page is there");
    let (before, rest) = page.split_once(DRAWING[0]).expect("the page has a drawing");
    let (shown, after) = rest.split_once(DRAWING[1]).expect("the drawing ends");
    let drawing = drawing();
    if shown == drawing {
        return;
    }
    if std::env::var_os("UPDATE").is_some_and(|update| update == "1") {
        let page = [before, DRAWING[0], &drawing, DRAWING[1], after].concat();
        fs::write(&path, page).expect("the page can be written");
    }
    panic!("the drawing in docs/architecture.md is not that of the code; UPDATE=1 writes it anew");
}
