//! What a run writes down of its messages, and reads of them.

use std::sync::{MutexGuard, PoisonError};

use super::{DeliveryRun, Dispatch, now};
use crate::diagnostic::Diagnostic;
use crate::mail::Address;
use crate::mail::journal::{DeliveryState, Journal};

impl Dispatch<'_> {
    /// Those who were refused and are brought back are queued from now on: when the relay fails
    /// before their turn, the next run sends to them unasked.
    pub(super) fn bring_back(
        &self,
        journal: &mut Journal,
        due: &[usize],
    ) -> Result<(), Diagnostic> {
        let due = due.iter().filter_map(|at| self.addressees.get(*at));
        journal.bring_back(self.issue, due.map(|addressee| &addressee.address), now())
    }
}

impl<'a> DeliveryRun<'a> {
    fn journal(&self) -> MutexGuard<'_, &'a mut Journal> {
        self.journal.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The state to go back to where a message counts as not tried: what may have arrived earlier
    /// is still not known.
    pub(super) fn state_before(&self, address: &Address) -> Result<DeliveryState, Diagnostic> {
        let state = self.journal().state(self.dispatch.issue, address)?;
        let is_unknown = state == Some(DeliveryState::Unknown);
        Ok(if is_unknown { DeliveryState::Unknown } else { DeliveryState::Queued })
    }

    /// Writes down who takes the messages, before the first recipient is named to it.
    pub(super) fn remember_relay(&self) -> Result<(), Diagnostic> {
        let Dispatch { relay, letterhead, .. } = self.dispatch;
        self.journal().remember_relay(letterhead, &relay.to_string(), now())
    }

    /// The moment that a message bears: that of its first attempt.
    pub(super) fn date(&self, address: &Address) -> Result<i64, Diagnostic> {
        Ok(self.journal().first_attempt(self.dispatch.issue, address)?.unwrap_or_else(now))
    }

    pub(super) fn record_sending(&self, address: &Address, date: i64) -> Result<(), Diagnostic> {
        self.journal().record_sending(self.dispatch.issue, address, date, now())
    }

    pub(super) fn put_back(
        &self,
        address: &Address,
        before: DeliveryState,
        reply: &str,
    ) -> Result<(), Diagnostic> {
        self.journal().put_back(self.dispatch.issue, address, before, Some(reply), now())
    }

    pub(super) fn take_back(
        &self,
        address: &Address,
        before: DeliveryState,
        reply: &str,
    ) -> Result<(), Diagnostic> {
        self.journal().take_back(self.dispatch.issue, address, before, Some(reply), now())
    }

    pub(super) fn record(
        &self,
        address: &Address,
        state: DeliveryState,
        reply: Option<&str>,
    ) -> Result<(), Diagnostic> {
        self.journal().record(self.dispatch.issue, address, state, reply, now())
    }
}
