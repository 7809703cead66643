//! `letterpress layout`: show, begin or check layouts.

use std::path::{Path, PathBuf};

use letterpress::diagnostic::{Blame, Diagnostic, Diagnostics};
use letterpress::limits::Limits;
use letterpress::message;
use letterpress::read;
use letterpress::source::{Format, Source};
use letterpress::{Job, OwnLayout, Stationery, Typesetter};
use serde::{Deserialize, Serialize};

use super::any_path;
use super::batch::{Batch, Done, Labour, Task};
use super::files::Folder;
use super::input::{input_name, read_text};
use super::limits;
use super::workers::WorkItem;
use super::{Exit, usage, write};
use crate::cli::{self, LayoutCommand};
use crate::terminal::{Terminal, UiEvent};

/// A release with which layouts are checked: it has every field that needs no file.
const SPECIMEN: &str = include_str!("layout/specimen.md");

/// Does what was typed.
pub fn run(typed: &LayoutCommand, terminal: &Terminal) -> Result<Exit, Diagnostics> {
    match typed {
        LayoutCommand::Show { name: None } => terminal.write_stdout(&list())?,
        LayoutCommand::Show { name: Some(name) } => terminal.write_stdout(text_of(name)?)?,
        LayoutCommand::New { file } => begin(file, terminal)?,
        LayoutCommand::Check { files, bounds } => return check(files, bounds, terminal),
    }
    Ok(Exit::Fine)
}

/// The files of the built-in layout: what each is called, and its first words about itself.
fn list() -> String {
    let width = OwnLayout::built_in_files().map(|(path, _)| path.len()).max().unwrap_or_default();
    let lines = OwnLayout::built_in_files()
        .map(|(path, text)| format!("{path:<width$}  {}\n", subject(text)));
    lines.collect()
}

/// What a file of the layout is: the first sentence of the comment at its head.
fn subject(text: &str) -> String {
    let comment = text.lines().map_while(|line| line.strip_prefix("//"));
    let words: Vec<_> = comment.map(str::trim).take_while(|line| !line.is_empty()).collect();
    let words = words.join(" ");
    words.split_once(". ").map_or(words.clone(), |(first, _)| format!("{first}."))
}

/// The name of a file without folder and ending.
fn short(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path).trim_end_matches(".typ")
}

/// A file of the built-in layout by its path, or by its name alone.
fn text_of(name: &str) -> Result<&'static str, Diagnostics> {
    let typed = short(name);
    let mut files = OwnLayout::built_in_files();
    files.find(|(path, _)| short(path) == typed).map(|(_, text)| text).ok_or_else(|| {
        let known: Vec<_> = OwnLayout::built_in_files().map(|(path, _)| short(path)).collect();
        let error = usage(message!("the built-in layout has no file `{name}`", name));
        let error = read::did_you_mean(typed, &known).into_iter().fold(error, Diagnostic::hint);
        error.hint(format!("its files are {}", known.join(", "))).into()
    })
}

fn begin(file: &Path, terminal: &Terminal) -> Result<(), Diagnostics> {
    if file == Path::new("-") {
        return terminal.write_stdout(OwnLayout::START);
    }
    let name = file.display();
    if !has_ending(file) {
        let error = usage(message!("{file} cannot be a layout", file = name));
        return Err(error.hint("name it .typ").into());
    }
    write::create_file(file, OwnLayout::START)?;
    let next = format!("wrote {name}; then: letterpress render --layout {name} release.md");
    terminal.emit(&UiEvent::Status(&next));
    Ok(())
}

fn has_ending(file: &Path) -> bool {
    file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("typ"))
}

/// Reads a layout file and what it names of its folder.
pub fn load(path: &Path, limits: &Limits) -> Result<(OwnLayout, Folder), Diagnostics> {
    if !has_ending(path) {
        let error = usage(message!("{file} cannot be a layout", file = path.display()));
        return Err(error.hint("a layout is a Typst file ending in .typ").into());
    }
    // A source needs some form; that of a layout is never looked at.
    let source = read_text(path, Format::Markdown, limits.layouts.bytes);
    let source = source.map_err(|errors| errors.blamed_on(Blame::Layout))?;
    let folder = path.parent().filter(|folder| *folder != Path::new(""));
    let folder = Folder::new(folder.unwrap_or(Path::new(".")))?;
    let layout = OwnLayout::load(&source, &folder, limits)?;
    Ok((layout, folder))
}

fn check(
    files: &[PathBuf],
    bounds: &cli::BoundsArgs,
    terminal: &Terminal,
) -> Result<Exit, Diagnostics> {
    let files: Vec<_> = files.iter().map(|file| LayoutInput { file: file.clone() }).collect();
    let limits = limits::limits(bounds)?;
    let labour = Labour::new(None, bounds, limits.layouts.bytes);
    Ok(Batch::each(
        Task::CheckLayout,
        &files,
        &labour,
        terminal,
        |_| true,
        |LayoutInput { file }| {
            load(file, &limits).map_or_else(Done::from, |(layout, _)| {
                let typesetter = Typesetter::new().with_limits(limits).with_own_layout(&layout);
                Done::from(specimen_errors(&typesetter))
            })
        },
    ))
}

/// What is wrong with a layout, as its specimens show.
fn specimen_errors(typesetter: &Typesetter) -> Vec<Diagnostic> {
    let source = Source::from_text("specimen.md", Format::Markdown, SPECIMEN.to_owned());
    let mut found = typesetter.check(&Job::new(&source));
    // The specimen itself is no affair of the layout's.
    found.retain(|one| one.is_error() || one.blame() == Blame::Layout);
    if found.is_empty() {
        // In other languages, on other paper, of several pages, and with what forbids to issue it.
        let houses = ["neutral", "lakeside"].into_iter().map(Stationery::built_in);
        let more = houses.flat_map(|house| typesetter.check_letterhead(&house));
        found.extend(more.filter(|one| one.blame() == Blame::Layout));
    }
    found
}

/// A layout that is to be checked.
#[derive(Clone, Serialize, Deserialize)]
struct LayoutInput {
    #[serde(with = "any_path")]
    file: PathBuf,
}

impl WorkItem for LayoutInput {
    fn name(&self) -> String {
        input_name(&self.file)
    }
}
