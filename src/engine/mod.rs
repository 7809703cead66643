//! Typst's engine in this process: from virtual files to pages, and from pages to bytes.
//!
//! No Typst source is ever made from user text: text travels as JSON and is read as data. There
//! is no network, no package and no clock.

mod boxes;
mod breaks;
mod cell_fit;
mod clusters;
mod codes;
mod diagnose;
mod drawing;
mod elements;
mod file;
mod fit;
mod frames;
mod groups;
mod head_fit;
mod images;
mod last_lines;
mod letters;
mod look;
mod marks;
mod metadata;
mod notes;
mod own;
mod pixels;
mod reworded;
mod roles;
mod runs;
mod settle;
mod standards;
mod structure;
mod svg_links;
mod tables;
mod tags;
mod tightening;
mod tries;
mod words;
mod world;

pub use self::drawing::{GlyphOutlines, PageDrawing};
use self::file::FinishedFile;
pub(crate) use fit::{FOOT_LINES, misfits};
pub(crate) use head_fit::misplaced_head;
pub(crate) use letters::letters;
pub use look::PageLook;
use metadata::SheetMetadata;
pub(crate) use metadata::SheetOrigin;
pub(crate) use own::judge;
pub(crate) use settle::settle;
pub use standards::Standards;
use std::sync::Arc;
pub(crate) use tags::LinkWords;
use tags::TagRewriting;
pub(crate) use words::LaidText;
pub(crate) use world::{SheetWorld, VirtualFiles};

use typst::diag::Warned;
use typst::foundations::Smart;
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::layout::Stationery;
use crate::limits::ImageLimits;
use crate::read::FieldMap;
use crate::release::Release;

/// What an exported file calls its maker.
const CREATOR: &str = concat!("letterpress ", env!("CARGO_PKG_VERSION"));

/// The version of Typst, the typesetting engine that is built in: `0.15.1`.
pub fn engine_version() -> &'static str {
    typst::utils::version().raw()
}

/// A point is 1/72 inch.
const POINTS_PER_MM: f64 = 72.0 / 25.4;

/// The ages of cached results that are kept. With 0 to 2, memory over thousands
/// of unlike releases stays flat and no time is lost (measured: 33 to 50 MiB).
const CACHE_AGE: usize = 2;

/// A release laid out on pages.
///
/// ```
/// use letterpress::source::{Format, Source};
/// use letterpress::{Job, Standards, Typesetter};
///
/// # fn main() -> Result<(), letterpress::diagnostic::Diagnostics> {
/// let text = "---\nletterhead: neutral\ndate: 2022-11-25\nheadline: Neu\n---\nEin Satz.\n";
/// let source = Source::from_text("release.md", Format::Markdown, text.to_owned());
/// let sheet = Typesetter::new().typeset(&Job::new(&source))?;
/// assert_eq!(sheet.page_count(), 1);
///
/// // One file with all pages, and an image of each page.
/// assert!(sheet.pdf(&Standards::default())?.starts_with(b"%PDF-"));
/// assert!(sheet.png(36.0)?[0].starts_with(b"\x89PNG"));
/// assert!(sheet.svg()[0].starts_with("<svg"));
/// # Ok(())
/// # }
/// ```
pub struct Sheet {
    /// Warnings of the release, and of its layout.
    pub warnings: Vec<Diagnostic>,
    /// Those of the layout alone.
    pub(crate) layout_warnings: Vec<Diagnostic>,
    pub(crate) document: PagedDocument,
    pub(crate) world: SheetWorld,
    pub(crate) origin: SheetOrigin,
    /// How far the bleed reaches beyond the trimmed sheet, in mm, where more than the
    /// bleed lies around it.
    pub(crate) bleed: Option<f64>,
    pub(crate) link_words: LinkWords,
    pub(crate) release: Arc<Release>,
    pub(crate) fields: Arc<FieldMap>,
    pub(crate) stationery: Stationery,
}

impl_debug!(Sheet { identifier: this.origin.identifier, pages: this.page_count() } for this);

/// Lays a world out on pages.
fn compile(world: &SheetWorld) -> Result<PagedDocument, Diagnostics> {
    let Warned { output, warnings } = typst::compile(world);
    if world.own().is_some() {
        world.keep_warnings(warnings.into_iter().collect());
    }
    let document = output.map_err(|errors| diagnose::layout_errors(world, &errors))?;
    Ok(clusters::joined(document))
}

/// Forgets cached results that the last sheets did not use.
pub(crate) fn forget() {
    comemo::evict(CACHE_AGE);
}

/// Forgets all cached results.
pub(crate) fn forget_all() {
    comemo::evict(0);
}

impl Sheet {
    /// What the engine warned of in a layout of one's own; they are among [`Self::warnings`].
    pub fn layout_warnings(&self) -> &[Diagnostic] {
        &self.layout_warnings
    }

    /// The number of pages.
    pub fn page_count(&self) -> usize {
        self.document.pages().len()
    }

