//! `letterpress watch`: releases that are set again whenever a file of theirs changes.
//!
//! What the system tells of folders is a hint only, since editors write, rename and remove as they
//! like: what counts is whether a file is another one than that from which its releases were set.

mod folders;
mod options;
mod releases;
mod signature;

use std::collections::BTreeSet;
use std::env;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use letterpress::diagnostic::Diagnostics;

use self::folders::{FolderEvents, Touched};
use self::releases::WatchedReleases;
use super::batch::Labour;
use super::releases::ReleaseRun;
use super::signals::Signals;
use super::stationery::is_file_name;
use super::workers::WorkerPool;
use super::{Exit, render};
use crate::cli::WatchArgs;
use crate::terminal::{Changed, Terminal, UiEvent, Watching};

/// How often all files are looked at, whatever the system tells: of a folder on a network it tells
/// only what this machine does there.
const INTERVAL: Duration = Duration::from_secs(2);

/// The same where the system tells nothing.
const POLL_INTERVAL: Duration = Duration::from_millis(500);

/// Looking at all files takes no larger part of the time than one of so many.
const MAX_SHARE: u32 = 50;

/// Watches what was typed, until a signal comes.
pub fn run(typed: &WatchArgs, terminal: &Terminal) -> Result<Exit, Diagnostics> {
    if terminal.is_of_worker() {
        // By the hashes is known what has changed.
        return render::issue(&typed.render, terminal, true);
    }
    options::check(&typed.render)?;
    let args = &typed.render.releases;
    let named = args.releases.iter().filter(|path| path.is_dir()).cloned();
    let (named, signals) = (named.collect(), Signals::install());
    let mut watch = Watch {
        terminal,
        signals: &signals,
        pool: Labour::new(args.jobs, &args.typesetting.bounds, 0).workers(terminal),
        releases: WatchedReleases::new(ground(typed)),
        folders: FolderEvents::open(typed.poll, named),
        has_list: args.many.files_from.is_some(),
        has_begun: false,
        shown: None,
        trouble: None,
        has_news: true,
        looked: Duration::ZERO,
    };
    loop {
        // With letterhead, layout and fonts as they are now.
        match render::prepared(&typed.render, terminal, |run, _| watch.set_while_same(run)) {
            Ok(()) => {}
            Err(errors) if watch.has_begun => {
                // Some of them is being written: the next change tells.
                watch.complain(errors);
                watch.next_change();
            }
            Err(errors) => return Err(errors),
        }
        if let Some(exit) = signals.exit() {
            return Ok(exit);
        }
    }
}

/// The files and folders that were typed for all releases. A folder is another one when a file
/// comes or goes.
fn ground(typed: &WatchArgs) -> BTreeSet<PathBuf> {
    let args = &typed.render.releases;
    let setting = &args.typesetting;
    let of_environment = env::var_os("LETTERPRESS_LETTERHEADS").unwrap_or_default();
    let letterhead = setting.letterhead.iter().filter(|name| is_file_name(name));
    let typed = setting.layout.iter().chain(&setting.font_dir).chain(letterhead);
    let typed = typed.chain(&setting.letterheads.letterheads);
    let typed = typed.chain(&args.many.files_from).cloned();
    typed.chain(env::split_paths(&of_environment)).filter(|path| path != Path::new("")).collect()
}

/// What is watched, and by what it is set.
struct Watch<'a> {
    terminal: &'a Terminal,
    signals: &'a Signals,
    pool: WorkerPool,
    releases: WatchedReleases,
    folders: FolderEvents,
    /// Whether a file lists the releases.
    has_list: bool,
    /// Whether the releases were found.
    has_begun: bool,
    /// Why nothing could be found or set, as long as it is so and nothing changes.
    trouble: Option<Diagnostics>,
    /// What was shown last of what is watched.
    shown: Option<Watching>,
    /// Whether something has happened since.
    has_news: bool,
    /// How long it took to look at all files.
    looked: Duration,
}

impl Watch<'_> {
    /// Sets what has changed, as long as nothing changes that is read once for all releases.
    fn set_while_same(&mut self, run: &ReleaseRun<'_>) -> Result<(), Diagnostics> {
        self.find(run)?;
        self.has_begun = true;
        while !self.signals.is_stopped() {
            self.set(run);
            self.pool.prepare();
            if let Some(note) = self.folders.follow(self.releases.folders()) {
                self.terminal.emit_all(&[note]);
            }
            self.tell();
            let Some(touched) = self.next_change() else { break };
            if self.releases.has_lost_ground() {
                // Workers have read it, and do not read it once more.
                self.pool.renew();
                break;
            }
            if touched.may_add
                && let Err(errors) = self.find(run)
            {
                self.complain(errors);
            }
        }
        Ok(())
    }

    /// Says once what is wrong, however often it is looked at.
    fn complain(&mut self, errors: Diagnostics) {
        if self.trouble.as_ref() != Some(&errors) {
            self.terminal.emit_all(&errors);
            self.trouble = Some(errors);
        }
    }

    /// Whether there may be other releases than before.
    fn may_find(&self) -> bool {
        self.folders.has_named() || self.has_list
    }

    /// Looks which releases there are.
    fn find(&mut self, run: &ReleaseRun<'_>) -> Result<(), Diagnostics> {
        if self.has_begun && !self.may_find() {
            return Ok(());
        }
        let began = Instant::now();
        let change = self.releases.take(run.found()?);
        self.trouble = None;
        self.looked += began.elapsed();
        if self.has_begun {
            self.say(&change.files, &change.gone);
        }
        Ok(())
    }

    /// Sets what has changed, until nothing does meanwhile.
    fn set(&mut self, run: &ReleaseRun<'_>) {
        while !self.signals.is_stopped() {
            let (due, began) = (self.releases.due(), SystemTime::now());
            if due.is_empty() {
                return;
            }
            self.has_news = true;
            let (pool, releases) = (&self.pool, &mut self.releases);
            run.wave(pool, due, self.signals.stop(), |planned, record| {
                releases.enter(planned, record, began);
            });
            self.releases.look_after_files();
        }
    }

    /// Waits until something has changed, and says what; nothing if a signal comes.
    fn next_change(&mut self) -> Option<Touched> {
        let interval = if self.folders.polls() { POLL_INTERVAL } else { INTERVAL };
        loop {
            let (releases, stop) = (&self.releases, self.signals.stop());
            let interval = interval.max(self.looked * MAX_SHARE);
            let touched = self.folders.wait(interval, stop, |path| releases.knows(path))?;
            let began = Instant::now();
            let change = self.releases.changed(&touched);
            self.looked = began.elapsed();
            self.say(&change.files, &change.gone);
            let has_changed = !change.files.is_empty() || !change.gone.is_empty();
            if has_changed || touched.may_add && self.may_find() {
                return Some(touched);
            }
        }
    }

    fn say(&mut self, files: &[String], gone: &[String]) {
        if !files.is_empty() || !gone.is_empty() {
            self.has_news = true;
            self.trouble = None;
            self.terminal.emit(&UiEvent::Changed(Changed { files, gone }));
        }
    }

    /// Says what is watched: to programs whenever all is set, to people where it is another number.
    fn tell(&mut self) {
        let (releases, files) = self.releases.counts();
        let watching = Watching { releases, files };
        let is_new = self.shown.replace(watching) != Some(watching);
        let has_news = std::mem::take(&mut self.has_news);
        if is_new || has_news && self.terminal.is_json() {
            self.terminal.emit(&UiEvent::Watching(watching));
        }
    }
}
