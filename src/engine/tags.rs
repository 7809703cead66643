//! The tags of a laid-out sheet, as the exporter is to write them.
//!
//! The engine puts a tag into the pages where an element begins and where it ends; the exporter
//! makes the structure that a screen reader hears out of them. Two kinds are changed before:
//!
//! - A link is described by its target. People hear the words of the link instead, and at a
//!   footnote's number where it leads.
//! - The grid that lays a list out ([`super::roles`]) is not heard, nor is the line below the words
//!   of a link: that they are one is said already.

use std::collections::HashSet;
use typst::ecow::{EcoString, eco_format};
use typst::foundations::Content;
use typst::introspection::{Location, Tag};
use typst::layout::{Frame, FrameItem, GridElem, Point};
use typst::model::{FootnoteEntry, LinkMarker};
use typst::pdf::{PdfMarkerTag, PdfMarkerTagKind};
use typst::text::UnderlineElem;

use super::frames::with_items;

/// What links are called that have no words of their own.
pub(crate) struct LinkWords {
    /// Stands before the number of a footnote.
    pub note: String,
    /// The way from a footnote back to its mark.
    pub back: String,
}

/// Rewrites the tags of pages, one after the other.
pub(super) struct TagRewriting<'a> {
    words: &'a LinkWords,
    /// The elements that have begun and not ended.
    open: Vec<(Location, Opened)>,
    /// Those whose tags are left out.
    dropped: HashSet<Location>,
}

/// The elements that matter to those within them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Opened {
    List,
    Note,
    /// The number of a note, before its text.
    NoteNumber,
    /// The number of a note, where it is referred to.
    Mark,
    Link,
    Other,
}

impl<'a> TagRewriting<'a> {
    /// Begins before the first page.
    pub fn new(words: &'a LinkWords) -> Self {
        Self { words, open: Vec::new(), dropped: HashSet::new() }
    }

    /// The frame with its tags rewritten; none where nothing changes.
    pub fn frame(&mut self, frame: &Frame) -> Option<Frame> {
        let mut items: Vec<(Point, FrameItem)> = Vec::with_capacity(frame.items().len());
        let mut is_changed = false;
        for (at, item) in frame.items() {
            let changed = match item {
                FrameItem::Tag(tag) => self.tag(tag),
                FrameItem::Group(group) => match self.frame(&group.frame) {
                    Some(inner) => {
                        let mut group = group.clone();
                        group.frame = inner;
                        Change::To(FrameItem::Group(group))
                    }
                    None => Change::None,
                },
                _ => Change::None,
            };
            is_changed |= !matches!(changed, Change::None);
            match changed {
                Change::None => items.push((*at, item.clone())),
                Change::To(item) => items.push((*at, item)),
                Change::Gone => {}
            }
        }
        is_changed.then(|| with_items(frame, items))
    }

    fn tag(&mut self, tag: &Tag) -> Change {
        match tag {
            Tag::Start(element, flags) if flags.tagged => {
                let around = self.open.last().map_or(Opened::Other, |(_, opened)| *opened);
                if around == Opened::List && element.is::<GridElem>()
                    || around == Opened::Link && element.is::<UnderlineElem>()
                {
                    self.dropped.insert(tag.location());
                    return Change::Gone;
                }
                let opened = self.opened(element);
                self.open.push((tag.location(), opened));
                let Some(marker) = element.to_packed::<LinkMarker>() else { return Change::None };
                let shown = marker.body.plain_text();
                let words = if self.is_within(Opened::NoteNumber) {
                    EcoString::from(self.words.back.as_str())
                } else if self.is_within(Opened::Mark) {
                    // A number alone says little.
                    eco_format!("{} {shown}", self.words.note)
                } else {
                    shown
                };
                if words.trim().is_empty() {
                    return Change::None;
                }
                let mut element = element.clone();
                if let Some(marker) = element.to_packed_mut::<LinkMarker>() {
                    marker.alt = Some(words);
                }
                Change::To(FrameItem::Tag(Tag::Start(element, *flags)))
            }
            Tag::End(location, _, flags) if flags.tagged => {
                if self.dropped.remove(location) {
                    return Change::Gone;
                }
                if let Some(at) = self.open.iter().rposition(|(open, _)| open == location) {
                    self.open.remove(at);
                }
                Change::None
            }
            _ => Change::None,
        }
    }

    fn opened(&self, element: &Content) -> Opened {
        if element.is::<FootnoteEntry>() {
            return Opened::Note;
        }
        if element.is::<LinkMarker>() {
            return Opened::Link;
        }
        match element.to_packed::<PdfMarkerTag>().map(|marker| &marker.kind) {
            Some(PdfMarkerTagKind::Bibliography(_)) => Opened::List,
            Some(PdfMarkerTagKind::Label) if self.is_within(Opened::Note) => Opened::NoteNumber,
            Some(PdfMarkerTagKind::Label) => Opened::Mark,
            _ => Opened::Other,
        }
    }

    fn is_within(&self, opened: Opened) -> bool {
        self.open.iter().any(|(_, open)| *open == opened)
    }
}

/// What becomes of an item.
enum Change {
    None,
    To(FrameItem),
    Gone,
}
