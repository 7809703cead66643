//! What the system tells of folders.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf, absolute};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use letterpress::diagnostic::{Diagnostic, codes};
use letterpress::message;
use letterpress::source::Format;
use notify::event::{AccessKind, AccessMode};
use notify::{Config, ErrorKind, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::signature::FileSignature;

/// After so long without anything new, a file counts as written: editors write in several steps.
const QUIET: Duration = Duration::from_millis(100);

/// What goes on for longer is looked at all the same.
const MAX_UNREST: Duration = Duration::from_secs(1);

/// How often is looked whether a signal has come.
const STEP: Duration = Duration::from_millis(100);

/// Folders in which something may happen.
pub struct FolderEvents {
    /// None where the system is not asked.
    watcher: Option<RecommendedWatcher>,
    events: Receiver<notify::Result<Event>>,
    /// The folders that were named, and count with all that lies below them.
    named: BTreeSet<PathBuf>,
    /// The folders that are followed, as they were then.
    followed: BTreeMap<PathBuf, Option<FileSignature>>,
    /// Why nothing is told, until it was said.
    note: Option<Diagnostic>,
}

/// Where something has happened.
#[derive(Debug, Default)]
pub struct Touched {
    /// None stands for everywhere.
    folders: Option<BTreeSet<PathBuf>>,
    /// Whether there may be other releases than before.
    pub may_add: bool,
}

impl Touched {
    fn everywhere() -> Self {
        Self { folders: None, may_add: true }
    }

    fn nowhere() -> Self {
        Self { folders: Some(BTreeSet::new()), may_add: false }
    }

    fn inside(folder: PathBuf, may_add: bool) -> Self {
        Self { folders: Some(BTreeSet::from([folder])), may_add }
    }

    fn is_nowhere(&self) -> bool {
        self.folders.as_ref().is_some_and(BTreeSet::is_empty)
    }

    /// Whether it is in a folder.
    pub fn has(&self, folder: &Path) -> bool {
        self.folders.as_ref().is_none_or(|folders| folders.contains(folder))
    }
}

impl FolderEvents {
    /// None is followed yet; of `named`, all that lies below is. Where `polls` is set, the system
    /// is not asked.
    pub fn open(polls: bool, named: BTreeSet<PathBuf>) -> Self {
        let named = named.iter().map(|folder| real(folder)).collect();
        let (sender, events) = mpsc::channel();
        // Where nobody listens any more, nothing is to be told.
        let tell = move |event| drop(sender.send(event));
        let config = Config::default().with_follow_symlinks(false);
        let opened = (!polls).then(|| RecommendedWatcher::new(tell, config));
        let (watcher, note) = match opened {
            Some(Ok(watcher)) => (Some(watcher), None),
            Some(Err(error)) => (None, Some(not_told(&error))),
            None => (None, None),
        };
        Self { watcher, events, named, followed: BTreeMap::new(), note }
    }

    /// Whether folders were named.
    pub fn has_named(&self) -> bool {
        !self.named.is_empty()
    }

    /// Whether the system tells nothing.
    pub fn polls(&self) -> bool {
        self.watcher.is_none()
    }

    /// Follows these folders and no others, and says why that cannot be. One that is not there is
    /// waited for in the folder above.
    pub fn follow(&mut self, folders: BTreeSet<PathBuf>) -> Option<Diagnostic> {
        let all = folders.iter().chain(&self.named).filter_map(|folder| existing(folder));
        let wanted: BTreeMap<_, _> =
            all.map(|folder| (folder.clone(), identity(&folder))).collect();
        let old = self.followed.extract_if(.., |folder, then| wanted.get(folder) != Some(then));
        for (folder, _) in old {
            if let Some(watcher) = &mut self.watcher {
                // Of one that is gone, the system has forgotten it already.
                let _ = watcher.unwatch(&folder);
            }
        }
        for (folder, signature) in wanted {
            let Some(watcher) = &mut self.watcher else { break };
            if self.followed.contains_key(&folder) {
                continue;
            }
            let is_named = self.named.contains(&folder);
            let mode =
                if is_named { RecursiveMode::Recursive } else { RecursiveMode::NonRecursive };
            match watcher.watch(&folder, mode) {
                Err(error) if is_limit(&error) => self.give_up(&error),
                // One that has gone meanwhile is followed next time; all files are looked at from
                // time to time in any case.
                Err(_) => {}
                Ok(()) => drop(self.followed.insert(folder, signature)),
            }
        }
        self.note.take()
    }

    /// Asks the system no more.
    fn give_up(&mut self, error: &notify::Error) {
        self.watcher = None;
        self.followed.clear();
        self.note = Some(not_told(error));
    }

    /// Waits until something happens to a file that `knows` says is watched, or to one that may be
    /// a release, and until that is over; or until the interval has passed. None if `stop` is set.
    pub fn wait(
        &mut self,
        interval: Duration,
        stop: &AtomicBool,
        knows: impl Fn(&Path) -> bool,
    ) -> Option<Touched> {
        let mut touched = Touched::nowhere();
        let (began, mut first, mut last) = (Instant::now(), None, Instant::now());
        loop {
            if stop.load(Ordering::Relaxed) {
                return None;
            }
            let end = match first {
                Some(first) => (last + QUIET).min(first + MAX_UNREST),
                None => began + interval,
            };
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Some(if first.is_some() { touched } else { Touched::everywhere() });
            }
            match self.events.recv_timeout(left.min(STEP)) {
                Ok(event) => {
                    let new = self.touched(event, &knows);
                    if !new.is_nowhere() {
                        touched.add(new);
                        last = Instant::now();
                        first.get_or_insert(last);
                    }
                }
                Err(RecvTimeoutError::Timeout) => {}
                // Nobody tells anything.
                Err(RecvTimeoutError::Disconnected) => std::thread::sleep(left.min(STEP)),
            }
        }
    }

    /// What an event tells.
    fn touched(&mut self, event: notify::Result<Event>, knows: &impl Fn(&Path) -> bool) -> Touched {
        let event = match event {
            Ok(event) => event,
            Err(error) => {
                if is_limit(&error) {
                    self.give_up(&error);
                }
                return Touched::everywhere();
            }
        };
        let is_written = AccessKind::Close(AccessMode::Write);
        match event.kind {
            _ if event.need_rescan() => return Touched::everywhere(),
            EventKind::Access(kind) if kind != is_written => return Touched::nowhere(),
            _ => {}
        }
        let mut touched = Touched::nowhere();
        for path in &event.paths {
            touched.add(touched_by(path, knows));
        }
        touched
    }
}

