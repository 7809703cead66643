//! Drawings in shades of grey.

use std::sync::{Arc, Mutex, PoisonError};

use image::{DynamicImage, RgbaImage};
use resvg::tiny_skia::{Pixmap, Transform};
use usvg::{ImageHrefResolver, ImageKind, Options, Tree, WriteOptions};

use super::colour::{self, Lightness};
use super::format::is_svg;
use super::{DrawingFonts, Photo, PhotoError, PictureLimits, Rendition, broken, encode};

/// Attributes that hold a colour in what is written.
const COLOURS: &[&str] =
    &["fill=\"#", "stroke=\"#", "stop-color=\"#", "flood-color=\"#", "lighting-color=\"#"];

/// Every colour of a written drawing as grey. The writer spells each as six
/// hexadecimal digits.
pub(super) fn in_gray(text: &str) -> String {
    let lightness = Lightness::new();
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("=\"#") {
        let (before, behind) = rest.split_at(at + 3);
        out.push_str(before);
        rest = behind;
        let is_colour = COLOURS.iter().any(|colour| before.ends_with(colour));
        let digits = rest.get(..6).and_then(|digits| u32::from_str_radix(digits, 16).ok());
        if let (true, Some(colour)) = (is_colour, digits) {
            let [_, red, green, blue] = colour.to_be_bytes();
            let gray = lightness.of([red, green, blue]);
            out.push_str(&format!("{gray:02x}{gray:02x}{gray:02x}"));
            rest = rest.get(6..).unwrap_or_default();
        }
    }
    out.push_str(rest);
    out
}

/// The maximum depth of drawings within drawings; a drawing program makes one level.
const MAX_LEVELS: usize = 4;
/// The longer side in pixels where a drawing has to become one of pixels.
const LONGER_SIDE: f32 = 2400.0;

/// A drawing of a letterhead in grey, which is less strictly judged than one of a
/// release: what its own house draws is trusted. Filters can make colour out of
/// grey, so a drawing with such becomes one of pixels. Gives bytes and file ending.
pub(crate) fn logo_in_gray(
    bytes: &[u8],
    fonts: &DrawingFonts,
) -> Result<(Vec<u8>, &'static str), PhotoError> {
    let tree = gray_tree(bytes, fonts, MAX_LEVELS)?;
    if tree.filters().is_empty() {
        return Ok((tree.to_string(&WriteOptions::default()).into_bytes(), "svg"));
    }
    let size = tree.size();
    let scale = LONGER_SIDE / size.width().max(size.height());
    let mut pixels = Pixmap::new(side(size.width() * scale), side(size.height() * scale))
        .ok_or_else(|| broken("it has no size"))?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixels.as_mut());
    let (width, height) = (pixels.width(), pixels.height());
    let plain = pixels.pixels().iter().flat_map(|pixel| {
        let pixel = pixel.demultiply();
        [pixel.red(), pixel.green(), pixel.blue(), pixel.alpha()]
    });
    let image = RgbaImage::from_raw(width, height, plain.collect())
        .ok_or_else(|| broken("it cannot be drawn"))?;
    let image = colour::gray(DynamicImage::ImageRgba8(image));
    Ok((encode::png(&encode::simplest(image))?, "png"))
}

fn side(length: f32) -> u32 {
    length.round().max(1.0) as u32
}

/// The drawing as shapes, each colour grey, pictures in it too.
fn gray_tree(bytes: &[u8], fonts: &DrawingFonts, levels: usize) -> Result<Tree, PhotoError> {
    let error = Mutex::new(None);
    let absent = Mutex::default();
    let tree = {
        let options = Options {
            resources_dir: None,
            image_href_resolver: ImageHrefResolver {
                resolve_data: Box::new(|_, data, _| match gray_picture(&data, fonts, levels) {
                    Ok(picture) => Some(picture),
                    Err(found) => {
                        error.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(found);
                        None
                    }
                }),
                resolve_string: Box::new(|_, _| None),
            },
            font_family: fonts.default_family().to_owned(),
            font_resolver: fonts.resolver(&absent),
            fontdb: fonts.database(),
            ..Options::default()
        };
        Tree::from_data(bytes, &options).map_err(broken)?
    };
    if let Some(error) = error.into_inner().unwrap_or_else(PoisonError::into_inner) {
        return Err(error);
    }
    let text = in_gray(&tree.to_string(&WriteOptions::default()));
    // What is written holds shapes and pictures alone, and each was made grey.
    let nothing = |_: &str, _: &Options<'_>| None;
    let options = Options {
        image_href_resolver: ImageHrefResolver {
            resolve_string: Box::new(nothing),
            ..Default::default()
        },
        ..Options::default()
    };
    Tree::from_str(&text, &options).map_err(broken)
}

fn gray_picture(
    bytes: &[u8],
    fonts: &DrawingFonts,
    levels: usize,
) -> Result<ImageKind, PhotoError> {
    if is_svg(bytes) {
        return match levels.checked_sub(1) {
            Some(levels) => gray_tree(bytes, fonts, levels).map(ImageKind::SVG),
            None => Err(broken("images are nested too deeply")),
        };
    }
    let photo = Photo::open(bytes.to_vec(), &PictureLimits::default())?;
    let rendered = photo.render(&Rendition { gray: true, ..Rendition::default() })?;
    Ok(match rendered.extension {
        "jpg" => ImageKind::JPEG(Arc::new(rendered.bytes)),
        _ => ImageKind::PNG(Arc::new(rendered.bytes)),
    })
}
