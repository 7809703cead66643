//! What a file says of itself: title and author, dates, language, and the standards
//! that it claims to keep.

use std::collections::BTreeMap;

use roxmltree::{Node, ParsingOptions};
use serde::Serialize;

use super::colour::profile_name;
use super::file::File;
use super::file::object::{Dictionary, Object};
use super::words;

/// The most bytes of XMP that are read: 4 MiB.
const MOST_XMP: usize = 4 * 1024 * 1024;

/// The most nodes of it.
const MOST_NODES: u32 = 200_000;

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
pub fn read(file: &File<'_>) -> (Metadata, Vec<Claim>) {
    let catalog = file.catalog();
    let info = file.dictionary(file.trailer(), "Info").unwrap_or_default();
    let (xmp, properties) = xmp(file, &catalog);
    let mut metadata = Metadata { xmp, ..Metadata::default() };
    let mut differences = Vec::new();
    let mut field = |name: &'static str, key: &str, space: &str, property: &str| {
        let plain = file.text(&info, key).filter(|text| !text.trim().is_empty());
        let plain = if key.ends_with("Date") { plain.map(|day| words::day(&day)) } else { plain };
        let rich = properties.get(&(space.to_owned(), property.to_owned())).cloned();
        if let (Some(plain), Some(rich)) = (&plain, &rich)
            && !is_same(plain, rich)
        {
            differences.push(name);
        }
        rich.or(plain)
    };
    metadata.title = field("title", "Title", DC, "title");
    metadata.author = field("author", "Author", DC, "creator");
    metadata.subject = field("subject", "Subject", DC, "description");
    metadata.keywords = field("keywords", "Keywords", PDF, "Keywords");
    metadata.creator = field("creator", "Creator", XMP, "CreatorTool");
    metadata.producer = field("producer", "Producer", PDF, "Producer");
    metadata.created = field("created", "CreationDate", XMP, "CreateDate");
    metadata.modified = field("modified", "ModDate", XMP, "ModifyDate");
    metadata.differences = differences;
    metadata.language = file.text(&catalog, "Lang").filter(|language| !language.is_empty());
    let preferences = file.dictionary(&catalog, "ViewerPreferences").unwrap_or_default();
    metadata.shows_title = file.value(&preferences, "DisplayDocTitle").bool() == Some(true);
    (metadata, claims(file, &info, &properties))
}

/// Dates differ in the way they are written only.
fn is_same(plain: &str, rich: &str) -> bool {
    let bare = |text: &str| text.replace("+00:00", "Z").trim().to_owned();
    bare(plain) == bare(rich)
}

type Properties = BTreeMap<(String, String), String>;

fn claims(file: &File<'_>, info: &Dictionary, properties: &Properties) -> Vec<Claim> {
    let get = |space: &str, name: &str| {
        properties.get(&(space.to_owned(), name.to_owned())).map(|value| value.trim())
    };
    let mut claims = Vec::new();
    let mut claim = |standard: String, stands_in| claims.push(Claim { standard, stands_in });
    if let Some(part) = get(PDF_A, "part") {
        let conformance = get(PDF_A, "conformance").unwrap_or_default().to_lowercase();
        claim(format!("PDF/A-{part}{conformance}"), "xmp");
    }
    if let Some(part) = get(PDF_UA, "part") {
        claim(format!("PDF/UA-{part}"), "xmp");
    }
    let of_x = |space| get(space, "GTS_PDFXConformance").or(get(space, "GTS_PDFXVersion"));
    if let Some(version) = of_x(PDF_X).or(of_x(PDF_X_OLD)) {
        claim(version.to_owned(), "xmp");
    }
    let of_info = ["GTS_PDFXConformance", "GTS_PDFXVersion"];
    let of_info = of_info.iter().find_map(|key| file.text(info, key));
    if let Some(version) = of_info {
        claim(version, "info");
    }
    claims
}

/// The properties of the document, each with its namespace.
fn xmp(file: &File<'_>, catalog: &Dictionary) -> (Xmp, Properties) {
    let Object::Stream(stream) = file.value(catalog, "Metadata") else {
        return (Xmp::None, Properties::new());
    };
    let Some(bytes) = file.decode(&stream).filter(|bytes| bytes.len() <= MOST_XMP) else {
        return (Xmp::Broken, Properties::new());
    };
    let text = match bytes.as_slice() {
        [0xFE, 0xFF, ..] | [0xFF, 0xFE, ..] => words::whole_text(&bytes),
        bytes => String::from_utf8_lossy(bytes).into_owned(),
    };
    let text = text.trim_matches(['\u{FEFF}', '\0', ' ', '\n', '\r', '\t']);
    let options = ParsingOptions { nodes_limit: MOST_NODES, ..ParsingOptions::default() };
    match roxmltree::Document::parse_with_options(text, options) {
        Ok(document) => (Xmp::Read, properties(&document)),
        Err(_) => (Xmp::Broken, Properties::new()),
    }
}

fn properties(document: &roxmltree::Document<'_>) -> Properties {
    let mut found = Properties::new();
    let descriptions =
        document.descendants().filter(|node| node.has_tag_name((RDF, "Description")));
    // Those within others describe something else.
    let is_top =
        |node: &Node<'_, '_>| node.parent().is_some_and(|above| above.has_tag_name((RDF, "RDF")));
    for description in descriptions.filter(is_top) {
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

fn short(text: &str) -> String {
    text.trim().chars().take(4000).collect()
}

/// The colours for which the file is meant.
pub fn output_intents(file: &File<'_>) -> Vec<OutputIntent> {
    let intents = file.array(&file.catalog(), "OutputIntents").unwrap_or_default();
    let intent = |intent: &Object| {
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
    };
    intents.iter().take(16).filter_map(intent).collect()
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
