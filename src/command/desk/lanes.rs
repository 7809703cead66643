//! The workers of a desk. Each release has one worker that sets it again and again, since what did
//! not change since the last time is known there; another one does what may take longer, so that no
//! key waits for a PDF.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::num::NonZeroUsize;
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, Scope};

use letterpress::diagnostic::{Diagnostic, Diagnostics};
use letterpress::pool::ResultOrder;
use tokio::sync::{Semaphore, oneshot};

use super::answers::{DeskAnswer, DeskReply};
use super::item::{DeskItem, DeskWish};
use crate::command::bounds::Bounds;
use crate::command::workers::{Assignment, Reply, WorkerPool};

/// So many may wait for workers; each page has one on its way at a time.
const MAX_WAITING: usize = 64;

/// The ways to the workers.
pub struct DeskLanes {
    lanes: Vec<Sender<LaneItem>>,
    /// For everything but pages.
    other: Sender<LaneItem>,
    places: Arc<Semaphore>,
}

/// An item on its way.
struct LaneItem {
    item: DeskItem,
    reply: oneshot::Sender<Result<DeskAnswer, Diagnostic>>,
}

/// Why nothing was answered.
#[derive(Debug)]
pub enum LaneRefusal {
    /// Too many wait, or the desk ends.
    Busy,
    /// The worker was lost.
    Lost(Box<Diagnostic>),
}

impl DeskLanes {
    /// Starts a thread for each lane; they end when this value goes.
    pub fn start<'scope>(
        scope: &'scope Scope<'scope, '_>,
        jobs: Option<NonZeroUsize>,
        bounds: Bounds,
    ) -> Result<Self, Diagnostics> {
        let count = WorkerPool::new(jobs, bounds, false).workers().get();
        let lanes = (0..count).map(|_| lane(scope, bounds)).collect::<Result<_, _>>()?;
        let other = lane(scope, bounds)?;
        Ok(Self { lanes, other, places: Arc::new(Semaphore::new(MAX_WAITING)) })
    }

    /// Has a worker do it.
    pub async fn ask(&self, item: DeskItem) -> Result<DeskAnswer, LaneRefusal> {
        let place = Arc::clone(&self.places).try_acquire_owned();
        let _place = place.map_err(|_| LaneRefusal::Busy)?;
        let (reply, answer) = oneshot::channel();
        let lane = match item.wanted {
            DeskWish::Pages { .. } => self.lane_of(&item.name),
            _ => &self.other,
        };
        lane.send(LaneItem { item, reply }).map_err(|_| LaneRefusal::Busy)?;
        let answer = answer.await.map_err(|_| LaneRefusal::Busy)?;
        answer.map_err(|error| LaneRefusal::Lost(Box::new(error)))
    }

    /// The lane of a release.
    fn lane_of(&self, name: &str) -> &Sender<LaneItem> {
        let mut hasher = DefaultHasher::new();
        name.hash(&mut hasher);
        let count = self.lanes.len().max(1) as u64;
        let at = (hasher.finish() % count) as usize;
        self.lanes.get(at).unwrap_or(&self.other)
    }
}

/// A lane: a worker of its own, and a thread that speaks with it.
fn lane<'scope>(
    scope: &'scope Scope<'scope, '_>,
    bounds: Bounds,
) -> Result<Sender<LaneItem>, Diagnostic> {
    let (sender, items) = mpsc::channel();
    let work = move || work_off(&WorkerPool::new(Some(NonZeroUsize::MIN), bounds, false), items);
    let thread = thread::Builder::new().spawn_scoped(scope, work);
    thread.map_err(|error| Diagnostic::internal(format_args!("no thread: {error}")))?;
    Ok(sender)
}

fn work_off(workers: &WorkerPool, items: Receiver<LaneItem>) {
    let items = Mutex::new(items);
    workers.each(
        ResultOrder::AsDone,
        || next(&items),
        |queued: &LaneItem| {
            let item = queued.item.clone();
            Ok(Assignment { item, standard_input: None, deadline: None })
        },
        |_, queued: LaneItem, outcome: Result<Reply<DeskReply>, _>, _| {
            // Whoever asked may be gone by now.
            let _ = queued.reply.send(outcome.map(|reply| reply.result.answer));
        },
    );
}

/// The next one for which somebody still waits.
fn next(items: &Mutex<Receiver<LaneItem>>) -> Option<LaneItem> {
    let items = items.lock().unwrap_or_else(PoisonError::into_inner);
    loop {
        let queued = items.recv().ok()?;
        if !queued.reply.is_closed() {
            return Some(queued);
        }
    }
}
