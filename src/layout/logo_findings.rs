//! What is wrong with a logo that can be drawn.

use super::logo::LogoFile;
use crate::diagnostic::{Diagnostic, codes};
use crate::letterhead::{LOGO_WIDTH, Letterhead};
use crate::read::FieldMap;

/// Resolution below which a logo of pixels looks coarse, in dots per inch.
const MIN_DPI: f64 = 200.0;

/// `mark-out-of-room`, `logo-resolution-low`: a logo whose own text is cut off, or that has too few
/// dots for its size.
pub(super) fn of_logo(
    file: &LogoFile,
    field: &str,
    letterhead: &Letterhead,
    fields: &FieldMap,
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let is_mark = field == "logo.file";
    if let Some(text) = &file.cut_text {
        let what = if is_mark { "the mark" } else { "the logo" };
        let message =
            message!("{what} is wider than its room: `{text}` is cut off at its edge", what, text);
        let error = Diagnostic::new(codes::MARK_OUT_OF_ROOM, message)
            .hint("make the drawing (its `viewBox`) wider, or turn its text into paths in the font that it was drawn with");
        found.push(fields.mark(field, error));
    }
    let measures = &letterhead.theme.measures;
    let dpi = if is_mark {
        let mark = letterhead.logo.as_ref();
        let by_width = mark.filter(|mark| mark.height.is_none()).and_then(|mark| mark.width);
        let height = mark.and_then(|mark| mark.height).unwrap_or(measures.mark_height);
        file.pixels.map(|(wide, high)| match by_width {
            Some(width) => f64::from(wide) / width,
            None => f64::from(high) / height,
        })
    } else if field.starts_with("underlay") || field == "logo.later_file" {
        // As wide as the page, or smaller than the mark of page 1.
        let page = letterhead.theme.page.width();
        file.pixels.filter(|_| field != "logo.later_file").map(|(wide, _)| f64::from(wide) / page)
    } else {
        let logo = letterhead.logos.iter().find(|logo| fields.text(field) == Some(&logo.file));
        let width = logo.and_then(|logo| logo.width).unwrap_or(LOGO_WIDTH);
        file.pixels.map(|(wide, _)| f64::from(wide) / width.min(measures.information_width))
    };
    if let Some(dpi) = dpi.map(|per_mm| (per_mm * 25.4).round()).filter(|dpi| *dpi < MIN_DPI) {
        let message =
            message!("the logo has {dpi} dpi; at least {wanted} are wanted", dpi, wanted = MIN_DPI);
        let warning = Diagnostic::new(codes::LOGO_RESOLUTION_LOW, message)
            .hint("use a drawing (SVG, PDF), or a picture with more pixels");
        found.push(fields.mark(field, warning));
    }
    found
}
