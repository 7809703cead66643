//! A run of plain text and where each piece of it stands in the source.

use std::ops::Range;

/// Text that is being put together. pulldown-cmark splits text at escapes,
/// entities and unused markup; here it becomes whole again.
#[derive(Debug, Default)]
pub(super) struct TextRun {
    text: String,
    pieces: Vec<TextRunPiece>,
}

/// A piece of a run.
#[derive(Debug)]
struct TextRunPiece {
    /// Where it begins in the run.
    start: usize,
    /// Where it stands in the source.
    source: Range<usize>,
    /// Whether run and source have the same bytes, so that positions inside
    /// correspond. An entity is not verbatim.
    verbatim: bool,
}

impl TextRun {
    /// Appends what `source` stands for.
    pub fn push(&mut self, text: &str, source: Range<usize>, verbatim: bool) {
        match self.pieces.last_mut() {
            Some(last) if verbatim && last.verbatim && last.source.end == source.start => {
                last.source.end = source.end;
            }
            _ => self.pieces.push(TextRunPiece { start: self.text.len(), source, verbatim }),
        }
        self.text.push_str(text);
    }

    /// Empties it for the next run.
    pub fn clear(&mut self) {
        self.text.clear();
        self.pieces.clear();
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Where a part of the run stands in the source.
    pub fn source(&self, part: Range<usize>) -> Range<usize> {
        let start = self.source_of(part.start, false);
        start..self.source_of(part.end, true).max(start)
    }

    /// The source position of a position in the run. An end belongs to the
    /// piece before it, a start to the piece behind it.
    fn source_of(&self, at: usize, end: bool) -> usize {
        let behind = self
            .pieces
            .partition_point(|piece| if end { piece.start < at } else { piece.start <= at });
        let piece = behind.checked_sub(1).and_then(|index| self.pieces.get(index));
        match piece.or(self.pieces.first()) {
            Some(piece) if piece.verbatim => {
                let inside = at.saturating_sub(piece.start);
                (piece.source.start + inside).min(piece.source.end)
            }
            Some(piece) if end => piece.source.end,
            Some(piece) => piece.source.start,
            None => 0,
        }
    }
}

/// Whether a backslash escapes the character at `at`.
pub(super) fn is_escaped(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    (before.len() - before.trim_end_matches('\\').len()) % 2 == 1
}
