//! Blocks as the layout's data.

use super::flow;
use super::pieces::BlockData;
use super::writer::{POINTS_PER_MM, TypstWriter};
use crate::body::{self, BlockKind, Picture};
use crate::metrics::METRICS;

impl TypstWriter<'_> {
    /// Blocks of the body.
    pub fn blocks(&self, blocks: &[body::Block]) -> Vec<BlockData> {
        let written = blocks.iter().enumerate().filter_map(|(at, block)| {
            let before = at.checked_sub(1).and_then(|at| blocks.get(at));
            let after = blocks.get(at + 1);
            self.block(block, before.map(|b| &b.kind), after.map(|b| &b.kind))
        });
        written.collect()
    }

    /// The author's text: its blocks, and what stays free at the foot of their pages.
    pub fn body(&self, blocks: &[body::Block]) -> Vec<BlockData> {
        let mut feet: Vec<_> =
            self.adjustments.free_feet.iter().filter(|foot| !foot.is_kept_by_next).collect();
        let mut written = Vec::with_capacity(blocks.len());
        for (at, block) in blocks.iter().enumerate() {
            let before = at.checked_sub(1).and_then(|at| blocks.get(at));
            let first = self.paragraphs.get() + 1;
            let set =
                self.block(block, before.map(|b| &b.kind), blocks.get(at + 1).map(|b| &b.kind));
            // What begins with a paragraph stands on the page on which that begins.
            if begins_with_paragraph(&block.kind) {
                let of_page = feet
                    .iter()
                    .position(|foot| (foot.paragraphs.0..=foot.paragraphs.1).contains(&first));
                let height = of_page.map(|at| feet.swap_remove(at).height);
                written.extend(height.map(|height| BlockData::FreeFoot { height }));
            }
            written.extend(set);
        }
        written
    }

    /// What a last line of one word costs the paragraph that is written next.
    fn last_line(&self) -> Option<u32> {
        let number = self.paragraphs.get() + 1;
        self.adjustments.last_lines.get(&number).map(|last| last.cost())
    }

    /// The room without which the paragraph that is written next goes to the next page.
    fn clear_room(&self) -> Option<f64> {
        let number = self.paragraphs.get() + 1;
        let feet = self.adjustments.free_feet.iter();
        feet.filter(|foot| foot.is_kept_by_next && foot.next == number)
            .map(|foot| foot.height)
            .next()
    }

    fn block(
        &self,
        block: &body::Block,
        before: Option<&BlockKind>,
        after: Option<&BlockKind>,
    ) -> Option<BlockData> {
        Some(match &block.kind {
            BlockKind::Paragraph(content) => BlockData::Paragraph {
                opens: flow::opens(content, before),
                reserve: self.room_for_what_follows(content, after),
                last_line: self.last_line(),
                clear: self.clear_room(),
                content: self.paragraph(content),
            },
            BlockKind::Heading { level, content } => BlockData::Heading {
                level: *level,
                content: self.heading(*level, content),
                title: body::plain_form(content),
            },
            BlockKind::Quote { blocks, speaker } => BlockData::Quote {
                after_heading: matches!(before, Some(BlockKind::Heading { .. })),
                marked: begins_with_quote(blocks),
                blocks: self.within(self.room() - METRICS.text_indent, || {
                    let mut set = self.blocks(blocks);
                    if let Some(speaker) = speaker {
                        self.keep_speaker(&mut set, blocks, &body::plain_text(speaker));
                    }
                    set
                }),
                speaker: speaker.as_deref().map(|speaker| {
                    self.within(self.room() - METRICS.text_indent, || self.pieces(speaker, false))
                }),
            },
            BlockKind::List(list) => BlockData::List {
                start: list.start,
                delimiter: list.delimiter,
                tight: list.tight,
                spaced: self.has_long_items(list),
                whole: self.is_short(list),
                items: self.within(self.room() - METRICS.text_indent, || {
                    list.items.iter().map(|item| self.blocks(&item.blocks)).collect()
                }),
            },
            BlockKind::Table(table) => BlockData::Table(self.table(table, block.span.0.start)),
            BlockKind::Picture(picture) => self.picture(picture)?,
            BlockKind::ThematicBreak => BlockData::Rule,
            BlockKind::Event => BlockData::Event,
            BlockKind::Passage { language, blocks } => {
                self.within_language(language, || BlockData::Passage {
                    language: language.primary().to_owned(),
                    region: language.region().map(str::to_owned),
                    hyphenate: self.hyphenates(),
                    blocks: self.blocks(blocks),
                })
            }
        })
    }

    fn picture(&self, picture: &Picture) -> Option<BlockData> {
        let prepared = self.pictures.get(&picture.file)?;
        Some(BlockData::Picture {
            path: prepared.path.clone(),
            // Within a list or a quote less than the column is left.
            width: if self.is_in_column() {
                prepared.width
            } else {
                prepared.width.min(self.room() * self.theme().sizes.body / POINTS_PER_MM)
            },
            alt: picture.alt.clone(),
            decorative: picture.decorative,
            caption: picture.caption.as_ref().map(|caption| self.inlines(caption.inlines())),
        })
    }
}

/// Whether the first that stands in a block is a paragraph with a number.
fn begins_with_paragraph(kind: &BlockKind) -> bool {
    match kind {
        BlockKind::Paragraph(_) => true,
        BlockKind::Quote { blocks, .. } | BlockKind::Passage { blocks, .. } => {
            blocks.first().is_some_and(|block| begins_with_paragraph(&block.kind))
        }
        BlockKind::List(list) => {
            let first = list.items.first().and_then(|item| item.blocks.first());
            first.is_some_and(|block| begins_with_paragraph(&block.kind))
        }
        _ => false,
    }
}

/// Whether a quote's first words bring a quotation mark with them.
fn begins_with_quote(blocks: &[body::Block]) -> bool {
    let Some(BlockKind::Paragraph(content)) = blocks.first().map(|block| &block.kind) else {
        return false;
    };
    body::plain_text(content).starts_with(['»', '«', '„', '“', '"', '‚', '\''])
}
