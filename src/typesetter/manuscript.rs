//! A release that was read and found good, ready to be set for any target.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::pictures::Pictures;
use super::{Job, Typesetter};
use crate::content::Document;
use crate::diagnostic::{Blame, Diagnostic, Diagnostics, codes};
use crate::engine::{self, LinkWords, Sheet, SheetOrigin, SheetWorld, Standards, VirtualFiles};
use crate::layout::{Fonts, LetterWidths, LogoFile, Stationery, lettering};
use crate::output::typst::{
    AttachedFile, LetterheadData, PaperPicture, ReleaseData, WATERMARK, Widths,
};
use crate::read::FieldMap;
use crate::release::Release;
use crate::rules;
use crate::source::Source;
use crate::target::{Edition, ImageQuality, Target};

/// Whether this process set a sheet before, whose cached results may be forgotten:
/// the engine's cache is one for all typesetters.
static USED: AtomicBool = AtomicBool::new(false);

/// Whether the pictures that were set last are large: the engine's cache holds them as pixels.
static HOLDS_LARGE: AtomicBool = AtomicBool::new(false);

/// Memory of the pictures of a release from which on they are large: 32 MiB.
const LARGE: u64 = 32 * 1024 * 1024;

/// Frees what large pictures of earlier releases hold, before others are opened.
pub(super) fn forget_large_pictures() {
    if HOLDS_LARGE.swap(false, Ordering::Relaxed) {
        engine::forget_all();
    }
}

/// A release that was read and judged.
pub struct Manuscript<'a> {
    pub(super) typesetter: &'a Typesetter,
    /// What it was read from.
    pub(super) job: Job<'a>,
    pub(super) release: Arc<Release>,
    pub(super) fields: Arc<FieldMap>,
    pub(super) stationery: Stationery,
    /// Whether the release names the file of its letterhead: then it is not the caller's choice.
    pub(super) brings_letterhead: bool,
    pub(super) fonts: Fonts,
    pub(super) pictures: Pictures,
    pub(super) warnings: Vec<Diagnostic>,
    /// The sheet that was set last: what is wanted of it in several formats is set once.
    pub(super) last_sheet: Mutex<Option<(Edition, Arc<Sheet>)>>,
}

/// A finished file.
#[derive(Debug)]
#[non_exhaustive]
pub struct Pdf {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// The number of its pages.
    pub page_count: usize,
    /// What the engine warned of in a layout of one's own, and what was done to make it fit.
    pub notes: Vec<Diagnostic>,
}

