//! A letterhead together with the files it names, ready to set with.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, OnceLock};

use super::built_in::{FILES, LETTERHEADS};
use super::font_folder::load_fonts;
use super::fonts::Fonts;
use super::logo::{self, LogoError, LogoFile};
use super::{font_findings, logo_findings};
use crate::diagnostic::{self, Blame, Diagnostic, Diagnostics, codes};
use crate::files::{FileError, Files, beside, foreign_path};
use crate::letterhead::{Letterhead, PictureFile};
use crate::limits::Limits;
use crate::photo::PhotoError;
use crate::read::{self, FieldMap, LetterheadPeriod, ReadLetterhead};
use crate::release::{Day, Language};
use crate::rules;
use crate::source::{Format, Source};

/// A letterhead in one period of its use, its logos and its fonts. Cloning is cheap.
#[derive(Clone)]
pub struct Stationery {
    inner: Arc<StationeryInner>,
    /// The letterhead in the language of a release.
    letterhead: Arc<Letterhead>,
}

impl_debug!(Stationery { id: this.id(), name: this.name() } for this);

struct StationeryInner {
    period: LetterheadPeriod,
    /// The letterhead in every language that it names, its own first.
    letterheads: Vec<(Language, Arc<Letterhead>)>,
    source: Source,
    /// Logos by the path that the letterhead names.
    logos: BTreeMap<String, LogoFile>,
    /// The same without colour; made when a sheet is to be grey.
    gray_logos: OnceLock<Result<BTreeMap<String, LogoFile>, Diagnostics>>,
    fonts: Fonts,
    warnings: Vec<Diagnostic>,
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
        // They pass, as a test sees; one that did not would be none.
        Self::load(&source, &BuiltInFiles).ok().unwrap_or_default()
    }

    /// Reads a letterhead and the files that it names, relative to `files`: one for each period of
    /// its use, oldest first.
    ///
    /// ```
    /// use letterpress::Stationery;
    /// use letterpress::files::NoFiles;
    /// use letterpress::source::{Format, Source};
    ///
    /// # fn main() -> Result<(), letterpress::diagnostic::Diagnostics> {
    /// let house = "id = \"lmo\"\nname = \"Landesamt für Musterwesen\"\n\n[[period]]\nfrom = 2025-01-01\nname = \"Landesamt für Muster\"\n";
    /// let house = Source::from_text("house.toml", Format::Toml, house.to_owned());
    /// let periods = Stationery::load(&house, &NoFiles)?;
    /// assert_eq!(periods[0].name(), "Landesamt für Musterwesen");
    /// assert_eq!(periods[1].name(), "Landesamt für Muster");
    /// # Ok(())
    /// # }
    /// ```
    pub fn load(source: &Source, files: &dyn Files) -> Result<Vec<Self>, Diagnostics> {
        Self::load_within(source, files, &Limits::default())
    }

    /// As [`load`](Self::load), within other limits than the default ones.
    pub fn load_within(
        source: &Source,
        files: &dyn Files,
        limits: &Limits,
    ) -> Result<Vec<Self>, Diagnostics> {
        Self::load_from(source, files, "", limits)
    }

    /// As [`load`](Self::load), for a letterhead that itself lies at `path`
    /// within `files`: what it names lies beside it.
    pub(crate) fn load_from(
        source: &Source,
        files: &dyn Files,
        path: &str,
        limits: &Limits,
    ) -> Result<Vec<Self>, Diagnostics> {
        Loader { source, files, path, limits, fonts: BTreeMap::new(), logos: BTreeMap::new() }
            .periods()
            .map_err(|errors| errors.blamed_on(Blame::Letterhead))
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
        Self { inner: self.inner.clone(), letterhead }
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
            let logos = self.inner.logos.iter().map(|(name, logo)| match logo.gray(&fonts) {
                Ok(logo) => Ok((name.clone(), logo)),
                Err(error) => Err(Diagnostics::from(not_gray(name, &error))),
            });
            logos.collect()
        });
        made.as_ref().map_err(Clone::clone)
    }

    pub(crate) fn fonts(&self) -> &Fonts {
        &self.inner.fonts
    }
}

/// What built-in letterheads name, and no other file.
struct BuiltInFiles;

impl Files for BuiltInFiles {
    fn read(&self, path: &str) -> Result<Vec<u8>, FileError> {
        let file = FILES.iter().find(|(name, _)| *name == path);
        file.map(|(_, bytes)| bytes.to_vec()).ok_or(FileError::Missing)
    }

    fn list(&self, folder: &str) -> Result<Vec<String>, FileError> {
        let within = |path: &str| path.strip_prefix(folder)?.strip_prefix('/').map(str::to_owned);
        Ok(FILES.iter().filter_map(|(path, _)| within(path)).collect())
    }
}

/// Reads the periods of a letterhead. What several of them name is read once.
struct Loader<'a> {
    source: &'a Source,
    files: &'a dyn Files,
    path: &'a str,
    limits: &'a Limits,
    fonts: BTreeMap<Option<String>, Fonts>,
    logos: BTreeMap<String, LogoFile>,
}

