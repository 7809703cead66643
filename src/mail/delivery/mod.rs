//! Delivery: one message for each recipient, through the office's own relay, to
//! each once.
//!
//! Each line to the relay is a thread of its own. They share a queue of
//! messages and the journal, which is written before a message leaves and as soon
//! as it is answered for.

mod address;
mod answer;
mod conversation;
mod credentials;
mod error;
mod fault;
mod pace;
mod queue;
mod relay;
mod retry;
mod stream;
mod tally;
mod verdict;

use std::cell::Cell;
use std::sync::atomic::AtomicBool;
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use lettre::transport::smtp::client::TlsParameters;

use self::answer::{Answer, Step};
use self::conversation::{Conversation, End};
pub use self::credentials::Credentials;
use self::error::RelayError;
use self::fault::{RelayFault, busy};
use self::queue::{Queue, QueuedMessage, Turn};
pub use self::relay::Relay;
pub use self::retry::RetryPolicy;
use self::tally::{Gateway, Refusals};
use self::verdict::ReplyMeaning;
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
    /// The `id` of its letterhead: for it the journal remembers the relay.
    pub letterhead: &'a str,
    /// Its recipients.
    pub addressees: &'a [Addressee],
    /// The most bytes of a message.
    pub max_bytes: usize,
    /// Makes the message of one of them; the reason where it cannot.
    pub compose: &'a (dyn Fn(usize) -> Result<Vec<u8>, String> + Sync),
    /// Is called with what becomes of each.
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
        // Whoever is not due on a list was answered for in an earlier run.
        let queue = Queue::new(self.policy, stop, due, due.len() < self.addressees.len());
        let run = DeliveryRun {
            dispatch: self,
            queue,
            journal: Mutex::new(journal),
            tls,
            refusals: Refusals::default(),
            gateway: Gateway::default(),
        };
        let connections = self.policy.connections.get().min(due.len());
        thread::scope(|scope| {
            let started = (0..connections)
                .filter(|_| thread::Builder::new().spawn_scoped(scope, || run.work()).is_ok());
            // Where the system grants fewer threads, those do; where none, this one.
            if started.count() == 0 {
                run.work();
            }
        });
        run.queue.error()
    }
}

/// What the connections of a run share.
struct DeliveryRun<'a> {
    dispatch: &'a Dispatch<'a>,
    queue: Queue<'a>,
    journal: Mutex<&'a mut Journal>,
    tls: TlsParameters,
    refusals: Refusals,
    gateway: Gateway,
}

