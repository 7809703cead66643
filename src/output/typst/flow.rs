//! What belongs to what, from one block to the next: bold words that open a
//! section, a paragraph and its list, a quote and its speaker.
//!
//! The engine keeps the last two lines of a paragraph together and knows nothing of
//! what follows. So the last line claims the room of what follows, and the layout
//! gives it back: what belongs to that line then stands on its page.

use super::pieces::BlockData;
use super::widest::BOLD;
use super::writer::TypstWriter;
use crate::body::{self, Block, BlockKind, Inline, InlineKind};
use crate::metrics::METRICS;
use crate::typography::width;

/// Height of a capital in em.
const CAPITAL: f64 = 0.73;
/// Lines of an item without which its first line does not stay on a page: three
/// lines of three, else two.
const LINES: f64 = 3.0;
/// A table of so many rows, and not higher than this in em, stays in one piece.
const SMALL_ROWS: usize = 5;
const SMALL: f64 = 14.0;

/// Items and lines of a list that below an item is never parted.
const SHORT_ITEMS: usize = 4;
const SHORT_LINES: f64 = 8.0;
/// From the edge of a list to its text in em, behind a bullet and behind a number.
const BULLET: f64 = 1.05;
const NUMBER: f64 = 1.45;

/// Rough width of inlines in em; bold ones are wider.
fn inlines_width(content: &[Inline]) -> f64 {
    let widths = content.iter().map(|inline| match &inline.kind {
        InlineKind::Strong(bold) => inlines_width(bold) * BOLD,
        _ => width(&body::plain_text(std::slice::from_ref(inline))),
    });
    widths.sum()
}

/// Whether a line ends in inlines where the author says so.
fn has_break(content: &[Inline]) -> bool {
    content.iter().any(|inline| matches!(inline.kind, InlineKind::HardBreak))
}

/// Whether a paragraph opens a section with bold words: "**Hintergrund:** …", below
/// a paragraph that does not.
pub(super) fn opens(content: &[Inline], before: Option<&BlockKind>) -> bool {
    let Some(BlockKind::Paragraph(before)) = before else {
        return false;
    };
    begins_with_run_in(content) && !begins_with_run_in(before)
}

/// Whether bold words that end in a mark begin a paragraph, and text follows them.
fn begins_with_run_in(content: &[Inline]) -> bool {
    let [Inline { kind: InlineKind::Strong(bold), .. }, rest @ ..] = content else {
        return false;
    };
    let bold = body::plain_text(bold);
    let rest = body::plain_text(rest);
    let ends_in_mark = bold.trim_end().ends_with([':', '.', '?', '!', '–']);
    (ends_in_mark || rest.starts_with([':', '.']))
        && [bold, rest].iter().all(|text| text.contains(char::is_alphanumeric))
}

/// Whether a paragraph announces what follows it: its sentence has not ended.
fn announces(content: &[Inline]) -> bool {
    let text = body::plain_text(content);
    let text = text.trim_end().trim_end_matches(['»', '«', '“', '”', '"', ')', ']', '‹', '›']);
    !text.ends_with(['.', '!', '?', '…'])
}

impl TypstWriter<'_> {
    /// Lines that a text takes, roughly.
    fn line_count(&self, text: &str) -> f64 {
        (width(text) / (self.room() * 0.9).max(1.0)).ceil().max(1.0)
    }

    /// From one line to the next, in em.
    fn line_height(&self) -> f64 {
        self.theme().spacing.leading + CAPITAL
    }

    /// The room in em that what follows a paragraph must have below it: the
    /// beginning of a list, table or event that the paragraph announces with a colon.
    pub(super) fn room_for_what_follows(
        &self,
        content: &[Inline],
        after: Option<&BlockKind>,
    ) -> f64 {
        let lines = match after {
            Some(BlockKind::List(list)) if announces(content) => {
                let first = list.items.first().and_then(|item| item.blocks.first());
                let lines = match first.map(|block| &block.kind) {
                    Some(BlockKind::Paragraph(content)) => {
                        self.line_count(&body::plain_text(content))
                    }
                    _ => LINES,
                };
                lines.min(LINES) * self.line_height()
            }
            Some(BlockKind::Table(table)) if announces(content) => {
                let rows = if self.is_small(table) { SMALL_ROWS } else { 2 };
                self.table_height(table, rows)
            }
            Some(BlockKind::Event) if announces(content) => LINES * self.line_height(),
            _ => return 0.0,
        };
        self.theme().spacing.paragraph + lines
    }

    /// Whether an item of a list has several lines.
    pub(super) fn has_long_items(&self, list: &body::List) -> bool {
        let room = self.room() - if list.start.is_some() { NUMBER } else { BULLET };
        list.items.iter().any(|item| match item.blocks.as_slice() {
            [Block { kind: BlockKind::Paragraph(content), .. }] => {
                inlines_width(content) > room || has_break(content)
            }
            blocks => !blocks.is_empty(),
        })
    }

    /// Whether a list is so short that below an item it stays on the item's page.
    pub(super) fn is_short(&self, list: &body::List) -> bool {
        let lines = list.items.iter().map(|item| match item.blocks.as_slice() {
            [Block { kind: BlockKind::Paragraph(content), .. }] => {
                self.line_count(&body::plain_text(content))
            }
            _ => f64::INFINITY,
        });
        list.items.len() <= SHORT_ITEMS && lines.sum::<f64>() <= SHORT_LINES
    }

    /// Whether a table is so small that it is never parted.
    pub(super) fn is_small(&self, table: &body::Table) -> bool {
        table.rows.len() <= SMALL_ROWS && self.table_height(table, SMALL_ROWS) <= SMALL
    }

    /// Rough height of a table's head and first rows, in em.
    fn table_height(&self, table: &body::Table, rows: usize) -> f64 {
        let rows = table.rows.iter().take(rows);
        self.row_height(&table.header)
            + METRICS.cell_inset
            + rows.map(|row| self.row_height(row) + 2.0 * METRICS.cell_inset).sum::<f64>()
    }

    /// Rough height of the lines of a row, in em.
    fn row_height(&self, cells: &[Vec<Inline>]) -> f64 {
        let room = self.room() / cells.len().max(1) as f64;
        let lines = cells.iter().map(|cell| (width(&body::plain_text(cell)) / room).ceil());
        let lines = lines.fold(1.0, f64::max);
        lines * CAPITAL + (lines - 1.0) * METRICS.cell_leading
    }

    /// Keeps a quote's speaker with at least two lines of the quote.
    pub(super) fn keep_speaker(&self, set: &mut [BlockData], said: &[body::Block], speaker: &str) {
        let mut room = METRICS.speaker_gap + self.line_count(speaker) * self.line_height();
        for (set, said) in set.iter_mut().zip(said).rev() {
            let (BlockData::Paragraph { reserve, .. }, BlockKind::Paragraph(content)) =
                (set, &said.kind)
            else {
                return;
            };
            *reserve = room;
            // A single line takes one of the paragraph above with it.
            if self.line_count(&body::plain_text(content)) > 1.0 {
                return;
            }
            room += self.theme().spacing.paragraph + self.line_height();
        }
    }
}
