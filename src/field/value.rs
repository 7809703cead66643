//! Values out of a tree that was checked against its table. Reading is lenient
//! here: what has the wrong shape was reported by the check and counts as absent.

use super::is_too_long;
use super::map::FieldMap;
use super::node::{Node, NodeEntry, NodeValue};
use super::shape::{Field, Shape};
use crate::body::{self, Body, Inline, StyledLine};
use crate::diagnostic::{Diagnostic, Finding};
use crate::limits::TextLimits;

/// A type that a field may have.
pub(crate) trait FieldValue: Sized {
    /// What a file may hold for it.
    const SHAPE: Shape;

    /// The value of a node; none where it is empty or of another shape.
    fn from_node(node: &Node, path: &str, reader: &mut ValueReader<'_>) -> Option<Self>;

    /// The value of an item of a list. What is reported as empty may stay, so that the others
    /// keep their numbers.
    fn from_item(node: &Node, path: &str, reader: &mut ValueReader<'_>) -> Option<Self> {
        Self::from_node(node, path, reader)
    }

    /// Notes the value, and its text if it is one, under the path of its field.
    fn note(&self, path: &str, map: &mut FieldMap);

    /// Refuses a text that is larger or nested more deeply than one that is read from a file.
    fn check_bounds(&self, _: &TextLimits) -> Result<(), Diagnostic> {
        Ok(())
    }
}

/// A group of fields, as [`fields!`](super::fields) declares it.
pub(crate) trait FieldGroup: Sized {
    /// Its table.
    const FIELDS: &'static [Field];

    /// The group in which every field has its default: the neutral value where one is required.
    fn empty() -> Self;

    /// Reads the fields. `path` is that of the group, empty for the outermost.
    fn from_entries(entries: &[NodeEntry], path: &str, reader: &mut ValueReader<'_>) -> Self;

    /// Notes every field.
    fn note_fields(&self, path: &str, map: &mut FieldMap);

    /// Refuses a group with a text that is too large or nested too deeply.
    fn check_bounds(&self, limits: &TextLimits) -> Result<(), Diagnostic>;
}

/// Reads values; what it finds in inline and block Markdown becomes diagnostics.
pub(crate) struct ValueReader<'a> {
    /// Where the values stand.
    pub map: &'a FieldMap,
    pub diagnostics: &'a mut Vec<Diagnostic>,
    pub limits: &'a TextLimits,
    /// The words with soft hyphens, which the values no longer have.
    pub wishes: Vec<String>,
}

impl<'a> ValueReader<'a> {
    pub fn new(
        map: &'a FieldMap,
        diagnostics: &'a mut Vec<Diagnostic>,
        limits: &'a TextLimits,
    ) -> Self {
        Self { map, diagnostics, limits, wishes: Vec::new() }
    }

    /// The value of a field of a group; the first, where it stands twice.
    pub fn field<T: FieldValue>(
        &mut self,
        entries: &[NodeEntry],
        path: &str,
        name: &str,
    ) -> Option<T> {
        let entry = entries.iter().find(|entry| entry.key == name)?;
        T::from_node(&entry.node, &join(path, name), self)
    }

    fn report(&mut self, path: &str, findings: Vec<Finding>) {
        let placed = findings.into_iter().map(|finding| self.map.place(path, finding));
        self.diagnostics.extend(placed);
    }
}

impl FieldMap {
    /// The fields of a release that was built from values: texts without places.
    pub(crate) fn of_values(group: &impl FieldGroup) -> Self {
        let mut map = Self::without_source();
        group.note_fields("", &mut map);
        map
    }
}

/// The path of a field within a group.
pub(crate) fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

/// A plain field is one line: line ends and tabs inside it are spaces (a tab in
/// data would vanish and glue two words together).
fn one_line(text: &str) -> String {
    text.trim().replace("\r\n", " ").replace(['\n', '\r', '\t'], " ")
}

impl<T: FieldGroup> FieldValue for T {
    const SHAPE: Shape = Shape::Group(T::FIELDS);

    fn from_node(node: &Node, path: &str, reader: &mut ValueReader<'_>) -> Option<Self> {
        let is_map = matches!(node.value, NodeValue::Map(_));
        is_map.then(|| T::from_entries(node.entries(), path, reader))
    }

    fn from_item(node: &Node, path: &str, reader: &mut ValueReader<'_>) -> Option<Self> {
        Some(T::from_entries(node.entries(), path, reader))
    }

    fn note(&self, path: &str, map: &mut FieldMap) {
        self.note_fields(path, map);
    }

    fn check_bounds(&self, limits: &TextLimits) -> Result<(), Diagnostic> {
        FieldGroup::check_bounds(self, limits)
    }
}

impl<T: FieldValue> FieldValue for Option<T> {
    const SHAPE: Shape = T::SHAPE;

    fn from_node(node: &Node, path: &str, reader: &mut ValueReader<'_>) -> Option<Self> {
        T::from_node(node, path, reader).map(Some)
    }

    fn note(&self, path: &str, map: &mut FieldMap) {
        if let Some(value) = self {
            value.note(path, map);
        }
    }

