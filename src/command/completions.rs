//! `letterpress completions`: what a shell offers behind the tabulator key.

use clap::CommandFactory;
use letterpress::diagnostic::Diagnostic;

use super::{Desk, Exit};
use crate::cli;

/// Prints the script for a shell.
pub fn run(typed: &cli::Completions, desk: &dyn Desk) -> Result<Exit, Vec<Diagnostic>> {
    let mut command = cli::Letterpress::command();
    let mut script = Vec::new();
    clap_complete::generate(typed.shell, &mut command, "letterpress", &mut script);
    desk.print(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Fine)
}
