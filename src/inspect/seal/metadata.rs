//! Whether the metadata of an update says what it said before, in whatever form of XML.
//!
//! Programs that sign put another packet in the place of the old one, with their name and the time
//! of the signature. XMP has several ways to write one thing (ISO 16684-1, 7.9): a property as an
//! attribute or as an element, a structure as a description within or as `parseType`.

use std::collections::BTreeMap;

use roxmltree::{Document, Node};

use crate::inspect::file::PdfFile;
use crate::inspect::file::object::Object;
use crate::inspect::limits::Work;
use crate::inspect::xmp::{self, PDF, RDF, XMP};

/// Who changed the file last, and when.
const FREE: [(&str, &str); 3] = [(XMP, "ModifyDate"), (XMP, "MetadataDate"), (PDF, "Producer")];

const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// How deep values may lie in each other. Those of a sheet are five levels deep.
const MAX_DEPTH: usize = 12;

/// A value, in one form for all ways to write it.
#[derive(Debug, PartialEq, Eq)]
enum XmpValue {
    Text(String),
    /// Its kind, and the items with their languages.
    List(String, Vec<(Option<String>, XmpValue)>),
    Structure(Statements),
}

/// What is said, by namespace and name.
type Statements = BTreeMap<(String, String), XmpValue>;

/// Whether two packets say the same; not where one of them cannot be read.
pub fn says_the_same(first: &PdfFile<'_>, old: &Object, file: &PdfFile<'_>, new: &Object) -> bool {
    let old = xmp::parsed(first, old, |document| statements(document, first)).flatten();
    let new = xmp::parsed(file, new, |document| statements(document, file)).flatten();
    old.is_some() && old == new
}

/// All that is said of the document; none where something is said twice or lies too deep.
fn statements(document: &Document<'_>, file: &PdfFile<'_>) -> Option<Statements> {
    let mut all = Statements::new();
    let descriptions = xmp::nodes(file, document.descendants()).filter(xmp::is_own_description);
    for description in descriptions {
        for (name, value) in structure(&description, file, MAX_DEPTH)? {
            if all.insert(name, value).is_some() {
                return None;
            }
        }
    }
    FREE.iter().for_each(|(space, name)| {
        all.remove(&((*space).to_owned(), (*name).to_owned()));
    });
    Some(all)
}

/// The properties of a description or a structure.
fn structure(node: &Node<'_, '_>, file: &PdfFile<'_>, depth: usize) -> Option<Statements> {
    let depth = depth.checked_sub(1)?;
    let mut all = Statements::new();
    for attribute in node.attributes() {
        let space = attribute.namespace().unwrap_or_default();
        if [RDF, XML].contains(&space) {
            continue;
        }
        let text = text(attribute.value(), file)?;
        all.insert((space.to_owned(), attribute.name().to_owned()), text);
    }
    for element in xmp::nodes(file, node.children()).filter(Node::is_element) {
        let name = element.tag_name();
        let key = (name.namespace().unwrap_or_default().to_owned(), name.name().to_owned());
        if all.insert(key, value(&element, file, depth)?).is_some() {
            return None;
        }
    }
    Some(all)
}

fn value(element: &Node<'_, '_>, file: &PdfFile<'_>, depth: usize) -> Option<XmpValue> {
    if let Some(address) = element.attribute((RDF, "resource")) {
        return text(address, file);
    }
    let mut children = xmp::nodes(file, element.children()).filter(Node::is_element);
    let (first, second) = (children.next(), children.next());
    let is_structure = element.attribute((RDF, "parseType")) == Some("Resource")
        || element.attributes().any(|one| !matches!(one.namespace(), Some(RDF | XML)));
    Some(match first {
        Some(inner) if second.is_none() && inner.has_tag_name((RDF, "Description")) => {
            XmpValue::Structure(structure(&inner, file, depth)?)
        }
        Some(list) if second.is_none() && list.tag_name().namespace() == Some(RDF) => {
            list_of(&list, file, depth)?
        }
        _ if first.is_some() || is_structure => {
            XmpValue::Structure(structure(element, file, depth)?)
        }
        _ => {
            // Comments may stand between its pieces.
            let pieces = element.children().filter(Node::is_text);
            text(&pieces.filter_map(|piece| piece.text()).collect::<String>(), file)?
        }
    })
}

fn list_of(list: &Node<'_, '_>, file: &PdfFile<'_>, depth: usize) -> Option<XmpValue> {
    let depth = depth.checked_sub(1)?;
    let items = xmp::nodes(file, list.children()).filter(Node::is_element);
    let items = items.map(|item| {
        let language = item.attribute((XML, "lang")).map(str::to_owned);
        Some((language, value(&item, file, depth)?))
    });
    Some(XmpValue::List(list.tag_name().name().to_owned(), items.collect::<Option<_>>()?))
}

fn text(text: &str, file: &PdfFile<'_>) -> Option<XmpValue> {
    file.budget.charge(Work::Character, text.len()).then(|| XmpValue::Text(text.trim().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inspect::budget::Budget;
    use crate::limits::PdfLimits;

    fn said(properties: &str) -> Option<Statements> {
        let packet = format!(
            r#"<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="{RDF}" xmlns:xmp="{XMP}" xmlns:pdf="{PDF}" xmlns:dc="d">{properties}</rdf:RDF></x:xmpmeta>"#
        );
        let budget = Budget::of_file(0, &PdfLimits::default());
        let file = PdfFile::new(b"", String::new(), budget);
        statements(&Document::parse(&packet).unwrap(), &file)
    }

    #[test]
    fn one_thing_is_said_in_several_ways() {
        let elements = said(
            r#"<rdf:Description rdf:about=""><dc:a>1</dc:a><xmp:ModifyDate>2022</xmp:ModifyDate><dc:title><rdf:Alt><rdf:li xml:lang="de">Moor</rdf:li></rdf:Alt></dc:title><dc:s rdf:parseType="Resource"><dc:x>y</dc:x><dc:z>u</dc:z></dc:s></rdf:Description>"#,
        );
        let attributes = said(
            r#"<rdf:Description xmp:ModifyDate="2026" pdf:Producer="P" dc:a="1"><dc:s><rdf:Description dc:x="y"><dc:z rdf:resource="u"/></rdf:Description></dc:s></rdf:Description><rdf:Description><dc:title><rdf:Alt> <rdf:li xml:lang="de">Mo<!-- -->or</rdf:li></rdf:Alt></dc:title></rdf:Description>"#,
        );
        assert!(elements.is_some());
        assert_eq!(elements, attributes);
    }

    #[test]
    fn other_things_are_other() {
        let title = |text: &str| {
            said(&format!(
                "<rdf:Description><dc:title><rdf:Alt><rdf:li>{text}</rdf:li></rdf:Alt></dc:title></rdf:Description>"
            ))
        };
        assert_eq!(title("Moor"), title(" Moor "));
        assert_ne!(title("Moor"), title("Meer"));
        assert_ne!(title("Moor"), title("Moor<!-- --> und Meer"));
        assert_ne!(
            said("<rdf:Description dc:a='1'/>"),
            said("<rdf:Description dc:a='1' dc:b='2'/>")
        );
        // Readers differ in which of the two they take.
        assert_eq!(said("<rdf:Description dc:a='1'><dc:a>2</dc:a></rdf:Description>"), None);
        let deep = "<rdf:Description><dc:a>".repeat(20) + &"</dc:a></rdf:Description>".repeat(20);
        assert_eq!(said(&deep), None);
    }
}
