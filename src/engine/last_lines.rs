//! Last lines of paragraphs: one short word alone, and the line that is torn to avoid it.
//!
//! The engine knows one cost for every last line of one word, be it long or short, and weighs it
//! against all lines of the paragraph. So single paragraphs are set otherwise, once it is seen
//! how their lines came out.

use std::collections::BTreeMap;

use typst::layout::Abs;

use super::frames::Line;
use crate::letterhead::Theme;
use crate::output::typst::LastLine;

/// A last line that is narrower than this, in em of its text, is short: less than the indent that
/// books give to the paragraph below it.
const SHORT_EM: f64 = 4.0;
/// The part of the line's width below which a line is torn.
const TORN: f64 = 2.0 / 3.0;
/// Width of a space in em, for a word that is put behind another one.
const SPACE_EM: f64 = 0.28;

/// How a paragraph ends.
struct LastLines {
    /// Its last line is one short word, which the line before could not take.
    is_short: bool,
    /// The line before the last one is short, and could take a word more.
    is_torn: bool,
}

/// Changes the last lines that are not good; whether any was changed. What does not help is taken
/// back: a short word alone is better than a torn line.
pub(super) fn improve(
    last_lines: &mut BTreeMap<usize, LastLine>,
    lines: &[Line],
    theme: &Theme,
) -> bool {
    let mut is_changed = false;
    for (number, ending) in endings(lines, theme) {
        let better = match last_lines.get(&number) {
            None if ending.is_short => LastLine::Longer,
            None | Some(LastLine::Longer) if ending.is_torn => LastLine::Free,
            _ => continue,
        };
        last_lines.insert(number, better);
        is_changed = true;
    }
    is_changed
}

/// The endings of the paragraphs that have several lines, by the number of the paragraph.
fn endings(lines: &[Line], theme: &Theme) -> BTreeMap<usize, LastLines> {
    let measures = &theme.measures;
    let right = Abs::mm(measures.left + measures.text_width);
    let mut paragraphs: BTreeMap<usize, Vec<&Line>> = BTreeMap::new();
    for line in lines.iter().filter(|line| line.paragraph > 0) {
        let known = paragraphs.entry(line.paragraph).or_default();
        // What stands at the head and foot of a page on which the paragraph goes on has another size.
        if known.first().is_none_or(|first| (first.size - line.size).abs() < Abs::pt(0.1)) {
            known.push(line);
        }
    }
    let ended = paragraphs.into_iter().filter_map(|(number, lines)| {
        let [.., before, last] = lines.as_slice() else { return None };
        Some((number, ending(before, last, right)?))
    });
    ended.collect()
}

/// How the last two lines stand; none where the author broke them, or where they are no lines of
/// one column.
fn ending(before: &Line, last: &Line, right: Abs) -> Option<LastLines> {
    let room = right - before.start.x;
    if before.is_forced || room <= Abs::zero() || before.end > right + before.size {
        return None;
    }
    let width = before.end - before.start.x;
    let space = if before.is_hyphenated { 0.0 } else { SPACE_EM };
    let would_take = width + last.size * space + last.first_word < room;
    let is_one_word = !last.text.trim().contains([' ', '\u{A0}']);
    Some(LastLines {
        is_short: is_one_word && !would_take && last.end - last.start.x < last.size * SHORT_EM,
        is_torn: would_take && width < room * TORN,
    })
}
