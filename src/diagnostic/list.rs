//! One or more diagnostics, as an error.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt;
use std::ops::Deref;

use super::{Blame, Diagnostic, Severity, Value, codes};

/// The most diagnostics about one text: nobody reads more, and a hostile text has millions.
const MAX_DIAGNOSTICS: usize = 1_000;

/// As many diagnostics as somebody reads: of each text the first thousand, and behind all of
/// them a word about the rest. Where an error is left out, that word is an error as well.
pub fn bounded(list: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let is_short = list.len() <= MAX_DIAGNOSTICS;
    if is_short && !list.iter().any(|one| one.code == codes::TOO_MANY_FINDINGS) {
        return list;
    }
    let mut texts: BTreeMap<Option<String>, BoundedFindings> = BTreeMap::new();
    let mut kept = Vec::with_capacity(list.len().min(MAX_DIAGNOSTICS));
    for one in list {
        let text = texts.entry(one.file().map(ToOwned::to_owned)).or_default();
        kept.extend(text.take(one));
    }
    kept.extend(texts.into_iter().filter_map(|(file, text)| text.word(file.as_deref())));
    kept
}

/// The findings about one text, and no more of them than somebody reads: the others are counted
/// and forgotten.
#[derive(Debug, Clone, Default)]
pub(crate) struct BoundedFindings {
    listed: usize,
    rest: u64,
    /// The most severe of the rest: how severe, and whose it is.
    worst: Option<(Severity, Blame)>,
}

impl BoundedFindings {
    /// Gives a finding back, if it is still to be listed.
    pub fn take(&mut self, one: Diagnostic) -> Option<Diagnostic> {
        if one.code == codes::TOO_MANY_FINDINGS {
            let rest = match one.data.get("rest") {
                Some(Value::Integer(rest)) => *rest,
                _ => 1,
            };
            self.leave_out(rest, &one);
            None
        } else if self.listed < MAX_DIAGNOSTICS {
            self.listed += 1;
            Some(one)
        } else {
            self.leave_out(1, &one);
            None
        }
    }

    fn leave_out(&mut self, count: u64, one: &Diagnostic) {
        self.rest += count;
        let (severity, blame) = (one.severity, one.blame());
        if self.worst.is_none_or(|(worst, _)| worst < severity) {
            self.worst = Some((severity, blame));
        }
    }

    /// What is said about the rest, if there is one.
    pub fn word(&self, file: Option<&str>) -> Option<Diagnostic> {
        let (severity, blame) = self.worst?;
        let (limit, rest) = (MAX_DIAGNOSTICS, self.rest);
        let message = match file {
            Some(file) => message!(
                "more than {limit} findings in {file}; {rest} further ones are not listed",
                limit,
                file,
                rest
            ),
            None => message!(
                "more than {limit} findings; {rest} further ones are not listed",
                limit,
                rest
            ),
        };
        let word = Diagnostic::new(codes::TOO_MANY_FINDINGS, message).blamed_on(blame);
        Some(Diagnostic { severity, ..word }.hint("mend the listed ones and check again"))
    }
}

/// One or more diagnostics; never none. It is an [`Error`], so that `?` carries it into a
/// `Box<dyn Error>`.
///
/// ```
/// use letterpress::diagnostic::{Diagnostic, Diagnostics, codes};
///
/// let empty = Diagnostic::new(codes::BODY_EMPTY, "the release has no text");
/// let all = Diagnostics::from(empty);
/// assert_eq!(all.to_string(), "error[body-empty]: the release has no text");
/// assert_eq!(all[0].code, codes::BODY_EMPTY);
/// assert!(Diagnostics::check(Vec::new()).is_ok());
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// `Err` with all of them, where there are any.
    pub fn check(list: Vec<Diagnostic>) -> Result<(), Self> {
        if list.is_empty() { Ok(()) } else { Err(Self(bounded(list))) }
    }

    /// `Err` with all of them, where one of them is an error; else they come back.
    pub fn unless_error(list: Vec<Diagnostic>) -> Result<Vec<Diagnostic>, Self> {
        let is_wrong = list.iter().any(Diagnostic::is_error);
        let list = bounded(list);
        if is_wrong { Err(Self(list)) } else { Ok(list) }
    }

    /// All of them. An empty list is an internal error: something failed and gave no reason.
    pub(crate) fn of_failure(list: Vec<Diagnostic>) -> Self {
        if list.is_empty() {
            return Diagnostic::internal("no reason given").into();
        }
        Self(bounded(list))
    }

    /// Those of `first`, followed by these.
    #[must_use]
    pub fn after(mut self, first: Vec<Diagnostic>) -> Self {
        self.0.splice(0..0, first);
        self
    }

    /// Says of each that would be the release's that another text has to change. What a
    /// code blames on something else stays as it is: a file that cannot be read is not held
    /// against the letterhead that was expected in it.
    #[must_use]
    pub fn blamed_on(self, blame: Blame) -> Self {
        self.map(|diagnostic| match diagnostic.blame() {
            Blame::Release => diagnostic.blamed_on(blame),
            _ => diagnostic,
        })
    }

    /// Changes each.
    #[must_use]
    pub fn map(self, change: impl FnMut(Diagnostic) -> Diagnostic) -> Self {
        Self(self.0.into_iter().map(change).collect())
    }

    /// The diagnostics.
    pub fn into_vec(self) -> Vec<Diagnostic> {
        self.0
    }
}

impl Deref for Diagnostics {
    type Target = [Diagnostic];

    fn deref(&self) -> &[Diagnostic] {
        &self.0
    }
}

impl From<Diagnostic> for Diagnostics {
    fn from(diagnostic: Diagnostic) -> Self {
        Self(vec![diagnostic])
    }
}

impl Extend<Diagnostic> for Diagnostics {
    fn extend<T: IntoIterator<Item = Diagnostic>>(&mut self, more: T) {
        self.0.extend(more);
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl fmt::Display for Diagnostics {
    /// Each on lines of its own.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, diagnostic) in self.0.iter().enumerate() {
            let line_end = if at == 0 { "" } else { "\n" };
            write!(f, "{line_end}{diagnostic}")?;
        }
        Ok(())
    }
}

impl Error for Diagnostics {}
