//! The message of a release, before it has recipients.

use letterpress::diagnostic::{Diagnostic, Diagnostics};
use letterpress::mail::Message;
use letterpress::release::ReleaseDate;
use letterpress::source::Source;
use letterpress::{Edition, Standards, Target};
use serde::{Deserialize, Serialize};

use super::secret;
use crate::cli;
use crate::command::files::Folder;
use crate::command::input::Input;
use crate::command::session::Session;

/// A release that was set and composed, but for its recipients; by a worker, maybe.
#[derive(Serialize, Deserialize)]
pub struct Composed {
    /// The date of the release.
    pub date: ReleaseDate,
    pub message: Message,
    /// The `id` of its letterhead.
    pub letterhead: String,
    /// The relay that the letterhead names, if the caller chose it or it is built in.
    pub relay: Option<String>,
    /// Whether only a letterhead that the release brings with it names a relay.
    pub brings_relay: bool,
    /// What should be looked at. A worker reports it itself.
    #[serde(skip)]
    pub warnings: Vec<Diagnostic>,
}

impl Composed {
    /// The same, with the key that it was composed with.
    pub fn with_key(self, key: Option<Vec<u8>>) -> Self {
        Self { message: self.message.with_key(key), ..self }
    }
}

/// Sets a release for mail and composes its message, if it may be sent at that moment
/// (seconds since 1970). `Err` holds the warnings, too.
pub fn composed(
    input: &Input,
    source: &Source,
    files: &Folder,
    session: &Session,
    typed: &cli::MessageArgs,
    sent_at: Option<i64>,
) -> Result<Composed, Diagnostics> {
    let key = secret::key(typed.token_key.as_deref())?;
    let edition = Edition::of(Target::Mail);
    let edition = edition.with_max_size(typed.max_size.unwrap_or(edition.max_size));
    let job = session.job(input, source, files);
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
            warnings: [warnings.as_slice(), message.notes()].concat(),
            date: manuscript.release().date,
            message,
            letterhead: manuscript.stationery().id().to_owned(),
            relay: manuscript.relay().map(ToOwned::to_owned),
            brings_relay: manuscript.brings_relay(),
        }),
        Err(errors) => Err(errors.after(warnings)),
    }
}

/// Seconds since 1970.
pub fn now() -> i64 {
    jiff::Timestamp::now().as_second()
}
