//! A release that was named to be sent, and how it stands by what was found so far.

use std::collections::HashMap;

use letterpress::diagnostic::{Blame, Diagnostic, DiagnosticReport};
use letterpress::mail::journal::Journal;
use letterpress::message;
use serde::{Deserialize, Serialize};

use super::mailing::{Mailing, SendingOutcome};
use crate::command::batch::Batch;
use crate::command::input::Input;
use crate::command::signals::Signals;
use crate::command::{Exit, usage};
use crate::terminal::{Counts, Ending, Terminal, UiEvent};

/// A release that was named.
pub struct Candidate<'a> {
    pub input: &'a Input,
    /// What messages call it.
    pub name: String,
    pub found: Standing,
    /// `None` where it cannot be composed.
    pub mailing: Option<Mailing<'a>>,
}

/// What was found out about a release.
#[derive(Default, Serialize, Deserialize)]
pub struct Standing {
    pub counts: Counts,
    pub exit: Exit,
    /// Whether setting it came to no end of its own, which says nothing about the others.
    pub is_lost: bool,
}

impl Standing {
    /// Reports what was found about a release.
    pub fn report(&mut self, name: &str, found: &[Diagnostic], terminal: &Terminal) {
        for diagnostic in found {
            let release = Some(name);
            terminal.emit(&UiEvent::Diagnostic(DiagnosticReport { diagnostic, release }));
        }
        self.counts.add(Counts::of(found));
        let exit = Exit::of(found, Blame::Release, terminal.denies_warnings());
        self.exit = self.exit.max(exit);
    }

    /// Reports how a release was lost.
    pub fn lost(name: &str, errors: &[Diagnostic], terminal: &Terminal) -> Self {
        let mut lost = Self { is_lost: true, ..Self::default() };
        lost.report(name, errors, terminal);
        lost
    }
}

impl Candidate<'_> {
    /// Reports what was found about it.
    pub fn report(&mut self, found: &[Diagnostic], terminal: &Terminal) {
        self.found.report(&self.name, found, terminal);
    }

    /// Sends it, and returns how that ended.
    pub fn send(
        &mut self,
        journal: &mut Journal,
        signals: &Signals,
        terminal: &Terminal,
    ) -> Ending {
        let Some(mailing) = &self.mailing else { return Ending::NotSent };
        let sent = mailing
            .relay()
            .and_then(|relay| mailing.carry_out(&self.name, relay, journal, signals, terminal));
        let outcome = sent.unwrap_or_else(SendingOutcome::of_errors);
        self.report(&outcome.errors, terminal);
        match outcome {
            SendingOutcome { errors, has_gone_out: false, .. } if !errors.is_empty() => {
                Ending::Failed
            }
            SendingOutcome { is_complete: true, errors, .. } if errors.is_empty() => {
                Ending::AllAccepted
            }
            _ => {
                self.found.exit = self.found.exit.max(Exit::Incomplete);
                Ending::Incomplete
            }
        }
    }

    /// Reports how it ended: in the way named, unless something was found against it.
    pub fn close(&self, ending: Ending, run: &mut Batch<'_>) {
        let ending = match self.found.exit.ending(ending) {
            // "Not sent" would be wrong of what some have.
            Ending::Failed if ending == Ending::Incomplete => ending,
            ending => ending,
        };
        run.close(&self.name, ending, self.found.counts);
    }
}

/// How the releases stand together. One that is lost holds back no other.
pub fn of_all(candidates: &[Candidate<'_>]) -> Exit {
    let exits = candidates.iter().filter(|one| !one.found.is_lost).map(|one| one.found.exit);
    exits.max().unwrap_or_default()
}

/// Refuses a release of which another that is named has the `id` and the `version`: the
/// journal could not tell them apart.
pub fn refuse_twins(candidates: &mut [Candidate<'_>], terminal: &Terminal) {
    let mut names = HashMap::new();
    for candidate in candidates {
        let Some(mailing) = &candidate.mailing else { continue };
        let (id, version) = (mailing.issue().release.clone(), mailing.issue().version);
        let second = candidate.name.clone();
        let Some(first) = names.insert((id.clone(), version), second.clone()) else { continue };
        let error = if first == second {
            usage(message!("{first} is named twice", first))
        } else {
            let both = message!(
                "{first} and {second} are both version {version} of `{id}`",
                first,
                second,
                version,
                id
            );
            usage(both)
                .hint("give each release an `id` of its own, or send the corrected one alone")
        };
        candidate.report(&[error], terminal);
    }
}

/// What keeps a release from being sent, though it may be composed: its size, the relay, and
/// what the journal has against it.
pub fn judge(candidates: &mut [Candidate<'_>], journal: Option<&Journal>, terminal: &Terminal) {
    for candidate in candidates {
        let Some(mailing) = &candidate.mailing else { continue };
        let found = mailing.findings(journal);
        candidate.report(&found, terminal);
    }
}

/// What the journal alone has against a release.
pub fn judge_history(candidates: &mut [Candidate<'_>], journal: &Journal, terminal: &Terminal) {
    for candidate in candidates {
        let Some(mailing) = &candidate.mailing else { continue };
        let found = mailing.check_history(journal);
        candidate.report(&found, terminal);
    }
}
