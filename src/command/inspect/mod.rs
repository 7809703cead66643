//! `letterpress inspect`: what PDF files are.

mod describe;
mod extract;
mod words;

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use letterpress::diagnostic::{Diagnostic, DiagnosticReport, Diagnostics};
use letterpress::inspect;
use letterpress::limits::PdfLimits;
use letterpress::pool;

use self::extract::AttachmentDestination;
use super::Exit;
use super::batch::{Batch, Done, Task, watched};
use super::bounds::Bounds;
use super::files::PlainFile;
use super::input::{cannot_read, check_standard_input, input_name, is_folder};
use super::limits::limits;
use super::result::ResultLine;
use super::standard_input::at_most;
use super::write::is_stream;
use crate::cli;
use crate::terminal::{Report, ReportRow, ReportSection, Terminal};

/// Inspects what was typed.
pub fn run(typed: &cli::InspectArgs, terminal: &Terminal) -> Result<Exit, Diagnostics> {
    check_standard_input(&typed.files)?;
    let destinations = extract::plan(typed.extract.as_deref(), &typed.files)?;
    let (bounds, limits) = (Bounds::new(&typed.bounds), limits(&typed.bounds)?.pdfs);
    let mut run = Batch::new(Task::Inspect, terminal);
    for (file, destination) in typed.files.iter().zip(&destinations) {
        let name = input_name(file);
        let inspected = watched(Task::Inspect, &name, &bounds, terminal, || {
            pool::catch_panic(|| {
                if typed.reading {
                    read_order(file, &name, &limits, terminal)
                } else {
                    inspect(file, &name, destination, &limits, terminal)
                }
            })
        });
        let found = inspected.flatten();
        run.report(&name, Done::from(found.unwrap_or_else(Diagnostics::into_vec)));
    }
    Ok(run.end())
}

/// Describes one file; returns what is to be said of it besides.
fn inspect(
    file: &Path,
    name: &str,
    destination: &AttachmentDestination,
    limits: &PdfLimits,
    terminal: &Terminal,
) -> Result<Vec<Diagnostic>, Diagnostics> {
    let inspected = read(file, name, limits)
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
    let read = read(file, name, limits)
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

fn is_standard_input(file: &Path) -> bool {
    file == Path::new("-")
}

/// The bytes of a file, and never many more than are inspected.
fn read(file: &Path, name: &str, limits: &PdfLimits) -> Result<Vec<u8>, Diagnostics> {
    if is_standard_input(file) {
        let bytes = at_most(io::stdin().lock(), limits.bytes);
        return Ok(bytes.map_err(|error| cannot_read(name, &error))?);
    }
    let (opened, size) = open(file).map_err(|error| unreadable(file, name, &error))?;
    if size > limits.bytes {
        return Err(inspect::too_large(name, size, limits).into());
    }
    // Room for all of it at once: a list that doubles takes twice as much for a while.
    let mut bytes = Vec::with_capacity(size as usize + 1);
    let read = opened.take(limits.bytes.saturating_add(1)).read_to_end(&mut bytes);
    read.map_err(|error| unreadable(file, name, &error))?;
    Ok(bytes)
}

fn unreadable(file: &Path, name: &str, error: &io::Error) -> Diagnostic {
    match error.kind() {
        ErrorKind::IsADirectory => is_folder(file),
        _ => cannot_read(name, error),
    }
}

/// Opens a file that the caller named, and says how large it is. A pipe is one whose end has
/// to be waited for: it has no size.
fn open(file: &Path) -> io::Result<(File, u64)> {
    if is_stream(file) {
        return Ok((File::open(file)?, 0));
    }
    let file = PlainFile::open(file)?;
    let size = file.metadata().len();
    Ok((file.into_file(), size))
}
