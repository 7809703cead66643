//! TIFF files: the first page.
//!
//! `image` decodes what it knows; inks, of which it makes the wrong colours, and
//! tables of colours, which it refuses, are read from the same decoder directly.

use std::borrow::Cow;
use std::io::Cursor;

use ::tiff::decoder::{Decoder, DecodingResult};
use ::tiff::tags::Tag;
use ::tiff::{ColorType, TiffError};
use image::codecs::tiff::TiffDecoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, RgbImage, RgbaImage};

use super::pixels::{ColourKind, Pixels, Space};
use super::{PhotoError, PictureLimits, broken, cut_off, decoding_error};

/// What the first directory says.
#[derive(Debug, Clone)]
pub(super) struct TiffHeader {
    pub width: u32,
    pub height: u32,
    pub orientation: Orientation,
    pub colour: ColourKind,
    colours: ColorType,
    /// Where the file says that its numbers stand in a table of colours.
    table: Option<usize>,
}

/// More than the maximum ratio of any compression of TIFF.
const SHORTENED: u64 = 4096;

/// Reads the first directory and counts the others.
pub(super) fn header(bytes: &[u8], limits: &PictureLimits) -> Result<TiffHeader, PhotoError> {
    limits.check_frames(pages(bytes, limits.frames))?;
    refuse_unread(bytes)?;
    let table = table(bytes);
    let known = known(bytes, table);
    let mut decoder = open(&known, limits.memory)?;
    let (width, height) = decoder.dimensions().map_err(reason)?;
    limits.check_size(width, height)?;
    let colours = decoder.colortype().map_err(reason)?;
    let colour = match colours {
        _ if table.is_some() => ColourKind::Indexed,
        ColorType::Gray(_) => ColourKind::Gray,
        ColorType::GrayA(_) => ColourKind::GrayAlpha,
        ColorType::RGBA(_) => ColourKind::Rgba,
        ColorType::CMYK(_) => ColourKind::Cmyk,
        _ => ColourKind::Rgb,
    };
    let orientation = decoder.find_tag_unsigned::<u8>(Tag::Orientation).ok().flatten();
    let orientation =
        orientation.and_then(Orientation::from_exif).unwrap_or(Orientation::NoTransforms);
    // A fax takes no more than a bit for a white row.
    let is_fax = matches!(entry(bytes, COMPRESSION), Some(2..=4));
    let least =
        if is_fax { u64::from(height) / 8 } else { memory_of(width, height, colours) / SHORTENED };
    if least > bytes.len() as u64 {
        return Err(broken("it has too few bytes for its size"));
    }
    Ok(TiffHeader { width, height, orientation, colour, colours, table })
}

/// The tag of how a file is compressed.
const COMPRESSION: usize = 259;
/// The tag of what its numbers mean.
const PHOTOMETRIC: usize = 262;

/// Refuses what the decoder would call broken.
fn refuse_unread(bytes: &[u8]) -> Result<(), PhotoError> {
    let colours = match entry(bytes, PHOTOMETRIC) {
        Some(8..=10) => "its colours are measured (CIE Lab)",
        Some(32_844 | 32_845) => "its colours are those of light (LogLuv)",
        Some(32_803 | 34_892) => "it is the raw file of a camera",
        _ => "",
    };
    let compression = match entry(bytes, COMPRESSION) {
        Some(6) => "it is packed with an old form of JPEG",
        Some(34_661 | 9 | 10) => "it is packed with JBIG",
        Some(34_712 | 33_003..=33_005) => "it is packed with JPEG 2000",
        _ => "",
    };
    let found = if colours.is_empty() { compression } else { colours };
    if found.is_empty() { Ok(()) } else { Err(PhotoError::Unfit(found.to_owned())) }
}

/// The short number of a tag in the first directory.
fn entry(bytes: &[u8], tag: usize) -> Option<usize> {
    let directory = number(bytes, 4, 4)?;
    let entries = number(bytes, directory, 2)?;
    let mut at = (0..entries).map(|entry| directory + 2 + 12 * entry);
    let at = at.find(|at| number(bytes, *at, 2) == Some(tag))?;
    number(bytes, at + 8, 2)
}

