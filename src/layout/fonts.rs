//! The fonts a sheet is set with: the embedded ones and a letterhead's own.

mod coverage;
pub(super) mod named;
#[cfg(test)]
mod tests;
mod width;

use std::collections::HashSet;
use std::sync::{Arc, Mutex, OnceLock, PoisonError, Weak};

use skrifa::{FontRef, Tag};
use typst::foundations::Bytes;
use typst::text::{
    Coverage, Font, FontBook, FontFlags, FontInfo, FontStretch, FontStyle, FontVariant, FontWeight,
};
use typst::utils::LazyHash;
use typst_kit::fonts::{FontSource, FontStore};

use crate::limits::FontLimits;
use crate::photo::font_bounds::{self, FontRefusal};
use crate::photo::{DrawingFont, DrawingFonts};
use coverage::{FIGURES, PICTURES, SIGNS};
pub(crate) use width::LetterWidths;

/// The embedded fonts; `fonts/README.md` says where each comes from.
const EMBEDDED: [&[u8]; 4] = [
    include_bytes!("../../fonts/LiberationSans-Regular.ttf"),
    include_bytes!("../../fonts/LiberationSans-Bold.ttf"),
    include_bytes!("../../fonts/LiberationSans-Italic.ttf"),
    include_bytes!("../../fonts/LiberationSans-BoldItalic.ttf"),
];

/// The files of all of them.
pub(super) fn embedded_files() -> impl Iterator<Item = &'static [u8]> {
    EMBEDDED.into_iter().chain(FALLBACK_FONTS.into_iter().map(|font| font.bytes))
}

/// The family of the embedded fonts.
const DEFAULT: &str = "Liberation Sans";

/// The fonts for characters that no other font has. Few sheets need one of these, so a font
/// is read when it is asked for, and what is asked of it stands here: some of its characters
/// only, so that no character is in two of them.
#[rustfmt::skip]
const FALLBACK_FONTS: [FallbackFont; 5] = [
    FallbackFont::new("Figures", FontWeight::REGULAR, FIGURES, include_bytes!("../../fonts/Arimo-Figures-Regular.ttf")),
    FallbackFont::new("Figures", FontWeight::BOLD, FIGURES, include_bytes!("../../fonts/Arimo-Figures-Bold.ttf")),
    FallbackFont::new("Signs", FontWeight::REGULAR, SIGNS, include_bytes!("../../fonts/DejaVuSans-Signs-Regular.ttf")),
    FallbackFont::new("Signs", FontWeight::BOLD, SIGNS, include_bytes!("../../fonts/DejaVuSans-Signs-Bold.ttf")),
    FallbackFont::new("Emoji", FontWeight::REGULAR, PICTURES, include_bytes!("../../fonts/NotoEmoji-Regular.ttf")),
];

/// A font that is read when it is needed.
#[derive(Clone, Copy)]
struct FallbackFont {
    family: &'static str,
    weight: FontWeight,
    /// First and last of its characters, range by range.
    characters: &'static [(u32, u32)],
    bytes: &'static [u8],
}

impl FallbackFont {
    const fn new(
        family: &'static str,
        weight: FontWeight,
        characters: &'static [(u32, u32)],
        bytes: &'static [u8],
    ) -> Self {
        Self { family, weight, characters, bytes }
    }

    /// What the engine chooses fonts by.
    fn info(&self) -> FontInfo {
        let characters = self.characters.iter().flat_map(|&(first, last)| first..=last);
        FontInfo {
            // No name that a theme could mean.
            family: format!("Stand-in {}", self.family),
            variant: FontVariant::new(FontStyle::Normal, self.weight, FontStretch::NORMAL),
            flags: FontFlags::empty(),
            axes: Vec::new(),
            coverage: Coverage::from_vec(characters.collect()),
        }
    }
}

impl FontSource for FallbackFont {
    fn load(&self) -> Option<Font> {
        Font::new(Bytes::new(self.bytes), 0)
    }
}

/// A set of fonts. Cloning is cheap.
#[derive(Clone)]
pub(crate) struct Fonts(Arc<FontsInner>);

