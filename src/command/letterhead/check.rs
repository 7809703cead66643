//! `letterpress letterhead check`: what is wrong with letterheads.

use std::path::{Path, PathBuf};

use letterpress::Shelf;
use letterpress::diagnostic::Diagnostics;
use letterpress::limits::Limits;

use super::shelf;
use crate::cli;
use crate::command::Exit;
use crate::command::batch::{Batch, Done, Labour, Named, Task};
use crate::command::input::{check_standard_input, input_name};
use crate::command::limits;
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
    let files: Vec<_> = files.iter().map(|file| LetterheadInput(file)).collect();
    let limits = limits::limits(bounds)?;
    let shelf = shelf(letterheads, &limits, terminal)?;
    let labour = Labour::new(None, bounds, limits.letterheads.bytes);
    Ok(Batch::each(Task::CheckLetterhead, &files, &labour, terminal, |input| {
        input.check(&shelf, &limits).map_or_else(Done::from, |()| Done::default())
    }))
}

/// A letterhead that is to be checked.
struct LetterheadInput<'a>(&'a Path);

impl LetterheadInput<'_> {
    /// A name that no file has is an id.
    fn check(&self, shelf: &Shelf, limits: &Limits) -> Result<(), Diagnostics> {
        let is_id = !is_file_name(self.0) && !self.is_standard_input() && !self.0.exists();
        if is_id {
            on_shelf(&self.0.to_string_lossy(), shelf).map(drop)
        } else {
            load(self.0, limits).map(drop)
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
