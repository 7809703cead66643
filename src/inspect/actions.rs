//! What a reader can do with a file, and what the file wants to do itself: links,
//! outlines, forms, scripts and other actions.

use std::collections::{BTreeMap, HashSet};

use serde::Serialize;

use super::file::PdfFile;
use super::file::object::{Dictionary, Object};

/// The maximum number of entries of outlines and forms that are counted.
const MAX_ENTRIES: usize = 200_000;

/// The maximum length of a chain of actions that follow one another.
const MAX_CHAIN: usize = 32;

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
        walk(file, names.get("JavaScript"), |node| {
            let entries = file.array(node, "Names").unwrap_or_default();
            for script in entries.iter().skip(1).step_by(2) {
                self.action(file, Some(script));
            }
            node.get("Kids").cloned()
        });
        let outlines = file.dictionary(&catalog, "Outlines").unwrap_or_default();
        walk(file, outlines.get("First"), |entry| {
            self.outlines += 1;
            self.action(file, entry.get("A"));
            let next = ["Next", "First"].iter().filter_map(|key| entry.get(key).cloned());
            Some(Object::Array(next.collect::<Vec<_>>().into()))
        });
        let form = file.dictionary(&catalog, "AcroForm").unwrap_or_default();
        self.xfa = form.get("XFA").is_some();
        walk(file, form.get("Fields"), |field| {
            let kids = file.array(field, "Kids").unwrap_or_default();
            if kids.first().is_some_and(|kid| is_field(file, kid)) {
                return Some(Object::Array(kids));
            }
            self.form_fields += 1;
            let kind = file.name(field, "FT");
            if kind.as_deref() == Some("Sig") && field.get("V").is_some() {
                self.signatures += 1;
            }
            self.actions_of(file, field);
            None
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
        } else if self.annotations.len() < 64 {
            *self.annotations.entry(kind).or_default() += 1;
        }
        self.action(file, annotation.get("A"));
        self.actions_of(file, annotation);
    }

    /// Actions that follow events.
    fn actions_of(&mut self, file: &PdfFile<'_>, dictionary: &Dictionary) {
        let Some(events) = file.dictionary(dictionary, "AA") else { return };
        for action in events.0.values().take(64) {
            self.action(file, Some(action));
        }
    }

    fn action(&mut self, file: &PdfFile<'_>, action: Option<&Object>) {
        let mut action = action.cloned();
        for _ in 0..MAX_CHAIN {
            let found = action.take().map(|action| file.resolve(&action));
            let Some(Object::Dictionary(found)) = found else { return };
            match file.name(&found, "S").unwrap_or_default().as_str() {
                "GoTo" | "URI" | "" => {}
                "JavaScript" => self.scripts += 1,
                kind if self.actions.len() < 64 => {
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

/// Visits each dictionary once, and then those that it names.
fn walk(
    file: &PdfFile<'_>,
    first: Option<&Object>,
    mut visit: impl FnMut(&Dictionary) -> Option<Object>,
) {
    let mut seen = HashSet::new();
    let mut waiting: Vec<_> = first.cloned().into_iter().collect();
    let mut count = 0;
    while let Some(object) = waiting.pop() {
        if object.reference().is_some_and(|number| !seen.insert(number)) {
            continue;
        }
        match file.resolve(&object) {
            Object::Array(all) => {
                let room = MAX_ENTRIES.saturating_sub(waiting.len());
                waiting.extend(all.iter().rev().take(room).cloned());
            }
            Object::Dictionary(dictionary) if count < MAX_ENTRIES => {
                count += 1;
                waiting.extend(visit(&dictionary));
            }
            Object::Dictionary(_) => {
                file.note_limit(format!("a list has more than {MAX_ENTRIES} entries"));
                return;
            }
            _ => {}
        }
    }
}
