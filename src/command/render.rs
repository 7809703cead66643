//! `letterpress render`: releases to files.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use letterpress::diagnostic::{Diagnostic, Diagnostics};
use letterpress::inspect::reading;
use letterpress::message;
use letterpress::{Edition, Manuscript, Sheet, Standards, Target};

use super::batch::{Batch, Done, Labour, Task, WrittenFile};
use super::files::Folder;
use super::input::Input;
use super::outputs::{self, Destination};
use super::project::Projects;
use super::session::Session;
use super::write::{FileWriter, Overwrite};
use super::{Exit, usage};
use crate::cli::{self, OutputFormat};
use crate::terminal::Terminal;

/// The resolution of PNG pages.
const DPI: f64 = 144.0;

/// Typesets what was typed.
pub fn run(typed: &cli::RenderArgs, terminal: &Terminal) -> Result<Exit, Diagnostics> {
    let cli::ReleasesArgs { releases, typesetting, jobs } = &typed.releases;
    let inputs = Input::plan(releases, typesetting.input_format)?;
    let editions = editions(typed)?;
    let (output, format) = (typed.output.as_deref(), typed.format);
    let projects = Projects::of(inputs.iter().map(Input::folder), terminal)?;
    let destinations = outputs::plan(&inputs, output, &projects, format, editions.len())?;
    let standards = standards(typed)?;
    let session = Session::set_up(typesetting, projects, terminal)?;
    let writer = FileWriter::new(Overwrite::from(typed.overwrite));
    let render = Renderer { typed, session, standards, editions, writer, terminal };
    let plan: Vec<_> = inputs.iter().zip(destinations).collect();
    let max_bytes = render.session.limits().text.bytes;
    let labour = Labour::new(*jobs, &typesetting.bounds, max_bytes);
    let has_layout = |(input, _): &(&Input, _)| render.session.sets_with_own_layout(input);
    Ok(Batch::each(Task::Render, &plan, &labour, terminal, has_layout, |(input, destination)| {
        let mut done = Done::default();
        if let Err(errors) = render.issue(input, destination, &mut done) {
            done.diagnostics.extend(errors);
        }
        done
    }))
}

/// The targets wanted, each once. Options that none of them heeds are a slip.
fn editions(typed: &cli::RenderArgs) -> Result<Vec<Edition>, Diagnostics> {
    if typed.crop_marks && !typed.target.contains(&cli::TargetArg::Print) {
        return Err(usage("--crop-marks are for print").hint("add `--target print`").into());
    }
    if typed.max_size.is_some() && !typed.target.contains(&cli::TargetArg::Mail) {
        return Err(usage("--max-size is for mail").hint("add `--target mail`").into());
    }
    if typed.format != OutputFormat::Pdf && typed.target != [cli::TargetArg::Archive] {
        let ending = outputs::ending(typed.format);
        return Err(Diagnostics::from(usage(message!(
            "--target is for PDF; {ending} is to be written",
            ending
        ))));
    }
    let mut editions: Vec<Edition> = Vec::new();
    for target in &typed.target {
        let target = match target {
            cli::TargetArg::Archive => Target::Archive,
            cli::TargetArg::Print => Target::Print,
            cli::TargetArg::Mail => Target::Mail,
        };
        if editions.iter().all(|edition| edition.target != target) {
            let edition = Edition::of(target);
            let max_size = typed.max_size.unwrap_or(edition.max_size);
            let edition = edition.with_crop_marks(typed.crop_marks).with_gray(typed.gray);
            editions.push(edition.with_max_size(max_size));
        }
    }
    Ok(editions)
}

