//! Decoding of PNG, GIF and WebP.

use std::io::Cursor;

use image::codecs::gif::GifDecoder;
use image::codecs::png::PngDecoder;
use image::codecs::webp::WebPDecoder;
use image::{DynamicImage, ImageDecoder};

use super::containers::ChunkHeader;
use super::format::PhotoFormat;
use super::pixels::{Pixels, Space};
use super::{PhotoError, decoding_error};

/// Memory for decoding, in bytes.
pub(super) fn memory(format: PhotoFormat, bytes: &[u8], header: &ChunkHeader) -> u64 {
    let pixels = u64::from(header.width) * u64::from(header.height);
    match format {
        // By PNG's depth and colour type; less than a byte is widened to one.
        PhotoFormat::Png => {
            let depth = u64::from(bytes.get(24).copied().unwrap_or(8)).div_ceil(8);
            let channels = match bytes.get(25) {
                Some(0) => 2,
                Some(4) => 2,
                _ => 4,
            };
            pixels * depth * channels
        }
        // The frame and what it is put together from.
        _ => pixels * 8,
    }
}

/// Decodes the first frame.
pub(super) fn decode(
    format: PhotoFormat,
    bytes: &[u8],
    header: &ChunkHeader,
    memory: u64,
) -> Result<Pixels, PhotoError> {
    let cursor = Cursor::new(bytes);
    match format {
        PhotoFormat::Png => frame(PngDecoder::new(cursor), header, memory),
        PhotoFormat::Gif => frame(GifDecoder::new(cursor), header, memory),
        _ => frame(WebPDecoder::new(cursor), header, memory),
    }
}

fn frame<D: ImageDecoder>(
    decoder: image::ImageResult<D>,
    header: &ChunkHeader,
    memory: u64,
) -> Result<Pixels, PhotoError> {
    let mut decoder = decoder.map_err(|error| decoding_error(&error))?;
    let mut limits = image::Limits::default();
    limits.max_alloc = Some(memory);
    decoder.set_limits(limits).map_err(|error| decoding_error(&error))?;
    let space = match &header.space {
        Some(space) => space.clone(),
        // A profile that cannot be read is none.
        None => match decoder.icc_profile() {
            Ok(Some(profile)) => Space::Icc(profile),
            _ => Space::Standard,
        },
    };
    let image = DynamicImage::from_decoder(decoder).map_err(|error| decoding_error(&error))?;
    Ok(Pixels::Light(image, space))
}
