//! Where each release goes: told of each by itself, before it is set.

mod claims;
mod names;
#[cfg(test)]
mod tests;

use std::fs;
use std::path::{self, Path, PathBuf};

use letterpress::diagnostic::{Diagnostic, Diagnostics};
use letterpress::message;
use letterpress::source::Format;

pub use self::claims::{FileClaims, clash, identity};
pub use self::names::{ending, in_format, is_paged, page, pages_behind, variant};
use super::input::Input;
use super::project::Projects;
use super::usage;
use crate::cli::OutputFormat;

/// Where a release goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// Nowhere: it cannot be read.
    Nowhere,
    /// Standard output.
    StandardOutput,
    /// The line that says what became of it.
    Result,
    /// Files.
    Files {
        /// A file for each format; of pages and of several targets, the file whose name they vary.
        paths: Vec<(OutputFormat, PathBuf)>,
        /// The folder to make before, where there is none.
        new_folder: Option<PathBuf>,
    },
}

/// Where the releases of a run go, and in which formats.
#[derive(Debug)]
pub struct OutputRule<'a> {
    formats: &'a [OutputFormat],
    place: RulePlace<'a>,
    projects: Projects,
}

/// What was typed, and what is there.
#[derive(Debug)]
enum RulePlace<'a> {
    /// Where `letterpress.toml` says so, else beside the release.
    OfEach,
    StandardOutput,
    Result,
    File(&'a Path),
    Folder {
        folder: &'a Path,
        is_new: bool,
    },
    /// A folder in which each release goes into the folder that its path names.
    Tree(&'a Path),
}

/// What was typed about the place of results.
#[derive(Debug, Clone, Copy)]
pub struct TypedPlace<'a> {
    pub output: Option<&'a Path>,
    pub out_tree: Option<&'a Path>,
    /// Whether there is one file in all: one release, in one format, for one target.
    pub is_single: bool,
    /// Whether `-` stands for the lines that say what became of each release.
    pub is_held: bool,
}

impl<'a> OutputRule<'a> {
    /// Refuses what can be the place of no release.
    pub fn new(
        typed: TypedPlace<'a>,
        formats: &'a [OutputFormat],
        projects: &Projects,
    ) -> Result<Self, Diagnostic> {
        let place = match typed {
            TypedPlace { out_tree: Some(tree), .. } => {
                if tree == Path::new("") {
                    return Err(usage("--out-tree is given without a name"));
                }
                if is_other_than_folder(tree) {
                    return Err(no_folder(tree));
                }
                RulePlace::Tree(tree)
            }
            TypedPlace { is_held: true, .. } => RulePlace::Result,
            TypedPlace { output: Some(output), is_single, .. } => {
                typed_output(output, is_single, formats)?
            }
            _ => RulePlace::OfEach,
        };
        Ok(Self { formats, place, projects: projects.clone() })
    }

    /// A file for each format, under a name without ending.
    fn files(&self, stem: &Path, new_folder: Option<PathBuf>) -> Destination {
        let paths = self.formats.iter().map(|&format| (format, in_format(stem, format)));
        Destination::Files { paths: paths.collect(), new_folder }
    }

    fn in_folder(
        &self,
        input: &Input,
        folder: &Path,
        is_new: bool,
    ) -> Result<Destination, Diagnostic> {
        if let Some(path) = input.placed() {
            return Ok(self.at(&folder.join(path)));
        }
        let name = input.file().and_then(Path::file_stem).ok_or_else(|| nameless(input))?;
        Ok(self.files(&folder.join(name), is_new.then(|| folder.to_owned())))
    }

    fn in_tree(&self, input: &Input, tree: &Path) -> Result<Destination, Diagnostic> {
        if let Some(path) = input.placed() {
            return Ok(self.at(&tree.join(path)));
        }
        if input.file().is_none() {
            return Err(nameless(input));
        }
        let path = input.mirrored().ok_or_else(|| outside(input))?;
        Ok(self.at(&tree.join(path).with_extension("")))
    }

    /// The files of a path without an ending, in a folder that need not be there yet.
    fn at(&self, stem: &Path) -> Destination {
        let folder = stem.parent().filter(|folder| !folder.is_dir()).map(Path::to_owned);
        self.files(stem, folder)
    }
}

/// The place of a release by itself.
pub fn place(input: &Input, rule: &OutputRule<'_>) -> Result<Destination, Diagnostic> {
    if !input.is_readable() {
        return Ok(Destination::Nowhere);
    }
    match rule.place {
        RulePlace::StandardOutput => Ok(Destination::StandardOutput),
        RulePlace::Result => Ok(Destination::Result),
        RulePlace::File(file) => {
            let paths = rule.formats.iter().map(|format| (*format, file.to_owned())).collect();
            Ok(Destination::Files { paths, new_folder: None })
        }
        RulePlace::Folder { folder, is_new } => rule.in_folder(input, folder, is_new),
        RulePlace::Tree(tree) => rule.in_tree(input, tree),
        RulePlace::OfEach => match rule.projects.output_of(input.folder()) {
            Some(folder) if is_other_than_folder(&folder) => Err(no_folder(&folder)),
            Some(folder) => rule.in_folder(input, &folder, !folder.is_dir()),
            // It names a place below a folder.
            None if input.placed().is_some() && input.file().is_some() => Err(unplaced(input)),
            None => {
                let file = input.file().ok_or_else(|| nameless(input))?;
                Ok(rule.files(&file.with_extension(""), None))
            }
        },
    }
}

