//! Messages for programs: one JSON object a line.

use std::collections::BTreeMap;

use letterpress::diagnostic::{Diagnostic, Label};
use letterpress::mail::journal::State;
use serde::Serialize;

use super::excerpt::is_hidden;
use crate::command::{Outcome, Sent, Settled, Tally};

#[derive(Serialize)]
#[serde(tag = "type", rename = "diagnostic")]
struct Found<'a> {
    file: Option<&'a str>,
    code: &'a str,
    severity: &'a str,
    message: &'a str,
    field: Option<&'a str>,
    #[serde(flatten)]
    place: Place<'a>,
    inside: Option<Inside>,
    hints: &'a [String],
    related: Vec<Related<'a>>,
}

#[derive(Serialize)]
#[serde(tag = "type", rename = "written")]
struct File {
    file: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pages: Option<usize>,
}

#[derive(Serialize)]
#[serde(tag = "type", rename = "summary")]
struct Summary {
    releases: usize,
    fine: usize,
    refused: usize,
    failed: usize,
    errors: usize,
    warnings: usize,
}

#[derive(Serialize)]
#[serde(tag = "type", rename = "delivery")]
struct Delivery<'a> {
    recipient: &'a str,
    state: &'a str,
    reply: &'a str,
    again_in_seconds: Option<f64>,
}

#[derive(Serialize)]
#[serde(tag = "type", rename = "deliveries")]
struct Deliveries<'a> {
    release: &'a str,
    version: u32,
    recipients: usize,
    #[serde(flatten)]
    states: BTreeMap<&'a str, usize>,
    seconds: f64,
    stopped: bool,
}

/// Lines and columns count from 1, columns in characters; `start` and `end` are
/// bytes, without a byte-order mark.
#[derive(Default, Serialize)]
struct Place<'a> {
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
    start: Option<usize>,
    end: Option<usize>,
    label: Option<&'a str>,
}

#[derive(Serialize)]
struct Inside {
    line: usize,
    column: usize,
}

#[derive(Serialize)]
struct Related<'a> {
    file: &'a str,
    #[serde(flatten)]
    place: Place<'a>,
}

/// A diagnostic, of the release `name` unless it is marked elsewhere. What is
/// not known is `null`.
pub fn diagnostic(diagnostic: &Diagnostic, name: Option<&str>) -> String {
    let first = diagnostic.labels.first();
    let inside = diagnostic.inside.as_ref().map(|inside| inside.position);
    let others = diagnostic.labels.iter().skip(1);
    line(&Found {
        file: first.map(|label| label.source.name()).or(name),
        code: diagnostic.code,
        severity: diagnostic.severity.as_str(),
        message: &diagnostic.message,
        field: diagnostic.field.as_deref(),
        place: first.map(place).unwrap_or_default(),
        inside: inside.map(|place| Inside { line: place.line, column: place.column }),
        hints: &diagnostic.hints,
        related: others
            .map(|label| Related { file: label.source.name(), place: place(label) })
            .collect(),
    })
}

/// The files that were written.
pub fn outcome(outcome: &Outcome) -> String {
    let written = outcome.written.iter();
    let lines = written.map(|written| {
        let file = written.file.display().to_string();
        line(&File { file, pages: written.pages })
    });
    lines.collect()
}

/// The last line: how all releases fared.
pub fn tally(tally: &Tally) -> String {
    let Tally { fine, refused, failed, errors, warnings, .. } = *tally;
    line(&Summary { releases: tally.releases(), fine, refused, failed, errors, warnings })
}

/// What has become of one message.
pub fn settled(settled: &Settled) -> String {
    line(&Delivery {
        recipient: &settled.address,
        state: settled.state.as_str(),
        reply: &settled.reply,
        again_in_seconds: settled.again_in.map(|pause| pause.as_secs_f64()),
    })
}

/// How all deliveries stand.
pub fn sent(sent: &Sent) -> String {
    let states = State::ALL.into_iter().map(|state| (state.as_str(), sent.count(state)));
    line(&Deliveries {
        release: &sent.release,
        version: sent.version,
        recipients: sent.recipients,
        states: states.collect(),
        seconds: sent.seconds,
        stopped: sent.is_stopped,
    })
}

fn place(label: &Label) -> Place<'_> {
    let start = label.source.position(label.range.start);
    let end = label.source.position(label.range.end);
    Place {
        line: Some(start.line),
        column: Some(start.column),
        end_line: Some(end.line),
        end_column: Some(end.column),
        start: Some(label.range.start),
        end: Some(label.range.end),
        label: (!label.text.is_empty()).then_some(label.text.as_str()),
    }
}

fn line(value: &impl Serialize) -> String {
    let plain = serde_json::to_string(value).unwrap_or_default();
    let mut line = String::with_capacity(plain.len() + 1);
    // All that is not ASCII stands inside strings, where an escape means the same.
    for letter in plain.chars() {
        match is_hidden(letter) {
            true => line.push_str(&format!("\\u{:04x}", letter as u32)),
            false => line.push(letter),
        }
    }
    line.push('\n');
    line
}

#[cfg(test)]
mod tests {
    use letterpress::source::{Format, Source};
    use serde_json::{Value, json};

    use super::*;

    fn parsed(line: &str) -> Value {
        assert_eq!(line.matches('\n').count(), 1, "{line}");
        serde_json::from_str(line).unwrap_or_default()
    }

    #[test]
    fn a_diagnostic_says_where_in_lines_and_in_bytes() {
        let source = Source::from_text("a.md", Format::Markdown, "ä\nböse\n".into());
        let found = Diagnostic::error("x", "y").at(&source, 4..6, "l").at(&source, 0..2, "");
        let line = diagnostic(&found.in_field("f").hint("h"), Some("b.md"));
        let place = json!({
            "type": "diagnostic", "file": "a.md", "code": "x", "severity": "error", "message": "y",
            "field": "f", "line": 2, "column": 2, "end_line": 2, "end_column": 3, "start": 4,
            "end": 6, "label": "l", "inside": null, "hints": ["h"],
            "related": [{"file": "a.md", "line": 1, "column": 1, "end_line": 1, "end_column": 2,
                "start": 0, "end": 2, "label": null}],
        });
        assert_eq!(parsed(&line), place);
        assert!(line.starts_with(r#"{"type":"diagnostic","file":"a.md","code":"x","#), "{line}");
    }

    #[test]
    fn what_is_not_known_is_null() {
        let line = parsed(&diagnostic(&Diagnostic::warning("usage", "y"), None));
        for field in ["file", "field", "line", "column", "start", "end", "label", "inside"] {
            assert_eq!(line.get(field), Some(&Value::Null), "{field}");
        }
    }

    #[test]
    fn control_characters_are_escaped_and_come_back() {
        let message = "a\u{1B}\u{7F}\u{9B}\u{202E}\n\t\u{2028}ä🦊";
        let line = diagnostic(&Diagnostic::error("x", message), None);
        assert!(!line.trim_end().chars().any(is_hidden), "{line:?}");
        assert_eq!(parsed(&line)["message"], message);
    }
}
