//! Files that are given as a list and are none, by their first bytes.

/// What a file is that holds no list that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FileKind {
    /// As the end of a sentence that begins with "is".
    pub name: &'static str,
    pub hint: &'static str,
}

const SAVE: &str = "save it as .xlsx or as CSV UTF-8";
const EXPORT: &str = "export the addresses as CSV";
const TEXT: &str = "a list is .xlsx, CSV, or a text with one address a line";

/// The first bytes of a file of each kind.
const SIGNATURES: &[(&[u8], FileKind)] = &[
    (b"%PDF", FileKind { name: "a PDF file", hint: TEXT }),
    (b"{\\rtf", FileKind { name: "an RTF document", hint: "save it as plain text" }),
    (b"\x89PNG", FileKind { name: "a picture", hint: TEXT }),
    (b"\xFF\xD8\xFF", FileKind { name: "a picture", hint: TEXT }),
    (b"GIF8", FileKind { name: "a picture", hint: TEXT }),
    (b"SQLite format 3\0", FileKind { name: "a database (SQLite)", hint: EXPORT }),
    (b"\x1F\x8B", FileKind { name: "a packed file (gzip)", hint: "unpack it" }),
    (b"7z\xBC\xAF\x27\x1C", FileKind { name: "a packed file (7-Zip)", hint: "unpack it" }),
    (b"Rar!", FileKind { name: "a packed file (RAR)", hint: "unpack it" }),
    (b"!BDN", FileKind { name: "a data file of Outlook (.pst)", hint: EXPORT }),
];

/// How a text begins that is written for programs.
const BEGINNINGS: &[(&str, FileKind)] = &[
    ("<!doctype html", FileKind { name: "a web page", hint: SAVE }),
    ("<html", FileKind { name: "a web page", hint: SAVE }),
    ("<?xml", FileKind { name: "an XML file", hint: SAVE }),
    ("begin:vcard", FileKind { name: "a file of vCards", hint: EXPORT }),
    ("dn: ", FileKind { name: "an LDIF file", hint: EXPORT }),
    ("{\"", FileKind { name: "a JSON file", hint: EXPORT }),
    ("[{", FileKind { name: "a JSON file", hint: EXPORT }),
];

/// Names within the container of older Office files, and what has them
/// ([MS-CFB], [MS-XLS], [MS-DOC], [MS-OXMSG], [MS-OFFCRYPTO]).
const STREAMS: &[(&str, FileKind)] = &[
    (
        "EncryptedPackage",
        FileKind { name: "protected by a password", hint: "save it without a password" },
    ),
    ("Workbook", FileKind { name: "an Excel 97 file", hint: SAVE }),
    ("Book", FileKind { name: "an Excel 5 file", hint: SAVE }),
    ("WordDocument", FileKind { name: "a Word 97 file", hint: "save it as plain text" }),
    ("__properties_version1.0", FileKind { name: "a message of Outlook (.msg)", hint: EXPORT }),
];

/// Names within a ZIP file that begin so, and what has them.
const PARTS: &[(&str, FileKind)] = &[
    ("xl/workbook.bin", FileKind { name: "a binary Excel file (.xlsb)", hint: SAVE }),
    ("word/", FileKind { name: "a Word file", hint: "save it as plain text" }),
    ("ppt/", FileKind { name: "a PowerPoint file", hint: TEXT }),
    ("Index/", FileKind { name: "a file of Numbers or Pages", hint: "export it as Excel or CSV" }),
];

/// Media types of OpenDocument, which stand in its first part.
const DOCUMENTS: &[(&[u8], FileKind)] = &[
    (
        b"application/vnd.oasis.opendocument.spreadsheet",
        FileKind { name: "an OpenDocument spreadsheet (.ods)", hint: SAVE },
    ),
    (
        b"application/vnd.oasis.opendocument.text",
        FileKind { name: "an OpenDocument text (.odt)", hint: "save it as plain text" },
    ),
];

const PACKED: FileKind = FileKind { name: "a packed file (ZIP)", hint: "unpack it" };
const OLD_OFFICE: FileKind = FileKind { name: "a file of an older Office", hint: SAVE };
/// What no text has.
pub(super) const BINARY: FileKind = FileKind { name: "no text", hint: TEXT };

/// The first bytes of a ZIP file; one of Excel is read as that.
pub(super) const ZIP: &[u8] = b"PK\x03\x04";

/// Whether a compound file has a stream of this name.
fn has_stream(bytes: &[u8], name: &str) -> bool {
    let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(name.len()).any(|window| window == name)
}

/// What a file is by its bytes, if it is no text and no ZIP file.
pub(super) fn of_bytes(bytes: &[u8]) -> Option<FileKind> {
    if bytes.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        let known = STREAMS.iter().find(|(name, _)| has_stream(bytes, name));
        return Some(known.map_or(OLD_OFFICE, |(_, kind)| *kind));
    }
    let known = SIGNATURES.iter().find(|(start, _)| bytes.starts_with(start));
    known.map(|(_, kind)| *kind)
}

/// What a ZIP file is that is no Excel file, by its bytes and the names of its parts.
pub(super) fn of_zip<'a>(bytes: &[u8], mut names: impl Iterator<Item = &'a str>) -> FileKind {
    let start = &bytes[..bytes.len().min(200)];
    let has = |text: &[u8]| start.windows(text.len()).any(|window| window == text);
    if let Some((_, kind)) = DOCUMENTS.iter().find(|(name, _)| has(name)) {
        return *kind;
    }
    let known = |name: &str| PARTS.iter().find(|(start, _)| name.starts_with(start));
    names.find_map(known).map_or(PACKED, |(_, kind)| *kind)
}

/// What a text is by its beginning, if it is written for programs.
pub(super) fn of_text(text: &str) -> Option<FileKind> {
    let start: String = text.trim_start().chars().take(20).collect::<String>().to_lowercase();
    let known = BEGINNINGS.iter().find(|(beginning, _)| start.starts_with(beginning));
    known.map(|(_, kind)| *kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_told_by_their_bytes() {
        let old = |stream: &str| {
            let mut bytes = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
            bytes.extend(stream.encode_utf16().flat_map(u16::to_le_bytes));
            of_bytes(&bytes).map(|kind| kind.name)
        };
        assert_eq!(old("Workbook"), Some("an Excel 97 file"));
        assert_eq!(old("EncryptedPackage"), Some("protected by a password"));
        assert_eq!(old(""), Some("a file of an older Office"));
        assert_eq!(of_bytes(b"%PDF-1.7").map(|kind| kind.name), Some("a PDF file"));
        assert_eq!(of_bytes(b"a@b.example"), None);
        assert_eq!(of_zip(ZIP, ["a", "word/document.xml"].into_iter()).name, "a Word file");
        assert_eq!(of_zip(ZIP, ["a.csv"].into_iter()), PACKED);
        assert_eq!(of_text(" <HTML><body>").map(|kind| kind.name), Some("a web page"));
        assert_eq!(of_text("<a@b.example>"), None);
    }
}
