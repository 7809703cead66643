//! Characters that nobody sees or nobody meant, taken out of what was pasted.

use std::borrow::Cow;

/// Stands in the text of a sheet where a cell has a line break: there a row is a line.
pub(super) const LINE_BREAK: char = '⏎';

/// The text as it was meant: without characters that have no width, blanks of every kind as
/// spaces, wide forms (`＠`) as plain ones.
pub(super) fn tidy(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| (b' '..0x7F).contains(&byte)) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().filter_map(tidy_character).collect())
}

fn tidy_character(c: char) -> Option<char> {
    match c {
        _ if is_invisible(c) => None,
        LINE_BREAK => Some(' '),
        _ if c.is_whitespace() => Some(' '),
        // The wide forms of ASCII, in the same order (Unicode, Halfwidth and Fullwidth Forms).
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0),
        '\u{FE6B}' => Some('@'),
        _ => Some(c),
    }
}

/// Whether a character has no width and says nothing in an address or beside it. Those that
/// join or part letters within a name (U+200C, U+200D) have their meaning there.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{AD}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{61C}' | '\u{180E}' | '\u{FEFF}'
    )
}

/// Whether a character may not be in an address and is not seen there.
pub(super) fn is_invisible_in_address(c: char) -> bool {
    is_invisible(c) || matches!(c, '\u{200C}' | '\u{200D}')
}

/// A text on one line for a message, with what is not seen by its number, cut where it is long.
pub(super) fn shown(text: &str) -> String {
    const MAX_CHARACTERS: usize = 120;
    let mut shown = String::new();
    for (count, c) in text.trim().chars().enumerate() {
        if count == MAX_CHARACTERS {
            shown.push('…');
            break;
        }
        match c {
            '\n' => shown.push(LINE_BREAK),
            '\r' => {}
            _ if is_invisible_in_address(c)
                || c.is_control()
                || (c != ' ' && c.is_whitespace()) =>
            {
                shown.push_str(&format!("<U+{:04X}>", u32::from(c)));
            }
            _ => shown.push(c),
        }
    }
    shown
}
