//! Which part of a file takes how many bytes.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use super::file::PdfFile;
use super::file::object::{Dictionary, Object};

/// The maximum number of objects whose bytes are counted.
const MAX_OBJECTS: usize = 2_000_000;

/// What bytes are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Part"))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FilePart {
    /// Fonts with all that belongs to them.
    Fonts,
    /// Pictures with masks and profiles.
    Pictures,
    /// What pages draw.
    Content,
    /// Tags.
    Structure,
    /// Attached files.
    Attachments,
    /// XMP and the information dictionary.
    Metadata,
    /// Pages, links, tables of objects, and whatever belongs to nothing.
    Rest,
}

/// A part and its share.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Share {
    /// What the bytes are for.
    pub part: FilePart,
    /// How many.
    pub bytes: usize,
    /// Of the whole file.
    pub percent: f64,
}

/// Parts in the order in which they claim what belongs to several.
const ORDER: [FilePart; 6] = [
    FilePart::Attachments,
    FilePart::Metadata,
    FilePart::Fonts,
    FilePart::Pictures,
    FilePart::Content,
    FilePart::Structure,
];

/// How the bytes of a file divide into its parts.
pub fn size_breakdown(file: &PdfFile<'_>, bytes: usize) -> Vec<Share> {
    // Tables may name objects that are not there and to which nothing leads.
    file.mute();
    let numbers = file.numbers();
    if numbers.len() > MAX_OBJECTS {
        file.note_limit(format!("there are more than {MAX_OBJECTS} objects"));
    }
    let mut claims = Claims::default();
    for number in numbers.into_iter().take(MAX_OBJECTS) {
        claims.look(file, number);
    }
    if let Some(info) = file.trailer().get("Info").and_then(Object::reference) {
        claims.roots.entry(FilePart::Metadata).or_default().push(info);
    }
    if let Some(streams) = file.trailer().get("AdditionalStreams") {
        references(streams, claims.roots.entry(FilePart::Attachments).or_default());
    }
    for part in ORDER {
        let roots = claims.roots.remove(&part).unwrap_or_default();
        claims.claim(file, roots, part);
    }
    let mut sums: BTreeMap<FilePart, f64> = BTreeMap::new();
    for (number, part) in &claims.owners {
        *sums.entry(*part).or_default() += file.size(*number);
    }
    let all = bytes as f64;
    let mut shares: Vec<_> = ORDER
        .iter()
        .map(|part| {
            let sum = sums.get(part).copied().unwrap_or_default().min(all);
            Share { part: *part, bytes: sum.round() as usize, percent: percent(sum, all) }
        })
        .collect();
    let known: usize = shares.iter().map(|share| share.bytes).sum();
    let rest = bytes.saturating_sub(known);
    shares.push(Share { part: FilePart::Rest, bytes: rest, percent: percent(rest as f64, all) });
    shares.sort_by_key(|share| share.part);
    shares
}

fn percent(bytes: f64, all: f64) -> f64 {
    (bytes / all.max(1.0) * 1000.0).round() / 10.0
}

#[derive(Default)]
struct Claims {
    owners: HashMap<u32, FilePart>,
    roots: BTreeMap<FilePart, Vec<u32>>,
}

impl Claims {
    /// What an object says of itself.
    fn look(&mut self, file: &PdfFile<'_>, number: u32) {
        let object = file.object(number);
        let Some(dictionary) = object.dictionary() else { return };
        let kind = dictionary.name("Type").unwrap_or_default();
        let subtype = dictionary.name("Subtype").unwrap_or_default();
        let is_stream = object.stream().is_some();
        let part = match (kind, subtype) {
            ("Catalog" | "Pages" | "Annot" | "XRef" | "ObjStm", _) => FilePart::Rest,
            ("Page", _) => {
                self.roots.entry(FilePart::Content).or_default().extend(contents(dictionary));
                FilePart::Rest
            }
            ("Font" | "FontDescriptor", _) => FilePart::Fonts,
            ("Filespec" | "EmbeddedFile" | "F", _) => FilePart::Attachments,
            ("Metadata", _) | (_, "XML") if is_stream => FilePart::Metadata,
            ("StructTreeRoot" | "StructElem", _) => FilePart::Structure,
            ("Pattern" | "ExtGState", _) => FilePart::Content,
            (_, "Image") if is_stream => FilePart::Pictures,
            (_, "Form") if is_stream => FilePart::Content,
            _ => return,
        };
        match part {
            FilePart::Rest => {
                self.owners.insert(number, FilePart::Rest);
            }
            part => self.roots.entry(part).or_default().push(number),
        }
    }

    /// Claims objects and all to which they lead, as far as no other part has them.
    fn claim(&mut self, file: &PdfFile<'_>, roots: Vec<u32>, part: FilePart) {
        let mut waiting = roots;
        while let Some(number) = waiting.pop() {
            if self.owners.contains_key(&number) {
                continue;
            }
            self.owners.insert(number, part);
            references(&file.object(number), &mut waiting);
        }
    }
}

/// The references in an object. It is no deeper than the reader has let it be.
fn references(object: &Object, found: &mut Vec<u32>) {
    match object {
        Object::Reference(number) => found.push(*number),
        Object::Array(all) => all.iter().for_each(|one| references(one, found)),
        Object::Dictionary(dictionary) => {
            dictionary.0.values().for_each(|one| references(one, found));
        }
        Object::Stream(stream) => {
            stream.dictionary.0.values().for_each(|one| references(one, found));
        }
        _ => {}
    }
}

/// The content of a page.
fn contents(page: &Dictionary) -> Vec<u32> {
    let mut found = Vec::new();
    if let Some(contents) = page.get("Contents") {
        references(contents, &mut found);
    }
    found
}
