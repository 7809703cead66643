//! Reads Markdown into the tree of [`super`].
//!
//! pulldown-cmark knows the syntax; this module turns its events into nodes
//! ([`tree`], [`close`]), finds passages in other languages, which Markdown does
//! not know ([`fences`], [`spans`]), reads captions ([`caption`]) and fields
//! ([`inline`]), takes no-break spaces behind marks for spaces ([`spaces`]),
//! says what a sheet cannot carry ([`refused`], [`heading`], [`numbers`],
//! [`footnotes`], [`definitions`]), and checks at the end that every letter of
//! the text has found its place ([`ledger`]).
//!
//! Nothing here recurses over the text: open nodes lie on a stack of bounded
//! depth, so hostile nesting costs neither stack nor quadratic time
//! ([`bounds`] refuses the little that pulldown-cmark could choke on).

mod address;
mod attribute;
mod bounds;
mod caption;
mod close;
mod definitions;
mod event_line;
mod events;
mod fences;
mod field;
mod findings;
mod footnotes;
mod heading;
mod inline;
mod ledger;
mod letters;
mod nodes;
mod numbers;
mod passages;
mod quote;
mod refused;
mod run;
mod spaces;
mod spans;
mod tree;

use pulldown_cmark::{Options, Parser};

use self::fences::Fences;
use self::findings::Findings;
use self::letters::LetterMask;
use self::nodes::TextKind;
use self::spaces::SpaceMask;
use self::spans::Scanner;
use self::tree::Builder;
use super::{Block, BlockKind, Body, Inline, InlineKind, Span};
use crate::diagnostic::Finding;
use crate::limits::TextLimits;

/// Reads the body of a release.
pub(super) fn body(text: &str, limits: &TextLimits) -> (Body, Vec<Finding>) {
    let mut findings = Findings::default();
    bounds::words(text, &mut findings);
    if bounds::refuses_lines(text, &mut findings) {
        let blocks = vec![Block {
            kind: BlockKind::Paragraph(vec![as_typed(text)]),
            span: Span(0..text.len()),
        }];
        return (Body { blocks, notes: Vec::new() }, findings.into_vec());
    }
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES;
    let fences = Fences::find(text, &mut findings);
    let spaces = SpaceMask::body(text, fences.masked(text));
    let letters = LetterMask::new(spaces.text());
    let mut scanner = Scanner::new(text);
    if spans::may_be_in(text) {
        for (event, range) in Parser::new_ext(letters.text(), options).into_offset_iter() {
            let (event, range) = letters.typed(event, range);
            let (event, range) = spaces.restored(event, range);
            scanner.event(&event, range, &mut findings);
        }
    }
    let mut events = Parser::new_ext(letters.text(), options).into_offset_iter();
    let mut builder = Builder::new(text, TextKind::Body, limits, findings);
    (builder.fences, builder.spans) = (fences, scanner.finish());
    // By reference, because the definitions are asked for afterwards.
    for (event, range) in events.by_ref() {
        let (event, range) = letters.typed(event, range);
        let (event, range) = spaces.restored(event, range);
        builder.event(event, range);
        if builder.is_full() {
            break;
        }
    }
    builder.finish(events.reference_definitions(), &letters)
}

/// Reads a field of inline Markdown.
pub(super) fn inline(text: &str, limits: &TextLimits) -> (Vec<Inline>, Vec<Finding>) {
    inline::inlines(text, limits, TextKind::Field)
}

/// Reads a line that takes emphasis and passages alone.
pub(super) fn line(text: &str, limits: &TextLimits) -> (Vec<Inline>, Vec<Finding>) {
    inline::inlines(text, limits, TextKind::Line)
}

/// A whole text that was refused before it was read.
fn as_typed(text: &str) -> Inline {
    Inline { kind: InlineKind::Text(text.to_owned()), span: Span(0..text.len()) }
}
