//! Unpacking of streams, each byte counted.

use std::io::Read;

use weezl::decode::Decoder;
use weezl::{BitOrder, LzwStatus};

use super::super::super::{PhotoError, broken};
use super::object::is_space;

/// How many bytes of LZW are unpacked at a time.
const PIECE_BYTES: usize = 64 * 1024;

/// Unpacks by one filter, into hardly more than `max` bytes. None for a filter of pictures.
/// `is_early` is how codes of LZW grow: a code earlier than they must, as in TIFF.
pub(super) fn unpacked(
    filter: &[u8],
    bytes: &[u8],
    max: usize,
    is_early: bool,
) -> Result<Option<Vec<u8>>, PhotoError> {
    let unpacked = match filter {
        b"FlateDecode" | b"Fl" => {
            let mut out = Vec::new();
            let decoder = flate2::bufread::ZlibDecoder::new(bytes);
            // What stands before damage is used, as other readers do.
            let _ = decoder.take(max as u64 + 1).read_to_end(&mut out);
            out
        }
        b"ASCIIHexDecode" | b"AHx" => hexadecimal(bytes),
        b"ASCII85Decode" | b"A85" => base_85(bytes)?,
        b"RunLengthDecode" | b"RL" => runs(bytes, max),
        b"LZWDecode" | b"LZW" => lzw(bytes, max, is_early),
        b"DCTDecode" | b"DCT" | b"CCITTFaxDecode" | b"CCF" => return Ok(None),
        other => {
            let name = String::from_utf8_lossy(other).into_owned();
            return Err(PhotoError::Unfit(format!(
                "a part of it is packed by {name}, which is not read; export it with pictures \
                 as JPEG or without loss (ZIP)"
            )));
        }
    };
    Ok(Some(unpacked))
}

fn lzw(bytes: &[u8], max: usize, is_early: bool) -> Vec<u8> {
    let mut decoder = if is_early {
        Decoder::with_tiff_size_switch(BitOrder::Msb, 8)
    } else {
        Decoder::new(BitOrder::Msb, 8)
    };
    let (mut out, mut piece, mut rest) = (Vec::new(), vec![0; PIECE_BYTES], bytes);
    while out.len() <= max {
        let result = decoder.decode_bytes(rest, &mut piece);
        rest = rest.get(result.consumed_in..).unwrap_or_default();
        out.extend_from_slice(piece.get(..result.consumed_out).unwrap_or_default());
        let has_moved = result.consumed_in + result.consumed_out > 0;
        // What stands before damage is used.
        if !has_moved || !matches!(result.status, Ok(LzwStatus::Ok)) {
            break;
        }
    }
    out
}

fn hexadecimal(bytes: &[u8]) -> Vec<u8> {
    let digits = bytes.iter().take_while(|byte| **byte != b'>');
    let digits: Vec<u8> = digits
        .filter_map(|byte| {
            char::from(*byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
        })
        .collect();
    digits.chunks(2).map(byte_of).collect()
}

/// The byte of two digits; one that is missing at the end is a zero.
fn byte_of(pair: &[u8]) -> u8 {
    match *pair {
        [high, low] => (high << 4) | low,
        [high] => high << 4,
        _ => 0,
    }
}

fn base_85(bytes: &[u8]) -> Result<Vec<u8>, PhotoError> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut group = Vec::with_capacity(5);
    for byte in bytes.iter().copied().filter(|byte| !is_space(*byte)) {
        match byte {
            b'z' if group.is_empty() => out.extend_from_slice(&[0; 4]),
            b'!'..=b'u' => group.push(u32::from(byte - b'!')),
            b'~' => break,
            _ => return Err(broken("a part of it is damaged")),
        }
        if group.len() == 5 {
            put_group(&group, 4, &mut out);
            group.clear();
        }
    }
    if let Some(rest) = group.len().checked_sub(1) {
        group.resize(5, 84);
        put_group(&group, rest, &mut out);
    }
    Ok(out)
}

fn put_group(group: &[u32], length: usize, out: &mut Vec<u8>) {
    let number = group.iter().fold(0_u32, |all, digit| all.wrapping_mul(85).wrapping_add(*digit));
    out.extend(number.to_be_bytes().iter().take(length));
}

fn runs(bytes: &[u8], max: usize) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = bytes;
    while let Some((length, behind)) = rest.split_first() {
        let taken = match length {
            128 => break,
            0..=127 => {
                let count = (usize::from(*length) + 1).min(behind.len());
                out.extend_from_slice(behind.get(..count).unwrap_or_default());
                count
            }
            _ => {
                let byte = behind.first().copied().unwrap_or(0);
                out.extend(std::iter::repeat_n(byte, 257 - usize::from(*length)));
                1
            }
        };
        rest = behind.get(taken..).unwrap_or_default();
        if out.len() > max {
            break;
        }
    }
    out
}

/// Undoes the differences to the pixels beside and above (a predictor of PNG).
pub(super) fn unpredicted(bytes: &[u8], row: usize, pixel: usize) -> Vec<u8> {
    let row = row.min(bytes.len());
    let mut out: Vec<u8> = Vec::with_capacity(bytes.len());
    let mut above = vec![0_u8; row];
    for line in bytes.chunks(row + 1) {
        let Some((kind, data)) = line.split_first() else { break };
        let mut current = vec![0_u8; row];
        for (at, byte) in data.iter().enumerate() {
            let left = at.checked_sub(pixel).and_then(|at| current.get(at)).copied().unwrap_or(0);
            let up = above.get(at).copied().unwrap_or(0);
            let corner = at.checked_sub(pixel).and_then(|at| above.get(at)).copied().unwrap_or(0);
            let predicted = match kind {
                1 => left,
                2 => up,
                3 => ((u16::from(left) + u16::from(up)) / 2) as u8,
                4 => paeth(left, up, corner),
                _ => 0,
            };
            if let Some(place) = current.get_mut(at) {
                *place = byte.wrapping_add(predicted);
            }
        }
        out.extend(current.iter().take(data.len()));
        above = current;
    }
    out
}

/// Undoes the differences to the pixels beside (a predictor of TIFF), of samples of one byte,
/// or of two.
pub(super) fn unpredicted_tiff(bytes: &mut [u8], row: usize, colours: usize, is_wide: bool) {
    let width = if is_wide { 2 } else { 1 };
    for line in bytes.chunks_mut(row.max(1)) {
        for at in (colours * width..line.len()).step_by(width) {
            let before = at - colours * width;
            if is_wide {
                let sum = wide(line, at).wrapping_add(wide(line, before));
                if let Some(place) = line.get_mut(at..at + 2) {
                    place.copy_from_slice(&sum.to_be_bytes());
                }
            } else {
                let left = line.get(before).copied().unwrap_or(0);
                if let Some(place) = line.get_mut(at) {
                    *place = place.wrapping_add(left);
                }
            }
        }
    }
}

fn wide(bytes: &[u8], at: usize) -> u16 {
    let bytes = bytes.get(at..at + 2).and_then(|bytes| bytes.try_into().ok());
    bytes.map_or(0, u16::from_be_bytes)
}

fn paeth(left: u8, up: u8, corner: u8) -> u8 {
    let (a, b, c) = (i16::from(left), i16::from(up), i16::from(corner));
    let (to_left, to_up, to_corner) = ((b - c).abs(), (a - c).abs(), (a + b - 2 * c).abs());
    if to_left <= to_up && to_left <= to_corner {
        left
    } else if to_up <= to_corner {
        up
    } else {
        corner
    }
}
