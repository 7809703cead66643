//! Where each release goes: decided for all of them before the first is set.

use std::collections::HashMap;
use std::ffi::OsString;
use std::fs;
use std::path::{self, Path, PathBuf};

use letterpress::diagnostic::{Diagnostic, Diagnostics};
use letterpress::message;
use letterpress::source::Format;

use super::input::Input;
use super::project::Projects;
use super::usage;
use super::write::is_stream;
use crate::cli::OutputFormat;

/// Where a release goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// Nowhere: it cannot be read.
    Nowhere,
    /// Standard output.
    StandardOutput,
    /// A file; of pages, the file whose name they vary.
    File {
        /// Its path.
        path: PathBuf,
        /// The folder to make before, where there is none.
        new_folder: Option<PathBuf>,
    },
}

/// The place of every release, in their order: where `letterpress.toml` says so, if nothing was
/// typed. Refused where one release would
/// overwrite another or its own text.
///
/// What has several targets is several files, as several releases are.
pub fn plan(
    inputs: &[Input],
    output: Option<&Path>,
    projects: &Projects,
    format: OutputFormat,
    targets: usize,
) -> Result<Vec<Destination>, Diagnostics> {
    let count = inputs.len() * targets;
    let targets = inputs.iter().map(|input| {
        if input.is_readable() {
            let output = output.or_else(|| projects.output_of(input.folder()));
            place(input, count, output, format)
        } else {
            Ok(Destination::Nowhere)
        }
    });
    let targets: Vec<_> = targets.collect::<Result<_, _>>()?;
    Diagnostics::check(clashes(inputs, &targets))?;
    Ok(targets)
}

/// The ending of files in a format, without the dot.
pub fn ending(format: OutputFormat) -> &'static str {
    match format {
        OutputFormat::Pdf => "pdf",
        OutputFormat::Png => "png",
        OutputFormat::Svg => "svg",
        OutputFormat::Txt => "txt",
        OutputFormat::Heard => "heard.txt",
        OutputFormat::Ics => "ics",
    }
}

/// The file of one of several targets: `a.pdf` becomes `a-print.pdf`.
pub fn variant(path: &Path, target: &str) -> PathBuf {
    let mut name = path.file_stem().map_or_else(OsString::new, OsString::from);
    name.push(format!("-{target}.pdf"));
    path.with_file_name(name)
}

/// The file of one page, counted from 1: `a.png` becomes `a-1.png`. A device
/// takes all pages under its one name.
pub fn page(path: &Path, number: usize, format: OutputFormat) -> PathBuf {
    if is_stream(path) {
        return path.to_owned();
    }
    let mut name = page_stem(path, format);
    name.push(format!("-{number}.{}", ending(format)));
    path.with_file_name(name)
}

/// The files that are called like pages of `path` behind the first `pages`, in their order.
pub fn pages_behind(path: &Path, pages: usize, format: OutputFormat) -> Vec<PathBuf> {
    let (stem, ending) = (page_stem(path, format), format!(".{}", ending(format)));
    // What is no text cannot be compared with names, and stays.
    let Some(stem) = stem.to_str().filter(|_| !is_stream(path)) else { return Vec::new() };
    let folder = path.parent().filter(|folder| *folder != Path::new(""));
    let entries = fs::read_dir(folder.unwrap_or(Path::new("."))).into_iter().flatten().flatten();
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    let mut numbers: Vec<usize> = names
        .filter_map(|name| {
            let digits = name.strip_prefix(stem)?.strip_prefix('-')?.strip_suffix(&ending)?;
            let number: usize = digits.parse().ok()?;
            // Not `+7`, and not `007`: no page is called so.
            (number > pages && number.to_string() == digits).then_some(number)
        })
        .collect();
    numbers.sort_unstable();
    numbers.into_iter().map(|number| page(path, number, format)).collect()
}

/// The name of the pages' files up to the number.
fn page_stem(path: &Path, format: OutputFormat) -> OsString {
    let stem = match path.extension() {
        Some(typed) if typed.eq_ignore_ascii_case(ending(format)) => path.file_stem(),
        _ => path.file_name(),
    };
    stem.map_or_else(OsString::new, OsString::from)
}

