//! Who is next, and when.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::answer::Pressure;
use super::error::RelayError;
use super::pace::{Attempt, RateControl};
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
    /// How it was put off by a relay that was busy.
    put_off: Option<PutOff>,
    /// When it was taken.
    begun: Instant,
    /// Whether it finds out if the relay is still too busy.
    is_probe: bool,
}

/// How a message was put off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct PutOff {
    /// Since when, and when last.
    first: Instant,
    last: Instant,
    /// How often.
    times: u32,
    /// How often while the relay went on with others: it may be this recipient's own affair.
    alone: u32,
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
    /// Messages of whose recipients the relay has not heard yet.
    fresh: VecDeque<QueuedMessage>,
    /// Those that are tried again. Where they are due, they come first.
    again: BinaryHeap<Reverse<QueuedMessage>>,
    /// Whether the last one that was taken was one of those.
    was_again: bool,
    /// How many messages are worked on, and how many of them find out whether the relay is still
    /// too busy.
    taken: usize,
    probes: usize,
    /// How many lines there are.
    lines: usize,
    /// When the next message may be begun, by the rate that was asked for.
    next: Instant,
    pace: RateControl,
    /// Whether the relay has accepted a message, in this run or before.
    has_served: bool,
    /// Failures of the relay in a row, and when it may be tried again.
    failures: u32,
    relay_due: Instant,
    /// Why the run ended before its time.
    end: Option<Diagnostic>,
}

/// What becomes of a message that a busy relay has turned away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    /// It is tried again after this pause.
    Later(Duration),
    /// It was tried long enough, and the relay takes others.
    GivenUp,
}

