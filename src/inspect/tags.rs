//! Tags: the structure that assistive software reads.

use std::collections::BTreeMap;
use std::rc::Rc;

use serde::Serialize;

use super::file::PdfFile;
use super::file::object::Dictionary;
use super::limits::{MAX_ELEMENTS, MAX_ROLES};
use super::walk::Walk;

/// What is said of the structure.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Tags {
    /// Whether the file says that it is tagged (`Marked`).
    pub marked: bool,
    /// Whether it says that its tags may be wrong (`Suspects`).
    pub suspects: bool,
    /// Whether there is a structure.
    pub tree: bool,
    /// How many elements there are in all.
    pub elements: usize,
    /// How many elements of each role there are, the most frequent first.
    pub roles: Vec<RoleCount>,
    /// Pictures for which there are words.
    pub figures_with_alternative_text: usize,
    /// Pictures for which there are none.
    pub figures_without_alternative_text: usize,
}

/// A role and how often it is played.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Role"))]
#[non_exhaustive]
pub struct RoleCount {
    /// As the file writes it.
    pub role: String,
    /// The standard role that one of the file's own stands for.
    pub stands_for: Option<String>,
    /// How many elements have it.
    pub elements: usize,
}

/// What the file says of its structure, before any element of it is read.
pub fn claimed(file: &PdfFile<'_>) -> Tags {
    let catalog = file.catalog();
    let mark = file.dictionary(&catalog, "MarkInfo").unwrap_or_default();
    Tags {
        marked: file.value(&mark, "Marked").bool() == Some(true),
        suspects: file.value(&mark, "Suspects").bool() == Some(true),
        tree: file.dictionary(&catalog, "StructTreeRoot").is_some(),
        ..Tags::default()
    }
}

/// Counts the elements.
pub fn count(file: &PdfFile<'_>, tags: &mut Tags) {
    let Some(root) = file.dictionary(&file.catalog(), "StructTreeRoot") else { return };
    let map = file.dictionary(&root, "RoleMap").unwrap_or_default();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut walk = Walk::new(file, root.get("K"), MAX_ELEMENTS);
    while let Some(element) = walk.next() {
        let Some(role) = file.name(&element, "S") else { continue };
        if tags.elements == MAX_ELEMENTS || walk.is_cut() {
            file.note_limit(format!("there are more than {MAX_ELEMENTS} tags"));
            break;
        }
        tags.elements += 1;
        if standard(file, &map, &role) == "Figure" {
            if has_words(file, &element) {
                tags.figures_with_alternative_text += 1
            } else {
                tags.figures_without_alternative_text += 1
            }
        }
        if counts.len() < MAX_ROLES || counts.contains_key(&role) {
            *counts.entry(role).or_default() += 1;
        }
        walk.add(element.get("K"));
    }
    for (role, elements) in counts {
        let standard = standard(file, &map, &role);
        let stands_for = Some(standard).filter(|standard| *standard != role);
        tags.roles.push(RoleCount { role, stands_for, elements });
    }
    tags.roles.sort_by_key(|role| std::cmp::Reverse(role.elements));
}

/// The standard role behind one of the file's own.
pub fn standard(file: &PdfFile<'_>, map: &Rc<Dictionary>, role: &str) -> String {
    let mut role = role.to_owned();
    for _ in 0..8 {
        match file.name(map, &role) {
            Some(next) if next != role => role = next,
            _ => break,
        }
    }
    role
}

fn has_words(file: &PdfFile<'_>, element: &Dictionary) -> bool {
    let mut texts = ["Alt", "ActualText"].iter().filter_map(|key| file.text(element, key));
    texts.any(|text| !text.trim().is_empty())
}
