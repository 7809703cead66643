//! What stands where on a laid-out sheet, read off its frames.

use typst::foundations::{Content, StyleChain, Value};
use typst::introspection::{Location, MetadataElem, Tag};
use typst::layout::{Abs, Frame, FrameItem, Point, Size};
use typst::model::{Document, HeadingElem};
use typst::text::TextItem;
use typst_layout::{Page, PagedDocument};

/// The engine marks the hyphen that it adds at a line's end as a soft one.
pub(super) const SOFT_HYPHEN: &str = "\u{AD}";

/// A run whose baseline is nearer to that of a line, in pt, is a part of it: a mark of a footnote is
/// raised by half the size of its text, and the lines of the smallest text are 9.6 pt apart.
const RAISED_PT: f64 = 6.5;

/// The document with other frames; none where a page keeps its own.
pub(super) fn with_frames(document: &PagedDocument, frames: Vec<Option<Frame>>) -> PagedDocument {
    let pages = document.pages().iter().zip(frames).map(|(page, frame)| Page {
        frame: frame.unwrap_or_else(|| page.frame.clone()),
        ..page.clone()
    });
    PagedDocument::new(pages.collect(), document.info().clone())
}

/// A frame like another one, with these items.
pub(super) fn with_items(frame: &Frame, items: Vec<(Point, FrameItem)>) -> Frame {
    let mut other = Frame::new(frame.size(), frame.kind());
    if frame.has_baseline() {
        other.set_baseline(frame.baseline());
    }
    other.push_multiple(items);
    other
}

/// The pictures of a page, each with its upper left corner and its size.
pub(super) fn pictures(frame: &Frame) -> Vec<(Point, Size)> {
    let mut pictures = Vec::new();
    each_item(frame, Point::zero(), &mut |at, item| {
        if let FrameItem::Image(_, size, _) = item {
            pictures.push((at, *size));
        }
    });
    pictures
}

/// All items of a page with where they stand, those of groups in their place.
pub(super) fn each_item(frame: &Frame, origin: Point, visit: &mut dyn FnMut(Point, &FrameItem)) {
    for (position, item) in frame.items() {
        let at = origin + *position;
        match item {
            // What is turned is no line of the text; it says a status across the sheet.
            FrameItem::Group(group) if group.transform.ky.get() != 0.0 => {}
            FrameItem::Group(group) => {
                let moved = Point::new(group.transform.tx, group.transform.ty);
                each_item(&group.frame, at + moved, visit);
            }
            item => visit(at, item),
        }
    }
}

/// The width of a run without the space at its end.
pub(super) fn width(item: &TextItem) -> Abs {
    let trimmed = item.text.trim_end().len();
    let glyphs = item.glyphs.iter().filter(|glyph| usize::from(glyph.range.start) < trimmed);
    glyphs.map(|glyph| glyph.x_advance).sum::<typst::layout::Em>().at(item.size)
}

/// The width of a run up to its first space.
fn first_word(item: &TextItem) -> Abs {
    let end = item.text.find(' ').unwrap_or(item.text.len());
    let glyphs = item.glyphs.iter().filter(|glyph| usize::from(glyph.range.start) < end);
    glyphs.map(|glyph| glyph.x_advance).sum::<typst::layout::Em>().at(item.size)
}

/// A line of text, wherever it stands on the page.
pub(super) struct Line {
    /// Which of the pages it stands on, from 0.
    pub page: usize,
    /// Left end of the baseline.
    pub start: Point,
    /// Where its last letter ends.
    pub end: Abs,
    /// The width of what stands before its first space or the break behind it.
    pub first_word: Abs,
    /// The size of its first run.
    pub size: Abs,
    /// The height of a capital of its first run.
    pub capital: Abs,
    /// Its text, without the hyphen that the engine added.
    pub text: String,
    /// Whether the author broke it.
    pub is_forced: bool,
    /// Whether the engine broke a word at its end.
    pub is_hyphenated: bool,
    /// The number of its paragraph, else 0.
    pub paragraph: usize,
    /// The level of the heading that it belongs to.
    pub heading: Option<usize>,
}

/// The lines of some pages. Those of one paragraph follow one another, even over
/// a page break but for what stands between (foot, head, footnotes).
pub(super) fn lines(pages: &[Page]) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    // Paragraphs that have begun and not ended; a footnote's stand within another.
    let mut open: Vec<usize> = Vec::new();
    let mut heading: Option<(Location, usize)> = None;
    for (page, content) in pages.iter().enumerate() {
        // Where the next run of the same line would begin.
        let mut end: Option<Point> = None;
        each_item(&content.frame, Point::zero(), &mut |at, item| match item {
            FrameItem::Tag(Tag::Start(element, _)) => match paragraph_mark(element) {
                Some(0) => drop(open.pop()),
                Some(number) => open.push(number),
                None => heading = heading_mark(element).or(heading),
            },
            FrameItem::Tag(Tag::End(location, ..)) => {
                heading = heading.filter(|(begun, _)| begun != location);
            }
            FrameItem::Text(item) => {
                // A mark that is raised or lowered stays on its line.
                let goes_on = end.is_some_and(|end: Point| {
                    (at.y - end.y).abs() < Abs::pt(RAISED_PT) && at.x > end.x - Abs::pt(1.0)
                });
                if !goes_on {
                    lines.push(Line {
                        page,
                        start: at,
                        end: at.x,
                        first_word: Abs::zero(),
                        size: item.size,
                        capital: item.font.metrics().cap_height.at(item.size),
                        text: String::new(),
                        is_forced: false,
                        is_hyphenated: false,
                        paragraph: open.last().copied().unwrap_or(0),
                        heading: heading.map(|(_, level)| level),
                    });
                }
                let Some(line) = lines.last_mut() else { return };
                if !line.text.contains(' ') {
                    line.first_word += first_word(item);
                }
                line.end = line.end.max(at.x + width(item));
                // The layout leaves a space by itself there.
                line.is_forced = item.text == " ";
                if item.text == SOFT_HYPHEN {
                    line.is_hyphenated = true;
                } else {
                    line.text.push_str(&item.text);
                }
                end = Some(Point::new(at.x + width(item), line.start.y));
            }
            _ => {}
        });
    }
    lines
}

/// The number that the layout left where a paragraph begins; 0 where it ends.
pub(super) fn paragraph_mark(element: &Content) -> Option<usize> {
    match element.to_packed::<MetadataElem>()?.value {
        Value::Int(number) => usize::try_from(number).ok(),
        _ => None,
    }
}

/// A heading that begins, with its level.
fn heading_mark(element: &Content) -> Option<(Location, usize)> {
    let heading = element.to_packed::<HeadingElem>()?;
    Some((heading.location()?, heading.resolve_level(StyleChain::default()).get()))
}
