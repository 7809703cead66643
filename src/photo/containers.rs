//! The chunks of PNG, WebP and GIF files: whether the file is whole, how many frames
//! it has, and what it says of colour and orientation. Nothing is decoded.

use image::metadata::Orientation;

use super::pixels::Space;
use super::{PhotoError, PictureLimits, broken, cut_off, exif};

/// What the chunks of a file say besides the pixels.
#[derive(Debug, Clone)]
pub(super) struct ChunkHeader {
    pub width: u32,
    pub height: u32,
    pub orientation: Orientation,
    /// The colours that the file means; none where a profile is embedded, which its
    /// decoder unpacks.
    pub space: Option<Space>,
    /// Whether the pixels were encoded with loss, as photographs are.
    pub is_lossy: bool,
    /// Whether the pixels are numbers in a table of colours.
    pub is_indexed: bool,
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at.checked_add(4)?)?.try_into().ok().map(u32::from_be_bytes)
}

fn little_u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4)?.try_into().ok().map(u32::from_le_bytes)
}

/// The maximum ratio of deflate: 1,032 to 1.
const DEFLATE_RATIO: u64 = 1032;

/// Reads the chunks of a PNG file.
pub(super) fn png(bytes: &[u8], limits: &PictureLimits) -> Result<ChunkHeader, PhotoError> {
    let mut found = ChunkHeader {
        width: u32_at(bytes, 16).ok_or_else(cut_off)?,
        height: u32_at(bytes, 20).ok_or_else(cut_off)?,
        orientation: Orientation::NoTransforms,
        space: Some(Space::Standard),
        is_lossy: false,
        is_indexed: bytes.get(25) == Some(&3),
    };
    limits.check_size(found.width, found.height)?;
    let depth = u64::from(bytes.get(24).copied().unwrap_or(8));
    let (mut gamma, mut primaries, mut data) = (None, None, 0_u64);
    let (mut is_standard, mut points, mut has_profile) = (false, None, false);
    let mut at = 8;
    loop {
        let length = u32_at(bytes, at).ok_or_else(cut_off)? as usize;
        let name = bytes.get(at + 4..at + 8).ok_or_else(cut_off)?;
        let end = at.saturating_add(12).saturating_add(length);
        let content =
            bytes.get(at + 8..end - 4).filter(|_| end <= bytes.len()).ok_or_else(cut_off)?;
        match name {
            b"IDAT" => data += length as u64,
            b"IEND" => break,
            b"acTL" => limits.check_frames(u64::from(u32_at(content, 0).unwrap_or(0)))?,
            b"eXIf" => found.orientation = exif::orientation(content),
            b"iCCP" => has_profile = true,
            b"sRGB" => is_standard = true,
            b"cICP" => points = content.try_into().ok(),
            b"gAMA" => gamma = u32_at(content, 0).filter(|gamma| *gamma > 0),
            b"cHRM" => {
                let numbers: Vec<_> = (0..8).filter_map(|n| u32_at(content, 4 * n)).collect();
                primaries = <[u32; 8]>::try_from(numbers).ok();
            }
            _ => {}
        }
        at = end;
    }
    // One bit a pixel at least, and a byte for each row's filter.
    let rows = u64::from(found.height) * (1 + (u64::from(found.width) * depth).div_ceil(8));
    if rows > data.saturating_mul(DEFLATE_RATIO).saturating_add(4096) {
        return Err(broken("it has too few bytes for its size"));
    }
    // The order is that of the PNG specification, third edition.
    found.space = match points {
        Some(points) => Some(Space::CodePoints(points)),
        None if has_profile => None,
        None if is_standard => Some(Space::Standard),
        None => Some(Space::measured(gamma, primaries)),
    };
    Ok(found)
}

/// Reads the chunks of a WebP file; its size comes from the decoder.
pub(super) fn webp(bytes: &[u8], limits: &PictureLimits) -> Result<ChunkHeader, PhotoError> {
    let whole = little_u32_at(bytes, 4).ok_or_else(cut_off)? as usize;
    // Programs exist that count a padding byte too few.
    if whole.saturating_add(8) > bytes.len().saturating_add(1) {
        return Err(cut_off());
    }
    let mut found = ChunkHeader {
        width: 0,
        height: 0,
        orientation: Orientation::NoTransforms,
        space: Some(Space::Standard),
        is_lossy: false,
        is_indexed: false,
    };
    let mut frames = 0;
    let mut at = 12;
    while let Some(length) = little_u32_at(bytes, at + 4) {
        let length = length as usize;
        let name = bytes.get(at..at + 4).unwrap_or_default();
        let content = bytes.get(at + 8..(at + 8).saturating_add(length)).ok_or_else(cut_off)?;
        match name {
            b"VP8 " => found.is_lossy = true,
            b"ICCP" => found.space = None,
            b"EXIF" => found.orientation = exif::orientation(content),
            b"ANMF" => {
                frames += 1;
                limits.check_frames(frames)?;
                found.is_lossy |= content.get(16..20) == Some(b"VP8 ");
            }
            _ => {}
        }
        at += 8 + length + length % 2;
    }
    Ok(found)
}

/// Reads the blocks of a GIF file; its frames are counted and not decoded.
pub(super) fn gif(bytes: &[u8], limits: &PictureLimits) -> Result<ChunkHeader, PhotoError> {
    let width = little_u16_at(bytes, 6).ok_or_else(cut_off)?;
    let height = little_u16_at(bytes, 8).ok_or_else(cut_off)?;
    limits.check_size(width, height)?;
    let mut at = 13 + palette_length(*bytes.get(10).ok_or_else(cut_off)?);
    let mut frames = 0;
    loop {
        match bytes.get(at) {
            Some(0x21) => at = after_blocks(bytes, at + 2).ok_or_else(cut_off)?,
            Some(0x2C) => {
                frames += 1;
                limits.check_frames(frames)?;
                let flags = *bytes.get(at + 9).ok_or_else(cut_off)?;
                at = after_blocks(bytes, at + 11 + palette_length(flags)).ok_or_else(cut_off)?;
            }
            // Without its last byte, or with something behind: the first frame is whole.
            _ if frames > 0 => break,
            _ => return Err(broken("it has no picture in it")),
        }
    }
    Ok(ChunkHeader {
        width,
        height,
        orientation: Orientation::NoTransforms,
        space: Some(Space::Standard),
        is_lossy: false,
        is_indexed: true,
    })
}

fn little_u16_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?)))
}

/// The bytes of the table of colours that the flags of a GIF block announce.
fn palette_length(flags: u8) -> usize {
    if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) }
}

/// The place behind a row of blocks of at most 255 bytes.
fn after_blocks(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        let length = usize::from(*bytes.get(at)?);
        at += 1 + length;
        if length == 0 {
            return Some(at);
        }
    }
}
