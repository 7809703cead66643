//! What a page draws: its content is followed with all that it calls, for the
//! pictures and the size at which each is set, and for the colours of its text.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use super::budget::Held;
use super::colour::{self, ColourSpace};
use super::file::PdfFile;
use super::file::characters::name_of;
use super::file::object::{Dictionary, Object, Stream};
use super::limits::{
    MAX_CACHED_DRAWING_BYTES, MAX_CONTENT_BYTES, MAX_DRAWING_DEPTH, MAX_INLINE_PICTURES, MAX_KINDS,
    MAX_OPERANDS, MAX_PICTURES, MAX_PLACES, MAX_STATES, Work,
};
use super::pages::PageObject;
use super::tokens::{Token, Tokens};

/// About how many bytes of memory a picture takes, and each of its places.
const PICTURE_BYTES: usize = 640;
const PLACE_BYTES: usize = 128;

/// The six figures of a transformation.
pub type Matrix = [f64; 6];

/// A picture on a page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Placement {
    /// Counted from 1.
    pub page: usize,
    /// Width and height in points.
    pub size: [f64; 2],
}

/// A picture that is drawn, and where.
#[derive(Debug, Default)]
pub struct Drawn {
    pub places: Vec<Placement>,
    /// How often it is drawn in all.
    pub times: usize,
    pub last_page: usize,
    pub pages: usize,
}

/// A picture that stands in the content itself.
#[derive(Debug)]
pub struct InlinePicture {
    pub dictionary: Dictionary,
    pub colour: Option<ColourSpace>,
    pub bytes: usize,
    pub placed: Placement,
}

/// What all pages draw.
#[derive(Default)]
pub struct DrawnContent {
    /// Pictures by the numbers of their objects.
    pub pictures: BTreeMap<u32, Drawn>,
    pub inline: Vec<InlinePicture>,
    /// The colour spaces of text.
    pub text: BTreeSet<ColourSpace>,
    forms: HashMap<u32, Rc<UnpackedContent>>,
    cached_bytes: usize,
}

/// The unpacked content of a drawing.
#[derive(Debug)]
struct UnpackedContent {
    bytes: Vec<u8>,
    _held: Held,
}

#[derive(Clone)]
struct GraphicsState {
    matrix: Matrix,
    fill: Fill,
}

/// The colour space of areas; looked up when text is set in it.
#[derive(Clone, PartialEq)]
enum Fill {
    Device(&'static str),
    Named(Rc<str>),
}

struct Interpreter<'a, 'b> {
    file: &'a PdfFile<'b>,
    drawing: &'a mut DrawnContent,
    page: usize,
    /// The drawings that are being followed.
    open: Vec<u32>,
}

impl DrawnContent {
    /// Follows the content of a page.
    pub fn follow(&mut self, file: &PdfFile<'_>, number: usize, page: &PageObject) {
        let resources = page.resources.as_ref().map(|found| file.resolve(found));
        let resources = resources.and_then(|found| found.dictionary().cloned()).unwrap_or_default();
        let Some((bytes, _held)) = page_bytes(file, number, page) else { return };
        let unit = page.user_unit;
        let mut interpreter = Interpreter { file, drawing: self, page: number, open: Vec::new() };
        interpreter.run(&bytes, &resources, [unit, 0.0, 0.0, unit, 0.0, 0.0]);
    }

