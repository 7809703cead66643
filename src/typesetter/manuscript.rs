//! A release that was read and found good, ready to be set for any target.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::pictures::Pictures;
use super::{Typesetter, internal};
use crate::diagnostic::Diagnostic;
use crate::layout::{Fonts, LogoFile, Stationery, lettering};
use crate::mail::{self, Letter};
use crate::read::FieldMap;
use crate::release::Release;
use crate::source::Source;
use crate::target::{Edition, Grade, Target};
use crate::typeset::{self, Sheet, Standards};
use crate::typography::Phrases;
use crate::world::{
    ACROSS, Adjustments, Attachment, LetterheadData, SheetData, SheetWorld, VirtualFiles,
};

/// Whether this process set a sheet before, whose cached results may be forgotten:
/// the engine's cache is one for all typesetters.
static USED: AtomicBool = AtomicBool::new(false);

/// A release that was read and judged.
pub struct Manuscript<'a> {
    pub(super) typesetter: &'a Typesetter,
    /// The release's text, where it travels in the file.
    pub(super) embedded: Option<&'a Source>,
    pub(super) release: Arc<Release>,
    pub(super) fields: FieldMap,
    pub(super) stationery: Stationery,
    pub(super) fonts: Fonts,
    pub(super) pictures: Pictures,
    pub(super) warnings: Vec<Diagnostic>,
}

/// A finished file.
pub struct Issue {
    /// Its bytes.
    pub pdf: Vec<u8>,
    /// The number of its pages.
    pub pages: usize,
    /// What was done to make it fit.
    pub notes: Vec<Diagnostic>,
}

