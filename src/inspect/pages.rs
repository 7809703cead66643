//! Pages: found in their tree, with boxes, rotation and the names of their sizes.

use std::collections::{BTreeMap, HashSet};
use std::rc::Rc;

use serde::Serialize;

use super::file::PdfFile;
use super::file::object::{Dictionary, Object};
use super::limits::{MAX_PAGE_DEPTH, MAX_PAGES, Work};

const POINTS_PER_MM: f64 = 72.0 / 25.4;

/// How much a size may differ from the named one: half a millimetre.
const TOLERANCE: f64 = 0.5 * POINTS_PER_MM;

/// Names and sizes in millimetres, upright.
const SIZES: [(&str, f64, f64); 16] = [
    ("A0", 841.0, 1189.0),
    ("A1", 594.0, 841.0),
    ("A2", 420.0, 594.0),
    ("A3", 297.0, 420.0),
    ("A4", 210.0, 297.0),
    ("A5", 148.0, 210.0),
    ("A6", 105.0, 148.0),
    ("A7", 74.0, 105.0),
    ("B3", 353.0, 500.0),
    ("B4", 250.0, 353.0),
    ("B5", 176.0, 250.0),
    ("DL", 110.0, 220.0),
    ("C5", 162.0, 229.0),
    ("Letter", 215.9, 279.4),
    ("Legal", 215.9, 355.6),
    ("Tabloid", 279.4, 431.8),
];

/// A rectangle on a page, in points: left, bottom, right, top.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Rectangle(pub [f64; 4]);

impl Rectangle {
    /// Width and height in points.
    pub fn size(&self) -> [f64; 2] {
        let [left, bottom, right, top] = self.0;
        [right - left, top - bottom]
    }

    /// Width and height in millimetres.
    pub fn millimetres(&self) -> [f64; 2] {
        self.size().map(|points| points / POINTS_PER_MM)
    }
}

/// Pages that have the same boxes.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct PageGroup {
    /// First and last of each run of pages, counted from 1.
    pub pages: Vec<[usize; 2]>,
    /// Such as `A4 portrait`, as the page is seen; none for sizes without a name.
    pub size: Option<String>,
    /// Clockwise, in degrees.
    pub rotation: i32,
    /// How many points a unit has; 1 almost always.
    pub user_unit: f64,
    /// The whole medium.
    pub media_box: Rectangle,
    /// The boxes that the page itself names; a missing one is the crop box, or the
    /// media box.
    pub crop_box: Option<Rectangle>,
    /// What is printed, with what will be cut off.
    pub bleed_box: Option<Rectangle>,
    /// What remains when it is cut.
    pub trim_box: Option<Rectangle>,
    /// What matters on it.
    pub art_box: Option<Rectangle>,
}

/// A page as it stands in the file.
pub struct PageObject {
    /// Its number, if it has one.
    pub object: Option<u32>,
    pub dictionary: Rc<Dictionary>,
    /// Its own resources or those above it.
    pub resources: Option<Object>,
    pub user_unit: f64,
}

/// What a page has from those above it in the tree.
#[derive(Clone, Default)]
struct Inherited {
    resources: Option<Object>,
    media_box: Option<Object>,
    crop_box: Option<Object>,
    rotation: Option<Object>,
}

impl Inherited {
    fn under(&self, dictionary: &Dictionary) -> Self {
        Self {
            resources: own_or(dictionary, "Resources", &self.resources),
            media_box: own_or(dictionary, "MediaBox", &self.media_box),
            crop_box: own_or(dictionary, "CropBox", &self.crop_box),
            rotation: own_or(dictionary, "Rotate", &self.rotation),
        }
    }
}

/// What a node of the tree names itself, or what it has from above.
fn own_or(dictionary: &Dictionary, key: &str, above: &Option<Object>) -> Option<Object> {
    dictionary.get(key).or(above.as_ref()).cloned()
}

/// Walks through all pages in their order; returns how many there are.
pub fn each(
    file: &PdfFile<'_>,
    mut look: impl FnMut(usize, &PageObject),
) -> (usize, Vec<PageGroup>) {
    let mut groups = Groups::default();
    let mut count = 0;
    let mut seen = HashSet::new();
    let root = file.catalog().get("Pages").cloned().unwrap_or(Object::Null);
    let mut waiting = vec![(root, Inherited::default(), 0)];
    while let Some((object, inherited, depth)) = waiting.pop() {
        if !file.budget.charge(Work::Node, 1) {
            break;
        }
        let number = object.reference();
        let Object::Dictionary(dictionary) = file.resolve(&object) else {
            file.note_damage("a page cannot be read");
            continue;
        };
        let inherited = inherited.under(&dictionary);
        if let Some(kids) = file.array(&dictionary, "Kids") {
            // A list of kids may be an object of its own, and shared.
            let list = dictionary.get("Kids").and_then(Object::reference);
            let mut numbers = number.into_iter().chain(list);
            let is_new = numbers.all(|number| seen.insert(number));
            if !is_new || depth >= MAX_PAGE_DEPTH {
                file.note_damage("the tree of pages leads round in a circle");
                continue;
            }
            if kids.len().saturating_add(waiting.len()) > 2 * MAX_PAGES {
                file.note_limit(format!("there are more than {MAX_PAGES} pages"));
            }
            let room = (2 * MAX_PAGES).saturating_sub(waiting.len());
            let kids = kids.iter().take(room).rev();
            waiting.extend(kids.map(|kid| (kid.clone(), inherited.clone(), depth + 1)));
            continue;
        }
        if count == MAX_PAGES {
            file.note_limit(format!("there are more than {MAX_PAGES} pages"));
            break;
        }
        if !file.budget.charge(Work::Page, 1) {
            break;
        }
        count += 1;
        let (page, group) = page(file, number, dictionary, inherited);
        groups.add(count, group);
        look(count, &page);
    }
    let stated = file.dictionary(&file.catalog(), "Pages").unwrap_or_default();
    let stated = file.value(&stated, "Count").count();
    if stated.is_some_and(|stated| stated != count) && count < MAX_PAGES {
        file.note_damage("the stated number of pages is wrong");
    }
    (count, groups.list)
}