fn place(
    input: &Input,
    releases: usize,
    output: Option<&Path>,
    format: OutputFormat,
) -> Result<Destination, Diagnostics> {
    let Some(output) = output else {
        let file = input.file().ok_or_else(|| nameless(input))?;
        return Ok(Destination::File {
            path: file.with_extension(ending(format)),
            new_folder: None,
        });
    };
    if output == Path::new("-") {
        return match releases {
            1 => Ok(Destination::StandardOutput),
            _ => Err(Diagnostics::from(
                usage("only one file can go to standard output")
                    .hint("`-o DIR/` writes each into a folder"),
            )),
        };
    }
    if output == Path::new("") {
        return Err(Diagnostics::from(usage("-o is given without a name")));
    }
    // Without its slash, so that a file of this name is seen.
    let about = fs::metadata(output.components().as_path()).ok();
    let is_folder = about.as_ref().is_some_and(fs::Metadata::is_dir);
    if !is_folder && !ends_with_slash(output) && releases == 1 {
        check_ending(output, format)?;
        return Ok(Destination::File { path: output.to_owned(), new_folder: None });
    }
    // Without a slash, a name with an ending is more likely meant as a file.
    let meant_as_file = !ends_with_slash(output) && output.extension().is_some();
    if !is_folder && (about.is_some() || meant_as_file) {
        let error = usage(message!("{file} is not a folder", file = output.display()));
        return Err(Diagnostics::from(match releases {
            1 => error,
            _ => error.hint("several files go into a folder: `-o DIR/`"),
        }));
    }
    let name = input.file().and_then(Path::file_stem).ok_or_else(|| nameless(input))?;
    let mut name = name.to_owned();
    name.push(format!(".{}", ending(format)));
    let new_folder = (!is_folder).then(|| output.to_owned());
    Ok(Destination::File { path: output.join(name), new_folder })
}

pub fn ends_with_slash(path: &Path) -> bool {
    path.as_os_str().to_string_lossy().ends_with(path::is_separator)
}

/// What comes from a pipe has no name of which to make another.
fn nameless(input: &Input) -> Diagnostic {
    usage(message!("cannot derive an output name from {file}", file = input.name()))
        .hint("say where to with `-o FILE`, or `-o -` for standard output")
}

/// A name that promises another format, or that of a source, is a slip.
fn check_ending(output: &Path, format: OutputFormat) -> Result<(), Diagnostics> {
    let typed = output.extension().and_then(|typed| typed.to_str());
    let typed = typed.unwrap_or_default().to_ascii_lowercase();
    let name = output.display();
    if Format::from_extension(&typed).is_some() || typed == "typ" {
        let error =
            usage(message!("{file} has the ending of a source, not of an output", file = name));
        let hint = format!("name it `.{}`, and the release after the options", ending(format));
        return Err(Diagnostics::from(error.hint(hint)));
    }
    let is_wanted = ending(format).rsplit('.').next() == Some(&typed);
    if !is_wanted && ["pdf", "png", "svg", "txt", "ics"].contains(&typed.as_str()) {
        let message = message!(
            "{file} has the ending .{value}, but {format} is written",
            format = ending(format),
            file = name,
            value = typed
        );
        let hint = format!("for the other format say `--format {typed}`");
        return Err(Diagnostics::from(usage(message).hint(hint)));
    }
    Ok(())
}

/// Outputs that would overwrite a release or one another.
fn clashes(inputs: &[Input], targets: &[Destination]) -> Vec<Diagnostic> {
    let releases: HashMap<_, _> =
        inputs.iter().filter_map(Input::file).map(|file| (identity(file), file)).collect();
    let mut writers: HashMap<PathBuf, &Input> = HashMap::new();
    let mut errors = Vec::new();
    for (input, target) in inputs.iter().zip(targets) {
        let Destination::File { path, .. } = target else { continue };
        let identity = identity(path);
        if releases.contains_key(&identity) {
            errors.push(usage(message!("{file} would overwrite a release", file = path.display())));
        }
        if let Some(first) = writers.insert(identity, input) {
            errors.push(clash(&first.name(), &input.name(), path));
        }
    }
    errors
}

/// The refusal of two releases that would be one file.
pub fn clash(first: &str, second: &str, file: &Path) -> Diagnostic {
    if first == second {
        return usage(message!("{first} is named twice", first));
    }
    let file = file.display();
    usage(message!("{first} and {second} would both be {file}", file, first, second))
        .hint("take them one at a time, each with its own `-o`")
}

/// One path for all the ways in which a file, there or not, can be named.
pub fn identity(file: &Path) -> PathBuf {
    let real = fs::canonicalize(file).ok().or_else(|| in_real_folder(file));
    let real = real.or_else(|| path::absolute(file).ok()).unwrap_or_else(|| file.to_owned());
    // There, names that differ in case alone are the same file.
    if cfg!(any(windows, target_os = "macos")) {
        real.to_string_lossy().to_lowercase().into()
    } else {
        real
    }
}

