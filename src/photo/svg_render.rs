//! Drawings in lines and areas, written anew as plain shapes.
//!
//! A drawing stays a drawing: it is not turned into pixels. What is written holds
//! shapes alone: no scripts, links, metadata or names, every repetition spelt out,
//! texts as outlines, pictures in it treated like any other picture.

use std::sync::{Arc, Mutex, PoisonError};

use usvg::{ImageKind, WriteOptions};

use super::svg_gray::in_gray;
use super::{Photo, PhotoError, PictureLimits, Rendition, svg};

/// The drawing as plain shapes.
pub(super) fn render(photo: &Photo, wanted: &Rendition) -> Result<Vec<u8>, PhotoError> {
    let inner = Mutex::new(InnerPictures { pixels: photo.limits.pixels, error: None });
    let absent = Mutex::default();
    let tree = svg::tree(&photo.bytes, &photo.fonts, &absent, |bytes| {
        let mut inner = inner.lock().unwrap_or_else(PoisonError::into_inner);
        picture(photo, bytes, wanted, &mut inner)
    })?;
    if let Some(error) = inner.into_inner().unwrap_or_else(PoisonError::into_inner).error {
        return Err(error);
    }
    let text = tree.to_string(&WriteOptions::default());
    Ok(if wanted.gray { in_gray(&text) } else { text }.into_bytes())
}

/// What is common to the pictures in a drawing.
struct InnerPictures {
    /// Pixels that they may still have.
    pixels: u64,
    error: Option<PhotoError>,
}

fn picture(
    photo: &Photo,
    bytes: &[u8],
    wanted: &Rendition,
    inner: &mut InnerPictures,
) -> Option<ImageKind> {
    let limits = PictureLimits { pixels: inner.pixels, ..photo.limits };
    let rendered = match Photo::open(bytes.to_vec(), &limits) {
        Ok(picture) if picture.is_vector() => {
            Err(PhotoError::Unfit("it holds another drawing as a picture".to_owned()))
        }
        Ok(picture) => {
            let pixels = u64::from(picture.width()) * u64::from(picture.height());
            inner.pixels = inner.pixels.saturating_sub(pixels);
            picture.render(wanted)
        }
        Err(error) => Err(error),
    };
    match rendered {
        Ok(rendered) if rendered.extension == "jpg" => {
            Some(ImageKind::JPEG(Arc::new(rendered.bytes)))
        }
        Ok(rendered) => Some(ImageKind::PNG(Arc::new(rendered.bytes))),
        Err(error) => {
            inner.error.get_or_insert(error);
            None
        }
    }
}
