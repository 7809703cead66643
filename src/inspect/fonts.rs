//! Fonts: which there are, of which kind, and what of them is in the file.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::rc::Rc;

use serde::Serialize;

use super::file::PdfFile;
use super::file::object::{Dictionary, Object};
use super::limits::{MAX_FONTS, MAX_RESOURCE_DEPTH, Work};
use super::pages::PageObject;

/// A font.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Font {
    /// Its name without the six letters that mark a subset.
    pub name: String,
    /// Such as `TrueType` or `CID TrueType`.
    pub kind: String,
    /// Whether it is in the file.
    pub embedded: bool,
    /// Whether only the characters that are used are in the file.
    pub subset: bool,
    /// Whether it says which characters its glyphs are.
    pub to_unicode: bool,
    /// How codes become characters: a name of the standard, or `own`.
    pub encoding: Option<String>,
    /// The number of its object.
    pub object: Option<u32>,
}

/// Gathers the fonts of all pages.
#[derive(Default)]
pub struct FontCollector {
    found: BTreeMap<u32, Font>,
    /// Those that have no object of their own.
    direct: BTreeSet<Font>,
    /// Objects that were looked through, and where.
    seen: HashSet<(Place, u32)>,
}

/// Where an object stands that names fonts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Place {
    Resources,
    /// Under a key of resources.
    Entries(&'static str),
    Drawing,
}

impl FontCollector {
    /// Looks through what a page names.
    pub fn of_page(&mut self, file: &PdfFile<'_>, page: &PageObject) {
        if let Some(resources) = &page.resources {
            self.resources(file, resources, 0);
        }
    }

    /// Looks through what an annotation draws.
    pub fn of_annotation(&mut self, file: &PdfFile<'_>, annotation: &Dictionary) {
        let Some(looks) = file.dictionary(annotation, "AP") else { return };
        let Some(normal) = looks.get("N") else { return };
        match file.resolve(normal) {
            Object::Stream(_) => self.drawing(file, normal, 0),
            Object::Dictionary(states) => {
                states.entries.values().for_each(|state| self.drawing(file, state, 0));
            }
            _ => {}
        }
    }

    /// All of them, in the order of their names.
    pub fn list(self) -> Vec<Font> {
        let mut fonts: Vec<_> = self.found.into_values().chain(self.direct).collect();
        fonts.sort();
        fonts
    }

    fn resources(&mut self, file: &PdfFile<'_>, object: &Object, depth: usize) {
        if !self.is_new(Place::Resources, Some(object)) || depth > MAX_RESOURCE_DEPTH {
            return;
        }
        let resources = file.resolve(object);
        let Some(resources) = resources.dictionary() else { return };
        for font in self.new_entries(file, resources, "Font") {
            self.font(file, &font, depth);
        }
        for key in ["XObject", "Pattern"] {
            for drawing in self.new_entries(file, resources, key) {
                self.drawing(file, &drawing, depth);
            }
        }
        for state in self.new_entries(file, resources, "ExtGState") {
            let state = file.resolve(&state);
            let font = state.dictionary().and_then(|state| file.array(state, "Font"));
            if let Some(font) = font.as_ref().and_then(|font| font.first()) {
                self.font(file, font, depth);
            }
        }
    }

    /// What the dictionary under a key of resources names, unless it is an object that
    /// was looked through already.
    fn new_entries(
        &mut self,
        file: &PdfFile<'_>,
        resources: &Dictionary,
        key: &'static str,
    ) -> Vec<Object> {
        if !self.is_new(Place::Entries(key), resources.get(key)) {
            return Vec::new();
        }
        let dictionary = file.dictionary(resources, key).unwrap_or_default();
        // Each is looked at by a lookup of its own.
        let room = file.budget.affordable(Work::Lookup);
        dictionary.entries.values().take(room).cloned().collect()
    }

    /// Whether an object is met for the first time in such a place.
    fn is_new(&mut self, place: Place, object: Option<&Object>) -> bool {
        let number = object.and_then(Object::reference);
        number.is_none_or(|number| self.seen.insert((place, number)))
    }

