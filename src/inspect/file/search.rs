//! Objects found by reading the file from end to end.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::characters::is_space;
use crate::inspect::budget::Budget;
use crate::inspect::limits::{MAX_OBJECTS, MAX_TRAILERS, TABLE_ENTRY_BYTES, Work};

/// How many bytes are charged at a time.
const PIECE_BYTES: usize = 4096;

/// What a search has found.
#[derive(Debug, Default)]
pub struct SearchResult {
    /// The last place of each object.
    pub objects: HashMap<u32, u32>,
    /// Whether there are more than [`MAX_OBJECTS`].
    pub is_cut: bool,
    /// Where the dictionaries behind the word `trailer` begin.
    pub trailers: Vec<usize>,
}

/// Where a word stands first; none where it costs too much to look for it.
pub fn position(bytes: &[u8], word: &[u8], budget: &Budget) -> Option<usize> {
    let first = *word.first()?;
    let mut from = 0;
    loop {
        // Piece by piece, so that one that is found soon is paid as such.
        let piece = bytes.get(from..)?;
        let piece = piece.get(..PIECE_BYTES.min(piece.len())).filter(|piece| !piece.is_empty())?;
        if !budget.charge(Work::SearchByte, piece.len()) {
            return None;
        }
        let mut places = piece.iter().enumerate().filter(|(_, byte)| **byte == first);
        if let Some((at, _)) = places.find(|(at, _)| starts_at(bytes, from + at, word)) {
            return Some(from + at);
        }
        from += piece.len();
    }
}

/// Looks for `12 0 obj` and `trailer`, as far as that can be paid.
pub fn search(bytes: &[u8], budget: &Budget) -> SearchResult {
    let mut found = SearchResult::default();
    for (at, byte) in bytes.iter().enumerate() {
        if at % PIECE_BYTES == 0 && !budget.charge(Work::SearchByte, PIECE_BYTES) {
            break;
        }
        if *byte == b'o' && starts_at(bytes, at, b"obj") {
            if !budget.charge(Work::TableEntry, 1) {
                break;
            }
            if let Some((number, start)) = head_before(bytes, at) {
                found.add(number, start, budget);
            }
        } else if *byte == b't'
            && starts_at(bytes, at, b"trailer")
            && found.trailers.len() < MAX_TRAILERS
        {
            found.trailers.push(at + b"trailer".len());
        }
    }
    found
}

impl SearchResult {
    fn add(&mut self, number: u32, start: usize, budget: &Budget) {
        let Ok(start) = u32::try_from(start) else { return };
        let has_room = self.objects.len() < MAX_OBJECTS;
        match self.objects.entry(number) {
            Entry::Occupied(mut place) => *place.get_mut() = start,
            Entry::Vacant(place) if has_room && budget.retain(TABLE_ENTRY_BYTES) => {
                place.insert(start);
            }
            Entry::Vacant(_) => self.is_cut = true,
        }
    }
}

/// The number that stands before `0 obj`, and where it begins.
fn head_before(bytes: &[u8], at: usize) -> Option<(u32, usize)> {
    let generation_end = before_blanks(bytes, at);
    let generation = before_digits(bytes, generation_end);
    let number_end = before_blanks(bytes, generation);
    let number = before_digits(bytes, number_end);
    if generation == generation_end || number_end == generation || number == number_end {
        return None;
    }
    let text = std::str::from_utf8(bytes.get(number..number_end)?).ok()?;
    Some((text.parse().ok()?, number))
}

/// Where the blanks begin that end here.
fn before_blanks(bytes: &[u8], end: usize) -> usize {
    start_of_run(bytes, end, 16, |byte| is_space(*byte))
}

/// Where the digits begin that end here.
fn before_digits(bytes: &[u8], end: usize) -> usize {
    start_of_run(bytes, end, 10, u8::is_ascii_digit)
}

/// Where a run of at most `max` such bytes begins that ends here.
fn start_of_run(bytes: &[u8], end: usize, max: usize, is_in_run: fn(&u8) -> bool) -> usize {
    let before = bytes.get(..end).unwrap_or_default();
    end - before.iter().rev().take(max).take_while(|byte| is_in_run(byte)).count()
}

fn starts_at(bytes: &[u8], at: usize, word: &[u8]) -> bool {
    bytes.get(at..).is_some_and(|rest| rest.starts_with(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::PdfLimits;

    #[test]
    fn objects_are_found_and_the_last_counts() {
        let bytes = b"%PDF-1.4\n1 0 obj\nnull\nendobj 2\n0 obj 12 0 objx endobj\n1 0 obj trailer<<";
        let budget = Budget::of_file(bytes.len(), &PdfLimits::default());
        let found = search(bytes, &budget);
        let last = position(bytes, b"1 0 obj tr", &budget);
        assert_eq!(found.objects.get(&1).map(|at| *at as usize), last);
        let mut numbers: Vec<_> = found.objects.keys().copied().collect();
        numbers.sort_unstable();
        assert_eq!((numbers, found.trailers.len()), (vec![1, 2, 12], 1));
        assert_eq!(position(b"endsendstream", b"endstream", &budget), Some(4));
        let far = [vec![b'e'; PIECE_BYTES - 3], b"endstream".to_vec()].concat();
        assert_eq!(position(&far, b"endstream", &budget), Some(PIECE_BYTES - 3));
        assert_eq!(position(&far, b"endstream", &Budget::new(4000, 0)), None);
    }
}
