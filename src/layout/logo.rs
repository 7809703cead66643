//! Logos as the sheet can carry them.

use std::sync::Arc;

use hayro_svg::hayro_interpret::InterpreterSettings;
use hayro_svg::hayro_syntax::Pdf;
use hayro_svg::{RenderCache, SvgRenderSettings};

/// A logo's bytes and the file ending that says what they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LogoFile {
    /// The picture.
    pub bytes: Vec<u8>,
    /// `svg` or `png`.
    pub extension: &'static str,
}

/// Takes a logo in the form that its ending says; `None` where it is not of it.
///
/// The first page of a PDF is drawn as SVG: PDF/A forbids to carry another PDF's
/// page as it is, since nobody has looked whether that page is archival. Its text
/// becomes outlines, for which its fonts have to be embedded.
pub(crate) fn take(path: &str, bytes: Vec<u8>) -> Option<LogoFile> {
    let ending = path.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase())?;
    match ending.as_str() {
        "png" if bytes.starts_with(b"\x89PNG\r\n\x1a\n") => {
            Some(LogoFile { bytes, extension: "png" })
        }
        "svg" if std::str::from_utf8(&bytes).is_ok_and(|text| text.contains("<svg")) => {
            Some(LogoFile { bytes, extension: "svg" })
        }
        "pdf" => Some(LogoFile { bytes: first_page(bytes)?.into_bytes(), extension: "svg" }),
        _ => None,
    }
}

fn first_page(bytes: Vec<u8>) -> Option<String> {
    let pdf = Pdf::new(bytes).ok()?;
    let page = pdf.pages().first()?;
    let settings = InterpreterSettings {
        font_resolver: Arc::new(|_| None),
        cmap_resolver: Arc::new(|_| None),
        warning_sink: Arc::new(|_| {}),
        render_annotations: false,
    };
    let render = SvgRenderSettings { bg_color: [0, 0, 0, 0] };
    Some(hayro_svg::convert(page, &RenderCache::new(), &settings, &render))
}
