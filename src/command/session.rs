//! What all releases of a run are set with: typesetter, letterhead, files.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use letterpress::diagnostic::{Blame, Diagnostic, Diagnostics, codes};
use letterpress::files::FileError;
use letterpress::limits::{FontLimits, Limits};
use letterpress::message;
use letterpress::source::Source;
use letterpress::{Fingerprint, Job, Stationery, Typesetter};

use super::files::{Folder, SharedFiles, list_folder, read_file};
use super::input::Input;
use super::layout;
use super::limits;
use super::project::Projects;
use super::shelves::{ReleaseShelf, Shelves};
use super::standard_input::looked_into;
use super::stationery::{is_file_name, load};
use super::{input_output, usage};
use crate::cli;
use crate::terminal::Terminal;

/// Everything that is the same for all releases of a run.
pub struct Session {
    typesetter: Typesetter,
    limits: Limits,
    letterhead: Option<TypedLetterhead>,
    shelves: Shelves,
    /// What the files of one release have in common with those of the next.
    shared: SharedFiles,
    root: Option<PathBuf>,
    /// The letterhead and the layout, and what the letterhead names.
    sources: Vec<PathBuf>,
    letterhead_files: Option<Folder>,
    /// The layout's folder.
    layout_files: Option<Folder>,
    has_layout: bool,
}

/// What a release may take from its surroundings.
pub struct Surroundings {
    /// The files that it may name.
    files: Folder,
    /// The letterheads that it may name by their ids.
    shelf: Arc<ReleaseShelf>,
}

impl Surroundings {
    /// The files that were read for the release, by their real paths.
    pub fn files_read(&self) -> Vec<PathBuf> {
        self.files.files_read()
    }

    /// The letterheads that the release may name by their ids.
    pub fn shelf(&self) -> &ReleaseShelf {
        &self.shelf
    }

    /// Whether `file` is one that was read for the release.
    pub fn have_read(&self, file: &Path) -> bool {
        self.files.has_read(file)
    }
}

/// The letterhead that was typed for all releases.
enum TypedLetterhead {
    File(Vec<Stationery>),
    Id(String),
}

impl Session {
    /// Reads layout, fonts and letterhead, and says everything that is wrong with them.
    pub fn set_up(
        typed: &cli::TypesettingArgs,
        projects: Projects,
        terminal: &Terminal,
    ) -> Result<Self, Diagnostics> {
        let limits = limits::of_releases(typed)?;
        let shelves = Shelves::open(&typed.letterheads, projects, &limits, terminal)?;
        let mut errors = Vec::new();
        let mut session = Self {
            typesetter: Typesetter::new().with_limits(limits),
            limits,
            letterhead: None,
            shelves,
            shared: SharedFiles::default(),
            root: typed.root.clone(),
            sources: typed.layout.iter().cloned().collect(),
            letterhead_files: None,
            layout_files: None,
            has_layout: typed.layout.is_some(),
        };
        if let Some(root) = &typed.root {
            errors.extend(Folder::new(root).err().into_iter().flatten());
        }
        if let Some(layout) = &typed.layout {
            match layout::load(layout, &session.limits) {
                Ok((layout, files)) => {
                    session.typesetter = session.typesetter.with_own_layout(&layout);
                    session.layout_files = Some(files);
                }
                Err(found) => errors.extend(found),
            }
        }
        if let Some(name) = &typed.letterhead {
            errors.extend(session.take_letterhead(name).err().into_iter().flatten());
        }
        let fonts = typed
            .font_dir
            .as_deref()
            .map_or(Ok(Vec::new()), |folder| read_fonts(folder, &limits.fonts));
        let session = match fonts.and_then(|fonts| session.with_fonts(fonts)) {
            Ok(session) => Some(session),
            Err(found) => {
                errors.extend(found);
                None
            }
        };
        Diagnostics::check(errors)?;
        session.ok_or_else(|| Diagnostic::internal("no fonts, and no error").into())
    }

    fn with_fonts(self, fonts: Vec<(String, Vec<u8>)>) -> Result<Self, Diagnostics> {
        Ok(Self { typesetter: self.typesetter.with_named_fonts(fonts)?, ..self })
    }

    fn take_letterhead(&mut self, name: &Path) -> Result<(), Diagnostics> {
        if is_file_name(name) {
            let (stationery, files) = load(name, &self.limits)?;
            self.letterhead = Some(TypedLetterhead::File(stationery));
            self.letterhead_files = Some(files);
            self.sources.push(name.to_owned());
        } else {
            let id = name.to_string_lossy();
            self.shelves.check_id(&id)?;
            self.letterhead = Some(TypedLetterhead::Id(id.into_owned()));
        }
        Ok(())
    }

    /// What a release may take from its surroundings: files that it names, and letterheads.
    pub fn surroundings(&self, input: &Input) -> Result<Surroundings, Diagnostics> {
        let folder = input.folder();
        let root = Folder::new(self.root.as_deref().unwrap_or(folder))?;
        let files = root.beginning_in(folder).sharing(&self.shared);
        Ok(Surroundings { files, shelf: self.shelves.of(folder)? })
    }

