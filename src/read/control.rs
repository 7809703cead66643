//! Control characters that a form refuses before any rule sees them.

use std::ops::Range;

use crate::diagnostic::{Diagnostic, codes};
use crate::source::{Source, encoding};

/// A control character on the line of a syntax error: the forms themselves forbid
/// it. No editor shows it, so its code point is named.
pub(super) fn control_character(source: &Source, error: usize) -> Option<Diagnostic> {
    let line = source.line_range(source.position(error).line)?;
    let text = source.text().get(line.clone())?;
    let is_control = |c: char| c.is_control() && !c.is_whitespace();
    let (at, character) = text.char_indices().find(|&(_, c)| is_control(c))?;
    let at = line.start + at;
    if let Some(damaged) = damaged_word(source, line, at) {
        return Some(damaged);
    }
    let code = u32::from(character);
    let message = message!("U+{code:04X} cannot be set: a control character", code);
    Some(
        Diagnostic::new(codes::CHARACTER_REFUSED, message)
            .with("reason", "control-character")
            .at(source, at..at + character.len_utf8(), "")
            .hint("delete it; it may be invisible in your editor"),
    )
}

/// The word around a control character that is a piece of a damaged letter.
fn damaged_word(source: &Source, line: Range<usize>, at: usize) -> Option<Diagnostic> {
    let before = source.text().get(line.start..at)?;
    let behind = source.text().get(at..line.end)?;
    let start = before.rfind(is_word_end).map_or(line.start, |end| line.start + end + 1);
    let end = behind.find(is_word_end).map_or(line.end, |end| at + end);
    let word = source.text().get(start..end)?;
    let meant = encoding::repaired(word, encoding::damage(word))?;
    let message = message!(
        "`{text}` is `{suggestion}`, read in another encoding",
        text = word,
        suggestion = meant.text
    );
    let found = Diagnostic::new(codes::ENCODING_DAMAGED, message)
        .at(source, start..end, "")
        .hint("copy the text once more from where it is sound, or write the word anew");
    Some(if meant.is_whole { found.fix(source, start..end, meant.text) } else { found })
}

/// A space or a mark, with which a word ends.
fn is_word_end(character: char) -> bool {
    character.is_ascii() && !character.is_ascii_alphanumeric()
}
