//! A letterhead together with the files it names, ready to set with.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, OnceLock};

use super::built_in::{BuiltInFiles, LETTERHEADS};
use super::fonts::Fonts;
use super::inputs::LetterheadInputs;
use super::logo::LogoFile;
use super::own::OwnLayout;
use crate::diagnostic::{Diagnostic, Diagnostics, codes};
use crate::files::{FileError, InputFile, foreign_path};
use crate::letterhead::Letterhead;
use crate::photo::PhotoError;
use crate::read::{self, FieldMap, LetterheadPeriod};
use crate::release::{Day, Language};
use crate::source::{Format, Source};

/// A letterhead in one period of its use, its logos and its fonts. Cloning is cheap.
#[derive(Clone)]
pub struct Stationery {
    pub(super) inner: Arc<StationeryInner>,
    /// What it is made of, in all its periods.
    pub(super) made_of: Arc<LetterheadInputs>,
    /// The letterhead in the language of a release.
    pub(super) letterhead: Arc<Letterhead>,
}

impl_debug!(Stationery { id: this.id(), name: this.name() } for this);

pub(super) struct StationeryInner {
    pub(super) period: LetterheadPeriod,
    /// The letterhead in every language that it names, its own first.
    pub(super) letterheads: Vec<(Language, Arc<Letterhead>)>,
    pub(super) source: Source,
    /// Logos by the path that the letterhead names.
    pub(super) logos: BTreeMap<String, LogoFile>,
    /// The same without colour; made when a sheet is to be grey.
    pub(super) gray_logos: OnceLock<Result<BTreeMap<String, LogoFile>, Diagnostics>>,
    pub(super) fonts: Fonts,
    pub(super) layout: Option<OwnLayout>,
    pub(super) warnings: Vec<Diagnostic>,
}

impl StationeryInner {
    pub(super) fn new(
        period: LetterheadPeriod,
        letterheads: Vec<(Language, Arc<Letterhead>)>,
        source: Source,
    ) -> Self {
        Self {
            period,
            letterheads,
            source,
            logos: BTreeMap::new(),
            gray_logos: OnceLock::new(),
            fonts: Fonts::embedded(),
            layout: None,
            warnings: Vec::new(),
        }
    }
}

