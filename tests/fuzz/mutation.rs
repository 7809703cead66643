//! Changed copies of a PDF that repeat from run to run: the same seed gives the same bytes.

/// A generator of numbers that repeat (xorshift).
pub struct Numbers(u64);

impl Numbers {
    /// The numbers of one of many variants.
    pub fn of_variant(variant: u64) -> Self {
        Self(0x9E37_79B9_7F4A_7C15 ^ (variant + 1))
    }

    /// A number below a limit; 0 where the limit is 0.
    pub fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % below.max(1)
    }
}

/// What is put in anywhere: it opens something, leads elsewhere, or is too much.
const PIECES: [&str; 24] = [
    "<<",
    ">>",
    "[",
    "]",
    "(",
    ")",
    "<",
    "%",
    "/",
    " 1 0 R ",
    " 2 0 R ",
    " 3 0 R ",
    " 4 0 R ",
    " 5 0 R ",
    "/Kids 2 0 R",
    "/Contents[3 0 R 4 0 R]",
    "/Filter[/FlateDecode/LZWDecode]",
    "/Length 4 0 R",
    "/Prev 9",
    "/Resources 3 0 R",
    " BI /W 9 ID ",
    " 4294967295 ",
    " endstream ",
    "/DecodeParms<</Predictor 15/Columns 99999999>>",
];

/// A damaged copy: bits turned, pieces cut out, moved or doubled, figures changed,
/// references led elsewhere, the end cut off.
pub fn mutated(bytes: &[u8], numbers: &mut Numbers) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=numbers.next(12) {
        let at = numbers.next(bytes.len());
        let end = (at + numbers.next(60)).min(bytes.len());
        match numbers.next(24) {
            0 => bytes.truncate(at),
            1..4 => drop(bytes.drain(at..end)),
            4..7 => {
                let piece = bytes[at..end].to_vec();
                let to = numbers.next(bytes.len());
                bytes.splice(to..to, piece);
            }
            7..13 => {
                let digit = bytes[at..].iter().position(u8::is_ascii_digit).map(|found| at + found);
                if let Some(byte) = digit.and_then(|at| bytes.get_mut(at)) {
                    *byte = b'0' + numbers.next(10) as u8;
                }
            }
            13..17 => {
                // A reference, or what looks like one.
                let found = bytes[at..].windows(4).position(|word| word == b" 0 R");
                if let Some(digit) = found.and_then(|found| (at + found).checked_sub(1)) {
                    bytes[digit] = b'1' + numbers.next(9) as u8;
                }
            }
            17..20 => {
                let piece = PIECES[numbers.next(PIECES.len())];
                bytes.splice(at..at, piece.bytes());
            }
            _ => {
                let bit = 1 << numbers.next(8);
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= bit;
                }
            }
        }
        if bytes.is_empty() {
            break;
        }
    }
    bytes
}
