//! What a letterhead holds for others to read: settings of a layout, days of change.

use serde_json::{Map, Value};

use crate::field::{FieldMap, FieldValue, Node, NodeValue, Shape, ValueReader};
use crate::release::Day;

/// Settings that a layout is handed as they are.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Settings(pub Map<String, Value>);

impl FieldValue for Settings {
    const SHAPE: Shape = Shape::Settings;

    fn from_node(node: &Node, _: &str, _: &mut ValueReader<'_>) -> Option<Self> {
        match value(node) {
            Value::Object(settings) => Some(Self(settings)),
            _ => None,
        }
    }

    fn note(&self, path: &str, map: &mut FieldMap) {
        map.insert_value(path, None);
    }
}

fn value(node: &Node) -> Value {
    match &node.value {
        NodeValue::Null => Value::Null,
        NodeValue::Bool(flag) => Value::Bool(*flag),
        // What JSON cannot hold, such as `inf`, goes on as it is written.
        NodeValue::Number(text) => {
            serde_json::from_str(text).unwrap_or_else(|_| text.as_str().into())
        }
        NodeValue::Text(text) => text.value.as_str().into(),
        NodeValue::Date(text) => text.as_str().into(),
        NodeValue::List(nodes) => nodes.iter().map(value).collect(),
        NodeValue::Map(entries) => {
            let entries = entries.iter().map(|entry| (entry.key.clone(), value(&entry.node)));
            Value::Object(entries.collect())
        }
    }
}

/// The days from which on a letterhead changes. What changes is laid over the rest while it is
/// read: there is one letterhead for each period.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Periods(pub Vec<Day>);

impl FieldValue for Periods {
    const SHAPE: Shape = Shape::Periods;

    fn from_node(_: &Node, _: &str, _: &mut ValueReader<'_>) -> Option<Self> {
        None
    }

    fn note(&self, _: &str, _: &mut FieldMap) {}
}
