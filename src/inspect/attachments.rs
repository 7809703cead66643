//! Attachments: files that travel inside the PDF.

use std::collections::HashSet;

use md5::{Digest, Md5};
use serde::Serialize;

use super::file::PdfFile;
use super::file::object::{Dictionary, Object, Stream};
use super::limits::{MAX_ATTACHMENTS, MAX_ENTRIES, MAX_KEPT_BYTES, Work};
use super::walk::Walk;
use super::words;

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
    /// Specifications that annotations of pages name.
    of_pages: Vec<Object>,
    seen: HashSet<u32>,
    kept_bytes: usize,
}

impl Attachments {
    /// Those of the document.
    fn of_document(&mut self, file: &PdfFile<'_>) {
        let catalog = file.catalog();
        let names = file.dictionary(&catalog, "Names").unwrap_or_default();
        let mut walk = Walk::new(file, names.get("EmbeddedFiles"), MAX_ENTRIES);
        while let Some(node) = walk.next() {
            let entries = file.array(&node, "Names").unwrap_or_default();
            for specification in entries.iter().skip(1).step_by(2) {
                self.add(file, specification);
            }
            walk.add(node.get("Kids"));
        }
        if walk.is_cut() {
            file.note_limit(format!("a list has more than {MAX_ENTRIES} entries"));
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
            let [mime, document] = pair else { continue };
            let (Some(mime), Object::Stream(stream)) = (mime.name(), file.resolve(document)) else {
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
            let content = self.content(file, &stream);
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

    /// The bytes of an attachment, if there is room for them.
    fn content(&mut self, file: &PdfFile<'_>, stream: &Stream) -> Option<Vec<u8>> {
        let mut content = file.decode(stream)?;
        content.shrink_to_fit();
        let sum = self.kept_bytes.saturating_add(content.len());
        if sum > MAX_KEPT_BYTES || !file.budget.try_retain(content.len()) {
            file.note_limit("its attachments have very many bytes");
            return None;
        }
        self.kept_bytes = sum;
        Some(content)
    }

    /// Notes that of an annotation of a page.
    pub fn of_annotation(&mut self, file: &PdfFile<'_>, annotation: &Dictionary) {
        let Some(specification) = annotation.get("FS") else { return };
        if self.of_pages.len() < MAX_ENTRIES {
            self.of_pages.push(specification.clone());
        } else {
            file.note_limit(format!("there are more than {MAX_ATTACHMENTS} attachments"));
        }
    }

    /// All of them: first those of the document.
    pub fn list(mut self, file: &PdfFile<'_>) -> Vec<Attachment> {
        self.of_document(file);
        for specification in std::mem::take(&mut self.of_pages) {
            self.add(file, &specification);
        }
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
        let content = self.content(file, &stream);
        let sum = file.value(&figures, "CheckSum").text().cloned();
        let sum = content.as_ref().zip(sum);
        let sum = sum.filter(|(bytes, _)| file.budget.charge(Work::HashByte, bytes.len()));
        let checksum = sum.map(|(bytes, sum)| Md5::digest(bytes)[..] == *sum);
        self.list.push(Attachment {
            name: text(file, found, "UF").or_else(|| text(file, found, "F")).unwrap_or_default(),
            description: text(file, found, "Desc"),
            relationship: file.name(found, "AFRelationship"),
            mime: file.name(&stream.dictionary, "Subtype"),
            bytes: content.as_ref().map(Vec::len).or(file.value(&figures, "Size").count()),
            modified: file.text(&figures, "ModDate").map(|day| words::day(&day)),
            checksum,
            content,
        });
    }
}

/// The text that stands under a key, unless it is empty.
fn text(file: &PdfFile<'_>, dictionary: &Dictionary, key: &str) -> Option<String> {
    file.text(dictionary, key).filter(|text| !text.is_empty())
}
