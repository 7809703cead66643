//! The findings of one text, in its order and of bounded number.

use std::ops::Range;

use crate::diagnostic::{BoundedFindings, Diagnostic, Finding};

/// Collects findings.
#[derive(Debug, Default)]
pub(super) struct Findings {
    list: Vec<Finding>,
    bounded: BoundedFindings,
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
        match self.bounded.take(diagnostic) {
            Some(diagnostic) => {
                self.list.push(Finding { diagnostic, range, label: label.to_owned() });
            }
            None => {
                self.cut.get_or_insert(range);
            }
        }
    }

    /// The findings in the order of the text, and last how many are not listed.
    pub fn into_vec(self) -> Vec<Finding> {
        let mut list = self.list;
        list.sort_by_key(|finding| (finding.range.start, finding.range.end));
        // What is said about all texts of a file together says it of this one as well.
        if let (Some(range), Some(diagnostic)) = (self.cut, self.bounded.word(None)) {
            list.push(Finding { diagnostic, range, label: String::new() });
        }
        list
    }
}
