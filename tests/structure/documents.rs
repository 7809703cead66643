//! What the documents show can be done, and does what they say.
//!
//! The commands of a document's ```` ```console ```` blocks (`$ letterpress …`) run one after the
//! other in one folder. What they name and no command has made is laid there first: the example of
//! the document that is called so (```` ```markdown release.md ````), with the letterhead that it
//! names if that is shown as well, else a file of the repository
//! with that path, else a release, a letterhead or a picture to begin with. A file that a page asks
//! to be changed (```` ```toml house.toml changed ````) is changed where the page is so far, and a
//! drawing (```` ```svg logo.svg ````) is laid there. Lines below a command
//! are what it has to say; `…` alone on a line stands for any lines. A command above which nothing
//! else is shown has to succeed; one that shows `error` has to fail.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use image::RgbImage;

use crate::changes::changed;
use crate::markdown::{Block, documents};
use crate::repository::root;

const PROGRAM: &str = env!("CARGO_BIN_EXE_letterpress");

/// A command and the lines that are shown below it.
struct Shown {
    command: String,
    answer: Vec<String>,
}

/// The commands of a block; a command goes on behind a `\` at the end of its line.
fn commands(block: &Block) -> Vec<Shown> {
    let mut shown: Vec<Shown> = Vec::new();
    for line in block.text.lines() {
        if let Some(last) = shown.last_mut().filter(|last| last.command.ends_with('\\')) {
            last.command.pop();
            last.command.push_str(line.trim_start_matches("> ").trim_start());
        } else if let Some(command) = line.strip_prefix("$ ") {
            shown.push(Shown { command: command.to_owned(), answer: Vec::new() });
        } else if let Some(last) = shown.last_mut() {
            last.answer.push(line.to_owned());
        }
    }
    shown.retain(|shown| {
        shown.command.contains("letterpress ") && !shown.command.starts_with("cargo ")
    });
    shown
}

/// The paths in a command that name files to be read.
fn named(command: &str) -> Vec<String> {
    let words: Vec<_> = command.split_whitespace().collect();
    let is_written = |at: usize| {
        let before = at.checked_sub(1).and_then(|at| words.get(at)).copied().unwrap_or_default();
        ["-o", "--output", ">"].contains(&before) || words.contains(&"new")
    };
    let is_file = |word: &str| {
        ["md", "yaml", "yml", "json", "toml", "typ", "csv"]
            .iter()
            .any(|ending| word.ends_with(&format!(".{ending}")))
    };
    let named = words.iter().enumerate().filter(|(at, word)| is_file(word) && !is_written(*at));
    named.map(|(_, word)| word.trim_start_matches("./").replace('*', "1")).collect()
}

/// Lays a file where a command looks for it.
fn lay(folder: &Path, name: &str, blocks: &[Block]) {
    let path = folder.join(name);
    if path.exists() || name.starts_with('/') {
        return;
    }
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).expect("a folder is made");
    }
    let example =
        blocks.iter().find(|block| block.file.as_deref() == Some(name) && !block.is_change);
    let beside = root().join(name);
    if let Some(example) = example {
        fs::write(&path, &example.text).expect("the example is laid there");
        lay_pictures(folder, &example.text);
        lay_letterhead(folder, &example.text, blocks);
    } else if beside.is_file() {
        fs::copy(beside, &path).expect("the file is copied");
    } else if name.ends_with(".toml") {
        let shown = letterpress(folder, &["letterhead", "show", "neutral"]);
        fs::write(&path, shown.stdout).expect("the letterhead is laid there");
    } else if !name.ends_with(".typ") {
        let new = letterpress(folder, &["new", "--letterhead", "neutral", name]);
        assert!(new.status.success(), "{name}: {}", String::from_utf8_lossy(&new.stderr));
    }
}

/// Does with a file what a reader does who has read as far as this block.
fn follow(folder: &Path, block: &Block, blocks: &[Block]) {
    let Some(name) = &block.file else { return };
    if block.is_change {
        let path = folder.join(name);
        let text = fs::read_to_string(&path).unwrap_or_else(|error| {
            panic!("{}: {name} is to be changed: {error}", block.place);
        });
        fs::write(&path, changed(&text, &block.text)).expect("the change is written");
    } else if block.language == "svg" {
        lay(folder, name, blocks);
    }
}

/// Lays the letterhead that a release names, if the document shows it.
fn lay_letterhead(folder: &Path, release: &str, blocks: &[Block]) {
    let named = release.lines().find_map(|line| line.strip_prefix("letterhead: "));
    if let Some(name) = named.filter(|name| name.ends_with(".toml")) {
        lay(folder, name, blocks);
    }
}

/// Lays a plain picture wherever a release names one.
fn lay_pictures(folder: &Path, release: &str) {
    let words = release.split(|c: char| c.is_whitespace() || "\"'(),{}[]<>".contains(c));
    let is_picture =
        |word: &&str| [".jpg", ".jpeg", ".png"].iter().any(|ending| word.ends_with(ending));
    for word in words.filter(is_picture).filter(|word| !word.contains("://")) {
        let path = folder.join(word);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).expect("a folder is made");
        }
        RgbImage::from_pixel(1800, 1200, image::Rgb([90, 110, 130]))
            .save(path)
            .expect("a picture is laid there");
    }
}

