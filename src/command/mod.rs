//! What the program does: one file a subcommand, and the pieces they share.
//!
//! A command turns what was typed into a checked plan, then acts. It prints
//! nothing and writes nothing itself: messages and files go to the [`Desk`].

mod batch;
mod check;
mod completions;
mod files;
mod input;
mod inspect;
mod letterhead;
mod mail;
mod new;
mod outputs;
mod render;
mod schema;
mod workshop;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use letterpress::diagnostic::Diagnostic;
use letterpress::source::Source;

use crate::cli;

pub use files::reason;
pub use inspect::{Report, Row, Section};
pub use mail::{Sent, Settled};

/// Where the messages and files of a command go. The terminal is one.
pub trait Desk: Sync {
    /// Shows diagnostics that belong to no single release.
    fn tell(&self, diagnostics: &[Diagnostic]);

    /// Says in one line what was done.
    fn say(&self, line: &str);

    /// Shows what became of a release.
    fn outcome(&self, outcome: &Outcome);

    /// Shows what became of all of them.
    fn tally(&self, tally: &Tally);

    /// Shows what has become of one message of a run.
    fn settled(&self, settled: &Settled);

    /// Shows how a run ended.
    fn sent(&self, sent: &Sent);

    /// Writes text to standard output.
    fn print(&self, text: &str) -> Result<(), Vec<Diagnostic>>;

    /// Writes bytes that are no text to standard output, unless people look at it.
    fn print_bytes(&self, bytes: &[u8]) -> Result<(), Vec<Diagnostic>>;

    /// Writes a report to standard output.
    fn report(&self, report: &Report) -> Result<(), Vec<Diagnostic>>;

    /// Writes a file as a whole or not at all; one that is there is replaced.
    fn write(&self, file: &Path, bytes: &[u8]) -> Result<(), Vec<Diagnostic>>;

    /// Writes a file that must not be there yet.
    fn create(&self, file: &Path, text: &str) -> Result<(), Vec<Diagnostic>>;

    /// Writes a file as a whole or not at all; one that is there has to have the same bytes
    /// and stays.
    fn keep(&self, file: &Path, bytes: &[u8]) -> Result<(), Vec<Diagnostic>>;

    /// Makes a folder, and those above it, where there is none.
    fn make_folder(&self, folder: &Path) -> Result<(), Vec<Diagnostic>>;
}

/// How a command ended; of several ends the greatest counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// All is well.
    #[default]
    Fine,
    /// A release was refused.
    Refused,
    /// Wrong usage, input or output, or a fault of the program's own.
    Failed,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Fine => 0,
            Exit::Refused => 1,
            Exit::Failed => 2,
        })
    }
}

/// What is done with releases.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Task {
    /// Looking for faults.
    #[default]
    Check,
    /// Writing files.
    Render,
    /// Telling what PDF files are.
    Inspect,
    /// Writing messages.
    Compose,
}

/// What became of one release.
#[derive(Debug)]
pub struct Outcome {
    /// What was to be done.
    pub task: Task,
    /// What messages call the release.
    pub name: String,
    /// How it ended.
    pub exit: Exit,
    /// Everything there is to say about it.
    pub diagnostics: Vec<Diagnostic>,
    /// What was written.
    pub written: Vec<Written>,
}

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Where.
    pub file: PathBuf,
    /// How many pages it holds, if it holds pages.
    pub pages: Option<usize>,
}

/// What became of all releases.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// What was to be done.
    pub task: Task,
    /// How many are fine, were refused and failed.
    pub fine: usize,
    pub refused: usize,
    pub failed: usize,
    /// How many errors and warnings they have.
    pub errors: usize,
    pub warnings: usize,
}

impl Tally {
    fn count(&mut self, outcome: &Outcome) {
        match outcome.exit {
            Exit::Fine => self.fine += 1,
            Exit::Refused => self.refused += 1,
            Exit::Failed => self.failed += 1,
        }
        let errors = outcome.diagnostics.iter().filter(|d| d.is_error()).count();
        self.errors += errors;
        self.warnings += outcome.diagnostics.len() - errors;
    }

