//! `letterpress inspect`: what PDF files are.

mod extract;
mod tell;
mod words;

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use letterpress::diagnostic::Diagnostic;
use letterpress::inspect::{self, Inspection};
use serde::Serialize;

use super::input::{at_most, cannot_read, is_folder};
use super::{Desk, Exit, Outcome, Tally, Task, batch, judge, usage};
use crate::cli::{self, MessageFormat};

/// What is told of one file.
pub struct Report {
    pub title: String,
    pub sections: Vec<Section>,
}

/// Rows that belong together; without rows it is not shown.
pub struct Section {
    pub name: &'static str,
    pub rows: Vec<Row>,
}

/// A label and what is said under it.
#[derive(Debug, PartialEq)]
pub struct Row {
    pub label: String,
    pub lines: Vec<String>,
    /// Whether somebody should look at it.
    pub alarm: bool,
}

/// A file as programs read it.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Line<'a> {
    Inspection {
        file: &'a str,
        #[serde(flatten)]
        inspection: &'a Inspection,
        findings: Vec<Finding<'a>>,
        extracted: &'a [PathBuf],
    },
    Refusal {
        file: &'a str,
        findings: Vec<Finding<'a>>,
    },
}

#[derive(Serialize)]
struct Finding<'a> {
    code: &'a str,
    severity: &'a str,
    message: &'a str,
    hints: &'a [String],
}

/// Inspects what was typed.
pub fn run(typed: &cli::Inspect, desk: &dyn Desk) -> Result<Exit, Vec<Diagnostic>> {
    if typed.files.iter().filter(|file| is_standard_input(file)).count() > 1 {
        return Err(vec![usage("standard input can be read once: `-` stands here twice")]);
    }
    let mut tally = Tally { task: Task::Inspect, ..Tally::default() };
    for file in &typed.files {
        let name = name_of(file);
        let diagnostics = match batch::guarded(|| one(file, &name, typed, desk)).flatten() {
            Ok(found) | Err(found) => found,
        };
        let exit = judge(&diagnostics, None, false);
        let outcome = Outcome { task: Task::Inspect, name, exit, diagnostics, written: Vec::new() };
        tally.count(&outcome);
        desk.outcome(&outcome);
    }
    desk.tally(&tally);
    Ok(tally.exit())
}

/// Tells what one file is; returns what is to be said of it besides.
fn one(
    file: &Path,
    name: &str,
    typed: &cli::Inspect,
    desk: &dyn Desk,
) -> Result<Vec<Diagnostic>, Vec<Diagnostic>> {
    let inspected = read(file, name)
        .and_then(|bytes| inspect::inspect(name, &bytes).map_err(|fault| vec![fault]));
    let inspection = match inspected {
        Ok(inspection) => inspection,
        Err(faults) => {
            if typed.format == MessageFormat::Json {
                print(desk, &Line::Refusal { file: name, findings: findings(&faults) })?;
            }
            return Err(faults);
        }
    };
    let mut found = inspection.warnings.clone();
    if typed.format == MessageFormat::Human {
        desk.report(&Report { title: name.to_owned(), sections: tell::sections(&inspection) })?;
    }
    let mut extracted = Vec::new();
    if let Some(folder) = &typed.extract {
        let (written, faults) = extract::extract(&inspection, name, folder, desk);
        extracted = written;
        found.extend(faults);
    }
    if typed.format == MessageFormat::Json {
        let findings = findings(&found);
        let (inspection, extracted) = (&inspection, extracted.as_slice());
        print(desk, &Line::Inspection { file: name, inspection, findings, extracted })?;
    }
    Ok(found)
}

fn findings(diagnostics: &[Diagnostic]) -> Vec<Finding<'_>> {
    let finding = |found: &'_ Diagnostic| -> (&'static str, &'static str) {
        (found.code, found.severity.as_str())
    };
    let all = diagnostics.iter().map(|found| {
        let (code, severity) = finding(found);
        Finding { code, severity, message: &found.message, hints: &found.hints }
    });
    all.collect()
}

fn print(desk: &dyn Desk, line: &Line<'_>) -> Result<(), Vec<Diagnostic>> {
    let text = serde_json::to_string(line).map_err(|error| {
        vec![Diagnostic::error("internal", format!("letterpress itself is at fault: {error}"))]
    })?;
    desk.print(&format!("{text}\n"))
}

fn is_standard_input(file: &Path) -> bool {
    file == Path::new("-")
}

fn name_of(file: &Path) -> String {
    match is_standard_input(file) {
        true => "<stdin>".to_owned(),
        false => file.display().to_string(),
    }
}

/// The bytes of a file, and never many more than are inspected.
fn read(file: &Path, name: &str) -> Result<Vec<u8>, Vec<Diagnostic>> {
    let fail = |error: io::Error| vec![cannot_read(name, &error)];
    if is_standard_input(file) {
        return at_most(io::stdin().lock(), inspect::MAX_BYTES).map_err(fail);
    }
    let about = fs::metadata(file).map_err(fail)?;
    if about.is_dir() {
        return Err(vec![is_folder(file)]);
    }
    if about.is_file() && about.len() > inspect::MAX_BYTES as u64 {
        return Err(vec![inspect::too_large(name, about.len())]);
    }
    at_most(File::open(file).map_err(fail)?, inspect::MAX_BYTES).map_err(fail)
}
