//! What is wrong with a cluster: a character, or several that are set as one.

use std::ops::Range;

use unicode_script::{Script, UnicodeScript};
use unicode_segmentation::UnicodeSegmentation;

use crate::diagnostic::{Diagnostic, codes};
use crate::rules::reason::Reason;
use crate::rules::refused::{invisible, refusal};

/// Characters of a word that a message shows.
const SHOWN: usize = 60;
/// Places of characters of a word that are named in one text.
const MAX_PLACES: usize = 50;

/// Says whether one font has glyphs for all of these characters.
pub(in crate::rules) type Covers<'a> = &'a dyn Fn(&str) -> bool;

/// A character, or several that are set as one, that cannot be set.
pub(super) struct BadCharacter<'t> {
    /// Where it is in the text.
    pub range: Range<usize>,
    /// The characters that are meant.
    pub text: &'t str,
    pub diagnostic: Diagnostic,
    /// Whether it is refused with any font.
    pub is_refused: bool,
    /// Whether it is named together with the word in which it stands.
    is_in_word: bool,
    /// The script that no font has, which is reported once.
    pub script: Option<Script>,
}

impl BadCharacter<'_> {
    /// The same where it stands. The letters of an address or the name of a file are not for
    /// looks: a ligature is wrong there only where no font has it.
    pub(super) fn in_its_place(
        self,
        covers: Covers<'_>,
        is_in_target: impl FnOnce() -> bool,
    ) -> Option<Self> {
        let character = self.text.chars().next();
        let Some(character) = character.filter(|c| ligature(*c).is_some() && is_in_target()) else {
            return Some(self);
        };
        if covers(self.text) {
            return None;
        }
        let diagnostic = without_glyph(character, None);
        Some(Self { diagnostic, is_refused: false, is_in_word: false, ..self })
    }
}

/// The frame of a keycap: 1️⃣.
const KEYCAP: char = '\u{20E3}';
/// What flags of regions begin with.
const BLACK_FLAG: char = '\u{1F3F4}';

/// The bad characters of a text: those that are named by their word at each place, the others at
/// their first.
pub(super) fn bad_characters<'t>(text: &'t str, covers: Covers<'_>) -> Vec<BadCharacter<'t>> {
    let mut found = Vec::new();
    if text.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic()) {
        return found;
    }
    let mut seen = std::collections::HashSet::new();
    let mut places = 0;
    for (at, cluster) in clusters(text) {
        if !cluster.is_ascii() || cluster.contains(|c: char| c.is_ascii_control()) {
            for mut bad in in_cluster(at, cluster, covers) {
                // What cannot be seen, or not be told from its letters, is named by its word.
                let word = if bad.is_in_word { word_around(text, &bad.range) } else { "" };
                let is_new = if bad.is_in_word {
                    places += 1;
                    places <= MAX_PLACES
                } else {
                    seen.insert(bad.text)
                };
                if is_new {
                    bad.diagnostic = in_word(bad.diagnostic, word);
                    found.push(bad);
                }
            }
        }
    }
    found
}

/// The word in which a character stands.
fn word_around<'t>(text: &'t str, place: &Range<usize>) -> &'t str {
    let before = text.get(..place.start).unwrap_or_default();
    let behind = text.get(place.end..).unwrap_or_default();
    let start = before
        .rfind(is_word_end)
        .map_or(0, |at| at + before[at..].chars().next().map_or(0, char::len_utf8));
    let end = behind.find(is_word_end).map_or(text.len(), |at| place.end + at);
    // An address has its scheme before the colon.
    let is_address = text.get(start..).is_some_and(|word| word.starts_with("//"));
    let scheme = before.get(..start).and_then(|before| before.strip_suffix(':'));
    let start = match scheme.filter(|_| is_address) {
        Some(scheme) => scheme.trim_end_matches(|c: char| c.is_ascii_alphanumeric()).len(),
        None => start,
    };
    text.get(start..end).unwrap_or_default()
}

fn is_word_end(character: char) -> bool {
    character.is_whitespace() || "\"'`*_()[]{}<>|,;:!?„“”»«".contains(character)
}

/// Names the word as it should be written.
fn in_word(diagnostic: Diagnostic, word: &str) -> Diagnostic {
    let meant: String = word.chars().filter(|c| invisible(*c).is_none()).collect();
    let meant = meant.chars().map(|c| ligature(c).map_or(c.to_string(), str::to_owned));
    let meant: String = meant.collect();
    if meant.is_empty() || meant.chars().nth(SHOWN).is_some() {
        return diagnostic;
    }
    diagnostic.with("suggestion", meant.as_str()).hint(format!("write `{meant}`"))
}

