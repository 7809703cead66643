//! How many instructions sheets take, counted by Valgrind, so that no noise is in it:
//! `cargo test --release --bench instructions`. The tests run it too.
//!
//! It fails where a figure is more than 3 % above the one in `benches/instructions.txt`, if that was
//! recorded with the same compiler, and prints the figures in any case. `UPDATE=1` records them.
//! What takes them, Callgrind tells: `valgrind --tool=callgrind letterpress render RELEASE`.

#![allow(clippy::print_stdout)] // A benchmark is there to print.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::{env, fs, thread};

use letterpress::diagnostic::Diagnostics;
use letterpress::{Job, Standards, Typesetter};

mod unlike;

/// As in the program itself.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// With a number: sets so many unlike releases after a first one.
const WARM: &str = "--warm";
/// How many unlike releases their mean is taken of.
const UNLIKE: usize = 10;
/// Repeated so often, the seed's body has 20 pages.
const SPEECH_LENGTH: usize = 12;
const TABLE_ROWS: usize = 200;
/// How much a figure may be above the recorded one.
const TOLERANCE: f64 = 1.03;
/// As in the program itself: room for deeply nested layouts.
const STACK: usize = 64 * 1024 * 1024;

type Outcome<T> = Result<T, String>;

fn main() -> ExitCode {
    let count = env::args().skip_while(|argument| argument != WARM).nth(1);
    let outcome = match count.map(|count| count.parse()) {
        Some(Ok(count)) => set_unlike(count),
        Some(Err(_)) => Err(format!("{WARM} takes a number")),
        None => report(),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            println!("{why}");
            ExitCode::FAILURE
        }
    }
}

fn report() -> Outcome<()> {
    if cfg!(debug_assertions) {
        println!("instructions are counted in the release profile: add --release");
        return Ok(());
    }
    let figures = figures()?;
    let recorded_in = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/instructions.txt");
    let compiler = compiler()?;
    if env::var_os("UPDATE").is_some() {
        let mut text = format!("{compiler}\n");
        for (name, count) in &figures {
            let _ = writeln!(text, "{name}: {count}");
        }
        return fs::write(recorded_in, text).map_err(|error| error.to_string());
    }
    let text = fs::read_to_string(recorded_in).map_err(|error| error.to_string())?;
    let (recorded_with, recorded) = read(&text)?;
    let mut grown = Vec::new();
    for (name, count) in &figures {
        let before =
            recorded.get(name.as_str()).ok_or_else(|| format!("{name} is not recorded"))?;
        let ratio = *count as f64 / *before as f64;
        println!("{name:<36}{:>9.1} million, {ratio:.3} of what is recorded", millions(*count));
        if ratio > TOLERANCE {
            grown.push(name.as_str());
        }
    }
    if recorded_with != compiler {
        println!("not judged: the figures are of {recorded_with}, and this is {compiler}");
        return Ok(());
    }
    if grown.is_empty() {
        return Ok(());
    }
    Err(format!("more than 3 % above what is recorded: {}", grown.join(", ")))
}

/// All figures, by their names.
fn figures() -> Outcome<BTreeMap<String, u64>> {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("instructions");
    fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    let cold = |name: &str, text: &str| {
        let file = folder.join(format!("{name}.md"));
        fs::write(&file, text).map_err(|error| error.to_string())?;
        let mut program = counted(env!("CARGO_BIN_EXE_letterpress"));
        program.args(["render", "-q", "--force", "--max-seconds", "3600"]).arg(&file);
        count(program.arg("-o").arg(file.with_extension("pdf")))
    };
    // One of two cores is left to each.
    thread::scope(|scope| {
        let unlike = scope.spawn(mean_of_unlike);
        let mut figures = BTreeMap::from([
            ("the seed, cold".to_owned(), cold("seed", unlike::SEED)?),
            (format!("a table of {TABLE_ROWS} rows, cold"), cold("table", &table())?),
            ("a speech of 20 pages, cold".to_owned(), cold("speech", &speech())?),
        ]);
        let unlike = unlike.join().map_err(|_| "a thread panicked".to_owned())??;
        figures.insert(format!("mean of {UNLIKE} unlike releases, warm"), unlike);
        Ok(figures)
    })
}