/// A number in the order of the file's own bytes.
fn number(file: &[u8], at: usize, length: usize) -> Option<usize> {
    let bytes = file.get(at..at.checked_add(length)?)?;
    Some(if file.starts_with(b"II") {
        bytes.iter().rev().fold(0, with_byte)
    } else {
        bytes.iter().fold(0, with_byte)
    })
}

fn with_byte(number: usize, byte: &u8) -> usize {
    number << 8 | usize::from(*byte)
}

/// The number of directories, no more than one above `max`. The decoder could count them as
/// well (`more_images`), but it reads every entry on its way to the next directory, and those of
/// a hostile file can lie over each other: a thousand of them in 16 MiB take it seconds.
fn pages(bytes: &[u8], max: u64) -> u64 {
    let mut at = 4;
    let mut count = 0;
    while count <= max {
        let Some(directory) = number(bytes, at, 4).filter(|directory| *directory > 0) else {
            break;
        };
        let Some(entries) = number(bytes, directory, 2) else { break };
        at = directory + 2 + 12 * entries;
        count += 1;
    }
    count
}

/// Where the first directory says that numbers stand in a table of colours.
fn table(bytes: &[u8]) -> Option<usize> {
    let directory = number(bytes, 4, 4)?;
    let entries = number(bytes, directory, 2)?;
    let at = (0..entries).map(|entry| directory + 2 + 12 * entry);
    let mut at = at.filter(|at| number(bytes, *at, 2) == Some(262));
    at.next().map(|at| at + 8).filter(|at| number(bytes, *at, 2) == Some(3))
}

/// The file as the decoder knows it: it refuses tables of colours, but reads the same
/// numbers as grey.
fn known(bytes: &[u8], table: Option<usize>) -> Cow<'_, [u8]> {
    let Some(at) = table else { return Cow::Borrowed(bytes) };
    let mut bytes = bytes.to_vec();
    let gray = if bytes.starts_with(b"II") { [1, 0] } else { [0, 1] };
    if let Some(interpretation) = bytes.get_mut(at..at + 2) {
        interpretation.copy_from_slice(&gray);
    }
    Cow::Owned(bytes)
}

fn open(bytes: &[u8], memory: u64) -> Result<Decoder<Cursor<&[u8]>>, PhotoError> {
    let mut limits = ::tiff::decoder::Limits::default();
    limits.decoding_buffer_size = usize::try_from(memory).unwrap_or(usize::MAX);
    limits.intermediate_buffer_size = limits.decoding_buffer_size;
    limits.ifd_value_size = limits.ifd_value_size.min(16 * 1024 * 1024);
    Ok(Decoder::new(Cursor::new(bytes)).map_err(reason)?.with_limits(limits))
}

fn memory_of(width: u32, height: u32, colours: ColorType) -> u64 {
    let bytes = u64::from(colours.bit_depth()).div_ceil(8) * u64::from(colours.num_samples());
    u64::from(width) * u64::from(height) * bytes
}

/// Memory for decoding, in bytes.
pub(super) fn memory(header: &TiffHeader) -> u64 {
    let pixels = memory_of(header.width, header.height, header.colours);
    match header.colours {
        ColorType::CMYK(16) => pixels + pixels / 2,
        _ if header.table.is_some() => pixels * 4,
        // Where planes have to be put together there are two copies.
        _ => pixels * 2,
    }
}

/// Decodes the first page.
pub(super) fn decode(bytes: &[u8], header: &TiffHeader, memory: u64) -> Result<Pixels, PhotoError> {
    match header.colours {
        ColorType::CMYK(8 | 16) => inks(bytes, header, memory),
        ColorType::Gray(bits) if header.table.is_some() => indexed(bytes, header, bits, memory),
        _ => plain(bytes, memory),
    }
}

