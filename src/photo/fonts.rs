//! The fonts that texts in drawings are set with, so that they become outlines.
//!
//! No font comes from the system: the same drawing gives the same outlines anywhere.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use skrifa::raw::TableProvider;
use skrifa::raw::tables::cmap::{EncodingRecord, PlatformId};
use skrifa::{FontRef, GlyphId};
use usvg::fontdb::{self, Database, FaceInfo, ID, Language, Source};
use usvg::{FontFamily, FontResolver};

/// Families with the widths of the default font (Liberation Sans was drawn for that),
/// so that nothing moves where it replaces them.
const METRIC_COMPATIBLE: [&str; 2] = ["Arial", "Helvetica"];

/// The bytes of a font file.
pub type FontBytes = Arc<dyn AsRef<[u8]> + Send + Sync>;

/// A font for texts in drawings.
pub struct DrawingFont {
    /// The file's bytes.
    pub bytes: FontBytes,
    /// The number of the font within the file.
    pub index: u32,
    /// The family by which drawings name it.
    pub family: String,
    /// The weight, 100 to 900.
    pub weight: u16,
    /// Whether it is slanted.
    pub is_italic: bool,
}

impl_debug!(DrawingFont { family: this.family, weight: this.weight, is_italic: this.is_italic } for this);

/// The fonts for texts in drawings. Cloning is cheap; without any, texts are refused.
#[derive(Clone, Default)]
pub struct DrawingFonts(Option<Arc<SharedFonts>>);

struct SharedFonts {
    fonts: Vec<DrawingFont>,
    default: String,
    /// Few drawings have text, so this is made when it is first needed.
    database: OnceLock<Arc<Database>>,
}

impl std::fmt::Debug for DrawingFonts {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let count = self.0.as_ref().map_or(0, |inner| inner.fonts.len());
        write!(formatter, "DrawingFonts({count})")
    }
}

impl DrawingFonts {
    /// These fonts. `default` is the family that replaces those that are not there.
    pub fn new(fonts: Vec<DrawingFont>, default: &str) -> Self {
        let default = default.to_owned();
        Self(Some(Arc::new(SharedFonts { fonts, default, database: OnceLock::new() })))
    }

    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.0.as_ref().is_none_or(|inner| inner.fonts.is_empty())
    }

    /// The family that replaces others.
    pub(super) fn default_family(&self) -> &str {
        self.0.as_ref().map_or("", |inner| &inner.default)
    }

    pub(super) fn database(&self) -> Arc<Database> {
        self.0.as_ref().map_or_else(Arc::default, |inner| {
            inner.database.get_or_init(|| Arc::new(database(&inner.fonts))).clone()
        })
    }

    /// Chooses among the fonts, and notes the families that are wanted and not there.
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
        if METRIC_COMPATIBLE.iter().any(|name| name.eq_ignore_ascii_case(wanted)) {
            return Some(self.default_family());
        }
        let fonts = &self.0.as_ref()?.fonts;
        let font = fonts.iter().find(|font| font.family.eq_ignore_ascii_case(wanted));
        font.map(|font| font.family.as_str())
    }
}

fn name(family: &FontFamily) -> String {
    match family {
        FontFamily::Named(name) => name.clone(),
        other => other.to_string(),
    }
}

fn database(fonts: &[DrawingFont]) -> Database {
    let mut database = Database::new();
    for font in fonts {
        database.push_face_info(FaceInfo {
            id: ID::dummy(),
            source: Source::Binary(font.bytes.clone()),
            index: font.index,
            families: vec![(font.family.clone(), Language::English_UnitedStates)],
            post_script_name: String::new(),
            style: if font.is_italic { fontdb::Style::Italic } else { fontdb::Style::Normal },
            weight: fontdb::Weight(font.weight),
            stretch: fontdb::Stretch::Normal,
            monospaced: false,
        });
    }
    database
}

/// A further font that has a character: one as heavy and slanted as the first, or any.
fn fallback(character: char, used: &[ID], database: &Database) -> Option<ID> {
    let first = used.first().and_then(|id| database.face(*id));
    let mut alike = others(database, used).filter(|font| is_alike(first, font));
    alike
        .find(|font| has_glyph(database, font.id, character))
        .or_else(|| others(database, used).find(|font| has_glyph(database, font.id, character)))
        .map(|font| font.id)
}

fn others<'a>(database: &'a Database, used: &'a [ID]) -> impl Iterator<Item = &'a FaceInfo> {
    database.faces().filter(|font| !used.contains(&font.id))
}

fn is_alike(first: Option<&FaceInfo>, other: &FaceInfo) -> bool {
    first.is_none_or(|first| (first.weight, first.style) == (other.weight, other.style))
}

fn has_glyph(database: &Database, font: ID, character: char) -> bool {
    let found = database.with_face_data(font, |data, index| covers(data, index, character));
    found.unwrap_or(false)
}

/// Whether a font has a glyph for a character. Only its Unicode tables count: in a
/// symbol font the place of a letter holds something else.
fn covers(data: &[u8], index: u32, character: char) -> bool {
    let Ok(cmap) = FontRef::from_index(data, index).and_then(|font| font.cmap()) else {
        return false;
    };
    let mut records = cmap.encoding_records().iter().filter(|record| is_unicode(record));
    records.any(|record| {
        let table = record.subtable(cmap.offset_data());
        let glyph = table.ok().and_then(|table| table.map_codepoint(character));
        glyph.is_some_and(|glyph| glyph != GlyphId::NOTDEF)
    })
}

fn is_unicode(record: &EncodingRecord) -> bool {
    match record.platform_id() {
        PlatformId::Unicode => true,
        PlatformId::Windows => matches!(record.encoding_id(), 1 | 10),
        _ => false,
    }
}
