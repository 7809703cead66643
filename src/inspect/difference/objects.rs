//! Values of two files, compared with all that they refer to.

use std::collections::HashSet;

use super::kind::DifferenceKind;
use crate::inspect::file::PdfFile;
use crate::inspect::file::object::{Dictionary, Object, Stream};
use crate::inspect::limits::Work;

/// What leads back to where a value stands, or to another page.
const BACK: [&str; 6] = ["Parent", "P", "Prev", "Dest", "D", "Pg"];

/// The deepest that references lead into one another.
const MAX_DEPTH: usize = 200;

/// Compares values of two files. What was compared once is not compared again.
pub struct ObjectComparison<'a> {
    found: &'a PdfFile<'a>,
    expected: &'a PdfFile<'a>,
    seen: HashSet<(u32, u32)>,
    depth: usize,
}

impl<'a> ObjectComparison<'a> {
    pub fn new(found: &'a PdfFile<'a>, expected: &'a PdfFile<'a>) -> Self {
        Self { found, expected, seen: HashSet::new(), depth: 0 }
    }

    /// What differs in two values, or in what they refer to.
    pub fn values(&mut self, one: &Object, other: &Object) -> Option<DifferenceKind> {
        if let (Object::Reference(one), Object::Reference(other)) = (one, other)
            && !self.seen.insert((*one, *other))
        {
            return None;
        }
        if self.depth >= MAX_DEPTH || !self.found.budget.charge(Work::Lookup, 1) {
            return None;
        }
        self.depth += 1;
        let (one, other) = (self.found.resolve(one), self.expected.resolve(other));
        let kind = match (&one, &other) {
            (Object::Array(one), Object::Array(other)) => {
                let pairs = one.iter().zip(other.iter());
                let inside = pairs.map(|(one, other)| self.values(one, other));
                let inside = inside.flatten().next();
                inside.or_else(|| (one.len() != other.len()).then_some(DifferenceKind::Look))
            }
            (Object::Dictionary(one), Object::Dictionary(other)) => self.dictionaries(one, other),
            (Object::Stream(one), Object::Stream(other)) => self.streams(one, other),
            (one, other) => (one != other).then_some(DifferenceKind::Look),
        };
        self.depth -= 1;
        kind
    }

    /// What differs in two dictionaries.
    pub fn dictionaries(&mut self, one: &Dictionary, other: &Dictionary) -> Option<DifferenceKind> {
        let keys = one.entries.keys().chain(other.entries.keys());
        let kind = keys.filter(|key| !BACK.contains(&&***key)).find_map(|key| {
            let [one, other] =
                [one, other].map(|found| found.get(key).cloned().unwrap_or(Object::Null));
            self.values(&one, &other)
        });
        let is_font = ["Font", "FontDescriptor"].map(Some).contains(&one.name("Type"));
        kind.map(|kind| if is_font { DifferenceKind::Font } else { kind })
    }

    fn streams(&mut self, one: &Stream, other: &Stream) -> Option<DifferenceKind> {
        let kind = match one.dictionary.name("Subtype") {
            Some("Image") => DifferenceKind::Picture,
            _ => DifferenceKind::Look,
        };
        if self.found.stored(one) == self.expected.stored(other) {
            return self
                .dictionaries(&one.dictionary, &other.dictionary)
                .map(|inner| if inner == DifferenceKind::Look { kind } else { inner });
        }
        // They may be packed otherwise.
        let unpacked = (self.found.decode(one), self.expected.decode(other));
        match unpacked {
            (Some(one), Some(other)) if one == other => None,
            _ => Some(kind),
        }
    }
}
