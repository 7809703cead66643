//! `letterpress letterhead show`: a letterhead as a file to start from.

use std::path::Path;

use letterpress::diagnostic::{Diagnostic, Diagnostics};
use letterpress::limits::Limits;
use letterpress::message;
use letterpress::release::{Day, Language, ReleaseDate};
use letterpress::{Shelf, Stationery};

use super::list::validity;
use crate::command::stationery::{is_file_name, load, on_shelf};
use crate::command::{Exit, usage};
use crate::terminal::{Terminal, UiEvent};

/// What is to be shown.
pub struct Wanted<'a> {
    pub name: &'a Path,
    pub date: Option<&'a str>,
    pub language: Option<&'a str>,
}

/// Prints a letterhead; of several periods the one of a day, else the last.
pub fn run(
    wanted: &Wanted<'_>,
    has_all_fields: bool,
    shelf: &Shelf,
    terminal: &Terminal,
) -> Result<Exit, Diagnostics> {
    let language = wanted.language.map(language).transpose()?;
    let day = wanted.date.map(day).transpose()?;
    let periods = if is_file_name(wanted.name) {
        load(wanted.name, &Limits::default())?.0
    } else {
        on_shelf(&wanted.name.to_string_lossy(), shelf)?
    };
    let shown = match day {
        Some(day) => periods.iter().find(|one| one.letterhead().is_valid_on(day)),
        None => periods.last(),
    };
    let shown = shown.ok_or_else(|| not_valid(wanted, &periods))?;
    terminal.write_stdout(&shown.resolved(language, has_all_fields))?;
    if periods.len() > 1 && day.is_none() {
        let (name, count) = (wanted.name.display(), periods.len());
        let line = format!("{name} has {count} periods; this is the last, {}", period(shown));
        terminal.emit(&UiEvent::Status(&line));
    }
    Ok(Exit::Fine)
}

fn period(one: &Stationery) -> String {
    validity(one.valid_from().as_deref(), one.valid_until().as_deref())
}

fn language(typed: &str) -> Result<Language, Diagnostics> {
    Language::from_spelling(typed).ok_or_else(|| {
        let error = usage(message!("there is no language `{language}`", language = typed));
        error.hint(format!("the languages are {}", Language::SPELLINGS.join(", "))).into()
    })
}

fn day(typed: &str) -> Result<Day, Diagnostics> {
    match typed.parse() {
        Ok(ReleaseDate::Day(day)) => Ok(day),
        _ => {
            let error = usage(message!("`{value}` is not a day", value = typed));
            Err(error.hint("write year, month and day: 2022-11-25").into())
        }
    }
}

fn not_valid(wanted: &Wanted<'_>, periods: &[Stationery]) -> Diagnostic {
    let (name, day) = (wanted.name.display(), wanted.date.unwrap_or_default());
    let periods: Vec<_> = periods.iter().map(period).collect();
    usage(message!("the letterhead {name} was not in use on {day}", name, day))
        .hint(format!("it is valid {}", periods.join(", and ")))
}
