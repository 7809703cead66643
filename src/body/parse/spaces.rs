//! No-break spaces behind marks: a Mac types them by itself.
//!
//! `##` and a no-break space is no heading to Markdown. For its parser each such space is
//! replaced by white space of as many bytes, so that everything stays where it was; a text
//! in which one still stands is taken back from what was typed ([`SpaceMask::restored`]).

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event};

use super::run::is_escaped;

/// The spaces that are taken for plain ones behind a mark: no-break spaces, and those that word
/// processors put in the place of a tab.
const NO_BREAK: [char; 6] = ['\u{A0}', '\u{202F}', '\u{2002}', '\u{2003}', '\u{2009}', '\u{3000}'];
/// Columns of white space behind the mark of an item from which on it is code.
const MAX_BYTES_BEHIND_MARK: usize = 4;
/// Columns of white space before a mark from which on it is none.
const MAX_BYTES_BEFORE_MARK: usize = 3;

/// A text as the parser gets it: where it differs from what was typed, and nothing moved.
pub(super) struct SpaceMask<'t> {
    typed: &'t str,
    masked: Cow<'t, str>,
}

impl<'t> SpaceMask<'t> {
    /// Masks the body of a release further; `masked` is what it was made into before.
    pub fn body(typed: &'t str, masked: Cow<'t, str>) -> Self {
        Self::new(typed, masked, true)
    }

    /// Masks a field, in which nothing begins a block.
    pub fn field(typed: &'t str) -> Self {
        Self::new(typed, Cow::Borrowed(typed), false)
    }

    fn new(typed: &'t str, masked: Cow<'t, str>, has_blocks: bool) -> Self {
        if !typed.contains(NO_BREAK) {
            return Self { typed, masked };
        }
        let mut bytes = masked.clone().into_owned().into_bytes();
        if has_blocks {
            for range in spaces_of_blocks(&masked) {
                fill(&mut bytes, range, b' ');
            }
        }
        for range in spaces_of_emphasis(&masked) {
            // A letter in its place, so that the marks beside it can begin and end.
            fill(&mut bytes, range, b'x');
        }
        let masked = String::from_utf8(bytes).map_or(masked, Cow::Owned);
        Self { typed, masked }
    }

    /// The text for the parser.
    pub fn text(&self) -> &str {
        &self.masked
    }

    /// An event with the text that was typed, and its place.
    pub fn restored<'e>(
        &'e self,
        event: Event<'e>,
        range: Range<usize>,
    ) -> (Event<'e>, Range<usize>) {
        let Event::Text(text) = &event else { return (event, range) };
        let typed = self.typed.get(range.clone()).unwrap_or_default();
        if **text == *typed || self.masked.get(range.clone()) != Some(text) {
            return (event, range);
        }
        // A space within the marks that has another one outside of them is one too many.
        let outside = self.typed.get(range.end..).unwrap_or_default();
        let end = if is_blank_behind_marks(outside.chars()) {
            typed.trim_end_matches(is_blank)
        } else {
            typed
        };
        let outside = self.typed.get(..range.start).unwrap_or_default();
        let start = if is_blank_behind_marks(outside.chars().rev()) {
            end.trim_start_matches(is_blank)
        } else {
            end
        };
        let first = range.start + end.len() - start.len();
        (Event::Text(CowStr::Borrowed(start)), first..first + start.len())
    }
}

fn fill(bytes: &mut [u8], range: Range<usize>, with: u8) {
    if let Some(bytes) = bytes.get_mut(range) {
        bytes.fill(with);
    }
}

fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\t') || NO_BREAK.contains(&character)
}

fn is_blank_behind_marks(outside: impl Iterator<Item = char>) -> bool {
    let mut behind = outside.skip_while(|c| matches!(c, '*' | '_')).peekable();
    behind.peek().is_some_and(|c| is_blank(*c))
}

/// The lines of a text without their ends, each with its place.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut start = 0;
    text.split_inclusive(['\n', '\r']).map(move |line| {
        let place = start;
        start += line.len();
        (place, line.trim_end_matches(['\n', '\r']))
    })
}

/// The spaces around marks of headings, items, quotes and cells.
fn spaces_of_blocks(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let numbers: HashSet<(u64, char)> = lines(text)
        .filter_map(|(_, line)| {
            let line = line.trim_start_matches(|c| is_blank(c) || c == '>');
            let (number, delimiter, length) = number(line)?;
            line.get(length..)?.starts_with(is_blank).then_some((number, delimiter))
        })
        .collect();
    for (start, line) in lines(text) {
        if !line.contains(NO_BREAK) {
            continue;
        }
        // An empty line parts paragraphs, and a rule is one, whatever spaces stand in them.
        if line.chars().all(|c| is_blank(c) || matches!(c, '-' | '*' | '_')) {
            let spaces = no_break_spaces(line, 0..line.len(), usize::MAX).into_iter();
            found.extend(spaces.map(|space| start + space.start..start + space.end));
            continue;
        }
        let mut at = 0;
        while let Some(mark) = next_mark(&numbers, line, at) {
            found.extend(
                mark.spaces.into_iter().map(|space| start + space.start..start + space.end),
            );
            at = mark.end;
        }
        if line.contains('|') {
            let cells = spaces_of_cells(line).into_iter();
            found.extend(cells.map(|space| start + space.start..start + space.end));
        }
    }
    found
}

/// A mark at the beginning of a line.
struct BlockMark {
    /// The no-break spaces around it, in bytes of the line.
    spaces: Vec<Range<usize>>,
    /// Where the next mark of the line can begin.
    end: usize,
}

