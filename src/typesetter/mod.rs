//! The whole way of one release: read, check, lay out.

mod letterheads;
mod manuscript;
mod pictures;

use std::sync::Arc;

use self::letterheads::stationery;
pub use self::manuscript::{Issue, Manuscript};
use self::pictures::Pictures;
use crate::diagnostic::{self, Diagnostic};
use crate::files::Files;
use crate::layout::{Fonts, Stationery};
use crate::letterhead::{Letterhead, Measures};
use crate::photo::Limits;
use crate::read::{self, Reading};
use crate::rules::{self, Facts};
use crate::source::Source;
use crate::target::{Edition, Target};
use crate::text;
use crate::typeset::{Sheet, Standards};
use crate::world::Layouts;

/// Typesets releases. Make one and share it: it is `Send + Sync`, and what one
/// release needs is ready for the next.
pub struct Typesetter {
    layouts: Layouts,
    layout: Option<Source>,
    faces: Vec<Vec<u8>>,
    limits: Limits,
}

/// One release to be checked or set.
pub struct Job<'a> {
    /// The release.
    pub source: &'a Source,
    /// Letterheads instead of the one that the release names; the one that was
    /// valid on the release's date is taken.
    pub letterhead: Option<&'a [Stationery]>,
    /// Where its pictures (and a letterhead beside it) come from.
    pub files: &'a dyn Files,
    /// Whether the file carries the release as an attachment (PDF/A-3).
    pub embed_source: bool,
}

impl Default for Typesetter {
    fn default() -> Self {
        Self::new()
    }
}

impl Typesetter {
    /// A typesetter with the embedded layout and faces.
    pub fn new() -> Self {
        Self {
            layouts: Layouts::embedded(),
            layout: None,
            faces: Vec::new(),
            limits: Limits::default(),
        }
    }

    /// Sets with another layout instead of the embedded sheet: a Typst file that
    /// defines `sheet(release, letterhead)`; see `docs/layouts.md`.
    #[must_use]
    pub fn with_layout(mut self, layout: &Source) -> Self {
        self.layouts = Layouts::with_sheet(Some(layout.text()));
        self.layout = Some(layout.clone());
        self
    }

    /// Adds faces (the bytes of TrueType or OpenType files) to those of the
    /// letterhead.
    pub fn with_fonts(mut self, faces: Vec<Vec<u8>>) -> Result<Self, Vec<Diagnostic>> {
        Fonts::embedded().with(&faces).map_err(|at| {
            let message = format!("font file {} is no font", at + 1);
            vec![Diagnostic::error("font-broken", message)]
        })?;
        self.faces = faces;
        Ok(self)
    }

    /// Reads pictures within these bounds instead of the default ones.
    #[must_use]
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// All faults and warnings of a release, in the order of its text. A release
    /// without an error among them will be set: what passes the rules is laid out
    /// and exported once, so that nothing is left for `typeset` to refuse.
    pub fn check(&self, job: &Job<'_>) -> Vec<Diagnostic> {
        let standards = match job.embed_source {
            true => Standards::embedding(),
            false => Standards::default(),
        };
        let tried = self.typeset(job).and_then(|sheet| match sheet.pdf(&standards) {
            Ok(_) => Ok(sheet.warnings),
            Err(faults) => Err(sheet.warnings.into_iter().chain(faults).collect()),
        });
        tried.unwrap_or_else(|diagnostics| diagnostics)
    }

    /// Sets a release for an archive. `Err` holds everything that
    /// [`check`](Self::check) finds.
    pub fn typeset(&self, job: &Job<'_>) -> Result<Sheet, Vec<Diagnostic>> {
        let edition = Edition::default();
        self.read(job, &[edition])?.sheet(&edition)
    }

    /// Reads and judges a release that is to be set in some editions: what they have
    /// in common is done once. `Err` holds everything that is wrong with it.
    pub fn read<'a>(
        &'a self,
        job: &Job<'a>,
        editions: &[Edition],
    ) -> Result<Manuscript<'a>, Vec<Diagnostic>> {
        let Reading { release, fields, mut diagnostics } = read::release(job.source)?;
        let stationery = match stationery(&release, &fields, job) {
            Ok(stationery) => stationery,
            Err(faults) => {
                diagnostics.extend(faults);
                None
            }
        };
        let fonts = match &stationery {
            Some(stationery) => self.fonts(stationery)?,
            None => Fonts::embedded(),
        };
        let letterhead = stationery.as_ref().map(Stationery::letterhead);
        // Without a letterhead the release is refused; its pictures are judged all the same.
        let measures = letterhead
            .map_or_else(Measures::default, |letterhead| letterhead.theme.measures.clone());
        let faces = fonts.for_drawings();
        let (pictures, facts) =
            Pictures::open(&release, job.files, &self.limits, &faces, &measures, editions);
        let covers = |sign: &str| fonts.covers(sign);
        let facts = Facts { covers: &covers, pictures: &facts };
        diagnostics.extend(rules::release(&release, &fields, letterhead, &facts));
        if editions.iter().any(|edition| edition.target == Target::Print) {
            diagnostics.extend(rules::print_resolution(&release, &fields, &pictures.dpi()));
        }
        if let Some(letterhead) = letterhead {
            silence(&mut diagnostics, letterhead);
        }
        diagnostic::sort(&mut diagnostics);
        let Some(stationery) = stationery.filter(|_| !diagnostics.iter().any(Diagnostic::is_error))
        else {
            return Err(diagnostics);
        };
        let embedded = job.embed_source.then_some(job.source);
        Ok(Manuscript {
            typesetter: self,
            embedded,
            release: Arc::new(release),
            fields,
            stationery,
            fonts,
            pictures,
            warnings: diagnostics,
        })
    }

    fn fonts(&self, stationery: &Stationery) -> Result<Fonts, Vec<Diagnostic>> {
        let broken = |_| vec![internal("a font that was read before is none any more")];
        stationery.fonts().with(&self.faces).map_err(broken)
    }
}

impl Sheet {
    /// The release as plain text.
    pub fn text(&self) -> String {
        text::plain(&self.release, self.stationery.letterhead())
    }
}

/// Drops the warnings that the letterhead does not want.
fn silence(diagnostics: &mut Vec<Diagnostic>, letterhead: &Letterhead) {
    let is_off = |code: &str| letterhead.warnings.off.iter().any(|off| off == code);
    diagnostics.retain(|diagnostic| diagnostic.is_error() || !is_off(diagnostic.code));
}

fn internal(why: &str) -> Diagnostic {
    Diagnostic::error("internal", format!("this should not happen: {why}"))
        .hint("please report it, with the release if it may be shown")
}
