//! Delivery: one message for each recipient, through the office's own relay, to
//! each once.
//!
//! Each line to the relay is a thread of its own. They share a queue of
//! messages and the journal, which is written before a message leaves and as soon
//! as it is answered for.

mod conversation;
mod error;
mod queue;
mod relay;
mod retry;
mod stream;

use std::sync::atomic::AtomicBool;
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use lettre::transport::smtp::client::TlsParameters;

use self::conversation::{Conversation, End};
use self::error::RelayError;
use self::queue::{Queue, QueuedMessage};
pub use self::relay::Relay;
pub use self::retry::RetryPolicy;
use super::Address;
use super::journal::{Addressee, DeliveryState, Issue, Journal};
use crate::diagnostic::Diagnostic;

/// A run: what is sent to whom, by which relay.
pub struct Dispatch<'a> {
    /// Where it is handed in.
    pub relay: &'a Relay,
    /// How fast.
    pub policy: &'a RetryPolicy,
    /// Who answers for it to the relay: the envelope's sender.
    pub sender: &'a Address,
    /// The release and version.
    pub issue: &'a Issue,
    /// Everybody who is to have it.
    pub addressees: &'a [Addressee],
    /// The most bytes of a message.
    pub max_bytes: usize,
    /// Makes the message of one of them; the reason where it cannot.
    pub compose: &'a (dyn Fn(usize) -> Result<Vec<u8>, String> + Sync),
    /// Hears what becomes of each.
    pub observe: &'a (dyn Fn(&DeliveryEvent<'_>) + Sync),
}

impl_debug!(Dispatch<'_> { relay: this.relay, issue: this.issue } for this);

/// Something has become of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
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

impl Dispatch<'_> {
    /// Sends to those who are due, until all are done with, `stop` is set, or the relay
    /// or the journal fails: then that is returned, and the others stay queued.
    pub fn run(
        &self,
        journal: &mut Journal,
        due: &[usize],
        stop: &AtomicBool,
    ) -> Option<Diagnostic> {
        let tls = match self.relay.tls() {
            Ok(tls) => tls,
            Err(error) => return Some(RelayError::unreachable(self.relay, &error.to_string())),
        };
        let queue = Queue::new(self.policy, stop, due);
        let journal = Mutex::new(journal);
        let lines = self.policy.connections.get().min(due.len());
        thread::scope(|scope| {
            let line = || self.work(&queue, &journal, &tls);
            let start = |_: &usize| thread::Builder::new().spawn_scoped(scope, line).is_ok();
            // Where the system grants fewer threads, those do; where none, this one.
            if (0..lines).filter(start).count() == 0 {
                line();
            }
        });
        queue.error()
    }

    /// One line: takes a message, hands it in, takes the next.
    fn work(&self, queue: &Queue<'_>, journal: &Mutex<&mut Journal>, tls: &TlsParameters) {
        let mut line: Option<Conversation> = None;
        while let Some(task) = queue.take() {
            let Some(addressee) = self.addressees.get(task.at) else {
                queue.finish();
                continue;
            };
            let done = self.one(addressee, task, queue, journal, tls, &mut line);
            if let Err(trouble) = done {
                line = None;
                queue.put_back(task, trouble, |why| RelayError::unreachable(self.relay, why));
            }
        }
        if let Some(line) = line {
            line.close();
        }
    }

    fn one(
        &self,
        addressee: &Addressee,
        task: QueuedMessage,
        queue: &Queue<'_>,
        journal: &Mutex<&mut Journal>,
        tls: &TlsParameters,
        line: &mut Option<Conversation>,
    ) -> Result<(), RelayError> {
        let address = &addressee.address;
        let record = |state, reply: Option<&str>| {
            let journal = journal.lock().unwrap_or_else(PoisonError::into_inner);
            journal.record(self.issue, address, state, reply, now())
        };
        // What is known is written down before anything else is done.
        let settle = |state, reply: &str, may_retry: bool| {
            if let Err(error) = record(state, Some(reply)) {
                queue.finish();
                queue.end(error);
                return;
            }
            let again_in = if state == DeliveryState::Deferred && may_retry {
                queue.retry(task)
            } else {
                queue.finish();
                None
            };
            (self.observe)(&DeliveryEvent { address, state, reply, again_in });
        };
        let message = match (self.compose)(task.at) {
            Ok(message) => message,
            Err(why) => {
                settle(DeliveryState::Deferred, &why, false);
                return Ok(());
            }
        };
        let mut is_fresh = line.is_none();
        let end = loop {
            let open = match line {
                Some(open) => open,
                None => line.insert(Conversation::open(self.relay, tls)?),
            };
            if let Some(why) = self.too_large(message.len(), open.max_bytes) {
                // Neither for good, nor a matter of minutes: somebody has to see to it.
                settle(DeliveryState::Deferred, &why, false);
                return Ok(());
            }
            let sending = || record(DeliveryState::Sending, None);
            let end: End = open.hand_in(self.sender, address, &message, sending)?;
            if !end.is_open {
                *line = None;
            }
            // A relay may close a line after so many messages, or so much time.
            if !end.was_closed || is_fresh {
                break end;
            }
            is_fresh = true;
        };
        settle(end.state, &end.reply, true);
        Ok(())
    }

    /// Why a message of so many bytes is not handed in.
    fn too_large(&self, bytes: usize, relay_takes: Option<u64>) -> Option<String> {
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

/// Seconds since 1970.
fn now() -> i64 {
    jiff::Timestamp::now().as_second()
}

#[cfg(test)]
mod tests;
