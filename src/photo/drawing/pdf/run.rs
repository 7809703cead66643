//! What a page draws, followed operator by operator as a reader would, drawing nothing.

use std::collections::HashMap;
use std::rc::Rc;

use super::super::super::{PhotoError, broken};
use super::super::limits::at_most;
use super::content::{self, Operation};
use super::file::ScannedPdf;
use super::object::{PdfEntries, PdfValue};

/// The maximum depth of forms, patterns and glyphs in one another; drawing programs reach six.
const MAX_DEPTH: usize = 12;
/// The maximum number of operators and operands, repetitions counted.
const MAX_OPERATIONS: u64 = 1_000_000;
/// The maximum number of pixels of all pictures and gradients, each time they are drawn:
/// readers turn gradients into pictures, a pixel for a point.
const MAX_PIXELS: f64 = 16_000_000.0;
/// The maximum depth of saved states.
const MAX_STATES: usize = 256;
/// What a letter costs in operations: its outline is drawn.
const LETTER_COST: u64 = 8;

/// What shapes are painted with.
#[derive(Clone, Copy, PartialEq)]
enum Paint {
    Plain,
    Gradient,
    /// Operations of the cell of a pattern.
    Pattern(u64),
}

#[derive(Clone)]
struct DrawingState {
    matrix: [f64; 6],
    fill: Paint,
    stroke: Paint,
    line_width: f64,
    /// What a letter costs.
    letter: u64,
}

/// A path by its corners on the page.
#[derive(Clone, Copy)]
struct Corners([f64; 4]);

impl Corners {
    const NOTHING: Self =
        Self([f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY]);

    fn add(&mut self, matrix: &[f64; 6], x: f64, y: f64) {
        let [a, b, c, d, e, f] = *matrix;
        let (x, y) = (a * x + c * y + e, b * x + d * y + f);
        let [left, bottom, right, top] = self.0;
        self.0 = [left.min(x), bottom.min(y), right.max(x), top.max(y)];
    }

    /// The pixels that it covers with a line of this width around it.
    fn pixels(&self, line: f64) -> f64 {
        let [left, bottom, right, top] = self.0;
        if left > right { 0.0 } else { padded(right - left, line) * padded(top - bottom, line) }
    }
}

/// A side with the line around it, in pixels.
fn padded(side: f64, line: f64) -> f64 {
    if side.is_finite() { side.max(0.0) + 2.0 * line + 1.0 } else { f64::MAX }
}

/// Follows what is drawn.
pub(super) struct DrawingRun<'a, 'b> {
    file: &'a mut ScannedPdf<'b>,
    operations: u64,
    pixels: f64,
    page_pixels: f64,
    depth: usize,
    read: HashMap<u32, Rc<Vec<Operation>>>,
}

impl<'a, 'b> DrawingRun<'a, 'b> {
    pub fn new(file: &'a mut ScannedPdf<'b>, page_pixels: f64) -> Self {
        Self { file, operations: 0, pixels: 0.0, page_pixels, depth: 0, read: HashMap::new() }
    }

    /// The streams that were run, by their objects, each to be written anew.
    pub fn finish(self) -> HashMap<u32, Rc<Vec<Operation>>> {
        self.read
    }

    /// Follows the contents of a page.
    pub fn page(
        &mut self,
        contents: &[Operation],
        resources: &[PdfEntries],
    ) -> Result<(), PhotoError> {
        let state = DrawingState {
            matrix: [1.0, 0.0, 0.0, 1.0, 0.0, 0.0],
            fill: Paint::Plain,
            stroke: Paint::Plain,
            line_width: 1.0,
            letter: LETTER_COST,
        };
        self.run(contents, resources, state)
    }

    fn spend(&mut self, operations: u64) -> Result<(), PhotoError> {
        self.operations = self.operations.saturating_add(operations);
        if self.operations <= MAX_OPERATIONS {
            return Ok(());
        }
        let why = format!(
            "it takes too much: it draws with more than {MAX_OPERATIONS} operators, repetitions counted"
        );
        Err(PhotoError::TooLarge(why))
    }

