//! What is wrong with a sign: a character, or several that are set as one.

use std::ops::Range;

use unicode_script::{Script, UnicodeScript};
use unicode_segmentation::UnicodeSegmentation;

use crate::diagnostic::{Diagnostic, codes};
use crate::rules::reason::Reason;

/// Says whether one face has glyphs for all of these characters.
pub(in crate::rules) type Covers<'a> = &'a dyn Fn(&str) -> bool;

/// A sign that is at error.
pub(super) struct BadCharacter<'t> {
    /// Where it is in the text.
    pub range: Range<usize>,
    /// The characters that are meant.
    pub sign: &'t str,
    pub diagnostic: Diagnostic,
    /// Whether it is refused whatever faces there are.
    pub is_refused: bool,
    /// The script that no face has, which is reported once.
    pub script: Option<Script>,
}

/// The frame of a keycap: 1️⃣.
const KEYCAP: char = '\u{20E3}';
/// What flags of regions begin with.
const BLACK_FLAG: char = '\u{1F3F4}';

/// The faulty signs of a text, each at its first place.
pub(super) fn bad_characters<'t>(text: &'t str, covers: Covers<'_>) -> Vec<BadCharacter<'t>> {
    let mut found = Vec::new();
    if text.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic()) {
        return found;
    }
    let mut seen = std::collections::HashSet::new();
    for (at, cluster) in text.grapheme_indices(true) {
        if !cluster.is_ascii() || cluster.contains(|c: char| c.is_ascii_control()) {
            let errors = in_cluster(at, cluster, covers).into_iter();
            found.extend(errors.filter(|error| seen.insert(error.sign)));
        }
    }
    found
}

fn in_cluster<'t>(at: usize, cluster: &'t str, covers: Covers<'_>) -> Vec<BadCharacter<'t>> {
    let mut found = Vec::new();
    let mut part = |range: Range<usize>, diagnostic, is_refused, script| {
        let sign = cluster.get(range.clone()).unwrap_or(cluster);
        let range = at + range.start..at + range.end;
        found.push(BadCharacter { range, sign, diagnostic, is_refused, script });
    };
    let is_keycap = cluster.contains(KEYCAP);
    for (start, character) in cluster.char_indices() {
        let range = start..start + character.len_utf8();
        let is_tag = is_tag(character) && !cluster.starts_with(BLACK_FLAG);
        let tag = Reason::new("tag", "an invisible tag");
        let why = if is_tag { Some(tag) } else { refusal(character) };
        if let Some(why) = why {
            part(range, refused(character, why), true, None);
        } else if !is_keycap && !is_blank(character) && !covers(&cluster[range.clone()]) {
            let script = Some(character.script()).filter(|script| is_named(*script));
            part(range, without_glyph(character, script), false, script);
        }
    }
    let shown: String = cluster.chars().filter(|character| !is_blank(*character)).collect();
    if found.is_empty() && shown.chars().nth(1).is_some() && !covers(&shown) {
        let diagnostic = not_as_one(cluster, is_keycap);
        let (range, script) = (at..at + cluster.len(), None);
        found.push(BadCharacter { range, sign: cluster, diagnostic, is_refused: false, script });
    }
    found
}

/// Spaces, line ends and signs without a shape need no glyph.
fn is_blank(character: char) -> bool {
    character.is_whitespace() || is_shapeless(character)
}

/// Signs that only steer line breaking or the choice of a glyph.
pub(in crate::rules) fn is_shapeless(character: char) -> bool {
    matches!(character, '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FE0E}' | '\u{FE0F}')
        || is_tag(character)
}

/// Invisible letters that tell the flags of regions apart, and nothing else.
fn is_tag(character: char) -> bool {
    matches!(character, '\u{E0020}'..='\u{E007F}')
}

/// Whether a script can be named; punctuation and symbols are in none.
fn is_named(script: Script) -> bool {
    !matches!(script, Script::Common | Script::Inherited | Script::Unknown)
}

/// Why the exporter or a reader of the file would stumble over a character.
fn refusal(character: char) -> Option<Reason> {
    let reason = |token, words| Some(Reason::new(token, words));
    match character {
        '\n' | '\r' | '\t' => None,
        '\u{FEFF}' => reason("byte-order-mark", "a byte-order mark inside the text"),
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => {
            reason("turns-direction", "it turns the direction of the text behind it round")
        }
        '\u{2028}' | '\u{2029}' => reason("separator", "a line or paragraph separator"),
        '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}' => {
            reason("private-use", "a private-use character: it means something in one font only")
        }
        '\u{FDD0}'..='\u{FDEF}' => reason("not-a-character", "not a character"),
        c if c.is_control() => reason("control-character", "a control character"),
        c if u32::from(c) & 0xFFFE == 0xFFFE => reason("not-a-character", "not a character"),
        _ => None,
    }
}

fn refused(character: char, why: Reason) -> Diagnostic {
    let code = u32::from(character);
    let diagnostic = Diagnostic::new(
        codes::CHARACTER_REFUSED,
        message!("U+{code:04X} cannot be set: {reason}", code, reason = why),
    );
    match character {
        '\u{F0B7}' | '\u{F0A7}' => diagnostic.hint("Word's bullet: begin the line with `- `"),
        _ => diagnostic.hint("delete it; it may be invisible in your editor"),
    }
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
            example_face(script, &name)
        ))
        .hint("or write it in Latin letters")
}

/// A free face that has a script.
fn example_face(script: Script, name: &str) -> String {
    match script {
        Script::Han | Script::Bopomofo => "Noto Sans SC".to_owned(),
        Script::Hiragana | Script::Katakana => "Noto Sans JP".to_owned(),
        Script::Hangul => "Noto Sans KR".to_owned(),
        Script::Latin | Script::Greek | Script::Cyrillic => "Noto Sans".to_owned(),
        _ => format!("Noto Sans {name}"),
    }
}

/// The error of characters that have glyphs, but in unlike faces.
fn not_as_one(sign: &str, is_keycap: bool) -> Diagnostic {
    let message = message!("no font has one glyph for `{character}`", character = sign);
    let error = Diagnostic::new(codes::CHARACTER_WITHOUT_GLYPH, message);
    let plain = sign.chars().next().unwrap_or_default();
    if is_keycap {
        error.hint("write the figure alone, or a numbered list")
    } else {
        error.hint(format!("write a plain `{plain}`"))
    }
}
