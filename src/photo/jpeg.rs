//! JPEG files: their segments, what can go into a PDF as it is, and decoding at a
//! fraction of the size.
//!
//! `image` decodes what is wanted in full. Its decoder knows no decoding at a
//! fraction of the size, which is most of the speed with a camera's picture, and it
//! makes colours of inks without a profile: these two are `jpeg-decoder`'s, which has
//! the same maintainers. Its feature `rayon` is off, since a thread that
//! waits for others while it holds the turn of large pictures could be given another
//! such picture and wait for itself.

use std::io::Cursor;

use image::codecs::jpeg::JpegDecoder;
use image::metadata::Orientation;
use image::{DynamicImage, GrayImage, ImageBuffer, RgbImage, RgbaImage};
use jpeg_decoder::{Decoder, PixelFormat};

use super::jpeg_segments::SOS;
use super::pixels::{ColourKind, Pixels, Space};
use super::{PhotoError, PictureLimits, broken, cut_off, decoding_error, exif, jpeg_segments};

/// What the segments of a JPEG file say.
#[derive(Debug, Clone)]
pub(super) struct JpegHeader {
    pub width: u32,
    pub height: u32,
    pub orientation: Orientation,
    pub colour: ColourKind,
    /// Baseline, extended or progressive Huffman coding of 8 bits.
    is_common: bool,
    /// No segment holds more than its tables.
    is_exact: bool,
    is_progressive: bool,
    /// Samples of all components for a pixel of the picture, in 64ths.
    samples: u64,
    /// How often the data goes over the picture.
    pub scans: u64,
    /// Segments that make the picture, as ranges of bytes: tables, frame, scans.
    parts: Vec<(usize, usize)>,
    adobe: Option<u8>,
    icc: Option<Vec<u8>>,
    is_adobe_rgb: bool,
}

const SOI: u8 = 0xD8;
const EOI: u8 = 0xD9;

/// Reads the segments to the end of the picture. Nothing is decoded.
pub(super) fn header(bytes: &[u8], limits: &PictureLimits) -> Result<JpegHeader, PhotoError> {
    let mut frame = None;
    let mut header = JpegHeader {
        width: 0,
        height: 0,
        orientation: Orientation::NoTransforms,
        colour: ColourKind::Rgb,
        is_common: false,
        is_exact: true,
        is_progressive: false,
        samples: 0,
        scans: 0,
        parts: Vec::new(),
        adobe: None,
        icc: None,
        is_adobe_rgb: false,
    };
    let mut profile: Vec<(u8, &[u8])> = Vec::new();
    let mut at = 2;
    loop {
        let marker = marker(bytes, &mut at).ok_or_else(cut_off)?;
        if marker == EOI {
            break;
        }
        // Markers without a length: restarts left behind, and TEM.
        if matches!(marker, 0x01 | 0xD0..=SOI) {
            continue;
        }
        let length = bytes.get(at..at + 2).ok_or_else(cut_off)?;
        let length = usize::from(u16::from_be_bytes([length[0], length[1]]));
        let content = bytes.get(at + 2..(at + length.max(2))).ok_or_else(cut_off)?;
        let begin = at - 2;
        at += length.max(2);
        match marker {
            0xC0..=0xCF if !matches!(marker, 0xC4 | 0xC8 | 0xCC) => {
                if frame.is_some() {
                    return Err(broken("it has more than one frame"));
                }
                frame = Some(());
                header.frame(marker, content, limits)?;
            }
            SOS => {
                header.scans += 1;
                limits.check_scans(
                    header.scans,
                    u64::from(header.width) * u64::from(header.height),
                )?;
                at = end_of_scan(bytes, at).ok_or_else(cut_off)?;
            }
            0xE1 if content.starts_with(b"Exif\0\0") => {
                header.orientation = exif::orientation(content);
                header.is_adobe_rgb = exif::is_adobe_rgb(content);
            }
            0xE2 => {
                if let Some([number, _, part @ ..]) = content.strip_prefix(b"ICC_PROFILE\0") {
                    profile.push((*number, part));
                }
            }
            0xEE if content.starts_with(b"Adobe") => header.adobe = content.get(11).copied(),
            _ => {}
        }
        if jpeg_segments::is_kept(marker) {
            header.parts.push((begin, at));
            header.is_exact &= jpeg_segments::is_exact(marker, content);
        }
    }
    if frame.is_none() || header.scans == 0 {
        return Err(broken("it has no picture in it"));
    }
    if !profile.is_empty() {
        profile.sort_by_key(|(number, _)| *number);
        header.icc = Some(profile.into_iter().flat_map(|(_, part)| part).copied().collect());
    }
    // Each block of 64 samples takes a bit at least, and so does each MCU.
    let scanned: u64 = header.parts.iter().map(|(from, to)| (to - from) as u64).sum();
    let pixels = u64::from(header.width) * u64::from(header.height);
    if pixels / 2048 > scanned {
        return Err(broken("it has too few bytes for its size"));
    }
    Ok(header)
}

