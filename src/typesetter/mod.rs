//! The whole way of one release: read, check, lay out.

mod calendar;
mod fingerprint;
#[cfg(feature = "mail")]
mod html;
mod job;
mod letterhead_cache;
mod letterhead_check;
mod letterheads;
#[cfg(feature = "mail")]
mod mail;
mod manuscript;
mod picture_budget;
mod picture_rows;
mod pictures;

use std::sync::{Arc, Mutex};

pub use self::fingerprint::Fingerprint;
pub use self::job::Job;
use self::letterhead_cache::LetterheadCache;
use self::letterheads::{FoundStationery, LetterheadSources, stationery};
pub use self::manuscript::{Manuscript, Pdf};
use self::pictures::Pictures;
use crate::content::Document;
use crate::diagnostic::{self, Blame, Code, Diagnostic, Diagnostics, codes};
use crate::engine::{Sheet, Standards};
use crate::files::{InputFile, InputRole};
use crate::layout::{Fonts, OwnLayout, Shelf, Stationery};
use crate::letterhead::{Letterhead, Theme};
use crate::limits::Limits;
use crate::output::text;
use crate::read::Reading;
use crate::rules::{self, Facts};
use crate::source::Source;
use crate::target::{Edition, Target};

/// Typesets releases. Make one and share it: it is `Send + Sync`, and what one
/// release needs is ready for the next.
pub struct Typesetter {
    layout: Option<OwnLayout>,
    added_fonts: Vec<Arc<Vec<u8>>>,
    /// What they are called, and their hashes.
    font_files: Vec<InputFile>,
    limits: Limits,
    shelf: Shelf,
    /// Those that lie beside releases.
    letterheads: LetterheadCache,
}

impl_debug!(Typesetter { layout: this.layout, fonts: this.added_fonts.len(), limits: this.limits } for this);

impl Default for Typesetter {
    fn default() -> Self {
        Self::new()
    }
}

impl Typesetter {
    /// A typesetter with the embedded layout and fonts.
    pub fn new() -> Self {
        Self {
            layout: None,
            added_fonts: Vec::new(),
            font_files: Vec::new(),
            limits: Limits::default(),
            shelf: Shelf::new(),
            letterheads: LetterheadCache::default(),
        }
    }

    /// Sets with another layout instead of the embedded sheet: a Typst file that
    /// defines `sheet(release, letterhead)`; see `docs/layouts.md`.
    ///
    /// ```
    /// use letterpress::source::{Format, Source};
    /// use letterpress::{Job, OwnLayout, Typesetter};
    ///
    /// # fn main() -> Result<(), letterpress::diagnostic::Diagnostics> {
    /// let layout = OwnLayout::START.to_owned();
    /// let layout = Source::from_text("own.typ", Format::Markdown, layout);
    /// let text = "---\nletterhead: neutral\ndate: 2022-11-25\nheadline: Neu\n---\nEin Satz.\n";
    /// let source = Source::from_text("release.md", Format::Markdown, text.to_owned());
    /// let typesetter = Typesetter::new().with_layout(&layout);
    /// assert_eq!(typesetter.typeset(&Job::new(&source))?.page_count(), 1);
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn with_layout(mut self, layout: &Source) -> Self {
        self.layout = Some(OwnLayout::of_one_file(layout));
        self
    }

    /// As [`with_layout`](Self::with_layout), of a layout with files of its own folder.
    #[must_use]
    pub fn with_own_layout(mut self, layout: &OwnLayout) -> Self {
        self.layout = Some(layout.clone());
        self
    }

    /// Adds fonts (the bytes of TrueType or OpenType files) to those of the letterhead;
    /// `font-broken` where one is no font or takes too much, and by which number in the list.
    pub fn with_fonts(self, fonts: Vec<Vec<u8>>) -> Result<Self, Diagnostics> {
        let numbered = fonts.into_iter().zip(1..);
        self.with_named_fonts(
            numbered.map(|(font, number)| (format!("font file {number}"), font)).collect(),
        )
    }

    /// As [`with_fonts`](Self::with_fonts), of fonts by whose names messages call them.
    pub fn with_named_fonts(mut self, fonts: Vec<(String, Vec<u8>)>) -> Result<Self, Diagnostics> {
        let fonts = fonts.into_iter().map(|(name, font)| (name, Arc::new(font)));
        let (names, fonts): (Vec<_>, Vec<_>) = fonts.unzip();
        let before = self.added_fonts.len();
        let files = self.added_fonts.iter().chain(&fonts).map(|font| font.as_slice());
        let limits = &self.limits.fonts;
        limits
            .check_sizes(files)
            .map_err(|(at, refusal)| (at.saturating_sub(before), refusal))
            .and_then(|()| Fonts::with(&fonts, limits).map(|_| ()))
            .map_err(|(at, refusal)| {
                let name = names.get(at).map_or("", String::as_str);
                let message = message!("{name} {reason}", name, reason = refusal.reason());
                Diagnostic::new(codes::FONT_BROKEN, message).blamed_on(Blame::Environment)
            })?;
        let named = names.into_iter().zip(&fonts);
        let files = named.map(|(name, font)| InputFile::new(InputRole::Font, name, font));
        self.font_files.extend(files);
        self.added_fonts.extend(fonts);
        Ok(self)
    }

    /// Takes what is within these limits instead of the default ones; for those of fonts, before
    /// fonts are added.
    #[must_use]
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Looks for ids of letterheads on this shelf, instead of among the built-in ones only.
    #[must_use]
    pub fn with_shelf(mut self, shelf: Shelf) -> Self {
        self.shelf = shelf;
        self
    }

