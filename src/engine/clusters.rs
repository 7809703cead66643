//! Letters with several accents as one piece of text.
//!
//! The engine makes a run of its own for each glyph that is raised or lowered, and gives it the
//! text of its whole letter, so that a letter whose accent is a glyph of its own is extracted
//! twice. Here such an accent joins the run of its letter again.

use typst::layout::{Abs, Em, Frame, FrameItem, Point};
use typst::model::Document;
use typst::text::TextItem;
use typst_layout::{Page, PagedDocument};
use unicode_normalization::char::is_combining_mark;

/// A distance that is none, in pt.
const NEAR_PT: f64 = 0.01;

/// The document with each letter in one run. Without accents of their own it stays as it is.
pub(super) fn joined(document: PagedDocument) -> PagedDocument {
    let frames: Vec<_> = document.pages().iter().map(|page| joined_frame(&page.frame)).collect();
    if frames.iter().all(Option::is_none) {
        return document;
    }
    let pages = document.pages().iter().zip(frames).map(|(page, frame)| Page {
        frame: frame.unwrap_or_else(|| page.frame.clone()),
        ..page.clone()
    });
    PagedDocument::new(pages.collect(), document.info().clone())
}

/// The frame with each letter in one run; none if it has nothing to be joined.
fn joined_frame(frame: &Frame) -> Option<Frame> {
    let mut items: Vec<(Point, FrameItem)> = Vec::new();
    let mut is_changed = false;
    for (at, item) in frame.items() {
        match item {
            FrameItem::Text(accent) => {
                let before = match items.last_mut() {
                    Some((start, FrameItem::Text(before))) => {
                        is_accent(before, *start, accent, *at).then_some((*start, before))
                    }
                    _ => None,
                };
                match before {
                    Some((start, before)) => {
                        append(before, accent, start.y - at.y);
                        is_changed = true;
                    }
                    None => items.push((*at, item.clone())),
                }
            }
            FrameItem::Group(group) => match joined_frame(&group.frame) {
                Some(inner) => {
                    let mut group = group.clone();
                    group.frame = inner;
                    is_changed = true;
                    items.push((*at, FrameItem::Group(group)));
                }
                None => items.push((*at, item.clone())),
            },
            item => items.push((*at, item.clone())),
        }
    }
    is_changed.then(|| {
        let mut joined = Frame::new(frame.size(), frame.kind());
        if frame.has_baseline() {
            joined.set_baseline(frame.baseline());
        }
        joined.push_multiple(items);
        joined
    })
}

/// Whether a run is the accent of the last letter of the run before it.
fn is_accent(before: &TextItem, start: Point, accent: &TextItem, at: Point) -> bool {
    let is_near = (start.x + before.width() - at.x).abs().to_pt() < NEAR_PT;
    let letter = before.text.strip_suffix(accent.text.as_str()).map(str::len);
    let is_last = before.glyphs.last().is_some_and(|glyph| {
        usize::from(glyph.range.end) == before.text.len() && letter == Some(glyph.range().start)
    });
    is_near
        && is_last
        && start.y != at.y
        && accent.text.chars().skip(1).any(is_combining_mark)
        && before.font == accent.font
        && before.size == accent.size
        && before.fill == accent.fill
        && before.stroke == accent.stroke
}

/// Adds the glyphs of an accent, which stand so much above the line, to the run of its letter.
fn append(before: &mut TextItem, accent: &TextItem, above: Abs) {
    let letter = before.glyphs.last().map_or(0, |glyph| glyph.range.start);
    let raised = Em::from_length(above.into(), before.size);
    before.glyphs.extend(accent.glyphs.iter().cloned().map(|mut glyph| {
        glyph.range = glyph.range.start + letter..glyph.range.end + letter;
        glyph.y_offset += raised;
        glyph
    }));
}
