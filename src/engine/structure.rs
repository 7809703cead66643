//! The structure tree of a finished file (ISO 32000-1, 14.7).
//!
//! What the exporter makes of the engine's elements is heard by screen readers, and some of it
//! says nothing or is in the wrong place:
//!
//! - An element without content, such as the label of an entry that has none, is announced.
//! - A grid that lays out is a division with a division for each cell.
//! - A list within an entry of a list stands behind the entry, beside the others (14.8.4.3.3
//!   has it within).

use std::collections::{HashMap, HashSet};

use super::elements::{Element, Kid};
use super::file::{Replacement, WrittenObject};

/// What gives a file the structure that is to be heard. None where the file is not as the
/// exporter writes it.
pub(super) fn heard_structure(objects: &[WrittenObject<'_>]) -> Option<Vec<Replacement>> {
    let mut elements = Vec::new();
    for object in objects {
        if let Some(element) = Element::read(object)? {
            elements.push(element);
        }
    }
    let numbers = elements.iter().enumerate().map(|(at, element)| (element.number, at));
    let mut tree = Tree { places: numbers.collect(), elements, gone: HashSet::new() };
    tree.move_lists()?;
    tree.open_divisions()?;
    tree.drop_empty()?;
    Some(tree.edits())
}

/// All elements of a file.
struct Tree<'a> {
    elements: Vec<Element<'a>>,
    /// Where each stands in `elements`, by its number.
    places: HashMap<usize, usize>,
    /// Those that are taken out.
    gone: HashSet<usize>,
}

impl<'a> Tree<'a> {
    /// The place of an element within `elements`.
    fn place(&self, number: usize) -> Option<usize> {
        self.places.get(&number).copied()
    }

