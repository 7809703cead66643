//! `letterpress completions`: what a shell offers behind the tabulator key.

use clap::CommandFactory;
use letterpress::diagnostic::Diagnostics;

use super::Exit;
use crate::cli;
use crate::terminal::Terminal;

/// Prints the script for a shell.
pub fn run(typed: &cli::CompletionsArgs, terminal: &Terminal) -> Result<Exit, Diagnostics> {
    let mut command = cli::Letterpress::command();
    let mut script = Vec::new();
    clap_complete::generate(typed.shell, &mut command, "letterpress", &mut script);
    terminal.write_stdout(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Fine)
}
