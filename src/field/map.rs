//! Where every value of a release stands in its file.

use std::collections::BTreeMap;
use std::ops::Range;

use super::yaml;
use crate::diagnostic::{Diagnostic, Finding, Label};
use crate::source::{Format, Source};

/// Field paths (`contacts[0].email`) and where their values stand, so that a
/// rule can mark the author's own text.
#[derive(Debug, Clone)]
pub struct FieldMap {
    /// None for a release that was built from values.
    source: Option<Source>,
    origins: BTreeMap<String, FieldOrigin>,
}

/// Where a value stands.
#[derive(Debug, Clone)]
pub(crate) struct FieldOrigin {
    /// The value as written, quotes included.
    pub range: Range<usize>,
    /// Its text, if it is one; named after the field.
    pub text: Option<Source>,
    /// Where the text begins in the source, if the source holds it byte for byte.
    pub verbatim: Option<usize>,
    /// The file, where it is another than that of the map.
    pub file: Option<Source>,
}

impl FieldMap {
    pub(crate) fn new(source: Source) -> Self {
        Self { source: Some(source), origins: BTreeMap::new() }
    }

    /// No fields yet, of a release that is built from values: texts without places.
    pub(crate) fn without_source() -> Self {
        Self { source: None, origins: BTreeMap::new() }
    }

    pub(crate) fn insert(&mut self, path: &str, origin: FieldOrigin) {
        self.origins.insert(path.to_owned(), origin);
    }

    /// Notes that a field has a value which stands in no file, with its text if it is one.
    pub(crate) fn insert_value(&mut self, path: &str, text: Option<String>) {
        let text = text.map(|text| Source::from_text(path, Format::Markdown, text));
        self.insert(path, FieldOrigin { range: 0..0, text, verbatim: None, file: None });
    }

    /// Lays the fields of another file, or of a part of this one, over these: its values win.
    pub(crate) fn overlay(&mut self, other: &Self, path_in_other: &str) {
        for (path, origin) in &other.origins {
            let Some(path) = within(path, path_in_other) else { continue };
            let file = origin.file.clone().or_else(|| other.source.clone());
            self.origins.insert(path.to_owned(), FieldOrigin { file, ..origin.clone() });
        }
    }

    /// Forgets a field, and everything in it.
    pub(crate) fn forget(&mut self, path: &str) {
        self.origins.retain(|other, _| other != path && within(other, path).is_none());
    }

    /// Puts the value at `from` in the place of the whole field `path`, within which it lies.
    pub(crate) fn choose(&mut self, path: &str, from: &str) {
        let mut chosen = BTreeMap::new();
        self.origins.retain(|other, origin| {
            let is_chosen = other.strip_prefix(from).is_some_and(is_below);
            if is_chosen {
                chosen.insert(format!("{path}{}", &other[from.len()..]), origin.clone());
            }
            !is_chosen && !other.strip_prefix(path).is_some_and(is_below)
        });
        self.origins.extend(chosen);
    }

    /// The file, if there is one.
    pub fn source(&self) -> Option<&Source> {
        self.source.as_ref()
    }

    /// Whether the author wrote that field.
    pub fn has(&self, path: &str) -> bool {
        self.origins.contains_key(path)
    }

    /// Where a value stands in the file, quotes included; none for what stands in another file.
    pub(crate) fn range(&self, path: &str) -> Option<Range<usize>> {
        let (_, origin) = self.origin(path)?;
        origin.file.is_none().then(|| origin.range.clone())
    }

    /// The text of a field.
    pub fn text(&self, path: &str) -> Option<&str> {
        Some(self.origins.get(path)?.text.as_ref()?.text())
    }

    /// Whether the text of a field stands on the sheet. Others live in metadata only,
    /// where anything may stand that a file can carry; an address is shown where it
    /// has no label or caption.
    pub(crate) fn is_set(&self, path: &str) -> bool {
        const UNSET: &[&str] =
            &["id", "keywords", "alt", "file", "later_file", "letterhead", "hyphenation"];
        let (parent, name) = path.rsplit_once('.').unwrap_or(("", path));
        let name = name.split('[').next().unwrap_or(name);
        let has = |name: &str| self.has(&format!("{parent}.{name}"));
        match name {
            "url" => {
                (parent.starts_with("links") || parent.starts_with("media"))
                    && !["label", "caption", "alt", "file"].into_iter().any(has)
            }
            name => !UNSET.contains(&name),
        }
    }

