//! What a file says of itself: title and author, dates, language, and the standards
//! that it claims to keep.

use std::collections::BTreeMap;

use roxmltree::{Node, ParsingOptions};
use serde::Serialize;

use super::colour::profile_name;
use super::file::PdfFile;
use super::file::object::{Dictionary, Object};
use super::words;

/// The maximum size of XMP that is read: 4 MiB.
const MAX_XMP_BYTES: usize = 4 * 1024 * 1024;

/// The maximum number of its nodes.
const MAX_XMP_NODES: u32 = 200_000;

const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const DC: &str = "http://purl.org/dc/elements/1.1/";
const XMP: &str = "http://ns.adobe.com/xap/1.0/";
const PDF: &str = "http://ns.adobe.com/pdf/1.3/";
const PDF_A: &str = "http://www.aiim.org/pdfa/ns/id/";
const PDF_UA: &str = "http://www.aiim.org/pdfua/ns/id/";
const PDF_X: &str = "http://www.npes.org/pdfx/ns/id/";
const PDF_X_OLD: &str = "http://ns.adobe.com/pdfx/1.3/";

/// What a file says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Metadata {
    /// What it is about.
    pub title: Option<String>,
    /// Whether readers are asked to show the title rather than the file's name.
    pub shows_title: bool,
    /// Who has written it.
    pub author: Option<String>,
    /// What it is, in a sentence.
    pub subject: Option<String>,
    /// Words to find it by.
    pub keywords: Option<String>,
    /// The language of the whole document, such as `de-DE`.
    pub language: Option<String>,
    /// The program with which the text was written.
    pub creator: Option<String>,
    /// The program that made the PDF.
    pub producer: Option<String>,
    /// When it was made, as 2022-11-25T14:00:00+01:00.
    pub created: Option<String>,
    /// When it was changed last.
    pub modified: Option<String>,
    /// Whether there is XMP, and whether it can be read.
    pub xmp: Xmp,
    /// Fields that XMP and the information dictionary say differently.
    pub differences: Vec<&'static str>,
}

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

/// A standard that a file claims to keep.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Claim {
    /// Such as `PDF/A-2a`.
    pub standard: String,
    /// Where the claim stands: `xmp` or `info`.
    pub stands_in: &'static str,
}

/// The colours for which a file is meant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct OutputIntent {
    /// Such as `GTS_PDFA1`.
    pub kind: Option<String>,
    /// The name of the printing condition.
    pub condition: Option<String>,
    /// What its ICC profile calls itself.
    pub profile: Option<String>,
}

/// Reads all of it.
pub fn read(file: &PdfFile<'_>) -> (Metadata, Vec<Claim>) {
    let catalog = file.catalog();
    let info = file.dictionary(file.trailer(), "Info").unwrap_or_default();
    let (xmp, properties) = xmp(file, &catalog);
    let mut metadata = Metadata { xmp, ..Metadata::default() };
    let mut sources =
        Sources { file, info: &info, properties: &properties, differences: Vec::new() };
    metadata.title = sources.field("title", "Title", DC, "title");
    metadata.author = sources.field("author", "Author", DC, "creator");
    metadata.subject = sources.field("subject", "Subject", DC, "description");
    metadata.keywords = sources.field("keywords", "Keywords", PDF, "Keywords");
    metadata.creator = sources.field("creator", "Creator", XMP, "CreatorTool");
    metadata.producer = sources.field("producer", "Producer", PDF, "Producer");
    metadata.created = sources.field("created", "CreationDate", XMP, "CreateDate");
    metadata.modified = sources.field("modified", "ModDate", XMP, "ModifyDate");
    metadata.differences = sources.differences;
    metadata.language = file.text(&catalog, "Lang").filter(|language| !language.is_empty());
    let preferences = file.dictionary(&catalog, "ViewerPreferences").unwrap_or_default();
    metadata.shows_title = file.value(&preferences, "DisplayDocTitle").bool() == Some(true);
    (metadata, claims(file, &info, &properties))
}

/// The two places in which a file describes itself.
struct Sources<'a> {
    file: &'a PdfFile<'a>,
    info: &'a Dictionary,
    properties: &'a Properties,
    /// The fields that differ in them.
    differences: Vec<&'static str>,
}

impl Sources<'_> {
    /// A field by its key in the information dictionary and by its property in XMP,
    /// which is preferred.
    fn field(
        &mut self,
        name: &'static str,
        key: &str,
        space: &str,
        property: &str,
    ) -> Option<String> {
        let plain = self.file.text(self.info, key).filter(|text| !text.trim().is_empty());
        let plain = if key.ends_with("Date") { plain.map(|day| words::day(&day)) } else { plain };
        let rich = self.properties.get(&(space.to_owned(), property.to_owned())).cloned();
        if let (Some(plain), Some(rich)) = (&plain, &rich)
            && with_plain_zone(plain) != with_plain_zone(rich)
        {
            self.differences.push(name);
        }
        rich.or(plain)
    }
}

/// A value that may be a date: UTC is written in two ways.
fn with_plain_zone(text: &str) -> String {
    text.replace("+00:00", "Z").trim().to_owned()
}

/// The properties of XMP by namespace and name.
type Properties = BTreeMap<(String, String), String>;

fn property<'a>(properties: &'a Properties, space: &str, name: &str) -> Option<&'a str> {
    properties.get(&(space.to_owned(), name.to_owned())).map(|value| value.trim())
}

