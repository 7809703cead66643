//! Results as programs read them, on standard output: a line of JSON each.

use letterpress::diagnostic::DiagnosticReport;
use letterpress::inspect::Inspection;
use schemars::JsonSchema;
use serde::Serialize;

use super::explain::Explanation;
use super::mail::{PreviewLine, StatusLine};

/// A result.
#[derive(Serialize, JsonSchema)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum ResultLine<'a> {
    /// What a PDF is.
    Inspection {
        file: &'a str,
        #[serde(flatten)]
        inspection: &'a Inspection,
        /// What is to be said of it besides.
        findings: Vec<DiagnosticReport<'a>>,
        /// The attachments that were written.
        extracted: Vec<String>,
    },
    /// Why a file cannot be inspected.
    Refusal { file: &'a str, findings: Vec<DiagnosticReport<'a>> },
    /// What `mail send` would do.
    Preview(PreviewLine<'a>),
    /// What has become of a message.
    Status(StatusLine<'a>),
    /// What a code means.
    Code(Explanation),
}
