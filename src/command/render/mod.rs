//! `letterpress render`: releases to files.

mod export;
mod options;

use std::path::{Path, PathBuf};

use letterpress::Manuscript;
use letterpress::diagnostic::{Diagnostic, Diagnostics};
use letterpress::message;

use self::export::{Export, Exported, RenderedFile, RenderedPart};
use super::batch::{Done, HeldFile, Task};
use super::input::Input;
use super::outputs::{self, Destination, OutputRule, TypedPlace};
use super::project::Projects;
use super::releases::ReleaseRun;
use super::session::{Session, Surroundings};
use super::write::{FileWriter, Overwrite};
use super::written::WrittenFile;
use super::{Exit, usage};
use crate::cli::{InputFormat, OutputFormat, ReleasesArgs, RenderArgs};
use crate::terminal::Terminal;

/// Typesets what was typed.
pub fn run(typed: &RenderArgs, terminal: &Terminal) -> Result<Exit, Diagnostics> {
    issue(typed, terminal, tells_hashes(&typed.releases, terminal))
}

/// The same; `takes_hashes` says whether somebody wants to know those of the files.
pub fn issue(
    typed: &RenderArgs,
    terminal: &Terminal,
    takes_hashes: bool,
) -> Result<Exit, Diagnostics> {
    prepared(typed, terminal, |run, export| {
        let writer = FileWriter::new(Overwrite::from(typed.overwrite));
        let render = Renderer {
            export,
            embeds_source: typed.embed_source,
            session: run.session,
            tells_fingerprint: run.wants_fingerprint(),
            writer: writer.taking_hashes(takes_hashes),
            terminal,
        };
        run.carry_out(|input, destination| {
            let mut done = Done::default();
            if let Err(errors) = render.issue(input, destination, &mut done) {
                done.diagnostics.extend(errors);
            }
            done
        })
    })
}

/// Reads what all releases are set with, and hands the run over.
pub fn prepared<T>(
    typed: &RenderArgs,
    terminal: &Terminal,
    act: impl FnOnce(&ReleaseRun<'_>, &Export<'_>) -> Result<T, Diagnostics>,
) -> Result<T, Diagnostics> {
    let args = &typed.releases;
    let export = export(typed)?;
    let holds_files = is_lines(args) && typed.output.as_deref() == Some(Path::new("-"));
    let projects = Projects::of(args.folders(), terminal)?;
    let place = TypedPlace {
        output: typed.output.as_deref(),
        out_tree: typed.out_tree.as_deref(),
        is_single: args.is_single() && export.formats.len() * export.editions.len() == 1,
        is_held: holds_files,
    };
    let rule = OutputRule::new(place, &export.formats, &projects)?;
    let session = Session::set_up(&args.typesetting, projects, terminal)?;
    let run = ReleaseRun {
        task: Task::Render,
        args,
        session: &session,
        rule: Some(rule),
        holds_files,
        options: format!("render {:?} {}", export, terminal.denies_warnings()),
        embeds_source: typed.embed_source,
        pdf_targets: export.editions.iter().map(|edition| edition.target).collect(),
        pages: typed.pages.as_ref(),
        terminal,
    };
    act(&run, &export)
}

/// Sets a release for somebody who asks for its files.
pub fn hold(typed: &RenderArgs, input: &Input, session: &Session, terminal: &Terminal) -> Done {
    let mut done = Done::default();
    let held = export(typed).map_err(Diagnostics::from).and_then(|export| {
        let writer = FileWriter::new(Overwrite::from(typed.overwrite));
        let embeds_source = typed.embed_source;
        let (export, tells_fingerprint) = (&export, true);
        Renderer { export, embeds_source, session, tells_fingerprint, writer, terminal }.issue(
            input,
            &Destination::Result,
            &mut done,
        )
    });
    done.diagnostics.extend(held.err().into_iter().flatten());
    done
}

/// Refuses options that make no sense together.
pub fn check_options(typed: &RenderArgs) -> Result<(), Diagnostic> {
    export(typed).map(drop)
}

fn is_lines(args: &ReleasesArgs) -> bool {
    args.typesetting.input_format == Some(InputFormat::Ndjson)
}

/// Whether anybody is told what the hashes of files are: programs, and later runs.
fn tells_hashes(args: &ReleasesArgs, terminal: &Terminal) -> bool {
    let is_of_another_program = terminal.is_of_worker() && !terminal.is_of_run();
    terminal.is_json() || args.many.manifest.is_some() || is_lines(args) || is_of_another_program
}

impl ReleasesArgs {
    /// Whether one release was typed, and nothing that may be more.
    fn is_single(&self) -> bool {
        let [only] = self.releases.as_slice() else { return false };
        self.many.files_from.is_none() && !is_lines(self) && !only.is_dir()
    }
}

/// What each release becomes.
fn export(typed: &RenderArgs) -> Result<Export<'_>, Diagnostic> {
    options::check(typed)?;
    Ok(Export {
        formats: options::formats(typed),
        editions: options::editions(typed)?,
        standards: options::standards(typed)?,
        usual_standards: options::usual_standards(typed),
        is_gray: typed.gray,
        dpi: typed.dpi,
        pages: typed.pages.as_ref(),
    })
}

