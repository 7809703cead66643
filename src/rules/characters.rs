//! Characters that cannot be set or that the exporter refuses.

mod clusters;
mod targets;

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

use unicode_script::Script;

use self::clusters::{BadCharacter, bad_characters};
pub(super) use self::clusters::{Covers, is_shapeless, soft_hyphen_refused};
use self::targets::is_in_target;
use super::damage::{self, Damage};
use super::refused::is_refused;
use super::texts::running_text;
use crate::body::{self, Body, Inline, InlineKind, StyledLine};
use crate::diagnostic::{Diagnostic, Finding};
use crate::letterhead::Letterhead;
use crate::read::FieldMap;
use crate::release::Release;

/// Damaged texts, and characters that are refused or without a glyph in a release.
pub(super) fn in_release(
    release: &Release,
    fields: &FieldMap,
    covers: Covers<'_>,
) -> Vec<Diagnostic> {
    let damage = damage::in_release(release, fields);
    judge(&release.body, &running_text(release), damage, fields, covers)
}

/// The same in a letterhead.
pub(super) fn in_letterhead(
    letterhead: &Letterhead,
    fields: &FieldMap,
    covers: Covers<'_>,
) -> Vec<Diagnostic> {
    let boilerplate = letterhead.boilerplate.as_deref().unwrap_or_default();
    let texts = [("boilerplate".to_owned(), boilerplate)];
    judge(&Body::default(), &texts, damage::in_letterhead(letterhead, fields), fields, covers)
}

/// The wish for a break.
pub(super) const SOFT_HYPHEN: char = '\u{AD}';

/// A text without the characters that are refused or cannot be seen, so that what is wrong with
/// it besides can be told.
pub(super) fn visible(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    text.chars().filter(|c| *c != SOFT_HYPHEN && !is_refused(*c)).collect()
}

/// An error, and the script that no font has.
type CharacterFinding = (Option<Script>, Diagnostic);

fn judge(
    body: &Body,
    texts: &[(String, &[Inline])],
    damage: Vec<Damage>,
    fields: &FieldMap,
    covers: Covers<'_>,
) -> Vec<Diagnostic> {
    let mut found = in_fields(fields, &damage, covers);
    found.extend(in_running_text(body, texts, &damage, fields, covers));
    found.extend(damage.into_iter().map(|damage| (None, damage.diagnostic)));
    found.sort_by_key(|(_, diagnostic)| diagnostic.place());
    // A text in a script that no font has would be reported letter by letter.
    let mut scripts = HashSet::new();
    found.retain(|(script, _)| script.is_none_or(|script| scripts.insert(script)));
    found.into_iter().map(|(_, diagnostic)| diagnostic).collect()
}

/// What is refused everywhere, and what has no glyph in plain fields.
fn in_fields(fields: &FieldMap, damage: &[Damage], covers: Covers<'_>) -> Vec<CharacterFinding> {
    let mut found = Vec::new();
    for (path, text) in fields.texts() {
        let name = path.rsplit('.').next().unwrap_or(path);
        let name = name.split('[').next().unwrap_or(name);
        let is_running = matches!(name, "body" | "lead" | "notices" | "boilerplate");
        let is_set = fields.is_set(path) && !is_running;
        found.extend(soft_hyphen_in_address(path, name, text, fields));
        for bad in bad_characters(text, covers) {
            let at = bad.range.start;
            let bad = bad.in_its_place(covers, || is_in_target(name, is_running, text, at));
            let Some(BadCharacter { range, diagnostic, is_refused, script, .. }) = bad else {
                continue;
            };
            // What a damaged letter became is no character that somebody typed.
            let is_damaged = damage.iter().any(|damage| damage.holds(path, &range));
            if !is_damaged && (is_refused || is_set) {
                let finding = Finding { diagnostic, range, label: String::new() };
                found.push((script, fields.place(path, finding)));
            }
        }
    }
    found
}

/// A soft hyphen is the wish for a break, but in an address or a number it is copied with it.
fn soft_hyphen_in_address(
    path: &str,
    name: &str,
    text: &str,
    fields: &FieldMap,
) -> Option<CharacterFinding> {
    const ADDRESSES: &[&str] =
        &["url", "email", "phone", "mobile", "fax", "file", "website", "link", "from", "reply_to"];
    let at = text.find(SOFT_HYPHEN).filter(|_| ADDRESSES.contains(&name))?;
    let diagnostic = soft_hyphen_refused();
    let range = at..at + SOFT_HYPHEN.len_utf8();
    Some((None, fields.place(path, Finding { diagnostic, range, label: String::new() })))
}

/// What has no glyph in running text. What stands only in a link's target is not
/// set; what came from an entity such as `&#x1F98A;` is.
fn in_running_text(
    body: &Body,
    texts: &[(String, &[Inline])],
    damage: &[Damage],
    fields: &FieldMap,
    covers: Covers<'_>,
) -> Vec<CharacterFinding> {
    let mut search = RunningTextSearch {
        fields,
        damage,
        covers,
        typed: fields.texts().collect(),
        seen: HashSet::new(),
        found: Vec::new(),
    };
    body.each_inline(&mut |inline| search.inline("body", inline));
    for (path, inlines) in texts {
        body::each_inline(inlines, &mut |inline| search.inline(path, inline));
    }
    for (picture, _) in body.pictures() {
        let caption = picture.caption.as_ref().map_or(&[][..], StyledLine::inlines);
        body::each_inline(caption, &mut |inline| search.inline("body", inline));
    }
    search.found
}

/// The characters of running text that are looked through, field by field.
struct RunningTextSearch<'a> {
    fields: &'a FieldMap,
    damage: &'a [Damage],
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
        let whole = self.typed.get(path).copied().unwrap_or_default();
        let typed = whole.get(span.clone()).unwrap_or_default();
        for bad in bad_characters(text, self.covers) {
            let place = typed.find(bad.text);
            // An address that is shown as it is.
            let bad = bad.in_its_place(self.covers, || {
                place.is_some_and(|at| is_in_target("", true, whole, span.start + at))
            });
            let Some(bad) = bad else { continue };
            // The numbers of Windows-1252 were found already.
            let is_damaged = bad.text.contains(char::is_control)
                && self.damage.iter().any(|damage| {
                    damage.path == path
                        && damage.range.start < span.end
                        && span.start < damage.range.end
                });
            // Typed as such it was found in the field already.
            if is_damaged
                || bad.is_refused && place.is_some()
                || !self.seen.insert((path.to_owned(), bad.text.to_owned()))
            {
                continue;
            }
            let (range, diagnostic) = match place {
                Some(at) => (span.start + at..span.start + at + bad.text.len(), bad.diagnostic),
                None => (span.clone(), bad.diagnostic.without_replacement()),
            };
            let finding = Finding { diagnostic, range, label: String::new() };
            self.found.push((bad.script, self.fields.place(path, finding)));
        }
    }
}
