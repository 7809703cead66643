//! Logos as the sheet can carry them.

use std::sync::{Arc, OnceLock};

use super::fonts::Fonts;
use crate::photo::{
    self, DrawingFonts, DrawingLimits, DrawnLogo, Photo, PhotoError, PictureLimits, Rendition,
};

/// A logo's bytes and the file ending that says what they are.
#[derive(Debug, Clone)]
pub(crate) struct LogoFile {
    /// The picture.
    pub bytes: Vec<u8>,
    /// `svg`, `png` or `jpg`.
    pub extension: &'static str,
    /// Width and height of one of pixels.
    pub pixels: Option<(u32, u32)>,
    /// A text of the drawing that its own edge cuts off.
    pub cut_text: Option<String>,
    /// The drawing that is stored once, made when a sheet is first to have it.
    isolated: OnceLock<Option<Vec<u8>>>,
    /// Width by height; found when it is asked for.
    ratio: OnceLock<f64>,
}

/// Why a file is no logo.
pub(crate) enum LogoError {
    /// Not of the form that its ending says.
    Form,
    /// Of that form, but broken or too large: the reason.
    Broken(String),
    /// Sound, but it asks for what a sheet cannot give, or shows nothing: the reason.
    Unfit(String),
}

/// The width for which a logo's pixels are kept, in mm; larger ones are sampled down.
const WIDTH: f64 = 100.0;
/// The same of a picture of the whole page.
const PAGE_WIDTH: f64 = 220.0;

/// Takes a logo in the form that its ending says, and tries whether it can be drawn.
///
/// The first page of a PDF is drawn as SVG: PDF/A forbids to carry another PDF's
/// page as it is, since that page may not be archival. Its text
/// becomes outlines, for which its fonts have to be embedded.
pub(crate) fn take(
    path: &str,
    bytes: Vec<u8>,
    is_page: bool,
    fonts: &Fonts,
    limits: &DrawingLimits,
) -> Result<LogoFile, LogoError> {
    let ending = path.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    match ending.as_deref() {
        Some("png") if bytes.starts_with(b"\x89PNG\r\n\x1a\n") => {
            let photo = photo::prepare(&bytes, if is_page { PAGE_WIDTH } else { WIDTH })
                .map_err(refused)?;
            let pixels = photo::png_size(&photo.bytes);
            Ok(LogoFile { pixels, ..LogoFile::new(photo.bytes, photo.extension) })
        }
        Some("svg") if std::str::from_utf8(&bytes).is_ok_and(|text| text.contains("<svg")) => {
            drawn(bytes, is_page, fonts, limits)
        }
        Some("pdf") if bytes.starts_with(b"%PDF-") => drawn(bytes, is_page, fonts, limits),
        _ => Err(LogoError::Form),
    }
}

/// A drawing as a logo, once it has passed the gate for all drawings.
fn drawn(
    bytes: Vec<u8>,
    is_page: bool,
    fonts: &Fonts,
    limits: &DrawingLimits,
) -> Result<LogoFile, LogoError> {
    let DrawnLogo { svg, cut_text, is_blank } =
        photo::drawn_logo(bytes, fonts.for_drawings(), limits).map_err(refused)?;
    // Paper may be blank on one of the pages.
    if is_blank && !is_page {
        return Err(LogoError::Unfit("nothing is drawn within its edges".to_owned()));
    }
    let bytes = Arc::try_unwrap(svg).unwrap_or_else(|svg| svg.to_vec());
    Ok(LogoFile { cut_text, ..LogoFile::new(bytes, "svg") })
}

fn refused(error: PhotoError) -> LogoError {
    match error {
        PhotoError::NotAPicture | PhotoError::OtherFormat(_) => LogoError::Form,
        PhotoError::Broken(why) | PhotoError::TooLarge(why) => LogoError::Broken(why),
        PhotoError::Unfit(why) => LogoError::Unfit(why),
    }
}

impl LogoFile {
    fn new(bytes: Vec<u8>, extension: &'static str) -> Self {
        Self {
            bytes,
            extension,
            pixels: None,
            cut_text: None,
            isolated: OnceLock::new(),
            ratio: OnceLock::new(),
        }
    }

    /// The drawing as one that is stored once for all pages; `None` where it is none, or small.
    pub fn isolated(&self) -> Option<&[u8]> {
        let is_drawing = self.extension == "svg";
        let made = || is_drawing.then(|| photo::isolated(&self.bytes)).flatten();
        self.isolated.get_or_init(made).as_deref()
    }

    /// Width by height; 1 where the picture does not say.
    pub fn ratio(&self) -> f64 {
        *self.ratio.get_or_init(|| {
            if self.extension == "svg" {
                return photo::drawing_ratio(&self.bytes).unwrap_or(1.0);
            }
            let photo = Photo::open(self.bytes.clone(), &PictureLimits::default());
            photo.map_or(1.0, |photo| photo.ratio())
        })
    }

    /// The same logo without colour.
    pub fn gray(&self, fonts: &DrawingFonts) -> Result<Self, PhotoError> {
        if self.extension == "svg" {
            let (bytes, extension) = photo::logo_in_gray(&self.bytes, fonts)?;
            return Ok(Self::new(bytes, extension));
        }
        let photo = Photo::open(self.bytes.clone(), &PictureLimits::default())?;
        let rendered = photo.render(&Rendition { gray: true, ..Rendition::default() })?;
        Ok(Self::new(rendered.bytes, rendered.extension))
    }
}
