//! What letterpress reports: the one kind of error.
//!
//! A [`Diagnostic`] says what is wrong, where in the author's own text, and what to do.
//! Its [`Code`] comes from one table, [`codes`]. Every stage that can fail returns
//! `Result<T, Diagnostics>`. How a diagnostic is shown is the caller's affair; [`json`]
//! has the form for programs.

pub mod codes;
mod fixing;
pub mod json;
mod list;
mod message;
mod report;

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

use serde::Serialize;

pub use self::codes::{Blame, Code};
pub use self::fixing::{FixedText, fixed};
pub(crate) use self::list::BoundedFindings;
pub use self::list::{Diagnostics, bounded};
pub use self::message::{MessageText, ToValue, Value};
pub use self::report::DiagnosticReport;
use crate::source::Source;

/// How severe a diagnostic is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
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

/// A marked piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Label {
    /// The text it lies in, as it was typed.
    pub source: Source,
    /// The marked bytes, on character boundaries of `source.text()`.
    pub range: Range<usize>,
    /// What stands beside the mark; may be empty.
    pub text: String,
}

impl Label {
    /// Marks a range of a text ([`Source::text`]), moved to its nearest character boundaries:
    /// the characters as they were typed.
    pub fn new(source: &Source, range: Range<usize>, text: impl Into<String>) -> Self {
        let (source, range) = source.typed(on_boundaries(source.text(), range));
        Self { source, range, text: text.into() }
    }

    fn start(&self) -> usize {
        self.range.start
    }
}

/// Text to be put in the place of other text.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Edit {
    /// The bytes to be replaced.
    pub range: Range<usize>,
    /// What stands there afterwards.
    pub text: String,
}

/// The edits that make a diagnostic go away, where only one answer is right.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fix {
    /// The text to be edited: the file, or the text of a field whose value is written with
    /// escapes or folding (that of [`Diagnostic::inside`]).
    pub source: Source,
    /// The edits, in the order of the text; none overlaps another.
    pub edits: Vec<Edit>,
}

/// One error, warning or note.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Diagnostic {
    /// What kind of diagnostic it is.
    pub code: Code,
    /// Error, warning or note.
    pub severity: Severity,
    /// What is wrong, in lower case and without a full stop.
    pub message: String,
    /// The values that the message names, for a message in other words or another language.
    pub data: BTreeMap<&'static str, Value>,
    /// The field concerned, as a path such as `contacts[0].email`.
    pub field: Option<String>,
    /// The marked places; the first is the one to look at.
    pub labels: Vec<Label>,
    /// What to do.
    pub hints: Vec<String>,
    /// Place inside the text of a field (`body`, `lead`, …) whose value is written with
    /// escapes or folding, so that the mark in the file covers all of it. Its source is
    /// the field's text.
    pub inside: Option<Label>,
    /// The edits that correct it, where only one answer is right.
    pub fix: Option<Fix>,
    blame: Blame,
    /// What shall stand in the place of the finding, once it is known where that is.
    replacement: Option<String>,
}

impl Diagnostic {
    /// A diagnostic without a place yet, as severe as its code says.
    pub fn new(code: Code, message: impl Into<MessageText>) -> Self {
        let MessageText { text, data } = message.into();
        Self {
            code,
            severity: code.severity(),
            message: cut(text, MAX_MESSAGE_BYTES),
            data: data.into_iter().map(|(name, value)| (name, cut_value(value))).collect(),
            field: None,
            labels: Vec::new(),
            hints: Vec::new(),
            inside: None,
            fix: None,
            blame: code.blame(),
            replacement: None,
        }
    }

    /// An internal error: something that should not happen.
    pub fn internal(reason: impl fmt::Display) -> Self {
        let reason = reason.to_string();
        Self::new(codes::INTERNAL, message!("internal error in letterpress: {reason}", reason))
            .hint("please report it, with the file that caused it if it may be shown")
    }

    /// Names the field.
    #[must_use]
    pub fn in_field(mut self, path: impl Into<String>) -> Self {
        self.field = Some(cut(path.into(), MAX_MESSAGE_BYTES));
        self
    }

    /// Marks a place.
    #[must_use]
    pub fn at(mut self, source: &Source, range: Range<usize>, text: impl Into<String>) -> Self {
        self.labels.push(Label::new(source, range, text));
        self
    }

