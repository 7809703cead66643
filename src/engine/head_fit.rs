//! Whether the mark and the running head stand in their room: read off the heads of the laid-out
//! pages.
//!
//! The layout sets the mark at its natural size, and the running head in as many lines as it needs.
//! Whether they then leave the sheet's margins or the band behind them, are cut off, or lie over text
//! is found here, before somebody finds it in print.

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

/// `mark-out-of-room`, `head-out-of-room`: at most one, since the others would be the same one
/// again. With it comes the field of the letterhead that is meant.
pub(crate) fn misplaced_head(
    document: &PagedDocument,
    theme: &Theme,
) -> Option<(&'static str, Diagnostic)> {
    document.pages().iter().zip(HeadRoom::of_pages(theme)).find_map(|(page, head)| {
        let mut items = PageItems::default();
        let mut reader = HeadReader { head: None, items: &mut items };
        reader.read(&page.frame, Point::zero(), None);
        misplaced_mark(&items, &room(theme)).or_else(|| head.misplaced_words(&items.words))
    })
}

/// Where the words of a head may stand, in mm, and the fields that say so.
struct HeadRoom {
    area: Area,
    of_words: &'static str,
    text: f64,
    of_text: &'static str,
    /// The lower edge of the band, where the words are in a colour that is seen on it alone.
    band: Option<f64>,
    of_band: &'static str,
}

impl HeadRoom {
    /// That of page 1, and of all later ones.
    fn of_pages(theme: &Theme) -> [Self; PAGES] {
        let measures = &theme.measures;
        let band = theme.band.as_ref().filter(|_| theme.colours.band.is_some());
        let heights = band.map(|band| [band.height, band.later_height]);
        let bands = heights.map_or([None; PAGES], |heights| {
            heights.map(|height| Some(height).filter(|height| *height > measures.mark_top))
        });
        [
            Self {
                area: room(theme),
                of_words: "sender",
                text: measures.text_top,
                of_text: "theme.measures.text_top",
                band: bands[0],
                of_band: "theme.band.height",
            },
            Self {
                area: room(theme),
                of_words: "head.later",
                text: measures.text_top_later,
                of_text: "theme.measures.text_top_later",
                band: bands[1],
                of_band: "theme.band.later_height",
            },
        ]
    }

    fn misplaced_words(&self, words: &[Area]) -> Option<(&'static str, Diagnostic)> {
        if let Some(words) = words.iter().find(|words| words.leaves(&self.area)) {
            let message = message!(
                "the words of the head are wider than their room: they take {wanted} mm from {left} mm on",
                wanted = tenths(words.right - words.left),
                left = tenths(words.left)
            );
            let error = Diagnostic::new(codes::HEAD_OUT_OF_ROOM, message)
                .hint(format!("divide `{}` into more lines, or shorten it", self.of_words))
                .hint("or make the letters smaller: `theme.sizes.sender`, `theme.sizes.foot`");
            return Some((self.of_words, error));
        }
        let lowest = words.iter().map(|words| words.bottom).reduce(f64::max)?;
        let said = "shorten `sender` or `head.later`";
        if let Some(band) = self.band.filter(|band| lowest > *band) {
            let message = message!(
                "the words of the head end at {head} mm, and the band behind them at {band} mm",
                head = tenths(lowest),
                band
            );
            let error = Diagnostic::new(codes::HEAD_OUT_OF_ROOM, message)
                .hint(format!("make the band higher, or {said}"));
            return Some((self.of_band, error));
        }
        (lowest > self.text).then(|| {
            let message = message!(
                "the words of the head end at {head} mm, and the text begins at {text} mm",
                head = tenths(lowest),
                text = self.text
            );
            let error = Diagnostic::new(codes::HEAD_OUT_OF_ROOM, message)
                .hint(format!("begin the text lower, or {said}"));
            (self.of_text, error)
        })
    }
}

fn misplaced_mark(items: &PageItems, room: &Area) -> Option<(&'static str, Diagnostic)> {
    for (mark, seen) in &items.marks {
        let wanted = mark.right - mark.left;
        let given = seen.right.min(room.right) - seen.left.max(room.left);
        if mark.leaves(seen) || mark.leaves(room) {
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
    None
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
    use crate::letterhead::{Band, Colour};

    fn area(left: f64, top: f64, right: f64, bottom: f64) -> Area {
        Area { left, top, right, bottom }
    }

    fn found(mark: Area, seen: Area, words: Area, text: Area) -> Option<String> {
        let items = PageItems {
            marks: vec![(mark, seen)],
            words: vec![words],
            texts: vec![(text, "Medieninformation".into())],
        };
        let theme = Theme::default();
        misplaced_mark(&items, &room(&theme)).map(|(_, error)| error.message.to_string())
    }

    #[test]
    fn the_words_of_a_head_stay_above_the_text_and_on_the_band() {
        let mut theme = Theme::default();
        let found = |theme: &Theme, bottom: f64| {
            let [_, later] = HeadRoom::of_pages(theme);
            let words = area(30.0, bottom - 2.0, 90.0, bottom);
            later.misplaced_words(&[words]).map(|(field, _)| field)
        };
        let text = theme.measures.text_top_later;
        assert_eq!(found(&theme, text - 1.0), None);
        assert_eq!(found(&theme, text + 1.0), Some("theme.measures.text_top_later"));
        let wide = area(-5.0, 12.0, 300.0, 14.0);
        let [first, _] = HeadRoom::of_pages(&theme);
        assert_eq!(first.misplaced_words(&[wide]).map(|(field, _)| field), Some("sender"));

        theme.band = Some(Band { height: 30.0, later_height: 20.0, colour: Colour::WHITE });
        assert_eq!(found(&theme, 21.0), None);
        theme.colours.band = Some(Colour::WHITE);
        assert_eq!(found(&theme, 19.0), None);
        assert_eq!(found(&theme, 21.0), Some("theme.band.later_height"));
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