/// The path of a file that need not exist, in a folder that does.
fn in_real_folder(file: &Path) -> Option<PathBuf> {
    let folder = file.parent().filter(|parent| *parent != Path::new(""));
    let folder = fs::canonicalize(folder.unwrap_or(Path::new("."))).ok()?;
    Some(folder.join(file.file_name()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::InputFormat;

    fn planned(releases: &[&str], output: Option<&str>, format: OutputFormat) -> Vec<String> {
        let stdin = releases.contains(&"-").then_some(InputFormat::Markdown);
        let releases: Vec<_> = releases.iter().map(PathBuf::from).collect();
        let inputs = Input::plan(&releases, stdin).unwrap();
        match plan(&inputs, output.map(Path::new), &Projects::default(), format, 1) {
            Ok(targets) => targets.iter().map(shown).collect(),
            Err(errors) => errors.iter().map(|error| format!("! {}", error.message)).collect(),
        }
    }

    fn shown(target: &Destination) -> String {
        match target {
            Destination::Nowhere => "nowhere".to_owned(),
            Destination::StandardOutput => "-".to_owned(),
            Destination::File { path, new_folder: None } => path.display().to_string(),
            Destination::File { path, .. } => format!("+{}", path.display()),
        }
    }

    #[test]
    fn the_output_lies_beside_the_release() {
        let plan = |releases: &[&str]| planned(releases, None, OutputFormat::Pdf);
        assert_eq!(plan(&["a.md"]), ["a.pdf"]);
        assert_eq!(plan(&["x/2022-11-25.v2.yaml", "b.md"]), ["x/2022-11-25.v2.pdf", "b.pdf"]);
        assert_eq!(plan(&["-"]), ["! cannot derive an output name from <stdin>"]);
        assert_eq!(plan(&["a.md", "a.db", "src"]), ["a.pdf", "nowhere", "nowhere"]);
        assert_eq!(planned(&["x/a.md"], None, OutputFormat::Heard), ["x/a.heard.txt"]);
        assert_eq!(planned(&["a.md"], Some("b.txt"), OutputFormat::Heard), ["b.txt"]);
        assert_eq!(planned(&["x/a.md"], None, OutputFormat::Ics), ["x/a.ics"]);
    }

    #[test]
    fn an_output_is_a_file_a_folder_or_standard_output() {
        let plan = |releases: &[&str], to| planned(releases, Some(to), OutputFormat::Pdf);
        assert_eq!(plan(&["a.md"], "x.pdf"), ["x.pdf"]);
        assert_eq!(plan(&["a.md"], "x"), ["x"]);
        assert_eq!(plan(&["x/a.md"], "new/er/"), ["+new/er/a.pdf"]);
        assert_eq!(plan(&["x/a.md", "b.md"], "new"), ["+new/a.pdf", "+new/b.pdf"]);
        assert_eq!(plan(&["a.md"], "src"), ["src/a.pdf"]);
        assert_eq!(plan(&["-"], "-"), ["-"]);
        assert_eq!(plan(&["-"], "x.pdf"), ["x.pdf"]);
        assert_eq!(plan(&["-"], "new/"), ["! cannot derive an output name from <stdin>"]);
        assert_eq!(plan(&["a.md", "b.md"], "-"), ["! only one file can go to standard output"]);
        assert_eq!(plan(&["a.md", "b.md"], "x.pdf"), ["! x.pdf is not a folder"]);
        assert_eq!(plan(&["a.md", "b.md"], "Cargo.toml"), ["! Cargo.toml is not a folder"]);
        assert_eq!(plan(&["a.md"], "Cargo.toml/"), ["! Cargo.toml/ is not a folder"]);
    }

    #[test]
    fn nothing_is_overwritten_by_a_slip() {
        let plan = |releases: &[&str], to| planned(releases, to, OutputFormat::Pdf);
        assert_eq!(plan(&["a.md", "a.json"], None), ["! a.md and a.json would both be a.pdf"]);
        assert_eq!(plan(&["a.md", "a.md"], None), ["! a.md is named twice"]);
        assert_eq!(plan(&["a.md", "./a.md"], None), ["! a.md and ./a.md would both be ./a.pdf"]);
        let both = ["! x/a.md and y/a.md would both be new/a.pdf"];
        assert_eq!(plan(&["x/a.md", "y/a.md"], Some("new/")), both);
        let source = ["! b.md has the ending of a source, not of an output"];
        assert_eq!(plan(&["a.md"], Some("b.md")), source);
        let png = ["! a.png has the ending .png, but pdf is written"];
        assert_eq!(plan(&["a.md"], Some("a.png")), png);
        let ics = ["! a.ics has the ending .ics, but pdf is written"];
        assert_eq!(plan(&["a.md"], Some("a.ics")), ics);
    }

    #[test]
    fn pages_are_numbered_before_the_ending() {
        let page = |path| page(Path::new(path), 2, OutputFormat::Png);
        assert_eq!(page("x/a.png"), Path::new("x/a-2.png"));
        assert_eq!(page("a.PNG"), Path::new("a-2.png"));
        assert_eq!(page("2022-11-25.v2"), Path::new("2022-11-25.v2-2.png"));
        #[cfg(unix)]
        assert_eq!(page("/dev/null"), Path::new("/dev/null"));
    }
}
