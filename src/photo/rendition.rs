//! What is wanted of a picture, and the picture made of it.

use super::QUALITY;

/// What is wanted of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rendition {
    /// Width in pixels at most; a picture is never enlarged. Default: any.
    pub width: u32,
    /// Height in pixels at most. Default: any.
    pub height: u32,
    /// JPEG quality of photographs, 1 to 100. Default: 88.
    pub quality: u8,
    /// Whether it becomes grey. Default: no.
    pub gray: bool,
    /// Whether photographs are encoded without loss too. Default: no.
    pub lossless: bool,
}

impl Default for Rendition {
    fn default() -> Self {
        Self { width: u32::MAX, height: u32::MAX, quality: QUALITY, gray: false, lossless: false }
    }
}

/// A picture as it goes into the sheet: upright, sRGB or grey, without metadata.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Rendered {
    /// The encoded picture.
    pub bytes: Vec<u8>,
    /// `jpg`, `png` or `svg`.
    pub extension: &'static str,
    /// Width in pixels; of SVG in CSS pixels.
    pub width: u32,
    /// Height, as the width.
    pub height: u32,
}

impl Rendered {
    /// Width divided by height.
    pub fn ratio(&self) -> f64 {
        f64::from(self.width.max(1)) / f64::from(self.height.max(1))
    }
}
