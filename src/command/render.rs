//! `letterpress render`: releases to files.

use std::path::PathBuf;

use letterpress::diagnostic::{self, Diagnostic};
use letterpress::source::Source;
use letterpress::{Edition, Manuscript, Standards, Target};

use super::files::Folder;
use super::input::Input;
use super::outputs::{self, Destination};
use super::workshop::Workshop;
use super::{Desk, Exit, Outcome, Task, Written, batch, judge, usage};
use crate::cli::{self, OutputFormat};

/// The resolution of PNG pages.
const DPI: f64 = 144.0;

/// Typesets what was typed.
pub fn run(typed: &cli::Render, desk: &dyn Desk) -> Result<Exit, Vec<Diagnostic>> {
    let inputs = Input::plan(&typed.workshop.releases, typed.workshop.setting.input_format)?;
    let editions = editions(typed)?;
    let (output, format) = (typed.output.as_deref(), typed.format);
    let destinations = outputs::plan(&inputs, output, format, editions.len())?;
    let standards = standards(typed)?;
    let workshop = Workshop::set_up(&typed.workshop.setting)?;
    let render = Render { typed, workshop, standards, editions, desk };
    let work = |at: usize, input: &Input| match destinations.get(at) {
        Some(destination) => render.one(input, destination),
        None => Render::outcome(input, Exit::Failed, Vec::new(), Vec::new()),
    };
    Ok(batch::run(Task::Render, &inputs, typed.workshop.jobs, desk, work))
}

/// The targets wanted, each once. Options that none of them heeds are a slip.
fn editions(typed: &cli::Render) -> Result<Vec<Edition>, Vec<Diagnostic>> {
    let has = |target| typed.target.contains(&target);
    let refuse = |why: &str, hint: &str| Err(vec![usage(why).hint(hint)]);
    if typed.crop_marks && !has(cli::Target::Print) {
        return refuse("--crop-marks are for print", "add `--target print`");
    }
    if typed.max_size.is_some() && !has(cli::Target::Mail) {
        return refuse("--max-size is for mail", "add `--target mail`");
    }
    if typed.format != OutputFormat::Pdf && typed.target != [cli::Target::Archive] {
        let ending = outputs::ending(typed.format);
        return Err(vec![usage(format!("--target is for PDF; {ending} is to be written"))]);
    }
    let mut editions: Vec<Edition> = Vec::new();
    for target in &typed.target {
        let target = match target {
            cli::Target::Archive => Target::Archive,
            cli::Target::Print => Target::Print,
            cli::Target::Mail => Target::Mail,
        };
        if editions.iter().all(|edition| edition.target != target) {
            let mut edition = Edition::of(target);
            edition.crop_marks = typed.crop_marks;
            edition.gray = typed.gray;
            edition.max_size = typed.max_size.unwrap_or(edition.max_size);
            editions.push(edition);
        }
    }
    Ok(editions)
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

/// One of the files that a release becomes.
struct Part {
    bytes: Vec<u8>,
    /// How many pages it holds.
    pages: usize,
    /// What it is for, where there are several.
    target: Option<Target>,
}

struct Render<'a> {
    typed: &'a cli::Render,
    workshop: Workshop,
    standards: Standards,
    editions: Vec<Edition>,
    desk: &'a dyn Desk,
}

