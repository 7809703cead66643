//! Fields of a release set in its text: what is not changed stays as it was typed.
//!
//! Each edit is made in the text, and the new text is read. Only if it says what it said before
//! with this one change, the edit counts; so an edit does what it shall or nothing.

mod apply;
mod block;
mod flow;
mod head;
mod merge;
mod path;
mod refusal;
mod render;
mod scalar;
mod splice;
mod spot;
mod tree;

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

use serde_json::Value;

use self::head::HeadText;
use self::refusal::Refusal;
use self::spot::FieldSpot;
use self::tree::value_of;
use super::forms;
use super::no_fields::{cut_off, no_fields};
use crate::diagnostic::Diagnostics;
use crate::field::{Node, NodeValue, join};
use crate::source::{Format, FrontMatter, Source};

/// The fields of a text as they were typed, right or wrong.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct TypedFields {
    /// The values: an object. A number that JSON cannot write as it stands, such as `0351`, is a
    /// text; of a field that stands twice it is the first.
    pub values: Value,
    /// Where each value stands, quotes included, by its path (`contacts[0].email`): bytes of the
    /// text as it was typed, without a byte-order mark, as in
    /// [`Label::range`](crate::diagnostic::Label::range).
    pub places: BTreeMap<String, Range<usize>>,
}

/// A change of one field.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(try_from = "RawFieldEdit"))]
pub struct FieldEdit {
    /// The path of the field: `headline`, `contacts[0].email`.
    pub field: String,
    /// What becomes of it.
    pub change: FieldChange,
}

/// What becomes of a field.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum FieldChange {
    /// It gets this value: a text, a number, a truth value, a list or an object. Groups and lists
    /// around it are made. A null in an object is a field that it does not have.
    Set(Value),
    /// It is removed. An item of a list takes the comments right above it along.
    Remove,
    /// A list gets an item.
    Insert {
        /// The number that the item has then, from 0.
        at: usize,
        /// The item.
        value: Value,
    },
    /// An item of a list is moved, with the comments right above it.
    Move {
        /// The number that the item has now, from 0.
        from: usize,
        /// The number that it has then.
        to: usize,
    },
}

/// A text with edits made.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct EditedText {
    /// All of it, with its byte-order mark if it had one.
    pub text: String,
    /// The edits that were not made. They changed nothing; the others were made.
    pub errors: Vec<FieldEditError>,
}

/// An edit that was not made.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct FieldEditError {
    /// The path of the field.
    pub field: String,
    /// Why; it names the field.
    pub message: String,
}

impl fmt::Display for FieldEditError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for FieldEditError {}

impl FieldEdit {
    /// Sets a field.
    pub fn set(field: impl Into<String>, value: impl Into<Value>) -> Self {
        Self { field: field.into(), change: FieldChange::Set(value.into()) }
    }

    /// Removes a field or an item.
    pub fn remove(field: impl Into<String>) -> Self {
        Self { field: field.into(), change: FieldChange::Remove }
    }

    /// Puts an item into a list.
    pub fn insert(field: impl Into<String>, at: usize, value: impl Into<Value>) -> Self {
        Self { field: field.into(), change: FieldChange::Insert { at, value: value.into() } }
    }

    /// Moves an item of a list.
    pub fn rearrange(field: impl Into<String>, from: usize, to: usize) -> Self {
        Self { field: field.into(), change: FieldChange::Move { from, to } }
    }

    fn make(&self, head: &mut HeadText) -> Result<(), Refusal> {
        match &self.change {
            FieldChange::Set(value) => head.set(&self.field, value),
            FieldChange::Remove => head.remove(&self.field),
            FieldChange::Insert { at, value } => head.insert(&self.field, *at, value),
            FieldChange::Move { from, to } => head.rearrange(&self.field, *from, *to),
        }
    }
}

/// An edit as programs write it: `{"field": "headline", "value": "Neu"}`.
#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFieldEdit {
    field: String,
    value: Option<Value>,
    remove: Option<bool>,
    insert: Option<usize>,
    #[serde(rename = "move")]
    moved: Option<(usize, usize)>,
}

