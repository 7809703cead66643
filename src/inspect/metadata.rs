//! What a file says of itself: title and author, dates, language, and the standards
//! that it claims to keep.

use serde::Serialize;

use super::colour::name_of_profile;
use super::file::PdfFile;
use super::file::object::{Dictionary, Object};
use super::words;
use super::xmp::{
    self, DC, LETTERPRESS, PDF, PDF_A, PDF_UA, PDF_X, PDF_X_OLD, Properties, XMP, Xmp,
};

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
    /// Words to find it by, in one line.
    pub keywords: Option<String>,
    /// The same, each by itself. In the line they are parted by commas or semicolons, and one
    /// that holds these is in quotation marks.
    pub keyword_list: Vec<String>,
    /// What it is called among others, from XMP.
    pub identifier: Option<String>,
    /// The release from which letterpress set it.
    pub release: Option<ReleaseMark>,
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

/// What a file of letterpress says of the release from which it was set. The
/// [id](Metadata::identifier) stands elsewhere.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ReleaseMark {
    /// The version of the release.
    pub version: Option<u32>,
    /// The id of its letterhead.
    pub letterhead: Option<String>,
    /// The hash of the letterhead and its files.
    pub letterhead_hash: Option<String>,
    /// The hash of the layout and its files.
    pub layout_hash: Option<String>,
    /// What the file was made for, and how, such as `print crop-marks`.
    pub edition: Option<String>,
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
    let (xmp, properties) = xmp::read(file, &catalog);
    let mut metadata = Metadata { xmp, ..Metadata::default() };
    let mut sources =
        Sources { file, info: &info, properties: &properties, differences: Vec::new() };
    metadata.title = sources.field("title", "Title", DC, "title");
    metadata.author = sources.field("author", "Author", DC, "creator");
    metadata.subject = sources.field("subject", "Subject", DC, "description");
    metadata.keywords = sources.field("keywords", "Keywords", PDF, "Keywords");
    metadata.keyword_list = metadata.keywords.as_deref().map(items).unwrap_or_default();
    metadata.identifier = owned(&properties, DC, "identifier");
    metadata.release = release_mark(&properties);
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

/// The keywords of a line.
fn items(line: &str) -> Vec<String> {
    let mut items = Vec::new();
    let mut rest = line.trim_start();
    while !rest.is_empty() {
        let (item, behind) = quoted(rest).unwrap_or_else(|| {
            let end = rest.find([',', ';']).unwrap_or(rest.len());
            (rest.get(..end).unwrap_or_default().trim_end().to_owned(), end)
        });
        items.push(item);
        rest = rest.get(behind..).unwrap_or_default();
        rest = rest.strip_prefix([',', ';']).unwrap_or(rest).trim_start();
    }
    items.retain(|item| !item.is_empty());
    items
}

/// The item in quotation marks with which a line begins, and where it ends. Those that stand for
/// themselves are doubled.
fn quoted(line: &str) -> Option<(String, usize)> {
    let inside = line.strip_prefix('"')?;
    let mut from = 0;
    loop {
        let end = from + inside.get(from..)?.find('"')?;
        let behind = inside.get(end + 1..)?;
        if behind.starts_with('"') {
            from = end + 2;
            continue;
        }
        let is_item = behind.trim_start().is_empty() || behind.trim_start().starts_with([',', ';']);
        let item = inside.get(..end)?.replace("\"\"", "\"");
        return is_item.then(|| (item, line.len() - behind.trim_start().len()));
    }
}

/// A value that may be a date: UTC is written in two ways.
fn with_plain_zone(text: &str) -> String {
    text.replace("+00:00", "Z").trim().to_owned()
}

fn property<'a>(properties: &'a Properties, space: &str, name: &str) -> Option<&'a str> {
    properties.get(&(space.to_owned(), name.to_owned())).map(|value| value.trim())
}

fn owned(properties: &Properties, space: &str, name: &str) -> Option<String> {
    property(properties, space, name).map(ToOwned::to_owned)
}

fn release_mark(properties: &Properties) -> Option<ReleaseMark> {
    let version = property(properties, LETTERPRESS, "version");
    let mark = ReleaseMark {
        version: version.and_then(|version| version.parse().ok()),
        letterhead: owned(properties, LETTERPRESS, "letterhead"),
        letterhead_hash: owned(properties, LETTERPRESS, "letterheadHash"),
        layout_hash: owned(properties, LETTERPRESS, "layoutHash"),
        edition: owned(properties, LETTERPRESS, "edition"),
    };
    (mark != ReleaseMark::default()).then_some(mark)
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

/// The colours for which the file is meant.
pub fn output_intents(file: &PdfFile<'_>) -> Vec<OutputIntent> {
    let intents = file.array(&file.catalog(), "OutputIntents").unwrap_or_default();
    intents.iter().take(16).filter_map(|intent| output_intent(file, intent)).collect()
}

fn output_intent(file: &PdfFile<'_>, intent: &Object) -> Option<OutputIntent> {
    let intent = file.resolve(intent);
    let intent = intent.dictionary()?;
    let profile = file.value(intent, "DestOutputProfile");
    let profile = profile.stream().and_then(|stream| name_of_profile(file, stream));
    Some(OutputIntent {
        kind: file.name(intent, "S"),
        condition: file
            .text(intent, "OutputConditionIdentifier")
            .or_else(|| file.text(intent, "OutputCondition")),
        profile,
    })
}

#[cfg(test)]
mod tests {
    use super::items;

    #[test]
    fn keywords_are_told_apart_as_they_were_joined() {
        for (line, expected) in [
            ("Muster, Moor", vec!["Muster", "Moor"]),
            ("Muster;Moor ; See,", vec!["Muster", "Moor", "See"]),
            ("\"Muster, neu\", Moor", vec!["Muster, neu", "Moor"]),
            ("\"Rock \"\"n\"\" Roll\" , \"a;b\"", vec!["Rock \"n\" Roll", "a;b"]),
            ("\"Moor\" am See, \"offen", vec!["\"Moor\" am See", "\"offen"]),
            ("ein Wort", vec!["ein Wort"]),
            (" ,; ", vec![]),
            ("\"\"", vec![]),
        ] {
            assert_eq!(items(line), expected, "{line}");
        }
    }
}
