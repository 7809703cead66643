//! What letters take: their outlines are drawn, and some are content streams (Type 3).

use super::super::super::PhotoError;
use super::super::super::font_bounds::{self, FontLimits, FontRefusal};
use super::super::limits::at_most;
use super::object::{PdfEntries, PdfValue};
use super::parts::text_with_gradient;
use super::run::DrawingRun;
use super::state::{DrawingCost, DrawingState, LetterFont, PdfPaint};

/// What a letter costs in operations, and how many steps of its outline cost as much as one.
const LETTER_COST: u64 = 8;
const STEPS: u64 = 16;
/// How many widths cost as much as an operation.
const WIDTHS: u64 = 64;

impl DrawingRun<'_, '_> {
    /// A font by its dictionary.
    pub fn font(
        &mut self,
        font: &PdfValue,
        resources: &[PdfEntries],
        state: &DrawingState,
    ) -> Result<LetterFont, PhotoError> {
        if let PdfValue::Reference(number) = font
            && let Some(known) = self.fonts.get(number)
        {
            return Ok(known.clone());
        }
        let Some(entries) = self.file.dictionary(font).cloned() else {
            return Ok(LetterFont::Absent("Helvetica".to_owned()));
        };
        self.spend(self.entries_cost(&entries))?;
        self.check_widths(&entries)?;
        let kind = self.file.name(&entries, "Subtype");
        let (known, is_kept) = if kind == Some(b"Type3") {
            // What the page has under the same names may draw something else.
            let is_kept = entries.get("Resources").is_some();
            (self.drawn_font(&entries, resources, state)?, is_kept)
        } else {
            (self.outline_font(&entries)?, true)
        };
        if let PdfValue::Reference(number) = font
            && is_kept
        {
            self.fonts.insert(*number, known.clone());
        }
        Ok(known)
    }

    /// A font whose letters are content streams.
    fn drawn_font(
        &mut self,
        font: &PdfEntries,
        resources: &[PdfEntries],
        state: &DrawingState,
    ) -> Result<LetterFont, PhotoError> {
        let glyphs = font.get("CharProcs").and_then(|glyphs| self.file.dictionary(glyphs));
        let glyphs = glyphs.cloned().unwrap_or_default();
        let resources = self.resources_of(font, resources);
        let mut most = DrawingCost { operations: LETTER_COST, pixels: 0.0 };
        for (_, glyph) in &glyphs.0 {
            let inner = DrawingState { is_letter: true, ..state.clone() };
            // It is drawn once to find what it needs, and once to be written.
            most = most.larger(self.apart(glyph, &resources, inner)?.times(2));
        }
        Ok(LetterFont::Known(most))
    }

    /// A font with outlines, which has to be in the file.
    fn outline_font(&mut self, font: &PdfEntries) -> Result<LetterFont, PhotoError> {
        let name = self.file.name(font, "BaseFont");
        let name = String::from_utf8_lossy(name.unwrap_or(b"Helvetica")).into_owned();
        let is_type_1 = self.file.name(font, "Subtype") == Some(b"Type1");
        let mut most = None;
        // Readers choose one of them by what else the font says.
        for file in self.font_files(font) {
            let Some(unpacked) = self.file.stream(file)? else { continue };
            let weight = self.file.weigh(&PdfValue::Reference(file))?;
            self.spend(weight.operations())?;
            match font_bounds::check_embedded(&unpacked.bytes, &FontLimits::default()) {
                // The reader looks for a font of PostScript alone there, and draws nothing.
                Ok(_) if is_type_1 && unpacked.bytes.starts_with(b"OTTO") => {}
                Ok(steps) => most = most.max(Some(steps)),
                Err(FontRefusal::NoFont) => {}
                Err(FontRefusal::TooMuch(why)) => {
                    let why = format!("its font `{name}` takes too much: {why}");
                    return Err(PhotoError::TooLarge(why));
                }
            }
        }
        Ok(most.map_or(LetterFont::Absent(name), |steps| {
            LetterFont::Known(DrawingCost { operations: LETTER_COST + steps / STEPS, pixels: 0.0 })
        }))
    }

    /// A font and those that it is made of.
    fn fonts_in<'f>(&'f self, font: &'f PdfEntries) -> impl Iterator<Item = &'f PdfEntries> {
        let inner = self.file.items(font, "DescendantFonts").iter();
        inner.filter_map(|font| self.file.dictionary(font)).chain(std::iter::once(font))
    }

    /// Refuses widths of too many letters: `0 4000000000 500` is one width for all of them.
    fn check_widths(&mut self, font: &PdfEntries) -> Result<(), PhotoError> {
        let mut letters = self.file.number(font, "FirstChar").unwrap_or(0.0).max(0.0);
        for font in self.fonts_in(font) {
            for key in ["W", "W2"] {
                let numbers = self.file.items(font, key).iter();
                let numbers = numbers.map(|item| self.file.value(item)?.number());
                let numbers: Vec<f64> = numbers.map(|number| number.unwrap_or(0.0)).collect();
                // Which are first and last is not known: numbers may stand for widths.
                let spans = numbers.iter().zip(numbers.iter().skip(1));
                letters += spans.map(|(one, next)| (next - one).max(0.0)).sum::<f64>();
            }
        }
        at_most(letters, self.limits.pdf_widths as f64, "letters that have a width")?;
        self.spend(letters as u64 / WIDTHS)
    }

    /// The objects with the outlines of a font, or of the one that it is made of.
    fn font_files(&self, font: &PdfEntries) -> Vec<u32> {
        let mut files = Vec::new();
        for font in self.fonts_in(font) {
            let descriptor = font.get("FontDescriptor").and_then(|own| self.file.dictionary(own));
            let Some(descriptor) = descriptor else { continue };
            for key in ["FontFile", "FontFile2", "FontFile3"] {
                if let Some(PdfValue::Reference(file)) = descriptor.get(key) {
                    files.push(*file);
                }
            }
        }
        files
    }

    pub fn text(
        &mut self,
        operands: &[PdfValue],
        state: &mut DrawingState,
    ) -> Result<(), PhotoError> {
        let texts = operands.iter().flat_map(|operand| {
            let inner = if let PdfValue::Array(items) = operand { items.as_slice() } else { &[] };
            inner.iter().chain(std::iter::once(operand))
        });
        let (mut letters, mut is_blank) = (0, true);
        for text in texts {
            if let PdfValue::Text(text) = text {
                letters += text.len() as u64;
                is_blank &= is_blank_text(text);
            }
        }
        if is_blank && !matches!(state.font, LetterFont::Known(_)) {
            return Ok(());
        }
        let letter = match &state.font {
            LetterFont::Known(cost) => *cost,
            LetterFont::Absent(_) if state.is_invisible => return Ok(()),
            LetterFont::Absent(name) => {
                return Err(PhotoError::Unfit(format!(
                    "its text is in the font `{name}`, which is not in the file or cannot be \
                     read; embed it, or turn the text into paths"
                )));
            }
        };
        let mut cost = letter;
        for paint in [state.fill, state.stroke] {
            match paint {
                PdfPaint::Plain => {}
                PdfPaint::Gradient(_) => return Err(text_with_gradient()),
                PdfPaint::Pattern(cell) => cost = cost.plus(cell),
            }
        }
        let cost = cost.times(letters);
        state.held = state.held.saturating_add(if state.is_clipping { cost.operations } else { 0 });
        self.spend_all(cost)
    }
}

/// Whether a string, with its delimiters, has spaces alone.
fn is_blank_text(text: &[u8]) -> bool {
    text.iter().all(|byte| b"() <>".contains(byte))
}
