//! What is told of a run while it goes on, and at its end.

use letterpress::mail::journal::State;
use std::time::Duration;

/// Something has become of one message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled {
    /// Whose it is.
    pub address: String,
    /// What is known now.
    pub state: State,
    /// What the relay answered, or why nothing could be sent.
    pub reply: String,
    /// When it is tried again in this run.
    pub again_in: Option<Duration>,
    /// How many are done with, of how many.
    pub done: usize,
    pub total: usize,
}

/// How all deliveries of a release stand.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sent {
    /// The release's `id` and version.
    pub release: String,
    pub version: u32,
    /// Everybody who is to have it.
    pub recipients: usize,
    /// How many of them there are in each state, in the order of [`State::ALL`].
    pub states: [usize; State::ALL.len()],
    /// How long it took.
    pub seconds: f64,
    /// Whether somebody stopped it.
    pub is_stopped: bool,
}

impl Sent {
    /// How many are in a state.
    pub fn count(&self, state: State) -> usize {
        let all = State::ALL.iter().zip(self.states);
        all.filter(|(known, _)| **known == state).map(|(_, count)| count).sum()
    }

    /// Counts one more in a state.
    pub fn add(&mut self, state: State) {
        let all = State::ALL.iter().zip(&mut self.states);
        all.filter(|(known, _)| **known == state).for_each(|(_, count)| *count += 1);
    }
}
