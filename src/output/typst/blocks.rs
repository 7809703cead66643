//! Blocks as the layout's data.

use super::flow;
use super::pieces::BlockData;
use super::writer::TypstWriter;
use crate::body::{self, BlockKind, Picture};
use crate::metrics::METRICS;

impl TypstWriter<'_> {
    /// Blocks of the body.
    pub fn blocks(&self, blocks: &[body::Block]) -> Vec<BlockData> {
        let written = blocks.iter().enumerate().filter_map(|(at, block)| {
            let before = at.checked_sub(1).and_then(|at| blocks.get(at));
            let after = blocks.get(at + 1);
            self.block(&block.kind, before.map(|b| &b.kind), after.map(|b| &b.kind))
        });
        written.collect()
    }

    fn block(
        &self,
        kind: &BlockKind,
        before: Option<&BlockKind>,
        after: Option<&BlockKind>,
    ) -> Option<BlockData> {
        Some(match kind {
            BlockKind::Paragraph(content) => BlockData::Paragraph {
                opens: flow::opens(content, before),
                reserve: self.room_for_what_follows(content, after),
                content: self.paragraph(content),
            },
            BlockKind::Heading { level, content } => BlockData::Heading {
                level: *level,
                content: self.pieces(content, false),
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
                speaker: speaker.as_deref().map(|speaker| self.pieces(speaker, false)),
            },
            BlockKind::List(list) => BlockData::List {
                start: list.start,
                delimiter: list.delimiter,
                tight: list.tight,
                items: self.within(self.room() - METRICS.text_indent, || {
                    list.items.iter().map(|item| self.blocks(&item.blocks)).collect()
                }),
            },
            BlockKind::Table(table) => BlockData::Table(self.table(table)),
            BlockKind::Picture(picture) => self.picture(picture)?,
            BlockKind::ThematicBreak => BlockData::Rule,
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
            width: prepared.width,
            alt: picture.alt.clone(),
            decorative: picture.decorative,
            caption: picture.caption.as_ref().map(|caption| self.inlines(caption.inlines())),
        })
    }
}

/// Whether a quote's first words bring a quotation mark with them.
fn begins_with_quote(blocks: &[body::Block]) -> bool {
    let Some(BlockKind::Paragraph(content)) = blocks.first().map(|block| &block.kind) else {
        return false;
    };
    body::plain_text(content).starts_with(['»', '«', '„', '“', '"', '‚', '\''])
}
