//! Trees of fields and JSON: what a text says, apart from how and where it says it.

use std::cmp::Ordering;

use serde_json::{Map, Number, Value};

use crate::field::{Node, NodeEntry, NodeValue, TextValue};

/// The value of a node, as it was typed. A number that JSON cannot write as it stands is a text; of
/// a field that stands twice the first counts.
pub(super) fn value_of(node: &Node) -> Value {
    match &node.value {
        NodeValue::Null => Value::Null,
        NodeValue::Bool(flag) => Value::Bool(*flag),
        NodeValue::Number(number) => number_of(number),
        NodeValue::Text(text) => Value::from(text.as_typed()),
        NodeValue::Date(date) => Value::from(date.as_str()),
        NodeValue::List(items) => items.iter().map(value_of).collect(),
        NodeValue::Map(entries) => {
            let mut values = Map::new();
            for entry in entries {
                let name = entry.key.clone();
                values.entry(name).or_insert_with(|| value_of(&entry.node));
            }
            Value::Object(values)
        }
    }
}

fn number_of(typed: &str) -> Value {
    let number: Option<Number> = serde_json::from_str(typed).ok();
    match number.filter(|number| number.to_string() == typed) {
        Some(number) => Value::Number(number),
        None => Value::from(typed),
    }
}

/// A value as a node without a place; none where it is, or holds, a null. In a group a null is a
/// field that is not there.
pub(super) fn node_of(value: &Value) -> Option<Node> {
    let value = match value {
        Value::Null => return None,
        Value::Bool(flag) => NodeValue::Bool(*flag),
        Value::Number(number) => NodeValue::Number(number.to_string()),
        Value::String(text) => {
            NodeValue::Text(TextValue { value: text.clone(), typed: None, verbatim: None })
        }
        Value::Array(items) => NodeValue::List(items.iter().map(node_of).collect::<Option<_>>()?),
        Value::Object(values) => NodeValue::Map(
            values
                .iter()
                .filter(|(_, value)| !value.is_null())
                .map(|(name, value)| entry_of(name, value))
                .collect::<Option<_>>()?,
        ),
    };
    Some(Node { value, range: 0..0 })
}

/// A field as an entry without a place.
pub(super) fn entry_of(name: &str, value: &Value) -> Option<NodeEntry> {
    Some(NodeEntry { key: name.to_owned(), key_range: 0..0, node: node_of(value)? })
}

/// Whether two trees say the same, wherever it stands and in whatever order the fields are.
pub(super) fn is_same(one: &Node, other: &Node) -> bool {
    match (&one.value, &other.value) {
        (NodeValue::Text(one), NodeValue::Text(other)) => one.as_typed() == other.as_typed(),
        (NodeValue::List(one), NodeValue::List(other)) => {
            one.len() == other.len()
                && one.iter().zip(other).all(|(one, other)| is_same(one, other))
        }
        (NodeValue::Map(one), NodeValue::Map(other)) => {
            let (one, other) = (by_name(one), by_name(other));
            one.len() == other.len()
                && one
                    .iter()
                    .zip(other)
                    .all(|(one, other)| one.key == other.key && is_same(&one.node, &other.node))
        }
        (one, other) => one == other,
    }
}

/// The entries by their names; those of one name in their order.
fn by_name(entries: &[NodeEntry]) -> Vec<&NodeEntry> {
    let mut sorted: Vec<_> = entries.iter().collect();
    sorted.sort_by(|one, other| -> Ordering { one.key.cmp(&other.key) });
    sorted
}

/// The node that the numbers of children lead to, from a tree down.
pub(super) fn node_at<'t>(root: &'t Node, children: &[usize]) -> Option<&'t Node> {
    children.iter().try_fold(root, |node, &at| match &node.value {
        NodeValue::List(items) => items.get(at),
        NodeValue::Map(entries) => entries.get(at).map(|entry| &entry.node),
        _ => None,
    })
}

/// The same, to be changed.
pub(super) fn node_at_mut<'t>(root: &'t mut Node, children: &[usize]) -> Option<&'t mut Node> {
    children.iter().try_fold(root, |node, &at| match &mut node.value {
        NodeValue::List(items) => items.get_mut(at),
        NodeValue::Map(entries) => entries.get_mut(at).map(|entry| &mut entry.node),
        _ => None,
    })
}

/// How many fields or items a node has.
pub(super) fn parts_of(node: &Node) -> usize {
    match &node.value {
        NodeValue::Map(entries) => entries.len(),
        NodeValue::List(items) => items.len(),
        _ => 0,
    }
}
