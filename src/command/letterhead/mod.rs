//! `letterpress letterhead`: list, show or check letterheads.

mod check;
mod list;
mod show;

use std::path::Path;

use letterpress::Shelf;
use letterpress::diagnostic::Diagnostics;
use letterpress::limits::Limits;

use super::Exit;
use super::project::Projects;
use super::shelves::Shelves;
use crate::cli::{self, LetterheadCommand};
use crate::terminal::Terminal;

/// Does what was typed.
pub fn run(typed: &LetterheadCommand, terminal: &Terminal) -> Result<Exit, Diagnostics> {
    let limits = Limits::default();
    match typed {
        LetterheadCommand::List { ids: true, letterheads, .. } => {
            let ids = shelf(letterheads, &limits, terminal)?.ids();
            let lines: String = ids.iter().map(|id| format!("{id}\n")).collect();
            terminal.write_stdout(&lines)?;
            Ok(Exit::Fine)
        }
        LetterheadCommand::List { letterheads, .. } => {
            list::run(&shelf(letterheads, &limits, terminal)?, terminal)
        }
        LetterheadCommand::Show { name, date, language, fields, letterheads } => {
            let shelf = shelf(letterheads, &limits, terminal)?;
            let wanted =
                show::Wanted { name, date: date.as_deref(), language: language.as_deref() };
            show::run(&wanted, *fields, &shelf, terminal)
        }
        LetterheadCommand::Check { files, letterheads, bounds } => {
            check::run(files, letterheads, bounds, terminal)
        }
    }
}

/// The letterheads that can be named here by their ids.
fn shelf(
    typed: &cli::LetterheadsArgs,
    limits: &Limits,
    terminal: &Terminal,
) -> Result<Shelf, Diagnostics> {
    let here = Path::new(".");
    let projects = Projects::of([here], terminal)?;
    Ok(Shelves::open(typed, projects, limits, terminal)?.of(here).shelf.clone())
}
