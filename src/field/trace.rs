//! Where each character of a field's text stands in the file, be it quoted, escaped or folded.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::map::FieldMap;

/// The place of a field's text.
#[derive(Debug, Clone)]
pub(crate) enum ValuePlace {
    /// The file holds the text byte for byte from here on.
    Verbatim(usize),
    /// Each character has its own place, in order.
    Traced(Vec<TracedCharacter>),
    /// Only the whole value has one.
    Whole(Range<usize>),
}

/// A character of a text, and what it was written as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TracedCharacter {
    /// Its first byte in the text.
    pub at: usize,
    pub source: Range<usize>,
}

impl ValuePlace {
    /// What was written for a part of the text; none where that cannot be told.
    pub fn source(&self, part: Range<usize>) -> Option<Range<usize>> {
        match self {
            Self::Verbatim(start) => Some(start + part.start..start + part.end),
            Self::Traced(characters) => {
                let first = characters.partition_point(|character| character.at < part.start);
                let end = characters.partition_point(|character| character.at < part.end);
                let (first, last) = (characters.get(first)?, characters.get(end.checked_sub(1)?)?);
                (first.source.start < last.source.end)
                    .then_some(first.source.start..last.source.end)
            }
            Self::Whole(_) => None,
        }
    }
}

impl FieldMap {
    /// Where the text of a field stands in the file of this map; none for what stands in another
    /// one, or in none.
    pub(crate) fn value_place(&self, path: &str) -> Option<ValuePlace> {
        let (source, origin) = self.origin(path)?;
        if origin.file.is_some() {
            return None;
        }
        if let Some(start) = origin.verbatim {
            return Some(ValuePlace::Verbatim(start));
        }
        let whole = ValuePlace::Whole(origin.range.clone());
        let Some(text) = &origin.text else { return Some(whole) };
        let raw = source.text().get(origin.range.clone()).unwrap_or_default();
        let traced = traced(text.text(), raw).map(|mut characters| {
            for character in &mut characters {
                let Range { start, end } = character.source;
                character.source = origin.range.start + start..origin.range.start + end;
            }
            ValuePlace::Traced(characters)
        });
        Some(traced.unwrap_or(whole))
    }
}

/// A character, and where it was written.
type WrittenPiece = (char, Range<usize>);

/// How a value is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Quoting {
    /// Nothing stands for anything else.
    Plain,
    /// Two quotes stand for one.
    Single,
    /// A backslash begins an escape.
    Escaped,
}

/// The characters of a text with their places in the value as written. Spaces and line ends may
/// be folded, all else has to be there in its order; none where it is not.
fn traced(text: &str, raw: &str) -> Option<Vec<TracedCharacter>> {
    let (quoting, begin) = opening(raw);
    let mut written = Vec::with_capacity(text.len());
    let mut at = begin;
    while let Some((character, length)) = raw.get(at..).and_then(|rest| unit(rest, quoting)) {
        written.extend(character.map(|character| (character, at..at + length)));
        at += length;
    }
    let mut written = composed(written).into_iter();
    let mut characters = Vec::with_capacity(text.len());
    for (place, wanted) in text.char_indices().filter(|(_, c)| !c.is_whitespace()) {
        let (found, source) = written.find(|(c, _)| !c.is_whitespace())?;
        if found != wanted {
            return None;
        }
        characters.push(TracedCharacter { at: place, source });
    }
    Some(characters)
}

/// Characters in form C, in which the text is: escapes may have said otherwise.
fn composed(written: Vec<WrittenPiece>) -> Vec<WrittenPiece> {
    if written.iter().all(|(character, _)| !is_combining_mark(*character)) {
        return written;
    }
    let mut composed = Vec::with_capacity(written.len());
    for letter in written.chunk_by(|_, (next, _)| is_combining_mark(*next)) {
        let (Some((_, first)), Some((_, last))) = (letter.first(), letter.last()) else { continue };
        let characters = letter.iter().map(|(character, _)| *character).nfc();
        composed.extend(characters.map(|character| (character, first.start..last.end)));
    }
    composed
}

