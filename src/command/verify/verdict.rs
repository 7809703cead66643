//! Verdicts: as a line for people, a line for programs, and an error with what to do.

use std::fmt;

use letterpress::diagnostic::{Diagnostic, codes};
use letterpress::inspect::difference::Difference;
use letterpress::message;
use schemars::JsonSchema;
use serde::Serialize;

use super::origin::SourceOrigin;
use super::seal::SealLine;
use crate::terminal::Ending;

/// What a PDF is, compared with what its release becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum VerifyVerdict {
    Same,
    SameAndSealed,
    Differs,
    OtherVersion,
    NoSource,
    InputsMissing,
}

impl VerifyVerdict {
    fn words(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::SameAndSealed => "same and sealed",
            Self::Differs => "differs",
            Self::OtherVersion => "other version",
            Self::NoSource => "no source",
            Self::InputsMissing => "inputs missing",
        }
    }
}

/// The verdict on a file, and how it came about.
#[derive(Debug)]
pub struct Verification {
    verdict: VerifyVerdict,
    /// Why; may be empty.
    reason: String,
    difference: Option<Difference>,
    /// The release that was set, and where it was found.
    release: Option<(String, SourceOrigin)>,
    seals: Vec<SealLine>,
    hints: Vec<String>,
    /// What was found in the release.
    pub findings: Vec<Diagnostic>,
}

/// A verdict as programs read it, on standard output.
#[derive(Serialize, JsonSchema)]
pub struct VerificationLine<'a> {
    pub file: &'a str,
    pub verdict: VerifyVerdict,
    /// Why, in words; none where there is nothing to explain.
    pub reason: Option<&'a str>,
    /// Where it differs first.
    pub difference: Option<&'a Difference>,
    /// The release that was set; none where none was found.
    pub release: Option<&'a str>,
    /// Where that was found.
    pub source: Option<SourceOrigin>,
    /// The seals of a sealed file, in their order. All of them are right; nobody has looked
    /// whether their certificates can be trusted.
    pub seals: &'a [SealLine],
}

impl Verification {
    pub fn new(verdict: VerifyVerdict, reason: impl Into<String>) -> Self {
        Self {
            verdict,
            reason: reason.into(),
            difference: None,
            release: None,
            seals: Vec::new(),
            hints: Vec::new(),
            findings: Vec::new(),
        }
    }

    /// A file that differs somewhere.
    pub fn differs(difference: Difference) -> Self {
        let reason = difference.to_string();
        Self { difference: Some(difference), ..Self::new(VerifyVerdict::Differs, reason) }
    }

    /// A file that cannot be read as a PDF.
    pub fn unreadable(why: &str) -> Self {
        Self::new(VerifyVerdict::Differs, why)
    }

    /// A file that begins with what its release becomes, and has seals.
    pub fn sealed(seals: Vec<SealLine>) -> Self {
        Self { seals, ..Self::new(VerifyVerdict::SameAndSealed, "") }
    }

    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// With what was found in its release.
    pub fn with(self, findings: Vec<Diagnostic>) -> Self {
        Self { findings, ..self }
    }

    /// Of this release.
    pub fn of(self, release: String, origin: SourceOrigin) -> Self {
        Self { release: Some((release, origin)), ..self }
    }

    pub fn is_same(&self) -> bool {
        matches!(self.verdict, VerifyVerdict::Same | VerifyVerdict::SameAndSealed)
    }

    /// How the file ends in the summary.
    pub fn ending(&self) -> Ending {
        match self.verdict {
            VerifyVerdict::Same => Ending::Same,
            VerifyVerdict::SameAndSealed => Ending::SameAndSealed,
            VerifyVerdict::Differs => Ending::Differs,
            VerifyVerdict::OtherVersion => Ending::OtherVersion,
            VerifyVerdict::NoSource => Ending::NoSource,
            VerifyVerdict::InputsMissing => Ending::InputsMissing,
        }
    }

    /// The verdict on the file of this name as programs read it.
    pub fn line<'a>(&'a self, file: &'a str) -> VerificationLine<'a> {
        VerificationLine {
            file,
            verdict: self.verdict,
            reason: Some(self.reason.as_str()).filter(|reason| !reason.is_empty()),
            difference: self.difference.as_ref(),
            release: self.release.as_ref().map(|(name, _)| name.as_str()),
            source: self.release.as_ref().map(|(_, origin)| *origin),
            seals: &self.seals,
        }
    }

    /// What is to be said of a file that is not the same.
    pub fn diagnostic(&self, file: &str) -> Option<Diagnostic> {
        let reason = self.reason.as_str();
        let (code, message) = match self.verdict {
            VerifyVerdict::Same | VerifyVerdict::SameAndSealed => return None,
            VerifyVerdict::Differs => {
                let message =
                    message!("{file} is not what its release becomes: {reason}", file, reason);
                (codes::PDF_DIFFERS, message)
            }
            VerifyVerdict::OtherVersion => {
                let message = message!("{file} cannot be verified: {reason}", file, reason);
                (codes::PDF_OTHER_VERSION, message)
            }
            VerifyVerdict::NoSource if reason.is_empty() => {
                (codes::PDF_WITHOUT_SOURCE, message!("the release of {file} is not found", file))
            }
            VerifyVerdict::NoSource => {
                let message = message!("{file} has no release: {reason}", file, reason);
                (codes::PDF_WITHOUT_SOURCE, message)
            }
            VerifyVerdict::InputsMissing => {
                let message = message!("{file} cannot be set again: {reason}", file, reason);
                (codes::PDF_INPUTS_MISSING, message)
            }
        };
        let hints = self.hints.iter();
        Some(hints.fold(Diagnostic::new(code, message), |one, hint| one.hint(hint.clone())))
    }
}

impl fmt::Display for Verification {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.verdict.words())?;
        if self.reason.is_empty() { Ok(()) } else { write!(f, " ({})", self.reason) }
    }
}
