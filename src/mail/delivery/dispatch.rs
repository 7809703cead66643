//! What a run of deliveries is asked for, and what it reports.

use std::time::Duration;

use super::relay::Relay;
use super::retry::RetryPolicy;
use crate::mail::journal::{Addressee, DeliveryState, Issue};
use crate::mail::recipient::Address;

/// A run: what is sent to whom, by which relay.
///
/// ```
/// use std::num::NonZeroU32;
/// use std::sync::atomic::AtomicBool;
///
/// use letterpress::mail::Address;
/// use letterpress::mail::delivery::{Dispatch, Relay, RetryPolicy};
/// use letterpress::mail::journal::{Addressee, DeliveryState, Issue, Journal, Retry};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let issue = Issue {
///     release: "lmo-1".to_owned(),
///     version: 1,
///     subject: "Neue Muster".to_owned(),
///     fingerprint: "0".to_owned(),
///     domain: "amt.example".to_owned(),
///     date: 1_669_366_800,
/// };
/// let addressees = [Addressee::new(Address::parse("mira@zeitung.example")?)];
/// let mut journal = Journal::passing()?;
/// journal.begin(&issue, &addressees, issue.date)?;
/// let due = journal.due(&issue, &addressees, &Retry::default())?;
///
/// // Nobody listens at this port, which is only held for long enough to learn its number.
/// let port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
/// let relay = Relay::parse(&format!("smtp://127.0.0.1:{port}"), false)?;
/// let sender = Address::parse("presse@amt.example")?;
/// let policy = RetryPolicy::default().with_attempts(NonZeroU32::MIN);
/// let compose = |_at: usize, _date: i64| Ok(b"Subject: Neue Muster\r\n\r\n".to_vec());
///
/// let error = Dispatch::new(&relay, &sender, &issue, "lmo", &addressees, &compose)
///     .with_policy(&policy)
///     .run(&mut journal, &due, &AtomicBool::new(false));
/// assert_eq!(error.map(|error| error.code.name()), Some("relay-unreachable"));
/// assert_eq!(journal.deliveries(None)?[0].state, DeliveryState::Queued);
/// # Ok(())
/// # }
/// ```
#[non_exhaustive]
pub struct Dispatch<'a> {
    /// Where it is handed in.
    pub relay: &'a Relay,
    /// How fast.
    pub policy: &'a RetryPolicy,
    /// Who answers for it to the relay: the envelope's sender.
    pub sender: &'a Address,
    /// The release and version.
    pub issue: &'a Issue,
    /// The `id` of its letterhead: for it the journal remembers the relay.
    pub letterhead: &'a str,
    /// Its recipients.
    pub addressees: &'a [Addressee],
    /// The most bytes of a message.
    pub max_bytes: usize,
    /// Makes the message of one of them, with a Date in seconds since 1970; the reason where it
    /// cannot.
    pub compose: &'a (dyn Fn(usize, i64) -> Result<Vec<u8>, String> + Sync),
    /// Is called with what becomes of each.
    pub observe: &'a (dyn Fn(&DeliveryEvent<'_>) + Sync),
}

impl_debug!(Dispatch<'_> { relay: this.relay, issue: this.issue } for this);

impl<'a> Dispatch<'a> {
    /// A run by the default policy, of messages as large as the relay takes, of which nobody
    /// hears but by the journal.
    pub fn new(
        relay: &'a Relay,
        sender: &'a Address,
        issue: &'a Issue,
        letterhead: &'a str,
        addressees: &'a [Addressee],
        compose: &'a (dyn Fn(usize, i64) -> Result<Vec<u8>, String> + Sync),
    ) -> Self {
        Self {
            relay,
            policy: RetryPolicy::usual(),
            sender,
            issue,
            letterhead,
            addressees,
            max_bytes: usize::MAX,
            compose,
            observe: &|_| {},
        }
    }

    /// Hands messages in so fast, and tries them so often.
    #[must_use]
    pub fn with_policy(self, policy: &'a RetryPolicy) -> Self {
        Self { policy, ..self }
    }

    /// Hands in no message that has more bytes: it stays deferred.
    #[must_use]
    pub fn with_max_bytes(self, max_bytes: usize) -> Self {
        Self { max_bytes, ..self }
    }

    /// Calls this with what becomes of each message, from several threads at a time.
    #[must_use]
    pub fn with_observer(self, observe: &'a (dyn Fn(&DeliveryEvent<'_>) + Sync)) -> Self {
        Self { observe, ..self }
    }

    /// Why a message of so many bytes is not handed in.
    pub(super) fn too_large(&self, bytes: usize, relay_takes: Option<u64>) -> Option<String> {
        if bytes > self.max_bytes {
            return Some(format!(
                "the message has {bytes} bytes, {} at most are wanted",
                self.max_bytes
            ));
        }
        let limit = relay_takes.filter(|limit| bytes as u64 > *limit)?;
        Some(format!("the message has {bytes} bytes, the relay takes {limit} at most"))
    }
}

/// Something has become of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct DeliveryEvent<'a> {
    /// Whose it is.
    pub address: &'a Address,
    /// What is known now.
    pub state: DeliveryState,
    /// What the relay answered, or why nothing could be sent.
    pub reply: &'a str,
    /// When it is tried again in this run.
    pub again_in: Option<Duration>,
}