/// How a value is written, and where what it says begins.
fn opening(raw: &str) -> (Quoting, usize) {
    match raw.chars().next() {
        // Three open a text of several lines; two are an empty one.
        Some('"') => (Quoting::Escaped, if raw.starts_with("\"\"\"") { 3 } else { 1 }),
        Some('\'') if raw.starts_with("'''") => (Quoting::Plain, 3),
        Some('\'') => (Quoting::Single, 1),
        Some('|' | '>') => (Quoting::Plain, raw.find('\n').map_or(raw.len(), |end| end + 1)),
        _ => (Quoting::Plain, 0),
    }
}

/// What is written first, with its bytes: a character, or nothing where a line goes on.
fn unit(raw: &str, quoting: Quoting) -> Option<(Option<char>, usize)> {
    let first = raw.chars().next()?;
    match quoting {
        Quoting::Single if raw.starts_with("''") => Some((Some('\''), 2)),
        Quoting::Escaped if first == '\\' => escape(raw),
        _ => Some((Some(first), first.len_utf8())),
    }
}

/// An escape of YAML, JSON or TOML.
fn escape(raw: &str) -> Option<(Option<char>, usize)> {
    let kind = raw.chars().nth(1)?;
    let digits = match kind {
        'x' => 2,
        'u' => 4,
        'U' => 8,
        _ => 0,
    };
    if digits > 0 {
        let (first, length) = (code(raw, 2, digits)?, 2 + digits);
        // JSON writes what is beyond 16 bits as two.
        if (0xD800..0xDC00).contains(&first) && raw.get(length..)?.starts_with("\\u") {
            let second = code(raw, length + 2, digits)?.checked_sub(0xDC00)?;
            let whole = 0x1_0000 + ((first - 0xD800) << 10) + second;
            return Some((Some(char::from_u32(whole)?), length + 2 + digits));
        }
        return Some((Some(char::from_u32(first)?), length));
    }
    let written = match kind {
        'n' | 'r' | 't' | 'f' | 'v' | 'N' | 'L' | 'P' | '_' => Some(' '),
        '\n' | '\r' => None,
        '0' | 'a' | 'b' | 'e' => return None,
        kind => Some(kind),
    };
    Some((written, 1 + kind.len_utf8()))
}

/// The number of some hexadecimal digits.
fn code(raw: &str, at: usize, digits: usize) -> Option<u32> {
    u32::from_str_radix(raw.get(at..at + digits)?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sources<'a>(text: &str, raw: &'a str) -> Vec<&'a str> {
        let place = ValuePlace::Traced(traced(text, raw).unwrap());
        let mut at = 0;
        let words = text.split(' ').map(|word| {
            let start = at;
            at += word.len() + 1;
            &raw[place.source(start..start + word.len()).unwrap()]
        });
        words.collect()
    }

    #[test]
    fn words_are_traced_through_quotes_escapes_and_folds() {
        for (text, raw, expected) in [
            ("a \"b\" c", r#""a \"b\" c""#, vec!["a", r#"\"b\""#, "c"]),
            (
                "für 🦊 ok",
                r#""f\u00fcr \ud83e\udd8a ok""#,
                vec![r"f\u00fcr", r"\ud83e\udd8a", "ok"],
            ),
            ("für", "\"fu\\u0308r\"", vec!["fu\\u0308r"]),
            ("a'b c", "'a''b c'", vec!["a''b", "c"]),
            ("ein Satz", ">-\n  ein\n  Satz\n", vec!["ein", "Satz"]),
            ("ein Satz", "ein\n    Satz", vec!["ein", "Satz"]),
            ("ein Satz", "\"ein \\\n    Sa\\\n  tz\"", vec!["ein", "Sa\\\n  tz"]),
            ("ein Satz", "'''\nein Satz'''", vec!["ein", "Satz"]),
            ("ein Satz", "\"\"\"ein\\tSatz\"\"\"", vec!["ein", "Satz"]),
        ] {
            assert_eq!(sources(text, raw), expected, "{raw}");
        }
        assert!(traced("ein Satz", "eine Sache").is_none());
        assert!(traced("ein Satz", "ein Sat").is_none());
    }
}