    fn draw(&mut self, file: &PdfFile<'_>, number: u32, placed: Placement) {
        let is_new = !self.pictures.contains_key(&number);
        if is_new && self.pictures.len() >= MAX_PICTURES {
            file.note_limit(format!("there are more than {MAX_PICTURES} pictures"));
            return;
        }
        if is_new && !file.budget.retain(PICTURE_BYTES) {
            return;
        }
        let drawn = self.pictures.entry(number).or_default();
        drawn.times += 1;
        if drawn.last_page != placed.page {
            drawn.last_page = placed.page;
            drawn.pages += 1;
        }
        if drawn.places.len() < MAX_PLACES && file.budget.retain(PLACE_BYTES) {
            drawn.places.push(placed);
        }
    }
}

/// The content of a page, unpacked; none where there is no room for it.
pub fn page_bytes(file: &PdfFile<'_>, number: usize, page: &PageObject) -> Option<(Vec<u8>, Held)> {
    let contents = file.value(&page.dictionary, "Contents");
    let parts = match &contents {
        Object::Array(parts) => parts,
        one => std::slice::from_ref(one),
    };
    let mut bytes = Vec::new();
    let mut held = Held::default();
    for part in parts {
        let part = file.resolve(part);
        let Some(stream) = part.stream() else { continue };
        let Some(part) = file.decode(stream) else {
            file.note_damage(format!("the content of page {number} cannot be read"));
            continue;
        };
        if bytes.len() + part.len() > MAX_CONTENT_BYTES {
            file.note_limit(format!("page {number} has very many bytes of content"));
            break;
        }
        // Lists grow by doubling.
        held = held.with(file.budget.hold(2 * part.len())?);
        bytes.extend(part);
        bytes.push(b'\n');
    }
    Some((bytes, held))
}

impl Interpreter<'_, '_> {
    fn run(&mut self, bytes: &[u8], resources: &Rc<Dictionary>, matrix: Matrix) {
        let mut states = Vec::new();
        let mut state = GraphicsState { matrix, fill: Fill::Device("DeviceGray") };
        let mut set_text: Option<Fill> = None;
        let mut tokens = Tokens::new(bytes, &self.file.budget);
        let mut operands: Vec<Token<'_>> = Vec::new();
        while let Some(token) = tokens.next() {
            let Token::Operator(operator) = token else {
                if operands.len() < MAX_OPERANDS {
                    operands.push(token);
                }
                continue;
            };
            match operator {
                b"q" if states.len() < MAX_STATES => states.push(state.clone()),
                b"Q" => state = states.pop().unwrap_or(state),
                b"cm" => {
                    if let Some(matrix) = matrix_of(&operands) {
                        state.matrix = times(&matrix, &state.matrix);
                    }
                }
                b"g" => state.fill = Fill::Device("DeviceGray"),
                b"rg" => state.fill = Fill::Device("DeviceRGB"),
                b"k" => state.fill = Fill::Device("DeviceCMYK"),
                b"cs" => {
                    if let Some(Token::Name(name)) = operands.last() {
                        state.fill = Fill::Named(name_of(name));
                    }
                }
                // Most text has the colour of the text before it.
                b"Tj" | b"TJ" | b"'" | b"\"" if set_text.as_ref() != Some(&state.fill) => {
                    self.text(&state.fill, resources);
                    set_text = Some(state.fill.clone());
                }
                b"Do" => {
                    if let Some(Token::Name(name)) = operands.last() {
                        self.call(&name_of(name), resources, &state.matrix);
                    }
                }
                b"BI" => self.inline(&mut tokens, resources, &state.matrix),
                _ => {}
            }
            operands.clear();
        }
    }

    fn text(&mut self, fill: &Fill, resources: &Dictionary) {
        let object = match fill {
            Fill::Device(name) => Object::Name((*name).into()),
            Fill::Named(name) => Object::Name(Rc::clone(name)),
        };
        if self.drawing.text.len() < MAX_KINDS {
            self.drawing.text.extend(colour::describe(self.file, &object, Some(resources)));
        }
    }