fn claims(file: &PdfFile<'_>, info: &Dictionary, properties: &Properties) -> Vec<Claim> {
    let mut claims = Vec::new();
    if let Some(part) = property(properties, PDF_A, "part") {
        let conformance = property(properties, PDF_A, "conformance").unwrap_or_default();
        claims.push(in_xmp(format!("PDF/A-{part}{}", conformance.to_lowercase())));
    }
    if let Some(part) = property(properties, PDF_UA, "part") {
        claims.push(in_xmp(format!("PDF/UA-{part}")));
    }
    let version = pdf_x_version(properties, PDF_X).or(pdf_x_version(properties, PDF_X_OLD));
    claims.extend(version.map(|version| in_xmp(version.to_owned())));
    let of_info = ["GTS_PDFXConformance", "GTS_PDFXVersion"];
    let of_info = of_info.iter().find_map(|key| file.text(info, key));
    claims.extend(of_info.map(|standard| Claim { standard, stands_in: "info" }));
    claims
}

fn in_xmp(standard: String) -> Claim {
    Claim { standard, stands_in: "xmp" }
}

fn pdf_x_version<'a>(properties: &'a Properties, space: &str) -> Option<&'a str> {
    property(properties, space, "GTS_PDFXConformance")
        .or_else(|| property(properties, space, "GTS_PDFXVersion"))
}

/// The properties of the document, each with its namespace.
fn xmp(file: &PdfFile<'_>, catalog: &Dictionary) -> (Xmp, Properties) {
    let Object::Stream(stream) = file.value(catalog, "Metadata") else {
        return (Xmp::None, Properties::new());
    };
    let Some(bytes) = file.decode(&stream).filter(|bytes| bytes.len() <= MAX_XMP_BYTES) else {
        return (Xmp::Broken, Properties::new());
    };
    let text = match bytes.as_slice() {
        [0xFE, 0xFF, ..] | [0xFF, 0xFE, ..] => words::whole_text(&bytes),
        bytes => String::from_utf8_lossy(bytes).into_owned(),
    };
    let text = text.trim_matches(['\u{FEFF}', '\0', ' ', '\n', '\r', '\t']);
    let options = ParsingOptions { nodes_limit: MAX_XMP_NODES, ..ParsingOptions::default() };
    match roxmltree::Document::parse_with_options(text, options) {
        Ok(document) => (Xmp::Read, properties(&document)),
        Err(_) => (Xmp::Broken, Properties::new()),
    }
}

fn properties(document: &roxmltree::Document<'_>) -> Properties {
    let mut found = Properties::new();
    for description in document.descendants().filter(is_own_description) {
        for attribute in description.attributes() {
            let space = attribute.namespace().unwrap_or_default();
            let key = (space.to_owned(), attribute.name().to_owned());
            found.entry(key).or_insert_with(|| short(attribute.value()));
        }
        for element in description.children().filter(Node::is_element) {
            let name = element.tag_name();
            let items: Vec<_> = element
                .descendants()
                .filter(|node| node.has_tag_name((RDF, "li")))
                .filter_map(|node| node.text().map(short))
                .collect();
            let is_choice = element.descendants().any(|node| node.has_tag_name((RDF, "Alt")));
            let value = match items.as_slice() {
                [] => element.text().map(short).unwrap_or_default(),
                // Of several languages the first is the default.
                [first, ..] if is_choice => first.clone(),
                all => all.join("; "),
            };
            let space = name.namespace().unwrap_or_default().to_owned();
            if !value.trim().is_empty() {
                found.entry((space, name.name().to_owned())).or_insert(value);
            }
        }
    }
    found
}

/// Whether a node describes the document. Descriptions within others are of something else.
fn is_own_description(node: &Node<'_, '_>) -> bool {
    node.has_tag_name((RDF, "Description"))
        && node.parent().is_some_and(|above| above.has_tag_name((RDF, "RDF")))
}

fn short(text: &str) -> String {
    text.trim().chars().take(4000).collect()
}

/// The colours for which the file is meant.
pub fn output_intents(file: &PdfFile<'_>) -> Vec<OutputIntent> {
    let intents = file.array(&file.catalog(), "OutputIntents").unwrap_or_default();
    intents.iter().take(16).filter_map(|intent| output_intent(file, intent)).collect()
}

fn output_intent(file: &PdfFile<'_>, intent: &Object) -> Option<OutputIntent> {
    let intent = file.resolve(intent);
    let intent = intent.dictionary()?;
    let profile = file.value(intent, "DestOutputProfile");
    let profile = profile.stream().and_then(|stream| file.decode(stream));
    Some(OutputIntent {
        kind: file.name(intent, "S"),
        condition: file
            .text(intent, "OutputConditionIdentifier")
            .or_else(|| file.text(intent, "OutputCondition")),
        profile: profile.as_deref().and_then(profile_name),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let found = properties(&roxmltree::Document::parse(PACKET).unwrap());
        let get = |space: &str, name: &str| {
            found.get(&(space.to_owned(), name.to_owned())).map(String::as_str)
        };
        assert_eq!(get(PDF_A, "part"), Some("2"));
        assert_eq!(get(PDF_A, "conformance"), Some("A"));
        assert_eq!(get(DC, "title"), Some("Muster"));
        assert_eq!(get(DC, "creator"), Some("A; B"));
    }
}