impl Loader<'_> {
    fn periods(mut self) -> Result<Vec<Stationery>, Diagnostics> {
        let (files, path, bytes) = (self.files, self.path, self.limits.letterheads.bytes);
        let name = self.source.name();
        let periods = read::periods(
            self.source,
            &mut |base| open_base(base, name, path, files, bytes),
            &self.limits.letterheads,
        )?;
        let mut found: Vec<Diagnostic> = Vec::new();
        let mut loaded = Vec::new();
        for period in periods {
            match self.period(period) {
                Ok(stationery) => loaded.push(stationery),
                Err(errors) => {
                    for error in errors {
                        if !found.contains(&error) {
                            found.push(error);
                        }
                    }
                }
            }
        }
        Diagnostics::unless_error(found)?;
        Ok(loaded)
    }

    fn period(&mut self, period: LetterheadPeriod) -> Result<Stationery, Diagnostics> {
        let mut found = Vec::new();
        let mut letterheads = Vec::new();
        let mut all_logos = BTreeMap::new();
        let mut fonts = Fonts::embedded();
        for language in period.languages() {
            let ReadLetterhead { letterhead, fields, diagnostics } = period.in_language(language);
            found.extend(diagnostics);
            // Fonts and logos are the same in all languages.
            if letterheads.is_empty() {
                fonts = self.fonts(&letterhead, &fields, &mut found);
                all_logos = self.logos(&letterhead, &fields, &fonts, &mut found);
                found.extend(fonts.unknown(&letterhead.theme.fonts, &fields));
                found.extend(font_findings::of_fonts(&letterhead, &fields, &fonts));
            }
            for error in rules::letterhead(&letterhead, &fields, &|text| fonts.covers(text)) {
                if !found.contains(&error) {
                    found.push(error);
                }
            }
            letterheads.push((language, Arc::new(letterhead)));
        }
        diagnostic::sort(&mut found);
        let mut warnings = Diagnostics::unless_error(found)?;
        let (_, letterhead) =
            letterheads.first().ok_or_else(|| Diagnostic::internal("no language"))?;
        let letterhead = letterhead.clone();
        let off = &letterhead.warnings.off;
        warnings.retain(|warning| !off.iter().any(|off| warning.code == off.as_str()));
        let (logos, gray_logos) = (all_logos, OnceLock::new());
        let source = self.source.clone();
        let inner =
            StationeryInner { period, letterheads, source, logos, gray_logos, fonts, warnings };
        Ok(Stationery { inner: Arc::new(inner), letterhead })
    }

    fn fonts(
        &mut self,
        letterhead: &Letterhead,
        fields: &FieldMap,
        found: &mut Vec<Diagnostic>,
    ) -> Fonts {
        if let Some(fonts) = self.fonts.get(&letterhead.font_dir) {
            return fonts.clone();
        }
        let loaded =
            load_fonts(letterhead, fields, self.files, self.path, &self.limits.fonts, found);
        let fonts = loaded.unwrap_or_else(|errors| {
            found.extend(errors);
            Fonts::embedded()
        });
        self.fonts.insert(letterhead.font_dir.clone(), fonts.clone());
        fonts
    }

    fn logos(
        &mut self,
        letterhead: &Letterhead,
        fields: &FieldMap,
        fonts: &Fonts,
        found: &mut Vec<Diagnostic>,
    ) -> BTreeMap<String, LogoFile> {
        let mut logos = BTreeMap::new();
        for picture in letterhead.picture_files() {
            let taken = match self.logos.get(&picture.file) {
                Some(file) => Ok(file.clone()),
                None => self.logo(&picture, fields, fonts),
            };
            let logo = picture.file.clone();
            match taken {
                Ok(file) => {
                    found.extend(logo_findings::of_logo(&file, &picture.field, letterhead, fields));
                    self.logos.insert(logo.clone(), file.clone());
                    logos.insert(logo, file);
                }
                Err(error) => found.push(error),
            }
        }
        logos
    }

    fn logo(
        &self,
        picture: &PictureFile,
        fields: &FieldMap,
        fonts: &Fonts,
    ) -> Result<LogoFile, Diagnostic> {
        let PictureFile { field, file: logo, is_page } = picture;
        let bytes = self.files.read(&beside(self.path, logo));
        let bytes = bytes.map_err(|error| missing(fields, field, logo, &error))?;
        logo::take(logo, bytes, *is_page, fonts, &self.limits.drawings).map_err(|error| {
            let error = match error {
                LogoError::Form => {
                    let message = message!("{logo} is no SVG, PDF or PNG", logo);
                    Diagnostic::new(codes::LOGO_NOT_A_PICTURE, message)
                        .hint("export it as one of the three; its extension says which")
                }
                LogoError::Broken(why) => {
                    let message = message!("{logo} cannot be drawn: {reason}", logo, reason = why);
                    Diagnostic::new(codes::LOGO_BROKEN, message)
                        .hint("open it in a drawing program and save it once more")
                }
            };
            fields.mark(field, error)
        })
    }
}

/// A base from the folder of the letterhead.
fn open_base(
    base: &str,
    name: &str,
    path: &str,
    files: &dyn Files,
    max_bytes: u64,
) -> Result<Source, Diagnostic> {
    let unusable = |message, hint: &str| Diagnostic::new(codes::BASE_UNUSABLE, message).hint(hint);
    if base.contains(['/', '\\']) || !base.to_ascii_lowercase().ends_with(".toml") {
        let message = message!("`{base}` cannot be a base", base);
        return Err(unusable(message, "name a `.toml` in the letterhead's own folder"));
    }
    let bytes = files.read(&beside(path, base)).map_err(|error| {
        let message = message!("the base {base} {reason}", base, reason = error.describe());
        unusable(message, "a base lies in the letterhead's own folder")
    })?;
    read::source(&beside(name, base), Format::Toml, bytes, max_bytes).map_err(|errors| {
        let reason = errors[0].message.to_string();
        unusable(message!("{reason}", reason), "a base is a letterhead in TOML")
    })
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
