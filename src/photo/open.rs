//! A picture as its file describes it, before anything is decoded.

use std::io::Cursor;
use std::sync::Arc;

use image::codecs::webp::WebPDecoder;
use image::metadata::Orientation;
use image::{ColorType, ImageDecoder};

use super::containers::{self, ChunkHeader};
use super::drawing::CheckedDrawing;
use super::format::{self, PhotoFormat};
use super::jpeg::{self, JpegHeader};
use super::pixels::ColourKind;
use super::tiff::{self, TiffHeader};
use super::{DrawingFonts, PhotoError, PictureLimits, broken, decoding_error, svg};
use crate::limits::Limits;

/// A picture file that was looked through: its format, size and colours are known and
/// within the limits, and its parts are all there. Its pixels are not decoded; a
/// clone shares the bytes.
#[derive(Debug, Clone)]
pub struct Photo {
    pub(super) bytes: Arc<Vec<u8>>,
    pub(super) limits: PictureLimits,
    pub(super) header: FormatHeader,
    /// What texts in a drawing are set with.
    pub(super) fonts: DrawingFonts,
    absent_families: Vec<String>,
    format: PhotoFormat,
    width: u32,
    height: u32,
    colour: ColourKind,
    is_drawing: bool,
    /// Shapes of a drawing in lines, repetitions counted.
    pub(super) shapes: u64,
}

/// What the reader of the format found.
#[derive(Debug, Clone)]
pub(super) enum FormatHeader {
    Jpeg(Arc<JpegHeader>),
    Chunks(PhotoFormat, ChunkHeader),
    Tiff(TiffHeader),
    Svg,
}

impl Photo {
    /// Looks a file through: what it is, how large, and whether it is whole. Nothing
    /// that the header says is believed before the limits allow it.
    /// A drawing must not have text; [`open_with`](Self::open_with) sets it.
    ///
    /// ```
    /// use letterpress::photo::{PictureLimits, Photo, PhotoError};
    ///
    /// let refused = Photo::open(b"no picture".to_vec(), &PictureLimits::default());
    /// assert_eq!(refused.unwrap_err(), PhotoError::NotAPicture);
    /// ```
    pub fn open(
        bytes: impl Into<Arc<Vec<u8>>>,
        limits: &PictureLimits,
    ) -> Result<Self, PhotoError> {
        let limits = Limits { pictures: *limits, ..Limits::default() };
        Self::open_with(bytes, &limits, &DrawingFonts::default())
    }

    /// As [`open`](Self::open), within the limits of pictures and of drawings; texts in a drawing
    /// are set with these fonts.
    pub fn open_with(
        bytes: impl Into<Arc<Vec<u8>>>,
        limits: &Limits,
        fonts: &DrawingFonts,
    ) -> Result<Self, PhotoError> {
        let Limits { pictures: limits, drawings, .. } = limits;
        let mut bytes = bytes.into();
        limits.check_bytes(bytes.len())?;
        let format = format::detect(&bytes).ok_or_else(|| match format::unread(&bytes) {
            Some(format) => PhotoError::OtherFormat(format),
            None => PhotoError::NotAPicture,
        })?;
        let mut absent_families = Vec::new();
        let mut shapes = 0;
        let (header, size, colour, is_drawing) = match format {
            PhotoFormat::Jpeg => {
                let header = jpeg::header(&bytes, limits)?;
                let size = turned(header.width, header.height, header.orientation);
                let colour = header.colour;
                (FormatHeader::Jpeg(Arc::new(header)), size, colour, false)
            }
            PhotoFormat::Png | PhotoFormat::Gif => {
                let header = match format {
                    PhotoFormat::Png => containers::png(&bytes, limits)?,
                    _ => containers::gif(&bytes, limits)?,
                };
                let size = turned(header.width, header.height, header.orientation);
                let colour = match (header.is_indexed, bytes.get(25)) {
                    (true, _) => ColourKind::Indexed,
                    (_, Some(0)) => ColourKind::Gray,
                    (_, Some(4)) => ColourKind::GrayAlpha,
                    (_, Some(6)) => ColourKind::Rgba,
                    _ => ColourKind::Rgb,
                };
                (FormatHeader::Chunks(format, header), size, colour, true)
            }
            PhotoFormat::WebP => {
                let mut header = containers::webp(&bytes, limits)?;
                let decoder =
                    WebPDecoder::new(Cursor::new(&bytes[..])).map_err(|e| decoding_error(&e))?;
                (header.width, header.height) = decoder.dimensions();
                limits.check_size(header.width, header.height)?;
                let size = turned(header.width, header.height, header.orientation);
                let has_alpha = decoder.color_type() == ColorType::Rgba8;
                let colour = if has_alpha { ColourKind::Rgba } else { ColourKind::Rgb };
                let is_drawing = !header.is_lossy;
                (FormatHeader::Chunks(format, header), size, colour, is_drawing)
            }
            PhotoFormat::Tiff => {
                let header = tiff::header(&bytes, limits)?;
                let size = turned(header.width, header.height, header.orientation);
                let colour = header.colour;
                (FormatHeader::Tiff(header), size, colour, colour == ColourKind::Indexed)
            }
            PhotoFormat::Svg => {
                let drawing = CheckedDrawing::open(bytes, drawings)?;
                let summary = svg::summary(&drawing, fonts)?;
                shapes = drawing.shapes;
                bytes = drawing.svg;
                absent_families = summary.absent_families;
                (FormatHeader::Svg, summary.size, ColourKind::Rgba, true)
            }
        };
        let (width, height) = size;
        if width == 0 || height == 0 {
            return Err(broken("it has no pixels"));
        }
        let (limits, fonts) = (*limits, fonts.clone());
        Ok(Self {
            bytes,
            limits,
            header,
            fonts,
            absent_families,
            format,
            width,
            height,
            colour,
            is_drawing,
            shapes,
        })
    }

    /// The format of the file.
    pub fn format(&self) -> PhotoFormat {
        self.format
    }

    /// Width in pixels, upright; of a drawing in lines the width that it names, in
    /// CSS pixels of 1/96 inch.
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Height, as the width.
    pub fn height(&self) -> u32 {
        self.height
    }

    /// Width divided by height.
    pub fn ratio(&self) -> f64 {
        f64::from(self.width) / f64::from(self.height)
    }

    /// What its pixels are made of.
    pub fn colour(&self) -> ColourKind {
        self.colour
    }

    /// Whether the file's format is one for drawings: encoded without loss. What its
    /// pixels show may be a photograph all the same.
    pub fn is_drawing(&self) -> bool {
        self.is_drawing
    }

    /// Whether it consists of lines and areas, and so has no resolution.
    pub fn is_vector(&self) -> bool {
        self.format == PhotoFormat::Svg
    }

    /// The families that the texts of a drawing want and that are not there; the
    /// default one replaces them.
    pub fn absent_families(&self) -> &[String] {
        &self.absent_families
    }

    /// Bytes of the file.
    pub fn byte_count(&self) -> usize {
        self.bytes.len()
    }
}

/// Width and height once the picture is upright.
fn turned(width: u32, height: u32, orientation: Orientation) -> (u32, u32) {
    if swaps_sides(orientation) { (height, width) } else { (width, height) }
}

/// Whether width becomes height.
pub(super) fn swaps_sides(orientation: Orientation) -> bool {
    matches!(
        orientation,
        Orientation::Rotate90
            | Orientation::Rotate270
            | Orientation::Rotate90FlipH
            | Orientation::Rotate270FlipH
    )
}
