//! A picture as its file describes it, before anything is decoded.

use std::io::Cursor;
use std::sync::Arc;

use image::codecs::webp::WebPDecoder;
use image::metadata::Orientation;
use image::{ColorType, ImageDecoder};

use super::{Faces, Limits, PhotoFault, broken, containers, fault, jpeg, svg, tiff};

/// The form of a picture file; the content decides, not the name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Form {
    /// JPEG, baseline or progressive.
    Jpeg,
    /// PNG; of an animated one the default picture.
    Png,
    /// WebP; of an animated one the first frame.
    WebP,
    /// TIFF; of several pages the first.
    Tiff,
    /// GIF; of an animated one the first frame.
    Gif,
    /// A drawing in lines and areas.
    Svg,
}

/// What the pixels of a file are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ColourKind {
    /// One channel.
    Grey,
    /// Grey and opacity.
    GreyAlpha,
    /// Red, green and blue.
    Rgb,
    /// Red, green, blue and opacity.
    Rgba,
    /// Numbers in a table of colours.
    Indexed,
    /// Cyan, magenta, yellow and black ink.
    Cmyk,
}

/// A picture file that was looked through: its form, size and colours are known and
/// within the limits, and its parts are all there. Its pixels are not decoded; a
/// clone shares the bytes.
#[derive(Debug, Clone)]
pub struct Photo {
    pub(super) bytes: Arc<Vec<u8>>,
    pub(super) limits: Limits,
    pub(super) header: Header,
    /// What texts in a drawing are set with.
    pub(super) faces: Faces,
    absent_families: Vec<String>,
    form: Form,
    width: u32,
    height: u32,
    colour: ColourKind,
    is_drawing: bool,
}

/// What the form's own reader found.
#[derive(Debug, Clone)]
pub(super) enum Header {
    Jpeg(Arc<jpeg::Header>),
    Chunks(Form, containers::Header),
    Tiff(tiff::Header),
    Svg,
}

/// The form that the first bytes tell.
fn form(bytes: &[u8]) -> Option<Form> {
    match bytes {
        [0xFF, 0xD8, 0xFF, ..] => Some(Form::Jpeg),
        [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => Some(Form::Png),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some(Form::Gif),
        [b'I', b'I', 42, 0, ..] | [b'M', b'M', 0, 42, ..] => Some(Form::Tiff),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Form::WebP),
        _ if svg::is_svg(bytes) => Some(Form::Svg),
        _ => None,
    }
}

impl Photo {
    /// Looks a file through: what it is, how large, and whether it is whole. Nothing
    /// that the header says is believed before the limits allow it.
    /// A drawing must not have text; [`open_with`](Self::open_with) sets it.
    ///
    /// ```
    /// use letterpress::photo::{Limits, Photo, PhotoFault};
    ///
    /// let refused = Photo::open(b"no picture".to_vec(), &Limits::default());
    /// assert_eq!(refused.unwrap_err(), PhotoFault::NotAPicture);
    /// ```
    pub fn open(bytes: impl Into<Arc<Vec<u8>>>, limits: &Limits) -> Result<Self, PhotoFault> {
        Self::open_with(bytes, limits, &Faces::default())
    }

    /// As [`open`](Self::open); texts in a drawing are set with these faces.
    pub fn open_with(
        bytes: impl Into<Arc<Vec<u8>>>,
        limits: &Limits,
        faces: &Faces,
    ) -> Result<Self, PhotoFault> {
        let bytes = bytes.into();
        limits.check_bytes(bytes.len())?;
        let form = form(&bytes).ok_or(PhotoFault::NotAPicture)?;
        let mut absent_families = Vec::new();
        let (header, size, colour, is_drawing) = match form {
            Form::Jpeg => {
                let header = jpeg::header(&bytes, limits)?;
                let size = turned(header.width, header.height, header.orientation);
                let colour = header.colour;
                (Header::Jpeg(Arc::new(header)), size, colour, false)
            }
            Form::Png | Form::Gif => {
                let header = match form {
                    Form::Png => containers::png(&bytes, limits)?,
                    _ => containers::gif(&bytes, limits)?,
                };
                let size = turned(header.width, header.height, header.orientation);
                let colour = match (header.is_indexed, bytes.get(25)) {
                    (true, _) => ColourKind::Indexed,
                    (_, Some(0)) => ColourKind::Grey,
                    (_, Some(4)) => ColourKind::GreyAlpha,
                    (_, Some(6)) => ColourKind::Rgba,
                    _ => ColourKind::Rgb,
                };
                (Header::Chunks(form, header), size, colour, true)
            }
            Form::WebP => {
                let mut header = containers::webp(&bytes, limits)?;
                let decoder = WebPDecoder::new(Cursor::new(&bytes[..])).map_err(|e| fault(&e))?;
                (header.width, header.height) = decoder.dimensions();
                limits.check_size(header.width, header.height)?;
                let size = turned(header.width, header.height, header.orientation);
                let has_alpha = decoder.color_type() == ColorType::Rgba8;
                let colour = if has_alpha { ColourKind::Rgba } else { ColourKind::Rgb };
                let is_drawing = !header.is_lossy;
                (Header::Chunks(form, header), size, colour, is_drawing)
            }
            Form::Tiff => {
                let header = tiff::header(&bytes, limits)?;
                let size = turned(header.width, header.height, header.orientation);
                let colour = header.colour;
                (Header::Tiff(header), size, colour, colour == ColourKind::Indexed)
            }
            Form::Svg => {
                let look = svg::look(&bytes, faces)?;
                absent_families = look.absent_families;
                (Header::Svg, look.size, ColourKind::Rgba, true)
            }
        };
        let (width, height) = size;
        if width == 0 || height == 0 {
            return Err(broken("it has no pixels"));
        }
        let (limits, faces) = (*limits, faces.clone());
        Ok(Self {
            bytes,
            limits,
            header,
            faces,
            absent_families,
            form,
            width,
            height,
            colour,
            is_drawing,
        })
    }

    /// The form of the file.
    pub fn form(&self) -> Form {
        self.form
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

    /// Whether the file's form is one for drawings: encoded without loss. What its
    /// pixels show may be a photograph all the same.
    pub fn is_drawing(&self) -> bool {
        self.is_drawing
    }

    /// Whether it consists of lines and areas, and so has no resolution.
    pub fn is_vector(&self) -> bool {
        self.form == Form::Svg
    }

    /// The families that the texts of a drawing want and that are not there; the
    /// default one stands in.
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
