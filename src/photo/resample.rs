//! Fewer pixels, never more.

use fast_image_resize::pixels::{U8, U8x2, U8x3, U8x4, U16, U16x2, U16x3, U16x4};
use fast_image_resize::{
    FilterType, IntoImageViewMut, MulDiv, PixelTrait, ResizeAlg, ResizeOptions, Resizer,
};
use image::{ColorType, DynamicImage};

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
    let to = (width, height);
    let has_opacity = is_light && image.color().has_alpha();
    match image.color() {
        ColorType::L8 => sampled::<U8>(image, to, has_opacity),
        ColorType::La8 => sampled::<U8x2>(image, to, has_opacity),
        ColorType::Rgb8 => sampled::<U8x3>(image, to, has_opacity),
        ColorType::Rgba8 => sampled::<U8x4>(image, to, has_opacity),
        ColorType::L16 => sampled::<U16>(image, to, has_opacity),
        ColorType::La16 => sampled::<U16x2>(image, to, has_opacity),
        ColorType::Rgb16 => sampled::<U16x3>(image, to, has_opacity),
        ColorType::Rgba16 => sampled::<U16x4>(image, to, has_opacity),
        other => Err(broken(format!("its pixels are of an unknown kind, {other:?}"))),
    }
}

/// Samples pixels of one kind. `Resizer::resize` takes any kind, and so brings the code for
/// thirteen, all in this library; pictures have eight.
fn sampled<Pixel: PixelTrait>(
    mut image: DynamicImage,
    (width, height): (u32, u32),
    has_opacity: bool,
) -> Result<DynamicImage, PhotoError> {
    let algorithm = ResizeAlg::Convolution(FilterType::Lanczos3);
    // The resizer could multiply by the opacity too, but would take a copy of the whole picture.
    let options = ResizeOptions::new().resize_alg(algorithm).use_alpha(false);
    let opacity = MulDiv::new();
    let mut smaller = DynamicImage::new(width, height, image.color());
    {
        let mut from = image.image_view_mut::<Pixel>().ok_or_else(of_another_kind)?;
        let mut to = smaller.image_view_mut::<Pixel>().ok_or_else(of_another_kind)?;
        if has_opacity {
            opacity.multiply_alpha_inplace_typed(&mut from).map_err(broken)?;
        }
        Resizer::new().resize_typed(&from, &mut to, &options).map_err(broken)?;
        if has_opacity {
            opacity.divide_alpha_inplace_typed(&mut to).map_err(broken)?;
        }
    }
    Ok(smaller)
}

fn of_another_kind() -> PhotoError {
    broken("its pixels are not of the kind that it names")
}
