//! Captions of pictures in the body: `![alt](file "caption")`.

use std::ops::Range;

use pulldown_cmark::LinkType;

use super::nodes::TextKind;
use super::tree::Builder;
use super::{definitions, inline};
use crate::body::{Inline, InlineKind, Span, StyledLine};

impl Builder<'_> {
    /// The caption of a picture, whose title is `title` once its escapes and entities are
    /// resolved.
    pub fn caption(
        &mut self,
        title: &str,
        link_type: LinkType,
        picture: &Range<usize>,
    ) -> Option<StyledLine> {
        if title.trim().is_empty() {
            return None;
        }
        // As it was typed: an escaped mark is a character. Over several lines the marks of a quote
        // or an item stand within.
        let whole = self.text;
        let typed = definitions::title_of_picture(whole, picture.clone())
            .filter(|_| link_type == LinkType::Inline)
            .and_then(|range| Some((range.start, whole.get(range)?)))
            .filter(|(_, typed)| !typed.contains(['\n', '\r']));
        let (start, text) = typed.map_or((None, title), |(start, text)| (Some(start), text));
        let (mut inlines, findings) = inline::inlines(text, &self.limits, TextKind::Caption);
        place(&mut inlines, start, picture);
        for finding in findings {
            let range = moved(&finding.range, start, picture);
            self.findings.add_labelled(finding.diagnostic, range, &finding.label);
        }
        (!inlines.is_empty()).then(|| StyledLine::of(inlines))
    }
}

/// Moves inlines to where they stand in the body.
fn place(inlines: &mut [Inline], start: Option<usize>, picture: &Range<usize>) {
    for inline in inlines {
        inline.span = Span(moved(&inline.span.0, start, picture));
        if let InlineKind::Emphasis(content)
        | InlineKind::Strong(content)
        | InlineKind::Passage { content, .. } = &mut inline.kind
        {
            place(content, start, picture);
        }
    }
}

fn moved(range: &Range<usize>, start: Option<usize>, picture: &Range<usize>) -> Range<usize> {
    match start {
        Some(start) => start + range.start..start + range.end,
        None => picture.clone(),
    }
}