    /// Reads a release.
    pub fn read(&self, input: &Input) -> Result<Source, Diagnostics> {
        input.read(self.limits.text.bytes)
    }

    /// The limits of this run.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// What releases are set with.
    pub fn typesetter(&self) -> &Typesetter {
        &self.typesetter
    }

    /// A release to be set, with what it takes from its surroundings.
    pub fn job<'a>(&'a self, source: &'a Source, surroundings: &'a Surroundings) -> Job<'a> {
        let ReleaseShelf { shelf, usual } = &*surroundings.shelf;
        let mut job = Job::new(source).with_files(&surroundings.files).with_shelf(shelf);
        if let Some(id) = usual {
            job = job.with_default_letterhead(id);
        }
        match &self.letterhead {
            Some(TypedLetterhead::File(letterheads)) => job.with_letterheads(letterheads),
            Some(TypedLetterhead::Id(id)) => job.with_letterhead(id),
            None => job,
        }
    }

    /// What a release would be made of.
    pub fn fingerprint(
        &self,
        input: &Input,
        embeds_source: bool,
    ) -> Result<Fingerprint, Diagnostics> {
        let source = self.read(input)?;
        let surroundings = self.surroundings(input)?;
        let job = self.job(&source, &surroundings).embedding_source(embeds_source);
        self.typesetter.fingerprint(&job)
    }

    /// Whether `file` is one from which something was read for all releases.
    pub fn has_read(&self, file: &Path) -> bool {
        self.sources.iter().any(|source| is_same_file(source, file))
            || self.shelves.have_read(file)
            || self.letterhead_files.as_ref().is_some_and(|files| files.has_read(file))
            || self.layout_files.as_ref().is_some_and(|files| files.has_read(file))
    }

    /// Whether a layout of one's own is to set a release: the one that was typed, or that of its
    /// letterhead. Nothing is said of a release that cannot be read.
    pub fn sets_with_own_layout(&self, input: &Input) -> bool {
        if self.has_layout {
            return true;
        }
        if let Some(TypedLetterhead::File(periods)) = &self.letterhead {
            return periods.iter().any(Stationery::has_own_layout);
        }
        // A stream can be read once only.
        if input.is_stream() {
            return false;
        }
        let source = if input.is_standard_input() {
            looked_into(self.limits.text.bytes, || self.read(input))
        } else {
            self.read(input)
        };
        let Ok(source) = source else { return false };
        let Ok(surroundings) = self.surroundings(input) else { return false };
        let is_built_in = !surroundings.shelf.shelf.has_folders()
            && (self.letterhead.is_some() || !source.text().contains(".toml"));
        !is_built_in && self.typesetter.has_own_layout(&self.job(&source, &surroundings))
    }
}

fn is_same_file(one: &Path, other: &Path) -> bool {
    let real = one.canonicalize().ok();
    real.is_some() && real == other.canonicalize().ok()
}

/// The font files of a folder, with their names.
fn read_fonts(folder: &Path, limits: &FontLimits) -> Result<Vec<(String, Vec<u8>)>, Diagnostics> {
    let names = list_folder(folder).map_err(|error| unreadable(folder, &error))?;
    let names = names.iter().filter(|name| is_font_name(name));
    let paths: Vec<_> = names.map(|name| folder.join(name)).collect();
    if paths.is_empty() {
        let error = usage(message!("there is no font in {folder}", folder = folder.display()));
        return Err(Diagnostics::from(
            error.hint("fonts are files ending in .ttf, .otf, .ttc or .otc"),
        ));
    }
    // More are not even opened.
    if paths.len() > limits.files {
        let message = message!(
            "{folder} takes too much: {count} font files, and at most {max} are read",
            folder = folder.display(),
            count = paths.len(),
            max = limits.files
        );
        let error = Diagnostic::new(codes::FONT_BROKEN, message).blamed_on(Blame::Environment);
        return Err(error.into());
    }
    let (mut fonts, mut bytes_in_all) = (Vec::with_capacity(paths.len()), 0);
    for path in paths {
        let bytes = read_file(&path, limits.bytes_in_all as u64);
        let bytes = bytes.map_err(|error| unreadable(&path, &error))?;
        bytes_in_all += bytes.len();
        fonts.push((path.display().to_string(), bytes));
        // The one that is too much is refused by its name.
        if bytes_in_all > limits.bytes_in_all {
            break;
        }
    }
    Ok(fonts)
}

fn is_font_name(name: &str) -> bool {
    let ending = Path::new(name).extension().map(|ending| ending.to_ascii_lowercase());
    ending.is_some_and(|ending| ["ttf", "otf", "ttc", "otc"].iter().any(|font| ending == *font))
}

fn unreadable(path: &Path, error: &FileError) -> Diagnostic {
    input_output(message!("{file} {reason}", file = path.display(), reason = error.describe()))
}
