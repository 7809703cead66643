//! What forms, pictures, patterns and gradients take.

use super::super::super::{PhotoError, jpeg};
use super::super::limits::{at_most, pictures_in_pdf};
use super::mesh;
use super::object::{PdfEntries, PdfValue};
use super::run::DrawingRun;
use super::state::{
    DrawingCost, DrawingState, GradientCost, IDENTITY, PathCorners, PdfPaint, product,
};

/// The most colours of a colour space, and what each costs where it is worked out, in pixels.
const MAX_COLOURS: f64 = 32.0;
const SAMPLES: f64 = 0.5;

impl DrawingRun<'_, '_> {
    /// Spends what it takes to paint the path.
    pub fn paint(&mut self, operator: &[u8], state: &DrawingState) -> Result<(), PhotoError> {
        if matches!(operator, b"f" | b"F" | b"f*" | b"B" | b"B*" | b"b" | b"b*") {
            self.paint_with(state.fill, 0.0, state)?;
        }
        if matches!(operator, b"S" | b"s" | b"B" | b"B*" | b"b" | b"b*") {
            self.paint_with(state.stroke, state.line(), state)?;
        }
        Ok(())
    }

    fn paint_with(
        &mut self,
        paint: PdfPaint,
        line: f64,
        state: &DrawingState,
    ) -> Result<(), PhotoError> {
        match paint {
            PdfPaint::Plain => Ok(()),
            PdfPaint::Gradient(gradient) => {
                self.spend_gradient(gradient, self.path.pixels(line), state)
            }
            PdfPaint::Pattern(cost) => self.spend_all(cost),
        }
    }

    fn spend_gradient(
        &mut self,
        gradient: GradientCost,
        pixels: f64,
        state: &DrawingState,
    ) -> Result<(), PhotoError> {
        if state.is_letter {
            return Err(text_with_gradient());
        }
        self.spend_pixels(pixels * (gradient.per_pixel + state.transfer) + gradient.patches)
    }

    /// A gradient over all that can be drawn on.
    pub fn shade(
        &mut self,
        name: Option<&[u8]>,
        resources: &[PdfEntries],
        state: &DrawingState,
    ) -> Result<(), PhotoError> {
        let Some(shading) = self.resource("Shading", name, resources)? else { return Ok(()) };
        let gradient = self.gradient(&shading, state.matrix)?;
        self.spend_gradient(gradient, state.clip.pixels(0.0), state)
    }

    /// Reads a gradient, which stands on the page as the matrix says.
    fn gradient(
        &mut self,
        shading: &PdfValue,
        matrix: [f64; 6],
    ) -> Result<GradientCost, PhotoError> {
        let weight = self.file.weigh(shading)?;
        self.spend(weight.operations())?;
        let patches = mesh::cost(self.file, shading, matrix)?;
        Ok(GradientCost { per_pixel: weight.per_pixel(), patches })
    }

    pub fn pattern(
        &mut self,
        name: Option<&[u8]>,
        resources: &[PdfEntries],
        state: &DrawingState,
    ) -> Result<PdfPaint, PhotoError> {
        let Some(pattern) = self.resource("Pattern", name, resources)? else {
            return Ok(PdfPaint::Plain);
        };
        let Some(entries) = self.file.dictionary(&pattern).cloned() else {
            return Ok(PdfPaint::Plain);
        };
        if !self.file.refers_to_stream(&pattern) {
            let Some(shading) = entries.get("Shading") else { return Ok(PdfPaint::Plain) };
            let matrix = product(self.matrix_of(&entries)?, state.root);
            return Ok(PdfPaint::Gradient(self.gradient(shading, matrix)?));
        }
        // The cell is drawn in its own measures, and set on the page as a whole.
        let mut cell = DrawingState {
            fill: PdfPaint::Plain,
            stroke: PdfPaint::Plain,
            matrix: IDENTITY,
            root: IDENTITY,
            ..state.clone()
        };
        cell.clip = cell.clip.union(&self.bounds_of(&entries)?);
        // It is drawn once to find what it needs, and once to be written.
        Ok(PdfPaint::Pattern(self.apart(&pattern, resources, cell)?.times(2)))
    }

