//! `letterpress schema`: what editors know fields by.

use letterpress::diagnostic::Diagnostic;
use letterpress::read;

use super::{Desk, Exit};
use crate::cli::{self, Subject};

/// Prints the schema that was asked for.
pub fn run(typed: &cli::Schema, desk: &dyn Desk) -> Result<Exit, Vec<Diagnostic>> {
    let schema = match typed.subject {
        Subject::Release => read::release_schema(),
        Subject::Letterhead => read::letterhead_schema(),
    };
    desk.print(&schema)?;
    Ok(Exit::Fine)
}
