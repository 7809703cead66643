//! Who is next, and when.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::error::RelayError;
use super::retry::RetryPolicy;
use crate::diagnostic::Diagnostic;

/// How long anybody sleeps before looking whether the run was stopped.
const POLL_INTERVAL: Duration = Duration::from_millis(100);

/// A message that is to be handed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct QueuedMessage {
    /// Not before.
    due: Instant,
    /// Which of the addressees.
    pub at: usize,
    /// How often it was tried in this run.
    pub tried: u32,
}

/// The messages of a run, shared by all lines.
pub(super) struct Queue<'a> {
    policy: &'a RetryPolicy,
    /// Set from outside: no further message is begun.
    stop: &'a AtomicBool,
    state: Mutex<QueueState>,
    changed: Condvar,
}

struct QueueState {
    waiting: BinaryHeap<Reverse<QueuedMessage>>,
    /// How many messages are worked on.
    taken: usize,
    /// When the next message may be begun, by the rate.
    next: Instant,
    /// Failures of the relay in a row, and when it may be tried again.
    failures: u32,
    relay_due: Instant,
    /// Why the run ended before its time.
    end: Option<Diagnostic>,
}

impl<'a> Queue<'a> {
    pub fn new(policy: &'a RetryPolicy, stop: &'a AtomicBool, due: &[usize]) -> Self {
        let now = Instant::now();
        let task = |at: &usize| Reverse(QueuedMessage { due: now, at: *at, tried: 0 });
        let state = QueueState {
            waiting: due.iter().map(task).collect(),
            taken: 0,
            next: now,
            failures: 0,
            relay_due: now,
            end: None,
        };
        Self { policy, stop, state: Mutex::new(state), changed: Condvar::new() }
    }

    /// Nobody panics while they hold it; and if they did, its figures would still hold.
    fn lock(&self) -> MutexGuard<'_, QueueState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for the next message whose time has come; `None` when the run is over.
    pub fn take(&self) -> Option<QueuedMessage> {
        let mut state = self.lock();
        loop {
            if state.end.is_some() || self.stop.load(Ordering::Relaxed) {
                return None;
            }
            let now = Instant::now();
            let sleep = match state.waiting.peek() {
                None if state.taken == 0 => return None,
                None => POLL_INTERVAL,
                Some(Reverse(task)) => {
                    let due = task.due.max(state.next).max(state.relay_due);
                    if due <= now {
                        break;
                    }
                    POLL_INTERVAL.min(due - now)
                }
            };
            let woken = self.changed.wait_timeout(state, sleep);
            state = woken.unwrap_or_else(PoisonError::into_inner).0;
        }
        let task = state.waiting.pop().map(|Reverse(task)| task)?;
        state.taken += 1;
        if let Some(per_minute) = self.policy.per_minute {
            state.next =
                state.next.max(Instant::now()) + Duration::from_secs(60) / per_minute.get();
        }
        Some(task)
    }

    /// A message is done with, for better or worse.
    pub fn finish(&self) {
        let mut state = self.lock();
        state.taken -= 1;
        state.failures = 0;
        self.changed.notify_all();
    }

    /// A message is to be tried again; `None` where it was tried often enough, else the
    /// pause until then. The relay answered, so it is well.
    pub fn retry(&self, task: QueuedMessage) -> Option<Duration> {
        let tried = task.tried + 1;
        if tried >= self.policy.attempts.get() {
            self.finish();
            return None;
        }
        let pause = self.policy.pause_after(tried);
        let mut state = self.lock();
        state.taken -= 1;
        state.failures = 0;
        state.waiting.push(Reverse(QueuedMessage { due: Instant::now() + pause, tried, ..task }));
        self.changed.notify_all();
        Some(pause)
    }

    /// A message goes back as if it had not been taken, for the relay is in trouble.
    /// The first failure counts for all lines that fail before the next try.
    pub fn put_back(
        &self,
        task: QueuedMessage,
        trouble: RelayError,
        unreachable: impl Fn(&str) -> Diagnostic,
    ) {
        let mut state = self.lock();
        state.taken -= 1;
        state.waiting.push(Reverse(task));
        match trouble {
            RelayError::Passing(why) => {
                let now = Instant::now();
                if now >= state.relay_due {
                    state.failures += 1;
                    state.relay_due = now + self.policy.pause_after(state.failures);
                }
                if state.failures >= self.policy.attempts.get() {
                    state.end.get_or_insert_with(|| unreachable(&why));
                }
            }
            RelayError::Lasting(error) | RelayError::Journal(error) => {
                state.end.get_or_insert(error);
            }
        }
        self.changed.notify_all();
    }

    /// Ends the run.
    pub fn end(&self, error: Diagnostic) {
        self.lock().end.get_or_insert(error);
        self.changed.notify_all();
    }

    /// Why the run ended before its time.
    pub fn error(self) -> Option<Diagnostic> {
        self.state.into_inner().unwrap_or_else(PoisonError::into_inner).end
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::codes;

    fn policy(attempts: u32, per_minute: u32) -> RetryPolicy {
        let mut policy = RetryPolicy { pause: Duration::from_millis(5), ..RetryPolicy::default() };
        policy.attempts = attempts.try_into().unwrap();
        policy.per_minute = per_minute.try_into().ok();
        policy
    }

    #[test]
    fn each_is_taken_once_and_again_only_for_a_reason() {
        let (policy, stop) = (policy(2, 0), AtomicBool::new(false));
        let queue = Queue::new(&policy, &stop, &[3, 7]);
        let first = queue.take().unwrap();
        let second = queue.take().unwrap();
        assert_eq!((first.at, second.at), (3, 7));
        assert_eq!(queue.retry(second), Some(Duration::from_millis(5)));
        queue.finish();
        let again = queue.take().unwrap();
        assert_eq!((again.at, again.tried), (7, 1));
        assert_eq!(queue.retry(again), None, "it was tried twice");
        assert_eq!(queue.take(), None);
    }

    #[test]
    fn a_relay_in_trouble_is_tried_again_and_then_given_up() {
        let (policy, stop) = (policy(3, 0), AtomicBool::new(false));
        let queue = Queue::new(&policy, &stop, &[0]);
        let give_up = |why: &str| Diagnostic::new(codes::RELAY_UNREACHABLE, why);
        let mut tries = 0;
        while let Some(task) = queue.take() {
            assert_eq!(task.tried, 0, "the recipient is not to blame");
            tries += 1;
            queue.put_back(task, RelayError::Passing("closed".into()), give_up);
        }
        assert_eq!((tries, queue.error().map(|error| error.message)), (3, Some("closed".into())));
    }

    #[test]
    fn a_rate_is_kept() {
        let (policy, stop) = (policy(1, 1200), AtomicBool::new(false));
        let queue = Queue::new(&policy, &stop, &[0, 1, 2]);
        let begun = Instant::now();
        while queue.take().is_some() {
            queue.finish();
        }
        // Of three messages two wait 50 ms each.
        assert!(begun.elapsed() >= Duration::from_millis(100));
    }

    #[test]
    fn a_run_that_is_stopped_begins_no_further_message() {
        let (policy, stop) = (policy(1, 0), AtomicBool::new(true));
        assert_eq!(Queue::new(&policy, &stop, &[0]).take(), None);
    }
}
