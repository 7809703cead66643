//! The content of a page, followed for the words under its marks.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::rc::Rc;

use super::font::TextFont;
use super::joint::TextPlace;
use super::marked::{MarkKey, MarkedContent};
use super::position::TextPosition;
use crate::inspect::content::{Matrix, page_bytes};
use crate::inspect::file::PdfFile;
use crate::inspect::file::characters::{is_regular, number};
use crate::inspect::file::object::{Dictionary, Object, Stream};
use crate::inspect::file::reader::Reader;
use crate::inspect::limits::{
    MAX_DRAWING_DEPTH, MAX_MARK_DEPTH, MAX_NOTES, MAX_OPERANDS, MAX_STATES, Work,
};
use crate::inspect::pages::PageObject;
use crate::inspect::tokens::Tokens;

/// About how many bytes of memory a font takes besides its maps.
const FONT_BYTES: usize = 1024;

/// What words stand under.
#[derive(Debug, Clone, Default)]
struct Mark {
    /// The number by which tags name them; none where nobody hears them.
    key: Option<MarkKey>,
    language: Option<Rc<str>>,
    /// Other words stand for them.
    is_replaced: bool,
    /// They are drawn from right to left.
    is_reversed: bool,
}

/// Follows pages one after the other.
pub struct ContentReader<'a, 'b> {
    file: &'a PdfFile<'b>,
    marked: MarkedContent,
    fonts: HashMap<u32, Rc<TextFont>>,
    /// The pages and drawings that were followed once, and the drawings that are being followed.
    seen: HashSet<u32>,
    open: Vec<u32>,
    /// Counted from 1.
    page: usize,
    /// Fonts with characters that are not known.
    unknown: BTreeSet<String>,
}

#[derive(Clone)]
struct TextState {
    position: TextPosition,
    font: Option<Rc<TextFont>>,
}

/// The content of one page or drawing.
struct Content<'a> {
    /// The number of its object.
    owner: u32,
    resources: &'a Rc<Dictionary>,
    state: TextState,
    saved: Vec<TextState>,
    /// The innermost mark stands last; the first is that of what calls a drawing.
    marks: Vec<Mark>,
    /// How many marks are open beyond the limit.
    too_deep: usize,
    /// Words that stand for what is shown next.
    replacement: Option<String>,
}

impl Content<'_> {
    fn mark(&self) -> Mark {
        self.marks.last().cloned().unwrap_or_default()
    }
}

impl<'a, 'b> ContentReader<'a, 'b> {
    pub fn new(file: &'a PdfFile<'b>) -> Self {
        Self {
            file,
            marked: MarkedContent::default(),
            fonts: HashMap::new(),
            seen: HashSet::new(),
            open: Vec::new(),
            page: 0,
            unknown: BTreeSet::new(),
        }
    }

    /// Follows a page; one without a number cannot be named by tags.
    pub fn follow(&mut self, number: usize, page: &PageObject) {
        let Some(owner) = page.object.filter(|number| self.seen.insert(*number)) else { return };
        let Some((bytes, _held)) = page_bytes(self.file, number, page) else { return };
        let resources = page.resources.as_ref().map(|found| self.file.resolve(found));
        let resources = resources.and_then(|found| found.dictionary().cloned()).unwrap_or_default();
        self.page = number;
        let state = TextState { position: TextPosition::new(), font: None };
        self.run(&bytes, owner, &resources, state, Mark::default());
    }

    /// All words, and the fonts of which characters are not known.
    pub fn finish(self) -> (MarkedContent, BTreeSet<String>) {
        (self.marked, self.unknown)
    }

