//! Whose fault an answer is: the recipient's, the relay's, or nobody's, who only has to wait.
//!
//! The step at which a relay says no, its code (RFC 5321, 4.2.3) and its enhanced code (RFC 3463)
//! decide. Where a relay gives no enhanced code, what it says does, as far as relays say it alike.

use super::answer::{Answer, CLOSING, Pressure, STOPPED, Step};
use super::fault::RelayFault;
use crate::mail::journal::DeliveryState;

/// What follows from an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ReplyMeaning {
    /// This has become of the message. One that is deferred is tried again.
    Outcome(DeliveryState),
    /// The message is too large: neither for good, nor a matter of minutes.
    TooLarge,
    /// The relay has too much to do. No recipient is to blame.
    Busy(Pressure),
    /// The relay takes no message at all until somebody sees to it.
    Fault(RelayFault),
}

/// More bytes than the relay takes (RFC 1870, 6.1).
const TOO_LARGE: u16 = 552;

/// Words for a relay that takes less than it is given.
const THROTTLING: &[&str] = &[
    "too many",
    "too much",
    "too fast",
    "too quickly",
    "throttl",
    "ratelimit",
    "rate limit",
    "rate-limit",
    " rate ",
    "server busy",
    "server is busy",
    "concurrent",
    "relay limit",
    "sending limit",
    "limit exceeded",
];
/// Words for a first attempt that is turned away to see whether a second one comes (RFC 6647).
const GREYLISTING: &[&str] = &["greylist", "graylist", "grey list", "gray list", "grey-list"];
/// Words for a mailbox that takes no more.
const FULL: &[&str] = &[
    "mailbox full",
    "mailbox is full",
    "mailbox quota",
    "over quota",
    "overquota",
    "over its quota",
];
/// Words for a sender that the relay does not take.
const SENDER: &[&str] =
    &["sender address rejected", "sender verify", "sender rejected", "sender denied"];

impl ReplyMeaning {
    /// What follows from an answer at this step.
    pub fn of(answer: &Answer, step: Step) -> Self {
        if answer.code < 500 { Self::for_now(answer, step) } else { Self::for_good(answer, step) }
    }

    fn for_now(answer: &Answer, step: Step) -> Self {
        let pressure = answer.pressure();
        if step == Step::Sender || [CLOSING, STOPPED].contains(&answer.code) {
            return Self::Busy(pressure);
        }
        // Only waiting helps this recipient, and the others need not wait.
        if answer.says(GREYLISTING) {
            return Self::Outcome(DeliveryState::Deferred);
        }
        match answer.enhanced {
            Some((3, 4)) => Self::TooLarge,
            // The sender's address (RFC 3463, 3.2), and congestion (3.5).
            Some((3 | 7, _) | (1, 7 | 8) | (4, 5)) => Self::Busy(pressure),
            // A mailbox that gets too much says so in the same words as a relay.
            Some((1 | 2, _)) if answer.text.contains("receiving") => {
                Self::Outcome(DeliveryState::Deferred)
            }
            _ if answer.says(THROTTLING) => Self::Busy(pressure),
            _ => Self::Outcome(DeliveryState::Deferred),
        }
    }

    fn for_good(answer: &Answer, step: Step) -> Self {
        let refused = Self::Outcome(DeliveryState::Refused);
        let trouble = Self::Fault(RelayFault::of(answer, step));
        match (answer.enhanced, answer.code) {
            (Some((3, 4) | (2, 3)), _) => Self::TooLarge,
            // A login that is wanted (RFC 4954, 6), whatever else is said.
            (_, 530 | 534 | 535 | 538) => trouble,
            (Some((7, _)), _) => trouble,
            // A full mailbox, and one that gets too much in an hour (Exchange), are so for now.
            (Some((2, 2 | 121 | 122)), _) => Self::Outcome(DeliveryState::Deferred),
            // 5.1.90 is Exchange Online's limit of the day.
            (Some((2, 0 | 251..=255) | (3, _) | (4, 5) | (1, 7 | 8 | 90)), _) => trouble,
            (_, TOO_LARGE) if answer.subject().is_none_or(|subject| subject == 0) => {
                let is_full = step == Step::Recipient && answer.says(FULL);
                let full = Self::Outcome(DeliveryState::Deferred);
                if is_full { full } else { Self::TooLarge }
            }
            (_, TOO_LARGE) => Self::TooLarge,
            _ if step == Step::Sender => trouble,
            (Some((1, 0)), _) if answer.says(SENDER) => trouble,
            (Some((1, _)), _) => refused,
            // It does not take the command: nobody's message will fare better.
            (_, 502..=504) => trouble,
            (None, _) if step == Step::Recipient && answer.says(FULL) => {
                Self::Outcome(DeliveryState::Deferred)
            }
            (None | Some((0 | 5, _)), _) if speaks_of_relay(answer) => trouble,
            _ => refused,
        }
    }
}

/// Whether the words alone say that nobody's message will be taken.
fn speaks_of_relay(answer: &Answer) -> bool {
    let denied = ["denied", "not permitted", "not allowed", "prohibited", "unable to", "do not"];
    let login = ["authentication required", "authentication is required", "must authenticate"];
    let others = ["not authenticated", "sending quota", "sending limit", "too many messages"];
    answer.text.contains("relay") && answer.says(&denied)
        || answer.says(&login)
        || answer.says(&others)
        || answer.says(SENDER)
}

#[cfg(test)]
mod tests;
