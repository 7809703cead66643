//! `letterpress inspect`: what PDF files are.

mod columns;
mod describe;
mod extract;
mod lines;

use std::path::Path;

use letterpress::diagnostic::{Diagnostic, DiagnosticReport, Diagnostics};
use letterpress::inspect;
use letterpress::limits::PdfLimits;
use letterpress::pool;

use self::extract::AttachmentDestination;
use self::lines::{Audit, PdfItem};
use super::Exit;
use super::batch::{Batch, Done, Labour, Task, watched};
use super::bounds::Bounds;
use super::input::input_name;
use super::limits::limits;
use super::pdf_input::{found_pdfs, is_standard_input, read_pdf};
use super::result::ResultLine;
use super::walk::FoundFile;
use crate::cli::{self, LinesForm};
use crate::terminal::{Report, ReportRow, ReportSection, Terminal};

/// Inspects what was typed: each file with a report, or all of them with a line each.
pub fn run(typed: &cli::InspectArgs, terminal: &Terminal) -> Result<Exit, Diagnostics> {
    let limits = limits(&typed.bounds)?.pdfs;
    let labour = Labour::new(typed.jobs, &typed.bounds, limits.bytes);
    let form = lines_form(typed, terminal);
    if let (Some(form), true) = (form, terminal.is_of_worker()) {
        return Ok(Audit { form, limits, terminal }.serve(&labour.bounds));
    }
    let found = found_pdfs(&typed.files, &typed.exclude)?;
    let destinations = extract::plan(typed.extract.as_deref(), &found)?;
    let Some(form) = form else {
        return Ok(reports(typed, &found, &destinations, &labour.bounds, &limits, terminal));
    };
    let items = found.into_iter().zip(destinations).map(|(found, destination)| {
        let problem = found.error.map(|error| error.message);
        let folder = match destination {
            AttachmentDestination::Nowhere => None,
            AttachmentDestination::Folder(folder) => Some(folder.as_path().into()),
            AttachmentDestination::StandardOutput => return Err(extract::only_one()),
        };
        Ok(PdfItem { path: found.path, folder, is_named: found.below.is_none(), problem })
    });
    let items = items.collect::<Result<Vec<_>, _>>()?;
    Audit { form, limits, terminal }.run(&items, &labour)
}

/// How the lines are written, if there are to be lines.
fn lines_form(typed: &cli::InspectArgs, terminal: &Terminal) -> Option<LinesForm> {
    let has_folder = || typed.files.iter().any(|file| !is_standard_input(file) && file.is_dir());
    let usual = if terminal.is_json() { LinesForm::Ndjson } else { LinesForm::Text };
    typed.lines.or_else(|| (!typed.reading && has_folder()).then_some(usual))
}

/// Writes a report on each, or what is heard of it.
fn reports(
    typed: &cli::InspectArgs,
    found: &[FoundFile],
    destinations: &[AttachmentDestination],
    bounds: &Bounds,
    limits: &PdfLimits,
    terminal: &Terminal,
) -> Exit {
    let mut run = Batch::new(Task::Inspect, terminal);
    for (FoundFile { path: file, error, .. }, destination) in found.iter().zip(destinations) {
        let name = input_name(file);
        if let Some(error) = error {
            run.report(&name, &mut Done::from(vec![Diagnostic::clone(error)]));
            continue;
        }
        let inspected = watched(Task::Inspect, &name, bounds, terminal, || {
            pool::catch_panic(|| {
                if typed.reading {
                    read_order(file, &name, limits, terminal)
                } else {
                    inspect(file, &name, destination, limits, terminal)
                }
            })
        });
        let found = inspected.flatten();
        run.report(&name, &mut Done::from(found.unwrap_or_else(Diagnostics::into_vec)));
    }
    run.end()
}

/// Describes one file; returns what is to be said of it besides.
fn inspect(
    file: &Path,
    name: &str,
    destination: &AttachmentDestination,
    limits: &PdfLimits,
    terminal: &Terminal,
) -> Result<Vec<Diagnostic>, Diagnostics> {
    let inspected = read_pdf(file, name, limits)
        .and_then(|bytes| Ok(inspect::inspect_within(name, &bytes, limits)?));
    let inspection = match inspected {
        Ok(inspection) => inspection,
        Err(errors) => {
            if *destination != AttachmentDestination::StandardOutput {
                refuse(name, &errors, terminal)?;
            }
            return Err(errors);
        }
    };
    let mut found = inspection.warnings.clone();
    if *destination == AttachmentDestination::StandardOutput {
        // It has room for one thing.
        found.extend(
            extract::to_standard_output(&inspection, name, terminal).err().into_iter().flatten(),
        );
        return Ok(found);
    }
    if !terminal.is_json() {
        let sections = describe::sections(&inspection);
        terminal.write_report(&Report { title: name.to_owned(), sections })?;
    }
    let mut extracted = Vec::new();
    if let AttachmentDestination::Folder(folder) = destination {
        let (written, errors) = extract::extract(&inspection, name, folder, terminal);
        extracted = written;
        found.extend(errors);
    }
    if terminal.is_json() {
        // A name need not be text.
        let extracted = extracted.iter().map(|path| path.display().to_string()).collect();
        let (inspection, findings) = (&inspection, findings(&found));
        terminal.write_json(&ResultLine::Inspection {
            file: name,
            inspection,
            findings,
            extracted,
        })?;
    }
    Ok(found)
}

/// Says what is heard of one file; returns what is to be said of it besides.
fn read_order(
    file: &Path,
    name: &str,
    limits: &PdfLimits,
    terminal: &Terminal,
) -> Result<Vec<Diagnostic>, Diagnostics> {
    let read = read_pdf(file, name, limits)
        .and_then(|bytes| Ok(inspect::reading::read(name, &bytes, limits)?));
    let (reading, found) = match read {
        Ok(read) => read,
        Err(errors) => {
            refuse(name, &errors, terminal)?;
            return Err(errors);
        }
    };
    if terminal.is_json() {
        let findings = findings(&found);
        terminal.write_json(&ResultLine::Reading { file: name, reading: &reading, findings })?;
    } else {
        terminal.write_stdout(&format!("{name}\n\n{}\n", reading.lines()))?;
    }
    Ok(found)
}

/// Says to programs why a file cannot be inspected.
fn refuse(name: &str, errors: &Diagnostics, terminal: &Terminal) -> Result<(), Diagnostics> {
    if terminal.is_json() {
        terminal.write_json(&ResultLine::Refusal { file: name, findings: findings(errors) })?;
    }
    Ok(())
}

fn findings(diagnostics: &[Diagnostic]) -> Vec<DiagnosticReport<'_>> {
    let report = |diagnostic| DiagnosticReport { diagnostic, release: None };
    diagnostics.iter().map(report).collect()
}
