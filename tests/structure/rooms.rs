//! Rooms: a file imports only from those above its own. `docs/architecture.md` says why.

use crate::rust::{Rust, source};

/// The rooms of the library from the top down. Each may know those above it.
const LIBRARY: &[&str] = &[
    "macros",
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
    "photo",
    "target",
    "layout",
    "world",
    "typeset",
    "text",
    "html",
    "mail",
    "inspect",
    "typesetter",
    "scaffold",
    "lib",
];

/// The rooms of the program.
const PROGRAM: &[&str] = &["cli", "command", "terminal", "main"];

/// What a room of the program may import from the others. The terminal knows the events that it
/// shows, and no command.
const PROGRAM_IMPORTS: &[(&str, &[&str])] = &[
    ("cli", &[]),
    ("terminal", &["cli"]),
    ("command", &["cli", "terminal"]),
    ("main", &["cli", "command", "terminal"]),
];

/// Rooms that may know the engine.
const TYPST: &[&str] = &["layout", "world", "typeset"];

/// The rooms that a file imports, with the places.
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
fn every_room_is_known() {
    for file in source() {
        let known = LIBRARY.contains(&&*file.room) || PROGRAM.contains(&&*file.room);
        assert!(known, "{} lies in no room of docs/architecture.md", file.path);
    }
}

#[test]
fn rooms_of_the_library_know_only_those_above() {
    let place = |room: &str| LIBRARY.iter().position(|known| *known == room);
    let mut faults = Vec::new();
    for file in source() {
        let Some(own) = place(&file.room).filter(|_| file.room != "lib") else { continue };
        let below =
            imports(&file).into_iter().filter(|(room, _)| place(room).is_none_or(|at| at > own));
        faults.extend(below.map(|(room, at)| format!("{at}: {} must not know {room}", file.room)));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn rooms_of_the_program_know_only_what_they_may() {
    let mut faults = Vec::new();
    for file in source() {
        let Some((_, may)) = PROGRAM_IMPORTS.iter().find(|(room, _)| *room == file.room) else {
            continue;
        };
        let others = imports(&file).into_iter().filter(|(room, _)| *room != file.room);
        let others = others.filter(|(room, _)| !may.contains(&&**room));
        faults.extend(others.map(|(room, at)| format!("{at}: {} must not know {room}", file.room)));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_command_line_knows_nothing_of_the_library() {
    let cli = source().into_iter().filter(|file| file.room == "cli");
    let places: Vec<_> = cli.flat_map(|file| file.places_of("letterpress::")).collect();
    assert!(places.is_empty(), "{}", places.join("\n"));
}

#[test]
fn the_engine_stays_in_its_rooms() {
    let mut faults = Vec::new();
    for file in source().iter().filter(|file| !TYPST.contains(&&*file.room)) {
        for engine in ["typst::", "typst_", "comemo::", "use typst"] {
            let paths =
                file.places_of(engine).into_iter().filter(|place| names_crate(file, place, engine));
            faults.extend(paths.map(|place| format!("{place}: {engine}")));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
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
        before.is_none_or(|c| !c.is_alphanumeric() && c != '_' && c != '.')
            && (engine.starts_with("use") || behind.starts_with("::"))
    };
    line.match_indices(engine).any(|(at, _)| is_path(at))
}