    /// How many releases there were.
    pub fn releases(&self) -> usize {
        self.fine + self.refused + self.failed
    }

    fn exit(&self) -> Exit {
        match (self.failed, self.refused) {
            (0, 0) => Exit::Fine,
            (0, _) => Exit::Refused,
            _ => Exit::Failed,
        }
    }
}

/// Does what was typed.
pub fn run(command: &cli::Command, desk: &dyn Desk) -> Exit {
    batch::silence_panics();
    let done = batch::guarded(|| match command {
        cli::Command::Render(typed) => render::run(typed, desk),
        cli::Command::Check(typed) => check::run(typed, desk),
        cli::Command::New(typed) => new::run(typed, desk),
        cli::Command::Inspect(typed) => inspect::run(typed, desk),
        cli::Command::Letterhead(typed) => letterhead::run(typed, desk),
        cli::Command::Mail(typed) => mail::run(typed, desk),
        cli::Command::Schema(typed) => schema::run(typed, desk),
        cli::Command::Completions(typed) => completions::run(typed, desk),
    });
    done.flatten().unwrap_or_else(|faults| {
        desk.tell(&faults);
        Exit::Failed
    })
}

/// A command was used in a way that makes no sense.
fn usage(message: impl Into<String>) -> Diagnostic {
    Diagnostic::error("usage", message)
}

/// A file could not be read or written.
fn input_output(message: impl Into<String>) -> Diagnostic {
    Diagnostic::error("input-output", message)
}

/// Codes of faults for which no release is to blame.
const NOT_THE_RELEASE: &[&str] =
    &["usage", "input-output", "internal", "layout-fault", "logo-broken", "pre-send-failed"];

/// Beginnings of such codes: of the relay and the journal.
const NOT_THE_RELEASE_BUT: [&str; 2] = ["relay-", "journal-"];

/// How a release with these diagnostics ends. A fault that is marked in another
/// text, a letterhead or a layout, is not the release's.
fn judge(diagnostics: &[Diagnostic], release: Option<&Source>, deny_warnings: bool) -> Exit {
    let of_one = |diagnostic: &Diagnostic| {
        let place = diagnostic.labels.first().map(|label| &label.source);
        let elsewhere = release.zip(place).is_some_and(|(release, place)| release != place);
        match diagnostic.is_error() {
            true if elsewhere || is_not_the_release(diagnostic.code) => Exit::Failed,
            true => Exit::Refused,
            false if deny_warnings && diagnostic.is_warning() => Exit::Refused,
            false => Exit::Fine,
        }
    };
    diagnostics.iter().map(of_one).max().unwrap_or_default()
}

fn is_not_the_release(code: &str) -> bool {
    NOT_THE_RELEASE.contains(&code)
        || NOT_THE_RELEASE_BUT.iter().any(|beginning| code.starts_with(beginning))
}

#[cfg(test)]
mod tests {
    use letterpress::source::Format;

    use super::*;

    #[test]
    fn the_release_is_to_blame_for_its_own_faults_only() {
        let release = Source::from_text("a.md", Format::Markdown, "abc".into());
        let letterhead = Source::from_text("b.toml", Format::Toml, "abc".into());
        let fault = |source| Diagnostic::error("wrong-type", "x").at(source, 0..1, "");
        let judge = |d: Diagnostic, deny| judge(&[d], Some(&release), deny);
        assert_eq!(judge(fault(&release), false), Exit::Refused);
        assert_eq!(judge(fault(&letterhead), false), Exit::Failed);
        assert_eq!(judge(Diagnostic::error("wrong-type", "x"), false), Exit::Refused);
        assert_eq!(judge(input_output("x"), false), Exit::Failed);
        assert_eq!(judge(Diagnostic::warning("w", "x"), false), Exit::Fine);
        assert_eq!(judge(Diagnostic::warning("w", "x"), true), Exit::Refused);
        assert_eq!(judge(Diagnostic::note("n", "x"), true), Exit::Fine);
    }
}
