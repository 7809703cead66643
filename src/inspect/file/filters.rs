//! The filters of streams, undone in bounds: never more bytes than are asked for.

use std::rc::Rc;

use flate2::{Decompress, FlushDecompress, Status};
use weezl::{BitOrder, LzwStatus};

use super::characters::{from_hexadecimal, is_space};
use super::object::{Dictionary, Object};

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
    max: usize,
) -> Decoded {
    let decoded = match filter {
        "FlateDecode" | "Fl" => inflate(bytes, max),
        "LZWDecode" | "LZW" => lzw(bytes, parameters, max),
        "ASCIIHexDecode" | "AHx" => {
            let end = bytes.iter().position(|byte| *byte == b'>').unwrap_or(bytes.len());
            Decoded::Whole(from_hexadecimal(bytes.get(..end).unwrap_or_default()))
        }
        "ASCII85Decode" | "A85" => Decoded::Whole(ascii_85(bytes)),
        "RunLengthDecode" | "RL" => run_length(bytes, max),
        // Bytes that are enciphered in no way of their own.
        "Crypt" => Decoded::Whole(bytes.to_vec()),
        _ => Decoded::Closed,
    };
    let is_packed = matches!(filter, "FlateDecode" | "Fl" | "LZWDecode" | "LZW");
    match (decoded, parameters.filter(|_| is_packed)) {
        (Decoded::Whole(bytes), Some(parameters)) => Decoded::Whole(predict(bytes, parameters)),
        (Decoded::Part(bytes), Some(parameters)) => Decoded::Part(predict(bytes, parameters)),
        (decoded, _) => decoded,
    }
}

fn inflate(bytes: &[u8], max: usize) -> Decoded {
    match inflate_with(Decompress::new(true), bytes, max) {
        // Some programs leave the head of the stream out.
        Decoded::Part(bytes_read) if bytes_read.is_empty() => {
            inflate_with(Decompress::new(false), bytes, max)
        }
        decoded => decoded,
    }
}

fn inflate_with(mut state: Decompress, bytes: &[u8], max: usize) -> Decoded {
    let mut decoded = Vec::new();
    let mut piece = vec![0; 64 * 1024];
    loop {
        let (read, written) = (state.total_in(), state.total_out());
        let input = usize::try_from(read).ok().and_then(|at| bytes.get(at..)).unwrap_or_default();
        let status = state.decompress(input, &mut piece, FlushDecompress::None);
        // No more than `piece` holds.
        let length = (state.total_out() - written) as usize;
        decoded.extend_from_slice(piece.get(..length).unwrap_or_default());
        if decoded.len() > max {
            return Decoded::TooLarge;
        }
        let is_stuck = state.total_in() == read && length == 0;
        match status {
            Ok(Status::StreamEnd) => return Decoded::Whole(decoded),
            Ok(_) if !is_stuck => {}
            _ => return Decoded::Part(decoded),
        }
    }
}

fn lzw(bytes: &[u8], parameters: Option<&Rc<Dictionary>>, max: usize) -> Decoded {
    let early = parameters.and_then(|p| p.get("EarlyChange")).and_then(|early| early.number());
    let mut state = match early {
        Some(0.0) => weezl::decode::Decoder::new(BitOrder::Msb, 8),
        _ => weezl::decode::Decoder::with_tiff_size_switch(BitOrder::Msb, 8),
    };
    let mut decoded = Vec::new();
    let mut piece = vec![0; 64 * 1024];
    let mut rest = bytes;
    loop {
        let result = state.decode_bytes(rest, &mut piece);
        rest = rest.get(result.consumed_in..).unwrap_or_default();
        decoded.extend_from_slice(piece.get(..result.consumed_out).unwrap_or_default());
        if decoded.len() > max {
            return Decoded::TooLarge;
        }
        match result.status {
            Ok(LzwStatus::Done) => return Decoded::Whole(decoded),
            Ok(LzwStatus::Ok) if result.consumed_in + result.consumed_out > 0 => {}
            _ => return Decoded::Part(decoded),
        }
    }
}

fn ascii_85(bytes: &[u8]) -> Vec<u8> {
    let mut decoded = Vec::new();
    let mut group = [0_u32; 5];
    let mut length = 0;
    for byte in bytes.iter().filter(|byte| !is_space(**byte)) {
        match byte {
            b'z' if length == 0 => decoded.extend([0; 4]),
            b'!'..=b'u' => {
                if let Some(place) = group.get_mut(length) {
                    *place = u32::from(byte - b'!');
                }
                length += 1;
                if length == 5 {
                    decoded.extend(word_of(&group).to_be_bytes());
                    length = 0;
                }
            }
            _ => break,
        }
    }
    if length > 1 {
        group.iter_mut().skip(length).for_each(|digit| *digit = 84);
        decoded.extend(word_of(&group).to_be_bytes().iter().take(length - 1));
    }
    decoded
}

