//! A release as it is typed: its pages, its fields, what is wrong, and what else it becomes.

use serde_json::{Value, json};

use super::{Desk, DeskAnswered};
use crate::repository::root;
use crate::test::{FAULTY, RELEASE, Test};

fn seed() -> String {
    let file = root().join("fixtures/releases/accepted/ki-vernetzungstreffen.md");
    std::fs::read_to_string(file).expect("the seed is there")
}

fn hashes(set: &Value) -> Vec<String> {
    let pages = set["sheet"]["pages"].as_array().expect("pages");
    pages.iter().map(|page| page["hash"].as_str().expect("a hash").to_owned()).collect()
}

#[test]
fn only_pages_that_changed_are_drawn_again() {
    let desk = Desk::open(&[]);
    let text = seed();
    let first = desk.set("a.md", &text);
    let known = hashes(&first);
    assert!(known.len() > 1);
    let pages = first["sheet"]["pages"].as_array().expect("pages");
    assert!(pages.iter().all(|page| {
        page["drawing"]["svg"].as_str().is_some_and(|svg| svg.starts_with("<svg"))
            && page["width"].as_f64().is_some_and(|width| (width - 595.28).abs() < 0.1)
    }));
    let last = text.trim_end().to_owned() + " Noch ein Satz.\n";
    let request = json!({ "path": "a.md", "text": last, "have": known });
    let second = desk.post("/api/set", &request).of_status(200);
    let drawn: Vec<_> = second["sheet"]["pages"].as_array().expect("pages").iter().collect();
    assert!(drawn[0].get("drawing").is_none() && hashes(&second)[0] == known[0]);
    assert!(drawn.iter().any(|page| page["drawing"].is_object()));
    let request = json!({ "path": "a.md", "text": last, "have": hashes(&second) });
    let third = desk.post("/api/set", &request).of_status(200);
    let pages = third["sheet"]["pages"].as_array().expect("pages");
    assert!(pages.iter().all(|page| page.get("drawing").is_none()));
}

#[test]
fn words_of_the_sheet_lead_to_the_text() {
    let desk = Desk::open(&[]);
    let text = seed();
    let units: Vec<u16> = text.encode_utf16().collect();
    let set = desk.set("a.md", &text);
    let words = set["sheet"]["words"].as_array().expect("words");
    assert!(words.len() > 300, "{}", words.len());
    let found = words.iter().filter_map(|word| {
        let number = |at: usize| word[at].as_u64().and_then(|n| usize::try_from(n).ok());
        let (start, length) = (number(5)?, number(6)?);
        String::from_utf16(units.get(start..start + length)?).ok()
    });
    let found: Vec<_> = found.collect();
    assert_eq!(found.len(), words.len());
    for wanted in ["Rektorenkonferenz", "KI"] {
        let is_wanted = |word: &&String| word.contains(wanted);
        assert!(!text.contains(wanted) || found.iter().any(|word| is_wanted(&word)), "{wanted}");
    }
}

#[test]
fn edits_of_fields_keep_what_was_typed_around_them() {
    let desk = Desk::open(&[]);
    let text = RELEASE.replacen("headline:", "# The line above the text\nheadline:", 1);
    let edits = json!([
        { "field": "headline", "value": "Neu: alles anders" },
        { "field": "keywords", "value": ["Muster"] },
        { "field": "contacts[7].name", "value": "Niemand" },
    ]);
    let request = json!({ "path": "a.md", "text": text, "edits": edits });
    let set = desk.post("/api/set", &request).of_status(200);
    let head = set["head"].as_str().expect("a head");
    assert!(head.contains("# The line above the text\nheadline: \"Neu: alles anders\""), "{head}");
    assert_eq!(set["fields"]["headline"], "Neu: alles anders");
    assert_eq!(set["fields"]["keywords"], json!(["Muster"]));
    assert_eq!(set["edit_errors"].as_array().map(Vec::len), Some(1), "{set}");
    let units: Vec<u16> = head.encode_utf16().collect();
    assert_eq!(set["head_length"], units.len());
    let place = &set["field_places"]["headline"];
    let [start, end] =
        [0, 1].map(|at| usize::try_from(place[at].as_u64().expect("a number")).expect("small"));
    let value = String::from_utf16(&units[start..end]).expect("it is text");
    assert_eq!(value, "\"Neu: alles anders\"");
}