impl_debug!(Manuscript<'_> { headline: this.release.headline, warnings: this.warnings } for this);

impl Manuscript<'_> {
    /// The letterhead that it is set on.
    pub fn stationery(&self) -> &Stationery {
        &self.stationery
    }

    /// Whether the release brings its letterhead with it, as a file that it names. Else the
    /// letterhead is built in, or the caller's choice.
    pub fn brings_letterhead(&self) -> bool {
        self.brings_letterhead
    }

    /// What should be looked at.
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.warnings
    }

    /// The sheet of an edition, its pictures in their best quality. It is set once, for all
    /// formats that are wanted of it in a row.
    ///
    /// ```
    /// use letterpress::source::{Format, Source};
    /// use letterpress::{Edition, Job, Standards, Typesetter};
    ///
    /// # fn main() -> Result<(), letterpress::diagnostic::Diagnostics> {
    /// let text = "---\nletterhead: neutral\ndate: 2022-11-25\nheadline: Neu\n---\nEin Satz.\n";
    /// let source = Source::from_text("release.md", Format::Markdown, text.to_owned());
    /// let edition = Edition::default();
    /// let typesetter = Typesetter::new();
    /// let manuscript = typesetter.read(&Job::new(&source), &[edition])?;
    /// let pdf = manuscript.pdf(&edition, &Standards::default())?;
    /// let sheet = manuscript.sheet(&edition)?;
    /// assert_eq!(sheet.png(72.0)?.len(), pdf.page_count);
    /// assert!(sheet.svg()[0].starts_with("<svg"));
    /// # Ok(())
    /// # }
    /// ```
    pub fn sheet(&self, edition: &Edition) -> Result<Arc<Sheet>, Diagnostics> {
        // Two sheets need not be in memory at a time.
        let last = self.last_sheet().take().filter(|(of, _)| of == edition);
        let sheet = match last {
            Some((_, sheet)) => sheet,
            // The lock is not held meanwhile: a caller's own thread pool may begin another
            // edition on this very thread, while the engine waits for its own work.
            None => Arc::new(self.set(edition, edition.best())?),
        };
        *self.last_sheet() = Some((*edition, sheet.clone()));
        Ok(sheet)
    }

    fn last_sheet(&self) -> MutexGuard<'_, Option<(Edition, Arc<Sheet>)>> {
        self.last_sheet.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The only sheet that is wanted. `Err` has the warnings, too.
    pub(super) fn into_sheet(self, edition: &Edition) -> Result<Sheet, Diagnostics> {
        self.set(edition, edition.best()).map_err(|errors| errors.after(self.warnings))
    }

    /// The PDF of an edition. One for mail gets poorer pictures until it keeps within
    /// its size; `mail-too-large` where it cannot.
    pub fn pdf(&self, edition: &Edition, standards: &Standards) -> Result<Pdf, Diagnostics> {
        let sheet = self.sheet(edition)?;
        let mut pdf = sheet.pdf(standards)?;
        let mut page_count = sheet.page_count();
        let mut notes = sheet.layout_warnings.clone();
        let limit = edition.max_size;
        if edition.target == Target::Mail && too_large(&pdf, limit) {
            // Nobody wants that sheet any more.
            drop(sheet);
            *self.last_sheet() = None;
            // What is not pictures stays; so not every quality needs a try.
            let pictures = self.pictures.byte_count(edition, edition.best())?;
            let other = (pdf.len() as u64).saturating_sub(pictures);
            for quality in edition.fallback_qualities() {
                let is_last = Some(quality) == edition.fallback_qualities().last();
                if other + self.pictures.byte_count(edition, *quality)? > limit && !is_last {
                    continue;
                }
                let sheet = self.set(edition, *quality)?;
                (pdf, page_count) = (sheet.pdf(standards)?, sheet.page_count());
                if !too_large(&pdf, limit) {
                    notes.push(reduced(&pdf, *quality, limit));
                    break;
                }
            }
            if too_large(&pdf, limit) {
                return Err(Diagnostics::from(cannot_fit(&pdf, other, limit)));
            }
        }
        Ok(Pdf { bytes: pdf, page_count, notes })
    }

    /// The release.
    pub fn release(&self) -> &Release {
        &self.release
    }

    /// `Err` holds what setting finds. Whoever has this manuscript knows its warnings.
    fn set(&self, edition: &Edition, quality: ImageQuality) -> Result<Sheet, Diagnostics> {
        // Before and not after, so that a program that sets one sheet never pays.
        if USED.swap(true, Ordering::Relaxed) {
            engine::forget();
        }
        if self.pictures.memory() > LARGE {
            HOLDS_LARGE.store(true, Ordering::Relaxed);
        }
        let letterhead = self.stationery.letterhead();
        let (pictures, mut files) = self.pictures.files(edition, quality)?;
        let attachment = self.job.embedded().map(|source| {
            files.push(("/source".to_owned(), source.bytes()));
            attachment(source)
        });
        let document = Document::new(&self.release, letterhead);
        let link_words = LinkWords {
            note: document.label("footnote").to_owned(),
            back: document.label("back").to_owned(),
        };
        let watermark = document.wording().watermark();
        let alert = letterhead.theme.colours.alert;
        let alert = if edition.gray { alert.gray() } else { alert };
        let watermark = watermark.and_then(|word| lettering(word, alert));
        let has_watermark = watermark.is_some();
        files.extend(watermark.map(|drawing| (WATERMARK.to_owned(), drawing.into_bytes())));
        let logos =
            if edition.gray { self.stationery.gray_logos()? } else { self.stationery.logos() };
        let logos = logo_files(logos, edition, &mut files);
        let data = LetterheadData::new(letterhead, &logos, edition);
        files.push(("/letterhead.json".to_owned(), json(&data)?));
        files.push(("/metrics.json".to_owned(), json(&letterhead.theme.page.metrics())?));
        let typesetter = self.typesetter;
        let own = typesetter.layout.as_ref().or(self.stationery.layout());
        Diagnostics::check(own.map(|own| own.faults().to_vec()).unwrap_or_default())?;
        let mut world = SheetWorld::new(own, self.fonts.clone(), files)
            .ok_or_else(|| Diagnostic::internal("a virtual path is not one"))?;
        let letters = LetterWidths::new(&self.fonts, &letterhead.theme.fonts);
        let widths: Widths<'_> = &|purpose, is_bold, text| letters.of(purpose, is_bold, text);
        // A user's own layout has columns of its own.
        let theme = own.is_none().then_some(&letterhead.theme);
        let (document, misfits) = engine::settle(
            &mut world,
            theme,
            rules::is_large(&self.release.body),
            |document| match theme {
                Some(_) => engine::misfits(document, letterhead, &self.fields),
                None => Vec::new(),
            },
            |adjustments| {
                let attachment = attachment.clone();
                let data = ReleaseData::new(
                    &document,
                    &pictures,
                    attachment,
                    edition,
                    widths,
                    adjustments,
                );
                json(&data.watermark(has_watermark))
            },
        )?;
        let pages = document.pages().len();
        if pages > typesetter.limits.text.pages {
            let max = typesetter.limits.text.pages;
            let message =
                message!("the sheet has {pages} pages; at most {max} are typeset", pages, max);
            let error = Diagnostic::new(codes::RELEASE_TOO_LARGE, message)
                .hint("divide the release; `--max-pages` allows more");
            let blame = if own.is_some() { Blame::Layout } else { Blame::Release };
            return Err(Diagnostics::from(error.blamed_on(blame)));
        }
        let mut errors = misfits;
        if let Some(theme) = theme
            && let Some((field, error)) = engine::misplaced_head(&document, theme)
        {
            errors.push(self.stationery.mark(field, error));
        }
        Diagnostics::check(errors)?;
        let (layout_warnings, errors) = match engine::judge(&world, &document, edition) {
            Ok(warnings) => (warnings, None),
            Err(errors) => (Vec::new(), Some(errors)),
        };
        let sheet = Sheet {
            warnings: self.warnings.iter().chain(&layout_warnings).cloned().collect(),
            layout_warnings,
            document,
            world,
            origin: SheetOrigin {
                identifier: self.id(),
                version: self.release.version,
                layout_hash: typesetter.layout_digest(&self.stationery),
                edition: *edition,
            },
            bleed: edition.bleed_box(),
            link_words,
            release: self.release.clone(),
            fields: self.fields.clone(),
            stationery: self.stationery.clone(),
        };
        let Some(mut errors) = errors else { return Ok(sheet) };
        // Who mends the layout wants to know all that is wrong with it.
        if errors.iter().all(|error| error.code != codes::PAGE_IMPOSSIBLE)
            && let Err(refused) = sheet.pdf(&Standards::default())
        {
            errors.extend(refused);
        }
        Err(errors)
    }
}

