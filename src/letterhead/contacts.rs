//! The fields of a letterhead's own contacts: those of a release, with texts by language.

use super::by_language::TEXT;
use crate::field::{Field, FieldGroup, Shape};
use crate::release::Contact;

/// The contacts of a letterhead.
pub(super) const CONTACTS: Shape = Shape::List(&Shape::Group(&FIELDS));

static FIELDS: [Field; Contact::FIELDS.len()] = by_language();

/// All plain texts of a contact may be there once for each language.
const fn by_language() -> [Field; Contact::FIELDS.len()] {
    let mut fields = [Contact::FIELDS[0]; Contact::FIELDS.len()];
    let mut at = 0;
    while at < fields.len() {
        fields[at] = Contact::FIELDS[at];
        if matches!(fields[at].shape, Shape::Text) {
            fields[at].shape = TEXT;
        }
        at += 1;
    }
    fields
}
