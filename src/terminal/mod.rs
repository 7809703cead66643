//! The only place that prints.
//!
//! What a command is asked for goes to standard output, every event to standard error. A
//! closed pipe is no error.

mod answer;
mod delivery;
mod event;
mod excerpt;
mod file_report;
mod human;
mod progress;
mod reason;
mod report;

use std::io::{self, ErrorKind, IsTerminal, Write};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use anstream::{AutoStream, ColorChoice};
use letterpress::diagnostic::{Diagnostic, Diagnostics, codes, json};
use letterpress::mail::journal::DeliveryState;
use letterpress::message;
use serde::Serialize;

pub use self::answer::answer;
pub use self::event::{
    Changed, Counts, Deliveries, DeliveryUpdate, Ending, FileOutcome, Fixed, Judgement,
    LeftOutCounts, Outcome, Skipped, Summary, UiEvent, VerdictCounts, Watching, Words,
};
pub use self::excerpt::visible_line;
pub use self::file_report::{FileFormat, FileState, Removed, Written, as_text, target_name};
pub use self::reason::reason;
pub use self::report::{Report, ReportRow, ReportSection};

use self::excerpt::visible;
use self::progress::Progress;
use crate::cli::{MessageFormat, ReportingArgs};

/// What a worker has for standard output: its own brings replies.
static KEPT_BYTES: Mutex<Option<Vec<u8>>> = Mutex::new(None);

/// What was written to standard output since the last time, of a worker.
pub fn take_bytes() -> Vec<u8> {
    let kept = KEPT_BYTES.lock().ok();
    kept.and_then(|mut kept| kept.as_mut().map(std::mem::take)).into_iter().flatten().collect()
}

/// Standard output and standard error.
pub struct Terminal {
    messages: ReportingArgs,
    colour: ColorChoice,
    progress: Progress,
    /// What a worker has to say, which its run prints.
    kept: Option<Mutex<String>>,
    /// Whether a run of letterpress has started this worker.
    is_of_run: bool,
    /// Whether a report could not be written.
    has_lost: AtomicBool,
}

impl Terminal {
    /// Reports in the form that was typed; in colour where people look on and `NO_COLOR`
    /// is not set.
    pub fn new(messages: ReportingArgs) -> Self {
        let colour = AutoStream::choice(&io::stderr());
        Self {
            messages,
            colour,
            progress: Progress::default(),
            kept: None,
            is_of_run: false,
            has_lost: AtomicBool::new(false),
        }
    }

    /// Keeps all reports, for the run of which this process is a worker; of one that another
    /// program has started there is none.
    pub fn of_worker(messages: ReportingArgs, is_coloured: bool, is_of_run: bool) -> Self {
        let colour = if is_coloured { ColorChoice::Always } else { ColorChoice::Never };
        let kept = Some(Mutex::default());
        if let Ok(mut bytes) = KEPT_BYTES.lock() {
            *bytes = Some(Vec::new());
        }
        let (progress, has_lost) = (Progress::default(), AtomicBool::new(false));
        Self { messages, colour, progress, kept, is_of_run, has_lost }
    }

    /// Whether this process is a worker.
    pub fn is_of_worker(&self) -> bool {
        self.kept.is_some()
    }

    /// Whether a run of letterpress has started this worker.
    pub fn is_of_run(&self) -> bool {
        self.is_of_run
    }

    /// Prints what a worker has kept, where there is no run to print it.
    pub fn print_kept(&self) {
        let text = self.take_output();
        if !self.is_of_run && !text.is_empty() {
            print_stderr(&text, self.colour);
        }
    }

    /// What was reported since the last time, of a worker.
    pub fn take_output(&self) -> String {
        let kept = self.kept.as_ref().and_then(|kept| kept.lock().ok());
        kept.map(|mut kept| std::mem::take(&mut *kept)).unwrap_or_default()
    }

    /// Whether reports are in colour.
    pub fn is_coloured(&self) -> bool {
        self.colour != ColorChoice::Never
    }

