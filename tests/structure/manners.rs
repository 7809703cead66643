//! Manners of the source: who prints, who reaches out, and what nobody does.

use crate::repository::{name_of, root};
use crate::rust::{Rust, files_below, source};

/// The most lines of a file.
const LENGTH: usize = 450;

/// Rooms of the program; all others are the library's.
const PROGRAM: &[&str] = &["cli", "command", "terminal", "main"];

/// Places of the library that reach for something outside.
const OUTSIDE: &[&str] = &["src/mail/journal/", "src/mail/delivery/"];

/// Places that keep a rule otherwise than by its letter: file, words, reason.
const WAIVERS: &[(&str, &str, &str)] = &[];

/// Where these words stand in files of which `of` is true, apart from waivers.
fn places(words: &[&str], of: impl Fn(&Rust) -> bool) -> Vec<String> {
    let mut places = Vec::new();
    for file in source().iter().filter(|file| of(file)) {
        for words in words {
            let is_waived =
                |(path, waived, _): &&(&str, &str, &str)| *path == file.path && waived == words;
            if !WAIVERS.iter().any(|waiver| is_waived(&waiver)) {
                places.extend(
                    file.places_of(words).into_iter().map(|place| format!("{place}: {words}")),
                );
            }
        }
    }
    places
}

#[track_caller]
fn nowhere(words: &[&str], of: impl Fn(&Rust) -> bool) {
    let places = places(words, of);
    assert!(places.is_empty(), "\n{}", places.join("\n"));
}

fn is_library(file: &Rust) -> bool {
    !PROGRAM.contains(&&*file.module)
}

#[test]
fn only_the_terminal_prints() {
    let printing = [
        "println!",
        "print!(",
        "eprint!",
        "dbg!",
        "io::stdout",
        "io::stderr",
        "stdout()",
        "stderr()",
    ];
    nowhere(&printing, |file| file.module != "terminal");
}

#[test]
fn the_library_reaches_for_nothing_outside() {
    let outside = [
        "std::fs",
        "std::env",
        "std::net",
        "std::process",
        "SystemTime",
        "Instant",
        "fs::",
        "env::",
        "File::",
        "Timestamp::now",
        "Zoned::now",
    ];
    // The journal is a file, and the relay a host: these two alone reach out.
    let may = |file: &Rust| OUTSIDE.iter().any(|place| file.path.starts_with(place));
    let reaches = places(&outside, |file| is_library(file) && !may(file));
    // `Files::`, `VirtualFile::` and the like are not the file system.
    let lines = source();
    let is_whole = |place: &String| {
        let (at, words) = place.rsplit_once(": ").unwrap_or_default();
        let (path, number) = at.rsplit_once(':').unwrap_or_default();
        let file = lines.iter().find(|file| file.path == path);
        let line = file.and_then(|file| file.lines.iter().find(|(at, _)| at.to_string() == number));
        let line = line.map_or("", |(_, line)| line);
        line.match_indices(words).any(|(at, _)| {
            line[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric() && c != '_')
        })
    };
    let reaches: Vec<_> = reaches.into_iter().filter(is_whole).collect();
    assert!(reaches.is_empty(), "\n{}", reaches.join("\n"));
}

#[test]
fn nothing_is_given_up_on() {
    let panics =
        [".unwrap()", "panic!(", "todo!(", "unimplemented!(", "unreachable!(", ".unwrap_err()"];
    nowhere(&panics, |_| true);
}

/// `expect("why it cannot be")` is for the impossible: the reason stands above it as well.
#[test]
fn what_is_expected_has_a_reason() {
    let has_reason = |file: &Rust, number: usize| {
        let near = |(at, line): &&(usize, String)| {
            (number.saturating_sub(6)..number).contains(at) && line.contains("clippy::expect_used")
        };
        file.lines.iter().find(near).is_some()
    };
    let mut places = Vec::new();
    for file in source() {
        for (number, line) in &file.lines {
            if line.contains(".expect(") && !has_reason(&file, *number) {
                places.push(format!("{}:{number}", file.path));
            }
        }
    }
    assert!(places.is_empty(), "\n{}", places.join("\n"));
}

/// A failed `Result` never becomes an empty value in silence; clippy.toml forbids the short way,
/// this the long one.
#[test]
fn no_failure_becomes_a_default() {
    let silent = |file: &Rust| {
        let code: String = file.lines.iter().map(|(_, line)| line.trim()).collect();
        [
            ".ok().unwrap_or_default()",
            ".ok().and_then(Result::ok).unwrap_or_default()",
            ".map_or(Default::default()",
            ".unwrap_or_else(|_| Vec::new())",
            ".unwrap_or_else(|_| String::new())",
        ]
        .into_iter()
        .filter(|words| code.contains(words))
        .map(|words| format!("{}: {words}", file.path))
        .collect::<Vec<_>>()
    };
    let places: Vec<_> = source().iter().flat_map(silent).collect();
    assert!(places.is_empty(), "\n{}", places.join("\n"));
}

#[test]
fn nothing_is_left_to_do() {
    let left = ["TODO", "FIXME", "XXX", "HACK"];
    let mut places = Vec::new();
    for folder in ["src", "tests", "layouts", "docs"] {
        for ending in ["rs", "typ", "toml", "md"] {
            let files = files_below(&root().join(folder), ending).into_iter();
            for file in files.filter(|file| name_of(file) != "manners.rs") {
                let text =
                    std::fs::read_to_string(&file).expect("a file that was listed can be read");
                let found = left.iter().filter(|words| text.contains(**words));
                places.extend(found.map(|words| format!("{}: {words}", file.display())));
            }
        }
    }
    assert!(places.is_empty(), "\n{}", places.join("\n"));
}

#[test]
fn files_have_one_subject_and_so_end_soon() {
    let long = |file: &&Rust| file.length > LENGTH;
    let files = source();
    let long: Vec<_> =
        files.iter().filter(long).map(|f| format!("{}: {} lines", f.path, f.length)).collect();
    assert!(long.is_empty(), "\n{}", long.join("\n"));
    for file in files_below(&root().join("tests"), "rs") {
        let lines = std::fs::read_to_string(&file)
            .expect("a file that was listed can be read")
            .lines()
            .count();
        assert!(lines <= LENGTH, "{}: {lines} lines", file.display());
    }
}

#[test]
fn layouts_never_run_what_they_are_given() {
    for file in files_below(&root().join("layouts"), "typ") {
        let text = std::fs::read_to_string(&file).expect("a file that was listed can be read");
        let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        for line in code {
            assert!(!line.contains("eval("), "{}: {line}", file.display());
        }
    }
}
