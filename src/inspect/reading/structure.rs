//! The structure of a file, walked for what is heard.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::entry::ReadingEntry;
use super::joint::{self, TextPlace};
use super::marked::{MarkedContent, MarkedText};
use super::roles::{RoleKind, heading_level};
use super::target::Destinations;
use crate::inspect::file::PdfFile;
use crate::inspect::file::object::{Dictionary, Object};
use crate::inspect::limits::{MAX_ELEMENTS, MAX_READING_ENTRIES, Work};
use crate::inspect::tags::standard;

/// The maximum number of lists of attributes of an element that are looked at.
const MAX_ATTRIBUTES: usize = 64;

/// What kids have from the elements above them.
#[derive(Clone, Default)]
struct Above {
    language: Option<Rc<str>>,
    /// The object of the page whose marks are meant.
    page: Option<u32>,
    /// The entries of the element, and of the one in whose lines it stands.
    element: Option<usize>,
    block: Option<usize>,
    depth: usize,
}

/// Walks through the structure.
pub struct StructureReader<'a, 'b> {
    file: &'a PdfFile<'b>,
    roles: Rc<Dictionary>,
    marked: MarkedContent,
    destinations: Destinations<'a, 'b>,
    waiting: Vec<(Object, Above)>,
    seen: HashSet<u32>,
    entries: Vec<ReadingEntry>,
    /// The entries of the elements that are open, by their depths.
    open: Vec<usize>,
    /// The element that words were added to last, and their entry.
    words: Option<(Option<usize>, usize)>,
    /// Where the last words of a block stand, and their entry.
    ends: HashMap<Option<usize>, (TextPlace, usize)>,
}

impl<'a, 'b> StructureReader<'a, 'b> {
    pub fn new(
        file: &'a PdfFile<'b>,
        marked: MarkedContent,
        destinations: Destinations<'a, 'b>,
    ) -> Self {
        Self {
            file,
            roles: Rc::default(),
            marked,
            destinations,
            waiting: Vec::new(),
            seen: HashSet::new(),
            entries: Vec::new(),
            open: Vec::new(),
            words: None,
            ends: HashMap::new(),
        }
    }

    /// All entries below the root of the structure, in a language unless they name another.
    pub fn read(mut self, root: &Dictionary, language: Option<&str>) -> Vec<ReadingEntry> {
        self.roles = self.file.dictionary(root, "RoleMap").unwrap_or_default();
        let above = Above { language: language.map(Rc::from), ..Above::default() };
        self.add(root.get("K"), &above);
        while let Some((object, above)) = self.waiting.pop() {
            if !self.file.budget.charge(Work::Node, 1) {
                break;
            }
            if self.entries.len() >= MAX_READING_ENTRIES {
                let limit = MAX_READING_ENTRIES;
                self.file.note_limit(format!("there are more than {limit} tags and texts"));
                break;
            }
            let number = object.reference();
            if number.is_some_and(|number| !self.file.has(number) || !self.seen.insert(number)) {
                continue;
            }
            match self.file.resolve(&object) {
                Object::Array(kids) => {
                    kids.iter().rev().for_each(|kid| self.add(Some(kid), &above));
                }
                Object::Dictionary(kid) => self.kid(&kid, above),
                kid => {
                    if let (Some(mark), Some(page)) = (kid.count(), above.page) {
                        self.words(page, mark, &above);
                    }
                }
            }
        }
        // Breaks within words are not heard.
        for text in self.entries.iter_mut().filter_map(|entry| entry.text.as_mut()) {
            text.retain(|letter| letter != '\u{AD}');
        }
        self.entries
    }

    fn add(&mut self, kid: Option<&Object>, above: &Above) {
        let Some(kid) = kid else { return };
        if self.waiting.len() < MAX_ELEMENTS {
            self.waiting.push((kid.clone(), above.clone()));
        } else {
            self.file.note_limit(format!("there are more than {MAX_ELEMENTS} tags"));
        }
    }

    fn kid(&mut self, kid: &Rc<Dictionary>, above: Above) {
        let page = kid.get("Pg").and_then(Object::reference).or(above.page);
        match self.file.name(kid, "Type").as_deref() {
            Some("MCR") => {
                let stream = kid.get("Stm").and_then(Object::reference);
                let mark = self.file.value(kid, "MCID").count();
                if let (Some(owner), Some(mark)) = (stream.or(page), mark) {
                    self.words(owner, mark, &above);
                }
            }
            Some("OBJR") => {
                let object = self.file.dictionary(kid, "Obj");
                if let Some(object) = object {
                    self.annotation(&object, page, &above);
                }
            }
            _ => self.element(kid, page, &above),
        }
    }

