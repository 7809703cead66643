//! Characters that stand in no text, whatever the font.

use super::reason::Reason;

/// Whether a character is refused, or stands in no address.
pub(super) fn is_refused(character: char) -> bool {
    refusal(character).is_some() || invisible(character).is_some()
}

/// A character that cannot be seen and changes what is searched for and copied, in words.
pub(super) fn invisible(character: char) -> Option<&'static str> {
    Some(match character {
        '\u{200B}' => "a zero-width space",
        '\u{200C}' => "a zero-width non-joiner",
        '\u{200D}' => "a zero-width joiner",
        '\u{2060}' => "a word joiner",
        '\u{200E}' => "a left-to-right mark",
        '\u{200F}' => "a right-to-left mark",
        '\u{61C}' => "an Arabic letter mark",
        '\u{34F}' => "a combining grapheme joiner",
        '\u{180E}' => "a Mongolian vowel separator",
        '\u{2061}'..='\u{2064}' => "an invisible operator",
        '\u{206A}'..='\u{206F}' => "a formatting character that is out of use",
        '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FFA0}' => "an empty Hangul letter",
        '\u{FFF9}'..='\u{FFFB}' => "the mark of an annotation",
        '\u{FFFC}' => "the place of an object that was not copied",
        '\u{2800}' => "an empty Braille cell",
        '\u{1D173}'..='\u{1D17A}' => "a formatting character of music",
        '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}' => "the choice of another form",
        _ => return None,
    })
}

/// Why the exporter or a reader of the file would stumble over a character.
pub(super) fn refusal(character: char) -> Option<Reason> {
    let (token, words) = match character {
        '\n' | '\r' | '\t' => return None,
        '\u{FEFF}' => ("byte-order-mark", "a byte-order mark inside the text"),
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => {
            ("turns-direction", "it turns the direction of the text behind it round")
        }
        '\u{2028}' | '\u{2029}' => ("separator", "a line or paragraph separator"),
        '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}' => {
            ("private-use", "a private-use character: it means something in one font only")
        }
        '\u{FDD0}'..='\u{FDEF}' => ("not-a-character", "not a character"),
        c if c.is_control() => ("control-character", "a control character"),
        c if u32::from(c) & 0xFFFE == 0xFFFE => ("not-a-character", "not a character"),
        _ => return None,
    };
    Some(Reason::new(token, words))
}
