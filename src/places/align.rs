//! Which text of a release stands where on its sheet.
//!
//! A text is known by its letters. What is long is found first and takes its words, so that
//! nothing short is found within it. A short text that stands in several places is where its part
//! is: between the texts before and behind it, or right beside one of them. What stays in doubt
//! has no place.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use super::index::{TextPlacement, WordIndex};
use super::passage::Passage;
use crate::engine::LaidText;

/// From so many letters on a text is not found by chance.
const LONG: usize = 16;

/// The places of passages.
pub(super) struct TextAlignment<'a> {
    passages: &'a [Passage],
    index: WordIndex<'a>,
    /// Whether each word of the index is taken.
    taken: Vec<bool>,
    /// The place of each passage.
    pub placed: Vec<Option<TextPlacement>>,
    /// For each passage the number of its text among those that differ.
    text_of: Vec<usize>,
    /// The passages of each text.
    texts: Vec<Vec<usize>>,
    /// All places of each text.
    candidates: Vec<Vec<TextPlacement>>,
}

impl<'a> TextAlignment<'a> {
    /// Finds the places.
    pub fn new(laid: &'a LaidText, passages: &'a [Passage]) -> Self {
        let mut index = WordIndex::new(laid);
        let mut numbers = HashMap::new();
        let mut texts: Vec<Vec<usize>> = Vec::new();
        let mut text_of = Vec::with_capacity(passages.len());
        for (at, passage) in passages.iter().enumerate() {
            let number = *numbers
                .entry((passage.letters.as_str(), &passage.optional))
                .or_insert(texts.len());
            if number == texts.len() {
                texts.push(Vec::new());
            }
            if let Some(text) = texts.get_mut(number) {
                text.push(at);
            }
            text_of.push(number);
        }
        let candidates = texts.iter().map(|text| {
            let first = text.first().and_then(|first| passages.get(*first));
            let first = first.filter(|passage| !passage.letters.is_empty());
            first.map(|passage| index.placements(passage)).unwrap_or_default()
        });
        let candidates = candidates.collect();
        let taken = vec![false; index.starts.len()];
        let placed = vec![None; passages.len()];
        let mut alignment = Self { passages, index, taken, placed, text_of, texts, candidates };
        alignment.place_long();
        alignment.place_between();
        alignment.place_alone();
        alignment
    }

    /// Places texts that are not found by chance, the longest first.
    fn place_long(&mut self) {
        let first = self.texts.iter().map(|text| self.passages.get(*text.first()?));
        let lengths = first.map(|passage| passage.map_or(0, |passage| passage.letters.len()));
        let mut order: Vec<_> = lengths.enumerate().filter(|(_, length)| *length >= LONG).collect();
        order.sort_by_key(|(_, length)| std::cmp::Reverse(*length));
        for (text, _) in order {
            self.place_all_of(text);
        }
    }

    /// Places all passages of a text where it stands as often as there are of them, in order;
    /// whether it does.
    fn place_all_of(&mut self, text: usize) -> bool {
        let open: Vec<_> = self.open(text).collect();
        let mut parts = open.iter().map(|at| self.part(*at));
        let first = parts.next();
        parts.all(|part| Some(part) == first) && self.place_in_order(text, &open, 0..usize::MAX)
    }

    /// Places passages of a text where it stands as often within a range; whether it does.
    fn place_in_order(&mut self, text: usize, open: &[usize], within: Range<usize>) -> bool {
        let free = self.free(text, within, open.len() + 1);
        if free.is_empty() || free.len() != open.len() {
            return false;
        }
        for (passage, placement) in open.iter().zip(free) {
            self.place(*passage, placement);
        }
        true
    }

    /// The passages of a text that have no place yet.
    fn open(&self, text: usize) -> impl Iterator<Item = usize> {
        let passages = self.texts.get(text).into_iter().flatten().copied();
        passages.filter(|at| self.is_open(*at))
    }

    fn part(&self, passage: usize) -> Option<usize> {
        self.passages.get(passage).map(|passage| passage.part)
    }

    /// Whether a passage has letters and no place yet.
    fn is_open(&self, passage: usize) -> bool {
        self.placed.get(passage).is_some_and(Option::is_none) && self.has_letters(passage)
    }

    fn has_letters(&self, passage: usize) -> bool {
        self.passages.get(passage).is_some_and(|passage| !passage.letters.is_empty())
    }

    /// The first places of a text that are free, none within another, among those that begin in a
    /// range. Where some of them begin a line, these alone count.
    fn free(&self, text: usize, within: Range<usize>, most: usize) -> Vec<TextPlacement> {
        let all = self.candidates.get(text).map(Vec::as_slice).unwrap_or_default();
        let first = all.partition_point(|placement| placement.start() < within.start);
        let all = all.get(first..).unwrap_or_default();
        let end = all.partition_point(|placement| placement.start() < within.end);
        let all = all.get(..end).unwrap_or_default();
        let lines = self.free_among(all.iter().filter(|placement| placement.begins_line), most);
        if lines.is_empty() { self.free_among(all.iter(), most) } else { lines }
    }

