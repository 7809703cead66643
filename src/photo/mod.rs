//! Pictures: bounded, turned upright, brought to sRGB or grey, sampled down,
//! encoded anew without metadata.
//!
//! Bytes go in and bytes come out; this module does not know where they came from or
//! what for. [`Photo::open`] reads what the file says of itself, and
//! [`Photo::render`] makes the picture that a sheet carries. Equal input gives
//! equal bytes.

mod colour;
mod containers;
mod cost;
mod decode;
mod drawing;
mod encode;
mod exif;
pub(crate) mod font_bounds;
mod fonts;
mod format;
mod jpeg;
mod jpeg_segments;
mod limits;
mod open;
mod pixels;
mod render;
mod rendition;
mod resample;
mod svg;
mod svg_gray;
mod svg_logo;
mod svg_once;
mod svg_render;
mod tiff;

pub use crate::limits::PictureLimits;
pub(crate) use drawing::DrawingLimits;
pub(crate) use encode::{png, png_size};
pub use font_bounds::FontLimits;
pub use fonts::{DrawingFont, DrawingFonts, FontBytes};
pub use format::{OtherFormat, PhotoFormat};
pub use open::Photo;
pub use pixels::ColourKind;
pub use rendition::{Rendered, Rendition};
pub(crate) use svg_gray::logo_in_gray;
pub(crate) use svg_logo::{DrawnLogo, drawing_ratio, drawn_logo};
pub(crate) use svg_once::isolated;

use image::ImageError;

/// JPEG quality of re-encoded photographs, 1 to 100.
const QUALITY: u8 = 88;
/// Resolution above which a picture is sampled down, in dots per inch.
const MAX_DPI: f64 = 300.0;
/// Resolution below which a picture is not enlarged, in dots per inch.
const MIN_DPI: f64 = 150.0;

/// Why a file is not a picture that can be set.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum PhotoError {
    /// None of the formats that are read.
    NotAPicture,
    /// A format that is known and not read.
    OtherFormat(OtherFormat),
    /// The format is known, but the file is broken or cut off.
    Broken(String),
    /// More than is read: the figure.
    TooLarge(String),
    /// A sound file that asks for what a sheet cannot give, such as a drawing with
    /// scripts or other files: what, and a way out.
    Unfit(String),
}

impl std::fmt::Display for PhotoError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::OtherFormat(format) => write!(f, "this is {}, which is not read", format.name),
            Self::NotAPicture => f.write_str("this is not a picture that can be set"),
            Self::Broken(why) => write!(f, "the picture is broken: {why}"),
            Self::TooLarge(why) => write!(f, "the picture is too large: {why}"),
            Self::Unfit(why) => write!(f, "the picture cannot be set: {why}"),
        }
    }
}

impl std::error::Error for PhotoError {}

/// Makes a picture fit for a sheet on which it is at most `width` mm wide, within
/// the default limits.
pub fn prepare(bytes: &[u8], width: f64) -> Result<Rendered, PhotoError> {
    let max = (width / 25.4 * MAX_DPI).round().max(1.0) as u32;
    let rendition = Rendition { width: max, ..Rendition::default() };
    Photo::open(bytes.to_vec(), &PictureLimits::default())?.render(&rendition)
}

/// The error of a decoder as ours.
fn decoding_error(error: &ImageError) -> PhotoError {
    match error {
        ImageError::Limits(limit) => PhotoError::TooLarge(in_one_line(limit)),
        ImageError::Unsupported(format) => PhotoError::Unfit(in_one_line(format)),
        error => broken(error),
    }
}

fn broken(why: impl std::fmt::Display) -> PhotoError {
    PhotoError::Broken(in_one_line(why))
}

fn cut_off() -> PhotoError {
    broken("it is cut off")
}

/// Decoders word their reasons over several lines.
fn in_one_line(text: impl std::fmt::Display) -> String {
    text.to_string().split_whitespace().collect::<Vec<_>>().join(" ")
}
