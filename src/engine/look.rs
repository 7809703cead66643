//! How a page looks, without drawing it: whoever shows pages draws those only that changed.

use std::hash::{Hash, Hasher};

use typst::layout::{Frame, FrameItem};
use typst::text::TextItem;
use typst_layout::Page;

/// A number of two bytes and four of eight.
const GLYPH_BYTES: usize = 2 + 4 * 8;

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
            FrameItem::Text(text) => {
                position.hash(hasher);
                hash_text(text, hasher);
            }
            FrameItem::Shape(shape, _) => (position, shape).hash(hasher),
            FrameItem::Image(image, size, _) => (position, image, size).hash(hasher),
        }
    }
}

/// Hashes what is seen of a run of letters. The numbers of its glyphs go to the hasher together: one
/// by one, the hash of a page takes three times as long.
fn hash_text(text: &TextItem, hasher: &mut impl Hasher) {
    (&text.font, text.size, &text.fill, &text.stroke).hash(hasher);
    let mut glyphs = Vec::with_capacity(text.glyphs.len() * GLYPH_BYTES);
    for glyph in &text.glyphs {
        glyphs.extend(glyph.id.to_le_bytes());
        for em in [glyph.x_advance, glyph.x_offset, glyph.y_advance, glyph.y_offset] {
            glyphs.extend(em.get().to_le_bytes());
        }
    }
    glyphs.hash(hasher);
}