/// What each of some releases takes in a process that has set another one.
fn mean_of_unlike() -> Outcome<u64> {
    let myself = env::current_exe().map_err(|error| error.to_string())?;
    let set = |releases: usize| {
        count(counted(&myself.to_string_lossy()).args([WARM, &releases.to_string()]))
    };
    Ok(set(UNLIKE)?.saturating_sub(set(0)?) / UNLIKE as u64)
}

/// A program under Valgrind, with one thread: several wait for each other in loops.
fn counted(program: &str) -> Command {
    let mut command = Command::new("valgrind");
    command.args(["--tool=callgrind", "--callgrind-out-file=/dev/null", program]);
    command.env("RAYON_NUM_THREADS", "1");
    command
}

/// The instructions of a program that ends well.
fn count(command: &mut Command) -> Outcome<u64> {
    let output = command.output().map_err(|error| {
        format!("valgrind cannot be started, tests/install fetches it: {error}")
    })?;
    let text = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        return Err(format!(
            "{command:?} failed: {}{text}",
            String::from_utf8_lossy(&output.stdout)
        ));
    }
    let collected = text.lines().find_map(|line| line.split_once("Collected : "));
    let counted = collected.and_then(|(_, count)| count.trim().parse().ok());
    counted.ok_or_else(|| format!("valgrind counted nothing: {text}"))
}

/// The compiler and the figures of a recorded text.
fn read(text: &str) -> Outcome<(&str, BTreeMap<&str, u64>)> {
    let (compiler, lines) = text.split_once('\n').ok_or("benches/instructions.txt is empty")?;
    let figures = lines.lines().map(|line| {
        let (name, count) = line.rsplit_once(": ").ok_or_else(|| format!("no figure: {line}"))?;
        Ok((name, count.parse().map_err(|_| format!("no number: {line}"))?))
    });
    Ok((compiler, figures.collect::<Outcome<_>>()?))
}

/// What the compiler says of itself: "rustc 1.95.0 (59807616e 2026-04-14)".
fn compiler() -> Outcome<String> {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output =
        Command::new(rustc).arg("--version").output().map_err(|error| error.to_string())?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn millions(count: u64) -> f64 {
    count as f64 / 1e6
}

fn set_unlike(count: usize) -> Outcome<()> {
    let work = move || -> Result<(), Diagnostics> {
        let typesetter = Typesetter::new();
        for number in 0..=count {
            let release = unlike::release(number, 1);
            let sheet = typesetter.typeset(&Job::new(&release))?;
            std::hint::black_box(sheet.pdf(&Standards::default())?);
        }
        Ok(())
    };
    let thread = thread::Builder::new().stack_size(STACK).spawn(work);
    let done = thread.map_err(|error| error.to_string())?.join();
    done.map_err(|_| "a thread panicked".to_owned())?
        .map_err(|errors| format!("the release was refused: {errors:#?}"))
}

fn speech() -> String {
    unlike::text(1, SPEECH_LENGTH).replacen("---\n", "---\nkind: speech\n", 1)
}

/// A release that is a table and little else.
fn table() -> String {
    let (fields, _) = unlike::SEED.rsplit_once("---\n").unwrap_or((unlike::SEED, ""));
    let mut text = format!("{fields}---\n\nDie Förderung nach Gemeinden:\n\n");
    text.push_str("| Gemeinde | Vorhaben | Beginn | Euro |\n| --- | --- | --- | ---: |\n");
    for row in 1..=TABLE_ROWS {
        let _ = writeln!(
            text,
            "| Musterdorf {row} | Ausbau der Kindertagesstätte {row} | {}. März 2023 | {}.{:03},50 |",
            row % 28 + 1,
            row * 7 % 900 + 1,
            row * 131 % 1000,
        );
    }
    text
}
