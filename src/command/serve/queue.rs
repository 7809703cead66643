//! Requests on their way to the workers: so many may be in hand or wait, and no more.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, SendError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use letterpress::diagnostic::Diagnostic;
use letterpress::pool::ResultOrder;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

use super::item::ServiceItem;
use super::scratch::ScratchFolder;
use crate::command::releases::ReleaseRecord;
use crate::command::workers::{Assignment, Reply, WorkerPool, past_deadline};

/// What becomes of a request: its number, and the record or the error of one that was lost.
pub type QueueOutcome = (u64, Result<ReleaseRecord, Diagnostic>);

/// The way in.
pub struct ServiceQueue {
    places: Arc<Semaphore>,
    total: usize,
    sender: Sender<QueuedItem>,
    lost: Arc<AtomicUsize>,
}

/// The way out, for the workers.
pub struct QueueEnd {
    items: Mutex<Receiver<QueuedItem>>,
    lost: Arc<AtomicUsize>,
}

/// A place in the queue or with a worker, until its request is done.
pub struct QueuePlace {
    _permit: OwnedSemaphorePermit,
}

/// A request that waits for a worker.
struct QueuedItem {
    item: ServiceItem,
    deadline: Option<Duration>,
    since: Instant,
    reply: oneshot::Sender<QueueOutcome>,
    /// Its files, which are there until it is done.
    folder: ScratchFolder,
    place: QueuePlace,
}

/// A queue with so many places.
pub fn queue(total: usize) -> (ServiceQueue, QueueEnd) {
    let (sender, receiver) = mpsc::channel();
    let lost = Arc::new(AtomicUsize::new(0));
    let end = QueueEnd { items: Mutex::new(receiver), lost: Arc::clone(&lost) };
    (ServiceQueue { places: Arc::new(Semaphore::new(total)), total, sender, lost }, end)
}

impl ServiceQueue {
    /// A place, if there is one now.
    pub fn place(&self) -> Option<QueuePlace> {
        Arc::clone(&self.places)
            .try_acquire_owned()
            .ok()
            .map(|permit| QueuePlace { _permit: permit })
    }

    /// How many places are taken, of how many.
    pub fn taken(&self) -> (usize, usize) {
        (self.total - self.places.available_permits().min(self.total), self.total)
    }

    /// How many requests were lost with their workers.
    pub fn lost(&self) -> usize {
        self.lost.load(Ordering::Relaxed)
    }

    /// Has a worker do it. None if the server ends.
    pub async fn ask(
        &self,
        place: QueuePlace,
        item: ServiceItem,
        folder: ScratchFolder,
        deadline: Option<Duration>,
    ) -> Option<QueueOutcome> {
        let (reply, outcome) = oneshot::channel();
        let item = QueuedItem { item, deadline, since: Instant::now(), reply, folder, place };
        if let Err(SendError(item)) = self.sender.send(item) {
            drop(item);
            return None;
        }
        outcome.await.ok()
    }
}

impl QueueEnd {
    /// Has the workers do what comes, until nothing can come any more.
    pub fn work_off(&self, workers: &WorkerPool) {
        workers.each(
            ResultOrder::AsDone,
            || self.next(),
            |queued: &QueuedItem| queued.assignment(),
            |number, queued: QueuedItem, outcome: Result<Reply<ReleaseRecord>, _>, _| {
                if outcome.is_err() {
                    self.lost.fetch_add(1, Ordering::Relaxed);
                }
                let QueuedItem { reply, folder, place, .. } = queued;
                // Whoever has an answer finds nothing left of the request, and a place.
                drop((folder, place));
                // Whoever asked may be gone by now.
                let _ = reply.send((number, outcome.map(|reply| reply.result)));
            },
        );
    }

    /// The next one for which somebody still waits.
    fn next(&self) -> Option<QueuedItem> {
        let items = self.items.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            let queued = items.recv().ok()?;
            if !queued.reply.is_closed() {
                return Some(queued);
            }
        }
    }
}

impl QueuedItem {
    /// What a worker is asked; none is where the time has passed.
    fn assignment(&self) -> Result<Assignment<ServiceItem>, Diagnostic> {
        let deadline =
            match self.deadline.map(|time| (time, time.checked_sub(self.since.elapsed()))) {
                None => None,
                Some((_, Some(left))) => Some(left),
                Some((time, None)) => return Err(past_deadline(time)),
            };
        Ok(Assignment { item: self.item.clone(), standard_input: None, deadline })
    }
}