impl<'a> Queue<'a> {
    /// A queue of those who are due. `has_served` says whether the relay took others earlier.
    pub fn new(
        policy: &'a RetryPolicy,
        stop: &'a AtomicBool,
        due: &[usize],
        has_served: bool,
    ) -> Self {
        let now = Instant::now();
        let wanted = policy.connections.get().min(due.len());
        let state = QueueState {
            fresh: due.iter().map(|at| QueuedMessage::new(*at, now)).collect(),
            again: BinaryHeap::new(),
            was_again: false,
            taken: 0,
            probes: 0,
            lines: 0,
            next: now,
            pace: RateControl::new(policy, wanted, now),
            has_served,
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

    /// A line begins to take messages.
    pub fn join(&self) {
        self.lock().lines += 1;
    }

    /// Waits for the next message whose time has come; `None` when the run is over, or the relay
    /// wants fewer lines than there are.
    pub fn take(&self) -> Option<QueuedMessage> {
        let mut state = self.lock();
        loop {
            if state.end.is_some() || self.stop.load(Ordering::Relaxed) {
                return None;
            }
            if state.lines > state.pace.lines() {
                state.lines -= 1;
                return None;
            }
            let now = Instant::now();
            let sleep = match state.due(now) {
                None if state.taken == 0 => return None,
                None => POLL_INTERVAL,
                // One message finds out for all.
                Some(_) if state.pace.is_probing() && state.probes > 0 => POLL_INTERVAL,
                Some(due) if due <= now => break,
                Some(due) => POLL_INTERVAL.min(due - now),
            };
            let woken = self.changed.wait_timeout(state, sleep);
            state = woken.unwrap_or_else(PoisonError::into_inner).0;
        }
        let now = Instant::now();
        let task = state.pop(now)?;
        let is_probe = state.pace.is_probing();
        state.taken += 1;
        state.probes += usize::from(is_probe);
        state.pace.begin(now);
        if let Some(per_minute) = self.policy.per_minute {
            state.next = state.next.max(now) + Duration::from_secs(60) / per_minute.get();
        }
        Some(QueuedMessage { begun: now, is_probe, ..task })
    }

    /// A message was accepted.
    pub fn accept(&self, task: QueuedMessage) {
        let mut state = self.lock();
        state.pace.accept(task.attempt());
        state.has_served = true;
        state.leave(task);
        state.failures = 0;
        self.changed.notify_all();
    }

    /// A message is done with, for better or worse.
    pub fn finish(&self, task: QueuedMessage) {
        let mut state = self.lock();
        state.leave(task);
        state.failures = 0;
        state.pace.hear(task.attempt(), Instant::now());
        self.changed.notify_all();
    }

    /// A message is to be tried again; `None` where it was tried often enough, else the
    /// pause until then. The relay answered, so it is well.
    pub fn retry(&self, task: QueuedMessage) -> Option<Duration> {
        let tried = task.tried + 1;
        if tried >= self.policy.attempts.get() {
            self.finish(task);
            return None;
        }
        let pause = self.policy.pause_after(tried);
        let (mut state, now) = (self.lock(), Instant::now());
        state.leave(task);
        state.failures = 0;
        state.pace.hear(task.attempt(), now);
        state.again.push(Reverse(QueuedMessage { due: now + pause, tried, ..task }));
        self.changed.notify_all();
        Some(pause)
    }

    /// A busy relay has turned away a message at its recipient or behind it. No attempt is counted.
    /// Where it takes others for as long as all attempts would take, it is given up all the same.
    pub fn put_off(
        &self,
        task: QueuedMessage,
        pressure: Pressure,
        busy: impl FnOnce() -> Diagnostic,
    ) -> Turn {
        let mut state = self.lock();
        let now = Instant::now();
        state.pace.slow_down(task.attempt(), pressure, now);
        state.failures = 0;
        let before = task.put_off.unwrap_or(PutOff { first: now, last: now, times: 0, alone: 0 });
        let is_alone = before.times == 0 || state.pace.goes_on_since(before.last);
        let put_off = PutOff {
            last: now,
            times: before.times + 1,
            alone: before.alone + u32::from(is_alone),
            ..before
        };
        if state.is_given_up(&put_off, self.policy, now) {
            state.leave(task);
            self.changed.notify_all();
            return Turn::GivenUp;
        }
        state.leave(task);
        let pause = self.policy.pause_of_busy(put_off.times);
        let put_off = Some(put_off);
        state.again.push(Reverse(QueuedMessage { due: now + pause, put_off, ..task }));
        state.end_if_over(now, busy);
        self.changed.notify_all();
        Turn::Later(pause.max(state.pace.ready().saturating_duration_since(now)))
    }

    /// A message goes back as if it had not been taken, for the relay is in trouble.
    /// The first failure counts for all lines that fail before the next try.
    pub fn put_back(
        &self,
        task: QueuedMessage,
        trouble: RelayError,
        unreachable: impl FnOnce(&str) -> Diagnostic,
        busy: impl FnOnce(&str) -> Diagnostic,
    ) {
        let mut state = self.lock();
        let now = Instant::now();
        state.leave(task);
        if task.tried == 0 && task.put_off.is_none() {
            state.fresh.push_front(task);
        } else {
            state.again.push(Reverse(task));
        }
        match trouble {
            RelayError::Passing(why) => {
                if now >= state.relay_due {
                    state.failures += 1;
                    state.relay_due = now + self.policy.pause_after(state.failures);
                }
                if state.failures >= self.policy.attempts.get() {
                    state.end.get_or_insert_with(|| unreachable(&why));
                }
            }
            RelayError::Busy(pressure, reply) => {
                let attempt = Attempt { is_named: false, ..task.attempt() };
                state.pace.slow_down(attempt, pressure, now);
                state.end_if_over(now, || busy(&reply));
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

impl QueuedMessage {
    fn new(at: usize, now: Instant) -> Self {
        Self { due: now, at, tried: 0, put_off: None, begun: now, is_probe: false }
    }

    fn attempt(&self) -> Attempt {
        let is_fresh = self.tried == 0 && self.put_off.is_none();
        Attempt { begun: self.begun, is_fresh, is_named: true }
    }
}

impl QueueState {
    /// When the next message may be begun, if there is one.
    fn due(&self, now: Instant) -> Option<Instant> {
        let again = self.again.peek().map(|Reverse(task)| task.due);
        let own = if self.fresh.is_empty() { again? } else { now };
        Some(own.max(self.next).max(self.relay_due).max(self.pace.ready()))
    }

    /// A message is no longer worked on.
    fn leave(&mut self, task: QueuedMessage) {
        self.taken -= 1;
        self.probes -= usize::from(task.is_probe);
    }

    fn pop(&mut self, now: Instant) -> Option<QueuedMessage> {
        let is_due = self.again.peek().is_some_and(|Reverse(task)| task.due <= now);
        // Some who are put off again and again must not keep it from being seen that others are
        // accepted.
        let is_turn = !self.pace.is_probing() || !self.was_again || self.fresh.is_empty();
        let is_again = is_due && is_turn;
        self.was_again = is_again;
        let again = if is_again { self.again.pop() } else { None };
        again.map(|Reverse(task)| task).or_else(|| self.fresh.pop_front())
    }

    /// Whether a message was tried long enough while the relay took those of others.
    fn is_given_up(&self, put_off: &PutOff, policy: &RetryPolicy, now: Instant) -> bool {
        let attempts = policy.attempts.get();
        // Nobody is left but those whom it turned away, though it has taken others.
        let is_last = self.has_served && self.fresh.is_empty();
        let is_tried =
            put_off.alone >= attempts.max(2) || is_last && put_off.times >= attempts.max(2);
        let waited = now.saturating_duration_since(put_off.first);
        is_tried && waited >= policy.patience() || is_last && self.pace.is_over(now)
    }

    /// Ends the run where the relay has accepted nothing for too long.
    fn end_if_over(&mut self, now: Instant, busy: impl FnOnce() -> Diagnostic) {
        if self.pace.is_over(now) {
            self.end.get_or_insert_with(busy);
        }
    }
}

#[cfg(test)]
mod tests;