    /// The PDF. Equal input gives equal bytes.
    pub fn pdf(&self, standards: &Standards) -> Result<Vec<u8>, Diagnostics> {
        let options = PdfOptions {
            ident: Smart::Custom(self.origin.identifier.clone()),
            creator: Smart::Custom(Some(CREATOR.to_owned())),
            timestamp: None,
            page_ranges: None,
            standards: standards.to_typst()?,
            tagged: true,
            pretty: false,
        };
        let document = runs::exported(&self.document, TagRewriting::new(&self.link_words));
        let pdf = typst_pdf::pdf(&document, &options)
            .map_err(|errors| diagnose::export_errors(&self.world, standards, &errors))?;
        let mut pdf = self.finished(pdf).ok_or_else(|| {
            Diagnostic::internal("the exported file is not of the kind that it was")
        })?;
        // The exporter ends with `%%EOF`. A program that signs the file appends to it, and the
        // first object that it appends has to begin on a line of its own (ISO 19005-2, 6.1.9).
        if !pdf.ends_with(b"\n") {
            pdf.push(b'\n');
        }
        Ok(pdf)
    }

    /// The file with what the exporter cannot write.
    fn finished(&self, pdf: Vec<u8>) -> Option<Vec<u8>> {
        let file = FinishedFile::open(&pdf)?;
        let objects = file.objects()?;
        let mut edits = images::smaller_images(&objects);
        edits.extend(groups::needless_groups(&objects));
        edits.extend(structure::heard_structure(&objects)?);
        edits.extend(self.metadata().edits(&objects)?);
        if let Some(bleed) = self.bleed {
            edits.extend(boxes::bleed_boxes(&objects, bleed * POINTS_PER_MM)?);
        }
        file.edited(edits)
    }

    fn metadata(&self) -> SheetMetadata<'_> {
        SheetMetadata {
            keywords: &self.release.keywords,
            origin: &self.origin,
            letterhead: &self.stationery.letterhead().id,
            letterhead_hash: self.stationery.digest(),
        }
    }

    /// Each page as a PNG of `dpi` dots per inch. A `tEXt` chunk names letterpress as the
    /// software. `image-too-large` where a page has more pixels than the default of
    /// [`ImageLimits`].
    pub fn png(&self, dpi: f64) -> Result<Vec<Vec<u8>>, Diagnostics> {
        let limits = ImageLimits::default();
        (1..=self.page_count()).filter_map(|page| self.page_png(page, dpi, &limits)).collect()
    }

    /// One page as a PNG, counted from 1: what [`png`](Self::png) makes of it, within other
    /// limits. None where there is no such page.
    pub fn page_png(
        &self,
        page: usize,
        dpi: f64,
        limits: &ImageLimits,
    ) -> Option<Result<Vec<u8>, Diagnostics>> {
        let drawn = self.document.pages().get(page.checked_sub(1)?)?;
        Some(pixels::page_png(drawn, page, dpi, limits))
    }

    /// Each page as SVG. A comment at the beginning of the drawing names letterpress.
    pub fn svg(&self) -> Vec<String> {
        (1..=self.page_count()).filter_map(|page| self.page_svg(page)).collect()
    }

    /// How one page looks, counted from 1, without drawing it. None where there is no such page.
    pub fn page_look(&self, page: usize) -> Option<PageLook> {
        self.document.pages().get(page.checked_sub(1)?).map(PageLook::of)
    }

    /// One page as SVG, counted from 1. None where there is no such page.
    pub fn page_svg(&self, page: usize) -> Option<String> {
        let options = typst_svg::SvgOptions { render_bleed: false, pretty: false };
        let page = self.document.pages().get(page.checked_sub(1)?)?;
        let page = svg_links::with_written_links(page);
        Some(marks::marked_svg(typst_svg::svg(&page, &options)))
    }

    /// One page, counted from 1, for a screen that shows it again after each change: smaller than
    /// [`page_svg`](Self::page_svg), and made in a fraction of the time when `outlines` has drawn
    /// such letters before. None where there is no such page.
    ///
    /// ```
    /// use letterpress::source::{Format, Source};
    /// use letterpress::{Job, GlyphOutlines, Typesetter};
    ///
    /// # fn main() -> Result<(), letterpress::diagnostic::Diagnostics> {
    /// let text = "---\nletterhead: neutral\ndate: 2022-11-25\nheadline: Neu\n---\nEin Satz.\n";
    /// let source = Source::from_text("release.md", Format::Markdown, text.to_owned());
    /// let sheet = Typesetter::new().typeset(&Job::new(&source))?;
    ///
    /// let mut outlines = GlyphOutlines::default();
    /// let drawing = sheet.page_drawing(1, &mut outlines).unwrap();
    /// assert!(drawing.svg.contains("data-glyphs"));
    /// assert_eq!(sheet.page_drawing(1, &mut outlines), Some(drawing));
    /// # Ok(())
    /// # }
    /// ```
    pub fn page_drawing(&self, page: usize, outlines: &mut GlyphOutlines) -> Option<PageDrawing> {
        self.document.pages().get(page.checked_sub(1)?).map(|page| outlines.drawing(page))
    }
}
