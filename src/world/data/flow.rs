//! What belongs to what, from one block to the next: bold words that open a
//! section, a paragraph and its list, a quote and its speaker.
//!
//! The engine keeps the last two lines of a paragraph together and knows nothing of
//! what follows. So the last line claims the room of what follows, and the layout
//! gives it back: what belongs to that line then stands on its page.

use super::text::{Block, Setter};
use crate::body::{self, BlockKind, Inline, InlineKind};
use crate::typography::width;

/// Height of a capital in em.
const CAPITAL: f64 = 0.73;
/// Distance of the speaker from the quote in em; see `layouts/text.typ`.
const SPEAKER_GAP: f64 = 0.8;
/// Lines of an item without which its first line does not stay on a page: three
/// lines of three, else two.
const LINES: f64 = 3.0;
/// Lines that a table's head has at most, as far as can be told from here.
const HEAD_LINES: f64 = 3.0;
/// What a row has above and below its lines, in em.
const ROW_INSETS: f64 = 0.8;

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
    let has_text = |text: &str| text.contains(char::is_alphanumeric);
    (ends_in_mark || rest.starts_with([':', '.'])) && has_text(&bold) && has_text(&rest)
}

impl Setter<'_> {
    /// Lines that a text takes, roughly.
    fn lines(&self, text: &str) -> f64 {
        (width(text) / (self.room() * 0.9).max(1.0)).ceil().max(1.0)
    }

    /// From one line to the next, in em.
    fn line_height(&self) -> f64 {
        self.spacing().leading + CAPITAL
    }

    /// The room in em that what follows a paragraph must have below it: the
    /// beginning of a list or table that the paragraph announces with a colon.
    pub(super) fn room_for_what_follows(
        &self,
        content: &[Inline],
        after: Option<&BlockKind>,
    ) -> f64 {
        let announces = || body::plain_text(content).trim_end().ends_with(':');
        let lines = match after {
            Some(BlockKind::List(list)) if announces() => {
                let first = list.items.first().and_then(|item| item.blocks.first());
                let lines = match first.map(|block| &block.kind) {
                    Some(BlockKind::Paragraph(content)) => self.lines(&body::plain_text(content)),
                    _ => LINES,
                };
                lines.min(LINES) * self.line_height()
            }
            Some(BlockKind::Table(table)) if announces() => {
                let highest = |cells: &[Vec<Inline>], most: f64| {
                    let room = self.room() / cells.len().max(1) as f64;
                    let lines = |cell: &Vec<Inline>| (width(&body::plain_text(cell)) / room).ceil();
                    cells.iter().map(lines).fold(1.0, f64::max).min(most) * self.line_height()
                        + ROW_INSETS
                };
                let first = table.rows.first().map_or(0.0, |row| highest(row, 2.0 * LINES));
                highest(&table.header, HEAD_LINES) + first
            }
            _ => return 0.0,
        };
        self.spacing().paragraph + lines
    }

    /// Keeps a quote's speaker with at least two lines of the quote.
    pub(super) fn keep_speaker(&self, set: &mut [Block], said: &[body::Block], speaker: &str) {
        let mut room = SPEAKER_GAP + self.lines(speaker) * self.line_height();
        for (set, said) in set.iter_mut().zip(said).rev() {
            let (Block::Paragraph { keep, .. }, BlockKind::Paragraph(content)) = (set, &said.kind)
            else {
                return;
            };
            *keep = room;
            // A single line takes one of the paragraph above with it.
            if self.lines(&body::plain_text(content)) > 1.0 {
                return;
            }
            room += self.spacing().paragraph + self.line_height();
        }
    }
}
