//! The releases named on the command line.

use std::borrow::Cow;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io;
use std::path::{Component, Path, PathBuf};

use letterpress::diagnostic::{Diagnostic, Diagnostics};
use letterpress::message;
use letterpress::read::{self, SourceKind};
use letterpress::source::{Format, Source, composed, decomposed};
use serde::{Deserialize, Serialize};

use super::any_path::JsonPath;
use super::files::PlainFile;
use super::standard_input::{at_most, read_standard_input};
use super::workers::WorkItem;
use super::{input_output, usage};
use crate::cli::InputFormat;
use crate::terminal::reason;

/// A release to be read.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(into = "JsonInput", from = "JsonInput")]
pub struct Input {
    path: PathBuf,
    origin: InputOrigin,
    /// `None` where it is a folder or none can tell in which format it is written.
    format: Option<Format>,
    /// Its path in the tree that the results are to mirror, if it is known.
    mirrored: Option<PathBuf>,
    /// Where its results go below the folder for them, if a request says so.
    placed: Option<PathBuf>,
    /// Where the files lie that came with its text, if they have a folder of their own.
    beside: Option<PathBuf>,
}

/// The same in JSON.
#[derive(Serialize, Deserialize)]
struct JsonInput {
    file: JsonPath,
    origin: InputOrigin,
    format: Option<String>,
}

impl From<Input> for JsonInput {
    fn from(input: Input) -> Self {
        let format = input.format.map(|format| format.extension().to_owned());
        Self { file: input.path.as_path().into(), origin: input.origin, format }
    }
}

impl From<JsonInput> for Input {
    fn from(input: JsonInput) -> Self {
        let format = input.format.as_deref().and_then(Format::from_extension);
        Self {
            path: input.file.into(),
            origin: input.origin,
            format,
            mirrored: None,
            placed: None,
            beside: None,
        }
    }
}

impl WorkItem for Input {
    fn name(&self) -> String {
        self.name()
    }

    fn is_standard_input(&self) -> bool {
        self.is_standard_input()
    }
}

/// Where a release comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
enum InputOrigin {
    /// `-`
    StandardInput,
    /// A file, or what will turn out not to be one.
    File,
    /// A pipe or a device: it has no place of its own beside which to write.
    Stream,
    /// Its text came with a request, and has no file.
    Request(String),
}

impl InputOrigin {
    /// By what stands at a path now.
    fn of(path: &Path) -> Self {
        match fs::metadata(path) {
            _ if path == Path::new("-") => Self::StandardInput,
            Ok(about) if !about.is_file() && !about.is_dir() => Self::Stream,
            _ => Self::File,
        }
    }
}

impl Input {
    /// The releases as they were typed, before any of them is read. One that can be none, such
    /// as a folder, is an error of its own when it is read; refused are all together if none of
    /// them can be one.
    pub fn plan(
        paths: &[PathBuf],
        typed_format: Option<InputFormat>,
    ) -> Result<Vec<Self>, Diagnostics> {
        if typed_format == Some(InputFormat::Ndjson) {
            let error = usage("lines of releases are for `render` and `check`");
            return Err(error.hint("name files, or give one release on standard input").into());
        }
        let format = typed_format.and_then(InputFormat::text_format);
        let inputs: Vec<_> = paths.iter().map(|path| Self::new(path, format)).collect();
        let mut errors: Vec<_> = check_standard_input(paths).err().into_iter().collect();
        if !inputs.iter().any(Self::is_readable) {
            errors.extend(inputs.iter().map(Self::unreadable));
        }
        Diagnostics::check(errors)?;
        Ok(inputs)
    }

    /// What was typed wins over the ending.
    pub fn new(path: &Path, typed_format: Option<Format>) -> Self {
        let path = &*in_either_form(path);
        let origin = InputOrigin::of(path);
        let ending = path.extension().and_then(OsStr::to_str);
        let format = typed_format.or_else(|| ending.and_then(Format::from_extension));
        let format = format.filter(|_| origin == InputOrigin::StandardInput || !path.is_dir());
        Self { path: path.to_owned(), origin, format, mirrored: None, placed: None, beside: None }
    }

    /// One whose text came with a request; `name` is what messages call it.
    pub fn of_request(name: &str, text: String, format: Format) -> Self {
        let origin = InputOrigin::Request(text);
        Self {
            path: name.into(),
            origin,
            format: Some(format),
            mirrored: None,
            placed: None,
            beside: None,
        }
    }

    /// The same, which may name files in this folder and below.
    pub fn beside(self, folder: PathBuf) -> Self {
        Self { beside: Some(folder), ..self }
    }

    /// The same, whose path in the tree that results mirror is known.
    pub fn mirrored_at(self, path: PathBuf) -> Self {
        Self { mirrored: Some(path), ..self }
    }

