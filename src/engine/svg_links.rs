//! Addresses of links as they stand in an attribute of XML.
//!
//! The engine writes an address into its SVG as it is, but for quotation marks; with `&` or `<` the
//! file is no XML any more.

use std::borrow::Cow;

use typst::layout::{Frame, FrameItem, GroupItem, Point};
use typst::model::{Destination, Url};
use typst_layout::Page;

use super::frames::with_items;

/// The page with addresses that the engine's SVG can have; most pages have no others.
pub(super) fn with_written_links(page: &Page) -> Cow<'_, Page> {
    match written(&page.frame) {
        Some(frame) => Cow::Owned(Page { frame, ..page.clone() }),
        None => Cow::Borrowed(page),
    }
}

/// The frame with other addresses; none if it may stay as it is.
fn written(frame: &Frame) -> Option<Frame> {
    if !has_markup(frame) {
        return None;
    }
    let items = frame.items().filter_map(|(at, item)| Some((*at, written_item(item)?)));
    let items: Vec<(Point, FrameItem)> = items.collect();
    Some(with_items(frame, items))
}

/// Whether a frame has links whose addresses hold characters of markup.
fn has_markup(frame: &Frame) -> bool {
    frame.items().any(|(_, item)| match item {
        FrameItem::Link(Destination::Url(url), _) => url.contains(['&', '<']),
        FrameItem::Group(group) => has_markup(&group.frame),
        _ => false,
    })
}

fn written_item(item: &FrameItem) -> Option<FrameItem> {
    Some(match item {
        FrameItem::Link(Destination::Url(url), size) => {
            let address = url.replace("&", "&amp;").replace("<", "&lt;");
            // One that is too long now to be one is no link; its words stay.
            FrameItem::Link(Destination::Url(Url::new(address).ok()?), *size)
        }
        FrameItem::Group(group) => match written(&group.frame) {
            Some(frame) => FrameItem::Group(GroupItem { frame, ..group.clone() }),
            None => item.clone(),
        },
        item => item.clone(),
    })
}
