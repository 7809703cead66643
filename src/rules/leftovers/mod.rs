//! Text that still looks like markup: of a wiki, of a word processor, of another Markdown, or
//! of ours where it failed. A table that was lost is an error, all else a warning.

mod items;
mod lines;
mod lists;
mod marks;
mod remedies;
mod short_lines;
mod signs;
mod tables;

use std::ops::Range;

use self::remedies::Markup;
use super::typed_text::{TypedText, pieces};
use crate::body::{self, InlineKind, StyledLine};
use crate::diagnostic::{Diagnostic, Finding};
use crate::field::{FieldGroup, Shape, shape_at};
use crate::read::FieldMap;
use crate::release::Release;

/// After so many the rest is not listed: it is the same everywhere.
const MAX_FOUND: usize = 200;

/// The tables and lists that were lost in a body, by the bytes of its text.
pub(super) fn lost_blocks(release: &Release, fields: &FieldMap) -> Vec<Finding> {
    let Some(body) = fields.text("body") else { return Vec::new() };
    let mut found = tables::find(body, &release.body);
    let tables: Vec<Range<usize>> = found.iter().map(|finding| finding.range.clone()).collect();
    found.extend(lists::find(body, &release.body, &tables));
    found
}

/// All that was left over in a release, with the blocks that were lost.
pub(super) fn in_release(
    release: &Release,
    fields: &FieldMap,
    lost: Vec<Finding>,
) -> Vec<Diagnostic> {
    let blocks: Vec<Range<usize>> = lost.iter().map(|finding| finding.range.clone()).collect();
    let mut found: Vec<_> = lost.into_iter().map(|finding| fields.place("body", finding)).collect();
    let texts = fields.texts().filter(|(path, _)| *path != "body" && is_running_text(path));
    for (path, text) in texts {
        found.extend(lists::in_field(text).into_iter().map(|finding| fields.place(path, finding)));
    }
    found.extend(in_running_text(release, fields, &blocks));
    found.extend(in_plain_fields(release, fields));
    found.truncate(MAX_FOUND);
    found
}

/// Marks in the body, outside of `lost` blocks, in the fields of inline Markdown and in lines with
/// emphasis.
fn in_running_text(release: &Release, fields: &FieldMap, lost: &[Range<usize>]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    // A stretch can reach over several pieces: "~~*x*~~".
    let mut last: Option<(String, usize)> = None;
    for TypedText { path, range, .. } in pieces(release, fields) {
        let markup = match path.as_str() {
            path if is_running_text(path) => Markup::Inline,
            path if is_styled_line(path) => Markup::Line,
            _ => continue,
        };
        if found.len() >= MAX_FOUND {
            break;
        }
        let Some(text) = fields.text(&path) else { continue };
        if path == "body" && lost.iter().any(|block| block.contains(&range.start)) {
            continue;
        }
        for finding in marks::in_markup(text, range, markup) {
            let is_known = last
                .as_ref()
                .is_some_and(|(field, end)| *field == path && finding.range.start < *end);
            if !is_known {
                last = Some((path.clone(), finding.range.end));
                found.push(fields.place(&path, finding));
            }
        }
    }
    found
}

/// Marks where nothing is markup.
fn in_plain_fields(release: &Release, fields: &FieldMap) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (path, text) in fields.texts() {
        if is_plain(path) && fields.is_set(path) {
            let findings = marks::in_plain_text(text);
            found.extend(findings.into_iter().map(|finding| fields.place(path, finding)));
        }
    }
    for (picture, span) in release.body.pictures() {
        let caption = picture.caption.as_ref().map_or(&[][..], StyledLine::inlines);
        let text = fields.text("body").unwrap_or_default();
        body::each_inline(caption, &mut |inline| {
            // That of a caption over several lines has the place of the whole picture.
            let is_placed = inline.span.0 != span.0 && matches!(inline.kind, InlineKind::Text(_));
            let range = inline.span.0.clone();
            let findings = is_placed.then(|| marks::in_markup(text, range, Markup::Line));
            let findings = findings.unwrap_or_default().into_iter();
            found.extend(findings.map(|finding| fields.place("body", finding)));
        });
    }
    found
}

fn is_styled_line(path: &str) -> bool {
    matches!(shape_at(path, Release::FIELDS), Some(Shape::StyledLine))
}

fn is_running_text(path: &str) -> bool {
    matches!(path, "body" | "lead" | "boilerplate") || path.starts_with("notices[")
}

/// Fields of words. Addresses, numbers and dates have rules of their own.
pub(super) fn is_plain(path: &str) -> bool {
    const OTHERS: &[&str] = &["url", "email", "phone", "mobile", "fax", "date", "deadline"];
    let name = path.rsplit('.').next().unwrap_or(path);
    !is_running_text(path) && !is_styled_line(path) && !OTHERS.contains(&name)
}
