//! The first page of a PDF as SVG.
//!
//! The reader that makes SVG of it follows whatever a file says, so it never sees the file:
//! this module reads the page within bounds, follows what it draws, and writes a new file of
//! the parts that were counted. What cannot be counted is refused.

mod content;
mod copy;
mod entries;
mod file;
mod filters;
mod letters;
mod mesh;
mod object;
mod parts;
mod run;
mod state;
mod streams;
mod weight;
mod weights;

use std::panic::{self, AssertUnwindSafe};
use std::sync::Arc;

use hayro_svg::hayro_interpret::InterpreterSettings;
use hayro_svg::hayro_syntax::Pdf;
use hayro_svg::{RenderCache, SvgRenderSettings};

use super::super::{PhotoError, broken};
use super::limits::{DrawingLimits, at_most};
use copy::PdfCopy;
use file::ScannedPdf;
use object::{PdfEntries, PdfValue};
use run::DrawingRun;
use state::{IDENTITY, PathCorners};

/// How deep a page may stand in the tree of pages.
const MAX_PAGE_DEPTH: usize = 32;
/// The page of a file that names no size, as readers have it.
const A4: [f64; 4] = [0.0, 0.0, 595.0, 842.0];
/// Entries of a page that draw something.
const OF_PAGE: &[&str] = &["MediaBox", "CropBox", "Rotate", "Resources", "Group"];

/// The first page as SVG.
pub(super) fn to_svg(bytes: &[u8], limits: &DrawingLimits) -> Result<Vec<u8>, PhotoError> {
    let counted = counted(bytes, limits)?;
    // The reader gives up on some damage with a panic, such as pictures without pixels.
    panic::catch_unwind(AssertUnwindSafe(|| converted(counted)))
        .unwrap_or_else(|_| Err(broken("a part of it is damaged")))
}

fn converted(counted: Vec<u8>) -> Result<Vec<u8>, PhotoError> {
    let pdf = Pdf::new(counted).map_err(|_| no_page())?;
    let page = pdf.pages().first().ok_or_else(no_page)?;
    let settings = InterpreterSettings {
        font_resolver: Arc::new(|_| None),
        cmap_resolver: Arc::new(|_| None),
        warning_sink: Arc::new(|_| {}),
        render_annotations: false,
    };
    let render = SvgRenderSettings { bg_color: [0, 0, 0, 0] };
    Ok(hayro_svg::convert(page, &RenderCache::new(), &settings, &render).into_bytes())
}

fn no_page() -> PhotoError {
    broken("it has no page that can be read")
}

/// A file with the first page alone, of parts that were counted.
fn counted(bytes: &[u8], limits: &DrawingLimits) -> Result<Vec<u8>, PhotoError> {
    let mut file = ScannedPdf::read(bytes, *limits)?;
    let (page, properties) = first_page(&file)?;
    let contents = run::contents(&mut file, &page)?;
    let [left, bottom, right, top] = file.exactly(&page, "MediaBox")?.unwrap_or(A4);
    let side = (right - left).abs().max((top - bottom).abs());
    at_most(side, f64::from(limits.pdf_side), "points as a side of its page")?;
    let mut corners = PathCorners::NOTHING;
    corners.rectangle(&IDENTITY, [left, bottom, right - left, top - bottom]);
    let resources: Vec<PdfEntries> =
        page.get("Resources").and_then(|own| file.dictionary(own)).cloned().into_iter().collect();
    let layers = properties.as_ref().map(|properties| file.weigh(properties)).transpose()?;
    let layers = layers.map_or(0, |layers| layers.operations());
    let mut run = DrawingRun::new(&mut file, corners, layers);
    run.page(&contents, &resources)?;
    let streams = run.finish();
    PdfCopy::new(file, streams).write(&page, &contents, properties)
}

/// The entries of the first page, with what it inherits, and the layers of the document.
fn first_page(file: &ScannedPdf<'_>) -> Result<(PdfEntries, Option<PdfValue>), PhotoError> {
    let root =
        file.trailer.get("Root").and_then(|root| file.dictionary(root)).ok_or_else(no_page)?;
    let mut page = PdfEntries::default();
    let mut node =
        root.get("Pages").and_then(|pages| file.dictionary(pages)).ok_or_else(no_page)?;
    for _ in 0..MAX_PAGE_DEPTH {
        for name in OF_PAGE {
            if let Some(own) = node.get(name) {
                page.set(name, own.clone());
            }
        }
        let Some(PdfValue::Array(kids)) = node.get("Kids").and_then(|kids| file.value(kids)) else {
            if let Some(contents) = node.get("Contents") {
                page.set("Contents", contents.clone());
            }
            return Ok((page, root.get("OCProperties").cloned()));
        };
        node = kids.first().and_then(|kid| file.dictionary(kid)).ok_or_else(no_page)?;
    }
    Err(broken("its pages are in one another without end"))
}

#[cfg(test)]
mod tests;