    fn run(
        &mut self,
        bytes: &[u8],
        owner: u32,
        resources: &Rc<Dictionary>,
        state: TextState,
        mark: Mark,
    ) {
        let mut content = Content {
            owner,
            resources,
            state,
            saved: Vec::new(),
            marks: vec![mark],
            too_deep: 0,
            replacement: None,
        };
        let budget = &self.file.budget;
        let mut reader = Reader::new(bytes, 0, budget);
        let mut operands: Vec<Object> = Vec::new();
        let mut has_pictures = true;
        loop {
            reader.skip_space();
            let Some(byte) = reader.peek().filter(|_| budget.charge(Work::Token, 1)) else { break };
            let before = reader.at;
            let operand = if is_regular(byte) {
                let word = reader.word();
                let Some(figure) = number(word) else {
                    if word == b"BI" && has_pictures {
                        let mut tokens = Tokens::from(bytes, reader.at, budget);
                        // Where one does not end, no further one is looked for.
                        has_pictures = tokens.inline_picture().is_some();
                        reader.at = tokens.at();
                    } else {
                        self.carry_out(word, &operands, &mut content);
                    }
                    operands.clear();
                    continue;
                };
                Some(Object::Number(figure))
            } else {
                reader.object()
            };
            match operand {
                Some(operand) if operands.len() < MAX_OPERANDS => operands.push(operand),
                _ => reader.at = reader.at.max(before + 1),
            }
        }
        // What replaces nothing is heard all the same.
        self.replace(&mut content);
    }

    fn carry_out(&mut self, operator: &[u8], operands: &[Object], content: &mut Content<'_>) {
        match operator {
            b"q" if content.saved.len() < MAX_STATES => content.saved.push(content.state.clone()),
            b"Q" => {
                if let Some(state) = content.saved.pop() {
                    content.state = state;
                }
            }
            b"BMC" | b"BDC" => self.begin_mark(operands, content),
            b"EMC" => self.end_mark(content),
            b"Do" => self.call(operands, content),
            b"Tf" => {
                let name = operands.first().and_then(Object::name);
                content.state.font = name.and_then(|name| self.font(name, content.resources));
                content.state.position.carry_out(operator, &figures(operands));
            }
            b"Tj" | b"'" | b"\"" => {
                content.state.position.carry_out(operator, &[]);
                self.show(operands.last().into_iter(), content);
            }
            b"TJ" => {
                let shown = operands.last().and_then(Object::array);
                self.show(shown.iter().flat_map(|shown| shown.iter()), content);
            }
            b"cm" | b"BT" | b"Tm" | b"Td" | b"TD" | b"T*" | b"TL" => {
                content.state.position.carry_out(operator, &figures(operands));
            }
            _ => {}
        }
    }

    fn begin_mark(&mut self, operands: &[Object], content: &mut Content<'_>) {
        if content.marks.len() >= MAX_MARK_DEPTH {
            content.too_deep += 1;
            self.file.note_limit(format!("marks stand in more than {MAX_MARK_DEPTH} others"));
            return;
        }
        let mut mark = content.mark();
        match operands.first().and_then(Object::name) {
            Some("Artifact") => mark.key = None,
            Some("ReversedChars") => mark.is_reversed = true,
            _ => {}
        }
        let properties = match operands.get(1) {
            Some(Object::Name(name)) => {
                let named = self.file.dictionary(content.resources, "Properties");
                named.and_then(|named| self.file.dictionary(&named, name))
            }
            Some(Object::Dictionary(properties)) => Some(Rc::clone(properties)),
            _ => None,
        };
        if let Some(properties) = properties {
            self.properties(&properties, &mut mark, content);
        }
        content.marks.push(mark);
    }

    fn properties(&mut self, properties: &Dictionary, mark: &mut Mark, content: &mut Content<'_>) {
        let file = self.file;
        if let Some(number) = file.value(properties, "MCID").count() {
            let key = u32::try_from(number).ok().map(|number| (content.owner, number));
            mark.key = key.filter(|key| self.marked.open(*key, self.page, &file.budget));
            mark.is_replaced = false;
        }
        if let Some(language) = file.text(properties, "Lang") {
            mark.language = Some(language.into());
        }
        if mark.is_replaced || mark.key.is_none() {
            return;
        }
        if let Some(replacement) = file.text(properties, "ActualText") {
            // Where it stands is known when something is shown.
            content.replacement = Some(replacement);
            mark.is_replaced = true;
        }
    }

    fn end_mark(&mut self, content: &mut Content<'_>) {
        if content.too_deep > 0 {
            content.too_deep -= 1;
            return;
        }
        self.replace(content);
        // The first is not this content's.
        if content.marks.len() > 1 {
            content.marks.pop();
        }
    }

