//! What is said of a file that was validated.

use letterpress::diagnostic::{Diagnostic, DiagnosticReport, codes};
use letterpress::message;

use super::claims::ClaimedStandards;
use super::validation::{Unvalidated, Validated};
use crate::command::conformance::{ConformanceLine, FileVerdict, MAX_RULES, StandardVerdict};
use crate::command::words::{bytes, plural};

/// A file that was validated.
pub struct ValidatedFile {
    pub name: String,
    pub claimed: ClaimedStandards,
    /// One for each standard that it claims.
    pub verdicts: Vec<Validated>,
}

impl ValidatedFile {
    /// What is wrong with it, or with its validation.
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        let mut found = self.claimed.errors();
        if found.is_empty() && self.claimed.standards.is_empty() {
            let message = message!("{file} claims neither PDF/A nor PDF/UA", file = self.name);
            found.push(Diagnostic::new(codes::CLAIMS_NOTHING, message));
        }
        found.extend(
            self.each().filter_map(|(standard, verdict)| self.diagnostic(standard, verdict)),
        );
        found
    }

    fn diagnostic(&self, standard: &str, verdict: &Validated) -> Option<Diagnostic> {
        let file = &self.name;
        let found = match verdict {
            Ok(rules) if rules.is_empty() => return None,
            Ok(rules) => {
                let count = plural(rules.len(), "rule", bytes);
                let message =
                    message!("{file} breaks {count} of {standard}", file, count, standard);
                let error = Diagnostic::new(codes::NOT_CONFORMING, message);
                rules.iter().take(MAX_RULES).fold(error, |error, rule| error.hint(rule.words()))
            }
            Err(Unvalidated::UnknownStandard) => Diagnostic::new(
                codes::NOT_CONFORMING,
                message!("{file} claims {standard}, which is no standard", file, standard),
            ),
            Err(Unvalidated::Failed(reason)) => Diagnostic::new(
                codes::VERAPDF_BROKEN,
                message!(
                    "{file} cannot be held against {standard}: {reason}",
                    file,
                    standard,
                    reason
                ),
            ),
        };
        Some(found)
    }

    fn each(&self) -> impl Iterator<Item = (&str, &Validated)> {
        self.claimed.standards.iter().map(String::as_str).zip(&self.verdicts)
    }

    /// Its line. `found` are its diagnostics.
    pub fn line<'a>(&'a self, found: &'a [Diagnostic]) -> ConformanceLine<'a> {
        let verdicts: Vec<_> = self.each().map(verdict).collect();
        let gravest = verdicts.iter().map(|verdict| verdict.outcome).max();
        let outcome = match gravest {
            Some(outcome) => outcome,
            None if self.claimed.errors().is_empty() => FileVerdict::ClaimsNothing,
            None => FileVerdict::NotValidated,
        };
        let report = |diagnostic| DiagnosticReport { diagnostic, release: None };
        let findings = found.iter().map(report).collect();
        ConformanceLine { file: &self.name, outcome, verdicts, findings }
    }
}

/// How the file stands to one standard.
fn verdict<'a>((standard, verdict): (&'a str, &'a Validated)) -> StandardVerdict<'a> {
    let (outcome, rules, reason) = match verdict {
        Ok(rules) if rules.is_empty() => (FileVerdict::Conforms, rules.as_slice(), None),
        Ok(rules) => (FileVerdict::Fails, rules.as_slice(), None),
        Err(Unvalidated::UnknownStandard) => {
            (FileVerdict::Fails, [].as_slice(), Some("there is no such standard"))
        }
        Err(Unvalidated::Failed(reason)) => {
            (FileVerdict::NotValidated, [].as_slice(), Some(reason.as_str()))
        }
    };
    StandardVerdict { standard, outcome, rules, reason }
}
