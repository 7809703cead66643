//! Pictures: pixels, colours, packing, and how many dots an inch they have as set.

use serde::Serialize;

use super::colour::{self, ColourSpace};
use super::content::{Drawn, DrawnContent, InlinePicture, Placement};
use super::file::PdfFile;
use super::file::object::{Dictionary, Object};

/// A picture that is drawn on some page.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Picture"))]
#[non_exhaustive]
pub struct EmbeddedPicture {
    /// The number of its object; none for one inside the content of a page.
    pub object: Option<u32>,
    /// Width and height.
    pub pixels: [usize; 2],
    /// None for a stencil, and for JPEG 2000 that leaves it to the picture itself.
    pub colour: Option<ColourSpace>,
    /// Bits of each figure of a colour.
    pub bits: Option<usize>,
    /// Whether it is a stencil: one bit a pixel, filled with the colour at hand.
    pub stencil: bool,
    /// How it is packed, in words such as `JPEG` or `Flate`.
    pub packing: Vec<String>,
    /// Its bytes in the file.
    pub bytes: usize,
    /// What makes parts of it transparent.
    pub transparency: Option<Transparency>,
    /// Where it is set; of very many places the first.
    pub places: Vec<PicturePlace>,
    /// On how many pages it is.
    pub on_pages: usize,
    /// How often it is drawn in all.
    pub times: usize,
}

/// Where a picture is set.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Place"))]
#[non_exhaustive]
pub struct PicturePlace {
    /// Counted from 1.
    pub page: usize,
    /// Width and height.
    pub millimetres: [f64; 2],
    /// Horizontal and vertical; none where it has no extent.
    pub dpi: Option<[f64; 2]>,
}

/// What makes parts of a picture transparent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Transparency {
    /// A picture of its own, with this width and height and so many bytes.
    SoftMask {
        /// Width and height.
        pixels: [usize; 2],
        /// In the file.
        bytes: usize,
    },
    /// A stencil.
    Mask,
    /// Some colours are not drawn.
    ColourKey,
}

/// Describes all that was drawn.
pub fn describe(file: &PdfFile<'_>, drawing: &DrawnContent) -> Vec<EmbeddedPicture> {
    let of_objects = drawing.pictures.iter();
    let of_objects = of_objects.filter_map(|(number, drawn)| of_object(file, *number, drawn));
    of_objects.chain(drawing.inline.iter().map(of_inline)).collect()
}

fn of_object(file: &PdfFile<'_>, number: u32, drawn: &Drawn) -> Option<EmbeddedPicture> {
    let object = file.object(number);
    let stream = object.stream()?;
    let dictionary = &stream.dictionary;
    let pixels = size_in_pixels(file, dictionary);
    let stencil = file.value(dictionary, "ImageMask").bool() == Some(true);
    let transparency = match (file.value(dictionary, "SMask"), file.value(dictionary, "Mask")) {
        (Object::Stream(mask), _) => {
            let pixels = size_in_pixels(file, &mask.dictionary);
            Some(Transparency::SoftMask { pixels, bytes: mask.length })
        }
        (_, Object::Stream(_)) => Some(Transparency::Mask),
        (_, Object::Array(_)) => Some(Transparency::ColourKey),
        _ => None,
    };
    let colour = dictionary.get("ColorSpace");
    Some(EmbeddedPicture {
        object: Some(number),
        pixels,
        colour: colour.and_then(|colour| colour::describe(file, colour, None)),
        bits: if stencil { Some(1) } else { file.value(dictionary, "BitsPerComponent").count() },
        stencil,
        packing: file.filters(dictionary).iter().map(|filter| packing(filter)).collect(),
        bytes: stream.length,
        transparency,
        places: drawn.places.iter().map(|placed| place(pixels, *placed)).collect(),
        on_pages: drawn.pages,
        times: drawn.times,
    })
}

/// Width and height of a picture.
fn size_in_pixels(file: &PdfFile<'_>, dictionary: &Dictionary) -> [usize; 2] {
    ["Width", "Height"].map(|key| file.value(dictionary, key).count().unwrap_or_default())
}

fn of_inline(inline: &InlinePicture) -> EmbeddedPicture {
    let dictionary: &Dictionary = &inline.dictionary;
    let pixels = [("Width", "W"), ("Height", "H")].map(|(long, short)| {
        dictionary.get_either(long, short).and_then(Object::count).unwrap_or_default()
    });
    let bits = dictionary.get_either("BitsPerComponent", "BPC").and_then(Object::count);
    let stencil = dictionary.get_either("ImageMask", "IM").and_then(Object::bool) == Some(true);
    let filters = match dictionary.get_either("Filter", "F") {
        Some(Object::Array(names)) => names.iter().filter_map(Object::name).map(packing).collect(),
        Some(one) => one.name().map(packing).into_iter().collect(),
        None => Vec::new(),
    };
    EmbeddedPicture {
        object: None,
        pixels,
        colour: inline.colour.clone(),
        bits: if stencil { Some(1) } else { bits },
        stencil,
        packing: filters,
        bytes: inline.bytes,
        transparency: None,
        places: vec![place(pixels, inline.placed)],
        on_pages: 1,
        times: 1,
    }
}

fn place([width, height]: [usize; 2], placed: Placement) -> PicturePlace {
    let [horizontal, up] = placed.size;
    let dpi = [width as f64 * 72.0 / horizontal, height as f64 * 72.0 / up];
    PicturePlace {
        page: placed.page,
        millimetres: placed.size.map(|points| points * 25.4 / 72.0),
        dpi: dpi.iter().all(|dpi| dpi.is_finite()).then_some(dpi),
    }
}

fn packing(filter: &str) -> String {
    let words = match filter {
        "DCTDecode" | "DCT" => "JPEG",
        "JPXDecode" => "JPEG 2000",
        "FlateDecode" | "Fl" => "Flate",
        "LZWDecode" | "LZW" => "LZW",
        "CCITTFaxDecode" | "CCF" => "fax",
        "JBIG2Decode" => "JBIG2",
        "RunLengthDecode" | "RL" => "run length",
        "ASCII85Decode" | "A85" => "ASCII 85",
        "ASCIIHexDecode" | "AHx" => "hexadecimal",
        other => other,
    };
    words.to_owned()
}
