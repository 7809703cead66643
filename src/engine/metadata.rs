//! What a finished file says of itself beyond what the exporter can write: its keywords each by
//! itself, the id of its release, and what it was made of.
//!
//! The exporter joins the keywords by commas, in the information dictionary and in `pdf:Keywords`
//! of the XMP. There `dc:subject` is a bag with an entry for each of them (XMP, part 1, 8.3), so
//! that one with a comma is still one. `dc:identifier` and the properties of letterpress are in
//! XMP alone. PDF/A-1 to 3 want properties of one's own described in the file (ISO 19005-2,
//! 6.6.2.3); there the exporter writes a list of such descriptions, and only there. It is done
//! before anything is measured or signed.

use super::file::{Replacement, WrittenObject};
use crate::target::Edition;

const METADATA: &str = "/Type/Metadata/";
const LENGTH: &str = "<</Length ";

/// The namespace of the properties of letterpress, and the prefix that stands for it.
const NAMESPACE: &str = "urn:x-letterpress:release:1.0/";
const PREFIX: &str = "letterpress";

/// The one description, with the namespaces of its properties.
const DESCRIPTION: &str = "<rdf:Description rdf:about=\"\"";
/// Its end.
const END: &str = "</rdf:Description></rdf:RDF>";
/// The end of the list of properties that are described.
const DESCRIBED: &str = "</rdf:Bag></pdfaExtension:schemas>";

/// The properties of letterpress: their names, types and meanings. `docs/outputs.md` has them.
const PROPERTIES: [(&str, &str, &str); 5] = [
    ("version", "Integer", "The version of the release"),
    ("letterhead", "Text", "The id of the letterhead"),
    ("letterheadHash", "Text", "The SHA-256 of the letterhead and its files"),
    ("layoutHash", "Text", "The SHA-256 of the layout and its files"),
    ("edition", "Text", "What the file is made for, and how"),
];

/// Which release a sheet was set from, and with what.
pub(crate) struct SheetOrigin {
    /// The id of the release.
    pub identifier: String,
    /// Its version.
    pub version: u32,
    /// The hash of the layout.
    pub layout_hash: String,
    /// What the sheet is made for.
    pub edition: Edition,
}

/// What stands in a file.
pub(super) struct SheetMetadata<'a> {
    pub keywords: &'a [String],
    pub origin: &'a SheetOrigin,
    /// The id of the letterhead.
    pub letterhead: &'a str,
    /// Its hash.
    pub letterhead_hash: &'a str,
}

impl SheetMetadata<'_> {
    /// What puts it into the XMP of a file; none where the file has no XMP as the exporter writes
    /// it.
    pub fn edits(&self, objects: &[WrittenObject<'_>]) -> Option<Vec<Replacement>> {
        let packet = objects.iter().find_map(|object| object.stream(METADATA))?;
        let text = std::str::from_utf8(packet.data).ok()?;
        let mut insertions = vec![
            (text.find(DESCRIPTION)? + DESCRIPTION.len(), declaration()),
            (text.rfind(END)?, self.properties()),
        ];
        // No text of the release has this mark: there it would be escaped.
        insertions.extend(text.find(DESCRIBED).map(|at| (at, described())));
        let more: usize = insertions.iter().map(|(_, text)| text.len()).sum();
        let digits = packet.dictionary.get(LENGTH.len()..)?.find('/')?;
        let begin = packet.range.start + LENGTH.len();
        let length = (packet.data.len() + more).to_string().into_bytes();
        let start = packet.range.end - packet.data.len();
        let insertions = insertions.into_iter().map(|(at, text)| Replacement {
            range: start + at..start + at,
            bytes: text.into_bytes(),
        });
        let length = Replacement { range: begin..begin + digits, bytes: length };
        Some(std::iter::once(length).chain(insertions).collect())
    }

    fn properties(&self) -> String {
        let SheetMetadata { keywords, origin, letterhead, letterhead_hash } = self;
        let mut text = String::new();
        if !keywords.is_empty() {
            text += &bag(keywords);
        }
        text += &element("dc:identifier", &origin.identifier);
        let values = [
            &origin.version.to_string(),
            *letterhead,
            *letterhead_hash,
            &origin.layout_hash,
            &origin.edition.to_string(),
        ];
        for ((name, ..), value) in PROPERTIES.iter().zip(values) {
            text += &element(&format!("{PREFIX}:{name}"), value);
        }
        text
    }
}

fn declaration() -> String {
    format!(" xmlns:{PREFIX}=\"{NAMESPACE}\"")
}

/// The description of the properties.
fn described() -> String {
    let properties = PROPERTIES.iter().map(|(name, kind, meaning)| {
        format!(
            "<rdf:li rdf:parseType=\"Resource\"><pdfaProperty:category>internal\
             </pdfaProperty:category><pdfaProperty:description>{meaning}\
             </pdfaProperty:description><pdfaProperty:name>{name}</pdfaProperty:name>\
             <pdfaProperty:valueType>{kind}</pdfaProperty:valueType></rdf:li>"
        )
    });
    let properties: String = properties.collect();
    format!(
        "<rdf:li rdf:parseType=\"Resource\"><pdfaSchema:schema>letterpress release\
         </pdfaSchema:schema><pdfaSchema:namespaceURI>{NAMESPACE}</pdfaSchema:namespaceURI>\
         <pdfaSchema:prefix>{PREFIX}</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>{properties}\
         </rdf:Seq></pdfaSchema:property></rdf:li>"
    )
}

