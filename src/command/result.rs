//! Results as programs read them, on standard output: a line of JSON each.

use letterpress::diagnostic::{Blame, DiagnosticReport, Severity};
use letterpress::inspect::Inspection;
use letterpress::inspect::reading::ReadingOrder;
use schemars::JsonSchema;
use serde::Serialize;

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
    /// What is heard of a PDF.
    Reading {
        file: &'a str,
        #[serde(flatten)]
        reading: &'a ReadingOrder,
        /// What is to be said of it besides.
        findings: Vec<DiagnosticReport<'a>>,
    },
    /// Why a file cannot be inspected.
    Refusal { file: &'a str, findings: Vec<DiagnosticReport<'a>> },
    /// What `mail send` would do.
    Preview(PreviewLine<'a>),
    /// What has become of a message.
    Status(StatusLine<'a>),
    /// What a code means.
    Code(Explanation),
    /// A letterhead that can be named by its id, or a file that was to be one.
    Letterhead(LetterheadLine<'a>),
}

/// A letterhead as programs read it, on standard output.
#[derive(Serialize, JsonSchema)]
pub struct LetterheadLine<'a> {
    /// Its id; none of a file that cannot be read.
    pub id: Option<&'a str>,
    /// The name of the house; none where something is wrong.
    pub name: Option<&'a str>,
    /// The first and the last day on which it is used, if there is one.
    pub valid_from: Option<String>,
    pub valid_until: Option<String>,
    /// The file; none of a built-in one.
    pub file: Option<&'a str>,
    /// What is wrong with it.
    pub error: Option<&'a str>,
}

/// A preview as programs read it, on standard output.
#[derive(Serialize, JsonSchema)]
pub struct PreviewLine<'a> {
    pub release: &'a str,
    pub version: u32,
    pub subject: &'a str,
    pub from: &'a str,
    pub attachment: &'a str,
    pub bytes: usize,
    pub recipients: usize,
    pub due: usize,
    pub first: Vec<&'a str>,
    pub relay: Option<String>,
    pub journal: String,
}

/// The header of a table of deliveries.
pub const COLUMNS: [&str; 8] =
    ["release", "version", "recipient", "state", "attempts", "updated", "message_id", "reply"];

/// A delivery as programs and tables read it; its fields in the order of [`COLUMNS`].
#[derive(Serialize, JsonSchema)]
pub struct StatusLine<'a> {
    pub release: &'a str,
    pub version: u32,
    pub recipient: &'a str,
    pub state: &'a str,
    pub attempts: u32,
    pub updated: String,
    pub message_id: &'a str,
    pub reply: &'a str,
}

/// A code as programs read it, on standard output.
#[derive(Serialize, JsonSchema)]
pub struct Explanation {
    pub code: &'static str,
    pub severity: Severity,
    /// Whose text, file or machine has to change, unless a message says otherwise.
    pub blame: Blame,
    /// The exit code that a message of this code leads to, without `--deny-warnings` and
    /// unless the message blames something else: for a code of blame `pdf` that of `inspect`,
    /// for any other that of the commands that work on releases. In `letterhead check` an
    /// error of blame `letterhead` leads to 1.
    pub exit: u8,
    /// Whether a letterhead may switch it off.
    pub switchable: bool,
    pub meaning: &'static str,
    pub remedy: &'static str,
}
