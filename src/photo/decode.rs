//! Pixels as the file has them, with what they mean.

use std::io::Cursor;

use image::codecs::gif::GifDecoder;
use image::codecs::png::PngDecoder;
use image::codecs::webp::WebPDecoder;
use image::{DynamicImage, ImageDecoder, RgbaImage};

use super::open::Form;
use super::{PhotoFault, containers, fault};

/// The colours that numbers stand for.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Space {
    /// sRGB, or grey with its curve; of inks, a usual offset print.
    Standard,
    /// Adobe RGB (1998).
    AdobeRgb,
    /// An ICC profile.
    Icc(Vec<u8>),
    /// H.273: primaries, transfer, matrix, range.
    CodePoints([u8; 4]),
    /// PNG's gAMA and cHRM in 100,000ths: the exponent of encoding; white, red,
    /// green and blue as x and y.
    Measured { gamma: Option<u32>, primaries: Option<[u32; 8]> },
}

/// sRGB's own primaries as PNG writes them.
const STANDARD_PRIMARIES: [u32; 8] = [31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000];
/// The exponent that stands for sRGB's curve.
const STANDARD_GAMMA: u32 = 45455;

impl Space {
    /// What gAMA and cHRM say; sRGB where that is what they say.
    pub fn measured(gamma: Option<u32>, primaries: Option<[u32; 8]>) -> Self {
        let gamma = gamma.filter(|gamma| gamma.abs_diff(STANDARD_GAMMA) > 500);
        let is_standard = |primaries: &[u32; 8]| {
            primaries.iter().zip(STANDARD_PRIMARIES).all(|(one, other)| one.abs_diff(other) < 200)
        };
        let primaries = primaries.filter(|primaries| !is_standard(primaries));
        match (gamma, primaries) {
            (None, None) => Self::Standard,
            (gamma, primaries) => Self::Measured { gamma, primaries },
        }
    }
}

/// A decoded picture, not yet upright.
pub(super) enum Pixels {
    /// Grey or RGB, perhaps with opacity.
    Light(DynamicImage, Space),
    /// Four inks in the channels of an RGBA picture; 255 is full ink.
    Inks(RgbaImage, Space),
}

/// Memory for decoding, in bytes.
pub(super) fn memory(form: Form, bytes: &[u8], header: &containers::Header) -> u64 {
    let pixels = u64::from(header.width) * u64::from(header.height);
    match form {
        // By PNG's depth and colour type; less than a byte is widened to one.
        Form::Png => {
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
    form: Form,
    bytes: &[u8],
    header: &containers::Header,
    memory: u64,
) -> Result<Pixels, PhotoFault> {
    let cursor = Cursor::new(bytes);
    match form {
        Form::Png => frame(PngDecoder::new(cursor), header, memory),
        Form::Gif => frame(GifDecoder::new(cursor), header, memory),
        _ => frame(WebPDecoder::new(cursor), header, memory),
    }
}

fn frame<D: ImageDecoder>(
    decoder: image::ImageResult<D>,
    header: &containers::Header,
    memory: u64,
) -> Result<Pixels, PhotoFault> {
    let mut decoder = decoder.map_err(|error| fault(&error))?;
    let mut limits = image::Limits::default();
    limits.max_alloc = Some(memory);
    decoder.set_limits(limits).map_err(|error| fault(&error))?;
    let space = match &header.space {
        Some(space) => space.clone(),
        // A profile that cannot be read is none.
        None => match decoder.icc_profile() {
            Ok(Some(profile)) => Space::Icc(profile),
            _ => Space::Standard,
        },
    };
    let image = DynamicImage::from_decoder(decoder).map_err(|error| fault(&error))?;
    Ok(Pixels::Light(image, space))
}
