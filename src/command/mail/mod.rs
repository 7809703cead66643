//! `letterpress mail`: from the sheet to the newsroom.

mod compose;
mod hook;
mod recipients;
mod secret;

use letterpress::diagnostic::Diagnostic;
use letterpress::mail::Letter;
use letterpress::release::Release;
use letterpress::source::Source;
use letterpress::{Edition, Standards, Target};

use super::files::Folder;
use super::workshop::Workshop;
use super::{Desk, Exit};
use crate::cli;

/// Does what was typed.
pub fn run(typed: &cli::Mail, desk: &dyn Desk) -> Result<Exit, Vec<Diagnostic>> {
    match typed {
        cli::Mail::Compose(typed) => compose::run(typed, desk),
    }
}

/// A release that was set and composed, but for its recipients.
struct Composed {
    release: Release,
    letter: Letter,
    /// What should be looked at.
    warnings: Vec<Diagnostic>,
}

/// Sets a release for mail and composes its message. `Err` holds the warnings, too.
fn composed(
    source: &Source,
    files: &Folder,
    workshop: &Workshop,
    typed: &cli::Composing,
) -> Result<Composed, Vec<Diagnostic>> {
    let key = secret::key(typed.token_key.as_deref())?;
    let mut edition = Edition::of(Target::Mail);
    edition.max_size = typed.max_size.unwrap_or(edition.max_size);
    let (typesetter, job) = workshop.bench(source, files, false);
    let manuscript = typesetter.read(&job, &[edition])?;
    let mut warnings = manuscript.warnings().to_vec();
    let issued = manuscript.pdf(&edition, &Standards::default()).and_then(|issue| {
        warnings.extend(issue.notes);
        manuscript.letter(issue.pdf, key.as_deref())
    });
    match issued {
        Ok(letter) => Ok(Composed { release: manuscript.release().clone(), letter, warnings }),
        Err(faults) => Err(warnings.into_iter().chain(faults).collect()),
    }
}
