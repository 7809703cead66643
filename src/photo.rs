//! Pictures: decoded, turned upright, bounded, re-encoded without metadata.
//!
//! The pixels go in as bytes and come out as bytes; where they came from and
//! what for is not this room's affair.

use std::io::Cursor;
use std::sync::{Mutex, PoisonError};

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits};

/// The most bytes a picture file may have: 256 MiB.
pub const MAX_BYTES: usize = 256 * 1024 * 1024;
/// The most pixels on a side.
const MAX_SIDE: u32 = 30_000;
/// The most pixels in all: 100 million.
const MAX_PIXELS: u64 = 100_000_000;
/// The most memory that decoding may take: 512 MiB.
const MAX_MEMORY: u64 = 512 * 1024 * 1024;
/// Pixels from which on pictures are decoded one at a time, whatever the number of
/// threads: memory then grows with one large picture, not with all.
const LARGE: u64 = 16_000_000;

/// Held while a large picture is in memory.
static ONE_LARGE: Mutex<()> = Mutex::new(());
/// JPEG quality of re-encoded photographs, 1 to 100.
const QUALITY: u8 = 88;
/// Resolution above which a picture is sampled down, in dots per inch.
const MOST_DPI: f64 = 300.0;
/// Resolution below which a picture is not enlarged, in dots per inch.
const LEAST_DPI: f64 = 150.0;

/// A picture as it goes into the sheet.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Photo {
    /// The encoded picture.
    pub bytes: Vec<u8>,
    /// `jpg` or `png`.
    pub extension: &'static str,
    /// Width in pixels, upright.
    pub width: u32,
    /// Height in pixels, upright.
    pub height: u32,
}

/// Why a file is no picture that can be set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PhotoFault {
    /// None of the forms that are read.
    NotAPicture,
    /// The form is known, but the file is broken or cut off.
    Broken(String),
    /// More pixels than are read.
    TooLarge(String),
}

/// Decodes a picture and makes it fit for a sheet on which it is at most `width`
/// mm wide. Equal input gives equal bytes.
pub fn prepare(bytes: &[u8], width: f64) -> Result<Photo, PhotoFault> {
    let format = match image::guess_format(bytes) {
        Ok(
            format @ (ImageFormat::Jpeg
            | ImageFormat::Png
            | ImageFormat::WebP
            | ImageFormat::Tiff
            | ImageFormat::Gif),
        ) => format,
        _ => return Err(PhotoFault::NotAPicture),
    };
    let is_large = ImageReader::with_format(Cursor::new(bytes), format)
        .into_dimensions()
        .is_ok_and(|(width, height)| u64::from(width) * u64::from(height) > LARGE);
    // A poisoned lock only says that a decoder panicked; nothing is guarded by it.
    let _turn = is_large.then(|| ONE_LARGE.lock().unwrap_or_else(PoisonError::into_inner));
    let picture = decode(bytes, format)?;
    let most = (width / 25.4 * MOST_DPI).round().max(1.0) as u32;
    let picture = match picture.width() > most {
        true => picture.resize(most, u32::MAX, image::imageops::FilterType::CatmullRom),
        false => picture,
    };
    let (width, height) = (picture.width(), picture.height());
    let mut encoded = Vec::new();
    let extension = match format {
        ImageFormat::Jpeg => {
            let picture = opaque(picture);
            let encoder = JpegEncoder::new_with_quality(&mut encoded, QUALITY);
            picture.write_with_encoder(encoder).map_err(|error| fault(&error))?;
            "jpg"
        }
        _ => {
            let picture = eight_bit(picture);
            picture
                .write_to(&mut Cursor::new(&mut encoded), ImageFormat::Png)
                .map_err(|error| fault(&error))?;
            "png"
        }
    };
    Ok(Photo { bytes: encoded, extension, width, height })
}

impl Photo {
    /// The width at which it is set, in mm: as large as `width` and `height` allow,
    /// but no wider than its pixels carry.
    pub fn set_width(&self, width: f64, height: f64) -> f64 {
        let natural = f64::from(self.width) / LEAST_DPI * 25.4;
        natural.min(width).min(height * self.ratio())
    }

    /// Width divided by height.
    pub fn ratio(&self) -> f64 {
        f64::from(self.width.max(1)) / f64::from(self.height.max(1))
    }
}

fn decode(bytes: &[u8], format: ImageFormat) -> Result<DynamicImage, PhotoFault> {
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(MAX_MEMORY);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|error| fault(&error))?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(PhotoFault::TooLarge(format!(
            "it has {width} × {height} pixels; at most {MAX_PIXELS} in all are read"
        )));
    }
    // A picture without readable orientation is taken as upright.
    let orientation = decoder.orientation().unwrap_or(image::metadata::Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|error| fault(&error))?;
    picture.apply_orientation(orientation);
    Ok(picture)
}

/// Grey stays grey, everything else becomes RGB of 8 bits.
fn opaque(picture: DynamicImage) -> DynamicImage {
    match picture.color().has_color() {
        true => DynamicImage::ImageRgb8(picture.into_rgb8()),
        false => DynamicImage::ImageLuma8(picture.into_luma8()),
    }
}

/// 8 bits a channel, transparency kept.
fn eight_bit(picture: DynamicImage) -> DynamicImage {
    match (picture.color().has_color(), picture.color().has_alpha()) {
        (true, true) => DynamicImage::ImageRgba8(picture.into_rgba8()),
        (false, true) => DynamicImage::ImageLumaA8(picture.into_luma_alpha8()),
        _ => opaque(picture),
    }
}

fn fault(error: &ImageError) -> PhotoFault {
    // Decoders word their reasons over several lines.
    let reason = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    match error {
        ImageError::Limits(limit) => PhotoFault::TooLarge(reason(limit.to_string())),
        ImageError::Unsupported(form) => PhotoFault::Broken(reason(form.to_string())),
        error => PhotoFault::Broken(reason(error.to_string())),
    }
}
