//! What all requests of a desk share, and how their bodies are read.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::body::{Body, Bytes};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use letterpress::diagnostic::Diagnostic;
use serde::de::DeserializeOwned;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::access::DeskAccess;
use super::answers::{DeskAnswer, Judged};
use super::events::DeskEvents;
use super::folder::{DeskFolder, DeskPath, FileStamp};
use super::item::{DeskItem, DeskWish};
use super::lanes::{DeskLanes, LaneRefusal};
use super::mail_views::MailViews;
use super::open_releases::OpenReleases;
use super::refusal::DeskRefusal;
use super::sending_runs::SendingRuns;
use super::sent_releases::SentReleases;
use crate::cli::DeskArgs;
use crate::command::releases::TextFormat;

/// The most bytes of a request that is no picture: a release has at most 4 MiB.
const MAX_BODY: usize = 16 * 1024 * 1024;

/// As each request has it.
pub type SharedDesk = Arc<DeskState>;

/// What all requests share.
pub struct DeskState {
    pub typed: DeskArgs,
    pub access: DeskAccess,
    pub folder: DeskFolder,
    pub lanes: DeskLanes,
    pub events: DeskEvents,
    pub open: OpenReleases,
    pub mails: MailViews,
    pub runs: SendingRuns,
    pub sent: SentReleases,
    /// How often something has changed that workers read once for all releases.
    pub generation: AtomicU64,
    judged: Mutex<HashMap<DeskPath, KnownJudgement>>,
    /// Held by whoever looks at releases that nobody has opened.
    judging: Arc<Semaphore>,
}

/// What was said of a release when it was looked at last.
#[derive(Debug, Clone)]
struct KnownJudgement {
    stamp: FileStamp,
    generation: u64,
    judged: Judged,
}

impl DeskState {
    pub fn new(
        typed: DeskArgs,
        access: DeskAccess,
        folder: DeskFolder,
        lanes: DeskLanes,
        events: DeskEvents,
    ) -> Self {
        Self {
            typed,
            access,
            folder,
            lanes,
            events,
            open: OpenReleases::default(),
            mails: MailViews::default(),
            runs: SendingRuns::default(),
            sent: SentReleases::default(),
            generation: AtomicU64::new(0),
            judged: Mutex::default(),
            judging: Arc::new(Semaphore::new(1)),
        }
    }

    /// A path of the folder that a request names.
    pub fn path(&self, typed: &str) -> Result<DeskPath, DeskRefusal> {
        let path = DeskPath::parse(typed);
        let path = path.ok_or_else(|| DeskRefusal::broken("the path leads nowhere below"))?;
        match &self.folder.only {
            Some(only) if *only != path => Err(DeskRefusal::NotFound),
            _ => Ok(path),
        }
    }

    /// Asks a worker for something of a release.
    pub async fn ask(
        &self,
        path: &DeskPath,
        format: TextFormat,
        text: String,
        wanted: DeskWish,
    ) -> Result<DeskAnswer, LaneRefusal> {
        let item = DeskItem {
            wanted,
            name: path.as_str().to_owned(),
            text,
            format,
            folder: self.folder.folder_of(path).as_path().into(),
            generation: self.generation.load(Ordering::Relaxed),
        };
        self.lanes.ask(item).await
    }

    fn judgements(&self) -> MutexGuard<'_, HashMap<DeskPath, KnownJudgement>> {
        self.judged.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The right to look at releases in the background; none where somebody has it.
    pub fn begin_judging(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.judging).try_acquire_owned().ok()
    }

    /// What was said of a release, if it is as it was then.
    pub fn judged(&self, path: &DeskPath, stamp: FileStamp) -> Option<Judged> {
        let generation = self.generation.load(Ordering::Relaxed);
        let judgements = self.judgements();
        let known = judgements.get(path)?;
        let is_new = known.stamp == stamp && known.generation == generation;
        is_new.then(|| known.judged.clone())
    }

    /// Remembers what was said of a release.
    pub fn remember(&self, path: &DeskPath, stamp: FileStamp, generation: u64, judged: Judged) {
        self.judgements().insert(path.clone(), KnownJudgement { stamp, generation, judged });
    }
}

/// The bytes of a body, at most so many.
pub async fn whole_body(body: Body, max_bytes: usize) -> Result<Bytes, DeskRefusal> {
    let whole = Limited::new(body, max_bytes).collect().await;
    let whole = whole.map_err(|error| match error.is::<LengthLimitError>() {
        true => DeskRefusal::TooLarge,
        false => DeskRefusal::broken(format!("the request breaks off: {error}")),
    })?;
    Ok(whole.to_bytes())
}

/// A body of JSON.
pub async fn json_body<T: DeserializeOwned>(body: Body) -> Result<T, DeskRefusal> {
    let bytes = whole_body(body, MAX_BODY).await?;
    serde_json::from_slice(&bytes)
        .map_err(|error| DeskRefusal::broken(format!("the request makes no sense: {error}")))
}

/// Does what waits for a disk where no other request waits for it.
pub async fn blocking<T: Send + 'static>(
    state: &SharedDesk,
    act: impl FnOnce(&DeskState) -> T + Send + 'static,
) -> Result<T, DeskRefusal> {
    let state = Arc::clone(state);
    let done = tokio::task::spawn_blocking(move || act(&state)).await;
    done.map_err(|error| Diagnostic::internal(format_args!("{error}")).into())
}
