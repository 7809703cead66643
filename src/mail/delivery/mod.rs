//! Delivery: one message for each recipient, through the office's own relay, to
//! each once.
//!
//! Each line to the relay is a thread of its own. They share a queue of
//! messages and the journal, which is written before a message leaves and as soon
//! as it is answered for.

mod address;
mod answer;
mod bookkeeping;
mod conversation;
mod credentials;
mod dispatch;
mod error;
mod fault;
mod login;
mod old_hello;
mod opening;
mod pace;
mod probe;
mod queue;
mod refusal;
mod relay;
mod retry;
mod secret;
mod stream;
mod tally;
mod tls;
mod token;
mod verdict;

use std::cell::Cell;
use std::sync::Mutex;
use std::sync::atomic::AtomicBool;
use std::thread;

use lettre::transport::smtp::client::TlsParameters;

use self::answer::{Answer, Step};
use self::conversation::{Conversation, End};
pub use self::credentials::Credentials;
pub use self::dispatch::{DeliveryEvent, Dispatch};
use self::error::RelayError;
use self::fault::{RelayFault, busy};
use self::queue::{Queue, QueuedMessage, Turn};
pub use self::relay::Relay;
pub use self::retry::RetryPolicy;
use self::tally::{Gateway, Refusals, Untried};
pub use self::token::{AccessToken, TokenSource};
use self::verdict::ReplyMeaning;
use super::Address;
use super::journal::{Addressee, DeliveryState, Journal};
use crate::diagnostic::Diagnostic;

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
        if let Err(error) = self.bring_back(journal, due) {
            return Some(error);
        }
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
        let date = self.date(address).map_err(RelayError::Journal)?;
        let before = self.state_before(address).map_err(RelayError::Journal)?;
        let bytes = match (self.dispatch.compose)(message.at, date) {
            Ok(bytes) => {
                self.gateway.is_well();
                bytes
            }
            Err(why) => {
                self.settle(message, address, untried(before), &why, false);
                if let Some(failed) = self.gateway.failed((message.at, before)) {
                    self.stop(&failed, &why, Gateway::stop(failed.len(), &why));
                }
                return Ok(());
            }
        };
        let mut is_fresh = connection.is_none();
        let has_left = Cell::new(false);
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
                self.settle(message, address, untried(before), &why, false);
                return Ok(());
            }
            let end: End = open.hand_in(sender, address, &bytes, || {
                has_left.set(true);
                self.record_sending(address, date)
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
        // The answer that stops a run is kept, so that whoever got it comes last in the next.
        let is_put_back = match end.verdict {
            ReplyMeaning::Fault(_) => true,
            ReplyMeaning::Busy(_) => has_left.get(),
            _ => false,
        };
        if is_put_back {
            self.put_back(address, before, &end.reply).map_err(RelayError::Journal)?;
        }
        self.answered(message, address, &end, before)
    }

    /// Does what follows from the relay's answer. `before` is the state that the message goes back
    /// to if it counts as not tried.
    fn answered(
        &self,
        message: QueuedMessage,
        address: &Address,
        end: &End,
        before: DeliveryState,
    ) -> Result<(), RelayError> {
        let (Dispatch { relay, sender, .. }, reply) = (self.dispatch, end.reply.as_str());
        match end.verdict {
            ReplyMeaning::Outcome(outcome) => {
                let may_retry = outcome == DeliveryState::Deferred;
                self.settle(message, address, state_after(before, outcome), reply, may_retry);
                if outcome == DeliveryState::Refused {
                    self.refused((message.at, before), address, end);
                }
            }
            ReplyMeaning::TooLarge => {
                self.settle(message, address, untried(before), reply, false);
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
                    Turn::GivenUp => self.give_up(address, untried(before), reply),
                }
            }
            ReplyMeaning::Fault(trouble) => {
                let error = trouble.stop(relay, sender, address, reply);
                return Err(RelayError::Lasting(error));
            }
        }
        Ok(())
    }

    /// Looks whether refusals, of which this is one, are the relay's trouble: then those who were
    /// refused for it are not.
    fn refused(&self, of: Untried, address: &Address, end: &End) {
        let Some((code, words)) = &end.answer else { return };
        let answer = Answer::new(*code, words);
        if let Some(refused) = self.refusals.add(of, &answer, address) {
            let (relay, sender, reply) = (self.dispatch.relay, self.dispatch.sender, &*end.reply);
            let error = RelayFault::of(&answer, end.step).stop(relay, sender, address, reply);
            self.stop(&refused, reply, error);
        }
    }

    /// Stops the run. These go back to those who are left, without an attempt.
    fn stop(&self, untried: &[Untried], reply: &str, error: Diagnostic) {
        let addressees = &self.dispatch.addressees;
        let known = untried.iter().filter_map(|(at, before)| Some((addressees.get(*at)?, before)));
        let mut recorded =
            known.map(|(addressee, before)| self.take_back(&addressee.address, *before, reply));
        let failure = recorded.find_map(Result::err);
        self.queue.end(failure.unwrap_or(error));
    }

    /// Writes down what became of a message before anything else is done, then reports it. One
    /// that `may_retry` is tried again, while it has attempts left.
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
            _ if may_retry => again_in = self.queue.retry(message),
            _ => self.queue.finish(message),
        }
        (self.dispatch.observe)(&DeliveryEvent { address, state, reply, again_in });
    }

    /// Writes down that a busy relay takes others and not this one. The queue is done with it.
    fn give_up(&self, address: &Address, state: DeliveryState, reply: &str) {
        match self.record(address, state, Some(reply)) {
            Ok(()) => {
                let event = DeliveryEvent { address, state, reply, again_in: None };
                (self.dispatch.observe)(&event);
            }
            Err(error) => self.queue.end(error),
        }
    }
}

/// The state of a message that was not handed in for reasons of its own.
fn untried(before: DeliveryState) -> DeliveryState {
    state_after(before, DeliveryState::Deferred)
}

/// The state of a message after an attempt. What may have arrived earlier is still not known, unless
/// it was accepted now, and nobody gets it again unasked.
fn state_after(before: DeliveryState, outcome: DeliveryState) -> DeliveryState {
    let may_have_arrived = before == DeliveryState::Unknown && outcome != DeliveryState::Accepted;
    if may_have_arrived { before } else { outcome }
}

/// Seconds since 1970.
fn now() -> i64 {
    jiff::Timestamp::now().as_second()
}

#[cfg(test)]
mod tests;
