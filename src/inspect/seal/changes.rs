//! What an update may put in the place of something: so little that nothing is seen or heard
//! otherwise.

use std::collections::HashSet;

use super::found::SealFault;
use super::metadata;
use crate::inspect::file::object::{Dictionary, Object};
use crate::inspect::file::{FileUpdate, PdfFile};
use crate::inspect::{pages, words};

/// What the catalogue may gain.
const CATALOG_KEYS: [&str; 5] = ["AcroForm", "DSS", "Extensions", "Perms", "Version"];

/// What may differ in the information dictionary: who changed the file last, and when.
const INFO_KEYS: [&str; 2] = ["ModDate", "Producer"];

/// The objects of a file that an update may put others in the place of.
pub struct Allowed {
    catalog: u32,
    info: Option<u32>,
    metadata: Option<u32>,
    pages: HashSet<u32>,
    /// Lists of annotations that are objects of their own, each with its page.
    annotations: Vec<(u32, u32)>,
    /// The first number that no object of the file has.
    first_new: u32,
}

impl Allowed {
    /// Those of a file; none where it is not as letterpress writes it.
    pub fn of(file: &PdfFile<'_>) -> Option<Self> {
        let catalog = file.trailer().get("Root")?.reference()?;
        let info = file.trailer().get("Info").and_then(Object::reference);
        let metadata = file.catalog().get("Metadata").and_then(Object::reference);
        let (mut pages, mut annotations) = (HashSet::new(), Vec::new());
        pages::each(file, |_, page| {
            let Some(number) = page.object else { return };
            pages.insert(number);
            let list = page.dictionary.get("Annots").and_then(Object::reference);
            annotations.extend(list.map(|list| (list, number)));
        });
        let size = file.trailer().get("Size").and_then(Object::count);
        let highest = file.numbers().last().copied()?.checked_add(1)?;
        let first_new = size.and_then(|size| u32::try_from(size).ok())?.max(highest);
        Some(Self { catalog, info, metadata, pages, annotations, first_new })
    }

    /// Whether no object of the file has this number.
    pub fn is_new(&self, number: u32) -> bool {
        number >= self.first_new
    }

    /// Refuses an update that replaces more than it may. `first` is the file before all updates,
    /// `file` that after this one.
    pub fn check(
        &self,
        first: &PdfFile<'_>,
        file: &PdfFile<'_>,
        update: &FileUpdate,
    ) -> Result<(), SealFault> {
        let trailer = &update.trailer;
        let is_same_root = trailer.get("Root").and_then(Object::reference) == Some(self.catalog);
        let info = trailer.get("Info").and_then(Object::reference);
        if !is_same_root || info.is_some_and(|info| Some(info) != self.info) {
            return Err(SealFault::new("an update replaces the root of the document"));
        }
        for number in update.numbers.iter().copied().filter(|number| !self.is_new(*number)) {
            let (old, new) = (first.object(number), file.object(number));
            let list = self.annotations.iter().find(|(list, _)| *list == number);
            match (&old, &new) {
                (Object::Dictionary(old), Object::Dictionary(new)) if number == self.catalog => {
                    check_catalog(file, old, new)?;
                }
                (Object::Dictionary(old), Object::Dictionary(new)) if Some(number) == self.info => {
                    if let Some(key) = changed(old, new, &INFO_KEYS, is_same_text) {
                        let what = "of the information dictionary";
                        return Err(SealFault::new(format!("an update changes `{key}` {what}")));
                    }
                }
                (Object::Dictionary(old), Object::Dictionary(new))
                    if self.pages.contains(&number) =>
                {
                    self.check_page(first, file, old, new)?;
                }
                (Object::Stream(_), Object::Stream(_)) if Some(number) == self.metadata => {
                    if !metadata::says_the_same(first, &old, file, &new) {
                        return Err(SealFault::new("an update changes what the metadata says"));
                    }
                }
                (Object::Array(_), Object::Array(_)) if list.is_some() => {
                    self.check_annotations(first, file, &old, &new)?;
                }
                _ => return Err(SealFault::new(format!("an update replaces {}", kind(&old)))),
            }
        }
        Ok(())
    }

