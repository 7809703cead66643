//! Fields set in the texts of releases, over all fixtures in Markdown.

use std::fs;
use std::path::PathBuf;

use letterpress::read::{self, FieldEdit, Reading, TypedFields};
use letterpress::source::{Format, Source};
use serde_json::{Value, json};

use crate::repository::{name_of, root};

/// A text that no plain scalar holds.
const OTHER: &str = "Anders: \"neu\" #1";

/// The releases in Markdown of a folder of fixtures.
fn releases(folder: &str) -> Vec<(String, String)> {
    let folder = root().join("fixtures/releases").join(folder);
    let entries = fs::read_dir(folder).expect("the fixtures can be listed");
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|file| file.extension().is_some_and(|ending| ending == "md"));
    files.sort();
    let texts = files.iter().filter_map(|file| {
        let bytes = fs::read(file).expect("a fixture can be read");
        Some((name_of(file), String::from_utf8(bytes).ok()?))
    });
    texts.collect()
}

fn source(text: &str) -> Source {
    Source::from_text("release.md", Format::Markdown, text.to_owned())
}

fn fields(text: &str) -> Option<TypedFields> {
    read::typed_fields(&source(text)).ok()
}

#[track_caller]
fn edited(name: &str, text: &str, edit: FieldEdit) -> String {
    let field = edit.field.clone();
    let edited = read::edited(&source(text), &[edit]).expect("it could be read before");
    assert_eq!(edited.errors, [], "{name}: {field}\n{text}");
    edited.text
}

/// The value at a path such as `contacts[0].email`.
fn value<'v>(values: &'v mut Value, path: &str) -> &'v mut Value {
    let pointer = path.replace(['.', '['], "/").replace(']', "");
    values.pointer_mut(&format!("/{pointer}")).expect("a value that has a place is there")
}

fn reading(text: &str) -> Option<Reading> {
    read::release(&source(text)).ok()
}

/// Whether a text was changed in nothing but one run of lines, at most this many of the old ones.
fn is_changed_in_one_place(before: &str, after: &str, most: usize) -> bool {
    let before: Vec<_> = before.split_inclusive('\n').collect();
    let after: Vec<_> = after.split_inclusive('\n').collect();
    let head = before.iter().zip(&after).take_while(|(one, other)| one == other).count();
    let (before, after) = (&before[head..], &after[head..]);
    let pairs = before.iter().rev().zip(after.iter().rev());
    let tail = pairs.take_while(|(one, other)| one == other).count();
    before.len() - tail <= most
}

#[test]
fn every_value_is_set_and_set_back() {
    let mut count = 0;
    for (name, text) in releases("accepted").into_iter().chain(releases("warned")) {
        let Some(was) = fields(&text) else { continue };
        for (path, place) in &was.places {
            let old = value(&mut was.values.clone(), path).clone();
            assert_eq!(
                edited(&name, &text, FieldEdit::set(path, old.clone())),
                text,
                "{name}: {path}"
            );
            if !old.is_string() {
                continue;
            }
            count += 1;
            let made = edited(&name, &text, FieldEdit::set(path, OTHER));
            let mut expected = was.values.clone();
            *value(&mut expected, path) = OTHER.into();
            let is = fields(&made).expect("an edited text can be read");
            assert_eq!(is.values, expected, "{name}: {path}");
            let lines = text[place.clone()].lines().count() + 1;
            assert!(is_changed_in_one_place(&text, &made, lines), "{name}: {path}\n{made}");
            let back = edited(&name, &made, FieldEdit::set(path, old));
            let (one, other) = (reading(&text), reading(&back));
            assert_eq!(
                one.map(|reading| reading.release),
                other.map(|reading| reading.release),
                "{name}: {path}\n{back}"
            );
        }
    }
    assert!(count > 1000, "{count}");
}

#[test]
fn every_field_that_is_not_there_is_set_and_removed() {
    let missing = [
        ("letterhead", json!("neutral")),
        ("embargo", json!("2022-11-25T14:00+01:00")),
        ("version", json!(2)),
        ("kicker", json!("Recht: neu")),
        ("lead", json!("Ein\nSatz.\n")),
        ("notices", json!(["Es gilt das gesprochene Wort."])),
        ("contacts", json!([{"name": "Mira", "phone": "+49 351 1"}, {"name": "Max"}])),
        ("keywords", json!(["Moor", "Wald, See"])),
        ("event", json!({"start": "2022-12-01", "agenda": [{"text": "Beginn", "time": "9.00"}]})),
        ("boilerplate", json!("Über *uns*")),
    ];
    for (name, text) in releases("accepted") {
        let Some(was) = fields(&text) else { continue };
        for (field, new) in &missing {
            if was.values.get(*field).is_some() {
                continue;
            }
            let made = edited(&name, &text, FieldEdit::set(*field, new.clone()));
            assert!(is_changed_in_one_place(&text, &made, 0), "{name}: {field}\n{made}");
            let is = fields(&made).expect("an edited text can be read");
            assert_eq!(is.values.get(*field), Some(new), "{name}: {field}");
            assert_eq!(edited(&name, &made, FieldEdit::remove(*field)), text, "{name}: {field}");
        }
    }
}

#[test]
fn every_list_is_turned_and_turned_back() {
    for (name, text) in releases("accepted") {
        let Some(was) = fields(&text) else { continue };
        for path in was.places.keys() {
            let items =
                value(&mut was.values.clone(), path).as_array().cloned().unwrap_or_default();
            if items.len() < 2 {
                continue;
            }
            let last = items.len() - 1;
            let made = edited(&name, &text, FieldEdit::rearrange(path, 0, last));
            let is = fields(&made).expect("an edited text can be read");
            let mut expected = items.clone();
            expected.rotate_left(1);
            assert_eq!(*value(&mut is.values.clone(), path), json!(expected), "{name}: {path}");
            assert_eq!(edited(&name, &made, FieldEdit::rearrange(path, last, 0)), text, "{name}");
            let first = format!("{path}[0]");
            let made = edited(&name, &text, FieldEdit::remove(&first));
            let back = edited(&name, &made, FieldEdit::insert(path, 0, items[0].clone()));
            assert_eq!(
                fields(&back).map(|fields| fields.values),
                Some(was.values.clone()),
                "{name}"
            );
        }
    }
}

/// Whatever is refused for what it says, a form shows it and sets it; what cannot be parsed is no
/// danger.
#[test]
fn refused_releases_have_fields_too() {
    let mut count = 0;
    for (name, text) in releases("refused") {
        if fields(&text).is_none() {
            assert!(read::edited(&source(&text), &[]).is_err(), "{name}");
            continue;
        }
        count += 1;
        let made = edited(&name, &text, FieldEdit::set("headline", "Neu"));
        let is = fields(&made).expect("an edited text can be read");
        assert_eq!(is.values["headline"], "Neu", "{name}");
    }
    assert!(count > 100, "{count}");
}
