//! Values out of a tree that was checked against its table. Reading is lenient
//! here: what has the wrong shape was reported by the check and counts as absent.

use super::MAX_ENTRIES;
use super::node::{Entry, Node, Value};
use crate::release::{Day, Moment, ReleaseDate};

/// The fields of a map.
#[derive(Clone, Copy)]
pub(crate) struct Group<'a>(pub &'a [Entry]);

impl<'a> Group<'a> {
    /// The fields of a node; none if it is not a map.
    pub fn of(node: &'a Node) -> Self {
        match &node.value {
            Value::Map(entries) => Self(entries),
            _ => Self(&[]),
        }
    }

    pub fn get(self, name: &str) -> Option<&'a Node> {
        self.0.iter().find(|entry| entry.key == name).map(|entry| &entry.node)
    }

    pub fn group(self, name: &str) -> Option<Self> {
        self.get(name).filter(|node| matches!(node.value, Value::Map(_))).map(Self::of)
    }

    pub fn groups(self, name: &str) -> impl Iterator<Item = Self> {
        self.items(name).iter().map(Self::of)
    }

    pub fn items(self, name: &str) -> &'a [Node] {
        match self.get(name).map(|node| &node.value) {
            // What is too long was reported.
            Some(Value::List(nodes)) if nodes.len() <= MAX_ENTRIES => nodes,
            _ => &[],
        }
    }

    /// Running text as written.
    pub fn raw(self, name: &str) -> Option<&'a str> {
        match self.get(name).map(|node| &node.value) {
            Some(Value::Text(text)) => Some(&text.value),
            _ => None,
        }
    }

    /// Plain text on one line.
    pub fn text(self, name: &str) -> Option<String> {
        self.raw(name).map(one_line).filter(|text| !text.is_empty())
    }

    pub fn texts(self, name: &str) -> Vec<String> {
        let texts = self.items(name).iter().filter_map(|node| match &node.value {
            Value::Text(text) => Some(one_line(&text.value)),
            _ => None,
        });
        texts.collect()
    }

    pub fn date(self, name: &str) -> Option<ReleaseDate> {
        match self.get(name).map(|node| &node.value) {
            Some(Value::Text(text)) => ReleaseDate::parse(&text.value).ok(),
            Some(Value::Date(text)) => ReleaseDate::parse(text).ok(),
            _ => None,
        }
    }

    pub fn day(self, name: &str) -> Option<Day> {
        self.date(name).map(ReleaseDate::day)
    }

    pub fn moment(self, name: &str) -> Option<Moment> {
        self.date(name).and_then(ReleaseDate::moment)
    }

    pub fn number(self, name: &str) -> Option<f64> {
        match self.get(name).map(|node| &node.value) {
            Some(Value::Number(text)) => text.parse().ok(),
            _ => None,
        }
    }

    pub fn count(self, name: &str) -> Option<u32> {
        match self.get(name).map(|node| &node.value) {
            Some(Value::Number(text)) => text.parse().ok(),
            _ => None,
        }
    }

    pub fn flag(self, name: &str) -> bool {
        matches!(self.get(name).map(|node| &node.value), Some(Value::Bool(true)))
    }
}

/// A plain field is one line: line ends and tabs inside it are spaces (a tab in
/// data would vanish and glue two words together).
fn one_line(text: &str) -> String {
    text.trim().replace("\r\n", " ").replace(['\n', '\r', '\t'], " ")
}
