//! `letterpress mail`: from the sheet to the newsroom.

mod address_file;
mod again;
mod answer;
mod compose;
mod composed;
mod credentials;
mod export;
mod hook;
mod mailing;
mod places;
mod preview;
mod process;
mod recipients;
mod secret;
mod send;
mod signals;
mod status;

use letterpress::diagnostic::Diagnostics;

use super::Exit;
use crate::cli;
use crate::terminal::Terminal;

/// Does what was typed.
pub fn run(typed: &cli::MailCommand, terminal: &Terminal) -> Result<Exit, Diagnostics> {
    match typed {
        cli::MailCommand::Compose(typed) => compose::run(typed, terminal),
        cli::MailCommand::Send(typed) => send::run(&again::sorted(typed)?, terminal),
        cli::MailCommand::Status(typed) => status::run(typed, terminal),
    }
}
