//! The parts that official German builds its compounds from, with their breaks.
//!
//! `lexicon.txt` has one part, or one whole compound, a line, in small letters and
//! in the order of their bytes: `-` is a break between syllables, `|` the joint of
//! a compound, `/s` a letter that may link the part to the next one. A letter
//! between two marks (`zen-t-rum`) may go to either side, never to both.

const TEXT: &[u8] = include_bytes!("lexicon.txt");

/// The lexicon, which the compiler reads: nearly every German release needs it.
pub(super) static LEXICON: Lexicon = Lexicon::read();

/// Parts in the order of their letters.
pub(super) struct Lexicon {
    /// The letters of all parts, one after the other.
    letters: [u8; TEXT.len()],
    parts: [CompoundPart; line_count(TEXT)],
}

/// One part. Places are bytes from its beginning, each one a bit.
#[derive(Clone, Copy)]
pub(super) struct CompoundPart {
    /// Where it may break, its joints among them.
    pub breaks: u64,
    /// Where parts of its own meet.
    pub joints: u64,
    /// Where its letters begin among all letters.
    start: u32,
    /// How many bytes its letters have.
    pub len: u8,
    /// The letter that may stand between it and the next part.
    pub link: Option<u8>,
}

impl CompoundPart {
    /// One whose letters are still to come.
    const fn at(start: usize) -> Self {
        Self { breaks: 0, joints: 0, start: start as u32, len: 0, link: None }
    }
}

impl Lexicon {
    const fn read() -> Self {
        let mut letters = [0; TEXT.len()];
        let mut parts = [CompoundPart::at(0); line_count(TEXT)];
        let (mut at, mut end, mut nth) = (0, 0, 0);
        let mut part = CompoundPart::at(0);
        while at < TEXT.len() {
            let place = 1 << part.len;
            match TEXT[at] {
                b'-' => part.breaks |= place,
                b'|' => (part.breaks, part.joints) = (part.breaks | place, part.joints | place),
                b'/' => {
                    at += 1;
                    part.link = Some(TEXT[at]);
                }
                b'\n' => {
                    parts[nth] = part;
                    nth += 1;
                    part = CompoundPart::at(end);
                }
                letter => {
                    letters[end] = letter;
                    end += 1;
                    part.len += 1;
                }
            }
            at += 1;
        }
        Self { letters, parts }
    }

    /// A byte of a part's letters.
    fn letter(&self, part: &CompoundPart, at: usize) -> Option<&u8> {
        if at < usize::from(part.len) { self.letters.get(part.start as usize + at) } else { None }
    }

    /// All parts that `word` begins with, the shortest first.
    pub fn beginnings<'a>(&'a self, word: &'a [u8]) -> impl Iterator<Item = CompoundPart> + 'a {
        let mut left = self.parts.as_slice();
        word.iter()
            .enumerate()
            .map_while(move |(at, byte)| {
                // Those whose letters are the word's so far stand side by side.
                let from = left.partition_point(|part| self.letter(part, at) < Some(byte));
                left = left.get(from..).unwrap_or_default();
                let to = left.partition_point(|part| self.letter(part, at) == Some(byte));
                left = left.get(..to).unwrap_or_default();
                // A part that ends here stands before the longer ones.
                left.first().map(|part| (usize::from(part.len) == at + 1).then_some(*part))
            })
            .flatten()
    }
}

/// How many lines a text has, each of which ends.
const fn line_count(text: &[u8]) -> usize {
    let (mut count, mut at) = (0, 0);
    while at < text.len() {
        count += (text[at] == b'\n') as usize;
        at += 1;
    }
    count
}

/// The bit of a place; places past the last bit have none.
pub(super) fn bit(place: usize) -> u128 {
    u32::try_from(place).ok().and_then(|place| 1_u128.checked_shl(place)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lexicon_is_in_order_and_well_marked() {
        let plain = |line: &str| line.split('/').next().unwrap_or(line).replace(['-', '|'], "");
        let lines: Vec<_> = include_str!("lexicon.txt").lines().collect();
        for pair in lines.windows(2) {
            assert!(plain(pair[0]) < plain(pair[1]), "{} before {}", pair[0], pair[1]);
        }
        for line in lines {
            assert!(plain(line).len() < 64, "{line} has more places than bits");
            let (marked, link) = line.split_once('/').unwrap_or((line, "s"));
            assert!(matches!(link, "s" | "n"), "{line}");
            let syllables: Vec<_> = marked.split(['-', '|']).collect();
            assert!(syllables.iter().all(|part| !part.is_empty()), "{line}");
            let is_letters = |c: char| c.is_lowercase() || c == '-' || c == '|';
            assert!(marked.chars().all(is_letters), "{line}");
            // A single letter never stands alone at the edge of a part.
            for part in marked.split('|').flat_map(|part| {
                let mut ends = part.split('-');
                [ends.next(), ends.next_back()]
            }) {
                assert!(part.is_none_or(|part| part.chars().count() > 1), "{line}");
            }
        }
    }

    #[test]
    fn all_beginnings_are_found() {
        let found: Vec<_> =
            LEXICON.beginnings("bundesratsinitiative".as_bytes()).map(|part| part.len).collect();
        assert_eq!(found, [4, 6]);
        assert_eq!(LEXICON.beginnings(b"qx").count(), 0);
    }
}
