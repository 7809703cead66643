//! What a page draws, followed operator by operator as a reader would, drawing nothing.

use std::collections::HashMap;
use std::rc::Rc;

use super::super::super::{PhotoError, broken};
use super::super::limits::{DrawingLimits, at_most};
use super::content::{self, Operation};
use super::file::ScannedPdf;
use super::object::{PdfEntries, PdfValue};
use super::state::{DrawingCost, DrawingState, LetterFont, PathCorners, PdfPaint, product};

/// How many operations of letters that became a clip path cost as much as one, each time that
/// the state is saved.
const HELD: u64 = 16;
/// How many entries of a part cost as much as an operation.
const ENTRIES: u64 = 8;
/// What resources have in groups.
const GROUPS: &[&str] =
    &["ExtGState", "Font", "ColorSpace", "XObject", "Pattern", "Shading", "Properties"];

/// Follows what is drawn.
pub(super) struct DrawingRun<'a, 'b> {
    pub file: &'a mut ScannedPdf<'b>,
    pub limits: DrawingLimits,
    pub spent: DrawingCost,
    /// The path so far, which forms go on with.
    pub path: PathCorners,
    /// What pictures and fonts take, by their objects.
    pub pictures: HashMap<u32, DrawingCost>,
    pub fonts: HashMap<u32, LetterFont>,
    page: PathCorners,
    /// What it costs to read the layers of the document, which is done for each part apart.
    layers: u64,
    depth: usize,
    read: HashMap<u32, Rc<Vec<Operation>>>,
}

impl<'a, 'b> DrawingRun<'a, 'b> {
    pub fn new(file: &'a mut ScannedPdf<'b>, page: PathCorners, layers: u64) -> Self {
        let limits = file.limits;
        Self {
            file,
            limits,
            spent: DrawingCost::default(),
            path: PathCorners::NOTHING,
            pictures: HashMap::new(),
            fonts: HashMap::new(),
            page,
            layers,
            depth: 0,
            read: HashMap::new(),
        }
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
        let state = DrawingState::of_page(self.page);
        self.run(contents, resources, state)
    }

    pub fn spend(&mut self, operations: u64) -> Result<(), PhotoError> {
        self.spent.operations = self.spent.operations.saturating_add(operations);
        let max = self.limits.pdf_operations;
        if self.spent.operations <= max {
            return Ok(());
        }
        let why = format!(
            "it takes too much: it draws with more than {max} operators, repetitions counted"
        );
        Err(PhotoError::TooLarge(why))
    }

    pub fn spend_pixels(&mut self, pixels: f64) -> Result<(), PhotoError> {
        self.spent.pixels += pixels;
        let max = self.limits.pdf_pixels;
        if self.spent.pixels <= max as f64 {
            return Ok(());
        }
        let why =
            format!("it takes too much: its pictures and gradients have more than {max} pixels");
        Err(PhotoError::TooLarge(why))
    }

    pub fn spend_all(&mut self, cost: DrawingCost) -> Result<(), PhotoError> {
        self.spend(cost.operations)?;
        self.spend_pixels(cost.pixels)
    }

    pub fn run(
        &mut self,
        operations: &[Operation],
        resources: &[PdfEntries],
        state: DrawingState,
    ) -> Result<(), PhotoError> {
        self.depth += 1;
        at_most(self.depth, self.limits.pdf_forms, "forms in one another")?;
        let mut states = vec![state];
        let mut is_clipped = false;
        for operation in operations {
            self.spend(operation.cost())?;
            let Some(mut state) = states.pop() else { break };
            match operation.operator.as_slice() {
                b"q" => {
                    self.spend(state.held / HELD)?;
                    states.push(state.clone());
                    at_most(states.len(), self.limits.pdf_states, "states")?;
                }
                b"Q" => {
                    if let Some(saved) = states.pop() {
                        state = saved;
                    }
                }
                b"W" | b"W*" => is_clipped = true,
                b"f" | b"F" | b"f*" | b"S" | b"s" | b"B" | b"B*" | b"b" | b"b*" | b"n" => {
                    self.paint(&operation.operator, &state)?;
                    if std::mem::take(&mut is_clipped) {
                        state.clip = state.clip.intersection(&self.path);
                        state.clips += 1;
                        at_most(state.clips, self.limits.pdf_states, "clip paths in one another")?;
                    }
                    self.path = PathCorners::NOTHING;
                }
                _ => self.follow(operation, resources, &mut state)?,
            }
            states.push(state);
        }
        self.depth -= 1;
        Ok(())
    }

