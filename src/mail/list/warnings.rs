//! What should be looked at in a list, and no more of it than somebody reads.

use crate::diagnostic::{self, BoundedFindings, Diagnostic, Severity, codes};

/// The most notes about lines that were cleaned: they must not hide what is broken.
const MAX_NOTES: usize = 500;

/// The findings about one list.
#[derive(Debug, Default)]
pub(super) struct ListWarnings {
    list: Vec<Diagnostic>,
    bounded: BoundedFindings,
    /// Notes that are listed, and those that are only counted.
    notes: usize,
    further_notes: usize,
}

impl ListWarnings {
    pub fn new(list: Vec<Diagnostic>) -> Self {
        Self { list, ..Self::default() }
    }

    pub fn add(&mut self, finding: Diagnostic) {
        if finding.severity != Severity::Note {
            self.list.extend(self.bounded.take(finding));
        } else if self.notes < MAX_NOTES {
            self.notes += 1;
            self.list.push(finding);
        } else {
            self.further_notes += 1;
        }
    }

    /// All of them in the order of the list, and last how many are not among them.
    pub fn into_vec(mut self, file: &str) -> Vec<Diagnostic> {
        diagnostic::sort(&mut self.list);
        self.list.extend(self.bounded.word(Some(file)));
        if self.further_notes > 0 {
            let (limit, rest) = (MAX_NOTES, self.further_notes);
            let message = message!(
                "more than {limit} notes on {file}; {rest} further ones are not listed",
                limit,
                file,
                rest
            );
            self.list.push(Diagnostic::new(codes::LIST_READ, message));
        }
        self.list
    }
}
