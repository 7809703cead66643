//! Which releases of the list were sent, as their journals know it.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::slice;
use std::sync::{Mutex, PoisonError};

use letterpress::diagnostic::Diagnostics;
use letterpress::mail::journal::IssueProgress;
use serde::Serialize;

use super::answers::Judged;
use super::folder::{FileStamp, stamp};
use crate::cli::JournalArgs;
use crate::command::mail::{journal, look_at_journal};

/// What journals said when they were asked last.
#[derive(Debug, Default)]
pub struct SentReleases(Mutex<HashMap<PathBuf, KnownProgress>>);

/// What a journal said while its files were these.
#[derive(Debug)]
struct KnownProgress {
    stamps: [FileStamp; 2],
    releases: HashMap<String, Option<SentRelease>>,
}

/// How far a release has gone out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct SentRelease {
    version: u32,
    accepted: u32,
    total: u32,
}

impl From<IssueProgress> for SentRelease {
    fn from(progress: IssueProgress) -> Self {
        let IssueProgress { version, accepted, total, .. } = progress;
        Self { version, accepted, total }
    }
}

impl SentReleases {
    /// How far each of these has gone out, in their order.
    pub fn of<'a>(
        &self,
        typed: &JournalArgs,
        releases: impl Iterator<Item = Option<&'a Judged>>,
    ) -> Result<Vec<Option<SentRelease>>, Diagnostics> {
        let mut places: HashMap<PathBuf, Vec<(usize, &str)>> = HashMap::new();
        let mut sent = Vec::new();
        for judged in releases {
            let named = judged.and_then(|judged| Some((judged.id.as_deref()?, &judged.journal)));
            // One that has no place knows of nothing; whoever sends hears why it has none.
            let place = named
                .and_then(|(id, named)| Some((id, journal(typed, slice::from_ref(named)).ok()?)));
            if let Some((id, place)) = place {
                places.entry(place).or_default().push((sent.len(), id));
            }
            sent.push(None);
        }
        for (place, asked) in places {
            let known = self.in_journal(typed, &place, &asked)?;
            for ((at, _), progress) in asked.iter().zip(known) {
                if let Some(sent) = sent.get_mut(*at) {
                    *sent = progress;
                }
            }
        }
        Ok(sent)
    }

    /// What one journal says. It is asked again only when it has been written since.
    fn in_journal(
        &self,
        typed: &JournalArgs,
        place: &Path,
        asked: &[(usize, &str)],
    ) -> Result<Vec<Option<SentRelease>>, Diagnostics> {
        let stamps = [stamp(place), stamp(&log_of(place))];
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = all
            .entry(place.to_owned())
            .or_insert_with(|| KnownProgress { stamps, releases: HashMap::new() });
        if known.stamps != stamps {
            *known = KnownProgress { stamps, releases: HashMap::new() };
        }
        if asked.iter().any(|(_, id)| !known.releases.contains_key(*id)) {
            let journal = look_at_journal(typed, place)?;
            for (_, id) in asked {
                let progress = journal.as_ref().map(|journal| journal.progress(id)).transpose()?;
                known.releases.insert((*id).to_owned(), progress.flatten().map(SentRelease::from));
            }
        }
        Ok(asked.iter().map(|(_, id)| known.releases.get(*id).copied().flatten()).collect())
    }
}

/// Where SQLite keeps what it has not yet written into a database (SQLite, "Write-Ahead Logging").
fn log_of(database: &Path) -> PathBuf {
    let real = database.canonicalize();
    let mut name = real.as_deref().unwrap_or(database).as_os_str().to_owned();
    name.push("-wal");
    name.into()
}
