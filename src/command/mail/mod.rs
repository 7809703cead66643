//! `letterpress mail`: from the sheet to the newsroom.

mod compose;
mod hook;
mod places;
mod preview;
mod recipients;
mod secret;
mod send;
mod status;
mod told;

use letterpress::diagnostic::Diagnostic;
use letterpress::mail::Letter;
use letterpress::release::Release;
use letterpress::source::Source;
use letterpress::{Edition, Standards, Target};

use super::files::Folder;
use super::workshop::Workshop;
use super::{Desk, Exit};
use crate::cli;

pub use self::told::{Sent, Settled};

/// Does what was typed.
pub fn run(typed: &cli::Mail, desk: &dyn Desk) -> Result<Exit, Vec<Diagnostic>> {
    match typed {
        cli::Mail::Compose(typed) => compose::run(typed, desk),
        cli::Mail::Send(typed) => send::run(typed, desk),
        cli::Mail::Status(typed) => status::run(typed, desk),
    }
}

/// A release that was set and composed, but for its recipients.
struct Composed {
    release: Release,
    letter: Letter,
    /// The relay that the letterhead names.
    relay: Option<String>,
    /// What should be looked at.
    warnings: Vec<Diagnostic>,
}

/// Sets a release for mail and composes its message, if it may be sent at that moment
/// (seconds since 1970). `Err` holds the warnings, too.
fn composed(
    source: &Source,
    files: &Folder,
    workshop: &Workshop,
    typed: &cli::Composing,
    sent_at: Option<i64>,
) -> Result<Composed, Vec<Diagnostic>> {
    let key = secret::key(typed.token_key.as_deref())?;
    let mut edition = Edition::of(Target::Mail);
    edition.max_size = typed.max_size.unwrap_or(edition.max_size);
    let (typesetter, job) = workshop.bench(source, files, false);
    let manuscript = typesetter.read(&job, &[edition])?;
    let mut warnings = manuscript.warnings().to_vec();
    let kept_back = sent_at.map(|now| manuscript.sending_faults(now)).unwrap_or_default();
    if !kept_back.is_empty() {
        return Err(warnings.into_iter().chain(kept_back).collect());
    }
    let issued = manuscript.pdf(&edition, &Standards::default()).and_then(|issue| {
        warnings.extend(issue.notes);
        manuscript.letter(issue.pdf, key.as_deref())
    });
    match issued {
        Ok(letter) => Ok(Composed {
            release: manuscript.release().clone(),
            letter,
            relay: manuscript.relay().map(ToOwned::to_owned),
            warnings,
        }),
        Err(faults) => Err(warnings.into_iter().chain(faults).collect()),
    }
}

/// Seconds since 1970.
fn now() -> i64 {
    jiff::Timestamp::now().as_second()
}