    /// A drawing, a pattern or a picture.
    fn drawing(&mut self, file: &PdfFile<'_>, object: &Object, depth: usize) {
        if !self.is_new(Place::Drawing, Some(object)) {
            return;
        }
        let drawing = file.resolve(object);
        let resources = drawing.dictionary().and_then(|drawing| drawing.get("Resources"));
        if let Some(resources) = resources {
            self.resources(file, resources, depth + 1);
        }
    }

    fn font(&mut self, file: &PdfFile<'_>, object: &Object, depth: usize) {
        let number = object.reference();
        if number.is_some_and(|number| self.found.contains_key(&number)) {
            return;
        }
        let found = file.resolve(object);
        let Some(dictionary) = found.dictionary() else { return };
        if self.found.len() + self.direct.len() >= MAX_FONTS {
            file.note_limit(format!("there are more than {MAX_FONTS} fonts"));
            return;
        }
        if !file.budget.charge(Work::Font, 1) {
            return;
        }
        let font = describe(file, dictionary, number);
        match number {
            Some(number) => {
                self.found.insert(number, font);
            }
            None => {
                self.direct.insert(font);
            }
        }
        // The glyphs of a font of type 3 may use other fonts.
        if let Some(resources) = dictionary.get("Resources") {
            self.resources(file, resources, depth + 1);
        }
    }
}

fn describe(file: &PdfFile<'_>, font: &Rc<Dictionary>, object: Option<u32>) -> Font {
    let below = file.array(font, "DescendantFonts");
    let below = below.and_then(|below| below.first().map(|one| file.resolve(one)));
    let below = below.and_then(|below| below.dictionary().cloned());
    let inner = below.as_ref().unwrap_or(font);
    let descriptor = file.dictionary(inner, "FontDescriptor").unwrap_or_default();
    let subtype = file.name(inner, "Subtype").unwrap_or_default();
    let third = file.value(&descriptor, "FontFile3").stream().cloned();
    let third_kind = third.as_ref().and_then(|stream| file.name(&stream.dictionary, "Subtype"));
    let embedded = subtype == "Type3"
        || third.is_some()
        || ["FontFile", "FontFile2"]
            .iter()
            .any(|key| file.value(&descriptor, key).stream().is_some());
    let kind = match (subtype.as_str(), third_kind.as_deref()) {
        ("CIDFontType0", Some("OpenType")) => "CID OpenType (CFF)",
        ("CIDFontType0", Some(_)) => "CID CFF",
        ("CIDFontType0", None) => "CID Type 1",
        ("CIDFontType2", Some("OpenType")) => "CID OpenType",
        ("CIDFontType2", _) => "CID TrueType",
        ("TrueType", Some("OpenType")) => "OpenType",
        ("TrueType", _) => "TrueType",
        ("Type1", Some("OpenType")) => "OpenType (CFF)",
        ("Type1", Some(_)) => "CFF",
        ("Type1", None) => "Type 1",
        ("MMType1", _) => "Multiple Master",
        ("Type3", _) => "Type 3",
        _ => "unknown",
    };
    let encoding = match file.value(font, "Encoding") {
        Object::Name(name) => Some(name.to_string()),
        Object::Dictionary(own) => Some(
            own.name("BaseEncoding")
                .map_or_else(|| "own".into(), |base| format!("{base}, changed")),
        ),
        Object::Stream(_) => Some("own".to_owned()),
        _ => None,
    };
    let name = file.name(font, "BaseFont").or_else(|| file.name(font, "Name"));
    let name = name.unwrap_or_else(|| "(without a name)".to_owned());
    let (name, subset) = without_mark(&name);
    Font {
        name: name.to_owned(),
        kind: kind.to_owned(),
        embedded,
        subset,
        to_unicode: file.value(font, "ToUnicode") != Object::Null,
        encoding,
        object,
    }
}

/// `ABCDEF+Name` without its mark.
fn without_mark(name: &str) -> (&str, bool) {
    match name.split_once('+') {
        Some((mark, rest)) if mark.len() == 6 && mark.bytes().all(|b| b.is_ascii_uppercase()) => {
            (rest, true)
        }
        _ => (name, false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subsets_are_marked_by_six_letters() {
        assert_eq!(without_mark("ABCDEF+Liberation"), ("Liberation", true));
        assert_eq!(without_mark("ABC+Liberation"), ("ABC+Liberation", false));
    }
}
