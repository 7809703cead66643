//! `letterpress check`: the faults of releases, without setting them.

use letterpress::diagnostic::{self, Diagnostic};

use super::input::Input;
use super::workshop::Workshop;
use super::{Desk, Exit, Outcome, Task, batch, judge};
use crate::cli;

/// Checks what was typed.
pub fn run(typed: &cli::Check, desk: &dyn Desk) -> Result<Exit, Vec<Diagnostic>> {
    let typed = &typed.workshop;
    let inputs = Input::plan(&typed.releases, typed.setting.input_format)?;
    let workshop = Workshop::set_up(&typed.setting)?;
    let deny_warnings = typed.messages.deny_warnings;
    let work = |_, input: &Input| one(input, &workshop, deny_warnings);
    Ok(batch::run(Task::Check, &inputs, typed.jobs, desk, work))
}

fn one(input: &Input, workshop: &Workshop, deny_warnings: bool) -> Outcome {
    let (source, mut diagnostics) = match input.read() {
        Err(faults) => (None, faults),
        Ok(source) => {
            let found = match workshop.files(input) {
                Err(faults) => faults,
                Ok(files) => {
                    let (typesetter, job) = workshop.bench(&source, &files, false);
                    typesetter.check(&job)
                }
            };
            (Some(source), found)
        }
    };
    diagnostic::sort(&mut diagnostics);
    let exit = judge(&diagnostics, source.as_ref(), deny_warnings);
    let (task, name) = (Task::Check, input.name());
    Outcome { task, name, exit, diagnostics, written: Vec::new() }
}
