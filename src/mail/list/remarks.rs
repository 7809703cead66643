//! The lines of a text, and the remarks on them.

use std::ops::Range;

use super::content::stated_separator;
use super::faults::is_fault;
use super::records::trimmed;
use crate::source::Source;

/// The lines of a text on which more stands than a comment, without the blanks at their ends.
pub(super) fn lines(source: &Source) -> impl Iterator<Item = Range<usize>> {
    with_remarks(source).filter_map(|(line, _)| (!line.is_empty()).then_some(line))
}

/// The remarks of a text: what stands behind `#` on a line.
pub(super) fn remarks(source: &Source) -> impl Iterator<Item = Range<usize>> {
    with_remarks(source).filter_map(|(_, remark)| (!remark.is_empty()).then_some(remark))
}

/// The lines that look like a remark and are what a spreadsheet shows where a formula fails: a
/// column of addresses, saved alone.
pub(super) fn faults(source: &Source) -> impl Iterator<Item = Range<usize>> {
    with_remarks(source).filter_map(|(line, remark)| {
        (line.is_empty() && is_fault(&source.text()[remark.clone()])).then_some(remark)
    })
}

/// Each line of a text without its remark, and the remark.
fn with_remarks(source: &Source) -> impl Iterator<Item = (Range<usize>, Range<usize>)> {
    let (start, _) = stated_separator(source.text());
    let lines = (1..).map_while(|number| source.line_range(number));
    lines.filter(move |line| line.start >= start).map(|line| {
        let text = &source.text()[line.clone()];
        // Within an address `#` is a letter (RFC 5322, 3.2.3).
        let comment = text.char_indices().find(|(at, c)| {
            *c == '#' && text[..*at].chars().next_back().is_none_or(char::is_whitespace)
        });
        let end = comment.map_or(line.end, |(at, _)| line.start + at);
        let remark = trimmed(source.text(), end..line.end);
        (trimmed(source.text(), line.start..end), remark)
    })
}
