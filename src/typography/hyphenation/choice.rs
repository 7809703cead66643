//! Which of the proposed breaks of a word are wanted.
//!
//! For every language: three letters on each side. For German, where the joints of
//! a compound come first: nothing else near a joint, no short tail
//! ("Touris-mus") where the word has another place, and nothing torn ("Be-cken").

use super::compounds::{self, Joints};
use super::lexicon::bit;

/// The minimum number of letters on each side of a break.
const MIN_LETTERS: usize = 3;
/// The minimum number of letters between a joint and another break.
const MIN_DISTANCE: usize = 5;
/// The minimum number of letters behind a break that is neither a joint nor the only one.
const MIN_TAIL: usize = 4;
/// A word with fewer letters, one of whose breaks is not wanted, does not break at
/// all: its other breaks gain little, and it stays one piece in the tags.
const MIN_WORD: usize = 10;

/// Those of the proposed breaks that leave enough letters on each side.
pub(super) fn simple(word: &str, proposed: &[usize]) -> Vec<usize> {
    let wanted = proposed.iter().copied().filter(|&at| leaves_enough(word, at)).collect();
    unless_short(word, wanted, proposed)
}

/// Those of the proposed breaks that are wanted in a German word; `lower` is the
/// same word in small letters.
pub(super) fn german(word: &str, lower: &str, proposed: &[usize]) -> Vec<usize> {
    // One place alone can be wrong as well: "Mensak-reis".
    let is_compared = !proposed.is_empty() && lower.len() == word.len();
    let is_noun = word.starts_with(char::is_uppercase);
    let found = is_compared.then(|| compounds::joints(lower, is_noun, proposed)).flatten();
    let joints = found.map_or(0, |found| found.joints | found.inner);
    let mut wanted: Vec<_> = proposed
        .iter()
        .copied()
        .filter(|&at| leaves_enough(word, at))
        .filter(|&at| has(joints, at) || !is_doubtful(word, at, proposed) && !is_torn(word, at))
        .filter(|&at| found.is_none_or(|found| is_good(word, at, found)))
        .collect();
    // The last break goes if it leaves a short tail and is not the only one.
    if wanted.len() > 1
        && wanted.last().is_some_and(|&last| !has(joints, last) && behind(word, last) < MIN_TAIL)
    {
        wanted.pop();
    }
    if wanted.iter().any(|&at| has(joints, at)) {
        wanted
    } else {
        unless_short(word, wanted, proposed)
    }
}

/// Whether enough letters stand on each side of a break.
fn leaves_enough(word: &str, at: usize) -> bool {
    count(word, 0, at) >= MIN_LETTERS && behind(word, at) >= MIN_LETTERS
}

/// Of two places one letter apart ("ver-n-ässen") at least one is wrong.
fn is_doubtful(word: &str, at: usize, proposed: &[usize]) -> bool {
    proposed.iter().any(|&other| count(word, at.min(other), at.max(other)) == 1)
}

/// Whether a break tears what is one to the eye: "Be-cken", "Inflati-onsrate". Both are allowed.
fn is_torn(word: &str, at: usize) -> bool {
    let (before, behind) = word.split_at_checked(at).unwrap_or_default();
    behind.starts_with("ck")
        || behind.starts_with("on") && (before.ends_with("ti") || before.ends_with("si"))
}

/// Whether a place is one of these.
fn has(places: u128, place: usize) -> bool {
    places & bit(place) != 0
}

/// Whether a break is a joint between parts, or right and away from all of these.
/// A joint inside a part ("Hoch|schul") keeps others away as well.
fn is_good(word: &str, at: usize, found: Joints) -> bool {
    let Joints { joints, inner, breaks } = found;
    let first = if has(inner, at) { joints } else { joints | inner };
    // No letter has more than four bytes.
    let (from, to) = (at.saturating_sub(4 * MIN_DISTANCE), (at + 4 * MIN_DISTANCE).min(word.len()));
    let mut near = (from..to).filter(|&place| has(first, place));
    has(joints, at)
        || has(breaks, at)
            && !near.any(|place| count(word, place.min(at), place.max(at)) < MIN_DISTANCE)
}

fn unless_short(word: &str, wanted: Vec<usize>, proposed: &[usize]) -> Vec<usize> {
    if word.chars().count() < MIN_WORD && wanted.len() < proposed.len() {
        Vec::new()
    } else {
        wanted
    }
}

/// Letters between two places.
fn count(word: &str, from: usize, to: usize) -> usize {
    word.get(from..to).map_or(0, |letters| letters.chars().count())
}

/// Letters behind a place.
fn behind(word: &str, at: usize) -> usize {
    count(word, at, word.len())
}
