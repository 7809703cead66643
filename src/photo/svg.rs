//! Drawings in lines and areas: checked, and read as shapes.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use usvg::{Group, ImageHrefResolver, ImageKind, Options, SpreadMethod, Tree};

use super::drawing::CheckedDrawing;
use super::{DrawingFonts, PhotoError, broken};

/// The longer side of a drawing, of which the proportions alone count.
const LONGER_SIDE: f64 = 10_000.0;

/// What a drawing says of itself.
pub(super) struct DrawingSummary {
    /// Width and height, the longer side being 10,000.
    pub size: (u32, u32),
    /// The families that its texts want and that are not there.
    pub absent_families: Vec<String>,
}

/// Checks a drawing and finds its proportions.
pub(super) fn summary(
    drawing: &CheckedDrawing,
    fonts: &DrawingFonts,
) -> Result<DrawingSummary, PhotoError> {
    if drawing.has_text && fonts.is_empty() {
        return Err(unfit("it has text; turn its text into paths and save it once more"));
    }
    let absent = Mutex::default();
    let tree = tree(&drawing.svg, fonts, &absent, |_| None)?;
    if drawing.has_text {
        refuse_missing_glyphs(tree.root())?;
    }
    let size = tree.size();
    let (width, height) = (f64::from(size.width()), f64::from(size.height()));
    let scale = LONGER_SIDE / width.max(height);
    let absent: BTreeSet<String> = absent.into_inner().unwrap_or_else(PoisonError::into_inner);
    Ok(DrawingSummary {
        size: (side(width * scale), side(height * scale)),
        absent_families: absent.into_iter().collect(),
    })
}

fn side(length: f64) -> u32 {
    length.round().clamp(1.0, LONGER_SIDE) as u32
}

/// Refuses characters for which no font has a glyph: boxes in their place mislead.
pub(super) fn refuse_missing_glyphs(group: &Group) -> Result<(), PhotoError> {
    for node in group.children() {
        match node {
            usvg::Node::Group(group) => refuse_missing_glyphs(group)?,
            usvg::Node::Text(text) => {
                let glyphs = text.layouted().iter().flat_map(|span| &span.positioned_glyphs);
                let mut lacking = glyphs.filter(|glyph| glyph.id.0 == 0);
                if let Some(glyph) = lacking.next() {
                    return Err(unfit(&format!(
                        "no font has a glyph for `{}`, a character of its text",
                        glyph.text.trim()
                    )));
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// The drawing as shapes; `picture` makes what stands for a picture in it, and
/// `absent` gets the families that are not there.
pub(super) fn tree<'a>(
    bytes: &[u8],
    fonts: &'a DrawingFonts,
    absent: &'a Mutex<BTreeSet<String>>,
    picture: impl Fn(&[u8]) -> Option<ImageKind> + Send + Sync + 'a,
) -> Result<Tree, PhotoError> {
    let options = Options {
        // Nothing beside the file itself is read.
        resources_dir: None,
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(move |_, data, _| picture(&data)),
            resolve_string: Box::new(|_, _| None),
        },
        font_family: fonts.default_family().to_owned(),
        font_resolver: fonts.resolver(absent),
        fontdb: if may_have_text(bytes) { fonts.database() } else { Arc::default() },
        ..Options::default()
    };
    let tree = Tree::from_data(bytes, &options).map_err(broken)?;
    if !tree.filters().is_empty() {
        return Err(unfit("it has filters (shadows, blur), which are no lines and areas"));
    }
    let linear = tree.linear_gradients().iter().map(|gradient| gradient.spread_method());
    let radial = tree.radial_gradients().iter().map(|gradient| gradient.spread_method());
    // They would take PostScript, which PDF/A forbids.
    if linear.chain(radial).any(|spread| spread != SpreadMethod::Pad) {
        return Err(unfit("it has gradients that repeat (spreadMethod)"));
    }
    Ok(tree)
}

/// Whether fonts may be needed, which take some time to look through.
fn may_have_text(bytes: &[u8]) -> bool {
    bytes.windows(4).any(|window| window == b"text")
}

fn unfit(why: &str) -> PhotoError {
    PhotoError::Unfit(why.to_owned())
}
