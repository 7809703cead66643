//! The lines of a paragraph as typed.

use std::ops::Range;

use crate::body::{Block, BlockKind, Body};

/// A line of a paragraph.
#[derive(Debug, Clone)]
pub(super) struct TextLine<'t> {
    /// Without the marks of a quote around it, and without white space at its ends.
    pub text: &'t str,
    /// Where that stands.
    pub range: Range<usize>,
    /// Whether the author asked for a break at its end.
    pub is_hard: bool,
}

/// The lines of a range of a text.
pub(super) fn lines(text: &str, range: Range<usize>) -> Vec<TextLine<'_>> {
    let mut at = range.start;
    let source = text.get(range).unwrap_or_default();
    source
        .split_inclusive('\n')
        .map(|line| {
            let start = at;
            at += line.len();
            let content = line.trim_end_matches(['\n', '\r']);
            let is_hard = content.ends_with("  ") || content.ends_with('\\');
            let inner = content.trim_start_matches(|c: char| c.is_whitespace() || c == '>');
            let start = start + content.len() - inner.len();
            let inner = inner.trim_end_matches('\\').trim_end();
            TextLine { text: inner, range: start..start + inner.len(), is_hard }
        })
        .collect()
}

/// Words that no line ends with whose author begins a new one on purpose.
#[rustfmt::skip]
const OPEN_ENDS: &[&str] = &[
    "der", "die", "das", "des", "dem", "den", "ein", "eine", "einen", "einem", "einer", "eines", "und",
    "oder", "sowie", "auch", "als", "wie", "am", "an", "auf", "aus", "bei", "beim", "bis", "durch",
    "für", "gegen", "im", "in", "ins", "mit", "nach", "ohne", "seit", "über", "um", "unter", "vom",
    "von", "vor", "während", "wegen", "zu", "zum", "zur", "zwischen", "ist", "sind", "war", "hat",
    "wird", "werden", "nicht", "noch", "nur", "rund", "etwa", "the", "a", "of", "to", "and", "or",
    "at", "on", "by", "from", "for", "with", "is", "are", "sowohl", "je", "jeweils", "dass", "weil",
];

/// Whether a line breaks off in the midst of a sentence.
pub(super) fn is_open(line: &str) -> bool {
    line.split_whitespace().next_back().is_some_and(|word| OPEN_ENDS.contains(&word))
}

/// The paragraphs of a body, and the rules between them.
pub(super) fn each_paragraph(body: &Body, visit: &mut dyn FnMut(&Block)) {
    body.each_block(&mut |block| {
        if matches!(block.kind, BlockKind::Paragraph(_) | BlockKind::ThematicBreak) {
            visit(block);
        }
    });
}