#[test]
fn every_refused_release_shows_its_message() {
    let folder = root().join("fixtures/releases/refused");
    let desk = Desk::open_with(&[], &folder.display().to_string(), |command| command);
    let mut count = 0;
    for entry in std::fs::read_dir(folder).expect("it is there") {
        let file = entry.expect("it can be read").path();
        let name = file.file_name().and_then(|name| name.to_str()).expect("it is text").to_owned();
        let said = std::fs::read_to_string(file.with_file_name(format!("{name}.stderr")));
        // What is no UTF-8 cannot be typed.
        let (true, Ok(said), Ok(text)) =
            (name.ends_with(".md"), said, std::fs::read_to_string(&file))
        else {
            continue;
        };
        let codes = said.split("error[").skip(1).filter_map(|rest| rest.split(']').next());
        let mut codes: Vec<_> = codes.collect();
        codes.sort_unstable();
        let set = desk.set(&name, &text);
        assert_eq!(set["outcome"], "refused", "{name}: {set}");
        assert!(set["sheet"].is_null());
        let diagnostics = set["diagnostics"].as_array().expect("a list").iter();
        let errors = diagnostics.filter(|one| one["severity"] == "error");
        let mut found: Vec<_> = errors.filter_map(|one| one["code"].as_str()).collect();
        found.sort_unstable();
        assert_eq!(found, codes, "{name}");
        count += 1;
    }
    assert!(count > 100, "{count}");
}

/// What the command line writes to standard output.
fn typed(options: &str, text: &str) -> Vec<u8> {
    Test::new(options).any_stdout().any_stderr().file("a.md", text.as_bytes()).run().stdout
}

#[test]
fn views_and_files_are_those_of_the_command_line() {
    let desk = Desk::open(&[]);
    let text = seed();
    for (view, format) in [("text", "txt"), ("heard", "heard")] {
        let request = json!({ "path": "a.md", "text": text, "view": view });
        let shown = desk.post("/api/view", &request).of_status(200);
        let expected = typed(&format!("render --format {format} -o - a.md"), &text);
        assert_eq!(shown["text"].as_str().map(str::as_bytes), Some(expected.as_slice()), "{view}");
    }
    for (kind, options) in [
        ("archive", "render -o - a.md"),
        ("print", "render --target print -o - a.md"),
        ("mail-draft", "mail compose --draft -o - a.md"),
    ] {
        let request = json!({ "path": "a.md", "text": text, "as": kind });
        let answered = desk.post("/api/export", &request);
        assert!(answered.header.contains("content-disposition: attachment"), "{}", answered.header);
        assert!(answered.file() == typed(options, &text), "{kind}");
    }
    let request = json!({ "path": "a.md", "text": text, "view": "mail" });
    let mail = desk.post("/api/view", &request).of_status(200);
    assert!(mail["subject"].as_str().is_some_and(|subject| !subject.is_empty()));
    assert!(mail["attachments"].as_array().is_some_and(|all| all[0]["name"] != ""), "{mail}");
    let key = mail["html_key"].as_str().expect("a key");
    let html = desk.get(&format!("/api/mail.html?key={key}"));
    assert!(html.header.contains("sandbox"), "{}", html.header);
    assert!(html.text().contains("<html"), "{}", html.text());
}

#[test]
fn what_is_refused_becomes_nothing_else() {
    let desk = Desk::open(&[]);
    for view in ["mail", "text", "heard"] {
        let request = json!({ "path": "a.md", "text": FAULTY, "view": view });
        let shown = desk.post("/api/view", &request).of_status(200);
        assert!(shown["diagnostics"].as_array().is_some_and(|all| !all.is_empty()), "{view}");
    }
    let request = json!({ "path": "a.md", "text": FAULTY, "as": "archive" });
    let refused = desk.post("/api/export", &request).of_status(422);
    assert!(refused["diagnostics"].is_array(), "{refused}");
}
