//! Edits of fields and items that stand in brackets or braces.

use serde_json::Value;

use super::path::{place, table};
use super::render::Writer;
use super::scalar::Quotes;
use super::splice::Splice;
use super::spot::{FieldSpot, behind_gap, line_end, line_start};
use crate::field::{NodeValue, join};

/// Another value for a field or an item.
pub(super) fn replaced(
    text: &str,
    spot: &FieldSpot<'_>,
    value: &Value,
    path: &str,
    writer: Writer,
) -> Vec<Splice> {
    let node = &spot.node.range;
    let written = text.get(node.clone()).unwrap_or_default();
    let value = writer.flow_in(value, path, Quotes::of(written));
    if written.is_empty() {
        let sign = if spot.has_colon { " " } else { ": " };
        let rest = text.get(spot.after..).unwrap_or_default();
        let next = rest.trim_start_matches(' ');
        let blank = if next.starts_with(',') { rest.len() - next.len() } else { 0 };
        return vec![Splice::new(spot.after..spot.after + blank, format!("{sign}{value}"))];
    }
    vec![Splice::new(node.start..spot.end, value)]
}

/// A new field of a group, at its place in the order of the table.
pub(super) fn added(
    text: &str,
    group: &FieldSpot<'_>,
    name: &str,
    value: &Value,
    path: &str,
    writer: Writer,
) -> Vec<Splice> {
    let NodeValue::Map(entries) = &group.node.value else { return Vec::new() };
    let field = format!("{name}: {}", writer.flow(value, &join(path, name)));
    let table = table(path);
    let own = place(name, table);
    let places = entries.iter().map(|entry| place(&entry.key, table));
    let at = places.enumerate().filter(|(_, place)| *place < own).map(|(at, _)| at + 1).max();
    put(text, group, at.unwrap_or(0), &field)
}

/// A new item of a list.
pub(super) fn inserted(
    text: &str,
    list: &FieldSpot<'_>,
    at: usize,
    value: &Value,
    path: &str,
    writer: Writer,
) -> Vec<Splice> {
    put(text, list, at, &writer.flow(value, &format!("{path}[{at}]")))
}

/// Puts a part before the one that has its number now.
fn put(text: &str, parent: &FieldSpot<'_>, at: usize, part: &str) -> Vec<Splice> {
    let spots = parent.children(text);
    let Some(last) = spots.last() else {
        let inner = parent.node.range.start + 1;
        let blank = text.get(inner..parent.end.saturating_sub(1)).unwrap_or_default();
        let end = if blank.trim().is_empty() { inner + blank.len() } else { inner };
        let braces = text.get(..inner).is_some_and(|before| before.ends_with('{'));
        let part = if braces { format!(" {part} ") } else { part.to_owned() };
        return vec![Splice::new(inner..end, part)];
    };
    if let Some(next) = spots.get(at) {
        let separator = own_line(text, next).map_or(" ".to_owned(), |lead| format!("\n{lead}"));
        return vec![Splice::new(next.start..next.start, format!("{part},{separator}"))];
    }
    let sign = behind_gap(text, last.end);
    let has_comma = text.get(sign..).is_some_and(|rest| rest.starts_with(','));
    match own_line(text, last) {
        Some(lead) if text.get(last.end..line_end(text, last.end)).is_some_and(ends_line) => {
            let next = line_end(text, last.end);
            let (comma, own_comma) = if has_comma { ("", ",") } else { (",", "") };
            vec![
                Splice::new(last.end..last.end, comma),
                Splice::new(next..next, format!("{lead}{part}{own_comma}\n")),
            ]
        }
        _ => vec![Splice::new(last.end..last.end, format!(", {part}"))],
    }
}

/// What stands before a part that begins its line.
fn own_line<'t>(text: &'t str, spot: &FieldSpot<'_>) -> Option<&'t str> {
    let lead = text.get(line_start(text, spot.start)..spot.start)?;
    lead.trim().is_empty().then_some(lead)
}

/// Whether the rest of a line has nothing but a comma and a comment.
fn ends_line(rest: &str) -> bool {
    let rest = rest.trim_start();
    let rest = rest.strip_prefix(',').unwrap_or(rest).trim_start();
    rest.is_empty() || rest.starts_with('#')
}

/// A list or group without one of its parts.
pub(super) fn removed(text: &str, parent: &FieldSpot<'_>, at: usize) -> Vec<Splice> {
    let spots = parent.children(text);
    let Some(spot) = spots.get(at) else { return Vec::new() };
    let next_line = line_end(text, spot.end);
    let is_line =
        own_line(text, spot).is_some() && text.get(spot.end..next_line).is_some_and(ends_line);
    let range = match (spots.get(at + 1), at.checked_sub(1).and_then(|at| spots.get(at))) {
        // What has its line takes along the comment there.
        _ if is_line => line_start(text, spot.start)..next_line,
        (Some(next), _) => spot.start..next.start,
        (None, Some(before)) => before.end..spot.end,
        (None, None) => {
            let sign = behind_gap(text, spot.end);
            let has_comma = text.get(sign..).is_some_and(|rest| rest.starts_with(','));
            spot.start..if has_comma { sign + 1 } else { spot.end }
        }
    };
    vec![Splice::new(range, "")]
}

/// A list with one of its items at another place. What stands between the items stays there, so
/// none may be a comment.
pub(super) fn moved(text: &str, list: &FieldSpot<'_>, from: usize, to: usize) -> Vec<Splice> {
    let spots = list.children(text);
    let (low, high) = (from.min(to), from.max(to));
    let Some(moving) = spots.get(low..=high) else { return Vec::new() };
    let inner = text.get(list.node.range.start..list.end).unwrap_or_default();
    if inner.contains('\n') && inner.lines().any(|line| line.contains('#')) {
        return Vec::new();
    }
    let mut order: Vec<_> = moving.iter().collect();
    if from < to {
        order.rotate_left(1);
    } else {
        order.rotate_right(1);
    }
    let written = order.into_iter().map(|spot| text.get(spot.start..spot.end).unwrap_or_default());
    let places = moving.iter().map(|spot| spot.start..spot.end);
    places.zip(written).map(|(place, written)| Splice::new(place, written)).collect()
}
