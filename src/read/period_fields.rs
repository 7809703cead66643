//! The fields of a change of a letterhead.

use std::sync::LazyLock;

use crate::field::{Field, FieldGroup, Presence, Shape};
use crate::letterhead::Letterhead;

/// The day of a change.
pub(super) const FROM: &str = "from";
/// What identifies a letterhead is the same in all its periods, and never a base's.
pub(super) const IDENTITY: [&str; 3] = ["id", "extends", "period"];

/// The row of the day of a change.
pub(super) const FROM_FIELD: Field = Field {
    name: FROM,
    shape: Shape::Day,
    presence: Presence::Required,
    default: None,
    doc: &["The first day of the change."],
    example: &[],
};

/// The fields of a change.
pub(super) fn period_fields() -> &'static [Field] {
    static FIELDS: LazyLock<Vec<Field>> = LazyLock::new(|| {
        let fields = Letterhead::FIELDS.iter().copied();
        let fields = fields.filter(|field| !IDENTITY.contains(&field.name));
        // The letterhead has what is required.
        let fields = fields.map(|field| Field { presence: Presence::Optional, ..field });
        [FROM_FIELD].into_iter().chain(fields).collect()
    });
    &FIELDS
}
