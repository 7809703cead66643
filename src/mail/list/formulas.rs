//! Formulas of a sheet whose results are not in the file.
//!
//! Excel and LibreOffice save the result of a formula beside it. Programs that only write files
//! leave it out, and then nothing says who stands in the cell. calamine takes such a cell for an
//! empty one, or makes room for any number of formulas that is claimed. So the sheet is read by the
//! same parser first, by the names of its elements whatever their prefix is (ECMA-376, part 1,
//! 18.3.1.4, 18.3.1.40 and 18.3.1.96).

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// The element with the cells of a sheet.
pub(super) const CELLS: &str = "sheetData";

/// What a cell says of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum CellValueType {
    /// The text to which a formula comes, which may be empty.
    Result,
    /// A text in the cell itself, not in its value.
    Inline,
    Other,
}

impl CellValueType {
    fn of(cell: &BytesStart<'_>) -> Result<Self, quick_xml::Error> {
        let attribute = cell.try_get_attribute("t")?;
        Ok(match attribute.as_ref().map(|attribute| &*attribute.value) {
            Some("str") => Self::Result,
            Some("inlineStr" | "is") => Self::Inline,
            _ => Self::Other,
        })
    }
}

/// Whether a cell has a formula and no result. Where a sheet is read strictly, an empty text and a
/// text outside the value are none.
pub(super) fn has_open(sheet: &[u8], is_strict: bool) -> Result<bool, quick_xml::Error> {
    let mut reader = Reader::from_reader(sheet);
    let config = reader.config_mut();
    // As calamine reads it.
    config.check_end_names = false;
    config.expand_empty_elements = true;
    let mut is_within = false;
    let mut kind = CellValueType::Other;
    let (mut has_formula, mut has_result) = (false, false);
    loop {
        match reader.read_event()? {
            Event::Start(start) => match start.local_name().as_ref() {
                CELLS => is_within = true,
                "c" => {
                    kind = CellValueType::of(&start)?;
                    (has_formula, has_result) = (false, false);
                }
                // The last element of a cell counts.
                "f" if is_within => {
                    reader.read_to_end(start.name())?;
                    (has_formula, has_result) = (true, false);
                }
                "v" if is_within => {
                    let has_text = has_text(&mut reader, &start, kind)?;
                    has_result = has_text || (kind == CellValueType::Result && !is_strict);
                }
                "is" if is_within => {
                    reader.read_to_end(start.name())?;
                    has_result = !is_strict;
                }
                _ => {}
            },
            Event::End(end) => match end.local_name().as_ref() {
                "c" if has_formula && !has_result => return Ok(true),
                CELLS => return Ok(false),
                _ => {}
            },
            Event::Eof => return Ok(false),
            _ => {}
        }
    }
}

/// Whether calamine finds a text in the value of a cell: a comment or CDATA is none to it, and
/// hides the text behind it where that is no text of a formula.
fn has_text(
    reader: &mut Reader<&[u8]>,
    value: &BytesStart<'_>,
    kind: CellValueType,
) -> Result<bool, quick_xml::Error> {
    let (mut has_text, mut is_first) = (false, true);
    loop {
        let counts = is_first || kind == CellValueType::Result;
        match reader.read_event()? {
            Event::Text(text) => has_text |= counts && !text.trim().is_empty(),
            Event::GeneralRef(_) => has_text |= kind == CellValueType::Result,
            Event::End(end) if end.name() == value.name() => {
                return Ok(has_text && kind != CellValueType::Inline);
            }
            Event::Eof => return Ok(false),
            _ => {}
        }
        is_first = false;
    }
}

#[cfg(test)]
mod tests;
