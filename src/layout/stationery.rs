//! A letterhead together with the files it names, ready to set with.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, OnceLock};

use super::built_in::LETTERHEADS;
use super::fonts::Fonts;
use super::logo::{self, LogoError, LogoFile};
use crate::diagnostic::{Blame, Diagnostic, Diagnostics, codes};
use crate::files::{FileError, Files, NoFiles, beside, foreign_path};
use crate::letterhead::Letterhead;
use crate::limits::{FontLimits, Limits};
use crate::photo::PhotoError;
use crate::photo::font_bounds::FontRefusal;
use crate::read::{self, FieldMap};
use crate::rules;
use crate::source::{Format, Source};

/// A letterhead, its logos and its fonts. Cloning is cheap.
#[derive(Clone)]
pub struct Stationery(Arc<StationeryInner>);

impl_debug!(Stationery { id: this.id(), name: this.name() } for this);

struct StationeryInner {
    letterhead: Letterhead,
    source: Source,
    /// Logos by the path that the letterhead names.
    logos: BTreeMap<String, LogoFile>,
    /// The same without colour; made when a sheet is to be grey.
    gray_logos: OnceLock<Result<BTreeMap<String, LogoFile>, Diagnostics>>,
    fonts: Fonts,
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
        static LOADED: LazyLock<Vec<OnceLock<Option<Stationery>>>> =
            LazyLock::new(|| LETTERHEADS.iter().map(|_| OnceLock::new()).collect());
        let of_id = LETTERHEADS.iter().zip(LOADED.iter()).filter(|((name, _), _)| *name == id);
        let loaded = of_id.filter_map(|((name, text), loaded)| {
            loaded.get_or_init(|| Self::read_built_in(name, text)).clone()
        });
        loaded.collect()
    }

    fn read_built_in(name: &str, text: &str) -> Option<Self> {
        let source = Source::from_text(&format!("{name}.toml"), Format::Toml, text.to_owned());
        Self::load(&source, &NoFiles).ok()
    }

    /// Reads a letterhead and the files that it names, relative to `files`.
    ///
    /// ```
    /// use letterpress::Stationery;
    /// use letterpress::files::NoFiles;
    /// use letterpress::source::{Format, Source};
    ///
    /// # fn main() -> Result<(), letterpress::diagnostic::Diagnostics> {
    /// let house = "id = \"lmo\"\nname = \"Landesamt für Musterwesen\"\nshort = \"LMO\"\n";
    /// let house = Source::from_text("house.toml", Format::Toml, house.to_owned());
    /// assert_eq!(Stationery::load(&house, &NoFiles)?.name(), "Landesamt für Musterwesen");
    /// # Ok(())
    /// # }
    /// ```
    pub fn load(source: &Source, files: &dyn Files) -> Result<Self, Diagnostics> {
        Self::load_within(source, files, &Limits::default())
    }

    /// As [`load`](Self::load), within other limits than the default ones.
    pub fn load_within(
        source: &Source,
        files: &dyn Files,
        limits: &Limits,
    ) -> Result<Self, Diagnostics> {
        Self::load_from(source, files, "", limits)
    }

    /// As [`load`](Self::load), for a letterhead that itself lies at `path`
    /// within `files`: what it names lies beside it.
    pub(crate) fn load_from(
        source: &Source,
        files: &dyn Files,
        path: &str,
        limits: &Limits,
    ) -> Result<Self, Diagnostics> {
        Self::judge(source, files, path, limits)
            .map_err(|errors| errors.blamed_on(Blame::Letterhead))
    }

    fn judge(
        source: &Source,
        files: &dyn Files,
        path: &str,
        limits: &Limits,
    ) -> Result<Self, Diagnostics> {
        let (letterhead, fields) = read::letterhead_within(source, &limits.letterheads)?;
        let mut diagnostics = Vec::new();
        let mut taken = BTreeMap::new();
        let (fonts, font_errors) =
            match load_fonts(&letterhead, &fields, files, path, &limits.fonts) {
                Ok(fonts) => (fonts, Vec::new()),
                Err(errors) => (Fonts::embedded(), errors.into_iter().collect()),
            };
        for (field, logo) in logos(&letterhead) {
            match files.read(&beside(path, &logo)) {
                Ok(bytes) => match logo::take(&logo, bytes, &fonts, &limits.drawings) {
                    Ok(file) => {
                        taken.insert(logo, file);
                    }
                    Err(LogoError::Form) => {
                        let message = message!("{logo} is no SVG, PDF or PNG", logo);
                        let error = Diagnostic::new(codes::LOGO_NOT_A_PICTURE, message)
                            .hint("export it as one of the three; its extension says which");
                        diagnostics.push(fields.mark(&field, error));
                    }
                    Err(LogoError::Broken(why)) => {
                        let message =
                            message!("{logo} cannot be drawn: {reason}", logo, reason = why);
                        let error = Diagnostic::new(codes::LOGO_BROKEN, message)
                            .hint("open it in a drawing program and save it once more");
                        diagnostics.push(fields.mark(&field, error));
                    }
                },
                Err(error) => diagnostics.push(missing(&fields, &field, &logo, &error)),
            }
        }
        diagnostics.extend::<Vec<_>>(font_errors);
        diagnostics.extend(rules::letterhead(&letterhead, &fields, &|text| fonts.covers(text)));
        for (at, family) in letterhead.theme.fonts.iter().enumerate() {
            let known = fonts.families();
            if !known.iter().any(|name| name.eq_ignore_ascii_case(family)) {
                let error = Diagnostic::new(
                    codes::UNKNOWN_FONT,
                    message!("there is no font `{family}`", family),
                )
                .hint(format!("the fonts here are {}", known.join(", ")))
                .hint("further fonts come from the folder that `font_dir` names");
                diagnostics.push(fields.mark(&format!("theme.fonts[{at}]"), error));
            }
        }
        Diagnostics::unless_error(diagnostics)?;
        let source = source.clone();
        let (logos, gray_logos) = (taken, OnceLock::new());
        Ok(Self(Arc::new(StationeryInner { letterhead, source, logos, gray_logos, fonts })))
    }

    /// The letterhead's id.
    pub fn id(&self) -> &str {
        &self.0.letterhead.id
    }

    /// The full name of the house.
    pub fn name(&self) -> &str {
        &self.0.letterhead.name
    }

    /// The first day on which it is used.
    pub fn valid_from(&self) -> Option<String> {
        self.0.letterhead.valid_from.map(|day| day.to_string())
    }

    /// The last day on which it is used.
    pub fn valid_until(&self) -> Option<String> {
        self.0.letterhead.valid_until.map(|day| day.to_string())
    }

    /// Its text as written.
    pub fn toml(&self) -> &str {
        self.0.source.text()
    }

    /// The letterhead itself.
    pub fn letterhead(&self) -> &Letterhead {
        &self.0.letterhead
    }

    /// Marks a field in its text; where it is not there, the group in which it would
    /// stand, else the letterhead's first field.
    #[cfg(feature = "mail")]
    pub(crate) fn mark(&self, field: &str, diagnostic: Diagnostic) -> Diagnostic {
        let Ok((_, fields)) = read::letterhead(&self.0.source) else { return diagnostic };
        let group = field.split('.').next().unwrap_or(field);
        let place = [field, group].into_iter().find(|place| fields.has(place)).unwrap_or("id");
        fields.mark(place, diagnostic).in_field(field)
    }

    pub(crate) fn logos(&self) -> &BTreeMap<String, LogoFile> {
        &self.0.logos
    }

    /// The logos in shades of grey.
    pub(crate) fn gray_logos(&self) -> Result<&BTreeMap<String, LogoFile>, Diagnostics> {
        let made = self.0.gray_logos.get_or_init(|| {
            let fonts = self.0.fonts.for_drawings();
            let logos = self.0.logos.iter().map(|(name, logo)| match logo.gray(&fonts) {
                Ok(logo) => Ok((name.clone(), logo)),
                Err(error) => Err(Diagnostics::from(not_gray(name, &error))),
            });
            logos.collect()
        });
        made.as_ref().map_err(Clone::clone)
    }

    pub(crate) fn fonts(&self) -> &Fonts {
        &self.0.fonts
    }
}

