//! `letterpress verify`: whether PDF files are what their releases become today.
//!
//! Each release is set again, with the edition and the standards that the file names, and the
//! bytes are compared. A file that is sealed passes if it begins with these bytes and what
//! follows is nothing but signatures that are right ([`seal`]).

mod item;
mod manifest;
mod opened;
mod origin;
mod seal;
mod trial;
mod verdict;

use letterpress::diagnostic::Diagnostics;

use self::item::VerifiedFile;
use self::trial::Verifier;
use self::verdict::Verification;
use super::batch::{Batch, Done, Labour, Task};
use super::project::Projects;
use super::result::ResultLine;
use super::session::Session;
use super::{Exit, input_output};
use crate::cli;
use crate::terminal::Terminal;

pub use self::verdict::VerificationLine;

/// Verifies what was typed.
pub fn run(typed: &cli::VerifyArgs, terminal: &Terminal) -> Result<Exit, Diagnostics> {
    // A worker gets its files one by one.
    let files = if terminal.is_of_worker() { Vec::new() } else { item::plan(typed)? };
    let folders = files.iter().map(VerifiedFile::folder);
    let projects = Projects::of(folders, terminal)?;
    let session = Session::set_up(&typed.typesetting, projects, terminal)?;
    let labour = Labour::new(typed.jobs, &typed.typesetting.bounds, 0);
    let verifier = Verifier::new(session);
    let has_layout = |file: &VerifiedFile| verifier.sets_with_own_layout(file);
    Ok(Batch::each(Task::Verify, &files, &labour, terminal, has_layout, |file| {
        verify(file, &verifier, terminal).unwrap_or_else(Done::from)
    }))
}

/// Verifies one file and says its verdict.
fn verify(
    file: &VerifiedFile,
    verifier: &Verifier,
    terminal: &Terminal,
) -> Result<Done, Diagnostics> {
    if let Some(problem) = file.problem() {
        return Err(input_output(problem.to_owned()).into());
    }
    let verification = verifier.verify(file)?;
    let name = file.shown();
    if terminal.is_json() {
        terminal.write_json(&ResultLine::Verification(verification.line(&name)))?;
    } else {
        terminal.write_result(&format!("{name}: {verification}"))?;
    }
    Ok(done(verification, &name, terminal))
}

/// What a verdict counts as, and what there is to say of it.
fn done(verification: Verification, name: &str, terminal: &Terminal) -> Done {
    let ending = Some(verification.ending());
    let mut diagnostics: Vec<_> = verification.diagnostic(name).into_iter().collect();
    if terminal.is_verbose() {
        diagnostics.extend(verification.findings);
    }
    Done { diagnostics, ending, ..Done::default() }
}
