//! Fewer pixels, never more.

use fast_image_resize::{FilterType, ResizeAlg, ResizeOptions, Resizer};
use image::DynamicImage;

use super::{PhotoFault, broken};

/// The size that fits into `most`, with the proportions of `size`.
pub(super) fn fitting(size: (u32, u32), most: (u32, u32)) -> (u32, u32) {
    let scale = (f64::from(most.0) / f64::from(size.0)).min(f64::from(most.1) / f64::from(size.1));
    if scale >= 1.0 {
        return size;
    }
    let side = |side: u32| (f64::from(side) * scale).round().max(1.0) as u32;
    (side(size.0).min(most.0.max(1)), side(size.1).min(most.1.max(1)))
}

/// Samples a picture down with Lanczos' filter; as it is where it fits already.
/// `is_light` says that a last channel is opacity, and not the fourth ink.
pub(super) fn down(
    image: DynamicImage,
    (width, height): (u32, u32),
    is_light: bool,
) -> Result<DynamicImage, PhotoFault> {
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
    let options = ResizeOptions::new().resize_alg(algorithm).use_alpha(is_light);
    let mut smaller = DynamicImage::new(width, height, image.color());
    Resizer::new().resize(&image, &mut smaller, &options).map_err(broken)?;
    Ok(smaller)
}
