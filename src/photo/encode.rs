//! Pictures of 8 bits as files: photographs as JPEG, drawings as PNG.

use std::collections::HashMap;

use image::DynamicImage;
use jpeg_encoder::SamplingFactor;
use png::{BitDepth, ColorType, Compression, Encoder, Filter};

use super::{PhotoError, broken};

/// A share of pixels like their left neighbours above which a picture is drawn, in
/// per cent: the noise of a camera leaves few, areas of one colour nearly all.
const DRAWN: u64 = 33;
/// Rows that are looked at for it.
const ROWS: usize = 256;

/// Whether pixels look drawn and not photographed.
pub(super) fn looks_drawn(image: &DynamicImage) -> bool {
    let size = usize::from(image.color().bytes_per_pixel());
    let row = image.width() as usize * size;
    let step = (image.height() as usize).div_ceil(ROWS).max(1);
    let (mut same, mut all) = (0_u64, 0_u64);
    for row in image.as_bytes().chunks_exact(row.max(1)).step_by(step) {
        let neighbours = row.chunks_exact(size).zip(row.chunks_exact(size).skip(1));
        same += neighbours.filter(|(one, other)| one == other).count() as u64;
        all += (row.len() / size).saturating_sub(1) as u64;
    }
    same * 100 >= all * DRAWN
}

/// Drops opacity where nothing is see-through, and colour where all is grey.
pub(super) fn simplest(image: DynamicImage) -> DynamicImage {
    let is_opaque = match &image {
        DynamicImage::ImageRgba8(image) => image.pixels().all(|pixel| pixel.0[3] == 255),
        DynamicImage::ImageLumaA8(image) => image.pixels().all(|pixel| pixel.0[1] == 255),
        _ => false,
    };
    let image = match (is_opaque, image.color().has_color()) {
        (true, true) => DynamicImage::ImageRgb8(image.into_rgb8()),
        (true, false) => DynamicImage::ImageLuma8(image.into_luma8()),
        (false, _) => image,
    };
    match &image {
        DynamicImage::ImageRgb8(pixels) if pixels.pixels().all(|pixel| is_gray(&pixel.0)) => {
            DynamicImage::ImageLuma8(image.into_luma8())
        }
        DynamicImage::ImageRgba8(pixels) if pixels.pixels().all(|pixel| is_gray(&pixel.0)) => {
            DynamicImage::ImageLumaA8(image.into_luma_alpha8())
        }
        _ => image,
    }
}

fn is_gray(pixel: &[u8]) -> bool {
    pixel[0] == pixel[1] && pixel[1] == pixel[2]
}

/// Baseline JPEG with whole colour: where colour has half the pixels, red letters on
/// blue fray.
///
/// Not by `image`, whose encoder takes several times as long.
pub(super) fn jpeg(image: &DynamicImage, quality: u8) -> Result<Vec<u8>, PhotoError> {
    let (colour, data): (_, &[u8]) = match image {
        DynamicImage::ImageLuma8(image) => (jpeg_encoder::ColorType::Luma, image.as_raw()),
        DynamicImage::ImageRgb8(image) => (jpeg_encoder::ColorType::Rgb, image.as_raw()),
        _ => return Err(broken("its pixels have an unusual form")),
    };
    let (width, height) = (jpeg_side(image.width())?, jpeg_side(image.height())?);
    let mut bytes = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut bytes, quality.clamp(1, 100));
    encoder.set_sampling_factor(SamplingFactor::R_4_4_4);
    encoder.encode(data, width, height, colour).map_err(broken)?;
    Ok(bytes)
}

fn jpeg_side(side: u32) -> Result<u16, PhotoError> {
    u16::try_from(side).map_err(|_| broken("it is too long for JPEG"))
}

/// PNG; with a palette where 256 are enough.
pub(crate) fn png(image: &DynamicImage) -> Result<Vec<u8>, PhotoError> {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, image.width(), image.height());
    encoder.set_compression(Compression::Balanced);
    let palette = palette(image);
    let (colour, data): (ColorType, &[u8]) = match (&palette, image) {
        (Some(palette), _) => (ColorType::Indexed, &palette.pixels),
        (None, DynamicImage::ImageLuma8(image)) => (ColorType::Grayscale, image.as_raw()),
        (None, DynamicImage::ImageLumaA8(image)) => (ColorType::GrayscaleAlpha, image.as_raw()),
        (None, DynamicImage::ImageRgb8(image)) => (ColorType::Rgb, image.as_raw()),
        (None, DynamicImage::ImageRgba8(image)) => (ColorType::Rgba, image.as_raw()),
        _ => return Err(broken("its pixels have an unusual form")),
    };
    encoder.set_color(colour);
    encoder.set_depth(BitDepth::Eight);
    if let Some(palette) = &palette {
        encoder.set_filter(Filter::NoFilter);
        encoder.set_palette(&palette.colours[..]);
        if palette.opacity.iter().any(|opacity| *opacity < 255) {
            encoder.set_trns(&palette.opacity[..]);
        }
    }
    let mut writer = encoder.write_header().map_err(broken)?;
    writer.write_image_data(data).map_err(broken)?;
    writer.finish().map_err(broken)?;
    Ok(bytes)
}

/// The colours of a picture in the order in which they come, and its pixels by their
/// numbers.
#[derive(Default)]
struct IndexedPixels {
    /// The number of each colour.
    numbers: HashMap<[u8; 4], u8>,
    colours: Vec<u8>,
    opacity: Vec<u8>,
    pixels: Vec<u8>,
}

impl IndexedPixels {
    /// Adds a pixel. `None` where it would be the 257th colour.
    fn push(&mut self, colour: [u8; 4]) -> Option<()> {
        let number = match self.numbers.get(&colour) {
            Some(number) => *number,
            None => {
                let number = u8::try_from(self.numbers.len()).ok()?;
                self.numbers.insert(colour, number);
                self.colours.extend(&colour[..3]);
                self.opacity.push(colour[3]);
                number
            }
        };
        self.pixels.push(number);
        Some(())
    }
}

/// The pixels of a picture by palette, if it has at most 256 colours.
fn palette(image: &DynamicImage) -> Option<IndexedPixels> {
    let mut palette = IndexedPixels::default();
    match image {
        DynamicImage::ImageRgb8(image) => image.pixels().try_for_each(|pixel| {
            let [red, green, blue] = pixel.0;
            palette.push([red, green, blue, 255])
        }),
        DynamicImage::ImageRgba8(image) => {
            image.pixels().try_for_each(|pixel| palette.push(pixel.0))
        }
        // A channel of grey is as short as the numbers of a palette.
        _ => None,
    }?;
    Some(palette)
}
/// Width and height of a PNG, as its header says (PNG, 11.2.1).
pub(crate) fn png_size(bytes: &[u8]) -> Option<(u32, u32)> {
    if !bytes.starts_with(b"\x89PNG") {
        return None;
    }
    let [width, height] = [16, 20].map(|at| bytes.get(at..at + 4)?.try_into().ok());
    Some((u32::from_be_bytes(width?), u32::from_be_bytes(height?)))
}
