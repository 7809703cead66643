//! `letterpress.toml`: where the letterheads of a folder of releases are, which of them is the
//! usual one, and where results go.
//!
//! The file may come with releases of strangers. So it says three things only, and each of them
//! lies beneath the folder of the file.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::ops::Range;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use letterpress::diagnostic::{Blame, Code, Diagnostic, Diagnostics, MessageText, codes};
use letterpress::files::{FileError, Files};
use letterpress::message;
use letterpress::read;
use letterpress::source::{Format, Source};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::files::Folder;
use super::stationery::is_file_name;
use crate::terminal::Terminal;

/// What the file is called.
pub const FILE: &str = "letterpress.toml";

/// What it may say.
const KEYS: [&str; 3] = ["letterheads", "letterhead", "output"];

/// The most bytes that it may have: a hundred times what anybody needs.
const MAX_BYTES: u64 = 64 * 1024;

/// The most folders of which is kept what belongs to them.
const MAX_FOLDERS: usize = 100_000;

/// A `letterpress.toml` that was read.
#[derive(Debug)]
pub struct Project {
    source: Source,
    /// The real folder in which it lies.
    folder: PathBuf,
    /// Folders with letterheads, each with its place in the file.
    pub letterheads: Vec<(String, Range<usize>)>,
    /// The id of the letterhead of releases that name none.
    pub letterhead: Option<(String, Range<usize>)>,
    /// The folder for results, ending with a slash.
    pub output: Option<PathBuf>,
}

/// The files of the folders in which releases lie, each read once.
#[derive(Debug, Clone, Default)]
pub struct Projects {
    known: Arc<Mutex<KnownProjects>>,
    /// Whether none is looked for.
    is_off: bool,
}

/// What was looked for so far.
#[derive(Debug, Default)]
struct KnownProjects {
    /// By the folder of a release, as it was typed.
    by_folder: HashMap<PathBuf, FoundProject>,
    /// By the folder in which the file lies.
    by_home: HashMap<PathBuf, FoundProject>,
}

/// What is there for a folder: a file, none, or one that is wrong.
type FoundProject = Result<Option<Arc<Project>>, Diagnostics>;

impl Projects {
    /// Reads the nearest file of each folder: in it, or above it.
    pub fn of<'a>(
        folders: impl IntoIterator<Item = &'a Path>,
        terminal: &Terminal,
    ) -> Result<Self, Diagnostics> {
        let projects = Self::default();
        let (mut homes, mut errors, mut last) = (HashSet::new(), Vec::new(), None);
        for folder in folders {
            // Releases of one folder come in a row.
            if last.replace(folder) == Some(folder) {
                continue;
            }
            match projects.nearest_to(folder) {
                Ok(Some(project)) if homes.insert(project.folder.clone()) => {
                    terminal.detail(&format!("read {}", project.source.name()));
                }
                Ok(_) => {}
                Err(wrong) if errors.is_empty() || !is_among(&wrong, &errors) => {
                    errors.extend(wrong);
                }
                Err(_) => {}
            }
        }
        Diagnostics::check(errors)?;
        Ok(projects)
    }

    /// None, wherever a release lies: what stands above its folder is no matter of whoever sent
    /// it.
    pub fn none() -> Self {
        Self { is_off: true, ..Self::default() }
    }

    /// Whether none is looked for.
    pub fn are_off(&self) -> bool {
        self.is_off
    }

    /// The one for the releases of a folder, if there is one.
    pub fn nearest_to(&self, folder: &Path) -> FoundProject {
        if self.is_off {
            return Ok(None);
        }
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = known.by_folder.get(folder) {
            return found.clone();
        }
        let found = match nearest(folder) {
            None => Ok(None),
            Some(home) => match known.by_home.get(&home) {
                Some(found) => found.clone(),
                None => {
                    let found = Project::read(&home).map(|project| Some(Arc::new(project)));
                    known.by_home.insert(home, found.clone());
                    found
                }
            },
        };
        // A stream may name any number of them.
        if known.by_folder.len() >= MAX_FOLDERS {
            known.by_folder.clear();
        }
        known.by_folder.insert(folder.to_owned(), found.clone());
        found
    }

    /// All that were read and are right.
    pub fn all(&self) -> Vec<Arc<Project>> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let mut all: Vec<_> = known.by_home.values().flatten().flatten().cloned().collect();
        all.sort_by(|one, other| one.folder.cmp(&other.folder));
        all
    }

    /// Where the results of a folder's releases go, if a file says so.
    pub fn output_of(&self, folder: &Path) -> Option<PathBuf> {
        self.nearest_to(folder).ok().flatten()?.output.clone()
    }
}

