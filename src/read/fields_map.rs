//! Where every value of a release stands in its file.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::diagnostic::{Diagnostic, Finding, Inside};
use crate::source::{Format, Source};

/// Field paths (`contacts[0].email`) and where their values stand, so that a
/// rule can mark the author's own text.
#[derive(Debug, Clone)]
pub struct FieldMap {
    source: Source,
    origins: BTreeMap<String, Origin>,
}

/// Where a value stands.
#[derive(Debug, Clone)]
pub(crate) struct Origin {
    /// The value as written, quotes included.
    pub range: Range<usize>,
    /// Its text, if it is one.
    pub text: Option<String>,
    /// Where the text begins in the source, if the source holds it byte for byte.
    pub verbatim: Option<usize>,
    /// Running text, in which a place is named by line and column too.
    pub running: bool,
}

impl FieldMap {
    pub(crate) fn new(source: Source) -> Self {
        Self { source, origins: BTreeMap::new() }
    }

    pub(crate) fn insert(&mut self, path: &str, origin: Origin) {
        self.origins.insert(path.to_owned(), origin);
    }

    /// The file.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// Whether the author wrote that field.
    pub fn has(&self, path: &str) -> bool {
        self.origins.contains_key(path)
    }

    /// The text of a field.
    pub fn text(&self, path: &str) -> Option<&str> {
        self.origins.get(path)?.text.as_deref()
    }

    /// Whether the text of a field stands on the sheet. Others live in metadata only,
    /// where anything may stand that a file can carry; an address is shown where it
    /// has no label or caption.
    pub(crate) fn is_set(&self, path: &str) -> bool {
        const UNSET: &[&str] = &["id", "keywords", "alt", "file", "letterhead", "hyphenation"];
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
            .filter_map(|(path, origin)| Some((origin.range.start, path, origin.text.as_deref()?)))
            .collect();
        texts.sort_by_key(|&(start, ..)| start);
        texts.into_iter().map(|(_, path, text)| (path.as_str(), text))
    }

    /// Marks a whole value.
    pub fn mark(&self, path: &str, diagnostic: Diagnostic) -> Diagnostic {
        let diagnostic = diagnostic.in_field(path);
        match self.origins.get(path) {
            Some(origin) => self.mark_value(origin, diagnostic, ""),
            None => diagnostic,
        }
    }

    /// Marks a piece of a field's text. In Markdown that is the very characters;
    /// in the other forms, where the text may be escaped or folded, the value,
    /// and for running text the line and column inside it.
    pub fn place(&self, path: &str, finding: Finding) -> Diagnostic {
        let diagnostic = finding.diagnostic.in_field(path);
        let Some(origin) = self.origins.get(path) else {
            return diagnostic;
        };
        match (self.source.format(), origin.verbatim) {
            (Format::Markdown, Some(start)) => {
                let range = start + finding.range.start..start + finding.range.end;
                let range = self.first_line_of(range);
                diagnostic.at(&self.source, range, finding.label)
            }
            _ => {
                let mut diagnostic = self.mark_value(origin, diagnostic, &finding.label);
                if let Some(text) = origin.text.as_deref().filter(|_| origin.running) {
                    diagnostic.inside = Some(inside(text, finding.range));
                }
                diagnostic
            }
        }
    }

    fn mark_value(&self, origin: &Origin, diagnostic: Diagnostic, label: &str) -> Diagnostic {
        diagnostic.at(&self.source, self.first_line_of(origin.range.clone()), label)
    }

    /// A mark over many lines shows none of them: it ends with its first.
    fn first_line_of(&self, range: Range<usize>) -> Range<usize> {
        let text = self.source.text();
        let piece = text.get(range.clone()).unwrap_or_default();
        let end = piece.find(['\n', '\r']).map_or(range.end, |at| range.start + at);
        // A mark that begins at a line end would show nothing: keep that one place.
        range.start..end.max(range.start)
    }
}

/// The line of a text in which a range lies, and where in it.
fn inside(text: &str, range: Range<usize>) -> Inside {
    let source = Source::from_text("", Format::Markdown, text.to_owned());
    let position = source.position(range.start);
    let line = source.line_range(position.line).unwrap_or(0..0);
    let start = range.start.saturating_sub(line.start).min(line.len());
    let end = range.end.saturating_sub(line.start).clamp(start, line.len());
    Inside { position, line: text.get(line).unwrap_or_default().to_owned(), range: start..end }
}
