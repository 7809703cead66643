//! `letterpress letterhead check`: what is wrong with letterheads.

use std::path::{Path, PathBuf};

use letterpress::diagnostic::Diagnostics;
use letterpress::limits::Limits;
use letterpress::{Shelf, Stationery};

use super::{shelf, trial};
use crate::cli;
use crate::command::Exit;
use crate::command::batch::{Batch, Done, Labour, Named, Task};
use crate::command::input::{check_standard_input, input_name};
use crate::command::limits;
use crate::command::standard_input::looked_into;
use crate::command::stationery::{is_file_name, load, on_shelf};
use crate::terminal::Terminal;

/// Checks what was typed.
pub fn run(
    files: &[PathBuf],
    letterheads: &cli::LetterheadsArgs,
    bounds: &cli::BoundsArgs,
    terminal: &Terminal,
) -> Result<Exit, Diagnostics> {
    check_standard_input(files)?;
    let limits = limits::limits(bounds)?;
    let files = trial::named(files, &limits)?;
    let files: Vec<_> = files.iter().map(|file| LetterheadInput(file)).collect();
    let shelf = shelf(letterheads, &limits, terminal)?;
    let labour = Labour::new(None, bounds, limits.letterheads.bytes);
    let has_layout = |input: &LetterheadInput<'_>| input.has_layout(&shelf, &limits);
    Ok(Batch::each(Task::CheckLetterhead, &files, &labour, terminal, has_layout, |input| {
        let periods = input.periods(&shelf, &limits);
        periods.map_or_else(Done::from, |periods| trial::judge(&periods, &limits))
    }))
}

/// A letterhead that is to be checked.
struct LetterheadInput<'a>(&'a Path);

impl LetterheadInput<'_> {
    /// Whether a period names a layout of its own.
    fn has_layout(&self, shelf: &Shelf, limits: &Limits) -> bool {
        let periods = if self.is_standard_input() {
            looked_into(limits.letterheads.bytes, || self.periods(shelf, limits))
        } else {
            self.periods(shelf, limits)
        };
        periods.is_ok_and(|periods| periods.iter().any(Stationery::has_own_layout))
    }

    /// A name that no file has is an id.
    fn periods(&self, shelf: &Shelf, limits: &Limits) -> Result<Vec<Stationery>, Diagnostics> {
        let is_id = !is_file_name(self.0) && !self.is_standard_input() && !self.0.exists();
        if is_id {
            on_shelf(&self.0.to_string_lossy(), shelf)
        } else {
            load(self.0, limits).map(|(periods, _)| periods)
        }
    }
}

impl Named for LetterheadInput<'_> {
    fn name(&self) -> String {
        input_name(self.0)
    }

    fn is_standard_input(&self) -> bool {
        self.0 == Path::new("-")
    }
}
