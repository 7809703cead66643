//! Deliveries that go back to what they were: the relay was in trouble, or somebody asks for it.

use super::errors::explain;
use super::rows::{Update, requeue};
use super::{DeliveryState, Issue, Journal};
use crate::diagnostic::Diagnostic;
use crate::mail::recipient::Address;

impl Journal {
    /// Makes those of the addresses `queued` again who were refused, in one step. Their attempts
    /// and replies stay.
    pub fn bring_back<'a>(
        &mut self,
        issue: &Issue,
        addresses: impl Iterator<Item = &'a Address>,
        now: i64,
    ) -> Result<(), Diagnostic> {
        self.check_files()?;
        let requeued = requeue(&mut self.connection, issue, addresses, now);
        requeued.map_err(|error| explain(&self.path, &error))
    }

    /// Gives a delivery back the state that it had before it was tried, without counting an
    /// attempt: the trouble was the relay's. Who was `unknown` before stays unknown. The reply is
    /// kept, for somebody to read. What was never tried before has no first attempt either.
    pub fn put_back(
        &self,
        issue: &Issue,
        address: &Address,
        before: DeliveryState,
        reply: Option<&str>,
        now: i64,
    ) -> Result<(), Diagnostic> {
        let (state, attempts, date) = (before, 0, now);
        self.write(&Update { issue, address, state, reply, attempts, date, now })?;
        self.check_files()
    }

    /// The same for a delivery that was written down as answered: the answer turned out to be of
    /// the relay's trouble, and its attempt counts no more.
    pub fn take_back(
        &self,
        issue: &Issue,
        address: &Address,
        before: DeliveryState,
        reply: Option<&str>,
        now: i64,
    ) -> Result<(), Diagnostic> {
        let (state, attempts, date) = (before, -1, now);
        self.write(&Update { issue, address, state, reply, attempts, date, now })?;
        self.check_files()
    }
}
