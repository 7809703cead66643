//! What a release says, text by text, each word with the bytes that it came from.

use std::ops::Range;
use std::sync::Arc;

use unicode_normalization::char::is_combining_mark;

use crate::engine::letters;
use crate::field::ValuePlace;
use crate::read::FieldMap;

/// A text that stands on the sheet in one piece, but for what pages and marks put between: a
/// paragraph, a cell, a line of a contact.
#[derive(Debug, Default)]
pub(super) struct Passage {
    /// The number of its part, within which texts follow one another in the order of the release.
    /// Where a layout puts a part is its own affair.
    pub part: usize,
    /// The letters of its words.
    pub letters: String,
    pub words: Vec<PassageWord>,
    /// Letters that a sheet may leave out: addresses behind links.
    pub optional: Vec<Range<usize>>,
}

/// A word of a passage.
#[derive(Debug)]
pub(super) struct PassageWord {
    /// Its letters among those of the passage.
    pub letters: Range<usize>,
    /// What it is where it has no letters.
    pub signs: String,
    /// Where it stands in the file; none for what the program or the letterhead says.
    pub origin: Option<PassageOrigin>,
}

/// Where a word stands in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PassageOrigin {
    /// The number of the field.
    pub field: usize,
    pub range: Range<usize>,
    /// Whether the range is all of the field, in which the word has no place of its own.
    pub is_whole: bool,
}

/// Writes passages.
pub(super) struct PassageWriter<'a> {
    fields: &'a FieldMap,
    pub passages: Vec<Passage>,
    /// The names of fields by their numbers.
    pub names: Vec<Arc<str>>,
    part: usize,
    open: Passage,
    /// The characters of the word that is being written, each with what was written for it.
    word: Vec<WrittenCharacter>,
    /// Addresses that may stand behind that word.
    addresses: Vec<Vec<WrittenCharacter>>,
}

/// A character, and what was written for it.
type WrittenCharacter = (char, Option<PassageOrigin>);

/// A field that has a place.
#[derive(Clone)]
pub(super) struct KnownField {
    number: usize,
    place: Arc<ValuePlace>,
}

impl KnownField {
    /// The origin of a part of its text.
    pub fn origin(&self, part: Range<usize>) -> Option<PassageOrigin> {
        let (range, is_whole) = match &*self.place {
            ValuePlace::Whole(range) => (range.clone(), true),
            place => (place.source(part)?, false),
        };
        Some(PassageOrigin { field: self.number, range, is_whole })
    }
}

impl<'a> PassageWriter<'a> {
    pub fn new(fields: &'a FieldMap) -> Self {
        Self {
            fields,
            passages: Vec::new(),
            names: Vec::new(),
            part: 0,
            open: Passage::default(),
            word: Vec::new(),
            addresses: Vec::new(),
        }
    }

    /// Begins a part of the sheet.
    pub fn part(&mut self) {
        self.part += 1;
    }

    /// A field by its path; none where it has no place.
    pub fn field(&mut self, path: &str) -> Option<KnownField> {
        let place = Arc::new(self.fields.value_place(path)?);
        Some(KnownField { number: self.number(path), place })
    }

    fn number(&mut self, path: &str) -> usize {
        self.names.push(path.into());
        self.names.len() - 1
    }

    /// Whether a field is there.
    pub fn has(&self, path: &str) -> bool {
        self.fields.has(path)
    }

    /// The text of a field as it was typed.
    pub fn typed(&self, path: &str) -> Option<&'a str> {
        self.fields.text(path)
    }

    /// Goes on with words that stand in no field.
    pub fn said(&mut self, text: &str) {
        text.chars().for_each(|c| self.character(c, None));
    }

    /// Goes on with words that stand for all of a field: a date in words.
    pub fn worded(&mut self, path: &str, text: &str) {
        let Some(range) = self.fields.range(path) else { return self.said(text) };
        let field = self.number(path);
        let origin = PassageOrigin { field, range, is_whole: true };
        text.chars().for_each(|c| self.character(c, Some(origin.clone())));
    }

    /// Goes on with the text of a plain field.
    pub fn plain(&mut self, path: &str) {
        let Some(text) = self.typed(path) else { return };
        let field = self.field(path);
        for (at, c) in text.char_indices() {
            let origin = field.as_ref().and_then(|field| field.origin(at..at + c.len_utf8()));
            self.character(c, origin);
        }
    }

    /// A plain field as a passage of its own.
    pub fn plain_passage(&mut self, path: &str) {
        self.plain(path);
        self.end();
    }

    /// Words of the program or the letterhead as a passage.
    pub fn said_passage(&mut self, text: &str) {
        self.said(text);
        self.end();
    }

    /// Goes on with a character.
    pub fn character(&mut self, c: char, origin: Option<PassageOrigin>) {
        if c.is_whitespace() || c == '\u{200B}' {
            self.end_word();
        } else {
            self.word.push((c, origin));
        }
    }

    /// Ends a word.
    pub fn end_word(&mut self) {
        let word = std::mem::take(&mut self.word);
        self.push_word(&word);
        for address in std::mem::take(&mut self.addresses) {
            let start = self.open.letters.len();
            self.push_word(&address);
            if start < self.open.letters.len() {
                self.open.optional.push(start..self.open.letters.len());
            }
        }
    }

    fn push_word(&mut self, word: &[WrittenCharacter]) {
        if word.is_empty() {
            return;
        }
        let text: String = word.iter().map(|(c, _)| *c).collect();
        let letters = letters(&text);
        let start = self.open.letters.len();
        self.open.letters.push_str(&letters);
        let signs = if letters.is_empty() { text } else { String::new() };
        let letters = start..self.open.letters.len();
        self.open.words.push(PassageWord { letters, signs, origin: origin_of(word) });
    }

    /// Goes on with an address that some sheets show behind the word that is being written.
    pub fn address(&mut self, shown: &str, origin: impl Fn(usize, char) -> Option<PassageOrigin>) {
        let characters = shown.char_indices().map(|(at, c)| (c, origin(at, c)));
        self.addresses.push(characters.collect());
    }

    /// Ends the passage.
    pub fn end(&mut self) {
        self.end_word();
        let passage = std::mem::take(&mut self.open);
        if !passage.words.is_empty() {
            self.passages.push(Passage { part: self.part, ..passage });
        }
    }
}

/// The place of a word from its first letter to its last; of signs alone, of all of them. None
/// where something in it has none, or its characters are of several fields.
fn origin_of(word: &[WrittenCharacter]) -> Option<PassageOrigin> {
    let is_core = if word.iter().any(is_letter) { is_letter } else { is_sign };
    let first = word.iter().position(is_core).unwrap_or(0);
    let last = word.iter().rposition(is_core).unwrap_or(word.len() - 1);
    let mut origin: Option<PassageOrigin> = None;
    for (_, next) in word.get(first..=last)? {
        let next = next.as_ref()?;
        match &mut origin {
            None => origin = Some(next.clone()),
            Some(origin) => {
                if origin.field != next.field || next.range.start < origin.range.start {
                    return None;
                }
                origin.range.end = origin.range.end.max(next.range.end);
            }
        }
    }
    origin
}

fn is_letter((c, _): &WrittenCharacter) -> bool {
    c.is_alphanumeric() || is_combining_mark(*c)
}

/// Whether it is more than a mark behind or around another sign.
fn is_sign((c, _): &WrittenCharacter) -> bool {
    const MARKS: &str = ".,;:!?()\"'„“”»«‚‘’›‹";
    !MARKS.contains(*c)
}