impl Render<'_> {
    fn one(&self, input: &Input, destination: &Destination) -> Outcome {
        let mut found = Vec::new();
        let mut written = Vec::new();
        let source = match input.read() {
            Ok(source) => source,
            Err(faults) => {
                let exit = judge(&faults, None, false);
                return Self::outcome(input, exit, faults, written);
            }
        };
        if let Err(faults) = self.issue(input, &source, destination, &mut found, &mut written) {
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
        destination: &Destination,
        warnings: &mut Vec<Diagnostic>,
        written: &mut Vec<Written>,
    ) -> Result<(), Vec<Diagnostic>> {
        let files = self.workshop.files(input)?;
        let (typesetter, job) = self.workshop.bench(source, &files, self.typed.embed_source);
        let manuscript = typesetter.read(&job, &self.editions)?;
        warnings.extend_from_slice(manuscript.warnings());
        // All of them before the first is written: a release is issued whole.
        let parts = self.export(&manuscript, warnings)?;
        let is_denied = self.typed.workshop.messages.deny_warnings;
        if is_denied && warnings.iter().any(Diagnostic::is_warning) {
            return Ok(());
        }
        match destination {
            Destination::StandardOutput => self.pour(&parts),
            Destination::File { path, new_folder } => {
                if let Some(folder) = new_folder {
                    self.desk.make_folder(folder)?;
                }
                let name = |(at, part): (usize, &Part)| match part.target {
                    Some(target) => (outputs::variant(path, target.as_str()), part.pages),
                    None if self.is_paged() => {
                        (outputs::page(path, at + 1, self.typed.format), part.pages)
                    }
                    None => (path.clone(), part.pages),
                };
                let pages = parts.iter().enumerate().map(name).collect();
                self.keep(&parts, pages, &files, written)
            }
        }
    }

    /// The sheet in the format wanted: whole, page by page, or for each target.
    fn export(
        &self,
        manuscript: &Manuscript<'_>,
        notes: &mut Vec<Diagnostic>,
    ) -> Result<Vec<Part>, Vec<Diagnostic>> {
        let page = |bytes| Part { bytes, pages: 1, target: None };
        let sheet = || match self.editions.first() {
            Some(edition) => manuscript.sheet(edition),
            None => manuscript.sheet(&Edition::default()),
        };
        Ok(match self.typed.format {
            OutputFormat::Pdf => {
                let mut parts = Vec::new();
                for edition in &self.editions {
                    let mut issue = manuscript.pdf(edition, &self.standards)?;
                    notes.append(&mut issue.notes);
                    let target = (self.editions.len() > 1).then_some(edition.target);
                    parts.push(Part { bytes: issue.pdf, pages: issue.pages, target });
                }
                parts
            }
            OutputFormat::Png => sheet()?.png(DPI)?.into_iter().map(page).collect(),
            OutputFormat::Svg => {
                sheet()?.svg().into_iter().map(String::into_bytes).map(page).collect()
            }
            OutputFormat::Txt => {
                let sheet = sheet()?;
                vec![Part { bytes: sheet.text().into(), pages: sheet.pages(), target: None }]
            }
        })
    }

    fn is_paged(&self) -> bool {
        matches!(self.typed.format, OutputFormat::Png | OutputFormat::Svg)
    }

    fn pour(&self, parts: &[Part]) -> Result<(), Vec<Diagnostic>> {
        let [only] = parts else {
            let message = format!("{} pages cannot go to standard output in a row", parts.len());
            return Err(vec![
                usage(message).hint("`-o FILE` writes each page into a file of its own"),
            ]);
        };
        match (self.typed.format, str::from_utf8(&only.bytes)) {
            (OutputFormat::Svg | OutputFormat::Txt, Ok(text)) => self.desk.print(text),
            _ => self.desk.print_bytes(&only.bytes),
        }
    }

    fn keep(
        &self,
        parts: &[Part],
        pages: Vec<(PathBuf, usize)>,
        files: &Folder,
        written: &mut Vec<Written>,
    ) -> Result<(), Vec<Diagnostic>> {
        let read = |file: &PathBuf| files.has_read(file) || self.workshop.has_read(file);
        if let Some((file, _)) = pages.iter().find(|(file, _)| read(file)) {
            let message = format!("{} would be overwritten, but is used here", file.display());
            return Err(vec![usage(message).hint("write elsewhere: `-o FILE` or `-o DIR/`")]);
        }
        for ((file, pages), part) in pages.into_iter().zip(parts) {
            self.desk.write(&file, &part.bytes)?;
            written.push(Written { file, pages: Some(pages) });
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
