//! Characters that cannot be set or that the exporter refuses.

use super::addresses::running_text;
use crate::body::{self, Body, Inline, InlineKind};
use crate::diagnostic::{Diagnostic, Finding};
use crate::letterhead::Letterhead;
use crate::read::FieldMap;
use crate::release::Release;

/// `character-refused` everywhere, `character-without-glyph` in plain fields.
pub(super) fn in_fields(fields: &FieldMap, covers: &dyn Fn(char) -> bool) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (path, text) in fields.texts() {
        let name = path.rsplit('.').next().unwrap_or(path);
        let name = name.split('[').next().unwrap_or(name);
        let is_running = matches!(name, "body" | "lead" | "notices" | "boilerplate");
        let is_set = fields.is_set(path);
        each_once(text, |at, character| {
            let diagnostic = match refusal(character) {
                Some(why) => Some(refused(character, why)),
                None if is_set && !is_running && !covers_or_blank(covers, character) => {
                    Some(without_glyph(character))
                }
                None => None,
            };
            if let Some(diagnostic) = diagnostic {
                let range = at..at + character.len_utf8();
                found.push(fields.place(path, Finding { diagnostic, range, label: String::new() }));
            }
        });
    }
    found
}

/// `character-without-glyph` in the running text of a release.
pub(super) fn in_release(
    release: &Release,
    fields: &FieldMap,
    covers: &dyn Fn(char) -> bool,
) -> Vec<Diagnostic> {
    in_running_text(&release.body, &running_text(release), fields, covers)
}

/// `character-without-glyph` in the running text of a letterhead.
pub(super) fn in_letterhead(
    letterhead: &Letterhead,
    fields: &FieldMap,
    covers: &dyn Fn(char) -> bool,
) -> Vec<Diagnostic> {
    let boilerplate = letterhead.boilerplate.as_deref().unwrap_or_default();
    let texts = [("boilerplate".to_owned(), boilerplate)];
    in_running_text(&Body::default(), &texts, fields, covers)
}

/// What stands only in a link's target is not set; what came from an entity such
/// as `&#x1F98A;` is.
fn in_running_text(
    body: &Body,
    texts: &[(String, &[Inline])],
    fields: &FieldMap,
    covers: &dyn Fn(char) -> bool,
) -> Vec<Diagnostic> {
    let raw: std::collections::BTreeMap<_, _> = fields.texts().collect();
    let mut found = Vec::new();
    let mut seen = std::collections::HashSet::new();
    let mut judge = |path: &str, text: &str, inline: &std::ops::Range<usize>| {
        let source = raw.get(path).and_then(|raw| raw.get(inline.clone())).unwrap_or_default();
        each_once(text, |_, character| {
            let typed = source.find(character);
            let diagnostic = match refusal(character) {
                // Typed as such it was found in the field already.
                Some(_) if typed.is_some() => return,
                Some(why) => refused(character, why),
                None if covers_or_blank(covers, character) => return,
                None => without_glyph(character),
            };
            if !seen.insert((path.to_owned(), character)) {
                return;
            }
            let range = match typed {
                Some(at) => inline.start + at..inline.start + at + character.len_utf8(),
                None => inline.clone(),
            };
            found.push(fields.place(path, Finding { diagnostic, range, label: String::new() }));
        });
    };
    let mut visit = |path: &str, inline: &Inline| match &inline.kind {
        InlineKind::Text(text) | InlineKind::Code(text) => judge(path, text, &inline.span.0),
        _ => {}
    };
    body.each_inline(&mut |inline| visit("body", inline));
    for (path, inlines) in texts {
        body::each_inline(inlines, &mut |inline| visit(path, inline));
    }
    for (picture, span) in body.pictures() {
        judge("body", picture.caption.as_deref().unwrap_or_default(), &span.0);
    }
    found
}

/// Each character at its first place: a text in a script that no face has would
/// otherwise be reported letter by letter, a thousand times.
fn each_once(text: &str, mut visit: impl FnMut(usize, char)) {
    let mut seen = std::collections::HashSet::new();
    for (at, character) in text.char_indices() {
        if !character.is_ascii_graphic() && character != ' ' && seen.insert(character) {
            visit(at, character);
        }
    }
}

/// Spaces, line ends and signs without a shape need no glyph.
fn covers_or_blank(covers: &dyn Fn(char) -> bool, character: char) -> bool {
    character.is_whitespace() || is_shapeless(character) || covers(character)
}

/// Signs that only steer line breaking or the choice of a glyph.
pub(super) fn is_shapeless(character: char) -> bool {
    matches!(character, '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FE0E}' | '\u{FE0F}')
}

/// Why the exporter or a reader of the file would stumble over a character.
fn refusal(character: char) -> Option<&'static str> {
    match character {
        '\n' | '\r' | '\t' => None,
        '\u{FEFF}' => Some("a byte-order mark inside the text"),
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => {
            Some("it turns the direction of the text behind it round")
        }
        '\u{2028}' | '\u{2029}' => Some("a line or paragraph separator"),
        '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}' => {
            Some("a private-use character: it means something in one font only")
        }
        '\u{FDD0}'..='\u{FDEF}' => Some("not a character"),
        c if c.is_control() => Some("a control character"),
        c if u32::from(c) & 0xFFFE == 0xFFFE => Some("not a character"),
        _ => None,
    }
}

fn refused(character: char, why: &str) -> Diagnostic {
    let code = u32::from(character);
    let diagnostic =
        Diagnostic::error("character-refused", format!("U+{code:04X} cannot be set: {why}"));
    match character {
        '\u{F0B7}' | '\u{F0A7}' => diagnostic.hint("Word's bullet: begin the line with `- `"),
        _ => diagnostic.hint("delete it; it may be invisible in your editor"),
    }
}

fn without_glyph(character: char) -> Diagnostic {
    let code = u32::from(character);
    let message = format!("no font here has the character `{character}` (U+{code:04X})");
    Diagnostic::error("character-without-glyph", message)
        .hint("replace it, or add a font that has it: --font-dir, or `font_dir` in the letterhead")
}
