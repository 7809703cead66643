//! Walks over the tree. Its depth is bounded by [`limits`](super::limits), for one that was
//! built from values by [`Body::check_bounds`], so plain recursion is safe.

use super::{Block, BlockKind, Body, Inline, InlineKind, Picture, Span, plain_text};

impl Body {
    /// All blocks, outer before inner, footnotes last.
    pub fn each_block<'a>(&'a self, visit: &mut dyn FnMut(&'a Block)) {
        let notes = self.notes.iter().map(|note| note.blocks.as_slice());
        for blocks in std::iter::once(self.blocks.as_slice()).chain(notes) {
            each_block(blocks, visit);
        }
    }

    /// All inlines, outer before inner, footnotes last.
    pub fn each_inline<'a>(&'a self, visit: &mut dyn FnMut(&'a Inline)) {
        self.each_block(&mut |block| {
            for inlines in own_inlines(block) {
                each_inline(inlines, visit);
            }
        });
    }

    /// All words without markup, a line a block.
    pub fn plain_text(&self) -> String {
        let mut text = String::new();
        self.each_block(&mut |block| {
            for inlines in own_inlines(block) {
                text.push_str(&plain_text(inlines));
                text.push('\n');
            }
        });
        text
    }

    /// All pictures with their places.
    pub fn pictures(&self) -> Vec<(&Picture, &Span)> {
        let mut pictures = Vec::new();
        self.each_block(&mut |block| {
            if let BlockKind::Picture(picture) = &block.kind {
                pictures.push((picture, &block.span));
            }
        });
        self.each_inline(&mut |inline| {
            if let InlineKind::Picture(picture) = &inline.kind {
                pictures.push((picture, &inline.span));
            }
        });
        pictures.sort_by_key(|(_, span)| span.0.start);
        pictures
    }
}

fn each_block<'a>(blocks: &'a [Block], visit: &mut dyn FnMut(&'a Block)) {
    for block in blocks {
        visit(block);
        match &block.kind {
            BlockKind::Quote { blocks, .. } | BlockKind::Passage { blocks, .. } => {
                each_block(blocks, visit);
            }
            BlockKind::List(list) => {
                for item in &list.items {
                    each_block(&item.blocks, visit);
                }
            }
            _ => {}
        }
    }
}

/// The inlines that stand directly in a block.
pub(crate) fn own_inlines(block: &Block) -> Vec<&[Inline]> {
    match &block.kind {
        BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => vec![content],
        BlockKind::Quote { speaker, .. } => speaker.iter().map(Vec::as_slice).collect(),
        BlockKind::Table(table) => {
            let cells = table.header.iter().chain(table.rows.iter().flatten());
            cells.map(Vec::as_slice).collect()
        }
        BlockKind::List(_)
        | BlockKind::Picture(_)
        | BlockKind::ThematicBreak
        | BlockKind::Event
        | BlockKind::Passage { .. } => Vec::new(),
    }
}

/// All of these inlines and those inside them.
pub fn each_inline<'a>(inlines: &'a [Inline], visit: &mut dyn FnMut(&'a Inline)) {
    for inline in inlines {
        visit(inline);
        match &inline.kind {
            InlineKind::Emphasis(content)
            | InlineKind::Strong(content)
            | InlineKind::Passage { content, .. }
            | InlineKind::Link { content, .. } => each_inline(content, visit),
            _ => {}
        }
    }
}
