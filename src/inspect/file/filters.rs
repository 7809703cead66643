//! The filters of streams, undone in bounds: never more bytes than are asked for.

use std::rc::Rc;

use flate2::{Decompress, FlushDecompress, Status};
use weezl::{BitOrder, LzwStatus};

use super::characters::{hexadecimal_bytes, is_space};
use super::object::{Dictionary, Object};
use crate::inspect::budget::Budget;
use crate::inspect::limits::{MAX_STREAM_BYTES, Work};

/// How many bytes are unpacked at a time.
const PIECE_BYTES: usize = 64 * 1024;

/// What became of a stream.
#[derive(Debug, PartialEq)]
pub enum Decoded {
    /// All of it.
    Whole(Vec<u8>),
    /// The beginning: the rest is broken.
    Part(Vec<u8>),
    /// More bytes than were asked for.
    TooLarge,
    /// A filter that is for pictures, or not known.
    Closed,
}

/// Undoes one filter.
pub fn undo(
    filter: &str,
    bytes: &[u8],
    parameters: Option<&Rc<Dictionary>>,
    budget: &Budget,
) -> Decoded {
    undo_within(filter, bytes, parameters, MAX_STREAM_BYTES, budget)
}

/// Undoes one filter, to a number of bytes at the most.
fn undo_within(
    filter: &str,
    bytes: &[u8],
    parameters: Option<&Rc<Dictionary>>,
    max: usize,
    budget: &Budget,
) -> Decoded {
    if !is_known(filter) {
        return Decoded::Closed;
    }
    let mut output = Output { bytes: Vec::new(), max, budget };
    let end = match filter {
        "FlateDecode" | "Fl" => inflate(bytes, &mut output),
        "LZWDecode" | "LZW" => lzw(bytes, parameters, &mut output),
        "ASCIIHexDecode" | "AHx" => hexadecimal(bytes, &mut output),
        "ASCII85Decode" | "A85" => ascii_85(bytes, &mut output),
        "RunLengthDecode" | "RL" => run_length(bytes, &mut output),
        // Bytes that are enciphered in no way of their own.
        _ => output.push(bytes).map(|()| StreamEnd::Whole),
    };
    let Some(end) = end else { return Decoded::TooLarge };
    let is_packed = matches!(filter, "FlateDecode" | "Fl" | "LZWDecode" | "LZW");
    let bytes = match parameters.filter(|_| is_packed) {
        Some(_) if !budget.charge(Work::UnpackByte, output.bytes.len()) => {
            return Decoded::TooLarge;
        }
        Some(parameters) => predict(output.bytes, parameters),
        None => output.bytes,
    };
    if end == StreamEnd::Whole { Decoded::Whole(bytes) } else { Decoded::Part(bytes) }
}

/// Whether a filter can be undone here.
fn is_known(filter: &str) -> bool {
    const KNOWN: [&str; 11] = [
        "FlateDecode",
        "Fl",
        "LZWDecode",
        "LZW",
        "ASCIIHexDecode",
        "AHx",
        "ASCII85Decode",
        "A85",
        "RunLengthDecode",
        "RL",
        "Crypt",
    ];
    KNOWN.contains(&filter)
}

/// How packed bytes end.
#[derive(Debug, PartialEq)]
enum StreamEnd {
    Whole,
    Broken,
}

/// What was unpacked so far.
struct Output<'a> {
    bytes: Vec<u8>,
    max: usize,
    budget: &'a Budget,
}

impl Output<'_> {
    /// For how many further bytes, of so many at the most, there is room.
    fn room(&self, max: usize) -> usize {
        let room = self.max.saturating_sub(self.bytes.len());
        self.budget.affordable(Work::UnpackByte).min(room).min(max)
    }

    /// Adds bytes; none where there is no room for all of them.
    fn push(&mut self, bytes: &[u8]) -> Option<()> {
        let has_room = bytes.len() <= self.max.saturating_sub(self.bytes.len());
        if !has_room || !self.budget.charge(Work::UnpackByte, bytes.len()) {
            return None;
        }
        let length = self.bytes.len() + bytes.len();
        if length > self.bytes.capacity() {
            // Doubled as always, but never beyond the maximum.
            let wanted = (2 * length).min(self.max);
            self.bytes.reserve_exact(wanted - self.bytes.len());
        }
        self.bytes.extend_from_slice(bytes);
        Some(())
    }
}

