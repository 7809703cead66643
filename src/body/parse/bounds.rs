//! The bounds of a text that are checked before it is parsed.

use std::ops::Range;

use super::findings::Findings;
use crate::body::limits;
use crate::diagnostic::{Diagnostic, MessageText, codes};

/// How much of an overlong word is marked.
const SHOWN: usize = 20;

/// The most bytes of a line. A paragraph has fewer, and so has each row of a table that fits on
/// a sheet. Some markup that opens and never ends is looked for up to the end of its line, again
/// and again.
const MAX_LINE_BYTES: usize = 128 * 1024;

/// Containers that the beginning of one line may stand for. pulldown-cmark
/// looks at every open container for every line, so thousands of them over
/// thousands of lines take minutes. Far above [`limits::NESTING`], which is
/// judged later and exactly.
const CONTAINERS: usize = 64;

/// A `release-too-large` with its figure; `what` says to programs what is too large.
pub(super) fn too_large(message: impl Into<MessageText>, what: &'static str) -> Diagnostic {
    Diagnostic::new(codes::RELEASE_TOO_LARGE, message).with("what", what)
}

/// The error of lists and quotes that are nested too deeply.
pub(super) fn nested_too_deeply() -> Diagnostic {
    let message = message!(
        "lists and quotes are nested more than {limit} levels deep",
        limit = limits::NESTING
    );
    too_large(message, "nesting").hint("write the inner levels as paragraphs of their own")
}

/// Finds words that are longer than a line breaker should be asked to take.
pub(super) fn words(text: &str, findings: &mut Findings) {
    for (start, word) in words_of(text) {
        // A word of few bytes cannot have many characters.
        if word.len() <= limits::WORD {
            continue;
        }
        let length = word.chars().count();
        if length > limits::WORD {
            let shown = word.char_indices().nth(SHOWN).map_or(word.len(), |(end, _)| end);
            let message = message!(
                "a word of {length} characters is longer than {limit} characters",
                limit = limits::WORD,
                length
            );
            let error = too_large(message, "word")
                .hint("put spaces into it, or a picture file instead of picture data");
            findings.add_labelled(error, start..start + shown, "begins here");
        }
    }
}

/// The words of a text, each with its place.
fn words_of(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut start = 0;
    text.split_inclusive(char::is_whitespace).map(move |piece| {
        let place = start;
        start += piece.len();
        (place, piece.trim_end_matches(char::is_whitespace))
    })
}

/// Whether some line opens so many lists and quotes, or is so long, that parsing would take
/// too long; if so, that is a finding.
pub(super) fn refuses_lines(text: &str, findings: &mut Findings) -> bool {
    let mut start = 0;
    for line in text.split_inclusive(['\n', '\r']) {
        if let Some(end) = overloaded(line) {
            let range: Range<usize> = start..start + end;
            findings.add(nested_too_deeply(), range);
            return true;
        }
        if line.len() > MAX_LINE_BYTES {
            let (bytes, limit) = (line.len(), MAX_LINE_BYTES);
            let message =
                message!("a line of {bytes} bytes is longer than {limit} bytes", bytes, limit);
            let error = too_large(message, "line").hint("divide it into paragraphs");
            let shown = line.char_indices().nth(SHOWN).map_or(line.len(), |(end, _)| end);
            findings.add_labelled(error, start..start + shown, "begins here");
            return true;
        }
        start += line.len();
    }
    false
}

/// The end of the markers at the beginning of a line, if they could stand for
/// more than [`CONTAINERS`] containers.
///
/// A container is opened by its marker and continued by `>` or by at least
/// two columns of white space, so markers and half the columns before the
/// last of them bound what a line can hold open.
fn overloaded(line: &str) -> Option<usize> {
    if is_rule(line) {
        return None;
    }
    let (mut markers, mut columns, mut at) = (0, 0, 0);
    while let Some(rest) = line.get(at..) {
        match rest.bytes().next() {
            Some(b' ') => columns += 1,
            Some(b'\t') => columns += 4,
            _ => match marker_length(rest) {
                Some(length) => {
                    markers += 1;
                    if markers + columns / 2 > CONTAINERS {
                        return Some(at + length);
                    }
                    at += length;
                    continue;
                }
                None => return None,
            },
        }
        at += 1;
    }
    None
}

/// The length of a quote or list marker or of a footnote's label.
fn marker_length(rest: &str) -> Option<usize> {
    if rest.starts_with("[^") {
        return rest.find("]:").map(|end| end + 2);
    }
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let mut behind = rest.bytes().skip(digits);
    match (digits, behind.next()?) {
        (0, b'>') => return Some(1),
        (0, b'-' | b'+' | b'*') | (1..=9, b'.' | b')') => {}
        _ => return None,
    }
    matches!(behind.next(), None | Some(b' ' | b'\t' | b'\r' | b'\n')).then_some(digits + 1)
}

/// Whether a line is a thematic break such as `- - - - -`.
fn is_rule(line: &str) -> bool {
    let mut characters = line.bytes().filter(|byte| !byte.is_ascii_whitespace());
    match characters.next() {
        Some(first @ (b'-' | b'*' | b'_')) => characters.all(|byte| byte == first),
        _ => false,
    }
}
