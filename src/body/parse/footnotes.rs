//! Footnotes: marks on one side, definitions on the other.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::findings::Findings;
use super::nodes::TextKind;
use super::run::{TextRun, is_escaped};
use crate::body::{Note, Span};
use crate::diagnostic::{Diagnostic, codes};

/// The footnotes of a body.
#[derive(Debug, Default)]
pub(super) struct Footnotes {
    /// The number of each marked label, in the order of the first marks.
    marked: HashMap<String, usize>,
    /// Labels with a mark where none can stand.
    mentioned: HashSet<String>,
    /// The defined footnotes by label, with the place of the label.
    defined: HashMap<String, (Note, Range<usize>)>,
}

impl Footnotes {
    /// Counts a mark; gives the index of its note.
    pub fn mark(&mut self, label: &str) -> usize {
        let next = self.marked.len();
        *self.marked.entry(folded(label)).or_insert(next)
    }

    /// Remembers a mark that is refused, so that its note is not unused too.
    pub fn mention(&mut self, label: &str) {
        self.mentioned.insert(folded(label));
    }

    /// Takes a definition; `mark` is where its label stands.
    pub fn define(&mut self, label: &str, note: Note, mark: Range<usize>, findings: &mut Findings) {
        if note.blocks.is_empty() {
            let error = Diagnostic::new(codes::FOOTNOTE_EMPTY, "a footnote without text")
                .hint(format!("write its text behind `[^{label}]:`"));
            findings.add(error, mark.clone());
        }
        match self.defined.entry(folded(label)) {
            Entry::Vacant(entry) => {
                entry.insert((note, mark));
            }
            Entry::Occupied(_) => {
                let message = "this footnote is defined already";
                let error = Diagnostic::new(codes::FOOTNOTE_REPEATED, message)
                    .hint("give each footnote a label of its own");
                findings.add(error, mark);
            }
        }
    }

    /// The notes in the order of their first marks. `is_whole` says that the
    /// text was read to its end, so that what is missing is an error.
    pub fn finish(mut self, is_whole: bool, findings: &mut Findings) -> Vec<Note> {
        let mut marked: Vec<(String, usize)> = self.marked.into_iter().collect();
        marked.sort_by_key(|(_, index)| *index);
        let notes = marked
            .into_iter()
            .map(|(label, _)| match self.defined.remove(&label) {
                Some((note, _)) => note,
                None => Note { blocks: Vec::new(), span: Span::default() },
            })
            .collect();
        if is_whole {
            for (label, (_, mark)) in self.defined {
                if !self.mentioned.contains(&label) {
                    findings.add(unused(), mark);
                }
            }
        }
        notes
    }
}

/// Labels are equal regardless of case, as the parser compares them ("ß" and
/// "SS" too, hence both steps).
fn folded(label: &str) -> String {
    label.to_uppercase().to_lowercase()
}

/// Where the `[^label]` of a definition stands.
pub(super) fn label_range(text: &str, definition: &Range<usize>) -> Range<usize> {
    let source = text.get(definition.clone()).unwrap_or_default();
    let length = source.find("]:").map_or(0, |end| end + 1);
    definition.start..definition.start + length
}

/// Reports marks in plain text: the parser leaves those without a definition.
pub(super) fn report_undefined(text: &str, run: &TextRun, kind: TextKind, findings: &mut Findings) {
    for (start, _) in run.text().match_indices("[^") {
        let rest = run.text().get(start + 2..).unwrap_or_default();
        let Some(length) = rest.find(['[', ']']) else { return };
        let (label, behind) = rest.split_at(length);
        let is_label = !label.is_empty() && behind.starts_with(']');
        let range = run.source(start..start + 2 + length + 1);
        if is_label && !is_escaped(text, range.start) {
            findings.add(undefined(label, kind), range);
        }
    }
}

fn undefined(label: &str, kind: TextKind) -> Diagnostic {
    let error = match kind {
        TextKind::Body => Diagnostic::new(
            codes::FOOTNOTE_UNDEFINED,
            message!("footnote `{label}` is not defined", label),
        )
        .with("reason", "not-defined")
        .hint(format!("write its text on a line of its own: `[^{label}]: …`")),
        TextKind::Field | TextKind::Line | TextKind::Caption => {
            Diagnostic::new(codes::FOOTNOTE_UNDEFINED, "a footnote mark can only stand in the body")
                .with("reason", "outside-body")
                .with("label", label)
                .hint("write the note in parentheses, or in the body")
        }
    };
    error.hint("write `\\[^` if the characters themselves are meant")
}

fn unused() -> Diagnostic {
    Diagnostic::new(codes::FOOTNOTE_UNUSED, "no mark refers to this footnote, so it would be lost")
        .hint("put its mark into the text, or remove the footnote")
}

/// The error of a mark within a footnote.
pub(super) fn nested() -> Diagnostic {
    Diagnostic::new(codes::FOOTNOTE_NESTED, "a footnote mark cannot stand inside a footnote")
        .hint("write the inner note into the outer one")
}
