//! Reads a letterhead with everything that it names.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::font_folder::load_fonts;
use super::fonts::Fonts;
use super::inputs::LetterheadInputs;
use super::logo::{self, LogoError, LogoFile};
use super::own::OwnLayout;
use super::stationery::{Stationery, StationeryInner, missing};
use super::{font_findings, logo_findings};
use crate::diagnostic::{self, Blame, Diagnostic, Diagnostics, MessageText, codes};
use crate::files::{FileRecorder, Files, InputRole, beside};
use crate::letterhead::{Letterhead, PictureFile};
use crate::limits::Limits;
use crate::read::{self, FieldMap, LetterheadPeriod, ReadLetterhead};
use crate::rules;
use crate::source::{Format, Source};

impl Stationery {
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
        let recorder = FileRecorder::new(files);
        let periods = Loader::new(source, &recorder, path, limits).periods();
        let mut periods = periods.map_err(|errors| errors.blamed_on(Blame::Letterhead))?;
        let made_of = Arc::new(LetterheadInputs::new(source, path, recorder.into_read()));
        for period in &mut periods {
            period.made_of = made_of.clone();
        }
        Ok(periods)
    }
}

/// Reads the periods of a letterhead. What several of them name is read once.
struct Loader<'a> {
    source: &'a Source,
    recorder: &'a FileRecorder<'a>,
    path: &'a str,
    limits: &'a Limits,
    layouts: BTreeMap<String, OwnLayout>,
    fonts: BTreeMap<Option<String>, Fonts>,
    logos: BTreeMap<String, LogoFile>,
}

impl<'a> Loader<'a> {
    /// A loader of the letterhead that lies at `path` within `files`.
    pub fn new(
        source: &'a Source,
        recorder: &'a FileRecorder<'a>,
        path: &'a str,
        limits: &'a Limits,
    ) -> Self {
        let (layouts, fonts, logos) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        Self { source, recorder, path, limits, layouts, fonts, logos }
    }

    /// All periods, oldest first.
    pub fn periods(mut self) -> Result<Vec<Stationery>, Diagnostics> {
        let (path, bytes) = (self.path, self.limits.letterheads.bytes);
        let files = self.recorder.reading(InputRole::Letterhead);
        let name = self.source.name();
        let periods = read::periods(
            self.source,
            &mut |base| open_base(base, name, path, &files, bytes),
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
        let mut layout = None;
        for language in period.languages() {
            let ReadLetterhead { letterhead, fields, diagnostics } = period.in_language(language);
            found.extend(diagnostics);
            // Fonts and logos are the same in all languages.
            if letterheads.is_empty() {
                fonts = self.fonts(&letterhead, &fields, &mut found);
                all_logos = self.logos(&letterhead, &fields, &fonts, &mut found);
                layout = self.layout(&letterhead, &fields, &mut found);
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
        let loaded = StationeryInner {
            logos: all_logos,
            fonts,
            layout,
            warnings,
            ..StationeryInner::new(period, letterheads, self.source.clone())
        };
        Ok(Stationery { inner: Arc::new(loaded), made_of: Arc::default(), letterhead })
    }

    fn layout(
        &mut self,
        letterhead: &Letterhead,
        fields: &FieldMap,
        found: &mut Vec<Diagnostic>,
    ) -> Option<OwnLayout> {
        let name = letterhead.layout.as_ref()?;
        if let Some(layout) = self.layouts.get(name) {
            return Some(layout.clone());
        }
        let at = beside(self.path, name);
        let files = self.recorder.reading(InputRole::Layout);
        let bytes = files.read(&at);
        let bytes = bytes.map_err(|error| missing(fields, "layout", name, &error).into());
        let layout = bytes.and_then(|bytes| {
            let shown = beside(self.source.name(), name);
            // A source needs some form; that of a layout is never looked at.
            let text = read::source(&shown, Format::Markdown, bytes, self.limits.text.bytes)?;
            OwnLayout::load_beside(&text, &files, &at, self.limits)
        });
        match layout {
            Ok(layout) => {
                self.layouts.insert(name.clone(), layout.clone());
                Some(layout)
            }
            Err(errors) => {
                found.extend(errors);
                None
            }
        }
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
        let files = self.recorder.reading(InputRole::Font);
        let loaded = load_fonts(letterhead, fields, &files, self.path, &self.limits.fonts, found);
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
        let files = self.recorder.reading(InputRole::Letterhead);
        let bytes = files.read(&beside(self.path, logo));
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
                LogoError::Unfit(why) => {
                    let message = message!("{logo} cannot be drawn: {reason}", logo, reason = why);
                    Diagnostic::new(codes::LOGO_BROKEN, message)
                        .hint("draw it with shapes within the edges of its page (`viewBox`)")
                        .hint("turn texts into paths, embed pictures, and save it as a plain SVG")
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

/// `base-unusable`.
fn unusable(message: MessageText, hint: &str) -> Diagnostic {
    Diagnostic::new(codes::BASE_UNUSABLE, message).hint(hint)
}