fn letterpress(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(PROGRAM);
    command.current_dir(folder).args(arguments).env("NO_COLOR", "1").env_remove("CLICOLOR_FORCE");
    command.output().expect("the program ends")
}

/// Runs a command as a reader would, and returns whether it succeeded and all that it said.
fn run(folder: &Path, command: &str) -> (bool, String) {
    let programs = Path::new(PROGRAM).parent().expect("it lies in a folder");
    let path =
        format!("{}:{}", programs.display(), std::env::var("PATH").expect("a search path is set"));
    let output = Command::new("bash")
        .args(["-o", "pipefail", "-c", &format!("{{ {command}\n}} 2>&1")])
        .current_dir(folder)
        .env("PATH", path)
        .env("HOME", folder)
        .env("NO_COLOR", "1")
        .env_remove("CLICOLOR_FORCE")
        .output()
        .expect("bash is there");
    (output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Whether lines are those that are shown, where `…` stands for any lines.
fn matches(shown: &[&str], said: &[&str]) -> bool {
    match (shown.split_first(), said.split_first()) {
        (None, None) => true,
        (Some((&"…", rest)), _) => (0..=said.len()).any(|at| matches(rest, &said[at..])),
        (Some((shown, rest)), Some((said, further))) => {
            shown.trim_end() == said.trim_end() && matches(rest, further)
        }
        _ => false,
    }
}

#[test]
fn commands_do_what_is_shown() {
    let mut faults = Vec::new();
    for (_, blocks) in documents() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for block in &blocks {
            follow(folder.path(), block, &blocks);
            if !["console", "sh", "bash"].contains(&&*block.language) {
                continue;
            }
            for shown in commands(block) {
                for name in named(&shown.command) {
                    lay(folder.path(), &name, &blocks);
                }
                let (succeeded, said) = run(folder.path(), &shown.command);
                let answer: Vec<_> = shown.answer.iter().map(String::as_str).collect();
                let answer = trimmed(&answer);
                let lines: Vec<_> = said.lines().collect();
                let fails = answer.iter().any(|line| line.starts_with("error"));
                let place = format!("{}: $ {}", block.place, shown.command);
                if succeeded == fails {
                    faults.push(format!("{place}\n{said}"));
                } else if !answer.is_empty() && !matches(answer, trimmed(&lines)) {
                    faults.push(format!("{place}\nshows:\n{}\nsays:\n{said}", answer.join("\n")));
                }
            }
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n\n"));
}

/// Lines without the empty ones at both ends.
fn trimmed<'a>(lines: &'a [&'a str]) -> &'a [&'a str] {
    let start = lines.iter().take_while(|line| line.is_empty()).count();
    let end = lines.iter().rev().take_while(|line| line.is_empty()).count();
    lines.get(start..lines.len() - end).unwrap_or_default()
}

/// The ending of a file that holds this block, if the block is a whole release.
fn form(block: &Block) -> Option<&'static str> {
    let has = |name: &str| {
        block.text.lines().any(|line| line.trim_start().trim_start_matches('"').starts_with(name))
    };
    let is_whole = has("headline") && has("date") && has("body");
    match block.language.as_str() {
        "markdown" | "md" | "yaml"
            if block.text.starts_with("---\n") && block.text.matches("---\n").count() > 1 =>
        {
            Some("md")
        }
        "yaml" if is_whole => Some("yaml"),
        "json" if is_whole => Some("json"),
        "toml" if is_whole => Some("toml"),
        _ => None,
    }
}

#[test]
fn releases_that_are_shown_are_fine() {
    let mut faults = Vec::new();
    let documents = documents();
    let of_blocks = documents.iter().flat_map(|(_, all)| all.iter().map(move |one| (one, all)));
    for (block, all) in of_blocks {
        let Some(form) = form(block) else { continue };
        let folder = tempfile::tempdir().expect("a temporary folder");
        lay_pictures(folder.path(), &block.text);
        lay_letterhead(folder.path(), &block.text, all);
        let name = format!("release.{form}");
        fs::write(folder.path().join(&name), &block.text).expect("the example is laid there");
        let checked = letterpress(folder.path(), &["check", &name]);
        if !checked.status.success() {
            faults.push(format!("{}:\n{}", block.place, String::from_utf8_lossy(&checked.stderr)));
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn there_is_something_to_read() {
    let readme = root().join("README.md");
    assert!(readme.is_file(), "README.md is not written yet");
    let documents = documents();
    let has_commands =
        |(_, blocks): &(String, Vec<Block>)| blocks.iter().any(|block| !commands(block).is_empty());
    assert!(documents.iter().any(has_commands), "no document shows a command that can be run");
}

#[test]
fn dots_stand_for_any_lines() {
    assert!(matches(&["a", "…", "d"], &["a", "b", "c", "d"]));
    assert!(matches(&["…"], &[]));
    assert!(!matches(&["a", "…", "d"], &["a", "b", "c"]));
    assert!(!matches(&["a"], &["a", "b"]));
}
