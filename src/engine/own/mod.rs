//! What is looked at on a sheet of a layout of one's own, besides what the engine refuses: that
//! nothing of the data is lost, that its text can be seen, and that its pages are pages.

mod held;
mod made;
mod view;
mod words;

use typst_layout::PagedDocument;

use super::diagnose;
use super::world::SheetWorld;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::target::Edition;

/// Judges a sheet of a layout of one's own. What the engine warned of comes back; nothing where
/// the layout is the embedded one.
pub(crate) fn judge(
    world: &SheetWorld,
    document: &PagedDocument,
    edition: &Edition,
) -> Result<Vec<Diagnostic>, Diagnostics> {
    let Some(own) = world.own() else { return Ok(Vec::new()) };
    let warnings = diagnose::warnings(world, own);
    let view = view::View::of(document.pages());
    let mut errors = view::page_errors(document.pages(), edition, own);
    // Text on an impossible page says nothing more.
    if errors.is_empty() {
        errors.extend(view.errors(own));
        errors.extend(made::errors(world, own, &view.pictures));
    }
    let lost = held::lost(world, &view.words, &view.pictures);
    errors.extend(lost.into_iter().map(|error| own.mark(error)));
    Diagnostics::check(errors).map_err(|errors| errors.after(warnings.clone()))?;
    Ok(warnings)
}
