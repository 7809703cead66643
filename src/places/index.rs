//! Where texts may stand among the letters of a sheet.

use std::ops::Range;

use super::passage::Passage;
use crate::engine::LaidText;

/// Letters by which places are sorted.
const KEY: usize = 16;
/// What goes on with so many letters on the next page is not found by chance.
const SURE: usize = 24;
/// How many places are looked at for the texts of a sheet, at most: one whose texts all begin alike
/// is no release.
const MAX_TRIES: usize = 2_000_000;

/// A place where a passage stands: its letters and those of the sheet, piece by piece.
#[derive(Debug, Clone)]
pub(super) struct TextPlacement {
    pub pieces: Vec<PlacedPiece>,
    /// Whether it begins a line, as most texts do.
    pub begins_line: bool,
}

/// Letters of a passage that stand on the sheet one behind the other.
#[derive(Debug, Clone)]
pub(super) struct PlacedPiece {
    /// Where they begin in the passage.
    pub from: usize,
    pub sheet: Range<usize>,
}

impl TextPlacement {
    /// Where it begins on the sheet.
    pub fn start(&self) -> usize {
        self.pieces.first().map_or(0, |piece| piece.sheet.start)
    }

    /// Where it ends.
    pub fn end(&self) -> usize {
        self.pieces.last().map_or(0, |piece| piece.sheet.end)
    }
}

/// Where the words of a sheet begin, sorted by the letters from there on.
pub(super) struct WordIndex<'a> {
    text: &'a LaidText,
    /// Where words with letters begin.
    pub starts: Vec<usize>,
    /// Whether each of them begins a line.
    begin_lines: Vec<bool>,
    sorted: Vec<(u128, usize)>,
    tries: usize,
}

impl<'a> WordIndex<'a> {
    pub fn new(text: &'a LaidText) -> Self {
        let words = text.heard.iter().filter_map(|at| text.words.get(*at));
        let words = words.filter(|word| !word.letters.is_empty());
        let (starts, begin_lines): (Vec<_>, Vec<_>) =
            words.map(|word| (word.letters.start, word.begins)).unzip();
        let mut sorted: Vec<_> =
            starts.iter().map(|start| (key(text.letters.as_bytes(), *start), *start)).collect();
        sorted.sort_unstable();
        Self { text, starts, begin_lines, sorted, tries: 0 }
    }

    /// All places of a passage, in the order of the sheet.
    pub fn placements(&mut self, passage: &Passage) -> Vec<TextPlacement> {
        let wanted = passage.letters.as_bytes();
        let first = passage.optional.first().map_or(wanted.len(), |range| range.start);
        let length = first.min(KEY);
        let mut found = self.placed(passage, length);
        // A page may end within its first letters.
        if found.is_empty() && length > 4 {
            found = self.placed(passage, 4);
        }
        found.sort_by_key(TextPlacement::start);
        found
    }

    fn placed(&mut self, passage: &Passage, length: usize) -> Vec<TextPlacement> {
        let wanted = passage.letters.as_bytes();
        let mask = u128::MAX.checked_shl(8 * (KEY - length) as u32).unwrap_or(0);
        let low = key(wanted, 0) & mask;
        let from = self.sorted.partition_point(|(key, _)| *key < low);
        let places = self.sorted.get(from..).unwrap_or_default();
        let places = places.iter().take_while(|(key, _)| key & mask == low);
        let mut found = Vec::new();
        for (_, start) in places {
            self.tries += 1;
            if self.tries > MAX_TRIES {
                break;
            }
            found.extend(self.placement(passage, *start));
        }
        found
    }

    /// The passage as it stands from a place on, if it does.
    fn placement(&self, passage: &Passage, start: usize) -> Option<TextPlacement> {
        let mut pieces = Vec::new();
        let (mut from, mut at) = (0, start);
        for optional in &passage.optional {
            at = self.take(passage, from..optional.start, at, &mut pieces)?;
            let mut with = Vec::new();
            if let Some(end) = self.take(passage, optional.clone(), at, &mut with) {
                pieces.extend(with);
                at = end;
            }
            from = optional.end;
        }
        at = self.take(passage, from..passage.letters.len(), at, &mut pieces)?;
        let word = self.starts.binary_search(&start);
        let begins_line = word.is_ok_and(|word| self.begin_lines.get(word) == Some(&true));
        self.is_boundary(at).then_some(TextPlacement { pieces, begins_line })
    }

    /// Takes a part of a passage from a place on; where it ends. It may go on on the next page.
    fn take(
        &self,
        passage: &Passage,
        part: Range<usize>,
        at: usize,
        pieces: &mut Vec<PlacedPiece>,
    ) -> Option<usize> {
        let sheet = self.text.letters.as_bytes();
        let wanted = passage.letters.as_bytes().get(part.clone())?;
        let rest = sheet.get(at..)?;
        let same = wanted.iter().zip(rest).take_while(|(wanted, found)| wanted == found).count();
        if same > 0 {
            pieces.push(PlacedPiece { from: part.start, sheet: at..at + same });
        }
        if same == wanted.len() {
            return Some(at + same);
        }
        // Only where a page ends may it stop, be it by chance a letter later.
        let (section, next) = self.next_page(at, at + same)?;
        let cut = section.end.checked_sub(at)?;
        if let Some(last) = pieces.last_mut().filter(|_| same > 0) {
            last.sheet.end = section.end;
        }
        let wanted = wanted.get(cut..)?;
        let from = self.starts.partition_point(|start| *start < next.start);
        let starts = self.starts.get(from..)?.iter().take_while(|start| **start < next.end);
        let mut goes_on = starts.filter(|start| {
            sheet.get(**start..next.end).is_some_and(|rest| rest.starts_with(wanted))
        });
        let start = *goes_on.next()?;
        if wanted.len() < SURE && goes_on.next().is_some() {
            return None;
        }
        pieces.push(PlacedPiece { from: part.start + cut, sheet: start..start + wanted.len() });
        Some(start + wanted.len())
    }

    /// The page that ends between two places, and the next one.
    fn next_page(&self, from: usize, to: usize) -> Option<(Range<usize>, Range<usize>)> {
        let sections = &self.text.sections;
        let at = sections.iter().position(|section| {
            from < section.letters.end && section.letters.end <= to && !section.letters.is_empty()
        })?;
        let this = sections.get(at)?;
        let mut later = sections.get(at + 1..)?.iter();
        let next = later.find(|next| next.stream == this.stream)?;
        Some((this.letters.clone(), next.letters.clone()))
    }

    /// Whether a word ends or begins there.
    fn is_boundary(&self, at: usize) -> bool {
        at == self.text.letters.len() || self.starts.binary_search(&at).is_ok()
    }
}

/// The first letters from a place on.
fn key(letters: &[u8], at: usize) -> u128 {
    let mut key = [0; KEY];
    let rest = letters.get(at..).unwrap_or_default();
    key.iter_mut().zip(rest).for_each(|(key, letter)| *key = *letter);
    u128::from_be_bytes(key)
}
