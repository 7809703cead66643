//! Paths of fields: `headline`, `contacts[0].email`.

use crate::field::{Field, FieldGroup, Node, NodeValue, Shape, shape_at};
use crate::release::Release;

/// How far a path leads into a tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FoundPath {
    /// The number of the child on each level.
    pub children: Vec<usize>,
    /// The path of the last of them.
    pub path: String,
    /// What is not there.
    pub missing: Vec<PathPart>,
}

/// A part of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum PathPart {
    /// A field of a group.
    Name(String),
    /// An item of a list, from 0.
    Item(usize),
}

/// Follows a path from the outermost group; none where it is no path.
pub(super) fn follow(root: &Node, path: &str) -> Option<FoundPath> {
    let mut children = Vec::new();
    let (mut node, mut rest) = (root, path);
    while !rest.is_empty() {
        let (child, below, length) = match &node.value {
            NodeValue::Map(entries) => {
                let name = rest.strip_prefix('.').filter(|_| !children.is_empty()).unwrap_or(rest);
                let ahead = rest.len() - name.len();
                let entries = entries.iter().enumerate();
                let found = entries
                    .filter(|(_, entry)| !entry.key.is_empty() && begins_with(name, &entry.key))
                    // Of two of a name the first counts.
                    .max_by_key(|(at, entry)| (entry.key.len(), std::cmp::Reverse(*at)));
                match found {
                    Some((at, entry)) => (at, &entry.node, ahead + entry.key.len()),
                    None => break,
                }
            }
            NodeValue::List(items) => match item(rest) {
                Some((at, length)) if at < items.len() => (at, &items[at], length),
                _ => break,
            },
            _ => break,
        };
        children.push(child);
        node = below;
        rest = &rest[length..];
    }
    let found = path[..path.len() - rest.len()].to_owned();
    let missing = parts(rest, children.is_empty())?;
    Some(FoundPath { children, path: found, missing })
}

/// Whether the first part of a path is this name.
fn begins_with(path: &str, name: &str) -> bool {
    path.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

/// The item that a path begins with, `[0]`, and its length.
fn item(path: &str) -> Option<(usize, usize)> {
    let end = path.find(']')?;
    let number = path.get(1..end).filter(|_| path.starts_with('['))?;
    number.parse().ok().map(|number| (number, end + 1))
}

fn parts(path: &str, is_outermost: bool) -> Option<Vec<PathPart>> {
    let mut parts = Vec::new();
    let mut rest = path;
    while !rest.is_empty() {
        if let Some((number, length)) = item(rest) {
            parts.push(PathPart::Item(number));
            rest = &rest[length..];
            continue;
        }
        let is_first = is_outermost && parts.is_empty();
        let name = if is_first { rest } else { rest.strip_prefix('.')? };
        let end = name.find(['.', '[']).unwrap_or(name.len());
        if end == 0 {
            return None;
        }
        parts.push(PathPart::Name(name[..end].to_owned()));
        rest = &name[end..];
    }
    Some(parts)
}

/// The shape of the field at a path; none where a release has no such field.
pub(super) fn shape(path: &str) -> Option<Shape> {
    shape_at(path, Release::FIELDS)
}

/// The table of the group at a path, which may be that of a list of groups.
pub(super) fn table(path: &str) -> &'static [Field] {
    match shape(path) {
        _ if path.is_empty() => Release::FIELDS,
        Some(Shape::Group(fields)) => fields,
        _ => &[],
    }
}

/// The place of a name in the table of its group; behind all others where it is not in it.
pub(super) fn place(name: &str, table: &[Field]) -> usize {
    table.iter().position(|field| field.name == name).unwrap_or(table.len())
}