    /// Hears the words that stand for others, where those have not been shown.
    fn replace(&mut self, content: &mut Content<'_>) {
        let Some(words) = content.replacement.take() else { return };
        if !self.file.budget.retain(2 * words.len()) {
            return;
        }
        let place = content.state.position.place(self.page);
        self.hear(&words, content, Some(place));
    }

    fn hear(&mut self, words: &str, content: &Content<'_>, place: Option<TextPlace>) {
        let Some(mark) = content.marks.last() else { return };
        let Some(key) = mark.key else { return };
        self.marked.push(key, words, mark.language.as_ref(), place, &self.file.budget);
    }

    fn show<'c>(&mut self, shown: impl Iterator<Item = &'c Object>, content: &mut Content<'_>) {
        let mark = content.mark();
        if mark.key.is_none() {
            return;
        }
        if mark.is_replaced {
            return self.replace(content);
        }
        let Some(font) = content.state.font.clone() else { return };
        let mut words = String::new();
        let mut unknown = 0;
        for bytes in shown.filter_map(Object::text) {
            unknown += font.decode(self.file, bytes, &mut words);
        }
        if unknown > 0 && self.unknown.len() < MAX_NOTES {
            self.unknown.insert(font.name.clone());
        }
        if mark.is_reversed {
            words = words.chars().rev().collect();
        }
        if !words.is_empty() {
            let place = content.state.position.place(self.page);
            self.hear(&words, content, Some(place));
        }
    }

    /// The font that a name stands for.
    fn font(&mut self, name: &str, resources: &Dictionary) -> Option<Rc<TextFont>> {
        let fonts = self.file.dictionary(resources, "Font")?;
        let object = fonts.get(name)?;
        let number = object.reference();
        if let Some(font) = number.and_then(|number| self.fonts.get(&number)) {
            return Some(Rc::clone(font));
        }
        if !self.file.budget.charge(Work::Font, 1) {
            return None;
        }
        let found = self.file.resolve(object);
        let font = Rc::new(TextFont::read(self.file, found.dictionary()?));
        if let Some(number) = number.filter(|_| self.file.budget.retain(FONT_BYTES)) {
            self.fonts.insert(number, Rc::clone(&font));
        }
        Some(font)
    }

    /// Follows a drawing that a name stands for.
    fn call(&mut self, operands: &[Object], content: &mut Content<'_>) {
        let Some(name) = operands.last().and_then(Object::name) else { return };
        let Some(drawings) = self.file.dictionary(content.resources, "XObject") else { return };
        let Some(object) = drawings.get(name) else { return };
        let resolved = self.file.resolve(object);
        let Some(stream) = resolved.stream() else { return };
        if self.file.name(&stream.dictionary, "Subtype").as_deref() != Some("Form") {
            return;
        }
        let mark = content.mark();
        if mark.is_replaced && mark.key.is_some() {
            self.replace(content);
        }
        // One that says nothing here may have marks of its own, which count once.
        let is_heard = mark.key.is_some() && !mark.is_replaced;
        if (!self.seen.insert(stream.number) && !is_heard)
            || self.open.contains(&stream.number)
            || self.open.len() >= MAX_DRAWING_DEPTH
        {
            return;
        }
        self.follow_drawing(stream, content, mark);
    }

    fn follow_drawing(&mut self, stream: &Stream, content: &Content<'_>, mark: Mark) {
        if !self.file.budget.charge(Work::Call, 1) {
            return;
        }
        let Some(bytes) = self.file.decode(stream) else { return };
        let Some(_held) = self.file.budget.hold(bytes.len()) else { return };
        let own = self.file.dictionary(&stream.dictionary, "Resources");
        let own = own.unwrap_or_else(|| Rc::clone(content.resources));
        let mut state = content.state.clone();
        if let Some(shift) = self.file.array(&stream.dictionary, "Matrix") {
            let figures: Vec<_> =
                shift.iter().take(6).filter_map(|one| self.file.resolve(one).number()).collect();
            if let Ok(shift) = Matrix::try_from(figures) {
                state.position.transform(&shift);
            }
        }
        self.open.push(stream.number);
        self.run(&bytes, stream.number, &own, state, mark);
        self.open.pop();
    }
}

fn figures(operands: &[Object]) -> Vec<f64> {
    operands.iter().filter_map(Object::number).collect()
}