struct FontsInner {
    store: FontStore,
    coverage: Vec<Coverage>,
    fonts: Vec<Font>,
    /// Few releases have drawings, so these are made when they are first needed.
    for_drawings: OnceLock<DrawingFonts>,
}

/// Fonts that are in use, with the files that they came from and the limits that these kept.
struct FontsInUse {
    files: Vec<Weak<Vec<u8>>>,
    limits: FontLimits,
    fonts: Weak<FontsInner>,
}

impl FontsInUse {
    /// Whether these fonts are still in use and come from the same bytes.
    fn are_of(&self, files: &[Arc<Vec<u8>>], limits: &FontLimits) -> bool {
        self.files.len() == files.len()
            && self.limits == *limits
            && self.files.iter().zip(files).all(|(known, file)| {
                known.upgrade().is_some_and(|known| Arc::ptr_eq(&known, file) || known == *file)
            })
    }
}

/// The bytes of a font file, which a letterhead and its fonts share.
struct FontFile(Arc<Vec<u8>>);

impl AsRef<[u8]> for FontFile {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl Fonts {
    /// The embedded fonts.
    pub fn embedded() -> Self {
        static FONTS: OnceLock<Fonts> = OnceLock::new();
        let fonts = FONTS.get_or_init(|| {
            Self::of(EMBEDDED.iter().flat_map(|bytes| Font::iter(Bytes::new(*bytes))).collect())
        });
        fonts.clone()
    }

    /// The embedded fonts and further ones, which come first where both have a family. What is
    /// in use is not parsed anew: letterheads of one house have the same fonts.
    /// `Err` holds the index of a file that is no font or takes too much.
    pub fn with(files: &[Arc<Vec<u8>>], limits: &FontLimits) -> Result<Self, (usize, FontRefusal)> {
        static IN_USE: Mutex<Vec<FontsInUse>> = Mutex::new(Vec::new());
        // Whatever was pushed is whole: a panic elsewhere spoils nothing here.
        let mut in_use = IN_USE.lock().unwrap_or_else(PoisonError::into_inner);
        in_use.retain(|known| known.fonts.strong_count() > 0);
        let known = in_use.iter().find(|known| known.are_of(files, limits));
        if let Some(fonts) = known.and_then(|known| known.fonts.upgrade()) {
            return Ok(Self(fonts));
        }
        limits.check_sizes(files.iter().map(|file| file.as_slice()))?;
        for (at, file) in files.iter().enumerate() {
            font_bounds::check(file, limits).map_err(|refusal| (at, refusal))?;
        }
        let fonts = Self::embedded().with_checked(files)?;
        let files = files.iter().map(Arc::downgrade).collect();
        in_use.push(FontsInUse { files, limits: *limits, fonts: Arc::downgrade(&fonts.0) });
        Ok(fonts)
    }

    /// These fonts and further ones from files that were taken before.
    pub fn with_checked(&self, files: &[Arc<Vec<u8>>]) -> Result<Self, (usize, FontRefusal)> {
        if files.is_empty() {
            return Ok(self.clone());
        }
        let mut fonts = Vec::new();
        for (at, file) in files.iter().enumerate() {
            let before = fonts.len();
            fonts.extend(Font::iter(Bytes::new(FontFile(Arc::clone(file)))));
            if fonts.len() == before {
                return Err((at, FontRefusal::NoFont));
            }
        }
        fonts.extend(self.0.fonts.iter().cloned());
        Ok(Self::of(fonts))
    }

    fn of(fonts: Vec<Font>) -> Self {
        let mut store = FontStore::new();
        let mut coverage = Vec::new();
        for font in &fonts {
            add_coverage(&mut coverage, &font.info().coverage);
            store.push((font.clone(), font.info().clone()));
        }
        for font in FALLBACK_FONTS {
            let info = font.info();
            add_coverage(&mut coverage, &info.coverage);
            store.push((font, info));
        }
        Self(Arc::new(FontsInner { store, coverage, fonts, for_drawings: OnceLock::new() }))
    }

