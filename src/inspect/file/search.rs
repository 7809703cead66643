//! Objects found by reading the file from end to end.

use std::collections::HashMap;

/// What a search has found.
#[derive(Debug, Default)]
pub struct Found {
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
pub fn search(bytes: &[u8]) -> Found {
    let mut found = Found::default();
    for (at, byte) in bytes.iter().enumerate() {
        let is_word = |word: &[u8]| bytes.get(at..).is_some_and(|rest| rest.starts_with(word));
        if *byte == b'o' && is_word(b"obj") {
            if let Some((number, start)) = head_before(bytes, at) {
                found.objects.insert(number, start);
            }
        } else if *byte == b't' && is_word(b"trailer") && found.trailers.len() < 1000 {
            found.trailers.push(at + b"trailer".len());
        }
    }
    found
}

/// The number that stands before `0 obj`, and where it begins.
fn head_before(bytes: &[u8], at: usize) -> Option<(u32, usize)> {
    let back = |from: usize, is: fn(&u8) -> bool, most: usize| {
        let before = bytes.get(..from).unwrap_or_default();
        from - before.iter().rev().take(most).take_while(|byte| is(byte)).count()
    };
    let blanks = |from| back(from, |byte| super::characters::is_space(*byte), 16);
    let digits = |from| back(from, u8::is_ascii_digit, 10);
    let generation_end = blanks(at);
    let generation = digits(generation_end);
    let number_end = blanks(generation);
    let number = digits(number_end);
    if generation == generation_end || number_end == generation || number == number_end {
        return None;
    }
    let text = std::str::from_utf8(bytes.get(number..number_end)?).ok()?;
    Some((text.parse().ok()?, number))
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
