//! `letterpress render`: releases to files.

use std::path::PathBuf;

use letterpress::diagnostic::{self, Diagnostic};
use letterpress::source::Source;
use letterpress::{Sheet, Standards};

use super::files::Folder;
use super::input::Input;
use super::outputs::{self, Target};
use super::workshop::Workshop;
use super::{Desk, Exit, Outcome, Task, Written, batch, judge, usage};
use crate::cli::{self, OutputFormat};

/// The resolution of PNG pages.
const DPI: f64 = 144.0;

/// Typesets what was typed.
pub fn run(typed: &cli::Render, desk: &dyn Desk) -> Result<Exit, Vec<Diagnostic>> {
    let inputs = Input::plan(&typed.workshop.releases, typed.workshop.input_format)?;
    let targets = outputs::plan(&inputs, typed.output.as_deref(), typed.format)?;
    let standards = standards(typed)?;
    let workshop = Workshop::set_up(&typed.workshop)?;
    let render = Render { typed, workshop, standards, desk };
    let work = |at: usize, input: &Input| match targets.get(at) {
        Some(target) => render.one(input, target),
        None => Render::outcome(input, Exit::Failed, Vec::new(), Vec::new()),
    };
    Ok(batch::run(Task::Render, &inputs, typed.workshop.jobs, desk, work))
}

/// The standards of the PDF; an explicit list has to go with the other options.
fn standards(typed: &cli::Render) -> Result<Standards, Vec<Diagnostic>> {
    if typed.format != OutputFormat::Pdf && (typed.embed_source || typed.standard.is_some()) {
        let option = if typed.embed_source { "--embed-source" } else { "--standard" };
        let ending = outputs::ending(typed.format);
        return Err(vec![usage(format!("{option} is for PDF; {ending} is to be written"))]);
    }
    let Some(list) = &typed.standard else {
        return Ok(match typed.embed_source {
            true => Standards::embedding(),
            false => Standards::default(),
        });
    };
    let standards = Standards::parse(list).map_err(|fault| vec![fault])?;
    if typed.embed_source && !standards.allow_attachments() {
        let fault = usage(format!("{list} allows no attachments, so no --embed-source"));
        return Err(vec![fault.hint("leave --standard out, or say `--standard a-3a,ua-1`")]);
    }
    Ok(standards)
}

struct Render<'a> {
    typed: &'a cli::Render,
    workshop: Workshop,
    standards: Standards,
    desk: &'a dyn Desk,
}

impl Render<'_> {
    fn one(&self, input: &Input, target: &Target) -> Outcome {
        let mut found = Vec::new();
        let mut written = Vec::new();
        let source = match input.read() {
            Ok(source) => source,
            Err(faults) => {
                let exit = judge(&faults, None, false);
                return Self::outcome(input, exit, faults, written);
            }
        };
        if let Err(faults) = self.issue(input, &source, target, &mut found, &mut written) {
            found.extend(faults);
        }
        diagnostic::sort(&mut found);
        let exit = judge(&found, Some(&source), self.typed.workshop.messages.deny_warnings);
        Self::outcome(input, exit, found, written)
    }

    fn outcome(
        input: &Input,
        exit: Exit,
        diagnostics: Vec<Diagnostic>,
        written: Vec<Written>,
    ) -> Outcome {
        Outcome { task: Task::Render, name: input.name(), exit, diagnostics, written }
    }

    /// Sets a release and writes it, unless warnings are denied and there are some.
    fn issue(
        &self,
        input: &Input,
        source: &Source,
        target: &Target,
        warnings: &mut Vec<Diagnostic>,
        written: &mut Vec<Written>,
    ) -> Result<(), Vec<Diagnostic>> {
        let files = self.workshop.files(input)?;
        let (typesetter, job) = self.workshop.bench(source, &files, self.typed.embed_source);
        let mut sheet = typesetter.typeset(&job)?;
        warnings.append(&mut sheet.warnings);
        let parts = self.export(&sheet)?;
        if self.typed.workshop.messages.deny_warnings && !warnings.is_empty() {
            return Ok(());
        }
        match target {
            Target::StandardOutput => self.pour(&parts),
            Target::File { path, new_folder } => {
                if let Some(folder) = new_folder {
                    self.desk.make_folder(folder)?;
                }
                let format = self.typed.format;
                let pages = match self.is_paged() {
                    true => {
                        (1..=parts.len()).map(|at| (outputs::page(path, at, format), 1)).collect()
                    }
                    false => vec![(path.clone(), sheet.pages())],
                };
                self.keep(&parts, pages, &files, written)
            }
        }
    }

    /// The sheet in the format wanted: whole, or page by page.
    fn export(&self, sheet: &Sheet) -> Result<Vec<Vec<u8>>, Vec<Diagnostic>> {
        Ok(match self.typed.format {
            OutputFormat::Pdf => vec![sheet.pdf(&self.standards)?],
            OutputFormat::Png => sheet.png(DPI)?,
            OutputFormat::Svg => sheet.svg().into_iter().map(String::into_bytes).collect(),
            OutputFormat::Txt => vec![Vec::from(sheet.text())],
        })
    }

    fn is_paged(&self) -> bool {
        matches!(self.typed.format, OutputFormat::Png | OutputFormat::Svg)
    }

    fn pour(&self, parts: &[Vec<u8>]) -> Result<(), Vec<Diagnostic>> {
        let [only] = parts else {
            let message = format!("{} pages cannot go to standard output in a row", parts.len());
            return Err(vec![
                usage(message).hint("`-o FILE` writes each page into a file of its own"),
            ]);
        };
        match (self.typed.format, str::from_utf8(only)) {
            (OutputFormat::Svg | OutputFormat::Txt, Ok(text)) => self.desk.print(text),
            _ => self.desk.print_bytes(only),
        }
    }

    fn keep(
        &self,
        parts: &[Vec<u8>],
        pages: Vec<(PathBuf, usize)>,
        files: &Folder,
        written: &mut Vec<Written>,
    ) -> Result<(), Vec<Diagnostic>> {
        let read = |file: &PathBuf| files.has_read(file) || self.workshop.has_read(file);
        if let Some((file, _)) = pages.iter().find(|(file, _)| read(file)) {
            let message = format!("{} would be overwritten, but is used here", file.display());
            return Err(vec![usage(message).hint("write elsewhere: `-o FILE` or `-o DIR/`")]);
        }
        for ((file, pages), bytes) in pages.into_iter().zip(parts) {
            self.desk.write(&file, bytes)?;
            written.push(Written { file, pages });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    fn standards_of(line: &str) -> Option<bool> {
        let typed = cli::Letterpress::try_parse_from(line.split(' ')).ok()?;
        match &typed.command {
            cli::Command::Render(typed) => standards(typed).ok().map(|s| s.allow_attachments()),
            _ => None,
        }
    }

    #[test]
    fn embedding_takes_a_standard_that_allows_it() {
        let of = |options: &str| standards_of(&format!("letterpress render a.md{options}"));
        assert_eq!(of(""), Some(false));
        assert_eq!(of(" --embed-source"), Some(true));
        assert_eq!(of(" --standard a-3a,ua-1 --embed-source"), Some(true));
        assert_eq!(of(" --standard a-2a,ua-1 --embed-source"), None);
        assert_eq!(of(" --standard pdf-9"), None);
        assert_eq!(of(" --format png --embed-source"), None);
    }
}