#[cfg(feature = "serde")]
impl TryFrom<RawFieldEdit> for FieldEdit {
    type Error = String;

    fn try_from(raw: RawFieldEdit) -> Result<Self, String> {
        let RawFieldEdit { field, value, remove, insert, moved } = raw;
        let change = match (value, remove, insert, moved) {
            (Some(value), None, None, None) => FieldChange::Set(value),
            (None, Some(true), None, None) => FieldChange::Remove,
            (Some(value), None, Some(at), None) => FieldChange::Insert { at, value },
            (None, None, None, Some((from, to))) => FieldChange::Move { from, to },
            _ => {
                return Err(format!(
                    "the edit of `{field}` has `value`, `remove`, `insert` with `value`, or `move`"
                ));
            }
        };
        Ok(Self { field, change })
    }
}

/// Reads the fields of a release as they were typed, whatever rules say of them. In Markdown they
/// are those of the front matter; without one there is none. `Err` where the text cannot be parsed.
///
/// ```
/// use letterpress::read;
/// use letterpress::source::{Format, Source};
///
/// # fn main() -> Result<(), letterpress::diagnostic::Diagnostics> {
/// let text = "---\nheadline: 'Neu'\nversion: eins\n---\nEin Satz.\n";
/// let source = Source::from_text("release.md", Format::Markdown, text.to_owned());
/// let fields = read::typed_fields(&source)?;
/// assert_eq!(fields.values["headline"], "Neu");
/// assert_eq!(&text[fields.places["headline"].clone()], "'Neu'");
/// # Ok(())
/// # }
/// ```
pub fn typed_fields(source: &Source) -> Result<TypedFields, Diagnostics> {
    let (source, _) = source.typed(0..0);
    let mut places = BTreeMap::new();
    let Some(part) = part_of(&source)? else {
        return Ok(TypedFields { values: Value::Object(Default::default()), places });
    };
    let tree = fields_of(&source, part)?;
    if matches!(source.format(), Format::Markdown | Format::Yaml) {
        let text = source.text();
        note_spots(text, &FieldSpot::root(text, &tree), "", &mut places);
    } else {
        note_nodes(&tree, "", &mut places);
    }
    Ok(TypedFields { values: value_of(&tree), places })
}

/// Makes edits in the text of a release in Markdown or YAML, one after the other. Comments, the
/// order of fields, quotes and line ends of everything else stay, as does the body. A text without
/// front matter gets one. `Err` where the text cannot be parsed.
///
/// A new field goes to its place in the order of the tables in `docs/format.md`. A text stands
/// without quotes where that is safe, in quotes where it has to, and as a block if it has several
/// lines.
///
/// ```
/// use letterpress::read::{self, FieldEdit};
/// use letterpress::source::{Format, Source};
///
/// # fn main() -> Result<(), letterpress::diagnostic::Diagnostics> {
/// let text = "---\ndate: 2022-11-25  # a Friday\nheadline: Neu\n---\nEin Satz.\n";
/// let source = Source::from_text("release.md", Format::Markdown, text.to_owned());
/// let edits = [
///     FieldEdit::set("headline", "Neu: ein Verzeichnis"),
///     FieldEdit::set("contacts[0].phone", "+49 351 564"),
/// ];
/// let edited = read::edited(&source, &edits)?;
/// assert_eq!(edited.text, "\
/// ---
/// date: 2022-11-25  # a Friday
/// headline: \"Neu: ein Verzeichnis\"
/// contacts:
///   - phone: \"+49 351 564\"
/// ---
/// Ein Satz.
/// ");
/// assert!(edited.errors.is_empty());
/// # Ok(())
/// # }
/// ```
pub fn edited(source: &Source, edits: &[FieldEdit]) -> Result<EditedText, Diagnostics> {
    let whole = source.bytes();
    let (source, _) = source.typed(0..0);
    let text = source.text();
    let mark = if whole.len() > text.len() { "\u{FEFF}" } else { "" };
    if matches!(source.format(), Format::Json | Format::Toml) {
        let errors = edits.iter().map(|edit| refused(edit, other_form(&edit.field))).collect();
        return Ok(EditedText { text: format!("{mark}{text}"), errors });
    }
    let line_end = line_end(text);
    let is_front_matter = source.format() == Format::Markdown;
    let part = part_of(&source)?;
    let (ahead, fields, behind) = match part.clone() {
        Some(part) => {
            fields_of(&source, part.clone())?;
            (text[..part.start].to_owned(), &text[part.clone()], text[part.end..].to_owned())
        }
        None => (format!("---{line_end}"), "", format!("---{line_end}{text}")),
    };
    let mut head = HeadText::new(fields, line_end, is_front_matter)?;
    let mut errors = Vec::new();
    for edit in edits {
        let before = head.clone();
        if let Err(message) = edit.make(&mut head) {
            errors.push(refused(edit, message));
            head = before;
        }
    }
    let text = if part.is_none() && head.text.is_empty() {
        format!("{mark}{text}")
    } else {
        format!("{mark}{ahead}{}{behind}", head.text)
    };
    Ok(EditedText { text, errors })
}

