//! The plain form of a text: the words as all that is no sheet has them, be it a title, a
//! bookmark, a subject or a slug.

use super::{Inline, plain_text};

/// The words of inlines: without the marks of notes, and as [`plain_words`] gives them.
pub(crate) fn plain_form(inlines: &[Inline]) -> String {
    plain_words(&plain_text(inlines))
}

/// A text in one line, with one plain space between two words and without characters that cannot
/// be seen.
///
/// A no-break space is a plain one here: it steers the lines of a sheet, and whoever looks for
/// "9 %" among bookmarks or messages types a plain space.
pub(crate) fn plain_words(text: &str) -> String {
    let seen = text.chars().filter(|character| !is_invisible(*character));
    let spaced = seen.map(|c| if c.is_whitespace() || c.is_control() { ' ' } else { c });
    let spaced: String = spaced.collect();
    spaced.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Whether a character can neither be seen nor changes one that can: a wish for a break, what
/// holds words together, a mark of direction. A joiner within an emoji and the choice of its form
/// are a part of the sign.
pub(crate) fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{180E}' | '\u{200B}' | '\u{200E}' | '\u{200F}'
            | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206F}' | '\u{FEFF}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::body;

    #[test]
    fn the_plain_form_has_words_and_plain_spaces_alone() {
        for (text, expected) in [
            ("Hy\u{AD}phen,\u{200B} Wort\u{2060}fuge\u{FEFF}", "Hyphen, Wortfuge"),
            ("9\u{A0}% von 25.\u{202F}Mai\u{2003} ", "9 % von 25. Mai"),
            ("a  b\tc\u{2028}d\u{7}e", "a b c d e"),
            ("👩\u{200D}🔬 und ☎\u{FE0F}", "👩\u{200D}🔬 und ☎\u{FE0F}"),
            ("\u{200E}", ""),
        ] {
            assert_eq!(plain_words(text), expected);
        }
        let heading = "## »Ja« zum *Muster*[^1] mit [open\u{A0}data]{lang=en} `x`\n\n[^1]: Note.";
        let (text, _) = body::parse(heading);
        let [content] = body::own_inlines(&text.blocks[0])[..] else { panic!("a heading") };
        assert_eq!(plain_form(content), "»Ja« zum Muster mit open data `x`");
    }
}
