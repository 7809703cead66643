//! A text, or a list of texts.

use std::ops::Deref;

use super::map::FieldMap;
use super::node::{Node, NodeValue};
use super::shape::Shape;
use super::value::{FieldValue, ValueReader};

/// Texts of which a file may write the only one without the brackets of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OneOrMore(pub Vec<String>);

impl Deref for OneOrMore {
    type Target = [String];

    fn deref(&self) -> &[String] {
        &self.0
    }
}

impl FieldValue for OneOrMore {
    const SHAPE: Shape = Shape::OneOrMore(&Shape::Text);

    fn from_node(node: &Node, path: &str, reader: &mut ValueReader<'_>) -> Option<Self> {
        match &node.value {
            NodeValue::List(_) => Vec::from_node(node, path, reader).map(Self),
            _ => String::from_node(node, path, reader).map(|text| Self(vec![text])),
        }
    }

    fn note(&self, path: &str, map: &mut FieldMap) {
        match self.0.as_slice() {
            [only] => only.note(path, map),
            _ => self.0.note(path, map),
        }
    }
}
