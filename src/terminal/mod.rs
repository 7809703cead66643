//! The only place that prints and writes files.
//!
//! What a command is asked for goes to standard output, every message to
//! standard error. A reader who has gone away, a closed pipe, is no error.

mod excerpt;
mod human;
mod json;
mod output;
mod report;
mod sent;

use std::io::{self, ErrorKind, IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;

use anstream::{AutoStream, ColorChoice};
use letterpress::diagnostic::Diagnostic;

use self::excerpt::visible;
use self::sent::Progress;
use crate::cli::{MessageFormat, Messages};
use crate::command::{Desk, Outcome, Report, Sent, Settled, Tally, reason};

/// Standard output, standard error and the file system.
pub struct Terminal {
    messages: Messages,
    colour: ColorChoice,
    progress: Progress,
}

impl Terminal {
    /// Speaks in the way that was typed; in colour where people look on and
    /// `NO_COLOR` is not set.
    pub fn new(messages: Messages) -> Self {
        let colour = AutoStream::choice(&io::stderr());
        Self { messages, colour, progress: Progress::default() }
    }

    /// Whether a diagnostic is to be seen: warnings that stop a release always are.
    fn wants(&self, diagnostic: &Diagnostic) -> bool {
        let is_denied = self.messages.deny_warnings && diagnostic.is_warning();
        diagnostic.is_error() || !self.messages.quiet || is_denied
    }

    /// Diagnostics, of the release `name` if they are one's.
    fn diagnostics(&self, diagnostics: &[Diagnostic], name: Option<&str>) -> String {
        let wanted = diagnostics.iter().filter(|diagnostic| self.wants(diagnostic));
        let colour = self.colour != ColorChoice::Never;
        match self.messages.message_format {
            MessageFormat::Human => {
                wanted.map(|one| human::diagnostic(one, name, colour)).collect()
            }
            MessageFormat::Json => wanted.map(|one| json::diagnostic(one, name)).collect(),
        }
    }

    /// Writes to standard error. Where that fails there is nobody to tell.
    fn show(&self, text: &str) {
        let mut stderr = AutoStream::new(io::stderr().lock(), self.colour);
        let _ = stderr.write_all(text.as_bytes()).and_then(|()| stderr.flush());
    }
}

impl Desk for Terminal {
    fn tell(&self, diagnostics: &[Diagnostic]) {
        self.show(&self.diagnostics(diagnostics, None));
    }

    fn say(&self, line: &str) {
        if !self.messages.quiet && self.messages.message_format == MessageFormat::Human {
            self.show(&format!("{}\n", visible(line)));
        }
    }

    fn outcome(&self, outcome: &Outcome) {
        let mut text = self.diagnostics(&outcome.diagnostics, Some(&outcome.name));
        if !self.messages.quiet {
            text += &match self.messages.message_format {
                MessageFormat::Human => human::outcome(outcome),
                MessageFormat::Json => json::outcome(outcome),
            };
        }
        self.show(&text);
    }

    fn tally(&self, tally: &Tally) {
        if !self.messages.quiet {
            self.show(&match self.messages.message_format {
                MessageFormat::Human => human::tally(tally),
                MessageFormat::Json => json::tally(tally),
            });
        }
    }

    fn settled(&self, settled: &Settled) {
        match self.messages.message_format {
            MessageFormat::Human => {
                let line = sent::settled(settled);
                let line = self.progress.step(settled, &line, !self.messages.quiet);
                line.into_iter().for_each(|line| self.show(line));
            }
            MessageFormat::Json => self.show(&json::settled(settled)),
        }
    }

    fn sent(&self, sent: &Sent) {
        self.progress.end();
        if !self.messages.quiet {
            self.show(&match self.messages.message_format {
                MessageFormat::Human => sent::sent(sent),
                MessageFormat::Json => json::sent(sent),
            });
        }
    }

    fn print(&self, text: &str) -> Result<(), Vec<Diagnostic>> {
        match io::stdout().is_terminal() {
            true => pour(visible(text).as_bytes()),
            false => pour(text.as_bytes()),
        }
    }

    fn print_bytes(&self, bytes: &[u8]) -> Result<(), Vec<Diagnostic>> {
        match io::stdout().is_terminal() {
            true => Err(vec![output::not_for_the_eye()]),
            false => pour(bytes),
        }
    }

    fn report(&self, report: &Report) -> Result<(), Vec<Diagnostic>> {
        let colour = AutoStream::choice(&io::stdout()) != ColorChoice::Never;
        pour(report::report(report, colour).as_bytes())
    }

    fn write(&self, file: &Path, bytes: &[u8]) -> Result<(), Vec<Diagnostic>> {
        output::write(file, bytes)
    }

    fn create(&self, file: &Path, text: &str) -> Result<(), Vec<Diagnostic>> {
        output::create(file, text)
    }

    fn keep(&self, file: &Path, bytes: &[u8]) -> Result<(), Vec<Diagnostic>> {
        output::keep(file, bytes)
    }

    fn make_folder(&self, folder: &Path) -> Result<(), Vec<Diagnostic>> {
        output::make_folder(folder)
    }
}

/// Prints what clap has to say: help, the version, or what it did not understand.
pub fn answer(answer: &clap::Error) -> ExitCode {
    let _ = answer.print();
    u8::try_from(answer.exit_code()).map_or(ExitCode::FAILURE, ExitCode::from)
}

/// Writes to standard output, until somebody closes it.
fn pour(bytes: &[u8]) -> Result<(), Vec<Diagnostic>> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(bytes).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            let message = format!("cannot write to standard output ({})", reason(&error));
            Err(vec![Diagnostic::error("input-output", message)])
        }
        _ => Ok(()),
    }
}
