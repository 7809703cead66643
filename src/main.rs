//! The program `letterpress`: the library, a command line and the file system.

#![forbid(unsafe_code)]
#![deny(clippy::print_stdout, clippy::print_stderr)]

mod cli;
mod command;
mod terminal;

use std::process::ExitCode;

use clap::Parser;

use crate::terminal::Terminal;

/// Typesetting allocates a great many small pieces, on several threads.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    match cli::Letterpress::try_parse() {
        Ok(typed) => command::run(&typed.command, &Terminal::new(typed.messages())).into(),
        Err(answer) if cli::asks_for_details(&answer, std::env::args_os()) => {
            command::tell_version(&Terminal::new(cli::ReportingArgs::default())).into()
        }
        Err(answer) => terminal::answer(&answer).into(),
    }
}