fn inflate(bytes: &[u8], output: &mut Output<'_>) -> Option<StreamEnd> {
    match inflate_with(Decompress::new(true), bytes, output)? {
        // Some programs leave the head of the stream out.
        StreamEnd::Broken if output.bytes.is_empty() => {
            inflate_with(Decompress::new(false), bytes, output)
        }
        end => Some(end),
    }
}

fn inflate_with(mut state: Decompress, bytes: &[u8], output: &mut Output<'_>) -> Option<StreamEnd> {
    let mut piece = vec![0; PIECE_BYTES];
    loop {
        let (read, written) = (state.total_in(), state.total_out());
        let input = usize::try_from(read).ok().and_then(|at| bytes.get(at..)).unwrap_or_default();
        // One more than there is room for, to see whether it ends there.
        let room = (output.room(PIECE_BYTES) + 1).min(PIECE_BYTES);
        let status = state.decompress(input, piece.get_mut(..room)?, FlushDecompress::None);
        // No more than `piece` holds.
        let length = (state.total_out() - written) as usize;
        output.push(piece.get(..length)?)?;
        let is_stuck = state.total_in() == read && length == 0;
        match status {
            Ok(Status::StreamEnd) => return Some(StreamEnd::Whole),
            Ok(_) if !is_stuck => {}
            _ => return Some(StreamEnd::Broken),
        }
    }
}

fn lzw(
    bytes: &[u8],
    parameters: Option<&Rc<Dictionary>>,
    output: &mut Output<'_>,
) -> Option<StreamEnd> {
    let early = parameters.and_then(|p| p.get("EarlyChange")).and_then(|early| early.number());
    let mut state = match early {
        Some(0.0) => weezl::decode::Decoder::new(BitOrder::Msb, 8),
        _ => weezl::decode::Decoder::with_tiff_size_switch(BitOrder::Msb, 8),
    };
    let mut piece = vec![0; PIECE_BYTES];
    let mut rest = bytes;
    loop {
        let room = (output.room(PIECE_BYTES) + 1).min(PIECE_BYTES);
        let result = state.decode_bytes(rest, piece.get_mut(..room)?);
        rest = rest.get(result.consumed_in..).unwrap_or_default();
        output.push(piece.get(..result.consumed_out)?)?;
        match result.status {
            Ok(LzwStatus::Done) => return Some(StreamEnd::Whole),
            Ok(LzwStatus::Ok) if result.consumed_in + result.consumed_out > 0 => {}
            _ => return Some(StreamEnd::Broken),
        }
    }
}

fn hexadecimal(bytes: &[u8], output: &mut Output<'_>) -> Option<StreamEnd> {
    let end = bytes.iter().position(|byte| *byte == b'>').unwrap_or(bytes.len());
    let mut decoded = hexadecimal_bytes(bytes.get(..end)?);
    let mut piece = Vec::with_capacity(PIECE_BYTES);
    loop {
        piece.clear();
        piece.extend(decoded.by_ref().take(PIECE_BYTES));
        if piece.is_empty() {
            return Some(StreamEnd::Whole);
        }
        output.push(&piece)?;
    }
}

