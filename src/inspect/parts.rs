//! Which part of a file takes how many bytes.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap, HashSet};

use serde::Serialize;

use super::file::PdfFile;
use super::file::object::Object;
use super::limits::Work;

/// What bytes are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
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
    let mut claims = Claims::default();
    for number in file.numbers() {
        if !file.budget.charge(Work::Share, 1) {
            break;
        }
        claims.look(file, number);
    }
    if let Some(info) = file.trailer().get("Info").and_then(Object::reference) {
        claims.root(file, FilePart::Metadata, info);
    }
    if let Some(streams) = file.trailer().get("AdditionalStreams") {
        references(streams, &mut |number| claims.root(file, FilePart::Attachments, number));
    }
    for part in ORDER {
        let roots = claims.roots.remove(&part).unwrap_or_default();
        claims.claim(file, roots, part);
    }
    let mut sums: BTreeMap<FilePart, f64> = BTreeMap::new();
    for (number, part) in &claims.owners {
        if !file.budget.charge(Work::Share, 1) {
            break;
        }
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
    known_roots: HashSet<(FilePart, u32)>,
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
                if let Some(contents) = dictionary.get("Contents") {
                    references(contents, &mut |number| {
                        self.root(file, FilePart::Content, number);
                    });
                }
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
            part => self.root(file, part, number),
        }
    }

    /// Enters an object with which a part begins; each once for each part.
    fn root(&mut self, file: &PdfFile<'_>, part: FilePart, number: u32) {
        if file.has(number) && self.known_roots.insert((part, number)) {
            self.roots.entry(part).or_default().push(number);
        }
    }

    /// Claims objects and all to which they lead, as far as no other part has them.
    fn claim(&mut self, file: &PdfFile<'_>, roots: Vec<u32>, part: FilePart) {
        let mut waiting = Vec::new();
        for root in roots {
            self.own(file, root, part, &mut waiting);
            while let Some(number) = waiting.pop() {
                if !file.budget.charge(Work::Share, 1) {
                    return;
                }
                references(&file.object(number), &mut |number| {
                    self.own(file, number, part, &mut waiting);
                });
            }
        }
    }

    /// Gives an object to a part, unless another has it, and lets it wait to be followed.
    fn own(&mut self, file: &PdfFile<'_>, number: u32, part: FilePart, waiting: &mut Vec<u32>) {
        if file.has(number)
            && let Entry::Vacant(place) = self.owners.entry(number)
        {
            place.insert(part);
            waiting.push(number);
        }
    }
}

/// Visits the references in an object. It is no deeper than the reader has let it be.
fn references(object: &Object, visit: &mut impl FnMut(u32)) {
    match object {
        Object::Reference(number) => visit(*number),
        Object::Array(all) => all.iter().for_each(|one| references(one, visit)),
        Object::Dictionary(dictionary) => {
            dictionary.entries.values().for_each(|one| references(one, visit));
        }
        Object::Stream(stream) => {
            stream.dictionary.entries.values().for_each(|one| references(one, visit));
        }
        _ => {}
    }
}
