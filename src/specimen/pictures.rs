//! The pictures of the specimens, made in memory.

use image::{DynamicImage, Rgb, RgbImage};

use crate::files::{FileError, Files};
use crate::photo;

/// A photograph of pixels.
pub(super) const PHOTO: &str = "specimen.png";
/// A portrait of pixels.
pub(super) const PORTRAIT: &str = "specimen-portrait.png";
/// A drawing.
pub(super) const DRAWING: &str = "specimen.svg";

/// A drawing of four bars.
const BARS: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 120 60\">\
    <path fill=\"#1d5b79\" d=\"M6 54V30h20v24zM34 54V18h20v36zM62 54V24h20v30zM90 54V8h20v46z\"/></svg>";

/// The files that the specimens name, and no others.
#[derive(Debug, Clone, Copy, Default)]
pub struct SpecimenFiles;

impl Files for SpecimenFiles {
    fn read(&self, path: &str) -> Result<Vec<u8>, FileError> {
        match path {
            PHOTO => pixels(720, 480),
            PORTRAIT => pixels(360, 480),
            DRAWING => Ok(BARS.as_bytes().to_vec()),
            _ => Err(FileError::Missing),
        }
    }

    fn list(&self, _: &str) -> Result<Vec<String>, FileError> {
        Err(FileError::Missing)
    }
}

/// A sky that gets lighter towards hills.
fn pixels(width: u32, height: u32) -> Result<Vec<u8>, FileError> {
    // Slopes that rise and fall alike.
    let hills = |x: u32| height * 2 / 3 + (x * 5 % width).abs_diff(width / 2) * height / width / 6;
    let picture = RgbImage::from_fn(width, height, |x, y| {
        if y > hills(x) {
            Rgb([0x4a, 0x6b, 0x3f])
        } else {
            let light = (160 + y * 80 / height).min(255) as u8;
            Rgb([light - 20, light, 245])
        }
    });
    photo::png(&DynamicImage::ImageRgb8(picture))
        .map_err(|error| FileError::Other(error.to_string()))
}