impl DeliveryRun<'_> {
    /// One connection: takes a message, hands it in, takes the next.
    fn work(&self) {
        self.queue.join();
        let mut connection: Option<Conversation> = None;
        while let Some(message) = self.queue.take() {
            let Some(addressee) = self.dispatch.addressees.get(message.at) else {
                self.queue.finish(message);
                continue;
            };
            if let Err(error) = self.deliver(message, addressee, &mut connection) {
                connection = None;
                let relay = self.dispatch.relay;
                let unreachable = |why: &str| RelayError::unreachable(relay, why);
                self.queue.put_back(message, error, unreachable, |reply| busy(relay, reply));
            }
        }
        if let Some(connection) = connection {
            connection.close();
        }
    }

    /// Composes a message, hands it in and writes down what became of it.
    fn deliver(
        &self,
        message: QueuedMessage,
        addressee: &Addressee,
        connection: &mut Option<Conversation>,
    ) -> Result<(), RelayError> {
        let (Dispatch { relay, sender, .. }, address) = (self.dispatch, &addressee.address);
        let bytes = match (self.dispatch.compose)(message.at) {
            Ok(bytes) => {
                self.gateway.is_well();
                bytes
            }
            Err(why) => {
                self.settle(message, address, DeliveryState::Deferred, &why, false);
                if let Some(failed) = self.gateway.failed(message.at) {
                    self.stop(&failed, &why, Gateway::stop(failed.len(), &why));
                }
                return Ok(());
            }
        };
        let mut is_fresh = connection.is_none();
        let before = Cell::new(None);
        let end = loop {
            let open = match connection {
                Some(open) => open,
                None => {
                    let open = Conversation::open(relay, &self.tls)?;
                    self.remember_relay().map_err(RelayError::Journal)?;
                    connection.insert(open)
                }
            };
            if let Some(why) = self.dispatch.too_large(bytes.len(), open.max_bytes) {
                // Neither for good, nor a matter of minutes: somebody has to see to it.
                self.settle(message, address, DeliveryState::Deferred, &why, false);
                return Ok(());
            }
            let end: End = open.hand_in(sender, address, &bytes, || {
                before.set(Some(self.state_before(address)?));
                self.record(address, DeliveryState::Sending, None)
            })?;
            if !end.is_open {
                *connection = None;
            }
            // A relay may close a line after so many messages, or so much time.
            if !end.was_closed || is_fresh {
                break end;
            }
            is_fresh = true;
        };
        self.answered(message, address, &end, before.get())
    }

    /// Does what follows from the relay's answer. `before` is the state that the message goes back
    /// to if it counts as not tried, where it has left that.
    fn answered(
        &self,
        message: QueuedMessage,
        address: &Address,
        end: &End,
        before: Option<DeliveryState>,
    ) -> Result<(), RelayError> {
        let (Dispatch { relay, sender, .. }, reply) = (self.dispatch, end.reply.as_str());
        if let (ReplyMeaning::Busy(_) | ReplyMeaning::Fault(_), Some(before)) =
            (end.verdict, before)
        {
            self.record(address, before, Some(reply)).map_err(RelayError::Journal)?;
        }
        match end.verdict {
            ReplyMeaning::Outcome(state) => {
                self.settle(message, address, state, reply, true);
                if state == DeliveryState::Refused {
                    self.refused(message.at, address, end);
                }
            }
            ReplyMeaning::TooLarge => {
                self.settle(message, address, DeliveryState::Deferred, reply, false);
            }
            ReplyMeaning::Busy(pressure) if end.step == Step::Sender => {
                return Err(RelayError::Busy(pressure, reply.to_owned()));
            }
            ReplyMeaning::Busy(pressure) => {
                match self.queue.put_off(message, pressure, || busy(relay, reply)) {
                    Turn::Later(pause) => {
                        let state = DeliveryState::Queued;
                        let again_in = Some(pause);
                        (self.dispatch.observe)(&DeliveryEvent { address, state, reply, again_in });
                    }
                    Turn::GivenUp => self.give_up(address, reply),
                }
            }
            ReplyMeaning::Fault(trouble) => {
                let accepted = self.queue.accepted();
                let error = trouble.stop(relay, sender, address, reply, accepted);
                return Err(RelayError::Lasting(error));
            }
        }
        Ok(())
    }

    /// Looks whether refusals, of which this is one, are the relay's trouble: then those who were
    /// refused for it are not.
    fn refused(&self, at: usize, address: &Address, end: &End) {
        let Some((code, words)) = &end.answer else { return };
        let answer = Answer::new(*code, words);
        if let Some(refused) = self.refusals.add(at, &answer, address) {
            let (relay, sender, reply) = (self.dispatch.relay, self.dispatch.sender, &*end.reply);
            let error = RelayFault::of(&answer, end.step).stop(relay, sender, address, reply, 0);
            self.stop(&refused, reply, error);
        }
    }

    /// Stops the run. These go back to those who are left, without an attempt.
    fn stop(&self, at: &[usize], reply: &str, error: Diagnostic) {
        let addressees = at.iter().filter_map(|at| self.dispatch.addressees.get(*at));
        let mut recorded = addressees
            .map(|addressee| self.record(&addressee.address, DeliveryState::Queued, Some(reply)));
        let failure = recorded.find_map(Result::err);
        self.queue.end(failure.unwrap_or(error));
    }

    /// Writes down what became of a message before anything else is done, then reports it.
    fn settle(
        &self,
        message: QueuedMessage,
        address: &Address,
        state: DeliveryState,
        reply: &str,
        may_retry: bool,
    ) {
        if let Err(error) = self.record(address, state, Some(reply)) {
            self.queue.finish(message);
            self.queue.end(error);
            return;
        }
        let mut again_in = None;
        match state {
            DeliveryState::Accepted => {
                self.refusals.is_over();
                self.queue.accept(message);
            }
            DeliveryState::Deferred if may_retry => again_in = self.queue.retry(message),
            _ => self.queue.finish(message),
        }
        (self.dispatch.observe)(&DeliveryEvent { address, state, reply, again_in });
    }

    /// Writes down that a busy relay takes others and not this one. The queue is done with it.
    fn give_up(&self, address: &Address, reply: &str) {
        let state = DeliveryState::Deferred;
        match self.record(address, state, Some(reply)) {
            Ok(()) => {
                let event = DeliveryEvent { address, state, reply, again_in: None };
                (self.dispatch.observe)(&event);
            }
            Err(error) => self.queue.end(error),
        }
    }

    /// The state to go back to where a message counts as not tried: what may have arrived earlier
    /// is still not known.
    fn state_before(&self, address: &Address) -> Result<DeliveryState, Diagnostic> {
        let journal = self.journal.lock().unwrap_or_else(PoisonError::into_inner);
        let state = journal.state(self.dispatch.issue, address)?;
        let is_unknown = state == Some(DeliveryState::Unknown);
        Ok(if is_unknown { DeliveryState::Unknown } else { DeliveryState::Queued })
    }

    /// Writes down who takes the messages, before the first recipient is named to it.
    fn remember_relay(&self) -> Result<(), Diagnostic> {
        let Dispatch { relay, letterhead, .. } = self.dispatch;
        let journal = self.journal.lock().unwrap_or_else(PoisonError::into_inner);
        journal.remember_relay(letterhead, &relay.to_string(), now())
    }

    fn record(
        &self,
        address: &Address,
        state: DeliveryState,
        reply: Option<&str>,
    ) -> Result<(), Diagnostic> {
        let journal = self.journal.lock().unwrap_or_else(PoisonError::into_inner);
        journal.record(self.dispatch.issue, address, state, reply, now())
    }
}

impl Dispatch<'_> {
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
