//! Threads on which releases are set: their stacks, and panics that end one release
//! instead of all.

use std::any::Any;
use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::panic::{self, AssertUnwindSafe};
use std::sync::{Condvar, Mutex, PoisonError, mpsc};
use std::thread;

use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::diagnostic::{Diagnostic, Diagnostics};

/// The stack of a thread: 64 MiB, for deeply nested bodies and layouts. Only what is used
/// takes memory.
const STACK_SIZE: usize = 64 * 1024 * 1024;

/// The most threads for each core. A release keeps a core busy and hardly ever waits: more
/// threads only cost memory.
const MAX_THREADS_PER_CORE: usize = 8;

/// Where the last panic happened: all that a caught panic does not carry along.
static LAST_PANIC: Mutex<Option<String>> = Mutex::new(None);

/// Threads that set releases.
///
/// The engine needs deep stacks, and its own parallelism pays for one release but not for
/// many: it joins on rayon inside, so a parallel iterator over releases would begin the next
/// one on top of the first until the stack ends. A pool gives each thread its stack and a
/// rayon pool of its own.
///
/// ```
/// use letterpress::diagnostic::Diagnostics;
/// use letterpress::source::{Format, Source};
/// use letterpress::{Job, Pool, Typesetter};
///
/// let texts = ["Erste", "Zweite"].map(|headline| {
///     format!("---\nletterhead: neutral\ndate: 2022-11-25\nheadline: {headline}\n---\nText.\n")
/// });
/// let sources = texts.map(|text| Source::from_text("release.md", Format::Markdown, text));
///
/// let typesetter = Typesetter::new();
/// let mut pages = Vec::new();
/// Pool::new().each(
///     &sources,
///     |source| typesetter.typeset(&Job::new(source)).map(|sheet| sheet.page_count()),
///     |_, outcome| pages.push(outcome),
/// );
/// assert_eq!(pages, [Ok(1), Ok(1)]);
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Pool {
    threads: NonZeroUsize,
}

impl Default for Pool {
    fn default() -> Self {
        Self::new()
    }
}

impl Pool {
    /// A thread a core.
    pub fn new() -> Self {
        Self { threads: cores() }
    }

    /// So many threads, within 8 a core.
    pub fn with_threads(threads: NonZeroUsize) -> Self {
        let max = cores().get() * MAX_THREADS_PER_CORE;
        Self { threads: NonZeroUsize::new(max).map_or(threads, |max| threads.min(max)) }
    }

    /// How many threads it has.
    pub fn threads(&self) -> NonZeroUsize {
        self.threads
    }

    /// Works on every item. `done` gets what came of each, in the order of the items, as
    /// soon as those before it are done. An item whose work panics is an internal error.
    pub fn each<I: Sync, O: Send>(
        &self,
        items: &[I],
        work: impl Fn(&I) -> Result<O, Diagnostics> + Sync,
        mut done: impl FnMut(usize, Result<O, Diagnostics>),
    ) {
        if let [only] = items {
            return done(0, self.alone(|| work(only)));
        }
        let guarded = |at: usize| catch_panic(|| work(&items[at])).flatten();
        in_order(
            items.len(),
            self.threads,
            || deep_threads(NonZeroUsize::MIN),
            |thread, at| install(thread.as_ref(), || guarded(at)),
            done,
        );
    }

    /// Works on one item with all threads. A panic is an internal error.
    pub fn alone<T: Send>(
        &self,
        work: impl FnOnce() -> Result<T, Diagnostics> + Send,
    ) -> Result<T, Diagnostics> {
        let threads = deep_threads(self.threads.min(cores()));
        install(threads.as_ref(), || catch_panic(work).flatten())
    }
}

fn cores() -> NonZeroUsize {
    thread::available_parallelism().unwrap_or(NonZeroUsize::MIN)
}

/// Has plain threads work off the numbers below `count`, each thread with a `tool` of its own.
/// `done` gets what came of each number, in their order, as soon as all before it are done.
///
/// ```
/// use std::num::NonZeroUsize;
///
/// use letterpress::pool::in_order;
///
/// let mut squares = Vec::new();
/// in_order(4, NonZeroUsize::MIN, || (), |(), number| number * number, |_, square| {
///     squares.push(square);
/// });
/// assert_eq!(squares, [0, 1, 4, 9]);
/// ```
pub fn in_order<T, O: Send>(
    count: usize,
    threads: NonZeroUsize,
    tool: impl Fn() -> T + Sync,
    work: impl Fn(&mut T, usize) -> O + Sync,
    done: impl FnMut(usize, O),
) {
    let threads = NonZeroUsize::new(count).map_or(threads, |count| threads.min(count));
    let mut numbers = 0..count;
    let order = ResultOrder::AsTaken { max_ahead: usize::MAX };
    stream(threads, order, || numbers.next(), tool, |tool, _, number| work(tool, number), done);
}

