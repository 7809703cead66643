//! Which entries of dictionaries draw something.

use super::object::{PdfEntries, PdfValue};

/// Entries that draw nothing: they lead back to the document, or to what others know of it.
const LEFT_OUT: &[&str] = &[
    "Parent",
    "StructParent",
    "StructParents",
    "Metadata",
    "PieceInfo",
    "Thumb",
    "Annots",
    "LastModified",
    "ToUnicode",
];
/// Entries of streams that are left out: how they are packed, which is undone, and what
/// stands elsewhere. Fonts and pictures may have these names in the resources of a page.
const LEFT_OUT_OF_STREAMS: &[&str] = &[
    "Length",
    "Filter",
    "DecodeParms",
    "DP",
    "L",
    "F",
    "FFilter",
    "FDecodeParms",
    "AF",
    "OPI",
    "Ref",
    "Alternates",
    "UseCMap",
];
fn is_among(key: &[u8], names: &[&str]) -> bool {
    names.iter().any(|name| key == name.as_bytes())
}

/// Whether an entry is left out wherever it stands.
pub(super) fn is_left_out(key: &[u8]) -> bool {
    is_among(key, LEFT_OUT)
}

/// The dictionary of a stream without how it is packed.
pub(super) fn of_stream(value: &PdfValue) -> PdfValue {
    let PdfValue::Dictionary(entries) = value else { return value.clone() };
    let kept = entries.0.iter().filter(|(key, _)| !is_among(key, LEFT_OUT_OF_STREAMS));
    PdfValue::Dictionary(PdfEntries(kept.cloned().collect()))
}

/// A value without what is left out, however deep it stands.
pub(super) fn without_left_out(value: &PdfValue) -> PdfValue {
    match value {
        PdfValue::Array(items) => PdfValue::Array(items.iter().map(without_left_out).collect()),
        PdfValue::Dictionary(entries) => {
            let kept = entries.0.iter().filter(|(key, _)| !is_left_out(key));
            let kept = kept.map(|(key, value)| (key.clone(), without_left_out(value)));
            PdfValue::Dictionary(PdfEntries(kept.collect()))
        }
        other => other.clone(),
    }
}

/// Whether a stream holds operators: a form, or the cell of a pattern.
pub(super) fn is_contents(entries: &PdfEntries) -> bool {
    entries.get("Subtype").and_then(PdfValue::name) == Some(b"Form")
        || entries.get("PatternType").is_some()
}