    /// All texts with their paths, in the order of the file.
    pub fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        let mut texts: Vec<_> = self
            .origins
            .iter()
            .filter_map(|(path, origin)| {
                Some((origin.range.start, path, origin.text.as_ref()?.text()))
            })
            .collect();
        texts.sort_by_key(|&(start, ..)| start);
        texts.into_iter().map(|(_, path, text)| (path.as_str(), text))
    }

    /// Marks the first line, for what is missing as a whole.
    pub fn mark_first_line(&self, diagnostic: Diagnostic) -> Diagnostic {
        match &self.source {
            Some(source) => diagnostic.at(source, source.line_range(1).unwrap_or(0..0), ""),
            None => diagnostic,
        }
    }

    /// Marks a whole value.
    pub fn mark(&self, path: &str, diagnostic: Diagnostic) -> Diagnostic {
        let diagnostic = diagnostic.in_field(path);
        match self.origin(path) {
            Some((source, origin)) => {
                diagnostic.at(source, first_line_of(source, origin.range.clone()), "")
            }
            _ => diagnostic,
        }
    }

    /// Where a value stands, with its file.
    pub(super) fn origin(&self, path: &str) -> Option<(&Source, &FieldOrigin)> {
        let origin = self.origins.get(path)?;
        Some((origin.file.as_ref().or(self.source.as_ref())?, origin))
    }

    /// Marks a whole value, and offers a text in its place.
    pub(crate) fn mark_replaced(
        &self,
        path: &str,
        diagnostic: Diagnostic,
        text: &str,
    ) -> Diagnostic {
        let diagnostic = self.mark(path, diagnostic);
        let Some((source, origin)) = self.origin(path) else {
            return diagnostic;
        };
        let raw = source.text().get(origin.range.clone()).unwrap_or_default();
        match &origin.text {
            _ if source.format() == Format::Markdown && origin.verbatim.is_some() => {
                diagnostic.fix(source, origin.range.clone(), yaml::scalar(text, raw))
            }
            Some(value) => {
                let range = 0..value.text().len();
                let mut diagnostic = diagnostic.fix(value, range.clone(), text);
                diagnostic.inside = Some(Label::new(value, range, ""));
                diagnostic
            }
            None => diagnostic,
        }
    }

    /// Marks a piece of a field's text. In Markdown that is the very characters;
    /// in the other forms, where the text may be escaped or folded, the value,
    /// and the place inside its text.
    pub fn place(&self, path: &str, finding: Finding) -> Diagnostic {
        let Finding { diagnostic, range, label } = finding;
        let diagnostic = diagnostic.in_field(path);
        let Some((source, origin)) = self.origin(path) else {
            return diagnostic;
        };
        if let (Format::Markdown, Some(start)) = (source.format(), origin.verbatim) {
            let range = start + range.start..start + range.end;
            let shown = first_line_of(source, range.clone());
            return diagnostic.replacing(source, range).at(source, shown, label);
        }
        let value = first_line_of(source, origin.range.clone());
        let mut diagnostic = diagnostic.at(source, value, label);
        if let Some(text) = &origin.text {
            diagnostic = diagnostic.replacing(text, range.clone());
            diagnostic.inside = Some(Label::new(text, range, ""));
        }
        diagnostic
    }
}

/// Whether this is what follows the path of a field in its own path or in that of a part of it.
fn is_below(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with(['.', '['])
}

/// The path of a field within a group; the path itself where the group is the outermost.
fn within<'a>(path: &'a str, group: &str) -> Option<&'a str> {
    if group.is_empty() {
        return Some(path);
    }
    let rest = path.strip_prefix(group)?;
    rest.strip_prefix('.').or_else(|| rest.starts_with('[').then_some(rest))
}

/// A mark over many lines shows none of them: it ends with its first.
fn first_line_of(source: &Source, range: Range<usize>) -> Range<usize> {
    let piece = source.text().get(range.clone()).unwrap_or_default();
    let end = piece.find(['\n', '\r']).map_or(range.end, |at| range.start + at);
    // A mark that begins at a line end would show nothing: keep that one place.
    range.start..end.max(range.start)
}
