//! What a message says of its sending.

use super::headers;
use super::references::MessageIds;
use crate::release::ReleaseDate;

/// What differs from one sending to the next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// The Date header's value.
    pub(super) date: String,
    /// Whether the message is sent without supervision: adds `Auto-Submitted: auto-generated`
    /// (RFC 3834, 5).
    pub(super) unattended: bool,
    /// Whether a person is to complete and send it: adds `X-Unsent: 1`, with which Outlook opens
    /// a file for writing, and not as a message that was received.
    pub(super) is_draft: bool,
    /// The Message-IDs by a journal; else those that anybody can make.
    pub(super) ids: Option<MessageIds>,
}

impl Heading {
    /// The time of a release; of a mere day its beginning in UTC. `None` as for
    /// [`at`](Self::at).
    pub fn of(date: ReleaseDate, unattended: bool) -> Option<Self> {
        let (seconds, offset_minutes) = match date {
            ReleaseDate::Day(day) => (day.unix_seconds(), 0),
            ReleaseDate::Moment(moment) => (moment.unix_seconds(), moment.offset_minutes()),
        };
        let date = headers::date(seconds, offset_minutes)?;
        Some(Self { date, unattended, is_draft: false, ids: None })
    }

    /// A time in seconds since 1970-01-01T00:00Z, stated in UTC; `None` for one beyond the
    /// years 0 to 9999, which no message can state (RFC 5322, 3.3).
    pub fn at(seconds: i64, unattended: bool) -> Option<Self> {
        Some(Self { date: headers::date(seconds, 0)?, unattended, is_draft: false, ids: None })
    }

    /// The same, for a draft that a mail program opens.
    #[must_use]
    pub fn draft(self) -> Self {
        Self { is_draft: true, ..self }
    }

    /// The same, for the message of one recipient that bears these Message-IDs, by a journal.
    #[must_use]
    pub fn with_ids(self, ids: MessageIds) -> Self {
        Self { ids: Some(ids), ..self }
    }
}
