//! Edits of fields and items that stand in lines of their own.

use serde_json::Value;

use super::path::{place, table};
use super::render::{PresentForm, RenderedValue, Writer};
use super::scalar::{BlockForm, Quotes};
use super::splice::Splice;
use super::spot::{FieldSpot, column, line_end, line_start};
use crate::field::{NodeValue, join};

/// The least width to which the lines of a folded text are filled.
const MIN_WIDTH: usize = 60;

/// Another value for a field or an item.
pub(super) fn replaced(
    text: &str,
    spot: &FieldSpot<'_>,
    value: &Value,
    path: &str,
    writer: Writer,
) -> Vec<Splice> {
    let present = present_form(text, spot);
    let is_item = text.get(spot.start..).is_some_and(|rest| rest.starts_with("-"))
        && spot.after == spot.start + 1;
    let column = column(text, spot.start);
    let RenderedValue { head, lines } = if is_item {
        writer.behind_dash(value, path, column, present)
    } else {
        writer.value(value, path, column, present)
    };
    let behind = if head.is_empty() { String::new() } else { format!(" {head}") };
    if let Some(header) = spot.header(text) {
        let first = line_end(text, header.range.end);
        let last = line_end(text, spot.end).max(first);
        return vec![
            Splice::new(spot.after..header.range.end, behind),
            Splice::lines(text, first..last, &lines),
        ];
    }
    let node = &spot.node.range;
    if node.is_empty() {
        let next = line_end(text, spot.after);
        return vec![
            Splice::new(spot.after..spot.after, behind),
            Splice::lines(text, next..next, &lines),
        ];
    }
    let is_collection =
        matches!(spot.node.value, NodeValue::List(_) | NodeValue::Map(_)) && !spot.is_flow(text);
    let is_below = line_start(text, node.start) != line_start(text, spot.after);
    if is_below && (is_collection || head.is_empty() || !lines.is_empty()) {
        // What begins on a line below gives way to what begins behind the name, where its comment
        // goes as well.
        let first = spot.children(text).first().filter(|_| is_collection).map(|first| first.start);
        let first = line_start(text, first.unwrap_or(node.start));
        let end = line_end(text, spot.end);
        let comment = text.get(spot.end..end).map_or("", str::trim);
        let comment = if comment.is_empty() { String::new() } else { format!("  {comment}") };
        return vec![
            Splice::new(spot.after..spot.after, behind + &comment),
            Splice::lines(text, first..end, &lines),
        ];
    }
    let next = line_end(text, spot.end);
    let start = if head.is_empty() { spot.after } else { node.start };
    vec![Splice::new(start..spot.end, head), Splice::lines(text, next..next, &lines)]
}

