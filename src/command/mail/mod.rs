//! `letterpress mail`: from the sheet to the newsroom.

mod compose;
mod hook;
mod mailing;
mod places;
mod preview;
mod recipients;
mod secret;
mod send;
mod signals;
mod status;

use letterpress::diagnostic::{Diagnostic, Diagnostics};
use letterpress::mail::Message;
use letterpress::release::Release;
use letterpress::source::Source;
use letterpress::{Edition, Standards, Target};

use super::Exit;
use super::files::Folder;
use super::session::Session;
use crate::cli;
use crate::terminal::Terminal;

pub use self::preview::PreviewLine;
pub use self::status::StatusLine;

/// Does what was typed.
pub fn run(typed: &cli::MailCommand, terminal: &Terminal) -> Result<Exit, Diagnostics> {
    match typed {
        cli::MailCommand::Compose(typed) => compose::run(typed, terminal),
        cli::MailCommand::Send(typed) => send::run(typed, terminal),
        cli::MailCommand::Status(typed) => status::run(typed, terminal),
    }
}

/// A release that was set and composed, but for its recipients.
struct Composed {
    release: Release,
    message: Message,
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
    session: &Session,
    typed: &cli::MessageArgs,
    sent_at: Option<i64>,
) -> Result<Composed, Diagnostics> {
    let key = secret::key(typed.token_key.as_deref())?;
    let edition = Edition::of(Target::Mail);
    let edition = edition.with_max_size(typed.max_size.unwrap_or(edition.max_size));
    let job = session.job(source, files);
    let manuscript = session.typesetter().read(&job, &[edition])?;
    let mut warnings = manuscript.warnings().to_vec();
    if let Some(now) = sent_at {
        Diagnostics::check(manuscript.sending_errors(now))
            .map_err(|errors| errors.after(warnings.clone()))?;
    }
    let composed = manuscript.pdf(&edition, &Standards::default()).and_then(|pdf| {
        warnings.extend(pdf.notes);
        manuscript.message(pdf.bytes, key.as_deref())
    });
    match composed {
        Ok(message) => Ok(Composed {
            release: manuscript.release().clone(),
            message,
            relay: manuscript.relay().map(ToOwned::to_owned),
            warnings,
        }),
        Err(errors) => Err(errors.after(warnings)),
    }
}

/// Seconds since 1970.
fn now() -> i64 {
    jiff::Timestamp::now().as_second()
}