    /// Prints what a worker has for standard output, and its reports.
    pub fn pass_on(&self, output: &str, bytes: &[u8]) -> Result<(), Diagnostic> {
        let written = match str::from_utf8(bytes) {
            _ if bytes.is_empty() => Ok(()),
            Ok(text) => self.write_stdout(text),
            Err(_) => self.write_stdout_bytes(bytes),
        };
        if let Some(error) = written.err().and_then(|errors| errors.into_vec().into_iter().next()) {
            return Err(error);
        }
        self.write_stderr(output);
        Ok(())
    }

    /// Replies to the run of which this process is a worker.
    pub fn reply(&self, value: &impl Serialize) -> Result<(), Diagnostics> {
        write_to(io::stdout().lock(), json::line(value).as_bytes())
    }

    /// Whether JSON is wanted.
    pub fn is_json(&self) -> bool {
        self.messages.message_format == MessageFormat::Json
    }

    /// Whether errors only are wanted.
    pub fn is_quiet(&self) -> bool {
        self.messages.quiet
    }

    /// Whether details of what is read are wanted.
    pub fn is_verbose(&self) -> bool {
        self.messages.verbose
    }

    /// Reports a detail of what is read, where that is wanted. The run says it, and not each of
    /// its workers.
    pub fn detail(&self, text: &str) {
        if self.messages.verbose && !self.is_of_worker() {
            self.emit(&UiEvent::Status(text));
        }
    }

    /// Whether releases with warnings are to be refused.
    pub fn denies_warnings(&self) -> bool {
        self.messages.deny_warnings
    }

    /// Reports an event on standard error.
    pub fn emit(&self, event: &UiEvent<'_>) {
        if !self.wants(event) {
            return;
        }
        let text = match event {
            UiEvent::Status(_) if self.is_json() => return,
            event if self.is_json() => json::line(event),
            event => human::event(event, self.is_coloured()),
        };
        match event {
            UiEvent::Delivery(delivery) if !self.is_json() => {
                let is_shown = !self.messages.quiet;
                let line = self.progress.step(delivery, &text, is_shown);
                line.into_iter().for_each(|line| self.write_stderr(line));
            }
            UiEvent::Deliveries(_) => {
                self.progress.end();
                self.write_stderr(&text);
            }
            _ => self.write_stderr(&text),
        }
    }

    /// Reports diagnostics that belong to no single release.
    pub fn emit_all(&self, diagnostics: &[Diagnostic]) {
        diagnostics.iter().for_each(|one| self.emit(&UiEvent::diagnostic(one)));
    }

    /// Whether an event is to be seen. Warnings that stop a release always are, and so are
    /// messages that were not accepted.
    fn wants(&self, event: &UiEvent<'_>) -> bool {
        match event {
            _ if !self.messages.quiet => true,
            UiEvent::Diagnostic(report) => {
                let is_denied = self.messages.deny_warnings && report.diagnostic.is_warning();
                report.diagnostic.is_error() || is_denied
            }
            UiEvent::Delivery(delivery) => delivery.state != DeliveryState::Accepted,
            _ => false,
        }
    }

    /// Shows how far a run over so many releases is, where people look on.
    pub fn begin_progress(&self, total: Option<usize>) {
        if !self.messages.quiet && !self.is_json() {
            self.progress.begin(total);
        }
    }

    /// So many are done.
    pub fn step_progress(&self, done: u64) {
        self.progress.set(done);
    }

    /// Takes the bar away.
    pub fn end_progress(&self) {
        self.progress.end();
    }

    /// Whether lines of JSON could not be written: a program that waits for them would take
    /// nothing for good news.
    pub fn has_lost_lines(&self) -> bool {
        self.is_json() && self.has_lost.load(Ordering::Relaxed)
    }

    /// Where writing to standard error fails there is no place left to report that; the exit code
    /// tells it to programs.
    fn write_stderr(&self, text: &str) {
        if let Some(kept) = &self.kept {
            if let Ok(mut kept) = kept.lock() {
                kept.push_str(text);
            }
            return;
        }
        self.progress.above(|| {
            if !print_stderr(text, self.colour) {
                self.has_lost.store(true, Ordering::Relaxed);
            }
        });
    }

