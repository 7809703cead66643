//! How much a drawing becomes once every repetition in it is spelt out. A few lines
//! can name a billion shapes; they are counted, not drawn.

use std::collections::HashMap;

use roxmltree::{Document, Node, NodeId};

use super::{PhotoError, broken};

/// The maximum number of shapes and groups, repetitions counted.
const MAX_SHAPES: u64 = 250_000;
/// The maximum depth of nesting, repetitions counted.
const MAX_DEPTH: usize = 200;

/// The maximum number of letters of one text.
const MAX_LETTERS: u64 = 2_000;
/// What a letter costs, in shapes.
const LETTER_COST: u64 = 8;

/// What a node becomes, with all in it and all it refers to.
#[derive(Clone, Copy)]
struct Cost {
    nodes: u64,
    depth: usize,
}

struct CostCounter<'a, 'input> {
    ids: HashMap<&'a str, Node<'a, 'input>>,
    /// None while it is being counted.
    known: HashMap<NodeId, Option<Cost>>,
    /// The cost of the most expensive marker, which stands at each vertex.
    marker: u64,
    /// What a style sheet may add to any element.
    style: u64,
}

/// Refuses drawings that are too much, too deep or refer to themselves.
pub(super) fn check(document: &Document<'_>) -> Result<(), PhotoError> {
    let ids = document.descendants().filter(Node::is_element);
    let ids = ids.filter_map(|node| Some((node.attribute("id")?, node))).collect();
    let mut count = CostCounter { ids, known: HashMap::new(), marker: 0, style: 0 };
    let mut marker = 0;
    for node in elements(document, "marker") {
        marker = count.cost(node, 0)?.nodes.max(marker);
    }
    let mut style = 0_u64;
    for node in elements(document, "style") {
        for target in targets(node.text().unwrap_or_default()) {
            let target = count.ids.get(target).copied();
            // A gradient draws no shapes.
            let target = target.filter(|node| !node.tag_name().name().ends_with("Gradient"));
            if let Some(target) = target {
                style = style.saturating_add(count.cost(target, 0)?.nodes);
            }
        }
    }
    if marker > 0 || style > 0 {
        count.known.clear();
    }
    (count.marker, count.style) = (marker, style);
    let cost = count.cost(document.root_element(), 0)?;
    if cost.nodes <= MAX_SHAPES { Ok(()) } else { Err(too_much()) }
}

fn elements<'a, 'input>(
    document: &'a Document<'input>,
    name: &str,
) -> impl Iterator<Item = Node<'a, 'input>> {
    document.descendants().filter(move |node| node.is_element() && node.tag_name().name() == name)
}

fn too_much() -> PhotoError {
    PhotoError::TooLarge(format!("it draws more than {MAX_SHAPES} shapes, repetitions counted"))
}

fn too_deep() -> PhotoError {
    PhotoError::TooLarge(format!("it nests more than {MAX_DEPTH} levels deep"))
}

impl CostCounter<'_, '_> {
    /// The cost of a node at a depth.
    fn cost(&mut self, node: Node<'_, '_>, depth: usize) -> Result<Cost, PhotoError> {
        match self.known.get(&node.id()) {
            Some(Some(cost)) if depth + cost.depth > MAX_DEPTH => return Err(too_deep()),
            Some(Some(cost)) => return Ok(*cost),
            Some(None) => return Err(broken("a part of it refers to itself")),
            None if depth > MAX_DEPTH => return Err(too_deep()),
            None => self.known.insert(node.id(), None),
        };
        let mut cost = Cost { nodes: 1, depth: 1 };
        for child in node.children().filter(Node::is_element) {
            let inner = self.cost(child, depth + 1)?;
            cost.nodes = cost.nodes.saturating_add(inner.nodes);
            cost.depth = cost.depth.max(inner.depth + 1);
        }
        if node.tag_name().name() == "text" {
            cost.nodes = cost.nodes.saturating_add(of_text(node)?);
        }
        let own = cost.nodes;
        for attribute in node.attributes() {
            let name = attribute.name();
            let repeats = matches!(node.tag_name().name(), "use" | "pattern" | "textPath");
            let link =
                attribute.value().trim().strip_prefix('#').filter(|_| name == "href" && repeats);
            for target in targets(attribute.value()).chain(link) {
                let Some(target) = self.ids.get(target).copied() else { continue };
                // A marker is counted by vertices, below.
                if target.tag_name().name() == "marker" {
                    continue;
                }
                let inner = self.cost(target, depth + 1)?;
                // What is inherited is drawn for each child.
                let times = if matches!(name, "fill" | "stroke" | "style") { own } else { 1 };
                cost.nodes = cost.nodes.saturating_add(inner.nodes.saturating_mul(times));
                cost.depth = cost.depth.max(inner.depth + 1);
            }
        }
        let line = node.attribute("d").or_else(|| node.attribute("points")).unwrap_or_default();
        // A vertex takes two characters at least.
        let vertices = line.len() as u64 / 2 + 2;
        let is_shape = node.children().next().is_none();
        if is_shape {
            cost.nodes = cost.nodes.saturating_add(self.marker.saturating_mul(vertices));
        }
        cost.nodes = cost.nodes.saturating_add(self.style);
        if cost.nodes > MAX_SHAPES {
            return Err(too_much());
        }
        self.known.insert(node.id(), Some(cost));
        Ok(cost)
    }
}

/// What the letters of a text cost: each becomes an outline, and to place them takes
/// the longer the more of them and the more pieces a text has.
fn of_text(text: Node<'_, '_>) -> Result<u64, PhotoError> {
    let letters = text.descendants().filter(Node::is_text).filter_map(|piece| piece.text());
    let letters: u64 = letters.map(|piece| piece.chars().count() as u64).sum();
    if letters > MAX_LETTERS {
        let why = format!("one of its texts has {letters} letters; at most {MAX_LETTERS} are read");
        return Err(PhotoError::TooLarge(why));
    }
    let pieces = text.descendants().filter(Node::is_element).count() as u64;
    Ok(letters * LETTER_COST + letters * pieces / 4)
}

/// What `url(#…)` names in a value or a style sheet.
fn targets(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices("url(").filter_map(|(at, found)| {
        let rest = text[at + found.len()..].trim_start_matches(['"', '\'', ' ']);
        let name = rest.strip_prefix('#')?;
        name.find(['"', '\'', ')', ' ']).map(|end| &name[..end])
    })
}