    fn element(&mut self, element: &Rc<Dictionary>, page: Option<u32>, above: &Above) {
        let file = self.file;
        let Some(own) = file.name(element, "S") else { return };
        let role = standard(file, &self.roles, &own);
        let kind = RoleKind::of(&role);
        if kind == RoleKind::Silent {
            return;
        }
        let own_language = file.text(element, "Lang").map(Rc::from);
        let language = own_language.or_else(|| above.language.clone());
        let entry = ReadingEntry {
            depth: above.depth,
            own_role: Some(own).filter(|own| *own != role),
            level: heading_level(&role),
            scope: if role == "TH" { self.scope(element) } else { None },
            language: language.as_deref().map(ToOwned::to_owned),
            alternative: file.text(element, "Alt"),
            actual_text: file.text(element, "ActualText"),
            expansion: file.text(element, "E"),
            role: Some(role),
            ..ReadingEntry::default()
        };
        self.open.truncate(above.depth);
        self.words = None;
        let Some(at) = self.push(entry) else { return };
        self.open.push(at);
        let block = if kind.is_in_line() { above.block } else { Some(at) };
        let depth = above.depth + 1;
        let below = Above { language, page, element: Some(at), block, depth };
        self.add(element.get("K"), &below);
    }

    /// Of what a heading of a table is one.
    fn scope(&self, element: &Dictionary) -> Option<String> {
        let attributes = self.file.value(element, "A");
        let all = match &attributes {
            Object::Array(all) => all,
            one => std::slice::from_ref(one),
        };
        all.iter().take(MAX_ATTRIBUTES).find_map(|one| {
            let one = self.file.resolve(one);
            self.file.name(one.dictionary()?, "Scope")
        })
    }

    fn push(&mut self, entry: ReadingEntry) -> Option<usize> {
        if !self.file.budget.retain(entry.held_bytes()) {
            return None;
        }
        self.entries.push(entry);
        Some(self.entries.len() - 1)
    }

    /// Hears the words under a mark.
    fn words(&mut self, owner: u32, mark: usize, above: &Above) {
        let key = u32::try_from(mark).ok().map(|mark| (owner, mark));
        let Some(marked) = key.and_then(|key| self.marked.take(key)) else {
            self.file.note_damage("a tag names content that is not there, or that another has");
            return;
        };
        self.set_page(marked.page, above);
        self.add_runs(marked, above);
    }

    fn add_runs(&mut self, marked: MarkedText, above: &Above) {
        let end = self.ends.get(&above.block).copied();
        let mut before = end.map(|(_, at)| at);
        let last = end.map(|(place, _)| place);
        let mut is_new_line = joint::is_new_line(last.as_ref(), marked.first.as_ref());
        for run in marked.runs {
            let language = run.language.as_ref().or(above.language.as_ref()).cloned();
            let end = before.and_then(|at| self.entries.get(at)?.text.as_deref());
            let mut text = run.text;
            if is_new_line && joint::needs_space(end.unwrap_or_default(), &text) {
                text.insert(0, ' ');
            }
            is_new_line = false;
            let open = self.words.filter(|(element, _)| *element == above.element);
            let open = open.and_then(|(_, at)| self.entries.get_mut(at));
            if let Some(entry) =
                open.filter(|entry| entry.language.as_deref() == language.as_deref())
            {
                entry.text.get_or_insert_default().push_str(&text);
                continue;
            }
            let entry = ReadingEntry {
                depth: above.depth,
                language: language.map(|language| language.to_string()),
                page: Some(marked.page),
                text: Some(text),
                ..ReadingEntry::default()
            };
            self.open.truncate(above.depth);
            let Some(at) = self.push(entry) else { return };
            self.words = Some((above.element, at));
            before = Some(at);
        }
        if let Some(end) = marked.last.or(last).zip(before) {
            self.ends.insert(above.block, end);
        }
    }

    /// The page of an element is that of its first words.
    fn set_page(&mut self, page: usize, above: &Above) {
        for at in self.open.iter().take(above.depth).rev() {
            match self.entries.get_mut(*at) {
                Some(entry) if entry.page.is_none() => entry.page = Some(page),
                _ => break,
            }
        }
    }

    /// Adds to an element what its annotation says.
    fn annotation(&mut self, annotation: &Dictionary, page: Option<u32>, above: &Above) {
        let target = self.destinations.of_annotation(annotation);
        if let Some(page) = page.and_then(|page| self.destinations.page(page)) {
            self.set_page(page, above);
        }
        let Some(entry) = above.element.and_then(|at| self.entries.get_mut(at)) else { return };
        let before = entry.held_bytes();
        entry.contents = entry.contents.take().or(target.contents);
        entry.address = entry.address.take().or(target.address);
        entry.destination = entry.destination.or(target.page);
        entry.text = entry.text.take().or(target.value);
        self.file.budget.retain(entry.held_bytes().saturating_sub(before));
    }
}
