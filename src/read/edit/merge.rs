//! Values that have parts, set part by part, so that the comments of what stays do so as well.

use serde_json::{Map, Value};

use super::head::HeadText;
use super::render::in_order;
use super::tree::{is_same, node_at, node_of};
use crate::field::{NodeValue, join};

/// The most values that are set one by one, to keep what stands between them; a value with more is
/// written anew.
const MAX_STEPS: usize = 100;

/// The most bytes that are parsed for it. Each step parses the whole text.
const MAX_BYTES: usize = 4 * 1024 * 1024;

/// How many values of a text are set one by one.
pub(super) fn steps_for(text: &str) -> usize {
    (MAX_BYTES / text.len().max(1)).clamp(2, MAX_STEPS)
}

impl HeadText {
    /// Sets a value that is there: part by part where it has parts, so that their comments stay.
    pub fn set_at(
        &mut self,
        children: &[usize],
        path: &str,
        value: &Value,
        steps: &mut usize,
    ) -> bool {
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
}

/// One step less; false where none is left.
fn count_down(steps: &mut usize) -> bool {
    let is_left = *steps > 0;
    *steps = steps.saturating_sub(1);
    is_left
}
