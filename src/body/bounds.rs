//! The bounds of a tree that was built from values. One that was read from a text keeps
//! them already.

use super::{Block, BlockKind, Body, Inline, InlineKind, limits, own_inlines};
use crate::diagnostic::{Diagnostic, codes};
use crate::limits::TextLimits;

impl Body {
    /// Refuses, with `release-too-large`, a tree that is deeper or has more blocks or cells
    /// than the limits allow. It goes level by level instead of by recursion: a tree
    /// that was built from values may be of any depth.
    pub(crate) fn check_bounds(&self, max: &TextLimits) -> Result<(), Diagnostic> {
        let notes = self.notes.iter().flat_map(|note| &note.blocks);
        let mut level: Vec<&Block> = self.blocks.iter().chain(notes).collect();
        let (mut depth, mut blocks, mut cells) = (0, 0, 0);
        while !level.is_empty() {
            blocks += level.len();
            for block in &level {
                let texts = own_inlines(block);
                texts.iter().try_for_each(|inlines| check_nesting(inlines))?;
                if matches!(block.kind, BlockKind::Table(_)) {
                    cells += texts.len();
                }
            }
            // Between lists and quotes there may be passages in another language.
            refuse_beyond(limits::NESTING * 2, depth, "levels of lists and quotes")?;
            refuse_beyond(max.blocks, blocks, "blocks")?;
            refuse_beyond(max.cells, cells, "table cells")?;
            level = level.into_iter().flat_map(inner).collect();
            depth += 1;
        }
        Ok(())
    }
}

/// Refuses, with `release-too-large`, text with emphasis that is nested too deeply.
pub(crate) fn check_nesting(inlines: &[Inline]) -> Result<(), Diagnostic> {
    let mut level: Vec<&Inline> = inlines.iter().collect();
    let mut depth = 0;
    while !level.is_empty() {
        refuse_beyond(limits::INLINE_NESTING, depth, "levels of emphasis")?;
        level = level.into_iter().flat_map(content).collect();
        depth += 1;
    }
    Ok(())
}

fn refuse_beyond(limit: usize, found: usize, what: &'static str) -> Result<(), Diagnostic> {
    if found <= limit {
        return Ok(());
    }
    let message = message!("the text has more than {limit} {what}", limit, what);
    Err(Diagnostic::new(codes::RELEASE_TOO_LARGE, message).in_field("body"))
}

/// The blocks that stand directly in a block.
fn inner(block: &Block) -> Vec<&Block> {
    match &block.kind {
        BlockKind::Quote { blocks, .. } | BlockKind::Passage { blocks, .. } => {
            blocks.iter().collect()
        }
        BlockKind::List(list) => list.items.iter().flat_map(|item| &item.blocks).collect(),
        _ => Vec::new(),
    }
}

/// The inlines that stand directly in an inline.
fn content(inline: &Inline) -> &[Inline] {
    match &inline.kind {
        InlineKind::Emphasis(content)
        | InlineKind::Strong(content)
        | InlineKind::Passage { content, .. }
        | InlineKind::Link { content, .. } => content,
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::body::{Span, parse};

    fn quoted(levels: usize) -> Body {
        let span = Span::default;
        let mut blocks = parse("Innen.").0.blocks;
        for _ in 0..levels {
            let kind = BlockKind::Quote { blocks, speaker: None };
            blocks = vec![Block { kind, span: span() }];
        }
        Body { blocks, notes: Vec::new() }
    }

    #[test]
    fn what_was_read_keeps_the_bounds() {
        let quotes = format!("{}Innen.", "> ".repeat(limits::NESTING));
        let max = TextLimits::default();
        for text in ["", "Ein *Satz* mit **Zahlen**[^1].\n\n[^1]: Note.", &quotes] {
            assert_eq!(parse(text).0.check_bounds(&max), Ok(()), "{text}");
        }
    }

    #[test]
    fn what_was_built_may_not() {
        let max = TextLimits::default();
        assert_eq!(quoted(limits::NESTING * 2).check_bounds(&max), Ok(()));
        let refused = quoted(1000).check_bounds(&max);
        assert_eq!(refused.map_err(|error| error.code.name()), Err("release-too-large"));
        let mut text = parse("Innen.").0.blocks;
        text = text.iter().cycle().take(max.blocks + 1).cloned().collect();
        let many = Body { blocks: text, notes: Vec::new() };
        assert!(many.check_bounds(&max).is_err());
        let mut inlines = vec![Inline { kind: InlineKind::HardBreak, span: Span::default() }];
        for _ in 0..=limits::INLINE_NESTING {
            inlines = vec![Inline { kind: InlineKind::Strong(inlines), span: Span::default() }];
        }
        assert!(check_nesting(&inlines).is_err());
    }
}
