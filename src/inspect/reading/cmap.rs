//! Maps of character codes (CMaps): which codes there are, and which characters they are.

use std::collections::BTreeMap;

use crate::inspect::budget::{Budget, Held};
use crate::inspect::file::characters::is_regular;
use crate::inspect::file::object::Object;
use crate::inspect::file::reader::Reader;
use crate::inspect::limits::{MAX_CODE_CHARACTERS, MAX_CODES, Work};

/// About how many bytes of memory an entry takes.
const ENTRY_BYTES: usize = 96;

/// The longest code, in bytes.
const MAX_CODE_BYTES: usize = 4;

/// The maximum number of ranges of codes; programs write one or two.
const MAX_CODE_SPACES: usize = 256;

/// What codes stand for.
#[derive(Debug, Default)]
pub struct CharacterMap {
    /// The ranges of codes: their length in bytes, first and last.
    spaces: Vec<(usize, u32, u32)>,
    /// By the first code of a range: its last one, and the characters of the first. The
    /// last of these characters counts up.
    ranges: BTreeMap<u32, (u32, String)>,
    held: Held,
}

impl CharacterMap {
    /// Reads a map as far as it can be paid.
    pub fn read(bytes: &[u8], budget: &Budget) -> Self {
        let mut map = Self::default();
        let mut reader = Reader::new(bytes, 0, budget);
        let mut operands = Vec::new();
        loop {
            reader.skip_space();
            let Some(byte) = reader.peek() else { break };
            if !budget.charge(Work::Token, 1) {
                break;
            }
            if is_regular(byte) && !byte.is_ascii_digit() {
                if !map.section(reader.word(), &operands, budget) {
                    break;
                }
                operands.clear();
                continue;
            }
            let before = reader.at;
            match reader.object() {
                Some(object) if operands.len() < MAX_CODES => operands.push(object),
                _ => reader.at = reader.at.max(before + 1),
            }
        }
        map
    }

    /// Takes the operands of a section; `false` where there is no room for them.
    fn section(&mut self, word: &[u8], operands: &[Object], budget: &Budget) -> bool {
        match word {
            b"endcodespacerange" => {
                for pair in operands.chunks_exact(2) {
                    let [first, last] = pair else { continue };
                    let (Some(first), Some(last)) = (code(first), code(last)) else { continue };
                    if self.spaces.len() < MAX_CODE_SPACES {
                        self.spaces.push((last.0, first.1, last.1));
                    }
                }
                true
            }
            b"endbfchar" => operands.chunks_exact(2).all(|pair| match pair {
                [one, characters] => self.add(one, one, characters, budget),
                _ => true,
            }),
            b"endbfrange" => operands.chunks_exact(3).all(|three| match three {
                [first, _, Object::Array(each)] => self.add_each(first, each, budget),
                [first, last, characters] => self.add(first, last, characters, budget),
                _ => true,
            }),
            _ => true,
        }
    }

    fn add_each(&mut self, first: &Object, each: &[Object], budget: &Budget) -> bool {
        let Some((_, first)) = code(first) else { return true };
        each.iter().zip(first..).all(|(characters, code)| {
            let Some(text) = characters.text() else { return true };
            self.insert(code, code, text, budget)
        })
    }

    fn add(&mut self, first: &Object, last: &Object, characters: &Object, budget: &Budget) -> bool {
        let (Some((_, first)), Some((_, last))) = (code(first), code(last)) else { return true };
        // A name is no character, and seldom written.
        characters.text().is_none_or(|text| self.insert(first, last, text, budget))
    }

