//! The files of the page. They are in the program, and nothing is loaded from elsewhere.

use axum::body::Body;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, IF_NONE_MATCH, REFERRER_POLICY,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

/// What the page may do: nothing but what comes from here. `blob:` is for pictures that are dropped.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    img-src 'self' blob: data:; connect-src 'self'; frame-src 'self'; form-action 'none'; \
    base-uri 'none'; frame-ancestors 'none'";

/// The page itself.
const INDEX: &str = "index.html";

/// A file of the page by its name.
fn file(name: &str) -> Option<&'static str> {
    FILES.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

/// Embeds files by their names.
macro_rules! files {
    ($($name:literal),+ $(,)?) => {
        /// All files of the page.
        const FILES: &[(&str, &str)] = &[$(($name, include_str!(concat!("page/", $name)))),+];
    };
}

files! {
    "adding.js",
    "api.js",
    "conflict.js",
    "controls.js",
    "dates.js",
    "desk.css",
    "dialog.js",
    "dom.js",
    "editor.js",
    "fields.js",
    "findings.js",
    "folder.js",
    "form.js",
    "icon.svg",
    "icons.js",
    "index.html",
    "layout.js",
    "lists.js",
    "main.js",
    "marks.js",
    "media.js",
    "morph.js",
    "paste.js",
    "paste/blocks.js",
    "paste/inline.js",
    "paste/lists.js",
    "paste/notes.js",
    "paste/read.js",
    "paste/styles.js",
    "paste/tables.js",
    "paste/text.js",
    "places.js",
    "raw.js",
    "saving.js",
    "send.js",
    "sheet.js",
    "state.js",
    "tabs.js",
    "toolbar.js",
    "unknown.js",
    "view.css",
    "widgets.js",
    "words.js",
    "words/de.js",
    "words/en.js",
    "words/fields-de.js",
    "words/fields-en.js",
    "words/findings-de.js",
    "write.css",
}

/// The page.
pub fn index(headers: &HeaderMap) -> Response {
    named(INDEX, headers)
}

/// A file of the page; 404 where there is none.
pub fn named(name: &str, headers: &HeaderMap) -> Response {
    let Some(text) = file(name) else { return StatusCode::NOT_FOUND.into_response() };
    let hash: String =
        Sha256::digest(text).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let tag = format!("\"{hash}\"");
    let is_known = headers.get(IF_NONE_MATCH).is_some_and(|known| known == tag.as_str());
    let (status, body) = match is_known {
        true => (StatusCode::NOT_MODIFIED, Body::empty()),
        false => (StatusCode::OK, Body::from(text)),
    };
    let mut response = (status, body).into_response();
    let headers = response.headers_mut();
    for (name, value) in [
        (CONTENT_TYPE, media_type(name)),
        (CACHE_CONTROL, "no-cache"),
        (CONTENT_SECURITY_POLICY, POLICY),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (REFERRER_POLICY, "no-referrer"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(ETAG, tag);
    }
    response
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        _ => "text/plain; charset=utf-8",
    }
}
