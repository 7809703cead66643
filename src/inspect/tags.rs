//! Tags: the structure that assistive software reads.

use std::collections::{BTreeMap, HashSet};
use std::rc::Rc;

use serde::Serialize;

use super::file::File;
use super::file::object::{Dictionary, Object};

/// The most elements that are counted, and the most that wait to be.
const MOST_ELEMENTS: usize = 1_000_000;

/// The most roles that are told.
const MOST_ROLES: usize = 200;

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
    pub roles: Vec<Role>,
    /// Pictures for which there are words.
    pub figures_with_alternative_text: usize,
    /// Pictures for which there are none.
    pub figures_without_alternative_text: usize,
}

/// A role and how often it is played.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Role {
    /// As the file writes it.
    pub role: String,
    /// The standard role that one of the file's own stands for.
    pub stands_for: Option<String>,
    /// How many elements have it.
    pub elements: usize,
}

/// Counts the elements.
pub fn count(file: &File<'_>) -> Tags {
    let catalog = file.catalog();
    let mark = file.dictionary(&catalog, "MarkInfo").unwrap_or_default();
    let says = |key: &str| file.value(&mark, key).bool() == Some(true);
    let mut tags = Tags { marked: says("Marked"), suspects: says("Suspects"), ..Tags::default() };
    let Some(root) = file.dictionary(&catalog, "StructTreeRoot") else { return tags };
    tags.tree = true;
    let map = file.dictionary(&root, "RoleMap").unwrap_or_default();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut seen = HashSet::new();
    let mut waiting: Vec<_> = root.get("K").cloned().into_iter().collect();
    while let Some(object) = waiting.pop() {
        if object.reference().is_some_and(|number| !seen.insert(number)) {
            continue;
        }
        match file.resolve(&object) {
            Object::Array(kids) => {
                let room = MOST_ELEMENTS.saturating_sub(waiting.len());
                // Numbers are content.
                let kids = kids.iter().filter(|kid| kid.number().is_none());
                waiting.extend(kids.take(room).cloned());
            }
            Object::Dictionary(element) => {
                let Some(role) = file.name(&element, "S") else { continue };
                if tags.elements == MOST_ELEMENTS {
                    file.bound(format!("there are more than {MOST_ELEMENTS} tags"));
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
                if counts.len() < MOST_ROLES || counts.contains_key(&role) {
                    *counts.entry(role).or_default() += 1;
                }
                waiting.extend(element.get("K").filter(|kid| kid.number().is_none()).cloned());
            }
            _ => {}
        }
    }
    let role = |(role, elements): (String, usize)| {
        let standard = standard(file, &map, &role);
        Role { stands_for: Some(standard).filter(|standard| *standard != role), role, elements }
    };
    tags.roles = counts.into_iter().map(role).collect();
    tags.roles.sort_by_key(|role| std::cmp::Reverse(role.elements));
    tags
}

/// The standard role behind one of the file's own.
fn standard(file: &File<'_>, map: &Rc<Dictionary>, role: &str) -> String {
    let mut role = role.to_owned();
    for _ in 0..8 {
        match file.name(map, &role) {
            Some(next) if next != role => role = next,
            _ => break,
        }
    }
    role
}

fn has_words(file: &File<'_>, element: &Dictionary) -> bool {
    let is_said = |key: &str| file.text(element, key).is_some_and(|text| !text.trim().is_empty());
    is_said("Alt") || is_said("ActualText")
}