/// Whether errors were found before: those of one file stand for all of its folders.
fn is_among(new: &Diagnostics, found: &[Diagnostic]) -> bool {
    new.iter().all(|one| found.contains(one))
}

impl Project {
    fn read(folder: &Path) -> Result<Self, Diagnostics> {
        let name = shown(folder).join(FILE).display().to_string();
        let bytes = Folder::new(folder)?.read(FILE).map_err(|error| unreadable(&name, &error))?;
        let source = read::source(&name, Format::Toml, bytes, MAX_BYTES)
            .map_err(|errors| errors.blamed_on(Blame::Environment))?;
        ProjectReader { source: &source, errors: Vec::new() }.project(folder)
    }

    /// A folder with letterheads. Files beneath the folder of `letterpress.toml` can be read by
    /// them, and no others.
    pub fn open(&self, path: &str, range: &Range<usize>) -> Result<Folder, Diagnostics> {
        let folder = self.folder.join(path);
        if !folder.is_dir() {
            let why = if folder.exists() { "is no folder" } else { "does not exist" };
            let message = message!("{folder} {reason}", folder = path, reason = why);
            return Err(self.marked(codes::INPUT_OUTPUT, message, range).into());
        }
        Ok(Folder::new(&self.folder)?.beginning_in(&folder))
    }

    /// The folder in which it lies.
    pub fn home(&self) -> &Path {
        &self.folder
    }

    /// What messages call a folder that the file names.
    pub fn name_of(&self, path: &str) -> String {
        let path = Path::new(path).components().filter(|part| *part != Component::CurDir);
        shown(&self.folder).join(path.collect::<PathBuf>()).display().to_string()
    }

    /// An error with its place in the file.
    pub fn marked(
        &self,
        code: Code,
        message: impl Into<MessageText>,
        range: &Range<usize>,
    ) -> Diagnostic {
        marked(&self.source, code, message, range)
    }
}

fn unreadable(name: &str, error: &FileError) -> Diagnostic {
    if *error == FileError::OutsideRoot {
        let message = message!("{file} is a link that leads out of its folder", file = name);
        return Diagnostic::new(codes::PATH_LEADS_OUT, message);
    }
    let message = message!("{file} {reason}", file = name, reason = error.describe());
    Diagnostic::new(codes::INPUT_OUTPUT, message)
}

fn marked(
    source: &Source,
    code: Code,
    message: impl Into<MessageText>,
    range: &Range<usize>,
) -> Diagnostic {
    let error = Diagnostic::new(code, message).at(source, range.clone(), "");
    error.blamed_on(Blame::Environment)
}

/// Takes what a file says, and collects what is wrong with it.
struct ProjectReader<'a> {
    source: &'a Source,
    errors: Vec<Diagnostic>,
}

