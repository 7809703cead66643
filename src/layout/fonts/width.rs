//! How wide a line of text is, by the advances of its glyphs.

use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};
use typst::text::{Font, FontStretch, FontStyle, FontVariant, FontWeight};

use super::Fonts;

/// Width in em of a character that no font has.
const UNKNOWN: f64 = 0.6;

impl Fonts {
    /// The width in em of a text in the first of these families that has its characters, without
    /// kerning: that takes less than a hundredth of a line (measured with the embedded fonts).
    pub fn width(&self, families: &[String], is_bold: bool, text: &str) -> f64 {
        let weight = if is_bold { FontWeight::BOLD } else { FontWeight::REGULAR };
        let variant = FontVariant::new(FontStyle::Normal, weight, FontStretch::NORMAL);
        let chosen = families
            .iter()
            .filter_map(|family| self.font(self.book().select(&family.to_lowercase(), variant)?));
        let chosen: Vec<Font> = chosen.collect();
        let faces =
            chosen.iter().filter_map(|font| FontRef::from_index(font.data(), font.index()).ok());
        let faces: Vec<_> = faces
            .map(|face| {
                (face.charmap(), face.glyph_metrics(Size::new(1.0), LocationRef::default()))
            })
            .collect();
        let mut width = 0.0;
        for character in text.chars() {
            let mut advances = faces.iter().filter_map(|(characters, metrics)| {
                metrics.advance_width(characters.map(character)?)
            });
            width += advances.next().map_or(UNKNOWN, f64::from);
        }
        width
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_as_wide_as_its_letters() {
        let families = ["Liberation Sans".to_owned()];
        let width = |is_bold, text| Fonts::embedded().width(&families, is_bold, text);
        // Advances of Liberation Sans in 2048ths of an em: i 455, W 1933, space 569.
        assert!((width(false, "Wi i") - (1933.0 + 455.0 + 569.0 + 455.0) / 2048.0).abs() < 1e-6);
        assert!(width(true, "Moor") > width(false, "Moor"));
        assert!((width(false, "\u{10FFFE}") - UNKNOWN).abs() < 1e-9);
    }
}