    /// All errors and warnings of a release, in the order of its text. A release
    /// without an error among them will be set: what passes the rules is laid out
    /// and exported once, so that nothing is left for `typeset` to refuse.
    ///
    /// ```
    /// use letterpress::source::{Format, Source};
    /// use letterpress::{Job, Typesetter};
    ///
    /// let text = "---\nletterhead: neutral\ndate: 2022-11-25\n---\nEin Satz.\n";
    /// let source = Source::from_text("release.md", Format::Markdown, text.to_owned());
    /// let found = Typesetter::new().check(&Job::new(&source));
    /// assert_eq!(found[0].code, "missing-field");
    /// ```
    pub fn check(&self, job: &Job<'_>) -> Vec<Diagnostic> {
        let standards =
            if job.embeds_source { Standards::embedding() } else { Standards::default() };
        let tried = self.typeset(job).and_then(|sheet| match sheet.pdf(&standards) {
            Ok(_) => Ok(sheet.warnings),
            Err(errors) => Err(errors.after(sheet.warnings)),
        });
        tried.unwrap_or_else(Diagnostics::into_vec)
    }

    /// Sets a release for an archive. `Err` holds everything that
    /// [`check`](Self::check) finds.
    pub fn typeset(&self, job: &Job<'_>) -> Result<Sheet, Diagnostics> {
        let edition = Edition::default();
        self.read(job, &[edition])?.into_sheet(&edition)
    }

    /// Whether a layout of one's own is to set a release: this typesetter's, or that of the
    /// release's letterhead. Such a layout may run without end, or overflow the stack. Nothing is
    /// said of a release that cannot be read.
    pub fn has_own_layout(&self, job: &Job<'_>) -> bool {
        if self.layout.is_some() {
            return true;
        }
        let Ok(Reading { release, fields, .. }) = job.read(&self.limits.text) else { return false };
        let (shelf, cache, limits) = (&self.shelf, &self.letterheads, &self.limits);
        let sources = LetterheadSources { shelf, cache, limits };
        let found = stationery(&release, &fields, job, sources).ok().flatten();
        found.is_some_and(|found| found.stationery.has_own_layout())
    }

    /// Reads and judges a release that is to be set in some editions: what they have
    /// in common is done once. `Err` holds everything that is wrong with it.
    pub fn read<'a>(
        &'a self,
        job: &Job<'a>,
        editions: &[Edition],
    ) -> Result<Manuscript<'a>, Diagnostics> {
        let Reading { mut release, fields, mut diagnostics } = job.read(&self.limits.text)?;
        let (shelf, cache, limits) = (&self.shelf, &self.letterheads, &self.limits);
        let sources = LetterheadSources { shelf, cache, limits };
        let found = match stationery(&release, &fields, job, sources) {
            Ok(found) => found.map(|mut found| {
                // English in a house of the United States is that of the United States.
                let own = found.stationery.letterhead().language;
                if !fields.has("language") || own.plain() == release.language {
                    release.language = own;
                }
                found.stationery = found.stationery.in_language(release.language);
                found
            }),
            Err(errors) => {
                diagnostics.extend(errors);
                None
            }
        };
        let brings_letterhead = found.as_ref().is_some_and(|found| found.is_brought);
        let stationery = found.map(|FoundStationery { stationery, .. }| stationery);
        let fonts = match &stationery {
            Some(stationery) => self.fonts(stationery)?,
            None => Fonts::embedded(),
        };
        let letterhead = stationery.as_ref().map(Stationery::letterhead);
        // Without a letterhead the release is refused; its pictures are judged all the same.
        let theme = letterhead.map_or_else(Theme::default, |letterhead| letterhead.theme.clone());
        manuscript::forget_large_pictures();
        let (pictures, facts) =
            Pictures::open(&release, job.files, &self.limits, &fonts, &theme, editions);
        let facts = Facts {
            covers: &|cluster| fonts.covers(cluster),
            pictures: &facts,
            limits: &self.limits.text,
        };
        diagnostics.extend(rules::release(&release, &fields, letterhead, &facts));
        if editions.iter().any(|edition| edition.target == Target::Print) {
            diagnostics.extend(rules::print_resolution(&release, &fields, &pictures.dpi()));
        }
        if let Some(letterhead) = letterhead {
            silence(&mut diagnostics, letterhead);
        }
        diagnostic::sort(&mut diagnostics);
        let diagnostics = Diagnostics::unless_error(diagnostics)?;
        let stationery =
            stationery.ok_or_else(|| Diagnostic::internal("no letterhead, and no error"))?;
        Ok(Manuscript {
            typesetter: self,
            job: *job,
            last_sheet: Mutex::default(),
            brings_letterhead,
            release: Arc::new(release),
            fields: Arc::new(fields),
            stationery,
            fonts,
            pictures,
            warnings: diagnostics,
        })
    }

    fn fonts(&self, stationery: &Stationery) -> Result<Fonts, Diagnostics> {
        stationery.fonts().with_checked(&self.added_fonts).map_err(|_| {
            Diagnostic::internal("a font that was read before is not one any more").into()
        })
    }
}

impl Sheet {
    /// The release as plain text.
    pub fn text(&self) -> String {
        text::plain(&Document::new(&self.release, self.stationery.letterhead()))
    }
}

/// Drops the warnings that the letterhead does not want.
fn silence(diagnostics: &mut Vec<Diagnostic>, letterhead: &Letterhead) {
    let is_off = |code: Code| letterhead.warnings.off.iter().any(|off| code == off.as_str());
    diagnostics.retain(|diagnostic| diagnostic.is_error() || !is_off(diagnostic.code));
}
