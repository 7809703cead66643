//! Words without letters: dashes, percent signs, empty cells. They are known by the words beside
//! them.

use super::index::Placement;
use super::passage::{Passage, PassageOrigin, PassageWord};
use crate::engine::LaidText;

/// Where a word of a passage stands among the letters of the sheet.
struct Neighbour {
    start: usize,
    end: usize,
}

/// Adds the origins of words without letters.
pub(super) fn add(
    laid: &LaidText,
    passages: &[Passage],
    placed: &[Option<Placement>],
    found: &mut [Option<PassageOrigin>],
) {
    // Those of the sheet, with the letters behind which they stand.
    let signs: Vec<(usize, usize)> = laid
        .heard
        .iter()
        .filter_map(|at| Some((laid.words.get(*at)?, *at)))
        .filter(|(word, _)| word.letters.is_empty())
        .map(|(word, at)| (word.letters.start, at))
        .collect();
    if signs.is_empty() {
        return;
    }
    let mut pending: Vec<&PassageWord> = Vec::new();
    let mut before: Option<(usize, Neighbour)> = None;
    for (passage, placement) in passages.iter().zip(placed) {
        if before.as_ref().is_some_and(|(part, _)| *part != passage.part) {
            before = None;
            pending.clear();
        }
        for word in &passage.words {
            if word.letters.is_empty() {
                pending.push(word);
                continue;
            }
            let here = placement.as_ref().and_then(|placement| neighbour(placement, word));
            if let (Some((_, before)), Some(here)) = (&before, &here)
                && before.end == here.start
            {
                let from = signs.partition_point(|(at, _)| *at < here.start);
                let to = signs.partition_point(|(at, _)| *at <= here.start);
                let between = signs.get(from..to).unwrap_or_default();
                give(laid, between, &pending, found);
            }
            pending.clear();
            before = here.map(|here| (passage.part, here));
        }
    }
}

/// Where a word stands.
fn neighbour(placement: &Placement, word: &PassageWord) -> Option<Neighbour> {
    let place = |at: usize| {
        let piece = placement.0.iter().rfind(|piece| piece.from <= at)?;
        let place = piece.sheet.start + (at - piece.from);
        (place < piece.sheet.end).then_some(place)
    };
    Some(Neighbour { start: place(word.letters.start)?, end: place(word.letters.end - 1)? + 1 })
}

/// Gives signs of the sheet the origins of those of the release, where both are the same; signs that
/// the release does not have, such as those before items, may stand between.
fn give(
    laid: &LaidText,
    on_sheet: &[(usize, usize)],
    in_release: &[&PassageWord],
    found: &mut [Option<PassageOrigin>],
) {
    let on_sheet =
        on_sheet.iter().filter_map(|(_, at)| Some((*at, plain(&laid.words.get(*at)?.text))));
    let mut on_sheet: Vec<_> = on_sheet.collect();
    let wanted: Vec<_> = in_release.iter().map(|word| plain(&word.signs)).collect();
    on_sheet.retain(|(_, sign)| wanted.contains(sign));
    if on_sheet.len() != wanted.len()
        || on_sheet.iter().zip(&wanted).any(|((_, sign), wanted)| sign != wanted)
    {
        return;
    }
    for ((at, _), word) in on_sheet.iter().zip(in_release) {
        if let Some(found) = found.get_mut(*at) {
            found.clone_from(&word.origin);
        }
    }
}

/// Signs with the marks that typography may change.
fn plain(signs: &str) -> String {
    let straight = |c| match c {
        '„' | '“' | '”' | '»' | '«' => '"',
        '‚' | '‘' | '’' | '›' | '‹' => '\'',
        c => c,
    };
    signs.chars().map(straight).collect()
}
