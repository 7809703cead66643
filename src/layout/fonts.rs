//! The faces a sheet is set with: the embedded ones and a letterhead's own.

use std::collections::HashSet;
use std::sync::{Arc, OnceLock};

use typst::foundations::Bytes;
use typst::text::{Coverage, Font, FontBook};
use typst::utils::LazyHash;
use typst_kit::fonts::FontStore;

/// The embedded faces: Liberation Sans 2.1.5 (SIL OFL 1.1, `fonts/LICENSE`).
const EMBEDDED: [&[u8]; 4] = [
    include_bytes!("../../fonts/LiberationSans-Regular.ttf"),
    include_bytes!("../../fonts/LiberationSans-Bold.ttf"),
    include_bytes!("../../fonts/LiberationSans-Italic.ttf"),
    include_bytes!("../../fonts/LiberationSans-BoldItalic.ttf"),
];

/// A set of faces. Cloning is cheap.
#[derive(Clone)]
pub(crate) struct Fonts(Arc<Inner>);

struct Inner {
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
        for face in &faces {
            store.push((face.clone(), face.info().clone()));
            // The faces of one family cover the same; each kind is kept once.
            if !coverage.contains(&face.info().coverage) {
                coverage.push(face.info().coverage.clone());
            }
        }
        Self(Arc::new(Inner { store, coverage, faces }))
    }

    /// Whether some face has a glyph for a character.
    pub fn covers(&self, character: char) -> bool {
        self.0.coverage.iter().any(|coverage| coverage.contains(u32::from(character)))
    }

    /// The families, each once, in order.
    pub fn families(&self) -> Vec<&str> {
        let mut seen = HashSet::new();
        let families = self.0.faces.iter().map(|face| face.info().family.as_str());
        families.filter(|family| seen.insert(*family)).collect()
    }

    pub fn book(&self) -> &LazyHash<FontBook> {
        self.0.store.book()
    }

    pub fn font(&self, index: usize) -> Option<Font> {
        self.0.store.font(index)
    }
}
