//! The releases that are watched, and the files of each: those that its last run has read, and
//! those that it has looked for.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::folders::{Touched, folder_of, real};
use super::signature::FileSignature;
use crate::command::project;
use crate::command::releases::{Planned, ReleaseRecord};

/// All releases that are watched.
pub struct WatchedReleases {
    /// In the order in which they were found, by their file.
    releases: Vec<WatchedRelease>,
    /// Where each of them stands there.
    places: HashMap<PathBuf, usize>,
    /// What was typed for all of them.
    ground: BTreeSet<PathBuf>,
    /// Each file as it was when releases were last set from it.
    files: BTreeMap<PathBuf, WatchedFile>,
    /// Where all of them lie, as the system calls it.
    known: HashSet<PathBuf>,
    /// Whether something has changed that workers read once for all releases.
    has_lost_ground: bool,
}

/// A release that is watched.
struct WatchedRelease {
    planned: Planned,
    file: PathBuf,
    /// The files that it is made from, besides its own.
    files: BTreeSet<PathBuf>,
    /// Those of them that are read anew for each release.
    pictures: BTreeSet<PathBuf>,
    /// What became of it when all was well.
    known: Option<ReleaseRecord>,
    is_due: bool,
    /// Whether it was worked on at all.
    was_set: bool,
    /// Whether it is one, as far as is known: folders hold other files, too.
    is_release: bool,
}

/// A file that is watched.
struct WatchedFile {
    /// None where nothing is there.
    signature: Option<FileSignature>,
    /// Where something happens when it changes, as the system calls it: its own place, and that
    /// behind a link.
    places: Vec<PathBuf>,
    /// The folders of these places; of a folder also itself.
    folders: Vec<PathBuf>,
}

/// What has changed, as it is called.
#[derive(Debug, Default)]
pub struct FileChanges {
    pub files: Vec<String>,
    pub gone: Vec<String>,
}

impl WatchedFile {
    fn of(path: &Path) -> Self {
        let mut folders = vec![real(&folder_of(path))];
        let mut places = vec![folders[0].join(path.file_name().unwrap_or_default())];
        if path.is_symlink() {
            places.push(real(path));
            folders.push(folder_of(&real(path)));
        }
        if path.is_dir() {
            folders.push(real(path));
        }
        Self { signature: FileSignature::of(path), places, folders }
    }
}

impl WatchedReleases {
    /// None so far; `ground` is what was typed for all of them.
    pub fn new(ground: BTreeSet<PathBuf>) -> Self {
        let files = ground.iter().map(|path| (path.clone(), WatchedFile::of(path))).collect();
        let (releases, places) = (Vec::new(), HashMap::new());
        let known = HashSet::new();
        Self { releases, places, ground, files, known, has_lost_ground: false }
    }

    /// Takes the releases that there are now. New ones are due.
    pub fn take(&mut self, found: Vec<Planned>) -> FileChanges {
        let mut before: BTreeMap<_, _> =
            self.releases.drain(..).map(|one| (one.file.clone(), one)).collect();
        let mut change = FileChanges::default();
        for planned in found {
            let file = planned.request.file.clone().map(PathBuf::from).unwrap_or_default();
            let release = match before.remove(&file) {
                Some(old) => {
                    let is_due = old.is_due || old.planned.error != planned.error;
                    WatchedRelease { planned, is_due, ..old }
                }
                None => {
                    // Of one that a release reads was said that it is there.
                    if !self.is_there(&file) {
                        change.files.push(file.display().to_string());
                    }
                    WatchedRelease::new(planned, file)
                }
            };
            self.releases.push(release);
        }
        for file in before.keys() {
            // Of the others was said that they are gone.
            if self.is_there(file) {
                change.gone.push(file.display().to_string());
            }
        }
        let places = self.releases.iter().enumerate();
        self.places = places.map(|(at, one)| (one.file.clone(), at)).collect();
        self.look_after_files();
        change
    }

    /// What is to be set now. Of a file that is gone, the last result stays.
    pub fn due(&mut self) -> Vec<Planned> {
        let mut due = Vec::new();
        for release in self.releases.iter_mut().filter(|release| release.is_due) {
            let signature = FileSignature::of(&release.file);
            if release.was_set && signature.is_none() {
                continue;
            }
            (release.is_due, release.was_set) = (false, true);
            for file in [&release.file].into_iter().chain(&release.files) {
                self.files.insert(file.clone(), WatchedFile::of(file));
            }
            let mut planned = release.planned.clone();
            planned.request.known = release.known.as_ref().and_then(ReleaseRecord::known);
            planned.known = release.known.clone();
            due.push(planned);
        }
        due
    }

    /// Enters what became of a release that was set from `began` on.
    pub fn enter(&mut self, planned: &Planned, record: ReleaseRecord, began: SystemTime) {
        let file = planned.request.file.clone().map(PathBuf::from).unwrap_or_default();
        let place = self.places.get(&file).copied();
        let Some(release) = place.and_then(|at| self.releases.get_mut(at)) else { return };
        release.learn_files(&record);
        release.is_release = !record.is_no_release();
        release.known = record.known().is_some().then_some(record);
        for path in &release.files {
            if !self.files.contains_key(path) {
                let watched = WatchedFile::of(path);
                // It may have been written since it was read.
                release.is_due |= watched.signature.is_some_and(|one| one.is_after(began));
                self.files.insert(path.clone(), watched);
            }
        }
    }

