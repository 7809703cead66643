//! A tree of values as TOML that gives the same tree when it is read.

use std::fmt::Write as _;
use std::ops::Range;

use serde_json::Value;

use crate::field::{Field, FieldGroup, Node, NodeEntry, NodeValue, Presence, Shape, TextValue};
use crate::letterhead::{LABELS, Letterhead};
use crate::release::Language;

/// What the first line says to editors: where the schema lies that `letterpress schema
/// letterhead` prints.
const SCHEMA_LINE: &str = "#:schema letterhead.schema.json\n";

/// The text of a letterhead below the line that names its schema.
pub fn with_schema_line(text: &str) -> String {
    if text.starts_with("#:schema ") { text.to_owned() } else { format!("{SCHEMA_LINE}{text}") }
}

/// The values of a letterhead as a file, with the labels of a language as they stand on a sheet,
/// and with every field that has a default, if that is wanted.
pub(crate) fn letterhead_toml(
    entries: Vec<NodeEntry>,
    language: Option<Language>,
    has_all_fields: bool,
) -> String {
    let mut tree = Node { value: NodeValue::Map(entries), range: 0..0 };
    if has_all_fields {
        add_defaults(&mut tree, Letterhead::FIELDS);
    }
    if let Some(language) = language {
        add_labels(&mut tree, language);
    }
    with_schema_line(&toml(&tree))
}

/// A map as the text of a TOML file.
pub(crate) fn toml(tree: &Node) -> String {
    let mut text = String::new();
    table(tree.entries(), &mut Vec::new(), &mut text);
    text
}

/// Values first: below the head of a table they would belong to it.
fn table(entries: &[NodeEntry], path: &mut Vec<String>, text: &mut String) {
    let (tables, values): (Vec<_>, Vec<_>) =
        entries.iter().partition(|entry| is_table(&entry.node) || is_tables(&entry.node));
    for NodeEntry { key: name, node, .. } in values {
        if node.value != NodeValue::Null {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{} = {}", key(name), value(node));
        }
    }
    for entry in tables {
        path.push(key(&entry.key));
        match &entry.node.value {
            NodeValue::List(items) => {
                for item in items {
                    head(&format!("[[{}]]", path.join(".")), text);
                    table(item.entries(), path, text);
                }
            }
            _ => {
                // One that holds tables alone needs no head of its own.
                let holds = entry.node.entries();
                let is_bare = !holds.is_empty()
                    && holds.iter().all(|entry| is_table(&entry.node) || is_tables(&entry.node));
                if !is_bare {
                    head(&format!("[{}]", path.join(".")), text);
                }
                table(holds, path, text);
            }
        }
        path.pop();
    }
}

fn head(line: &str, text: &mut String) {
    if !text.is_empty() {
        text.push('\n');
    }
    text.push_str(line);
    text.push('\n');
}

fn is_table(node: &Node) -> bool {
    matches!(node.value, NodeValue::Map(_))
}

/// Whether a list can be written as tables: all of its items are some.
fn is_tables(node: &Node) -> bool {
    match &node.value {
        NodeValue::List(items) => !items.is_empty() && items.iter().all(is_table),
        _ => false,
    }
}

fn key(key: &str) -> String {
    let is_bare = !key.is_empty()
        && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    if is_bare { key.to_owned() } else { quoted(key) }
}

/// A value on one line, but for texts of several lines.
fn value(node: &Node) -> String {
    match &node.value {
        // TOML has no such value; as an item of a list it is the nearest to it.
        NodeValue::Null => "\"\"".to_owned(),
        NodeValue::Bool(flag) => flag.to_string(),
        NodeValue::Number(number) => number.clone(),
        NodeValue::Date(date) => date.clone(),
        NodeValue::Text(text) => text_value(&text.value),
        NodeValue::List(items) => list(items),
        NodeValue::Map(entries) => {
            let fields = entries.iter().filter(|entry| entry.node.value != NodeValue::Null);
            let fields =
                fields.map(|entry| format!("{} = {}", key(&entry.key), inline(&entry.node)));
            let fields: Vec<_> = fields.collect();
            if fields.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", fields.join(", ")) }
        }
    }
}

/// A value within braces, which end with their line.
fn inline(node: &Node) -> String {
    match &node.value {
        NodeValue::Text(text) => quoted(&text.value),
        _ => value(node),
    }
}

/// The width of a line, in characters.
const WIDTH: usize = 100;

fn list(items: &[Node]) -> String {
    let items: Vec<_> = items.iter().map(inline).collect();
    let line = format!("[{}]", items.join(", "));
    if line.chars().count() <= WIDTH {
        return line;
    }
    let lines: String = items.iter().map(|item| format!("    {item},\n")).collect();
    format!("[\n{lines}]")
}

