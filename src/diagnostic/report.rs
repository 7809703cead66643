//! A diagnostic as programs read it.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use super::{Blame, Code, Diagnostic, Edit, Fix, Label, Severity, Value, json};
use crate::source::Source;

/// A diagnostic and the release that it belongs to: the content of a line of JSON.
#[derive(Debug, Clone, Copy)]
pub struct DiagnosticReport<'a> {
    /// What is wrong.
    pub diagnostic: &'a Diagnostic,
    /// What the release is called, if the diagnostic is one's.
    pub release: Option<&'a str>,
}

impl Diagnostic {
    /// The diagnostic as a line of JSON: the same bytes as the program writes. `release`
    /// is what the release is called, whatever file the mark lies in. `letterpress schema
    /// messages` describes the fields.
    ///
    /// ```
    /// use letterpress::diagnostic::{Diagnostic, codes};
    ///
    /// let empty = Diagnostic::new(codes::BODY_EMPTY, "the release has no text");
    /// let line = empty.to_json(Some("release.md"));
    /// assert!(line.starts_with(r#"{"format":1,"type":"diagnostic","release":"release.md","#));
    /// ```
    pub fn to_json(&self, release: Option<&str>) -> String {
        json::line(&DiagnosticLine::Diagnostic(DiagnosticReport { diagnostic: self, release }))
    }
}

/// A line of JSON.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum DiagnosticLine<'a> {
    Diagnostic(DiagnosticReport<'a>),
}

/// A diagnostic.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Record<'a> {
    /// What the release is called; null where the diagnostic is no release's.
    release: Option<&'a str>,
    /// The file in which the mark lies.
    file: Option<&'a str>,
    /// The stable name; `letterpress explain` tells more.
    #[cfg_attr(feature = "schema", schemars(schema_with = "code_names"))]
    code: Code,
    severity: Severity,
    /// Whose text, file or machine has to change.
    blame: Blame,
    /// What is wrong, in English. Programs rely on `code` and `data` instead.
    message: &'a str,
    /// The values that the message names.
    data: &'a BTreeMap<&'static str, Value>,
    /// The field concerned, as a path such as `contacts[0].email`.
    field: Option<&'a str>,
    /// The marked place in the file.
    place: Option<TextSpan>,
    /// What stands beside the mark.
    label: Option<&'a str>,
    /// The place inside the text of the field, where its value is written with escapes or
    /// folding, or where the release came without a text.
    inside: Option<TextSpan>,
    /// What to do, in English.
    hints: &'a [String],
    /// The edits that correct it, where only one answer is right.
    fix: Option<FixRecord<'a>>,
    /// Further places.
    related: Vec<Related<'a>>,
}

/// A piece of a text. Lines and columns count from 1, columns in characters (Unicode scalar
/// values); `start` and `end` are bytes, without a byte-order mark.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Span"))]
pub struct TextSpan {
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    start: usize,
    end: usize,
    utf16: Utf16,
}

/// The same piece counted in UTF-16 code units, as JavaScript, Java and the language server
/// protocol do: columns from 1, offsets from 0.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields))]
struct Utf16 {
    column: usize,
    end_column: usize,
    start: usize,
    end: usize,
}

/// Edits of one text; none overlaps another.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct FixRecord<'a> {
    /// `file`: the spans count in the file; `field`: in the text of the field.
    within: Within,
    edits: Vec<EditRecord<'a>>,
}

#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
enum Within {
    File,
    Field,
}

/// A piece of text and what stands there afterwards.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct EditRecord<'a> {
    place: TextSpan,
    text: &'a str,
}

/// A further place.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Related<'a> {
    file: &'a str,
    place: TextSpan,
    label: Option<&'a str>,
}

impl<'a> From<DiagnosticReport<'a>> for Record<'a> {
    fn from(DiagnosticReport { diagnostic, release }: DiagnosticReport<'a>) -> Self {
        let first = diagnostic.labels.first();
        let inside = diagnostic.inside.as_ref();
        Self {
            release,
            file: first.map(|label| label.source.name()).or(release),
            code: diagnostic.code,
            severity: diagnostic.severity,
            blame: diagnostic.blame(),
            message: &diagnostic.message,
            data: &diagnostic.data,
            field: diagnostic.field.as_deref(),
            place: first.map(TextSpan::of),
            label: first.and_then(label_text),
            inside: inside.map(TextSpan::of),
            hints: &diagnostic.hints,
            fix: diagnostic.fix.as_ref().map(|fix| fix_record(fix, inside)),
            related: diagnostic.labels.iter().skip(1).map(related).collect(),
        }
    }
}

