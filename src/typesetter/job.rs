//! What is to be set, and with what.

use crate::diagnostic::Diagnostics;
use crate::field::FieldGroup;
use crate::files::{Files, InputFile, InputRole, NoFiles};
use crate::layout::{Shelf, Stationery};
use crate::limits::TextLimits;
use crate::read::{self, FieldMap, Reading};
use crate::release::Release;
use crate::source::Source;

/// One release to be checked or set.
///
/// ```
/// use letterpress::body;
/// use letterpress::release::{Contact, Day, Release, ReleaseDate};
/// use letterpress::{Edition, Job, Standards, Typesetter};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let date = ReleaseDate::Day(Day::new(2022, 11, 25).ok_or("no such day")?);
/// let (text, findings) = body::parse("Das Landesamt hat seine Muster **neu** geordnet.");
/// assert!(findings.is_empty());
/// let mut release = Release::new(date, "Musterland ordnet seine Muster neu", text);
/// release.letterhead = Some("neutral".to_owned());
/// release.contacts.push(Contact::new("Mira Muster"));
///
/// let typesetter = Typesetter::new();
/// let manuscript = typesetter.read(&Job::of(&release), &[Edition::default()])?;
/// let pdf = manuscript.pdf(&Edition::default(), &Standards::default())?;
/// assert_eq!(pdf.page_count, 1);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy)]
pub struct Job<'a> {
    text: Text<'a>,
    pub(super) letterheads: Option<&'a [Stationery]>,
    pub(super) letterhead: Option<&'a str>,
    pub(super) default_letterhead: Option<&'a str>,
    pub(super) shelf: Option<&'a Shelf>,
    pub(super) files: &'a dyn Files,
    pub(super) embeds_source: bool,
}

#[derive(Clone, Copy)]
enum Text<'a> {
    Source(&'a Source),
    Release(&'a Release),
}

impl<'a> Job<'a> {
    /// A release that is read from a text.
    pub fn new(source: &'a Source) -> Self {
        Self::with_text(Text::Source(source))
    }

    /// A release that was built from values. Its diagnostics name fields, but mark no place.
    /// Its texts are set as they are: [`composed`](crate::source::composed) gives the spelling that
    /// those of a file have.
    /// They have the same bounds as those ([`limits`](crate::limits)).
    pub fn of(release: &'a Release) -> Self {
        Self::with_text(Text::Release(release))
    }

    fn with_text(text: Text<'a>) -> Self {
        Self {
            text,
            letterheads: None,
            letterhead: None,
            default_letterhead: None,
            shelf: None,
            files: &NoFiles,
            embeds_source: false,
        }
    }

    /// Sets on one of these letterheads instead of the one that the release names; the one
    /// that was valid on the release's date is used.
    #[must_use]
    pub fn with_letterheads(mut self, letterheads: &'a [Stationery]) -> Self {
        self.letterheads = Some(letterheads);
        self
    }

    /// Sets on the letterhead of this id instead of the one that the release names.
    #[must_use]
    pub fn with_letterhead(mut self, id: &'a str) -> Self {
        self.letterhead = Some(id);
        self
    }

    /// Sets on the letterhead of this id if the release names none.
    #[must_use]
    pub fn with_default_letterhead(mut self, id: &'a str) -> Self {
        self.default_letterhead = Some(id);
        self
    }

    /// Looks for ids of letterheads on this shelf instead of the typesetter's.
    #[must_use]
    pub fn with_shelf(mut self, shelf: &'a Shelf) -> Self {
        self.shelf = Some(shelf);
        self
    }

    /// Where its pictures, and a letterhead beside it, come from.
    #[must_use]
    pub fn with_files(mut self, files: &'a dyn Files) -> Self {
        self.files = files;
        self
    }

    /// Attaches the text of the release to the PDF, which takes PDF/A-3
    /// ([`Standards::embedding`](crate::Standards::embedding)). A release that was built
    /// from values has no text to attach.
    #[must_use]
    pub fn embedding_source(mut self, embeds_source: bool) -> Self {
        self.embeds_source = embeds_source;
        self
    }

    pub(super) fn read(&self, limits: &TextLimits) -> Result<Reading, Diagnostics> {
        match self.text {
            Text::Source(source) => read::release_within(source, limits),
            Text::Release(release) => {
                // Every walk over the text relies on it.
                FieldGroup::check_bounds(release, limits)?;
                Ok(Reading {
                    release: release.clone(),
                    fields: FieldMap::of_values(release),
                    diagnostics: Vec::new(),
                })
            }
        }
    }

    /// What messages call the release.
    pub(super) fn name(&self) -> &'a str {
        match self.text {
            Text::Source(source) => source.name(),
            Text::Release(_) => "",
        }
    }

    /// Its text as a file. Of a release that was built from values, these as JSON.
    pub(super) fn input(&self) -> InputFile {
        let bytes = match self.text {
            Text::Source(source) => source.bytes(),
            Text::Release(release) =>
            {
                #[expect(clippy::expect_used, reason = "it has no map whose keys are no texts")]
                serde_json::to_vec(release).expect("a release can be written as JSON")
            }
        };
        InputFile::new(InputRole::Release, self.name().to_owned(), &bytes)
    }

    /// The form of its text, which the same bytes could have in another one.
    pub(super) fn form(&self) -> &'static str {
        match self.text {
            Text::Source(source) => source.format().extension(),
            Text::Release(_) => "",
        }
    }

    /// The text that is to be attached.
    pub(super) fn embedded(&self) -> Option<&'a Source> {
        match self.text {
            Text::Source(source) if self.embeds_source => Some(source),
            _ => None,
        }
    }
}

impl_debug!(Job<'_> { name: this.name(), embeds_source: this.embeds_source } for this);
