//! `letterpress letterhead`: list, show, check, preview or begin letterheads.

mod check;
mod list;
mod new;
mod preview;
mod show;
mod trial;

use std::path::Path;

use letterpress::diagnostic::Diagnostics;
use letterpress::limits::Limits;
use letterpress::{Shelf, Stationery};

use super::Exit;
use super::project::Projects;
use super::shelves::Shelves;
use super::stationery::{is_file_name, load, on_shelf};
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
        LetterheadCommand::Preview(typed) => {
            let periods = periods(&typed.name, &typed.letterheads, &limits, terminal)?;
            preview::run(typed, &periods, terminal)
        }
        LetterheadCommand::New(typed) => {
            let from = typed.from.as_deref();
            let from = from.map(|name| periods(name, &typed.letterheads, &limits, terminal));
            let from = from.transpose()?;
            new::run(typed, from.as_ref().and_then(|periods| periods.last()), terminal)
        }
    }
}

/// The periods of a letterhead, by its file or its id.
pub fn periods(
    name: &Path,
    letterheads: &cli::LetterheadsArgs,
    limits: &Limits,
    terminal: &Terminal,
) -> Result<Vec<Stationery>, Diagnostics> {
    if is_file_name(name) {
        load(name, limits).map(|(periods, _)| periods)
    } else {
        on_shelf(&name.to_string_lossy(), &shelf(letterheads, limits, terminal)?)
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
    Ok(Shelves::open(typed, projects, limits, terminal)?.of(here)?.shelf.clone())
}
