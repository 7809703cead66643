//! Drawings as logos: what is checked of them beside what the gate counts.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use usvg::{Group, ImageHrefResolver, Node, Options, Tree};

use super::drawing::{CheckedDrawing, DrawingLimits};
use super::format::is_svg;
use super::svg::refuse_missing_glyphs;
use super::{DrawingFonts, Photo, PhotoError, PictureLimits, broken};

/// What the drawings and pictures in a logo may still need, and what is wrong with one.
struct Inner {
    shapes: u64,
    pixels: u64,
    error: Option<PhotoError>,
}

/// By how much of the width of a drawing a text may stand out of it: the room around letters.
const OVERHANG: f32 = 0.01;

/// A logo that can be drawn.
pub(crate) struct DrawnLogo {
    pub svg: Arc<Vec<u8>>,
    /// A text that the edge of the drawing cuts off.
    pub cut_text: Option<String>,
    /// Nothing is drawn within its edges.
    pub is_blank: bool,
}

/// A logo as SVG; its texts have their fonts, and the pictures in it are within the limits too.
pub(crate) fn drawn_logo(
    bytes: Vec<u8>,
    fonts: &DrawingFonts,
    limits: &DrawingLimits,
) -> Result<DrawnLogo, PhotoError> {
    let inner = Mutex::new(Inner { shapes: limits.shapes, pixels: limits.pixels, error: None });
    let drawing = CheckedDrawing::open(bytes, limits)?;
    let (cut_text, is_blank) = check(&drawing, fonts, limits, limits.levels, &inner)?;
    match inner.into_inner().unwrap_or_else(PoisonError::into_inner).error {
        Some(error) => Err(error),
        None => Ok(DrawnLogo { svg: drawing.svg, cut_text, is_blank }),
    }
}

/// Width by height of a drawing that was taken; none where it has no extent.
pub(crate) fn drawing_ratio(svg: &[u8]) -> Option<f64> {
    let options = Options {
        resources_dir: None,
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(|_, _, _| None),
            resolve_string: Box::new(|_, _| None),
        },
        ..Options::default()
    };
    let size = Tree::from_data(svg, &options).ok()?.size();
    Some(f64::from(size.width()) / f64::from(size.height()))
}

/// The text that is cut off, and whether nothing is seen.
fn check(
    drawing: &CheckedDrawing,
    fonts: &DrawingFonts,
    limits: &DrawingLimits,
    levels: usize,
    inner: &Mutex<Inner>,
) -> Result<(Option<String>, bool), PhotoError> {
    let absent = Mutex::default();
    let has_picture = AtomicBool::new(false);
    let (cut_text, is_blank) = {
        let options = Options {
            // Nothing beside the file itself is read.
            resources_dir: None,
            image_href_resolver: ImageHrefResolver {
                resolve_data: Box::new(|_, data, _| {
                    has_picture.store(true, Ordering::Relaxed);
                    if let Err(error) = check_picture(&data, fonts, limits, levels, inner) {
                        let mut inner = inner.lock().unwrap_or_else(PoisonError::into_inner);
                        inner.error.get_or_insert(error);
                    }
                    None
                }),
                resolve_string: Box::new(|_, _| None),
            },
            font_family: fonts.default_family().to_owned(),
            font_resolver: fonts.resolver(&absent),
            fontdb: if drawing.has_text { fonts.database() } else { Arc::default() },
            ..Options::default()
        };
        let tree = Tree::from_data(&drawing.svg, &options).map_err(broken)?;
        let cut_text = if drawing.has_text {
            refuse_missing_glyphs(tree.root())?;
            cut_text(tree.root(), tree.size().width(), tree.size().height())
        } else {
            None
        };
        // Pictures in it were only looked at, and are not in the tree.
        (cut_text, !has_picture.load(Ordering::Relaxed) && !is_seen(&tree))
    };
    let absent = absent.into_inner().unwrap_or_else(PoisonError::into_inner);
    match absent.into_iter().next() {
        Some(family) => Err(PhotoError::Unfit(format!(
            "its text asks for the font `{family}`, which is not there"
        ))),
        None => Ok((cut_text, is_blank)),
    }
}

/// Whether some of a drawing lies within its edges. What is too small or has no colour is not in the
/// tree.
fn is_seen(tree: &Tree) -> bool {
    let (size, drawn) = (tree.size(), tree.root().abs_layer_bounding_box());
    !tree.root().children().is_empty()
        && drawn.left() < size.width()
        && drawn.top() < size.height()
        && drawn.right() > 0.0
        && drawn.bottom() > 0.0
}

/// The first text that stands out of a drawing of that size. Shapes may: they fill it to the edge.
fn cut_text(group: &Group, width: f32, height: f32) -> Option<String> {
    group.children().iter().find_map(|node| match node {
        Node::Group(group) => cut_text(group, width, height),
        Node::Text(text) => {
            let place = text.abs_bounding_box();
            let overhang = width * OVERHANG;
            let is_inside = place.left() >= -overhang
                && place.right() <= width + overhang
                && place.top() >= -height * 0.5
                && place.bottom() <= height * 1.5;
            let chunks = text.chunks().iter().map(|chunk| chunk.text());
            (!is_inside).then(|| chunks.collect::<String>().trim().chars().take(60).collect())
        }
        _ => None,
    })
}

/// Checks a picture in a logo, be it another drawing, and takes what it needs off the rest.
fn check_picture(
    bytes: &[u8],
    fonts: &DrawingFonts,
    limits: &DrawingLimits,
    levels: usize,
    inner: &Mutex<Inner>,
) -> Result<(), PhotoError> {
    let (shapes, pixels) = {
        let inner = inner.lock().unwrap_or_else(PoisonError::into_inner);
        (inner.shapes, inner.pixels)
    };
    if is_svg(bytes) {
        let levels = levels.checked_sub(1).ok_or_else(|| broken("images are nested too deeply"))?;
        let limits = DrawingLimits { shapes, ..*limits };
        let drawing = CheckedDrawing::open(bytes.to_vec(), &limits)?;
        inner.lock().unwrap_or_else(PoisonError::into_inner).shapes -= drawing.shapes.min(shapes);
        return check(&drawing, fonts, &limits, levels, inner).map(|_| ());
    }
    let photo = Photo::open(bytes.to_vec(), &PictureLimits::default().with_pixels(pixels))?;
    let taken = u64::from(photo.width()) * u64::from(photo.height());
    inner.lock().unwrap_or_else(PoisonError::into_inner).pixels -= taken.min(pixels);
    Ok(())
}