    /// Follows an operator that neither saves nor paints.
    fn follow(
        &mut self,
        operation: &Operation,
        resources: &[PdfEntries],
        state: &mut DrawingState,
    ) -> Result<(), PhotoError> {
        let operands = operation.operands.as_slice();
        let numbers: Vec<f64> = operands.iter().filter_map(PdfValue::number).collect();
        let name = operands.last().and_then(PdfValue::name);
        match (operation.operator.as_slice(), numbers.as_slice()) {
            (b"cm", [a, b, c, d, e, f]) => {
                state.matrix = product([*a, *b, *c, *d, *e, *f], state.matrix);
            }
            (b"w", [width]) => state.line_width = *width,
            (b"m" | b"l" | b"c" | b"v" | b"y", points) => {
                for point in points.chunks_exact(2) {
                    if let [x, y] = *point {
                        self.path.add(&state.matrix, x, y);
                    }
                }
            }
            (b"re", [x, y, width, height]) => {
                self.path.rectangle(&state.matrix, [*x, *y, *width, *height]);
            }
            (b"sh", _) => self.shade(name, resources, state)?,
            (b"g" | b"rg" | b"k", _) => state.fill = PdfPaint::Plain,
            (b"G" | b"RG" | b"K", _) => state.stroke = PdfPaint::Plain,
            (b"cs", _) => {
                state.fill = PdfPaint::Plain;
                self.colour_space(name, resources)?;
            }
            (b"CS", _) => {
                state.stroke = PdfPaint::Plain;
                self.colour_space(name, resources)?;
            }
            (b"sc" | b"scn", _) => state.fill = self.pattern(name, resources, state)?,
            (b"SC" | b"SCN", _) => state.stroke = self.pattern(name, resources, state)?,
            (b"gs", _) => self.graphics_state(name, resources, state)?,
            (b"Do", _) => self.external(name, resources, state)?,
            (b"BI", _) => {
                if let Some(picture) = operands.first() {
                    let cost = self.picture(picture)?;
                    self.spend_picture(cost, state)?;
                }
            }
            (b"Tf", _) => {
                let font = operands.first().and_then(PdfValue::name);
                let font = self.resource("Font", font, resources)?;
                state.font = match font {
                    Some(font) => self.font(&font, resources, state)?,
                    None => LetterFont::Absent("Helvetica".to_owned()),
                };
            }
            (b"Tr", [mode]) => {
                state.is_invisible = *mode == 3.0;
                state.is_clipping = *mode >= 4.0;
            }
            (b"ET", _) => state.held = 0,
            (b"d", _) => {
                if let Some(PdfValue::Array(dashes)) = operands.first() {
                    at_most(dashes.len(), self.limits.pdf_operands, "dashes of a line")?;
                }
            }
            (b"Tj" | b"'" | b"\"" | b"TJ", _) => self.text(operands, state)?,
            _ => {}
        }
        Ok(())
    }

    /// An entry of the resources: those of the stream itself come before those around it.
    /// One that is not what it should be is refused: readers would look further.
    pub fn resource(
        &self,
        kind: &str,
        name: Option<&[u8]>,
        resources: &[PdfEntries],
    ) -> Result<Option<PdfValue>, PhotoError> {
        let found = name.and_then(|name| {
            resources.iter().rev().find_map(|resources| {
                let group = self.file.dictionary(resources.get(kind)?)?;
                group.named(name)
            })
        });
        let Some(value) = found else { return Ok(None) };
        let is_stream = self.file.refers_to_stream(value);
        let is_right = match kind {
            "XObject" => is_stream,
            "Font" | "ExtGState" => !is_stream && self.file.dictionary(value).is_some(),
            "Pattern" | "Shading" => self.file.dictionary(value).is_some(),
            _ => self.file.value(value).is_some_and(|value| !value.is_null()),
        };
        if is_right { Ok(Some(value.clone())) } else { Err(broken("a part of it is missing")) }
    }

    /// The resources of a part, behind those around it.
    pub fn resources_of(&self, part: &PdfEntries, around: &[PdfEntries]) -> Vec<PdfEntries> {
        let own = part.get("Resources").and_then(|own| self.file.dictionary(own));
        around.iter().chain(own).cloned().collect()
    }

    /// What it costs to read the entries of a part and its resources, each time anew.
    pub fn entries_cost(&self, part: &PdfEntries) -> u64 {
        let mut count: u64 = part.0.iter().map(|(_, value)| content::values(value)).sum();
        if let Some(own) = part.get("Resources").and_then(|own| self.file.dictionary(own)) {
            count += own.0.len() as u64;
            let groups = GROUPS.iter().filter_map(|kind| self.file.dictionary(own.get(kind)?));
            count += groups.map(|group| group.0.len() as u64).sum::<u64>();
        }
        count / ENTRIES
    }

    /// Runs what a stream draws, and gives what it took.
    pub fn stream(
        &mut self,
        reference: &PdfValue,
        resources: &[PdfEntries],
        state: DrawingState,
    ) -> Result<DrawingCost, PhotoError> {
        let PdfValue::Reference(number) = *reference else { return Ok(DrawingCost::default()) };
        let Some(entries) = self.file.dictionary(reference).cloned() else {
            return Ok(DrawingCost::default());
        };
        let resources = self.resources_of(&entries, resources);
        let operations = match self.read.get(&number) {
            Some(read) => Rc::clone(read),
            None => {
                let Some(unpacked) = self.file.stream(number)? else {
                    return Ok(DrawingCost::default());
                };
                let read = Rc::new(content::read(self.file, &unpacked.bytes)?);
                self.read.insert(number, Rc::clone(&read));
                read
            }
        };
        let before = self.spent;
        let held = state.held / HELD;
        self.spend(held.saturating_add(1).saturating_add(self.entries_cost(&entries)))?;
        self.run(&operations, &resources, state)?;
        Ok(self.spent.minus(before))
    }

    /// As [`stream`](Self::stream), of a part with a path of its own.
    pub fn apart(
        &mut self,
        reference: &PdfValue,
        resources: &[PdfEntries],
        state: DrawingState,
    ) -> Result<DrawingCost, PhotoError> {
        let path = std::mem::replace(&mut self.path, PathCorners::NOTHING);
        let before = self.spent;
        self.spend(self.layers)?;
        self.stream(reference, resources, state)?;
        self.path = path;
        Ok(self.spent.minus(before))
    }
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
            // The same stream may stand there many times.
            at_most(bytes.len(), file.limits.pdf_unpacked_bytes, "bytes that the page draws with")?;
            bytes.extend_from_slice(&unpacked.bytes);
            bytes.push(b' ');
        }
    }
    content::read(file, &bytes)
}
