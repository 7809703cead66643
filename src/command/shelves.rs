//! Where letterheads are looked for by their ids: the folders that were typed, those of the
//! environment, those of `letterpress.toml`, and the built-in ones.

use std::collections::HashMap;
use std::env;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use letterpress::Shelf;
use letterpress::diagnostic::{Diagnostic, Diagnostics, codes};
use letterpress::files::{FileError, Files};
use letterpress::limits::Limits;
use letterpress::message;

use super::files::Folder;
use super::project::{Project, Projects};
use super::stationery::unknown;
use crate::cli;
use crate::terminal::Terminal;

/// The variable that names folders, parted as in PATH.
const VARIABLE: &str = "LETTERPRESS_LETTERHEADS";

/// The shelf of a release.
#[derive(Debug)]
pub struct ReleaseShelf {
    pub shelf: Shelf,
    /// The id of the letterhead for a release that names none.
    pub usual: Option<String>,
}

/// The shelves of all releases of a run.
#[derive(Debug)]
pub struct Shelves {
    projects: Projects,
    /// For releases without a `letterpress.toml`.
    typed: Arc<ReleaseShelf>,
    /// By the folder of a `letterpress.toml`.
    of_projects: Mutex<HashMap<PathBuf, Arc<ReleaseShelf>>>,
    /// From which files may have been read.
    folders: Mutex<Vec<Arc<Folder>>>,
}

impl Shelves {
    /// Opens the folders. No file in them is read before somebody asks for an id.
    pub fn open(
        typed: &cli::LetterheadsArgs,
        projects: Projects,
        limits: &Limits,
        terminal: &Terminal,
    ) -> Result<Self, Diagnostics> {
        let mut folders = Vec::new();
        let mut shelf = Shelf::new().with_limits(limits);
        let named = env::var_os(VARIABLE).filter(|_| !projects.are_off()).unwrap_or_default();
        let of_environment = env::split_paths(&named).filter(|path| path != Path::new(""));
        let all = typed.letterheads.iter().map(|path| (path.clone(), None));
        let mut errors = Vec::new();
        for (path, variable) in all.chain(of_environment.map(|path| (path, Some(VARIABLE)))) {
            match with_folder(shelf.clone(), &path, &mut folders) {
                Ok(longer) => shelf = longer,
                Err(found) => errors.extend(found.into_iter().map(|error| match variable {
                    Some(variable) => error.hint(format!("the folder stands in {variable}")),
                    None => error,
                })),
            }
        }
        Diagnostics::check(errors)?;
        let shelves = Self {
            projects,
            typed: Arc::new(ReleaseShelf { shelf, usual: None }),
            of_projects: Mutex::default(),
            folders: Mutex::new(folders),
        };
        for project in shelves.projects.all() {
            shelves.of_project(&project)?;
        }
        if terminal.is_verbose() {
            shelves.tell(terminal)?;
        }
        Ok(shelves)
    }

    /// The shelves that there are so far.
    fn all(&self) -> Result<Vec<Arc<ReleaseShelf>>, Diagnostics> {
        let projects = self.projects.all();
        projects.iter().map(|project| self.of_project(project)).collect()
    }

    /// Says which built-in letterheads others stand in for.
    fn tell(&self, terminal: &Terminal) -> Result<(), Diagnostics> {
        let all = [vec![Arc::clone(&self.typed)], self.all()?].concat();
        let mut named = Vec::new();
        for id in letterpress::Stationery::built_in_ids() {
            for file in all.iter().flat_map(|one| one.shelf.files_of(id)) {
                if !named.contains(&file) {
                    terminal.detail(&format!("{file} stands in for the built-in letterhead {id}"));
                    named.push(file);
                }
            }
        }
        Ok(())
    }

    /// The shelf for releases in a folder.
    pub fn of(&self, folder: &Path) -> Result<Arc<ReleaseShelf>, Diagnostics> {
        match self.projects.nearest_to(folder)? {
            Some(project) => self.of_project(&project),
            None => Ok(Arc::clone(&self.typed)),
        }
    }

    fn of_project(&self, project: &Project) -> Result<Arc<ReleaseShelf>, Diagnostics> {
        let mut known = self.of_projects.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(shelf) = known.get(project.home()) {
            return Ok(Arc::clone(shelf));
        }
        let mut folders = self.folders.lock().unwrap_or_else(PoisonError::into_inner);
        let shelf = ReleaseShelf::of_project(&self.typed.shelf, project, &mut folders)?;
        let shelf = Arc::new(shelf);
        known.insert(project.home().to_owned(), Arc::clone(&shelf));
        Ok(shelf)
    }

    /// Refuses an id that a shelf does not have.
    pub fn check_id(&self, id: &str) -> Result<(), Diagnostics> {
        let of_projects = self.all()?;
        let typed = [&self.typed].into_iter().filter(|_| of_projects.is_empty());
        match typed.chain(&of_projects).find(|one| !one.shelf.has(id)) {
            Some(lacking) => Err(unknown(id, &lacking.shelf).into()),
            None => Ok(()),
        }
    }

    /// Whether a file is one that was read for a letterhead.
    pub fn have_read(&self, file: &Path) -> bool {
        let folders = self.folders.lock().unwrap_or_else(PoisonError::into_inner);
        folders.iter().any(|folder| folder.has_read(file))
    }
}

impl ReleaseShelf {
    fn of_project(
        typed: &Shelf,
        project: &Project,
        folders: &mut Vec<Arc<Folder>>,
    ) -> Result<Self, Diagnostics> {
        let mut shelf = typed.clone();
        for (path, range) in &project.letterheads {
            let folder = Arc::new(project.open(path, range)?);
            folders.push(Arc::clone(&folder));
            shelf = shelf.with_folder_of_release(&project.name_of(path), ShelfFiles(folder))?;
        }
        if let Some((id, range)) = &project.letterhead
            && !shelf.has(id)
        {
            let message = message!("there is no letterhead `{name}`", name = id);
            let error = project.marked(codes::UNKNOWN_LETTERHEAD, message, range);
            return Err(shelf.hints_for(id).into_iter().fold(error, Diagnostic::hint).into());
        }
        Ok(Self { shelf, usual: project.letterhead.as_ref().map(|(id, _)| id.clone()) })
    }
}

fn with_folder(
    shelf: Shelf,
    path: &Path,
    folders: &mut Vec<Arc<Folder>>,
) -> Result<Shelf, Diagnostics> {
    let folder = Arc::new(Folder::new(path)?);
    folders.push(Arc::clone(&folder));
    let name: PathBuf = path.components().collect();
    shelf.with_folder(&name.display().to_string(), ShelfFiles(folder))
}

/// The files of a folder, which the run asks later what was read.
struct ShelfFiles(Arc<Folder>);

impl Files for ShelfFiles {
    fn read(&self, path: &str) -> Result<Vec<u8>, FileError> {
        self.0.read(path)
    }

    fn read_shared(&self, path: &str, max_bytes: u64) -> Result<Arc<Vec<u8>>, FileError> {
        self.0.read_shared(path, max_bytes)
    }

    fn list(&self, folder: &str) -> Result<Vec<String>, FileError> {
        self.0.list(folder)
    }
}
