//! The findings of one text, in its order and of bounded number.

use std::ops::Range;

use crate::diagnostic::{Diagnostic, Finding, MAX_DIAGNOSTICS, Severity, codes};

/// Collects findings.
#[derive(Debug, Default)]
pub(super) struct Findings {
    list: Vec<Finding>,
    /// Where the first finding lies that is no longer listed.
    cut: Option<Range<usize>>,
    /// How many are no longer listed, and how severe the worst of them is.
    rest: usize,
    worst: Option<Severity>,
}

impl Findings {
    /// Adds a finding about `range`.
    pub fn add(&mut self, diagnostic: Diagnostic, range: Range<usize>) {
        self.add_labelled(diagnostic, range, "");
    }

    /// Adds a finding about `range` with words beside the mark.
    pub fn add_labelled(&mut self, diagnostic: Diagnostic, range: Range<usize>, label: &str) {
        if self.list.len() < MAX_DIAGNOSTICS {
            self.list.push(Finding { diagnostic, range, label: label.to_owned() });
        } else {
            self.cut.get_or_insert(range);
            self.rest += 1;
            self.worst = self.worst.max(Some(diagnostic.severity));
        }
    }

    /// The findings in the order of the text, and last how many are not listed.
    pub fn into_vec(self) -> Vec<Finding> {
        let mut list = self.list;
        list.sort_by_key(|finding| (finding.range.start, finding.range.end));
        if let (Some(range), Some(severity)) = (self.cut, self.worst) {
            // What is said about all texts of a file together says it of this one as well.
            let message = message!(
                "more than {limit} findings; {rest} further ones are not listed",
                limit = MAX_DIAGNOSTICS,
                rest = self.rest
            );
            let mut diagnostic = Diagnostic::new(codes::TOO_MANY_FINDINGS, message)
                .hint("mend the listed ones and check again");
            diagnostic.severity = severity;
            list.push(Finding { diagnostic, range, label: String::new() });
        }
        list
    }
}
