//! `letterpress letterhead`: list, show or check letterheads.

use std::path::Path;

use letterpress::Stationery;
use letterpress::diagnostic::{self, Diagnostic};
use letterpress::source::Format;

use super::files::Folder;
use super::input::read_text;
use super::workshop::built_in;
use super::{Desk, Exit, judge, usage};
use crate::cli;

/// Does what was typed.
pub fn run(typed: &cli::Letterhead, desk: &dyn Desk) -> Result<Exit, Vec<Diagnostic>> {
    match typed {
        cli::Letterhead::List => desk.print(&list()),
        cli::Letterhead::Show { id } => show(id, desk),
        cli::Letterhead::Check { file } => return Ok(check(file, desk)),
    }
    .map(|()| Exit::Fine)
}

/// Reads a letterhead file; what it names lies beside it.
pub fn load(path: &Path) -> Result<(Stationery, Folder), Vec<Diagnostic>> {
    let ending = path.extension();
    if ending.is_some_and(|ending| !ending.eq_ignore_ascii_case("toml")) {
        let fault = usage(format!("{} cannot be a letterhead", path.display()));
        return Err(vec![fault.hint("a letterhead is a file ending in .toml")]);
    }
    let source = read_text(path, Format::Toml)?;
    let folder = path.parent().filter(|folder| *folder != Path::new(""));
    let folder = Folder::new(folder.unwrap_or(Path::new(".")))?;
    let stationery = Stationery::load(&source, &folder)?;
    Ok((stationery, folder))
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
    let width = |column: fn(&[String; 3]) -> &String| {
        rows.iter().map(|row| column(row).chars().count()).max().unwrap_or_default()
    };
    let (ids, names) = (width(|[id, ..]| id), width(|[_, name, _]| name));
    let line =
        |[id, name, validity]: &[String; 3]| format!("{id:<ids$}  {name:<names$}  {validity}\n");
    rows.iter().map(line).collect()
}

/// Prints a letterhead; of several periods the last, since two would be no TOML.
fn show(id: &str, desk: &dyn Desk) -> Result<(), Vec<Diagnostic>> {
    let periods = built_in(id)?;
    let Some(last) = periods.last() else { return Ok(()) };
    desk.print(last.toml())?;
    if periods.len() > 1 {
        let validity = validity(last.valid_from().as_deref(), last.valid_until().as_deref());
        desk.say(&format!("{id} has {} periods; this is the last, {validity}", periods.len()));
    }
    Ok(())
}

fn check(path: &Path, desk: &dyn Desk) -> Exit {
    match load(path) {
        Ok(_) => {
            desk.say(&format!("{}: fine", path.display()));
            Exit::Fine
        }
        Err(mut faults) => {
            diagnostic::sort(&mut faults);
            desk.tell(&faults);
            judge(&faults, None, false)
        }
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