impl Manuscript<'_> {
    /// What should be looked at.
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.warnings
    }

    /// Sets an edition, its pictures as good as it can have them.
    pub fn sheet(&self, edition: &Edition) -> Result<Sheet, Vec<Diagnostic>> {
        // Before and not after, so that a program that sets one sheet never pays.
        if USED.swap(true, Ordering::Relaxed) {
            typeset::forget();
        }
        self.set(edition, edition.best())
    }

    /// The PDF of an edition. One for mail gets poorer pictures until it keeps within
    /// its size; `mail-too-large` where it cannot.
    pub fn pdf(&self, edition: &Edition, standards: &Standards) -> Result<Issue, Vec<Diagnostic>> {
        let mut sheet = self.sheet(edition)?;
        let mut pdf = sheet.pdf(standards)?;
        let mut notes = Vec::new();
        let most = edition.max_size;
        if edition.target == Target::Mail && too_large(&pdf, most) {
            // What is not pictures stays; so most grades need not be tried.
            let of_pictures = |grade| self.pictures.byte_count(edition, grade);
            let other = pdf.len() as u64 - of_pictures(edition.best())?.min(pdf.len() as u64);
            for grade in edition.poorer() {
                let is_last = Some(grade) == edition.poorer().last();
                if other + of_pictures(*grade)? > most && !is_last {
                    continue;
                }
                sheet = self.set(edition, *grade)?;
                pdf = sheet.pdf(standards)?;
                if !too_large(&pdf, most) {
                    notes.push(reduced(&pdf, *grade, most));
                    break;
                }
            }
            if too_large(&pdf, most) {
                return Err(vec![cannot_fit(&pdf, other, most)]);
            }
        }
        Ok(Issue { pdf, pages: sheet.pages(), notes })
    }

    /// The release.
    pub fn release(&self) -> &Release {
        &self.release
    }

    /// The relay that its letterhead names.
    pub fn relay(&self) -> Option<&str> {
        self.stationery.letterhead().mail.relay.as_deref()
    }

    /// Everything that keeps it from being sent at a moment, in seconds since 1970; empty
    /// where it may go out. See [`mail::sending_faults`].
    pub fn sending_faults(&self, now: i64) -> Vec<Diagnostic> {
        mail::sending_faults(&self.release, &self.fields, now)
    }

    /// The release as mail, with a PDF of it attached; `key` makes the `{token}` of the
    /// letterhead's `[mail] unsubscribe`. The faults are those of [`Letter::new`], marked in
    /// the letterhead.
    ///
    /// ```
    /// use letterpress::files::NoFiles;
    /// use letterpress::mail::{Address, Heading, Recipient};
    /// use letterpress::source::{Format, Source};
    /// use letterpress::{Edition, Job, Standards, Stationery, Target, Typesetter};
    ///
    /// # fn main() -> Result<(), Vec<letterpress::diagnostic::Diagnostic>> {
    /// let house = "\
    /// id = \"lmo\"
    /// name = \"Landesamt für Musterwesen\"
    /// short = \"LMO\"
    /// [mail]
    /// from = \"presse@musterwesen.example\"
    /// ";
    /// let house = Source::from_text("house.toml", Format::Toml, house.to_owned());
    /// let house = [Stationery::load(&house, &NoFiles)?];
    /// let text = "---\nid: lmo-1\ndate: 2022-11-25\nheadline: Neue Muster\n---\nEin Satz.\n";
    /// let source = Source::from_text("release.md", Format::Markdown, text.to_owned());
    /// let job =
    ///     Job { source: &source, letterhead: Some(&house), files: &NoFiles, embed_source: false };
    ///
    /// let edition = Edition::of(Target::Mail);
    /// let typesetter = Typesetter::new();
    /// let manuscript = typesetter.read(&job, &[edition])?;
    /// let pdf = manuscript.pdf(&edition, &Standards::default())?.pdf;
    /// let letter = manuscript.letter(pdf, None)?;
    /// assert_eq!(letter.subject(), "Medieninformation LMO: Neue Muster");
    /// assert_eq!(letter.file_name(), "2022-11-25_MI_LMO_neue-muster.pdf");
    ///
    /// let heading = Heading::of(manuscript.release().date, false);
    /// let recipient = Address::parse("mira@zeitung.example").map(Recipient::new);
    /// let message = letter.message(recipient.as_ref().ok(), &heading);
    /// assert!(message.starts_with(b"Date: Fri, 25 Nov 2022 00:00:00 +0000\r\n"));
    /// # Ok(())
    /// # }
    /// ```
    pub fn letter(&self, pdf: Vec<u8>, key: Option<&[u8]>) -> Result<Letter, Vec<Diagnostic>> {
        let letterhead = self.stationery.letterhead();
        Letter::new(&self.release, letterhead, pdf, key).map_err(|faults| {
            let mark = |fault: Diagnostic| match fault.field.clone() {
                Some(field) => self.stationery.mark(&field, fault),
                None => fault,
            };
            faults.into_iter().map(mark).collect()
        })
    }

    fn set(&self, edition: &Edition, grade: Grade) -> Result<Sheet, Vec<Diagnostic>> {
        let letterhead = self.stationery.letterhead();
        let (pictures, mut files) = self.pictures.files(edition, grade)?;
        let attachment = self.embedded.map(|source| {
            files.push(("/source".to_owned(), source.bytes()));
            attachment(source)
        });
        let across = Phrases::new(&self.release, letterhead).across();
        let alert = letterhead.theme.colours.alert;
        let alert = if edition.gray { alert.gray() } else { alert };
        let across = across.and_then(|word| lettering(word, alert));
        let is_across = across.is_some();
        files.extend(across.map(|drawing| (ACROSS.to_owned(), drawing.into_bytes())));
        let logos = match edition.gray {
            true => self.stationery.gray_logos()?,
            false => self.stationery.logos(),
        };
        let logos = logo_files(logos, &mut files);
        let data = LetterheadData::new(letterhead, &logos, edition);
        files.push(("/letterhead.json".to_owned(), json(&data)?));
        let typesetter = self.typesetter;
        let mut world = SheetWorld::new(typesetter.layouts.clone(), self.fonts.clone(), files)
            .ok_or_else(|| vec![internal("a virtual path is none")])?;
        let data = |adjustments: &Adjustments| {
            let attachment = attachment.clone();
            let (release, pictures) = (&self.release, &pictures);
            let data =
                SheetData::new(release, letterhead, pictures, attachment, edition, adjustments);
            json(&data.across(is_across))
        };
        // A user's own layout has columns of its own.
        let layout = typesetter.layout.as_ref();
        let theme = layout.is_none().then_some(&letterhead.theme);
        let faults = |document: &_| {
            theme.map(|theme| typeset::fit_faults(document, &theme.measures, &self.fields))
        };
        let fits = |document: &_| faults(document).is_none_or(|faults| faults.is_empty());
        let document = typeset::settle(&mut world, layout, theme, fits, data)?;
        let faults = faults(&document).unwrap_or_default();
        if !faults.is_empty() {
            return Err(self.warnings.iter().cloned().chain(faults).collect());
        }
        Ok(Sheet {
            warnings: self.warnings.clone(),
            document,
            world,
            layout: layout.cloned(),
            identifier: self.release.identifier(&letterhead.id),
            bleed: edition.bleed_box(),
            release: self.release.clone(),
            stationery: self.stationery.clone(),
        })
    }
}

fn too_large(pdf: &[u8], most: u64) -> bool {
    pdf.len() as u64 > most
}

/// `mail-pictures-reduced`: what was done to keep within the size.
fn reduced(pdf: &[u8], grade: Grade, most: u64) -> Diagnostic {
    let message = format!(
        "the pictures were reduced to {} dpi and JPEG quality {}: the file for mail has {} bytes, of {most} at most",
        grade.dpi,
        grade.quality,
        pdf.len(),
    );
    Diagnostic::note("mail-pictures-reduced", message)
}

/// `mail-too-large`: even the poorest pictures are too many.
fn cannot_fit(pdf: &[u8], other: u64, most: u64) -> Diagnostic {
    let message = format!(
        "the file for mail has {} bytes with its poorest pictures, {most} at most are wanted",
        pdf.len()
    );
    let fault = Diagnostic::error("mail-too-large", message);
    match other <= most {
        true => fault.hint(format!(
            "without pictures it would have about {other} bytes: leave some out, or put a link instead"
        )),
        false => fault.hint(format!("its text and faces alone take about {other} bytes: shorten it")),
    }
    .hint("or allow more with --max-size")
}

/// Gives each logo its virtual path.
fn logo_files(
    taken: &BTreeMap<String, LogoFile>,
    files: &mut VirtualFiles,
) -> BTreeMap<String, String> {
    let mut logos = BTreeMap::new();
    for (at, (name, logo)) in taken.iter().enumerate() {
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