    pub fn colour_space(
        &mut self,
        name: Option<&[u8]>,
        resources: &[PdfEntries],
    ) -> Result<(), PhotoError> {
        let Some(space) = self.resource("ColorSpace", name, resources)? else { return Ok(()) };
        // It is read once and kept.
        self.file.weigh(&space).map(|_| ())
    }

    pub fn graphics_state(
        &mut self,
        name: Option<&[u8]>,
        resources: &[PdfEntries],
        state: &mut DrawingState,
    ) -> Result<(), PhotoError> {
        let Some(value) = self.resource("ExtGState", name, resources)? else { return Ok(()) };
        let Some(entries) = self.file.dictionary(&value).cloned() else { return Ok(()) };
        let weight = self.file.weigh(&value)?;
        self.spend(weight.operations())?;
        if entries.get("TR").or_else(|| entries.get("TR2")).is_some() {
            state.transfer = weight.per_pixel() - 1.0;
        }
        if let Some(width) = self.file.number(&entries, "LW") {
            state.line_width = width;
        }
        if let Some(PdfValue::Array(font)) =
            entries.get("Font").and_then(|own| self.file.value(own))
            && let Some(font) = font.first().cloned()
        {
            state.font = self.font(&font, resources, state)?;
        }
        for dashes in self.file.items(&entries, "D") {
            if let Some(PdfValue::Array(dashes)) = self.file.value(dashes) {
                at_most(dashes.len(), self.limits.pdf_operands, "dashes of a line")?;
            }
        }
        let mask = entries.get("SMask").and_then(|mask| self.file.dictionary(mask));
        if let Some(group) = mask.and_then(|mask| mask.get("G")).cloned() {
            // It is drawn once to find what it needs, and once to be written.
            for _ in 0..2 {
                let inner = self.within(&group, state)?;
                self.apart(&group, resources, inner)?;
            }
        }
        Ok(())
    }

    pub fn external(
        &mut self,
        name: Option<&[u8]>,
        resources: &[PdfEntries],
        state: &DrawingState,
    ) -> Result<(), PhotoError> {
        let Some(object) = self.resource("XObject", name, resources)? else { return Ok(()) };
        let Some(entries) = self.file.dictionary(&object) else { return Ok(()) };
        if self.file.name(entries, "Subtype") == Some(b"Image") {
            let cost = self.picture(&object)?;
            return self.spend_picture(cost, state);
        }
        let inner = self.within(&object, state)?;
        self.stream(&object, resources, inner).map(|_| ())
    }

    /// The state at the beginning of a form.
    fn within(&self, form: &PdfValue, state: &DrawingState) -> Result<DrawingState, PhotoError> {
        let form = self.file.dictionary(form);
        let matrix = form.map_or(Ok(IDENTITY), |form| self.matrix_of(form))?;
        let matrix = product(matrix, state.matrix);
        Ok(DrawingState { matrix, root: matrix, ..state.clone() })
    }

    fn matrix_of(&self, part: &PdfEntries) -> Result<[f64; 6], PhotoError> {
        Ok(self.file.exactly(part, "Matrix")?.unwrap_or(IDENTITY))
    }

    /// The bounds of a pattern.
    fn bounds_of(&self, part: &PdfEntries) -> Result<PathCorners, PhotoError> {
        let mut bounds = PathCorners::NOTHING;
        if let Some([left, bottom, right, top]) = self.file.exactly(part, "BBox")? {
            bounds.add(&IDENTITY, left, bottom);
            bounds.add(&IDENTITY, right, top);
        }
        Ok(bounds)
    }

    pub fn spend_picture(
        &mut self,
        cost: DrawingCost,
        state: &DrawingState,
    ) -> Result<(), PhotoError> {
        self.spend(cost.operations)?;
        self.spend_pixels(cost.pixels * (1.0 + state.transfer))
    }