fn bag(keywords: &[String]) -> String {
    let items: String = keywords.iter().map(|word| element("rdf:li", word)).collect();
    format!("<dc:subject><rdf:Bag>{items}</rdf:Bag></dc:subject>")
}

fn element(name: &str, value: &str) -> String {
    format!("<{name}>{}</{name}>", escaped(value))
}

/// A text within an element of XML.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped += "&amp;",
            '<' => escaped += "&lt;",
            '>' => escaped += "&gt;",
            // A line end that is no line end is one to whoever reads it.
            '\r' => escaped += "&#13;",
            '\n' | '\t' => escaped.push(character),
            // No XML can hold these (XML 1.0, 2.2).
            '\0'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' => escaped.push('\u{FFFD}'),
            character => escaped.push(character),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::super::file::FinishedFile;
    use super::super::file::tests::{file, leads_to_objects};
    use super::*;

    fn edited(packet: &str, keywords: &[&str], identifier: &str) -> Option<String> {
        let length = packet.len();
        let stream =
            format!("<</Length {length}/Type/Metadata/Subtype/XML>>\nstream\n{packet}\nendstream");
        let pdf = file(&[b"<<>>", stream.as_bytes(), b"<<>>"]);
        let opened = FinishedFile::open(&pdf).unwrap();
        let keywords: Vec<String> = keywords.iter().map(|word| (*word).to_owned()).collect();
        let origin = SheetOrigin {
            identifier: identifier.to_owned(),
            version: 2,
            layout_hash: "bb".to_owned(),
            edition: Edition::default(),
        };
        let metadata = SheetMetadata {
            keywords: &keywords,
            origin: &origin,
            letterhead: "neutral",
            letterhead_hash: "aa",
        };
        let made = opened.edited(metadata.edits(&opened.objects().unwrap())?).unwrap();
        assert!(leads_to_objects(&made));
        let text = String::from_utf8(made).unwrap();
        let (_, behind) = text.split_once("<</Length ").unwrap();
        let (length, behind) = behind.split_once("/Type/Metadata/Subtype/XML>>\nstream\n").unwrap();
        let packet = behind.get(..length.parse().unwrap()).unwrap().to_owned();
        assert!(behind[packet.len()..].starts_with("\nendstream"));
        Some(packet)
    }

    fn packet(inside: &str) -> String {
        format!(
            "<rdf:RDF xmlns:rdf=\"r\"><rdf:Description rdf:about=\"\" xmlns:dc=\"d\" \
             xmlns:pdfaExtension=\"e\" xmlns:pdfaSchema=\"s\" xmlns:pdfaProperty=\"p\" >\
             {inside}</rdf:Description></rdf:RDF>"
        )
    }

    const OF_LETTERPRESS: &str = "<letterpress:version>2</letterpress:version>\
        <letterpress:letterhead>neutral</letterpress:letterhead>\
        <letterpress:letterheadHash>aa</letterpress:letterheadHash>\
        <letterpress:layoutHash>bb</letterpress:layoutHash>\
        <letterpress:edition>archive</letterpress:edition>";

    #[test]
    fn each_keyword_has_an_entry_and_the_file_its_origin() {
        let made = edited(&packet("<a/>"), &["Muster, neu", "R & D <1>"], "lmo/\u{1}<2>").unwrap();
        let added = format!(
            "<a/><dc:subject><rdf:Bag><rdf:li>Muster, neu</rdf:li>\
             <rdf:li>R &amp; D &lt;1&gt;</rdf:li></rdf:Bag></dc:subject>\
             <dc:identifier>lmo/\u{FFFD}&lt;2&gt;</dc:identifier>{OF_LETTERPRESS}</rdf:Description>"
        );
        assert!(made.contains(&added), "{made}");
        assert!(!made.contains("pdfaSchema:schema"), "{made}");
        assert!(roxmltree::Document::parse(&made).is_ok());
    }

    #[test]
    fn properties_are_described_where_others_are() {
        let schemas = "<pdfaExtension:schemas><rdf:Bag><rdf:li/></rdf:Bag></pdfaExtension:schemas>";
        let made = edited(&packet(schemas), &[], "lmo/1").unwrap();
        assert!(!made.contains("dc:subject"), "{made}");
        let document = roxmltree::Document::parse(&made).unwrap();
        let named = document.descendants().filter(|node| node.has_tag_name(("p", "name")));
        let named: Vec<_> = named.filter_map(|node| node.text()).collect();
        assert_eq!(named, PROPERTIES.map(|(name, ..)| name));
        let uri = document.descendants().find(|node| node.has_tag_name(("s", "namespaceURI")));
        assert_eq!(uri.and_then(|node| node.text()), Some(NAMESPACE));
        for name in named {
            let said = document.descendants().find(|node| node.has_tag_name((NAMESPACE, name)));
            assert!(said.is_some_and(|node| node.text().is_some()), "{name}");
        }
    }

    #[test]
    fn a_file_without_such_xmp_is_none() {
        for packet in ["", "<rdf:Description rdf:about=\"\">", "abc"] {
            assert!(edited(packet, &[], "lmo/1").is_none(), "{packet}");
        }
    }
}
