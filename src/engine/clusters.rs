//! Letters with several accents as one piece of text.
//!
//! The engine makes a run of its own for each glyph that is raised or lowered, and gives each
//! glyph the text of its whole letter, so that a letter whose accent is a glyph of its own is
//! extracted twice. Here such an accent joins the run of its letter again, and each of the two
//! glyphs stands for its own character. (An `/ActualText` is not enough: many programs read the
//! glyphs alone.)

use std::ops::Range;

use typst::layout::{Abs, Em, Frame, FrameItem, Point};
use typst::text::{Glyph, TextItem};
use typst_layout::PagedDocument;
use unicode_normalization::char::is_combining_mark;
use unicode_script::{Script, UnicodeScript};

use super::frames::{with_frames, with_items};

/// A distance that is none, in pt.
const NEAR_PT: f64 = 0.01;

/// The document with each letter in one run. Without accents of their own it stays as it is.
pub(super) fn joined(document: PagedDocument) -> PagedDocument {
    let frames: Vec<_> = document.pages().iter().map(|page| joined_frame(&page.frame)).collect();
    if frames.iter().all(Option::is_none) {
        return document;
    }
    with_frames(&document, frames)
}

/// Whether a frame has letters with accents that are characters of their own.
fn has_accents(frame: &Frame) -> bool {
    frame.items().any(|(_, item)| match item {
        FrameItem::Text(run) => !run.text.is_ascii() && run.text.chars().any(is_combining_mark),
        FrameItem::Group(group) => has_accents(&group.frame),
        _ => false,
    })
}

/// The frame with each letter in one run; none if it has nothing to be joined.
fn joined_frame(frame: &Frame) -> Option<Frame> {
    if !has_accents(frame) {
        return None;
    }
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
    for (_, item) in &mut items {
        if let FrameItem::Text(run) = item {
            is_changed |= split_letters(run);
        }
    }
    is_changed.then(|| with_items(frame, items))
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

/// Gives each glyph of a letter its own character; says whether something changed.
fn split_letters(run: &mut TextItem) -> bool {
    let mut is_changed = false;
    let mut first = 0;
    while let Some(letter) = run.glyphs.get(first).map(Glyph::range) {
        let rest = run.glyphs.get(first..).unwrap_or_default();
        let count = rest.iter().take_while(|glyph| glyph.range() == letter).count();
        if count > 1
            && let Some(ranges) = characters(&run.text, letter, count)
        {
            let glyphs = run.glyphs.iter_mut().skip(first);
            glyphs.zip(ranges).for_each(|(glyph, range)| glyph.range = range);
            is_changed = true;
        }
        first += count;
    }
    is_changed
}

/// The characters of a letter for its glyphs, whose order they have in scripts that run from left
/// to right; none where one character is several glyphs.
fn characters(text: &str, letter: Range<usize>, glyphs: usize) -> Option<Vec<Range<u16>>> {
    let characters = text.get(letter.clone())?;
    let base = characters.chars().next()?;
    let is_western =
        matches!(base.script(), Script::Latin | Script::Greek | Script::Cyrillic | Script::Common);
    let are_accents = characters.chars().skip(1).all(is_combining_mark);
    let mut starts = characters.char_indices().map(|(at, _)| letter.start + at);
    let mut ranges = Vec::with_capacity(glyphs);
    let mut start = starts.next()?;
    for _ in 1..glyphs {
        let next = starts.next()?;
        ranges.push(u16::try_from(start).ok()?..u16::try_from(next).ok()?);
        start = next;
    }
    ranges.push(u16::try_from(start).ok()?..u16::try_from(letter.end).ok()?);
    (is_western && are_accents).then_some(ranges)
}
