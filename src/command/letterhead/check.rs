//! `letterpress letterhead check`: what is wrong with letterheads.

use std::path::{Path, PathBuf};

use letterpress::diagnostic::Diagnostics;
use letterpress::limits::Limits;
use letterpress::{Shelf, Stationery};
use serde::{Deserialize, Serialize};

use super::{shelf, trial};
use crate::cli;
use crate::command::Exit;
use crate::command::any_path;
use crate::command::batch::{Batch, Done, Labour, Task};
use crate::command::input::{check_standard_input, input_name};
use crate::command::limits;
use crate::command::standard_input::looked_into;
use crate::command::stationery::{is_file_name, load, on_shelf};
use crate::command::workers::WorkItem;
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
    let files: Vec<_> =
        files.into_iter().map(|file| LetterheadInput { file: file.to_owned() }).collect();
    let shelf = shelf(letterheads, &limits, terminal)?;
    let labour = Labour::new(None, bounds, limits.letterheads.bytes);
    let has_layout = |input: &LetterheadInput| input.has_layout(&shelf, &limits);
    Ok(Batch::each(Task::CheckLetterhead, &files, &labour, terminal, has_layout, |input| {
        let periods = input.periods(&shelf, &limits);
        periods.map_or_else(Done::from, |periods| trial::judge(&periods, &limits))
    }))
}

/// A letterhead that is to be checked.
#[derive(Clone, Serialize, Deserialize)]
struct LetterheadInput {
    #[serde(with = "any_path")]
    file: PathBuf,
}

impl LetterheadInput {
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
        let is_id = !is_file_name(&self.file) && !self.is_standard_input() && !self.file.exists();
        if is_id {
            on_shelf(&self.file.to_string_lossy(), shelf)
        } else {
            load(&self.file, limits).map(|(periods, _)| periods)
        }
    }
}

impl WorkItem for LetterheadInput {
    fn name(&self) -> String {
        input_name(&self.file)
    }

    fn is_standard_input(&self) -> bool {
        self.file == Path::new("-")
    }
}