/// In which order results of a [`stream`] come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResultOrder {
    /// In that of the items. Where one takes long, so many items behind it are taken before it is
    /// done, and no more: what they came to has to be kept.
    AsTaken {
        /// How many.
        max_ahead: usize,
    },
    /// As they are done. Where nobody takes them, no more items are taken than a few a thread.
    AsDone,
}

/// So many results a thread may wait to be reported as they are done.
const MAX_UNREPORTED: usize = 4;

/// Has plain threads work off items that come one by one, until there is none, each thread with a
/// `tool` of its own. The next item is asked for when a thread is free, never before. `done` gets
/// the place of each item, counted from 0, and what came of it.
///
/// ```
/// use std::num::NonZeroUsize;
///
/// use letterpress::pool::{ResultOrder, stream};
///
/// let mut lines = "a bc def".split(' ');
/// let mut lengths = Vec::new();
/// stream(
///     NonZeroUsize::MIN,
///     ResultOrder::AsTaken { max_ahead: 8 },
///     || lines.next(),
///     || (),
///     |(), _, line: &str| line.len(),
///     |at, length| lengths.push((at, length)),
/// );
/// assert_eq!(lengths, [(0, 1), (1, 2), (2, 3)]);
/// ```
pub fn stream<I, T, O: Send>(
    threads: NonZeroUsize,
    order: ResultOrder,
    next: impl FnMut() -> Option<I> + Send,
    tool: impl Fn() -> T + Sync,
    work: impl Fn(&mut T, usize, I) -> O + Sync,
    mut done: impl FnMut(usize, O),
) {
    let (queue, tool, work) = (&ItemQueue::new(next), &tool, &work);
    let max_ahead = match order {
        ResultOrder::AsTaken { max_ahead } => max_ahead,
        ResultOrder::AsDone => threads.get().saturating_mul(MAX_UNREPORTED),
    };
    let (sender, results) = mpsc::channel();
    thread::scope(|scope| {
        let started = (0..threads.get()).filter(|_| {
            let sender = sender.clone();
            let thread = thread::Builder::new();
            thread
                .spawn_scoped(scope, move || work_off(queue, max_ahead, tool, work, &sender))
                .is_ok()
        });
        // Where the system grants fewer threads, those do; where none, this one, which reports
        // when all is done.
        if started.count() == 0 {
            work_off(queue, usize::MAX, tool, work, &sender);
        }
        drop(sender);
        let mut early = BTreeMap::new();
        let mut next = 0;
        for (at, result) in results {
            if order == ResultOrder::AsDone {
                done(at, result);
                next += 1;
                queue.report(next);
                continue;
            }
            early.insert(at, result);
            while let Some(result) = early.remove(&next) {
                done(next, result);
                next += 1;
            }
            queue.report(next);
        }
    });
}

/// Where the items of a stream come from.
struct ItemQueue<F> {
    source: Mutex<ItemSource<F>>,
    /// How many results were reported. It is not locked while an item
    /// is waited for, so that results are reported meanwhile.
    reported: Mutex<usize>,
    /// Woken when there are more of them.
    passed: Condvar,
}

struct ItemSource<F> {
    next: F,
    taken: usize,
}

impl<F> ItemQueue<F> {
    fn new(next: F) -> Self {
        let source = Mutex::new(ItemSource { next, taken: 0 });
        Self { source, reported: Mutex::new(0), passed: Condvar::new() }
    }

    /// The next item and its place, when it may be taken.
    fn take<I>(&self, max_ahead: usize) -> Option<(usize, I)>
    where
        F: FnMut() -> Option<I>,
    {
        let mut source = self.source.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = source.taken;
        let reported = self.reported.lock().unwrap_or_else(PoisonError::into_inner);
        drop(self.passed.wait_while(reported, |reported| taken - *reported > max_ahead));
        let item = (source.next)()?;
        source.taken += 1;
        Some((source.taken - 1, item))
    }

    fn report(&self, reported: usize) {
        *self.reported.lock().unwrap_or_else(PoisonError::into_inner) = reported;
        self.passed.notify_all();
    }
}

