//! `letterpress letterhead`: list, show or check letterheads.

use std::path::{Path, PathBuf};

use letterpress::Stationery;
use letterpress::diagnostic::Diagnostics;

use super::Exit;
use super::batch::{Batch, Done, Labour, Named, Task};
use super::input::{check_standard_input, input_name};
use super::limits;
use super::stationery::{built_in, load};
use crate::cli;
use crate::terminal::{Terminal, UiEvent};

/// Does what was typed.
pub fn run(typed: &cli::LetterheadCommand, terminal: &Terminal) -> Result<Exit, Diagnostics> {
    match typed {
        cli::LetterheadCommand::List => terminal.write_stdout(&list())?,
        cli::LetterheadCommand::Show { id } => show(id, terminal)?,
        cli::LetterheadCommand::Check { files, bounds } => return check(files, bounds, terminal),
    }
    Ok(Exit::Fine)
}

/// Id, name and validity of the built-in letterheads, in columns.
fn list() -> String {
    let all = Stationery::built_in_ids().into_iter().flat_map(Stationery::built_in);
    let rows: Vec<_> = all
        .map(|one| {
            let validity = validity(one.valid_from().as_deref(), one.valid_until().as_deref());
            [one.id().to_owned(), one.name().to_owned(), validity]
        })
        .collect();
    columns(&rows)
}

fn validity(from: Option<&str>, until: Option<&str>) -> String {
    match (from, until) {
        (None, None) => "always valid".to_owned(),
        (Some(from), None) => format!("from {from}"),
        (None, Some(until)) => format!("until {until}"),
        (Some(from), Some(until)) => format!("{from} to {until}"),
    }
}

fn columns(rows: &[[String; 3]]) -> String {
    let ids = width(rows.iter().map(|[id, ..]| id));
    let names = width(rows.iter().map(|[_, name, _]| name));
    let lines = rows.iter();
    lines.map(|[id, name, last]| format!("{id:<ids$}  {name:<names$}  {last}\n")).collect()
}

/// The width of a column, in characters.
fn width<'a>(cells: impl Iterator<Item = &'a String>) -> usize {
    cells.map(|cell| cell.chars().count()).max().unwrap_or_default()
}

/// Prints a letterhead; of several periods the last, since two would be no TOML.
fn show(id: &str, terminal: &Terminal) -> Result<(), Diagnostics> {
    let periods = built_in(id)?;
    let Some(last) = periods.last() else { return Ok(()) };
    terminal.write_stdout(last.toml())?;
    if periods.len() > 1 {
        let validity = validity(last.valid_from().as_deref(), last.valid_until().as_deref());
        let line = format!("{id} has {} periods; this is the last, {validity}", periods.len());
        terminal.emit(&UiEvent::Status(&line));
    }
    Ok(())
}

fn check(
    files: &[PathBuf],
    bounds: &cli::BoundsArgs,
    terminal: &Terminal,
) -> Result<Exit, Diagnostics> {
    check_standard_input(files)?;
    let files: Vec<_> = files.iter().map(|file| LetterheadInput(file)).collect();
    let limits = limits::limits(bounds)?;
    let labour = Labour::new(None, bounds, limits.letterheads.bytes);
    Ok(Batch::each(Task::CheckLetterhead, &files, &labour, terminal, |LetterheadInput(file)| {
        load(file, &limits).map_or_else(Done::from, |_| Done::default())
    }))
}

/// A letterhead that is to be checked.
struct LetterheadInput<'a>(&'a Path);

impl Named for LetterheadInput<'_> {
    fn name(&self) -> String {
        input_name(self.0)
    }

    fn is_standard_input(&self) -> bool {
        self.0 == Path::new("-")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_by_letters() {
        let row = |[a, b, c]: [&str; 3]| [a.to_owned(), b.to_owned(), c.to_owned()];
        let rows = [row(["smwk", "Sächsisch", "x"]), row(["b", "Neutral", "y"])];
        assert_eq!(columns(&rows), "smwk  Sächsisch  x\nb     Neutral    y\n");
    }

    #[test]
    fn validity_is_said_in_words() {
        assert_eq!(validity(None, None), "always valid");
        assert_eq!(validity(Some("2019-12-20"), Some("2024-12-18")), "2019-12-20 to 2024-12-18");
        assert_eq!(validity(Some("2024-12-19"), None), "from 2024-12-19");
    }
}