    fn spend_pixels(&mut self, pixels: f64) -> Result<(), PhotoError> {
        self.pixels += pixels;
        if self.pixels <= MAX_PIXELS {
            return Ok(());
        }
        let why = format!(
            "it takes too much: its pictures and gradients have more than {MAX_PIXELS} pixels"
        );
        Err(PhotoError::TooLarge(why))
    }

    fn run(
        &mut self,
        operations: &[Operation],
        resources: &[PdfEntries],
        state: DrawingState,
    ) -> Result<(), PhotoError> {
        self.depth += 1;
        at_most(self.depth, MAX_DEPTH, "forms in one another")?;
        let mut states = vec![state];
        let mut path = Corners::NOTHING;
        for operation in operations {
            self.spend(1 + operation.operands.len() as u64)?;
            let Some(mut state) = states.pop() else { break };
            let numbers: Vec<f64> =
                operation.operands.iter().filter_map(PdfValue::number).collect();
            let name = operation.operands.last().and_then(PdfValue::name);
            match (operation.operator.as_slice(), numbers.as_slice()) {
                (b"q", _) => {
                    states.push(state.clone());
                    at_most(states.len(), MAX_STATES, "states")?;
                }
                (b"Q", _) => {
                    if let Some(saved) = states.pop() {
                        state = saved;
                    }
                }
                (b"cm", [a, b, c, d, e, f]) => {
                    state.matrix = product([*a, *b, *c, *d, *e, *f], state.matrix);
                }
                (b"w", [width]) => state.line_width = *width,
                (b"m" | b"l" | b"c" | b"v" | b"y", points) => {
                    for point in points.chunks_exact(2) {
                        if let [x, y] = *point {
                            path.add(&state.matrix, x, y);
                        }
                    }
                }
                (b"re", [x, y, width, height]) => {
                    for (x, y) in
                        [(*x, *y), (x + width, *y), (*x, y + height), (x + width, y + height)]
                    {
                        path.add(&state.matrix, x, y);
                    }
                }
                (b"f" | b"F" | b"f*", _) => {
                    self.paint(state.fill, path, 0.0)?;
                    path = Corners::NOTHING;
                }
                (b"S" | b"s", _) => {
                    self.paint(state.stroke, path, line(&state))?;
                    path = Corners::NOTHING;
                }
                (b"B" | b"B*" | b"b" | b"b*", _) => {
                    self.paint(state.fill, path, 0.0)?;
                    self.paint(state.stroke, path, line(&state))?;
                    path = Corners::NOTHING;
                }
                (b"n", _) => path = Corners::NOTHING,
                (b"sh", _) => self.spend_pixels(self.page_pixels)?,
                (b"g" | b"rg" | b"k" | b"cs", _) => state.fill = Paint::Plain,
                (b"G" | b"RG" | b"K" | b"CS", _) => state.stroke = Paint::Plain,
                (b"sc" | b"scn", _) => state.fill = self.pattern(name, resources, &state)?,
                (b"SC" | b"SCN", _) => state.stroke = self.pattern(name, resources, &state)?,
                (b"gs", _) => self.graphics_state(name, resources, &mut state)?,
                (b"Do", _) => self.external(name, resources, &state)?,
                (b"BI", _) => self.picture(operation.operands.first())?,
                (b"Tf", _) => {
                    let font = operation.operands.first().and_then(PdfValue::name);
                    state.letter = self.letter(font, resources, &state)?;
                }
                (b"Tj" | b"'" | b"\"" | b"TJ", _) => {
                    self.text(&operation.operands, &state)?;
                }
                _ => {}
            }
            states.push(state);
        }
        self.depth -= 1;
        Ok(())
    }

    fn paint(&mut self, paint: Paint, path: Corners, line: f64) -> Result<(), PhotoError> {
        match paint {
            Paint::Plain => Ok(()),
            Paint::Gradient => self.spend_pixels(path.pixels(line)),
            Paint::Pattern(cost) => self.spend(cost),
        }
    }

