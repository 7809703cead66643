//! Whether the mark stands in its room: read off the heads of the laid-out pages.
//!
//! The layout sets the mark at its natural size. Whether it then leaves the sheet's margins, is cut
//! off, or lies over text is found here, before somebody finds it in print.

use typst::ecow::EcoString;
use typst::foundations::StyleChain;
use typst::introspection::{Location, Tag};
use typst::layout::{Frame, FrameItem, Point};
use typst::pdf::{ArtifactElem, ArtifactKind};
use typst_layout::PagedDocument;

use super::frames::width;
use crate::diagnostic::{Diagnostic, codes};
use crate::letterhead::Theme;

/// What something may stand out by, in mm: rounding, and the room around letters.
const TOLERANCE: f64 = 0.5;

/// Pages whose heads differ: the first, and one of the later ones.
const PAGES: usize = 2;

/// A rectangle on the page, in mm.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Area {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
}

impl Area {
    fn of(at: Point, width: f64, height: f64) -> Self {
        let (left, top) = (at.x.to_mm(), at.y.to_mm());
        Self { left, top, right: left + width, bottom: top + height }
    }

    /// Whether two areas share more than their edges.
    fn overlaps(&self, other: &Self) -> bool {
        let wide = self.right.min(other.right) - self.left.max(other.left);
        let high = self.bottom.min(other.bottom) - self.top.max(other.top);
        wide > TOLERANCE && high > TOLERANCE
    }

    /// Whether it stands out of another one.
    fn leaves(&self, other: &Self) -> bool {
        self.left < other.left - TOLERANCE
            || self.top < other.top - TOLERANCE
            || self.right > other.right + TOLERANCE
            || self.bottom > other.bottom + TOLERANCE
    }
}

/// What stands on a page.
#[derive(Default)]
struct PageItems {
    /// Pictures in its head, and what is seen of each.
    marks: Vec<(Area, Area)>,
    /// Texts in its head.
    words: Vec<Area>,
    /// Texts below it that reach as high as one of these, with their words.
    texts: Vec<(Area, EcoString)>,
}

/// `mark-out-of-room`: at most one, since the others would be the same one again. With it comes the
/// field of the letterhead that is meant.
pub(crate) fn misplaced_mark(
    document: &PagedDocument,
    theme: &Theme,
) -> Option<(&'static str, Diagnostic)> {
    document.pages().iter().take(PAGES).find_map(|page| {
        let mut items = PageItems::default();
        let mut reader = HeadReader { head: None, items: &mut items };
        reader.read(&page.frame, Point::zero(), None);
        misplaced(&items, theme)
    })
}

fn misplaced(items: &PageItems, theme: &Theme) -> Option<(&'static str, Diagnostic)> {
    let room = room(theme);
    for (mark, seen) in &items.marks {
        let wanted = mark.right - mark.left;
        let given = seen.right.min(room.right) - seen.left.max(room.left);
        if mark.leaves(seen) || mark.leaves(&room) {
            let message = message!(
                "the mark is wider than its room: it takes {wanted} mm, and {given} mm are there",
                wanted = tenths(wanted),
                given = tenths(given)
            );
            let error = Diagnostic::new(codes::MARK_OUT_OF_ROOM, message)
                .hint("make it smaller: `theme.measures.mark_height`; or give it more room");
            return Some(("logo.file", error));
        }
        let words = items.words.iter().find(|words| mark.overlaps(words));
        if words.is_some() {
            let message = "the mark lies over the words beside it";
            let error = Diagnostic::new(codes::MARK_OUT_OF_ROOM, message).hint(
                "make it smaller: `theme.measures.mark_height`; or shorten `sender` or `head.later`",
            );
            return Some(("logo.file", error));
        }
        if let Some((_, text)) = items.texts.iter().find(|(text, _)| mark.overlaps(text)) {
            let message = message!("the mark lies over `{text}`", text = text.trim());
            let error = Diagnostic::new(codes::MARK_OUT_OF_ROOM, message).hint(
                "make it smaller: `theme.measures.mark_height`; or begin the text lower: `theme.measures.text_top`",
            );
            return Some(("logo.file", error));
        }
    }
    let words = items.words.iter().find(|words| words.leaves(&room))?;
    let message = message!(
        "the lines of the mark are wider than their room: they take {wanted} mm from {left} mm on",
        wanted = tenths(words.right - words.left),
        left = tenths(words.left)
    );
    let error = Diagnostic::new(codes::MARK_OUT_OF_ROOM, message)
        .hint("shorten `sender`, or divide it into more lines");
    Some(("sender", error))
}

