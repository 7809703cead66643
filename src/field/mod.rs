//! Fields: what a release or a letterhead has for them, before any form is read.
//!
//! [`fields!`] declares a group of fields: its struct and its table in one. A row of the table
//! has everything that is known of a field: its name, type and shape, whether it has to be there,
//! its default, its meaning and an example. Reading, "did you mean", the JSON Schema and the
//! tables of `docs/format.md` come from it.

mod choice;
mod list_or;
mod map;
mod node;
mod one_or_more;
mod shape;
mod table;
mod trace;
mod value;
mod yaml;

pub(crate) use choice::spelled;
pub use list_or::ListOr;
pub(crate) use list_or::OfList;
pub use map::FieldMap;
pub(crate) use map::FieldOrigin;
pub(crate) use node::{Node, NodeEntry, NodeValue, TextValue};
pub use one_or_more::OneOrMore;
pub(crate) use shape::{Field, Presence, Shape, shape_at};
pub(crate) use table::fields;
pub(crate) use trace::ValuePlace;
pub(crate) use value::{FieldGroup, FieldValue, ValueReader, join};
pub(crate) use yaml::{quoted, scalar};

/// The most characters that a field other than the body may have; one that UTF-16 writes as a pair,
/// such as an emoji, counts twice. A PDF string has at most 32,767 bytes (ISO 32000-1, annex C),
/// and two bytes a character, or four such a pair.
pub const MAX_FIELD: usize = 10_000;

/// Whether a text has more characters than a field may have.
pub(crate) fn is_too_long(text: &str) -> bool {
    text.encode_utf16().nth(MAX_FIELD).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_utf_16_writes_as_a_pair_counts_twice() {
        assert!(!is_too_long(&"ä".repeat(MAX_FIELD)));
        assert!(is_too_long(&"ä".repeat(MAX_FIELD + 1)));
        assert!(!is_too_long(&"😀".repeat(MAX_FIELD / 2)));
        assert!(is_too_long(&"😀".repeat(MAX_FIELD / 2 + 1)));
    }
}