    /// The same, whose results go to a path below the folder for them, without an ending.
    pub fn placed_at(self, path: PathBuf) -> Self {
        Self { placed: Some(path), ..self }
    }

    /// The same, whose results are called by the id that it states.
    pub fn placed_by_id(self) -> Self {
        let source = self.read(u64::MAX).ok();
        let id = source.and_then(|source| match read::kind(&source) {
            SourceKind::Release { id } => id,
            _ => None,
        });
        match id.map(|id| file_name(&id)).filter(|name| !name.is_empty()) {
            Some(name) => self.placed_at(name.into()),
            None => self,
        }
    }

    /// Where its results go below the folder for them, if a request says so.
    pub fn placed(&self) -> Option<&Path> {
        self.placed.as_deref()
    }

    /// Its path in a tree of results: from the folder in which it was found, else from the working
    /// directory, as it was typed. None where it lies elsewhere.
    pub fn mirrored(&self) -> Option<PathBuf> {
        if let Some(mirrored) = &self.mirrored {
            return Some(mirrored.clone());
        }
        let file = self.file()?;
        let leads_down = |part| matches!(part, Component::Normal(_) | Component::CurDir);
        if file.components().all(leads_down) {
            return Some(file.components().filter(|part| *part != Component::CurDir).collect());
        }
        let (here, folder) = (fs::canonicalize(".").ok()?, fs::canonicalize(self.folder()).ok()?);
        Some(folder.strip_prefix(here).ok()?.join(file.file_name()?))
    }

    /// Whether it can be a release, by all that is known before it is read.
    pub fn is_readable(&self) -> bool {
        self.format.is_some()
    }

    /// Why it can be none.
    fn unreadable(&self) -> Diagnostic {
        let is_file = self.origin == InputOrigin::File;
        if let (true, Err(error)) = (is_file, fs::metadata(&self.path)) {
            return cannot_read(&self.name(), &error);
        }
        let is_directory = self.origin != InputOrigin::StandardInput && self.path.is_dir();
        if is_directory { is_folder(&self.path) } else { unknown_form(&self.path, &self.origin) }
    }

    /// Whether it comes from standard input.
    pub fn is_standard_input(&self) -> bool {
        self.origin == InputOrigin::StandardInput
    }

    /// Whether its text came with a request.
    pub fn is_request(&self) -> bool {
        matches!(self.origin, InputOrigin::Request(_))
    }

    /// Whether it can be read once only, as a pipe with a name.
    pub fn is_stream(&self) -> bool {
        self.origin == InputOrigin::Stream
    }

    /// What messages call it.
    pub fn name(&self) -> String {
        input_name(&self.path)
    }

    /// The file it is read from, if it is one.
    pub fn file(&self) -> Option<&Path> {
        (self.origin == InputOrigin::File).then_some(self.path.as_path())
    }

    /// The folder it lies in; the working directory where it lies in none.
    pub fn folder(&self) -> &Path {
        let folder = self.beside.as_deref().or_else(|| self.file().and_then(Path::parent));
        folder.filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."))
    }

    /// Reads it, and refuses it if it has more than `max_bytes`.
    pub fn read(&self, max_bytes: u64) -> Result<Source, Diagnostics> {
        let name = self.name();
        let format = self.format.ok_or_else(|| self.unreadable())?;
        let (bytes, size) = match &self.origin {
            InputOrigin::StandardInput => (read_standard_input(max_bytes), None),
            InputOrigin::Request(text) => (Ok(text.clone().into_bytes()), None),
            _ if self.path.is_dir() => return Err(Diagnostics::from(is_folder(&self.path))),
            // The caller named it: whoever writes into it is waited for.
            InputOrigin::Stream => {
                let file = File::open(&self.path).map_err(|error| cannot_read(&name, &error))?;
                (at_most(file, max_bytes), None)
            }
            InputOrigin::File => {
                let file = PlainFile::open(&self.path);
                let file = file.map_err(|error| cannot_read(&name, &error))?;
                let size = file.metadata().len();
                (file.read(max_bytes), Some(size))
            }
        };
        let bytes = bytes.map_err(|error| cannot_read(&name, &error))?;
        if bytes.len() as u64 > max_bytes {
            let size = size.unwrap_or_default().max(bytes.len() as u64);
            return Err(Diagnostics::from(read::too_large(&name, size, max_bytes)));
        }
        read::source(&name, format, bytes, max_bytes)
    }
}

/// A typed path, or the one that is there: file systems spell an umlaut as one character or as two.
fn in_either_form(path: &Path) -> Cow<'_, Path> {
    let Some(text) = path.to_str().filter(|text| !text.is_ascii()) else { return path.into() };
    if fs::symlink_metadata(path).is_ok() {
        return path.into();
    }
    let forms = [composed(text), decomposed(text)].map(PathBuf::from);
    let found = forms.into_iter().find(|form| fs::symlink_metadata(form).is_ok());
    found.map_or(path.into(), Cow::Owned)
}

