//! One spelling of each letter: normalisation form C, and where each piece of it was typed.

use std::ops::Range;

use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc, is_nfc_quick};

/// Where the pieces of a text in form C stand in the text as typed.
#[derive(Debug)]
pub(super) struct Spelling(Vec<Respelt>);

/// A piece whose bytes differ, in the text and as typed.
#[derive(Debug)]
struct Respelt {
    text: Range<usize>,
    typed: Range<usize>,
}

impl Spelling {
    /// A text in form C, and where it came from; none where it is in form C already.
    pub fn of(typed: &str) -> Option<(String, Self)> {
        if typed.is_ascii() || is_nfc(typed) {
            return None;
        }
        let mut text = String::with_capacity(typed.len());
        let mut pieces = Vec::new();
        let mut start = 0;
        let ends = typed.char_indices().skip(1).filter(|(_, character)| begins_piece(*character));
        for end in ends.map(|(at, _)| at).chain([typed.len()]) {
            let piece = typed.get(start..end).unwrap_or_default();
            let from = text.len();
            text.extend(piece.nfc());
            if text.get(from..) != Some(piece) {
                pieces.push(Respelt { text: from..text.len(), typed: start..end });
            }
            start = end;
        }
        Some((text, Self(pieces)))
    }

    /// Where a range of the text in form C was typed. A place within a piece that was spelt
    /// otherwise is all of that piece.
    pub fn typed(&self, range: Range<usize>) -> Range<usize> {
        let start = self.place(range.start, false);
        start..self.place(range.end, true).max(start)
    }

    fn place(&self, at: usize, is_end: bool) -> usize {
        let behind = self.0.partition_point(|piece| piece.text.start < at);
        match behind.checked_sub(1).and_then(|before| self.0.get(before)) {
            None => at,
            Some(piece) if at >= piece.text.end => piece.typed.end + (at - piece.text.end),
            Some(piece) if is_end => piece.typed.end,
            Some(piece) => piece.typed.start,
        }
    }
}

/// Whether no character before it can change how a character is spelt.
fn begins_piece(character: char) -> bool {
    character.is_ascii()
        || canonical_combining_class(character) == 0
            && is_nfc_quick(std::iter::once(character)) == IsNormalized::Yes
}

/// A text in form C: each letter one character, as far as there is one.
pub fn composed(text: &str) -> String {
    if text.chars().all(is_always_composed) { text.to_owned() } else { text.nfc().collect() }
}

/// Whether form C keeps a character wherever it stands, told without a table: what is below
/// the combining marks, and dashes and quotation marks.
fn is_always_composed(character: char) -> bool {
    matches!(character, '\0'..'\u{300}' | '\u{2010}'..='\u{2027}')
}

/// A text in form D: each accent a character of its own, as some file systems keep names.
pub fn decomposed(text: &str) -> String {
    text.nfd().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_without_a_table_is_in_form_c() {
        for character in ('\0'..='\u{3000}').filter(|c| is_always_composed(*c)) {
            let is_normal = is_nfc_quick(std::iter::once(character));
            assert_eq!(is_normal, IsNormalized::Yes, "{character:?}");
            assert_eq!(canonical_combining_class(character), 0, "{character:?}");
        }
    }

    #[test]
    fn pieces_join_to_form_c() {
        for typed in [
            "Go\u{308}rlitz, Lo\u{308}bau",
            "o\u{323}\u{301} n\u{329} M\u{304}",
            "A\u{30A} \u{212B} \u{2126} \u{1100}\u{1161}\u{11A8}",
            "a\u{301}\u{323}u\u{308}",
        ] {
            let (text, _) = Spelling::of(typed).expect("it is not in form C");
            assert_eq!(text, composed(typed), "{typed}");
        }
        assert!(Spelling::of("Görlitz").is_none() && Spelling::of("Moebel").is_none());
    }

    #[test]
    fn places_are_those_of_the_typed_text() {
        let typed = "fu\u{308}r Mo\u{308}bel";
        let (text, spelling) = Spelling::of(typed).expect("it is not in form C");
        for (piece, expected) in
            [("f", "f"), ("ü", "u\u{308}"), ("r M", "r M"), ("öb", "o\u{308}b"), ("el", "el")]
        {
            let at = text.find(piece).expect("it is there");
            assert_eq!(&typed[spelling.typed(at..at + piece.len())], expected);
        }
    }
}