/// The room of the head: from the leftmost to the rightmost edge of what the page has, or to the
/// edge of the sheet where the letterhead says itself where its mark begins.
fn room(theme: &Theme) -> Area {
    let (measures, page) = (&theme.measures, theme.page);
    let starts = [Some(measures.left), Some(measures.information_left), measures.mark_left];
    let left = starts.into_iter().flatten().fold(f64::INFINITY, f64::min);
    let ends = [
        Some(measures.left + measures.text_width),
        Some(measures.information_left + measures.information_width),
        measures.mark_right,
        measures.mark_left.map(|_| page.width()),
    ];
    let right = ends.into_iter().flatten().fold(0.0, f64::max);
    Area { left, top: 0.0, right, bottom: page.height() }
}

fn tenths(mm: f64) -> f64 {
    (mm * 10.0).round() / 10.0
}

/// Gathers what stands on a page.
struct HeadReader<'a> {
    /// Where the head of the page began, while it is read.
    head: Option<Location>,
    items: &'a mut PageItems,
}

impl HeadReader<'_> {
    /// Reads a frame. `seen` is what a group around it lets be seen.
    fn read(&mut self, frame: &Frame, origin: Point, seen: Option<Area>) {
        for (position, item) in frame.items() {
            let at = origin + *position;
            match item {
                // What is turned says a status across the sheet.
                FrameItem::Group(group) if group.transform.ky.get() != 0.0 => {}
                FrameItem::Group(group) => {
                    let at = at + Point::new(group.transform.tx, group.transform.ty);
                    let size = group.frame.size();
                    let window = || Area::of(at, size.x.to_mm(), size.y.to_mm());
                    self.read(&group.frame, at, group.clip.as_ref().map(|_| window()).or(seen));
                }
                FrameItem::Tag(Tag::Start(element, _)) => {
                    let artifact = element.to_packed::<ArtifactElem>();
                    let is_head = artifact.is_some_and(|artifact| {
                        artifact.kind.get(StyleChain::default()) == ArtifactKind::Header
                    });
                    if is_head {
                        self.head = element.location();
                    }
                }
                FrameItem::Tag(Tag::End(location, ..)) if self.head == Some(*location) => {
                    self.head = None;
                }
                FrameItem::Image(_, size, _) if self.head.is_some() => {
                    let area = Area::of(at, size.x.to_mm(), size.y.to_mm());
                    self.items.marks.push((area, seen.unwrap_or(area)));
                }
                FrameItem::Text(text) => {
                    // From the baseline up; what hangs below it is little.
                    let height = text.size * 0.7;
                    let top = Point::new(at.x, at.y - height);
                    let is_high =
                        self.items.marks.iter().any(|(mark, _)| mark.bottom > top.y.to_mm());
                    if self.head.is_none() && !is_high {
                        return;
                    }
                    let area = Area::of(top, width(text).to_mm(), height.to_mm());
                    if self.head.is_some() {
                        self.items.words.push(area);
                    } else {
                        self.items.texts.push((area, text.text.clone()));
                    }
                }
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn area(left: f64, top: f64, right: f64, bottom: f64) -> Area {
        Area { left, top, right, bottom }
    }

    fn found(mark: Area, seen: Area, words: Area, text: Area) -> Option<String> {
        let items = PageItems {
            marks: vec![(mark, seen)],
            words: vec![words],
            texts: vec![(text, "Medieninformation".into())],
        };
        misplaced(&items, &Theme::default()).map(|(_, error)| error.message.to_string())
    }

    #[test]
    fn a_mark_stays_in_its_room() {
        let words = area(100.0, 14.0, 140.0, 16.0);
        let text = area(25.0, 46.0, 90.0, 53.0);
        let fine = area(150.0, 12.0, 195.0, 23.0);
        assert_eq!(found(fine, fine, words, text), None);
        let cut = area(150.0, 12.0, 230.0, 28.0);
        let said = found(cut, area(150.0, 12.0, 195.0, 28.0), words, text).unwrap_or_default();
        assert!(said.contains("takes 80 mm, and 45 mm are there"), "{said}");
        let outside = area(10.0, 12.0, 60.0, 23.0);
        assert!(found(outside, outside, words, text).is_some());
        let over_words = area(130.0, 12.0, 195.0, 23.0);
        let said = found(over_words, over_words, words, text).unwrap_or_default();
        assert!(said.contains("words beside it"), "{said}");
        let over_text = area(80.0, 20.0, 195.0, 60.0);
        let said = found(over_text, over_text, area(0.0, 0.0, 0.0, 0.0), text);
        assert!(said.unwrap_or_default().contains("over `Medieninformation`"));
    }
}
