//! Words without letters: dashes, percent signs, empty cells. They are known by the words beside
//! them.

use super::index::TextPlacement;
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
    placed: &[Option<TextPlacement>],
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
    let sheet = SheetSigns { laid, signs };
    let mut pending: Vec<&PassageWord> = Vec::new();
    let mut before: Option<(usize, Neighbour)> = None;
    for (passage, placement) in passages.iter().zip(placed) {
        if let Some((_, last)) = before.take_if(|(part, _)| *part != passage.part) {
            sheet.give_behind(last.end, &pending, found);
            pending.clear();
        }
        for word in &passage.words {
            if word.letters.is_empty() {
                pending.push(word);
                continue;
            }
            let here = placement.as_ref().and_then(|placement| neighbour(placement, word));
            match (&before, &here) {
                (Some((_, before)), Some(here)) if before.end == here.start => {
                    sheet.give_between(here.start, &pending, found);
                }
                (Some((_, before)), _) => sheet.give_behind(before.end, &pending, found),
                (None, Some(here)) => sheet.give_before(here.start, &pending, found),
                (None, None) => {}
            }
            pending.clear();
            before = here.map(|here| (passage.part, here));
        }
    }
    if let Some((_, last)) = before {
        sheet.give_behind(last.end, &pending, found);
    }
}

/// Where a word stands.
fn neighbour(placement: &TextPlacement, word: &PassageWord) -> Option<Neighbour> {
    let start = place(placement, word.letters.start)?;
    let end = place(placement, word.letters.end - 1)? + 1;
    Some(Neighbour { start, end })
}

/// Where a letter of a passage stands among those of the sheet.
fn place(placement: &TextPlacement, letter: usize) -> Option<usize> {
    let piece = placement.pieces.iter().rfind(|piece| piece.from <= letter)?;
    let place = piece.sheet.start + (letter - piece.from);
    (place < piece.sheet.end).then_some(place)
}

/// The words of a sheet that have no letters.
struct SheetSigns<'a> {
    laid: &'a LaidText,
    /// Each with the letters behind which it stands.
    signs: Vec<(usize, usize)>,
}

impl SheetSigns<'_> {
    /// Those that stand at a place, each with what it is.
    fn at(&self, place: usize) -> Vec<(usize, String)> {
        let from = self.signs.partition_point(|(at, _)| *at < place);
        let to = self.signs.partition_point(|(at, _)| *at <= place);
        let signs = self.signs.get(from..to).unwrap_or_default().iter();
        let signs = signs.filter_map(|(_, at)| Some((*at, plain(&self.laid.words.get(*at)?.text))));
        signs.collect()
    }

    /// Gives those between two words of the release that adjoin their origins; signs that the
    /// release does not have, such as those before items, may stand among them.
    fn give_between(
        &self,
        place: usize,
        wanted: &[&PassageWord],
        found: &mut [Option<PassageOrigin>],
    ) {
        if wanted.is_empty() {
            return;
        }
        let mut signs = self.at(place);
        signs.retain(|(_, sign)| wanted.iter().any(|word| plain(&word.signs) == *sign));
        if signs.len() == wanted.len() {
            give(&signs, wanted, found);
        }
    }

    /// Gives those right behind a word their origins.
    fn give_behind(
        &self,
        place: usize,
        wanted: &[&PassageWord],
        found: &mut [Option<PassageOrigin>],
    ) {
        give(self.at(place).get(..wanted.len()).unwrap_or_default(), wanted, found);
    }

    /// Gives those right before a word their origins.
    fn give_before(
        &self,
        place: usize,
        wanted: &[&PassageWord],
        found: &mut [Option<PassageOrigin>],
    ) {
        let signs = self.at(place);
        let first = signs.len().saturating_sub(wanted.len());
        give(signs.get(first..).unwrap_or_default(), wanted, found);
    }
}

/// Gives signs of the sheet the origins of those of the release, where all are the same.
fn give(signs: &[(usize, String)], wanted: &[&PassageWord], found: &mut [Option<PassageOrigin>]) {
    let are_same = signs.len() == wanted.len()
        && signs.iter().zip(wanted).all(|((_, sign), word)| *sign == plain(&word.signs));
    if are_same {
        for ((at, _), word) in signs.iter().zip(wanted) {
            if let Some(found) = found.get_mut(*at) {
                found.clone_from(&word.origin);
            }
        }
    }
}

/// Signs with the marks that typography may change.
fn plain(signs: &str) -> String {
    signs.chars().map(straight).collect()
}

fn straight(mark: char) -> char {
    match mark {
        '„' | '“' | '”' | '»' | '«' => '"',
        '‚' | '‘' | '’' | '›' | '‹' => '\'',
        mark => mark,
    }
}
