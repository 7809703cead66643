//! What the program does: one file a subcommand, and the pieces they share.
//!
//! A command turns what was typed into a checked plan, then acts. It prints nothing itself:
//! what happens goes to the [`Terminal`] as events, results as text.

mod any_path;
mod audit_line;
mod audit_summary;
mod batch;
mod bounds;
mod cells;
mod check;
mod completions;
mod conform;
mod conformance;
mod desk;
mod exit;
mod explain;
mod files;
mod fixing;
mod guard;
mod input;
mod inspect;
mod layout;
mod letterhead;
mod limits;
mod mail;
mod manifest_line;
mod manual;
mod new;
mod outputs;
mod pdf_input;
mod process;
mod project;
mod releases;
mod render;
mod result;
mod schema;
mod serve;
mod session;
mod sha256;
mod shelves;
mod signals;
mod spelling;
mod standard_input;
mod stationery;
mod task;
mod verify;
mod version;
mod walk;
mod watch;
mod words;
mod workers;
mod write;
mod written;

use letterpress::diagnostic::{Diagnostic, MessageText, codes};
use letterpress::pool;

pub use self::exit::Exit;
pub use self::version::run as tell_version;
use crate::cli::Command;
use crate::terminal::Terminal;

/// Does what was typed.
pub fn run(command: &Command, terminal: &Terminal) -> Exit {
    pool::silence_panics();
    let done = pool::catch_panic(|| match command {
        Command::Render(typed) => render::run(typed, terminal),
        Command::Watch(typed) => watch::run(typed, terminal),
        Command::Check(typed) => check::run(typed, terminal),
        Command::New(typed) => new::run(typed, terminal),
        Command::Verify(typed) => verify::run(typed, terminal),
        Command::Inspect(typed) => inspect::run(typed, terminal),
        Command::Conform(typed) => conform::run(typed, terminal),
        Command::Letterhead(typed) => letterhead::run(typed, terminal),
        Command::Layout(typed) => layout::run(typed, terminal),
        Command::Mail(typed) => mail::run(typed, terminal),
        Command::Explain(typed) => explain::run(typed, terminal),
        Command::Schema(typed) => schema::run(typed, terminal),
        Command::Completions(typed) => completions::run(typed, terminal),
        Command::Manual(typed) => manual::run(typed, terminal),
        Command::Serve(typed) => serve::run(typed, terminal),
        Command::Desk(typed) => desk::run(typed, terminal),
        Command::Worker(typed) => workers::run(typed),
    });
    let exit = done.flatten().unwrap_or_else(|errors| {
        terminal.emit_all(&errors);
        Exit::Failed
    });
    if terminal.has_lost_lines() { exit.max(Exit::Failed) } else { exit }
}

/// A command was used in a way that makes no sense.
fn usage(message: impl Into<MessageText>) -> Diagnostic {
    Diagnostic::new(codes::USAGE, message)
}

/// A file could not be read or written.
fn input_output(message: impl Into<MessageText>) -> Diagnostic {
    Diagnostic::new(codes::INPUT_OUTPUT, message)
}
