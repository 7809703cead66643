//! The findings of one text, in its order and of bounded number.

use std::ops::Range;

use crate::diagnostic::{Diagnostic, Finding, codes};

/// How many findings one text can have. Only hostile input has more, and a
/// list of a million of them is of no use.
const MAX_FINDINGS: usize = 1_000;

/// Collects findings.
#[derive(Debug, Default)]
pub(super) struct Findings {
    list: Vec<Finding>,
    /// Where the first finding lies that is no longer listed.
    cut: Option<Range<usize>>,
}

impl Findings {
    /// Adds a finding about `range`.
    pub fn add(&mut self, diagnostic: Diagnostic, range: Range<usize>) {
        self.add_labelled(diagnostic, range, "");
    }

    /// Adds a finding about `range` with words beside the mark.
    pub fn add_labelled(&mut self, diagnostic: Diagnostic, range: Range<usize>, label: &str) {
        if self.list.len() < MAX_FINDINGS {
            self.list.push(Finding { diagnostic, range, label: label.to_owned() });
        } else if self.cut.is_none() {
            self.cut = Some(range);
        }
    }

    /// The findings in the order of the text.
    pub fn into_vec(self) -> Vec<Finding> {
        let mut list = self.list;
        if let Some(range) = self.cut {
            let message = message!(
                "more than {limit} findings; those from here on are not listed",
                limit = MAX_FINDINGS
            );
            let diagnostic = Diagnostic::new(codes::TOO_MANY_FINDINGS, message)
                .hint("mend the listed ones and check again");
            list.push(Finding { diagnostic, range, label: String::new() });
        }
        list.sort_by_key(|finding| (finding.range.start, finding.range.end));
        list
    }
}