    fn kind_of(&self, kid: Kid<'_>) -> Option<&'a str> {
        match kid {
            Kid::Element(number) => self.elements.get(self.place(number)?).map(|it| it.kind),
            Kid::Content(_) => None,
        }
    }

    /// Gives an element other kids.
    fn set_kids(&mut self, at: usize, kids: Vec<Kid<'a>>) -> Option<()> {
        self.elements.get_mut(at)?.kids = kids;
        Some(())
    }

    /// Puts a kid into another element.
    fn set_parent(&mut self, kid: Kid<'a>, parent: usize) -> Option<()> {
        if let Kid::Element(number) = kid {
            let at = self.place(number)?;
            self.elements.get_mut(at)?.parent = parent;
        }
        Some(())
    }

    /// Moves each list behind an entry into the entry.
    fn move_lists(&mut self) -> Option<()> {
        for at in 0..self.elements.len() {
            let list = self.elements.get(at)?;
            if list.kind != "L" || !list.kids.iter().any(|kid| self.kind_of(*kid) == Some("L")) {
                continue;
            }
            let mut entries: Vec<Kid<'a>> = Vec::new();
            for kid in list.kids.clone() {
                let body = match entries.last() {
                    Some(entry) if self.kind_of(kid) == Some("L") => self.body_of(*entry),
                    _ => None,
                };
                match body {
                    Some(body) => {
                        let element = self.elements.get(body)?;
                        let (number, mut kids) = (element.number, element.kids.clone());
                        kids.push(kid);
                        self.set_kids(body, kids)?;
                        self.set_parent(kid, number)?;
                    }
                    None => entries.push(kid),
                }
            }
            self.set_kids(at, entries)?;
        }
        Some(())
    }

    /// The place of the body of an entry of a list.
    fn body_of(&self, entry: Kid<'a>) -> Option<usize> {
        let Kid::Element(number) = entry else { return None };
        let entry = self.elements.get(self.place(number)?)?;
        let body = entry.kids.iter().rfind(|kid| self.kind_of(**kid) == Some("LBody"))?;
        let Kid::Element(number) = body else { return None };
        self.place(*number)
    }

    /// Puts what divisions hold into the places of these.
    fn open_divisions(&mut self) -> Option<()> {
        // An element is written after those within it, so that inner divisions come first.
        for at in 0..self.elements.len() {
            let kids = self.elements.get(at)?.kids.clone();
            if !kids.iter().any(|kid| self.is_division(*kid)) {
                continue;
            }
            let number = self.elements.get(at)?.number;
            let mut opened = Vec::with_capacity(kids.len());
            self.open_into(&kids, number, &mut opened)?;
            self.set_kids(at, opened)?;
        }
        Some(())
    }

    fn open_into(
        &mut self,
        kids: &[Kid<'a>],
        parent: usize,
        opened: &mut Vec<Kid<'a>>,
    ) -> Option<()> {
        for kid in kids {
            match kid {
                Kid::Element(number) if self.is_division(*kid) => {
                    let at = self.place(*number)?;
                    let inner = self.elements.get(at)?.kids.clone();
                    self.gone.insert(at);
                    self.open_into(&inner, parent, opened)?;
                }
                _ => {
                    self.set_parent(*kid, parent)?;
                    opened.push(*kid);
                }
            }
        }
        Some(())
    }

    /// Whether something is a division that says nothing: without language, and with nothing
    /// that is content itself.
    fn is_division(&self, kid: Kid<'_>) -> bool {
        let Kid::Element(number) = kid else { return false };
        let element = self.place(number).and_then(|at| self.elements.get(at));
        element.is_some_and(|it| {
            let holds_content = it.kids.iter().any(|kid| matches!(kid, Kid::Content(_)));
            it.kind == "Div" && !it.text.contains("/Lang") && !holds_content
        })
    }

    /// Takes out what holds nothing. Cells stay: a row has one for each column.
    fn drop_empty(&mut self) -> Option<()> {
        let mut waiting: Vec<usize> = (0..self.elements.len()).collect();
        while let Some(at) = waiting.pop() {
            let element = self.elements.get(at)?;
            let is_gone = self.gone.contains(&at);
            if is_gone || !element.kids.is_empty() || matches!(element.kind, "TD" | "TH") {
                continue;
            }
            let (number, parent) = (element.number, self.place(element.parent));
            // The outermost element stays, whatever it holds.
            let Some(parent) = parent else { continue };
            self.gone.insert(at);
            let kids = self.elements.get(parent)?.kids.iter().copied();
            let kept = kids.filter(|kid| *kid != Kid::Element(number)).collect();
            self.set_kids(parent, kept)?;
            waiting.push(parent);
        }
        Some(())
    }

    fn edits(&self) -> Vec<Replacement> {
        let edits = self.elements.iter().enumerate().map(|(at, element)| {
            let is_gone = self.gone.contains(&at);
            // A number that nothing refers to.
            let bytes = if is_gone { b"null".to_vec() } else { element.written() };
            Replacement { range: element.range.clone(), bytes }
        });
        edits.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::file::FinishedFile;
    use super::super::file::tests::{file, leads_to_objects};
    use super::*;

    /// A file with these elements, numbered from 1 on, once its structure is heard.
    fn heard(elements: &[&str]) -> Option<String> {
        let objects: Vec<_> = elements.iter().map(|element| element.as_bytes()).collect();
        let pdf = file(&objects);
        let opened = FinishedFile::open(&pdf)?;
        let made = opened.edited(heard_structure(&opened.objects()?)?)?;
        assert!(leads_to_objects(&made));
        String::from_utf8(made).ok()
    }

    #[track_caller]
    fn is_heard(elements: &[&str], expected: &[&str]) {
        let made = heard(elements).expect("the elements are those of the exporter");
        for (at, element) in expected.iter().enumerate() {
            let element = element.replace("/Type/StructElem", "");
            let object = format!("{} 0 obj\n{element}\nendobj", at + 1);
            assert!(made.contains(&object), "{object}\nis not in\n{made}");
        }
    }

    #[test]
    fn what_is_sound_stays() {
        let sound = [
            "<</Type/StructElem/S/P/P 3 0 R/K[0 1<</Type/OBJR/Pg 9 0 R/Obj 8 0 R>>]/Pg 9 0 R>>",
            "<</Type/StructElem/S/H1/P 3 0 R/T(/K[0] >> /P 7 0 R)/Lang(en)/K[2]/Pg 9 0 R>>",
            "<</Type/StructElem/S/Document/P 4 0 R/K[1 0 R 2 0 R]>>",
            "<</Type/StructTreeRoot/K[3 0 R]>>",
        ];
        is_heard(&sound, &sound);
    }

    #[test]
    fn divisions_are_opened() {
        is_heard(
            &[
                "<</Type/StructElem/S/P/P 2 0 R/K[0]/Pg 9 0 R>>",
                "<</Type/StructElem/S/Div/P 3 0 R/K[1 0 R]>>",
                "<</Type/StructElem/S/Div/P 5 0 R/K[2 0 R]>>",
                "<</Type/StructElem/S/P/P 5 0 R/K[1]/Pg 9 0 R>>",
                "<</Type/StructElem/S/Document/P 6 0 R/K[3 0 R 4 0 R]>>",
            ],
            &[
                "<</Type/StructElem/S/P/P 5 0 R/K[0]/Pg 9 0 R>>",
                "null",
                "null",
                "<</Type/StructElem/S/P/P 5 0 R/K[1]/Pg 9 0 R>>",
                "<</Type/StructElem/S/Document/P 6 0 R/K[1 0 R 4 0 R]>>",
            ],
        );
        let own = [
            "<</Type/StructElem/S/P/P 2 0 R/K[0]/Pg 9 0 R>>",
            "<</Type/StructElem/S/Div/P 4 0 R/Lang(en)/K[1 0 R]>>",
            "<</Type/StructElem/S/Div/P 4 0 R/K[1]/Pg 9 0 R>>",
            "<</Type/StructElem/S/Document/P 5 0 R/K[2 0 R 3 0 R]>>",
        ];
        is_heard(&own, &own);
    }

    #[test]
    fn what_is_empty_goes_with_what_holds_nothing_else() {
        is_heard(
            &[
                "<</Type/StructElem/S/Lbl/P 3 0 R/K[]>>",
                "<</Type/StructElem/S/LBody/P 3 0 R/K[0]/Pg 9 0 R>>",
                "<</Type/StructElem/S/LI/P 6 0 R/K[1 0 R 2 0 R]>>",
                "<</Type/StructElem/S/Lbl/P 5 0 R>>",
                "<</Type/StructElem/S/LI/P 6 0 R/K[4 0 R]>>",
                "<</Type/StructElem/S/L/P 8 0 R/K[3 0 R 5 0 R]>>",
                "<</Type/StructElem/S/TD/P 8 0 R/K[]>>",
                "<</Type/StructElem/S/Document/P 9 0 R/K[6 0 R 7 0 R]>>",
            ],
            &[
                "null",
                "<</Type/StructElem/S/LBody/P 3 0 R/K[0]/Pg 9 0 R>>",
                "<</Type/StructElem/S/LI/P 6 0 R/K[2 0 R]>>",
                "null",
                "null",
                "<</Type/StructElem/S/L/P 8 0 R/K[3 0 R]>>",
                "<</Type/StructElem/S/TD/P 8 0 R/K[]>>",
            ],
        );
    }

    #[test]
    fn a_list_stands_within_its_entry() {
        is_heard(
            &[
                "<</Type/StructElem/S/LBody/P 2 0 R/K[0]/Pg 9 0 R>>",
                "<</Type/StructElem/S/LI/P 6 0 R/K[1 0 R]>>",
                "<</Type/StructElem/S/LBody/P 4 0 R/K[1]/Pg 9 0 R>>",
                "<</Type/StructElem/S/LI/P 5 0 R/K[3 0 R]>>",
                "<</Type/StructElem/S/L/P 6 0 R/K[4 0 R]>>",
                "<</Type/StructElem/S/L/P 9 0 R/K[2 0 R 5 0 R]>>",
            ],
            &[
                "<</Type/StructElem/S/LBody/P 2 0 R/K[0 5 0 R]/Pg 9 0 R>>",
                "<</Type/StructElem/S/LI/P 6 0 R/K[1 0 R]>>",
                "<</Type/StructElem/S/LBody/P 4 0 R/K[1]/Pg 9 0 R>>",
                "<</Type/StructElem/S/LI/P 5 0 R/K[3 0 R]>>",
                "<</Type/StructElem/S/L/P 1 0 R/K[4 0 R]>>",
                "<</Type/StructElem/S/L/P 9 0 R/K[2 0 R]>>",
            ],
        );
    }

    #[test]
    fn another_form_of_element_gives_no_file() {
        assert!(heard(&["<</Type/StructElem/S/P/P 2 0 R/K[0 (a)]>>"]).is_none());
        assert!(heard(&["<</Type/StructElem/S/P/P (a)/K[0]>>"]).is_none());
    }
}
