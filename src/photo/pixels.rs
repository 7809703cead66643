//! Pixels as the file has them, and what their numbers mean.

use image::{DynamicImage, RgbaImage};

/// What the pixels of a file are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ColourKind {
    /// One channel.
    Gray,
    /// Grey and opacity.
    GrayAlpha,
    /// Red, green and blue.
    Rgb,
    /// Red, green, blue and opacity.
    Rgba,
    /// Numbers in a table of colours.
    Indexed,
    /// Cyan, magenta, yellow and black ink.
    Cmyk,
}

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
        let primaries = primaries.filter(|primaries| !is_standard(primaries));
        match (gamma, primaries) {
            (None, None) => Self::Standard,
            (gamma, primaries) => Self::Measured { gamma, primaries },
        }
    }
}

fn is_standard(primaries: &[u32; 8]) -> bool {
    primaries.iter().zip(STANDARD_PRIMARIES).all(|(one, other)| one.abs_diff(other) < 200)
}

/// A decoded picture, not yet upright.
pub(super) enum Pixels {
    /// Grey or RGB, perhaps with opacity.
    Light(DynamicImage, Space),
    /// Four inks in the channels of an RGBA picture; 255 is full ink.
    Inks(RgbaImage, Space),
}
