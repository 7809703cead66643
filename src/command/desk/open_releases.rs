//! The releases that are open in pages, with the files of which each is made.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::folder::{DeskFolder, DeskPath, FileStamp, stamp};

/// A release that nobody has asked for in this time is not open any more.
const FORGOTTEN: Duration = Duration::from_secs(15 * 60);

/// The releases that are open.
#[derive(Debug, Default)]
pub struct OpenReleases(Mutex<HashMap<DeskPath, OpenRelease>>);

/// A release that is open in a page.
#[derive(Debug, Clone)]
struct OpenRelease {
    stamp: FileStamp,
    version: Option<String>,
    /// What it is made of, as it was then.
    files: HashMap<PathBuf, FileStamp>,
    asked: Instant,
}

impl OpenReleases {
    fn all(&self) -> MutexGuard<'_, HashMap<DeskPath, OpenRelease>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A page shows a release in this version; none where its file is gone.
    pub fn open(&self, folder: &DeskFolder, path: &DeskPath, version: Option<String>) {
        let stamp = stamp(&folder.place(path));
        let mut all = self.all();
        let files = all.remove(path).map(|known| known.files).unwrap_or_default();
        let watched = OpenRelease { stamp, version, files, asked: Instant::now() };
        all.insert(path.clone(), watched);
    }

    /// A release was made of these files.
    pub fn note_files(&self, path: &DeskPath, files: &[PathBuf]) {
        let mut all = self.all();
        let Some(watched) = all.get_mut(path) else { return };
        watched.asked = Instant::now();
        watched.files.retain(|file, _| files.contains(file));
        for file in files {
            watched.files.entry(file.clone()).or_insert_with_key(|file| stamp(file));
        }
    }

    /// The releases whose files are others than they were.
    pub fn changed(&self, folder: &DeskFolder) -> (Vec<(DeskPath, Option<String>)>, bool) {
        let mut all = self.all();
        all.retain(|_, watched| watched.asked.elapsed() < FORGOTTEN);
        let (mut changed, mut has_other_inputs) = (Vec::new(), false);
        for (path, watched) in all.iter_mut() {
            let now = stamp(&folder.place(path));
            if now != watched.stamp {
                watched.stamp = now;
                changed.push((path.clone(), watched.version.clone()));
            }
            for (file, then) in &mut watched.files {
                let now = stamp(file);
                if now != *then {
                    *then = now;
                    has_other_inputs = true;
                }
            }
        }
        (changed, has_other_inputs)
    }
}
