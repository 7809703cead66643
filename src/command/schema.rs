//! `letterpress schema`: JSON Schemas for editors and other programs.

use std::collections::BTreeSet;

use letterpress::diagnostic::{Diagnostics, json as lines};
use letterpress::read;
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use super::Exit;
use super::releases::ReleaseRequest;
use super::result::ResultLine;
use super::workers::WorkerWord;
use crate::cli::{self, SchemaSubject};
use crate::terminal::{Terminal, UiEvent};

/// Every line of JSON that the program writes: events on standard error, results on standard
/// output.
#[derive(JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "only its schema is wanted")]
enum OutputLine<'a> {
    UiEvent(UiEvent<'a>),
    Result(ResultLine<'a>),
    Worker(WorkerWord),
}

/// Every line of JSON that the program reads. A release is described by `schema release`.
#[derive(JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "only its schema is wanted")]
enum WorkerRequest {
    /// A release is named.
    Request(Box<ReleaseRequest>),
    /// The line is a release itself.
    Release(Map<String, Value>),
}

/// Prints a schema.
pub fn run(typed: &cli::SchemaArgs, terminal: &Terminal) -> Result<Exit, Diagnostics> {
    terminal.write_stdout(&text(typed.subject))?;
    Ok(Exit::Fine)
}

/// A schema as JSON.
pub fn text(subject: SchemaSubject) -> String {
    match subject {
        SchemaSubject::Release => read::release_schema(),
        SchemaSubject::Letterhead => read::letterhead_schema(),
        SchemaSubject::Messages => messages(),
        SchemaSubject::Requests => requests(),
    }
}

/// The schema (draft 2020-12) of one line.
fn messages() -> String {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let mut schema = settings.into_generator().into_root_schema_for::<OutputLine<'_>>();
    // It has no `$id`: against an URN, older readers of schemas cannot resolve the references
    // to its own definitions (Python's jsonschema 4.17 does not).
    schema.insert("title".to_owned(), "A line of JSON that letterpress writes".into());
    let mut schema = Value::from(schema);
    let mut bases = BTreeSet::new();
    find_bases(&schema, &mut bases);
    close(&mut schema, "", &bases);
    format!("{schema:#}\n")
}

/// The schema (draft 2020-12) of a line that is read.
fn requests() -> String {
    let settings = SchemaSettings::draft2020_12();
    let mut schema = settings.into_generator().into_root_schema_for::<WorkerRequest>();
    schema.insert("title".to_owned(), "A line of JSON that letterpress reads".into());
    let mut schema = Value::from(schema);
    let sources = ["file", "text", "release"].map(|source| json!({ "required": [source] }));
    if let Some(Value::Object(request)) = schema.pointer_mut("/$defs/ReleaseRequest") {
        request.insert("oneOf".to_owned(), json!(sources));
        if let Some(Value::Object(fields)) = request.get_mut("properties") {
            let number = "The number of the request, which the result of a worker says again.";
            let number = json!({ "type": "integer", "minimum": 0, "description": number });
            fields.insert("item".to_owned(), number);
        }
    }
    if let Some(Value::Object(release)) = schema.pointer_mut("/anyOf/1") {
        release.insert("not".to_owned(), json!({ "anyOf": sources }));
    }
    format!("{schema:#}\n")
}

/// Whether an object is a line: one with a type of its own.
fn is_line(object: &Map<String, Value>) -> bool {
    let kind = object.get("properties").and_then(|properties| properties.get("type"));
    kind.is_some_and(|kind| kind.get("const").is_some())
}

/// The names of the definitions that lines are made of: a line adds its type and format.
fn find_bases(schema: &Value, bases: &mut BTreeSet<String>) {
    match schema {
        Value::Object(map) => {
            let base = map.get("$ref").filter(|_| is_line(map)).and_then(Value::as_str);
            bases.extend(base.and_then(|base| base.rsplit('/').next()).map(ToOwned::to_owned));
            map.values().for_each(|value| find_bases(value, bases));
        }
        Value::Array(items) => items.iter().for_each(|item| find_bases(item, bases)),
        _ => {}
    }
}

/// Gives every kind of line its format number, and lets nothing stand in an object that is
/// not described. `name` is the key under which the schema stands.
fn close(schema: &mut Value, name: &str, bases: &BTreeSet<String>) {
    match schema {
        Value::Object(map) => {
            if is_line(map) {
                describe_format(map);
            }
            if map.get("properties").is_some_and(Value::is_object) && !bases.contains(name) {
                map.insert("unevaluatedProperties".to_owned(), false.into());
            }
            map.iter_mut().for_each(|(name, value)| close(value, name, bases));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| close(item, "", bases)),
        _ => {}
    }
}

fn describe_format(line: &mut Map<String, Value>) {
    if let Some(Value::Object(properties)) = line.get_mut("properties") {
        let format = json!({
            "const": lines::FORMAT,
            "description": "Changes only when programs that read the lines have to.",
        });
        properties.insert("format".to_owned(), format);
    }
    if let Some(Value::Array(required)) = line.get_mut("required") {
        required.push("format".into());
    }
}
