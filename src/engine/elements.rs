//! Structure elements (ISO 32000-1, 14.7.2) as the exporter writes them, to be read and written.

use std::ops::Range;

use super::file::WrittenObject;

const ELEMENT: &str = "<</Type/StructElem/S/";
/// The same without the type, which may be left out (ISO 32000-1, table 323): each element has it.
const WRITTEN: &str = "<</S/";

/// A structure element as it is written.
pub(super) struct Element<'a> {
    /// The number of its object.
    pub number: usize,
    /// Where it stands in the file.
    pub range: Range<usize>,
    /// The kind of element: `P`, `L`, `Div`.
    pub kind: &'a str,
    /// The number of the element that it is in, and where that is written.
    pub parent: usize,
    parent_text: Range<usize>,
    pub kids: Vec<Kid<'a>>,
    /// Where these are written, brackets included.
    kids_text: Range<usize>,
    pub text: &'a str,
}

/// What an element holds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kid<'a> {
    /// An element, by its number.
    Element(usize),
    /// Marked content or an annotation.
    Content(&'a str),
}

impl<'a> Element<'a> {
    /// The element that an object is; nothing where it is another object. `None` where it is one
    /// of another form than the exporter's.
    pub fn read(object: &WrittenObject<'a>) -> Option<Option<Self>> {
        if !object.body.starts_with(ELEMENT.as_bytes()) {
            return Some(None);
        }
        let end = object.body.windows(7).position(|window| window == b"\nendobj")?;
        let text = std::str::from_utf8(object.body.get(..end)?).ok()?;
        let rest = text.strip_prefix(ELEMENT)?;
        let kind = rest.get(..rest.find('/')?)?;
        // PDF 2.0 has the namespace before it.
        let before = ELEMENT.len() + kind.len();
        let begin = before + text.get(before..)?.find("/P ")? + "/P ".len();
        let after = text.get(begin..)?;
        let length = after.find(" 0 R")?;
        let parent = after.get(..length)?.parse().ok()?;
        // A title before it may have the same letters; behind it is nothing but the page.
        let (kids, kids_text) = match text.rfind("/K[") {
            Some(at) => {
                let begin = at + "/K".len();
                let (kids, length) = kids(text.get(begin..)?)?;
                (kids, begin..begin + length)
            }
            None => (Vec::new(), text.len() - ">>".len()..text.len() - ">>".len()),
        };
        Some(Some(Self {
            number: object.number,
            range: object.at..object.at + end,
            kind,
            parent,
            parent_text: begin..begin + length,
            kids,
            kids_text,
            text,
        }))
    }

    /// The element with its changes.
    pub fn written(&self) -> Vec<u8> {
        let mut made = String::with_capacity(self.text.len());
        made.push_str(WRITTEN);
        made.push_str(self.text.get(ELEMENT.len()..self.parent_text.start).unwrap_or_default());
        made.push_str(&self.parent.to_string());
        let between = self.text.get(self.parent_text.end..self.kids_text.start);
        made.push_str(between.unwrap_or_default());
        if self.kids_text.is_empty() {
            made.push_str("/K");
        }
        made.push('[');
        for (at, kid) in self.kids.iter().enumerate() {
            let written = kid.written();
            if at > 0 && !written.starts_with('<') {
                made.push(' ');
            }
            made.push_str(&written);
        }
        made.push(']');
        made.push_str(self.text.get(self.kids_text.end..).unwrap_or_default());
        made.into_bytes()
    }
}

impl Kid<'_> {
    fn written(&self) -> String {
        match self {
            Self::Element(number) => format!("{number} 0 R"),
            Self::Content(text) => (*text).to_owned(),
        }
    }
}

/// What an array holds, and how many bytes it has: numbers of marked content, references to
/// elements, dictionaries.
fn kids(array: &str) -> Option<(Vec<Kid<'_>>, usize)> {
    let mut kids = Vec::new();
    let mut at = 1;
    loop {
        let rest = array.get(at..)?;
        if rest.starts_with(']') {
            return Some((kids, at + 1));
        }
        if rest.starts_with(' ') {
            at += 1;
        } else if rest.starts_with("<<") {
            // No dictionary here holds another.
            let end = rest.find(">>")? + ">>".len();
            kids.push(Kid::Content(rest.get(..end)?));
            at += end;
        } else {
            let digits = rest.find(|c: char| !c.is_ascii_digit())?;
            let number = rest.get(..digits)?;
            if rest.get(digits..)?.starts_with(" 0 R") {
                kids.push(Kid::Element(number.parse().ok()?));
                at += digits + " 0 R".len();
            } else {
                number.parse::<usize>().ok()?;
                kids.push(Kid::Content(number));
                at += digits;
            }
        }
    }
}
