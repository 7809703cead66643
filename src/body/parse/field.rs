//! Fields of inline Markdown, in which nothing starts a block.
//!
//! The parser always looks for blocks. So each paragraph of a field is handed
//! to it as one line that begins with a letter: such a line is running text,
//! whatever stands in it. The line ends, which are spaces there, are put back
//! into the events, and all ranges count in the field's own text again.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event};

/// What each paragraph begins with, so that it is nothing else.
const PREFIX: &str = "\n\nx ";

/// White space within a line, as Markdown knows it.
const SPACES: [char; 4] = [' ', '\t', '\u{B}', '\u{C}'];

/// A field with one line for each paragraph.
#[derive(Debug)]
pub(super) struct Joined {
    text: String,
    pieces: Vec<JoinedLine>,
    seams: Vec<Seam>,
}

/// A line that was taken over as it is.
#[derive(Debug)]
struct JoinedLine {
    /// Where it begins in the joined text.
    start: usize,
    source: Range<usize>,
}

/// What was put before a line.
#[derive(Debug)]
struct Seam {
    range: Range<usize>,
    /// The line end that it stands for; none before a paragraph.
    line_end: Option<LineEnd>,
}

#[derive(Debug)]
struct LineEnd {
    is_hard: bool,
    source: Range<usize>,
}

impl Joined {
    /// Joins the lines of each paragraph.
    pub fn new(text: &str) -> Self {
        let mut joined = Self { text: String::new(), pieces: Vec::new(), seams: Vec::new() };
        let mut spaces_above = None;
        for (start, line) in lines(text) {
            let content = line.trim_start_matches(SPACES);
            let start = start + line.len() - content.len();
            let spaces = content.len() - content.trim_end_matches(SPACES).len();
            let content = content.trim_end_matches(SPACES);
            if content.is_empty() {
                spaces_above = None;
                continue;
            }
            match spaces_above {
                None => joined.push_seam(PREFIX, None),
                Some(spaces) => {
                    let line_end = joined.end_line(spaces, start);
                    joined.push_seam(" ", Some(line_end));
                }
            }
            let source = start..start + content.len();
            joined.pieces.push(JoinedLine { start: joined.text.len(), source });
            joined.text.push_str(content);
            spaces_above = Some(spaces);
        }
        joined
    }

    /// Ends a line that goes on at `next`. Two spaces or a backslash before
    /// its end ask for a break; the backslash is taken back.
    fn end_line(&mut self, spaces: usize, next: usize) -> LineEnd {
        let escapes = self.text.len() - self.text.trim_end_matches('\\').len();
        let has_backslash = spaces == 0 && escapes % 2 == 1;
        let mut end = next;
        if let Some(piece) = self.pieces.last_mut() {
            if has_backslash {
                self.text.pop();
                piece.source.end -= 1;
            }
            end = piece.source.end;
        }
        LineEnd { is_hard: has_backslash || spaces >= 2, source: end..next }
    }

    fn push_seam(&mut self, between: &str, line_end: Option<LineEnd>) {
        let start = self.text.len();
        self.text.push_str(between);
        self.seams.push(Seam { range: start..self.text.len(), line_end });
    }

    /// The text to be parsed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Hands on an event of the joined text as events of the field.
    pub fn expand<'j>(
        &'j self,
        event: Event<'j>,
        range: Range<usize>,
        mut take: impl FnMut(Event<'j>, Range<usize>),
    ) {
        let is_verbatim =
            matches!(&event, Event::Text(text) if self.text.get(range.clone()) == Some(text));
        if !is_verbatim {
            return take(event, self.source(range));
        }
        let mut at = range.start;
        let first = self.seams.partition_point(|seam| seam.range.end <= range.start);
        let seams = self.seams.iter().skip(first);
        for seam in seams.take_while(|seam| seam.range.start < range.end) {
            self.take_text(at..seam.range.start, &mut take);
            if let Some(line_end) = &seam.line_end {
                let event = if line_end.is_hard { Event::HardBreak } else { Event::SoftBreak };
                take(event, line_end.source.clone());
            }
            at = seam.range.end;
        }
        self.take_text(at..range.end, &mut take);
    }

    fn take_text<'j>(&'j self, part: Range<usize>, take: &mut impl FnMut(Event<'j>, Range<usize>)) {
        if let Some(text) = self.text.get(part.clone()).filter(|text| !text.is_empty()) {
            take(Event::Text(CowStr::Borrowed(text)), self.source(part));
        }
    }

    /// Where a range of the joined text stands in the field.
    fn source(&self, range: Range<usize>) -> Range<usize> {
        let start = self.pieces.partition_point(|piece| piece.start <= range.start);
        let end = self.pieces.partition_point(|piece| piece.start < range.end);
        let start = self.source_of(range.start, start);
        start..self.source_of(range.end, end).max(start)
    }

    /// The source position of `at`, which lies in or behind the last of the
    /// first `count` pieces.
    fn source_of(&self, at: usize, count: usize) -> usize {
        let piece = count.checked_sub(1).and_then(|index| self.pieces.get(index));
        piece.or(self.pieces.first()).map_or(0, |piece| {
            let inside = at.saturating_sub(piece.start);
            (piece.source.start + inside).min(piece.source.end)
        })
    }
}

/// The lines of a text without their ends, each with its place.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut start = 0;
    // A line end of two characters leaves an empty piece, which is no blank line.
    text.split_inclusive(['\n', '\r']).filter_map(move |line| {
        let place = start;
        start += line.len();
        let is_rest_of_line_end =
            line == "\n" && text.get(..place).is_some_and(|before| before.ends_with('\r'));
        (!is_rest_of_line_end).then(|| (place, line.trim_end_matches(['\n', '\r'])))
    })
}