    /// What a picture takes with its masks, each time that it is drawn.
    pub fn picture(&mut self, picture: &PdfValue) -> Result<DrawingCost, PhotoError> {
        if let PdfValue::Reference(number) = picture
            && let Some(known) = self.pictures.get(number)
        {
            return Ok(*known);
        }
        let Some(entries) = self.file.dictionary(picture).cloned() else {
            return Ok(DrawingCost::default());
        };
        let weight = self.file.weigh(picture)?;
        let mut pixels = self.side(&entries, "Width", "W") * self.side(&entries, "Height", "H");
        if let PdfValue::Reference(number) = picture {
            pixels = pixels.max(self.packed_pixels(*number, &entries)?);
        }
        for mask in ["SMask", "Mask"] {
            if let Some(mask @ PdfValue::Reference(_)) = entries.get(mask) {
                pixels += self.picture(mask)?.pixels;
            }
        }
        let cost = DrawingCost {
            operations: weight.operations(),
            pixels: pixels * weight.per_pixel() * self.per_sample(&entries),
        };
        if let PdfValue::Reference(number) = picture {
            self.pictures.insert(*number, cost);
        }
        Ok(cost)
    }

    /// How much more its pixels take where a picture is worked out in numbers of four bytes:
    /// unless its samples are bytes of a plain colour space.
    fn per_sample(&self, entries: &PdfEntries) -> f64 {
        let bits = self.side(entries, "BitsPerComponent", "BPC");
        let space = entries.get("ColorSpace").or_else(|| entries.get("CS"));
        let (colours, is_plain) = match space.and_then(|space| self.file.value(space)) {
            Some(PdfValue::Name(name)) => match name.as_slice() {
                b"DeviceGray" | b"G" | b"CalGray" => (1.0, true),
                b"DeviceRGB" | b"RGB" | b"CalRGB" => (3.0, true),
                b"DeviceCMYK" | b"CMYK" => (4.0, true),
                // It has its name in the resources.
                _ => (MAX_COLOURS, false),
            },
            Some(PdfValue::Array(space)) => self.colours(space),
            _ => (1.0, true),
        };
        if is_plain && bits == 8.0 { 1.0 } else { f64::max(colours * SAMPLES, 1.0) }
    }

    /// The colours of a colour space, and whether it is plain.
    fn colours(&self, space: &[PdfValue]) -> (f64, bool) {
        let first = space.first().and_then(|first| self.file.value(first)?.name());
        let second = space.get(1).and_then(|second| self.file.value(second));
        match (first, second) {
            (Some(b"ICCBased"), Some(PdfValue::Dictionary(profile))) => {
                (self.file.number(profile, "N").unwrap_or(MAX_COLOURS), true)
            }
            (Some(b"DeviceN"), Some(PdfValue::Array(names))) => (names.len() as f64, false),
            (Some(b"DeviceRGB" | b"RGB"), _) => (3.0, true),
            (Some(b"DeviceCMYK" | b"CMYK"), _) => (4.0, true),
            (Some(b"Lab" | b"CalRGB"), _) => (3.0, false),
            (Some(b"Indexed" | b"I" | b"Separation" | b"CalGray" | b"DeviceGray" | b"G"), _) => {
                (1.0, false)
            }
            _ => (MAX_COLOURS, false),
        }
    }

    /// The pixels of a picture by its data, which may say otherwise than its entries.
    fn packed_pixels(&mut self, number: u32, entries: &PdfEntries) -> Result<f64, PhotoError> {
        let Some(unpacked) = self.file.stream(number)? else { return Ok(0.0) };
        let Some((filter, parameters)) = &unpacked.packed_by else { return Ok(0.0) };
        if filter.starts_with(b"DCT") {
            let header = jpeg::header(&unpacked.bytes, &pictures_in_pdf(&self.limits))?;
            return Ok(f64::from(header.width) * f64::from(header.height));
        }
        let parameters = parameters.as_ref().and_then(|own| self.file.dictionary(own));
        let parameters = parameters.cloned().unwrap_or_default();
        let columns = self.file.parameter(&parameters, "Columns", 1_728.0);
        let height = self.side(entries, "Height", "H");
        let rows = self.file.parameter(&parameters, "Rows", height);
        Ok(columns as f64 * (rows as f64).max(height))
    }

    /// A side of a picture, which has two names: that of pictures in a content stream is short.
    fn side(&self, entries: &PdfEntries, long: &str, short: &str) -> f64 {
        let values = [long, short].into_iter().filter_map(|key| entries.get(key));
        let numbers = values.filter_map(|value| self.file.value(value)?.number());
        numbers.fold(0.0, f64::max)
    }
}

pub(super) fn text_with_gradient() -> PhotoError {
    let why = "it has text that is filled with a gradient; turn its text into paths";
    PhotoError::Unfit(why.to_owned())
}
