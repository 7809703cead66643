//! Places in a text as browsers count them: in UTF-16 code units.

use std::ops::Range;

/// So many bytes lie between two places at which code units are counted beforehand.
const STEP: usize = 64;

/// A text, and how many code units stand before some of its places.
pub struct Utf16Offsets<'a> {
    text: &'a str,
    /// Before each multiple of the step, or the character in which that lies.
    units: Vec<usize>,
}

impl<'a> Utf16Offsets<'a> {
    pub fn of(text: &'a str) -> Self {
        let mut units = vec![0];
        let (mut from, mut before) = (0, 0);
        for place in (STEP..=text.len()).step_by(STEP) {
            let place = text.floor_char_boundary(place);
            before += text[from..place].encode_utf16().count();
            units.push(before);
            from = place;
        }
        Self { text, units }
    }

    /// The code units before a byte.
    pub fn at(&self, byte: usize) -> usize {
        let byte = self.text.floor_char_boundary(byte.min(self.text.len()));
        let step = byte / STEP;
        let from = self.text.floor_char_boundary(step * STEP);
        let before = self.units.get(step).copied().unwrap_or_default();
        before + self.text[from..byte].encode_utf16().count()
    }

    /// Where a range begins, and how long it is.
    pub fn start_and_length(&self, range: &Range<usize>) -> (usize, usize) {
        let (start, end) = (self.at(range.start), self.at(range.end));
        (start, end.saturating_sub(start))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_beyond_the_first_plane_count_twice() {
        let text = "Grüße 😀\nan 😀 alle\n".repeat(20);
        let text = text.as_str();
        let offsets = Utf16Offsets::of(text);
        for (byte, _) in text.char_indices().chain([(text.len(), ' ')]) {
            assert_eq!(offsets.at(byte), text[..byte].encode_utf16().count(), "{byte}");
        }
        let at = text.find("alle").unwrap_or_default();
        assert_eq!(offsets.start_and_length(&(at..at + 4)), (15, 4));
        assert_eq!(offsets.at(10_000), text.encode_utf16().count());
    }
}
