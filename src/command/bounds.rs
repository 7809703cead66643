//! What one release may take: time and memory. Neither can be told before, so both are watched.

use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use letterpress::diagnostic::{Blame, Diagnostic, codes};
use letterpress::message;

use crate::cli;

/// How often memory and time are looked at.
const INTERVAL: Duration = Duration::from_millis(20);

/// What to do where a layout of one's own is to blame.
pub const LOOK_IN_LAYOUT: &str = "look in the layout for a loop, a function that calls itself, or what grows; without it the release may be fine";

/// What a release may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// The longest that reading, setting and writing it may last.
    pub time: Duration,
    /// The most memory of a process that works on it, in bytes.
    pub memory: u64,
}

/// A bound that a release has passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Excess {
    Time,
    Memory,
}

impl Bounds {
    /// As they were typed.
    pub fn new(typed: &cli::BoundsArgs) -> Self {
        Self { time: Duration::from_secs(typed.max_seconds.get()), memory: typed.max_memory }
    }

    /// The error of a release that has passed a bound. If a layout of one's own sets it, that is
    /// to blame.
    pub fn error(&self, excess: Excess, has_layout: bool) -> Diagnostic {
        let (error, more) = match excess {
            Excess::Time => {
                let message = message!(
                    "it was not done after {seconds} s, and was given up",
                    seconds = seconds(self.time)
                );
                let more = "`--max-seconds` allows more time";
                (Diagnostic::new(codes::TOOK_TOO_LONG, message), more)
            }
            Excess::Memory => {
                let message = message!(
                    "it takes more than {mebibytes} MiB of memory, and was given up",
                    mebibytes = self.memory >> 20
                );
                let more = "`--max-memory` allows more memory";
                (Diagnostic::new(codes::TAKES_TOO_MUCH, message), more)
            }
        };
        if has_layout {
            return error.blamed_on(Blame::Layout).hint(LOOK_IN_LAYOUT).hint(more);
        }
        error.hint("take away from what is large: text, a table, a picture, a logo").hint(more)
    }

    /// Does some work and calls `give_up`, from another thread, if it passes a bound. The work
    /// itself cannot be stopped but by the end of the process.
    pub fn watch<T>(&self, work: impl FnOnce() -> T, give_up: impl FnOnce(Excess) + Send) -> T {
        let (done, is_done) = mpsc::channel::<()>();
        let began = Instant::now();
        thread::scope(|scope| {
            let watcher = thread::Builder::new().spawn_scoped(scope, move || {
                // The first look comes at once, so that work is judged however short it is.
                let excess = loop {
                    if let Some(excess) = self.excess(began) {
                        break excess;
                    }
                    if is_done.recv_timeout(INTERVAL) != Err(RecvTimeoutError::Timeout) {
                        return;
                    }
                };
                give_up(excess);
            });
            let result = work();
            drop(done);
            // Without a thread to watch it the release is set all the same.
            drop(watcher);
            result
        })
    }

    /// The bound that this process has passed with work that began then.
    fn excess(&self, began: Instant) -> Option<Excess> {
        if began.elapsed() > self.time {
            return Some(Excess::Time);
        }
        let has_too_much = resident_bytes().is_some_and(|bytes| bytes > self.memory);
        has_too_much.then_some(Excess::Memory)
    }
}

/// A time in seconds, without needless digits.
fn seconds(time: Duration) -> String {
    // To the microsecond; a whole number is written without a point.
    ((time.as_secs_f64() * 1e6).round() / 1e6).to_string()
}

/// The memory that this process holds, where the system tells it.
#[cfg(target_os = "linux")]
pub fn resident_bytes() -> Option<u64> {
    let pages = std::fs::read_to_string("/proc/self/statm").ok()?;
    let resident: u64 = pages.split(' ').nth(1)?.parse().ok()?;
    Some(resident * rustix::param::page_size() as u64)
}

#[cfg(not(target_os = "linux"))]
pub fn resident_bytes() -> Option<u64> {
    None
}

/// Address space that no release takes by itself: what the allocator reserves ahead, and the
/// stacks of all threads.
#[cfg(unix)]
const RESERVED_BYTES: u64 = 4 << 30;

/// Bounds the address space of this process, so that one huge allocation fails at once instead of
/// filling the machine before the next look. Processes that it starts inherit the bound.
#[cfg(unix)]
pub fn bound_address_space(memory: u64) {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

    let Rlimit { current, maximum } = getrlimit(Resource::As);
    let wanted = memory.saturating_add(RESERVED_BYTES);
    let wanted = current.map_or(wanted, |current| current.min(wanted));
    // A bound can always be lowered; without it the watch alone holds.
    let _ = setrlimit(Resource::As, Rlimit { current: Some(wanted), maximum });
}

#[cfg(not(unix))]
pub fn bound_address_space(_memory: u64) {}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::*;

    #[test]
    fn work_that_takes_too_long_is_given_up() {
        let bounds = Bounds { time: Duration::from_millis(50), memory: u64::MAX };
        let is_given_up = AtomicBool::new(false);
        let give_up = |excess| {
            assert_eq!(excess, Excess::Time);
            is_given_up.store(true, Ordering::SeqCst);
        };
        let done = bounds.watch(
            || {
                while !is_given_up.load(Ordering::SeqCst) {
                    thread::sleep(INTERVAL);
                }
                "done"
            },
            give_up,
        );
        assert_eq!(done, "done");
        assert_eq!(bounds.watch(|| 1, |_| panic!("there was time")), 1);
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn work_of_a_moment_is_judged_as_well() {
        let bounds = Bounds { time: Duration::from_secs(60), memory: 0 };
        let is_given_up = AtomicBool::new(false);
        bounds.watch(|| (), |_| is_given_up.store(true, Ordering::SeqCst));
        assert!(is_given_up.into_inner());
    }
}
