//! What is changed from one try at a sheet to the next.
//!
//! Each kind of change says whether there is something new to be set, and ends after some tries.
//! Tables come first, since they move most, and footnotes last, since all else moves them.

use typst_layout::PagedDocument;

use super::frames::{self, Line};
use super::{breaks, last_lines, notes, tables};
use crate::letterhead::Theme;
use crate::output::typst::Adjustments;

/// Tries at giving the tables their width and their common size: mostly one, since a table that
/// becomes wide or smaller moves what stands below it.
const TABLE_TRIES: usize = 6;
/// Tries at taking single breaks out: each may bring another about.
const BREAK_TRIES: usize = 6;
/// Further tries, in which a paragraph that still has such a break loses all of its.
const LAST_BREAK_TRIES: usize = 6;
/// Tries at last lines: of each that is not good two ways are tried.
const LAST_LINE_TRIES: usize = 3;
/// Tries at pages whose footnotes stand on another page than their marks: two for a page.
const FOOT_TRIES: usize = 24;

/// How often each kind of change was tried.
#[derive(Default)]
pub(super) struct Tries {
    tables: usize,
    breaks: usize,
    last_lines: usize,
    feet: usize,
}

impl Tries {
    /// Changes what does not stand as it should; whether there is something new to be set.
    /// `theme` is none for a user's own layout, which has tables, lines and footnotes of its own.
    /// `is_last`: no further try is made, but a table that must not be wide is set once more.
    pub fn improve(
        &mut self,
        adjustments: &mut Adjustments,
        document: &PagedDocument,
        theme: Option<&Theme>,
        is_last: bool,
    ) -> bool {
        let moves_tables =
            theme.is_some_and(|theme| self.improve_tables(adjustments, document, theme, is_last));
        if !moves_tables && is_last {
            return false;
        }
        let moves = moves_tables || {
            let lines = frames::lines(document.pages());
            self.improve_breaks(adjustments, &lines)
                || theme.is_some_and(|theme| self.improve_last_lines(adjustments, &lines, theme))
        };
        if moves {
            // Pages end elsewhere.
            adjustments.free_feet.clear();
            return true;
        }
        theme.is_some_and(|theme| self.improve_feet(adjustments, document, theme))
    }

    /// Gives tables the room beside the text column, and all of them one size.
    fn improve_tables(
        &mut self,
        adjustments: &mut Adjustments,
        document: &PagedDocument,
        theme: &Theme,
        is_last: bool,
    ) -> bool {
        let is_last = is_last || self.tables >= TABLE_TRIES;
        let other = tables::other_setting(document, theme, &adjustments.tables, is_last);
        let Some(other) = other else { return false };
        adjustments.tables = other;
        self.tables += 1;
        true
    }

    /// Takes breaks of words out that must not be.
    fn improve_breaks(&mut self, adjustments: &mut Adjustments, lines: &[Line]) -> bool {
        let found = breaks::rejected_breaks(lines);
        let is_new = if self.breaks < BREAK_TRIES {
            adjustments.rejected_breaks.add(found)
        } else {
            self.breaks < BREAK_TRIES + LAST_BREAK_TRIES
                && adjustments.rejected_breaks.add_paragraphs(found)
        };
        self.breaks += usize::from(is_new);
        is_new
    }

    /// Sets paragraphs otherwise that do not end well.
    fn improve_last_lines(
        &mut self,
        adjustments: &mut Adjustments,
        lines: &[Line],
        theme: &Theme,
    ) -> bool {
        let is_new = self.last_lines < LAST_LINE_TRIES
            && last_lines::improve(&mut adjustments.last_lines, lines, theme);
        self.last_lines += usize::from(is_new);
        is_new
    }

    /// Keeps the foot of a page free whose footnote has parted from its mark: of one page at a
    /// time, since all that follows moves.
    fn improve_feet(
        &mut self,
        adjustments: &mut Adjustments,
        document: &PagedDocument,
        theme: &Theme,
    ) -> bool {
        let foot = notes::free_foot(document, theme).filter(|_| self.feet < FOOT_TRIES);
        let Some(mut foot) = foot else { return false };
        self.feet += 1;
        // What did not help the page is tried at the paragraph.
        foot.is_kept_by_next = adjustments.free_feet.contains(&foot);
        let is_new = !adjustments.free_feet.contains(&foot);
        adjustments.free_feet.retain(|other| other.paragraphs != foot.paragraphs);
        adjustments.free_feet.push(foot);
        is_new
    }
}
