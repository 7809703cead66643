//! The body's blocks and inlines as lines.

use super::tables;
use super::wrap::{self, hang, is_space, prefix, stack, underline, wrap};
use crate::body::{Block, BlockKind, Inline, InlineKind, List, Note, Picture};
use crate::content::Document;

/// Writes running text and blocks as lines.
#[derive(Clone, Copy)]
pub(super) struct TextWriter<'a> {
    document: &'a Document<'a>,
}

impl<'a> TextWriter<'a> {
    pub fn new(document: &'a Document<'a>) -> Self {
        Self { document }
    }

    /// A label by its name.
    pub fn label(&self, name: &str) -> &'a str {
        self.document.label(name)
    }

    /// What stands behind an e-mail address: the mark of the disclaimer, if there is one.
    pub fn email_mark(&self) -> String {
        let mark =
            self.document.disclaimer().map(|disclaimer| format!("\u{A0}{}", disclaimer.mark));
        mark.unwrap_or_default()
    }

    /// Running text in lines.
    pub fn running(&self, inlines: &[Inline], columns: usize) -> Vec<String> {
        wrap(&self.text(inlines), columns)
    }

    /// Running text in one string; a line end is one that the author asked for.
    pub fn text(&self, inlines: &[Inline]) -> String {
        text_of(inlines, &|picture| self.document.described(&picture.alt))
    }

    /// The footnotes, each behind its mark.
    pub fn notes(&self, notes: &[Note], columns: usize) -> Vec<String> {
        let note = |(at, note): (usize, &Note)| {
            let mark = format!("[{}] ", at + 1);
            let room = columns.saturating_sub(mark.len());
            hang(&mark, self.blocks(&note.blocks, room))
        };
        notes.iter().enumerate().flat_map(note).collect()
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
                self.picture(&picture.alt, picture.caption.as_deref().unwrap_or_default(), columns)
            }
            BlockKind::Passage { blocks, .. } => self.level(blocks, columns, lists),
            BlockKind::ThematicBreak => vec!["* * *".to_owned()],
        }
    }

    fn list(&self, list: &List, columns: usize, lists: usize) -> Vec<String> {
        let mark = |at: usize| match list.start {
            Some(start) => format!("{}{} ", start.saturating_add(at as u64), list.delimiter),
            None if lists.is_multiple_of(2) => "- ".to_owned(),
            None => "* ".to_owned(),
        };
        // Numbers of unlike length have their texts in one column all the same.
        let widest = list.items.len().checked_sub(1).map_or(0, |last| mark(last).len());
        let room = columns.saturating_sub(widest);
        let inside = lists + usize::from(list.start.is_none());
        let items = list.items.iter().enumerate().map(|(at, item)| {
            let parts = item.blocks.iter().map(|block| self.block(&block.kind, room, inside));
            let mut lines = if list.tight { parts.flatten().collect() } else { stack(parts) };
            if lines.is_empty() {
                lines.push(String::new());
            }
            hang(&format!("{:<widest$}", mark(at)), lines)
        });
        if list.tight { items.flatten().collect() } else { stack(items) }
    }

    /// "[Bild: Blick in den Hörsaal] Der Hörsaal des HZDR".
    pub fn picture(&self, alt: &str, caption: &str, columns: usize) -> Vec<String> {
        wrap(&format!("{} {caption}", self.document.described(alt)), columns)
    }
}

/// Running text in one string. `described` says what stands for a picture.
pub(super) fn text_of(inlines: &[Inline], described: &dyn Fn(&Picture) -> String) -> String {
    let mut text = String::new();
    collect(inlines, described, &mut text);
    text
}

fn collect(inlines: &[Inline], described: &dyn Fn(&Picture) -> String, text: &mut String) {
    for inline in inlines {
        match &inline.kind {
            InlineKind::Text(piece) | InlineKind::Code(piece) => text.push_str(&one_line(piece)),
            InlineKind::Emphasis(content)
            | InlineKind::Strong(content)
            | InlineKind::Passage { content, .. } => collect(content, described, text),
            InlineKind::Link { url, content, bare } => {
                let shown = text_of(content, described);
                text.push_str(&shown);
                if !bare && !is_same_address(&shown, url) {
                    // An address stays one word, whatever it holds.
                    let url = url.replace(is_space, "%20");
                    text.push_str(&format!(" <{url}>"));
                }
            }
            InlineKind::Picture(picture) if picture.decorative => {}
            InlineKind::Picture(picture) => text.push_str(&described(picture)),
            InlineKind::Footnote(at) => text.push_str(&format!("[{}]", at + 1)),
            InlineKind::HardBreak => text.push('\n'),
            InlineKind::SoftBreak => text.push(' '),
        }
    }
}

/// What stands before each line of a quote.
const QUOTE: &str = "> ";
/// What stands before the speaker of a quote.
const DASH: &str = "— ";

/// Line ends in a field are spaces.
fn one_line(text: &str) -> String {
    text.replace(is_space, " ")
}

/// Whether a link shows the address that it leads to, with or without scheme.
fn is_same_address(shown: &str, url: &str) -> bool {
    without_scheme(shown.trim()).eq_ignore_ascii_case(without_scheme(url))
}

fn without_scheme(address: &str) -> &str {
    let schemes = ["https://", "http://", "mailto:", "tel:"];
    let rest = schemes.iter().find_map(|scheme| address.strip_prefix(scheme)).unwrap_or(address);
    rest.trim_end_matches('/')
}
