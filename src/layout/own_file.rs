//! Files of a layout's folder: pictures pass the gate for all pictures before the engine has them.

use super::fonts::Fonts;
use crate::limits::Limits;
use crate::photo::{Photo, PhotoError, PhotoFormat, Rendition};

/// The width for which pixels are kept: a sheet of A4 in print.
const MAX_PIXELS: u32 = 3_400;

/// The bytes that the engine may have, or why not, as the end of a sentence that begins with the
/// file's name. What a file is its first bytes say, not its name: the engine as well looks at them.
pub(super) fn taken(name: &str, bytes: Vec<u8>, limits: &Limits) -> Result<Vec<u8>, String> {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    let ending = ending.as_deref().unwrap_or_default();
    if ending == "pdf" || bytes.starts_with(b"%PDF-") {
        return Err("is a PDF, which a layout cannot set; save it as SVG".to_owned());
    }
    if ending == "svgz" || bytes.starts_with(b"\x1f\x8b") {
        return Err("is compressed; save it as plain SVG".to_owned());
    }
    let fonts = Fonts::embedded();
    match Photo::open_with(bytes.clone(), limits, fonts.for_drawings()) {
        Ok(photo) => rendered(&photo, ending),
        Err(PhotoError::NotAPicture) if !is_picture(ending) => Ok(bytes),
        Err(error) => Err(worded(error)),
    }
}

/// The picture as the sheet can carry it, in the format that its name says.
fn rendered(photo: &Photo, ending: &str) -> Result<Vec<u8>, String> {
    let format = photo.format();
    let is_named_so = match format {
        PhotoFormat::Png => ending == "png",
        PhotoFormat::Svg => ending == "svg",
        PhotoFormat::Jpeg => matches!(ending, "jpg" | "jpeg"),
        _ => false,
    };
    if !is_named_so {
        return Err(match format {
            PhotoFormat::Png => "is a PNG; its name has to end in .png".to_owned(),
            PhotoFormat::Svg => "is a drawing (SVG); its name has to end in .svg".to_owned(),
            PhotoFormat::Jpeg => "is a JPEG; its name has to end in .jpg".to_owned(),
            _ => "is of a format that a layout cannot set; save it as PNG, JPEG or SVG".to_owned(),
        });
    }
    let (lossless, wanted) = match format {
        PhotoFormat::Png => (true, "png"),
        PhotoFormat::Svg => (false, "svg"),
        _ => (false, "jpg"),
    };
    let width = photo.width().min(MAX_PIXELS);
    let rendition = Rendition { width, lossless, ..Rendition::default() };
    let made = photo.render(&rendition).map_err(worded)?;
    if made.extension != wanted {
        return Err(
            "would be set in another format than its name says; save it in another one".to_owned()
        );
    }
    Ok(made.bytes)
}

fn is_picture(ending: &str) -> bool {
    matches!(ending, "svg" | "png" | "jpg" | "jpeg" | "gif" | "webp" | "tif" | "tiff")
}

fn worded(error: PhotoError) -> String {
    match error {
        PhotoError::NotAPicture | PhotoError::OtherFormat(_) => {
            "is no picture of the format that its name says".to_owned()
        }
        PhotoError::Broken(why) | PhotoError::TooLarge(why) | PhotoError::Unfit(why) => {
            format!("cannot be set: {why}")
        }
    }
}