    /// Adds what to do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(cut(hint.into(), MAX_HINT_BYTES));
        self
    }

    /// Adds a value that the message or a hint names.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToValue) -> Self {
        self.data.insert(name, cut_value(value.to_value()));
        self
    }

    /// Makes it a warning, although its code is usually an error.
    #[cfg(feature = "mail")]
    #[must_use]
    pub(crate) fn into_warning(mut self) -> Self {
        self.severity = Severity::Warning;
        self
    }

    /// Makes it a note, although its code is usually more.
    #[cfg(feature = "mail")]
    #[must_use]
    pub(crate) fn into_note(mut self) -> Self {
        self.severity = Severity::Note;
        self
    }

    /// Says whose text, file or machine has to change, where it is not that of its code.
    #[must_use]
    pub fn blamed_on(mut self, blame: Blame) -> Self {
        self.blame = blame;
        self
    }

    /// Offers a text for the very place that is marked ([`Finding::range`]).
    #[must_use]
    pub(crate) fn replaced_by(mut self, text: impl Into<String>) -> Self {
        self.replacement = Some(text.into());
        self
    }

    /// Takes back what was offered for a place that turned out to be another.
    #[must_use]
    pub(crate) fn without_replacement(mut self) -> Self {
        self.replacement = None;
        self
    }

    /// Makes the text offered for the marked place an edit of `source`.
    #[must_use]
    pub(crate) fn replacing(self, source: &Source, range: Range<usize>) -> Self {
        match self.replacement.clone() {
            Some(text) => self.fix(source, range, text),
            None => self,
        }
    }

    /// Offers an edit.
    #[must_use]
    pub(crate) fn fix(
        mut self,
        source: &Source,
        range: Range<usize>,
        text: impl Into<String>,
    ) -> Self {
        let (source, range) = source.typed(range);
        let edits = vec![Edit { range, text: text.into() }];
        self.fix = Some(Fix { source, edits });
        self
    }

    /// Whose text, file or machine has to change.
    pub fn blame(&self) -> Blame {
        self.blame
    }

    /// Whether it stops the release.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// Whether it stops the release where warnings are denied.
    pub fn is_warning(&self) -> bool {
        self.severity == Severity::Warning
    }

    /// The name of the text that it is about, if it marks a place there.
    fn file(&self) -> Option<&str> {
        let stated = match self.data.get("file") {
            Some(Value::Text(file)) if self.code == codes::TOO_MANY_FINDINGS => Some(file.as_str()),
            _ => None,
        };
        stated.or_else(|| self.labels.first().map(|label| label.source.name()))
    }

    /// Where a reader of the file meets it: its byte, and the byte inside a field's text.
    pub(crate) fn place(&self) -> (Option<usize>, Option<usize>) {
        (self.labels.first().map(Label::start), self.inside.as_ref().map(Label::start))
    }
}

impl fmt::Display for Diagnostic {
    /// One line with place, code and message, and a further one for each hint.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(label) = self.labels.first() {
            let position = label.source.position(label.range.start);
            write!(f, "{}:{}:{}: ", label.source.name(), position.line, position.column)?;
        }
        write!(f, "{}[{}]: {}", self.severity.as_str(), self.code, self.message)?;
        self.hints.iter().try_for_each(|hint| write!(f, "\n  help: {hint}"))
    }
}

impl std::error::Error for Diagnostic {}

/// The nearest range that lies inside `text` and on its character boundaries.
fn on_boundaries(text: &str, range: Range<usize>) -> Range<usize> {
    let start = text.floor_char_boundary(range.start.min(text.len()));
    let end = text.ceil_char_boundary(range.end.clamp(start, text.len()));
    start..end
}

/// Puts diagnostics into the order in which a reader of the file meets them.
/// Those without a place come first, and last what says how many are not listed.
pub fn sort(diagnostics: &mut [Diagnostic]) {
    diagnostics.sort_by_key(|one| (one.code == codes::TOO_MANY_FINDINGS, one.place()));
}

/// The most bytes of a message, and of a value that it names: a key of a file can have millions.
const MAX_MESSAGE_BYTES: usize = 4_000;
/// The most bytes of a hint, which may show a whole table.
const MAX_HINT_BYTES: usize = 40_000;

/// A text cut at so many bytes.
fn cut(mut text: String, max_bytes: usize) -> String {
    if text.len() > max_bytes {
        text.truncate(text.floor_char_boundary(max_bytes));
        text.push('…');
    }
    text
}

fn cut_value(value: Value) -> Value {
    match value {
        Value::Text(text) => Value::Text(cut(text, MAX_MESSAGE_BYTES)),
        value => value,
    }
}

/// A diagnostic about a field's text, not yet placed in the file: `range` and the edits
/// offered count in the bytes of that text.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Finding {
    /// What is wrong; has no label yet.
    pub diagnostic: Diagnostic,
    /// The bytes of the field's text that are meant.
    pub range: Range<usize>,
    /// What stands beside the mark; may be empty.
    pub label: String,
}
