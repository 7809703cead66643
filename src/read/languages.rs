//! Values that a letterhead has once for each language, or once for each period.

use std::ops::Range;

use super::check::Checker;
use super::{period_fields, suggest};
use crate::diagnostic::codes;
use crate::field::{Node, NodeEntry, NodeValue, Shape, join};

/// Whether a group holds one value for each language, and not the fields of one value.
pub(super) fn is_by_language(entries: &[NodeEntry], shape: Shape, languages: &[&str]) -> bool {
    let has_language = entries.iter().any(|entry| languages.contains(&entry.key.as_str()));
    has_language || !matches!(shape, Shape::Group(_)) && !entries.is_empty()
}

impl Checker<'_> {
    /// Checks a value, or one for each language.
    pub(super) fn by_language(
        &mut self,
        node: &Node,
        shape: Shape,
        languages: &[&'static str],
        path: &str,
        indicator: Option<&Range<usize>>,
    ) {
        let NodeValue::Map(entries) = &node.value else {
            return self.value(node, shape, path, indicator);
        };
        if !is_by_language(entries, shape, languages) {
            return self.value(node, shape, path, indicator);
        }
        self.note(node, path);
        for entry in entries {
            if self.is_label_part(entry, languages, "language", path) {
                self.value(&entry.node, shape, &join(path, &entry.key), Some(&entry.key_range));
            }
        }
    }

    /// Checks changes from a day on, which hold any fields of a letterhead but its identity.
    pub(super) fn periods(&mut self, nodes: &[Node], path: &str) {
        let is_part = std::mem::replace(&mut self.is_part, true);
        for (at, node) in nodes.iter().enumerate() {
            let path = format!("{path}[{at}]");
            match &node.value {
                NodeValue::Map(entries) => {
                    self.group(node, entries, period_fields::period_fields(), &path);
                    if !entries.iter().any(|entry| entry.key == period_fields::FROM) {
                        self.missing(node, &period_fields::FROM_FIELD, &path);
                    }
                }
                _ => self.wrong(node, Shape::Group(&[]), &path),
            }
        }
        self.is_part = is_part;
    }

    pub(super) fn labels(
        &mut self,
        entries: &[NodeEntry],
        languages: &[&'static str],
        names: &[&'static str],
        path: &str,
    ) {
        for language in entries {
            if !self.is_label_part(language, languages, "language", path) {
                continue;
            }
            let path = join(path, &language.key);
            let NodeValue::Map(labels) = &language.node.value else {
                self.wrong(&language.node, Shape::Group(&[]), &path);
                continue;
            };
            for label in labels {
                if self.is_label_part(label, names, "label", &path) {
                    let path = join(&path, &label.key);
                    self.value(&label.node, Shape::Text, &path, Some(&label.key_range));
                }
            }
        }
    }

    /// Whether a name is among those that are known; reports it if not.
    fn is_label_part(&mut self, entry: &NodeEntry, known: &[&str], what: &str, path: &str) -> bool {
        if known.contains(&entry.key.as_str()) {
            return true;
        }
        let message = message!("there is no {what} `{value}`", value = entry.key, what);
        let path = join(path, &entry.key);
        let found = self.found(codes::UNKNOWN_FIELD, message, &path, entry.key_range.clone());
        let mut found = found.with("choices", known).hint(suggest::hint(&entry.key, known));
        if let Some(meant) = suggest::word(&entry.key, known.iter().copied()) {
            found = found.with("suggestion", meant);
        }
        self.diagnostics.push(found);
        false
    }
}
