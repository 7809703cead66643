//! Attachments: files that travel inside the PDF.

use std::collections::HashSet;

use md5::{Digest, Md5};
use serde::Serialize;

use super::file::PdfFile;
use super::file::object::{Dictionary, Object};
use super::words;

/// The maximum number of attachments that are described.
const MAX_ATTACHMENTS: usize = 1000;

/// The maximum size of all attachments that are kept to be extracted: 256 MiB.
const MAX_KEPT_BYTES: usize = 256 * 1024 * 1024;

/// A file inside the PDF.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Attachment {
    /// Its name, as it stands there.
    pub name: String,
    /// What it is, in words.
    pub description: Option<String>,
    /// What it is to the document: `Source`, `Data`, `Alternative`, `Supplement` ….
    pub relationship: Option<String>,
    /// Its kind, such as `text/markdown`.
    pub mime: Option<String>,
    /// How many bytes it has, unpacked.
    pub bytes: Option<usize>,
    /// When it was changed last.
    pub modified: Option<String>,
    /// Whether the MD5 sum that stands beside it is right; none where none stands.
    pub checksum: Option<bool>,
    /// What is in it; none where it cannot be read.
    #[serde(skip)]
    pub content: Option<Vec<u8>>,
}

/// Gathers attachments; each counts once, from wherever it is reached.
#[derive(Default)]
pub struct Attachments {
    list: Vec<Attachment>,
    seen: HashSet<u32>,
    kept_bytes: usize,
}

impl Attachments {
    /// Those of the document.
    pub fn of_document(&mut self, file: &PdfFile<'_>) {
        let catalog = file.catalog();
        let names = file.dictionary(&catalog, "Names").unwrap_or_default();
        let mut waiting: Vec<_> = names.get("EmbeddedFiles").cloned().into_iter().collect();
        let mut seen = HashSet::new();
        while let Some(object) = waiting.pop() {
            if object.reference().is_some_and(|number| !seen.insert(number)) {
                continue;
            }
            let node = file.resolve(&object);
            let Some(node) = node.dictionary() else { continue };
            let entries = file.array(node, "Names").unwrap_or_default();
            for specification in entries.iter().skip(1).step_by(2) {
                self.add(file, specification);
            }
            let kids = file.array(node, "Kids").unwrap_or_default();
            let room = (2 * MAX_ATTACHMENTS).saturating_sub(waiting.len());
            waiting.extend(kids.iter().rev().take(room).cloned());
        }
        self.of_office(file);
        for specification in
            file.array(&catalog, "AF").unwrap_or_default().iter().take(MAX_ATTACHMENTS)
        {
            self.add(file, specification);
        }
    }

    /// The document from which LibreOffice made a "hybrid" file. It hangs on the trailer
    /// and is no attachment to other readers, so it travels unseen.
    fn of_office(&mut self, file: &PdfFile<'_>) {
        let pairs = file.array(file.trailer(), "AdditionalStreams").unwrap_or_default();
        for (at, pair) in pairs.chunks_exact(2).take(MAX_ATTACHMENTS).enumerate() {
            let (Some(mime), Object::Stream(stream)) = (pair[0].name(), file.resolve(&pair[1]))
            else {
                continue;
            };
            if !self.seen.insert(stream.number) {
                continue;
            }
            let ending = match mime.rsplit_once("opendocument.").map(|(_, kind)| kind) {
                Some("text") => "odt",
                Some("spreadsheet") => "ods",
                Some("presentation") => "odp",
                Some("graphics") => "odg",
                _ => "bin",
            };
            let content = file
                .decode(&stream)
                .filter(|bytes| self.kept_bytes + bytes.len() <= MAX_KEPT_BYTES);
            self.kept_bytes += content.as_ref().map_or(0, Vec::len);
            self.list.push(Attachment {
                name: format!("hybrid-{}.{ending}", at + 1),
                description: Some("the document of a hybrid PDF; it has no name of its own".into()),
                relationship: None,
                mime: Some(mime.to_owned()),
                bytes: content.as_ref().map(Vec::len),
                modified: None,
                checksum: None,
                content,
            });
        }
    }

    /// That of an annotation of a page.
    pub fn of_annotation(&mut self, file: &PdfFile<'_>, annotation: &Dictionary) {
        if let Some(specification) = annotation.get("FS") {
            self.add(file, specification);
        }
    }

    /// All of them, in the order in which they were met.
    pub fn list(self) -> Vec<Attachment> {
        self.list
    }

    fn add(&mut self, file: &PdfFile<'_>, specification: &Object) {
        if specification.reference().is_some_and(|number| !self.seen.insert(number)) {
            return;
        }
        if self.list.len() >= MAX_ATTACHMENTS {
            file.note_limit(format!("there are more than {MAX_ATTACHMENTS} attachments"));
            return;
        }
        let found = file.resolve(specification);
        let Some(found) = found.dictionary() else { return };
        let embedded = file.dictionary(found, "EF").unwrap_or_default();
        let stream = ["UF", "F"].iter().map(|key| file.value(&embedded, key));
        let stream = stream.into_iter().find(|object| object.stream().is_some());
        // Without bytes it is the name of a file elsewhere.
        let Some(Object::Stream(stream)) = stream else { return };
        if !self.seen.insert(stream.number) {
            return;
        }
        let figures = file.dictionary(&stream.dictionary, "Params").unwrap_or_default();
        let content =
            file.decode(&stream).filter(|bytes| self.kept_bytes + bytes.len() <= MAX_KEPT_BYTES);
        self.kept_bytes += content.as_ref().map_or(0, Vec::len);
        let sum = file.value(&figures, "CheckSum").text().cloned();
        let is_right = |bytes: &Vec<u8>| sum.as_ref().map(|sum| Md5::digest(bytes)[..] == **sum);
        self.list.push(Attachment {
            name: text(file, found, "UF").or_else(|| text(file, found, "F")).unwrap_or_default(),
            description: text(file, found, "Desc"),
            relationship: file.name(found, "AFRelationship"),
            mime: file.name(&stream.dictionary, "Subtype"),
            bytes: content.as_ref().map(Vec::len).or(file.value(&figures, "Size").count()),
            modified: file.text(&figures, "ModDate").map(|day| words::day(&day)),
            checksum: content.as_ref().and_then(is_right),
            content,
        });
    }
}

/// The text that stands under a key, unless it is empty.
fn text(file: &PdfFile<'_>, dictionary: &Dictionary, key: &str) -> Option<String> {
    file.text(dictionary, key).filter(|text| !text.is_empty())
}