impl ProjectReader<'_> {
    fn project(mut self, folder: &Path) -> Result<Project, Diagnostics> {
        let mut project = Project {
            source: self.source.clone(),
            folder: folder.to_owned(),
            letterheads: Vec::new(),
            letterhead: None,
            output: None,
        };
        let table = DeTable::parse(self.source.text()).map_err(|error| {
            let message = message!("this is not TOML: {reason}", reason = error.message());
            marked(self.source, codes::TOML_SYNTAX, message, &error.span().unwrap_or(0..0))
        })?;
        let mut entries: Vec<_> = table.into_inner().into_iter().collect();
        // The table iterates by name; a reader of the file goes from top to bottom.
        entries.sort_by_key(|(key, _)| key.span().start);
        for (key, value) in entries {
            match key.get_ref().as_ref() {
                "letterheads" => {
                    let folders = self.texts("letterheads", value);
                    project.letterheads =
                        folders.into_iter().filter(|one| self.is_beneath(folder, one)).collect();
                }
                "letterhead" => {
                    let id = self.text("letterhead", value);
                    project.letterhead = id.filter(|id| self.is_id(id));
                }
                "output" => {
                    let output = self.text("output", value);
                    let output = output.filter(|one| self.is_beneath(folder, one));
                    project.output = output.map(|(path, _)| shown(folder).join(path).join(""));
                }
                other => self.unknown(other, &key.span()),
            }
        }
        Diagnostics::check(self.errors)?;
        Ok(project)
    }

    fn error(
        &mut self,
        code: Code,
        message: impl Into<MessageText>,
        range: &Range<usize>,
        hint: &str,
    ) {
        self.errors.push(marked(self.source, code, message, range).hint(hint));
    }

    fn unknown(&mut self, key: &str, range: &Range<usize>) {
        let message = message!("{FILE} has no field `{field}`", FILE, field = key);
        let meant = read::did_you_mean(key, &KEYS);
        let all = "it names `letterheads`, `letterhead` and `output`, and nothing else";
        self.error(codes::UNKNOWN_FIELD, message, range, meant.as_deref().unwrap_or(all));
    }

    fn text(&mut self, key: &str, value: Spanned<DeValue<'_>>) -> Option<(String, Range<usize>)> {
        let range = value.span();
        if let DeValue::String(text) = value.into_inner() {
            return Some((text.into_owned(), range));
        }
        let message = message!("`{field}` is no text", field = key);
        self.error(codes::WRONG_TYPE, message, &range, "text stands in quotes");
        None
    }

    fn texts(&mut self, key: &str, value: Spanned<DeValue<'_>>) -> Vec<(String, Range<usize>)> {
        let range = value.span();
        let DeValue::Array(items) = value.into_inner() else {
            let message = message!("`{field}` is no list", field = key);
            let hint = "write the folders in brackets: letterheads = [\"letterheads\"]";
            self.error(codes::WRONG_TYPE, message, &range, hint);
            return Vec::new();
        };
        items.into_iter().filter_map(|item| self.text(key, item)).collect()
    }

    /// A letterhead is named by its id.
    fn is_id(&mut self, (id, range): &(String, Range<usize>)) -> bool {
        let is_id = !id.is_empty() && !is_file_name(Path::new(id));
        if !is_id {
            let message = message!("`{value}` is no id of a letterhead", value = id);
            let hint = "name its folder in `letterheads`, and here the `id` that stands in it";
            self.error(codes::WRONG_TYPE, message, range, hint);
        }
        is_id
    }

    /// Refuses a path that leads out of the folder of the file, also by a link.
    fn is_beneath(&mut self, folder: &Path, (path, range): &(String, Range<usize>)) -> bool {
        let is_below = |part| matches!(part, Component::Normal(_) | Component::CurDir);
        let typed = Path::new(path);
        if typed.components().all(is_below) && !path.contains(['\\', '\0']) && is_in(folder, typed)
        {
            return true;
        }
        let message = message!("`{path}` leads out of the folder of {FILE}", path, FILE);
        let hint = "name a folder beneath it, by its path from there";
        self.error(codes::PATH_LEADS_OUT, message, range, hint);
        false
    }
}

/// Whether the part of a path that exists lies in a folder, whatever links there are on the way.
fn is_in(folder: &Path, path: &Path) -> bool {
    let whole = folder.join(path);
    let there = whole.ancestors().find(|part| fs::symlink_metadata(part).is_ok());
    there.is_some_and(|there| fs::canonicalize(there).is_ok_and(|real| real.starts_with(folder)))
}

/// The nearest folder with a file: this one, or one above it.
fn nearest(folder: &Path) -> Option<PathBuf> {
    let real = fs::canonicalize(folder).ok()?;
    let mut above = real.ancestors();
    above.find(|folder| fs::symlink_metadata(folder.join(FILE)).is_ok()).map(Path::to_owned)
}

/// A real path as messages show it: from the working directory, where it lies in it.
fn shown(real: &Path) -> PathBuf {
    let here = fs::canonicalize(".").ok();
    let below = here.and_then(|here| real.strip_prefix(here).ok().map(Path::to_owned));
    below.unwrap_or_else(|| real.to_owned())
}
