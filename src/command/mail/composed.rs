//! The message of a release, before it has recipients.

use std::hash::{DefaultHasher, Hash, Hasher};

use letterpress::diagnostic::{Diagnostic, Diagnostics};
use letterpress::mail::Message;
use letterpress::release::{Moment, ReleaseDate, Status};
use letterpress::source::Source;
use letterpress::{Edition, Standards, Target};
use serde::{Deserialize, Serialize};

use super::places::NamedJournal;
use super::secret;
use crate::cli;
use crate::command::session::{Session, Surroundings};

/// A release that was set and composed, but for its recipients; by a worker, maybe.
#[derive(Serialize, Deserialize)]
pub struct Composed {
    /// The date of the release.
    pub date: ReleaseDate,
    pub message: Message,
    /// The moment before which it must not be sent, in seconds since 1970.
    pub not_before: Option<i64>,
    /// By which it is seen that the release was changed since it was read.
    pub source_hash: u64,
    /// Whether it recalls a release: it goes to those who have that, and to nobody else.
    pub is_recall: bool,
    /// The `id` of its letterhead.
    pub letterhead: String,
    /// The relay that the letterhead names, if the caller chose it or it is built in.
    pub relay: Option<String>,
    /// The name for EHLO that such a letterhead names.
    pub helo: Option<String>,
    /// Whether only a letterhead that the release brings with it names a relay.
    pub brings_relay: bool,
    /// The journal that the letterhead names.
    pub journal: NamedJournal,
    /// What should be looked at; of a preview also that it is too early. A worker reports it
    /// itself.
    #[serde(skip)]
    pub warnings: Vec<Diagnostic>,
}

impl Composed {
    /// The same, with the key that it was composed with.
    pub fn with_key(self, key: Option<Vec<u8>>) -> Self {
        Self { message: self.message.with_key(key), ..self }
    }
}

/// What a message is composed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// A file.
    File,
    /// To be sent at a moment, in seconds since 1970; at one that does not matter, where there
    /// is none.
    Sending(Option<i64>),
    /// To be shown as it would be sent at a moment, also where that is too early.
    Preview(i64),
}

/// Sets a release for mail and composes its message, if it may serve that purpose. `Err` holds
/// the warnings, too.
pub fn composed(
    source: &Source,
    surroundings: &Surroundings,
    session: &Session,
    typed: &cli::MessageArgs,
    purpose: Purpose,
) -> Result<Composed, Diagnostics> {
    let key = secret::key(typed.token_key.as_deref())?;
    let edition = Edition::of(Target::Mail);
    let edition = edition.with_max_size(typed.max_size.unwrap_or(edition.max_size));
    let job = session.job(source, surroundings);
    let manuscript = session.typesetter().read(&job, &[edition])?;
    let mut warnings = manuscript.warnings().to_vec();
    let against = match purpose {
        Purpose::File => Vec::new(),
        Purpose::Sending(moment) => manuscript.sending_errors(moment),
        Purpose::Preview(_) => manuscript.sending_errors(None),
    };
    Diagnostics::check(against).map_err(|errors| errors.after(warnings.clone()))?;
    if let Purpose::Preview(moment) = purpose {
        warnings.extend(manuscript.sending_errors(Some(moment)));
    }
    let composed = manuscript.pdf(&edition, &Standards::default()).and_then(|pdf| {
        warnings.extend(pdf.notes);
        manuscript.message(pdf.bytes, key.as_deref())
    });
    match composed {
        Ok(message) => Ok(Composed {
            warnings: [warnings.as_slice(), message.notes()].concat(),
            date: manuscript.release().date,
            not_before: manuscript.release().not_before.map(Moment::unix_seconds),
            source_hash: hash(source),
            is_recall: manuscript.release().status == Status::Canceled,
            message,
            letterhead: manuscript.stationery().id().to_owned(),
            relay: manuscript.relay().map(ToOwned::to_owned),
            helo: manuscript.helo().map(ToOwned::to_owned),
            brings_relay: manuscript.brings_relay(),
            journal: NamedJournal::new(manuscript.journal(), manuscript.brings_journal()),
        }),
        Err(errors) => Err(errors.after(warnings)),
    }
}

/// A number that changes with a release's text.
pub fn hash(source: &Source) -> u64 {
    let mut hasher = DefaultHasher::new();
    source.text().hash(&mut hasher);
    hasher.finish()
}

/// Seconds since 1970.
pub fn now() -> i64 {
    jiff::Timestamp::now().as_second()
}