fn text_value(text: &str) -> String {
    if !text.contains('\n') {
        return quoted(text);
    }
    // The line break behind the opening quotes does not count.
    format!("\"\"\"\n{}\"\"\"", escaped(text, true))
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", escaped(text, false))
}

fn escaped(text: &str, keeps_lines: bool) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '"' => escaped.push_str("\\\""),
            '\\' => escaped.push_str("\\\\"),
            '\n' if keeps_lines => escaped.push('\n'),
            '\n' => escaped.push_str("\\n"),
            '\t' => escaped.push_str("\\t"),
            c if c.is_control() => {
                let _ = write!(escaped, "\\u{:04X}", u32::from(c));
            }
            c => escaped.push(c),
        }
    }
    escaped
}

/// A value that stands nowhere in a text.
fn made(value: NodeValue) -> Node {
    Node { value, range: Range::default() }
}

fn made_text(text: &str) -> Node {
    made(NodeValue::Text(TextValue { value: text.to_owned(), typed: None, verbatim: None }))
}

fn made_entry(key: &str, node: Node) -> NodeEntry {
    NodeEntry { key: key.to_owned(), key_range: Range::default(), node }
}

/// Adds what a table of fields says of those that are not set.
fn add_defaults(tree: &mut Node, fields: &[Field]) {
    let NodeValue::Map(entries) = &mut tree.value else { return };
    for field in fields {
        let set = entries.iter_mut().find(|entry| entry.key == field.name);
        match (set, field.shape) {
            (Some(entry), Shape::Group(group)) => add_defaults(&mut entry.node, group),
            (Some(entry), Shape::List(Shape::Group(group))) => {
                if let NodeValue::List(items) = &mut entry.node.value {
                    items.iter_mut().for_each(|item| add_defaults(item, group));
                }
            }
            (Some(_), _) => {}
            (None, shape) => {
                if let Some(node) = default(field, shape) {
                    entries.push(made_entry(field.name, node));
                }
            }
        }
    }
}

/// What stands in for a field that is not set; none for one that has no default.
fn default(field: &Field, shape: Shape) -> Option<Node> {
    match shape {
        // A group that needs a field is not there without it.
        Shape::Group(group) => {
            let needs = |field: &Field| matches!(field.presence, Presence::Required);
            let mut node = made(NodeValue::Map(Vec::new()));
            if !group.iter().any(needs) {
                add_defaults(&mut node, group);
            }
            (!node.entries().is_empty()).then_some(node)
        }
        _ => field.default.filter(|_| !field.is_required()).map(|value| of_json(&value())),
    }
}

fn of_json(value: &Value) -> Node {
    made(match value {
        Value::Null => NodeValue::Null,
        Value::Bool(flag) => NodeValue::Bool(*flag),
        Value::Number(number) => NodeValue::Number(number.to_string()),
        Value::String(text) => return made_text(text),
        Value::Array(items) => NodeValue::List(items.iter().map(of_json).collect()),
        Value::Object(fields) => NodeValue::Map(
            fields.iter().map(|(key, value)| made_entry(key, of_json(value))).collect(),
        ),
    })
}

/// Adds the labels of a language that the letterhead does not name itself.
fn add_labels(tree: &mut Node, language: Language) {
    // Those of the United States are those of English.
    let mut columns = Language::SPELLINGS.iter().filter_map(|name| Language::from_spelling(name));
    let mut columns = columns.by_ref().filter(|known| known.plain() == *known);
    let column = columns.position(|known| known == language.plain());
    let Some(labels) = group(tree, "labels").and_then(|labels| group(labels, language.as_str()))
    else {
        return;
    };
    let NodeValue::Map(entries) = &mut labels.value else { return };
    for (name, texts) in LABELS {
        let text = column.and_then(|column| texts.get(column)).filter(|text| !text.is_empty());
        if let (Some(text), false) = (text, entries.iter().any(|entry| entry.key == *name)) {
            entries.push(made_entry(name, made_text(text)));
        }
    }
}

/// The group of this name, which is made where it is not there.
fn group<'a>(tree: &'a mut Node, name: &str) -> Option<&'a mut Node> {
    let NodeValue::Map(entries) = &mut tree.value else { return None };
    let at = entries.iter().position(|entry| entry.key == name).unwrap_or_else(|| {
        entries.push(made_entry(name, made(NodeValue::Map(Vec::new()))));
        entries.len() - 1
    });
    Some(&mut entries[at].node)
}

#[cfg(test)]
mod tests;
