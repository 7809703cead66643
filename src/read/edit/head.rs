//! The fields of a release as a text of YAML, and edits of it that are made if they do what they
//! shall and nothing else.

use serde_json::{Map, Value};

use super::path::{PathPart, follow, shape};
use super::render::{Writer, in_order};
use super::splice::{Splice, spliced};
use super::spot::FieldSpot;
use super::tree::{entry_of, is_same, node_at, node_at_mut, node_of};
use super::{block, flow};
use crate::diagnostic::Diagnostics;
use crate::field::{Node, NodeValue, join};
use crate::read::forms;
use crate::source::{Format, Source};

/// The most values that are set one by one, to keep what stands between them; a value with more is
/// written anew.
const MAX_STEPS: usize = 100;

/// A text of YAML, and what it says.
#[derive(Debug, Clone)]
pub(super) struct HeadText {
    pub text: String,
    tree: Node,
    line_end: &'static str,
    /// Whether it stands between two lines `---`, and so can have none.
    is_front_matter: bool,
}

/// An edit that was not made.
pub(super) type Refusal = String;

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

    /// Sets a field, with the groups and lists around it that are not there yet.
    pub fn set(&mut self, path: &str, value: &Value) -> Result<(), Refusal> {
        if node_of(value).is_none() {
            return Err(format!("`{path}` is given no value: fill it in, or remove it"));
        }
        let found = follow(&self.tree, path).ok_or_else(|| no_path(path))?;
        let mut steps = MAX_STEPS;
        if found.missing.is_empty() {
            let is_set = self.set_at(&found.children, &found.path, value, &mut steps);
            return is_set.then_some(()).ok_or_else(|| cannot(path));
        }
        if shape(path).is_none() || self.is_front_matter && path == "body" {
            return Err(no_field(path));
        }
        let parent = node_at(&self.tree, &found.children).ok_or_else(|| cannot(path))?;
        let is_null = parent.value == NodeValue::Null;
        let (first, below) = found.missing.split_first().ok_or_else(|| cannot(path))?;
        let mut whole = value.clone();
        for part in if is_null { &found.missing } else { below }.iter().rev() {
            whole = match part {
                PathPart::Name(name) => Map::from_iter([(name.clone(), whole)]).into(),
                PathPart::Item(0) => vec![whole].into(),
                PathPart::Item(at) => return Err(no_item(path, *at, 0)),
            };
        }
        let is_set = match (&parent.value, first) {
            (NodeValue::Null, _) => self.replace(&found.children, &found.path, &whole),
            (NodeValue::Map(_), PathPart::Name(name)) => {
                self.add(&found.children, &found.path, name, &whole)
            }
            (NodeValue::List(items), PathPart::Item(at)) if *at == items.len() => {
                self.put(&found.children, &found.path, *at, &whole)
            }
            (NodeValue::List(items), PathPart::Item(at)) => {
                return Err(no_item(path, *at, items.len()));
            }
            (other, PathPart::Name(_)) => {
                let kind = other.kind();
                return Err(format!("`{}` is {kind}: there is no `{path}` in it", found.path));
            }
            (other, PathPart::Item(_)) => return Err(no_list(&found.path, other)),
        };
        is_set.then_some(()).ok_or_else(|| cannot(path))
    }

    /// Removes a field or an item.
    pub fn remove(&mut self, path: &str) -> Result<(), Refusal> {
        loop {
            let found = follow(&self.tree, path).ok_or_else(|| no_path(path))?;
            match found.missing.first() {
                // It is not there, as it shall be.
                Some(PathPart::Name(_)) => return Ok(()),
                Some(PathPart::Item(at)) => {
                    let parent = node_at(&self.tree, &found.children);
                    let count = parent.map_or(0, |parent| parts_of(parent));
                    return Err(no_item(path, *at, count));
                }
                None if found.children.is_empty() || !self.take(&found.children, &found.path) => {
                    return Err(cannot(path));
                }
                // A field that stands twice is gone when both are.
                None if path.ends_with(']') => return Ok(()),
                None => {}
            }
        }
    }

    /// Puts an item into a list, before the one that has its number now.
    pub fn insert(&mut self, path: &str, at: usize, value: &Value) -> Result<(), Refusal> {
        if node_of(value).is_none() {
            return Err(format!("`{path}[{at}]` is given no value"));
        }
        let found = follow(&self.tree, path).ok_or_else(|| no_path(path))?;
        let node = node_at(&self.tree, &found.children).filter(|_| found.missing.is_empty());
        let is_made = match node.map(|node| &node.value) {
            None | Some(NodeValue::Null) if at == 0 => {
                return self.set(path, &vec![value.clone()].into());
            }
            None | Some(NodeValue::Null) => return Err(no_item(path, at, 0)),
            Some(NodeValue::List(items)) if at <= items.len() => {
                self.put(&found.children, path, at, value)
            }
            Some(NodeValue::List(items)) => return Err(no_item(path, at, items.len())),
            Some(other) => return Err(no_list(path, other)),
        };
        is_made.then_some(()).ok_or_else(|| cannot(path))
    }

    /// Moves an item of a list.
    pub fn rearrange(&mut self, path: &str, from: usize, to: usize) -> Result<(), Refusal> {
        let found = follow(&self.tree, path).ok_or_else(|| no_path(path))?;
        let mut expected = self.tree.clone();
        let node = node_at_mut(&mut expected, &found.children).ok_or_else(|| cannot(path))?;
        if !found.missing.is_empty() {
            return Err(no_item(path, from.max(to), 0));
        }
        let count = match &mut node.value {
            NodeValue::List(items) if from.max(to) < items.len() => {
                let item = items.remove(from);
                items.insert(to, item);
                items.len()
            }
            NodeValue::List(items) => return Err(no_item(path, from.max(to), items.len())),
            other => return Err(no_list(path, other)),
        };
        let (text, tree) = (self.text.clone(), self.tree.clone());
        let Some(list) = FieldSpot::at(&text, &tree, &found.children) else {
            return Err(cannot(path));
        };
        let is_made = from == to
            || count < 2
            || self.make(&expected, |_| {
                if list.is_flow(&text) {
                    flow::moved(&text, &list, from, to)
                } else {
                    block::moved(&text, &list, from, to)
                }
            });
        is_made.then_some(()).ok_or_else(|| cannot(path))
    }

    /// Sets a value that is there: part by part where it has parts, so that their comments stay.
    fn set_at(&mut self, children: &[usize], path: &str, value: &Value, steps: &mut usize) -> bool {
        let Some((node, wanted)) = node_at(&self.tree, children).zip(node_of(value)) else {
            return false;
        };
        if is_same(node, &wanted) {
            return true;
        }
        let before = self.clone();
        let is_set = match (&node.value, value) {
            (NodeValue::Map(fields), Value::Object(values))
                if !fields.is_empty() && !values.is_empty() =>
            {
                self.merge(children, path, values, steps)
            }
            (NodeValue::List(items), Value::Array(values))
                if !items.is_empty() && !values.is_empty() =>
            {
                self.align(children, path, values, steps)
            }
            _ => false,
        };
        if is_set {
            return true;
        }
        *self = before;
        *steps = steps.saturating_sub(1);
        self.replace(children, path, value)
    }

    /// Sets the fields of a group, and removes those that have no value.
    fn merge(
        &mut self,
        children: &[usize],
        path: &str,
        values: &Map<String, Value>,
        steps: &mut usize,
    ) -> bool {
        for (name, value) in in_order(values, path) {
            let Some(node) = node_at(&self.tree, children) else { return false };
            let place = node.entries().iter().position(|entry| entry.key == *name);
            let is_set = match place {
                Some(at) => {
                    let child = [children, &[at]].concat();
                    self.set_at(&child, &join(path, name), value, steps)
                }
                None => count_down(steps) && self.add(children, path, name, value),
            };
            if !is_set || *steps == 0 {
                return false;
            }
        }
        loop {
            let Some(node) = node_at(&self.tree, children) else { return false };
            let entries = node.entries();
            let rest = entries.iter().enumerate().find(|(at, entry)| {
                values.get(&entry.key).is_none_or(Value::is_null)
                    || entries[..*at].iter().any(|before| before.key == entry.key)
            });
            let Some((at, entry)) = rest else { return true };
            let field = join(path, &entry.key);
            if !count_down(steps) || !self.take(&[children, &[at]].concat(), &field) {
                return false;
            }
        }
    }

    /// Sets the items of a list: those at its beginning and end that are the same stay.
    fn align(
        &mut self,
        children: &[usize],
        path: &str,
        values: &[Value],
        steps: &mut usize,
    ) -> bool {
        let Some(NodeValue::List(items)) = node_at(&self.tree, children).map(|node| &node.value)
        else {
            return false;
        };
        let Some(wanted) = values.iter().map(node_of).collect::<Option<Vec<_>>>() else {
            return false;
        };
        let pairs = items.iter().zip(&wanted);
        let head = pairs.take_while(|(item, wanted)| is_same(item, wanted)).count();
        let rest = items[head..].iter().rev().zip(wanted[head..].iter().rev());
        let tail = rest.take_while(|(item, wanted)| is_same(item, wanted)).count();
        let (mut end, count) = (items.len() - tail, values.len() - tail);
        while end > count {
            end -= 1;
            let child = [children, &[end]].concat();
            if !count_down(steps) || !self.take(&child, &format!("{path}[{end}]")) {
                return false;
            }
        }
        for (at, value) in values.iter().enumerate().take(count).skip(head) {
            let is_set = if at < end {
                let child = [children, &[at]].concat();
                self.set_at(&child, &format!("{path}[{at}]"), value, steps)
            } else {
                count_down(steps) && self.put(children, path, at, value)
            };
            if !is_set || *steps == 0 {
                return false;
            }
        }
        true
    }

    /// Writes a value in the place of another one.
    fn replace(&mut self, children: &[usize], path: &str, value: &Value) -> bool {
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
    fn add(&mut self, children: &[usize], path: &str, name: &str, value: &Value) -> bool {
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
    fn put(&mut self, children: &[usize], path: &str, at: usize, value: &Value) -> bool {
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
    fn take(&mut self, children: &[usize], path: &str) -> bool {
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
}

/// One step less; false where none is left.
fn count_down(steps: &mut usize) -> bool {
    let is_left = *steps > 0;
    *steps = steps.saturating_sub(1);
    is_left
}

/// How many fields or items a node has.
fn parts_of(node: &Node) -> usize {
    match &node.value {
        NodeValue::Map(entries) => entries.len(),
        NodeValue::List(items) => items.len(),
        _ => 0,
    }
}

fn no_path(path: &str) -> Refusal {
    format!("`{path}` is not the path of a field, such as `headline` or `contacts[0].email`")
}

fn no_field(path: &str) -> Refusal {
    if path == "body" {
        return "`body` is no field in Markdown: it is the text under the second `---`".to_owned();
    }
    format!("there is no field `{path}`")
}

fn no_item(path: &str, at: usize, count: usize) -> Refusal {
    format!("there is no item {at} for `{path}`: the list has {count}, counted from 0")
}

fn no_list(path: &str, value: &NodeValue) -> Refusal {
    format!("`{path}` is {}, and no list", value.kind())
}

fn cannot(path: &str) -> Refusal {
    format!("`{path}` is written in a way that can only be changed in the text itself")
}
