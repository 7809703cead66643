//! `letterpress worker`: the side of a worker. It does what its run was asked for, one release
//! after the other, as they are named on its standard input.

use std::io::{self, BufRead};
use std::num::NonZeroUsize;
use std::process;
use std::time::Duration;

use clap::Parser;
use letterpress::Pool;
use letterpress::diagnostic::{Diagnostic, Diagnostics};
use serde::Serialize;

use super::protocol::{Reply, Request, TOO_MUCH_MEMORY, WorkerLine};
use crate::cli::{Letterpress, WorkerArgs};
use crate::command::bounds::{Bounds, bound_address_space};
use crate::command::standard_input::hold_standard_input;
use crate::command::{self, Exit, usage};
use crate::terminal::{Terminal, take_bytes};

/// Runs the command line of another run, of which this process is a worker.
pub fn run(typed: &WorkerArgs) -> Result<Exit, Diagnostics> {
    bound_address_space(typed.max_memory);
    let name = std::iter::once("letterpress".into());
    let whole = Letterpress::try_parse_from(name.chain(typed.command_line.iter().cloned()))
        .map_err(|error| usage(error.to_string()))?;
    Ok(command::run(&whole.command, &Terminal::of_worker(whole.messages(), typed.colour)))
}

/// Does each release that is asked for, reports it and says what the run goes on with, until
/// nobody asks. Before that it says which of them a layout of one's own sets.
pub fn serve<T: Sync, R: Serialize + Send>(
    inputs: &[T],
    bounds: &Bounds,
    terminal: &Terminal,
    has_layout: impl Fn(&T) -> bool + Sync,
    work: impl Fn(&T) -> R + Sync,
) -> Exit {
    // The run looks at the clock; whatever was said until now it says itself.
    let bounds = Bounds { time: Duration::MAX, ..*bounds };
    terminal.take_output();
    let served = Pool::with_threads(NonZeroUsize::MIN).alone(|| {
        for line in io::stdin().lock().lines() {
            let request = line.map_err(broken).and_then(|line| {
                serde_json::from_str::<Request>(&line).map_err(|error| broken(error.into()))
            })?;
            let Some(item) = inputs.get(request.release) else {
                return Err(Diagnostic::internal("there is no such release").into());
            };
            hold_standard_input(request.standard_input);
            let has_layout = bounds.watch(|| has_layout(item), |_| give_up());
            if has_layout {
                terminal.reply(&WorkerLine::<R> { has_layout: true, reply: None })?;
            }
            let result = bounds.watch(|| work(item), |_| give_up());
            let (output, bytes) = (terminal.take_output(), take_bytes());
            let reply = Reply { release: request.release, result, output, bytes };
            terminal.reply(&WorkerLine { has_layout, reply: Some(reply) })?;
        }
        Ok(())
    });
    if served.is_ok() { Exit::Fine } else { Exit::Failed }
}

/// Ends this process; the run sees why by its exit code, and by the clock.
fn give_up() {
    process::exit(i32::from(TOO_MUCH_MEMORY));
}

fn broken(error: io::Error) -> Diagnostic {
    Diagnostic::internal(format!("the run cannot be understood: {error}"))
}