fn next_mark(numbers: &HashSet<(u64, char)>, line: &str, at: usize) -> Option<BlockMark> {
    let rest = line.get(at..)?;
    let content = rest.trim_start_matches(is_blank);
    let start = line.len() - content.len();
    let length = mark_length(numbers, content)?;
    let behind = content.get(length..)?;
    let blank = behind.len() - behind.trim_start_matches(is_blank).len();
    let is_quote = content.starts_with('>');
    if blank == 0 && !is_quote {
        return None;
    }
    let max = if content.starts_with('#') { usize::MAX } else { MAX_BYTES_BEHIND_MARK };
    let mut spaces = no_break_spaces(line, start + length..start + length + blank, max);
    if start - at <= MAX_BYTES_BEFORE_MARK {
        spaces.extend(no_break_spaces(line, at..start, MAX_BYTES_BEFORE_MARK));
    }
    let end = start + length + if is_quote { blank.min(1) } else { blank };
    // Behind the marks of a heading there are no others.
    let end =
        if content.starts_with('#') || !line.is_char_boundary(end) { line.len() } else { end };
    Some(BlockMark { spaces, end })
}

/// The length of the mark with which a line begins. A number counts if its neighbour begins a
/// line as well: a lone one, such as `3.` before a month, is bound to its word and no item.
fn mark_length(numbers: &HashSet<(u64, char)>, line: &str) -> Option<usize> {
    match line.chars().next()? {
        '>' | '-' | '+' | '*' => Some(1),
        '#' => Some(line.len() - line.trim_start_matches('#').len()).filter(|length| *length <= 6),
        _ => {
            let (number, delimiter, length) = number(line)?;
            let before = number.checked_sub(1);
            let has_neighbour = numbers.contains(&(number + 1, delimiter))
                || before.is_some_and(|before| numbers.contains(&(before, delimiter)));
            has_neighbour.then_some(length)
        }
    }
}

/// The number with which a line begins, what ends it, and the length of both.
fn number(line: &str) -> Option<(u64, char, usize)> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let number = line.get(..digits).filter(|_| digits <= 9)?.parse().ok()?;
    let delimiter = line.get(digits..)?.chars().next().filter(|c| matches!(c, '.' | ')'))?;
    Some((number, delimiter, digits + 1))
}

/// The no-break spaces within a range of a line, as many as fit into a number of bytes.
fn no_break_spaces(line: &str, range: Range<usize>, max: usize) -> Vec<Range<usize>> {
    let start = range.start;
    let spaces = line.get(range).unwrap_or_default().char_indices();
    spaces
        .filter(|(at, space)| NO_BREAK.contains(space) && at + space.len_utf8() <= max)
        .map(|(at, space)| start + at..start + at + space.len_utf8())
        .collect()
}

/// The no-break spaces beside the `|` of a row, all those of the line of dashes.
fn spaces_of_cells(line: &str) -> Vec<Range<usize>> {
    let is_rule = line.chars().all(|c| is_blank(c) || matches!(c, '|' | '-' | ':'));
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(length) = line.get(at..).and_then(|rest| rest.find(is_blank)) {
        let start = at + length;
        let rest = line.get(start..).unwrap_or_default();
        let end = start + rest.len() - rest.trim_start_matches(is_blank).len();
        let before = line.get(..start).unwrap_or_default();
        let after = line.get(end..).unwrap_or_default();
        let is_outside = before.is_empty() || after.is_empty();
        if is_rule || is_outside || before.ends_with('|') || after.starts_with('|') {
            found.extend(no_break_spaces(line, start..end, usize::MAX));
        }
        at = end;
    }
    found
}

/// The spaces inside of `**` in paragraphs where one of them is a no-break space: there the
/// marks are read pair by pair.
fn spaces_of_emphasis(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut end = 0;
    for (place, line) in lines(text).chain([(text.len(), "")]) {
        if line.trim().is_empty() {
            found.extend(spaces_of_pairs(text, start..end));
            start = place + line.len();
        }
        end = place + line.len();
    }
    found
}

fn spaces_of_pairs(text: &str, paragraph: Range<usize>) -> Vec<Range<usize>> {
    let piece = text.get(paragraph.clone()).unwrap_or_default();
    if !piece.contains(NO_BREAK) || piece.contains('`') {
        return Vec::new();
    }
    let marks: Vec<usize> =
        marks(piece).map(|at| paragraph.start + at).filter(|at| !is_escaped(text, *at)).collect();
    let mut found = Vec::new();
    for pair in marks.chunks(2) {
        let [open, close] = *pair else { return Vec::new() };
        let inside = text.get(open + 2..close).unwrap_or_default();
        let words = inside.trim_matches(is_blank);
        if words.is_empty() {
            return Vec::new();
        }
        let before = inside.len() - inside.trim_start_matches(is_blank).len();
        let after = inside.len() - inside.trim_end_matches(is_blank).len();
        found.extend([open + 2..open + 2 + before, close - after..close]);
    }
    found.retain(|space| !space.is_empty());
    let has_no_break =
        found.iter().any(|space| text.get(space.clone()).is_some_and(|s| s.contains(NO_BREAK)));
    if has_no_break { found } else { Vec::new() }
}

/// The places of `**` and `__` in a piece of text, none of which is part of a longer row.
fn marks(piece: &str) -> impl Iterator<Item = usize> {
    let bytes = piece.as_bytes();
    (0..bytes.len().saturating_sub(1)).filter(move |at| {
        let mark = bytes.get(*at);
        let before = at.checked_sub(1).and_then(|before| bytes.get(before));
        matches!(mark, Some(b'*' | b'_'))
            && bytes.get(at + 1) == mark
            && bytes.get(at + 2) != mark
            && before != mark
    })
}