    /// An entry of the resources: those of the stream itself come before those around it.
    fn resource(
        &self,
        kind: &str,
        name: Option<&[u8]>,
        resources: &[PdfEntries],
    ) -> Option<PdfValue> {
        let name = std::str::from_utf8(name?).ok()?;
        resources.iter().rev().find_map(|resources| {
            let group = self.file.dictionary(resources.get(kind)?)?;
            group.get(name).cloned()
        })
    }

    /// Runs what a stream draws, and gives its operations.
    fn stream(
        &mut self,
        reference: &PdfValue,
        resources: &[PdfEntries],
        state: DrawingState,
    ) -> Result<u64, PhotoError> {
        let PdfValue::Reference(number) = *reference else { return Ok(0) };
        let Some(entries) =
            self.file.object(number).and_then(|object| self.file.dictionary(object))
        else {
            return Ok(0);
        };
        let entries = entries.clone();
        let mut resources = resources.to_vec();
        let own = entries.get("Resources").and_then(|own| self.file.dictionary(own));
        resources.extend(own.cloned());
        let operations = match self.read.get(&number) {
            Some(read) => Rc::clone(read),
            None => {
                let Some(unpacked) = self.file.stream(number)? else { return Ok(0) };
                let read = Rc::new(content::read(self.file, &unpacked.bytes)?);
                self.read.insert(number, Rc::clone(&read));
                read
            }
        };
        let mut state = state;
        if let Some(PdfValue::Array(matrix)) =
            entries.get("Matrix").and_then(|m| self.file.value(m))
        {
            let matrix: Vec<f64> = matrix.iter().filter_map(PdfValue::number).collect();
            if let Ok(matrix) = <[f64; 6]>::try_from(matrix) {
                state.matrix = product(matrix, state.matrix);
            }
        }
        let before = self.operations;
        self.run(&operations, &resources, state)?;
        Ok(self.operations - before + 1)
    }

    fn pattern(
        &mut self,
        name: Option<&[u8]>,
        resources: &[PdfEntries],
        state: &DrawingState,
    ) -> Result<Paint, PhotoError> {
        let Some(pattern) = self.resource("Pattern", name, resources) else {
            return Ok(Paint::Plain);
        };
        let is_gradient = self.file.dictionary(&pattern).is_some_and(|entries| {
            entries.get("PatternType").and_then(PdfValue::number) == Some(2.0)
        });
        if is_gradient {
            return Ok(Paint::Gradient);
        }
        let plain = DrawingState { fill: Paint::Plain, stroke: Paint::Plain, ..state.clone() };
        // The cell is drawn once to find what it needs, and once to be written.
        Ok(Paint::Pattern(self.stream(&pattern, resources, plain)?.saturating_mul(2)))
    }

    fn graphics_state(
        &mut self,
        name: Option<&[u8]>,
        resources: &[PdfEntries],
        state: &mut DrawingState,
    ) -> Result<(), PhotoError> {
        let Some(entries) = self.resource("ExtGState", name, resources) else { return Ok(()) };
        let Some(entries) = self.file.dictionary(&entries).cloned() else { return Ok(()) };
        if let Some(width) = entries.get("LW").and_then(PdfValue::number) {
            state.line_width = width;
        }
        if entries.get("Font").is_some() {
            return Err(PhotoError::Unfit(
                "it sets a font in an unusual way (ExtGState)".to_owned(),
            ));
        }
        let mask = entries.get("SMask").and_then(|mask| self.file.dictionary(mask));
        if let Some(group) = mask.and_then(|mask| mask.get("G")).cloned() {
            for _ in 0..2 {
                self.stream(&group, resources, state.clone())?;
            }
        }
        Ok(())
    }

    fn external(
        &mut self,
        name: Option<&[u8]>,
        resources: &[PdfEntries],
        state: &DrawingState,
    ) -> Result<(), PhotoError> {
        let Some(object) = self.resource("XObject", name, resources) else { return Ok(()) };
        let Some(entries) = self.file.dictionary(&object).cloned() else { return Ok(()) };
        if entries.get("Subtype").and_then(PdfValue::name) == Some(b"Image") {
            for mask in ["SMask", "Mask"] {
                self.picture(entries.get(mask))?;
            }
            return self.picture(Some(&object));
        }
        self.stream(&object, resources, state.clone()).map(|_| ())
    }

