//! The body's blocks and inlines as lines.

use super::tables;
use super::wrap::{self, hang, prefix, stack, underline, wrap};
use super::writer::TextWriter;
use crate::body::{Block, BlockKind, Inline, List, Note, StyledLine};

impl TextWriter<'_> {
    /// The footnotes, each behind its mark.
    pub fn notes(&self, notes: &[Note], columns: usize) -> Vec<String> {
        let notes = notes.iter().enumerate().flat_map(|(at, note)| {
            let mark = format!("[{}] ", at + 1);
            let room = columns.saturating_sub(mark.len());
            hang(&mark, self.blocks(&note.blocks, room))
        });
        notes.collect()
    }

    /// Blocks, with an empty line between them.
    pub fn blocks(&self, blocks: &[Block], columns: usize) -> Vec<String> {
        self.level(blocks, columns, 0)
    }

    /// Blocks inside `lists` bullet lists.
    fn level(&self, blocks: &[Block], columns: usize, lists: usize) -> Vec<String> {
        stack(blocks.iter().map(|block| self.block(&block.kind, columns, lists)))
    }

    fn block(&self, kind: &BlockKind, columns: usize, lists: usize) -> Vec<String> {
        match kind {
            BlockKind::Paragraph(content) => self.running(content, columns),
            BlockKind::Heading { level: 2, content } => {
                underline(self.running(content, columns), '-')
            }
            BlockKind::Heading { content, .. } => self.running(content, columns),
            BlockKind::Quote { blocks, speaker } => {
                let room = columns.saturating_sub(QUOTE.len());
                let speaker = speaker.as_deref().map(|speaker| {
                    let room = room.saturating_sub(wrap::width(DASH));
                    hang(DASH, self.running(speaker, room))
                });
                let said = stack([self.level(blocks, room, lists)].into_iter().chain(speaker));
                prefix(QUOTE, said)
            }
            BlockKind::List(list) => self.list(list, columns, lists),
            BlockKind::Table(table) => tables::table(table, columns, self),
            BlockKind::Picture(picture) if picture.decorative => Vec::new(),
            BlockKind::Picture(picture) => {
                let caption = picture.caption.as_ref().map_or(&[][..], StyledLine::inlines);
                self.picture(&picture.alt, caption, columns)
            }
            BlockKind::Passage { blocks, .. } => self.level(blocks, columns, lists),
            BlockKind::ThematicBreak => vec!["* * *".to_owned()],
            // A part of its own.
            BlockKind::Event => Vec::new(),
        }
    }

    fn list(&self, list: &List, columns: usize, lists: usize) -> Vec<String> {
        // Numbers of unlike length have their texts in one column all the same.
        let last = list.items.len().checked_sub(1);
        let widest = last.map_or(0, |last| item_mark(list, last, lists).len());
        let room = columns.saturating_sub(widest);
        let inside = lists + usize::from(list.start.is_none());
        let items = list.items.iter().enumerate().map(|(at, item)| {
            let parts = item.blocks.iter().map(|block| self.block(&block.kind, room, inside));
            let mut lines = if list.tight { parts.flatten().collect() } else { stack(parts) };
            if lines.is_empty() {
                lines.push(String::new());
            }
            hang(&format!("{:<widest$}", item_mark(list, at, lists)), lines)
        });
        if list.tight { items.flatten().collect() } else { stack(items) }
    }

    /// "[Bild: Blick in den Hörsaal] Der Hörsaal des HZDR".
    pub fn picture(&self, alt: &str, caption: &[Inline], columns: usize) -> Vec<String> {
        wrap(&format!("{} {}", self.described(alt), self.text(caption)), columns)
    }
}

/// What stands before an item of a list that lies inside `lists` bullet lists.
fn item_mark(list: &List, at: usize, lists: usize) -> String {
    match list.start {
        Some(start) => format!("{}{} ", start.saturating_add(at as u64), list.delimiter),
        None if lists.is_multiple_of(2) => "- ".to_owned(),
        None => "* ".to_owned(),
    }
}

/// What stands before each line of a quote.
const QUOTE: &str = "> ";
/// What stands before the speaker of a quote.
const DASH: &str = "– ";
