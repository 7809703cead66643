//! Pictures: bounded, turned upright, brought to sRGB or grey, sampled down,
//! encoded anew without metadata.
//!
//! Bytes go in and bytes come out; where they came from and what for is not this
//! room's affair. [`Photo::open`] reads what the file says of itself, and
//! [`Photo::render`] makes the picture that a sheet carries. Equal input gives
//! equal bytes.

mod colour;
mod containers;
mod decode;
mod encode;
mod exif;
mod faces;
mod jpeg;
mod limits;
mod open;
mod render;
mod resample;
mod svg;
mod svg_cost;
mod svg_grey;
mod tiff;

pub use faces::{Face, FaceBytes, Faces};
pub use limits::Limits;
pub use open::{ColourKind, Form, Photo};
pub use render::{Rendered, Rendition};
pub(crate) use svg_grey::logo_in_grey;

use image::ImageError;

/// JPEG quality of re-encoded photographs, 1 to 100.
const QUALITY: u8 = 88;
/// Resolution above which a picture is sampled down, in dots per inch.
const MOST_DPI: f64 = 300.0;
/// Resolution below which a picture is not enlarged, in dots per inch.
const LEAST_DPI: f64 = 150.0;

/// Why a file is no picture that can be set.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum PhotoFault {
    /// None of the forms that are read.
    NotAPicture,
    /// The form is known, but the file is broken or cut off.
    Broken(String),
    /// More than is read: the figure.
    TooLarge(String),
    /// A sound file that asks for what a sheet cannot give, such as a drawing with
    /// scripts or other files: what, and a way out.
    Unfit(String),
}

impl std::fmt::Display for PhotoFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotAPicture => f.write_str("this is not a picture that can be set"),
            Self::Broken(why) => write!(f, "the picture is broken: {why}"),
            Self::TooLarge(why) => write!(f, "the picture is too large: {why}"),
            Self::Unfit(why) => write!(f, "the picture cannot be set: {why}"),
        }
    }
}

impl std::error::Error for PhotoFault {}

/// Makes a picture fit for a sheet on which it is at most `width` mm wide, within
/// the default limits.
pub fn prepare(bytes: &[u8], width: f64) -> Result<Rendered, PhotoFault> {
    let most = (width / 25.4 * MOST_DPI).round().max(1.0) as u32;
    let rendition = Rendition { width: most, ..Rendition::default() };
    Photo::open(bytes.to_vec(), &Limits::default())?.render(&rendition)
}

/// A decoder's fault as ours.
fn fault(error: &ImageError) -> PhotoFault {
    match error {
        ImageError::Limits(limit) => PhotoFault::TooLarge(in_one_line(limit)),
        ImageError::Unsupported(form) => broken(form),
        error => broken(error),
    }
}

fn broken(why: impl std::fmt::Display) -> PhotoFault {
    PhotoFault::Broken(in_one_line(why))
}

/// Decoders word their reasons over several lines.
fn in_one_line(text: impl std::fmt::Display) -> String {
    text.to_string().split_whitespace().collect::<Vec<_>>().join(" ")
}
