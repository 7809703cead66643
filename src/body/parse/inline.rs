//! Reads fields: inline Markdown, and lines that take emphasis and passages alone.

use pulldown_cmark::{Options, Parser};

use super::field::Joined;
use super::findings::Findings;
use super::letters::LetterMask;
use super::nodes::TextKind;
use super::spaces::SpaceMask;
use super::spans::{self, Scanner};
use super::tree::Builder;
use super::{bounds, refused};
use crate::body::{Block, BlockKind, Inline, InlineKind, Span};
use crate::diagnostic::Finding;
use crate::limits::TextLimits;

/// Reads a field of inline Markdown, or a line.
pub(super) fn inlines(
    text: &str,
    limits: &TextLimits,
    kind: TextKind,
) -> (Vec<Inline>, Vec<Finding>) {
    let mut findings = Findings::default();
    bounds::words(text, &mut findings);
    if kind.is_line() {
        refused::report_list(text, &mut findings);
    }
    let spaces = SpaceMask::field(text);
    let joined = Joined::new(spaces.text());
    let letters = match kind {
        TextKind::Body | TextKind::Field => LetterMask::new(joined.text()),
        TextKind::Line => LetterMask::of_line(joined.text(), true),
        TextKind::Caption => LetterMask::of_line(joined.text(), false),
    };
    let mut scanner = Scanner::new(text);
    if spans::may_be_in(text) {
        for (event, range) in Parser::new_ext(letters.text(), Options::empty()).into_offset_iter() {
            let (event, range) = letters.typed(event, range);
            joined.expand(event, range, |event, range| {
                let (event, range) = spaces.restored(event, range);
                scanner.event(&event, range, &mut findings);
            });
        }
    }
    let mut events = Parser::new_ext(letters.text(), Options::empty()).into_offset_iter();
    let mut builder = Builder::new(text, kind, limits, findings);
    builder.spans = scanner.finish();
    for (event, range) in events.by_ref() {
        let (event, range) = letters.typed(event, range);
        joined.expand(event, range, |event, range| {
            let (event, range) = spaces.restored(event, range);
            builder.event(event, range);
        });
        if builder.is_full() {
            break;
        }
    }
    let (body, findings) = builder.finish(events.reference_definitions(), &letters);
    (paragraphs_as_lines(body.blocks, kind), findings)
}

/// The paragraphs of a field as one run of inlines, separated by hard breaks; those of a line by
/// spaces.
fn paragraphs_as_lines(blocks: Vec<Block>, kind: TextKind) -> Vec<Inline> {
    let mut lines: Vec<Inline> = Vec::new();
    let mut end = 0;
    for block in blocks {
        if let BlockKind::Paragraph(content) = block.kind {
            if !lines.is_empty() {
                let space = InlineKind::Text(" ".to_owned());
                let between = if kind.is_line() { space } else { InlineKind::HardBreak };
                lines.push(Inline { kind: between, span: Span(end..block.span.0.start) });
            }
            lines.extend(content);
        }
        end = block.span.0.end;
    }
    lines
}
