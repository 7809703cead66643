//! Characters that cannot be set or that the exporter refuses.

mod clusters;

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

use unicode_script::Script;

use self::clusters::{BadCharacter, bad_characters};
pub(super) use self::clusters::{Covers, is_shapeless};
use super::texts::running_text;
use crate::body::{self, Body, Inline, InlineKind};
use crate::diagnostic::{Diagnostic, Finding};
use crate::letterhead::Letterhead;
use crate::read::FieldMap;
use crate::release::Release;

/// `character-refused` and `character-without-glyph` in a release.
pub(super) fn in_release(
    release: &Release,
    fields: &FieldMap,
    covers: Covers<'_>,
) -> Vec<Diagnostic> {
    judge(&release.body, &running_text(release), fields, covers)
}

/// `character-refused` and `character-without-glyph` in a letterhead.
pub(super) fn in_letterhead(
    letterhead: &Letterhead,
    fields: &FieldMap,
    covers: Covers<'_>,
) -> Vec<Diagnostic> {
    let boilerplate = letterhead.boilerplate.as_deref().unwrap_or_default();
    judge(&Body::default(), &[("boilerplate".to_owned(), boilerplate)], fields, covers)
}

/// An error, and the script that no font has.
type CharacterFinding = (Option<Script>, Diagnostic);

fn judge(
    body: &Body,
    texts: &[(String, &[Inline])],
    fields: &FieldMap,
    covers: Covers<'_>,
) -> Vec<Diagnostic> {
    let mut found = in_fields(fields, covers);
    found.extend(in_running_text(body, texts, fields, covers));
    found.sort_by_key(|(_, diagnostic)| diagnostic.place());
    // A text in a script that no font has would be reported letter by letter.
    let mut scripts = HashSet::new();
    found.retain(|(script, _)| script.is_none_or(|script| scripts.insert(script)));
    found.into_iter().map(|(_, diagnostic)| diagnostic).collect()
}

/// What is refused everywhere, and what has no glyph in plain fields.
fn in_fields(fields: &FieldMap, covers: Covers<'_>) -> Vec<CharacterFinding> {
    let mut found = Vec::new();
    for (path, text) in fields.texts() {
        let name = path.rsplit('.').next().unwrap_or(path);
        let name = name.split('[').next().unwrap_or(name);
        let is_running = matches!(name, "body" | "lead" | "notices" | "boilerplate");
        let is_set = fields.is_set(path) && !is_running;
        for BadCharacter { range, diagnostic, is_refused, script, .. } in
            bad_characters(text, covers)
        {
            if is_refused || is_set {
                let finding = Finding { diagnostic, range, label: String::new() };
                found.push((script, fields.place(path, finding)));
            }
        }
    }
    found
}

/// What has no glyph in running text. What stands only in a link's target is not
/// set; what came from an entity such as `&#x1F98A;` is.
fn in_running_text(
    body: &Body,
    texts: &[(String, &[Inline])],
    fields: &FieldMap,
    covers: Covers<'_>,
) -> Vec<CharacterFinding> {
    let mut search = RunningTextSearch {
        fields,
        covers,
        typed: fields.texts().collect(),
        seen: HashSet::new(),
        found: Vec::new(),
    };
    body.each_inline(&mut |inline| search.inline("body", inline));
    for (path, inlines) in texts {
        body::each_inline(inlines, &mut |inline| search.inline(path, inline));
    }
    for (picture, span) in body.pictures() {
        search.text("body", picture.caption.as_deref().unwrap_or_default(), &span.0);
    }
    search.found
}

/// The characters of running text that are looked through, field by field.
struct RunningTextSearch<'a> {
    fields: &'a FieldMap,
    covers: Covers<'a>,
    /// The texts of the fields as they were typed, by path.
    typed: BTreeMap<&'a str, &'a str>,
    /// The characters that were reported, with their fields.
    seen: HashSet<(String, String)>,
    found: Vec<CharacterFinding>,
}

impl RunningTextSearch<'_> {
    fn inline(&mut self, path: &str, inline: &Inline) {
        if let InlineKind::Text(text) | InlineKind::Code(text) = &inline.kind {
            self.text(path, text, &inline.span.0);
        }
    }

    /// Looks through a text that came from the bytes `span` of a field.
    fn text(&mut self, path: &str, text: &str, span: &Range<usize>) {
        let typed = self.typed.get(path).and_then(|typed| typed.get(span.clone()));
        let typed = typed.unwrap_or_default();
        for bad in bad_characters(text, self.covers) {
            let place = typed.find(bad.text);
            // Typed as such it was found in the field already.
            if bad.is_refused && place.is_some()
                || !self.seen.insert((path.to_owned(), bad.text.to_owned()))
            {
                continue;
            }
            let range = match place {
                Some(at) => span.start + at..span.start + at + bad.text.len(),
                None => span.clone(),
            };
            let finding = Finding { diagnostic: bad.diagnostic, range, label: String::new() };
            self.found.push((bad.script, self.fields.place(path, finding)));
        }
    }
}
