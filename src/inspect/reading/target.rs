//! Where links lead: to an address, or to a page of the file.

use std::collections::HashMap;
use std::rc::Rc;

use crate::inspect::file::PdfFile;
use crate::inspect::file::object::{Dictionary, Object};
use crate::inspect::limits::{MAX_DESTINATIONS, Work};
use crate::inspect::walk::Walk;

/// About how many bytes of memory a name of a destination takes besides its bytes.
const NAME_BYTES: usize = 96;

/// What an annotation says, and where it leads.
#[derive(Debug, Default)]
pub struct AnnotationTarget {
    /// What it says besides the words on the page.
    pub contents: Option<String>,
    /// The address, or the name of another file.
    pub address: Option<String>,
    /// The page, counted from 1.
    pub page: Option<usize>,
    /// The value of a form's field.
    pub value: Option<String>,
}

/// The destinations of a file.
pub struct Destinations<'a, 'b> {
    file: &'a PdfFile<'b>,
    /// Pages by the numbers of their objects.
    pages: HashMap<u32, usize>,
    /// Pages by the names of destinations, once one was asked for.
    names: Option<HashMap<Rc<[u8]>, usize>>,
}

impl<'a, 'b> Destinations<'a, 'b> {
    pub fn new(file: &'a PdfFile<'b>, pages: HashMap<u32, usize>) -> Self {
        Self { file, pages, names: None }
    }

    /// The page of an object, counted from 1.
    pub fn page(&self, object: u32) -> Option<usize> {
        self.pages.get(&object).copied()
    }

    /// What an annotation says, and where it leads.
    pub fn of_annotation(&mut self, annotation: &Dictionary) -> AnnotationTarget {
        let file = self.file;
        let mut target = AnnotationTarget {
            contents: file.text(annotation, "Contents"),
            ..AnnotationTarget::default()
        };
        if file.name(annotation, "Subtype").as_deref() == Some("Widget") {
            // What the field is called for people, or for programs.
            let parent = file.dictionary(annotation, "Parent").unwrap_or_default();
            let said = ["TU", "T"]
                .into_iter()
                .find_map(|key| file.text(annotation, key).or_else(|| file.text(&parent, key)));
            target.contents = said.or(target.contents);
            target.value = file.text(annotation, "V").or_else(|| file.text(&parent, "V"));
            return target;
        }
        target.page = annotation.get("Dest").and_then(|found| self.destination(found));
        let action = file.dictionary(annotation, "A").unwrap_or_default();
        match file.name(&action, "S").as_deref() {
            Some("URI") => target.address = file.text(&action, "URI"),
            Some("GoTo") => target.page = action.get("D").and_then(|found| self.destination(found)),
            Some("GoToR" | "Launch" | "GoToE") => target.address = self.other_file(&action),
            _ => {}
        }
        target
    }

    /// The name of another file.
    fn other_file(&self, action: &Dictionary) -> Option<String> {
        let named = self.file.value(action, "F");
        match named.dictionary() {
            Some(named) => self.file.text(named, "UF").or_else(|| self.file.text(named, "F")),
            None => self.file.text(action, "F"),
        }
    }

    fn destination(&mut self, found: &Object) -> Option<usize> {
        match self.file.resolve(found) {
            Object::Text(name) => self.named(&name),
            Object::Name(name) => self.named(name.as_bytes()),
            found => self.explicit(&found),
        }
    }

    fn named(&mut self, name: &[u8]) -> Option<usize> {
        let names = self.names.take().unwrap_or_else(|| self.read_names());
        let found = names.get(name).copied();
        self.names = Some(names);
        found
    }

    /// A destination that is no name: an array, or a dictionary with one.
    fn explicit(&self, found: &Object) -> Option<usize> {
        let inner = found.dictionary().map(|found| self.file.value(found, "D"));
        let array = inner.as_ref().unwrap_or(found).array()?;
        let page = array.first()?;
        match page.reference() {
            Some(object) => self.page(object),
            // The number of a page of this file, counted from 0.
            None => page.count().and_then(|page| page.checked_add(1)),
        }
    }

    fn read_names(&self) -> HashMap<Rc<[u8]>, usize> {
        let mut names = HashMap::new();
        let catalog = self.file.catalog();
        let old = self.file.dictionary(&catalog, "Dests").unwrap_or_default();
        for (name, found) in &old.entries {
            if !self.add_name(&mut names, name.as_bytes().into(), found) {
                return names;
            }
        }
        let tree = self.file.dictionary(&catalog, "Names").unwrap_or_default();
        let mut walk = Walk::new(self.file, tree.get("Dests"), MAX_DESTINATIONS);
        while let Some(node) = walk.next() {
            let entries = self.file.array(&node, "Names").unwrap_or_default();
            for entry in entries.chunks_exact(2) {
                let [name, found] = entry else { continue };
                let Object::Text(name) = self.file.resolve(name) else { continue };
                if !self.add_name(&mut names, name, found) {
                    return names;
                }
            }
            walk.add(node.get("Kids"));
        }
        names
    }

    fn add_name(
        &self,
        names: &mut HashMap<Rc<[u8]>, usize>,
        name: Rc<[u8]>,
        found: &Object,
    ) -> bool {
        if names.len() >= MAX_DESTINATIONS {
            self.file.note_limit(format!("there are more than {MAX_DESTINATIONS} destinations"));
            return false;
        }
        let budget = &self.file.budget;
        if !budget.charge(Work::Node, 1) || !budget.retain(NAME_BYTES + name.len()) {
            return false;
        }
        if let Some(page) = self.explicit(&self.file.resolve(found)) {
            names.insert(name, page);
        }
        true
    }
}