    fn free_among<'p>(
        &self,
        placements: impl Iterator<Item = &'p TextPlacement>,
        most: usize,
    ) -> Vec<TextPlacement> {
        let mut free: Vec<TextPlacement> = Vec::new();
        for placement in placements {
            if free.len() == most {
                break;
            }
            let is_apart = free.last().is_none_or(|last| last.end() <= placement.start());
            if is_apart && self.is_free(placement) {
                free.push(placement.clone());
            }
        }
        free
    }

    fn words(&self, placement: &TextPlacement) -> impl Iterator<Item = usize> + use<> {
        let ranges = placement.pieces.iter().map(|piece| {
            let from = self.index.starts.partition_point(|start| *start < piece.sheet.start);
            let to = self.index.starts.partition_point(|start| *start < piece.sheet.end);
            from..to
        });
        ranges.collect::<Vec<_>>().into_iter().flatten()
    }

    fn is_free(&self, placement: &TextPlacement) -> bool {
        self.words(placement).all(|word| self.taken.get(word) == Some(&false))
    }

    fn place(&mut self, passage: usize, placement: TextPlacement) {
        for word in self.words(&placement) {
            if let Some(taken) = self.taken.get_mut(word) {
                *taken = true;
            }
        }
        if let Some(place) = self.placed.get_mut(passage) {
            *place = Some(placement);
        }
    }

    /// Places what stands between the texts before and behind it, until nothing more is found.
    fn place_between(&mut self) {
        let mut is_changed = true;
        while is_changed {
            is_changed = false;
            let mut at = 0;
            while at < self.passages.len() {
                let part = self.part(at);
                let rest = at..self.passages.len();
                let end = rest.clone().find(|next| self.part(*next) != part).unwrap_or(rest.end);
                is_changed |= self.place_in_part(at..end);
                at = end;
            }
        }
    }

    /// Places passages of a part between those that have places; whether some could be.
    fn place_in_part(&mut self, part: Range<usize>) -> bool {
        let passages: Vec<_> = part.filter(|at| self.has_letters(*at)).collect();
        let mut stretches: Vec<Vec<usize>> = Vec::new();
        for same in passages.chunk_by(|one, other| self.is_open(*one) == self.is_open(*other)) {
            if same.first().is_some_and(|first| self.is_open(*first)) {
                stretches.push(same.to_vec());
            }
        }
        let mut is_changed = false;
        for stretch in stretches {
            is_changed |= self.place_stretch(&passages, &stretch);
        }
        is_changed
    }

    /// Places passages that follow one another and have no places.
    fn place_stretch(&mut self, of_part: &[usize], stretch: &[usize]) -> bool {
        let (Some(first), Some(last)) = (stretch.first(), stretch.last()) else { return false };
        let (before, behind) = self.around(of_part, *first, *last);
        if before.is_none() && behind.is_none() {
            return false;
        }
        let end = before.map(TextPlacement::end);
        let start = behind.map(TextPlacement::start);
        let within = before.map_or(0, |before| before.start() + 1)..start.unwrap_or(usize::MAX);
        if within.is_empty() {
            return false;
        }
        let mut texts: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for at in stretch {
            texts
                .entry(self.text_of.get(*at).copied().unwrap_or(usize::MAX))
                .or_default()
                .push(*at);
        }
        let mut is_changed = false;
        let is_between = start.is_some() && end.is_some();
        for (text, open) in texts {
            // Without a bound another part may have that place.
            if is_between || self.open(text).count() == open.len() {
                is_changed |= self.place_in_order(text, &open, within.clone());
            }
        }
        if is_changed {
            return true;
        }
        // Right behind the text before them, or right before the one behind them.
        let mut end = end;
        for at in stretch {
            let Some(from) = end else { break };
            end = self.place_beside(*at, from..from + 1, |placement| placement.start() == from);
            is_changed |= end.is_some();
        }
        if let Some(start) = start
            && self.is_open(*last)
        {
            let placed = self.place_beside(*last, within, |placement| placement.end() == start);
            is_changed |= placed.is_some();
        }
        is_changed
    }

    /// The places of the passages before and behind some of a part.
    fn around(
        &self,
        of_part: &[usize],
        first: usize,
        last: usize,
    ) -> (Option<&TextPlacement>, Option<&TextPlacement>) {
        let before = of_part.partition_point(|at| *at < first).checked_sub(1);
        let behind = of_part.partition_point(|at| *at <= last);
        let [before, behind] =
            [before, Some(behind)].map(|at| self.placed.get(*of_part.get(at?)?)?.as_ref());
        (before, behind)
    }

    /// Places a passage where its text begins in a range and stands as wanted; where it ends.
    fn place_beside(
        &mut self,
        at: usize,
        within: Range<usize>,
        is_wanted: impl Fn(&TextPlacement) -> bool,
    ) -> Option<usize> {
        let text = self.text_of.get(at).copied()?;
        let all = self.candidates.get(text).map(Vec::as_slice).unwrap_or_default();
        let first = all.partition_point(|placement| placement.start() < within.start);
        let all = all.get(first..)?.iter();
        let mut all = all.take_while(|placement| placement.start() < within.end);
        let placement = all.find(|p| is_wanted(p) && self.is_free(p))?.clone();
        let end = placement.end();
        self.place(at, placement);
        Some(end)
    }

    /// Places short texts whose parts have no other place, as long as that tells where more stand.
    fn place_alone(&mut self) {
        let mut is_changed = true;
        while is_changed {
            is_changed = false;
            for text in 0..self.texts.len() {
                is_changed |= self.place_all_of(text);
            }
            self.place_between();
        }
    }
}
