//! The fields of signatures, and what each of them covers.

use std::rc::Rc;

use super::changes::Allowed;
use super::found::{Seal, SealFault};
use crate::inspect::file::PdfFile;
use crate::inspect::file::characters::from_hexadecimal;
use crate::inspect::file::object::{Dictionary, Object};

/// What a form may have that holds nothing but signatures.
const FORM_KEYS: [&str; 4] = ["Fields", "SigFlags", "DR", "DA"];

/// What a field may have that is a signature: nothing that acts.
const FIELD_KEYS: [&str; 23] = [
    "Type",
    "Subtype",
    "FT",
    "T",
    "TU",
    "TM",
    "Ff",
    "F",
    "V",
    "Rect",
    "P",
    "AP",
    "Lock",
    "SV",
    "MK",
    "BS",
    "Border",
    "DA",
    "Q",
    "H",
    "NM",
    "M",
    "StructParent",
];

/// The flag of annotations that are hidden on the screen and on paper (ISO 32000-1, table 165).
const HIDDEN: usize = 1 << 1;

/// The most fields of a form.
const MAX_FIELDS: usize = 64;

/// A field that holds a signature.
pub struct SignatureField {
    name: Option<String>,
    kind: Option<String>,
    /// The number of the object with the signature.
    object: u32,
    ranges: Vec<usize>,
    pub value: Rc<[u8]>,
}

/// The signatures of a form, in the order of its fields.
pub fn signatures(file: &PdfFile<'_>, allowed: &Allowed) -> Result<Vec<SignatureField>, SealFault> {
    let Some(form) = file.dictionary(&file.catalog(), "AcroForm") else { return Ok(Vec::new()) };
    if let Some(key) = form.entries.keys().find(|key| !FORM_KEYS.contains(&&***key)) {
        return Err(SealFault::new(format!("the form that was appended has `{key}`")));
    }
    let fields = file.array(&form, "Fields").unwrap_or_default();
    if fields.len() > MAX_FIELDS {
        return Err(SealFault::new("the form that was appended has very many fields"));
    }
    let mut signatures = Vec::new();
    for field in fields.iter() {
        let is_new = field.reference().is_some_and(|number| allowed.is_new(number));
        let Object::Dictionary(field) = file.resolve(field) else {
            return Err(SealFault::new("a field that was appended cannot be read"));
        };
        check(file, &field, is_new)?;
        signatures.extend(signature(file, &field)?);
    }
    Ok(signatures)
}

/// Refuses what is more than a signature that nobody sees.
pub fn check(file: &PdfFile<'_>, field: &Dictionary, is_new: bool) -> Result<(), SealFault> {
    if !is_new || file.name(field, "FT").as_deref() != Some("Sig") {
        return Err(SealFault::new("a field was appended that is no signature"));
    }
    if let Some(key) = field.entries.keys().find(|key| !FIELD_KEYS.contains(&&***key)) {
        return Err(SealFault::new(format!("the field of a signature has `{key}`")));
    }
    let corners = file.array(field, "Rect").unwrap_or_default();
    let corners: Vec<_> = corners.iter().filter_map(|one| file.resolve(one).number()).collect();
    let is_empty = match corners.as_slice() {
        [] => field.get("Rect").is_none(),
        [left, bottom, right, top] => left == right || bottom == top,
        _ => false,
    };
    let is_hidden = file.value(field, "F").count().is_some_and(|flags| flags & HIDDEN != 0);
    if !is_empty && !is_hidden {
        return Err(SealFault::new("a signature is drawn on a page"));
    }
    Ok(())
}

/// The signature of a field, if it has one yet.
fn signature(file: &PdfFile<'_>, field: &Dictionary) -> Result<Option<SignatureField>, SealFault> {
    let Some(value) = field.get("V") else { return Ok(None) };
    let object = value.reference().ok_or_else(unreadable)?;
    let signature = file.resolve(value);
    let signature = signature.dictionary().ok_or_else(unreadable)?;
    let ranges = file.array(signature, "ByteRange").ok_or_else(unreadable)?;
    let ranges: Option<Vec<_>> = ranges.iter().take(5).map(Object::count).collect();
    let value = signature.get("Contents").and_then(Object::text).cloned();
    Ok(Some(SignatureField {
        name: file.text(field, "T"),
        kind: file.name(signature, "SubFilter"),
        object,
        ranges: ranges.ok_or_else(unreadable)?,
        value: value.ok_or_else(unreadable)?,
    }))
}

impl SignatureField {
    /// What it covers, if that is everything from the first byte of the file to the end of its
    /// update, but its own value.
    pub fn seal(
        &self,
        file: &PdfFile<'_>,
        bytes: &[u8],
        length: usize,
        ends: impl Fn(usize) -> bool,
    ) -> Result<Seal, SealFault> {
        let [0, before, behind, rest] = *self.ranges.as_slice() else { return Err(partly()) };
        let end = behind.checked_add(rest).filter(|end| ends(*end)).ok_or_else(partly)?;
        let extent = file.extent(self.object).filter(|extent| {
            before >= length && extent.contains(&before) && behind <= extent.end && before < behind
        });
        let hole = extent.and_then(|_| bytes.get(before..behind)).ok_or_else(partly)?;
        let digits = hole.strip_prefix(b"<").and_then(|hole| hole.strip_suffix(b">"));
        let digits = digits.filter(|digits| is_plain(digits)).ok_or_else(partly)?;
        if from_hexadecimal(digits) != *self.value {
            return Err(partly());
        }
        Ok(Seal {
            field: self.name.clone(),
            kind: self.kind.clone(),
            covered: [0..before, behind..end],
            value: self.value.to_vec(),
        })
    }
}

fn unreadable() -> SealFault {
    SealFault::new("a signature cannot be read")
}

fn partly() -> SealFault {
    SealFault::new("a signature does not cover all that stands before it")
}

/// Whether these are pairs of hexadecimal digits, with all letters in one case: nothing in them
/// can be changed so that they are read as before.
fn is_plain(digits: &[u8]) -> bool {
    let is_upper = digits.iter().all(|byte| matches!(byte, b'0'..=b'9' | b'A'..=b'F'));
    let is_lower = digits.iter().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    (is_upper || is_lower) && digits.len().is_multiple_of(2)
}
