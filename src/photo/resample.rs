//! Fewer pixels, never more.

use fast_image_resize::{FilterType, MulDiv, ResizeAlg, ResizeOptions, Resizer};
use image::DynamicImage;

use super::{PhotoError, broken};

/// The size that fits into `max`, with the proportions of `size`.
pub(super) fn fitting(size: (u32, u32), max: (u32, u32)) -> (u32, u32) {
    let scale = (f64::from(max.0) / f64::from(size.0)).min(f64::from(max.1) / f64::from(size.1));
    if scale >= 1.0 {
        return size;
    }
    (scaled(size.0, scale).min(max.0.max(1)), scaled(size.1, scale).min(max.1.max(1)))
}

fn scaled(side: u32, scale: f64) -> u32 {
    (f64::from(side) * scale).round().max(1.0) as u32
}

/// Samples a picture down with Lanczos' filter; as it is where it fits already.
/// `is_light` says that a last channel is opacity, and not the fourth ink.
pub(super) fn down(
    image: DynamicImage,
    (width, height): (u32, u32),
    is_light: bool,
) -> Result<DynamicImage, PhotoError> {
    if image.width() <= width && image.height() <= height {
        return Ok(image);
    }
    // Numbers with a fraction are beyond what any sheet shows.
    let image = match image {
        DynamicImage::ImageRgb32F(_) => DynamicImage::ImageRgb16(image.into_rgb16()),
        DynamicImage::ImageRgba32F(_) => DynamicImage::ImageRgba16(image.into_rgba16()),
        image => image,
    };
    let algorithm = ResizeAlg::Convolution(FilterType::Lanczos3);
    // The resizer could multiply by the opacity too, but would take a copy of the whole picture.
    let options = ResizeOptions::new().resize_alg(algorithm).use_alpha(false);
    let has_opacity = is_light && image.color().has_alpha();
    let opacity = MulDiv::new();
    let mut image = image;
    if has_opacity {
        opacity.multiply_alpha_inplace(&mut image).map_err(broken)?;
    }
    let mut smaller = DynamicImage::new(width, height, image.color());
    Resizer::new().resize(&image, &mut smaller, &options).map_err(broken)?;
    if has_opacity {
        opacity.divide_alpha_inplace(&mut smaller).map_err(broken)?;
    }
    Ok(smaller)
}
