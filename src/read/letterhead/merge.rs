//! Values laid over others, and what is then still missing.

use std::collections::BTreeSet;

use super::super::languages::is_by_language;
use super::period::LetterheadPeriod;
use crate::diagnostic::{Diagnostic, codes};
use crate::field::{Field, FieldMap, Node, NodeEntry, NodeValue, Shape, join};
use crate::release::{Day, Language};

/// The periods of a file laid over those of its base: each change of either begins one.
pub(super) fn laid_over(
    bases: &[LetterheadPeriod],
    own: &[LetterheadPeriod],
) -> Vec<LetterheadPeriod> {
    let days: BTreeSet<_> = bases.iter().chain(own).map(|period| period.from).collect();
    let merged = days.into_iter().filter_map(|day| {
        let (base, own) = (period_at(bases, day)?, period_at(own, day)?);
        let mut merged = LetterheadPeriod { from: day, ..base };
        merge(&mut merged.entries, &mut merged.fields, &own.entries, "");
        merged.fields.overlay(&own.fields, "");
        Some(merged)
    });
    merged.collect()
}

/// The period in which a day lies; none stands for the time before all changes.
fn period_at(periods: &[LetterheadPeriod], day: Option<Day>) -> Option<LetterheadPeriod> {
    periods.iter().rfind(|period| period.from <= day).cloned()
}

/// Lays values over others: groups are merged, anything else is replaced.
pub(super) fn merge(
    base: &mut Vec<NodeEntry>,
    fields: &mut FieldMap,
    over: &[NodeEntry],
    path: &str,
) {
    for entry in over {
        let path = join(path, &entry.key);
        let Some(known) = base.iter_mut().find(|known| known.key == entry.key) else {
            base.push(entry.clone());
            continue;
        };
        match (&mut known.node.value, &entry.node.value) {
            (NodeValue::Map(known), NodeValue::Map(over))
                if has_languages(known) == has_languages(over) =>
            {
                merge(known, fields, over, &path);
            }
            _ => {
                fields.forget(&path);
                known.clone_from(entry);
            }
        }
    }
}

fn has_languages(entries: &[NodeEntry]) -> bool {
    entries.iter().any(|entry| Language::SPELLINGS.contains(&entry.key.as_str()))
}

/// Reports the fields that a group has to have, wherever its values come from.
pub(super) fn missing(
    entries: &[NodeEntry],
    table: &[Field],
    path: &str,
    fields: &FieldMap,
    found: &mut Vec<Diagnostic>,
) {
    for field in table.iter().filter(|field| field.is_required()) {
        if !entries.iter().any(|entry| entry.key == field.name) && !was_missed(path, field, found) {
            let field_path = join(path, field.name);
            let error = Diagnostic::new(
                codes::MISSING_FIELD,
                message!("`{field}` is missing", field = field_path),
            )
            .in_field(field_path)
            .hint(format!("add `{}`: {}", field.name, field.summary()));
            let error = if path.is_empty() {
                fields.mark_first_line(error)
            } else {
                fields.mark(path, error)
            };
            found.push(error);
        }
    }
    for_each_group(entries, table, path, &mut |entries, table, path| {
        missing(entries, table, path, fields, found);
    });
}

/// Whether a check of the file alone has found that already.
fn was_missed(path: &str, field: &Field, found: &[Diagnostic]) -> bool {
    let path = join(path, field.name);
    found
        .iter()
        .any(|error| error.code == codes::MISSING_FIELD && error.field == Some(path.clone()))
}

/// What is done with a group: its entries, its table, its path.
type GroupVisitor<'a> = &'a mut dyn FnMut(&[NodeEntry], &'static [Field], &str);

/// Calls `each` for the groups directly within a group.
fn for_each_group(entries: &[NodeEntry], table: &[Field], path: &str, each: GroupVisitor<'_>) {
    for entry in entries {
        let Some(field) = table.iter().find(|field| field.name == entry.key) else { continue };
        groups_of(&entry.node, field.shape, &join(path, &entry.key), each);
    }
}

fn groups_of(node: &Node, shape: Shape, path: &str, each: GroupVisitor<'_>) {
    match (&node.value, shape) {
        (NodeValue::Map(entries), Shape::ByLanguage(shape, languages))
            if is_by_language(entries, *shape, languages) =>
        {
            for entry in entries {
                groups_of(&entry.node, *shape, &join(path, &entry.key), each);
            }
        }
        (_, Shape::ByLanguage(shape, _)) => groups_of(node, *shape, path, each),
        (NodeValue::Map(entries), Shape::Group(table)) => each(entries, table, path),
        (NodeValue::List(nodes), Shape::List(shape)) => {
            for (at, node) in nodes.iter().enumerate() {
                groups_of(node, *shape, &format!("{path}[{at}]"), each);
            }
        }
        _ => {}
    }
}