/// The next marker; fill bytes before it are skipped.
fn marker(bytes: &[u8], at: &mut usize) -> Option<u8> {
    loop {
        let found = bytes.get(*at..)?.iter().position(|byte| *byte == 0xFF)? + *at;
        *at = found + 2;
        match *bytes.get(found + 1)? {
            0x00 => {}
            0xFF => *at = found + 1,
            marker => return Some(marker),
        }
    }
}

/// Where the entropy-coded data ends that begins at `at`.
fn end_of_scan(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at += bytes.get(at..)?.iter().position(|byte| *byte == 0xFF)?;
        match *bytes.get(at + 1)? {
            0x00 | 0xD0..=0xD7 => at += 2,
            0xFF => at += 1,
            _ => return Some(at),
        }
    }
}

impl JpegHeader {
    fn frame(
        &mut self,
        marker: u8,
        content: &[u8],
        limits: &PictureLimits,
    ) -> Result<(), PhotoError> {
        let [depth, h1, h2, w1, w2, count, components @ ..] = content else {
            return Err(cut_off());
        };
        self.height = u32::from(u16::from_be_bytes([*h1, *h2]));
        self.width = u32::from(u16::from_be_bytes([*w1, *w2]));
        limits.check_size(self.width, self.height)?;
        self.is_common = matches!(marker, 0xC0..=0xC2) && *depth == 8;
        self.is_progressive = marker == 0xC2;
        self.colour = match count {
            1 => ColourKind::Gray,
            3 => ColourKind::Rgb,
            4 => ColourKind::Cmyk,
            _ => return Err(broken(format!("it has {count} colours"))),
        };
        let factors: Vec<_> = components
            .chunks_exact(3)
            .map(|c| (u64::from(c[1] >> 4), u64::from(c[1] & 15)))
            .collect();
        let horizontal = factors.iter().map(|(h, _)| *h).max().unwrap_or(1).max(1);
        let down = factors.iter().map(|(_, v)| *v).max().unwrap_or(1).max(1);
        self.samples = factors.iter().map(|(h, v)| 64 * h * v / (horizontal * down)).sum();
        Ok(())
    }

    /// The colours that the file means.
    pub fn space(&self) -> Space {
        match &self.icc {
            Some(profile) => Space::Icc(profile.clone()),
            None if self.is_adobe_rgb => Space::AdobeRgb,
            None => Space::Standard,
        }
    }

    /// Whether a PDF reader shows the file's own data as it is meant to look: colours
    /// in the order that readers assume, and nothing to turn.
    pub fn is_plain(&self) -> bool {
        let colours = match self.colour {
            ColourKind::Gray => true,
            // 1 is YCbCr; without the segment three components are YCbCr as well.
            ColourKind::Rgb => matches!(self.adobe, None | Some(1)),
            _ => false,
        };
        self.is_common && self.is_exact && colours && self.orientation == Orientation::NoTransforms
    }

    /// Memory for decoding at `eighths` of the size, in bytes.
    fn memory(&self, eighths: u64) -> u64 {
        let pixels = u64::from(self.width) * u64::from(self.height);
        // A progressive picture keeps all coefficients of 16 bits.
        let coefficients = if self.is_progressive { pixels * self.samples / 32 } else { 0 };
        let decoded = pixels * eighths * eighths / 64;
        coefficients + decoded * self.samples / 64 + decoded * 4
    }
}

