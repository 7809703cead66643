//! The parts of a message (RFC 2045).

use lettre::message::header::ContentTransferEncoding as Encoding;
use lettre::message::{Body, SinglePart};

use super::headers::{ContentDisposition, ContentLanguage, ContentType};
use crate::release::Language;

/// A text in quoted-printable (RFC 2045, 6.7). One that ends in a line end can stand
/// before another.
pub(super) fn quoted_printable(text: String) -> Vec<u8> {
    // This encoding takes any text.
    Body::new_with_encoding(text, Encoding::QuotedPrintable)
        .map_or_else(|text| text, Body::into_vec)
}

/// The whole part that holds a PDF.
pub(super) fn pdf_part(pdf: Vec<u8>, file_name: &str, language: Language) -> SinglePart {
    // So does this one, any bytes.
    let body = Body::new_with_encoding(pdf, Encoding::Base64)
        .unwrap_or_else(|bytes| Body::dangerous_pre_encoded(bytes, Encoding::Base64));
    // The name stands in both places: some programs look into the one, some into the other.
    SinglePart::builder()
        .header(ContentType(format!("application/pdf; name=\"{file_name}\"")))
        .header(ContentDisposition(format!("attachment; filename=\"{file_name}\"")))
        .header(ContentLanguage(language.as_str().to_owned()))
        .body(body)
}

/// A part of text, which is quoted-printable already.
pub(super) fn text_part(kind: &str, language: Language, body: Vec<u8>) -> SinglePart {
    SinglePart::builder()
        .header(ContentType(kind.to_owned()))
        .header(ContentLanguage(language.as_str().to_owned()))
        .body(Body::dangerous_pre_encoded(body, Encoding::QuotedPrintable))
}
