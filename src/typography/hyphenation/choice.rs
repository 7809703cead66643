//! Which of the proposed breaks of a word are wanted.
//!
//! For every language: three letters on each side. For German, where the joints of
//! a compound come first: nothing else near a joint, and no short tail
//! ("Touris-mus") where the word has another place.

use super::lexicon::bit;
use super::parting::{self, Joints};

/// Fewest letters on each side of a break.
const FEWEST: usize = 3;
/// Fewest letters between a joint and a break that is none.
const APART: usize = 5;
/// Fewest letters behind a break that is neither a joint nor the only one.
const TAIL: usize = 4;
/// A word with fewer letters, one of whose breaks is not wanted, does not break at
/// all: little is won by its other breaks, and it stays one piece in the tags.
const SHORT: usize = 10;

/// Those of the proposed breaks that leave enough letters on each side.
pub(super) fn simple(word: &str, proposed: &[usize]) -> Vec<usize> {
    let is_wide = |at: &&usize| count(word, 0, **at) >= FEWEST && behind(word, **at) >= FEWEST;
    let wanted: Vec<_> = proposed.iter().filter(is_wide).copied().collect();
    unless_short(word, wanted, proposed)
}

/// Those of the proposed breaks that are wanted in a German word; `lower` is the
/// same word in small letters.
pub(super) fn german(word: &str, lower: &str, proposed: &[usize]) -> Vec<usize> {
    // Of one place alone there is nothing to choose.
    let is_compared = proposed.len() > 1 && lower.len() == word.len();
    let is_noun = word.starts_with(char::is_uppercase);
    let found = is_compared.then(|| parting::joints(lower, is_noun, proposed)).flatten();
    let joints = found.map_or(0, |found| found.joints | found.inner);
    let is_joint = |at: usize| joints & bit(at) != 0;
    // Of two places one letter apart ("ver-n-ässen") at least one is wrong.
    let is_doubtful = |at: usize| {
        let is_beside = |&other: &usize| count(word, at.min(other), at.max(other)) == 1;
        !is_joint(at) && proposed.iter().any(is_beside)
    };
    let mut wanted: Vec<_> = proposed
        .iter()
        .copied()
        .filter(|&at| count(word, 0, at) >= FEWEST && behind(word, at) >= FEWEST)
        .filter(|&at| !is_doubtful(at))
        .filter(|&at| found.is_none_or(|found| is_good(word, at, found)))
        .collect();
    // The last break goes if it leaves a short tail and is not the only one.
    if wanted.len() > 1
        && wanted.last().is_some_and(|&last| !is_joint(last) && behind(word, last) < TAIL)
    {
        wanted.pop();
    }
    if wanted.iter().any(|&at| is_joint(at)) {
        wanted
    } else {
        unless_short(word, wanted, proposed)
    }
}

/// Whether a break is a joint between parts, or right and away from all of these.
/// A joint inside a part ("Hoch|schul") keeps others away as well.
fn is_good(word: &str, at: usize, found: Joints) -> bool {
    let Joints { joints, inner, breaks } = found;
    let has = |places: u128, place: usize| places & bit(place) != 0;
    let first = if has(inner, at) { joints } else { joints | inner };
    let is_near =
        |place: usize| has(first, place) && count(word, place.min(at), place.max(at)) < APART;
    // No letter has more than four bytes.
    let (from, to) = (at.saturating_sub(4 * APART), (at + 4 * APART).min(word.len()));
    has(joints, at) || has(breaks, at) && !(from..to).any(is_near)
}

fn unless_short(word: &str, wanted: Vec<usize>, proposed: &[usize]) -> Vec<usize> {
    if word.chars().count() < SHORT && wanted.len() < proposed.len() { Vec::new() } else { wanted }
}

/// Letters between two places.
fn count(word: &str, from: usize, to: usize) -> usize {
    word.get(from..to).map_or(0, |letters| letters.chars().count())
}

/// Letters behind a place.
fn behind(word: &str, at: usize) -> usize {
    count(word, at, word.len())
}
