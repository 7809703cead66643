//! Fonts of PostScript alone (Type 1), as PDF files carry them.
//!
//! What their glyphs call is not counted call by call, since readers keep the glyphs to
//! themselves: each call counts for the longest of all.

use std::collections::BTreeMap;

use skrifa::raw::ps::cs::CharstringContext;
use skrifa::raw::ps::type1::Type1Font;

use super::limits::{FontLimits, FontRefusal, at_most};

/// How many programs a font may have that its glyphs call; fonts have some hundred.
const MAX_PROGRAMS: i32 = 65_536;
/// How deep programs call each other in readers.
const LEVELS: usize = 10;
/// How many encrypted parts a font may have; it has one.
const MAX_PARTS: usize = 8;
/// The keys that the format has for its encrypted part, and for each glyph.
const PART_KEY: u16 = 55_665;
const GLYPH_KEY: u16 = 4_330;
/// The operator that calls a program, and the first byte of those with two.
const CALL: u8 = 10;
const ESCAPE: u8 = 12;

/// Checks a font, and gives the bytes that its longest glyph goes over.
pub(super) fn check(file: &[u8], limits: &FontLimits) -> Result<u64, FontRefusal> {
    at_most(file.len(), limits.bytes, "bytes")?;
    let font = Type1Font::new(file).map_err(|_| FontRefusal::NoFont)?;
    let call = longest_call(&font, limits)?;
    let plain = without_segments(file);
    let (mut most, mut in_all) = (None, 0_u64);
    let parts = plain.windows(5).enumerate().filter(|(_, word)| word == b"eexec");
    for (at, _) in parts.take(MAX_PARTS) {
        let part = decrypted(&part(plain.get(at + 5..).unwrap_or_default()), PART_KEY);
        for glyph in glyphs(&part) {
            in_all = in_all.saturating_add(glyph.len() as u64);
            at_most(in_all, limits.program_bytes_in_all, "bytes of programs that draw its glyphs")?;
            let calls = calls(glyph).max(calls(&decrypted(glyph, GLYPH_KEY)));
            let bytes = (glyph.len() as u64).saturating_add(calls.saturating_mul(call));
            at_most(bytes, limits.program_bytes, "bytes of a program for a glyph")?;
            most = most.max(Some(bytes));
        }
    }
    most.ok_or(FontRefusal::NoFont)
}

/// The bytes that the longest of the programs goes over that glyphs call.
fn longest_call(font: &Type1Font, limits: &FontLimits) -> Result<u64, FontRefusal> {
    let programs = (0..MAX_PROGRAMS).filter_map(|number| Some((number, font.subr(number).ok()?)));
    let programs: BTreeMap<i32, &[u8]> = programs.collect();
    let called: Vec<_> =
        programs.iter().map(|(number, program)| (*number, *program, calls_in(program))).collect();
    let (mut costs, mut most) = (BTreeMap::new(), 0);
    for _ in 0..LEVELS {
        let mut next = BTreeMap::new();
        for (number, program, calls) in &called {
            let mut cost = 1 + program.len() as u64;
            for call in calls {
                // One whose number is worked out may be any.
                let inner = call.map_or(most, |call| costs.get(&call).copied().unwrap_or(0));
                cost = cost.saturating_add(inner);
            }
            at_most(cost, limits.program_bytes, "bytes of a program for a glyph")?;
            next.insert(*number, cost);
        }
        most = next.values().copied().max().unwrap_or(0);
        costs = next;
    }
    Ok(most)
}

/// What a program calls: the numbers that stand before the calls, none for others.
fn calls_in(program: &[u8]) -> Vec<Option<i32>> {
    let (mut calls, mut before, mut rest) = (Vec::new(), None, program);
    loop {
        (before, rest) = match rest {
            [CALL, rest @ ..] => {
                calls.push(before);
                (None, rest)
            }
            [first @ 32..=246, rest @ ..] => (Some(i32::from(*first) - 139), rest),
            [first @ 247..=250, second, rest @ ..] => {
                (Some((i32::from(*first) - 247) * 256 + i32::from(*second) + 108), rest)
            }
            [251..=254 | ESCAPE, _, rest @ ..] | [255, _, _, _, _, rest @ ..] => (None, rest),
            // Readers know this number from the later format.
            [28, _, _, rest @ ..] => (None, rest),
            [_, rest @ ..] => (None, rest),
            [] => return calls,
        };
    }
}

/// How often a glyph calls programs at most.
fn calls(glyph: &[u8]) -> u64 {
    glyph.iter().filter(|byte| **byte == CALL).count() as u64
}

/// What may be a glyph: as many bytes as a number says, with a word and a space between, for
/// each number behind the list of glyphs.
fn glyphs(part: &[u8]) -> impl Iterator<Item = &[u8]> {
    let list = b"/CharStrings";
    let start = part.windows(list.len()).position(|word| word == list).unwrap_or(part.len());
    let list = part.get(start..).unwrap_or_default();
    let numbers = (1..list.len()).filter(|at| {
        let [before, first] = [at - 1, *at].map(|at| list.get(at).copied().unwrap_or(0));
        !before.is_ascii_digit() && first.is_ascii_digit()
    });
    numbers.filter_map(|at| glyph_behind(list.get(at..)?))
}

fn glyph_behind(rest: &[u8]) -> Option<&[u8]> {
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let count: usize = std::str::from_utf8(rest.get(..digits)?).ok()?.parse().ok()?;
    let behind = rest.get(digits..)?.trim_ascii_start();
    let word = behind.iter().take_while(|byte| !byte.is_ascii_whitespace()).count();
    let data = behind.get(word + 1..)?;
    data.get(..count)
}

/// The font without the heads of its segments, with which some files come.
fn without_segments(file: &[u8]) -> Vec<u8> {
    let (mut plain, mut rest) = (Vec::with_capacity(file.len()), file);
    while let [0x80, 1 | 2, a, b, c, d, behind @ ..] = rest {
        let length = (u32::from_le_bytes([*a, *b, *c, *d]) as usize).min(behind.len());
        let (data, next) = behind.split_at(length);
        plain.extend_from_slice(data);
        rest = next;
    }
    if plain.is_empty() { file.to_vec() } else { plain }
}

/// The encrypted part, which may be written in hexadecimal digits.
fn part(rest: &[u8]) -> Vec<u8> {
    let rest = rest.trim_ascii_start();
    let is_text = rest.iter().take(4).all(u8::is_ascii_hexdigit);
    if !is_text {
        return rest.to_vec();
    }
    let digits = rest.iter().filter_map(|byte| char::from(*byte).to_digit(16));
    let digits: Vec<u32> = digits.collect();
    digits
        .chunks_exact(2)
        .map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit) as u8)
        .collect()
}

fn decrypted(bytes: &[u8], key: u16) -> Vec<u8> {
    let mut key = key;
    let plain = bytes.iter().map(|byte| {
        let plain = byte ^ (key >> 8) as u8;
        key = u16::from(*byte).wrapping_add(key).wrapping_mul(52_845).wrapping_add(22_719);
        plain
    });
    plain.collect()
}
