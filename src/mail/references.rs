//! The earlier messages that a message refers to.

use serde::{Deserialize, Serialize};

use super::identity::IssueId;
use crate::release::Release;

/// Earlier messages that a message refers to. Of a release of more versions the first
/// and the latest are named (RFC 5322, 3.6.4, bounds nothing, but mail programs do).
const MAX_REFERENCES: usize = 20;

/// A release whose earlier messages a message refers to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Predecessor {
    /// Its `id`.
    pub release: String,
    /// The last version that is meant; all of them, where none is.
    pub up_to: Option<u32>,
}

/// The Message-IDs in a message for one recipient, each with its angle brackets.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct MessageIds {
    /// Its own.
    pub own: String,
    /// Those of the messages that it refers to, the oldest first.
    pub earlier: Vec<String>,
}

impl MessageIds {
    /// Its own, and those of the messages before it that the recipient got. Of many, the first
    /// and the latest are kept.
    pub fn new(own: String, mut earlier: Vec<String>) -> Self {
        if earlier.len() > MAX_REFERENCES + 1 {
            earlier.drain(1..earlier.len() - MAX_REFERENCES);
        }
        Self { own, earlier }
    }
}

/// The releases that a message refers to: the other one that it names, and its own.
pub(super) fn predecessors(
    release: &Release,
    letterhead_id: &str,
    issue_id: &IssueId,
) -> Vec<Predecessor> {
    let other = release.refers_to.as_ref().and_then(|other| {
        let identifier = other.identifier(letterhead_id)?;
        (identifier != issue_id.identifier)
            .then_some(Predecessor { release: identifier, up_to: other.version })
    });
    let last = issue_id.version.saturating_sub(1);
    let own = Predecessor { release: issue_id.identifier.clone(), up_to: Some(last) };
    other.into_iter().chain((last > 0).then_some(own)).collect()
}

/// The issues that a message refers to: the versions of the other release up to the one
/// meant, and this release's own earlier versions.
pub(super) fn earlier(release: &Release, letterhead_id: &str, issue_id: &IssueId) -> Vec<IssueId> {
    let other = release.refers_to.as_ref().and_then(|other| {
        let identifier = other.identifier(letterhead_id)?;
        (identifier != issue_id.identifier)
            .then(|| versions(&identifier, other.version.unwrap_or(1)))
    });
    let mut earlier = other.unwrap_or_default();
    earlier.extend(versions(&issue_id.identifier, issue_id.version.saturating_sub(1)));
    earlier
}

/// The first version and the latest ones, up to `last`.
fn versions(identifier: &str, last: u32) -> Vec<IssueId> {
    let first = last.saturating_sub(MAX_REFERENCES as u32 - 1).max(2);
    let versions = std::iter::once(1).chain(first..=last).filter(|version| *version <= last);
    versions.map(|version| IssueId { identifier: identifier.to_owned(), version }).collect()
}

/// The issues as text in the fingerprint of a message. Journals keep fingerprints, so this
/// form must never change: with another one no run that was begun could go on.
pub(super) fn in_fingerprint(issues: &[IssueId]) -> String {
    let mut text = "[".to_owned();
    for (at, IssueId { identifier, version }) in issues.iter().enumerate() {
        let comma = if at == 0 { "" } else { ", " };
        text += &format!("{comma}Issue {{ identifier: {identifier:?}, version: {version} }}");
    }
    text + "]"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_in_the_fingerprint_is_fixed() {
        assert_eq!(in_fingerprint(&[]), "[]");
        assert_eq!(
            in_fingerprint(&versions("lmo-\"1\"", 2)),
            "[Issue { identifier: \"lmo-\\\"1\\\"\", version: 1 }, \
             Issue { identifier: \"lmo-\\\"1\\\"\", version: 2 }]"
        );
    }

    #[test]
    fn of_many_messages_the_first_and_the_latest_are_named() {
        let ids = |count: usize| {
            MessageIds::new("<x>".into(), (0..count).map(|at| at.to_string()).collect()).earlier
        };
        assert_eq!(ids(2), ["0", "1"]);
        assert_eq!(ids(21).len(), 21);
        let many = ids(100);
        assert_eq!((many.len(), &*many[0], &*many[1], &*many[20]), (21, "0", "80", "99"));
    }

    #[test]
    fn the_first_version_and_the_latest_are_named() {
        let numbers = |last| versions("x", last).iter().map(|one| one.version).collect::<Vec<_>>();
        assert!(numbers(0).is_empty());
        assert_eq!(numbers(1), [1]);
        assert_eq!(numbers(3), [1, 2, 3]);
        assert_eq!((numbers(100)[0], numbers(100)[1], numbers(100).len()), (1, 81, 21));
    }
}