fn word_of(group: &[u32; 5]) -> u32 {
    group.iter().fold(0_u32, |word, digit| word.wrapping_mul(85).wrapping_add(*digit))
}

fn run_length(bytes: &[u8], max: usize) -> Decoded {
    let mut decoded = Vec::new();
    let mut rest = bytes;
    while let Some((length, behind)) = rest.split_first() {
        match usize::from(*length) {
            128 => return Decoded::Whole(decoded),
            plain @ 0..128 => {
                let Some(run) = behind.get(..=plain) else { return Decoded::Part(decoded) };
                decoded.extend_from_slice(run);
                rest = behind.get(plain + 1..).unwrap_or_default();
            }
            repeated => {
                let Some(byte) = behind.first() else { return Decoded::Part(decoded) };
                decoded.extend(std::iter::repeat_n(*byte, 257 - repeated));
                rest = behind.get(1..).unwrap_or_default();
            }
        }
        if decoded.len() > max {
            return Decoded::TooLarge;
        }
    }
    Decoded::Whole(decoded)
}

/// Undoes the prediction of bytes from those beside and above them.
fn predict(bytes: Vec<u8>, parameters: &Dictionary) -> Vec<u8> {
    let predictor = parameter(parameters, "Predictor", 1, 100);
    let component = parameter(parameters, "BitsPerComponent", 8, 32);
    let bits = parameter(parameters, "Colors", 1, 64) * component;
    let pixel = bits.div_ceil(8);
    let row = (bits * parameter(parameters, "Columns", 1, 1 << 24)).div_ceil(8);
    match predictor {
        // Of TIFF's forms the one that is in use.
        2 if component == 8 => beside(bytes, row, pixel),
        10.. => above(&bytes, row, pixel),
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

/// The predictors of PNG: each row begins with the number of its own.
fn above(bytes: &[u8], row: usize, pixel: usize) -> Vec<u8> {
    let mut decoded: Vec<u8> = Vec::with_capacity(bytes.len());
    let mut last = vec![0; row];
    for line in bytes.chunks(row + 1) {
        let Some((kind, line)) = line.split_first() else { break };
        let mut new = line.to_vec();
        for at in 0..new.len() {
            let left =
                at.checked_sub(pixel).and_then(|at| new.get(at)).copied().unwrap_or_default();
            let up = last.get(at).copied().unwrap_or_default();
            let corner =
                at.checked_sub(pixel).and_then(|at| last.get(at)).copied().unwrap_or_default();
            let guess = match kind {
                1 => left,
                2 => up,
                3 => ((u16::from(left) + u16::from(up)) / 2) as u8,
                4 => paeth(left, up, corner),
                _ => 0,
            };
            if let Some(byte) = new.get_mut(at) {
                *byte = byte.wrapping_add(guess);
            }
        }
        decoded.extend_from_slice(&new);
        last = new;
    }
    decoded
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

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn no_more_is_unpacked_than_is_asked_for() {
        let bomb = packed(&vec![0; 10_000_000]);
        assert!(bomb.len() < 20_000);
        assert_eq!(undo("FlateDecode", &bomb, None, 1_000_000), Decoded::TooLarge);
        let runs = [129, 0].repeat(10_000);
        assert_eq!(undo("RunLengthDecode", &runs, None, 1000), Decoded::TooLarge);
        assert_eq!(undo("DCTDecode", b"", None, 1), Decoded::Closed);
    }

    #[test]
    fn what_is_whole_comes_back_and_of_the_rest_its_beginning() {
        let text = b"Musterland ".repeat(1000);
        let whole = packed(&text);
        assert_eq!(undo("Fl", &whole, None, 100_000), Decoded::Whole(text.clone()));
        let Decoded::Part(part) = undo("Fl", &whole[..whole.len() / 2], None, 100_000) else {
            panic!("it is broken");
        };
        assert!(text.starts_with(&part));
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(&text).unwrap();
        assert_eq!(undo("Fl", &encoder.finish().unwrap(), None, 100_000), Decoded::Whole(text));
    }

    #[test]
    fn text_filters_are_undone() {
        let plain = |filter, bytes: &[u8]| match undo(filter, bytes, None, 1000) {
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
        assert_eq!(above(&rows, 3, 1), [1, 2, 3, 2, 3, 4, 5, 6, 7]);
    }
}