/// The picture's own data without metadata: tables, frame and scans as they are, a
/// fresh JFIF segment, and Adobe's where there was one.
pub(super) fn stripped(bytes: &[u8], header: &JpegHeader) -> Vec<u8> {
    let mut out = vec![0xFF, SOI];
    // Version 1.1, an aspect ratio of 1 : 1, no thumbnail.
    out.extend(b"\xFF\xE0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00");
    if let Some(transform) = header.adobe {
        out.extend(b"\xFF\xEE\x00\x0EAdobe\x00\x64\x00\x00\x00\x00");
        out.push(transform);
    }
    for (from, to) in &header.parts {
        out.extend(bytes.get(*from..*to).unwrap_or_default());
    }
    out.extend([0xFF, EOI]);
    out
}

/// How much larger than the wanted picture a JPEG file is decoded: shrinking by the
/// blocks of the file alone would blur or fray, so the filter does the last half.
const MARGIN: u64 = 2;

/// How a JPEG file is decoded so that `width` × `height` pixels (before turning) can
/// be sampled from it: eighths of its size, and bytes of memory.
pub(super) fn plan(header: &JpegHeader, width: u32, height: u32) -> (u64, u64) {
    let mut fractions = [1, 2, 4].into_iter();
    let eighths = fractions.find(|eighths| {
        is_enough(header.width, *eighths, width) && is_enough(header.height, *eighths, height)
    });
    let eighths = eighths.unwrap_or(8);
    (eighths, header.memory(eighths))
}

/// Whether a side is long enough at a fraction of its size.
fn is_enough(side: u32, eighths: u64, wanted: u32) -> bool {
    u64::from(side) * eighths / 8 >= MARGIN * u64::from(wanted)
}

/// A side at a fraction of its size.
fn scaled_side(side: u32, eighths: u64) -> u16 {
    u16::try_from((u64::from(side) * eighths).div_ceil(8)).unwrap_or(u16::MAX)
}

/// Decodes at a size from which `width` × `height` can be sampled.
pub(super) fn decode(
    bytes: &[u8],
    header: &JpegHeader,
    eighths: u64,
) -> Result<Pixels, PhotoError> {
    if eighths == 8 && header.is_common && header.colour != ColourKind::Cmyk {
        return whole(bytes).map(|image| Pixels::Light(image, header.space()));
    }
    let mut decoder = Decoder::new(bytes);
    let (width, height) = (scaled_side(header.width, eighths), scaled_side(header.height, eighths));
    let scaled = decoder.scale(width, height).map_err(broken)?;
    let (width, height) = (u32::from(scaled.0), u32::from(scaled.1));
    let data = decoder.decode().map_err(broken)?;
    let format = decoder.info().map(|info| info.pixel_format);
    let image = match format {
        Some(PixelFormat::L8) => {
            GrayImage::from_raw(width, height, data).map(DynamicImage::ImageLuma8)
        }
        Some(PixelFormat::RGB24) => {
            RgbImage::from_raw(width, height, data).map(DynamicImage::ImageRgb8)
        }
        Some(PixelFormat::CMYK32) => {
            RgbaImage::from_raw(width, height, data).map(DynamicImage::ImageRgba8)
        }
        Some(PixelFormat::L16) => {
            let pairs = data.chunks_exact(2).map(|pair| u16::from_ne_bytes([pair[0], pair[1]]));
            ImageBuffer::from_raw(width, height, pairs.collect()).map(DynamicImage::ImageLuma16)
        }
        None => None,
    };
    let image = image.ok_or_else(cut_off)?;
    match format {
        Some(PixelFormat::CMYK32) => Ok(Pixels::Inks(image.into_rgba8(), header.space())),
        _ => Ok(Pixels::Light(image, header.space())),
    }
}

/// Decodes at full size.
pub(super) fn whole(bytes: &[u8]) -> Result<DynamicImage, PhotoError> {
    let decoder = JpegDecoder::new(Cursor::new(bytes)).map_err(|error| decoding_error(&error))?;
    DynamicImage::from_decoder(decoder).map_err(|error| decoding_error(&error))
}