    /// Draws what a name stands for.
    fn call(&mut self, name: &str, resources: &Rc<Dictionary>, matrix: &Matrix) {
        let Some(drawings) = self.file.dictionary(resources, "XObject") else { return };
        let Some(object) = drawings.get(name) else { return };
        let resolved = self.file.resolve(object);
        let Some(stream) = resolved.stream() else { return };
        let number = stream.number;
        match self.file.name(&stream.dictionary, "Subtype").as_deref() {
            Some("Image") if self.file.budget.charge(Work::Picture, 1) => {
                let placed = Placement { page: self.page, size: size(matrix) };
                self.drawing.draw(self.file, number, placed);
            }
            Some("Form") => {
                if self.open.contains(&number) || self.open.len() >= MAX_DRAWING_DEPTH {
                    self.file.note_damage("drawings call one another in a circle");
                    return;
                }
                let Some(content) = self.form(number, stream) else { return };
                let own = self.file.dictionary(&stream.dictionary, "Resources");
                let own = own.unwrap_or_else(|| Rc::clone(resources));
                let shift = self.file.array(&stream.dictionary, "Matrix");
                let shift = shift.and_then(|shift| {
                    let figures: Vec<_> =
                        shift.iter().filter_map(|one| self.file.resolve(one).number()).collect();
                    Matrix::try_from(figures).ok()
                });
                let matrix = shift.map_or(*matrix, |shift| times(&shift, matrix));
                self.open.push(number);
                self.run(&content.bytes, &own, matrix);
                self.open.pop();
            }
            _ => {}
        }
    }

    fn form(&mut self, number: u32, stream: &Stream) -> Option<Rc<UnpackedContent>> {
        if !self.file.budget.charge(Work::Call, 1) {
            return None;
        }
        if let Some(content) = self.drawing.forms.get(&number) {
            return Some(Rc::clone(content));
        }
        let bytes = self.file.decode(stream)?;
        let _held = self.file.budget.hold(bytes.len() + 64)?;
        if self.drawing.cached_bytes + bytes.len() > MAX_CACHED_DRAWING_BYTES {
            self.drawing.forms.clear();
            self.drawing.cached_bytes = 0;
        }
        self.drawing.cached_bytes += bytes.len() + 64;
        let content = Rc::new(UnpackedContent { bytes, _held });
        self.drawing.forms.insert(number, Rc::clone(&content));
        Some(content)
    }

    fn inline(&mut self, tokens: &mut Tokens<'_>, resources: &Dictionary, matrix: &Matrix) {
        if !self.file.budget.charge(Work::Picture, 1) {
            return;
        }
        let Some((dictionary, bytes)) = tokens.inline_picture() else { return };
        if self.drawing.inline.len() >= MAX_INLINE_PICTURES {
            self.file
                .note_limit(format!("there are more than {MAX_INLINE_PICTURES} inline pictures"));
            return;
        }
        let space = dictionary.get_either("ColorSpace", "CS");
        let colour = space.and_then(|space| colour::describe(self.file, space, Some(resources)));
        let placed = Placement { page: self.page, size: size(matrix) };
        self.drawing.inline.push(InlinePicture { dictionary, colour, bytes, placed });
    }
}

fn matrix_of(operands: &[Token<'_>]) -> Option<Matrix> {
    let figure = |token: &Token<'_>| if let Token::Number(n) = token { Some(*n) } else { None };
    let figures: Option<Vec<_>> = operands.iter().map(figure).collect();
    Matrix::try_from(figures?).ok()
}

/// First `a`, then `b`.
pub fn times(a: &Matrix, b: &Matrix) -> Matrix {
    let [a0, a1, a2, a3, a4, a5] = *a;
    let [b0, b1, b2, b3, b4, b5] = *b;
    [
        a0 * b0 + a1 * b2,
        a0 * b1 + a1 * b3,
        a2 * b0 + a3 * b2,
        a2 * b1 + a3 * b3,
        a4 * b0 + a5 * b2 + b4,
        a4 * b1 + a5 * b3 + b5,
    ]
}

/// The lengths of the sides of a unit square, drawn under a transformation.
fn size([a, b, c, d, ..]: &Matrix) -> [f64; 2] {
    [a.hypot(*b), c.hypot(*d)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_follow_every_turn() {
        let turned = times(&[0.0, 2.0, -2.0, 0.0, 0.0, 0.0], &[3.0, 0.0, 0.0, 5.0, 7.0, 7.0]);
        assert_eq!(size(&turned), [10.0, 6.0]);
        let shifted = times(&[1.0, 0.0, 0.0, 1.0, 4.0, 5.0], &[2.0, 0.0, 0.0, 3.0, 1.0, 1.0]);
        assert_eq!(shifted, [2.0, 0.0, 0.0, 3.0, 9.0, 16.0]);
    }
}
