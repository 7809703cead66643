//! The whole way of one release: read, check, lay out.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::diagnostic::{self, Diagnostic};
use crate::files::{FileFault, Files, beside};
use crate::layout::{Fonts, Stationery, lettering};
use crate::letterhead::{Letterhead, Measures, SHEET_HEIGHT};
use crate::photo::{self, PhotoFault, Rendered};
use crate::read::{self, FieldMap, Reading};
use crate::release::{Day, Release};
use crate::rules::{self, Facts, PictureFact};
use crate::source::{Format, Source};
use crate::text;
use crate::typeset::{self, Sheet, Standards};
use crate::typography::Phrases;
use crate::world::{
    ACROSS, Adjustments, Attachment, Layouts, LetterheadData, PictureData, SheetData, SheetWorld,
};

/// Whether this process set a sheet before, whose cached results may be forgotten:
/// the engine's cache is one for all typesetters.
static USED: AtomicBool = AtomicBool::new(false);

/// Typesets releases. Make one and share it: it is `Send + Sync`, and what one
/// release needs is ready for the next.
pub struct Typesetter {
    layouts: Layouts,
    layout: Option<Source>,
    faces: Vec<Vec<u8>>,
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

/// A release that was read and judged.
struct Checked {
    release: Release,
    fields: FieldMap,
    stationery: Option<Stationery>,
    fonts: Fonts,
    photos: BTreeMap<String, Rendered>,
    diagnostics: Vec<Diagnostic>,
}

impl Default for Typesetter {
    fn default() -> Self {
        Self::new()
    }
}

impl Typesetter {
    /// A typesetter with the embedded layout and faces.
    pub fn new() -> Self {
        Self { layouts: Layouts::embedded(), layout: None, faces: Vec::new() }
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

    /// Sets a release. `Err` holds everything that [`check`](Self::check) finds.
    pub fn typeset(&self, job: &Job<'_>) -> Result<Sheet, Vec<Diagnostic>> {
        let Checked { release, fields, stationery, fonts, photos, diagnostics } =
            self.judge(job)?;
        let Some(stationery) = stationery.filter(|_| !diagnostics.iter().any(Diagnostic::is_error))
        else {
            return Err(diagnostics);
        };
        // Before and not after, so that a program that sets one sheet never pays.
        if USED.swap(true, Ordering::Relaxed) {
            typeset::forget();
        }
        let letterhead = stationery.letterhead();
        let (pictures, mut files) = picture_files(photos, &letterhead.theme.measures);
        let attachment = job.embed_source.then(|| {
            files.push(("/source".to_owned(), job.source.bytes()));
            attachment(job.source)
        });
        let across = Phrases::new(&release, letterhead).across();
        let across = across.and_then(|word| lettering(word, letterhead.theme.colours.alert));
        let is_across = across.is_some();
        files.extend(across.map(|drawing| (ACROSS.to_owned(), drawing.into_bytes())));
        let logos = logo_files(&stationery, &mut files);
        files
            .push(("/letterhead.json".to_owned(), json(&LetterheadData::new(letterhead, &logos))?));
        let mut world = SheetWorld::new(self.layouts.clone(), fonts, files)
            .ok_or_else(|| vec![internal("a virtual path is none")])?;
        let data = |adjustments: &Adjustments| {
            json(&SheetData::new(
                &release,
                letterhead,
                &pictures,
                attachment.clone(),
                is_across,
                adjustments,
            ))
        };
        // A user's own layout has columns of its own.
        let theme = self.layout.is_none().then_some(&letterhead.theme);
        let faults = |document: &_| {
            theme.map(|theme| typeset::fit_faults(document, &theme.measures, &fields))
        };
        let fits = |document: &_| faults(document).is_none_or(|faults| faults.is_empty());
        let document = typeset::settle(&mut world, self.layout.as_ref(), theme, fits, data)?;
        let faults = faults(&document).unwrap_or_default();
        if !faults.is_empty() {
            return Err(diagnostics.into_iter().chain(faults).collect());
        }
        Ok(Sheet {
            warnings: diagnostics,
            document,
            world,
            layout: self.layout.clone(),
            identifier: release.identifier(&letterhead.id),
            release,
            stationery,
        })
    }

    fn fonts(&self, stationery: &Stationery) -> Result<Fonts, Vec<Diagnostic>> {
        let broken = |_| vec![internal("a font that was read before is none any more")];
        stationery.fonts().with(&self.faces).map_err(broken)
    }

    fn judge(&self, job: &Job<'_>) -> Result<Checked, Vec<Diagnostic>> {
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
        let width = letterhead.map_or_else(
            || Measures::default().text_width,
            |letterhead| letterhead.theme.measures.text_width,
        );
        let mut photos = BTreeMap::new();
        let mut facts = BTreeMap::new();
        for file in release.picture_files() {
            let fact = match prepare(job.files, file, width) {
                Ok(photo) => {
                    photos.insert(file.to_owned(), photo);
                    PictureFact::Fine
                }
                Err(fact) => fact,
            };
            facts.insert(file.to_owned(), fact);
        }
        let covers = |sign: &str| fonts.covers(sign);
        let facts = Facts { covers: &covers, pictures: &facts };
        diagnostics.extend(rules::release(&release, &fields, letterhead, &facts));
        if let Some(letterhead) = letterhead {
            silence(&mut diagnostics, letterhead);
        }
        diagnostic::sort(&mut diagnostics);
        Ok(Checked { release, fields, stationery, fonts, photos, diagnostics })
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

/// The letterhead of a release: the caller's, a built-in one by its id, or a file
/// beside the release; of several, the one that was valid on the release's date.
fn stationery(
    release: &Release,
    fields: &FieldMap,
    job: &Job<'_>,
) -> Result<Option<Stationery>, Vec<Diagnostic>> {
    // A date that cannot be read was reported; any letterhead will do for the rest.
    let date = fields.has("date").then(|| release.date.day()).filter(|day| *day != Day::FIRST);
    if let Some(given) = job.letterhead {
        return valid(given.to_vec(), date, fields).map(Some);
    }
    let Some(name) = &release.letterhead else {
        if fields.has("letterhead") {
            return Ok(None);
        }
        let whole = fields.source().line_range(1).unwrap_or(0..0);
        let fault = Diagnostic::error("missing-field", "`letterhead` is missing")
            .in_field("letterhead")
            .at(fields.source(), whole, "")
            .hint(format!(
                "add `letterhead`: {} or a path to a .toml",
                Stationery::built_in_ids().join(", ")
            ))
            .hint("or name it on the command line: --letterhead");
        return Err(vec![fault]);
    };
    if name.ends_with(".toml") {
        return beside_release(name, fields, job)
            .and_then(|one| valid(vec![one], date, fields))
            .map(Some);
    }
    let built_in = Stationery::built_in(name);
    if built_in.is_empty() {
        let ids = Stationery::built_in_ids();
        let hint = read::did_you_mean(name, &ids).unwrap_or_else(|| {
            format!("built in are {}; any other is a path that ends in .toml", ids.join(", "))
        });
        let fault =
            Diagnostic::error("unknown-letterhead", format!("there is no letterhead `{name}`"));
        return Err(vec![fields.mark("letterhead", fault.hint(hint))]);
    }
    valid(built_in, date, fields).map(Some)
}

fn valid(
    letterheads: Vec<Stationery>,
    date: Option<Day>,
    fields: &FieldMap,
) -> Result<Stationery, Vec<Diagnostic>> {
    let Some(date) = date else {
        return letterheads.into_iter().next_back().ok_or_else(Vec::new);
    };
    let periods: Vec<_> = letterheads.iter().map(period).collect();
    letterheads.into_iter().find(|one| one.letterhead().is_valid_on(date)).ok_or_else(|| {
        let message = format!("the letterhead was not in use on {date}");
        let fault = Diagnostic::error("letterhead-not-valid", message)
            .hint(format!("it was {}", periods.join(", and ")))
            .hint("a sheet shows the sender as it was on its date: check `date`, or take another letterhead");
        vec![fields.mark("date", fault)]
    })
}

/// "in use from … until …".
fn period(stationery: &Stationery) -> String {
    let from = stationery.valid_from().map(|day| format!(" from {day}")).unwrap_or_default();
    let until = stationery.valid_until().map(|day| format!(" until {day}")).unwrap_or_default();
    format!("in use{from}{until}")
}

fn beside_release(
    path: &str,
    fields: &FieldMap,
    job: &Job<'_>,
) -> Result<Stationery, Vec<Diagnostic>> {
    let bytes = job.files.read(path).map_err(|fault| {
        let message = format!("the letterhead `{path}` {}", fault.describe());
        let code = match fault {
            FileFault::OutsideRoot => "letterhead-outside-root",
            _ => "unknown-letterhead",
        };
        let fault = Diagnostic::error(code, message)
            .hint("the path is relative to the release's own folder; --letterhead takes any path");
        vec![fields.mark("letterhead", fault)]
    })?;
    // Messages name it as the release is named: from where the caller stands.
    let source = read::source(&beside(job.source.name(), path), Format::Toml, bytes)?;
    Stationery::load_from(&source, job.files, path)
}

fn prepare(files: &dyn Files, path: &str, width: f64) -> Result<Rendered, PictureFact> {
    let bytes = files.read(path).map_err(|fault| match fault {
        FileFault::OutsideRoot => PictureFact::OutsideRoot,
        FileFault::TooLarge { .. } => PictureFact::TooLarge(format!("it {}", fault.describe())),
        fault => PictureFact::Missing(fault.describe()),
    })?;
    photo::prepare(&bytes, width).map_err(|fault| match fault {
        PhotoFault::NotAPicture => PictureFact::NotAPicture,
        PhotoFault::Broken(why) => PictureFact::Broken(why),
        PhotoFault::TooLarge(why) => PictureFact::TooLarge(why),
        PhotoFault::Unfit(why) => PictureFact::Unfit(why),
    })
}

/// Virtual paths and what lies there.
type VirtualFiles = Vec<(String, Vec<u8>)>;

/// Gives each photo its virtual path. The paths repeat from release to release.
fn picture_files(
    photos: BTreeMap<String, Rendered>,
    measures: &Measures,
) -> (BTreeMap<String, PictureData>, VirtualFiles) {
    let mut pictures = BTreeMap::new();
    let mut files = Vec::new();
    // A picture and some lines of caption fit one page.
    let height = (SHEET_HEIGHT - measures.text_top_later - measures.bottom - 20.0).max(20.0);
    for (at, (name, photo)) in photos.into_iter().enumerate() {
        let path = format!("/photo/{}.{}", at + 1, photo.extension);
        let width = photo.set_width(measures.text_width, height);
        pictures.insert(name, PictureData { path: path.clone(), width, ratio: photo.ratio() });
        files.push((path, photo.bytes));
    }
    (pictures, files)
}

/// Gives each logo its virtual path.
fn logo_files(stationery: &Stationery, files: &mut VirtualFiles) -> BTreeMap<String, String> {
    let mut logos = BTreeMap::new();
    for (at, (name, logo)) in stationery.logos().iter().enumerate() {
        let path = format!("/logo/{}.{}", at + 1, logo.extension);
        files.push((path.clone(), logo.bytes.clone()));
        logos.insert(name.clone(), path);
    }
    logos
}

/// The attachment is named by its form, not by the file: where a release came
/// from leaves no trace in the bytes.
fn attachment(source: &Source) -> Attachment {
    Attachment {
        name: format!("release.{}", source.format().extension()),
        media_type: source.format().media_type(),
        description: "The release this sheet was set from".to_owned(),
    }
}

fn json(data: &impl serde::Serialize) -> Result<Vec<u8>, Vec<Diagnostic>> {
    serde_json::to_vec(data).map_err(|error| vec![internal(&error.to_string())])
}

fn internal(why: &str) -> Diagnostic {
    Diagnostic::error("internal", format!("this should not happen: {why}"))
        .hint("please report it, with the release if it may be shown")
}