fn page(
    file: &PdfFile<'_>,
    object: Option<u32>,
    dictionary: Rc<Dictionary>,
    inherited: Inherited,
) -> (PageObject, PageGroup) {
    let media_box = rectangle(file, inherited.media_box.as_ref()).unwrap_or_else(|| {
        file.note_damage("a page has no size");
        Rectangle([0.0, 0.0, 612.0, 792.0])
    });
    let rotation = inherited.rotation.as_ref().and_then(|found| file.resolve(found).number());
    let rotation = rotation.map_or(0, |degrees| (degrees as i32).rem_euclid(360));
    let user_unit = file.value(&dictionary, "UserUnit").number().filter(|unit| *unit > 0.0);
    let mut group = PageGroup {
        pages: Vec::new(),
        size: None,
        rotation,
        user_unit: user_unit.unwrap_or(1.0),
        media_box,
        crop_box: rectangle(file, inherited.crop_box.as_ref()),
        bleed_box: rectangle(file, dictionary.get("BleedBox")),
        trim_box: rectangle(file, dictionary.get("TrimBox")),
        art_box: rectangle(file, dictionary.get("ArtBox")),
    };
    let seen = group.trim_box.or(group.crop_box).unwrap_or(media_box);
    let seen = seen.size().map(|points| points * group.user_unit);
    group.size = name_of(seen, rotation % 180 != 0);
    let page = PageObject {
        object,
        dictionary,
        resources: inherited.resources,
        user_unit: group.user_unit,
    };
    (page, group)
}

/// Groups of equal pages, in the order of their first ones.
#[derive(Default)]
struct Groups {
    list: Vec<PageGroup>,
    places: BTreeMap<Vec<i64>, usize>,
}

impl Groups {
    fn add(&mut self, page: usize, group: PageGroup) {
        let boxes = [group.crop_box, group.bleed_box, group.trim_box, group.art_box];
        let boxes = boxes.iter().map(|found| found.map_or([f64::MAX; 4], |found| found.0));
        let boxes = boxes.chain([group.media_box.0]).flatten();
        // Differences below a hundredth of a point are not intended.
        let key: Vec<_> = boxes
            .chain([f64::from(group.rotation), group.user_unit])
            .map(|figure| (figure * 100.0).round() as i64)
            .collect();
        let place = *self.places.entry(key).or_insert(self.list.len());
        if place == self.list.len() {
            self.list.push(group);
        }
        let Some(group) = self.list.get_mut(place) else { return };
        match group.pages.last_mut() {
            Some([_, last]) if *last + 1 == page => *last = page,
            _ => group.pages.push([page, page]),
        }
    }
}

/// Four numbers, put into order.
fn rectangle(file: &PdfFile<'_>, object: Option<&Object>) -> Option<Rectangle> {
    let object = file.resolve(object?);
    let numbers: Vec<_> =
        object.array()?.iter().take(4).filter_map(|one| file.resolve(one).number()).collect();
    let [a, b, c, d] = *numbers.as_slice() else { return None };
    Some(Rectangle([a.min(c), b.min(d), a.max(c), b.max(d)]))
}

/// The name of a size in points.
fn name_of([width, height]: [f64; 2], is_turned: bool) -> Option<String> {
    let (short, long) = (width.min(height), width.max(height));
    let (name, ..) = SIZES.iter().find(|(_, width, height)| {
        (width * POINTS_PER_MM - short).abs() < TOLERANCE
            && (height * POINTS_PER_MM - long).abs() < TOLERANCE
    })?;
    let is_wide = (width > height) != is_turned;
    Some(format!("{name} {}", if is_wide { "landscape" } else { "portrait" }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_have_names() {
        assert_eq!(name_of([595.28, 841.89], false).as_deref(), Some("A4 portrait"));
        assert_eq!(name_of([595.0, 842.0], true).as_deref(), Some("A4 landscape"));
        assert_eq!(name_of([792.0, 612.0], false).as_deref(), Some("Letter landscape"));
        assert_eq!(name_of([600.0, 600.0], false), None);
    }
}
