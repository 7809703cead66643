//! The fields of a release as a text of YAML, and edits of it that are made if they do what they
//! shall and nothing else.

use serde_json::{Map, Value};

use super::render::Writer;
use super::splice::{Splice, spliced};
use super::spot::FieldSpot;
use super::tree::{entry_of, is_same, node_at_mut, node_of, parts_of};
use super::{block, flow};
use crate::diagnostic::Diagnostics;
use crate::field::{Node, NodeValue};
use crate::read::forms;
use crate::source::{Format, Source};

/// A text of YAML, and what it says.
#[derive(Debug, Clone)]
pub(super) struct HeadText {
    pub text: String,
    pub tree: Node,
    line_end: &'static str,
    /// Whether it stands between two lines `---`, and so can have none.
    pub is_front_matter: bool,
}

fn tree_of(text: &str) -> Result<Node, Diagnostics> {
    let source = Source::from_text("", Format::Yaml, text.to_owned());
    // In the letters that were typed, so that all others stay as they are.
    let (typed, _) = source.typed(0..0);
    forms::parse(&typed, 0..typed.text().len())
}

impl HeadText {
    pub fn new(
        text: &str,
        line_end: &'static str,
        is_front_matter: bool,
    ) -> Result<Self, Diagnostics> {
        Ok(Self { tree: tree_of(text)?, text: text.to_owned(), line_end, is_front_matter })
    }

    /// Makes an edit if the text then says what is expected; else it stays as it is.
    fn make(&mut self, expected: &Node, pieces: impl Fn(Writer) -> Vec<Splice>) -> bool {
        for is_safe in [false, true] {
            let pieces = pieces(Writer { is_safe });
            let made = spliced(&self.text, pieces, self.line_end);
            let Some(text) = made.filter(|text| self.is_allowed(text)) else { continue };
            if let Ok(tree) = tree_of(&text)
                && is_same(&tree, expected)
            {
                (self.text, self.tree) = (text, tree);
                return true;
            }
        }
        false
    }

    fn is_allowed(&self, text: &str) -> bool {
        !self.is_front_matter || !text.lines().any(|line| line.trim_end() == "---")
    }

    /// Writes a value in the place of another one.
    pub fn replace(&mut self, children: &[usize], path: &str, value: &Value) -> bool {
        let mut expected = self.tree.clone();
        let Some((node, wanted)) = node_at_mut(&mut expected, children).zip(node_of(value)) else {
            return false;
        };
        node.value = wanted.value;
        let (text, tree) = (self.text.clone(), self.tree.clone());
        let Some(spot) = FieldSpot::at(&text, &tree, children) else { return false };
        self.make(&expected, |writer| {
            if spot.is_in_flow {
                flow::replaced(&text, &spot, value, path, writer)
            } else {
                block::replaced(&text, &spot, value, path, writer)
            }
        })
    }

    /// Adds a field to a group.
    pub fn add(&mut self, children: &[usize], path: &str, name: &str, value: &Value) -> bool {
        let mut expected = self.tree.clone();
        let group = node_at_mut(&mut expected, children).zip(entry_of(name, value));
        let Some((Node { value: NodeValue::Map(entries), .. }, entry)) = group else {
            return false;
        };
        entries.push(entry);
        if self.is_empty_line(children) {
            let whole = Map::from_iter([(name.to_owned(), value.clone())]);
            return self.replace(children, path, &whole.into());
        }
        let (text, tree) = (self.text.clone(), self.tree.clone());
        let Some(group) = FieldSpot::at(&text, &tree, children) else { return false };
        self.make(&expected, |writer| {
            if group.is_flow(&text) {
                flow::added(&text, &group, name, value, path, writer)
            } else {
                block::added(&text, &group, name, value, path, writer)
            }
        })
    }

    /// Puts an item into a list.
    pub fn put(&mut self, children: &[usize], path: &str, at: usize, value: &Value) -> bool {
        let mut expected = self.tree.clone();
        let list = node_at_mut(&mut expected, children).zip(node_of(value));
        let Some((Node { value: NodeValue::List(items), .. }, item)) = list else { return false };
        items.insert(at, item);
        if self.is_empty_line(children) {
            return self.replace(children, path, &vec![value.clone()].into());
        }
        let (text, tree) = (self.text.clone(), self.tree.clone());
        let Some(list) = FieldSpot::at(&text, &tree, children) else { return false };
        self.make(&expected, |writer| {
            if list.is_flow(&text) {
                flow::inserted(&text, &list, at, value, path, writer)
            } else {
                block::inserted(&text, &list, at, value, path, writer)
            }
        })
    }

    /// Whether this is `[]` or `{}` in lines, which can become lines itself.
    fn is_empty_line(&self, children: &[usize]) -> bool {
        let spot = FieldSpot::at(&self.text, &self.tree, children);
        spot.filter(|_| !children.is_empty()).is_some_and(|spot| {
            let written = self.text.get(spot.node.range.start..spot.end).unwrap_or_default();
            !spot.is_in_flow && parts_of(spot.node) == 0 && !written.contains('#')
        })
    }

    /// Takes a field or an item away.
    pub fn take(&mut self, children: &[usize], path: &str) -> bool {
        let Some((&at, above)) = children.split_last() else { return false };
        let mut expected = self.tree.clone();
        let parent = node_at_mut(&mut expected, above);
        let (count, nothing) = match parent.map(|node| &mut node.value) {
            Some(NodeValue::Map(entries)) if at < entries.len() => {
                entries.remove(at);
                (entries.len(), Value::Object(Map::new()))
            }
            Some(NodeValue::List(items)) if at < items.len() => {
                items.remove(at);
                (items.len(), Value::Array(Vec::new()))
            }
            _ => return false,
        };
        if count == 0 && !above.is_empty() {
            return self.replace(above, path, &nothing);
        }
        let (text, tree) = (self.text.clone(), self.tree.clone());
        let Some(parent) = FieldSpot::at(&text, &tree, above) else { return false };
        self.make(&expected, |_| {
            if parent.is_flow(&text) {
                flow::removed(&text, &parent, at)
            } else {
                block::removed(&text, &parent, at)
            }
        })
    }

    /// Moves an item of a list, as is expected.
    pub fn shift(&mut self, children: &[usize], expected: &Node, from: usize, to: usize) -> bool {
        let (text, tree) = (self.text.clone(), self.tree.clone());
        let Some(list) = FieldSpot::at(&text, &tree, children) else { return false };
        self.make(expected, |_| {
            if list.is_flow(&text) {
                flow::moved(&text, &list, from, to)
            } else {
                block::moved(&text, &list, from, to)
            }
        })
    }
}
