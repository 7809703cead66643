//! Pieces of a text in the place of others.

use std::ops::Range;

/// A text for a place of another one. Its lines end with `\n` here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Splice {
    pub range: Range<usize>,
    pub text: String,
}

impl Splice {
    pub fn new(range: Range<usize>, text: impl Into<String>) -> Self {
        Self { range, text: text.into() }
    }

    /// Whole lines, in the place of others or before the line that begins there.
    pub fn lines(text: &str, range: Range<usize>, lines: &[String]) -> Self {
        let is_behind_end = range.start == text.len() && !text.is_empty() && !text.ends_with('\n');
        let lines = if is_behind_end {
            lines.iter().map(|line| format!("\n{line}")).collect()
        } else {
            lines.iter().map(|line| format!("{line}\n")).collect::<String>()
        };
        Self { range, text: lines }
    }
}

/// A text with pieces in it, whose lines end as is said; none where they overlap.
pub(super) fn spliced(text: &str, mut pieces: Vec<Splice>, line_end: &str) -> Option<String> {
    pieces.sort_by_key(|piece| (piece.range.start, piece.range.end));
    let mut made = String::with_capacity(text.len());
    let mut at = 0;
    for Splice { range, text: piece } in pieces {
        made.push_str(text.get(at..range.start)?);
        made.push_str(&piece.replace('\n', line_end));
        at = range.end;
    }
    made.push_str(text.get(at..)?);
    Some(made)
}