fn plain(bytes: &[u8], memory: u64) -> Result<Pixels, PhotoError> {
    let mut decoder =
        TiffDecoder::new(Cursor::new(bytes)).map_err(|error| decoding_error(&error))?;
    let mut limits = image::Limits::default();
    limits.max_alloc = Some(memory);
    decoder.set_limits(limits).map_err(|error| decoding_error(&error))?;
    let space = match decoder.icc_profile() {
        Ok(Some(profile)) => Space::Icc(profile),
        _ => Space::Standard,
    };
    let image = DynamicImage::from_decoder(decoder).map_err(|error| decoding_error(&error))?;
    Ok(Pixels::Light(image, space))
}

fn inks(bytes: &[u8], header: &TiffHeader, memory: u64) -> Result<Pixels, PhotoError> {
    let mut decoder = open(bytes, memory)?;
    if decoder.find_tag_unsigned::<u16>(Tag::PlanarConfiguration).ok().flatten() == Some(2) {
        return Err(PhotoError::Unfit(
            "its inks are stored one after the other, which is not read".to_owned(),
        ));
    }
    let space = match decoder.find_tag(Tag::IccProfile).ok().flatten().map(|tag| tag.into_u8_vec())
    {
        Some(Ok(profile)) => Space::Icc(profile),
        _ => Space::Standard,
    };
    let data = match decoder.read_image().map_err(reason)? {
        DecodingResult::U8(data) => data,
        DecodingResult::U16(data) => data.into_iter().map(|ink| (ink >> 8) as u8).collect(),
        _ => return Err(PhotoError::Unfit("its inks are no whole numbers".to_owned())),
    };
    let image = RgbaImage::from_raw(header.width, header.height, data);
    image.map(|image| Pixels::Inks(image, space)).ok_or_else(cut_off)
}

fn indexed(bytes: &[u8], header: &TiffHeader, bits: u8, memory: u64) -> Result<Pixels, PhotoError> {
    if !matches!(bits, 1 | 2 | 4 | 8) {
        return Err(PhotoError::Unfit(format!("its table has {bits} bits, which is not read")));
    }
    let known = known(bytes, header.table);
    let mut decoder = open(&known, memory)?;
    let table = decoder.get_tag_u16_vec(Tag::ColorMap).map_err(reason)?;
    let DecodingResult::U8(data) = decoder.read_image().map_err(reason)? else {
        return Err(broken("its table is none of 256 colours"));
    };
    let table = ColourTable { colours: table, bits };
    if table.colours.len() < 3 * table.len() {
        return Err(broken("its table of colours is cut off"));
    }
    let width = header.width as usize;
    let rows = data.chunks(width.div_ceil(table.pixels_per_byte()).max(1));
    let rows = rows.take(header.height as usize);
    let table = &table;
    let pixels = rows.flat_map(|row| (0..width).flat_map(move |x| table.pixel(row, x)));
    let image = RgbImage::from_raw(header.width, header.height, pixels.collect());
    let image = image.ok_or_else(cut_off)?;
    Ok(Pixels::Light(DynamicImage::ImageRgb8(image), Space::Standard))
}

/// A table of colours: all reds, then all greens, then all blues, of 16 bits each.
struct ColourTable {
    colours: Vec<u16>,
    /// Bits of a pixel. Several pixels share a byte; each row begins a new one.
    bits: u8,
}

impl ColourTable {
    /// How many colours a pixel can have.
    fn len(&self) -> usize {
        1 << self.bits
    }

    fn pixels_per_byte(&self) -> usize {
        usize::from(8 / self.bits)
    }

    /// The colour of a pixel in a row. The table must have all its colours.
    fn pixel(&self, row: &[u8], x: usize) -> [u8; 3] {
        let per_byte = self.pixels_per_byte();
        let shift = 8 - usize::from(self.bits) * (x % per_byte + 1);
        let byte = row.get(x / per_byte).copied().unwrap_or(0);
        let index = usize::from((byte >> shift) & (self.len() - 1) as u8);
        [0, 1, 2].map(|channel| (self.colours[channel * self.len() + index] >> 8) as u8)
    }
}

fn reason(error: TiffError) -> PhotoError {
    match error {
        TiffError::LimitsExceeded => {
            PhotoError::TooLarge("it asks for more memory than is given".to_owned())
        }
        TiffError::UnsupportedError(kind) => PhotoError::Unfit(super::in_one_line(kind)),
        error => broken(error),
    }
}
