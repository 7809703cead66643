//! `letterpress manual`: the manual pages, made of what the help of each command says.

use clap::{Command, CommandFactory};
use clap_mangen::Man;
use letterpress::diagnostic::{Diagnostic, Diagnostics};
use letterpress::{message, read};

use super::{Exit, input_output, usage};
use crate::cli;
use crate::terminal::{Terminal, reason};

/// Prints a page, or the names of all.
pub fn run(typed: &cli::ManualArgs, terminal: &Terminal) -> Result<Exit, Diagnostics> {
    let pages = pages();
    let text = if typed.list {
        pages.iter().map(|command| format!("{}\n", name(command))).collect()
    } else {
        page(find(&typed.page, pages)?)?
    };
    terminal.write_stdout(&text)?;
    Ok(Exit::Fine)
}

/// The commands that have a page: the program first, each command before those below it.
fn pages() -> Vec<Command> {
    // `help` has nothing to tell that `man` does not.
    let mut program = cli::Letterpress::command().disable_help_subcommand(true);
    program.build();
    let mut pages = Vec::new();
    collect(program, &mut pages);
    pages
}

fn collect(command: Command, pages: &mut Vec<Command>) {
    let below: Vec<_> = command.get_subcommands().filter(|c| !c.is_hide_set()).cloned().collect();
    pages.push(command);
    below.into_iter().for_each(|command| collect(command, pages));
}

/// `letterpress-mail-send`, of `letterpress mail send`.
fn name(command: &Command) -> &str {
    command.get_display_name().unwrap_or_else(|| command.get_name())
}

fn find(typed: &str, pages: Vec<Command>) -> Result<Command, Diagnostics> {
    let names: Vec<_> = pages.iter().map(|command| name(command).to_owned()).collect();
    let found = pages.into_iter().find(|command| name(command) == typed);
    found.ok_or_else(|| {
        let known: Vec<_> = names.iter().map(String::as_str).collect();
        let error = usage(message!("there is no manual page `{name}`", name = typed));
        let error = read::did_you_mean(typed, &known).into_iter().fold(error, Diagnostic::hint);
        error.hint("`letterpress manual --list` prints the names of all").into()
    })
}

/// A page in the language of `man`.
fn page(command: Command) -> Result<String, Diagnostics> {
    let source = concat!("letterpress ", env!("CARGO_PKG_VERSION"));
    let mut bytes = Vec::new();
    // No date: the page would be another one each day. An empty one would be left out of the
    // line, and the source be taken for it.
    let page = Man::new(command).date(" ").source(source).manual("letterpress");
    let written = page.render(&mut bytes);
    written.map_err(|error| {
        input_output(message!("the page cannot be made ({reason})", reason = reason(&error)))
    })?;
    let page = String::from_utf8_lossy(&bytes);
    // What stands below the help of the program is no extra.
    Ok(page.replace(".SH EXTRA\n", ".SH \"EXAMPLES AND EXIT CODES\"\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_has_a_page() {
        let names: Vec<_> = pages().iter().map(|command| name(command).to_owned()).collect();
        assert_eq!(names.first().map(String::as_str), Some("letterpress"));
        for expected in ["letterpress-render", "letterpress-mail-send", "letterpress-manual"] {
            assert!(names.iter().any(|name| name == expected), "{names:?}");
        }
        for command in pages() {
            let name = name(&command).to_owned();
            let page = page(command).expect("it is made");
            let head = format!(".TH {name} 1 \" \" \"letterpress {}\" ", env!("CARGO_PKG_VERSION"));
            assert!(page.contains(&head), "{name}: {page}");
            assert!(page.contains("\n.SH DESCRIPTION\n"), "{name}: {page}");
        }
    }

    #[test]
    fn a_page_is_the_same_each_time() {
        let pages = || pages().into_iter().map(|command| page(command).ok()).collect::<Vec<_>>();
        assert_eq!(pages(), pages());
    }
}
