//! What is answered: a file, or what became of a release as JSON.

use axum::body::Body;
use axum::http::header::{
    ACCEPT, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::prelude::BASE64_STANDARD as BASE64;
use letterpress::diagnostic::{codes, json};
use serde::Serialize;
use serde_json::Value;

use crate::command::releases::ReleaseRecord;
use crate::command::result::ResultLine;
use crate::terminal::{Ending, FileFormat};

/// What is said of a release beside a file of it.
const PAGES: HeaderName = HeaderName::from_static("letterpress-pages");
const WARNINGS: HeaderName = HeaderName::from_static("letterpress-warnings");
const NOTES: HeaderName = HeaderName::from_static("letterpress-notes");

/// In which form an answer is wanted.
#[derive(Debug, Clone, Copy, Default)]
pub struct WantedForm {
    /// What became of the release, whatever it is.
    is_json: bool,
    /// The format of the first file that is asked for.
    format: Option<FileFormat>,
}

impl WantedForm {
    /// By what a request accepts. Weights are passed over: what stands first counts.
    pub fn of(headers: &HeaderMap) -> Self {
        let values = headers.get_all(ACCEPT).iter().filter_map(|value| value.to_str().ok());
        let kinds = values.flat_map(|value| value.split(','));
        let kinds = kinds.map(|kind| kind.split(';').next().unwrap_or_default().trim());
        for kind in kinds {
            if kind.eq_ignore_ascii_case("application/json") {
                return Self { is_json: true, format: None };
            }
            let known = FORMATS.into_iter().find(|(_, own)| is_of_kind(own, kind));
            if let Some((format, _)) = known {
                return Self { is_json: false, format: Some(format) };
            }
        }
        Self::default()
    }

    /// The format of a release that is set, as `--format` names it.
    pub fn render_format(self) -> Option<String> {
        let format = self.format.filter(|format| *format != FileFormat::Eml)?;
        let name = serde_json::to_value(format).ok()?;
        name.as_str().map(ToOwned::to_owned)
    }
}

/// Whether a media type is of a kind, whatever its parameters.
fn is_of_kind(media_type: &str, kind: &str) -> bool {
    media_type.split(';').next().is_some_and(|own| own.eq_ignore_ascii_case(kind))
}

/// The media types of files.
const FORMATS: [(FileFormat, &str); 8] = [
    (FileFormat::Pdf, "application/pdf"),
    (FileFormat::Png, "image/png"),
    (FileFormat::Svg, "image/svg+xml"),
    (FileFormat::Html, "text/html; charset=utf-8"),
    (FileFormat::Ics, "text/calendar; charset=utf-8"),
    (FileFormat::Eml, "message/rfc822"),
    (FileFormat::Txt, "text/plain; charset=utf-8"),
    (FileFormat::Heard, "text/plain; charset=utf-8"),
];

fn media_type(format: FileFormat) -> &'static str {
    FORMATS.into_iter().find(|(known, _)| *known == format).map_or("", |(_, media_type)| media_type)
}

/// An answer of bytes, which no browser takes for anything else.
pub fn answer(status: StatusCode, media_type: &'static str, body: impl Into<Body>) -> Response {
    let mut response = (status, body.into()).into_response();
    let headers = response.headers_mut();
    let policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox";
    for (name, value) in [
        (CONTENT_TYPE, media_type),
        (CACHE_CONTROL, "no-store"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (CONTENT_SECURITY_POLICY, policy),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

/// An answer of one line of JSON, in the form in which the program writes all of them.
pub fn json_answer(status: StatusCode, value: &impl Serialize) -> Response {
    answer(status, "application/json", json::line(value))
}

/// What is answered of a release.
pub fn record_answer(number: u64, record: &ReleaseRecord, wanted: WantedForm) -> Response {
    let status = status_of(record);
    if let ([only], StatusCode::OK, false) = (record.outputs.as_slice(), status, wanted.is_json)
        && let Some(bytes) = only.data.as_ref().and_then(|data| BASE64.decode(data).ok())
    {
        let mut response = answer(StatusCode::OK, media_type(only.format), bytes);
        let headers = response.headers_mut();
        headers.insert(WARNINGS, record.counts.warnings.into());
        headers.insert(NOTES, record.counts.notes.into());
        if let Some(pages) = only.pages {
            headers.insert(PAGES, pages.into());
        }
        return response;
    }
    json_answer(status, &ResultLine::Result { number, record })
}

/// Whether a diagnostic of a release has this value.
fn says(record: &ReleaseRecord, field: &str, value: &str) -> bool {
    record.diagnostics.iter().any(|one| one.get(field).and_then(Value::as_str) == Some(value))
}

/// By what became of a release.
fn status_of(record: &ReleaseRecord) -> StatusCode {
    match record.outcome {
        Ending::Fine | Ending::Issued | Ending::Composed => StatusCode::OK,
        _ if says(record, "code", codes::TOOK_TOO_LONG.name()) => StatusCode::GATEWAY_TIMEOUT,
        Ending::Refused => StatusCode::UNPROCESSABLE_ENTITY,
        _ if says(record, "code", codes::USAGE.name()) => StatusCode::UNPROCESSABLE_ENTITY,
        // What came with the request, or what it names.
        _ if says(record, "blame", "letterhead") || says(record, "blame", "layout") => {
            StatusCode::UNPROCESSABLE_ENTITY
        }
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    }
}
