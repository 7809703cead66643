//! How long a sheet takes, from text to PDF bytes: `cargo bench`.
//!
//! Prints medians; takes less than a minute. The whole program, started cold, is
//! another figure: `hyperfine 'letterpress render RELEASE -o -'`. Compare two
//! versions in turn (A B A B) and quote ratios: one machine varies by 20 %.
//!
//! A plain program and no framework, because the figures that matter are ones that
//! frameworks do not take: the first sheet of a process, releases none of which
//! is like another, and the throughput of threads. Without `--bench`, as
//! `cargo test --benches` runs it, each figure is taken once, to see that it can be.

#![allow(clippy::print_stdout)] // A benchmark is there to print.

use std::env;
use std::process::{Command, ExitCode};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use letterpress::diagnostic::Diagnostics;
use letterpress::source::{Format, Source};
use letterpress::{Job, Standards, Typesetter};

mod unlike;

/// As in the program itself.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The argument with which the benchmark starts itself to take one first sheet.
const FIRST: &str = "--first-sheet";
/// As in the program itself: room for deeply nested layouts.
const STACK: usize = 64 * 1024 * 1024;

type Outcome<T> = Result<T, String>;

fn main() -> ExitCode {
    let is_named = |name: &str| env::args().any(|argument| argument == name);
    let outcome = if is_named(FIRST) {
        first_sheet_here().map(|time| println!("{}", time.as_nanos()))
    } else {
        report(is_named("--bench"))
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            println!("{why}");
            ExitCode::FAILURE
        }
    }
}

fn report(is_full: bool) -> Outcome<()> {
    let times = |full: usize| if is_full { full } else { 1 };
    println!("{:<44}{:>12}", "", "median");
    line("first sheet of a process", median(times(15), |_| first_sheet())?, "");

    let releases: Vec<Source> = (1..=times(200)).map(|n| unlike::release(n, 1)).collect();
    let warm = Typesetter::new();
    on_one_core(|| set(&warm, &unlike::release(0, 1)))??;
    let each = on_one_core(|| median(releases.len(), |at| timed(|| set(&warm, &releases[at]))))??;
    line("each further unlike release, one core", each, "");

    let mut alone = Duration::ZERO;
    for threads in [1, 2] {
        let time = median(times(3), |_| throughput(threads, &releases))?;
        alone = if threads == 1 { time } else { alone };
        let rate = releases.len() as f64 / time.as_secs_f64();
        let gain = alone.as_secs_f64() / time.as_secs_f64();
        let note = format!("{rate:.0} releases/s, {gain:.2} times one thread");
        line(&format!("{} unlike releases, threads: {threads}", releases.len()), time, &note);
    }

    for (pages, runs) in [(20, 7), (300, 3)] {
        let runs = times(runs);
        let length = length_of(&warm, pages)?;
        // None is like another: what is set a second time comes from the cache.
        let long: Vec<Source> =
            (1..=runs).map(|n| unlike::release(1000 * pages + n, length)).collect();
        let mut found = 0;
        let time = median(runs, |at| {
            timed(|| {
                found = set(&warm, &long[at])?;
                Ok(())
            })
        })?;
        line(&format!("a release of {found} pages, all cores"), time, "");
    }
    Ok(())
}

fn line(name: &str, time: Duration, note: &str) {
    println!("{}", format!("{name:<44}{:>9.1} ms  {note}", time.as_secs_f64() * 1000.0).trim_end());
}

/// The median of several runs.
fn median(runs: usize, mut run: impl FnMut(usize) -> Outcome<Duration>) -> Outcome<Duration> {
    let mut times = (0..runs).map(&mut run).collect::<Outcome<Vec<_>>>()?;
    times.sort_unstable();
    times.get(times.len() / 2).copied().ok_or_else(|| "nothing was run".to_owned())
}

fn timed<T>(run: impl FnOnce() -> Outcome<T>) -> Outcome<Duration> {
    let begin = Instant::now();
    run()?;
    Ok(begin.elapsed())
}

/// Sets a release and exports it; the number of its pages.
fn set(typesetter: &Typesetter, source: &Source) -> Outcome<usize> {
    let job = Job::new(source);
    let refused = |errors: Diagnostics| format!("the release was refused: {errors:#?}");
    let sheet = typesetter.typeset(&job).map_err(refused)?;
    let pdf = sheet.pdf(&Standards::default()).map_err(refused)?;
    std::hint::black_box(pdf);
    Ok(sheet.page_count())
}

/// The first sheet of a process of its own, without its start and end.
fn first_sheet() -> Outcome<Duration> {
    let program = env::current_exe().map_err(|error| error.to_string())?;
    let output = Command::new(program).arg(FIRST).output().map_err(|error| error.to_string())?;
    let text = String::from_utf8_lossy(&output.stdout);
    let nanoseconds = text.trim().parse().map_err(|_| format!("no time but: {text}"))?;
    Ok(Duration::from_nanos(nanoseconds))
}

fn first_sheet_here() -> Outcome<Duration> {
    let source = Source::from_text("seed.md", Format::Markdown, unlike::SEED.to_owned());
    timed(|| set(&Typesetter::new(), &source))
}

/// Runs on a plain thread that has a rayon pool of one thread, as the program
/// does with several releases: Typst's own parallelism pays for one document.
fn on_one_core<T: Send>(run: impl FnOnce() -> T + Send) -> Outcome<T> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).stack_size(STACK).build();
    Ok(pool.map_err(|error| error.to_string())?.install(run))
}

/// Sets all releases on a number of threads.
fn throughput(threads: usize, releases: &[Source]) -> Outcome<Duration> {
    let typesetter = Typesetter::new();
    let next = AtomicUsize::new(0);
    let work = || -> Outcome<()> {
        while let Some(source) = releases.get(next.fetch_add(1, Ordering::Relaxed)) {
            set(&typesetter, source)?;
        }
        Ok(())
    };
    timed(|| {
        thread::scope(|scope| {
            let start = |_| {
                let thread = thread::Builder::new().stack_size(STACK);
                thread.spawn_scoped(scope, || on_one_core(work)).map_err(|e| e.to_string())
            };
            let started = (0..threads).map(start).collect::<Outcome<Vec<_>>>()?;
            let end = |_| "a thread panicked".to_owned();
            started.into_iter().try_for_each(|thread| thread.join().map_err(end)??)
        })
    })
}

/// The length of a release of about so many pages.
fn length_of(typesetter: &Typesetter, pages: usize) -> Outcome<usize> {
    let trial = 20;
    let found = set(typesetter, &unlike::release(pages, trial))?;
    Ok((trial * pages).div_ceil(found))
}
