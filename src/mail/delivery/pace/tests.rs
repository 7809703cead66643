//! The pace against relays with limits, by a clock that only the tests move.

use std::collections::VecDeque;

use super::*;

/// How a relay counts.
#[derive(Debug, Clone, Copy)]
enum Limit {
    /// So many in any span of so many seconds.
    Sliding(usize, f64),
    /// So many in each span, which begin at fixed moments.
    Fixed(usize, f64),
    /// So many at once, and one more each time that so many seconds over that number pass.
    Bucket(usize, f64),
    /// As `Sliding`, and what is turned away counts as well.
    Harsh(usize, f64),
}

impl Limit {
    fn takes(self, taken: &mut VecDeque<f64>, now: f64) -> bool {
        match self {
            Self::Sliding(most, span) => {
                taken.retain(|at| now - at < span);
                let is_taken = taken.len() < most;
                taken.extend(is_taken.then_some(now));
                is_taken
            }
            Self::Harsh(most, span) => {
                taken.retain(|at| now - at < span);
                taken.push_back(now);
                taken.len() <= most
            }
            Self::Fixed(most, span) => {
                taken.retain(|at| (at / span).floor() == (now / span).floor());
                let is_taken = taken.len() < most;
                taken.extend(is_taken.then_some(now));
                is_taken
            }
            Self::Bucket(most, span) => {
                // The first is what is left, the second when that was so.
                let (left, at) = (taken.pop_front().unwrap_or(most as f64), taken.pop_front());
                let left = left + (now - at.unwrap_or(now)) * most as f64 / span;
                let left = left.min(most as f64);
                let is_taken = left >= 1.0;
                taken.extend([if is_taken { left - 1.0 } else { left }, now]);
                is_taken
            }
        }
    }
}

/// How many seconds so many messages take, and how often the relay says that it is busy.
fn sends(limit: Limit, messages: usize) -> (f64, usize) {
    let begin = Instant::now();
    let mut now = begin + Duration::from_millis(1300);
    let mut pace = RateControl::new(&RetryPolicy::default(), 2, now);
    let (mut taken, mut accepted, mut busy) = (VecDeque::new(), 0, 0);
    let start = now;
    while accepted < messages {
        now = now.max(pace.ready());
        let attempt = fresh(now);
        pace.begin(now);
        now += Duration::from_millis(10);
        if limit.takes(&mut taken, (now - begin).as_secs_f64()) {
            accepted += 1;
            pace.accept(attempt);
        } else {
            busy += 1;
            pace.slow_down(attempt, Pressure::Rate, now);
            assert!(!pace.is_over(now), "{limit:?} holds it up for good");
        }
    }
    ((now - start).as_secs_f64(), busy)
}

/// How much longer than the best that there can be, which does not count what is taken at once.
fn worst(messages: usize, limits: &[(usize, f64)]) -> f64 {
    let mut worst: f64 = 0.0;
    for (most, span) in limits.iter().copied() {
        for limit in [
            Limit::Sliding(most, span),
            Limit::Fixed(most, span),
            Limit::Bucket(most, span),
            Limit::Harsh(most, span),
        ] {
            let (seconds, busy) = sends(limit, messages);
            let share = seconds / (messages as f64 / most as f64 * span);
            assert!(share < 1.5, "{messages} by {limit:?} take {share:.2} of the best");
            assert!(busy < 12 + messages / 8, "{messages} by {limit:?}: busy {busy} times");
            worst = worst.max(share);
        }
    }
    worst
}

#[test]
fn a_limit_is_found_and_kept_to() {
    for messages in [60, 200, 1000] {
        assert!(worst(messages, &[(10, 4.0)]) < 1.15);
    }
    let limits =
        [(1, 1.0), (1, 2.0), (5, 1.0), (20, 10.0), (30, 60.0), (10, 2.2), (10, 3.9), (100, 60.0)];
    for messages in [60, 200, 1000] {
        worst(messages, &limits);
    }
}

fn pace(policy: &RetryPolicy, lines: usize) -> (RateControl, Instant) {
    let now = Instant::now();
    (RateControl::new(policy, lines, now), now)
}

fn fresh(begun: Instant) -> Attempt {
    Attempt { begun, is_fresh: true, is_named: true }
}

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn too_many_lines_become_fewer_and_the_others_go_on() {
    let (mut pace, now) = pace(&RetryPolicy::default(), 8);
    pace.slow_down(fresh(now), Pressure::Lines, now);
    assert_eq!((pace.lines(), pace.ready(), pace.is_probing()), (4, now, false));
    // What was on its way by then says nothing new.
    pace.slow_down(fresh(now - SECOND), Pressure::Lines, now);
    assert_eq!(pace.lines(), 4);
    for second in 1..4 {
        let now = now + SECOND * second;
        pace.slow_down(fresh(now), Pressure::Lines, now);
    }
    // One line is too many only for a relay that is busy.
    assert_eq!((pace.lines(), pace.is_probing()), (1, true));
}

#[test]
fn the_time_that_is_waited_doubles_up_to_an_end() {
    let (mut pace, start) = pace(&RetryPolicy::default(), 2);
    let (mut now, mut waited) = (start, Vec::new());
    while !pace.is_over(now) {
        pace.slow_down(fresh(now), Pressure::Rate, now);
        now = pace.ready();
        waited.push((now - start).as_secs());
    }
    // By default five attempts are parted by 30, 60, 120 and 240 seconds.
    assert_eq!(waited, [1, 2, 4, 8, 16, 32, 64, 128, 256, 450]);
    pace.accept(fresh(now));
    assert!(!pace.is_over(now) && !pace.is_probing());
}

#[test]
fn few_attempts_still_wait_for_some_seconds() {
    let attempts = 1.try_into().unwrap();
    let (mut pace, now) = pace(&RetryPolicy { attempts, ..RetryPolicy::default() }, 1);
    for second in [0, 1, 2, 4] {
        let now = now + SECOND * second;
        pace.slow_down(fresh(now), Pressure::Rate, now);
    }
    assert!(!pace.is_over(now + SECOND * 7) && pace.is_over(now + SECOND * 8));
}

#[test]
fn a_relay_that_turns_away_first_attempts_is_not_busy() {
    let (mut pace, now) = pace(&RetryPolicy::default(), 1);
    pace.slow_down(fresh(now), Pressure::Rate, now);
    let now = now + SECOND;
    pace.accept(Attempt { is_fresh: false, ..fresh(now) });
    pace.slow_down(fresh(now), Pressure::Rate, now);
    pace.slow_down(Attempt { is_fresh: false, ..fresh(now) }, Pressure::Rate, now);
    assert!(!pace.is_probing() && pace.ready() <= now);
    // One who is taken at the first try shows that it does not.
    pace.accept(fresh(now));
    pace.slow_down(fresh(now), Pressure::Rate, now);
    assert!(pace.is_probing());
}
