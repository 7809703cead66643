//! `letterpress check`: what is wrong with releases, without writing them.

use std::path::Path;

use letterpress::diagnostic::{Diagnostic, Diagnostics};

use super::batch::{Done, Task};
use super::input::Input;
use super::project::Projects;
use super::releases::ReleaseRun;
use super::session::Session;
use super::write::{FileWriter, Overwrite};
use super::{Exit, fixing};
use crate::cli;
use crate::terminal::Terminal;

/// Checks what was typed.
pub fn run(typed: &cli::CheckArgs, terminal: &Terminal) -> Result<Exit, Diagnostics> {
    let args = &typed.releases;
    let projects = Projects::of(args.folders(), terminal)?;
    let session = Session::set_up(&args.typesetting, projects, terminal)?;
    let run = ReleaseRun {
        task: Task::CheckRelease,
        args,
        session: &session,
        rule: None,
        holds_files: false,
        options: format!("check {}", terminal.denies_warnings()),
        embeds_source: false,
        pdf_targets: Vec::new(),
        pages: None,
        terminal,
    };
    if typed.fix {
        fixing::check(args)?;
        let writer = FileWriter::new(Overwrite::Any);
        return run.carry_out(|input, _| fixing::check_and_fix(input, &session, &writer));
    }
    run.carry_out(|input, _| {
        Done::from(check(input, &session).unwrap_or_else(Diagnostics::into_vec))
    })
}

/// All errors and warnings of a release.
pub fn check(input: &Input, session: &Session) -> Result<Vec<Diagnostic>, Diagnostics> {
    let source = session.read(input)?;
    let surroundings = session.surroundings(input)?;
    Ok(session.typesetter().check(&session.job(&source, &surroundings)))
}

impl cli::ReleasesArgs {
    /// The folders in which what was typed lies.
    pub fn folders(&self) -> impl Iterator<Item = &Path> {
        self.releases.iter().map(|path| match path.parent() {
            _ if path.is_dir() => path.as_path(),
            Some(folder) if folder != Path::new("") => folder,
            _ => Path::new("."),
        })
    }
}
