//! Typst's own diagnostics as ours, with all their hints.

use std::ops::Range;

use typst::WorldExt;
use typst::diag::SourceDiagnostic;
use typst::syntax::DiagSpan;

use super::Standards;
use super::reworded::reworded;
use super::world::SheetWorld;
use crate::diagnostic::{Blame, Diagnostic, Diagnostics, codes};
use crate::layout::{MAIN, OwnLayout};
use crate::source::Source;

/// Errors of compiling: the data was checked before, so the layout is at error.
pub(super) fn layout_errors(world: &SheetWorld, errors: &[SourceDiagnostic]) -> Diagnostics {
    Diagnostics::of_failure(errors.iter().map(|error| layout_error(world, error)).collect())
}

fn layout_error(world: &SheetWorld, error: &SourceDiagnostic) -> Diagnostic {
    if let Some(own) = world.own() {
        return own_error(world, own, error);
    }
    if is_picture_error(&error.message) {
        // Photos were decoded and encoded here before; only a logo comes as it is.
        let message = message!(
            "a logo of the letterhead cannot be set: {reason}",
            reason = error.message.as_str()
        );
        return Diagnostic::new(codes::LOGO_BROKEN, message)
            .hint("open it in a drawing program and save it once more, texts as paths and pictures embedded");
    }
    if error.message.contains("depth exceeded") {
        let message =
            message!("the text is nested too deeply: {reason}", reason = error.message.as_str());
        return Diagnostic::new(codes::RELEASE_TOO_LARGE, message)
            .with("what", "nesting")
            .hint("write inner levels of lists, quotes and emphasis as paragraphs of their own");
    }
    let diagnostic = Diagnostic::new(codes::LAYOUT_FAULT, error.message.to_string());
    placed(error, diagnostic).hint("this is an error in the layout, not in the release")
}

/// An error of a layout of one's own, in words that say what is possible there.
fn own_error(world: &SheetWorld, own: &OwnLayout, error: &SourceDiagnostic) -> Diagnostic {
    let is_of_entry = error.span.id().is_some_and(|id| id.get().vpath().get_with_slash() == MAIN);
    let (message, hints) = reworded(world, error, is_of_entry);
    let diagnostic = Diagnostic::new(codes::LAYOUT_FAULT, message);
    let diagnostic = hints.into_iter().fold(diagnostic, Diagnostic::hint);
    marked(world, own, error, diagnostic).hint("this is an error in the layout, not in the release")
}

/// What the engine warned of.
pub(super) fn warnings(world: &SheetWorld, own: &OwnLayout) -> Vec<Diagnostic> {
    let warnings = world.warnings();
    let warnings = warnings.iter().map(|warning| {
        let (message, hints) = reworded(world, warning, false);
        let diagnostic = Diagnostic::new(codes::LAYOUT_WARNING, message);
        let diagnostic = hints.into_iter().fold(diagnostic, Diagnostic::hint);
        marked(world, own, warning, diagnostic)
    });
    warnings.collect()
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
    standards: &Standards,
    errors: &[SourceDiagnostic],
) -> Diagnostics {
    let names = standards.names().join(", ");
    let errors = errors.iter().map(|error| {
        let (reason, hints) = match world.own() {
            Some(_) => reworded(world, error, false),
            None => (error.message.to_string(), Vec::new()),
        };
        let message = message!("the file cannot keep {names}: {reason}", reason, names);
        let diagnostic = Diagnostic::new(codes::STANDARD_REFUSED, message);
        let diagnostic = hints.into_iter().fold(diagnostic, Diagnostic::hint);
        // The embedded layouts keep the standards whatever a release says, and its pictures
        // were made here: a logo alone comes as it is.
        match world.own() {
            Some(own) => marked(world, own, error, diagnostic).blamed_on(Blame::Layout),
            None if is_about_pictures(&error.message) => placed(error, diagnostic)
                .blamed_on(Blame::Letterhead)
                .hint("the cause is a logo of the letterhead"),
            None => placed(error, diagnostic),
        }
    });
    Diagnostics::of_failure(errors.collect())
}

/// Marks the place in a file of the user's own layout: where the error is, else where that file
/// calls what fails, else where it defines the sheet.
fn marked(
    world: &SheetWorld,
    own: &OwnLayout,
    error: &SourceDiagnostic,
    diagnostic: Diagnostic,
) -> Diagnostic {
    let calls = error.trace.iter().map(|call| DiagSpan::from(call.span));
    let mut places = std::iter::once(error.span).chain(calls);
    match places.find_map(|span| place(world, own, span)) {
        Some((source, range)) => diagnostic.at(source, range, ""),
        None => own.mark(diagnostic),
    }
}

/// A place in a file of the user's own layout.
pub(super) fn place<'a>(
    world: &SheetWorld,
    own: &'a OwnLayout,
    span: DiagSpan,
) -> Option<(&'a Source, Range<usize>)> {
    let source = own.text(span.id()?.get().vpath().get_with_slash())?;
    Some((source, world.range(span)?))
}

/// Names the place.
fn placed(error: &SourceDiagnostic, diagnostic: Diagnostic) -> Diagnostic {
    let mut diagnostic = diagnostic;
    if let Some(id) = error.span.id() {
        let path = id.get().vpath().get_with_slash();
        diagnostic = diagnostic.hint(format!("the place is in {path}"));
    }
    let hints = error.hints.iter().map(|hint| hint.v.to_string());
    hints.fold(diagnostic, Diagnostic::hint)
}
