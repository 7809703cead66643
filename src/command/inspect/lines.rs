//! Many files at once: each in a process of its own, each a line, and a summary at the end.

use std::path::PathBuf;

use letterpress::diagnostic::{Diagnostic, Diagnostics, json};
use letterpress::inspect::{self, Inspection};
use letterpress::limits::PdfLimits;
use letterpress::pool;
use serde::{Deserialize, Serialize};

use super::{columns, extract};
use crate::cli::LinesForm;
use crate::command::any_path::{self, JsonPath};
use crate::command::audit_line::AuditLine;
use crate::command::audit_summary::AuditSummary;
use crate::command::batch::{Batch, Done, Labour, Task};
use crate::command::bounds::Bounds;
use crate::command::input::input_name;
use crate::command::pdf_input::{is_standard_input, read_pdf};
use crate::command::result::ResultLine;
use crate::command::workers::{self, WorkItem};
use crate::command::{Exit, input_output};
use crate::terminal::{Counts, Ending, Terminal};

/// A file that is to be inspected.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PdfItem {
    #[serde(rename = "file", with = "any_path")]
    pub path: PathBuf,
    /// Where its attachments go.
    pub folder: Option<JsonPath>,
    /// Whether it was named itself, and not found in a folder.
    pub is_named: bool,
    /// Why it cannot be looked at: a folder that cannot be read.
    pub problem: Option<String>,
}

impl WorkItem for PdfItem {
    fn name(&self) -> String {
        input_name(&self.path)
    }

    fn is_standard_input(&self) -> bool {
        is_standard_input(&self.path)
    }
}

/// How the lines are written.
pub struct Audit<'a> {
    pub form: LinesForm,
    pub limits: PdfLimits,
    pub terminal: &'a Terminal,
}

/// What a run gets to know of a file.
#[derive(Debug, Serialize, Deserialize)]
struct AuditedFile {
    /// Its line; empty where it needs none.
    line: String,
    summary: AuditSummary,
    outcome: Ending,
    counts: Counts,
}

impl Audit<'_> {
    /// Inspects files as they are asked for, as a worker.
    pub fn serve(&self, bounds: &Bounds) -> Exit {
        workers::serve(
            bounds,
            self.terminal,
            |_| false,
            |_, item| self.guarded(item),
            |_, _, _| None,
        )
    }

    /// Inspects one; a panic is an internal error of its own.
    fn guarded(&self, item: &PdfItem) -> AuditedFile {
        let name = item.name();
        pool::catch_panic(|| self.audited(item, &name))
            .unwrap_or_else(|errors| self.audited_file(&name, None, errors.into_vec()))
    }

    /// Has all of them inspected, writes their lines in their order, and the summary.
    pub fn run(&self, items: &[PdfItem], labour: &Labour) -> Result<Exit, Diagnostics> {
        let terminal = self.terminal;
        match self.form {
            LinesForm::Text if !terminal.is_quiet() => terminal.write_stdout(columns::HEADER)?,
            LinesForm::Csv => terminal.write_stdout(&columns::record(&columns::COLUMNS))?,
            _ => {}
        }
        let mut run = Batch::new(Task::Inspect, terminal);
        let mut summary = AuditSummary::default();
        let mut written = Ok(());
        labour.by_workers(Task::Inspect, items, terminal, |at, outcome| {
            let name = items.get(at).map(WorkItem::name).unwrap_or_default();
            let lost = |error| self.audited_file(&name, None, vec![error]);
            let audited: AuditedFile = outcome.unwrap_or_else(lost);
            summary.add(audited.summary);
            run.count(audited.outcome, audited.counts);
            // What cannot be written once, cannot be written later.
            if written.is_ok() {
                written = terminal.write_stdout(&audited.line);
            }
        });
        written?;
        self.write_summary(&summary)?;
        Ok(run.end_beside_lines())
    }

    fn write_summary(&self, summary: &AuditSummary) -> Result<(), Diagnostics> {
        match self.form {
            LinesForm::Text => {
                self.terminal.write_stdout("\n")?;
                self.terminal.write_report(&summary.report())?;
            }
            LinesForm::Ndjson => self.terminal.write_json(&ResultLine::AuditSummary(summary))?,
            LinesForm::Csv => self.terminal.emit_report(&summary.report()),
        }
        Ok(())
    }

    /// Inspects one.
    fn audited(&self, item: &PdfItem, name: &str) -> AuditedFile {
        let inspected = match &item.problem {
            Some(problem) => Err(input_output(problem.clone()).into()),
            None => read_pdf(&item.path, name, &self.limits)
                .and_then(|bytes| Ok(inspect::inspect_within(name, &bytes, &self.limits)?)),
        };
        match inspected {
            Ok(inspection) => {
                let mut found = inspection.warnings.clone();
                found.extend(self.extracted(&inspection, item, name));
                self.audited_file(name, Some(&inspection), found)
            }
            Err(errors) => self.audited_file(name, None, errors.into_vec()),
        }
    }

    /// Writes the attachments, if they are wanted; returns what went wrong. That a file of a
    /// folder has none is nothing wrong.
    fn extracted(&self, inspection: &Inspection, item: &PdfItem, name: &str) -> Vec<Diagnostic> {
        match &item.folder {
            Some(folder) if item.is_named || !inspection.attachments.is_empty() => {
                let folder = PathBuf::from(folder.clone());
                extract::extract(inspection, name, &folder, self.terminal).1
            }
            _ => Vec::new(),
        }
    }

    /// What is said of one; of a file that was not inspected nothing but why.
    fn audited_file(
        &self,
        name: &str,
        inspection: Option<&Inspection>,
        found: Vec<Diagnostic>,
    ) -> AuditedFile {
        let mut done = Done::from(found);
        let mut of_one = Batch::new(Task::Inspect, self.terminal);
        let (outcome, counts) = of_one.report_beside_line(name, &mut done);
        let found = &done.diagnostics;
        let line = inspection.map_or_else(
            || AuditLine::refused(name, outcome, found),
            |inspection| AuditLine::of(name, outcome, inspection, found),
        );
        let summary = AuditSummary::of(&line);
        let line = match self.form {
            LinesForm::Text if self.terminal.is_quiet() && line.error().is_none() => String::new(),
            LinesForm::Text => columns::text(&line),
            LinesForm::Ndjson => json::line(&ResultLine::Audit(line)),
            LinesForm::Csv => columns::row(&line),
        };
        AuditedFile { line, summary, outcome, counts }
    }
}