/// How a value is written now.
fn present_form(text: &str, spot: &FieldSpot<'_>) -> PresentForm {
    let written = text.get(spot.node.range.clone()).unwrap_or_default();
    let Some(header) = spot.header(text) else {
        return PresentForm { quotes: Quotes::of(written), ..PresentForm::default() };
    };
    let width = written.lines().map(|line| line.trim().chars().count()).max().unwrap_or(0);
    let form = if header.is_folded {
        BlockForm::Folded { width: width.max(MIN_WIDTH) }
    } else {
        BlockForm::Literal
    };
    let column = (!written.is_empty()).then(|| column(text, spot.node.range.start));
    PresentForm { quotes: None, block: Some(form), column }
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
    let table = table(path);
    let field_path = join(path, name);
    let spots = group.children(text);
    let NodeValue::Map(entries) = &group.node.value else { return Vec::new() };
    let Some(first) = spots.first() else {
        // A text of comments, or none at all.
        let lines = writer.field(name, value, &field_path, 0);
        return vec![Splice::lines(text, text.len()..text.len(), &lines)];
    };
    let column = column(text, first.start);
    let lines = writer.field(name, value, &field_path, column);
    let own = place(name, table);
    let places = entries.iter().map(|entry| place(&entry.key, table)).zip(&spots);
    let known = |(at, _): &(usize, &FieldSpot<'_>)| *at < table.len();
    let (before, behind): (Vec<_>, Vec<_>) = places.filter(known).partition(|(at, _)| *at < own);
    let before = before.into_iter().rev().max_by_key(|(at, _)| *at).map(|(_, spot)| spot);
    let behind = behind.into_iter().min_by_key(|(at, _)| *at).map(|(_, spot)| spot);
    match (before.or(if behind.is_none() { spots.last() } else { None }), behind) {
        (Some(before), _) => {
            let at = before.lines_end(text);
            vec![Splice::lines(text, at..at, &lines)]
        }
        (None, Some(behind)) => {
            // It may stand behind the dash of its group.
            let fields = lines.join("\n");
            let fields = format!("{}\n{}", fields.trim_start(), " ".repeat(column));
            vec![Splice::new(behind.start..behind.start, fields)]
        }
        (None, None) => Vec::new(),
    }
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
    let spots = list.children(text);
    let Some(first) = spots.first() else { return Vec::new() };
    let lines = writer.item(value, &format!("{path}[{at}]"), column(text, first.start));
    let place = segments(text, list, &spots).get(at).map(|segment| segment.start);
    let place = place.or(spots.last().map(|last| last.lines_end(text))).unwrap_or(text.len());
    vec![Splice::lines(text, place..place, &lines)]
}

/// A list or group without one of its parts, of which it has several. An item takes along the
/// comments that are right above it, a field those that are a part of it.
pub(super) fn removed(text: &str, parent: &FieldSpot<'_>, at: usize) -> Vec<Splice> {
    let spots = parent.children(text);
    let Some(spot) = spots.get(at) else { return Vec::new() };
    if let NodeValue::List(_) = parent.node.value {
        let segment = segments(text, parent, &spots).into_iter().nth(at);
        return segment.map(|segment| Splice::new(segment, "")).into_iter().collect();
    }
    let start = line_start(text, spot.start);
    let is_behind_dash = text.get(start..spot.start).is_some_and(|lead| lead.contains('-'));
    match spots.get(at + 1) {
        Some(next) if is_behind_dash => vec![Splice::new(spot.start..next.start, "")],
        _ => vec![Splice::new(start..spot.lines_end(text), "")],
    }
}

/// A list with one of its items at another place, with the comments that belong to it.
pub(super) fn moved(text: &str, list: &FieldSpot<'_>, from: usize, to: usize) -> Vec<Splice> {
    let spots = list.children(text);
    let segments = segments(text, list, &spots);
    let (low, high) = (from.min(to), from.max(to));
    let Some(moving) = segments.get(low..=high) else { return Vec::new() };
    let mut order: Vec<_> = moving.iter().collect();
    if from < to {
        order.rotate_left(1);
    } else {
        order.rotate_right(1);
    }
    let mut made = String::new();
    for (at, segment) in order.into_iter().enumerate() {
        let lines = text.get(segment.clone()).unwrap_or_default();
        made.push_str(lines);
        if !lines.ends_with('\n') {
            made.push('\n');
        }
        // What stands between two items stays there.
        let gap = moving.get(at + 1).map(|next| moving[at].end..next.start);
        made.push_str(gap.and_then(|gap| text.get(gap)).unwrap_or_default());
    }
    let (Some(first), Some(last)) = (moving.first(), moving.last()) else { return Vec::new() };
    let all = first.start..last.end;
    if !text.get(all.clone()).is_some_and(|all| all.ends_with('\n')) {
        made.truncate(made.trim_end_matches(['\n', '\r']).len());
    }
    vec![Splice::new(all, made.replace("\r\n", "\n"))]
}

/// The lines of each item, with the comments right above it and those indented below it.
fn segments(
    text: &str,
    list: &FieldSpot<'_>,
    spots: &[FieldSpot<'_>],
) -> Vec<std::ops::Range<usize>> {
    let mut floor = line_end(text, list.after.saturating_sub(1));
    let mut segments = Vec::with_capacity(spots.len());
    for spot in spots {
        let end = spot.lines_end(text);
        segments.push(spot.lines_start(text, floor)..end);
        floor = end;
    }
    segments
}