    fn picture(&mut self, picture: Option<&PdfValue>) -> Result<(), PhotoError> {
        let entries = picture.and_then(|picture| self.file.dictionary(picture));
        let Some(entries) = entries else { return Ok(()) };
        let pixels = self.side(entries, "Width", "W") * self.side(entries, "Height", "H");
        self.spend_pixels(pixels)
    }

    /// A side of a picture; those in a content stream have a short name for it.
    fn side(&self, entries: &PdfEntries, long: &str, short: &str) -> f64 {
        let value = entries.get(long).or_else(|| entries.get(short));
        value.and_then(|value| self.file.value(value)?.number()).unwrap_or(0.0).max(0.0)
    }

    /// What a letter of a font costs: glyphs may be content streams (Type 3).
    fn letter(
        &mut self,
        name: Option<&[u8]>,
        resources: &[PdfEntries],
        state: &DrawingState,
    ) -> Result<u64, PhotoError> {
        let Some(font) = self.resource("Font", name, resources) else { return Ok(LETTER_COST) };
        let Some(font) = self.file.dictionary(&font).cloned() else { return Ok(LETTER_COST) };
        let Some(glyphs) = font.get("CharProcs").and_then(|glyphs| self.file.dictionary(glyphs))
        else {
            return Ok(LETTER_COST);
        };
        let glyphs = glyphs.clone();
        let mut resources = resources.to_vec();
        let own = font.get("Resources").and_then(|own| self.file.dictionary(own));
        resources.extend(own.cloned());
        let mut most = LETTER_COST;
        for (_, glyph) in &glyphs.0 {
            most = most.max(self.stream(glyph, &resources, state.clone())?.saturating_mul(2));
        }
        Ok(most)
    }

    fn text(&mut self, operands: &[PdfValue], state: &DrawingState) -> Result<(), PhotoError> {
        if state.fill == Paint::Gradient || state.stroke == Paint::Gradient {
            let why = "it has text that is filled with a gradient; turn its text into paths";
            return Err(PhotoError::Unfit(why.to_owned()));
        }
        let letters: u64 = operands
            .iter()
            .map(|operand| match operand {
                PdfValue::Array(items) => items.iter().map(letters_of).sum(),
                other => letters_of(other),
            })
            .sum();
        let patterns = [state.fill, state.stroke].into_iter().map(|paint| match paint {
            Paint::Pattern(cost) => cost,
            _ => 0,
        });
        let letter = state.letter.saturating_add(patterns.sum());
        self.spend(letters.saturating_mul(letter))
    }
}

/// The most letters that a string may have.
fn letters_of(value: &PdfValue) -> u64 {
    if let PdfValue::Text(text) = value { text.len() as u64 } else { 0 }
}

/// The width of lines on the page.
fn line(state: &DrawingState) -> f64 {
    let [a, b, c, d, ..] = state.matrix;
    state.line_width.abs() * a.hypot(b).max(c.hypot(d))
}

/// One matrix before another.
fn product(one: [f64; 6], other: [f64; 6]) -> [f64; 6] {
    let [a, b, c, d, e, f] = one;
    let [g, h, i, j, k, l] = other;
    [
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + l,
    ]
}

/// The page's contents may be several streams, which are one.
pub(super) fn contents(
    file: &mut ScannedPdf<'_>,
    page: &PdfEntries,
) -> Result<Vec<Operation>, PhotoError> {
    let parts = match page.get("Contents") {
        Some(PdfValue::Reference(number)) => match file.object(*number) {
            Some(PdfValue::Array(parts)) => parts.clone(),
            _ => vec![PdfValue::Reference(*number)],
        },
        Some(PdfValue::Array(parts)) => parts.clone(),
        _ => Vec::new(),
    };
    let mut bytes = Vec::new();
    for part in parts {
        let PdfValue::Reference(number) = part else { return Err(broken("it is damaged")) };
        if let Some(unpacked) = file.stream(number)? {
            bytes.extend_from_slice(&unpacked.bytes);
            bytes.push(b' ');
        }
    }
    content::read(file, &bytes)
}
