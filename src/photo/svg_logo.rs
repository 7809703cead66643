//! Drawings as logos: what is checked of them beside what the gate counts.

use std::sync::{Arc, Mutex, PoisonError};

use usvg::{ImageHrefResolver, Options, Tree};

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

/// A logo that can be drawn, as SVG; its texts have their fonts, and the pictures in it are
/// within the limits too.
pub(crate) fn drawn_logo(
    bytes: Vec<u8>,
    fonts: &DrawingFonts,
    limits: &DrawingLimits,
) -> Result<Arc<Vec<u8>>, PhotoError> {
    let inner = Mutex::new(Inner { shapes: limits.shapes, pixels: limits.pixels, error: None });
    let drawing = CheckedDrawing::open(bytes, limits)?;
    check(&drawing, fonts, limits, limits.levels, &inner)?;
    match inner.into_inner().unwrap_or_else(PoisonError::into_inner).error {
        Some(error) => Err(error),
        None => Ok(drawing.svg),
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

fn check(
    drawing: &CheckedDrawing,
    fonts: &DrawingFonts,
    limits: &DrawingLimits,
    levels: usize,
    inner: &Mutex<Inner>,
) -> Result<(), PhotoError> {
    let absent = Mutex::default();
    {
        let options = Options {
            // Nothing beside the file itself is read.
            resources_dir: None,
            image_href_resolver: ImageHrefResolver {
                resolve_data: Box::new(|_, data, _| {
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
        if drawing.has_text {
            refuse_missing_glyphs(tree.root())?;
        }
    }
    let absent = absent.into_inner().unwrap_or_else(PoisonError::into_inner);
    match absent.into_iter().next() {
        Some(family) => Err(PhotoError::Unfit(format!(
            "its text asks for the font `{family}`, which is not there"
        ))),
        None => Ok(()),
    }
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
        return check(&drawing, fonts, &limits, levels, inner);
    }
    let photo = Photo::open(bytes.to_vec(), &PictureLimits::default().with_pixels(pixels))?;
    let taken = u64::from(photo.width()) * u64::from(photo.height());
    inner.lock().unwrap_or_else(PoisonError::into_inner).pixels -= taken.min(pixels);
    Ok(())
}