/// The files of all logos with the fields that name them.
fn logos(letterhead: &Letterhead) -> Vec<(String, String)> {
    let mark = letterhead.logo.iter().map(|logo| ("logo.file".to_owned(), logo.file.clone()));
    let others = letterhead.logos.iter().enumerate();
    mark.chain(others.map(|(at, logo)| (format!("logos[{at}].file"), logo.file.clone()))).collect()
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

fn missing(fields: &FieldMap, field: &str, path: &str, error: &FileError) -> Diagnostic {
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

fn load_fonts(
    letterhead: &Letterhead,
    fields: &FieldMap,
    files: &dyn Files,
    path: &str,
    limits: &FontLimits,
) -> Result<Fonts, Diagnostics> {
    let Some(folder) = &letterhead.font_dir else {
        return Ok(Fonts::embedded());
    };
    let folder_path = beside(path, folder);
    let names = files.list(&folder_path);
    let mut names = names.map_err(|error| missing(fields, "font_dir", folder, &error))?;
    // The system lists in any order; equal input must give equal bytes.
    names.sort();
    names.retain(|name| is_font_name(name));
    check_font_count(folder, names.len(), 0, fields, limits)?;
    let (mut fonts, mut in_all) = (Vec::new(), 0_usize);
    for name in &names {
        let path = format!("{folder_path}/{name}");
        let bytes = files.read(&path);
        let bytes = bytes.map_err(|error| missing(fields, "font_dir", &path, &error))?;
        in_all = in_all.saturating_add(bytes.len());
        check_font_count(folder, names.len(), in_all, fields, limits)?;
        fonts.push(bytes);
    }
    Fonts::embedded().with(&fonts, limits).map_err(|(at, refusal)| {
        let name = names.get(at).map_or("", String::as_str);
        let message = message!("{folder}/{name} {reason}", folder, name, reason = refusal.reason());
        let error = Diagnostic::new(codes::FONT_BROKEN, message).hint(match refusal {
            FontRefusal::NoFont => {
                "TrueType and OpenType fonts can be used (.ttf, .otf, .ttc, .otc)"
            }
            FontRefusal::TooMuch(_) => "take another edition of the font, or another font",
        });
        fields.mark("font_dir", error).into()
    })
}

/// Refuses what is too much already by its number or size, before it is read into memory.
fn check_font_count(
    folder: &str,
    count: usize,
    bytes: usize,
    fields: &FieldMap,
    limits: &FontLimits,
) -> Result<(), Diagnostics> {
    limits.check_folder(count, bytes).map_err(|refusal| {
        let message = message!("{folder} {reason}", folder, reason = refusal.reason());
        let error = Diagnostic::new(codes::FONT_BROKEN, message)
            .hint("leave in it only the fonts that the letterhead uses");
        fields.mark("font_dir", error).into()
    })
}

fn is_font_name(name: &str) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    matches!(ending.as_deref(), Some("ttf" | "otf" | "ttc" | "otc"))
}
