//! Schemas and completion scripts: what editors and shells know the program by.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use serde_json::{Value, json};

use crate::repository::root;
use crate::test::Test;

fn schema(subject: &str) -> Value {
    let ran = Test::new(&format!("schema {subject}")).any_stdout().run();
    serde_json::from_slice(&ran.stdout).expect("a schema is JSON")
}

/// Whether a schema takes a value, by those of its keywords that are ours.
fn takes(schema: &Value, value: &Value) -> bool {
    let keywords = schema.as_object().expect("a schema is an object");
    keywords.iter().all(|(keyword, wanted)| match (keyword.as_str(), value) {
        ("type", _) => is_of(wanted, value),
        ("enum", _) => wanted.as_array().is_some_and(|words| words.contains(value)),
        ("anyOf", _) => {
            wanted.as_array().is_some_and(|any| any.iter().any(|one| takes(one, value)))
        }
        ("minLength", Value::String(text)) => {
            text.chars().count() as u64 >= wanted.as_u64().unwrap_or(0)
        }
        ("minimum", Value::Number(number)) => number.as_f64() >= wanted.as_f64(),
        ("items", Value::Array(items)) => items.iter().all(|item| takes(wanted, item)),
        ("required", Value::Object(fields)) => {
            let names = wanted.as_array().into_iter().flatten().filter_map(Value::as_str);
            names.into_iter().all(|name| fields.contains_key(name))
        }
        ("properties", Value::Object(fields)) => {
            let known = fields.iter().filter_map(|(name, field)| Some((wanted.get(name)?, field)));
            known.into_iter().all(|(schema, field)| takes(schema, field))
        }
        ("additionalProperties", Value::Object(fields)) if *wanted == json!(false) => {
            fields.keys().all(|name| schema["properties"].get(name).is_some())
        }
        _ => true,
    })
}

fn is_of(wanted: &Value, value: &Value) -> bool {
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    match wanted {
        Value::Array(any) => any.iter().any(|one| is_of(one, value)),
        one => one == kind || (one == "number" && kind == "integer"),
    }
}

#[test]
fn schemas_name_their_dialect_and_describe_every_field() {
    for subject in ["release", "letterhead"] {
        let schema = schema(subject);
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
        let fields = schema["properties"].as_object().expect("there are fields");
        assert!(fields.len() > 10);
        for (name, field) in fields {
            assert!(field["description"].is_string(), "{subject}: {name}");
        }
    }
}

#[test]
fn the_schema_and_the_program_judge_alike() {
    let schema = schema("release");
    let release = json!({
        "letterhead": "neutral", "date": "2022-11-25", "headline": "Überschrift", "body": "Ein Satz.",
        "contacts": [{"name": "Erika Beispiel", "phone": "0351 1", "email": "a@example.org"}],
    });
    let with = |name: &str, value: Value| {
        let mut other = release.clone();
        other[name] = value;
        other
    };
    let cases = [
        ("as it is", release.clone(), true),
        ("keywords", with("keywords", json!(["a", "b"])), true),
        ("a medium", with("media", json!([{"type": "video", "caption": "Film"}])), true),
        ("a language", with("language", json!("hsb")), true),
        ("no such field", with("headlines", json!("x")), false),
        ("no such kind", with("kind", json!("news")), false),
        ("a number for a text", with("headline", json!(7)), false),
        ("an empty headline", with("headline", json!("")), false),
        ("a text for a list", with("contacts", json!("Erika Beispiel")), false),
        ("a contact without a name", with("contacts", json!([{"phone": "0351 1"}])), false),
        ("no such field of a contact", with("contacts", json!([{"name": "x", "tel": "1"}])), false),
        ("a version before the first", with("version", json!(0)), false),
    ];
    for (name, value, is_fine) in cases {
        assert_eq!(takes(&schema, &value), is_fine, "the schema on {name}");
        let test = Test::new("check a.json").file("a.json", value.to_string());
        test.any_stderr().exit(if is_fine { 0 } else { 1 }).run();
    }
    for name in ["date", "headline", "body"] {
        let mut value = release.clone();
        value.as_object_mut().expect("it is an object").remove(name);
        assert!(!takes(&schema, &value), "{name}");
    }
}

#[test]
fn every_shell_gets_its_completions() {
    for shell in ["bash", "zsh", "fish"] {
        let ran = Test::new(&format!("completions {shell}")).any_stdout().run();
        let script = String::from_utf8(ran.stdout).expect("a script is UTF-8");
        for word in ["letterpress", "render", "embed-source"] {
            assert!(script.contains(word), "{shell}: {word}");
        }
    }
    Test::new("completions cmd").any_stderr().exit(2).run();
}

/// The letterheads that another program refuses by the schema, each with its reason.
fn refused_by_schema(files: &[PathBuf]) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("schema.json");
    let schema = Test::new("schema letterhead").any_stdout().run().stdout;
    fs::write(&path, schema).expect("the schema is written");
    let output = Command::new("python3")
        .env("PYTHONPATH", root().join("target/mail/python"))
        .arg(root().join("tests/messages/letterheads.py"))
        .arg(path)
        .args(files)
        .output()
        .expect("Python is there; tests/install brings its packages");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("it is UTF-8")
}

/// The letterheads of a folder.
fn letterheads_in(folder: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(root().join(folder)).expect("a folder");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let mut paths: Vec<_> =
        paths.filter(|path| path.extension().is_some_and(|ending| ending == "toml")).collect();
    paths.sort();
    paths
}

#[test]
fn another_program_takes_the_letterheads_by_the_schema() {
    let mut files = letterheads_in("layouts/letterheads");
    // It is no letterhead, but what several extend.
    files.retain(|path| !path.ends_with("freistaat-2022.toml"));
    files.extend(letterheads_in("layouts/letterheads/hafenstadt"));
    files.extend(letterheads_in("fixtures/letterheads"));
    assert!(files.len() > 20, "{files:?}");
    assert_eq!(refused_by_schema(&files), "");
}

#[test]
fn another_program_refuses_the_letterheads_that_a_schema_can_refuse() {
    // What a letterhead is refused for by the form of a field alone.
    let of_form = [
        "missing-field",
        "number-out-of-bounds",
        "unknown-field",
        "unknown-link-style",
        "unknown-quote-style",
        "unknown-setting",
        "unknown-time-style",
        "unknown-warning",
        "unknown-weight",
        "wrong-type",
    ];
    let mut files = letterheads_in("fixtures/letterheads/refused");
    files.retain(|path| {
        let said = fs::read_to_string(path.with_extension("toml.stderr")).expect("it is refused");
        let codes = said.lines().filter_map(|line| line.strip_prefix("error[")?.split(']').next());
        let codes: Vec<_> = codes.collect();
        !codes.is_empty() && codes.iter().all(|code| of_form.contains(code))
    });
    assert!(files.len() > 10, "{files:?}");
    let refused = refused_by_schema(&files);
    for file in files {
        let name = file.file_name().and_then(|name| name.to_str()).expect("a name");
        assert!(refused.contains(&format!("{name}: ")), "{name} passes\n{refused}");
    }
}
