//! Results as programs read them, on standard output: a line of JSON each.

use letterpress::diagnostic::{Blame, DiagnosticReport, Severity};
use letterpress::inspect::Inspection;
use letterpress::inspect::reading::ReadingOrder;
use schemars::JsonSchema;
use serde::Serialize;

use super::audit_line::AuditLine;
use super::audit_summary::AuditSummary;
use super::conformance::{ConformanceLine, ConformanceSummary};
use super::releases::ReleaseRecord;
use super::verify::VerificationLine;
use crate::terminal::LeftOutCounts;

/// A result.
#[derive(Serialize, JsonSchema)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum ResultLine<'a> {
    /// What became of a release.
    Result {
        /// Which of the run, counted from 1.
        #[serde(rename = "item")]
        number: u64,
        #[serde(flatten)]
        record: &'a ReleaseRecord,
    },
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
    /// What an audit says of a PDF.
    Audit(AuditLine<'a>),
    /// How many files of an audit are as they should be: its last line.
    #[serde(rename = "audit-summary")]
    AuditSummary(&'a AuditSummary),
    /// Whether a PDF keeps what it claims.
    Conformance(ConformanceLine<'a>),
    /// How many files keep what they claim: the last line of `conform`.
    #[serde(rename = "conformance-summary")]
    ConformanceSummary(&'a ConformanceSummary),
    /// Whether a PDF is what its release becomes.
    Verification(VerificationLine<'a>),
    /// What `mail send` would do.
    Preview(PreviewLine<'a>),
    /// What has become of a message.
    Status(StatusLine<'a>),
    /// Who wants no mail.
    Suppression(SuppressionLine<'a>),
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
    /// The sender as recipients see it.
    pub from: String,
    /// Where answers go, if not to the sender.
    pub reply_to: Option<String>,
    /// The sender that the relay is told, to whom it reports what cannot be delivered.
    pub envelope_from: String,
    pub attachment: &'a str,
    pub bytes: usize,
    pub recipients: usize,
    pub left_out: LeftOutCounts,
    pub due: usize,
    pub first: Vec<&'a str>,
    /// Who has an earlier version, and is not among the recipients.
    pub left_behind: Vec<&'a str>,
    pub relay: Option<String>,
    /// Whether the relay was connected to, and took the login.
    pub probed: bool,
    pub journal: String,
}

/// A delivery as programs read it.
#[derive(Serialize, JsonSchema)]
pub struct StatusLine<'a> {
    pub release: &'a str,
    pub version: u32,
    pub recipient: &'a str,
    /// The name, as the list had it.
    pub name: Option<&'a str>,
    pub state: &'a str,
    pub attempts: u32,
    /// When it was tried first: the Date of its message.
    pub first: Option<String>,
    pub updated: String,
    pub message_id: &'a str,
    pub reply: &'a str,
}

/// Who wants no mail, as programs read it.
#[derive(Serialize, JsonSchema)]
pub struct SuppressionLine<'a> {
    /// An address, or `@` and a domain.
    pub email: &'a str,
    pub added: String,
    pub reason: Option<&'a str>,
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
