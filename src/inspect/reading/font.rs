//! The characters of a font: what the codes of shown strings stand for.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::cmap::{CharacterMap, number};
use super::encoding::{NAMES_BYTES, NamedEncoding, characters_of};
use crate::inspect::file::PdfFile;
use crate::inspect::file::object::{Dictionary, Object};
use crate::inspect::limits::Work;

/// How the codes of a font become characters.
#[derive(Debug, Default)]
pub struct TextFont {
    /// Its name in the file, for messages.
    pub name: String,
    /// The map of the file itself, which comes first.
    to_unicode: Option<CharacterMap>,
    codes: Codes,
}

#[derive(Debug)]
enum Codes {
    /// One byte each.
    Simple { base: NamedEncoding, own: BTreeMap<u8, String> },
    /// Two bytes each, or as long as a map says.
    Composite { map: Option<CharacterMap>, is_utf16: bool },
}

impl Default for Codes {
    fn default() -> Self {
        Self::Simple { base: NamedEncoding::WinAnsi, own: BTreeMap::new() }
    }
}

impl TextFont {
    pub fn read(file: &PdfFile<'_>, font: &Rc<Dictionary>) -> Self {
        let name = file.name(font, "BaseFont").or_else(|| file.name(font, "Name"));
        let to_unicode = map(file, &file.value(font, "ToUnicode"));
        let encoding = file.value(font, "Encoding");
        let codes = if file.name(font, "Subtype").as_deref() == Some("Type0") {
            let named = encoding.name().unwrap_or_default();
            let is_utf16 = named.contains("UCS2") || named.contains("UTF16");
            Codes::Composite { map: map(file, &encoding), is_utf16 }
        } else {
            simple(file, font, &encoding)
        };
        let name = name.unwrap_or_else(|| "without a name".to_owned());
        Self { name, to_unicode: to_unicode.filter(|map| !map.is_empty()), codes }
    }

    /// Adds the characters of a shown string; says how many codes stand for none that is
    /// known. What cannot be paid or held is left out.
    pub fn decode(&self, file: &PdfFile<'_>, mut bytes: &[u8], text: &mut String) -> usize {
        let mut unknown = 0;
        while !bytes.is_empty() {
            let (code, rest) = bytes.split_at(self.code_length(bytes));
            let before = text.len();
            if !self.push(code, text) {
                text.push(char::REPLACEMENT_CHARACTER);
                unknown += 1;
            }
            let added = text.len() - before;
            // Texts grow by doubling.
            if !file.budget.charge(Work::Character, code.len() + added)
                || !file.budget.retain(2 * added)
            {
                text.truncate(before);
                break;
            }
            bytes = rest;
        }
        unknown
    }

    fn code_length(&self, bytes: &[u8]) -> usize {
        let Codes::Composite { map, .. } = &self.codes else { return 1 };
        let map = map.as_ref().or(self.to_unicode.as_ref());
        let length = map.and_then(|map| map.code_length(bytes));
        length.unwrap_or(2).min(bytes.len())
    }

    fn push(&self, code: &[u8], text: &mut String) -> bool {
        let code = number(code);
        if self.to_unicode.as_ref().is_some_and(|map| map.push(code, text)) {
            return true;
        }
        match &self.codes {
            Codes::Simple { base, own } => {
                let Ok(code) = u8::try_from(code) else { return false };
                if let Some(characters) = own.get(&code) {
                    text.push_str(characters);
                    return !characters.is_empty();
                }
                let found = base.character(code);
                text.extend(found);
                found.is_some()
            }
            Codes::Composite { is_utf16: true, .. } => {
                let found = char::from_u32(code);
                text.extend(found);
                found.is_some()
            }
            Codes::Composite { .. } => false,
        }
    }
}

fn map(file: &PdfFile<'_>, object: &Object) -> Option<CharacterMap> {
    let bytes = file.decode(object.stream()?)?;
    let _held = file.budget.hold(bytes.len())?;
    Some(CharacterMap::read(&bytes, &file.budget))
}

/// The codes of a font with a table of its own or one of the standard.
fn simple(file: &PdfFile<'_>, font: &Dictionary, encoding: &Object) -> Codes {
    let is_true_type = file.name(font, "Subtype").as_deref() == Some("TrueType");
    let usual = if is_true_type { NamedEncoding::WinAnsi } else { NamedEncoding::Standard };
    let mut base = encoding.name().and_then(NamedEncoding::from_name).unwrap_or(usual);
    let mut own = BTreeMap::new();
    if let Some(dictionary) = encoding.dictionary() {
        let named = file.name(dictionary, "BaseEncoding");
        base = named.as_deref().and_then(NamedEncoding::from_name).unwrap_or(usual);
        let differences = file.array(dictionary, "Differences").unwrap_or_default();
        let mut code = 0_usize;
        for one in differences.iter() {
            if !file.budget.charge(Work::Value, 1) {
                break;
            }
            match file.resolve(one) {
                Object::Name(name) => {
                    if let Ok(code) = u8::try_from(code)
                        && file.budget.charge(Work::SearchByte, NAMES_BYTES)
                    {
                        own.insert(code, characters_of(&name).unwrap_or_default());
                    }
                    code = code.saturating_add(1);
                }
                one => code = one.count().unwrap_or(code),
            }
        }
    }
    Codes::Simple { base, own }
}