struct Renderer<'a> {
    export: &'a Export<'a>,
    embeds_source: bool,
    session: &'a Session,
    /// Whether it is to be told what each release was made of.
    tells_fingerprint: bool,
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
        let around = self.session.surroundings(input)?;
        let job = self.session.job(&source, &around).embedding_source(self.embeds_source);
        let manuscript = self.session.typesetter().read(&job, &self.export.all_editions())?;
        done.diagnostics.extend_from_slice(manuscript.warnings());
        done.fingerprint = self.tells_fingerprint.then(|| manuscript.fingerprint());
        match destination {
            Destination::Nowhere => Ok(()),
            Destination::StandardOutput => self.write_stdout(&manuscript, done),
            Destination::Result => self.hold_files(&manuscript, done),
            Destination::Files { paths, new_folder } => {
                self.write_files(&manuscript, paths, new_folder.as_deref(), &around, done)
            }
        }
    }

    /// Whether what was found keeps a release from being written.
    fn is_denied(&self, done: &Done) -> bool {
        self.terminal.denies_warnings() && done.diagnostics.iter().any(Diagnostic::is_warning)
    }

    /// Keeps all files of a release for its result.
    fn hold_files(&self, manuscript: &Manuscript<'_>, done: &mut Done) -> Result<(), Diagnostics> {
        let mut held = Vec::new();
        let limits = self.session.limits();
        self.export.each(manuscript, limits, &mut done.diagnostics, |file| {
            held.push(HeldFile { contents: file.contents, bytes: file.bytes });
            Ok(())
        })?;
        if !self.is_denied(done) {
            done.held = held;
        }
        Ok(())
    }

    /// Writes the only file of a release to standard output.
    fn write_stdout(
        &self,
        manuscript: &Manuscript<'_>,
        done: &mut Done,
    ) -> Result<(), Diagnostics> {
        let (mut only, mut count) = (None, 0_usize);
        let limits = self.session.limits();
        self.export.each(manuscript, limits, &mut done.diagnostics, |file| {
            count += 1;
            only = Some(file);
            Ok(())
        })?;
        if self.is_denied(done) {
            return Ok(());
        }
        let (1, Some(only)) = (count, only) else {
            let message =
                message!("{pages} pages cannot be written to standard output", pages = count);
            let hint = "`-o FILE` writes each page into a file of its own";
            return Err(usage(message).hint(hint).into());
        };
        match (only.format, str::from_utf8(&only.bytes)) {
            (OutputFormat::Pdf | OutputFormat::Png, _) | (_, Err(_)) => {
                self.terminal.write_stdout_bytes(&only.bytes)
            }
            (_, Ok(text)) => self.terminal.write_stdout(text),
        }
    }

    /// Writes all files of a release, or none: a release is issued whole.
    fn write_files(
        &self,
        manuscript: &Manuscript<'_>,
        paths: &[(OutputFormat, PathBuf)],
        new_folder: Option<&Path>,
        inputs: &Surroundings,
        done: &mut Done,
    ) -> Result<(), Diagnostics> {
        let mut files = self.writer.begin();
        let mut contents = Vec::new();
        let limits = self.session.limits();
        let exported = self.export.each(manuscript, limits, &mut done.diagnostics, |file| {
            let Some(path) = path_of(&file, paths) else {
                return Err(Diagnostic::internal("a format without a file").into());
            };
            self.check_inputs(&path, inputs)?;
            if let Some(folder) = new_folder.filter(|_| contents.is_empty()) {
                files.make_folder(folder)?;
            }
            files.add(&path, file.bytes)?;
            contents.push(file.contents);
            Ok(())
        })?;
        if self.is_denied(done) {
            return Ok(());
        }
        let written = files.finish()?.into_iter().zip(contents);
        done.written = written.map(|(file, contents)| WrittenFile::new(file, contents)).collect();
        done.removed = self.remove_surplus(paths, &exported)?;
        Ok(())
    }

    /// Refuses a file from which something was read.
    fn check_inputs(&self, file: &Path, inputs: &Surroundings) -> Result<(), Diagnostics> {
        if !inputs.have_read(file) && !self.session.has_read(file) {
            return Ok(());
        }
        let message =
            message!("{file} would be overwritten, but is used here", file = file.display());
        Err(usage(message).hint("write elsewhere: `-o FILE` or `-o DIR/`").into())
    }

    /// Removes what an earlier run has written and the release has no more: further pages, the
    /// entry of a calendar.
    fn remove_surplus(
        &self,
        paths: &[(OutputFormat, PathBuf)],
        exported: &Exported,
    ) -> Result<Vec<PathBuf>, Diagnostics> {
        let mut removed = Vec::new();
        for (format, path) in paths {
            let surplus = if outputs::is_paged(*format) {
                outputs::pages_behind(path, exported.page_count, *format)
            } else if exported.missing.contains(format) {
                vec![path.clone()]
            } else {
                Vec::new()
            };
            for file in surplus {
                if self.writer.remove_own(&file)? {
                    removed.push(file);
                }
            }
        }
        Ok(removed)
    }
}

/// Where a file goes.
fn path_of(file: &RenderedFile, paths: &[(OutputFormat, PathBuf)]) -> Option<PathBuf> {
    let (format, path) = paths.iter().find(|(format, _)| *format == file.format)?;
    Some(match file.part {
        None => path.clone(),
        Some(RenderedPart::Target(target)) => outputs::variant(path, target.as_str()),
        Some(RenderedPart::Page(page)) => outputs::page(path, page, *format),
    })
}
