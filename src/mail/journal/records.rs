//! What a journal keeps: issues of releases, and the deliveries of their messages.

use std::fmt;

use crate::mail::recipient::{Address, MailFormat, Recipient};
use crate::release::Language;

/// What is known of one delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum DeliveryState {
    /// Nothing was sent yet.
    Queued,
    /// A message is on its way.
    Sending,
    /// The relay took it, and answers for it from now on.
    Accepted,
    /// The relay could not take it for the time being.
    Deferred,
    /// The relay will never take it.
    Refused,
    /// It was sent and no answer came: the relay may have it or not.
    Unknown,
}

impl DeliveryState {
    /// All of them, in the order of a delivery's life.
    pub const ALL: [Self; 6] =
        [Self::Queued, Self::Sending, Self::Accepted, Self::Deferred, Self::Refused, Self::Unknown];

    /// The word for it, in the journal as in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sending => "sending",
            Self::Accepted => "accepted",
            Self::Deferred => "deferred",
            Self::Refused => "refused",
            Self::Unknown => "unknown",
        }
    }

    /// Whether a run sends it to this address: not what was accepted, and what is unknown or was
    /// refused only where that is asked for. What is on its way when a run begins was left behind
    /// by another, and is unknown.
    pub fn is_due(self, address: &Address, retry: &Retry) -> bool {
        match self {
            Self::Queued | Self::Deferred => true,
            Self::Sending | Self::Unknown => retry.unknown,
            Self::Refused => retry.refused.is_of(address),
            Self::Accepted => false,
        }
    }

    /// The state that a word stands for.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }
}

/// What a run sends besides what is queued or deferred.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Retry {
    /// What is unknown: a recipient may get it twice, under the same Message-ID.
    pub unknown: bool,
    /// What was refused.
    pub refused: RetryRefused,
}

impl Retry {
    /// Sends what is unknown as well, or not.
    #[must_use]
    pub fn with_unknown(self, unknown: bool) -> Self {
        Self { unknown, ..self }
    }

    /// Sends to these of those who were refused.
    #[must_use]
    pub fn with_refused(self, refused: RetryRefused) -> Self {
        Self { refused, ..self }
    }
}

/// Which of those who were refused are tried again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum RetryRefused {
    /// Nobody.
    #[default]
    None,
    /// Everybody on the list.
    All,
    /// These.
    Some(Vec<Address>),
}

impl RetryRefused {
    fn is_of(&self, address: &Address) -> bool {
        match self {
            Self::None => false,
            Self::All => true,
            Self::Some(named) => named.iter().any(|one| one.key() == address.key()),
        }
    }
}

impl fmt::Display for DeliveryState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// How far the sending of a release's latest version has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct IssueProgress {
    /// The version.
    pub version: u32,
    /// How many messages a relay has accepted.
    pub accepted: u32,
    /// How many there are.
    pub total: u32,
}

/// One version of a release, as it is sent to all recipients.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue {
    /// The release's `id`.
    pub release: String,
    /// Its version.
    pub version: u32,
    /// The subject of its messages.
    pub subject: String,
    /// A hash over all that is the same in all messages.
    pub fingerprint: String,
    /// The domain of its Message-IDs.
    pub domain: String,
    /// When its first run began, in seconds since 1970. Each message bears the moment of its
    /// own first attempt.
    pub date: i64,
}

/// A recipient of a message. The journal gives the message its Message-ID.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Addressee {
    /// Where to.
    pub address: Address,
    /// The name, as it stands before the address.
    pub name: Option<String>,
    /// The language in which the words about the message itself are wanted.
    pub language: Option<Language>,
    /// The form in which the text is wanted.
    pub format: MailFormat,
}

impl Addressee {
    /// One of whom only the address is known.
    pub fn new(address: Address) -> Self {
        Self { address, name: None, language: None, format: MailFormat::default() }
    }
}

impl From<&Recipient> for Addressee {
    fn from(recipient: &Recipient) -> Self {
        let Recipient { address, name, language, format, .. } = recipient;
        Self { address: address.clone(), name: name.clone(), language: *language, format: *format }
    }
}

/// One row of the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Delivery {
    /// The release's `id`.
    pub release: String,
    /// Its version.
    pub version: u32,
    /// The address.
    pub address: String,
    /// The name, as the list had it last. Journals of older versions kept none.
    pub name: Option<String>,
    /// The language in which the words about the message itself are wanted.
    pub language: Option<Language>,
    /// The form in which the text is wanted.
    pub format: MailFormat,
    /// The Message-ID, with its angle brackets.
    pub message_id: String,
    /// What is known.
    pub state: DeliveryState,
    /// How often it was tried, with or without success.
    pub attempts: u32,
    /// When it was tried first, in seconds since 1970: the Date of its message.
    pub first: Option<i64>,
    /// What the relay answered last, or why nothing could be sent.
    pub reply: Option<String>,
    /// When the row was written last, in seconds since 1970.
    pub updated: i64,
}
