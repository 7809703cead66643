//! The queue of a run, with pauses of milliseconds.

use super::*;
use crate::diagnostic::codes;

fn policy(attempts: u32, per_minute: u32) -> RetryPolicy {
    let mut policy = RetryPolicy { pause: Duration::from_millis(5), ..RetryPolicy::default() };
    policy.attempts = attempts.try_into().unwrap();
    policy.per_minute = per_minute.try_into().ok();
    policy
}

fn busy() -> Diagnostic {
    Diagnostic::new(codes::RELAY_BUSY, "busy")
}

#[test]
fn each_is_taken_once_and_again_only_for_a_reason() {
    let (policy, stop) = (policy(2, 0), AtomicBool::new(false));
    let queue = Queue::new(&policy, &stop, &[3, 7], false);
    let first = queue.take().unwrap();
    let second = queue.take().unwrap();
    assert_eq!((first.at, second.at), (3, 7));
    assert_eq!(queue.retry(second), Some(Duration::from_millis(5)));
    queue.finish(first);
    let again = queue.take().unwrap();
    assert_eq!((again.at, again.tried), (7, 1));
    assert_eq!(queue.retry(again), None, "it was tried twice");
    assert_eq!(queue.take(), None);
}

#[test]
fn a_relay_in_trouble_is_tried_again_and_then_given_up() {
    let (policy, stop) = (policy(3, 0), AtomicBool::new(false));
    let queue = Queue::new(&policy, &stop, &[0], false);
    let give_up = |why: &str| Diagnostic::new(codes::RELAY_UNREACHABLE, why);
    let mut tries = 0;
    while let Some(task) = queue.take() {
        assert_eq!(task.tried, 0, "the recipient is not to blame");
        tries += 1;
        queue.put_back(task, RelayError::Passing("closed".into()), give_up, |_| busy());
    }
    assert_eq!((tries, queue.error().map(|error| error.message)), (3, Some("closed".into())));
}

#[test]
fn a_relay_that_is_busy_for_good_ends_the_run_and_nobody_is_given_up() {
    let (policy, stop) = (policy(3, 0), AtomicBool::new(false));
    let queue = Queue::new(&policy, &stop, &[0, 1], false);
    while let Some(task) = queue.take() {
        let turn = queue.put_off(task, Pressure::Rate, busy);
        assert!(matches!(turn, Turn::Later(_)), "{turn:?}");
    }
    assert_eq!(queue.error(), Some(busy()));
}

#[test]
fn a_recipient_who_alone_is_put_off_is_given_up() {
    let (policy, stop) = (policy(3, 0), AtomicBool::new(false));
    let queue = Queue::new(&policy, &stop, &(0..40).collect::<Vec<_>>(), false);
    let mut given_up = Vec::new();
    while let Some(task) = queue.take() {
        if task.at != 1 {
            queue.accept(task);
        } else if queue.put_off(task, Pressure::Rate, busy) == Turn::GivenUp {
            given_up.push(task.at);
        }
    }
    assert_eq!((given_up, queue.error()), (vec![1], None));
}

#[test]
fn a_rate_is_kept() {
    let (policy, stop) = (policy(1, 1200), AtomicBool::new(false));
    let queue = Queue::new(&policy, &stop, &[0, 1, 2], false);
    let begun = Instant::now();
    while let Some(task) = queue.take() {
        queue.finish(task);
    }
    // Of three messages two wait 50 ms each.
    assert!(begun.elapsed() >= Duration::from_millis(100));
}

#[test]
fn a_run_that_is_stopped_begins_no_further_message() {
    let (policy, stop) = (policy(1, 0), AtomicBool::new(true));
    assert_eq!(Queue::new(&policy, &stop, &[0], false).take(), None);
}