fn ascii_85(bytes: &[u8], output: &mut Output<'_>) -> Option<StreamEnd> {
    let mut group = [0_u32; 5];
    let mut length = 0;
    for byte in bytes.iter().filter(|byte| !is_space(**byte)) {
        match byte {
            b'z' if length == 0 => output.push(&[0; 4])?,
            b'!'..=b'u' => {
                if let Some(place) = group.get_mut(length) {
                    *place = u32::from(byte - b'!');
                }
                length += 1;
                if length == 5 {
                    output.push(&word_of(&group).to_be_bytes())?;
                    length = 0;
                }
            }
            _ => break,
        }
    }
    if length > 1 {
        group.iter_mut().skip(length).for_each(|digit| *digit = 84);
        output.push(word_of(&group).to_be_bytes().get(..length - 1)?)?;
    }
    Some(StreamEnd::Whole)
}

fn word_of(group: &[u32; 5]) -> u32 {
    group.iter().fold(0_u32, |word, digit| word.wrapping_mul(85).wrapping_add(*digit))
}

fn run_length(bytes: &[u8], output: &mut Output<'_>) -> Option<StreamEnd> {
    let mut rest = bytes;
    while let Some((length, behind)) = rest.split_first() {
        match usize::from(*length) {
            128 => return Some(StreamEnd::Whole),
            plain @ 0..128 => {
                let Some(run) = behind.get(..=plain) else { return Some(StreamEnd::Broken) };
                output.push(run)?;
                rest = behind.get(plain + 1..).unwrap_or_default();
            }
            repeated => {
                let Some(byte) = behind.first() else { return Some(StreamEnd::Broken) };
                output.push([*byte; 128].get(..257 - repeated)?)?;
                rest = behind.get(1..).unwrap_or_default();
            }
        }
    }
    Some(StreamEnd::Whole)
}

/// Undoes the prediction of bytes from those beside and above them.
fn predict(bytes: Vec<u8>, parameters: &Dictionary) -> Vec<u8> {
    let predictor = parameter(parameters, "Predictor", 1, 100);
    let component = parameter(parameters, "BitsPerComponent", 8, 32);
    let bits = parameter(parameters, "Colors", 1, 64) * component;
    let pixel = bits.div_ceil(8);
    // A row is no longer than all there is.
    let row = (bits * parameter(parameters, "Columns", 1, 1 << 24)).div_ceil(8);
    let row = row.min(bytes.len()).max(1);
    match predictor {
        // Of TIFF's forms the one that is in use.
        2 if component == 8 => beside(bytes, row, pixel),
        10.. => above(bytes, row, pixel),
        _ => bytes,
    }
}

/// A number among the parameters of a filter, within its bounds.
fn parameter(parameters: &Dictionary, key: &str, default: usize, max: usize) -> usize {
    parameters.get(key).and_then(Object::count).unwrap_or(default).clamp(1, max)
}

fn beside(mut bytes: Vec<u8>, row: usize, pixel: usize) -> Vec<u8> {
    for row in bytes.chunks_mut(row) {
        for at in pixel..row.len() {
            let before = row.get(at - pixel).copied().unwrap_or_default();
            if let Some(byte) = row.get_mut(at) {
                *byte = byte.wrapping_add(before);
            }
        }
    }
    bytes
}

/// The predictors of PNG: each row begins with the number of its own. The rows move
/// together as they are undone.
fn above(mut bytes: Vec<u8>, row: usize, pixel: usize) -> Vec<u8> {
    let (mut from, mut to) = (0, 0);
    while let Some(kind) = bytes.get(from).copied() {
        let length = row.min(bytes.len() - from - 1);
        for at in 0..length {
            let before = (at >= pixel).then(|| to + at - pixel);
            let over = (to >= row).then(|| to + at - row);
            let left = before.map_or(0, |at| byte_at(&bytes, at));
            let up = over.map_or(0, |at| byte_at(&bytes, at));
            let guess = match kind {
                1 => left,
                2 => up,
                3 => ((u16::from(left) + u16::from(up)) / 2) as u8,
                4 => {
                    let corner = over.filter(|_| at >= pixel).map(|over| over - pixel);
                    paeth(left, up, corner.map_or(0, |at| byte_at(&bytes, at)))
                }
                _ => 0,
            };
            let value = byte_at(&bytes, from + 1 + at).wrapping_add(guess);
            if let Some(byte) = bytes.get_mut(to + at) {
                *byte = value;
            }
        }
        from += 1 + length;
        to += length;
    }
    bytes.truncate(to);
    bytes
}

