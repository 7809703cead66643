//! XMP: the properties of the document that are asked for.
//!
//! The parser compares each name with the namespaces in scope and each attribute with
//! those beside it. What that takes is reckoned beforehand, so that no packet is parsed
//! that is made to take long.

use std::collections::BTreeMap;

use roxmltree::{Document, Node, ParsingOptions};
use serde::Serialize;

use super::file::PdfFile;
use super::file::object::{Dictionary, Object};
use super::limits::{MAX_CHARACTERS, MAX_XMP_BYTES, MAX_XMP_NODES, MAX_XMP_WORK, Work};
use super::words;

/// The state of the XMP metadata.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Xmp {
    #[default]
    /// There is none.
    None,
    /// It is no XML.
    Broken,
    /// It was read.
    Read,
}

pub const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
pub const DC: &str = "http://purl.org/dc/elements/1.1/";
pub const XMP: &str = "http://ns.adobe.com/xap/1.0/";
pub const PDF: &str = "http://ns.adobe.com/pdf/1.3/";
pub const PDF_A: &str = "http://www.aiim.org/pdfa/ns/id/";
pub const PDF_UA: &str = "http://www.aiim.org/pdfua/ns/id/";
pub const PDF_X: &str = "http://www.npes.org/pdfx/ns/id/";
pub const PDF_X_OLD: &str = "http://ns.adobe.com/pdfx/1.3/";
/// The properties that this program writes.
pub const LETTERPRESS: &str = "urn:x-letterpress:release:1.0/";

/// The properties that are asked for; others are passed over.
const WANTED: [(&str, &str); 21] = [
    (DC, "title"),
    (DC, "creator"),
    (DC, "description"),
    (DC, "identifier"),
    (PDF, "Keywords"),
    (PDF, "Producer"),
    (XMP, "CreatorTool"),
    (XMP, "CreateDate"),
    (XMP, "ModifyDate"),
    (PDF_A, "part"),
    (PDF_A, "conformance"),
    (PDF_UA, "part"),
    (PDF_X, "GTS_PDFXVersion"),
    (PDF_X, "GTS_PDFXConformance"),
    (PDF_X_OLD, "GTS_PDFXVersion"),
    (PDF_X_OLD, "GTS_PDFXConformance"),
    (LETTERPRESS, "version"),
    (LETTERPRESS, "letterhead"),
    (LETTERPRESS, "letterheadHash"),
    (LETTERPRESS, "layoutHash"),
    (LETTERPRESS, "edition"),
];

/// The maximum number of characters of all items of a list together.
const MAX_LIST_CHARACTERS: usize = 16 * MAX_CHARACTERS;

/// The properties of XMP by namespace and name.
pub type Properties = BTreeMap<(String, String), String>;

/// The properties of the document, each with its namespace.
pub fn read(file: &PdfFile<'_>, catalog: &Dictionary) -> (Xmp, Properties) {
    let metadata = file.value(catalog, "Metadata");
    if metadata.stream().is_none() {
        return (Xmp::None, Properties::new());
    }
    let found = parsed(file, &metadata, |document| properties(document, file));
    found.map_or((Xmp::Broken, Properties::new()), |properties| (Xmp::Read, properties))
}

