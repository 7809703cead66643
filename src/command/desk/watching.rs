//! What changes on the disk while a desk is open: the releases that are open, and what they are made
//! of.
//!
//! Files are asked for their time and size again and again. That is cheap for the few that are open,
//! and it holds on every disk, those of a network among them, of which a system tells nothing.

use std::env;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use tokio::sync::watch;

use super::events::DeskEvent;
use super::folder::{DeskPath, FileStamp, stamp};
use super::state::{DeskState, SharedDesk, blocking};
use crate::command::walk::{self, WalkFilter};

/// How often the files of open releases are looked at.
const INTERVAL: Duration = Duration::from_millis(150);

/// How often the folder and the letterheads are looked at.
const FOLDER_INTERVAL: Duration = Duration::from_secs(2);

/// Looks at files until the desk ends, and tells the pages.
pub async fn watch_files(state: SharedDesk, mut ending: watch::Receiver<bool>) {
    let mut last = Instant::now();
    let mut known = (None, None);
    loop {
        tokio::select! {
            () = tokio::time::sleep(INTERVAL) => {}
            _ = ending.wait_for(|ends| *ends) => return,
        }
        let looked = blocking(&state, |state| state.open.changed(&state.folder)).await;
        let Ok((changed, has_other_inputs)) = looked else { return };
        for (path, version) in changed {
            tell_file(&state, path, version).await;
        }
        if has_other_inputs {
            renew(&state);
        }
        if last.elapsed() >= FOLDER_INTERVAL || known.0.is_none() {
            let began = Instant::now();
            let seen = blocking(&state, |state| (listing(state), ground(state))).await;
            let Ok((listing, ground)) = seen else { return };
            if known.0.as_ref().is_some_and(|known| *known != listing) {
                state.events.tell(DeskEvent::folder());
            }
            if known.1.as_ref().is_some_and(|known| *known != ground) {
                renew(&state);
            }
            known = (Some(listing), Some(ground));
            // In a folder of many thousands, looking takes no large part of the time.
            last = Instant::now() + began.elapsed() * 20;
        }
    }
}

/// Tells that a release is another one on the disk, unless the page knows it already.
async fn tell_file(state: &SharedDesk, path: DeskPath, version: Option<String>) {
    let asked = path.clone();
    let read = blocking(state, move |state| state.folder.read(&asked)).await;
    let now = read.ok().and_then(Result::ok).map(|file| file.version);
    if now == version {
        return;
    }
    state.events.tell(DeskEvent::file(&path, now.as_deref()));
    state.open.open(&state.folder, &path, now);
}

/// Lets workers read once more what they read once for all releases.
fn renew(state: &DeskState) {
    state.generation.fetch_add(1, Ordering::Relaxed);
    state.events.tell(DeskEvent::inputs());
}

/// The releases of the folder, as far as their names and times tell.
fn listing(state: &DeskState) -> Vec<(PathBuf, FileStamp)> {
    stamps(&[state.folder.root().to_owned()], &["md", "markdown", "json", "yaml", "yml"])
}

/// Letterheads and settings, which are read once for all releases.
fn ground(state: &DeskState) -> Vec<(PathBuf, FileStamp)> {
    let of_environment = env::var_os("LETTERPRESS_LETTERHEADS").unwrap_or_default();
    let typed = state.typed.letterheads.letterheads.iter().cloned();
    let folders = typed.chain(env::split_paths(&of_environment));
    let mut folders: Vec<_> = folders.filter(|path| path.is_dir()).collect();
    folders.push(state.folder.root().to_owned());
    stamps(&folders, &["toml", "typ"])
}

fn stamps(folders: &[PathBuf], endings: &[&str]) -> Vec<(PathBuf, FileStamp)> {
    let wanted = WalkFilter { endings, exclude: &[] };
    // What cannot be listed has nothing to tell; whoever reads it says why.
    let Ok(found) = walk::found(folders, &wanted) else { return Vec::new() };
    let paths = found.into_iter().map(|found| found.path);
    paths.map(|path: PathBuf| (path.clone(), stamp(Path::new(&path)))).collect()
}
