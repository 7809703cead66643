//! A font before the engine sees it: a small file can draw a letter a billion times.
//!
//! Letters consist of other letters (composite glyphs), of coloured layers, which consist of
//! further layers, or of programs that call others. What one letter becomes is counted with
//! each repetition spelt out.

mod colour;
mod glyphs;
mod limits;
mod postscript;
mod type1;

pub use limits::FontLimits;
pub(crate) use limits::FontRefusal;

use skrifa::raw::tables::cmap::CmapSubtable;
use skrifa::raw::{FileRef, TableProvider};
use skrifa::{FontRef, MetadataProvider, Tag};

use super::drawing::check_drawing;
use limits::at_most;

/// The steps of a glyph of the few fonts whose outlines are right with their hints only.
const HINT_STEPS: u64 = 100_000;
/// Tables with glyphs as pictures, and the one with glyphs as drawings.
const PICTURE_TABLES: [Tag; 2] = [Tag::new(b"sbix"), Tag::new(b"CBDT")];
const DRAWING_TABLE: Tag = Tag::new(b"SVG ");

/// Refuses a file of which the engine would make too much.
pub(crate) fn check(file: &[u8], limits: &FontLimits) -> Result<(), FontRefusal> {
    outlines(file, limits).map(|_| ())
}

/// As [`check`], of a font within a PDF, which may also be one of PostScript alone. Gives the
/// steps that its longest glyph takes to draw.
pub(crate) fn check_embedded(file: &[u8], limits: &FontLimits) -> Result<u64, FontRefusal> {
    match file {
        // The first version of CFF: what a reader of it looks at.
        [1, 0..=9, ..] if !file.starts_with(&[0, 1, 0, 0]) => postscript::check_cff(file, limits),
        [b'%' | 0x80, ..] => type1::check(file, limits),
        _ => {
            let steps = outlines(file, limits)?;
            let needs_hints = FontRef::from_index(file, 0)
                .is_ok_and(|font| font.outline_glyphs().require_interpreter());
            Ok(if needs_hints { steps + HINT_STEPS } else { steps })
        }
    }
}

/// Checks a file of TrueType or OpenType, and gives the steps of its longest glyph.
fn outlines(file: &[u8], limits: &FontLimits) -> Result<u64, FontRefusal> {
    let fonts = match FileRef::new(file).map_err(|_| FontRefusal::NoFont)? {
        FileRef::Font(_) => 1,
        FileRef::Collection(collection) => collection.len(),
    };
    at_most(fonts, limits.fonts, "fonts in a file")?;
    let mut steps = 0;
    for at in 0..fonts {
        // One of a collection that cannot be read is left out by the engine.
        if let Ok(font) = FontRef::from_index(file, at) {
            steps = steps.max(check_font(&font, limits)?);
        }
    }
    Ok(steps)
}

fn check_font(font: &FontRef<'_>, limits: &FontLimits) -> Result<u64, FontRefusal> {
    at_most(font.table_directory().table_records().len(), limits.tables, "tables")?;
    check_characters(font, limits)?;
    let steps = glyphs::check(font, limits)?.max(postscript::check(font, limits)?);
    colour::check(font, limits)?;
    for table in PICTURE_TABLES {
        check_pictures(font.table_data(table).map_or(&[], |data| data.as_bytes()), limits)?;
    }
    check_drawings(font.table_data(DRAWING_TABLE).map_or(&[], |data| data.as_bytes()))?;
    Ok(steps)
}

/// The engine makes a list of all characters that a font has.
fn check_characters(font: &FontRef<'_>, limits: &FontLimits) -> Result<(), FontRefusal> {
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
        at_most(characters, limits.characters, "characters, mentions counted")?;
    }
    Ok(())
}

/// Refuses glyphs that are pictures of too many pixels: each is a PNG file within the table.
fn check_pictures(table: &[u8], limits: &FontLimits) -> Result<(), FontRefusal> {
    let header = b"\r\n\x1a\n\0\0\0\rIHDR";
    let mut rest = table;
    while let Some(at) = rest.windows(header.len()).position(|window| window == header) {
        rest = rest.get(at + header.len()..).unwrap_or_default();
        let pixels = number(rest, 0).saturating_mul(number(rest, 4)) as u64;
        at_most(pixels, limits.glyph_pixels, "pixels of a glyph")?;
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