    /// Forgets files that nobody reads any more, and looks at those that are new.
    pub fn look_after_files(&mut self) {
        let used = self.releases.iter().flat_map(|one| [&one.file].into_iter().chain(&one.files));
        let used: BTreeSet<_> = used.chain(&self.ground).cloned().collect();
        self.files.retain(|path, _| used.contains(path));
        for path in used {
            self.files.entry(path).or_insert_with_key(|path| WatchedFile::of(path));
        }
        let places = self.files.values().flat_map(|file| &file.places);
        self.known = places.cloned().collect();
    }

    /// Looks at the files in folders where something has happened. What is made from those that
    /// have changed is due.
    pub fn changed(&mut self, touched: &Touched) -> FileChanges {
        let mut changed = BTreeSet::new();
        let (mut change, mut said) = (FileChanges::default(), HashSet::new());
        for (path, watched) in &mut self.files {
            if !watched.folders.iter().any(|folder| touched.has(folder)) {
                continue;
            }
            let signature = FileSignature::of(path);
            if signature != watched.signature {
                changed.insert(path.clone());
                let list = if signature.is_some() { &mut change.files } else { &mut change.gone };
                // One file may have several names.
                if said.insert(watched.places.first().cloned()) {
                    list.push(path.display().to_string());
                }
                *watched = WatchedFile::of(path);
            }
        }
        if changed.is_empty() {
            return change;
        }
        let is_of_all = !self.ground.is_disjoint(&changed);
        self.has_lost_ground = is_of_all;
        for release in &mut self.releases {
            let mut read = release.files.intersection(&changed).peekable();
            release.is_due |= is_of_all || read.peek().is_some() || changed.contains(&release.file);
            self.has_lost_ground |= read.any(|file| !release.pictures.contains(file));
        }
        change
    }

    /// Whether something has changed that workers read once for all releases.
    pub fn has_lost_ground(&mut self) -> bool {
        std::mem::take(&mut self.has_lost_ground)
    }

    /// Whether a path, as the system calls it, is one of the files, or lies in a folder that counts
    /// as a whole.
    pub fn knows(&self, path: &Path) -> bool {
        self.known.contains(path) || path.parent().is_some_and(|folder| self.known.contains(folder))
    }

    /// The folders in which something happens when a file changes.
    pub fn folders(&self) -> BTreeSet<PathBuf> {
        self.files.values().flat_map(|file| &file.folders).cloned().collect()
    }

    /// How many releases there are, and from how many files that are there they are made.
    pub fn counts(&self) -> (usize, usize) {
        let releases = self.releases.iter().filter(|one| one.is_release);
        let files = releases.clone().flat_map(|one| [&one.file].into_iter().chain(&one.files));
        let files: BTreeSet<_> = files.filter(|file| self.is_there(file)).collect();
        (releases.count(), files.len())
    }

    /// Whether a file that is watched was there when it was looked at.
    fn is_there(&self, file: &Path) -> bool {
        self.files.get(file).is_some_and(|watched| watched.signature.is_some())
    }
}

impl WatchedRelease {
    fn new(planned: Planned, file: PathBuf) -> Self {
        let files = settings_of(&file);
        let (pictures, known, is_due, was_set) = (BTreeSet::new(), None, true, false);
        Self { planned, file, files, pictures, known, is_due, was_set, is_release: true }
    }

    /// Takes the files that were read. Where it is not known which would have been, those that
    /// messages name are looked for as well: a picture that is not there yet.
    fn learn_files(&mut self, record: &ReleaseRecord) {
        let of_record =
            record.inputs.iter().map(|input| (PathBuf::from(input.file.clone()), &*input.role));
        let of_record: Vec<_> = of_record.filter(|(file, _)| *file != self.file).collect();
        let is_picture = |(_, role): &&(PathBuf, &str)| *role == "picture";
        let pictures = of_record.iter().filter(is_picture).map(|(file, _)| file.clone());
        if record.key.is_some() {
            self.files = settings_of(&self.file);
            self.pictures = pictures.collect();
        } else {
            self.pictures.extend(pictures);
            let named =
                record.diagnostics.iter().flat_map(|one| [&one["file"], &one["data"]["file"]]);
            for name in named.filter_map(|name| name.as_str()).filter(|name| !name.contains('\0')) {
                self.files.extend([PathBuf::from(name), self.file.with_file_name(name)]);
            }
            self.files.remove(&self.file);
        }
        self.files.extend(of_record.into_iter().map(|(file, _)| file));
    }
}

/// Where `letterpress.toml` counts for a release: in its folder and in those above it.
fn settings_of(file: &Path) -> BTreeSet<PathBuf> {
    let above = folder_of(file).canonicalize().ok();
    let above = above.iter().flat_map(|folder| folder.ancestors().skip(1));
    let above = above.map(|folder| folder.join(project::FILE)).filter(|file| file.exists());
    above.chain([file.with_file_name(project::FILE)]).collect()
}
