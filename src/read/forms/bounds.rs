//! How deep the fields of a file may lie, and how many values they may have.

use std::ops::Range;

use crate::diagnostic::{Diagnostic, codes};
use crate::read::value_marks::value_marks;
use crate::source::Source;

/// Levels of lists and maps that are read. No field lies deeper than 4; the
/// bound keeps the tree walkable on any stack.
pub(super) const DEPTH: usize = 32;

/// The most values of a file, names of fields included. All fields together have fewer.
pub(super) const MAX_VALUES: usize = 100_000;

/// A value nested deeper than [`DEPTH`].
pub(super) fn too_deep(source: &Source, range: Range<usize>) -> Diagnostic {
    let message = message!("lists and groups are nested deeper than {limit} levels", limit = DEPTH);
    Diagnostic::new(codes::RELEASE_TOO_LARGE, message).with("what", "groups").at(source, range, "")
}

/// More values than [`MAX_VALUES`].
pub(super) fn too_many_values(source: &Source, range: Range<usize>) -> Diagnostic {
    let message = message!("the fields have more than {limit} values", limit = MAX_VALUES);
    Diagnostic::new(codes::RELEASE_TOO_LARGE, message).with("what", "values").at(source, range, "")
}

/// Refuses a file with too many values before a parser makes a tree of them.
pub(super) fn check_value_count(source: &Source) -> Result<(), Diagnostic> {
    match value_marks(source.text(), source.format()).nth(MAX_VALUES) {
        Some(at) => Err(too_many_values(source, at..at + 1)),
        None => Ok(()),
    }
}
