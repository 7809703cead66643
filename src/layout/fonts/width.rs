//! How wide a line of text is, by the advances of its glyphs.

use std::cell::RefCell;
use std::collections::HashMap;

use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};
use typst::text::{FontStretch, FontStyle, FontVariant, FontWeight};

use super::Fonts;
use crate::letterhead::{FontPurpose, FontUses, Weight};

/// Width in em of a character that no font has.
const UNKNOWN: f64 = 0.6;

/// The widths of the characters in the fonts of a theme. Each is looked up once, since reading a
/// font takes longer than all letters of a heading.
pub(crate) struct LetterWidths<'a> {
    fonts: &'a Fonts,
    uses: &'a FontUses,
    /// In em, by what the character is for and whether it is bold.
    known: RefCell<HashMap<(FontPurpose, bool, char), f64>>,
}

impl<'a> LetterWidths<'a> {
    /// Of the first family of a use that has a character.
    pub fn new(fonts: &'a Fonts, uses: &'a FontUses) -> Self {
        Self { fonts, uses, known: RefCell::default() }
    }

    /// The width in em of a text, without kerning: that takes less than a hundredth of a line
    /// (measured with the embedded fonts).
    pub fn of(&self, purpose: FontPurpose, is_bold: bool, text: &str) -> f64 {
        let weight = self.uses.weight(purpose).map(Weight::number);
        let weight = weight.map(FontWeight::from_number);
        let weight = weight.unwrap_or(if is_bold { FontWeight::BOLD } else { FontWeight::REGULAR });
        let families = self.uses.families(purpose);
        let mut known = self.known.borrow_mut();
        let widths = text.chars().map(|character| {
            *known
                .entry((purpose, is_bold, character))
                .or_insert_with(|| self.fonts.advance(families, weight, character))
        });
        widths.sum()
    }
}

impl Fonts {
    /// The advance of a character in em.
    fn advance(&self, families: &[String], weight: FontWeight, character: char) -> f64 {
        let variant = FontVariant::new(FontStyle::Normal, weight, FontStretch::NORMAL);
        let advances = families.iter().filter_map(|family| {
            let font = self.font(self.book().select(&family.to_lowercase(), variant)?)?;
            let face = FontRef::from_index(font.data(), font.index()).ok()?;
            let metrics = face.glyph_metrics(Size::new(1.0), LocationRef::default());
            metrics.advance_width(face.charmap().map(character)?)
        });
        { advances }.next().map_or(UNKNOWN, f64::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_as_wide_as_its_letters() {
        let uses = FontUses::default();
        let fonts = Fonts::embedded();
        let letters = LetterWidths::new(&fonts, &uses);
        let width = |is_bold, text| letters.of(FontPurpose::Body, is_bold, text);
        // Advances of Liberation Sans in 2048ths of an em: i 455, W 1933, space 569.
        assert!((width(false, "Wi i") - (1933.0 + 455.0 + 569.0 + 455.0) / 2048.0).abs() < 1e-6);
        assert!(width(true, "Moor") > width(false, "Moor"));
        assert!((width(false, "\u{10FFFE}") - UNKNOWN).abs() < 1e-9);
    }
}