fn too_large(pdf: &[u8], limit: u64) -> bool {
    pdf.len() as u64 > limit
}

/// `mail-pictures-reduced`: what was done to keep within the size.
fn reduced(pdf: &[u8], quality: ImageQuality, limit: u64) -> Diagnostic {
    let message = message!(
        "the pictures were reduced to {dpi} dpi and JPEG quality {quality}: the file for mail has {bytes} bytes, of {limit} at most",
        dpi = quality.dpi,
        quality = quality.quality,
        bytes = pdf.len(),
        limit
    );
    Diagnostic::new(codes::MAIL_PICTURES_REDUCED, message)
}

/// `mail-too-large`: even the poorest pictures are too many.
fn cannot_fit(pdf: &[u8], other: u64, limit: u64) -> Diagnostic {
    let message = message!(
        "the file for mail has {bytes} bytes with its poorest pictures, {limit} at most are wanted",
        bytes = pdf.len(),
        limit
    );
    let error = Diagnostic::new(codes::MAIL_TOO_LARGE, message);
    if other <= limit { error.hint(format!(
            "without pictures it would have about {other} bytes: leave some out, or put a link instead"
        )) } else { error.hint(format!("its text and fonts alone take about {other} bytes: shorten it")) }
    .hint("or allow more with --max-size")
}

/// Gives each picture of the letterhead its virtual path.
fn logo_files(
    taken: &BTreeMap<String, LogoFile>,
    edition: &Edition,
    files: &mut VirtualFiles,
) -> BTreeMap<String, PaperPicture> {
    let mut logos = BTreeMap::new();
    for (at, (name, logo)) in taken.iter().enumerate() {
        let path = format!("/logo/{}.{}", at + 1, logo.extension);
        let once = if edition.isolates_drawings() { logo.isolated() } else { None };
        files.push((path.clone(), once.unwrap_or(&logo.bytes).to_vec()));
        logos.insert(name.clone(), PaperPicture { path, ratio: logo.ratio() });
    }
    logos
}

/// The attachment is named by its form, not by the file: where a release came
/// from leaves no trace in the bytes.
fn attachment(source: &Source) -> AttachedFile {
    AttachedFile {
        name: format!("release.{}", source.format().extension()),
        media_type: source.format().media_type(),
        description: "The release this sheet was set from".to_owned(),
    }
}

fn json(data: &impl serde::Serialize) -> Result<Vec<u8>, Diagnostics> {
    serde_json::to_vec(data).map_err(|error| Diagnostic::internal(error.to_string()).into())
}