    fn insert(&mut self, first: u32, last: u32, text: &[u8], budget: &Budget) -> bool {
        let text = text.get(..4 * MAX_CODE_CHARACTERS).unwrap_or(text);
        if self.ranges.len() >= MAX_CODES
            || !budget.charge(Work::Value, 1)
            || !budget.charge(Work::Character, text.len())
        {
            return false;
        }
        let Some(held) = budget.hold(ENTRY_BYTES + text.len()) else { return false };
        self.held = std::mem::take(&mut self.held).with(held);
        let units = text.chunks_exact(2).filter_map(|pair| pair.try_into().ok());
        let letters = char::decode_utf16(units.map(u16::from_be_bytes));
        let letters = letters.map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER));
        self.ranges.insert(first, (last.max(first), letters.take(MAX_CODE_CHARACTERS).collect()));
        true
    }

    /// How many bytes the code at the beginning of some bytes has, if the map says so.
    pub fn code_length(&self, bytes: &[u8]) -> Option<usize> {
        (1..=MAX_CODE_BYTES.min(bytes.len())).find(|length| {
            let code = number(bytes.get(..*length).unwrap_or_default());
            self.spaces
                .iter()
                .any(|(bytes, first, last)| bytes == length && (*first..=*last).contains(&code))
        })
    }

    /// Adds the characters of a code; `false` where the map has none.
    pub fn push(&self, code: u32, text: &mut String) -> bool {
        let Some((first, (last, characters))) = self.ranges.range(..=code).next_back() else {
            return false;
        };
        if code > *last {
            return false;
        }
        let mut letters = characters.chars();
        let end = letters.next_back().and_then(|end| u32::from(end).checked_add(code - first));
        let Some(end) = end.and_then(char::from_u32) else { return code == *first };
        text.push_str(letters.as_str());
        text.push(end);
        true
    }

    /// Whether it names no character.
    pub fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }
}

/// A code as it is written in a map: its length and its number.
fn code(object: &Object) -> Option<(usize, u32)> {
    let bytes = object.text().filter(|bytes| (1..=MAX_CODE_BYTES).contains(&bytes.len()))?;
    Some((bytes.len(), number(bytes)))
}

/// The number of a code of at most four bytes.
pub fn number(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |code, byte| code << 8 | u32::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::PdfLimits;

    fn map(text: &str) -> CharacterMap {
        CharacterMap::read(text.as_bytes(), &Budget::of_file(0, &PdfLimits::default()))
    }

    fn characters(map: &CharacterMap, code: u32) -> Option<String> {
        let mut text = String::new();
        map.push(code, &mut text).then_some(text)
    }

    #[test]
    fn single_codes_ranges_and_lists_are_read() {
        let map = map("/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n\
                       1 begincodespacerange <0000> <FFFF> endcodespacerange\n\
                       2 beginbfchar <0001> <0053> <0002> <D83D DE00> endbfchar\n\
                       2 beginbfrange <0010> <0012> <00660061> <0020> <0021> [<0041> <00660066>]\n\
                       endbfrange endcmap");
        assert_eq!(characters(&map, 1).as_deref(), Some("S"));
        assert_eq!(characters(&map, 2).as_deref(), Some("😀"));
        assert_eq!(characters(&map, 0x12).as_deref(), Some("fc"));
        assert_eq!(characters(&map, 0x20).as_deref(), Some("A"));
        assert_eq!(characters(&map, 0x21).as_deref(), Some("ff"));
        assert_eq!([characters(&map, 3), characters(&map, 0x13)], [None, None]);
        assert_eq!(map.code_length(&[0, 1, 2]), Some(2));
    }

    #[test]
    fn codes_have_the_length_of_their_range() {
        let map = map("begincodespacerange <00> <7F> <8140> <9FFC> endcodespacerange");
        assert_eq!(map.code_length(b"A\x81"), Some(1));
        assert_eq!(map.code_length(&[0x81, 0x40]), Some(2));
        assert_eq!(map.code_length(&[0xFF, 0x40]), None);
        assert_eq!(map.code_length(&[]), None);
    }

    #[test]
    fn broken_and_huge_maps_end() {
        for text in ["<<", "beginbfchar <00", "1 beginbfrange <00> [", ") ] > }", "(", "<0001>"] {
            let text = format!("{text} endbfchar endbfrange").repeat(2000);
            assert!(map(&text).is_empty(), "{text}");
        }
        let whole = map("<0000> <FFFFFFFF> <FFFF> endbfrange <00> <7F> <0041> endbfrange");
        assert_eq!(characters(&whole, 0x10_FFFF), None);
        assert_eq!(characters(&whole, 1).as_deref(), Some("B"));
        let budget = Budget::new(u64::MAX, 10_000);
        let many = "<0001> <0041> ".repeat(1000) + "endbfchar";
        CharacterMap::read(many.as_bytes(), &budget);
        assert!(budget.is_used_up() && budget.held_bytes() == 0);
    }
}
