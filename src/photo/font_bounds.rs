//! A font before the engine sees it: a small file can draw a letter a billion times.
//!
//! Letters consist of other letters (composite glyphs) and of coloured layers, which consist
//! of further layers. What one letter becomes is counted with each repetition spelt out.

mod colour;
mod glyphs;

use skrifa::raw::tables::cmap::CmapSubtable;
use skrifa::raw::{FileRef, TableProvider};
use skrifa::{FontRef, Tag};

use super::drawing::check_drawing;

/// The maximum number of font files of a folder, and of fonts in one file (a collection).
pub(crate) const MAX_FONT_FILES: usize = 64;
const MAX_FONTS: u32 = 64;
/// The maximum size of a font file and of all of a folder: a font for all of Europe has
/// half a mebibyte, one for Chinese ten.
const MAX_FONT_BYTES: usize = 16 * 1024 * 1024;
pub(crate) const MAX_FONT_BYTES_IN_ALL: usize = 64 * 1024 * 1024;
/// The maximum number of tables of a font; there are some sixty kinds.
const MAX_TABLES: usize = 128;
/// The maximum number of characters that all tables of characters list together, each
/// mention counted; there are 1.1 million characters in all.
const MAX_CHARACTERS: u64 = 4_000_000;
/// The maximum number of pixels of a glyph that is a picture.
const MAX_GLYPH_PIXELS: u64 = 4_000_000;
/// Tables with glyphs as pictures, and the one with glyphs as drawings.
const PICTURE_TABLES: [Tag; 2] = [Tag::new(b"sbix"), Tag::new(b"CBDT")];
const DRAWING_TABLE: Tag = Tag::new(b"SVG ");

/// Why a file is not taken as a font.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum FontRefusal {
    /// It is none.
    NoFont,
    /// It takes too much: of what.
    TooMuch(String),
}

impl FontRefusal {
    /// What is wrong, to be put behind the name of the file.
    pub(crate) fn reason(&self) -> String {
        match self {
            Self::NoFont => "is no font".to_owned(),
            Self::TooMuch(what) => format!("takes too much: {what}"),
        }
    }
}

/// Refuses more of something than a font may have.
fn at_most<N: PartialOrd + std::fmt::Display>(
    count: N,
    max: N,
    what: &str,
) -> Result<(), FontRefusal> {
    if count <= max {
        return Ok(());
    }
    Err(FontRefusal::TooMuch(format!("{count} {what}, and at most {max} are read")))
}

/// Refuses font files that are too many or too large, each or together.
pub(crate) fn check_sizes<'a>(
    files: impl Iterator<Item = &'a [u8]>,
) -> Result<(), (usize, FontRefusal)> {
    let mut bytes = 0_usize;
    for (at, file) in files.enumerate() {
        bytes = bytes.saturating_add(file.len());
        at_most(at + 1, MAX_FONT_FILES, "font files")
            .and_then(|()| at_most(bytes, MAX_FONT_BYTES_IN_ALL, "bytes with the fonts before it"))
            .and_then(|()| at_most(file.len(), MAX_FONT_BYTES, "bytes"))
            .map_err(|refusal| (at, refusal))?;
    }
    Ok(())
}

/// Refuses a file of which the engine would make too much.
pub(crate) fn check(file: &[u8]) -> Result<(), FontRefusal> {
    let fonts = match FileRef::new(file).map_err(|_| FontRefusal::NoFont)? {
        FileRef::Font(_) => 1,
        FileRef::Collection(collection) => collection.len(),
    };
    at_most(fonts, MAX_FONTS, "fonts in a file")?;
    for at in 0..fonts {
        // One of a collection that cannot be read is left out by the engine.
        if let Ok(font) = FontRef::from_index(file, at) {
            check_font(&font)?;
        }
    }
    Ok(())
}