/// Works on the next item until there is none, or nobody takes the results.
fn work_off<I, T, O: Send>(
    queue: &ItemQueue<impl FnMut() -> Option<I>>,
    max_ahead: usize,
    tool: &(impl Fn() -> T + Sync),
    work: &(impl Fn(&mut T, usize, I) -> O + Sync),
    results: &mpsc::Sender<(usize, O)>,
) {
    let mut tool = tool();
    while let Some((at, item)) = queue.take(max_ahead) {
        if results.send((at, work(&mut tool, at, item))).is_err() {
            break;
        }
    }
}

/// So many threads with deep stacks; `None` where the system grants none.
fn deep_threads(threads: NonZeroUsize) -> Option<ThreadPool> {
    let threads = ThreadPoolBuilder::new().num_threads(threads.get()).stack_size(STACK_SIZE);
    threads.build().ok()
}

/// Runs `work` on one of the threads, which may share it among them.
fn install<T: Send>(threads: Option<&ThreadPool>, work: impl FnOnce() -> T + Send) -> T {
    match threads {
        Some(threads) => threads.install(work),
        None => work(),
    }
}

/// Runs `work`; a panic in it becomes an internal error.
pub fn catch_panic<T>(work: impl FnOnce() -> T) -> Result<T, Diagnostics> {
    panic::catch_unwind(AssertUnwindSafe(work)).map_err(|payload| internal_error(&*payload).into())
}

/// Keeps panics from printing, and has [`catch_panic`] and [`Pool`] say where they happened.
/// It sets the process's panic hook: a program calls it once, a library never does.
pub fn silence_panics() {
    panic::set_hook(Box::new(|info| {
        if let Ok(mut last) = LAST_PANIC.lock() {
            *last = info.location().map(ToString::to_string);
        }
    }));
}

fn internal_error(payload: &(dyn Any + Send)) -> Diagnostic {
    let text = payload.downcast_ref::<&str>().copied();
    let text = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    let text = text.unwrap_or("no reason given").replace('\n', " ");
    let place = LAST_PANIC.lock().ok().and_then(|mut last| last.take());
    let place = place.map_or_else(String::new, |place| format!(" ({place})"));
    Diagnostic::internal(format_args!("{text}{place}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_items() {
        let work = |(): &mut (), number: usize| {
            thread::sleep(std::time::Duration::from_micros((number as u64 * 7919) % 900));
            number
        };
        let mut seen = Vec::new();
        let four = NonZeroUsize::MIN.saturating_add(3);
        in_order(40, four, || (), work, |at, number| seen.push((at, number)));
        assert!(seen.iter().all(|(at, number)| at == number));
        assert_eq!(seen.len(), 40);
    }

    #[test]
    fn a_slow_item_holds_back_those_far_behind_it() {
        let mut next = 0..50;
        let ahead = Mutex::new(0);
        let order = ResultOrder::AsTaken { max_ahead: 4 };
        let four = NonZeroUsize::MIN.saturating_add(3);
        let work = |(): &mut (), at: usize, _| {
            if at == 0 {
                thread::sleep(std::time::Duration::from_millis(50));
                return *ahead.lock().unwrap();
            }
            *ahead.lock().unwrap() = at;
            0
        };
        let mut results = Vec::new();
        stream(four, order, || next.next(), || (), work, |at, result| results.push((at, result)));
        assert!(results.iter().map(|(at, _)| *at).eq(0..50));
        // The four behind it, and what each of four threads had in its hands.
        assert!((1..=8).contains(&results[0].1), "{}", results[0].1);
    }

    #[test]
    fn results_are_reported_while_the_next_item_is_waited_for() {
        let (send, items) = mpsc::channel();
        send.send(0).unwrap();
        let mut send = Some(send);
        let mut seen = Vec::new();
        let two = NonZeroUsize::MIN.saturating_add(1);
        let order = ResultOrder::AsTaken { max_ahead: 1 };
        // Each item is sent when the result of the one before it is there.
        stream(
            two,
            order,
            move || items.recv().ok(),
            || (),
            |(), _, item| item,
            |_, item: i32| {
                seen.push(item);
                match &send {
                    Some(open) if item < 5 => open.send(item + 1).unwrap(),
                    _ => send = None,
                }
            },
        );
        assert_eq!(seen, [0, 1, 2, 3, 4, 5]);
    }

    #[test]
    fn a_panic_ends_one_item() {
        let mut results = Vec::new();
        let work = |item: &u64| match item {
            1 => panic!("no such\nface"),
            _ => Ok(*item),
        };
        Pool::new().each(&[0, 1, 2], work, |_, result| results.push(result));
        let message = results.remove(1).unwrap_err()[0].message.clone();
        assert!(message.starts_with("internal error in letterpress: no such face"), "{message}");
        assert_eq!(results, [Ok(0), Ok(2)]);
    }
}
