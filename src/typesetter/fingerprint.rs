//! What a sheet would be made of, told without making it.

use serde::Serialize;

use super::letterheads::{LetterheadSources, stationery};
use super::{Job, Manuscript, Typesetter};
use crate::diagnostic::{Diagnostic, Diagnostics, codes};
use crate::files::{InputFile, InputRole, PiecesHash, beside};
use crate::layout::{Stationery, embedded_layout};
use crate::limits::Limits;
use crate::read::Reading;
use crate::release::Release;

/// What a sheet is made of. As long as it is the same, so is the sheet of an edition.
///
/// ```
/// use letterpress::source::{Format, Source};
/// use letterpress::{Job, Typesetter};
///
/// # fn main() -> Result<(), letterpress::diagnostic::Diagnostics> {
/// let text = "---\nletterhead: neutral\ndate: 2022-11-25\nheadline: Neu\n---\nEin Satz.\n";
/// let source = |text: &str| Source::from_text("a.md", Format::Markdown, text.to_owned());
/// let typesetter = Typesetter::new();
/// let before = typesetter.fingerprint(&Job::new(&source(text)))?;
/// assert_eq!(before.inputs[0].file, "a.md");
/// let after = typesetter.fingerprint(&Job::new(&source(&text.replace("Ein", "Kein"))))?;
/// assert!(before.id == after.id && before.sha256 != after.sha256);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Fingerprint {
    /// The id of the release.
    pub id: String,
    /// Its version.
    pub version: u32,
    /// The hash of the letterhead: [`Stationery::digest`].
    pub letterhead: String,
    /// The hash of the layout and of the fonts that were added:
    /// [`Typesetter::layout_digest`].
    pub layout: String,
    /// The files of all that, but for what is built in: the release, the letterhead's files, those
    /// of the layout, added fonts, pictures in the order of the text.
    pub inputs: Vec<InputFile>,
    /// The hash over what the sheet is made of, and by which version of this program and within
    /// which limits. Neither times, nor folders, nor what a file is called that nobody names are
    /// in it.
    pub sha256: String,
}

impl Typesetter {
    /// What the sheet of a release would be made of. The files are those that [`Self::read`]
    /// opens, but no picture is decoded and nothing is laid out.
    ///
    /// `Err` where the release, its letterhead or a picture is not to be read; [`Self::read`] says
    /// more of it.
    pub fn fingerprint(&self, job: &Job<'_>) -> Result<Fingerprint, Diagnostics> {
        let Reading { release, fields, diagnostics } = job.read(&self.limits.text)?;
        Diagnostics::unless_error(diagnostics)?;
        let (shelf, cache, limits) = (&self.shelf, &self.letterheads, &self.limits);
        let sources = LetterheadSources { shelf, cache, limits };
        let found = stationery(&release, &fields, job, sources)?;
        let found = found.ok_or_else(|| Diagnostic::internal("no letterhead, and no error"))?;
        let mut pictures = Vec::new();
        for path in release.picture_files() {
            let bytes = job.files.read_shared(path, limits.pictures.bytes as u64);
            let bytes = bytes.map_err(|error| {
                let message = message!("`{file}` {reason}", file = path, reason = error.describe());
                Diagnostic::new(codes::MEDIA_MISSING, message)
            })?;
            pictures.push((path, picture(job, path, &bytes)));
        }
        Ok(self.fingerprint_of(job, &release, &found.stationery, &pictures))
    }

    /// The hash over the layout that sets releases on a letterhead, and over the fonts that were
    /// added: SHA-256 in 64 hexadecimal digits.
    pub fn layout_digest(&self, stationery: &Stationery) -> String {
        let own = self.layout.as_ref().or(stationery.layout());
        let layout = match own {
            Some(own) => own.digest(),
            None => embedded_layout(),
        };
        if self.added_fonts.is_empty() {
            return layout.to_owned();
        }
        let mut hash = PiecesHash::of("layout and fonts");
        hash.add(layout);
        // Their order counts where two have a family; what they are called does not.
        self.font_files.iter().for_each(|font| hash.add_file("", font));
        hash.finish()
    }

    fn fingerprint_of(
        &self,
        job: &Job<'_>,
        release: &Release,
        stationery: &Stationery,
        pictures: &[(&str, InputFile)],
    ) -> Fingerprint {
        let letterhead = stationery.letterhead();
        let layout = self.layout_digest(stationery);
        let text = job.input();
        let mut hash = PiecesHash::of("sheet");
        hash.add(env!("CARGO_PKG_VERSION"));
        // Lists and other PDFs have nothing to do with it.
        let Limits { text: texts, pictures: photos, drawings, fonts, letterheads, layouts, .. } =
            &self.limits;
        hash.add(format!(
            "{texts:?} {photos:?} {drawings:?} {fonts:?} {letterheads:?} {layouts:?}"
        ));
        hash.add_file(job.form(), &text);
        hash.add(if job.embeds_source { "attached" } else { "" });
        hash.add(stationery.digest());
        // The caller may have given one of its periods alone.
        hash.add(format!("{:?} {:?}", letterhead.valid_from, letterhead.valid_until));
        hash.add(&layout);
        for (path, file) in pictures {
            hash.add_file(path, file);
        }
        let mut inputs = vec![text];
        inputs.extend(stationery.inputs().iter().cloned());
        inputs.extend(self.layout.iter().flat_map(|layout| layout.inputs()).cloned());
        inputs.extend(self.font_files.iter().cloned());
        inputs.extend(pictures.iter().map(|(_, file)| file.clone()));
        Fingerprint {
            id: release.identifier(&letterhead.id),
            version: release.version,
            letterhead: stationery.digest().to_owned(),
            layout,
            inputs,
            sha256: hash.finish(),
        }
    }
}

impl Manuscript<'_> {
    /// The id of the release, which names all of its versions.
    pub fn id(&self) -> String {
        self.release.identifier(&self.stationery.letterhead().id)
    }

    /// The version of the release.
    pub fn version(&self) -> u32 {
        self.release.version
    }

    /// As [`Typesetter::fingerprint`], of the very bytes that were read.
    pub fn fingerprint(&self) -> Fingerprint {
        let files = self.release.picture_files().into_iter();
        let pictures = files.filter_map(|path| Some((path, self.pictures.bytes(path)?)));
        let pictures = pictures.map(|(path, bytes)| (path, picture(&self.job, path, bytes)));
        let pictures: Vec<_> = pictures.collect();
        self.typesetter.fingerprint_of(&self.job, &self.release, &self.stationery, &pictures)
    }
}

/// A picture by the path that the author typed. It is called as the release is: from where the
/// caller stands.
fn picture(job: &Job<'_>, path: &str, bytes: &[u8]) -> InputFile {
    InputFile::new(InputRole::Picture, beside(job.name(), path), bytes)
}

#[cfg(test)]
mod tests;
