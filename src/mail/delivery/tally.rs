//! What happens to several in a row has one cause, and it is none of theirs.

use std::sync::{Mutex, MutexGuard, PoisonError};

use super::answer::Answer;
use crate::diagnostic::{Diagnostic, codes};
use crate::mail::Address;
use crate::mail::journal::DeliveryState;

/// A message by its place among the addressees, with the state that it goes back to if it counts
/// as not tried.
pub(super) type Untried = (usize, DeliveryState);

/// How many messages in a row a gateway may fail at.
const GATEWAY_FAILURES: usize = 3;

/// Those who were refused before anybody was accepted, with what each was told, and nothing any
/// more once somebody was.
#[derive(Default)]
pub(super) struct Refusals(Mutex<RefusalLog>);

#[derive(Default)]
struct RefusalLog {
    is_over: bool,
    refused: Vec<(Untried, String)>,
}

impl Refusals {
    fn lock(&self) -> MutexGuard<'_, RefusalLog> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Somebody was accepted: the relay works.
    pub fn is_over(&self) {
        let mut tally = self.lock();
        tally.is_over = true;
        tally.refused.clear();
    }

    /// One is refused. Gives all who were refused in the same words, where these are too many for
    /// it to be about them.
    pub fn add(&self, of: Untried, answer: &Answer, address: &Address) -> Option<Vec<Untried>> {
        let enough = answer.refusals_of_relay()?;
        let mut tally = self.lock();
        if tally.is_over {
            return None;
        }
        let said = answer.common(&address.domain().to_lowercase());
        let mut alike: Vec<_> = tally
            .refused
            .iter()
            .filter(|(_, other)| *other == said)
            .map(|(other, _)| *other)
            .collect();
        alike.push(of);
        tally.refused.push((of, said));
        (alike.len() >= enough).then_some(alike)
    }
}

/// The messages in a row that a gateway has failed at.
#[derive(Default)]
pub(super) struct Gateway(Mutex<Vec<Untried>>);

impl Gateway {
    fn lock(&self) -> MutexGuard<'_, Vec<Untried>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// It gave back a message.
    pub fn is_well(&self) {
        self.lock().clear();
    }

    /// It failed at a message. Gives all in a row where these are too many.
    pub fn failed(&self, of: Untried) -> Option<Vec<Untried>> {
        let mut failed = self.lock();
        failed.push(of);
        (failed.len() >= GATEWAY_FAILURES).then(|| failed.clone())
    }

    /// `pre-send-failed`: the run stops.
    pub fn stop(count: usize, why: &str) -> Diagnostic {
        let message =
            message!("{count} messages in a row came to nothing: {reason}", count, reason = why);
        Diagnostic::new(codes::PRE_SEND_FAILED, message)
            .hint("mend the command, then run the same command again: nobody who is left was charged an attempt")
            .hint("try it on one message with `mail compose --pre-send`")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn add(refusals: &Refusals, at: usize, words: &str) -> Option<Vec<usize>> {
        let address = Address::parse(&format!("anna{at}@zeitung{at}.example")).unwrap();
        let words = words.replace("ADDRESS", address.as_str()).replace("ID", &format!("4Xk{at}"));
        let alike = refusals.add((at, DeliveryState::Queued), &Answer::new(550, &words), &address);
        alike.map(|alike| alike.into_iter().map(|(at, _)| at).collect())
    }

    #[test]
    fn the_same_words_to_three_are_not_about_them() {
        let refusals = Refusals::default();
        assert_eq!(add(&refusals, 0, "<ADDRESS>: administrative prohibition (ID)"), None);
        assert_eq!(add(&refusals, 1, "something else"), None);
        assert_eq!(add(&refusals, 2, "5.1.1 no such user"), None);
        assert_eq!(add(&refusals, 3, "<ADDRESS>: administrative prohibition (ID)"), None);
        let all = add(&refusals, 4, "<ADDRESS>: administrative prohibition (ID)");
        assert_eq!(all, Some(vec![0, 3, 4]));
    }

    #[test]
    fn what_is_about_an_address_stays_so() {
        let refusals = Refusals::default();
        assert!((0..20).all(|at| add(&refusals, at, "5.1.1 <ADDRESS> user unknown").is_none()));
        // Without a code there may be a few at the head of a list.
        assert!((0..4).all(|at| add(&refusals, at, "unknown user ADDRESS").is_none()));
        assert_eq!(add(&refusals, 4, "unknown user ADDRESS").map(|all| all.len()), Some(5));
    }

    #[test]
    fn once_somebody_is_accepted_the_relay_works() {
        let refusals = Refusals::default();
        assert_eq!(add(&refusals, 0, "no"), None);
        refusals.is_over();
        assert!((1..9).all(|at| add(&refusals, at, "no").is_none()));
    }

    #[test]
    fn a_gateway_may_fail_now_and_then() {
        let gateway = Gateway::default();
        let [of, unknown] = [DeliveryState::Queued, DeliveryState::Unknown];
        assert_eq!((gateway.failed((1, of)), gateway.failed((2, of))), (None, None));
        gateway.is_well();
        assert_eq!((gateway.failed((4, of)), gateway.failed((5, unknown))), (None, None));
        assert_eq!(gateway.failed((6, of)), Some(vec![(4, of), (5, unknown), (6, of)]));
    }
}
