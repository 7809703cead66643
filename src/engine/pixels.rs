//! Pages as pixels.

use typst::utils::Scalar;
use typst_layout::Page;

use super::marks;
use crate::diagnostic::{Diagnostic, Diagnostics, codes};
use crate::limits::ImageLimits;

const POINTS_PER_INCH: f64 = 72.0;

/// A page as a PNG of `dpi` dots per inch, unless that is more than memory should hold.
pub(super) fn page_png(
    page: &Page,
    number: usize,
    dpi: f64,
    limits: &ImageLimits,
) -> Result<Vec<u8>, Diagnostics> {
    let scale = dpi / POINTS_PER_INCH;
    let size = page.frame.size();
    let [width, height] = [size.x, size.y].map(|side| (side.to_pt() * scale).round().max(1.0));
    let pixels = width * height;
    if pixels.is_nan() || pixels > limits.pixels as f64 {
        return Err(too_large(number, (width, height), dpi, limits).into());
    }
    let options =
        typst_render::RenderOptions { pixel_per_pt: Scalar::new(scale), render_bleed: false };
    let drawn = typst_render::render(page, &options);
    let (width, height) = (drawn.width(), drawn.height());
    marks::marked_png(width, height, &drawn.take_demultiplied()).map_err(|error| {
        Diagnostic::internal(format_args!("the page cannot be drawn ({error})")).into()
    })
}

/// `image-too-large`, with the resolution that would do.
fn too_large(
    number: usize,
    (width, height): (f64, f64),
    dpi: f64,
    limits: &ImageLimits,
) -> Diagnostic {
    let message = message!(
        "page {number} has {width} \u{D7} {height} pixels at {dpi} dpi; at most {max} are drawn",
        number,
        width,
        height,
        dpi,
        max = limits.pixels
    );
    let error = Diagnostic::new(codes::IMAGE_TOO_LARGE, message);
    // A little less, since sides are rounded up.
    let fitting = (dpi * (limits.pixels as f64 / (width * height)).sqrt() * 0.999).floor();
    if fitting >= 1.0 && fitting < dpi {
        return error
            .hint(format!("{fitting} dpi would do; `--limit images.pixels=N` allows more"));
    }
    error.hint("`--limit images.pixels=N` allows more")
}
