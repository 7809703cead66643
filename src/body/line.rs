//! A line of text with emphasis and words in another language, and nothing else.

use serde::Serialize;

use super::{Inline, InlineKind, Span, check_nesting, each_inline, parse, plain_text};
use crate::diagnostic::{Diagnostic, Finding, codes};
use crate::limits::TextLimits;

/// A line of text with emphasis and words in another language, and nothing else: a headline, a
/// subheadline, a caption.
///
/// ```
/// use letterpress::body::StyledLine;
///
/// let (line, findings) = StyledLine::parse("Musterland *liest* [Open Data]{lang=en}");
/// assert!(findings.is_empty());
/// assert_eq!(line.plain_text(), "Musterland liest Open Data");
/// assert_eq!(StyledLine::from("2 * 3 und *4*").plain_text(), "2 * 3 und *4*");
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[serde(transparent)]
pub struct StyledLine(Vec<Inline>);

impl StyledLine {
    /// Reads a line of Markdown. Other markup than emphasis and words in another language is
    /// refused or, where a character may be meant, text as typed.
    pub fn parse(text: &str) -> (Self, Vec<Finding>) {
        let (inlines, findings) = parse::line(text, &TextLimits::default());
        (Self(inlines), findings)
    }

    /// A line of inlines that are of these kinds.
    pub(crate) fn of(inlines: Vec<Inline>) -> Self {
        Self(inlines)
    }

    /// What it consists of: text, emphasis, and passages in another language.
    pub fn inlines(&self) -> &[Inline] {
        &self.0
    }

    /// Its words without markup.
    pub fn plain_text(&self) -> String {
        plain_text(&self.0)
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Refuses a line that was built from values and holds what none can, or emphasis that is
    /// nested too deeply.
    pub(crate) fn check_bounds(&self) -> Result<(), Diagnostic> {
        check_nesting(&self.0)?;
        let mut is_line = true;
        each_inline(&self.0, &mut |inline| {
            is_line &= matches!(
                inline.kind,
                InlineKind::Text(_) | InlineKind::Emphasis(_) | InlineKind::Passage { .. }
            );
        });
        if is_line {
            return Ok(());
        }
        let message = "a headline, subheadline or caption holds more than emphasis and passages";
        Err(Diagnostic::new(codes::MARKUP_REFUSED, message))
    }
}

impl From<String> for StyledLine {
    /// The characters as they are: nothing in them is markup.
    fn from(text: String) -> Self {
        if text.is_empty() {
            return Self::default();
        }
        let span = Span(0..text.len());
        Self(vec![Inline { kind: InlineKind::Text(text), span }])
    }
}

impl From<&str> for StyledLine {
    /// The characters as they are: nothing in them is markup.
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}
