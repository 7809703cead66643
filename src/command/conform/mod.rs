//! `letterpress conform`: whether PDF files keep what they claim, by the judgement of veraPDF.

mod claims;
mod job_report;
mod program;
mod validation;
mod verdict;

use std::path::PathBuf;

use letterpress::diagnostic::Diagnostics;
use letterpress::pool::ResultOrder;

use self::claims::{ClaimItem, ClaimedStandards};
use self::validation::Validator;
use self::verdict::ValidatedFile;
use super::Exit;
use super::batch::{Batch, Labour, Task};

use super::conformance::{ConformanceSummary, FileVerdict};
use super::input::input_name;
use super::limits::limits;
use super::pdf_input::{found_pdfs, is_standard_input, read_pdf};
use super::result::ResultLine;
use super::signals::Signals;
use super::workers::Assignment;
use crate::cli;
use crate::terminal::Terminal;

/// Validates what was typed.
pub fn run(typed: &cli::ConformArgs, terminal: &Terminal) -> Result<Exit, Diagnostics> {
    let limits = limits(&typed.bounds)?.pdfs;
    let labour = Labour::new(None, &typed.bounds, limits.bytes);
    if terminal.is_of_worker() {
        return Ok(claims::serve(&labour.bounds, &limits, terminal));
    }
    let signals = Signals::install();
    let validator = Validator::find(&typed.verapdf, &labour.bounds, &signals);
    if let Some(exit) = signals.exit() {
        return Ok(exit);
    }
    let mut validator = validator?;
    let found = found_pdfs(&typed.files, &typed.exclude)?;
    let mut items = Vec::with_capacity(found.len());
    for found in found {
        let name = input_name(&found.path);
        let path = if is_standard_input(&found.path) {
            validator.store(&read_pdf(&found.path, &name, &limits)?)?
        } else {
            found.path
        };
        let problem = found.error.map(|error| error.message);
        items.push(ClaimItem { path, name, problem });
    }
    let summary = ConformanceSummary::new(validator.version());
    let batch = Batch::new(Task::Conform, terminal);
    let mut run = Conformance { validator, terminal, batch, summary, pending: Vec::new() };
    run.all(items, &labour, typed.batch.get(), &signals)?;
    run.write_summary()?;
    let exit = run.batch.end_beside_lines();
    Ok(signals.exit().unwrap_or(exit))
}

/// A run: what is known so far, and the files that are waiting for their turn.
struct Conformance<'a> {
    validator: Validator<'a>,
    terminal: &'a Terminal,
    batch: Batch<'a>,
    summary: ConformanceSummary,
    pending: Vec<(ClaimItem, ClaimedStandards)>,
}

impl Conformance<'_> {
    /// Has all of them validated, so many with one start of veraPDF.
    fn all(
        &mut self,
        items: Vec<ClaimItem>,
        labour: &Labour,
        at_once: usize,
        signals: &Signals,
    ) -> Result<(), Diagnostics> {
        let mut items = items.into_iter();
        let mut failure = Ok(());
        labour.workers(self.terminal).each(
            ResultOrder::AsTaken { max_ahead: at_once },
            || items.next().filter(|_| !signals.is_stopped()),
            |item: &ClaimItem| {
                let item = item.clone();
                Ok(Assignment { item, standard_input: None, deadline: None })
            },
            |_, item, outcome, _| {
                let claimed = outcome.map_or_else(ClaimedStandards::lost, |reply| reply.result);
                self.pending.push((item, claimed));
                if self.pending.len() >= at_once && failure.is_ok() && !signals.is_stopped() {
                    failure = self.validate();
                }
            },
        );
        failure?;
        if signals.is_stopped() { Ok(()) } else { self.validate() }
    }

    /// Validates the files that are waiting, and writes their lines.
    fn validate(&mut self) -> Result<(), Diagnostics> {
        let pending = std::mem::take(&mut self.pending);
        let asked: Vec<(PathBuf, Vec<String>)> = pending
            .iter()
            .map(|(item, claimed)| (item.path.clone(), claimed.standards.clone()))
            .collect();
        let validated = self.validator.validate(&asked)?;
        for ((item, claimed), verdicts) in pending.into_iter().zip(validated) {
            // A run that was stopped says nothing of a file that it has not finished.
            let Some(verdicts) = verdicts else { return Ok(()) };
            self.write(&ValidatedFile { name: item.name, claimed, verdicts })?;
        }
        Ok(())
    }

    fn write(&mut self, file: &ValidatedFile) -> Result<(), Diagnostics> {
        let mut done = file.diagnostics().into();
        self.batch.report_beside_line(&file.name, &mut done);
        let line = file.line(&done.diagnostics);
        self.summary.count(line.outcome);
        match line.outcome {
            _ if self.terminal.is_json() => {
                self.terminal.write_json(&ResultLine::Conformance(line))
            }
            FileVerdict::Conforms | FileVerdict::ClaimsNothing if self.terminal.is_quiet() => {
                Ok(())
            }
            _ => self.terminal.write_stdout(&line.text()),
        }
    }

    fn write_summary(&self) -> Result<(), Diagnostics> {
        if self.terminal.is_json() {
            return self.terminal.write_json(&ResultLine::ConformanceSummary(&self.summary));
        }
        match self.summary.files {
            0 | 1 => Ok(()),
            _ => self.terminal.write_stdout(&self.summary.text()),
        }
    }
}
