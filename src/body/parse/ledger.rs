//! Accounts for every letter of a text.
//!
//! CommonMark drops text without a word: a link definition that nothing uses,
//! a second definition of a label, a cell too many in a row. A press office
//! must not lose a sentence that way, so everything that is read is entered here,
//! and what is left over at the end is an error.

use std::ops::Range;

/// What has been read of a text.
#[derive(Debug)]
pub(super) struct Ledger<'t> {
    text: &'t str,
    /// The read ranges. Neighbours with nothing but markup between them are
    /// kept as one.
    read: Vec<Range<usize>>,
}

impl<'t> Ledger<'t> {
    /// Opens an empty ledger.
    pub fn new(text: &'t str) -> Self {
        Self { text, read: Vec::new() }
    }

    /// Enters a range as read.
    pub fn enter(&mut self, range: Range<usize>) {
        match self.read.last_mut() {
            Some(last)
                if range.start >= last.start
                    && !has_ink(self.text.get(last.end..range.start).unwrap_or_default()) =>
            {
                last.end = last.end.max(range.end);
            }
            _ => self.read.push(range),
        }
    }

    /// The ranges that hold text and were not read, first to last.
    pub fn unread(mut self) -> Vec<Range<usize>> {
        self.read.sort_by_key(|range| range.start);
        self.read.push(self.text.len()..self.text.len());
        let mut gaps = Vec::new();
        let mut end = 0;
        for range in &self.read {
            let gap = self.text.get(end..range.start).unwrap_or_default();
            if has_ink(gap) {
                gaps.push(within_quote(self.text, end..range.start));
            }
            end = end.max(range.end);
        }
        gaps
    }
}

/// Whether a piece of source holds more than white space and markup.
fn has_ink(piece: &str) -> bool {
    piece.chars().any(|c| !c.is_whitespace() && !c.is_ascii_punctuation())
}

/// A range without the white space around it.
pub(super) fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let Some(piece) = text.get(range.clone()) else { return range };
    let start = range.end - piece.trim_start().len();
    let end = range.start + piece.trim_end().len();
    start..end.max(start)
}

/// A range without the white space around it and the quote markers before it.
pub(super) fn within_quote(text: &str, range: Range<usize>) -> Range<usize> {
    let range = trimmed(text, range);
    let piece = text.get(range.clone()).unwrap_or_default();
    let inner = piece.trim_start_matches(|c: char| c.is_whitespace() || c == '>');
    range.end - inner.len()..range.end
}
