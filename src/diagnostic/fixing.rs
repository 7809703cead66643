//! What diagnostics offer, done in the text.

use super::{Diagnostic, Edit};
use crate::source::Source;

/// A text in which some faults are mended.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct FixedText {
    /// Its bytes. What no edit is about is as it was typed, byte-order mark and line ends included.
    pub bytes: Vec<u8>,
    /// How many diagnostics had their edits made.
    pub count: usize,
}

/// Makes the edits that diagnostics of a text offer ([`Fix`](super::Fix)); none where there is
/// nothing to do. Of edits that touch each other the first are made, so the new text has to be
/// judged anew. An edit of a value that is written with escapes or folding has no place in the
/// file, and is left.
///
/// ```
/// use letterpress::diagnostic::fixed;
/// use letterpress::source::{Format, Source};
/// use letterpress::{Job, Typesetter};
///
/// let text = "---\nletterhead: neutral\ndate: 2026-11-23\nheadline: Neu\nkind: invitaton\n---\nText.\n";
/// let source = Source::from_text("a.md", Format::Markdown, text.to_owned());
/// let found = Typesetter::new().check(&Job::new(&source));
/// let text = fixed(&source, &found).expect("there is something to mend");
/// assert!(text.bytes.windows(16).any(|part| part == b"kind: invitation"));
/// assert_eq!(text.count, 1);
/// ```
pub fn fixed(source: &Source, diagnostics: &[Diagnostic]) -> Option<FixedText> {
    let text = source.typed_text();
    let mut edits: Vec<&Edit> = Vec::new();
    let mut count = 0;
    for fix in diagnostics.iter().filter_map(|diagnostic| diagnostic.fix.as_ref()) {
        let is_of_file = fix.source.name() == source.name() && fix.source.text() == text;
        let is_free = fix.edits.iter().all(|edit| edits.iter().all(|made| !touch(edit, made)));
        if is_of_file && is_free {
            edits.extend(&fix.edits);
            count += 1;
        }
    }
    if edits.is_empty() {
        return None;
    }
    edits.sort_by_key(|edit| edit.range.start);
    let bytes = source.bytes();
    // The byte-order mark, if there is one.
    let ahead = bytes.len() - text.len();
    let mut made = Vec::with_capacity(bytes.len());
    let mut at = 0;
    for edit in edits {
        made.extend_from_slice(bytes.get(at..ahead + edit.range.start)?);
        made.extend_from_slice(edit.text.as_bytes());
        at = ahead + edit.range.end;
    }
    made.extend_from_slice(bytes.get(at..)?);
    Some(FixedText { bytes: made, count })
}

/// Whether two edits have a place in common, or stand side by side.
fn touch(edit: &Edit, other: &Edit) -> bool {
    edit.range.start <= other.range.end && other.range.start <= edit.range.end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::codes;
    use crate::source::Format;

    fn fixed_text(text: &str, edits: &[(std::ops::Range<usize>, &str)]) -> Option<(String, usize)> {
        let source = Source::from_text("a.md", Format::Markdown, text.to_owned());
        let offered = |(range, text): &(std::ops::Range<usize>, &str)| {
            Diagnostic::new(codes::RAW_HTML, "found").fix(&source, range.clone(), *text)
        };
        let found: Vec<_> = edits.iter().map(offered).collect();
        let fixed = fixed(&source, &found)?;
        Some((String::from_utf8(fixed.bytes).unwrap(), fixed.count))
    }

    #[test]
    fn edits_are_made_in_the_order_of_the_text() {
        let made = fixed_text("one two\r\nthree", &[(9..14, "3"), (0..3, "1")]);
        assert_eq!(made, Some(("1 two\r\n3".to_owned(), 2)));
    }

    #[test]
    fn of_edits_that_touch_the_first_is_made() {
        let made = fixed_text("one two", &[(0..3, "1"), (2..5, "x"), (3..4, "_"), (5..5, "-")]);
        assert_eq!(made, Some(("1 t-wo".to_owned(), 2)));
    }

    #[test]
    fn what_is_not_edited_stays_as_it_was_typed() {
        // A byte-order mark, and an umlaut of two characters.
        let made = fixed_text("\u{FEFF}u\u{308}ber <b>", &[(6..9, "b")]);
        assert_eq!(made, Some(("\u{FEFF}u\u{308}ber b".to_owned(), 1)));
    }

    #[test]
    fn another_text_is_not_edited() {
        let source = Source::from_text("a.md", Format::Markdown, "one".to_owned());
        let other = Source::from_text("eng.toml", Format::Toml, "one".to_owned());
        let found = [Diagnostic::new(codes::RAW_HTML, "found").fix(&other, 0..1, "1")];
        assert_eq!(fixed(&source, &found), None);
        assert_eq!(fixed(&source, &[]), None);
    }
}