fn byte_at(bytes: &[u8], at: usize) -> u8 {
    bytes.get(at).copied().unwrap_or_default()
}

fn paeth(left: u8, up: u8, corner: u8) -> u8 {
    let [a, b, c] = [left, up, corner].map(i16::from);
    let [a, b, c] = [b - c, a - c, a + b - 2 * c].map(i16::abs);
    if a <= b && a <= c {
        left
    } else if b <= c {
        up
    } else {
        corner
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::{DeflateEncoder, ZlibEncoder};

    use super::*;
    use crate::limits::PdfLimits;

    /// Undoes one filter to a number of bytes, with a budget for more than that.
    fn undone(filter: &str, bytes: &[u8], max: usize) -> Decoded {
        undo_within(filter, bytes, None, max, &Budget::of_file(0, &PdfLimits::default()))
    }

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn no_more_is_unpacked_than_is_asked_for() {
        let bomb = packed(&vec![0; 10_000_000]);
        assert!(bomb.len() < 20_000);
        assert_eq!(undone("FlateDecode", &bomb, 1_000_000), Decoded::TooLarge);
        let runs = [129, 0].repeat(10_000);
        assert_eq!(undone("RunLengthDecode", &runs, 1000), Decoded::TooLarge);
        assert_eq!(undone("DCTDecode", b"", 1), Decoded::Closed);
        for filter in ["Fl", "LZW", "AHx", "A85", "RL", "Crypt"] {
            let budget = Budget::new(4000, usize::MAX);
            let bytes = if filter == "Fl" { bomb.clone() } else { b"11".repeat(10_000) };
            let _ = undo(filter, &bytes, None, &budget);
            assert!(budget.left() < 4000, "{filter}");
        }
        let exactly = packed(&[0; 1000]);
        assert_eq!(undone("Fl", &exactly, 1000), Decoded::Whole(vec![0; 1000]));
        assert_eq!(undone("Fl", &exactly, 999), Decoded::TooLarge);
    }

    #[test]
    fn what_is_whole_comes_back_and_of_the_rest_its_beginning() {
        let text = b"Musterland ".repeat(1000);
        let whole = packed(&text);
        assert_eq!(undone("Fl", &whole, 100_000), Decoded::Whole(text.clone()));
        let Decoded::Part(part) = undone("Fl", &whole[..whole.len() / 2], 100_000) else {
            panic!("it is broken");
        };
        assert!(text.starts_with(&part));
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(&text).unwrap();
        assert_eq!(undone("Fl", &encoder.finish().unwrap(), 100_000), Decoded::Whole(text));
    }

    #[test]
    fn text_filters_are_undone() {
        let plain = |filter, bytes: &[u8]| match undone(filter, bytes, 1000) {
            Decoded::Whole(bytes) => String::from_utf8(bytes).unwrap(),
            other => panic!("{other:?}"),
        };
        assert_eq!(plain("AHx", b"4d 75>00"), "Mu");
        assert_eq!(plain("A85", b"87cUR D]i,\"Ebo80~>"), "Hello World!");
        assert_eq!(plain("A85", b"87cURDZ~>"), "Hello");
        assert_eq!(plain("RL", b"\x01ab\xFEc\x80x"), "abccc");
        assert_eq!(
            plain("LZW", &[0x80, 0x0B, 0x60, 0x50, 0x22, 0x0C, 0x0C, 0x85, 0x01]),
            "-----A---B"
        );
    }

    #[test]
    fn rows_of_png_are_put_together() {
        let rows = [2, 1, 2, 3, 2, 1, 1, 1, 1, 5, 1, 1];
        assert_eq!(above(rows.to_vec(), 3, 1), [1, 2, 3, 2, 3, 4, 5, 6, 7]);
    }
}
