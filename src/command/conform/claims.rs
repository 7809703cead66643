//! What a file claims, read by a worker: what harms it, costs its one file.

use std::path::PathBuf;

use letterpress::diagnostic::{Code, Diagnostic, Diagnostics, codes};
use letterpress::inspect;
use letterpress::limits::PdfLimits;
use letterpress::pool;
use serde::{Deserialize, Serialize};

use crate::command::any_path;
use crate::command::bounds::Bounds;
use crate::command::pdf_input::read_pdf;
use crate::command::workers::{self, WorkItem};
use crate::command::{Exit, input_output};
use crate::terminal::Terminal;

/// A file whose claims are asked for.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClaimItem {
    #[serde(rename = "file", with = "any_path")]
    pub path: PathBuf,
    pub name: String,
    /// Why it cannot be looked at: a folder that cannot be read.
    pub problem: Option<String>,
}

impl WorkItem for ClaimItem {
    fn name(&self) -> String {
        self.name.clone()
    }
}

/// What a file claims, or why that cannot be told.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct ClaimedStandards {
    /// Parts and levels of PDF/A and PDF/UA, such as `PDF/A-2a`.
    pub standards: Vec<String>,
    errors: Vec<SentError>,
}

/// An error on its way from a worker to its run.
#[derive(Debug, Serialize, Deserialize)]
struct SentError {
    code: String,
    message: String,
    hints: Vec<String>,
}

impl ClaimedStandards {
    /// Those of a file whose worker was lost.
    pub fn lost(error: Diagnostic) -> Self {
        Self::unknown(vec![error])
    }

    fn unknown(errors: Vec<Diagnostic>) -> Self {
        let sent = errors.into_iter().map(|error| SentError {
            code: error.code.name().to_owned(),
            message: error.message,
            hints: error.hints,
        });
        Self { standards: Vec::new(), errors: sent.collect() }
    }

    /// Why they cannot be told.
    pub fn errors(&self) -> Vec<Diagnostic> {
        self.errors.iter().map(SentError::diagnostic).collect()
    }
}

impl SentError {
    fn diagnostic(&self) -> Diagnostic {
        let code = Code::from_name(&self.code).unwrap_or(codes::INTERNAL);
        let error = Diagnostic::new(code, self.message.clone());
        self.hints.iter().cloned().fold(error, Diagnostic::hint)
    }
}

/// Reads claims as they are asked for, as a worker.
pub fn serve(bounds: &Bounds, limits: &PdfLimits, terminal: &Terminal) -> Exit {
    let refuse = |_: u64, _: &[u8], _: &str| None;
    workers::serve(bounds, terminal, |_| false, |_, item| claimed_or_error(item, limits), refuse)
}

fn claimed_or_error(item: &ClaimItem, limits: &PdfLimits) -> ClaimedStandards {
    pool::catch_panic(|| claimed(item, limits))
        .flatten()
        .unwrap_or_else(|errors| ClaimedStandards::unknown(errors.into_vec()))
}

fn claimed(item: &ClaimItem, limits: &PdfLimits) -> Result<ClaimedStandards, Diagnostics> {
    if let Some(problem) = &item.problem {
        return Err(input_output(problem.clone()).into());
    }
    let bytes = read_pdf(&item.path, &item.name, limits)?;
    let inspection = inspect::inspect_within(&item.name, &bytes, limits)?;
    let standards = inspection.claims.into_iter().map(|claim| claim.standard);
    let standards =
        standards.filter(|name| name.starts_with("PDF/A-") || name.starts_with("PDF/UA-"));
    Ok(ClaimedStandards { standards: standards.collect(), errors: Vec::new() })
}