impl Touched {
    fn add(&mut self, other: Self) {
        self.may_add |= other.may_add;
        self.folders = match (self.folders.take(), other.folders) {
            (Some(mut folders), Some(others)) => {
                folders.extend(others);
                Some(folders)
            }
            _ => None,
        };
    }
}

/// Where something has happened if it did at a path.
fn touched_by(path: &Path, knows: &impl Fn(&Path) -> bool) -> Touched {
    let folder = folder_of(path);
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    if knows(path) {
        return Touched::inside(folder, false);
    }
    let above = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    match path.extension().and_then(|ending| ending.to_str()) {
        _ if name == ".letterpressignore" => Touched::everywhere(),
        // Among them the folders of unfinished files.
        _ if is_hidden(&name) || is_hidden(&above) => Touched::nowhere(),
        Some(ending) if Format::from_extension(ending).is_some() => Touched::inside(folder, true),
        // What is written, most of all.
        Some(_) => Touched::nowhere(),
        // It may be a folder.
        None => Touched::everywhere(),
    }
}

fn is_hidden(name: &str) -> bool {
    name.starts_with('.') && name != "." && name != ".."
}

/// The folder in which a path lies, as it is written.
pub fn folder_of(path: &Path) -> PathBuf {
    let folder = path.parent().filter(|folder| *folder != Path::new(""));
    folder.unwrap_or(Path::new(".")).to_owned()
}

/// A path without links and from the root on, as the system calls it in what it tells.
pub fn real(path: &Path) -> PathBuf {
    match (path.canonicalize(), absolute(path)) {
        (Ok(real), _) | (Err(_), Ok(real)) => real,
        // There is no working directory: nothing in it is told.
        (Err(_), Err(_)) => path.to_owned(),
    }
}

/// A folder, or the nearest one above it that is there.
fn existing(folder: &Path) -> Option<PathBuf> {
    let named = folder.ancestors().filter(|folder| *folder != Path::new(""));
    named.chain([Path::new(".")]).find(|folder| folder.is_dir()).map(Path::to_owned)
}

/// Which folder it is, whatever lies in it.
fn identity(folder: &Path) -> Option<FileSignature> {
    FileSignature::of(folder).map(FileSignature::without_times)
}

/// Whether the system allows no more.
fn is_limit(error: &notify::Error) -> bool {
    match &error.kind {
        ErrorKind::MaxFilesWatch => true,
        ErrorKind::Io(error) => {
            matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
                || matches!(error.raw_os_error(), Some(EMFILE | ENFILE))
        }
        _ => false,
    }
}

/// Too many open files in a process, and in the system (POSIX, as Linux and macOS number them).
const EMFILE: i32 = 24;
const ENFILE: i32 = 23;

fn not_told(error: &notify::Error) -> Diagnostic {
    let reason = match &error.kind {
        ErrorKind::MaxFilesWatch => "it allows no more watched folders".to_owned(),
        ErrorKind::Io(error) => crate::terminal::reason(error),
        _ => error.to_string(),
    };
    let message = message!(
        "the system does not tell of changes ({reason}); all files are looked at twice a second",
        reason
    );
    Diagnostic::new(codes::WATCHES_EXHAUSTED, message).hint(
        "on Linux, `sysctl fs.inotify` shows the limits, and the administrator can raise them",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_and_what_is_unfinished_is_no_reason_to_look() {
        let known = |path: &Path| path == Path::new("in/foto.jpg");
        let of = |path: &str| touched_by(Path::new(path), &known);
        assert!(of("in/foto.jpg").has(Path::new("in")));
        assert!(!of("in/foto.jpg").has(Path::new("out")));
        assert!(of("in/a.md").may_add && !of("in/foto.jpg").may_add);
        for path in ["in/a.pdf", "in/.a.md.swp", "in/.letterpress-x/1", "in/other.jpg", "in/.#a.md"]
        {
            assert!(of(path).is_nowhere(), "{path}");
        }
        for path in ["in/new", ".letterpressignore", "in/.letterpressignore"] {
            assert!(of(path).has(Path::new("out")) && of(path).may_add, "{path}");
        }
    }

    #[test]
    fn a_limit_of_the_system_is_told_from_a_folder_that_is_gone() {
        assert!(is_limit(&notify::Error::new(ErrorKind::MaxFilesWatch)));
        assert!(is_limit(&notify::Error::io(io::Error::from_raw_os_error(EMFILE))));
        assert!(!is_limit(&notify::Error::path_not_found()));
        let said = not_told(&notify::Error::new(ErrorKind::MaxFilesWatch)).message;
        assert!(said.contains("it allows no more watched folders"), "{said}");
    }
}
