//! Whether everything that was set stands where it belongs: read off the laid-out
//! pages, not guessed from the text.

use typst::layout::{Abs, Frame, FrameItem, Point};
use typst::text::TextItem;
use typst_layout::PagedDocument;

use crate::diagnostic::Diagnostic;
use crate::letterhead::Measures;
use crate::source::Source;

/// What a line may stand out by, in mm: rounding, and a sign that hangs.
const TOLERANCE: f64 = 0.5;

/// `word-too-wide`: a word without a break that is wider than its column would
/// run into the column beside it or off the page.
pub(crate) fn faults(
    document: &PagedDocument,
    measures: &Measures,
    source: &Source,
) -> Vec<Diagnostic> {
    let text_end = measures.left + measures.text_width;
    let mut found: Vec<Diagnostic> = Vec::new();
    // A word may be set in several runs; the first that stands out speaks for it.
    let mut told = Abs::zero();
    for page in document.pages() {
        each_text(&page.frame, Point::zero(), &mut |at, item| {
            let start = at.x.to_mm();
            let end = start + width(item).to_mm();
            // What begins in the text column ends with it, below the page's head.
            let in_column = start < text_end && at.y.to_mm() > measures.text_top_later - 5.0;
            let most = if in_column { text_end } else { 210.0 };
            if end > most + TOLERANCE && at.y != told {
                told = at.y;
                let fault = fault(&item.text, source);
                if !found.contains(&fault) {
                    found.push(fault);
                }
            }
        });
    }
    found
}

fn fault(text: &str, source: &Source) -> Diagnostic {
    let text = text.trim();
    let word = text.split_whitespace().max_by_key(|word| word.len()).unwrap_or(text);
    let short: String = word.chars().take(30).collect();
    let dots = if short.len() < word.len() { "…" } else { "" };
    let message = format!("`{short}{dots}` is wider than its column");
    let diagnostic = Diagnostic::error("word-too-wide", message)
        .hint("put a hyphen or a space where it may break, or say it in fewer letters");
    match source.text().find(&short) {
        Some(start) => diagnostic.at(source, start..start + short.len(), ""),
        None => diagnostic,
    }
}

/// All runs of text with their places on the page.
fn each_text(frame: &Frame, origin: Point, visit: &mut dyn FnMut(Point, &TextItem)) {
    for (position, item) in frame.items() {
        let at = origin + *position;
        match item {
            FrameItem::Group(group) => {
                let moved = Point::new(group.transform.tx, group.transform.ty);
                each_text(&group.frame, at + moved, visit);
            }
            FrameItem::Text(text) => visit(at, text),
            _ => {}
        }
    }
}

/// The width of a run without the space at its end.
fn width(item: &TextItem) -> Abs {
    let trimmed = item.text.trim_end().len();
    let glyphs = item.glyphs.iter().filter(|glyph| usize::from(glyph.range.start) < trimmed);
    glyphs.map(|glyph| glyph.x_advance).sum::<typst::layout::Em>().at(item.size)
}