/// The place of every release, in their order. One that has none fails alone; refused are all
/// together if none of them has one, or one would overwrite another or its own text.
pub fn plan(
    inputs: &[Input],
    rule: &OutputRule<'_>,
) -> Result<Vec<Result<Destination, Diagnostic>>, Diagnostics> {
    let places: Vec<_> = inputs.iter().map(|input| place(input, rule)).collect();
    let mut claims = FileClaims::of_rule(rule);
    inputs.iter().for_each(|input| claims.add_release(input));
    let mut errors = Vec::new();
    for (input, place) in inputs.iter().zip(&places) {
        if let Ok(destination) = place {
            errors.extend(claims.take(input, destination).err());
        }
    }
    if !places.iter().any(|place| place.as_ref().is_ok_and(|place| *place != Destination::Nowhere))
    {
        errors.extend(places.iter().filter_map(|place| place.as_ref().err()).cloned());
    }
    Diagnostics::check(errors)?;
    Ok(places)
}

/// What `-o` names.
fn typed_output<'a>(
    output: &'a Path,
    is_single: bool,
    formats: &[OutputFormat],
) -> Result<RulePlace<'a>, Diagnostic> {
    if output == Path::new("-") {
        if is_single {
            return Ok(RulePlace::StandardOutput);
        }
        let error = usage("only one file can go to standard output");
        return Err(error.hint("`-o DIR/` writes each into a folder"));
    }
    if output == Path::new("") {
        return Err(usage("-o is given without a name"));
    }
    // Without its slash, so that a file of this name is seen.
    let about = fs::metadata(output.components().as_path()).ok();
    let is_folder = about.as_ref().is_some_and(fs::Metadata::is_dir);
    if !is_folder && !ends_with_slash(output) && is_single {
        if let [format] = formats {
            check_ending(output, *format)?;
        }
        return Ok(RulePlace::File(output));
    }
    // Without a slash, a name with an ending is more likely meant as a file.
    let meant_as_file = !ends_with_slash(output) && output.extension().is_some();
    if !is_folder && (about.is_some() || meant_as_file) {
        let error = no_folder(output);
        return Err(match is_single {
            true => error,
            false => error.hint("several files go into a folder: `-o DIR/`"),
        });
    }
    Ok(RulePlace::Folder { folder: output, is_new: !is_folder })
}

pub fn ends_with_slash(path: &Path) -> bool {
    path.as_os_str().to_string_lossy().ends_with(path::is_separator)
}

/// Whether something else stands where a folder is wanted.
fn is_other_than_folder(path: &Path) -> bool {
    fs::metadata(path.components().as_path()).is_ok_and(|about| !about.is_dir())
}

fn no_folder(path: &Path) -> Diagnostic {
    usage(message!("{file} is not a folder", file = path.display()))
}

/// What comes from a pipe has no name of which to make another.
fn unplaced(input: &Input) -> Diagnostic {
    let message = message!("the `output` of {file} has no folder to lie in", file = input.name());
    usage(message).hint("name the folder with `-o DIR/` or `--out-tree DIR`")
}

fn nameless(input: &Input) -> Diagnostic {
    let error = usage(message!("cannot derive an output name from {file}", file = input.name()));
    error.hint(if input.is_request() {
        "give the request an `output`, or the release an `id`"
    } else {
        "say where to with `-o FILE`, or `-o -` for standard output"
    })
}

/// A path that leads elsewhere has no place in a tree.
fn outside(input: &Input) -> Diagnostic {
    let file = input.name();
    usage(message!(
        "{file} lies outside the working directory, so --out-tree has no place for it",
        file
    ))
    .hint("call letterpress from a folder above it, or write it elsewhere with `-o`")
}

/// A name that promises another format, or that of a source, is a slip.
fn check_ending(output: &Path, format: OutputFormat) -> Result<(), Diagnostic> {
    let typed = output.extension().and_then(|typed| typed.to_str());
    let typed = typed.unwrap_or_default().to_ascii_lowercase();
    let name = output.display();
    if Format::from_extension(&typed).is_some() || typed == "typ" {
        let error =
            usage(message!("{file} has the ending of a source, not of an output", file = name));
        let hint = format!("name it `.{}`, and the release after the options", ending(format));
        return Err(error.hint(hint));
    }
    let is_wanted = ending(format).rsplit('.').next() == Some(&typed);
    if !is_wanted && ["pdf", "png", "svg", "txt", "html", "ics"].contains(&typed.as_str()) {
        let message = message!(
            "{file} has the ending .{value}, but {format} is written",
            format = ending(format),
            file = name,
            value = typed
        );
        let hint = format!("for the other format say `--format {typed}`");
        return Err(usage(message).hint(hint));
    }
    Ok(())
}
