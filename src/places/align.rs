//! Which text of a release stands where on its sheet.
//!
//! A text is known by its letters. What is long is found first and takes its words, so that
//! nothing short is found within it. A short text that stands in several places is where its part
//! is: between the texts before and behind it, or right beside one of them. What stays in doubt
//! has no place.

use std::collections::HashMap;
use std::ops::Range;

use super::index::{Placement, WordIndex};
use super::passage::Passage;
use crate::engine::LaidText;

/// From so many letters on a text is not found by chance.
const LONG: usize = 16;

/// The places of passages.
pub(super) struct Alignment<'a> {
    passages: &'a [Passage],
    index: WordIndex<'a>,
    /// Whether each word of the index is taken.
    taken: Vec<bool>,
    /// The place of each passage.
    pub placed: Vec<Option<Placement>>,
    /// For each passage the number of its text among those that differ.
    text_of: Vec<usize>,
    /// The passages of each text.
    texts: Vec<Vec<usize>>,
    /// All places of each text.
    candidates: Vec<Vec<Placement>>,
}

impl<'a> Alignment<'a> {
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
        let length = |text: &Vec<usize>| {
            text.first().and_then(|at| self.passages.get(*at)).map_or(0, |p| p.letters.len())
        };
        let mut order: Vec<_> = (0..self.texts.len()).collect();
        order.retain(|text| self.texts.get(*text).is_some_and(|text| length(text) >= LONG));
        order.sort_by_key(|text| std::cmp::Reverse(self.texts.get(*text).map_or(0, length)));
        for text in order {
            self.place_all_of(text);
        }
    }

    /// Places all passages of a text where it stands as often as there are of them, in order.
    fn place_all_of(&mut self, text: usize) {
        let open = self.open(text);
        let parts: Vec<_> =
            open.iter().filter_map(|at| self.passages.get(*at)).map(|p| p.part).collect();
        let is_one_part = parts.iter().all(|part| Some(part) == parts.first());
        let free = self.free(text, 0..usize::MAX);
        if open.len() == free.len() && is_one_part {
            for (passage, placement) in open.into_iter().zip(free) {
                self.place(passage, placement);
            }
        }
    }

    /// The passages of a text that have no place yet.
    fn open(&self, text: usize) -> Vec<usize> {
        let passages = self.texts.get(text).into_iter().flatten().copied();
        passages.filter(|at| self.placed.get(*at).is_some_and(Option::is_none)).collect()
    }

    /// The places of a text that are free, none within another, among those that begin in a range.
    fn free(&self, text: usize, within: Range<usize>) -> Vec<Placement> {
        let all = self.candidates.get(text).map(Vec::as_slice).unwrap_or_default();
        let first = all.partition_point(|placement| placement.start() < within.start);
        let mut free: Vec<Placement> = Vec::new();
        for placement in all.get(first..).unwrap_or_default() {
            if placement.start() >= within.end {
                break;
            }
            let is_apart = free.last().is_none_or(|last| last.end() <= placement.start());
            if is_apart && self.is_free(placement) {
                free.push(placement.clone());
            }
        }
        free
    }

    fn words(&self, placement: &Placement) -> impl Iterator<Item = usize> + use<> {
        let ranges = placement.0.iter().map(|piece| {
            let from = self.index.starts.partition_point(|start| *start < piece.sheet.start);
            let to = self.index.starts.partition_point(|start| *start < piece.sheet.end);
            from..to
        });
        ranges.collect::<Vec<_>>().into_iter().flatten()
    }

    fn is_free(&self, placement: &Placement) -> bool {
        self.words(placement).all(|word| self.taken.get(word) == Some(&false))
    }

    fn place(&mut self, passage: usize, placement: Placement) {
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
        loop {
            let mut is_changed = false;
            for at in 0..self.passages.len() {
                if self.placed.get(at).is_some_and(Option::is_none) {
                    is_changed |= self.place_in_part(at);
                }
            }
            if !is_changed {
                return;
            }
        }
    }

    /// Places a passage by its neighbours in its part; whether it could be.
    fn place_in_part(&mut self, at: usize) -> bool {
        let Some(text) = self.text_of.get(at).copied() else { return false };
        let (before, behind) = (self.neighbour(at, false), self.neighbour(at, true));
        if before.is_none() && behind.is_none() {
            return false;
        }
        let start = |passage: Option<usize>| Some(self.placed.get(passage?)?.as_ref()?.start());
        let within =
            start(before).map_or(0, |start| start + 1)..start(behind).unwrap_or(usize::MAX);
        if within.is_empty() {
            return false;
        }
        let free = self.free(text, within);
        let stretch = before.map_or(0, |before| before + 1)..behind.unwrap_or(self.passages.len());
        let part = self.passages.get(at).map(|passage| passage.part);
        let same: Vec<_> = self
            .open(text)
            .into_iter()
            .filter(|other| {
                stretch.contains(other) && self.passages.get(*other).map(|p| p.part) == part
            })
            .collect();
        if !free.is_empty() && free.len() == same.len() {
            for (passage, placement) in same.into_iter().zip(free) {
                self.place(passage, placement);
            }
            return true;
        }
        // Right behind the text before it, or right before the one behind it.
        let end = before
            .filter(|before| before + 1 == at)
            .and_then(|before| Some(self.placed.get(before)?.as_ref()?.end()));
        let next = behind
            .filter(|behind| *behind == at + 1)
            .and_then(|behind| Some(self.placed.get(behind)?.as_ref()?.start()));
        let beside = free
            .into_iter()
            .find(|placement| end == Some(placement.start()) || next == Some(placement.end()));
        let is_placed = beside.is_some();
        if let Some(placement) = beside {
            self.place(at, placement);
        }
        is_placed
    }

    /// The next passage of the same part that has a place.
    fn neighbour(&self, at: usize, is_behind: bool) -> Option<usize> {
        let part = self.passages.get(at)?.part;
        let is_placed = |at: &usize| self.placed.get(*at).is_some_and(Option::is_some);
        let is_of_part = |at: &usize| self.passages.get(*at).is_some_and(|p| p.part == part);
        if is_behind {
            (at + 1..self.passages.len()).take_while(is_of_part).find(is_placed)
        } else {
            (0..at).rev().take_while(is_of_part).find(is_placed)
        }
    }

    /// Places short texts of parts that have no other place.
    fn place_alone(&mut self) {
        for text in 0..self.texts.len() {
            self.place_all_of(text);
        }
        self.place_between();
    }
}
