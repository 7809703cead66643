//! Objects found by reading the file from end to end.

use std::collections::HashMap;

use super::characters::is_space;

/// What a search has found.
#[derive(Debug, Default)]
pub struct SearchResult {
    /// The last place of each object.
    pub objects: HashMap<u32, usize>,
    /// Where the dictionaries behind the word `trailer` begin.
    pub trailers: Vec<usize>,
}

/// Where a word stands first.
pub fn position(bytes: &[u8], word: &[u8]) -> Option<usize> {
    let first = *word.first()?;
    let mut at = 0;
    loop {
        at += bytes.get(at..)?.iter().position(|byte| *byte == first)?;
        if bytes.get(at..)?.starts_with(word) {
            return Some(at);
        }
        at += 1;
    }
}

/// Looks for `12 0 obj` and `trailer`.
pub fn search(bytes: &[u8]) -> SearchResult {
    let mut found = SearchResult::default();
    for (at, byte) in bytes.iter().enumerate() {
        if *byte == b'o' && starts_at(bytes, at, b"obj") {
            if let Some((number, start)) = head_before(bytes, at) {
                found.objects.insert(number, start);
            }
        } else if *byte == b't' && starts_at(bytes, at, b"trailer") && found.trailers.len() < 1000 {
            found.trailers.push(at + b"trailer".len());
        }
    }
    found
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

    #[test]
    fn objects_are_found_and_the_last_counts() {
        let bytes = b"%PDF-1.4\n1 0 obj\nnull\nendobj 2\n0 obj 12 0 objx endobj\n1 0 obj trailer<<";
        let found = search(bytes);
        assert_eq!(found.objects.get(&1).copied(), position(bytes, b"1 0 obj tr"));
        let mut numbers: Vec<_> = found.objects.keys().copied().collect();
        numbers.sort_unstable();
        assert_eq!((numbers, found.trailers.len()), (vec![1, 2, 12], 1));
        assert_eq!(position(b"endsendstream", b"endstream"), Some(4));
    }
}
