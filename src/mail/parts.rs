//! The parts of a message (RFC 2045).

use lettre::message::header::ContentTransferEncoding as Encoding;
use lettre::message::{Body, SinglePart};

use super::headers::{ContentDisposition, ContentLanguage, ContentType};
use crate::release::Language;

/// A text in quoted-printable (RFC 2045, 6.7). One that ends in a line end can stand
/// before another.
pub(super) fn quoted_printable(text: String) -> String {
    // This encoding takes any text.
    ascii(Body::new_with_encoding(text, Encoding::QuotedPrintable))
}

/// Bytes in base64 (RFC 2045, 6.8), in lines.
pub(super) fn base64(bytes: Vec<u8>) -> String {
    // So does this one, any bytes.
    ascii(Body::new_with_encoding(bytes, Encoding::Base64))
}

/// What was encoded, or came back as it was.
fn ascii(encoded: Result<Body, Vec<u8>>) -> String {
    let bytes = encoded.map_or_else(|bytes| bytes, Body::into_vec);
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The type of a PDF.
pub(super) const PDF: &str = "application/pdf";

/// The type of an entry of a calendar that is published (RFC 6047, 2.4).
pub(super) const CALENDAR: &str = "text/calendar; charset=utf-8; method=PUBLISH";

/// The whole part that holds an attachment, which is in base64 already.
pub(super) fn attachment(
    kind: &str,
    content: String,
    file_name: &str,
    language: Language,
) -> SinglePart {
    let body = Body::dangerous_pre_encoded(content.into_bytes(), Encoding::Base64);
    // The name stands in both places: some programs look into the one, some into the other.
    SinglePart::builder()
        .header(ContentType(format!("{kind}; name=\"{file_name}\"")))
        .header(ContentDisposition(format!("attachment; filename=\"{file_name}\"")))
        .header(ContentLanguage(language.as_str().to_owned()))
        .body(body)
}

/// A part of text, which is quoted-printable already.
pub(super) fn text_part(kind: &str, language: Language, body: String) -> SinglePart {
    let body = Body::dangerous_pre_encoded(body.into_bytes(), Encoding::QuotedPrintable);
    SinglePart::builder()
        .header(ContentType(kind.to_owned()))
        .header(ContentLanguage(language.as_str().to_owned()))
        .body(body)
}
