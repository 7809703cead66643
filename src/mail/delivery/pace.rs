//! How fast a relay is given messages: as fast as it takes them.
//!
//! It is found out by trying. Nothing is held back until a relay says that it has too much to do.
//! Then the run waits, about a second at first and each time as long as it has waited so far, so
//! that the time doubles until a message is accepted. From then on messages go at the rate at
//! which they were accepted up to there, which grows with each that is accepted, and is measured
//! again where that was too fast. This is how TCP finds its rate (RFC 5681), but that a relay's
//! limits change seldom, so that a rate that was measured is kept more closely.
//!
//! No clock runs in here: all moments are given.

use std::time::{Duration, Instant};

use super::answer::Pressure;
use super::retry::RetryPolicy;

/// By how much the rate grows with each accepted message, until it was too fast once more.
const FAST_GROWTH: f64 = 1.02;
/// By how much it grows from then on.
const SLOW_GROWTH: f64 = 1.004;
/// What is left of a rate that was too fast, at least.
const LEAST_LEFT: f64 = 0.7;
/// How often a relay has to say that it is busy before it is given up.
const LEAST_TRIES: u32 = 4;
/// A rate a second that needs no keeping.
const UNBOUNDED_RATE: f64 = 500.0;

/// How fast messages are handed in at the moment.
#[derive(Debug)]
pub(super) struct RateControl {
    /// The first pause.
    first_pause: Duration,
    /// How long nothing may be accepted.
    patience: Duration,
    /// How many lines are wanted.
    lines: usize,
    /// Messages a second; as many as go where none is known.
    rate: Option<f64>,
    growth: f64,
    /// When the next message may be begun.
    ready: Instant,
    /// Since when the relay has been too busy to accept anything, and how often it said so.
    busy_since: Option<Instant>,
    busy_times: u32,
    /// When it said so last.
    last_busy: Option<Instant>,
    /// Since when messages have been accepted without a pause, and how many.
    flow: Option<(Instant, u32)>,
    /// When the last message was begun that something else has become of than being turned away.
    heard: Option<Instant>,
    /// Whether messages were accepted at the first try, and when they had been put off.
    takes_fresh: bool,
    takes_put_off: bool,
}

/// A message on its way.
#[derive(Debug, Clone, Copy)]
pub(super) struct Attempt {
    /// When it was begun.
    pub begun: Instant,
    /// Whether it is the first time that the relay hears of its recipient.
    pub is_fresh: bool,
    /// Whether it heard of the recipient before it answered.
    pub is_named: bool,
}

impl RateControl {
    pub fn new(policy: &RetryPolicy, lines: usize, now: Instant) -> Self {
        let first_pause = policy.first_pause();
        // Somebody who wants few attempts still wants to get past a limit of some seconds.
        let patience = policy.patience().max(first_pause * 8);
        Self {
            first_pause,
            patience,
            lines: lines.max(1),
            rate: None,
            growth: FAST_GROWTH,
            ready: now,
            busy_since: None,
            busy_times: 0,
            last_busy: None,
            flow: None,
            heard: None,
            takes_fresh: false,
            takes_put_off: false,
        }
    }

    /// How many lines are wanted. They never become more again: the relay has said how many it
    /// does not want.
    pub fn lines(&self) -> usize {
        self.lines
    }

    /// When the next message may be begun.
    pub fn ready(&self) -> Instant {
        self.ready
    }

    /// Whether one message alone has to find out whether the relay is still too busy.
    pub fn is_probing(&self) -> bool {
        self.busy_since.is_some()
    }

    /// Whether the relay has done more than turn away with a message that was begun after this.
    pub fn goes_on_since(&self, moment: Instant) -> bool {
        self.heard.is_some_and(|begun| begun > moment)
    }

    /// A message is begun.
    pub fn begin(&mut self, now: Instant) {
        if let Some(rate) = self.rate {
            self.ready = self.ready.max(now) + Duration::from_secs_f64(rate.recip());
        }
    }

    /// A message was accepted.
    pub fn accept(&mut self, attempt: Attempt) {
        let Attempt { begun, is_fresh, .. } = attempt;
        self.takes_fresh |= is_fresh;
        self.takes_put_off |= !is_fresh;
        self.heard = self.heard.max(Some(begun));
        let is_after = self.last_busy.is_none_or(|busy| begun >= busy);
        if self.busy_since.is_some() && is_after {
            self.busy_since = None;
            self.busy_times = 0;
            self.measure(begun);
            self.flow = Some((begun, 1));
            if let Some(rate) = self.rate {
                self.ready = self.ready.max(begun + Duration::from_secs_f64(rate.recip()));
            }
            return;
        }
        let (since, count) = self.flow.unwrap_or((begun, 0));
        self.flow = Some((since, count + 1));
        if self.busy_since.is_none() {
            let grown = self.rate.map(|rate| rate * self.growth);
            self.rate = grown.filter(|rate| *rate < UNBOUNDED_RATE);
        }
    }

    /// What the relay takes, now that it goes on: as many as it accepted since it went on last,
    /// with the pause at their end. Not much less than what was believed, for a pause may have had
    /// another cause.
    fn measure(&mut self, now: Instant) {
        let Some((since, count)) = self.flow else { return };
        let seconds = now.saturating_duration_since(since).as_secs_f64().max(0.001);
        let measured = f64::from(count) / seconds;
        self.rate = Some(match self.rate {
            Some(rate) => {
                self.growth = SLOW_GROWTH;
                measured.max(rate * LEAST_LEFT)
            }
            None => measured,
        });
    }

    /// Something else has become of a message. Whoever answers so does not only turn away: it is
    /// borne longer that nothing is accepted.
    pub fn hear(&mut self, attempt: Attempt, now: Instant) {
        self.heard = self.heard.max(Some(attempt.begun));
        if let Some(since) = &mut self.busy_since {
            *since = now;
            self.busy_times = 0;
        }
    }

    /// The relay has too much to do to take a message.
    pub fn slow_down(&mut self, attempt: Attempt, pressure: Pressure, now: Instant) {
        // Those that were on their way when it was said first say nothing new.
        if self.last_busy.is_some_and(|last| attempt.begun < last) {
            return;
        }
        if pressure == Pressure::Lines && self.lines > 1 {
            self.lines /= 2;
            self.last_busy = Some(now);
            return;
        }
        // A relay that turns away each first attempt for some time is not busy (RFC 6647).
        if attempt.is_named && self.takes_put_off && !self.takes_fresh {
            return;
        }
        self.lines = (self.lines / 2).max(1);
        let since = *self.busy_since.get_or_insert(now);
        self.busy_times += 1;
        let end = since + self.patience;
        let pause = (now - since).max(self.first_pause).min(RetryPolicy::MAX_PAUSE);
        // The last try is at the end of all patience. Behind it nobody waits long any more.
        self.ready = if now < end { (now + pause).min(end) } else { now + self.first_pause };
        self.last_busy = Some(now);
    }

    /// Whether nothing was accepted for as long as is borne.
    pub fn is_over(&self, now: Instant) -> bool {
        let waited = self.busy_since.map(|since| now.saturating_duration_since(since));
        self.busy_times >= LEAST_TRIES && waited.is_some_and(|waited| waited >= self.patience)
    }
}

#[cfg(test)]
mod tests;