/// Refuses `-` where it stands twice: what was read once is gone.
pub fn check_standard_input(paths: &[impl AsRef<Path>]) -> Result<(), Diagnostic> {
    if paths.iter().filter(|path| path.as_ref() == Path::new("-")).count() > 1 {
        return Err(usage("standard input can be read once: `-` stands here twice"));
    }
    Ok(())
}

/// What messages call a file, or standard input.
pub fn input_name(path: &Path) -> String {
    if path == Path::new("-") { "<stdin>".to_owned() } else { path.display().to_string() }
}

/// The text of a letterhead or a layout.
pub fn read_text(path: &Path, format: Format, max_bytes: u64) -> Result<Source, Diagnostics> {
    let origin = InputOrigin::of(path);
    let input = Input {
        path: path.to_owned(),
        origin,
        format: Some(format),
        mirrored: None,
        placed: None,
        beside: None,
    };
    input.read(max_bytes)
}

impl InputFormat {
    /// The format of a text, where it is one.
    pub fn text_format(self) -> Option<Format> {
        match self {
            Self::Markdown => Some(Format::Markdown),
            Self::Json => Some(Format::Json),
            Self::Yaml => Some(Format::Yaml),
            Self::Toml => Some(Format::Toml),
            Self::Ndjson => None,
        }
    }
}

/// An id as the stem of a file's name, without signs that shells and paths read: what is neither
/// letter nor digit nor `-`, `_` or `.` becomes `-`.
fn file_name(id: &str) -> String {
    let is_plain = |c: &char| c.is_alphanumeric() || ['-', '_', '.'].contains(c);
    let name: String = id.chars().map(|c| if is_plain(&c) { c } else { '-' }).collect();
    name.trim_matches(['.', '-']).to_owned()
}

fn unknown_form(path: &Path, origin: &InputOrigin) -> Diagnostic {
    let name = path.display();
    match (path.extension().map(OsStr::to_string_lossy), origin) {
        (_, InputOrigin::StandardInput) => usage("the format of standard input is unknown")
            .hint("say which: `--input-format md`, `json`, `yaml` or `toml`"),
        (None, _) => usage(message!(
            "{file} has no ending that says in which form it is written",
            file = name
        ))
        .hint("name it .md, .json, .yaml or .toml, or say `--input-format md`"),
        (Some(ending), _) => usage(message!(
            "{file} cannot be a release: its ending is .{ending}",
            file = name,
            ending
        ))
        .hint("a release is a file ending in .md, .json, .yaml or .toml"),
    }
}

pub fn is_folder(path: &Path) -> Diagnostic {
    input_output(message!("{file} is a folder", file = path.display())).hint("name a file in it")
}

pub fn cannot_read(name: &str, error: &io::Error) -> Diagnostic {
    input_output(message!("cannot read {file} ({reason})", reason = reason(error), file = name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(paths: &[&str], format: Option<InputFormat>) -> Result<Vec<Input>, Vec<String>> {
        let paths: Vec<_> = paths.iter().map(PathBuf::from).collect();
        let messages = |errors: Diagnostics| errors.into_iter().map(|f| f.message).collect();
        Input::plan(&paths, format).map_err(messages)
    }

    #[test]
    fn the_form_comes_from_the_ending_or_is_typed() {
        assert!(plan(&["a.md", "b.YML", "c.json"], None).is_ok());
        assert!(plan(&["-"], Some(InputFormat::Json)).is_ok());
        assert!(plan(&["-"], None).is_err());
        assert!(plan(&["a.docx"], None).is_err());
        assert!(plan(&["a.docx"], Some(InputFormat::Markdown)).is_ok());
        assert!(plan(&["a.md"], Some(InputFormat::Json)).is_ok());
        assert!(plan(&["a.md", "-"], Some(InputFormat::Markdown)).is_ok());
        assert!(plan(&["-", "-"], Some(InputFormat::Markdown)).is_err());
    }

    #[test]
    fn all_wrong_endings_are_named_at_once_where_there_is_nothing_else() {
        assert_eq!(plan(&["a.txt", "src", "c"], None).err().map(|errors| errors.len()), Some(3));
        let inputs = plan(&["a.txt", "b.md", "src"], None).unwrap();
        assert!(inputs.iter().map(Input::is_readable).eq([false, true, false]));
        assert!(inputs.iter().all(|input| input.read(0).is_err()));
    }

    #[test]
    fn a_bare_name_lies_in_the_working_directory() {
        let folder = |path| plan(&[path], None).map(|inputs| inputs[0].folder().to_owned());
        assert_eq!(folder("a.md"), Ok(PathBuf::from(".")));
        assert_eq!(folder("x/a.md"), Ok(PathBuf::from("x")));
    }
}