    fn check_bounds(&self, limits: &TextLimits) -> Result<(), Diagnostic> {
        self.iter().try_for_each(|value| value.check_bounds(limits))
    }
}

impl<T: FieldValue> FieldValue for Vec<T> {
    const SHAPE: Shape = Shape::List(&T::SHAPE);

    fn from_node(node: &Node, path: &str, reader: &mut ValueReader<'_>) -> Option<Self> {
        let items = match &node.value {
            // What is too long was reported.
            NodeValue::List(nodes) if nodes.len() <= reader.limits.entries => nodes,
            _ => return None,
        };
        let items = items.iter().enumerate();
        let values: Self = items
            .filter_map(|(at, node)| T::from_item(node, &format!("{path}[{at}]"), reader))
            .collect();
        (!values.is_empty()).then_some(values)
    }

    fn note(&self, path: &str, map: &mut FieldMap) {
        for (at, value) in self.iter().enumerate() {
            value.note(&format!("{path}[{at}]"), map);
        }
    }

    fn check_bounds(&self, limits: &TextLimits) -> Result<(), Diagnostic> {
        self.iter().try_for_each(|value| value.check_bounds(limits))
    }
}

impl FieldValue for String {
    const SHAPE: Shape = Shape::Text;

    fn from_node(node: &Node, path: &str, reader: &mut ValueReader<'_>) -> Option<Self> {
        Self::from_item(node, path, reader).filter(|text| !text.is_empty())
    }

    fn from_item(node: &Node, path: &str, reader: &mut ValueReader<'_>) -> Option<Self> {
        let text = node.text().map(one_line)?;
        // There a soft hyphen is as good as a hyphen.
        if path.contains("hyphenation") {
            return Some(text);
        }
        reader.wishes.extend(body::wishes(&text));
        Some(body::without_soft_hyphens(&text).into_owned())
    }

    fn note(&self, path: &str, map: &mut FieldMap) {
        map.insert_value(path, Some(self.clone()));
    }
}

impl FieldValue for Vec<Inline> {
    const SHAPE: Shape = Shape::Inline;

    fn from_node(node: &Node, path: &str, reader: &mut ValueReader<'_>) -> Option<Self> {
        // What is too long was reported, and is not worth the time.
        let text = node.text().filter(|text| !is_too_long(text))?;
        let (inlines, findings) = body::parse_inline(text);
        reader.report(path, findings);
        reader.wishes.extend(body::wishes(text));
        (!inlines.is_empty()).then_some(inlines)
    }

    fn note(&self, path: &str, map: &mut FieldMap) {
        map.insert_value(path, Some(body::plain_text(self)));
    }

    fn check_bounds(&self, _: &TextLimits) -> Result<(), Diagnostic> {
        body::check_nesting(self)
    }
}

impl FieldValue for StyledLine {
    const SHAPE: Shape = Shape::StyledLine;

    fn from_node(node: &Node, path: &str, reader: &mut ValueReader<'_>) -> Option<Self> {
        // What is too long was reported, and is not worth the time.
        let text = node.text().filter(|text| !is_too_long(text))?;
        let (line, findings) = Self::parse(text);
        reader.report(path, findings);
        reader.wishes.extend(body::wishes(text));
        (!line.is_empty()).then_some(line)
    }

    fn note(&self, path: &str, map: &mut FieldMap) {
        map.insert_value(path, Some(self.plain_text()));
    }

    fn check_bounds(&self, _: &TextLimits) -> Result<(), Diagnostic> {
        self.check_bounds()
    }
}

impl FieldValue for Body {
    const SHAPE: Shape = Shape::Markdown;

    fn from_node(node: &Node, path: &str, reader: &mut ValueReader<'_>) -> Option<Self> {
        let text = node.text()?;
        let (body, findings) = body::parse_within(text, reader.limits);
        reader.report(path, findings);
        reader.wishes.extend(body::wishes(text));
        (!body.blocks.is_empty()).then_some(body)
    }

    fn note(&self, path: &str, map: &mut FieldMap) {
        map.insert_value(path, Some(self.plain_text()));
    }

    fn check_bounds(&self, limits: &TextLimits) -> Result<(), Diagnostic> {
        Self::check_bounds(self, limits)
    }
}

impl FieldValue for u32 {
    const SHAPE: Shape = Shape::Count;

    fn from_node(node: &Node, _: &str, _: &mut ValueReader<'_>) -> Option<Self> {
        node.number()?.parse().ok()
    }

    fn note(&self, path: &str, map: &mut FieldMap) {
        map.insert_value(path, None);
    }
}

impl FieldValue for f64 {
    /// The rows have bounds of their own.
    const SHAPE: Shape = Shape::Number { min: Self::MIN, max: Self::MAX, unit: "" };

    fn from_node(node: &Node, _: &str, _: &mut ValueReader<'_>) -> Option<Self> {
        node.number()?.parse().ok()
    }

    fn note(&self, path: &str, map: &mut FieldMap) {
        map.insert_value(path, None);
    }
}

impl FieldValue for bool {
    const SHAPE: Shape = Shape::Flag;

    fn from_node(node: &Node, _: &str, _: &mut ValueReader<'_>) -> Option<Self> {
        match node.value {
            NodeValue::Bool(flag) => Some(flag),
            _ => None,
        }
    }

    fn note(&self, path: &str, map: &mut FieldMap) {
        map.insert_value(path, None);
    }
}
