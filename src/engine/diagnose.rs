//! Typst's own diagnostics as ours, with all their hints.

use typst::WorldExt;
use typst::diag::SourceDiagnostic;

use super::Standards;
use super::world::SheetWorld;
use crate::diagnostic::{Blame, Diagnostic, Diagnostics, codes};
use crate::layout::SHEET;
use crate::source::Source;

/// Errors of compiling: the data was checked before, so the layout is at error.
pub(super) fn layout_errors(
    world: &SheetWorld,
    layout: Option<&Source>,
    errors: &[SourceDiagnostic],
) -> Diagnostics {
    Diagnostics::of_failure(errors.iter().map(|error| layout_error(world, layout, error)).collect())
}

fn layout_error(
    world: &SheetWorld,
    layout: Option<&Source>,
    error: &SourceDiagnostic,
) -> Diagnostic {
    if layout.is_none() && is_picture_error(&error.message) {
        // Photos were decoded and encoded here before; only a logo comes as it is.
        let message = message!(
            "a logo of the letterhead cannot be set: {reason}",
            reason = error.message.as_str()
        );
        return Diagnostic::new(codes::LOGO_BROKEN, message)
            .hint("open it in a drawing program and save it once more, texts as paths and pictures embedded");
    }
    if layout.is_none() && error.message.contains("depth exceeded") {
        let message =
            message!("the text is nested too deeply: {reason}", reason = error.message.as_str());
        return Diagnostic::new(codes::RELEASE_TOO_LARGE, message)
            .with("what", "nesting")
            .hint("write inner levels of lists, quotes and emphasis as paragraphs of their own");
    }
    let diagnostic = Diagnostic::new(codes::LAYOUT_FAULT, error.message.to_string());
    placed(world, layout, error, diagnostic)
        .hint("this is an error in the layout, not in the release")
}

/// Whether Typst failed to decode a picture.
fn is_picture_error(message: &str) -> bool {
    ["SVG", "PDF", "image"].iter().any(|form| message.contains(form))
        && ["parse", "decode", "load"].iter().any(|verb| message.contains(verb))
}

/// Whether a standard refuses something in a picture.
fn is_about_pictures(message: &str) -> bool {
    ["SVG", "PDF page", "image"].iter().any(|form| message.contains(form))
}

/// Errors of exporting: a standard refuses something that no rule foresaw.
pub(super) fn export_errors(
    world: &SheetWorld,
    layout: Option<&Source>,
    standards: &Standards,
    errors: &[SourceDiagnostic],
) -> Diagnostics {
    let names = standards.names().join(", ");
    let errors = errors.iter().map(|error| {
        let message = message!(
            "the file cannot keep {names}: {reason}",
            reason = error.message.as_str(),
            names
        );
        let error = placed(world, layout, error, Diagnostic::new(codes::STANDARD_REFUSED, message));
        // The embedded layouts keep the standards whatever a release says, and its pictures
        // were made here: a logo alone comes as it is.
        if layout.is_some() {
            error.blamed_on(Blame::Layout)
        } else if is_about_pictures(&error.message) {
            error.blamed_on(Blame::Letterhead).hint("the cause is a logo of the letterhead")
        } else {
            error
        }
    });
    Diagnostics::of_failure(errors.collect())
}

/// Marks the place if it lies in the user's own layout, names it otherwise.
fn placed(
    world: &SheetWorld,
    layout: Option<&Source>,
    error: &SourceDiagnostic,
    diagnostic: Diagnostic,
) -> Diagnostic {
    let mut diagnostic = diagnostic;
    if let Some(id) = error.span.id() {
        let path = id.get().vpath().get_with_slash();
        diagnostic = match (layout, world.range(error.span)) {
            (Some(source), Some(range)) if path == SHEET => diagnostic.at(source, range, ""),
            _ => diagnostic.hint(format!("the place is in {path}")),
        };
    }
    let hints = error.hints.iter().map(|hint| hint.v.to_string());
    hints.fold(diagnostic, Diagnostic::hint)
}
