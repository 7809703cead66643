//! The faces a sheet is set with: the embedded ones and a letterhead's own.

mod coverage;
#[cfg(test)]
mod tests;

use std::collections::HashSet;
use std::sync::{Arc, OnceLock};

use skrifa::{FontRef, Tag};
use typst::foundations::Bytes;
use typst::text::{
    Coverage, Font, FontBook, FontFlags, FontInfo, FontStretch, FontStyle, FontVariant, FontWeight,
};
use typst::utils::LazyHash;
use typst_kit::fonts::{FontSource, FontStore};

use crate::photo::{Face, Faces};
use coverage::{FIGURES, PICTURES, SIGNS};

/// The embedded faces; `fonts/README.md` says where each comes from.
const EMBEDDED: [&[u8]; 4] = [
    include_bytes!("../../fonts/LiberationSans-Regular.ttf"),
    include_bytes!("../../fonts/LiberationSans-Bold.ttf"),
    include_bytes!("../../fonts/LiberationSans-Italic.ttf"),
    include_bytes!("../../fonts/LiberationSans-BoldItalic.ttf"),
];

/// The family of the embedded faces.
const DEFAULT: &str = "Liberation Sans";

/// What stands in where no other face has a character. Few sheets need one of
/// these, so a face is read when it is asked for, and what is asked of it stands
/// here: some of its characters only, so that no character is in two of them.
#[rustfmt::skip]
const STAND_INS: [FallbackFont; 5] = [
    FallbackFont::new("Figures", FontWeight::REGULAR, FIGURES, include_bytes!("../../fonts/Arimo-Figures-Regular.ttf")),
    FallbackFont::new("Figures", FontWeight::BOLD, FIGURES, include_bytes!("../../fonts/Arimo-Figures-Bold.ttf")),
    FallbackFont::new("Signs", FontWeight::REGULAR, SIGNS, include_bytes!("../../fonts/DejaVuSans-Signs-Regular.ttf")),
    FallbackFont::new("Signs", FontWeight::BOLD, SIGNS, include_bytes!("../../fonts/DejaVuSans-Signs-Bold.ttf")),
    FallbackFont::new("Emoji", FontWeight::REGULAR, PICTURES, include_bytes!("../../fonts/NotoEmoji-Regular.ttf")),
];

/// A face that is read when it is needed.
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

    /// What the engine chooses faces by.
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

/// A set of faces. Cloning is cheap.
#[derive(Clone)]
pub(crate) struct Fonts(Arc<FontsInner>);

struct FontsInner {
    store: FontStore,
    coverage: Vec<Coverage>,
    faces: Vec<Font>,
}

impl Fonts {
    /// The embedded faces.
    pub fn embedded() -> Self {
        static FONTS: OnceLock<Fonts> = OnceLock::new();
        let faces = || EMBEDDED.iter().flat_map(|bytes| Font::iter(Bytes::new(*bytes)));
        FONTS.get_or_init(|| Self::of(faces().collect())).clone()
    }

    /// These faces and further ones, which come first where both have a family.
    /// `Err` holds the index of a file that is no font.
    pub fn with(&self, files: &[Vec<u8>]) -> Result<Self, usize> {
        if files.is_empty() {
            return Ok(self.clone());
        }
        let mut faces = Vec::new();
        for (at, file) in files.iter().enumerate() {
            let before = faces.len();
            faces.extend(Font::iter(Bytes::new(file.clone())));
            if faces.len() == before {
                return Err(at);
            }
        }
        faces.extend(self.0.faces.iter().cloned());
        Ok(Self::of(faces))
    }

    fn of(faces: Vec<Font>) -> Self {
        let mut store = FontStore::new();
        let mut coverage: Vec<Coverage> = Vec::new();
        // The faces of one family cover the same; each kind is kept once.
        let mut cover = |new: &Coverage| {
            if !coverage.contains(new) {
                coverage.push(new.clone());
            }
        };
        for face in &faces {
            cover(&face.info().coverage);
            store.push((face.clone(), face.info().clone()));
        }
        for face in STAND_INS {
            let info = face.info();
            cover(&info.coverage);
            store.push((face, info));
        }
        Self(Arc::new(FontsInner { store, coverage, faces }))
    }

    /// Whether one face has glyphs for all of these characters, which are set as
    /// one sign. The engine takes the face that has the first of them.
    pub fn covers(&self, sign: &str) -> bool {
        let mut characters = sign.chars();
        let Some(first) = characters.next() else { return true };
        let first = u32::from(first);
        if characters.as_str().is_empty() {
            return self.0.coverage.iter().any(|coverage| coverage.contains(first));
        }
        // The engine loses the first character of a sign where the faces of the text
        // lack it and have a later one: 🤷 in front of ♂, which Liberation Sans has.
        let has_one = |face: &Font, code: u32| face.info().coverage.contains(code);
        let breaks = |face: &Font| {
            let mut later = sign.chars().skip(1);
            !has_one(face, first) && later.any(|character| has_one(face, u32::from(character)))
        };
        if self.0.faces.iter().any(breaks) {
            return false;
        }
        let faces = (0..).map_while(|at| Some((at, self.book().info(at)?)));
        let mut faces = faces.filter(|(_, info)| info.coverage.contains(first));
        faces.any(|(at, info)| {
            let has = |coverage: &Coverage| {
                sign.chars().all(|character| coverage.contains(u32::from(character)))
            };
            // A stand-in has more than it is asked for.
            has(&info.coverage) || self.font(at).is_some_and(|face| has(&face.info().coverage))
        })
    }

    /// The families, each once, in order.
    pub fn families(&self) -> Vec<&str> {
        let mut seen = HashSet::new();
        let families = self.0.faces.iter().map(|face| face.info().family.as_str());
        families.filter(|family| seen.insert(*family)).collect()
    }

    /// What texts in drawings are set with. Faces whose glyphs bring their own colours
    /// are left out: the text of a drawing is to be outlines.
    pub fn for_drawings(&self) -> Faces {
        let coloured = [b"COLR", b"SVG ", b"sbix", b"CBDT", b"EBDT"].map(Tag::new);
        let is_plain = |font: &&Font| {
            FontRef::from_index(font.data(), font.index())
                .is_ok_and(|face| coloured.iter().all(|table| face.table_data(*table).is_none()))
        };
        let own = self.0.faces.iter().filter(is_plain).map(|font| {
            let info = font.info();
            Face {
                bytes: Arc::new(font.data().clone()),
                index: font.index(),
                family: info.family.clone(),
                weight: info.variant.weight.to_number(),
                is_italic: info.variant.style != FontStyle::Normal,
            }
        });
        let stand_ins = STAND_INS.iter().map(|face| Face {
            bytes: Arc::new(face.bytes),
            index: 0,
            family: face.info().family,
            weight: face.weight.to_number(),
            is_italic: false,
        });
        Faces::new(own.chain(stand_ins).collect(), DEFAULT)
    }

    pub fn book(&self) -> &LazyHash<FontBook> {
        self.0.store.book()
    }

    pub fn font(&self, index: usize) -> Option<Font> {
        self.0.store.font(index)
    }
}
