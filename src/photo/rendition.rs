//! What is wanted of a picture, and the picture made of it.

use super::QUALITY;

/// What is wanted of a picture.
///
/// ```
/// use letterpress::photo::Rendition;
///
/// let small = Rendition::within(1200, 800).with_quality(80).in_gray();
/// assert_eq!((small.width, small.quality, small.gray), (1200, 80, true));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
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

impl Rendition {
    /// At most so many pixels wide and high; the rest is the default.
    pub const fn within(width: u32, height: u32) -> Self {
        Self { width, height, quality: QUALITY, gray: false, lossless: false }
    }

    /// With photographs as JPEG of this quality, 1 to 100.
    #[must_use]
    pub const fn with_quality(self, quality: u8) -> Self {
        Self { quality, ..self }
    }

    /// In grey.
    #[must_use]
    pub const fn in_gray(self) -> Self {
        Self { gray: true, ..self }
    }

    /// With photographs encoded without loss too.
    #[must_use]
    pub const fn without_loss(self) -> Self {
        Self { lossless: true, ..self }
    }
}

impl Default for Rendition {
    fn default() -> Self {
        Self::within(u32::MAX, u32::MAX)
    }
}

/// A picture as it goes into the sheet: upright, sRGB or grey, without metadata.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
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
