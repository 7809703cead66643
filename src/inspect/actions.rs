//! What a reader can do with a file, and what the file wants to do itself: links,
//! outlines, forms, scripts and other actions.

use std::collections::BTreeMap;

use serde::Serialize;

use super::file::PdfFile;
use super::file::object::{Dictionary, Object};
use super::limits::{MAX_ACTIONS, MAX_ENTRIES, MAX_KINDS};
use super::walk::Walk;

/// Links, outlines, forms and actions.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Actions {
    /// Entries of the outlines, which readers show as bookmarks.
    pub outlines: usize,
    /// Links in all.
    pub links: usize,
    /// Links that lead out of the file.
    pub links_to_web: usize,
    /// Annotations besides links, by their kind.
    pub annotations: BTreeMap<String, usize>,
    /// Scripts, wherever they stand.
    pub scripts: usize,
    /// What happens by itself or by a click, by its kind; going to a page or to a web
    /// address does not count.
    pub actions: BTreeMap<String, usize>,
    /// Fields of forms.
    pub form_fields: usize,
    /// Whether the form is one of XFA.
    pub xfa: bool,
    /// Fields that are signed; whether rightly is not known.
    pub signatures: usize,
}

impl Actions {
    /// Counts what the document itself has.
    pub fn of_document(&mut self, file: &PdfFile<'_>) {
        let catalog = file.catalog();
        self.action(file, catalog.get("OpenAction"));
        self.actions_of(file, &catalog);
        let names = file.dictionary(&catalog, "Names").unwrap_or_default();
        each(file, names.get("JavaScript"), |walk, node| {
            let entries = file.array(node, "Names").unwrap_or_default();
            for script in entries.iter().skip(1).step_by(2) {
                self.action(file, Some(script));
            }
            walk.add(node.get("Kids"));
        });
        let outlines = file.dictionary(&catalog, "Outlines").unwrap_or_default();
        each(file, outlines.get("First"), |walk, entry| {
            self.outlines += 1;
            self.action(file, entry.get("A"));
            walk.add(entry.get("Next"));
            walk.add(entry.get("First"));
        });
        let form = file.dictionary(&catalog, "AcroForm").unwrap_or_default();
        self.xfa = form.get("XFA").is_some();
        each(file, form.get("Fields"), |walk, field| {
            let kids = file.array(field, "Kids").unwrap_or_default();
            if kids.first().is_some_and(|kid| is_field(file, kid)) {
                return walk.add(field.get("Kids"));
            }
            self.form_fields += 1;
            let kind = file.name(field, "FT");
            if kind.as_deref() == Some("Sig") && field.get("V").is_some() {
                self.signatures += 1;
            }
            self.actions_of(file, field);
        });
    }

    /// Counts what stands on a page.
    pub fn of_page(&mut self, file: &PdfFile<'_>, page: &Dictionary) {
        self.actions_of(file, page);
    }

    /// Counts an annotation.
    pub fn of_annotation(&mut self, file: &PdfFile<'_>, annotation: &Dictionary) {
        let kind = file.name(annotation, "Subtype").unwrap_or_default();
        if kind == "Link" {
            self.links += 1;
            let action = file.dictionary(annotation, "A");
            let action = action.and_then(|action| file.name(&action, "S"));
            self.links_to_web += usize::from(action.as_deref() == Some("URI"));
        } else if self.annotations.len() < MAX_KINDS {
            *self.annotations.entry(kind).or_default() += 1;
        }
        self.action(file, annotation.get("A"));
        self.actions_of(file, annotation);
    }

    /// Actions that follow events.
    fn actions_of(&mut self, file: &PdfFile<'_>, dictionary: &Dictionary) {
        let Some(events) = file.dictionary(dictionary, "AA") else { return };
        for action in events.entries.values().take(MAX_KINDS) {
            self.action(file, Some(action));
        }
    }

    fn action(&mut self, file: &PdfFile<'_>, action: Option<&Object>) {
        let mut action = action.cloned();
        for _ in 0..MAX_ACTIONS {
            let found = action.take().map(|action| file.resolve(&action));
            let Some(Object::Dictionary(found)) = found else { return };
            match file.name(&found, "S").unwrap_or_default().as_str() {
                "GoTo" | "URI" | "" => {}
                "JavaScript" => self.scripts += 1,
                kind if self.actions.len() < MAX_KINDS => {
                    *self.actions.entry(kind.to_owned()).or_default() += 1;
                }
                _ => {}
            }
            action = found.get("Next").cloned();
        }
    }
}

/// Whether a kid of a form's field is a field itself, and not the place of one.
fn is_field(file: &PdfFile<'_>, kid: &Object) -> bool {
    file.resolve(kid).dictionary().is_some_and(|kid| kid.get("T").is_some())
}

/// Visits each dictionary of a tree, to a maximum number.
fn each<'a, 'b>(
    file: &'a PdfFile<'b>,
    first: Option<&Object>,
    mut visit: impl FnMut(&mut Walk<'a, 'b>, &Dictionary),
) {
    let mut walk = Walk::new(file, first, MAX_ENTRIES);
    let mut count = 0;
    while let Some(dictionary) = walk.next() {
        if count == MAX_ENTRIES || walk.is_cut() {
            file.note_limit(format!("a list has more than {MAX_ENTRIES} entries"));
            return;
        }
        count += 1;
        visit(&mut walk, &dictionary);
    }
}