/// Reads a packet; none of what is no XML, or takes too much work.
pub fn parsed<T>(
    file: &PdfFile<'_>,
    metadata: &Object,
    read: impl FnOnce(&Document<'_>) -> T,
) -> Option<T> {
    let bytes = file.decode(metadata.stream()?).filter(|bytes| bytes.len() <= MAX_XMP_BYTES)?;
    if !file.budget.charge(Work::XmlByte, bytes.len()) {
        return None;
    }
    let text = match bytes.as_slice() {
        [0xFE, 0xFF, ..] | [0xFF, 0xFE, ..] => words::whole_text(&bytes),
        bytes => String::from_utf8_lossy(bytes).into_owned(),
    };
    let text = text.trim_matches(['\u{FEFF}', '\0', ' ', '\n', '\r', '\t']);
    let work = parsing_work(text);
    if work > MAX_XMP_WORK {
        file.note_limit("its XMP takes too much work");
        return None;
    }
    if !file.budget.charge_units(work) {
        return None;
    }
    let options = ParsingOptions { nodes_limit: MAX_XMP_NODES, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).ok().map(|document| read(&document))
}

/// What it takes to parse a packet, in units of [`Work::cost`], or more. No `<` stands in
/// a value, so that there are no more attributes in a tag than `=` from one `<` to the next.
fn parsing_work(text: &str) -> u64 {
    let mut comparisons = 0_u64;
    let (mut names, mut namespaces) = (0_u64, 0_u64);
    for piece in text.split('<') {
        let attributes = piece.bytes().filter(|byte| *byte == b'=').count() as u64;
        names += 1 + attributes;
        comparisons = comparisons.saturating_add(attributes.saturating_mul(attributes));
        namespaces += piece.matches("xmlns").count() as u64;
    }
    // Each may be in scope of all names; where it is declared it is compared with others.
    comparisons = comparisons.saturating_add(names.saturating_mul(1 + namespaces));
    comparisons.saturating_mul(Work::XmlComparison.cost())
}

fn properties(document: &Document<'_>, file: &PdfFile<'_>) -> Properties {
    let mut found = Properties::new();
    let descriptions = nodes(file, document.descendants()).filter(is_own_description);
    for description in descriptions {
        for attribute in description.attributes() {
            let space = attribute.namespace().unwrap_or_default();
            let key = (space, attribute.name());
            if WANTED.contains(&key) && file.budget.charge(Work::Character, attribute.value().len())
            {
                found.entry(owned(key)).or_insert_with(|| short(attribute.value()));
            }
        }
        for element in nodes(file, description.children()).filter(Node::is_element) {
            let name = element.tag_name();
            let key = (name.namespace().unwrap_or_default(), name.name());
            if !WANTED.contains(&key) || found.contains_key(&owned(key)) {
                continue;
            }
            let value = value_of(&element, file);
            if !value.trim().is_empty() {
                found.insert(owned(key), value);
            }
        }
    }
    found
}

/// The text of an element, or the items of the list that it has.
fn value_of(element: &Node<'_, '_>, file: &PdfFile<'_>) -> String {
    let mut items = Vec::new();
    let mut characters = 0;
    let mut is_choice = false;
    for node in nodes(file, element.descendants()) {
        is_choice |= node.has_tag_name((RDF, "Alt"));
        let text = node.text().filter(|_| node.has_tag_name((RDF, "li")));
        let Some(text) = text.filter(|_| characters < MAX_LIST_CHARACTERS) else { continue };
        if !file.budget.charge(Work::Character, text.len()) {
            break;
        }
        let item = short(text);
        characters += item.len();
        items.push(item);
    }
    match items.as_slice() {
        [] => element.text().map(short).unwrap_or_default(),
        // Of several languages the first is the default.
        [first, ..] if is_choice => first.clone(),
        all => all.join("; "),
    }
}

/// Nodes, each of them charged.
pub fn nodes<'a, 'input: 'a>(
    file: &PdfFile<'_>,
    nodes: impl Iterator<Item = Node<'a, 'input>>,
) -> impl Iterator<Item = Node<'a, 'input>> {
    nodes.take_while(|_| file.budget.charge(Work::XmlNode, 1))
}

fn owned((space, name): (&str, &str)) -> (String, String) {
    (space.to_owned(), name.to_owned())
}

/// Whether a node describes the document. Descriptions within others are of something else.
pub fn is_own_description(node: &Node<'_, '_>) -> bool {
    node.has_tag_name((RDF, "Description"))
        && node.parent().is_some_and(|above| above.has_tag_name((RDF, "RDF")))
}

fn short(text: &str) -> String {
    text.trim().chars().take(MAX_CHARACTERS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inspect::budget::Budget;
    use crate::limits::PdfLimits;

    const PACKET: &str = r#"<?xpacket begin="" id="x"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" pdfaid:part="2" rdf:about="">
<pdfaid:conformance>A</pdfaid:conformance>
<dc:title xmlns:dc="http://purl.org/dc/elements/1.1/"><rdf:Alt><rdf:li xml:lang="x-default">Muster</rdf:li>
<rdf:li xml:lang="en">Samples</rdf:li></rdf:Alt></dc:title>
<dc:creator xmlns:dc="http://purl.org/dc/elements/1.1/"><rdf:Seq><rdf:li>A</rdf:li><rdf:li>B</rdf:li></rdf:Seq></dc:creator>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"#;

    #[test]
    fn properties_are_found_in_both_forms() {
        let budget = Budget::of_file(0, &PdfLimits::default());
        let file = PdfFile::new(b"", String::new(), budget);
        let found = properties(&Document::parse(PACKET).unwrap(), &file);
        let get = |space: &str, name: &str| {
            found.get(&(space.to_owned(), name.to_owned())).map(String::as_str)
        };
        assert_eq!(get(PDF_A, "part"), Some("2"));
        assert_eq!(get(PDF_A, "conformance"), Some("A"));
        assert_eq!(get(DC, "title"), Some("Muster"));
        assert_eq!(get(DC, "creator"), Some("A; B"));
    }

    #[test]
    fn packets_that_take_long_are_known_beforehand() {
        assert!(parsing_work(PACKET) < 10_000);
        let spaces: String =
            (0..30_000).map(|number| format!("<a{number} xmlns:a{number}='a'>")).collect();
        let attributes: String = (0..100_000).map(|number| format!(" a{number}=''")).collect();
        for hostile in [spaces, attributes] {
            assert!(parsing_work(&hostile) > MAX_XMP_WORK, "{}", parsing_work(&hostile));
        }
    }
}