/// The standards of the PDF; an explicit list has to go with the other options.
fn standards(typed: &cli::RenderArgs) -> Result<Standards, Diagnostics> {
    if typed.format != OutputFormat::Pdf && (typed.embed_source || typed.standard.is_some()) {
        let option = if typed.embed_source { "--embed-source" } else { "--standard" };
        let ending = outputs::ending(typed.format);
        return Err(Diagnostics::from(usage(message!(
            "{option} is for PDF; {ending} is to be written",
            option,
            ending
        ))));
    }
    let Some(list) = &typed.standard else {
        let standards =
            if typed.embed_source { Standards::embedding() } else { Standards::default() };
        return Ok(standards);
    };
    let standards = Standards::parse(list)?;
    if typed.embed_source && !standards.allow_attachments() {
        let error = usage(message!("{list} allows no attachments, so no --embed-source", list));
        return Err(Diagnostics::from(
            error.hint("leave --standard out, or say `--standard a-3a,ua-1`"),
        ));
    }
    Ok(standards)
}

/// One of the files that a release becomes.
struct RenderedFile {
    bytes: Vec<u8>,
    /// How many pages it holds, if it is made of pages.
    pages: Option<usize>,
    /// What it is for, where there are several.
    target: Option<Target>,
}

impl RenderedFile {
    /// One page, which has a file of its own.
    fn page(bytes: Vec<u8>) -> Self {
        Self { bytes, pages: Some(1), target: None }
    }
}

struct Renderer<'a> {
    typed: &'a cli::RenderArgs,
    session: Session,
    standards: Standards,
    editions: Vec<Edition>,
    writer: FileWriter,
    terminal: &'a Terminal,
}

