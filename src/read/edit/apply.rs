//! Edits by their paths: what is there is followed, what is missing is made.

use serde_json::{Map, Value};

use super::head::HeadText;
use super::merge::steps_for;
use super::path::{PathPart, follow, shape};
use super::refusal::{Refusal, cannot, no_field, no_item, no_list, no_path};
use super::tree::{node_at, node_at_mut, node_of, parts_of};
use crate::field::NodeValue;

impl HeadText {
    /// Sets a field, with the groups and lists around it that are not there yet.
    pub fn set(&mut self, path: &str, value: &Value) -> Result<(), Refusal> {
        if node_of(value).is_none() {
            return Err(format!("`{path}` is given no value: fill it in, or remove it"));
        }
        let found = follow(&self.tree, path).ok_or_else(|| no_path(path))?;
        let mut steps = steps_for(&self.text);
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
                    let count = parent.map_or(0, parts_of);
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
        let is_made = from == to || count < 2 || self.shift(&found.children, &expected, from, to);
        is_made.then_some(()).ok_or_else(|| cannot(path))
    }
}
