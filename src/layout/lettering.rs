//! A word as a drawing: what stands across a sheet must not be read, copied or
//! searched in the middle of its text.

use std::fmt::Write as _;

use skrifa::instance::{LocationRef, Size};
use skrifa::outline::pen::PathStyle;
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, MetadataProvider};

use crate::letterhead::Colour;

/// The bold font in which it is drawn.
const FONT: &[u8] = include_bytes!("../../fonts/LiberationSans-Bold.ttf");
/// The part of white in its colour: pale enough to read what stands over it.
const PALE: f64 = 0.86;

/// An SVG of the word in a pale shade of a colour; as high as the line of its font.
/// None for a word with characters that the font does not have.
pub(crate) fn svg(word: &str, colour: Colour) -> Option<String> {
    let font = FontRef::new(FONT).ok()?;
    let (size, location) = (Size::unscaled(), LocationRef::default());
    let (line, advances) = (font.metrics(size, location), font.glyph_metrics(size, location));
    let (characters, outlines) = (font.charmap(), font.outline_glyphs());
    let mut outline = Outline::new(line.ascent);
    for character in word.chars() {
        let glyph = characters.map(character)?;
        // Points between two others stay halves; the other style rounds them.
        let settings = DrawSettings::unhinted(size, location).with_path_style(PathStyle::HarfBuzz);
        outlines.get(glyph)?.draw(settings, &mut outline).ok()?;
        outline.left += advances.advance_width(glyph)?;
    }
    let pale = |channel: u8| (f64::from(channel) * (1.0 - PALE) + 255.0 * PALE).round() as u8;
    let colour = Colour(colour.0.map(pale));
    let (width, height) = (outline.left, line.ascent - line.descent);
    Some(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\">\
         <path fill=\"{colour}\" d=\"{}\"/></svg>",
        outline.path
    ))
}

/// Gathers outlines as the data of a path; y grows downwards there.
struct Outline {
    path: String,
    left: f32,
    baseline: f32,
    /// Where the contour began, and where it is now.
    start: (f32, f32),
    end: (f32, f32),
}

impl Outline {
    fn new(baseline: f32) -> Self {
        let origin = (0.0, 0.0);
        Self { path: String::new(), left: 0.0, baseline, start: origin, end: origin }
    }

    fn push(&mut self, command: char, points: &[(f32, f32)]) {
        self.path.push(command);
        for (x, y) in points {
            // Writing to a string cannot fail.
            let _ = write!(self.path, "{} {} ", self.left + x, self.baseline - y);
        }
        self.end = points.last().copied().unwrap_or(self.start);
    }
}

impl OutlinePen for Outline {
    fn move_to(&mut self, x: f32, y: f32) {
        self.start = (x, y);
        self.push('M', &[(x, y)]);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.push('L', &[(x, y)]);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.push('Q', &[(x1, y1), (x, y)]);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.push('C', &[(x1, y1), (x2, y2), (x, y)]);
    }

    fn close(&mut self) {
        // The last side is a line like the others, and not left to readers of the path.
        if self.end != self.start {
            self.push('L', &[self.start]);
        }
        self.push('Z', &[]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_becomes_a_path_and_no_text() {
        let svg = svg("Zurückgezogen", Colour([160, 0, 24])).unwrap_or_default();
        assert!(svg.contains("<path fill=\"#f2dbdf\"") && !svg.contains("<text"), "{svg}");
        assert!(usvg::Tree::from_str(&svg, &usvg::Options::default()).is_ok());
        assert_eq!(super::svg("中", Colour([0, 0, 0])), None);
    }
}
