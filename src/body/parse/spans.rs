//! Some words in another language: `[save the date]{lang=en}`.
//!
//! Whether a bracket begins a passage shows at its end only. So the events are
//! looked through once before the tree is built, where the text has `]{` at all.

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::attribute;
use super::fences::misplaced;
use super::findings::Findings;
use super::run::{TextRun, is_escaped};
use crate::body::LanguageTag;
use crate::diagnostic::Diagnostic;

/// A bracket that begins or ends a passage.
#[derive(Debug, Clone)]
pub(super) enum Bracket {
    Opens(LanguageTag),
    /// The braces behind it end here.
    Closes(usize),
    /// Not a bracket: braces that call the picture before them decorative, and end here.
    Decorates(usize),
}

/// The passages within running text.
#[derive(Debug, Default)]
pub(super) struct Spans {
    /// Each bracket by its place.
    brackets: BTreeMap<usize, Bracket>,
    /// Braces that are reported already, by their place.
    reported: HashSet<usize>,
}

/// Whether a text may hold passages within running text, or pictures with braces.
pub(super) fn may_be_in(text: &str) -> bool {
    text.contains("]{") || text.contains("){")
}

impl Spans {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.brackets.is_empty()
    }

    /// The brackets that begin within a range, each with its place.
    pub fn within(&self, range: Range<usize>) -> Vec<(usize, Bracket)> {
        self.brackets.range(range).map(|(at, bracket)| (*at, bracket.clone())).collect()
    }

    /// Whether braces at this place call the picture before them decorative.
    pub fn is_decorative(&self, at: usize) -> bool {
        matches!(self.brackets.get(&at), Some(Bracket::Decorates(_)))
    }
}

/// Looks for passages in the events of a text.
pub(super) struct Scanner<'t> {
    text: &'t str,
    spans: Spans,
    /// Open brackets, for each emphasis and link around them.
    levels: Vec<Vec<usize>>,
    /// Open pictures and refused blocks, whose text is no running text.
    closed: usize,
    /// Where the last event ended, if that was a picture.
    behind_picture: Option<usize>,
}

impl<'t> Scanner<'t> {
    pub fn new(text: &'t str) -> Self {
        Self {
            text,
            spans: Spans::default(),
            levels: vec![Vec::new()],
            closed: 0,
            behind_picture: None,
        }
    }

    /// Takes the next event, `range` being its place in the text.
    pub fn event(&mut self, event: &Event<'_>, range: Range<usize>, findings: &mut Findings) {
        let behind_picture = self.behind_picture.take();
        match event {
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Link { .. }) => {
                self.levels.push(Vec::new());
            }
            Event::Start(Tag::Image { .. } | Tag::CodeBlock(_) | Tag::HtmlBlock) => {
                self.closed += 1;
            }
            Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link) => {
                self.levels.pop();
            }
            Event::End(TagEnd::Image | TagEnd::CodeBlock | TagEnd::HtmlBlock) => {
                self.closed = self.closed.saturating_sub(1);
                let is_picture = self.closed == 0 && *event == Event::End(TagEnd::Image);
                self.behind_picture = is_picture.then_some(range.end);
            }
            Event::Start(_) | Event::End(_) => self.levels = vec![Vec::new()],
            Event::Text(text) if self.closed == 0 && self.text.get(range.clone()) == Some(text) => {
                if behind_picture == Some(range.start) {
                    self.braces_of_picture(range.start, findings);
                }
                self.brackets(range, findings);
            }
            _ => {}
        }
    }

    fn braces_of_picture(&mut self, at: usize, findings: &mut Findings) {
        let rest = self.text.get(at..).unwrap_or_default();
        let Some((length, error)) = attribute::behind_picture(rest) else { return };
        let place = at..at + length;
        match error {
            None => drop(self.spans.brackets.insert(at, Bracket::Decorates(place.end))),
            Some(error) => {
                self.spans.reported.insert(at);
                findings.add(error, place);
            }
        }
    }

    fn brackets(&mut self, range: Range<usize>, findings: &mut Findings) {
        let typed = self.text.get(range.clone()).unwrap_or_default();
        for (offset, bracket) in typed.match_indices(['[', ']']) {
            let at = range.start + offset;
            let Some(level) = self.levels.last_mut() else { return };
            if is_escaped(self.text, at) {
                continue;
            }
            if bracket == "[" {
                level.push(at);
                continue;
            }
            let open = level.pop();
            let Some(braces) = attribute::read(self.text.get(at + 1..).unwrap_or_default()) else {
                continue;
            };
            let place = at + 1..at + 1 + braces.length;
            match (open, braces.language) {
                (Some(open), Ok(language)) => {
                    self.spans.brackets.insert(open, Bracket::Opens(language));
                    self.spans.brackets.insert(at, Bracket::Closes(place.end));
                }
                // Braces behind nothing are reported with the text around them.
                (None, _) => {}
                (Some(_), Err(error)) => {
                    self.spans.reported.insert(place.start);
                    findings.add(error, place);
                }
            }
        }
    }

    pub fn finish(self) -> Spans {
        self.spans
    }
}

/// Reports braces in running text that name a language of nothing.
pub(super) fn report_failed(text: &str, run: &TextRun, spans: &Spans, findings: &mut Findings) {
    for (start, brace) in run.text().match_indices('{') {
        let place = run.source(start..start + 1);
        let is_typed = text.get(place.clone()) == Some(brace) && !is_escaped(text, place.start);
        let rest = text.get(place.end..).unwrap_or_default();
        if !is_typed || spans.reported.contains(&place.start) || !attribute::names_language(rest) {
            continue;
        }
        let before = text.get(..place.start).unwrap_or_default().trim_end_matches([' ', '\t']);
        let error: Diagnostic =
            if before.ends_with(":::") { misplaced() } else { attribute::behind_nothing() };
        let length = rest.find(['}', '\n', '\r']).map_or(rest.len(), |end| end + 1);
        let marked = rest.get(..length).unwrap_or_default().trim_end();
        findings.add(error, place.start..place.end + marked.len());
    }
}
