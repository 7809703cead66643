//! Text in as few runs as its styles allow.
//!
//! The exporter makes a marked-content sequence of each run, and programs that read aloud take
//! each sequence for an object of its own. A word is set in pieces, so that it breaks only where
//! it may, and an address in boxes. Before the export the pieces of a line are therefore joined.

use typst::introspection::Tag;
use typst::layout::{Abs, Em, Frame, FrameItem, GroupItem, Point};
use typst::text::{Glyph, TextItem};
use typst::visualize::{Geometry, Paint};
use typst_layout::PagedDocument;

use super::codes::GlyphCodes;
use super::frames::{with_frames, with_items};
use super::tags::TagRewriting;

/// A distance that is none, in pt.
const NEAR_PT: f64 = 0.01;
/// A distance that is the rounding of a sum, in pt.
const ROUNDING_PT: f64 = 1e-6;

/// The document as it is exported: with its runs joined and its tags rewritten, page by page,
/// since a copy of a page takes a quarter of a MiB.
pub(super) fn exported(document: &PagedDocument, mut tags: TagRewriting<'_>) -> PagedDocument {
    let mut codes = GlyphCodes::default();
    let pages = document.pages().iter();
    let frames = pages.map(|page| {
        let rewritten = tags.frame(&page.frame);
        Some(joined_frame(rewritten.as_ref().unwrap_or(&page.frame), &mut codes))
    });
    let frames = frames.collect();
    with_frames(document, frames)
}

/// The frame with its runs joined, and parted again where the exporter would lose text.
fn joined_frame(frame: &Frame, codes: &mut GlyphCodes) -> Frame {
    let mut line = JoinedItems::default();
    line.add(frame, Point::zero());
    let mut items = Vec::with_capacity(line.items.len());
    for (at, item) in line.items {
        match item {
            FrameItem::Text(run) => {
                let runs = codes.exported(run).into_iter();
                items.extend(
                    runs.map(|(x, run)| (Point::new(at.x + x, at.y), FrameItem::Text(run))),
                );
            }
            FrameItem::Group(mut group) => {
                group.frame = joined_frame(&group.frame, codes);
                items.push((at, FrameItem::Group(group)));
            }
            item => items.push((at, item)),
        }
    }
    with_items(frame, items)
}

/// The items of a frame, in which a run takes in those that go on with it.
#[derive(Default)]
struct JoinedItems {
    items: Vec<(Point, FrameItem)>,
    /// Where among them the last run is and where it ends on the page, if the next may join it.
    last: Option<(usize, Abs)>,
}

impl JoinedItems {
    fn add(&mut self, frame: &Frame, origin: Point) {
        for (at, item) in frame.items() {
            let at = origin + *at;
            match item {
                FrameItem::Text(run) => self.add_run(at, run),
                FrameItem::Group(group) if is_text_alone(group) => self.add(&group.frame, at),
                // It is drawn piece by piece below the words of a link, which go on over it.
                FrameItem::Shape(shape, _) if is_underline(&shape.geometry) => {
                    self.items.push((at, item.clone()));
                }
                // Where a link can be clicked; to what it belongs is told by the tags.
                FrameItem::Link(..) => self.items.push((at, item.clone())),
                FrameItem::Tag(tag) => {
                    if !is_silent(tag) {
                        self.last = None;
                    }
                    self.items.push((at, item.clone()));
                }
                item => {
                    self.last = None;
                    self.items.push((at, item.clone()));
                }
            }
        }
    }

    fn add_run(&mut self, at: Point, run: &TextItem) {
        let end = at.x + run.width();
        if let Some((last, before_end)) = self.last
            && let Some((start, FrameItem::Text(before))) = self.items.get_mut(last)
            && (start.y - at.y).abs().to_pt() < ROUNDING_PT
            && (at.x - before_end).abs().to_pt() < NEAR_PT
            && goes_on(before, run)
        {
            append(before, run, at.x - before_end);
            self.last = Some((last, end));
        } else {
            self.last = Some((self.items.len(), end));
            self.items.push((at, FrameItem::Text(run.clone())));
        }
    }
}

/// Whether a shape is a level line.
fn is_underline(shape: &Geometry) -> bool {
    matches!(shape, Geometry::Line(to) if to.y == Abs::zero())
}

/// Whether a group is a box of text, which looks the same without its frame.
fn is_text_alone(group: &GroupItem) -> bool {
    group.transform.is_identity()
        && group.clip.is_none()
        && group.label.is_none()
        && group.parent.is_none()
        && group.frame.items().all(|(_, item)| match item {
            // A gradient would reach over another frame.
            FrameItem::Text(run) => matches!(run.fill, Paint::Solid(_)) && run.stroke.is_none(),
            FrameItem::Group(group) => is_text_alone(group),
            FrameItem::Link(..) => true,
            FrameItem::Tag(tag) => is_silent(tag),
            FrameItem::Shape(..) | FrameItem::Image(..) => false,
        })
}

/// Whether a tag opens and closes nothing for the exporter.
fn is_silent(tag: &Tag) -> bool {
    let (Tag::Start(_, flags) | Tag::End(_, _, flags)) = tag;
    !flags.tagged
}

