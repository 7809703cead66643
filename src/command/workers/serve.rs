//! `letterpress worker`: the side of a worker. It does what it is asked for on its standard input,
//! one item after the other.

use std::ffi::OsString;
use std::io;
use std::num::NonZeroUsize;
use std::process;
use std::time::Duration;

use clap::Parser;
use letterpress::Pool;
use letterpress::diagnostic::{Diagnostic, Diagnostics};
use serde::Serialize;

use super::lines::{is_empty, next_line};
use super::parent::Parent;
use super::process::MAX_LINE;
use super::protocol::{
    PROGRAM, PROTOCOL, Reply, Request, TOO_MUCH_MEMORY, TOO_MUCH_TIME, WorkItem, WorkerWord,
};
use crate::cli::{Letterpress, WorkerArgs};
use crate::command::bounds::{Bounds, Excess, bound_address_space};
use crate::command::standard_input::hold_standard_input;
use crate::command::{self, Exit, usage};
use crate::terminal::{Terminal, take_bytes};

/// How much longer than the run a worker waits until it gives an item up: the run is to say so,
/// unless it is gone.
const GRACE: Duration = Duration::from_secs(5);

/// Runs the command line of another run, of which this process is a worker.
pub fn run(typed: &WorkerArgs) -> Result<Exit, Diagnostics> {
    let is_of_lines = |word: &OsString| ["render", "check"].iter().any(|command| word == command);
    if !typed.of_run && !typed.command_line.first().is_some_and(is_of_lines) {
        let error = usage("a worker is for `render` and `check`");
        return Err(error
            .hint("say `letterpress worker -- render --input-format ndjson -o out/ -`")
            .into());
    }
    let name = std::iter::once("letterpress".into());
    let mut whole = Letterpress::try_parse_from(name.chain(typed.command_line.iter().cloned()))
        .map_err(|error| usage(error.to_string()))?;
    if let Some(max_memory) = whole.command.bound_memory(typed.max_memory) {
        bound_address_space(max_memory);
    }
    let terminal = Terminal::of_worker(whole.messages(), typed.colour, typed.of_run);
    let exit = command::run(&whole.command, &terminal);
    // What went wrong before the first request.
    terminal.print_kept();
    Ok(exit)
}

/// Does each item that is asked for, and says what became of it, until nobody asks. Before that it
/// says which of them a layout of one's own sets. `refuse` says what becomes of a line that is no
/// request; where it says nothing, the worker ends.
pub fn serve<T: WorkItem, R: Serialize + Send>(
    bounds: &Bounds,
    terminal: &Terminal,
    has_layout: impl Fn(&T) -> bool + Sync,
    work: impl Fn(u64, &T) -> R + Sync,
    refuse: impl Fn(u64, &[u8], &str) -> Option<R> + Sync,
) -> Exit {
    let is_of_run = terminal.is_of_run();
    let more = if is_of_run { GRACE } else { Duration::ZERO };
    let bounds = Bounds { time: bounds.time.saturating_add(more), ..*bounds };
    terminal.take_output();
    let parent = Parent::now();
    let served = Pool::with_threads(NonZeroUsize::MIN).alone(|| {
        let (protocol, program) = (PROTOCOL, PROGRAM.to_owned());
        terminal.reply(&WorkerWord::Ready { protocol, program })?;
        let mut input = io::stdin().lock();
        for count in 1.. {
            let line = next_line(&mut input, MAX_LINE).map_err(|error| broken(&error))?;
            let Some(line) = line.filter(|_| !(is_of_run && parent.is_gone())) else { break };
            if is_empty(&line, count) {
                continue;
            }
            let request = if line.len() as u64 > MAX_LINE {
                Err(format!("it has more than {MAX_LINE} bytes"))
            } else {
                Request::<T>::parse(&line, count)
            };
            let request = request.and_then(|request| {
                if !is_of_run && request.item.is_standard_input() {
                    return Err("`-` names standard input, which brings the lines".to_owned());
                }
                Ok(request)
            });
            let (number, result) = match request {
                Ok(Request { number, standard_input, item }) => {
                    hold_standard_input(standard_input);
                    if bounds.watch(|| has_layout(&item), give_up) {
                        terminal.reply(&WorkerWord::OwnLayout { number })?;
                    }
                    // A run looks at the deadline itself.
                    let deadline = item.deadline().filter(|_| !is_of_run);
                    let time = deadline.map_or(bounds.time, |deadline| deadline.min(bounds.time));
                    let bounds = Bounds { time, ..bounds };
                    (number, bounds.watch(|| work(number, &item), give_up))
                }
                Err(reason) => {
                    let result = refuse(count, &line, &reason);
                    (count, result.ok_or_else(|| broken(&reason))?)
                }
            };
            let (printed, standard_output) = (terminal.take_output(), take_bytes());
            let printed = if is_of_run { printed } else { String::new() };
            terminal.reply(&Reply { number, result, printed, standard_output })?;
        }
        Ok(())
    });
    if served.is_ok() { Exit::Fine } else { Exit::Failed }
}

/// Ends this process; the run sees why by its exit code, and by the clock.
fn give_up(excess: Excess) {
    process::exit(i32::from(match excess {
        Excess::Time => TOO_MUCH_TIME,
        Excess::Memory => TOO_MUCH_MEMORY,
    }));
}

fn broken(error: &dyn std::fmt::Display) -> Diagnostic {
    Diagnostic::internal(format_args!("the run cannot be understood: {error}"))
}
