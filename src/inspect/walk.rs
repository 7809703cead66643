//! Walks through the trees of a file: outlines, names, fields, elements.

use std::collections::HashSet;
use std::rc::Rc;

use super::file::PdfFile;
use super::file::object::{Dictionary, Object};
use super::limits::Work;

/// A walk through dictionaries that name one another, be it by way of arrays. Each object
/// with a number is visited once, whatever it is and wherever its reference stands; what
/// has no number stands in one place only.
pub struct Walk<'a, 'b> {
    file: &'a PdfFile<'b>,
    waiting: Vec<Object>,
    seen: HashSet<u32>,
    /// The maximum number of objects that wait to be visited.
    max_waiting: usize,
    is_cut: bool,
}

impl<'a, 'b> Walk<'a, 'b> {
    /// A walk that begins at an object.
    pub fn new(file: &'a PdfFile<'b>, first: Option<&Object>, max_waiting: usize) -> Self {
        let waiting = first.cloned().into_iter().collect();
        Self { file, waiting, seen: HashSet::new(), max_waiting, is_cut: false }
    }

    /// Goes on with an object, before all that wait already.
    pub fn add(&mut self, object: Option<&Object>) {
        // Numbers stand for content of pages.
        let Some(object) = object.filter(|object| object.number().is_none()) else { return };
        if self.waiting.len() < self.max_waiting {
            self.waiting.push(object.clone());
        } else {
            self.is_cut = true;
        }
    }

    /// The next dictionary; none at the end, and where the budget is used up.
    pub fn next(&mut self) -> Option<Rc<Dictionary>> {
        while let Some(object) = self.waiting.pop() {
            if !self.file.budget.charge(Work::Node, 1) {
                return None;
            }
            let number = object.reference();
            if number.is_some_and(|number| !self.file.has(number) || !self.seen.insert(number)) {
                continue;
            }
            match self.file.resolve(&object) {
                Object::Array(all) => all.iter().rev().for_each(|one| self.add(Some(one))),
                Object::Dictionary(dictionary) => return Some(dictionary),
                _ => {}
            }
        }
        None
    }

    /// Whether objects were left out because too many waited.
    pub fn is_cut(&self) -> bool {
        self.is_cut
    }
}