impl Serialize for DiagnosticReport<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Record::from(*self).serialize(serializer)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for DiagnosticReport<'_> {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Diagnostic".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        Record::json_schema(generator)
    }
}

/// The names of all codes.
#[cfg(feature = "schema")]
fn code_names(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    let names: Vec<_> = Code::all().into_iter().map(Code::name).collect();
    schemars::json_schema!({ "type": "string", "enum": names })
}

impl TextSpan {
    fn of(label: &Label) -> Self {
        Self::new(&label.source, label.range.start, label.range.end)
    }

    fn new(source: &Source, start: usize, end: usize) -> Self {
        let (from, to) = (source.position(start), source.position(end));
        let (from16, to16) = (source.utf16(start), source.utf16(end));
        Self {
            line: from.line,
            column: from.column,
            end_line: to.line,
            end_column: to.column,
            start,
            end,
            utf16: Utf16 {
                column: from16.column,
                end_column: to16.column,
                start: from16.offset,
                end: to16.offset,
            },
        }
    }
}

/// The record of a fix; `inside` is the place inside the text of the field.
fn fix_record<'a>(fix: &'a Fix, inside: Option<&Label>) -> FixRecord<'a> {
    let is_in_field = inside.is_some_and(|inside| inside.source == fix.source);
    FixRecord {
        within: if is_in_field { Within::Field } else { Within::File },
        edits: fix.edits.iter().map(|edit| edit_record(&fix.source, edit)).collect(),
    }
}

fn edit_record<'a>(source: &Source, edit: &'a Edit) -> EditRecord<'a> {
    EditRecord { place: TextSpan::new(source, edit.range.start, edit.range.end), text: &edit.text }
}

fn related(label: &Label) -> Related<'_> {
    Related { file: label.source.name(), place: TextSpan::of(label), label: label_text(label) }
}

fn label_text(label: &Label) -> Option<&str> {
    (!label.text.is_empty()).then_some(label.text.as_str())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::diagnostic::{Diagnostic, codes};
    use crate::source::{Format, Source};

    fn parsed(line: &str) -> Value {
        assert_eq!(line.matches('\n').count(), 1, "{line}");
        serde_json::from_str(line).unwrap()
    }

    #[test]
    fn a_place_is_counted_in_characters_bytes_and_utf16() {
        let source = Source::from_text("a.md", Format::Markdown, "ä\n🦊böse\n".into());
        let wrong = Diagnostic::new(codes::WRONG_TYPE, "y")
            .at(&source, 8..10, "l")
            .at(&source, 0..2, "")
            .in_field("f")
            .hint("h")
            .fix(&source, 8..10, "oe");
        let span = |line, columns: [usize; 2], bytes: [usize; 2], utf16: [usize; 4]| {
            json!({
                "line": line, "column": columns[0], "end_line": line, "end_column": columns[1],
                "start": bytes[0], "end": bytes[1],
                "utf16": { "column": utf16[0], "end_column": utf16[1],
                    "start": utf16[2], "end": utf16[3] },
            })
        };
        let place = span(2, [3, 4], [8, 10], [4, 5, 5, 6]);
        let expected = json!({
            "format": 1, "type": "diagnostic", "release": "b.md", "file": "a.md",
            "code": "wrong-type", "severity": "error", "blame": "release", "message": "y",
            "data": {}, "field": "f", "place": place, "label": "l", "inside": null,
            "hints": ["h"],
            "fix": { "within": "file", "edits": [{ "place": place, "text": "oe" }] },
            "related": [{ "file": "a.md", "label": null,
                "place": span(1, [1, 2], [0, 2], [1, 2, 0, 1]) }],
        });
        assert_eq!(parsed(&wrong.to_json(Some("b.md"))), expected);
    }

    #[test]
    fn what_is_not_known_is_null() {
        let line = parsed(&Diagnostic::new(codes::USAGE, "y").to_json(None));
        for field in ["release", "file", "field", "place", "label", "inside", "fix"] {
            assert_eq!(line.get(field), Some(&Value::Null), "{field}");
        }
    }
}
