//! The tables of fields as JSON Schema, for editors and other programs.

use serde_json::{Map, Value, json};

use super::check::MAX_COUNT;
use crate::diagnostic::codes;
use crate::field::{Field, Shape};

/// A schema (draft 2020-12) of a table, as JSON text.
pub(crate) fn of(name: &str, title: &str, table: &[Field]) -> String {
    text_of(name, title, group(table))
}

/// The same of a letterhead: a base may have what is missing, and a change from a day on has the
/// fields of a letterhead.
pub(crate) fn of_letterhead(title: &str, table: &[Field], changes: &[Field]) -> String {
    let mut schema = group(table);
    if let Value::Object(map) = &mut schema {
        map.insert("required".into(), json!(["id"]));
        map.insert("anyOf".into(), json!([{ "required": ["name"] }, { "required": ["extends"] }]));
    }
    schema["properties"]["period"]["items"] = group(changes);
    text_of("letterhead", title, schema)
}

fn text_of(name: &str, title: &str, mut schema: Value) -> String {
    if let Value::Object(map) = &mut schema {
        map.insert("$schema".into(), "https://json-schema.org/draft/2020-12/schema".into());
        map.insert("$id".into(), format!("urn:letterpress:{name}").into());
        map.insert("title".into(), title.into());
    }
    format!("{schema:#}\n")
}

fn group(table: &[Field]) -> Value {
    let mut properties = Map::new();
    for field in table {
        let mut schema = shape(field.shape);
        if let Value::Object(map) = &mut schema {
            map.insert("description".into(), description(field).into());
            if let Some(default) = field.default.filter(|_| !field.is_required()) {
                map.insert("default".into(), default());
            }
            if !field.example.is_empty() {
                map.insert("examples".into(), json!([example(field.shape, field.example)]));
            }
        }
        properties.insert(field.name.into(), schema);
    }
    let required: Vec<_> =
        table.iter().filter(|field| field.is_required()).map(|f| f.name).collect();
    let mut schema = json!({
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
    });
    if let (Value::Object(map), false) = (&mut schema, required.is_empty()) {
        map.insert("required".into(), required.into());
    }
    schema
}

fn shape(shape: Shape) -> Value {
    const DAY: &str = r"^\d{4}-\d{2}-\d{2}$";
    const MOMENT: &str =
        r"^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?([Zz]|[+-]\d{2}:?\d{2})$";
    match shape {
        Shape::Text | Shape::Line | Shape::Path => json!({ "type": "string", "minLength": 1 }),
        Shape::StyledLine | Shape::Inline | Shape::Markdown => {
            json!({ "type": "string", "minLength": 1, "contentMediaType": "text/markdown" })
        }
        Shape::Count => json!({ "type": "integer", "minimum": 1, "maximum": MAX_COUNT }),
        Shape::Number { min, max, .. } => {
            json!({ "type": "number", "minimum": min, "maximum": max })
        }
        Shape::Flag => json!({ "type": "boolean" }),
        Shape::Day => json!({ "type": "string", "pattern": DAY }),
        Shape::Date => {
            json!({ "type": "string", "anyOf": [{ "pattern": DAY }, { "pattern": MOMENT }] })
        }
        Shape::Moment { .. } => json!({ "type": "string", "pattern": MOMENT }),
        Shape::WarningCode => json!({ "type": "string", "enum": codes::switchable() }),
        Shape::Choice(words, _) => json!({ "type": "string", "enum": words }),
        Shape::Link => json!({ "type": "string", "pattern": "^(https?|mailto|tel):" }),
        Shape::Email => json!({ "type": "string", "format": "email" }),
        Shape::Phone => json!({ "type": "string", "pattern": r"\d" }),
        Shape::Colour => json!({ "type": "string", "pattern": "^#[0-9a-fA-F]{6}$" }),
        Shape::List(item) => json!({ "type": "array", "items": self::shape(*item) }),
        Shape::Group(table) => group(table),
        Shape::ByLanguage(inner, languages) => {
            let one = self::shape(*inner);
            let mut many = named(languages, &one);
            if let Value::Object(map) = &mut many {
                map.insert("minProperties".into(), 1.into());
            }
            json!({ "anyOf": [one, many] })
        }
        Shape::Periods => json!({ "type": "array" }),
        Shape::Settings => json!({ "type": "object" }),
        Shape::ListOr(table) => {
            json!({ "anyOf": [self::shape(Shape::List(&Shape::Text)), group(table)] })
        }
        Shape::OneOrMore(item) => {
            let list = json!({ "type": "array", "items": self::shape(*item) });
            json!({ "anyOf": [self::shape(*item), list] })
        }
        Shape::Labels(languages, names) => {
            let text = json!({ "type": "string", "minLength": 1 });
            named(languages, &named(names, &text))
        }
    }
}

/// An object whose fields have these names and all hold the same.
fn named(names: &[&str], value: &Value) -> Value {
    let fields = names.iter().map(|name| ((*name).to_owned(), value.clone()));
    let properties: Map<_, _> = fields.collect();
    json!({ "type": "object", "properties": properties, "additionalProperties": false })
}

/// What a field means, and in which unit a number counts.
fn description(field: &Field) -> String {
    let meaning = field.meaning();
    match field.shape {
        Shape::Number { unit, .. } => format!("{meaning} Unit: {unit}."),
        _ => meaning,
    }
}

/// An example of that shape, from its text in the table.
fn example(shape: Shape, texts: &[&str]) -> Value {
    match (shape, texts) {
        (Shape::List(item), texts) => texts.iter().map(|text| example(*item, &[*text])).collect(),
        (Shape::Count, [text, ..]) => text.parse::<u32>().map_or(Value::Null, Value::from),
        (Shape::Number { .. }, [text, ..]) => text.parse::<f64>().map_or(Value::Null, Value::from),
        (Shape::Flag, [text, ..]) => Value::Bool(*text == "true"),
        (_, [text, ..]) => Value::from(*text),
        (_, []) => Value::Null,
    }
}