/// The clusters of a text that are not plain, each with its first byte.
fn clusters(text: &str) -> Box<dyn Iterator<Item = (usize, &str)> + '_> {
    if !text.chars().all(stands_alone) {
        return Box::new(text.grapheme_indices(true));
    }
    // Nearly every text: looking for the clusters of each costs more than all other rules.
    let characters = text.char_indices().filter(|(_, character)| !is_plain(*character));
    Box::new(characters.map(|(at, character)| (at, &text[at..at + character.len_utf8()])))
}

/// Whether a character needs no look: a space or a visible one of ASCII.
fn is_plain(character: char) -> bool {
    character == ' ' || character.is_ascii_graphic()
}

/// Whether a character is a cluster of its own beside any other of its kind (UAX #29: it
/// neither extends another nor is extended by one of them). Only the common ones are known:
/// Latin letters without combining marks, and general punctuation.
fn stands_alone(character: char) -> bool {
    matches!(character, '\n' | ' '..='~' | '\u{A0}'..='\u{AC}' | '\u{AE}'..='\u{2FF}')
        || matches!(character, '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205E}' | '€')
}

fn in_cluster<'t>(at: usize, cluster: &'t str, covers: Covers<'_>) -> Vec<BadCharacter<'t>> {
    let mut found = Vec::new();
    let is_keycap = cluster.contains(KEYCAP);
    for (start, character) in cluster.char_indices() {
        let end = start + character.len_utf8();
        let text = cluster.get(start..end).unwrap_or(cluster);
        let is_tag = is_tag(character) && !cluster.starts_with(BLACK_FLAG);
        let tag = Reason::new("tag", "an invisible tag");
        let why = if is_tag { Some(tag) } else { refusal(character) };
        let hidden = invisible(character).filter(|_| !is_part_of(cluster, start, character));
        let is_in_word = hidden.is_some() || ligature(character).is_some();
        let (diagnostic, is_refused, script) = if character == '\u{FFFD}' {
            (lost(), true, None)
        } else if let Some(why) = why {
            (refused(character, why), true, None)
        } else if let Some(letters) = ligature(character) {
            (joined_letters(character, letters), true, None)
        } else if let Some(name) = hidden {
            (refused(character, Reason::new("invisible", name)).replaced_by(""), true, None)
        } else if !is_keycap && !is_blank(character) && !covers(text) {
            let script = Some(character.script()).filter(|script| is_named(*script));
            (without_glyph(character, script), false, script)
        } else {
            continue;
        };
        let range = at + start..at + end;
        found.push(BadCharacter { range, text, diagnostic, is_refused, is_in_word, script });
    }
    let shown: String = cluster.chars().filter(|character| !is_blank(*character)).collect();
    if found.is_empty() && shown.chars().nth(1).is_some() && !covers(&shown) {
        let diagnostic = not_as_one(cluster, is_keycap);
        let (range, script) = (at..at + cluster.len(), None);
        found.push(BadCharacter {
            range,
            text: cluster,
            diagnostic,
            is_refused: false,
            is_in_word: false,
            script,
        });
    }
    found
}

/// Whether an invisible character belongs to its cluster: it joins an emoji or the letters of a
/// script that is written so, or chooses the form of a sign.
fn is_part_of(cluster: &str, at: usize, character: char) -> bool {
    let Some(base) = cluster.chars().next().filter(|_| at > 0) else { return false };
    let is_western = matches!(
        base.script(),
        Script::Latin | Script::Greek | Script::Cyrillic | Script::Common | Script::Inherited
    );
    let is_sign = !base.is_alphanumeric() && !base.is_whitespace() && !base.is_ascii_punctuation();
    match character {
        '\u{200C}' => !is_western,
        '\u{200D}' => {
            let goes_on = cluster.get(at + character.len_utf8()..).is_some_and(|c| !c.is_empty());
            !is_western || is_sign && goes_on
        }
        '\u{FE0E}' | '\u{FE0F}' => is_sign || cluster.contains(KEYCAP),
        '\u{FE00}'..='\u{FE0D}' | '\u{E0100}'..='\u{E01EF}' => !is_western,
        _ => false,
    }
}

/// The letters of a character that is a ligature.
fn ligature(character: char) -> Option<&'static str> {
    const LIGATURES: [&str; 7] = ["ff", "fi", "fl", "ffi", "ffl", "ſt", "st"];
    let place = u32::from(character).checked_sub(0xFB00)?;
    LIGATURES.get(usize::try_from(place).ok()?).copied()
}

