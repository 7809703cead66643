//! Straight quotes that do not balance.

use std::ops::Range;

use super::leftovers::is_plain;
use super::texts::{running_text, styled_lines};
use crate::body::{self, Block, BlockKind, Inline, InlineKind};
use crate::diagnostic::{Diagnostic, Finding, codes};
use crate::letterhead::{Letterhead, QuoteStyle};
use crate::read::FieldMap;
use crate::release::Release;
use crate::typography::{self, TypesetLanguage};

/// `quotes-unbalanced`: where a mark has no partner, all of the paragraph stay as typed.
pub(super) fn unbalanced(
    release: &Release,
    fields: &FieldMap,
    letterhead: Option<&Letterhead>,
) -> Vec<Diagnostic> {
    let style = letterhead.map_or(QuoteStyle::Guillemets, |one| one.typography.quotes);
    let language = TypesetLanguage::from(release.language);
    let mut found = Vec::new();
    for (path, text) in fields.texts().filter(|(path, _)| is_plain(path) && fields.is_set(path)) {
        let range = typography::unbalanced_in_text(text, language, style);
        found.extend(range.map(|range| fields.place(path, finding(range))));
    }
    for (path, inlines) in running_text(release).into_iter().chain(styled_lines(release)) {
        let ranges = in_inlines(inlines, language, style).into_iter();
        found.extend(ranges.map(|range| fields.place(&path, finding(range))));
    }
    let notes = release.body.notes.iter().map(|note| note.blocks.as_slice());
    for blocks in std::iter::once(release.body.blocks.as_slice()).chain(notes) {
        let ranges = in_blocks(blocks, language, style).into_iter();
        found.extend(ranges.map(|range| fields.place("body", finding(range))));
    }
    found
}

/// Block by block, those of a passage in its own language.
fn in_blocks(blocks: &[Block], language: TypesetLanguage, style: QuoteStyle) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for block in blocks {
        for inlines in body::own_inlines(block) {
            found.extend(in_inlines(inlines, language, style));
        }
        match &block.kind {
            BlockKind::Quote { blocks, .. } => found.extend(in_blocks(blocks, language, style)),
            BlockKind::Passage { language, blocks } => {
                found.extend(in_blocks(blocks, language.into(), style));
            }
            BlockKind::List(list) => {
                for item in &list.items {
                    found.extend(in_blocks(&item.blocks, language, style));
                }
            }
            _ => {}
        }
    }
    found
}

/// In a paragraph, and in each passage within it.
fn in_inlines(
    inlines: &[Inline],
    language: TypesetLanguage,
    style: QuoteStyle,
) -> Vec<Range<usize>> {
    let mut found: Vec<_> =
        typography::unbalanced_in_inlines(inlines, language, style).into_iter().collect();
    body::each_inline(inlines, &mut |inline| {
        if let InlineKind::Passage { language, content } = &inline.kind {
            found.extend(typography::unbalanced_in_inlines(content, language.into(), style));
        }
    });
    found
}

fn finding(range: Range<usize>) -> Finding {
    let message = "a quotation mark without its partner: those of this paragraph stay as typed";
    let diagnostic = Diagnostic::new(codes::QUOTES_UNBALANCED, message)
        .hint("add the other mark, or remove this one; a quote ends in its own paragraph")
        .hint("type `’` where letters are left out, and `\"…\"` in place of `,,…''`");
    Finding { diagnostic, range, label: String::new() }
}
