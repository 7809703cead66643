//! What letterpress has to say about a release: the one error currency.
//!
//! A [`Diagnostic`] names what is wrong, where in the author's own text, and
//! what to do about it. Every stage returns `Result<T, Vec<Diagnostic>>`; how a
//! diagnostic is shown is the terminal's affair.

use std::ops::Range;

use crate::source::{Position, Source};

/// How grave a diagnostic is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; nothing has to be done.
    Note,
    /// The release can be issued; somebody should look.
    Warning,
    /// The release cannot be issued.
    Error,
}

impl Severity {
    /// `note`, `warning` or `error`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A marked piece of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The text it lies in.
    pub source: Source,
    /// The marked bytes, on character boundaries of `source.text()`.
    pub range: Range<usize>,
    /// What stands beside the mark; may be empty.
    pub text: String,
}

/// One fault or warning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable kebab-case name, listed in `docs/diagnostics.md`.
    pub code: &'static str,
    /// Fault or warning.
    pub severity: Severity,
    /// What is wrong, in lower case and without a full stop.
    pub message: String,
    /// The field concerned, as a path such as `contacts[0].email`.
    pub field: Option<String>,
    /// The marked places; the first is the one to look at.
    pub labels: Vec<Label>,
    /// What to do.
    pub hints: Vec<String>,
    /// Place inside the text of a field (`body`, `lead`, …) whose value is
    /// written with escapes or folding, so that the mark covers all of it.
    pub inside: Option<Inside>,
}

/// A place inside the text of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inside {
    /// Line and column in the field's text, both counted from 1.
    pub position: Position,
    /// That line of the field's text, to be shown.
    pub line: String,
    /// The bytes of `line` that are meant.
    pub range: Range<usize>,
}

impl Diagnostic {
    /// A fault without a place yet.
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Error, message.into())
    }

    /// A warning without a place yet.
    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Warning, message.into())
    }

    /// Something worth knowing.
    pub fn note(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Note, message.into())
    }

    fn new(code: &'static str, severity: Severity, message: String) -> Self {
        Self {
            code,
            severity,
            message,
            field: None,
            labels: Vec::new(),
            hints: Vec::new(),
            inside: None,
        }
    }

    /// Names the field.
    #[must_use]
    pub fn in_field(mut self, path: impl Into<String>) -> Self {
        self.field = Some(path.into());
        self
    }

    /// Marks a place.
    #[must_use]
    pub fn at(mut self, source: &Source, range: Range<usize>, text: impl Into<String>) -> Self {
        let range = on_boundaries(source.text(), range);
        self.labels.push(Label { source: source.clone(), range, text: text.into() });
        self
    }

    /// Adds what to do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Whether it stops the release.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// Whether it stops the release where warnings are denied.
    pub fn is_warning(&self) -> bool {
        self.severity == Severity::Warning
    }
}

/// The nearest range that lies inside `text` and on its character boundaries.
fn on_boundaries(text: &str, range: Range<usize>) -> Range<usize> {
    let mut start = range.start.min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let mut end = range.end.clamp(start, text.len());
    while !text.is_char_boundary(end) {
        end += 1;
    }
    start..end
}

/// Puts diagnostics into the order in which a reader of the file meets them.
/// Those without a place come first.
pub fn sort(diagnostics: &mut [Diagnostic]) {
    diagnostics.sort_by_key(place);
}

/// Where a reader of the file meets a diagnostic: its byte, and line and column
/// inside a field's text.
pub(crate) fn place(diagnostic: &Diagnostic) -> (Option<usize>, Option<(usize, usize)>) {
    let inside = diagnostic.inside.as_ref().map(|i| (i.position.line, i.position.column));
    (diagnostic.labels.first().map(|label| label.range.start), inside)
}

/// A diagnostic about a field's text, not yet placed in the file: `range`
/// counts in the bytes of that text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What is wrong; has no label yet.
    pub diagnostic: Diagnostic,
    /// The bytes of the field's text that are meant.
    pub range: Range<usize>,
    /// What stands beside the mark; may be empty.
    pub label: String,
}