    /// Writes a line to standard output that names files: it stays a line.
    pub fn write_result(&self, line: &str) -> Result<(), Diagnostics> {
        self.write_stdout(&format!("{}\n", visible_line(line)))
    }

    /// Writes text to standard output.
    pub fn write_stdout(&self, text: &str) -> Result<(), Diagnostics> {
        if io::stdout().is_terminal() {
            write_stdout(visible(text).as_bytes())
        } else {
            write_stdout(text.as_bytes())
        }
    }

    /// Writes bytes that are no text to standard output, unless people look at it.
    pub fn write_stdout_bytes(&self, bytes: &[u8]) -> Result<(), Diagnostics> {
        write_bytes_to_stdout(bytes)
    }

    /// Writes a line of JSON to standard output.
    pub fn write_json(&self, value: &impl Serialize) -> Result<(), Diagnostics> {
        write_stdout(json::line(value).as_bytes())
    }

    /// Writes a line of JSON to standard output, and says whether somebody still reads.
    pub fn write_json_to_reader(&self, value: &impl Serialize) -> Result<bool, Diagnostics> {
        let mut stdout = io::stdout().lock();
        let written = stdout.write_all(json::line(value).as_bytes()).and_then(|()| stdout.flush());
        match written {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(false),
            Err(error) => Err(cannot_write_stdout(&error).into()),
            Ok(()) => Ok(true),
        }
    }

    /// Writes a report to standard output.
    pub fn write_report(&self, report: &Report) -> Result<(), Diagnostics> {
        let colour = AutoStream::choice(&io::stdout()) != ColorChoice::Never;
        write_stdout(report::report(report, colour).as_bytes())
    }

    /// Writes a report to standard error, where people read and more than errors is wanted.
    pub fn emit_report(&self, report: &Report) {
        if !self.is_json() && !self.is_quiet() {
            self.write_stderr(&report::report(report, self.is_coloured()));
        }
    }
}

/// Whether it was written, or nobody reads any more.
fn print_stderr(text: &str, colour: ColorChoice) -> bool {
    let mut stderr = AutoStream::new(io::stderr().lock(), colour);
    let written = stderr.write_all(text.as_bytes()).and_then(|()| stderr.flush());
    written.map_or_else(|error| error.kind() == ErrorKind::BrokenPipe, |()| true)
}

/// The refusal to fill a screen with bytes that are no text.
pub fn refuse_binary_on_terminal() -> Diagnostic {
    Diagnostic::new(codes::USAGE, "a terminal cannot show this format")
        .hint("write it to a file with `-o FILE`, or send it on with `-o - | …`")
}

/// Writes bytes that are no text to standard output, unless people look at it.
pub fn write_bytes_to_stdout(bytes: &[u8]) -> Result<(), Diagnostics> {
    if io::stdout().is_terminal() {
        return Err(refuse_binary_on_terminal().into());
    }
    write_stdout(bytes)
}

/// Writes to standard output; a closed pipe is no error.
fn write_stdout(bytes: &[u8]) -> Result<(), Diagnostics> {
    if let Ok(mut kept) = KEPT_BYTES.lock()
        && let Some(kept) = kept.as_mut()
    {
        kept.extend_from_slice(bytes);
        return Ok(());
    }
    write_to(io::stdout().lock(), bytes)
}

fn write_to(mut stdout: impl Write, bytes: &[u8]) -> Result<(), Diagnostics> {
    match stdout.write_all(bytes).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(cannot_write_stdout(&error).into())
        }
        _ => Ok(()),
    }
}

fn cannot_write_stdout(error: &io::Error) -> Diagnostic {
    let message = message!("cannot write to standard output ({reason})", reason = reason(error));
    Diagnostic::new(codes::INPUT_OUTPUT, message)
}