    /// Whether one font has glyphs for all of these characters, which are set as one
    /// cluster. The engine takes the font that has the first of them.
    pub fn covers(&self, cluster: &str) -> bool {
        let mut characters = cluster.chars();
        let Some(first) = characters.next() else { return true };
        if characters.as_str().is_empty() {
            let first = u32::from(first);
            return self.0.coverage.iter().any(|coverage| coverage.contains(first));
        }
        if self.0.fonts.iter().any(|font| loses_first(font, cluster)) {
            return false;
        }
        let infos = (0..).map_while(|at| Some((at, self.book().info(at)?)));
        let mut infos = infos.filter(|(_, info)| info.coverage.contains(u32::from(first)));
        infos.any(|(at, info)| {
            // A fallback font has more than it is asked for.
            covers_all(&info.coverage, cluster)
                || self.font(at).is_some_and(|font| covers_all(&font.info().coverage, cluster))
        })
    }

    /// The families, each once, in order.
    pub fn families(&self) -> Vec<&str> {
        let mut seen = HashSet::new();
        let families = self.0.fonts.iter().map(|font| font.info().family.as_str());
        families.filter(|family| seen.insert(*family)).collect()
    }

    /// The fonts of a family, but for the embedded ones.
    pub fn of_family(&self, family: &str) -> Vec<&Font> {
        let embedded = EMBEDDED.len();
        let own = self.0.fonts.len().saturating_sub(embedded);
        let fonts = self.0.fonts.iter().take(own);
        fonts.filter(|font| font.info().family.eq_ignore_ascii_case(family)).collect()
    }

    /// What texts in drawings are set with. Fonts whose glyphs bring their own colours
    /// are left out: the text of a drawing is to be outlines.
    pub fn for_drawings(&self) -> &DrawingFonts {
        self.0.for_drawings.get_or_init(|| self.drawing_fonts())
    }

    fn drawing_fonts(&self) -> DrawingFonts {
        let own = self.0.fonts.iter().filter(|font| is_plain(font)).map(|font| {
            let info = font.info();
            DrawingFont {
                bytes: Arc::new(font.data().clone()),
                index: font.index(),
                family: info.family.clone(),
                weight: info.variant.weight.to_number(),
                is_italic: info.variant.style != FontStyle::Normal,
            }
        });
        let fallback = FALLBACK_FONTS.iter().map(|font| DrawingFont {
            bytes: Arc::new(font.bytes),
            index: 0,
            family: font.info().family,
            weight: font.weight.to_number(),
            is_italic: false,
        });
        DrawingFonts::new(own.chain(fallback).collect(), DEFAULT)
    }

    pub fn book(&self) -> &LazyHash<FontBook> {
        self.0.store.book()
    }

    pub fn font(&self, index: usize) -> Option<Font> {
        self.0.store.font(index)
    }
}

/// The fonts of one family cover the same; each coverage is kept once.
fn add_coverage(all: &mut Vec<Coverage>, new: &Coverage) {
    if !all.contains(new) {
        all.push(new.clone());
    }
}

fn covers_all(coverage: &Coverage, text: &str) -> bool {
    text.chars().all(|character| coverage.contains(u32::from(character)))
}

/// Whether the engine would lose the first character of a cluster. It does so where a font
/// of the text lacks it and has a later one: 🤷 in front of ♂, which Liberation Sans has.
fn loses_first(font: &Font, cluster: &str) -> bool {
    let coverage = &font.info().coverage;
    let mut has = cluster.chars().map(|character| coverage.contains(u32::from(character)));
    has.next() == Some(false) && has.any(|has_later| has_later)
}

/// Whether the glyphs of a font are outlines without colours of their own.
fn is_plain(font: &Font) -> bool {
    let coloured = [b"COLR", b"SVG ", b"sbix", b"CBDT", b"EBDT"].map(Tag::new);
    FontRef::from_index(font.data(), font.index())
        .is_ok_and(|font| coloured.iter().all(|table| font.table_data(*table).is_none()))
}
