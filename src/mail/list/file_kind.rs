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

const WEB_PAGE: FileKind = FileKind { name: "a web page", hint: SAVE };

/// How a text begins that is written for programs.
const BEGINNINGS: &[(&str, FileKind)] = &[
    ("<!doctype html", WEB_PAGE),
    ("<!--", WEB_PAGE),
    ("<![if", WEB_PAGE),
    ("<?xml", FileKind { name: "an XML file", hint: SAVE }),
    ("begin:vcard", FileKind { name: "a file of vCards", hint: EXPORT }),
    ("dn: ", FileKind { name: "an LDIF file", hint: EXPORT }),
    ("{\"", FileKind { name: "a JSON file", hint: EXPORT }),
    ("[{", FileKind { name: "a JSON file", hint: EXPORT }),
];

/// The elements with which a web page or a piece of one begins. Many a program saves a table of HTML
/// as `.xls`, since Excel opens it.
const ELEMENTS: &[&str] = &[
    "a", "b", "base", "body", "br", "center", "col", "colgroup", "div", "font", "form", "h1", "h2",
    "h3", "head", "html", "i", "img", "link", "meta", "ol", "p", "pre", "script", "section",
    "span", "strong", "style", "table", "tbody", "td", "th", "thead", "title", "tr", "ul",
];

/// What a file with the fields of a message is (RFC 2045, 4 and 5). A page that a browser or Excel
/// saved with its pictures is of related parts (RFC 2557).
const WEB_ARCHIVE: FileKind = FileKind { name: "a web page in one file (.mht)", hint: SAVE };
const E_MAIL: FileKind = FileKind { name: "an e-mail (.eml)", hint: EXPORT };
/// The most lines of the fields of a message that are looked at.
const MAX_FIELD_LINES: usize = 200;

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
    let is_page = || begins_with_element(&start).then_some(WEB_PAGE);
    known.map(|(_, kind)| *kind).or_else(is_page).or_else(|| of_fields(text))
}

/// Whether a text begins with a tag of HTML. `<a@b.example>` is an address.
fn begins_with_element(start: &str) -> bool {
    let Some(tag) = start.strip_prefix('<') else { return false };
    let end = tag.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(tag.len());
    let ends = tag[end..].starts_with(['>', '/']) || tag[end..].starts_with(char::is_whitespace);
    ends && ELEMENTS.contains(&&tag[..end])
}

/// The value of the first field of a name, in lower case.
fn field<'a>(fields: &'a [String], name: &str) -> Option<&'a str> {
    fields.iter().find_map(|line| line.strip_prefix(name))
}

/// What a text is that begins with the fields of a message.
fn of_fields(text: &str) -> Option<FileKind> {
    let fields = text.trim_start().lines().take(MAX_FIELD_LINES);
    let fields: Vec<String> =
        fields.take_while(|line| !line.is_empty()).map(str::to_lowercase).collect();
    field(&fields, "mime-version:")?;
    let media_type = field(&fields, "content-type:")?.trim_start();
    Some(if media_type.starts_with("multipart/related") { WEB_ARCHIVE } else { E_MAIL })
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
        for page in [
            "<table>\n<tr><td>a@b.example",
            "\u{A0}<TABLE border=1>",
            "<style>",
            "<meta charset=utf-8>",
            "<div\nclass=x>",
            "<br/>",
            "<!-- Verteiler -->",
        ] {
            assert_eq!(of_text(page), Some(WEB_PAGE), "{page}");
        }
        let archive = "MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\n\
            Content-Type: multipart/related; boundary=\"x\"\r\n\r\na@b.example\r\n";
        assert_eq!(of_text(archive), Some(WEB_ARCHIVE));
        let mail = "From: a@b.example\nContent-Type: text/plain\nMIME-Version: 1.0\n\nx";
        assert_eq!(of_text(mail), Some(E_MAIL));
        for list in [
            "<a@b.example>",
            "<a@b.example>, <table@b.example>",
            "<table@b.example>\n",
            "Mira <a@b.example>",
            "From: a@b.example\n",
            "a@b.example\n\nMIME-Version: 1.0\nContent-Type: multipart/related\n",
        ] {
            assert_eq!(of_text(list), None, "{list}");
        }
    }
}
