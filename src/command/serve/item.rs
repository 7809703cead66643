//! What a worker of `letterpress serve` is asked, and what it makes of it.

use std::path::PathBuf;
use std::time::Instant;

use clap::Parser;
use letterpress::diagnostic::{Diagnostic, Diagnostics};
use letterpress::message;
use serde::{Deserialize, Serialize};

use crate::cli::{self, Letterpress, MailCommand};
use crate::command::any_path::JsonPath;
use crate::command::batch::{Batch, Done, Task, guarded};
use crate::command::bounds::Bounds;
use crate::command::check::check;
use crate::command::input::Input;
use crate::command::releases::{ReleaseRecord, TextFormat, milliseconds};
use crate::command::session::Session;
use crate::command::workers::{self, WorkItem};
use crate::command::{Exit, mail, render, usage};
use crate::terminal::{Ending, Terminal};

/// What is done with a release.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ServiceTask {
    Render,
    Check,
    Compose,
}

/// A release that came with a request.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ServiceItem {
    pub task: ServiceTask,
    /// What messages call it.
    pub name: String,
    pub text: String,
    pub input_format: TextFormat,
    /// Where the files lie that came with it.
    pub folder: JsonPath,
    /// The options of the command that does the same.
    pub options: Vec<String>,
}

impl WorkItem for ServiceItem {
    fn name(&self) -> String {
        self.name.clone()
    }
}

/// The options of a command, as the command reads them.
enum ItemOptions {
    Render(Box<cli::RenderArgs>),
    Check,
    Compose(Box<cli::ComposeArgs>),
}

impl ServiceItem {
    /// Refuses options that make no sense, before anybody waits for a worker.
    pub fn check_options(&self) -> Result<(), Diagnostics> {
        match self.options()? {
            ItemOptions::Render(typed) => Ok(render::check_options(&typed)?),
            ItemOptions::Check => Ok(()),
            ItemOptions::Compose(typed) => mail::check_options(&typed),
        }
    }

    fn options(&self) -> Result<ItemOptions, Diagnostic> {
        let command: &[&str] = match self.task {
            ServiceTask::Render => &["letterpress", "render"],
            ServiceTask::Check => return Ok(ItemOptions::Check),
            ServiceTask::Compose => &["letterpress", "mail", "compose"],
        };
        let options = self.options.iter().map(String::as_str);
        let line = command.iter().copied().chain(options).chain(["--", "-"]);
        match Letterpress::try_parse_from(line).map(|typed| typed.command) {
            Ok(cli::Command::Render(typed)) => Ok(ItemOptions::Render(Box::new(typed))),
            Ok(cli::Command::Mail(MailCommand::Compose(typed))) => Ok(ItemOptions::Compose(typed)),
            Ok(_) => Err(Diagnostic::internal("a request for another command")),
            Err(error) => {
                let text = error.to_string();
                let lines = text.lines().map(str::trim).take_while(|line| !line.is_empty());
                let reason = lines.collect::<Vec<_>>().join(" ");
                let reason = reason.trim_start_matches("error: ");
                Err(usage(message!("an option of the request is wrong: {reason}", reason)))
            }
        }
    }

    fn input(&self) -> Input {
        let input = Input::of_request(&self.name, self.text.clone(), self.input_format.format());
        input.beside(PathBuf::from(self.folder.clone()))
    }

    fn done(&self, session: &Session, terminal: &Terminal) -> Done {
        let input = self.input();
        match self.options() {
            Ok(ItemOptions::Render(typed)) => render::hold(&typed, &input, session, terminal),
            Ok(ItemOptions::Check) => {
                Done::from(check(&input, session).unwrap_or_else(Diagnostics::into_vec))
            }
            Ok(ItemOptions::Compose(typed)) => mail::hold(&typed, &input, session, terminal),
            Err(error) => Done::from(vec![error]),
        }
    }

    /// What becomes of it.
    pub fn judged(&self, session: &Session, terminal: &Terminal) -> ReleaseRecord {
        let began = Instant::now();
        let mut done = guarded(|| self.done(session, terminal));
        let mut batch = Batch::new(self.task.into(), terminal);
        let (outcome, _) = batch.report_beside_line(&self.name, &mut done);
        let record = ReleaseRecord::new(self.name.clone(), outcome);
        let record = record.with_diagnostics(&done.diagnostics).with_outputs(&done);
        let mut record = match done.fingerprint.take() {
            Some(fingerprint) => record.with_inputs(&fingerprint, &self.input()),
            None => record.with_text(&self.input(), session.limits()),
        };
        record.milliseconds = milliseconds(began.elapsed());
        record
    }

    /// What is said of it where letterheads or fonts cannot be read.
    pub fn failed(&self, errors: &Diagnostics) -> ReleaseRecord {
        ReleaseRecord::new(self.name.clone(), Ending::Failed).with_diagnostics(errors)
    }
}

impl From<ServiceTask> for Task {
    fn from(task: ServiceTask) -> Self {
        match task {
            ServiceTask::Render => Self::Render,
            ServiceTask::Check => Self::CheckRelease,
            ServiceTask::Compose => Self::Compose,
        }
    }
}

/// Does what a server asks for, in a process of its own.
pub fn work(session: &Session, bounds: &Bounds, terminal: &Terminal) -> Exit {
    workers::serve(
        bounds,
        terminal,
        |item: &ServiceItem| session.sets_with_own_layout(&item.input()),
        |_, item: &ServiceItem| item.judged(session, terminal),
        |_, _, _| None,
    )
}
