//! How wide a line of text is, by the advances of its glyphs.

use std::cell::RefCell;
use std::collections::HashMap;

use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};
use typst::text::{FontStretch, FontStyle, FontVariant, FontWeight};

use super::Fonts;

/// Width in em of a character that no font has.
const UNKNOWN: f64 = 0.6;

/// The widths of the characters of some families. Each is looked up once, since reading a font
/// takes longer than all letters of a heading.
pub(crate) struct LetterWidths<'a> {
    fonts: &'a Fonts,
    families: &'a [String],
    /// In em, by whether the character is bold.
    known: RefCell<HashMap<(bool, char), f64>>,
}

impl<'a> LetterWidths<'a> {
    /// Of the first of these families that has a character.
    pub fn new(fonts: &'a Fonts, families: &'a [String]) -> Self {
        Self { fonts, families, known: RefCell::default() }
    }

    /// The width in em of a text, without kerning: that takes less than a hundredth of a line
    /// (measured with the embedded fonts).
    pub fn of(&self, is_bold: bool, text: &str) -> f64 {
        let mut known = self.known.borrow_mut();
        let widths = text.chars().map(|character| {
            *known
                .entry((is_bold, character))
                .or_insert_with(|| self.fonts.advance(self.families, is_bold, character))
        });
        widths.sum()
    }
}

impl Fonts {
    /// The advance of a character in em.
    fn advance(&self, families: &[String], is_bold: bool, character: char) -> f64 {
        let weight = if is_bold { FontWeight::BOLD } else { FontWeight::REGULAR };
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
        let families = ["Liberation Sans".to_owned()];
        let fonts = Fonts::embedded();
        let letters = LetterWidths::new(&fonts, &families);
        let width = |is_bold, text| letters.of(is_bold, text);
        // Advances of Liberation Sans in 2048ths of an em: i 455, W 1933, space 569.
        assert!((width(false, "Wi i") - (1933.0 + 455.0 + 569.0 + 455.0) / 2048.0).abs() < 1e-6);
        assert!(width(true, "Moor") > width(false, "Moor"));
        assert!((width(false, "\u{10FFFE}") - UNKNOWN).abs() < 1e-9);
    }
}