fn refused(edit: &FieldEdit, message: Refusal) -> FieldEditError {
    FieldEditError { field: edit.field.clone(), message }
}

fn other_form(field: &str) -> Refusal {
    format!("`{field}` cannot be changed here: only releases in Markdown and YAML are edited")
}

/// The line end of the first line; of a text of one line it is LF.
fn line_end(text: &str) -> &'static str {
    match text.find('\n') {
        Some(at) if text[..at].ends_with('\r') => "\r\n",
        _ => "\n",
    }
}

/// The bytes of the fields; none in Markdown without front matter.
fn part_of(source: &Source) -> Result<Option<Range<usize>>, Diagnostics> {
    match (source.format(), source.front_matter()) {
        (Format::Markdown, FrontMatter::Present { fields, .. }) => Ok(Some(fields)),
        (Format::Markdown, FrontMatter::Absent) => Ok(None),
        (Format::Markdown, FrontMatter::Unterminated) => Err(cut_off(source).into()),
        _ => Ok(Some(0..source.text().len())),
    }
}

fn fields_of(source: &Source, part: Range<usize>) -> Result<Node, Diagnostics> {
    let tree = forms::parse(source, part)?;
    if matches!(tree.value, NodeValue::Map(_)) {
        return Ok(tree);
    }
    Err(no_fields(source, &tree).into())
}

/// Notes where the values in a group or list of YAML stand.
fn note_spots(
    text: &str,
    spot: &FieldSpot<'_>,
    path: &str,
    places: &mut BTreeMap<String, Range<usize>>,
) {
    for (child, path) in spot.children(text).iter().zip(paths_in(spot.node, path)) {
        let start = child.node.range.start;
        note_spots(text, child, &path, places);
        places.entry(path).or_insert(start..child.end.max(start));
    }
}

/// The same of the other forms, in which a value says itself where it ends.
fn note_nodes(node: &Node, path: &str, places: &mut BTreeMap<String, Range<usize>>) {
    let children: Vec<&Node> = match &node.value {
        NodeValue::Map(entries) => entries.iter().map(|entry| &entry.node).collect(),
        NodeValue::List(items) => items.iter().collect(),
        _ => Vec::new(),
    };
    for (child, path) in children.into_iter().zip(paths_in(node, path)) {
        note_nodes(child, &path, places);
        places.entry(path).or_insert(child.range.clone());
    }
}

/// The paths of the fields or items of a node.
fn paths_in(node: &Node, path: &str) -> Vec<String> {
    match &node.value {
        NodeValue::Map(entries) => entries.iter().map(|entry| join(path, &entry.key)).collect(),
        NodeValue::List(items) => (0..items.len()).map(|at| format!("{path}[{at}]")).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests;
