//! Many releases at a time: workers, their stacks, and panics that end one
//! release instead of all.

use std::any::Any;
use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

use letterpress::diagnostic::Diagnostic;
use rayon::ThreadPoolBuilder;

use super::input::Input;
use super::{Desk, Exit, Outcome, Tally, Task};

/// Room for deeply nested bodies and layouts; only what is used takes memory.
const STACK: usize = 64 * 1024 * 1024;

/// Threads for each core that `--jobs` may ask for.
const MOST_PER_CORE: usize = 8;

/// Where the last panic happened: all that a caught panic does not carry along.
static LAST_PANIC: Mutex<Option<String>> = Mutex::new(None);

/// Works on every release and shows the outcomes in the order in which the
/// releases were named, each as soon as those before it are shown.
pub fn run(
    task: Task,
    inputs: &[Input],
    jobs: Option<NonZeroUsize>,
    desk: &dyn Desk,
    work: impl Fn(usize, &Input) -> Outcome + Sync,
) -> Exit {
    let cores = thread::available_parallelism().map_or(1, NonZeroUsize::get);
    // A release is work for a core and hardly ever waits: more threads than a few a
    // core only cost memory.
    let jobs = jobs.map_or(cores, NonZeroUsize::get).min(cores * MOST_PER_CORE);
    let mut tally = Tally { task, ..Tally::default() };
    let mut show = |outcome: Outcome| {
        tally.count(&outcome);
        desk.outcome(&outcome);
    };
    let work = |at: usize, input: &Input| {
        guarded(|| work(at, input)).unwrap_or_else(|diagnostics| Outcome {
            task,
            name: input.name(),
            exit: Exit::Failed,
            diagnostics,
            written: Vec::new(),
        })
    };
    match inputs {
        // Typst's own parallelism pays for one release, not for many.
        [only] => show(in_pool(jobs.min(cores), || work(0, only))),
        _ => in_order(inputs, jobs.min(inputs.len()), work, &mut show),
    }
    desk.tally(&tally);
    tally.exit()
}

/// Plain threads take the next release from a common queue.
///
/// Rayon's own queue would not do: Typst joins on rayon inside, a waiting worker
/// would begin the next release on top of the first, and the stack would end.
fn in_order(
    inputs: &[Input],
    workers: usize,
    work: impl Fn(usize, &Input) -> Outcome + Sync,
    show: &mut impl FnMut(Outcome),
) {
    let next = AtomicUsize::new(0);
    let (sender, outcomes) = mpsc::channel();
    let queue = |sender: mpsc::Sender<(usize, Outcome)>| {
        in_pool(1, || {
            loop {
                let at = next.fetch_add(1, Ordering::Relaxed);
                let Some(input) = inputs.get(at) else { break };
                if sender.send((at, work(at, input))).is_err() {
                    break;
                }
            }
        });
    };
    let queue = &queue;
    thread::scope(|scope| {
        let start = |_: &usize| {
            let sender = sender.clone();
            thread::Builder::new().spawn_scoped(scope, move || queue(sender)).is_ok()
        };
        // Where the system grants fewer threads, those do; where none, this one.
        if (0..workers).filter(start).count() == 0 {
            queue(sender.clone());
        }
        drop(sender);
        let mut early = BTreeMap::new();
        let mut shown = 0;
        for (at, outcome) in outcomes {
            early.insert(at, outcome);
            while let Some(outcome) = early.remove(&shown) {
                show(outcome);
                shown += 1;
            }
        }
    });
}

/// Runs `work` on one release with all cores, as [`run`] does with a release that is alone.
pub fn alone<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    in_pool(thread::available_parallelism().map_or(1, NonZeroUsize::get), work)
}

/// Runs `work` on a thread with room, which may share it with `threads - 1` more.
fn in_pool<T: Send>(threads: usize, work: impl FnOnce() -> T + Send) -> T {
    match ThreadPoolBuilder::new().num_threads(threads).stack_size(STACK).build() {
        Ok(pool) => pool.install(work),
        Err(_) => work(),
    }
}

/// Runs `work`; a panic in it becomes a diagnostic.
pub fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, Vec<Diagnostic>> {
    panic::catch_unwind(AssertUnwindSafe(work)).map_err(|payload| vec![internal(&*payload)])
}

/// Keeps panics from printing; [`guarded`] reports them in the way of all faults.
pub fn silence_panics() {
    panic::set_hook(Box::new(|info| {
        if let Ok(mut last) = LAST_PANIC.lock() {
            *last = info.location().map(ToString::to_string);
        }
    }));
}

fn internal(payload: &(dyn Any + Send)) -> Diagnostic {
    let text = payload.downcast_ref::<&str>().copied();
    let text = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    let text = text.unwrap_or("no reason given").replace('\n', " ");
    let place = LAST_PANIC.lock().ok().and_then(|mut last| last.take());
    let place = place.map_or_else(String::new, |place| format!(" ({place})"));
    Diagnostic::error("internal", format!("letterpress itself is at fault: {text}{place}"))
        .hint("please report this, with the file that brought it about if it may be shown")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outcomes_come_in_the_order_of_the_releases() {
        let names: Vec<_> = (0..40).map(|at| format!("{at}.md").into()).collect();
        let inputs = Input::plan(&names, None).unwrap_or_default();
        let work = |at: usize, input: &Input| {
            thread::sleep(std::time::Duration::from_micros((at as u64 * 7919) % 900));
            let (name, exit) = (input.name(), Exit::Fine);
            Outcome { task: Task::Check, name, exit, diagnostics: vec![], written: vec![] }
        };
        let mut shown = Vec::new();
        in_order(&inputs, 4, work, &mut |outcome| shown.push(outcome.name));
        assert_eq!(shown, inputs.iter().map(Input::name).collect::<Vec<_>>());
    }

    #[test]
    fn a_panic_becomes_one_diagnostic() {
        let fault = guarded(|| -> () { panic!("no such\nface") }).err();
        let fault = fault.and_then(|faults| faults.into_iter().next());
        let message = fault.map(|fault| fault.message).unwrap_or_default();
        assert!(message.starts_with("letterpress itself is at fault: no such face"), "{message}");
    }
}
