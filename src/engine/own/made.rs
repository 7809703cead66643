//! Pictures that a layout makes itself, by `image(bytes(…))`: they have not passed the gate that
//! the pictures of its folder pass.

use typst::syntax::{DiagSpan, Span};
use typst::visualize::{Image, ImageKind, RasterFormat};

use super::held::SeenPictures;
use crate::diagnostic::{Diagnostic, codes};
use crate::engine::diagnose;
use crate::engine::world::SheetWorld;
use crate::layout::OwnLayout;

/// The errors of pictures that are no files, one for each place.
pub(super) fn errors(
    world: &SheetWorld,
    own: &OwnLayout,
    pictures: &SeenPictures,
) -> Vec<Diagnostic> {
    let mut places: Vec<Span> = Vec::new();
    for (span, image) in &pictures.set {
        if !places.contains(span) && !is_file(world, image) {
            places.push(*span);
        }
    }
    let errors = places.into_iter().map(|span| {
        let message = "a picture is put together in the layout, and cannot be judged";
        let error = Diagnostic::new(codes::LAYOUT_FAULT, message);
        let error = match diagnose::place(world, own, DiagSpan::from(span)) {
            Some((source, range)) => error.at(source, range, ""),
            None => own.mark(error),
        };
        error.hint(
            "put it into a file of the layout's folder, and set it by `image(\"drawing.svg\")`",
        )
    });
    errors.collect()
}

/// Whether a picture is a file, as it is. Bare pixels are as good as shapes.
fn is_file(world: &SheetWorld, image: &Image) -> bool {
    match image.kind() {
        ImageKind::Raster(raster) if matches!(raster.format(), RasterFormat::Pixel(_)) => true,
        ImageKind::Raster(raster) => world.has_file(raster.data()),
        ImageKind::Svg(drawing) => world.has_file(drawing.data()),
        ImageKind::Pdf(page) => world.has_file(page.document().pdf().data().as_ref()),
    }
}
