//! The faces that texts in drawings are set with, so that they become outlines.
//!
//! No face comes from the system: the same drawing gives the same outlines anywhere.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use skrifa::raw::TableProvider;
use skrifa::raw::tables::cmap::{EncodingRecord, PlatformId};
use skrifa::{FontRef, GlyphId};
use usvg::fontdb::{self, Database, FaceInfo, ID, Language, Source};
use usvg::{FontFamily, FontResolver};

/// Families whose letters are as wide as those of the default face (Liberation Sans
/// was drawn for that), so that nothing moves where it stands in.
const AS_WIDE: [&str; 2] = ["Arial", "Helvetica"];

/// The bytes of a font file.
pub type FaceBytes = Arc<dyn AsRef<[u8]> + Send + Sync>;

/// One face.
pub struct Face {
    /// The file's bytes.
    pub bytes: FaceBytes,
    /// The number of the face within the file.
    pub index: u32,
    /// The family by which drawings name it.
    pub family: String,
    /// The weight, 100 to 900.
    pub weight: u16,
    /// Whether it is slanted.
    pub is_italic: bool,
}

impl_debug!(Face { family: this.family, weight: this.weight, is_italic: this.is_italic } for this);

/// Faces for texts in drawings. Cloning is cheap; without any, texts are refused.
#[derive(Clone, Default)]
pub struct Faces(Option<Arc<Inner>>);

struct Inner {
    faces: Vec<Face>,
    default: String,
    /// Few drawings have text, so this is made when it is asked for.
    database: OnceLock<Arc<Database>>,
}

impl std::fmt::Debug for Faces {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let count = self.0.as_ref().map_or(0, |inner| inner.faces.len());
        write!(formatter, "Faces({count})")
    }
}

impl Faces {
    /// These faces. `default` is the family that stands in for those that are not
    /// there.
    pub fn new(faces: Vec<Face>, default: &str) -> Self {
        let default = default.to_owned();
        Self(Some(Arc::new(Inner { faces, default, database: OnceLock::new() })))
    }

    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.0.as_ref().is_none_or(|inner| inner.faces.is_empty())
    }

    /// The family that stands in for others.
    pub(super) fn default_family(&self) -> &str {
        self.0.as_ref().map_or("", |inner| &inner.default)
    }

    pub(super) fn database(&self) -> Arc<Database> {
        self.0.as_ref().map_or_else(Arc::default, |inner| {
            inner.database.get_or_init(|| Arc::new(database(&inner.faces))).clone()
        })
    }

    /// Chooses among the faces, and notes the families that are wanted and not there.
    pub(super) fn resolver<'a>(&'a self, absent: &'a Mutex<BTreeSet<String>>) -> FontResolver<'a> {
        FontResolver {
            select_font: Box::new(|font, database| {
                let families = font.families();
                let known = families.iter().position(|family| self.family(family).is_some());
                if known != Some(0) {
                    let mut absent = absent.lock().unwrap_or_else(PoisonError::into_inner);
                    absent.extend(families.first().map(name));
                }
                let family = known.and_then(|at| self.family(families.get(at)?));
                let style = match font.style() {
                    usvg::FontStyle::Normal => fontdb::Style::Normal,
                    usvg::FontStyle::Italic => fontdb::Style::Italic,
                    usvg::FontStyle::Oblique => fontdb::Style::Oblique,
                };
                database.query(&fontdb::Query {
                    families: &[fontdb::Family::Name(family.unwrap_or(self.default_family()))],
                    weight: fontdb::Weight(font.weight()),
                    stretch: fontdb::Stretch::Normal,
                    style,
                })
            }),
            select_fallback: Box::new(|character, used, database| {
                fallback(character, used, database)
            }),
        }
    }

    /// The family of ours that a drawing means.
    fn family(&self, wanted: &FontFamily) -> Option<&str> {
        let wanted = match wanted {
            FontFamily::Named(name) => name.as_str(),
            FontFamily::SansSerif => return Some(self.default_family()),
            _ => return None,
        };
        if AS_WIDE.iter().any(|name| name.eq_ignore_ascii_case(wanted)) {
            return Some(self.default_family());
        }
        let faces = &self.0.as_ref()?.faces;
        let face = faces.iter().find(|face| face.family.eq_ignore_ascii_case(wanted));
        face.map(|face| face.family.as_str())
    }
}

fn name(family: &FontFamily) -> String {
    match family {
        FontFamily::Named(name) => name.clone(),
        other => other.to_string(),
    }
}

fn database(faces: &[Face]) -> Database {
    let mut database = Database::new();
    for face in faces {
        database.push_face_info(FaceInfo {
            id: ID::dummy(),
            source: Source::Binary(face.bytes.clone()),
            index: face.index,
            families: vec![(face.family.clone(), Language::English_UnitedStates)],
            post_script_name: String::new(),
            style: if face.is_italic { fontdb::Style::Italic } else { fontdb::Style::Normal },
            weight: fontdb::Weight(face.weight),
            stretch: fontdb::Stretch::Normal,
            monospaced: false,
        });
    }
    database
}

/// A further face that has a character: one as heavy and slanted as the first, or any.
fn fallback(character: char, used: &[ID], database: &Database) -> Option<ID> {
    let first = used.first().and_then(|id| database.face(*id));
    let is_alike = |face: &&FaceInfo| {
        first.is_none_or(|first| (first.weight, first.style) == (face.weight, face.style))
    };
    let others = || database.faces().filter(|face| !used.contains(&face.id));
    let has = |face: &&FaceInfo| {
        let has = |data: &[u8], index| covers(data, index, character);
        database.with_face_data(face.id, has).unwrap_or(false)
    };
    let mut alike = others().filter(is_alike);
    alike.find(has).or_else(|| others().find(has)).map(|face| face.id)
}

/// Whether a face has a glyph for a character. Only tables that speak of Unicode are asked:
/// in a face of pictures the place of a letter holds something else.
fn covers(data: &[u8], index: u32, character: char) -> bool {
    let Ok(cmap) = FontRef::from_index(data, index).and_then(|face| face.cmap()) else {
        return false;
    };
    let is_unicode = |record: &&EncodingRecord| match record.platform_id() {
        PlatformId::Unicode => true,
        PlatformId::Windows => matches!(record.encoding_id(), 1 | 10),
        _ => false,
    };
    let mut records = cmap.encoding_records().iter().filter(is_unicode);
    records.any(|record| {
        let table = record.subtable(cmap.offset_data());
        let glyph = table.ok().and_then(|table| table.map_codepoint(character));
        glyph.is_some_and(|glyph| glyph != GlyphId::NOTDEF)
    })
}
