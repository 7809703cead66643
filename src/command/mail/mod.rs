//! `letterpress mail`: from the sheet to the newsroom.

mod address_file;
mod again;
mod answer;
mod audience;
mod candidate;
mod compose;
mod composed;
mod credentials;
mod export;
mod hook;
mod journal_place;
mod mailing;
mod moments;
mod places;
mod preview;
mod quoted;
mod recipients;
mod recipients_out;
mod secret;
mod send;
mod status;
mod suppress;
mod suppressed;
mod table;
mod test_mail;
mod token;
mod waiting;

use letterpress::diagnostic::Diagnostics;

pub use self::compose::{check_options, hold};
pub use self::journal_place::{NamedJournal, journal, look_at_journal};
pub use self::secret::secret_text;
pub use self::test_mail::test_address;
use super::Exit;
use crate::cli;
use crate::terminal::Terminal;

/// Does what was typed.
pub fn run(typed: &cli::MailCommand, terminal: &Terminal) -> Result<Exit, Diagnostics> {
    match typed {
        cli::MailCommand::Compose(typed) => compose::run(typed, terminal),
        cli::MailCommand::Send(typed) => send::run(&again::sorted(typed)?, terminal),
        cli::MailCommand::Status(typed) => status::run(typed, terminal),
        cli::MailCommand::Suppress(typed) => suppress::run(typed, terminal),
    }
}