impl Stationery {
    /// The ids of the built-in letterheads.
    pub fn built_in_ids() -> Vec<&'static str> {
        let mut ids: Vec<_> = LETTERHEADS.iter().map(|(id, _)| *id).collect();
        ids.dedup();
        ids
    }

    /// The built-in letterheads of an id, one a period of validity, oldest first.
    /// Empty where there is no such id.
    ///
    /// ```
    /// use letterpress::Stationery;
    ///
    /// let periods = Stationery::built_in("neutral");
    /// assert_eq!(periods[0].id(), "neutral");
    /// assert!(periods[0].name().starts_with("Landesamt"));
    /// assert!(Stationery::built_in("nobody").is_empty());
    /// ```
    pub fn built_in(id: &str) -> Vec<Self> {
        // Each is read once a process, when a release is first set on it.
        static LOADED: LazyLock<Vec<OnceLock<Vec<Stationery>>>> =
            LazyLock::new(|| LETTERHEADS.iter().map(|_| OnceLock::new()).collect());
        let of_id = LETTERHEADS.iter().zip(LOADED.iter()).filter(|((name, _), _)| *name == id);
        let loaded = of_id.flat_map(|((name, text), loaded)| {
            loaded.get_or_init(|| Self::read_built_in(name, text)).iter().cloned()
        });
        loaded.collect()
    }

    fn read_built_in(name: &str, text: &str) -> Vec<Self> {
        let source = Source::from_text(&format!("{name}.toml"), Format::Toml, text.to_owned());
        #[expect(clippy::expect_used, reason = "a test reads each of them")]
        let mut periods =
            Self::load(&source, &BuiltInFiles).expect("a built-in letterhead is right");
        for period in &mut periods {
            period.made_of = Arc::new(period.made_of.built_in());
        }
        periods
    }

    /// The SHA-256, in 64 hexadecimal digits, over everything that the letterhead is made of in
    /// all its periods: its text, the texts on which it builds, its logos, its fonts, and the
    /// files of the layout that it names. Where its folder lies does not matter.
    ///
    /// ```
    /// use letterpress::Stationery;
    ///
    /// let digests = ["neutral", "smwk"].map(|id| Stationery::built_in(id)[0].digest().to_owned());
    /// assert!(digests[0].len() == 64 && digests[0] != digests[1]);
    /// ```
    pub fn digest(&self) -> &str {
        &self.made_of.digest
    }

    /// The files of which it is made, its own text first. None of a built-in one.
    pub fn inputs(&self) -> &[InputFile] {
        &self.made_of.files
    }

    /// The letterhead's id.
    pub fn id(&self) -> &str {
        &self.letterhead.id
    }

    /// The full name of the house.
    pub fn name(&self) -> &str {
        &self.letterhead.name
    }

    /// The first day on which it is used.
    pub fn valid_from(&self) -> Option<String> {
        self.letterhead.valid_from.map(|day| day.to_string())
    }

    /// The last day on which it is used.
    pub fn valid_until(&self) -> Option<String> {
        self.letterhead.valid_until.map(|day| day.to_string())
    }

    /// What messages call its file.
    pub fn file(&self) -> &str {
        self.inner.source.name()
    }

    /// The journal that it names, by the folder of its file.
    pub fn journal(&self) -> Option<PathBuf> {
        let journal = self.letterhead().mail.journal.as_deref().filter(|path| !path.is_empty())?;
        Some(Path::new(self.file()).parent().unwrap_or(Path::new("")).join(journal))
    }

    /// Its text, with its name.
    pub fn letterhead_source(&self) -> &Source {
        &self.inner.source
    }

    /// What somebody should look at, such as colours with little contrast or fonts without bold. A
    /// sheet can be set all the same.
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.inner.warnings
    }

    /// Its text as written.
    pub fn toml(&self) -> &str {
        self.inner.source.text()
    }

    /// This period of the letterhead as a file that stands by itself, with what it takes from its
    /// base: in one language if that is given, and with all its labels; with every default if that
    /// is wanted. Without either, a letterhead that has neither base nor further periods is given
    /// as it was written.
    pub fn resolved(&self, language: Option<Language>, has_all_fields: bool) -> String {
        let period = &self.inner.period;
        if period.is_plain() && language.is_none() && !has_all_fields {
            return read::with_schema_line(self.toml());
        }
        period.to_toml(language, has_all_fields)
    }

    /// The letterhead itself, in its own language or that of a release
    /// ([`in_language`](Self::in_language)).
    pub fn letterhead(&self) -> &Letterhead {
        &self.letterhead
    }

    /// The same for releases in a language: where texts stand there by language, those in it.
    #[must_use]
    pub fn in_language(&self, language: Language) -> Self {
        let mut known = self.inner.letterheads.iter();
        let letterhead = match known.find(|(known, _)| *known == language) {
            Some((_, letterhead)) => letterhead.clone(),
            None => Arc::new(self.inner.period.in_language(language).letterhead),
        };
        Self { inner: self.inner.clone(), made_of: self.made_of.clone(), letterhead }
    }

    /// The languages that it names anywhere: the one of releases that name none, and those of its
    /// texts and labels.
    pub fn languages(&self) -> Vec<Language> {
        self.inner.letterheads.iter().map(|(language, _)| *language).collect()
    }

    /// A day on which it is used, for specimens.
    pub fn specimen_day(&self) -> Day {
        let usual = Day::new(2025, 11, 25).unwrap_or(Day::FIRST);
        let Letterhead { valid_from, valid_until, .. } = *self.letterhead;
        if self.letterhead.is_valid_on(usual) {
            usual
        } else {
            valid_from.or(valid_until).unwrap_or(usual)
        }
    }

    /// Marks a field in its text; where it is not there, the group in which it would
    /// stand, else the letterhead's first field.
    pub(crate) fn mark(&self, field: &str, diagnostic: Diagnostic) -> Diagnostic {
        let fields = self.inner.period.fields();
        let group = field.split('.').next().unwrap_or(field);
        let place = [field, group].into_iter().find(|place| fields.has(place)).unwrap_or("id");
        fields.mark(place, diagnostic).in_field(field)
    }

    pub(crate) fn logos(&self) -> &BTreeMap<String, LogoFile> {
        &self.inner.logos
    }

    /// The logos in shades of grey.
    pub(crate) fn gray_logos(&self) -> Result<&BTreeMap<String, LogoFile>, Diagnostics> {
        let made = self.inner.gray_logos.get_or_init(|| {
            let fonts = self.inner.fonts.for_drawings();
            let logos = self.inner.logos.iter().map(|(name, logo)| match logo.gray(fonts) {
                Ok(logo) => Ok((name.clone(), logo)),
                Err(error) => Err(Diagnostics::from(not_gray(name, &error))),
            });
            logos.collect()
        });
        made.as_ref().map_err(Clone::clone)
    }

    /// Whether the letterhead names a layout of its own.
    pub fn has_own_layout(&self) -> bool {
        self.inner.layout.is_some()
    }

    /// The layout that the letterhead names.
    pub(crate) fn layout(&self) -> Option<&OwnLayout> {
        self.inner.layout.as_ref()
    }

    pub(crate) fn fonts(&self) -> &Fonts {
        &self.inner.fonts
    }
}

fn not_gray(path: &str, error: &PhotoError) -> Diagnostic {
    let why = match error {
        PhotoError::NotAPicture | PhotoError::OtherFormat(_) => {
            "it holds something that is no picture"
        }
        PhotoError::Broken(why) | PhotoError::TooLarge(why) | PhotoError::Unfit(why) => why,
    };
    Diagnostic::new(
        codes::LOGO_BROKEN,
        message!("{file} cannot be made grey: {reason}", file = path, reason = why),
    )
    .hint("draw it in grey, or leave --gray away")
}

pub(super) fn missing(fields: &FieldMap, field: &str, path: &str, error: &FileError) -> Diagnostic {
    let foreign = foreign_path(path);
    let reason = foreign.as_ref().map_or_else(|| error.describe(), |(why, _)| (*why).to_owned());
    let message = message!("{file} {reason}", reason, file = path);
    let hint = foreign.map_or_else(
        || "paths are relative to the letterhead's own folder".to_owned(),
        |(_, hint)| hint,
    );
    let diagnostic = Diagnostic::new(codes::LETTERHEAD_FILE_MISSING, message).hint(hint);
    fields.mark(field, diagnostic)
}