    fn check_page(
        &self,
        first: &PdfFile<'_>,
        file: &PdfFile<'_>,
        old: &Dictionary,
        new: &Dictionary,
    ) -> Result<(), SealFault> {
        if let Some(key) = changed(old, new, &["Annots"], PartialEq::eq) {
            return Err(SealFault::new(format!("an update changes `{key}` of a page")));
        }
        self.check_annotations(first, file, &first.value(old, "Annots"), &file.value(new, "Annots"))
    }

    /// A page may gain signatures that nobody sees, behind the annotations that it has.
    fn check_annotations(
        &self,
        first: &PdfFile<'_>,
        file: &PdfFile<'_>,
        old: &Object,
        new: &Object,
    ) -> Result<(), SealFault> {
        let (old, new) = (first.resolve(old), file.resolve(new));
        let old = old.array().map(|list| list.to_vec()).unwrap_or_default();
        let new = new.array().map(|list| list.to_vec()).unwrap_or_default();
        let further = new.strip_prefix(old.as_slice());
        let further = further.ok_or_else(|| SealFault::new("an update changes links of a page"))?;
        let form = file.dictionary(&file.catalog(), "AcroForm").unwrap_or_default();
        let fields = file.array(&form, "Fields").unwrap_or_default();
        // The form judges its fields.
        if further.iter().any(|one| one.reference().is_none() || !fields.contains(one)) {
            return Err(SealFault::new("a page gains something that is no signature"));
        }
        Ok(())
    }
}

/// The catalogue may gain a form with signatures and what proves them; all else stays.
fn check_catalog(file: &PdfFile<'_>, old: &Dictionary, new: &Dictionary) -> Result<(), SealFault> {
    if let Some(key) = changed(old, new, &CATALOG_KEYS, PartialEq::eq) {
        return Err(SealFault::new(format!("an update changes `{key}` of the document")));
    }
    let permissions = file.dictionary(new, "Perms").unwrap_or_default();
    if permissions.entries.keys().any(|key| &**key != "DocMDP") {
        return Err(SealFault::new("an update changes what readers may do"));
    }
    Ok(())
}

/// The first key whose value is not what it was, but for those that may differ.
fn changed(
    old: &Dictionary,
    new: &Dictionary,
    free: &[&str],
    is_same: impl Fn(&Object, &Object) -> bool,
) -> Option<String> {
    let keys = old.entries.keys().chain(new.entries.keys());
    let mut keys = keys.filter(|key| !free.contains(&&***key));
    let differing = keys.find(|key| match (old.get(key), new.get(key)) {
        (Some(old), Some(new)) => !is_same(old, new),
        _ => true,
    });
    differing.map(|key| key.to_string())
}

/// Whether two values are the same text, in whichever of the encodings that texts may have.
fn is_same_text(old: &Object, new: &Object) -> bool {
    match (old, new) {
        (Object::Text(old), Object::Text(new)) => words::whole_text(old) == words::whole_text(new),
        (old, new) => old == new,
    }
}

/// What an object is, in words.
fn kind(object: &Object) -> String {
    let kind = object.dictionary().and_then(|found| {
        found.name("Type").or_else(|| found.name("Subtype")).or_else(|| found.name("S"))
    });
    match kind {
        Some("Metadata") => "the metadata".to_owned(),
        Some("Font" | "FontDescriptor") => "a font".to_owned(),
        Some("Image") => "a picture".to_owned(),
        Some("StructElem" | "StructTreeRoot") => "a part of the tags".to_owned(),
        Some("Filespec" | "EmbeddedFile") => "an attachment".to_owned(),
        Some(kind) => format!("an object of the kind `{kind}`"),
        None if object.stream().is_some() => "the content of a page".to_owned(),
        None => "an object of the document".to_owned(),
    }
}
