//! How a page looks, without drawing it: whoever shows pages draws those only that changed.

use std::hash::{Hash, Hasher};

use typst::layout::{Frame, FrameItem};
use typst_layout::Page;

/// How a page looks ([`Sheet::page_look`](super::Sheet::page_look)).
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct PageLook {
    /// Equal where a page has the same things at the same places. It holds for one version of the
    /// program.
    pub hash: u128,
    /// In pt.
    pub width: f64,
    /// In pt.
    pub height: f64,
}

impl PageLook {
    pub(super) fn of(page: &Page) -> Self {
        let size = page.frame.size();
        let hash = typst::utils::hash128(&SeenPage(page));
        Self { hash, width: size.x.to_pt(), height: size.y.to_pt() }
    }
}

/// What is seen of a page.
struct SeenPage<'a>(&'a Page);

impl Hash for SeenPage<'_> {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        self.0.fill.hash(hasher);
        hash_frame(&self.0.frame, hasher);
    }
}

/// Hashes what is seen of a frame. Tags are not: they hold whole elements, and numbers that change
/// with each word of the release.
fn hash_frame(frame: &Frame, hasher: &mut impl Hasher) {
    frame.size().hash(hasher);
    for (position, item) in frame.items() {
        match item {
            FrameItem::Tag(_) | FrameItem::Link(..) => continue,
            FrameItem::Group(group) => {
                (position, group.transform, &group.clip).hash(hasher);
                hash_frame(&group.frame, hasher);
            }
            FrameItem::Text(text) => (position, text).hash(hasher),
            FrameItem::Shape(shape, _) => (position, shape).hash(hasher),
            FrameItem::Image(image, size, _) => (position, image, size).hash(hasher),
        }
    }
}