fn check_font(font: &FontRef<'_>) -> Result<(), FontRefusal> {
    at_most(font.table_directory().table_records().len(), MAX_TABLES, "tables")?;
    check_characters(font)?;
    glyphs::check(font)?;
    colour::check(font)?;
    for table in PICTURE_TABLES {
        check_pictures(font.table_data(table).map_or(&[], |data| data.as_bytes()))?;
    }
    check_drawings(font.table_data(DRAWING_TABLE).map_or(&[], |data| data.as_bytes()))
}

/// The engine makes a list of all characters that a font has.
fn check_characters(font: &FontRef<'_>) -> Result<(), FontRefusal> {
    let Ok(cmap) = font.cmap() else { return Ok(()) };
    let mut characters = 0_u64;
    for record in cmap.encoding_records() {
        let Ok(table) = record.subtable(cmap.offset_data()) else { continue };
        let listed: u64 = match table {
            CmapSubtable::Format4(table) => {
                let ends = table.end_code().iter().map(|end| end.get());
                let starts = table.start_code().iter().map(|start| start.get());
                starts.zip(ends).map(|(start, end)| u64::from(end.saturating_sub(start)) + 1).sum()
            }
            CmapSubtable::Format10(table) => u64::from(table.num_chars()),
            CmapSubtable::Format12(table) => {
                let groups = table.groups().iter();
                let ranges = groups.map(|group| (group.start_char_code(), group.end_char_code()));
                ranges.map(|(start, end)| u64::from(end.saturating_sub(start)) + 1).sum()
            }
            CmapSubtable::Format13(table) => {
                let groups = table.groups().iter();
                let ranges = groups.map(|group| (group.start_char_code(), group.end_char_code()));
                ranges.map(|(start, end)| u64::from(end.saturating_sub(start)) + 1).sum()
            }
            // The others are lists of 65,536 characters at most, as long as the table.
            _ => 65_536,
        };
        characters = characters.saturating_add(listed);
        at_most(characters, MAX_CHARACTERS, "characters, mentions counted")?;
    }
    Ok(())
}

/// Refuses glyphs that are pictures of too many pixels: each is a PNG file within the table.
fn check_pictures(table: &[u8]) -> Result<(), FontRefusal> {
    let header = b"\r\n\x1a\n\0\0\0\rIHDR";
    let mut rest = table;
    while let Some(at) = rest.windows(header.len()).position(|window| window == header) {
        rest = rest.get(at + header.len()..).unwrap_or_default();
        let pixels = number(rest, 0).saturating_mul(number(rest, 4)) as u64;
        at_most(pixels, MAX_GLYPH_PIXELS, "pixels of a glyph")?;
    }
    Ok(())
}

/// A number of four bytes; 0 behind the end.
fn number(bytes: &[u8], at: usize) -> usize {
    let bytes = bytes.get(at..at.saturating_add(4)).and_then(|bytes| bytes.try_into().ok());
    bytes.map_or(0, |bytes| u32::from_be_bytes(bytes) as usize)
}

/// Refuses glyphs that are drawings which no sheet takes.
fn check_drawings(table: &[u8]) -> Result<(), FontRefusal> {
    if table.is_empty() {
        return Ok(());
    }
    let list = number(table, 2);
    let count = table.get(list..list.saturating_add(2)).and_then(|bytes| bytes.try_into().ok());
    let mut last = None;
    for at in 0..count.map_or(0, |bytes| usize::from(u16::from_be_bytes(bytes))) {
        let record = list + 2 + at * 12;
        let (offset, length) = (number(table, record + 4), number(table, record + 8));
        // Glyphs beside each other share their drawing.
        if last.replace((offset, length)) == Some((offset, length)) {
            continue;
        }
        let start = list.saturating_add(offset);
        let drawing = table.get(start..start.saturating_add(length)).unwrap_or_default();
        check_drawing(drawing)
            .map_err(|error| FontRefusal::TooMuch(format!("the drawing of a glyph: {error}")))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