/// The error of a ligature that was typed; the font sets its own.
fn joined_letters(character: char, letters: &str) -> Diagnostic {
    let code = u32::from(character);
    let message = message!(
        "`{character}` (U+{code:04X}) is a ligature, which nobody finds who looks for `{letters}`",
        character,
        code,
        letters
    );
    Diagnostic::new(codes::LIGATURE_CHARACTER, message).replaced_by(letters)
}

/// The error of a soft hyphen within an address.
pub(in crate::rules) fn soft_hyphen_refused() -> Diagnostic {
    refused('\u{AD}', Reason::new("invisible", "a soft hyphen in an address or a number"))
        .replaced_by("")
}

/// Spaces, line ends and characters without a shape need no glyph.
fn is_blank(character: char) -> bool {
    character.is_whitespace() || is_shapeless(character)
}

/// Characters that only steer line breaking or the choice of a glyph.
pub(in crate::rules) fn is_shapeless(character: char) -> bool {
    matches!(character, '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FE0E}' | '\u{FE0F}')
        || is_tag(character)
}

/// Invisible letters that name the region of a flag, and have no other use.
fn is_tag(character: char) -> bool {
    matches!(character, '\u{E0020}'..='\u{E007F}')
}

/// Whether a script can be named; punctuation and symbols are in none.
fn is_named(script: Script) -> bool {
    !matches!(script, Script::Common | Script::Inherited | Script::Unknown)
}

fn refused(character: char, why: Reason) -> Diagnostic {
    let code = u32::from(character);
    let diagnostic = Diagnostic::new(
        codes::CHARACTER_REFUSED,
        message!("U+{code:04X} cannot be set: {reason}", code, reason = why),
    );
    match character {
        '\u{F0B7}' | '\u{F0A7}' => diagnostic.hint("Word's bullet: begin the line with `- `"),
        '\u{FEFF}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => {
            diagnostic.hint("delete it; it may be invisible in your editor").replaced_by("")
        }
        _ => diagnostic.hint("delete it; it may be invisible in your editor"),
    }
}

/// The error of the sign that stands for a character that was lost.
fn lost() -> Diagnostic {
    let message = "U+FFFD stands for a character that was lost when the text was converted";
    Diagnostic::new(codes::ENCODING_DAMAGED, message)
        .with("reason", "character-lost")
        .hint("write the character anew, or copy the text once more from where it is sound")
}

fn without_glyph(character: char, script: Option<Script>) -> Diagnostic {
    let code = u32::from(character);
    let Some(script) = script else {
        let message =
            message!("no font has a glyph for `{character}` (U+{code:04X})", character, code);
        return Diagnostic::new(codes::CHARACTER_WITHOUT_GLYPH, message).hint(
            "replace it, or add a font that has it: --font-dir, or `font_dir` in the letterhead",
        );
    };
    let name = script.full_name().replace('_', " ");
    let message = message!(
        "no font has glyphs for the script {name}, as in `{character}` (U+{code:04X})",
        name,
        character,
        code
    );
    Diagnostic::new(codes::CHARACTER_WITHOUT_GLYPH, message)
        .hint(format!(
            "add a folder of fonts that has it, such as {}: --font-dir, or `font_dir` in the letterhead",
            example_font(script, &name)
        ))
        .hint("or write it in Latin letters")
}

/// A free font that has a script.
fn example_font(script: Script, name: &str) -> String {
    match script {
        Script::Han | Script::Bopomofo => "Noto Sans SC".to_owned(),
        Script::Hiragana | Script::Katakana => "Noto Sans JP".to_owned(),
        Script::Hangul => "Noto Sans KR".to_owned(),
        Script::Latin | Script::Greek | Script::Cyrillic => "Noto Sans".to_owned(),
        _ => format!("Noto Sans {name}"),
    }
}

/// The error of characters that have glyphs, but in unlike fonts.
fn not_as_one(cluster: &str, is_keycap: bool) -> Diagnostic {
    let message = message!("no font has one glyph for `{character}`", character = cluster);
    let error = Diagnostic::new(codes::CHARACTER_WITHOUT_GLYPH, message);
    let plain = cluster.chars().next().unwrap_or_default();
    if is_keycap {
        error.hint("write the figure alone, or a numbered list")
    } else {
        error.hint(format!("write a plain `{plain}`"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_that_stand_alone_are_clusters_of_their_own() {
        let alone: Vec<char> = ('\0'..='\u{2FFF}').filter(|c| stands_alone(*c)).collect();
        assert!(alone.contains(&'ß') && !alone.contains(&'\u{301}') && !alone.contains(&'\r'));
        for pair in alone.windows(2) {
            for text in [format!("{}{}", pair[0], pair[1]), format!("a{0}{0}\n{0}", pair[0])] {
                assert_eq!(text.graphemes(true).count(), text.chars().count(), "{text:?}");
            }
        }
    }
}