/// Whether a run goes on in the style and direction of the one before it.
fn goes_on(before: &TextItem, run: &TextItem) -> bool {
    before.size == run.size
        && before.lang == run.lang
        && before.region == run.region
        && before.font == run.font
        && before.fill == run.fill
        && before.stroke == run.stroke
        && u16::try_from(before.text.len() + run.text.len()).is_ok()
        && runs_right(before)
        && runs_right(run)
}

/// Whether the glyphs of a run stand in the order of its text.
fn runs_right(run: &TextItem) -> bool {
    run.glyphs.is_sorted_by_key(|glyph| glyph.range.start)
}

/// Adds a run to the one before it, `gap` behind its end.
fn append(before: &mut TextItem, run: &TextItem, gap: Abs) {
    if gap.abs().to_pt() > ROUNDING_PT
        && let Some(last) = before.glyphs.last_mut()
    {
        last.x_advance += Em::from_abs(gap, before.size);
    }
    // What does not fit was refused before.
    let length = u16::try_from(before.text.len()).unwrap_or(u16::MAX);
    before.text.push_str(&run.text);
    before.glyphs.extend(run.glyphs.iter().map(|glyph| Glyph {
        range: glyph.range.start.saturating_add(length)..glyph.range.end.saturating_add(length),
        ..glyph.clone()
    }));
}

#[cfg(test)]
mod tests {
    use typst::layout::Size;

    use super::super::codes::tests::{LIBERATION, run};
    use super::*;

    /// The texts of a line of runs at these places, as they are exported.
    fn joined(runs: Vec<(f64, f64, TextItem)>) -> Vec<(Point, TextItem)> {
        let mut frame = Frame::soft(Size::splat(Abs::pt(100.0)));
        frame.push_multiple(
            runs.into_iter()
                .map(|(x, y, run)| (Point::new(Abs::pt(x), Abs::pt(y)), FrameItem::Text(run))),
        );
        let joined = joined_frame(&frame, &mut GlyphCodes::default());
        let texts = joined.items().filter_map(|(at, item)| match item {
            FrameItem::Text(run) => Some((*at, run.clone())),
            _ => None,
        });
        texts.collect()
    }

    fn texts(runs: &[(Point, TextItem)]) -> Vec<&str> {
        runs.iter().map(|(_, run)| run.text.as_str()).collect()
    }

    #[test]
    fn runs_of_one_style_that_adjoin_are_one() {
        let word = |text| run(LIBERATION, text);
        let runs = joined(vec![
            (1.0, 9.0, word("Mö")),
            (11.0, 9.0, word("wen")),
            (26.005, 9.0, word("ei")),
            (1.0, 20.0, word("am")),
            (11.1, 20.0, word("See")),
        ]);
        assert_eq!(texts(&runs), ["Möwenei", "am", "See"]);
        let (_, first) = &runs[0];
        let said: String = first.glyphs.iter().map(|glyph| &first.text[glyph.range()]).collect();
        assert_eq!(said, "Möwenei");
        assert!((first.width() - Abs::pt(35.005)).abs() < Abs::pt(1e-9));
    }

    #[test]
    fn another_style_or_direction_stays_apart() {
        let mut other = run(LIBERATION, "b");
        other.size = Abs::pt(9.0);
        let mut english = run(LIBERATION, "c");
        english.lang = typst::text::Lang::ENGLISH;
        let mut leftward = run(LIBERATION, "de");
        leftward.glyphs.reverse();
        let runs = [run(LIBERATION, "a"), other, english, leftward, run(LIBERATION, "f")];
        let places = [1.0, 6.0, 10.5, 15.5, 25.5];
        let placed = places.into_iter().zip(runs).map(|(x, run)| (x, 9.0, run)).collect();
        assert_eq!(texts(&joined(placed)), ["a", "b", "c", "de", "f"]);
    }

    #[test]
    fn a_box_of_text_is_part_of_its_line() {
        let mut inner = Frame::hard(Size::splat(Abs::pt(10.0)));
        inner.push(Point::with_y(Abs::pt(9.0)), FrameItem::Text(run(LIBERATION, "sen.de")));
        let mut frame = Frame::soft(Size::splat(Abs::pt(100.0)));
        frame.push(Point::with_y(Abs::pt(9.0)), FrameItem::Text(run(LIBERATION, "www.sach")));
        let mut turned = GroupItem::new(inner.clone());
        turned.transform = typst::layout::Transform::rotate(typst::layout::Angle::deg(90.0));
        let boxed = FrameItem::Group(GroupItem::new(inner));
        frame.push(Point::with_x(Abs::pt(40.0)), boxed);
        frame.push(Point::zero(), FrameItem::Group(turned));
        let joined = joined_frame(&frame, &mut GlyphCodes::default());
        let items: Vec<_> = joined.items().map(|(_, item)| format!("{item:?}")).collect();
        assert_eq!(items[0], "Text(\"www.sachsen.de\")");
        assert!(matches!(joined.items().nth(1), Some((_, FrameItem::Group(_)))));
        assert_eq!(items.len(), 2);
    }

    #[test]
    fn a_run_never_outgrows_its_offsets() {
        let long = "a".repeat(40_000);
        let runs =
            vec![(0.0, 9.0, run(LIBERATION, &long)), (200_000.0, 9.0, run(LIBERATION, &long))];
        assert_eq!(joined(runs).len(), 2);
    }
}