impl Renderer<'_> {
    /// Sets a release and writes it, unless warnings are denied and there are some.
    fn issue(
        &self,
        input: &Input,
        destination: &Destination,
        done: &mut Done,
    ) -> Result<(), Diagnostics> {
        let source = self.session.read(input)?;
        let files = self.session.files(input)?;
        let job =
            self.session.job(input, &source, &files).embedding_source(self.typed.embed_source);
        let manuscript = self.session.typesetter().read(&job, &self.editions)?;
        done.diagnostics.extend_from_slice(manuscript.warnings());
        // All of them before the first is written: a release is issued whole.
        let parts = self.export(&manuscript, &mut done.diagnostics)?;
        if self.terminal.denies_warnings() && done.diagnostics.iter().any(Diagnostic::is_warning) {
            return Ok(());
        }
        match destination {
            Destination::Nowhere => Ok(()),
            Destination::StandardOutput => self.write_stdout(&parts),
            Destination::File { path, new_folder } => {
                let paths = self.paths(path, &parts);
                self.check_inputs(&paths, &files)?;
                done.written = self.write_files(parts, &paths, new_folder.as_deref())?;
                done.removed = self.remove_surplus(path, paths.len())?;
                Ok(())
            }
        }
    }

    /// The file of each part.
    fn paths(&self, path: &Path, parts: &[RenderedFile]) -> Vec<PathBuf> {
        let (format, is_paged) = (self.typed.format, self.is_paged());
        let paths = parts.iter().enumerate().map(|(at, part)| match part.target {
            Some(target) => outputs::variant(path, target.as_str()),
            None if is_paged => outputs::page(path, at + 1, format),
            None => path.to_owned(),
        });
        paths.collect()
    }

    /// Whether each page is a file of its own.
    fn is_paged(&self) -> bool {
        matches!(self.typed.format, OutputFormat::Png | OutputFormat::Svg)
    }

    /// The sheet in the format wanted: whole, page by page, or for each target.
    fn export(
        &self,
        manuscript: &Manuscript<'_>,
        notes: &mut Vec<Diagnostic>,
    ) -> Result<Vec<RenderedFile>, Diagnostics> {
        Ok(match self.typed.format {
            OutputFormat::Pdf => {
                let mut parts = Vec::new();
                for edition in &self.editions {
                    let mut pdf = manuscript.pdf(edition, &self.standards)?;
                    // Of several editions the layout says the same.
                    pdf.notes.retain(|note| !notes.contains(note));
                    notes.append(&mut pdf.notes);
                    let target = (self.editions.len() > 1).then_some(edition.target);
                    let pages = Some(pdf.page_count);
                    parts.push(RenderedFile { bytes: pdf.bytes, pages, target });
                }
                parts
            }
            OutputFormat::Png => {
                let pages = self.sheet(manuscript, notes)?.png(DPI)?;
                pages.into_iter().map(RenderedFile::page).collect()
            }
            OutputFormat::Svg => {
                let pages =
                    self.sheet(manuscript, notes)?.svg().into_iter().map(String::into_bytes);
                pages.map(RenderedFile::page).collect()
            }
            OutputFormat::Txt => {
                let sheet = self.sheet(manuscript, notes)?;
                let pages = Some(sheet.page_count());
                vec![RenderedFile { bytes: sheet.text().into(), pages, target: None }]
            }
            OutputFormat::Heard => {
                let pdf = manuscript.pdf(&Edition::default(), &self.standards)?;
                notes.extend(pdf.notes);
                let limits = self.session.limits().pdfs;
                let (reading, warnings) = reading::read("the PDF", &pdf.bytes, &limits)?;
                notes.extend(warnings);
                let bytes = reading.lines().into_bytes();
                vec![RenderedFile { bytes, pages: Some(pdf.page_count), target: None }]
            }
            OutputFormat::Ics => {
                let bytes = manuscript.calendar()?.into_bytes();
                vec![RenderedFile { bytes, pages: None, target: None }]
            }
        })
    }

    /// The one sheet of a format other than PDF.
    fn sheet(
        &self,
        manuscript: &Manuscript<'_>,
        notes: &mut Vec<Diagnostic>,
    ) -> Result<Arc<Sheet>, Diagnostics> {
        let sheet = manuscript.sheet(self.editions.first().unwrap_or(&Edition::default()))?;
        notes.extend_from_slice(sheet.layout_warnings());
        Ok(sheet)
    }

    fn write_stdout(&self, parts: &[RenderedFile]) -> Result<(), Diagnostics> {
        let [only] = parts else {
            let message =
                message!("{pages} pages cannot be written to standard output", pages = parts.len());
            let hint = "`-o FILE` writes each page into a file of its own";
            return Err(usage(message).hint(hint).into());
        };
        match (self.typed.format, str::from_utf8(&only.bytes)) {
            (
                OutputFormat::Svg | OutputFormat::Txt | OutputFormat::Heard | OutputFormat::Ics,
                Ok(text),
            ) => self.terminal.write_stdout(text),
            _ => self.terminal.write_stdout_bytes(&only.bytes),
        }
    }

    /// Refuses files from which something was read.
    fn check_inputs(&self, paths: &[PathBuf], files: &Folder) -> Result<(), Diagnostics> {
        let is_input = |file: &&PathBuf| files.has_read(file) || self.session.has_read(file);
        let Some(file) = paths.iter().find(is_input) else { return Ok(()) };
        let message =
            message!("{file} would be overwritten, but is used here", file = file.display());
        Err(usage(message).hint("write elsewhere: `-o FILE` or `-o DIR/`").into())
    }

    /// Writes all files of a release, or none.
    fn write_files(
        &self,
        parts: Vec<RenderedFile>,
        paths: &[PathBuf],
        new_folder: Option<&Path>,
    ) -> Result<Vec<WrittenFile>, Diagnostics> {
        let mut files = self.writer.begin();
        if let Some(folder) = new_folder {
            files.make_folder(folder)?;
        }
        let mut pages = Vec::with_capacity(parts.len());
        for (path, part) in paths.iter().zip(parts) {
            files.add(path, part.bytes)?;
            pages.push(part.pages);
        }
        let files = files.finish()?.into_iter().zip(pages);
        Ok(files.map(|(file, pages)| WrittenFile::new(file, pages)).collect())
    }

    /// Removes the pages that an earlier run, with more of them, has written.
    fn remove_surplus(&self, path: &Path, pages: usize) -> Result<Vec<PathBuf>, Diagnostics> {
        let mut removed = Vec::new();
        if self.is_paged() {
            for page in outputs::pages_behind(path, pages, self.typed.format) {
                if self.writer.remove_own(&page)? {
                    removed.push(page);
                }
            }
        }
        Ok(removed)
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
