//! Places in a text as browsers count them: in UTF-16 code units.

use std::ops::Range;

/// A text, and where its lines begin.
pub struct Utf16Offsets<'a> {
    text: &'a str,
    /// Bytes and code units before each line.
    lines: Vec<(usize, usize)>,
}

impl<'a> Utf16Offsets<'a> {
    pub fn of(text: &'a str) -> Self {
        let mut lines = vec![(0, 0)];
        let (mut bytes, mut units) = (0, 0);
        for line in text.split_inclusive('\n') {
            bytes += line.len();
            units += line.encode_utf16().count();
            lines.push((bytes, units));
        }
        Self { text, lines }
    }

    /// The code units before a byte.
    pub fn at(&self, byte: usize) -> usize {
        let byte = self.text.floor_char_boundary(byte.min(self.text.len()));
        let line = self.lines.partition_point(|(start, _)| *start <= byte).saturating_sub(1);
        let (start, units) = self.lines.get(line).copied().unwrap_or_default();
        units + self.text[start..byte].encode_utf16().count()
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
        let text = "Grüße 😀\nan 😀 alle\n";
        let offsets = Utf16Offsets::of(text);
        for (byte, _) in text.char_indices().chain([(text.len(), ' ')]) {
            assert_eq!(offsets.at(byte), text[..byte].encode_utf16().count(), "{byte}");
        }
        let at = text.find("alle").unwrap_or_default();
        assert_eq!(offsets.start_and_length(&(at..at + 4)), (15, 4));
        assert_eq!(offsets.at(1000), text.encode_utf16().count());
    }
}
