//! What forms, pictures, patterns and gradients take.

use super::super::super::{PhotoError, jpeg};
use super::super::limits::pictures_in_pdf;
use super::mesh;
use super::object::{PdfEntries, PdfValue};
use super::run::DrawingRun;
use super::state::{
    DrawingCost, DrawingState, GradientCost, IDENTITY, PathCorners, PdfPaint, product,
};

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
        if let Some(width) = entries.get("LW").and_then(PdfValue::number) {
            state.line_width = width;
        }
        if let Some(PdfValue::Array(font)) =
            entries.get("Font").and_then(|own| self.file.value(own))
            && let Some(font) = font.first().cloned()
        {
            state.font = self.font(&font, resources, state)?;
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
        if entries.get("Subtype").and_then(PdfValue::name) == Some(b"Image") {
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
        let cost =
            DrawingCost { operations: weight.operations(), pixels: pixels * weight.per_pixel() };
        if let PdfValue::Reference(number) = picture {
            self.pictures.insert(*number, cost);
        }
        Ok(cost)
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
